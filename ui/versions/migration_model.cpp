#include "ui/versions/migration_model.h"

#include <algorithm>

namespace hs::ui {

void MigrationModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_possible = 0;
    endResetModel();
}

void MigrationModel::append(std::vector<api::MigrationRow> rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_possible += int(std::count_if(rows.begin(), rows.end(), [](const auto &row) { return row.possible; }));
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

int MigrationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int MigrationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

/// One line a change; reasons and remarks in the engine's words.
QString MigrationModel::changes(const api::MigrationRow &row)
{
    if (!row.possible)
        return row.reasons.join(QLatin1Char('\n'));
    QStringList lines;
    if (!row.timersCancelled.isEmpty())
        lines.append(tr("%n timer(s) cancelled", nullptr, int(row.timersCancelled.size())));
    if (!row.timersStarted.isEmpty())
        lines.append(tr("%n timer(s) started", nullptr, int(row.timersStarted.size())));
    if (!row.tasksKept.isEmpty())
        lines.append(tr("%n open task(s) kept", nullptr, int(row.tasksKept.size())));
    lines.append(row.remarks);
    return lines.isEmpty() ? tr("Only the version") : lines.join(QLatin1Char('\n'));
}

QVariant MigrationModel::data(const QModelIndex &index, int role) const
{
    const auto &row = at(index.row());
    if (role == Qt::AccessibleDescriptionRole)
        return row.possible ? tr("can be moved") : tr("stays where it is");
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Workflow:
        //: %1 is a workflow's number, %2 its title.
        return tr("%1  %2").arg(row.number, row.title);
    case Before:
        return row.stateBefore;
    case After:
        return row.possible ? row.stateAfter : tr("Stays where it is");
    case Changes:
        return changes(row);
    default:
        return {};
    }
}

QVariant MigrationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Workflow:
        return tr("Workflow");
    case Before:
        return tr("Stands in");
    case After:
        return tr("Would stand in");
    case Changes:
        return tr("What changes");
    default:
        return {};
    }
}

} // namespace hs::ui
