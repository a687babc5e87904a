#include "engine/agents/grace/opinion.h"

#include <algorithm>
#include <array>

#include "engine/agents/grace/routing_rules.h"

namespace hs::agents {

namespace {

constexpr std::array<std::string_view, 4> ReasonClasses{"legal_compliance", "vip_concern", "complex_dispute", "human_judgement"};
constexpr std::array<std::string_view, 7> PersonsRules{"R1", "R2", "R3", "R4", "R5", "R6", "R7"};
constexpr std::size_t Together = 3; // agents that make a matter one of level 2
constexpr std::size_t Network = 5;  // and of level 3

void add(std::vector<std::string> &agents, const std::string &key)
{
    if (std::find(agents.begin(), agents.end(), key) == agents.end())
        agents.push_back(key);
}

/// Brings in those who work with the first category's agent, as many as the level stands for.
void widen(Decision &decision, const RoutingRules &rules, std::size_t wanted)
{
    for (const auto &key : decision.categories)
        if (const auto *category = rules.category(key))
            for (const auto &agent : category->with)
                if (decision.agents.size() < wanted)
                    add(decision.agents, agent);
    for (const auto &[name, pattern] : rules.patterns)
        for (const auto &agent : pattern.agents)
            if (decision.agents.size() < wanted)
                add(decision.agents, agent);
}

int minutesOf(const std::map<std::string, int, std::less<>> &table, const std::string &key, int fallback)
{
    const auto found = table.find(key);
    return found == table.end() ? fallback : found->second;
}

} // namespace

Opinion opinionFrom(const Json &value)
{
    Opinion opinion;
    if (!value.is_object())
        return opinion;
    opinion.level = int(std::clamp<std::int64_t>(integer(value, "level"), 0, 4));
    opinion.reason = text(value, "reason");
    opinion.model = text(value, "model");
    if (const auto given = text(value, "reason_class"); std::find(ReasonClasses.begin(), ReasonClasses.end(), given) != ReasonClasses.end())
        opinion.reasonClass = given;
    const Json &quotes = member(value, "quotes");
    if (quotes.is_array())
        for (const auto &quote : quotes)
            opinion.quotes.push_back({text(quote, "text"), text(quote, "ref")});
    return opinion;
}

Json toJson(const Opinion &opinion)
{
    auto quotes = Json::array();
    for (const auto &quote : opinion.quotes)
        quotes.push_back({{"text", quote.text}, {"ref", quote.ref}});
    return {{"level", opinion.level}, {"reason_class", opinion.reasonClass}, {"reason", opinion.reason}, {"quotes", quotes}, {"model", opinion.model}};
}

void weigh(Decision &decision, const Opinion &opinion, const RoutingRules &rules, bool mayLower)
{
    if (opinion.level < 1 || opinion.level == decision.level)
        return;
    const bool lower = opinion.level < decision.level;
    const bool persons = std::find(PersonsRules.begin(), PersonsRules.end(), decision.rule) != PersonsRules.end();
    if (lower && (!mayLower || persons || decision.level == 4))
        return;
    decision.evidence.push_back({"second opinion of " + opinion.model + ": " + opinion.reason, "model"});
    decision.evidence.insert(decision.evidence.end(), opinion.quotes.begin(), opinion.quotes.end());
    decision.ruleText += (lower ? " Lowered to level " : " Raised to level ") + std::to_string(opinion.level) + " by a second opinion: " + opinion.reason;
    decision.rule += "+model";
    decision.level = opinion.level;
    decision.pattern = decision.level == 3 ? (decision.pattern.empty() ? "network_response" : decision.pattern) : std::string();
    if (decision.level == 4) {
        decision.reason = opinion.reasonClass.empty() ? "human_judgement" : opinion.reasonClass;
        decision.personMinutes = std::min(rules.personAtMost, minutesOf(rules.personMinutes, decision.priority, rules.personAtMost));
        decision.firstAnswerMinutes = 0;
        return;
    }
    decision.reason.clear();
    decision.personMinutes = 0;
    if (!lower)
        widen(decision, rules, decision.level == 3 ? Network : Together);
    else if (decision.level == 1 && decision.agents.size() > 2)
        decision.agents.resize(2);
    const auto byLevel = minutesOf(rules.levelMinutes, std::to_string(decision.level), decision.firstAnswerMinutes);
    const auto byPriority = minutesOf(rules.priorityMinutes, decision.priority, byLevel);
    decision.firstAnswerMinutes = std::min(byLevel, byPriority); // the shorter wins
}

} // namespace hs::agents
