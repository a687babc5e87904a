#pragma once

#include <QFrame>

#include "ui/window/engine_status.h"

class QVBoxLayout;

namespace hs::ui {

/// What the bell opens: the engine's findings, worst first, each with how to mend it.
class NoticeList final : public QFrame {
    Q_OBJECT
public:
    NoticeList(ViewContext &context, EngineStatus &status, QWidget *window);
    void openUnder(const QWidget *button);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill();

    ViewContext &m_context;
    EngineStatus &m_status;
    QVBoxLayout *m_rows;
};

} // namespace hs::ui
