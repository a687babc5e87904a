#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>

#include "engine/ai/ledger.h"
#include "engine/ai/prices.h"
#include "engine/ai/wire.h"
#include "engine/http/request_policy.h"

namespace hs::ai {

/// One provider as the studio set it up.
struct Provider {
    std::string name;     ///< "openai", "anthropic", "huggingface", "local", …: unique
    Dialect dialect = Dialect::ChatCompletions;
    std::string base;     ///< URL without a slash at its end
    std::vector<Secret> keys; ///< load is spread over them; one that is refused rests
    std::string version;  ///< Anthropic
    bool local = false;   ///< on this machine or in the studio's house: nothing leaves
    std::vector<std::string> models; ///< preferred first; empty: listed from the provider
    std::map<Purpose, std::string> modelFor; ///< another one for some purposes
    int inputLimit = 0;   ///< tokens it takes; 0: unknown
};

/// US dollars a day; 0: none. Over a soft limit a cheaper or local model is chosen and people are told; over a hard one
/// nothing that costs is asked.
struct Budget {
    double soft = 0, hard = 0;
};

struct RouterConfig {
    std::vector<Provider> providers; ///< in order of preference
    std::map<Purpose, std::vector<std::string>> order; ///< for a purpose another order; names that are missing come after
    std::string preferred = "balanced"; ///< "cost", "latency", "quality" (the order above), "balanced"
    Budget day, perEntity, perAgent;
    std::map<std::string, Budget> entities, agents; ///< instead of the two above
    std::size_t cacheEntries = 500;
    std::chrono::hours cacheTime{24};
    int attempts = 3;     ///< at one provider, waits between them
    int atOnce = 200;     ///< calls under way; more wait in turn
    double pace = 1;      ///< waits of our own choosing are so many times as long; tests hurry
};

/// How one provider does.
struct ProviderState {
    std::string name, base;
    bool local = false;
    http::Breaker::State breaker = http::Breaker::State::Closed;
    std::optional<Timestamp> nextTry;
    std::string trouble;  ///< in plain words; empty: well
    bool needsSignIn = false; ///< the key is missing or refused
    std::int64_t calls = 0, failures = 0; ///< since the start
    std::chrono::milliseconds usual{0}; ///< to the first token, smoothed
    std::vector<std::string> models;
};

/// Chooses who answers, tries again, goes to the next one, and counts what it costs. Lives in one thread (the engine's), in
/// which all answers come. The overhead of a call is well under a millisecond (tests/bench/ai).
///
/// The choice: a provider must be allowed (privacy, budget), able (purpose, input length) and well (breaker, keys); of those
/// the best by order, price and measured latency. A failed call goes on to the next one only while no text has been handed
/// on, or none is listened to; within the same privacy.
class Router final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(Result<Answer>)>;

    /// All outlive the router. `random` for jitter and key choice, in [0, 1).
    Router(http::Transport &transport, const Clock &clock, Ledger &ledger, Prices prices, std::function<double()> random = {});
    ~Router() override; ///< cancels what is under way; nobody is called

    void configure(RouterConfig config); ///< what is under way goes on
    /// Whether anybody could be asked at all (for an entity that allows cloud, or not): else rules do the work.
    [[nodiscard]] bool ready(bool cloud = true) const;

    /// `done` comes exactly once, later, except after the router's end. Errors: Unavailable when nobody could be asked or all
    /// failed (`what` names the last cause); RateLimited when the hard budget is spent (`where` says whose); Cancelled.
    void ask(Request request, std::stop_token cancel, OnText onText, Done done);

    [[nodiscard]] std::vector<ProviderState> providers() const;
    [[nodiscard]] int underWay() const;
    /// Asks for the models of one provider, which tries address and key: Receipt in words.
    void check(const std::string &provider, std::function<void(Result<std::vector<std::string>>)> done);

Q_SIGNALS:
    void changed(); ///< a provider's state looks different
    void softBudgetReached(const QString &whose, double spent, double limit); ///< once a day each

private:
    struct Core;
    std::unique_ptr<Core> m_core;
};

} // namespace hs::ai
