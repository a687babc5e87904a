#include "ui/palette/palette_model.h"

#include <algorithm>
#include <map>

#include "ui/palette/fuzzy.h"

namespace hs::ui {

namespace {
constexpr int RecentBonus = 30;     // for the newest, less for each older one
constexpr int KeywordPenalty = 25;  // what is read counts more than what is meant

/// Words that are not shown must be typed from their start, or nobody knows why a row is there.
bool meantBy(const QString &pattern, const QString &keywords)
{
    const QStringList typed = pattern.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QStringList known = keywords.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return !typed.isEmpty() && std::all_of(typed.begin(), typed.end(), [&known](const QString &word) {
        return std::any_of(known.begin(), known.end(), [&word](const QString &k) { return k.startsWith(word, Qt::CaseInsensitive); });
    });
}
} // namespace

void PaletteModel::appendGroup(std::vector<Row> &rows, const std::vector<Row> &items)
{
    if (items.empty())
        return;
    Row heading;
    heading.heading = items.front().item.group;
    rows.push_back(heading);
    rows.insert(rows.end(), items.begin(), items.end());
}

void PaletteModel::setLocal(const std::vector<PaletteItem> &items, const QString &pattern, const QStringList &recent)
{
    struct Scored {
        Row row;
        int score = 0;
    };
    std::map<int, std::vector<Scored>> groups;
    for (const PaletteItem &item : items) {
        Scored scored;
        scored.row.item = item;
        if (const auto match = fuzzyMatch(pattern, item.text)) {
            scored.row.positions = match->positions;
            scored.score = match->score;
        } else if (meantBy(pattern, item.keywords)) {
            scored.score = -KeywordPenalty;
        } else {
            continue;
        }
        if (const qsizetype age = recent.indexOf(item.key); age >= 0)
            scored.score += std::max(2, RecentBonus - int(age) * 2);
        if (!item.enabled)
            scored.score -= RecentBonus;
        groups[item.groupOrder].push_back(std::move(scored));
    }
    std::vector<std::vector<Scored>> ordered;
    for (auto &[order, rows] : groups) {
        std::stable_sort(rows.begin(), rows.end(), [](const Scored &a, const Scored &b) { return a.score > b.score; });
        if (rows.size() > std::size_t(MaxPerGroup))
            rows.resize(std::size_t(MaxPerGroup));
        ordered.push_back(std::move(rows));
    }
    if (!pattern.trimmed().isEmpty())
        std::stable_sort(ordered.begin(), ordered.end(),
                         [](const auto &a, const auto &b) { return a.front().score > b.front().score; });

    beginResetModel();
    m_rows.clear();
    for (const auto &group : ordered) {
        std::vector<Row> rows;
        for (const Scored &scored : group)
            rows.push_back(scored.row);
        appendGroup(m_rows, rows);
    }
    m_local = m_rows.size();
    endResetModel();
}

void PaletteModel::setRecords(const std::vector<PaletteItem> &items)
{
    if (m_rows.size() > m_local) {
        beginRemoveRows({}, int(m_local), int(m_rows.size()) - 1);
        m_rows.resize(m_local);
        endRemoveRows();
    }
    std::vector<Row> added;
    std::map<int, std::vector<Row>> groups;
    for (const PaletteItem &item : items)
        groups[item.groupOrder].push_back({{}, item, {}});
    for (const auto &[order, rows] : groups)
        appendGroup(added, rows);
    if (added.empty())
        return;
    beginInsertRows({}, int(m_local), int(m_local + added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

const PaletteItem *PaletteModel::itemAt(int row) const
{
    if (row < 0 || std::size_t(row) >= m_rows.size() || !m_rows[std::size_t(row)].heading.isEmpty())
        return nullptr;
    return &m_rows[std::size_t(row)].item;
}

int PaletteModel::firstItem() const
{
    return step(-1, 1);
}

int PaletteModel::step(int row, int direction) const
{
    const int count = int(m_rows.size());
    for (int tried = 0; tried < count; ++tried) {
        row = (row + direction + count) % count;
        if (itemAt(row))
            return row;
    }
    return -1;
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[std::size_t(index.row())];
    if (!row.heading.isEmpty()) {
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return row.heading;
        case HeadingRole:
            return true;
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole:
        return row.item.text;
    case Qt::AccessibleTextRole: {
        QStringList parts{row.item.text};
        for (const QString &part : {row.item.detail, row.item.shortcut, row.item.reason}) {
            if (!part.isEmpty())
                parts << part;
        }
        return parts.join(QStringLiteral(", "));
    }
    case HeadingRole:
        return false;
    case DetailRole:
        return row.item.detail;
    case IconRole:
        return row.item.icon;
    case ShortcutRole:
        return row.item.shortcut;
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    case ReasonRole:
        return row.item.reason;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    const PaletteItem *item = itemAt(index.row());
    if (!item)
        return Qt::NoItemFlags;
    return item->enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsSelectable;
}

} // namespace hs::ui
