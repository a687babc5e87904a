#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/agents/view.h"

// What a campaign reached (domain reference, §1 "Liora"). Pure; any thread.
namespace hs::agents {

inline constexpr std::string_view Campaigns = "marketing-campaigns";
inline constexpr std::chrono::hours MeasuredAfter{48};
inline constexpr double LeastOpen = 15;       ///< percent of delivered mails
inline constexpr double LeastClick = 1;       ///< percent of delivered mails
inline constexpr double LeastConversion = 3;  ///< percent of clicks
inline constexpr double MostBounce = 65;      ///< percent of sessions, or of sent mails

/// Percent, two decimals; what cannot be computed is empty.
struct Rates {
    std::optional<double> open, click, conversion, bounce;
    std::int64_t base = 0; ///< mails delivered; without mails the sessions
};
/// From counts {sent, delivered, opened, clicked, conversions, bounced, sessions, bounced_sessions}; where they lack,
/// from rates in percent {open_rate, click_rate, conversion_rate, bounce_rate}. Delivered without a number of its own
/// is sent less bounced. Counts below 0 count as missing.
[[nodiscard]] Rates ratesOf(const Json &metrics);

/// Each missed threshold as a sentence; none before 48 hours have passed.
[[nodiscard]] std::vector<std::string> missedBy(const Rates &rates, std::chrono::milliseconds sinceStart);

/// When the campaign began; empty: it has no readable Start Date.
[[nodiscard]] std::optional<Timestamp> startOf(const RecordView &campaign);
[[nodiscard]] std::optional<Timestamp> endOf(const RecordView &campaign);

/// New counts and rates of a message over the stored ones: later ones win.
[[nodiscard]] Json mergedMetrics(const Json &stored, const Json &told);

} // namespace hs::agents
