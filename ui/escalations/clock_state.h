#pragma once

#include "engine/api/rows.h"
#include "ui/widgets/deadline_ring.h"

namespace hs::ui {

/// Where one of an escalation's two clocks stands.
struct EscalationClock {
    enum class Kind { Respond, Decide };

    Kind kind = Kind::Respond;
    bool running = false; ///< false: met, or decided; nothing counts any more
    DeadlineState state;
    QDateTime due;
};

/// One clock of an escalation at the moment `now` (UTC). Pure. A paused clock
/// stands where it stood when the pause began.
[[nodiscard]] EscalationClock clockOf(const api::EscalationRow &row, EscalationClock::Kind kind, const QDateTime &now);

/// The clock a person has to mind: of those that run, the one that ends first.
[[nodiscard]] EscalationClock mainClock(const api::EscalationRow &row, const QDateTime &now);

/// Whether a decision is still to be made.
[[nodiscard]] bool isOpen(const api::EscalationRow &row);

/// Seconds in which the decision can still be taken back at `now`, a started one counted; 0: no more.
[[nodiscard]] qint64 undoLeft(const api::EscalationRow &row, const QDateTime &now);

/// What is left of a claim's lease at `now`, in seconds; -1: nobody holds it.
[[nodiscard]] qint64 leaseLeft(const api::EscalationRow &row, const QDateTime &now);

/// A claim is given back after 30 idle minutes; the holder is warned at 25.
inline constexpr qint64 LeaseWarningSeconds = 5 * 60;

} // namespace hs::ui
