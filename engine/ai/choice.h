#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/vocabulary/result.h"

/// Who is asked: a pure function of what is known about the providers and the request.
namespace hs::ai {

/// What is known about one provider, for one request. In the order of preference for the request's purpose.
struct Candidate {
    std::string provider;
    std::string model;           ///< that would be asked; empty: the provider is asked for its models first
    bool local = false;
    bool wished = false;         ///< the request names it (or its model)
    std::optional<double> cost;  ///< US dollars at most, for this request; zero: free; nothing: unknown
    int inputLimit = 0;          ///< tokens; 0: unknown
    std::chrono::milliseconds usual{0}; ///< to the first token; 0: not measured
    std::optional<std::chrono::milliseconds> wait = std::chrono::milliseconds(0); ///< until it may be asked; nothing: nobody knows
    std::string out;             ///< why it is left out whatever else is true: no key, failed for this call already; empty: it is not
};

struct Need {
    bool cloud = true;          ///< may leave this machine
    std::int64_t input = 0;     ///< tokens, roughly
    int longerThan = 0;         ///< a provider with this limit found it too long; 0: none did
    std::string preferred = "balanced";
    bool thrifty = false;       ///< a soft budget is reached: the cheapest first
    std::optional<double> room; ///< dollars until the hard budget; nothing: no limit
    std::string whose;          ///< the hard budget is
};

struct Choice {
    std::vector<std::size_t> order; ///< places in the list of candidates, best first
    struct LeftOut {
        std::size_t candidate = 0;
        std::string why;
    };
    std::vector<LeftOut> leftOut;
    bool byBudget = false;          ///< one at least was left out only because it costs
    std::optional<std::chrono::milliseconds> soonest; ///< when one that is only resting may be asked
};

/// Leaves out who is not allowed (privacy, budget), not able (input length) or not well (key, breaker, rest), and orders the
/// others. "quality": as given. "cost": the cheapest first, those of unknown cost last. "latency": the quickest to the first
/// token first, those not measured last. "balanced": the lowest sum of 0.35 a place in the order, 0.3 × cost and
/// 0.3 × latency, each as a share of the most among them: a later one takes over when it is much cheaper and quicker, never
/// between equals. A wished one comes first in any case, unless money is short.
[[nodiscard]] Choice choose(const std::vector<Candidate> &candidates, const Need &need);

/// Why nobody is asked: RateLimited when a budget forbids it (`where` says whose), else Unavailable; with `retryAfter` when
/// somebody only rests.
[[nodiscard]] Error nobody(const std::vector<Candidate> &candidates, const Need &need, const Choice &choice);

} // namespace hs::ai
