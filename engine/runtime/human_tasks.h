#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/invocations.h"
#include "engine/store/tables/workflows.h"

/// Tasks of workflows that a person does: each is a case in the escalation queue.
namespace hs::runtime::human {

[[nodiscard]] bool isHuman(std::string_view src); ///< human.approve, human.input, human.escalate
/// Opens the case; its id.
std::string ask(Deed &deed, const store::workflows::Instance &instance, const store::workflows::Invocation &invocation);
/// The workflow no longer waits for it.
void withdraw(Deed &deed, std::string_view escalation, std::string_view why);
/// An instance stopped because a step could not be carried out: a person must look (D12).
void incident(Deed &deed, const store::workflows::Instance &instance);
void incidentOver(Deed &deed, const store::workflows::Instance &instance, std::string_view why);
/// The end of a task is not known after a crash: a person must say it (D9). The id of the case, to be kept with the task.
std::string uncertain(Deed &deed, const store::workflows::Instance &instance, const store::workflows::Invocation &task);
void certain(Deed &deed, const store::workflows::Invocation &task);

} // namespace hs::runtime::human
