#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hs::knowledge {

/// What a site lets a reader do: its robots.txt (RFC 9309). Pure; any thread.
class WebRobots {
public:
    static constexpr std::size_t MaxBytes = 512U * 1024; ///< that are looked at (§2.5)
    static constexpr std::size_t MaxRules = 10'000;
    static constexpr std::chrono::milliseconds MaxDelay{10'000};

    WebRobots() = default; ///< allows everything
    [[nodiscard]] static WebRobots nothing(); ///< allows nothing: the site could not be asked (§2.3.1.4)
    /// The rules for a reader of this name (letters, "-", "_"); those for "*" where none are by its name. What cannot be read is left out.
    [[nodiscard]] static WebRobots parse(std::string_view text, std::string_view name);

    /// Whether a path, with its query, may be read: the longest rule that fits decides, of equal ones the one that allows.
    [[nodiscard]] bool allows(std::string_view path) const;
    /// Crawl-delay, at most `MaxDelay`; nothing where none is asked for.
    [[nodiscard]] std::optional<std::chrono::milliseconds> delay() const { return m_delay; }

private:
    struct Rule {
        std::string pattern; ///< normalised as paths are
        bool allow = false;
    };
    std::vector<Rule> m_rules;
    std::optional<std::chrono::milliseconds> m_delay;
    bool m_nothing = false;
};

} // namespace hs::knowledge
