#include "engine/agents/liora/planning.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/agents/letters.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/metrics.h"
#include "engine/agents/zevi/segments.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 10> Channels{"Email", "Instagram", "Facebook", "Twitter", "LinkedIn", "TikTok", "YouTube", "Blog", "Website", "In-person"};

/// A channel in the spelling of the hub; empty: it is none.
std::string channelNamed(std::string_view name)
{
    const auto wanted = fold(name);
    for (const auto channel : Channels)
        if (fold(channel) == wanted)
            return std::string(channel);
    return wanted == "mail" || wanted == "e-mail" || wanted == "newsletter" ? "Email" : "";
}

Result<std::string> inWords(const Books &books, const Json &plan, const std::string &goal, std::int64_t reach, const std::string &language)
{
    std::string channels;
    for (const auto &c : plan.at("channels"))
        channels += (channels.empty() ? "" : ", ") + text(c, "channel") + " " + moneyText(number(c, "budget"), text(plan, "currency"));
    std::string measures;
    for (const auto &m : plan.at("measures"))
        measures += (measures.empty() ? "" : ", ") + text(m, "measure") + (text(m, "direction") == "at most" ? " ≤ " : " ≥ ") + numberText(number(m, "threshold")) + " %";
    return books.texts.fill("liora.plan", language, {{"goal", goal}, {"start", text(plan, "start")}, {"end", text(plan, "end")}, {"channels", channels}, {"measures", measures}, {"reach", std::to_string(reach)}});
}

} // namespace

std::string dateText(sys_days day)
{
    return isoDate(year_month_day(day));
}

std::optional<sys_days> dayOf(const std::string &words)
{
    const auto at = parseRfc3339(words.size() == 10 ? words + "T00:00:00Z" : words);
    return at ? std::optional(floor<days>(*at)) : std::nullopt;
}

Result<std::vector<ChannelWeight>> channelsFor(const Books &books, const Json &wanted, const std::string &kind)
{
    if (wanted.is_null() || (wanted.is_structured() && wanted.empty()))
        return books.campaigns.channelsOf(kind);
    std::vector<ChannelWeight> out;
    const auto add = [&](const std::string &name, double weight) -> Result<void> {
        const auto channel = channelNamed(name);
        if (channel.empty())
            return fail(Errc::BadInput, "no channel \"" + name + "\"", "liora.plan_campaign: input.channels", "use Email, Instagram, Facebook, Twitter, LinkedIn, TikTok, YouTube, Blog, Website or In-person");
        if (std::any_of(out.begin(), out.end(), [&](const ChannelWeight &c) { return c.channel == channel; }))
            return fail(Errc::BadInput, "the channel " + channel + " is named twice", "liora.plan_campaign: input.channels", "name each once");
        out.push_back({channel, weight});
        return {};
    };
    if (wanted.is_array()) {
        // Named channels keep the weights that the kind of business gives them; one it does not know weighs 1.
        const auto &usual = books.campaigns.channelsOf(kind);
        for (const auto &name : wanted) {
            const auto known = std::find_if(usual.begin(), usual.end(), [&](const ChannelWeight &c) { return c.channel == channelNamed(scalarText(name)); });
            HS_TRY(add(scalarText(name), known == usual.end() ? 1 : known->weight));
        }
    } else if (wanted.is_object()) {
        for (const auto &[name, weight] : wanted.items()) {
            if (!weight.is_number() || weight.get<double>() <= 0)
                return fail(Errc::BadInput, "a channel has no weight", "liora.plan_campaign: input.channels." + name, "give a number above 0");
            HS_TRY(add(name, weight.get<double>()));
        }
    } else
        return fail(Errc::BadInput, "channels are neither a list nor an object", "liora.plan_campaign: input.channels", "write [\"Email\"] or {\"Email\": 2}");
    return out;
}

