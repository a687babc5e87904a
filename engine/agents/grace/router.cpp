#include "engine/agents/grace/router.h"

#include <algorithm>
#include <limits>
#include <set>

#include "engine/agents/grace/reading.h"
#include "engine/agents/grace/routing_rules.h"
#include "engine/agents/text/lexicon.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

/// Two groups of the lexicon that mean something together, and how many sentences may lie between them.
struct Frame {
    const char *one;
    const char *other;
    std::size_t apart;
};
constexpr Frame LawFrames[] = {{"private_thing", "gone_astray", 1}, {"private_thing", "no_consent", 1}, {"about_me", "erase", 1},
                               {"protected", "refusal", 1}, {"locked_files", "ransom", 1}, {"own_work", "no_consent", 1},
                               {"made_by_me", "used_by_you", 2}, {"bank_details", "suspicion", 2}, {"recipients", "all_seen", 1},
                               {"foreign_thing", "seen_here", 0}, {"valuable", "gone_since", 1}, {"all_of_me", "put_out", 1}};
constexpr Frame HarmFrames[] = {{"body", "hurt_state", 0}, {"exposure", "symptom", 1}, {"condition", "may_i", 1}, {"hazard_state", "people_near", 1},
                                {"minor", "lure", 3}, {"someone_of_yours", "misconduct", 1}, {"hazard_thing", "hazard_act", 0}};
constexpr Frame DisputeFrames[] = {{"expert", "work_doubt", 1}, {"ultimatum", "publish", 0}, {"damage_done", "blame", 1}, {"bank", "take_back", 0},
                                   {"deadline", "made_public", 1}, {"your_doing", "our_loss", 1}, {"invoice_thing", "not_accepted", 1},
                                   {"paper_of_worth", "worth_doubted", 2}, {"leave_us", "reproach", 1}};
constexpr Frame MuddleFrames[] = {{"parties", "at_odds", 1}};
constexpr Frame ExceptionFrames[] = {{"media", "media_ask", 1}};
constexpr Frame OutageFrames[] = {{"everyone", "breakdown", 0}};
constexpr std::size_t TroubleWords = 2;  ///< so many words of trouble, and nothing that a category knows
constexpr std::size_t TroubleAnyway = 3; ///< so many are a tale of trouble even beside an order or a login
constexpr std::size_t Statement = 10;    ///< words; anything shorter is hardly a tale
constexpr std::size_t OwnStatement = 14; ///< words, where nobody else comes in: "I shall be there five minutes later"
constexpr std::size_t LongStatement = 30; ///< words; a tale even when it asks or thanks, or even when a category knows some of its words
constexpr std::size_t ContactsOfThird = 3; ///< "I wrote … I called … I wrote again"

void add(Decision &decision, const Reading &reading, const std::vector<Match> &matches)
{
    for (const auto &match : matches)
        decision.evidence.push_back(reading.evidence(match.span));
}

void addUnique(std::vector<std::string> &list, const std::string &item)
{
    if (std::find(list.begin(), list.end(), item) == list.end())
        list.push_back(item);
}

/// The amount a refund is asked for: the one that stands nearest to the word within its sentence, else the highest named.
std::optional<Money> refundAmount(const Reading &reading, const std::vector<Match> &refunds)
{
    auto amounts = reading.money();
    if (amounts.empty())
        amounts = reading.sums();
    if (amounts.empty() || refunds.empty())
        return std::nullopt;
    std::vector<std::pair<std::size_t, std::size_t>> sentences; // by bytes
    for (const auto &token : reading.tokens) {
        if (token.sentence || sentences.empty())
            sentences.emplace_back(token.span.begin, token.span.end);
        sentences.back().second = token.span.end;
    }
    const auto sentenceOf = [&](std::size_t byte) {
        std::size_t index = 0;
        for (std::size_t i = 0; i < sentences.size(); ++i)
            if (sentences[i].first <= byte + 2) // a currency sign stands before its first token
                index = i;
        return index;
    };
    const Money *nearest = nullptr;
    auto distance = std::numeric_limits<std::size_t>::max();
    for (const auto &money : amounts)
        for (const auto &refund : refunds) {
            if (sentenceOf(money.span.begin) != sentenceOf(refund.span.begin))
                continue;
            const auto gap = money.span.begin > refund.span.begin ? money.span.begin - refund.span.begin : refund.span.begin - money.span.begin;
            if (gap < distance) {
                distance = gap;
                nearest = &money;
            }
        }
    if (nearest)
        return *nearest;
    return *std::max_element(amounts.begin(), amounts.end(), [](const Money &a, const Money &b) { return a.amount < b.amount; });
}

