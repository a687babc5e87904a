#pragma once

#include "engine/api/values.h"

/// Dead letters of workflows (rule D13): inputs that a person skipped, commands out of retries. They keep reason and
/// body until they are sent again or dropped for good. Letters between agents are `MessageQuery::deadOnly`.
namespace hs::api {

struct DeadLetterRow {
    Id id;             ///< of the event or the command; it is sent again under this one
    QString kind;      ///< "input", "command"
    Id workflow;
    QString number;    ///< of the workflow; empty: it is gone
    QString title;     ///< likewise
    QString definition;
    QString type;      ///< of the event, or the task's `src`
    QString reason;    ///< in the engine's words
    QDateTime at;
    QDateTime resentAt; ///< invalid: it lies there still
    QString correlation;
    QJsonObject body;
    bool resendable = false; ///< a timer or a task's result can't be sent by itself
};
struct DeadLetterQuery {
    using Answer = Page<DeadLetterRow>;
    Id workflow;          ///< empty: of all
    QString text;         ///< anywhere in type, reason, body, or the workflow's number and title
    bool openOnly = true; ///< false: those sent again too
    Window window;        // newest first
};

/// Removes a dead letter for good; the audit keeps type, reason and who did it. Needs a reason. Role operator.
struct DiscardDeadLetter { Id letter; QString reason; };

} // namespace hs::api
