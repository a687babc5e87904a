#include "ui/conversations/thread_item_list.h"

#include <algorithm>

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTextBlock>

#include "ui/lists/link_opener.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

ThreadItemList::ThreadItemList(ViewContext &context, const Directory &directory, ThreadModel &model, QWidget *parent)
    : VirtualList(parent), m_context(context), m_model(model),
      m_delegate(new ThreadItemDelegate(context, directory, this))
{
    setAnchor(Anchor::Bottom);
    setItemDelegate(m_delegate);
    setEstimate(90);
    setRowMargins({0, 8, 0, 8});
    setAccessibleName(tr("Messages"));
    setModel(&model);
    connect(this, &VirtualList::visibleRowsChanged, this, [this](int first, int) {
        placeButtons();
        if (first <= 10 && m_model.hasOlder())
            m_model.loadOlder();
    });
    connect(&context.theme, &Theme::changed, this, [this] { remeasureAll(); });
}

void ThreadItemList::tick()
{
    for (int row = std::max(0, firstVisible()); row <= lastVisible() && row < m_model.size(); ++row) {
        if (m_model.at(row).delivery == QLatin1String("held"))
            update(m_model.index(row));
    }
}

void ThreadItemList::placeButtons()
{
    QHash<QString, QPushButton *> left;
    left.swap(m_buttons);
    for (int row = std::max(0, firstVisible()); row <= lastVisible() && row < m_model.size(); ++row) {
        const api::ThreadItem &item = m_model.at(row);
        const auto acts = deliveryActs(item);
        if (acts.isEmpty())
            continue;
        const QRect rect = visualRect(m_model.index(row));
        const ItemPlaces places = m_delegate->placesOf(m_model.index(row), rect.width(), layoutDirection());
        const QRect area = places.buttons.translated(rect.topLeft());
        int right = area.right() + 1;
        for (auto act = acts.crbegin(); act != acts.crend(); ++act) {
            const QString key = item.id + QLatin1Char('/') + QString::number(int(*act));
            QPushButton *button = left.take(key);
            if (!button) {
                button = makeButton(deliveryActText(*act), ButtonKind::Link, m_context.theme, viewport());
                //: %1 is what the button does ("Send now"), %2 the first words of the message it belongs to
                button->setAccessibleName(tr("%1: %2").arg(deliveryActText(*act), item.text.left(60)));
                connect(button, &QPushButton::clicked, this,
                        [this, act = *act, effect = item.effect] { Q_EMIT deliveryActed(act, effect); });
            }
            const int width = button->sizeHint().width();
            const QRect logical(right - width, area.top(), width, area.height());
            button->setGeometry(QStyle::visualRect(layoutDirection(), rect, logical));
            button->show();
            right -= width + 4;
            m_buttons.insert(key, button);
        }
    }
    for (QPushButton *button : left)
        button->deleteLater();
    // They are made message by message and from the far end; the Tab key takes them as they are read.
    QList<QPushButton *> order = m_buttons.values();
    std::sort(order.begin(), order.end(), [this](const QPushButton *a, const QPushButton *b) {
        if (a->y() != b->y())
            return a->y() < b->y();
        return isRightToLeft() ? a->x() > b->x() : a->x() < b->x();
    });
    QWidget *before = this;
    for (QPushButton *button : order) {
        setTabOrder(before, button);
        before = button;
    }
}

QString ThreadItemList::linkAt(const QPoint &point) const
{
    const QModelIndex index = indexAt(point);
    if (!index.isValid())
        return {};
    const api::ThreadItem &item = m_model.at(index.row());
    if (item.kind == QLatin1String("tool") || item.kind == QLatin1String("system"))
        return {};
    const QRect rect = visualRect(index);
    const ItemPlaces places = m_delegate->placesOf(index, rect.width(), layoutDirection());
    const QRect text = QStyle::visualRect(layoutDirection(), rect, places.text.translated(rect.topLeft()));
    if (!text.contains(point))
        return {};
    return m_delegate->layouter()
        .document(item, places.text.width(), layoutDirection())
        .documentLayout()
        ->anchorAt(point - text.topLeft());
}

