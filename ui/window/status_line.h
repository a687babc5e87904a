#pragma once

#include <QWidget>

#include "ui/window/engine_status.h"

class QLabel;
class QToolButton;

namespace hs::ui {

/// Engine, receiver, Notion and last backup in one line; each part opens its detail.
/// Says only what the engine's status says.
class StatusLine final : public QWidget {
    Q_OBJECT
public:
    StatusLine(ViewContext &context, EngineStatus &status, QWidget *parent);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showStatus();
    void fitHint();
    void showUndo();
    QToolButton *part(const QString &kind, const QString &id);

    ViewContext &m_context;
    EngineStatus &m_status;
    QToolButton *m_engine;
    QToolButton *m_receiver;
    QToolButton *m_notion;
    QToolButton *m_drafts;
    QToolButton *m_backup;
    QToolButton *m_undo;
    QLabel *m_hint = nullptr; ///< stays away where there is no room
};

} // namespace hs::ui
