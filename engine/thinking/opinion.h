#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "engine/agents/grace/opinion.h"
#include "engine/ai/masking.h"
#include "engine/ai/router.h"

namespace hs::thinking {

/// A client's request whose level a model is asked about.
struct OpinionAsk {
    std::string text, subject;
    std::string entity, entityKind;
    bool vip = false;
    int openMatters = 0;
    std::string correlation;
    ai::PrivacyPolicy privacy;
    std::vector<ai::Masker::Known> known;
};

/// How long anybody waits for it; then rules decide alone.
inline constexpr std::chrono::seconds OpinionTime{20};

/// Asks which level a request needs. `done` comes once, in the router's thread: without a level when nobody could be asked
/// or what came was of no use. What it quotes stands in the request, else it is no evidence and left out.
void askOpinion(ai::Router &router, const OpinionAsk &ask, std::string nonce, std::stop_token cancel, std::function<void(agents::Opinion)> done);

} // namespace hs::thinking