bool ThreadItemList::onToolHead(const QPoint &point, QModelIndex *index) const
{
    *index = indexAt(point);
    return index->isValid() && m_model.at(index->row()).kind == QLatin1String("tool");
}

QStringList ThreadItemList::linksOf(const QModelIndex &index) const
{
    const api::ThreadItem &item = m_model.at(index.row());
    QStringList links;
    if (item.kind == QLatin1String("tool") || item.kind == QLatin1String("system"))
        return links;
    const ItemPlaces places = m_delegate->placesOf(index, visualRect(index).width(), layoutDirection());
    const QTextDocument &document = m_delegate->layouter().document(item, places.text.width(), layoutDirection());
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QString address = it.fragment().charFormat().anchorHref();
            if (!address.isEmpty() && !links.contains(address))
                links << address;
        }
    }
    return links;
}

void ThreadItemList::toggle(const QModelIndex &index)
{
    const QString id = m_model.at(index.row()).id;
    m_model.setOpen(id, !m_model.isOpen(id));
}

void ThreadItemList::openLink(const QString &address)
{
    askToOpen(m_context, window(), address);
}

void ThreadItemList::mouseReleaseEvent(QMouseEvent *event)
{
    VirtualList::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    if (const QString link = linkAt(point); !link.isEmpty()) {
        openLink(link);
        return;
    }
    QModelIndex index;
    if (onToolHead(point, &index))
        toggle(index);
}

void ThreadItemList::mouseMoveEvent(QMouseEvent *event)
{
    QModelIndex index;
    const QPoint point = event->position().toPoint();
    viewport()->setCursor(!linkAt(point).isEmpty() || onToolHead(point, &index) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    VirtualList::mouseMoveEvent(event);
}

void ThreadItemList::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if (index.isValid()) {
        if (event->matches(QKeySequence::Copy)) {
            copy(index);
            return;
        }
        const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
        if (enter || event->key() == Qt::Key_Space) {
            if (m_model.at(index.row()).kind == QLatin1String("tool"))
                toggle(index);
            else if (enter)
                showMenu(index, viewport()->mapToGlobal(visualRect(index).center()));
            return;
        }
    }
    VirtualList::keyPressEvent(event);
}

void ThreadItemList::copy(const QModelIndex &index) const
{
    const api::ThreadItem &item = m_model.at(index.row());
    QApplication::clipboard()->setText(item.kind == QLatin1String("tool")
                                           ? ItemLayouter::toolInput(item) + QLatin1Char('\n') + ItemLayouter::toolOutput(item)
                                           : item.text);
}

void ThreadItemList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        showMenu(index, byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void ThreadItemList::showMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const api::ThreadItem item = m_model.at(index.row());
    const QPersistentModelIndex kept(index);
    if (item.kind == QLatin1String("tool"))
        menu->addAction(m_model.isOpen(item.id) ? tr("Fold") : tr("Show input and output"), this, [this, kept] {
            if (kept.isValid())
                toggle(kept);
        });
    for (const DeliveryAct act : deliveryActs(item))
        menu->addAction(deliveryActText(act), this, [this, act, effect = item.effect] { Q_EMIT deliveryActed(act, effect); });
    menu->addAction(m_context.theme.icon(QStringLiteral("copy")), tr("Copy text"), this, [this, kept] {
        if (kept.isValid())
            copy(kept);
    });
    const QStringList links = linksOf(index);
    if (!links.isEmpty())
        menu->addSeparator();
    for (const QString &link : links)
        //: %1 is a web address
        menu->addAction(m_context.theme.icon(QStringLiteral("external-link")), tr("Open %1").arg(link), this,
                        [this, link] { openLink(link); });
    menu->popup(globalPosition);
}

} // namespace hs::ui