Result<Plan> planCampaign(const Books &books, const Command &command, const View &view)
{
    const auto &in = command.input;
    const auto goal = text(in, "goal");
    if (goal.empty())
        return fail(Errc::BadInput, "a campaign without a goal", "liora.plan_campaign: input.goal", "say in a sentence what it is to reach");
    const auto business = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity"));
    const auto budget = number(in, "budget");
    if (budget < 0 || budget > MostBudget || (!member(in, "budget").is_null() && !member(in, "budget").is_number()))
        return fail(Errc::BadInput, "the budget is no amount", "liora.plan_campaign: input.budget", "give it in units of the currency, from 0 on");
    const auto &rules = books.campaigns;
    const auto start = text(in, "start").empty() ? std::optional(floor<days>(view.now()) + days(1)) : dayOf(text(in, "start"));
    if (!start)
        return fail(Errc::BadInput, "not a date: " + text(in, "start"), "liora.plan_campaign: input.start", "write it as 2026-12-01");
    const auto end = text(in, "end").empty() ? std::optional(*start + days(rules.defaultDays)) : dayOf(text(in, "end"));
    if (!end || *end < *start)
        return fail(Errc::BadInput, "not a date from the start on: " + text(in, "end"), "liora.plan_campaign: input.end", "write it as 2026-12-31");
    const auto &wanted = member(in, "criteria");
    if (!wanted.is_null())
        if (const auto read = criteriaOf(wanted, "liora.plan_campaign: input.criteria"); !read)
            return tl::make_unexpected(read.error());
    const auto channels = channelsFor(books, member(in, "channels"), business.type);
    if (!channels)
        return tl::make_unexpected(channels.error());
    const auto known = text(in, "campaign").empty() ? std::nullopt : view.record(Campaigns, text(in, "campaign"));
    if (!text(in, "campaign").empty() && !known)
        return fail(Errc::BadInput, "the campaign does not exist", "liora.plan_campaign: input.campaign", "give the record id of a campaign");

    const auto currency = text(in, "currency", business.currency);
    const auto language = languageOf(books, view, in);
    const auto plan_ = partsOf(books, *channels, budget, *start, *end, language, goal);
    const auto reach = integer(in, "reach");
    const auto approval = budget > 0 || reach > rules.approvalAbove;
    auto name = text(in, "name");
    if (name.empty())
        name = known ? fieldText(known->fields, "Campaign Name") : aboutOf(goal);
    auto segment = text(in, "segment");
    if (const auto *shipped = segmentNamed(books.segments, segment))
        segment = shipped->title;

    auto shown = plan_;
    shown["rounds"] = rules.rounds;
    shown["budget"] = budget;
    shown["currency"] = currency;
    shown["start"] = dateText(*start);
    shown["end"] = dateText(*end);
    shown["segment"] = segment;
    const auto words = inWords(books, shown, goal, reach, language);
    if (!words)
        return tl::make_unexpected(words.error());

    Plan plan;
    plan.rule = "liora.plan_campaign";
    const auto id = known ? known->id : view.newId("rec");
    auto names = Json::array();
    for (const auto &c : *channels)
        names.push_back(c.channel);
    RecordWrite write{std::string(Campaigns), id,
                      {{"Campaign Name", name}, {"Goals", goal}, {"Description", *words}, {"Campaign Type", rules.typeOf(channels->front().channel)}, {"Channels", names},
                       {"Start Date", toRfc3339(*start)}, {"End Date", toRfc3339(*end)}, {"Budget", budget}},
                      !known};
    if (!known || fieldText(known->fields, "Status").empty())
        write.fields["Status"] = "Draft"; // a person approves, then it is scheduled
    if (!business.id.empty())
        write.fields["Business Entity"] = Json::array({business.id});
    if (wanted.is_array())
        write.fields["Segment Definition"] = wanted;
    plan.records.push_back(std::move(write));
    plan.evidence.push_back({goal, id});
    plan.output = {{"plan", shown}, {"campaign", id}, {"name", name}, {"recipients", reach}, {"approvalNeeded", approval}, {"text", *words}};
    plan.summary = "Planned the campaign " + name + ": " + std::to_string(channels->size()) + " channels, " + moneyText(budget, currency) + ", " + dateText(*start) + " to " + dateText(*end) + ".";
    return plan;
}

Json partsOf(const Books &books, const std::vector<ChannelWeight> &channels, double budget, sys_days start, sys_days end, const std::string &language, const std::string &goal)
{
    const auto &rules = books.campaigns;
    std::vector<double> weights;
    for (const auto &c : channels)
        weights.push_back(c.weight);
    const auto cents = std::llround(budget * 100);
    const auto split = splitByRemainder(cents, weights);
    auto parts = Json::array();
    auto dates = Json::array();
    auto measures = Json::array();
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const auto &measure = rules.measureOf(channels[i].channel);
        const auto share = cents > 0 ? std::round(static_cast<double>(split[i]) * 1000 / static_cast<double>(cents)) / 10 : 0;
        parts.push_back({{"channel", channels[i].channel}, {"budget", static_cast<double>(split[i]) / 100}, {"share", share}, {"from", dateText(start)}, {"to", dateText(end)}, {"measure", measure.measure}});
        const Json told{{"measure", measure.measure}, {"threshold", measure.threshold}, {"direction", measure.direction}};
        if (std::find(measures.begin(), measures.end(), told) == measures.end())
            measures.push_back(told);
    }
    measures.push_back({{"measure", "conversion"}, {"threshold", LeastConversion}, {"direction", "at least"}});
    for (const auto &phase : rules.phases)
        for (const auto &c : channels) {
            const auto date = start + days((end - start).count() * phase.at / 100);
            dates.push_back({{"date", dateText(date)}, {"channel", c.channel}, {"what", books.texts.fill("liora.phase." + phase.key, language, {{"goal", goal}}).value_or(phase.key)}});
        }
    return {{"channels", parts}, {"schedule", dates}, {"measures", measures}};
}

} // namespace hs::agents
