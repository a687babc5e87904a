#include "engine/agents/liora/campaign_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/vocabulary/json.h"

namespace hs::agents {

__extension__ using Wide = __int128; // cents times weights outgrow 64 bits; pedantic mode knows the type only so

std::vector<std::int64_t> splitByRemainder(std::int64_t cents, const std::vector<double> &weights)
{
    std::vector<std::int64_t> units;
    std::int64_t whole = 0;
    for (const auto weight : weights) {
        units.push_back(weight > 0 ? std::llround(std::min(weight, 1e9) * 1000) : 0);
        whole += units.back();
    }
    if (whole == 0) {
        std::fill(units.begin(), units.end(), 1);
        whole = static_cast<std::int64_t>(units.size());
    }
    std::vector<std::int64_t> parts(units.size());
    std::vector<std::int64_t> rests(units.size());
    auto left = cents;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto product = static_cast<Wide>(cents) * units[i];
        parts[i] = static_cast<std::int64_t>(product / whole);
        rests[i] = static_cast<std::int64_t>(product % whole);
        left -= parts[i];
    }
    std::vector<std::size_t> order(units.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
    for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left)
        ++parts[order[i]];
    return parts;
}

Result<CampaignRules> CampaignRules::load(std::string_view text_, const std::string &name)
{
    const auto parsed = parseJson(text_);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    const auto &root = *parsed;
    CampaignRules rules;
    for (const auto &[kind, list] : member(root, "channels").items())
        for (const auto &[channel, weight] : list.items()) {
            if (!weight.is_number() || weight.get<double>() <= 0)
                return fail(Errc::BadInput, "a channel has no weight", name + ":/channels/" + kind + "/" + channel, "give a number above 0");
            rules.channels[kind].push_back({channel, weight.get<double>()});
        }
    for (auto &[kind, list] : rules.channels)
        std::stable_sort(list.begin(), list.end(), [](const ChannelWeight &a, const ChannelWeight &b) { return a.weight > b.weight; });
    for (const auto &[channel, m] : member(root, "measures").items())
        rules.measures[channel] = {text(m, "measure"), number(m, "threshold"), text(m, "direction")};
    for (const auto &[channel, type] : member(root, "types").items())
        rules.types[channel] = scalarText(type);
    for (const auto &phase : member(root, "phases"))
        rules.phases.push_back({text(phase, "key"), static_cast<int>(integer(phase, "at"))});
    for (const auto &day : member(root, "nurture_days"))
        rules.nurtureDays.push_back(day.is_number_integer() ? day.get<int>() : 0);
    rules.rounds = static_cast<int>(integer(root, "rounds"));
    rules.approvalAbove = static_cast<int>(integer(root, "approval_above", -1));
    rules.defaultDays = static_cast<int>(integer(root, "default_days"));
    for (const auto *part : {"channels", "measures", "types"})
        if (!member(root, part).contains(""))
            return fail(Errc::BadInput, "nothing stands for the others", name + ":/" + part, "add an entry with an empty name");
    if (rules.phases.empty() || rules.rounds < 1 || rules.approvalAbove < 0 || rules.defaultDays < 1 || rules.nurtureDays.empty())
        return fail(Errc::BadInput, "phases, rounds, approval_above, default_days or nurture_days are missing", name, "take the shipped file");
    return rules;
}

namespace {

template <typename Map>
const typename Map::mapped_type &orOthers(const Map &map, std::string_view name)
{
    const auto found = map.find(name);
    return found == map.end() ? map.find(std::string_view())->second : found->second;
}

} // namespace

const std::vector<ChannelWeight> &CampaignRules::channelsOf(std::string_view kind) const
{
    return orOthers(channels, kind);
}

const CampaignRules::Measure &CampaignRules::measureOf(std::string_view channel) const
{
    return orOthers(measures, channel);
}

const std::string &CampaignRules::typeOf(std::string_view channel) const
{
    return orOthers(types, channel);
}

} // namespace hs::agents
