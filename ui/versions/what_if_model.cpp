#include "ui/versions/what_if_model.h"

namespace hs::ui {

void WhatIfModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void WhatIfModel::append(std::vector<api::WhatIfRow> rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

int WhatIfModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int WhatIfModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WhatIfModel::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto &row = at(index.row());
    switch (index.column()) {
    case Workflow:
        //: %1 is a workflow's number, %2 its title.
        return tr("%1  %2").arg(row.number, row.title);
    case Step:
        //: %1 is the number of a step, %2 the event that it took.
        return row.input.isEmpty() ? QString::number(row.seq) : tr("%1: %2").arg(row.seq).arg(row.input);
    case Then:
        return row.complete ? row.then : tr("Cannot be followed");
    case Now:
        return row.now;
    default:
        return {};
    }
}

QVariant WhatIfModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Workflow:
        return tr("Workflow");
    case Step:
        return tr("First other step");
    case Then:
        return tr("What it did");
    case Now:
        return tr("What it would do");
    default:
        return {};
    }
}

} // namespace hs::ui
