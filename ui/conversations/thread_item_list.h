#pragma once

#include <QHash>
#include <QPushButton>

#include "ui/conversations/thread_item_delegate.h"
#include "ui/lists/virtual_list.h"

namespace hs::ui {

/// The items of a conversation, standing at the newest. What can be pressed (a message that has not
/// gone out, what words stand on, a file, "Why?", an answer under way) are real buttons laid over the
/// rows; tool calls open by click or Enter; links ask before they open.
class ThreadItemList final : public VirtualList {
    Q_OBJECT
public:
    ThreadItemList(ViewContext &context, const Directory &directory, ThreadModel &model, QWidget *parent = nullptr);

    [[nodiscard]] ItemLayouter &layouter() { return m_delegate->layouter(); }
    /// Countdowns and ages: repaints what shows them.
    void tick();

Q_SIGNALS:
    void deliveryActed(hs::ui::DeliveryAct act, const QString &effect);
    void stopAsked(const QString &thought);
    void whyAsked(const QString &item);
    void fileAsked(const hs::api::Attachment &file); ///< to be saved

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void placeButtons();
    [[nodiscard]] QPushButton *makeRowButton(const RowButton &button);
    void nameRowButton(QPushButton *widget, const RowButton &button, const api::ThreadItem &item);
    void press(const QString &item, RowButton::What what, int index, QWidget *button);
    [[nodiscard]] QString linkAt(const QPoint &point) const;
    [[nodiscard]] bool onToolHead(const QPoint &point, QModelIndex *index) const;
    [[nodiscard]] QStringList linksOf(const QModelIndex &index) const;
    void toggle(const QModelIndex &index);
    void openLink(const QString &address);
    void showMenu(const QModelIndex &index, const QPoint &globalPosition);
    void copy(const QModelIndex &index) const;

    ViewContext &m_context;
    ThreadModel &m_model;
    ThreadItemDelegate *m_delegate;
    QHash<QString, QPushButton *> m_buttons; ///< by item id, what it is for and index
};

} // namespace hs::ui
