#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "engine/agents/catalog.h"
#include "engine/agents/wording.h"
#include "engine/ai/masking.h"
#include "engine/ai/router.h"

namespace hs::thinking {

/// A text that rules have drafted, to be written by a model in the agent's manner.
struct WordingAsk {
    agents::Wording wording;
    const agents::AgentCard *card = nullptr; ///< of the catalogue, which outlives it
    std::string studioName;
    std::string task, correlation;
    ai::PrivacyPolicy privacy;
};

/// How long anybody waits for it; then the rules' draft stands.
inline constexpr std::chrono::seconds WordingTime{75};

/// Asks a model for it. `done` comes once, in the router's thread: agents::Words as JSON, null when nobody could be asked or nothing of
/// use came. Whether the words may stand is the rules' to say (agents::noWordsBecause).
void askWording(ai::Router &router, const WordingAsk &ask, std::string nonce, std::stop_token cancel, std::function<void(Json)> done);

} // namespace hs::thinking
