#include "ui/conversations/thread_item_list.h"

#include <algorithm>

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTextBlock>
#include <QToolTip>

#include "ui/lists/link_opener.h"
#include "ui/thinking/references.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

/// As a button or a menu shows it: "&" is a letter, not the mark of a key.
QString asLabel(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

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
        if (m_model.at(row).delivery == QLatin1String("held") || ThreadModel::isThinking(m_model.at(row)))
            update(m_model.index(row));
    }
}

QPushButton *ThreadItemList::makeRowButton(const RowButton &button)
{
    const bool chip = button.what == RowButton::What::Citation || button.what == RowButton::What::Attachment;
    QPushButton *widget = makeButton(button.text, chip ? ButtonKind::Chip : ButtonKind::Link, m_context.theme, viewport(), button.icon);
    widget->setCheckable(false);
    if (chip)
        widget->setIconSize(QSize(17, 13)); // with a gap before the words
    return widget;
}

void ThreadItemList::nameRowButton(QPushButton *widget, const RowButton &button, const api::ThreadItem &item)
{
    const QString beginning = item.kind == QLatin1String("tool") ? toolTitle(item.tool.value(QStringLiteral("what")).toString()) : item.text.left(60);
    QString tip = button.text == button.whole ? QString() : button.whole;
    switch (button.what) {
    case RowButton::What::Delivery:
    case RowButton::What::Stop:
    case RowButton::What::Why:
        //: %1 is what the button does ("Send now"), %2 the first words of the message it belongs to
        widget->setAccessibleName(tr("%1: %2").arg(button.whole, beginning));
        break;
    case RowButton::What::Citation: {
        //: Read by screen readers. %1 is what an answer stands on
        widget->setAccessibleName(tr("Source: %1").arg(button.whole));
        const auto references = referencesOf(item.citations);
        const bool opens = std::size_t(button.index) < references.size() && canOpen(m_context.navigator, references[std::size_t(button.index)]);
        widget->setAccessibleDescription(opens ? tr("Opens it") : tr("There is no page for it in the console"));
        tip = opens ? button.whole : button.whole + QLatin1Char('\n') + widget->accessibleDescription();
        break;
    }
    case RowButton::What::Attachment:
        //: Read by screen readers. %1 is a file with its size
        widget->setAccessibleName(tr("Save the file %1").arg(button.whole));
        tip = widget->accessibleName();
        break;
    }
    widget->setText(asLabel(button.text));
    widget->setToolTip(tip);
}

void ThreadItemList::press(const QString &id, RowButton::What what, int index, QWidget *button)
{
    const int row = m_model.find(id);
    if (row < 0)
        return;
    const api::ThreadItem item = m_model.at(row);
    switch (what) {
    case RowButton::What::Delivery:
        Q_EMIT deliveryActed(DeliveryAct(index), item.effect);
        break;
    case RowButton::What::Stop:
        Q_EMIT stopAsked(item.thought);
        break;
    case RowButton::What::Why:
        Q_EMIT whyAsked(item.id);
        break;
    case RowButton::What::Citation: {
        const auto references = referencesOf(item.citations);
        if (std::size_t(index) >= references.size())
            break;
        const Reference &reference = references[std::size_t(index)];
        if (canOpen(m_context.navigator, reference))
            openReference(m_context.navigator, reference);
        else
            QToolTip::showText(button->mapToGlobal(QPoint(0, button->height())), button->toolTip(), button);
        break;
    }
    case RowButton::What::Attachment:
        if (index < item.attachments.size())
            Q_EMIT fileAsked(attachmentOf(item.attachments.at(index)));
        break;
    }
}

void ThreadItemList::placeButtons()
{
    QHash<QString, QPushButton *> left;
    left.swap(m_buttons);
    for (int row = std::max(0, firstVisible()); row <= lastVisible() && row < m_model.size(); ++row) {
        const api::ThreadItem &item = m_model.at(row);
        const QRect rect = visualRect(m_model.index(row));
        const ItemPlaces places = m_delegate->placesOf(m_model.index(row), rect.width(), layoutDirection());
        for (const RowButton &button : places.buttons) {
            const QString key = item.id + QLatin1Char('/') + QString::number(int(button.what)) + QLatin1Char('/') + QString::number(button.index);
            QPushButton *widget = left.take(key);
            if (!widget) {
                widget = makeRowButton(button);
                connect(widget, &QPushButton::clicked, this,
                        [this, id = item.id, what = button.what, index = button.index, widget] { press(id, what, index, widget); });
            }
            nameRowButton(widget, button, item);
            widget->setGeometry(QStyle::visualRect(layoutDirection(), rect, button.place.translated(rect.topLeft())));
            widget->show();
            m_buttons.insert(key, widget);
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
    if (ItemLayouter::hasWhy(item))
        menu->addAction(m_context.theme.icon(QStringLiteral("circle-help")), tr("Why?"), this, [this, id = item.id] { Q_EMIT whyAsked(id); });
    if (ThreadModel::isThinking(item))
        menu->addAction(m_context.theme.icon(QStringLiteral("circle-stop")), tr("Stop"), this,
                        [this, thought = item.thought] { Q_EMIT stopAsked(thought); });
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
    if (!item.citations.isEmpty() || !item.attachments.isEmpty())
        menu->addSeparator();
    for (const Reference &reference : referencesOf(item.citations)) {
        if (canOpen(m_context.navigator, reference))
            //: %1 is what an answer stands on
            menu->addAction(m_context.theme.icon(referenceIcon(reference.kind)), tr("Open %1").arg(asLabel(reference.title)), this,
                            [this, reference] { openReference(m_context.navigator, reference); });
    }
    for (const QJsonValue &value : item.attachments) {
        const api::Attachment file = attachmentOf(value);
        //: %1 is the name of a file
        menu->addAction(m_context.theme.icon(QStringLiteral("download")), tr("Save %1…").arg(asLabel(file.name)), this,
                        [this, file] { Q_EMIT fileAsked(file); });
    }
    const QStringList links = linksOf(index);
    if (!links.isEmpty())
        menu->addSeparator();
    for (const QString &link : links)
        //: %1 is a web address
        menu->addAction(m_context.theme.icon(QStringLiteral("external-link")), tr("Open %1").arg(asLabel(link)), this,
                        [this, link] { openLink(link); });
    menu->popup(globalPosition);
}

} // namespace hs::ui
