#pragma once

#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QProgressBar;
class QToolButton;

namespace hs::ui {

class ElidedLabel;

/// How far reading is, in one line with a thin bar, and the button that stops it or lets it go on.
class IndexState final : public QWidget {
    Q_OBJECT
public:
    explicit IndexState(ViewContext &context, QWidget *parent = nullptr);

    void setStatus(const api::KnowledgeStatus &status);
    void setUnknown(); ///< the engine does not say
    [[nodiscard]] const api::KnowledgeStatus &status() const { return m_status; }
    [[nodiscard]] QString words() const;
    [[nodiscard]] QToolButton *pauseButton() const { return m_pause; }
    [[nodiscard]] bool showsProgress() const;

Q_SIGNALS:
    void pauseAsked(bool paused);

private:

    ViewContext &m_context;
    api::KnowledgeStatus m_status;
    ElidedLabel *m_line;
    QToolButton *m_pause;
    QProgressBar *m_bar;
};

} // namespace hs::ui
