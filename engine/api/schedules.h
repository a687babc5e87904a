#pragma once

#include "engine/api/values.h"

/// What starts by the clock (rule T8).
namespace hs::api {

/// A definition that starts by the clock. Of the newest version.
struct ScheduleRow {
    QString definition;
    QString name; ///< event, cron and zone; the business key of what it starts
    QString cron;
    QString timezone;
    QString overlap; ///< skip, queue, allow
    qint64 catchupSeconds = -1; ///< -1: missed runs do not happen
    QString event;
    QDateTime nextDue;   ///< invalid: its date never comes
    QDateTime queuedDue; ///< valid: a run waits until the one before has ended
    QDateTime lastDue;
    QDateTime lastRun;
};
struct ScheduleQuery {
    using Answer = std::vector<ScheduleRow>; ///< next due first
    QString definition; ///< empty: of all
};

} // namespace hs::api
