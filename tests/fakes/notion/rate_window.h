#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/vocabulary/clock.h"

namespace hs::test::notion {

/// So many requests of each token in fixed windows of 60 seconds (integrations.md §2.2); a window opens with the first
/// request after the one before has closed. Refused requests do not count. Not thread-safe.
class RateWindow {
public:
    explicit RateWindow(int perMinute) : m_perMinute(perMinute) {}
    void setLimit(int perMinute) { m_perMinute = perMinute; } ///< 0: none

    /// Counts a request; gives the whole seconds to wait when there were too many.
    [[nodiscard]] std::optional<int> take(const std::string &token, Timestamp now)
    {
        if (m_perMinute <= 0)
            return std::nullopt;
        Window &window = m_windows[token];
        if (window.count == 0 || now >= window.opened + Length || now < window.opened)
            window = {now, 0};
        if (window.count < m_perMinute) {
            ++window.count;
            return std::nullopt;
        }
        return int(std::chrono::ceil<std::chrono::seconds>(window.opened + Length - now).count());
    }

private:
    static constexpr std::chrono::milliseconds Length{60'000};
    struct Window {
        Timestamp opened{};
        int count = 0;
    };
    int m_perMinute;
    std::map<std::string, Window> m_windows;
};

} // namespace hs::test::notion
