#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/ai/alarm.h"
#include "engine/ai/answer_cache.h"
#include "engine/ai/choice.h"
#include "engine/ai/pulse.h"
#include "engine/ai/router.h"
#include "engine/ai/spending.h"
#include "engine/ai/station.h"
#include "engine/ai/waiting_line.h"
#include "engine/vocabulary/mailbox.h"

/// The inside of the router, for router.cpp (who is asked, and when) and router_try.cpp (one try at one provider).
namespace hs::ai {

/// One try at one provider.
struct Try {
    std::shared_ptr<Station> station;
    std::string model;
    std::optional<std::size_t> key;
    std::optional<Price> price;
    Spending::Reserve reserve;
    std::unique_ptr<Reader> reader;
    OnText onText; ///< what the reader finds goes there
    std::stop_source stop;
    Timestamp at{}; ///< by the wall clock
    Alarm::Moment begun{};
    std::optional<std::chrono::milliseconds> firstToken;
    std::string requestId;
    std::size_t textBytes = 0; ///< of the answer so far
    bool answering = false;    ///< a part of the answer has come: it costs
    int status = 0;            ///< of HTTP; 0: there was no answer
    int number = 1;
    bool over = false;         ///< what comes now is not heard
};

/// One call of `ask`, until its end.
struct Call {
    Call(std::uint64_t number, Request wish, std::stop_token stop, OnText listener, Router::Done end, Alarm &alarm)
        : id(number), request(std::move(wish)), cancel(std::move(stop)), onText(std::move(listener)), done(std::move(end)), deadline(alarm),
          pause(alarm)
    {
    }

    const std::uint64_t id;
    Request request; ///< as it is sent: the repair, once that is asked for
    const std::stop_token cancel;
    OnText onText;
    Router::Done done;
    Alarm::Moment asked = std::chrono::steady_clock::now();
    Reminder deadline, pause;
    std::optional<std::stop_callback<std::function<void()>>> watch;

    std::string cacheKey; ///< empty: the answer is not kept
    std::int64_t inputTokens = 0;
    bool waits = false;     ///< in the line
    bool seated = false;    ///< has one of the places
    bool handedOn = false;  ///< somebody has heard a part of the answer
    bool repairing = false; ///< the answer did not fit, and is asked for once more
    int tries = 0;
    std::chrono::milliseconds patience{}; ///< left, to wait for somebody who only rests

    /// What was tried at a station, by its id.
    struct Visit {
        int tries = 0;
        std::string out;    ///< why not there again
        bool again = false; ///< there again after all when nobody else is left
    };
    std::map<std::uint64_t, Visit> visits;
    std::shared_ptr<Station> stay; ///< the next try is there, if it may be
    int longerThan = 0;            ///< input limit that was not enough
    std::optional<Error> last;
    Usage usage; ///< of all tries
    double cost = 0;
    std::optional<std::chrono::milliseconds> firstToken;
    std::shared_ptr<Try> attempt; ///< under way
};

[[nodiscard]] std::int64_t inputTokensOf(const Request &request); ///< roughly
/// The most a request may cost there, in US dollars; nothing when that is unknown.
[[nodiscard]] std::optional<double> mostCost(const std::optional<Price> &price, Dialect dialect, std::int64_t inputTokens, int maxTokens);

struct Router::Core {
    using CallPtr = std::shared_ptr<Call>;
    using TryPtr = std::shared_ptr<Try>;
    using StationPtr = std::shared_ptr<Station>;

    Core(Router &owner, http::Transport &wire, const Clock &wall, Ledger &book, Prices table, std::function<double()> chance);
    ~Core();

    // ---- router.cpp ----
    void configure(RouterConfig wanted);
    void post(std::function<void()> task); ///< later, unless the router has ended
    void begin(std::uint64_t id);
    void wakePump();                    ///< free places are given out soon
    void pump();                        ///< gives free places to those who wait, some at a time
    void advance(const CallPtr &call);  ///< chooses who is asked next, or ends the call
    [[nodiscard]] std::vector<StationPtr> inOrder(Purpose purpose) const;
    [[nodiscard]] std::vector<Candidate> candidatesFor(const Call &call, bool thrifty, const std::vector<StationPtr> &among) const;
    [[nodiscard]] static bool openAgain(Call &call, const std::vector<StationPtr> &among); ///< who lost time, when nobody else is left
    void waitOrEnd(const CallPtr &call, const std::vector<Candidate> &candidates, const Need &need, const Choice &choice);
    void pauseThenAdvance(const CallPtr &call, std::chrono::milliseconds wait);
    void cancelled(std::uint64_t id);
    void outOfTime(std::uint64_t id);
    void finish(const CallPtr &call, Result<Answer> answer); ///< the last thing a function does: the router may be gone then
    void giveCached(const CallPtr &call, const Answer &kept);
    void noteChanges(); ///< tells of stations that look different
    void warn(const Spending::Standing &standing);
    void check(const std::string &provider, std::function<void(Result<std::vector<std::string>>)> done);
    [[nodiscard]] std::chrono::milliseconds paced(std::chrono::milliseconds wait) const;

    // ---- router_try.cpp ----
    enum class Started { Yes, Busy, Refused };
    [[nodiscard]] Started start(const CallPtr &call, const StationPtr &station, const std::string &model);
    [[nodiscard]] Started list(const CallPtr &call, const StationPtr &station); ///< asks the station for its models, for whoever waits for them
    void listed(const StationPtr &station, std::optional<std::size_t> key, const Result<std::vector<std::string>> &models);
    void hear(const CallPtr &call, const TryPtr &attempt, std::string_view part);
    void answered(const CallPtr &call, const TryPtr &attempt, Result<http::Response> response);
    void accept(const CallPtr &call, const TryPtr &attempt, Answer answer);
    /// Ends a try: its key, its money, its row in the ledger.
    void settle(const CallPtr &call, const TryPtr &attempt, std::string_view outcome, const std::string &words, std::optional<Usage> told = {});
    void failed(const CallPtr &call, const TryPtr &attempt, const Error &error);
    /// After a failure: the same provider again, later, or another one.
    void react(const CallPtr &call, const StationPtr &station, const Error &error, std::chrono::milliseconds wait);
    [[nodiscard]] std::chrono::milliseconds ownWait(int nextAttempt);

    Router &router;
    http::Transport &transport;
    const Clock &clock;
    Ledger &ledger;
    const Prices prices;
    std::function<double()> random;

    RouterConfig config;
    Pulse pulse;
    Alarm alarm;
    Spending spending;
    AnswerCache cache;
    WaitingLine line;
    std::vector<StationPtr> stations; ///< in the order of the configuration
    std::map<std::uint64_t, std::vector<std::uint64_t>> listings; ///< station that is asked for its models → calls that wait for it
    std::map<std::uint64_t, CallPtr> calls;
    int underWay = 0;
    std::uint64_t lastId = 0;
    std::string shown;        ///< how the stations looked when `changed` was told
    bool tellsChange = false; ///< `changed` is on its way
    bool pumps = false;       ///< `pump` is
    std::stop_source ends;
    std::shared_ptr<int> alive = std::make_shared<int>(0);
    Mailbox mailbox;
};

} // namespace hs::ai
