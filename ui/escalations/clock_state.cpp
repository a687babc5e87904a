#include "ui/escalations/clock_state.h"

#include <algorithm>

namespace hs::ui {

namespace {

qint64 secondsLeft(const QDateTime &until, const QDateTime &now)
{
    return std::max<qint64>(0, (now.msecsTo(until) + 999) / 1000);
}

} // namespace

bool isOpen(const api::EscalationRow &row)
{
    using enum api::EscalationStatus;
    return row.status == Waiting || row.status == Claimed || row.status == Snoozed || row.status == WaitingOnClient;
}

EscalationClock clockOf(const api::EscalationRow &row, EscalationClock::Kind kind, const QDateTime &now)
{
    const bool respond = kind == EscalationClock::Kind::Respond;
    EscalationClock clock;
    clock.kind = kind;
    clock.due = respond ? row.respondDue : row.decideDue;
    clock.running = isOpen(row) && clock.due.isValid() && !(respond && row.respondedAt.isValid());
    if (clock.running)
        clock.state = deadlineState(clock.due, respond ? row.respondTotalMs : row.decideTotalMs, row.pausedSince, now);
    return clock;
}

EscalationClock mainClock(const api::EscalationRow &row, const QDateTime &now)
{
    const EscalationClock respond = clockOf(row, EscalationClock::Kind::Respond, now);
    const EscalationClock decide = clockOf(row, EscalationClock::Kind::Decide, now);
    if (respond.running && (!decide.running || respond.due <= decide.due))
        return respond;
    return decide;
}

qint64 undoLeft(const api::EscalationRow &row, const QDateTime &now)
{
    if (row.status != api::EscalationStatus::Held && row.status != api::EscalationStatus::Decided)
        return 0;
    return row.holdUntil.isValid() ? secondsLeft(row.holdUntil, now) : 0;
}

qint64 leaseLeft(const api::EscalationRow &row, const QDateTime &now)
{
    if (row.claimant.isEmpty() || !row.leaseUntil.isValid())
        return -1;
    return secondsLeft(row.leaseUntil, now);
}

} // namespace hs::ui
