#pragma once

#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/instance_inbox.h"

/// What an instance did, undone in reverse order, each step recorded (rules C1 to C3).
///
/// One rollback is one task: `engine.compensate` of a definition, or the one that cancelling with rollback begins. Its parts
/// are the compensations, one at a time, each with its own retries and idempotency key.
namespace hs::runtime::flow::rollback {

/// Adds an entry when the task that was done names what undoes it; the input is computed now (C1).
void remember(Deed &deed, const Instance &instance, const Invocation &task, const Json &output);

/// Begins the last completed entry that is still open, or settles the task when there is none.
void next(Deed &deed, Invocation &task);
/// One compensation has ended.
Result<void> partEnded(Deed &deed, Invocation &whole, Invocation &part, const Json &result);
/// One was called off before its end: its entry is open again.
void partGone(Deed &deed, const Invocation &part);

/// The task that rolls back an instance on its way to be cancelled.
[[nodiscard]] std::string endingKey(std::string_view instance);
void beginEnding(Deed &deed, Instance &instance, std::string_view reason);
/// That one has ended: the instance is cancelled, or waits for a person with what could not be undone.
Result<void> endingDone(Deed &deed, const Invocation &task, const Json &result);

} // namespace hs::runtime::flow::rollback
