#pragma once

#include <string>

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"

namespace hs::runtime {

struct AuditNote {
    std::string action, objectKind, object, summary;
    std::string reason, rule;
    std::vector<agents::Evidence> evidence;
    Json data = Json::object();
};
/// One audit row in the name of the deed's actor.
void note(Deed &deed, const AuditNote &note);
[[nodiscard]] Json toJson(const std::vector<agents::Evidence> &evidence);

} // namespace hs::runtime
