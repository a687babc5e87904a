#pragma once

#include "engine/api/rows.h"
#include "ui/boards/card_marks.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

class BoardModel;

/// The cards of one board column that are loaded so far, longest in the state
/// first. Cards are no drop targets, and a drop moves no rows: it is told
/// through `cardDropped`, and the cards follow the engine.
class ColumnModel final : public KeyedListModel<api::Card> {
    Q_OBJECT
public:
    static const QString MimeType;

    explicit ColumnModel(api::ColumnInfo info, QObject *parent = nullptr);

    [[nodiscard]] const api::ColumnInfo &info() const { return m_info; }
    [[nodiscard]] qint64 count() const { return m_count; } ///< all cards, loaded or not
    [[nodiscard]] qint64 held() const { return m_held; }   ///< all cards of the column, whatever filter or lane
    [[nodiscard]] bool atLimit() const { return m_info.limit > 0 && m_held >= m_info.limit; }
    [[nodiscard]] bool isMarked(int row) const;
    [[nodiscard]] bool hasMore() const { return !m_next.isEmpty(); }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                       const QModelIndex &parent) const override;
    /// Tells of the drop and answers true; never changes rows.
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    /// Id of the dragged workflow; empty when `data` carries none.
    [[nodiscard]] static QString draggedCard(const QMimeData *data);

Q_SIGNALS:
    void cardDropped(const QString &workflow);
    void moreWanted();
    void countChanged();

protected:
    [[nodiscard]] QString keyOf(const api::Card &card) const override { return card.row.id; }
    [[nodiscard]] bool same(const api::Card &a, const api::Card &b) const override;

private:
    friend class BoardModel;

    api::ColumnInfo m_info;
    qint64 m_count = 0;
    qint64 m_held = 0;
    const CardMarks *m_marks = nullptr;
    QString m_next;
    bool m_fetching = false;
};

/// The whole card in one sentence, for screen readers. `marked`: it is selected to be changed together with others.
[[nodiscard]] QString cardSentence(const api::Card &card, const QString &columnTitle, bool marked = false);

} // namespace hs::ui
