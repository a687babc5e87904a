#include "ui/boards/column_model.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMimeData>

#include "ui/boards/board_filter.h"
#include "ui/text/workflow_text.h"

namespace hs::ui {
namespace {

struct BoardCardWords {
    Q_DECLARE_TR_FUNCTIONS(BoardCard)
};

} // namespace

const QString ColumnModel::MimeType = QStringLiteral("application/x-higherself-card");

ColumnModel::ColumnModel(api::ColumnInfo info, QObject *parent)
    : KeyedListModel(parent), m_info(std::move(info))
{
}

bool ColumnModel::isMarked(int row) const
{
    return m_marks && m_marks->contains(at(row).row.id);
}

QVariant ColumnModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::Card &card = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return card.row.title;
    case Qt::AccessibleTextRole:
        return cardSentence(card, m_info.title.isEmpty() ? m_info.key : m_info.title, isMarked(index.row()));
    case Qt::ToolTipRole:
    {
        QStringList lines{card.row.title};
        if (!card.row.tags.isEmpty())
            lines << card.row.tags.join(QStringLiteral(", ")); // also those that found no room
        if (!card.bannerKind.isEmpty())
            lines << bannerLine(card);
        return lines.join(QLatin1Char('\n'));
    }
    default:
        return {};
    }
}

Qt::ItemFlags ColumnModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // the column itself
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

QStringList ColumnModel::mimeTypes() const
{
    return {MimeType};
}

QMimeData *ColumnModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    const api::WorkflowRow &row = at(indexes.first().row()).row;
    auto *data = new QMimeData;
    data->setData(MimeType, row.id.toUtf8());
    data->setText(row.number + QStringLiteral(" ") + row.title);
    return data;
}

QString ColumnModel::draggedCard(const QMimeData *data)
{
    return data && data->hasFormat(MimeType) ? QString::fromUtf8(data->data(MimeType)) : QString();
}

bool ColumnModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int, const QModelIndex &parent) const
{
    return action == Qt::MoveAction && !parent.isValid() && !draggedCard(data).isEmpty();
}

bool ColumnModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    Q_EMIT cardDropped(draggedCard(data));
    return true;
}

bool ColumnModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && hasMore() && !m_fetching;
}

void ColumnModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        Q_EMIT moreWanted();
}

bool ColumnModel::same(const api::Card &a, const api::Card &b) const
{
    const api::WorkflowRow &x = a.row;
    const api::WorkflowRow &y = b.row;
    if (a.moves.size() != b.moves.size())
        return false;
    for (std::size_t i = 0; i < a.moves.size(); ++i) {
        if (a.moves[i].event != b.moves[i].event || a.moves[i].column != b.moves[i].column
            || a.moves[i].guard != b.moves[i].guard || a.moves[i].refused != b.moves[i].refused)
            return false;
    }
    return x.title == y.title && x.steps == y.steps && x.status == y.status && x.column == y.column
           && x.assignee == y.assignee && x.agent == y.agent && x.tags == y.tags && x.dueAt == y.dueAt
           && x.enteredAt == y.enteredAt && x.priority == y.priority && x.entity == y.entity && x.person == y.person
           && x.waitingOn == y.waitingOn && a.bannerKind == b.bannerKind && a.bannerText == b.bannerText;
}

QString cardSentence(const api::Card &card, const QString &columnTitle, bool marked)
{
    QStringList parts;
    //: Read by screen readers. %1 number such as LC-318, %2 title, %3 column name
    parts << BoardCardWords::tr("%1, %2, in %3").arg(card.row.number, card.row.title, columnTitle);
    if (!card.row.person.isEmpty())
        parts << card.row.person;
    parts << card.row.tags;
    if (card.row.priority == api::Priority::Urgent || card.row.priority == api::Priority::High)
        //: %1 is a priority: high or urgent
        parts << BoardCardWords::tr("priority: %1").arg(priorityName(card.row.priority));
    if (card.row.dueAt.isValid())
        //: %1 is a date with time
        parts << BoardCardWords::tr("due %1").arg(QLocale().toString(card.row.dueAt.toLocalTime(), QLocale::ShortFormat));
    if (card.row.enteredAt.isValid())
        //: %1 is a date with time
        parts << BoardCardWords::tr("here since %1").arg(QLocale().toString(card.row.enteredAt.toLocalTime(), QLocale::ShortFormat));
    if (const QString banner = bannerLine(card); !banner.isEmpty())
        parts << banner;
    if (marked)
        //: Read by screen readers: the card is one of those that are changed together
        parts << BoardCardWords::tr("selected");
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

} // namespace hs::ui
