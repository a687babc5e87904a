#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "engine/vocabulary/clock.h"

namespace hs {

/// Makes ids that sort by time: `evt_` + 26 characters of Crockford base 32
/// (48 bits of milliseconds, 80 bits of randomness, as in the ULID
/// specification). Ids of one maker rise strictly, also within a millisecond
/// and when the clock steps back. Any thread.
class IdMaker {
public:
    explicit IdMaker(const Clock &clock);

    /// A new id with the given prefix, without its underscore ("evt", "wf", "msg", "esc", "rec", "doc").
    [[nodiscard]] std::string make(std::string_view prefix);

private:
    const Clock &m_clock;
    std::mutex m_mutex;
    std::int64_t m_lastMillis = 0;
    std::uint64_t m_high = 0; // 16 bits of randomness
    std::uint64_t m_low = 0;  // 64 bits of randomness
};

/// The bound of ids by time: every id of this prefix made at `at` or later sorts behind it, every earlier one before it.
[[nodiscard]] std::string idFloor(std::string_view prefix, Timestamp at);

} // namespace hs
