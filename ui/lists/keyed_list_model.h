#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace hs::ui {

/// A list of finished rows, each with a key that stays while the row lives.
/// New answers of the engine are merged in by key, so that selection, focus and
/// scroll position survive a refresh: rows that went are removed, new ones come
/// as one insertion a run, changed neighbours as one `dataChanged`.
///
/// GUI thread. `replaceAll` is O(n) and, for m rows that changed place, O(n·m).
template <typename Row>
class KeyedListModel : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int size() const { return int(m_rows.size()); }
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// `row` lies within 0 and size() - 1.
    [[nodiscard]] const Row &at(int row) const { return m_rows[std::size_t(row)]; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

    /// Row of a key, or -1.
    [[nodiscard]] int find(const QString &key) const
    {
        if (m_indexStale) {
            m_index.clear();
            for (int row = 0; row < size(); ++row)
                m_index.insert(keyOf(at(row)), row);
            m_indexStale = false;
        }
        return m_index.value(key, -1);
    }

protected:
    [[nodiscard]] virtual QString keyOf(const Row &row) const = 0;
    /// Whether both would look alike.
    [[nodiscard]] virtual bool same(const Row &a, const Row &b) const = 0;

    void reset(std::vector<Row> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        m_indexStale = true;
        endResetModel();
    }

    /// Rows whose key is here already are passed over.
    void append(std::vector<Row> rows)
    {
        std::erase_if(rows, [this](const Row &row) { return find(keyOf(row)) >= 0; });
        insertRun(size(), rows.begin(), rows.end());
    }
    void prepend(std::vector<Row> rows)
    {
        std::erase_if(rows, [this](const Row &row) { return find(keyOf(row)) >= 0; });
        insertRun(0, rows.begin(), rows.end());
    }

    void update(int row, Row value)
    {
        m_rows[std::size_t(row)] = std::move(value);
        m_indexStale = true;
        Q_EMIT dataChanged(index(row), index(row));
    }

    void removeOne(int row)
    {
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        m_indexStale = true;
        endRemoveRows();
    }

    void insertOne(int row, Row value)
    {
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + row, std::move(value));
        m_indexStale = true;
        endInsertRows();
    }

    void replaceAll(std::vector<Row> next) { replacePrefix(size(), std::move(next)); }

    /// Brings the first page of a long list up to date and leaves what was loaded
    /// behind it alone: O(page), however long the list is. False, and nothing is
    /// changed, when the page does not touch what is here.
    [[nodiscard]] bool replaceHead(std::vector<Row> head)
    {
        const int count = int(head.size());
        int last = -1;
        for (int k = count - 1; k >= std::max(0, count - Slack) && last < 0; --k)
            last = scan(keyOf(head[std::size_t(k)]), 0, count + Slack);
        if (last < 0)
            return false;
        QSet<QString> inPrefix;
        for (int row = 0; row <= last; ++row)
            inPrefix.insert(keyOf(at(row)));
        for (const Row &row : head) { // what came forward from behind
            const QString key = keyOf(row);
            if (inPrefix.contains(key))
                continue;
            if (const int behind = scan(key, last + 1, size()); behind >= 0)
                removeOne(behind);
        }
        replacePrefix(last + 1, std::move(head));
        return true;
    }

    /// Row of a key between two rows, or -1. For a few keys in a list that just
    /// changed this is cheaper than the index, which would be built anew.
    [[nodiscard]] int scan(const QString &key, int from, int to) const
    {
        for (int row = from; row < std::min(to, size()); ++row) {
            if (keyOf(at(row)) == key)
                return row;
        }
        return -1;
    }

private:
    static constexpr int Slack = 50; ///< so many rows may come or go between two looks at a long list

    void replacePrefix(int prefix, std::vector<Row> next)
    {
        QSet<QString> wanted;
        wanted.reserve(qsizetype(next.size()));
        for (const Row &row : next)
            wanted.insert(keyOf(row));
        removeUnwanted(wanted, prefix);

        QSet<QString> present;
        for (int row = 0; row < prefix; ++row)
            present.insert(keyOf(at(row)));
        int changedFrom = -1;
        for (int i = 0; i < int(next.size());) {
            Row &row = next[std::size_t(i)];
            const QString key = keyOf(row);
            if (!present.contains(key)) {
                announce(changedFrom, i);
                int end = i + 1;
                while (end < int(next.size()) && !present.contains(keyOf(next[std::size_t(end)])))
                    ++end;
                insertRun(i, next.begin() + i, next.begin() + end);
                i = end;
                continue;
            }
            if (keyOf(at(i)) != key) {
                announce(changedFrom, i);
                const int from = scan(key, i + 1, size());
                if (from < 0) { // the key came twice in one answer
                    next.erase(next.begin() + i);
                    continue;
                }
                beginMoveRows({}, from, from, {}, i);
                std::rotate(m_rows.begin() + i, m_rows.begin() + from, m_rows.begin() + from + 1);
                m_indexStale = true;
                endMoveRows();
            }
            if (same(at(i), row)) {
                announce(changedFrom, i);
            } else {
                m_rows[std::size_t(i)] = std::move(row);
                if (changedFrom < 0)
                    changedFrom = i;
            }
            ++i;
        }
        announce(changedFrom, int(next.size()));
    }

    void announce(int &from, int end)
    {
        if (from >= 0)
            Q_EMIT dataChanged(index(from), index(end - 1));
        from = -1;
    }

    template <typename It>
    void insertRun(int row, It begin, It end)
    {
        if (begin == end)
            return;
        const bool keepIndex = !m_indexStale && row == size(); // reading on costs a page, not the whole list
        beginInsertRows({}, row, row + int(end - begin) - 1);
        m_rows.insert(m_rows.begin() + row, std::make_move_iterator(begin), std::make_move_iterator(end));
        for (int i = row; keepIndex && i < size(); ++i)
            m_index.insert(keyOf(at(i)), i);
        m_indexStale = !keepIndex;
        endInsertRows();
    }

    /// Among the first `prefix` rows; `prefix` becomes how many of them are left.
    void removeUnwanted(const QSet<QString> &wanted, int &prefix)
    {
        for (int last = prefix - 1; last >= 0; --last) {
            if (wanted.contains(keyOf(at(last))))
                continue;
            int first = last;
            while (first > 0 && !wanted.contains(keyOf(at(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            m_indexStale = true;
            endRemoveRows();
            prefix -= last - first + 1;
            last = first;
        }
    }

    std::vector<Row> m_rows;
    mutable QHash<QString, int> m_index;
    mutable bool m_indexStale = true;
};

} // namespace hs::ui
