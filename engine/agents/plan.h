#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/agents/wording.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

/// What an agent wants to happen. An agent writes nothing itself: the pipeline
/// commits the plan whole, in one transaction with the event that caused it.
namespace hs::agents {

/// A piece of what was seen that led to a decision. `ref` is the id of a record,
/// event, message or thread, or "text:BEGIN-END" (byte offsets in the request).
struct Evidence {
    std::string text;
    std::string ref;
};

/// Writes one hub record. Fields are merged; a null clears one. The id is made by the agent (View::newId).
struct RecordWrite {
    std::string database; ///< "contacts-profiles"
    std::string id;
    Json fields;          ///< hub property name → value
    bool create = false;  ///< false: the record must exist
};

/// A message on the bus. Recipient: an agent; "listeners": those whose card subscribes to its type; "broadcast": all.
/// The sender itself never gets it.
struct MessagePost {
    std::string recipient;
    std::string type;
    Json payload;
    bool requiresResponse = false;
    std::string priority = "normal"; ///< low, normal, high, critical
    std::string responseTo;
};

/// Something said or done in a conversation with a person. Thread id empty: the
/// one of `contact` and `channel` is used, or a new one is begun.
struct ThreadPost {
    std::string thread;
    std::string contact;  ///< record id
    std::string title;    ///< of a new thread
    std::string channel;  ///< email, form, console
    std::string entity;
    std::string kind;     ///< client, agent, note, tool, system
    std::string author;   ///< agent key, or the client's name
    std::string text;
    Json tool;            ///< {what, result, ms, input, output} of a tool item
};

/// An effect that leaves the machine. It always goes through the outbox: held,
/// or as a draft when the agent may draft only or no channel is set up.
struct EffectWish {
    std::string kind;   ///< "mail", "slack"
    std::string target; ///< address or channel; empty: the configured default
    std::string summary;///< what a person reads before approving
    Json body;          ///< mail: {subject, text}; slack: {text}
    std::string keyPart;///< makes the idempotency key unique within the event; stable over retries
    std::string thread; ///< the conversation it belongs to
    std::string contact;///< record id of the client; with `thread` empty, the client's conversation is meant
    bool notice = false;///< a notice to the studio's own staff, not to a client: needs no approval
    std::string letter; ///< the text it was written by, and its language: "sage.welcome/en"; empty: none that is kept
    std::map<std::string, std::string, std::less<>> values; ///< what filled that text, for a studio with words of its own
};

struct WorkflowStart {
    std::string definition;
    std::string key;    ///< business key; an open instance with the same key takes `eventIfOpen` instead
    Json input;
    std::string title;
    std::string entity;
    std::string contact;
    std::string priority = "Medium";
    std::string eventIfOpen; ///< event type for the open instance; empty: nothing happens
};

struct WorkflowSignal {
    std::string workflow; ///< instance id
    std::string type;
    Json data;
};

struct TaskWish {
    std::string title;
    std::string description;
    std::string category; ///< an option of Master Tasks / Category
    std::string priority = "Medium";
    std::optional<Timestamp> due;
    std::string assignee; ///< operator id or empty
    std::string contact;
    std::string workflow; ///< instance id, filled by the pipeline when the plan is a workflow's
    int estimateMinutes = 0;
    std::vector<std::string> tags;
    std::vector<std::string> checklist;
    std::string keyPart;  ///< unique within the event; a repeat makes no second task
    std::string id;       ///< of its record, made by the agent (View::newId) that tells it on; empty: it is given one
};

/// Changes a task that exists. What is empty stays as it is.
struct TaskUpdate {
    std::string task;     ///< id
    std::string status;   ///< To Do, In Progress, On Hold, Done, Cancelled
    std::string assignee; ///< operator id
    std::optional<Timestamp> due;
    std::string note;     ///< why; needed for Cancelled
};

struct EscalationWish {
    std::string title;
    std::string reasonClass; ///< legal_compliance, vip_concern, complex_dispute, human_judgement
    std::string category;
    std::string priority = "Medium"; ///< Low, Medium, High, Urgent
    std::string rule;
    std::string ruleText;
    std::string summary;
    std::string request; ///< the client's words
    std::string sentiment;
    std::string risk, riskWhy, urgency;
    std::string recommended;
    std::string proposal; ///< draft reply, never sent unread; empty: none
    double confidence = 0;
    std::string contact, entity, thread, workflow;
    std::vector<Evidence> evidence;
    std::vector<Evidence> tried;  ///< what agents tried and how it ended
    std::vector<EffectWish> effects; ///< what approving does beside sending the reply
    Json facts;                   ///< [{name, value, evidence}]
};

/// Something a member of the community did: counted by day and kind.
struct ActivityNote {
    std::string member; ///< record id of Community Hub
    std::string kind;   ///< as in ActivityView
    Timestamp at;
};

struct Plan {
    std::string summary; ///< one sentence: what was done
    std::string rule;    ///< the rule that decided: "nyra.score.general", "R4"
    std::vector<Evidence> evidence;
    std::vector<RecordWrite> records;
    std::vector<MessagePost> messages;
    std::vector<ThreadPost> posts;
    std::vector<EffectWish> effects;
    std::vector<WorkflowStart> starts;
    std::vector<WorkflowSignal> signals;
    std::vector<TaskWish> tasks;
    std::vector<TaskUpdate> taskUpdates;
    std::vector<EscalationWish> escalations;
    std::vector<ActivityNote> activities;
    Json output; ///< result of a command: object
    /// Not null: the command has more to do. What the plan holds is committed, `output` counts for nothing yet, and the
    /// command is run again with this as Command::progress, in a transaction of its own. An agent that walks over many
    /// records so keeps each transaction short.
    Json progress = nullptr;
    /// A text of the output that a model may write better; only of commands whose card says `worded`.
    std::optional<Wording> wording;
};

} // namespace hs::agents
