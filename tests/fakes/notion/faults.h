#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/vocabulary/json.h"
#include "tests/fakes/notion/answer.h"

namespace hs::test {

/// Something that goes wrong with requests to the API. Which ones: those of the method and path, if named; of these the
/// `nth` and what follows it, or a random share, or the next ones; `times` in all.
struct NotionFault {
    enum class Kind {
        CutBefore,   ///< the connection is closed, nothing was done
        CutAfter,    ///< done, and the connection is closed instead of the answer
        CutMiddle,   ///< done, and the connection is closed in mid-answer
        Delay,       ///< done after `delay`
        Twice,       ///< done twice, as when something on the way repeats it; the second answer is given
        Refuse,      ///< not done; answered with `status`
        RefuseAfter, ///< done, but answered with `status`; 503 tells what was saved
        Malformed,   ///< done; the answer's JSON ends too early
        Html,        ///< done; the answer is a web page
        Empty,       ///< done; the answer has no body
        ShortPage    ///< a list has few results, and has_more
    };
    Kind kind = Kind::CutBefore;
    int status = 500;           ///< of Refuse and RefuseAfter
    int retryAfter = 0;         ///< seconds, with 429, 503 and 529; 0: not said
    std::string reason;         ///< rate_limit_reason of 429; empty: public_api_request_rate_limit
    std::chrono::milliseconds delay{0}; ///< real time, before the answer or the cut
    std::size_t longest = 7;    ///< results of ShortPage
    std::string method;         ///< empty: any
    std::string path;           ///< a part of the path; empty: any
    int nth = 0;                ///< counted from when the fault is set, from 1; 0: the next
    double share = 0;           ///< of the requests, at random; 0: not at random
    int times = 1;              ///< at most; 0: no end
};

namespace notion {

[[nodiscard]] std::string_view nameOf(NotionFault::Kind kind); ///< "cut_before"
/// From {"kind":"refuse","status":503,"retry_after":1,"nth":3,"share":0.1,"times":0,"delay_ms":20,"method":"PATCH","path":"/pages",…}.
[[nodiscard]] std::optional<NotionFault> faultFrom(const Json &json);

/// The faults that are set, in order: the first that strikes is the one. Not thread-safe.
class Faults {
public:
    explicit Faults(std::uint64_t seed) : m_random(seed) {}
    void add(NotionFault fault) { m_set.push_back({std::move(fault), 0, 0}); }
    void clear() { m_set.clear(); }
    [[nodiscard]] std::optional<NotionFault> next(std::string_view method, std::string_view path);
    [[nodiscard]] std::uint64_t struck() const { return m_struck; }

private:
    struct Set {
        NotionFault fault;
        int seen = 0;
        int struck = 0;
    };
    std::vector<Set> m_set;
    std::mt19937_64 m_random;
    std::uint64_t m_struck = 0;
};

/// The answer of a status that a fault wants (integrations.md §2.2, §2.3). `handled`: what was answered before, if it was done.
[[nodiscard]] Answer faultAnswer(const NotionFault &fault, const Answer *handled, const std::string &requestId);

} // namespace notion
} // namespace hs::test
