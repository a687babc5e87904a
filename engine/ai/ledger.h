#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/ai/exchange.h"
#include "engine/vocabulary/clock.h"

namespace hs::ai {

/// One try at one provider, as it is kept: who asked, why, whom, what came of it.
struct CallRecord {
    Timestamp at{};
    std::string provider, model;
    Purpose purpose = Purpose::Converse;
    std::string agent, entity, task, why, correlation;
    std::string outcome;  ///< "ok", "cached", "cancelled", or the name of the error's code
    std::string error;    ///< in words; never holds what was asked
    Usage usage;
    double cost = 0;      ///< US dollars
    bool costKnown = true;
    std::chrono::milliseconds latency{0};
    std::chrono::milliseconds firstToken{0};
    std::string requestId;
    int attempt = 1;
};

/// What has been spent today, in US dollars.
struct Spent {
    double all = 0, entity = 0, agent = 0;
};

/// Keeps calls and knows what was spent. Used in the router's thread; answers at once (kept in memory, written behind).
class Ledger {
public:
    virtual ~Ledger() = default;
    virtual void record(const CallRecord &call) = 0;
    [[nodiscard]] virtual Spent spentToday(const std::string &entity, const std::string &agent) const = 0;
};

} // namespace hs::ai
