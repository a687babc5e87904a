#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

// How Liora plans a campaign: split of the budget, dates, measures. Pure; any thread.
namespace hs::agents {

struct ChannelWeight {
    std::string channel;
    double weight = 0;
};

/// Parts `cents` by the weights so that the parts add up to it exactly: each gets the whole cents of its share, what is
/// left over goes one by one to the largest remainders, of equals to the earlier. Weights below 0.001 count as 0; of no
/// weight at all everybody weighs the same. `cents` is not negative.
[[nodiscard]] std::vector<std::int64_t> splitByRemainder(std::int64_t cents, const std::vector<double> &weights);

/// What Liora plans by (resources/agents/campaigns.json). Immutable after loading; any thread.
struct CampaignRules {
    struct Measure {
        std::string measure; ///< open, click, bounce
        double threshold = 0;///< percent
        std::string direction; ///< at least, at most
    };
    struct Phase {
        std::string key;
        int at = 0; ///< percent of the time between start and end
    };
    std::map<std::string, std::vector<ChannelWeight>, std::less<>> channels; ///< by kind of business; "" for the others
    std::map<std::string, Measure, std::less<>> measures;                    ///< by channel; "" for the others
    std::map<std::string, std::string, std::less<>> types;                   ///< channel → Campaign Type
    std::vector<Phase> phases;
    int rounds = 0;        ///< of review
    int approvalAbove = 0; ///< recipients
    int defaultDays = 0;
    std::vector<int> nurtureDays; ///< after the beginning

    /// Fails with BadInput naming the member.
    [[nodiscard]] static Result<CampaignRules> load(std::string_view text, const std::string &name);
    [[nodiscard]] const std::vector<ChannelWeight> &channelsOf(std::string_view kind) const;
    [[nodiscard]] const Measure &measureOf(std::string_view channel) const;
    [[nodiscard]] const std::string &typeOf(std::string_view channel) const;
};

} // namespace hs::agents
