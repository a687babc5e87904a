#pragma once

#include <string>
#include <vector>

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Liora plans a campaign: channels, budget, dates, measures. Pure; any thread.
namespace hs::agents {

inline constexpr double MostBudget = 1e12;

[[nodiscard]] std::string dateText(std::chrono::sys_days day); ///< "2026-12-01"
/// A date, or the UTC date of a moment; empty: neither.
[[nodiscard]] std::optional<std::chrono::sys_days> dayOf(const std::string &words);

/// The channels that are wanted with their weights; of none, those of the kind of business.
[[nodiscard]] Result<std::vector<ChannelWeight>> channelsFor(const Books &books, const Json &wanted, const std::string &kind);
/// {channels, schedule, measures}: what each channel gets, when what happens, how it is measured.
[[nodiscard]] Json partsOf(const Books &books, const std::vector<ChannelWeight> &channels, double budget, std::chrono::sys_days start, std::chrono::sys_days end,
                           const std::string &language, const std::string &goal);
[[nodiscard]] Result<Plan> planCampaign(const Books &books, const Command &command, const View &view);

} // namespace hs::agents
