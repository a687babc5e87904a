#pragma once

#include "engine/api/runs.h"
#include "engine/store/tables/run_traces.h"
#include "engine/workflow/run_lanes.h"
#include "engine/workflow/snapshot.h"

/// History rows as the door and the timeline read them.
namespace hs::runtime::runs {

[[nodiscard]] api::RunStep stepOf(const store::workflows::Step &step);
/// `ends`: the machine was done after it. Where a row replaced the state, `fact.active` and `fact.tasks` are the caller's to fill.
[[nodiscard]] workflow::RunFact factOf(const store::workflows::Step &step, bool ends);
[[nodiscard]] api::RunInput inputKind(std::string_view kind);
/// The event, the timer or the task's result that a row or an incident carries.
[[nodiscard]] QJsonObject payloadOf(const Json &input);
/// Event type, timer id or task id; `fallback` for kinds without one.
[[nodiscard]] std::string inputName(const Json &input, const std::string &fallback);
/// What two runs are aligned by: what came in and what was entered.
[[nodiscard]] std::string signatureOf(const store::workflows::Step &step);

} // namespace hs::runtime::runs
