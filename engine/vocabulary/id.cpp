#include "engine/vocabulary/id.h"

#include <algorithm>
#include <array>
#include <random>

namespace hs {

__extension__ using Wide = unsigned __int128; // pedantic mode knows the type only as an extension

IdMaker::IdMaker(const Clock &clock) : m_clock(clock) {}

namespace {

constexpr std::string_view Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

} // namespace

std::string idFloor(std::string_view prefix, Timestamp at)
{
    std::array<char, 10> text{};
    auto millis = std::uint64_t(std::max<std::int64_t>(0, toMillis(at)));
    for (std::size_t i = text.size(); i-- > 0;) {
        text[i] = Alphabet[std::size_t(millis & 31U)];
        millis >>= 5U;
    }
    return std::string(prefix) + "_" + std::string(text.data(), text.size());
}

std::string IdMaker::make(std::string_view prefix)
{
    std::uint64_t millis = 0;
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto now = toMillis(m_clock.now());
        if (now > m_lastMillis) {
            static thread_local std::random_device device;
            m_lastMillis = now;
            m_high = device() & 0x7fffU; // the top bit stays free, so that counting up never overflows
            m_low = (std::uint64_t(device()) << 32U) | device();
        } else if (++m_low == 0) {
            ++m_high;
        }
        millis = std::uint64_t(m_lastMillis);
        high = m_high;
        low = m_low;
    }

    // 130 bits, of which the first two are zero: 48 time, 16 + 64 random.
    std::array<char, 26> text{};
    Wide value = (static_cast<Wide>(high) << 64U) | low;
    for (std::size_t i = 26; i-- > 10;) {
        text[i] = Alphabet[std::size_t(value & 31U)];
        value >>= 5U;
    }
    for (std::size_t i = 10; i-- > 0;) {
        text[i] = Alphabet[std::size_t(millis & 31U)];
        millis >>= 5U;
    }
    std::string id(prefix);
    id += '_';
    id.append(text.data(), text.size());
    return id;
}

} // namespace hs
