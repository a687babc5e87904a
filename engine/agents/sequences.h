#pragma once

#include "engine/agents/books.h"
#include "engine/agents/plan.h"
#include "engine/agents/view.h"

namespace hs::agents {

/// What ends for a contact who has this status from now on: the running sequences that were only there until then (`until` of
/// resources/routing/kinds.json). Who became a Qualified Lead is answered by people from here on, so the sequence ends as engaged.
[[nodiscard]] std::vector<WorkflowSignal> sequencesOver(const Books &books, const View &view, const std::string &contact, std::string_view status);

} // namespace hs::agents
