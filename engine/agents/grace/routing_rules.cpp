#include "engine/agents/grace/routing_rules.h"

#include "engine/agents/text/tokens.h"
#include "engine/vocabulary/json.h"

namespace hs::agents {

namespace {

std::map<std::string, int, std::less<>> minutes(const Json &value)
{
    std::map<std::string, int, std::less<>> out;
    for (const auto &[key, amount] : value.items())
        if (amount.is_number_integer())
            out[key] = amount.get<int>();
    return out;
}

} // namespace

Result<RoutingRules> RoutingRules::load(std::string_view content, const std::string &name)
{
    const auto parsed = parseJson(content);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    const auto &root = *parsed;
    for (const auto *key : {"categories", "vip", "services", "patterns", "rules", "priorities", "minutes", "refund", "entity_words", "entity_types"})
        if (!root.contains(key))
            return fail(Errc::BadInput, "a member is missing", name + ":/" + key, "take it from the shipped file");

    RoutingRules rules;
    for (const auto &item : member(root, "categories")) {
        Category category{text(item, "key"), text(item, "title"), text(item, "primary"), textList(member(item, "with")),
                          text(item, "workflow"), boolean(item, "alone")};
        if (category.key.empty() || category.primary.empty())
            return fail(Errc::BadInput, "a category has no key or no primary agent", name + ":/categories", "write both");
        rules.categories.push_back(std::move(category));
    }
    rules.vipPrimary = text(member(root, "vip"), "primary");
    rules.vipWith = textList(member(member(root, "vip"), "with"));
    rules.services = textList(member(root, "services"));
    for (const auto &[key, item] : member(root, "patterns").items())
        rules.patterns[key] = {textList(member(item, "agents")), static_cast<int>(integer(item, "minutes")), text(item, "workflow")};
    for (const auto *pattern : {"high_value_onboarding", "service_recovery", "campaign_launch"})
        if (!rules.patterns.contains(pattern))
            return fail(Errc::BadInput, "a pattern is missing", name + ":/patterns/" + pattern, "write its agents and minutes");
    for (int i = 1; i <= 12; ++i) {
        const auto rule = "R" + std::to_string(i);
        rules.ruleTexts[rule] = text(member(root, "rules"), rule);
        rules.priorities[rule] = text(member(root, "priorities"), rule);
        if (rules.ruleTexts[rule].empty() || rules.priorities[rule].empty())
            return fail(Errc::BadInput, "a rule has no sentence or no priority", name + ": " + rule, "write both");
    }
    const auto &times = member(root, "minutes");
    rules.levelMinutes = minutes(member(times, "level"));
    rules.priorityMinutes = minutes(member(times, "priority"));
    rules.personMinutes = minutes(member(times, "person"));
    rules.personAtMost = static_cast<int>(integer(times, "person_at_most", 120));
    for (const auto *priority : {"urgent", "high", "medium", "low"})
        if (!rules.priorityMinutes.contains(priority) || !rules.personMinutes.contains(priority))
            return fail(Errc::BadInput, "a priority has no minutes", name + ":/minutes", std::string("write them for ") + priority);
    const auto &refund = member(root, "refund");
    rules.refundShare = number(refund, "share_of_lifetime_value", 0.1);
    rules.refundShareAbove = number(refund, "share_counts_above", 100);
    const auto &words = member(root, "entity_words");
    rules.wordDomain = number(words, "domain");
    rules.wordKeywords = number(words, "keywords");
    rules.keywordsNeeded = static_cast<int>(integer(words, "keywords_needed", 3));
    rules.wordSubject = number(words, "subject");
    rules.wordRole = number(words, "role");
    rules.wordOther = number(words, "other");
    rules.wordAccept = number(words, "accept", 1);
    for (const auto &[key, item] : member(root, "entity_types").items()) {
        EntityType type;
        type.care = text(item, "care");
        type.leads = textList(member(item, "leads"));
        for (const auto &word : textList(member(item, "keywords")))
            type.keywords.insert(fold(word));
        for (const auto &role : textList(member(item, "roles")))
            type.roles.insert(fold(role));
        rules.entityTypes[key] = std::move(type);
    }
    return rules;
}

const RoutingRules::Category *RoutingRules::category(std::string_view key) const
{
    for (const auto &item : categories)
        if (item.key == key)
            return &item;
    return nullptr;
}

} // namespace hs::agents
