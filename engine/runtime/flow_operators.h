#pragma once

#include "engine/api/operators.h"
#include "engine/runtime/workflow_desk.h"

namespace hs::store::workflows {
struct DeadLetter;
}

/// What people do with running instances (rules O1, O2, D12, D13). Each act is one row of history with person and reason.
namespace hs::runtime::flow {

Result<void> pause(Deed &deed, std::string_view instance, std::string_view reason);
Result<void> resume(Deed &deed, std::string_view instance, std::string_view reason);
/// Handles the input that caused the incident once more.
Result<void> retryIncident(Deed &deed, std::string_view instance);
/// Goes on without the input that caused the incident; the dead letter's id.
Result<std::string> skipInput(Deed &deed, std::string_view instance, std::string_view reason);
/// `patch` is a JSON Merge Patch over the context of an instance that does not run.
Result<void> editContext(Deed &deed, std::string_view instance, const Json &patch, std::string_view reason);
Result<void> resolveTask(Deed &deed, std::string_view instance, std::string_view invoke, api::ResolveTask::How how, const Json &output, std::string_view reason);
Result<void> reprioritise(Deed &deed, std::string_view instance, int priority, std::string_view reason);
Result<void> assign(Deed &deed, std::string_view instance, const std::string &assignee);
/// A new instance of the current definition with the first input of this one; its id.
Result<std::string> restart(Deed &deed, std::string_view instance, std::string_view reason);
/// Whether a dead letter can be sent again: a command, or an event.
[[nodiscard]] bool isResendable(const store::workflows::DeadLetter &letter);
/// Removes a dead letter for good; the audit keeps what it was.
Result<void> discard(Deed &deed, std::string_view letter, std::string_view reason);
/// Sends a dead letter again under its original id.
Result<void> resend(Deed &deed, std::string_view letter);

/// After a start of the program: what other runs had under way has failed, or is uncertain when it may not be repeated (D9).
Result<void> recover(Deed &deed, std::string_view run);

} // namespace hs::runtime::flow
