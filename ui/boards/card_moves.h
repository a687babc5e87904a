#pragma once

#include <vector>

#include <QString>

#include "engine/api/rows.h"

namespace hs::ui {

/// What becomes of a card that is put into a column, by the moves that the
/// engine says its workflow allows. Pure, GUI thread not needed.
struct ColumnVerdict {
    enum class Kind { Here, Allowed, Forbidden };
    Kind kind = Kind::Forbidden;
    std::vector<api::LegalMove> moves; ///< those that lead there; several when different events do
    bool guarded = false;              ///< all of them depend on a guard
    bool refused = false;              ///< forbidden, because guards refuse all that would lead there
    QString guard;                     ///< names of the guards, joined by ", "
};
[[nodiscard]] ColumnVerdict verdictFor(const api::Card &card, const QString &column);

/// Why a card may not go into a column, or on what a guarded move depends; empty
/// when there is nothing to say. Translated. `columns` give the titles.
[[nodiscard]] QString verdictSentence(const api::Card &card, const ColumnVerdict &verdict, const QString &column,
                                      const std::vector<api::ColumnInfo> &columns);

/// Moves that lead out of the card's present column in one direction along the
/// board (-1: towards the first column, +1: towards the last), nearest column first.
[[nodiscard]] std::vector<api::LegalMove> movesTowards(const api::Card &card, int direction,
                                                       const std::vector<api::ColumnInfo> &columns);

/// "Qualified (lead.qualified, if is_complete holds)": how a move reads in a menu or on a button.
[[nodiscard]] QString moveText(const api::LegalMove &move, const std::vector<api::ColumnInfo> &columns);
[[nodiscard]] QString columnTitle(const QString &column, const std::vector<api::ColumnInfo> &columns);

} // namespace hs::ui
