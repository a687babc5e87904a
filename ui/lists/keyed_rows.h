#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

namespace hs::ui {

/// A list of finished rows, each with a key that stays while the row lives.
/// New answers of the engine are merged in by key, so that selection, focus and
/// scroll position survive a refresh: rows that went are removed, new ones come
/// as one insertion a run, changed neighbours as one `dataChanged`.
///
/// Rows and the index of their keys are kept so that what happens near an end (a page
/// read on, a row that comes to the front) costs what it touches, however long the list is.
///
/// `Base` is the kind of model that they are rows of: a list, or a table whose
/// column count the class on top says. GUI thread. `replaceAll` is O(n) and, for m
/// rows that changed place, O(n·m).
template <typename Row, typename Base>
class KeyedRows : public Base {
public:
    using Base::Base;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int size() const { return int(m_rows.size()); }
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// `row` lies within 0 and size() - 1.
    [[nodiscard]] const Row &at(int row) const { return m_rows[std::size_t(row)]; }
    [[nodiscard]] const std::deque<Row> &rows() const { return m_rows; }

    /// Row of a key, or -1.
    [[nodiscard]] int find(const QString &key) const
    {
        if (m_indexStale) {
            m_index.clear();
            m_index.reserve(size());
            m_indexStale = false;
            m_base = 0;
            number(0, size());
        }
        const auto found = m_index.constFind(key);
        return found == m_index.cend() ? -1 : int(*found - m_base);
    }

protected:
    [[nodiscard]] virtual QString keyOf(const Row &row) const = 0;
    /// Whether both would look alike.
    [[nodiscard]] virtual bool same(const Row &a, const Row &b) const = 0;

    void reset(std::vector<Row> rows)
    {
        dropRepeats(rows);
        this->beginResetModel();
        m_rows.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        m_indexStale = true;
        this->endResetModel();
    }

    /// Rows whose key is here already are passed over.
    void append(std::vector<Row> rows)
    {
        dropRepeats(rows);
        std::erase_if(rows, [this](const Row &row) { return find(keyOf(row)) >= 0; });
        insertRun(size(), rows.begin(), rows.end());
    }
    void prepend(std::vector<Row> rows)
    {
        dropRepeats(rows);
        std::erase_if(rows, [this](const Row &row) { return find(keyOf(row)) >= 0; });
        insertRun(0, rows.begin(), rows.end());
    }

    void update(int row, Row value)
    {
        if (!m_indexStale)
            m_index.remove(keyOf(at(row)));
        m_rows[std::size_t(row)] = std::move(value);
        if (!m_indexStale)
            number(row, row + 1);
        tellChanged(row, row);
    }

    void removeOne(int row)
    {
        removeRange(row, row);
    }

    void insertOne(int row, Row value)
    {
        Row *one = &value;
        insertRun(row, one, one + 1);
    }

    void replaceAll(std::vector<Row> next) { replacePrefix(size(), std::move(next)); }

    /// Brings the first page of a long list up to date and leaves what was loaded
    /// behind it alone: O(page), however long the list is. False, and nothing is
    /// changed, when the page does not touch what is here.
    [[nodiscard]] bool replaceHead(std::vector<Row> head)
    {
        const int count = int(head.size());
        if (count == 0)
            return isEmpty();
        int last = -1;
        for (int k = count - 1; k >= std::max(0, count - Slack) && last < 0; --k) {
            const int row = find(keyOf(head[std::size_t(k)]));
            last = row < count + Slack ? row : -1;
        }
        if (last < 0)
            return false;
        QSet<QString> inPrefix;
        for (int row = 0; row <= last; ++row)
            inPrefix.insert(keyOf(at(row)));
        for (const Row &row : head) { // what came forward from behind
            const QString key = keyOf(row);
            if (inPrefix.contains(key))
                continue;
            if (const int behind = find(key); behind > last)
                removeOne(behind);
        }
        replacePrefix(last + 1, std::move(head));
        return true;
    }

private:
    static constexpr int Slack = 50; ///< so many rows may come or go between two looks at a long list

    /// A row that moved while its list was read page by page comes twice: its first place counts. Returns all keys.
    QSet<QString> dropRepeats(std::vector<Row> &rows) const
    {
        QSet<QString> keys;
        keys.reserve(qsizetype(rows.size()));
        std::erase_if(rows, [&](const Row &row) {
            const qsizetype before = keys.size();
            keys.insert(keyOf(row));
            return keys.size() == before;
        });
        return keys;
    }

    void replacePrefix(int prefix, std::vector<Row> next)
    {
        removeUnwanted(dropRepeats(next), prefix);

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
            if (i >= size() || keyOf(at(i)) != key) {
                announce(changedFrom, i);
                const int from = find(key);
                this->beginMoveRows({}, from, from, {}, i);
                std::rotate(m_rows.begin() + i, m_rows.begin() + from, m_rows.begin() + from + 1);
                if (!m_indexStale)
                    number(i, from + 1);
                this->endMoveRows();
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
            tellChanged(from, end - 1);
        from = -1;
    }

    template <typename It>
    void insertRun(int row, It begin, It end)
    {
        if (begin == end)
            return;
        const int count = int(end - begin);
        const bool nearFront = row < size() / 2;
        this->beginInsertRows({}, row, row + count - 1);
        m_rows.insert(m_rows.begin() + row, std::make_move_iterator(begin), std::make_move_iterator(end));
        if (!m_indexStale && nearFront) {
            m_base -= count;
            number(0, row + count);
        } else if (!m_indexStale) {
            number(row, size());
        }
        this->endInsertRows();
    }

    void removeRange(int first, int last)
    {
        const int count = last - first + 1;
        this->beginRemoveRows({}, first, last);
        for (int row = first; !m_indexStale && row <= last; ++row)
            m_index.remove(keyOf(at(row)));
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        if (!m_indexStale && first < size() / 2) {
            m_base += count;
            number(0, first);
        } else if (!m_indexStale) {
            number(first, size());
        }
        this->endRemoveRows();
    }

    void tellChanged(int first, int last)
    {
        const QAbstractItemModel &model = *this; // a list hides its column count
        Q_EMIT this->dataChanged(this->index(first, 0), this->index(last, model.columnCount() - 1));
    }

    /// Enters the rows from `first` to before `end` into the index.
    void number(int first, int end) const
    {
        for (int row = first; row < end; ++row)
            m_index.insert(keyOf(at(row)), m_base + row);
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
            removeRange(first, last);
            prefix -= last - first + 1;
            last = first;
        }
    }

    std::deque<Row> m_rows;
    /// Number of a key; its row is the number less `m_base`, so that rows in front renumber nothing behind them.
    mutable QHash<QString, qint64> m_index;
    mutable qint64 m_base = 0;
    mutable bool m_indexStale = true;
};

} // namespace hs::ui
