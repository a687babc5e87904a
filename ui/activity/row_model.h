#pragma once

#include <algorithm>
#include <deque>
#include <vector>

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

namespace hs::ui {

/// What a model of paged rows tells its pager and its view, whatever the rows are.
class RowModelBase : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_more; }
    void fetchMore(const QModelIndex &parent) override;

    /// Whether the engine has rows after the last one here. Set by the pager.
    void setMore(bool more) { m_more = more; }

Q_SIGNALS:
    /// The view has come near the end. Answered by one more page, later.
    void moreWanted();

private:
    bool m_more = false;
};

/// Rows of one paged query, in the engine's order. Holds finished values; asks nothing.
///
/// `merge` keeps selection and scroll position: a row that stays keeps its
/// persistent index, wherever it moves. Rows lie in a deque, so that a live tail
/// costs O(arrivals) a change at any length. GUI thread.
template <typename Row>
class RowModel : public RowModelBase {
public:
    using RowModelBase::RowModelBase;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] const Row *at(int row) const
    {
        return row >= 0 && row < int(m_rows.size()) ? &m_rows[size_t(row)] : nullptr;
    }
    [[nodiscard]] const std::deque<Row> &rows() const { return m_rows; }

    /// Row number of a key; -1: not loaded. O(n): for commands, not for painting.
    [[nodiscard]] int rowOf(const QString &key) const
    {
        const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return keyOf(row) == key; });
        return found == m_rows.end() ? -1 : int(found - m_rows.begin());
    }

    void clear() { replace({}); }

    /// Another question was asked: nothing of the old answer is kept.
    void replace(const std::vector<Row> &rows)
    {
        this->beginResetModel();
        m_rows.assign(rows.begin(), rows.end());
        m_known.clear();
        for (const Row &row : m_rows)
            m_known.insert(keyOf(row));
        this->endResetModel();
    }

    /// One more page at the end. A row that is here already (it moved while we read on) is not doubled.
    void append(const std::vector<Row> &page)
    {
        std::vector<Row> fresh;
        fresh.reserve(page.size());
        for (const Row &row : page) {
            const QString key = keyOf(row);
            if (m_known.contains(key))
                continue;
            m_known.insert(key);
            fresh.push_back(row);
        }
        if (fresh.empty())
            return;
        const int first = int(m_rows.size());
        this->beginInsertRows({}, first, first + int(fresh.size()) - 1);
        m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
        this->endInsertRows();
    }

    /// The whole list as it is now: what is gone goes, what is new comes, what moved moves.
    void merge(const std::vector<Row> &rows) { mergeFirst(int(m_rows.size()), rows); }

    /// The newest page of a list that is sorted newest first. Rows after the
    /// page's last one stay as they are. False: the page does not touch what is
    /// here (too much has happened); the caller then replaces everything.
    [[nodiscard]] bool mergeHead(const std::vector<Row> &page)
    {
        if (page.empty())
            return m_rows.empty();
        const QString last = keyOf(page.back());
        const int limit = std::min(int(m_rows.size()), HeadReach);
        for (int i = 0; i < limit; ++i) {
            if (keyOf(m_rows[size_t(i)]) == last) {
                mergeFirst(i + 1, page);
                return true;
            }
        }
        // The page's last row may have been pushed out of reach by as many arrivals: look for any common row.
        if (m_rows.empty())
            return false;
        const QString first = keyOf(m_rows.front());
        for (size_t i = 0; i < page.size(); ++i) {
            if (keyOf(page[i]) == first) {
                int common = 0;
                while (size_t(common) < m_rows.size() && i + size_t(common) < page.size()
                       && keyOf(m_rows[size_t(common)]) == keyOf(page[i + size_t(common)]))
                    ++common;
                if (i + size_t(common) != page.size())
                    return false;
                mergeFirst(common, page);
                return true;
            }
        }
        return false;
    }

protected:
    /// What makes a row the same row after a change.
    [[nodiscard]] virtual QString keyOf(const Row &row) const = 0;

private:
    void mergeFirst(int count, const std::vector<Row> &rows)
    {
        QHash<QString, int> target; // key -> place in the new list
        target.reserve(int(rows.size()));
        for (size_t i = 0; i < rows.size(); ++i)
            target.insert(keyOf(rows[i]), int(i));

        // What is gone, in ranges from behind.
        for (int end = count - 1; end >= 0;) {
            if (target.contains(keyOf(m_rows[size_t(end)]))) {
                --end;
                continue;
            }
            int begin = end;
            while (begin > 0 && !target.contains(keyOf(m_rows[size_t(begin - 1)])))
                --begin;
            this->beginRemoveRows({}, begin, end);
            for (int i = begin; i <= end; ++i)
                m_known.remove(keyOf(m_rows[size_t(i)]));
            m_rows.erase(m_rows.begin() + begin, m_rows.begin() + end + 1);
            this->endRemoveRows();
            count -= end - begin + 1;
            end = begin - 1;
        }

        // What is new: in front while the rest is still a prefix-free block (the live tail), else behind it.
        QHash<QString, bool> here;
        here.reserve(count);
        for (int i = 0; i < count; ++i)
            here.insert(keyOf(m_rows[size_t(i)]), true);
        size_t leading = 0;
        while (leading < rows.size() && !here.contains(keyOf(rows[leading])))
            ++leading;
        if (leading > 0) {
            this->beginInsertRows({}, 0, int(leading) - 1);
            m_rows.insert(m_rows.begin(), rows.begin(), rows.begin() + std::ptrdiff_t(leading));
            this->endInsertRows();
            count += int(leading);
        }
        std::vector<Row> others;
        for (size_t i = leading; i < rows.size(); ++i) {
            if (!here.contains(keyOf(rows[i])))
                others.push_back(rows[i]);
        }
        if (!others.empty()) {
            this->beginInsertRows({}, count, count + int(others.size()) - 1);
            m_rows.insert(m_rows.begin() + count, others.begin(), others.end());
            this->endInsertRows();
            count += int(others.size());
        }

        for (const Row &row : rows)
            m_known.insert(keyOf(row));

        // The order, with every persistent index following its row.
        bool sorted = true;
        for (int i = 0; i < count && sorted; ++i)
            sorted = keyOf(m_rows[size_t(i)]) == keyOf(rows[size_t(i)]);
        if (!sorted) {
            Q_EMIT this->layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
            const QModelIndexList from = this->persistentIndexList();
            QModelIndexList to;
            to.reserve(from.size());
            for (const QModelIndex &index : from) {
                to << (index.row() < count
                           ? this->index(target.value(keyOf(m_rows[size_t(index.row())])), index.column())
                           : index);
            }
            std::copy(rows.begin(), rows.end(), m_rows.begin());
            this->changePersistentIndexList(from, to);
            Q_EMIT this->layoutChanged({}, QAbstractItemModel::VerticalSortHint);
        } else {
            std::copy(rows.begin(), rows.end(), m_rows.begin());
        }
        if (count > 0)
            Q_EMIT this->dataChanged(this->index(0, 0), this->index(count - 1, this->columnCount() - 1));
    }

    static constexpr int HeadReach = 5'000; ///< rows in which a page's last row is looked for

    std::deque<Row> m_rows;
    QSet<QString> m_known; ///< keys of all rows
};

} // namespace hs::ui
