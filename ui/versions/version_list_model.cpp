#include "ui/versions/version_list_model.h"

#include <algorithm>

#include <QLocale>

namespace hs::ui {

const api::DefinitionVersionRow *currentAfter(const std::vector<api::DefinitionVersionRow> &rows, const api::DefinitionVersionRow &changed, bool retired)
{
    // The list is sorted by version, the highest first: the first that is not retired is the current one.
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto &row) { return row.version == changed.version ? !retired : !row.retired; });
    return found == rows.end() ? nullptr : &*found;
}

void VersionListModel::show(std::vector<api::DefinitionVersionRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const api::DefinitionVersionRow *VersionListModel::at(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)] : nullptr;
}

int VersionListModel::rowOf(const QString &version) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto &row) { return row.version == version; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int VersionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int VersionListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant VersionListModel::data(const QModelIndex &index, int role) const
{
    const auto *row = at(index.row());
    if (!row)
        return {};
    const QString state = row->retired ? tr("Retired", "a version") : row->current ? tr("Current: new runs begin with it", "a version") : tr("In use", "a version");
    if (role == Qt::AccessibleTextRole)
        //: A version, spoken. %1 its number, %2 its state; how many runs are on it
        return tr("Version %1, %2, %n running", nullptr, int(row->open)).arg(row->version, state);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Version: return row->version;
    case State: return state;
    //: how many runs are on a version now, and how many ever were
    case Running: return tr("%1 of %2").arg(QLocale().toString(row->open), QLocale().toString(row->total));
    case Published: return row->publishedAt.isValid() ? QLocale().toString(row->publishedAt.toLocalTime(), QLocale::ShortFormat) : QString();
    case File: return row->file;
    default: return {};
    }
}

QVariant VersionListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Version: return tr("Version", "column head");
    case State: return tr("State", "column head");
    case Running: return tr("Running", "column head: how many of all runs");
    case Published: return tr("Published", "column head");
    case File: return tr("File", "column head");
    default: return {};
    }
}

} // namespace hs::ui
