#pragma once

#include <optional>

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QString>

#include "engine/api/queries.h"

namespace hs::ui {

/// Which board is shown, which of its cards, and by what they are cut into lanes.
struct BoardFilter : api::BoardFilter {
    using Grouping = api::BoardGrouping;
    Grouping grouping = Grouping::None;

    /// `studioEntity`: the studio's business that is looked at; counts where the filter names none itself.
    [[nodiscard]] api::BoardFilter cards(const QString &studioEntity) const;
    /// Of one lane; its key counts only with a grouping.
    [[nodiscard]] api::BoardQuery query(const QString &studioEntity, const QString &lane = {}) const;
    /// Whether it leaves any card out, open columns aside.
    [[nodiscard]] bool narrows() const;
    /// The same board and lanes with nothing left out.
    [[nodiscard]] BoardFilter cleared() const;

    [[nodiscard]] bool operator==(const BoardFilter &) const = default;
};
[[nodiscard]] QString groupingName(BoardFilter::Grouping grouping);
[[nodiscard]] QString priorityName(api::Priority priority);
[[nodiscard]] QString dueName(api::BoardDue due);
[[nodiscard]] QString standingName(api::BoardStanding standing);

/// How a board is looked at: what a saved view keeps.
struct BoardLayout {
    BoardFilter filter;
    QSet<QString> foldedColumns; ///< column keys
    QSet<QString> foldedLanes;   ///< lane keys of the filter's grouping

    [[nodiscard]] QJsonObject toJson() const;
    /// What is missing or unreadable stands at its default.
    [[nodiscard]] static BoardLayout fromJson(const QJsonObject &object);
    [[nodiscard]] bool operator==(const BoardLayout &) const = default;
};

/// What the dock remembers from one start to the next. The text typed into the
/// search field is not part of it.
struct BoardState {
    BoardLayout layout;
    QMap<QString, QSet<QString>> folded; ///< column keys by definition, of the boards not shown
    QString card;                        ///< the selected one

    [[nodiscard]] QByteArray toBytes() const;
    /// nullopt for anything that `toBytes` did not write.
    [[nodiscard]] static std::optional<BoardState> fromBytes(const QByteArray &bytes);
};

} // namespace hs::ui
