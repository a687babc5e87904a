#pragma once

#include <optional>

#include <QByteArray>
#include <QSet>
#include <QString>

#include "engine/api/queries.h"

namespace hs::ui {

/// Which board is shown, and which of its cards.
struct BoardFilter {
    enum class Grouping { None, Agent, Person, Entity };

    QString definition;
    QString text;
    QString agent;
    QString assignee;
    bool openOnly = false;
    Grouping grouping = Grouping::None;

    /// `entity`: the studio's business that is looked at; empty: all.
    [[nodiscard]] api::BoardQuery query(const QString &entity) const;
};
[[nodiscard]] QString groupingName(BoardFilter::Grouping grouping);

/// What the dock remembers from one start to the next. The text typed into the
/// search field is not part of it.
struct BoardState {
    BoardFilter filter;
    QSet<QString> folded; ///< column keys
    QString card;         ///< the selected one

    [[nodiscard]] QByteArray toBytes() const;
    /// nullopt for anything that `toBytes` did not write.
    [[nodiscard]] static std::optional<BoardState> fromBytes(const QByteArray &bytes);
};

} // namespace hs::ui
