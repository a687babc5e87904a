#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>

#include "engine/api/rows.h"

namespace hs::ui {

/// What the workflows of several cards allow together, and what became of it. Pure, GUI thread not needed.
struct BulkMove {
    QString event;
    QString column;
    std::vector<api::Id> able; ///< cards that this event takes to this column, in the order given
    QStringList guards;        ///< rules on which it depends for some of them
    int guarded = 0;           ///< how many of `able` depend on a rule
};
/// Those that the most cards can do first, then along the board. Only moves out of the column that a card is in.
[[nodiscard]] std::vector<BulkMove> bulkMoves(const std::vector<api::Card> &cards, const std::vector<api::ColumnInfo> &columns);

/// "Qualified (lead.qualified)", and where not all can: "… – 9 of 12 can".
[[nodiscard]] QString bulkMoveText(const BulkMove &move, int of, const std::vector<api::ColumnInfo> &columns);

/// What will happen, before it does: how many move where, who stays and why, what may refuse, whether a limit is passed.
/// `held`: how many cards the target column holds now.
[[nodiscard]] QString bulkMoveQuestion(const BulkMove &move, const std::vector<api::Card> &cards, const std::vector<api::ColumnInfo> &columns,
                                       qint64 held);

/// What became of each card, from the receipt of `OperateWorkflows`.
struct BulkOutcome {
    struct Item {
        api::Id id;
        QString number;
        bool done = false;
        QString reason; ///< the engine's words; empty when done
    };
    std::vector<Item> items;
    [[nodiscard]] std::vector<api::Id> done() const;
    [[nodiscard]] int refused() const;
};
[[nodiscard]] BulkOutcome bulkOutcome(const QJsonObject &data);

} // namespace hs::ui
