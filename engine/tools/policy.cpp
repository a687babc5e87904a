#include "engine/tools/policy.h"

#include <array>
#include <utility>

namespace hs::tools {

namespace {

using api::Leave;
using api::Risk;

constexpr std::array<std::pair<Risk, std::string_view>, 5> RiskNames{
    {{Risk::Look, "look"}, {Risk::Note, "note"}, {Risk::Change, "change"}, {Risk::Speak, "speak"}, {Risk::Irreversible, "irreversible"}}};
constexpr std::array<std::pair<Leave, std::string_view>, 4> LeaveNames{
    {{Leave::Alone, "alone"}, {Leave::Draft, "draft"}, {Leave::Ask, "ask"}, {Leave::Never, "never"}}};

template <typename Names, typename Value>
std::string_view nameIn(const Names &names, Value value)
{
    for (const auto &[known, name] : names) {
        if (known == value)
            return name;
    }
    return {};
}

template <typename Value, typename Names>
std::optional<Value> valueIn(const Names &names, std::string_view wanted)
{
    for (const auto &[value, name] : names) {
        if (name == wanted)
            return value;
    }
    return std::nullopt;
}

struct LeaveAndSource {
    Leave leave = Leave::Ask;
    std::string_view source;
};

/// What was set for the agent in this business, else in every business.
std::optional<Leave> settingOf(const ToolPolicy &policy, const std::string &agent, const std::string &entity, Risk risk)
{
    if (const auto found = policy.set.find({agent, entity, risk}); found != policy.set.end())
        return found->second;
    if (const auto found = policy.set.find({agent, {}, risk}); found != policy.set.end())
        return found->second;
    return std::nullopt;
}

LeaveAndSource leaveFor(const ToolPolicy &policy, const std::string &agent, const std::string &entity, Risk risk, api::Autonomy autonomy, bool untrusted)
{
    const auto setting = settingOf(policy, agent, entity, risk);
    if (risk == Risk::Irreversible) {
        // "Never" counts wherever it was said: a setting for one business does not loosen what was forbidden for all.
        const auto everywhere = policy.set.find({agent, {}, risk});
        const auto never = setting == Leave::Never || (everywhere != policy.set.end() && everywhere->second == Leave::Never);
        return never ? LeaveAndSource{Leave::Never, "settings"} : LeaveAndSource{Leave::Ask, "rule"};
    }

    LeaveAndSource answer{Leave::Alone, "autonomy"};
    if (setting) {
        answer = {*setting, "settings"};
    } else if (autonomy != api::Autonomy::Autopilot) {
        if (risk == Risk::Speak)
            answer.leave = Leave::Draft;
        else if (risk == Risk::Change)
            answer.leave = Leave::Ask;
    }
    if (untrusted && answer.leave == Leave::Alone && risk == Risk::Change)
        return {Leave::Ask, "untrusted"};
    if (untrusted && answer.leave == Leave::Alone && risk == Risk::Speak)
        return {Leave::Draft, "untrusted"};
    return answer;
}

} // namespace

api::Leave ToolPolicy::leave(const std::string &agent, const std::string &entity, api::Risk risk, api::Autonomy autonomy, bool untrusted) const
{
    return leaveFor(*this, agent, entity, risk, autonomy, untrusted).leave;
}

std::string ToolPolicy::source(const std::string &agent, const std::string &entity, api::Risk risk, api::Autonomy autonomy, bool untrusted) const
{
    return std::string(leaveFor(*this, agent, entity, risk, autonomy, untrusted).source);
}

std::string_view name(api::Risk risk)
{
    return nameIn(RiskNames, risk);
}

std::string_view name(api::Leave leave)
{
    return nameIn(LeaveNames, leave);
}

std::optional<api::Risk> riskFrom(std::string_view name)
{
    return valueIn<api::Risk>(RiskNames, name);
}

std::optional<api::Leave> leaveFrom(std::string_view name)
{
    return valueIn<api::Leave>(LeaveNames, name);
}

} // namespace hs::tools
