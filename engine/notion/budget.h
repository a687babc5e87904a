#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/notion/answers.h"
#include "engine/vocabulary/clock.h"

namespace hs::notion {

/// Who asks. In doubt the upper one goes first, but every lane that wants has its share.
enum class Lane {
    People, ///< somebody waits for it at the screen
    Push,   ///< what was written here goes to Notion
    Pull    ///< what was written there is fetched
};
inline constexpr std::size_t LaneCount = 3;
[[nodiscard]] std::string_view name(Lane lane); ///< "people"

/// How many requests a minute one connection makes (integrations.md §2.2). Notion counts in windows of 60 s that begin
/// when it likes; so no 60 s of ours, wherever they begin, hold more than the limit. Arithmetic over a clock: nothing
/// here waits. One thread.
class Budget {
public:
    struct Rules {
        std::optional<int> perMinute = 180; ///< 180: Free and Plus, 600: Business and Enterprise; empty: learned
        bool even = false;                  ///< Push and Pull spread over the minute instead of in a burst
        double peopleShare = 0.1;           ///< of the limit, always kept free for people
        double pullShare = 0.25;            ///< kept for Pull while it wants to send; its last places are those for people
        double pushShare = 0.25;            ///< kept for Push while it wants to send
    };
    /// What was learned of the limit; kept by the caller over a restart.
    struct Learned {
        int perMinute = 180;
        Timestamp triedMoreAt; ///< when the limit was last raised to see whether it holds
    };
    static constexpr int LeastPerMinute = 30;
    static constexpr int MostPerMinute = 600;

    /// Whether to send now. If not: `at` is when to ask again; empty: not before somebody mends it (`why`).
    struct Leave {
        bool now = false;
        std::optional<Timestamp> at;
        std::string why; ///< a sentence, empty when now
    };

    explicit Budget(const Clock &clock);
    Budget(const Clock &clock, Rules rules);

    void setRules(Rules rules);
    void setLearned(Learned learned);
    [[nodiscard]] const Learned &learned() const { return m_learned; }

    /// Asks to send one request; when the answer is `now`, it counts as sent.
    [[nodiscard]] Leave take(Lane lane, std::string_view endpoint = {});
    [[nodiscard]] Leave look(Lane lane, std::string_view endpoint = {}) const; ///< the same, nothing is counted

    /// To be told of every outcome: pauses, blocks, and learns.
    void told(const Outcome &outcome, std::string_view endpoint = {});
    void block(std::string why);
    void unblock(); ///< somebody mended it

    /// For display: "12 of 180 a minute".
    struct Figures {
        int used = 0; ///< in the last 60 s
        std::array<int, LaneCount> byLane{};
        int limit = 0;
        std::optional<Timestamp> pausedUntil;
        WaitReason pauseReason = WaitReason::None;
        std::string blocked; ///< why, or empty
        std::uint64_t sent = 0, tooMany = 0; ///< since the start
    };
    [[nodiscard]] Figures figures() const;

private:
    struct Sent {
        Timestamp at;
        Lane lane;
    };
    [[nodiscard]] int limit() const;
    [[nodiscard]] int reservedFor(Lane lane) const;
    [[nodiscard]] bool wants(Lane lane, Timestamp now) const;
    [[nodiscard]] std::array<int, LaneCount> usedAt(Timestamp now) const;
    [[nodiscard]] bool fits(Lane lane, Timestamp at) const;
    void forget(Timestamp now);
    void tryMore(Timestamp now);

    const Clock &m_clock;
    Rules m_rules;
    Learned m_learned;
    Timestamp m_since; // the record of what was sent begins here
    int m_beforeTrial = 0; // the limit that was known to hold; 0: no trial under way
    std::deque<Sent> m_sent;
    std::array<std::optional<Timestamp>, LaneCount> m_asked;
    std::optional<Timestamp> m_pausedUntil;
    WaitReason m_pauseReason = WaitReason::None;
    std::map<std::string, Timestamp, std::less<>> m_endpoints;
    std::string m_blocked;
    std::uint64_t m_count = 0, m_tooMany = 0;
};

} // namespace hs::notion
