#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

namespace hs::runtime {

/// Writes a whole plan of an agent: records, conversation, workflows, tasks, effects, messages, cases, audit.
/// An error means that the transaction must be given up; nothing of the plan may stand.
/// `workflow` and `taskKey` are set when the plan is the work of a workflow's task.
struct PlanContext {
    std::string agent;    ///< key
    std::string entity;
    std::string workflow;
    std::string taskKey;
};
Result<void> writePlan(Deed &deed, const agents::Plan &plan, const PlanContext &context);

} // namespace hs::runtime
