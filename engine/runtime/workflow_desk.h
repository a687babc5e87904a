#pragma once

#include <optional>

#include "engine/runtime/studio.h"
#include "engine/store/tables/invocations.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"

/// Runs workflow instances: one input, one step of the interpreter, one set of writes (rule D1).
namespace hs::runtime::flow {

using store::workflows::Instance;
using store::workflows::Invocation;

struct Start {
    std::string definition;
    std::string key;       ///< business key; with an open instance of the same key nothing new starts
    Json input = Json::object();
    std::string title, entity, contact;
    std::string priority = "Medium";
    std::string eventIfOpen; ///< sent to the open instance with the same key; empty: nothing is sent
    bool evenIfOpen = false; ///< starts another one beside an open instance of the same key
    std::string version;     ///< empty: the newest
    std::string parent;      ///< key of the task that waits for its end (T3)
    int depth = 0;
    std::string reason;      ///< why a person began it
    std::string id;          ///< of the new instance; empty: it is given one
};
/// The id of the new instance, or of the open one with the same key. A new one may have to wait for its turn (start_queue.h).
Result<std::string> start(Deed &deed, const Start &start);
/// Takes the first step of an instance whose row is all but that.
Result<void> firstStep(Deed &deed, const workflow::Definition &definition, Instance &instance, const OrderedJson &input, const std::string &reason);

struct Send {
    std::string instance, type;
    Json data = Json::object();
    std::string eventId; ///< repeats of the same id are dropped (D3); empty: never a repeat
    std::string reason;
};
struct Sent {
    bool duplicate = false;
    bool ignored = false; ///< no transition took the event (M5)
    bool queued = false;  ///< it waits until the instance goes on
    std::string state;
};
/// What the engine or an agent sends to an instance that is paused or waits for a person is kept for it (D3); a person's own
/// event is refused then with Conflict.
Result<Sent> send(Deed &deed, const Send &send);

/// A task's result. A late one, whose task is gone, changes nothing (D8).
Result<void> taskDone(Deed &deed, std::string_view invocation, const Json &output);
/// One failed attempt: tried again by the task's retry policy, else the machine sees the error (D10).
Result<void> taskFailed(Deed &deed, std::string_view invocation, const std::string &name, const std::string &message);
/// Fires one due timer.
Result<void> fire(Deed &deed, const store::workflows::Timer &timer);

/// Fires what fell due before `until`, which comes before what arrived then (D3). `instance` is the row as it is afterwards.
Result<void> fireEarlier(Deed &deed, Instance &instance, Timestamp until);

/// The input that waits longest in the inbox of an instance, or a timer that fell due before it came.
Result<void> drain(Deed &deed, std::string_view instance);

/// With `rollback`, what it did is undone first (C3); without, no exit action runs (O2).
Result<void> cancel(Deed &deed, std::string_view instance, std::string_view reason, bool rollback = false);
/// Ends an instance that is open, with all that it has under way. A parent that waits for it learns so.
void endInstance(Deed &deed, Instance &instance, store::workflows::Status status, std::string_view reason, std::string_view kind);
/// The parent that waited for it went on, or was cancelled.
void endChild(Deed &deed, Instance &child, std::string_view why);
/// Takes back the last step when it was this person's event, is younger than UndoWindow and nothing followed it.
inline constexpr std::chrono::seconds UndoWindow{10};
Result<void> undoMove(Deed &deed, std::string_view instance);
/// Until when the last step can be taken back by this person; nothing: it can't.
[[nodiscard]] std::optional<Timestamp> undoableUntil(const store::ReadSql &sql, const Instance &instance, std::string_view person, Timestamp now);

} // namespace hs::runtime::flow
