#pragma once

#include "engine/api/values.h"

/// What waits by the clock, and what was given up: schedules (rule T8) and dead letters of workflows (rule D13). Dead letters
/// of the bus are messages (`MessageQuery::deadOnly`), dead deliveries are events.
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

/// An input that a person skipped, or a command out of retries. It can be sent again once (`ResendDeadLetter`).
struct DeadLetterRow {
    Id id; ///< of the event or the command; an input's holds slashes
    QString kind; ///< input, command
    Id workflow;
    QString type; ///< of the event, or `src` of the command
    QJsonObject body;
    QString reason; ///< why it could not be handled
    QDateTime at;
    QDateTime resentAt; ///< invalid: it was not
    QString correlation;
};
struct DeadLetterQuery {
    using Answer = Page<DeadLetterRow>;
    Id workflow;
    QString text; ///< anywhere in type, reason or body
    bool openOnly = false; ///< only those that were not sent again
    Window window; // newest first
};

} // namespace hs::api