std::string sentimentOf(const Reading &reading)
{
    const auto negative = reading.hits("negative").size() + reading.hits("failure").size();
    const auto followUp = reading.hits("third_contact", true).size();
    if (!reading.hits("strong_negative").empty() || negative >= 4)
        return "angry";
    if (negative >= 2 || followUp > 0 || !reading.hits("threat", true).empty())
        return "frustrated";
    if (negative == 1 || !reading.hits("worry").empty() || !reading.hits("complaint").empty() || !reading.hits("harm", true).empty())
        return "concerned";
    if (!reading.hits("positive").empty())
        return "positive";
    // "not good", "not happy": praise denied is a worry
    const auto praise = reading.all("positive");
    return std::any_of(praise.begin(), praise.end(), [](const Match &m) { return m.negated; }) ? "concerned" : "neutral";
}

bool vipByFacts(const RoutingFacts &facts, std::vector<Evidence> &evidence)
{
    if (!facts.contact)
        return false;
    const auto &contact = *facts.contact;
    const auto membership = fold(contact.membership);
    if (fold(contact.tier) == "vip")
        evidence.push_back({"Customer Tier vip", contact.id});
    else if (std::any_of(contact.tags.begin(), contact.tags.end(), [](const std::string &t) { return fold(t) == "vip"; }))
        evidence.push_back({"Tag VIP", contact.id});
    else if (membership == "vip" || membership == "founding member")
        evidence.push_back({"Membership " + contact.membership, contact.id});
    else
        return false;
    return true;
}

} // namespace

