#pragma once

#include <vector>

#include "engine/api/rows.h"

/// What operators do with running workflows (rules O1 and O2 of the workflow semantics). Each act is one row of the
/// instance's history with the person and the reason. All need role operator.
namespace hs::api {

/// Timers, tasks and events wait until it goes on; nothing is lost.
struct PauseWorkflow { Id workflow; QString reason; };
struct ResumeWorkflow { Id workflow; QString reason; };
/// Drops the input that caused an incident; it becomes a dead letter, the instance goes on without it.
struct SkipInput { Id workflow; QString reason; };
/// Changes the data of a paused instance, or of one with an incident: `patch` is a JSON Merge Patch over the context. With `retry`
/// the input that failed is handled once more.
struct EditContext { Id workflow; QJsonObject patch; bool retry = false; QString reason; };
/// What becomes of an open task. Again: tries it now. Done, Failed: a person says how it ended (for one whose end is not known, rule D9).
struct ResolveTask {
    Id workflow;
    QString task; ///< invoke id
    enum class How { Again, Done, Failed };
    How how = How::Again;
    QJsonObject output; ///< of Done
    QString reason;
};
struct ReprioritiseWorkflow { Id workflow; Priority priority = Priority::Medium; QString reason; };
/// A new instance of the current definition with the first input of this one, which stays as it is. Receipt::id = the new one.
struct RestartWorkflow { Id workflow; QString reason; };
/// Sends a dead letter again under its original id.
struct ResendDeadLetter { Id letter; };

/// One act on many instances: each by itself, so that one that is refused does not hold up the others.
/// Receipt::data = {items: [{workflow, number, done, error}]}; the receipt is good when the report is, whatever it says.
struct OperateWorkflows {
    std::vector<Id> workflows;
    enum class Act { Pause, Resume, Cancel, CancelWithRollback, Retry, Skip, Restart, Reprioritise, Assign, Send };
    Act act = Act::Pause;
    QString event;    ///< of Send
    QJsonObject data; ///< of Send
    Priority priority = Priority::Medium;
    Id assignee;      ///< of Assign; empty: nobody
    QString reason;
};

} // namespace hs::api
