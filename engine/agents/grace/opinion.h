#pragma once

#include <string>
#include <vector>

#include "engine/agents/grace/router.h"

namespace hs::agents {

struct RoutingRules;

/// What a model thinks of a request, beside the rules.
struct Opinion {
    int level = 0;            ///< 1 to 4; 0: it has none
    std::string reasonClass;  ///< at level 4: legal_compliance, vip_concern, complex_dispute, human_judgement
    std::string reason;       ///< one sentence
    std::vector<Evidence> quotes; ///< of the request, each with the place it stands at
    std::string model;        ///< who said so
};
/// {level, reason_class, reason, quotes: [{text, ref}], model}; what does not fit is left out. Null gives none.
[[nodiscard]] Opinion opinionFrom(const Json &value);
[[nodiscard]] Json toJson(const Opinion &opinion);

/// Rules and model together: the model may raise the level, with its reason as further evidence. It lowers nothing but what
/// R8 to R12 raised, and only where the studio lets it (`mayLower`): law, safety, VIPs, disputes, exceptions and failures stay
/// with a person whatever it says. Pure.
void weigh(Decision &decision, const Opinion &opinion, const RoutingRules &rules, bool mayLower);

} // namespace hs::agents