Decision Router::route(const Request &request, const RoutingFacts &facts) const
{
    Decision d;
    const Reading reading(request, facts, m_lexicon);
    d.language = reading.language;
    d.entity = chooseEntity(request, facts);
    d.sentiment = sentimentOf(reading);

    EntityFacts entity;
    for (const auto &candidate : facts.entities)
        if (candidate.id == d.entity.id)
            entity = candidate;
    const auto lifetimeValue = facts.contact ? facts.contact->lifetimeValue : 0.0;

    // ---- what is named, in order of place ----
    struct Named {
        const RoutingRules::Category *category;
        std::size_t first;
    };
    std::vector<Named> named;
    std::vector<Named> denied;
    std::vector<Named> weak;
    for (const auto &category : m_rules.categories) {
        const auto group = "category." + category.key;
        const auto matches = reading.all(group);
        const auto stands = std::find_if(matches.begin(), matches.end(), [](const Match &m) { return !m.negated; });
        for (const auto &match : matches)
            d.features.push_back(reading.feature(group, match));
        if (stands != matches.end())
            named.push_back({&category, stands->first});
        else if (!matches.empty())
            denied.push_back({&category, matches.front().first});
        if (const auto signs = reading.hits(group + ".weak"); !signs.empty())
            weak.push_back({&category, signs.front().first});
    }
    const auto byPlace = [](const Named &a, const Named &b) { return a.first < b.first; };
    if (named.empty())
        named = denied; // "I have no invoice" is still about the invoice when it is about nothing else
    const auto asksAnything = std::any_of(reading.tokens.begin(), reading.tokens.end(), [](const Token &t) { return t.question; });
    const auto onlyQuestions = std::none_of(named.begin(), named.end(), [](const Named &n) { return !n.category->alone; });
    if (named.empty() || (onlyQuestions && !asksAnything && !weak.empty()))
        named = weak; // "what a day, thank you": thanks, for nothing is asked
    std::sort(named.begin(), named.end(), byPlace);
    if (std::any_of(named.begin(), named.end(), [](const Named &n) { return !n.category->alone; }))
        std::erase_if(named, [](const Named &n) { return n.category->alone; });

    std::set<std::string> services;
    std::vector<Match> serviceWords;
    for (const auto &service : m_rules.services)
        if (const auto found = reading.hits("service." + service); !found.empty()) {
            services.insert(service);
            serviceWords.push_back(found.front());
            d.features.push_back(reading.feature("service." + service, found.front()));
        }
    if (named.empty() && services.size() >= 2) // several services together are a package to coordinate
        if (const auto *tasks = m_rules.category("task_coordination"))
            named.push_back({tasks, 0});

    for (const auto &n : named)
        d.categories.push_back(n.category->key);
    d.category = d.categories.empty() ? "knowledge_question" : d.categories.front();

    std::vector<Evidence> vipEvidence;
    d.vip = vipByFacts(facts, vipEvidence);
    if (const auto own = reading.hits("vip_words", true); !own.empty()) {
        d.vip = true;
        for (const auto &match : own)
            vipEvidence.push_back(reading.evidence(match.span));
    }

    std::vector<std::string> agents;
    for (const auto &n : named)
        addUnique(agents, n.category->primary);
    if (!named.empty() && (named.size() >= 2 || services.size() >= 2))
        for (const auto &key : named.front().category->with)
            addUnique(agents, key);
    if (agents.empty())
        agents.emplace_back("atlas");
    if (d.vip)
        addUnique(agents, m_rules.vipPrimary);

    // ---- rules, first that applies ----
    const auto refunds = reading.hits("refund", true);
    const auto negative = reading.hits("negative");
    const auto failure = reading.hits("failure");
    const auto complaint = reading.hits("complaint");
    const auto urgent = reading.hits("urgent");
    const auto today = reading.hits("today");
    const auto amounts = reading.money();
    const auto sums = reading.sums();
    const auto highest = std::max_element(amounts.begin(), amounts.end(), [](const Money &a, const Money &b) { return a.amount < b.amount; });
    const auto note = [&](const char *name, const std::vector<Match> &matches) {
        for (const auto &match : matches)
            d.features.push_back(reading.feature(name, match));
    };
    for (const auto *group : {"negative", "failure", "complaint", "strong_negative", "urgent", "today", "engagement", "delivered"})
        note(group, reading.all(group));
    for (const auto *group : {"law", "harm", "vip_words", "refund", "chargeback", "dispute", "threat", "third_contact", "exception", "press", "discount", "outage"})
        note(group, reading.all(group, true));

    const auto person = [&](const char *rule, const char *reason, const char *category = nullptr) {
        d.level = 4;
        d.rule = rule;
        d.reason = reason;
        if (category)
            d.category = category;
    };
    const auto firesOn = [&](std::initializer_list<const char *> groups) {
        for (const auto *group : groups)
            if (const auto matches = reading.hits(group, true); !matches.empty()) {
                add(d, reading, matches);
                return true;
            }
        return false;
    };
    const auto framed = [&](const auto &frames, bool evenNegated = false) {
        for (const auto &frame : frames)
            if (const auto both = reading.together(frame.one, frame.other, frame.apart, evenNegated); !both.empty()) {
                add(d, reading, both);
                return true;
            }
        return false;
    };
    // "I am a barrister and can only do evenings", "a killer show": words of law and harm that a trade or a figure of speech
    // brings along. They are dropped only where nothing in the whole request is amiss; doubt goes up.
    const auto positive = reading.all("positive", true);
    const auto takenLightly = [&](std::vector<Match> &matches, const char *group) {
        const auto light = matches.empty() ? std::vector<Match>() : reading.all(group, true);
        const auto isLight = [&](const Match &m) {
            return std::any_of(light.begin(), light.end(), [&](const Match &l) { return l.first <= m.last && m.first <= l.last; });
        };
        const auto praised = std::any_of(positive.begin(), positive.end(), [](const Match &m) { return !m.negated; });
        const auto figures = praised && reading.hits("turned", true).empty() ? reading.all("harm.figurative", true)
                                                                             : std::vector<Match>(); // "dangerous, that man, ten out of ten"
        const auto isFigure = [&](const Match &m) {
            return m.first == m.last && std::any_of(figures.begin(), figures.end(), [&](const Match &f) { return f.first == m.first; });
        };
        const auto isHarmless = [&](const Match &m) { return isLight(m) || isFigure(m); };
        if ((light.empty() && figures.empty()) || !refunds.empty() || !complaint.empty())
            return;
        for (const auto *trouble : {"negative", "failure", "adverse", "troubled"})
            if (const auto words = reading.hits(trouble, true); !std::all_of(words.begin(), words.end(), isHarmless))
                return;
        std::erase_if(matches, isHarmless);
    };
    const auto decide = [&] {
        auto law = reading.all("law", true);
        std::erase_if(law, [&](const Match &m) { return reading.isName(m); });
        takenLightly(law, "law.lightly");
        add(d, reading, law);
        if (!law.empty() || framed(LawFrames, true))
            return person("R1", "legal_compliance", "legal_compliance");
        auto harm = reading.all("harm", true);
        std::erase_if(harm, [&](const Match &m) { return reading.isName(m); });
        takenLightly(harm, "harm.lightly");
        add(d, reading, harm);
        if (!harm.empty() || framed(HarmFrames, true))
            return person("R2", "human_judgement");
        const auto letDown = d.vip ? reading.hits("vip_trouble") : std::vector<Match>();
        if (d.vip && (!negative.empty() || !failure.empty() || !complaint.empty() || !letDown.empty())) {
            d.evidence = vipEvidence;
            add(d, reading, letDown);
            add(d, reading, negative);
            add(d, reading, failure);
            add(d, reading, complaint);
            return person("R3", "vip_concern", "vip_service");
        }
        const auto amount = refundAmount(reading, refunds);
        if (amount) {
            const auto overLimit = amount->amount > entity.refundLimit;
            const auto overShare = amount->amount > m_rules.refundShareAbove && amount->amount > m_rules.refundShare * lifetimeValue;
            if (overLimit || overShare) {
                add(d, reading, refunds);
                d.evidence.push_back(reading.evidence(amount->span));
                if (!overLimit)
                    d.evidence.push_back({"lifetime value " + moneyText(lifetimeValue, entity.currency), facts.contact ? facts.contact->id : std::string()});
                return person("R4", "complex_dispute");
            }
        }
        if (const auto words = reading.hits("amount_words", true); amounts.empty() && !refunds.empty() && !words.empty()) {
            add(d, reading, refunds); // a sum nobody can compare with the limit: doubt goes up
            add(d, reading, words);
            return person("R4", "complex_dispute");
        }
        if (firesOn({"chargeback", "dispute", "threat", "third_contact"}) || framed(DisputeFrames))
            return person("R4", "complex_dispute");
        if (const auto contacts = reading.hits("contact_act", true); contacts.size() >= ContactsOfThird) {
            add(d, reading, contacts);
            return person("R4", "complex_dispute");
        }
        if (const auto again = reading.hits("follow_up", true); facts.openMatters >= 2 && !again.empty()) {
            add(d, reading, again);
            d.evidence.push_back({std::to_string(facts.openMatters) + " open matters of this contact", facts.contact ? facts.contact->id : std::string()});
            return person("R4", "complex_dispute");
        }
        if (firesOn({"exception", "discount", "press"}) || framed(ExceptionFrames))
            return person("R5", "human_judgement");
        if (firesOn({"outage"}) || framed(OutageFrames)) {
            d.operationalLevel = 4;
            return person("R6", "human_judgement", "technical_support");
        }
        if (facts.failedTries >= 3 || facts.openForADay || (d.language != "en" && d.language != "de")) {
            if (facts.failedTries >= 3)
                d.evidence.push_back({std::to_string(facts.failedTries) + " failed tries", {}});
            if (facts.openForADay)
                d.evidence.push_back({"open for 24 hours", {}});
            if (d.language != "en" && d.language != "de")
                d.evidence.push_back({reading.empty() ? "no readable words" : "the language is not one the console reads", "text:0-" + std::to_string(request.text.size())});
            return person("R7", "human_judgement");
        }
        if (firesOn({"delicate"}) || framed(MuddleFrames)) // people at odds with each other, or a matter that is hard to write of
            return person("R7", "human_judgement");
        d.agents = agents;
        const auto strong = reading.hits("strong_negative");
        const auto delivered = reading.all("delivered");
        const auto displeased = !strong.empty() || (!negative.empty() && negative.size() + failure.size() >= 2);
        if (displeased && (!delivered.empty() || reading.namesProduct)) {
            d.level = 3;
            d.rule = "R8";
            d.pattern = "service_recovery";
            add(d, reading, strong);
            add(d, reading, negative);
            if (!delivered.empty())
                d.evidence.push_back(reading.evidence(delivered.front().span));
            return;
        }
        const auto engagement = reading.hits("engagement");
        const auto greatSum = std::find_if(sums.begin(), sums.end(), [&](const Money &m) { return m.amount >= entity.highValueMark; });
        const auto withCurrency = highest != amounts.end() && highest->amount >= entity.highValueMark;
        const auto highValue = withCurrency || greatSum != sums.end();
        if ((d.vip || highValue) && !engagement.empty()) {
            d.level = 3;
            d.rule = "R9";
            d.pattern = "high_value_onboarding";
            if (d.vip)
                d.evidence = vipEvidence;
            if (highValue)
                d.evidence.push_back(reading.evidence(withCurrency ? highest->span : greatSum->span));
            add(d, reading, engagement);
            return;
        }
        // Doubt goes up: a tale of trouble, or a statement that wants nothing the categories know, is not for Atlas to answer.
        const auto ordinary = std::any_of(named.begin(), named.end(), [](const Named &n) { return !n.category->alone; }) || !services.empty();
        const auto asks = asksAnything || !reading.hits("asking").empty() || !reading.hits("positive").empty() || !engagement.empty();
        const auto adverse = reading.all("adverse");
        const auto praised = negative.empty() && !reading.hits("positive").empty();
        const auto words = reading.tokens.size();
        const auto ofOthers = !reading.hits("others").empty();
        const auto isTale = ordinary ? !asks && words >= LongStatement : words >= (asks ? LongStatement : ofOthers ? Statement : OwnStatement);
        if (adverse.size() >= (ordinary || praised ? TroubleAnyway : TroubleWords) || isTale) {
            add(d, reading, adverse);
            if (adverse.empty())
                d.evidence.push_back({"nothing is asked that a category knows", {}});
            return person("R7", "human_judgement");
        }
        if (!amount && !m_rules.signs.empty()) // a refund whose sum is within the limits is settled by them, not by words
            if (const auto sum = m_rules.signs.weigh(reading.tokens, reading.language); sum.score >= m_rules.signs.threshold()) {
                for (const auto &sign : sum.foremost)
                    d.evidence.push_back(reading.evidence(sign.span));
                return person("R7", "human_judgement");
            }
        for (const auto &feature : d.features)
            if (feature.name.starts_with("category.") && std::find(d.categories.begin(), d.categories.end(), feature.name.substr(9)) != d.categories.end())
                d.evidence.push_back({feature.text, "text:" + std::to_string(feature.begin) + "-" + std::to_string(feature.end)});
        if (services.size() >= 2)
            add(d, reading, serviceWords);
        if (d.vip)
            d.evidence.insert(d.evidence.end(), vipEvidence.begin(), vipEvidence.end());
        if (agents.size() >= 5) {
            d.level = 3;
            d.rule = "R10";
            const auto marketing = std::find(d.categories.begin(), d.categories.end(), "marketing_campaign") != d.categories.end();
            d.pattern = marketing ? "campaign_launch" : "network_response";
            return;
        }
        d.level = agents.size() >= 3 ? 2 : 1;
        d.rule = agents.size() >= 3 ? "R11" : "R12";
    };
    decide();

    if (const auto pattern = m_rules.patterns.find(d.pattern); pattern != m_rules.patterns.end()) {
        auto sequence = pattern->second.agents;
        for (const auto &key : agents)
            if (d.rule == "R10")
                addUnique(sequence, key);
        d.agents = std::move(sequence);
        d.workflow = pattern->second.workflow;
    } else if (d.level == 4) {
        d.agents = named.empty() ? std::vector<std::string>{"grace-fields"} : agents; // they prepare, nothing more
    } else if (const auto *first = m_rules.category(d.category))
        d.workflow = first->workflow;
    d.ruleText = m_rules.ruleTexts.find(d.rule)->second;

    // ---- priority and times ----
    d.priority = m_rules.priorities.find(d.rule)->second;
    const auto unhurried = !reading.hits("not_urgent").empty()
        || (!reading.all("urgent").empty() && urgent.empty());
    if (!urgent.empty() && !unhurried)
        d.priority = "urgent";
    else if (!today.empty() && (d.priority == "medium" || d.priority == "low"))
        d.priority = "high";
    else if (unhurried && d.level < 4)
        d.priority = "low";
    const auto byLevel = m_rules.levelMinutes.find(std::to_string(d.level));
    d.firstAnswerMinutes = std::min(byLevel == m_rules.levelMinutes.end() ? 120 : byLevel->second, m_rules.priorityMinutes.find(d.priority)->second);
    if (d.level == 4)
        d.personMinutes = std::min(m_rules.personAtMost, m_rules.personMinutes.find(d.priority)->second);

    std::stable_sort(d.features.begin(), d.features.end(), [](const Feature &a, const Feature &b) { return a.begin < b.begin; });
    return d;
}

Json toJson(const Decision &d)
{
    auto evidence = Json::array();
    for (const auto &e : d.evidence)
        evidence.push_back({{"text", e.text}, {"ref", e.ref}});
    auto features = Json::array();
    for (const auto &f : d.features)
        features.push_back({{"name", f.name}, {"text", f.text}, {"begin", f.begin}, {"end", f.end}, {"negated", f.negated}});
    return Json{{"level", d.level}, {"agents", d.agents}, {"category", d.category}, {"categories", d.categories},
                {"entity", d.entity.id}, {"entity_how", d.entity.how}, {"entity_score", d.entity.score},
                {"entity_unsure", d.entity.unsure}, {"workflow", d.workflow}, {"reason", d.reason}, {"rule", d.rule},
                {"rule_text", d.ruleText}, {"pattern", d.pattern}, {"priority", d.priority}, {"sentiment", d.sentiment},
                {"language", d.language}, {"operational_level", d.operationalLevel},
                {"first_answer_minutes", d.firstAnswerMinutes}, {"person_minutes", d.personMinutes}, {"vip", d.vip},
                {"evidence", std::move(evidence)}, {"features", std::move(features)}};
}

} // namespace hs::agents
