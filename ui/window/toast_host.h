#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;

namespace hs::ui {

/// Shows toasts and the undo bar below the head of the window, one below the other:
/// at the lower edge stand the buttons that decide, which are pressed one after the
/// other, while a bar is shown. The undo bar goes after a moment; the status line keeps the way back.
/// The newest toast replaces the one before; pointing at it holds it.
class ToastHost final : public QWidget {
    Q_OBJECT
public:
    ToastHost(ViewContext &context, QWidget *head, QWidget *window);
    /// To be called when the window changes its size.
    void place();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void showToast(const Toast &toast);
    void showUndo();
    void countDown();

    ViewContext &m_context;
    QWidget *m_head;
    QWidget *m_toast;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_close;
    QWidget *m_undo;
    QLabel *m_undoText;
    QPushButton *m_undoButton;
    Toast m_shown;
    QTimer m_leaving;
    QTimer m_undoLeaving;
    quint64 m_undoShown = 0; ///< the entry that the bar was shown for
};

} // namespace hs::ui
