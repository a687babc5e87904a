#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/lists/keyed_rows.h"

namespace hs::ui {

/// What a model of paged rows tells its pager and its view, whatever the rows are.
class RowModelBase : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Whether the engine has rows after the last one here, and no page of them is under way. Not Qt's canFetchMore():
    /// item views ask that one with every layout.
    [[nodiscard]] bool hasMore() const { return m_more; }
    /// One more page, later.
    void fetchNext();
    /// A view shows rows down to this one: reads on when the end of what is loaded comes near. -1: rows do not fill the view.
    void shown(int lastRow);

    /// By the pager: whether there is more, once a page has been taken in.
    void setMore(bool more);

Q_SIGNALS:
    void moreWanted();
    void pageTaken();

private:
    bool m_more = false;
};

/// Rows of one paged query as a table, in the engine's order. Holds finished values;
/// asks nothing. A row that stays keeps its persistent index, wherever it moves.
/// GUI thread.
template <typename Row>
class RowModel : public KeyedRows<Row, RowModelBase> {
    using Keyed = KeyedRows<Row, RowModelBase>;

public:
    using Keyed::Keyed;

    [[nodiscard]] const Row *at(int row) const { return row >= 0 && row < this->size() ? &Keyed::at(row) : nullptr; }
    /// Row number of a key; -1: not loaded.
    [[nodiscard]] int rowOf(const QString &key) const { return this->find(key); }

    void clear() { replace({}); }
    /// Another question was asked: nothing of the old answer is kept.
    void replace(const std::vector<Row> &rows) { this->reset(rows); }
    /// One more page at the end. A row that is here already (it moved while we read on) is not doubled.
    void append(const std::vector<Row> &page) { Keyed::append(page); }
    /// The whole list as it is now: what is gone goes, what is new comes, what moved moves.
    void merge(const std::vector<Row> &rows) { this->replaceAll(rows); }
    /// The newest page of a list that is sorted newest first. Rows after the page's
    /// last one stay as they are. False: the page does not touch what is here (too
    /// much has happened); the caller then replaces everything.
    [[nodiscard]] bool mergeHead(const std::vector<Row> &page) { return this->replaceHead(page); }

protected:
    /// Most rows hold too much to be compared; a row that came anew is painted anew.
    [[nodiscard]] bool same(const Row &, const Row &) const override { return false; }
};

} // namespace hs::ui
