#include "engine/agents/grace/response.h"

#include <algorithm>

#include "engine/agents/grace/opinion.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

struct Weight {
    const char *risk;
    const char *why;
    const char *recommended;
};

Weight weightOf(const Decision &d)
{
    if (d.rule == "R1")
        return {"high", "A legal claim, personal data or security may be touched.", "Check the facts, involve legal advice where needed, then answer. Promise nothing before."};
    if (d.rule == "R2")
        return {"high", "Somebody's health or safety may be at stake.", "Call the person first, note what happened and when, then write."};
    if (d.rule == "R3")
        return {"medium", "A valued client may leave.", "Find out what went wrong, then answer personally."};
    if (d.rule == "R4")
        return {"medium", "Money, a work or the studio's name is in dispute.", "Compare the claim with the records, decide, and tell the client the reasons."};
    if (d.rule == "R5")
        return {"low", "The answer sets an example for others.", "Decide on the exception and say why."};
    if (d.rule == "R6")
        return {"high", "Several people cannot work: clients may be affected.", "Let the fault be mended first, then tell those affected."};
    return {"low", "Nobody has answered in substance yet.", "Read the request and answer, with a translation where needed."};
}

std::string capital(const std::string &priority)
{
    auto out = priority;
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

std::string urgencyOf(const Decision &d)
{
    return d.priority == "urgent" ? "immediate" : d.priority == "high" ? "same day" : "next business day";
}

std::string nameOf(const Said &said)
{
    if (said.contact && !said.contact->name.empty())
        return said.contact->name;
    return !said.name.empty() ? said.name : said.email;
}

/// The person a letter goes to, also while the contact is only being created.
Contact addressee(const Said &said)
{
    if (said.contact)
        return *said.contact;
    Contact c;
    c.id = said.contactId;
    c.name = said.name;
    c.email = fold(said.email);
    c.phone = said.phone;
    return c;
}

std::string agentNames(const Books &books, const std::vector<std::string> &keys)
{
    std::string out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto *card = books.catalog.find(keys[i]);
        out += (i == 0 ? "" : i + 1 == keys.size() ? " and " : ", ") + (card ? card->name : keys[i]);
    }
    return out;
}

/// Who the client is told: those who have a duty; a person of the team when none of them has.
std::string careOf(const Books &books, const std::vector<std::string> &keys, std::string_view language)
{
    std::vector<std::string> working;
    for (const auto &key : keys)
        if (const auto *card = books.catalog.find(key); card && card->duty && key != "grace-fields")
            working.push_back(card->name);
    if (working.empty())
        return language == "de" ? "jemand aus unserem Team" : "a member of our team";
    return working.front() + (language == "de" ? " mit unserem Team" : " with our team");
}

Json evidenceJson(const std::vector<Evidence> &evidence)
{
    auto out = Json::array();
    for (const auto &one : evidence)
        out.push_back({{"text", one.text}, {"ref", one.ref}});
    return out;
}

/// The case as the definition hands it to a person.
Json caseJson(const EscalationWish &wish)
{
    return {{"title", wish.title}, {"summary", wish.summary}, {"recommended", wish.recommended}, {"proposal", wish.proposal}, {"confidence", wish.confidence},
            {"risk", wish.risk}, {"riskWhy", wish.riskWhy}, {"urgency", wish.urgency}, {"facts", wish.facts}, {"evidence", evidenceJson(wish.evidence)},
            {"tried", evidenceJson(wish.tried)}};
}

/// The definition of customer service takes it from here: who does what until when, and what happens when that fails.
WorkflowStart serviceFor(const Said &said, const Decision &decision, const Business &business, const std::string &language)
{
    const auto about = aboutOf(said.request.text);
    const auto name = nameOf(said);
    WorkflowStart start;
    start.definition = "customer-service";
    start.key = said.cause;
    start.contact = said.contact ? said.contact->id : said.contactId;
    start.entity = business.id;
    start.title = (name.empty() ? std::string("Unknown sender") : name) + (about.empty() ? "" : ": " + about);
    start.priority = capital(decision.priority);
    start.input = {{"contact", start.contact}, {"name", name}, {"email", said.contact ? said.contact->email : said.email}, {"entity", business.id}, {"language", language},
                   {"text", said.request.text}, {"subject", said.request.subject}, {"about", about}, {"thread", said.thread}, {"level", decision.level},
                   {"agents", decision.agents}, {"category", decision.category}, {"rule", decision.rule}, {"ruleText", decision.ruleText},
                   {"reason", decision.reason}, {"priority", start.priority}, {"sentiment", decision.sentiment}, {"pattern", decision.pattern},
                   {"firstAnswerMinutes", decision.firstAnswerMinutes}, {"acknowledged", true}};
    return start;
}

} // namespace

Decision decide(const Books &books, const View &view, const Said &said)
{
    const auto facts = routingFacts(view, said.contact, said.entity, said.request.subject + "\n" + said.request.text);
    auto decision = Router(books.lexicon, books.rules).route(said.request, facts);
    weigh(decision, opinionFrom(said.opinion), books.rules, boolean(said.opinion, "may_lower"));
    return decision;
}

Json factsOf(const View &view, const std::optional<Contact> &contact, const Business &business, const std::string &sentiment)
{
    auto facts = Json::array();
    const auto add = [&](const char *name, const std::string &value, const std::string &evidence) {
        if (!value.empty())
            facts.push_back({{"name", name}, {"value", value}, {"evidence", evidence}});
    };
    if (contact) {
        add("Client since", contact->since.empty() ? "unknown" : contact->since.substr(0, 10), contact->id);
        add("Status", contact->status, contact->id);
        add("Lifetime value", moneyText(contact->lifetimeValue, business.currency), contact->id);
        add("Tier", contact->tier.empty() ? "standard (nothing else is noted)" : contact->tier, contact->id);
        const auto &mail = member(contact->preferences, "email");
        if (!mail.is_object())
            add("Consent to mail", "none noted", contact->id);
        else
            add("Consent to mail", std::string(boolean(mail, "consent") ? "given" : "withdrawn") + " " + text(mail, "at").substr(0, 10), text(mail, "evidence", contact->id));
        add("Open matters", std::to_string(view.openMatters(contact->id)), contact->id);
    } else
        add("Client since", "not known to the studio", "");
    add("Feeling", sentiment, "the words of the request");
    add("Business", business.name, business.id);
    return facts;
}

Result<EscalationWish> caseFor(const Books &books, const View &view, const Said &said, const Decision &decision)
{
    const auto business = businessOf(view, decision.entity.id.empty() ? said.entity : decision.entity.id);
    const auto weight = weightOf(decision);
    const auto name = nameOf(said);
    const auto about = aboutOf(said.request.text);
    EscalationWish wish;
    wish.title = name.empty() ? (about.empty() ? "A request for a person" : about) : name + (about.empty() ? "" : ": " + about);
    wish.reasonClass = decision.reason.empty() ? "human_judgement" : decision.reason;
    wish.category = decision.category;
    wish.priority = capital(decision.priority);
    wish.rule = decision.rule;
    wish.ruleText = decision.ruleText;
    wish.request = said.request.text;
    wish.sentiment = decision.sentiment;
    wish.risk = weight.risk;
    wish.riskWhy = weight.why;
    const auto amounts = moneyIn(said.request.text, quotedParts(said.request.text));
    if (decision.rule == "R4" && std::any_of(amounts.begin(), amounts.end(), [&](const Money &m) { return m.amount >= business.highValueMark; })) {
        wish.risk = "high";
        wish.riskWhy += " The amount is above the high-value mark of " + moneyText(business.highValueMark, business.currency) + ".";
    }
    wish.urgency = urgencyOf(decision);
    wish.recommended = weight.recommended;
    wish.contact = said.contact ? said.contact->id : said.contactId;
    wish.entity = business.id;
    wish.thread = said.thread;
    wish.evidence = decision.evidence;
    wish.tried = said.tried;
    wish.summary = (name.empty() ? std::string("Somebody") : name) + " wrote through " + (said.request.channel.empty() ? "the console" : said.request.channel) + ". " + decision.ruleText;
    wish.facts = factsOf(view, said.contact, business, decision.sentiment);
    wish.facts.push_back({{"name", "Reference"}, {"value", referenceOf(said.cause)}, {"evidence", said.cause}});
    if (decision.entity.unsure)
        wish.facts.push_back({{"name", "Check"}, {"value", "The business was not named; the default one is assumed."}, {"evidence", business.id}});
    if (const auto type = books.rules.entityTypes.find(business.type); type != books.rules.entityTypes.end())
        wish.facts.push_back({{"name", "Care"}, {"value", type->second.care}, {"evidence", business.id}});
    // The rule is certain of its words; what it cannot know is whether they are meant so. More signs, more certainty.
    wish.confidence = decision.rule == "R7" ? 0.4 : std::min(0.95, 0.7 + 0.05 * static_cast<double>(decision.evidence.size()));

    const auto language = answerLanguage(books, view, said.request.text);
    const auto values = letterValues(books, language, name, business);
    const auto key = decision.rule == "R2" ? std::string("grace.proposal.harm") : "grace.proposal." + wish.reasonClass;
    auto proposal = books.texts.fill(books.texts.has(key) ? key : "grace.proposal.human_judgement", language, values);
    if (!proposal)
        return tl::make_unexpected(proposal.error());
    if (decision.rule != "R7" || decision.language == "en" || decision.language == "de")
        wish.proposal = std::move(*proposal); // in a language nobody read there is nothing to propose
    return wish;
}

Result<void> respond(const Books &books, const View &view, const Said &said, const Decision &decision, Plan &plan, bool keepWords)
{
    const auto business = businessOf(view, decision.entity.id.empty() ? said.entity : decision.entity.id);
    const auto language = answerLanguage(books, view, said.request.text);
    const auto name = nameOf(said);
    const auto contactId = said.contact ? said.contact->id : said.contactId;
    const auto about = aboutOf(said.request.text);
    const auto channel = said.request.channel.empty() ? std::string("console") : said.request.channel;
    if (keepWords)
        plan.posts.push_back({.thread = said.thread, .contact = contactId, .title = name.empty() ? "Unknown sender" : name, .channel = channel,
                              .entity = business.id, .kind = "client", .author = name.empty() ? "Unknown sender" : name, .text = said.request.text});
    plan.evidence.insert(plan.evidence.end(), decision.evidence.begin(), decision.evidence.end());
    plan.rule = decision.rule;

    // One acknowledgement, where there is an address to write to.
    const auto to = addressee(said);
    if (const auto why = noMailBecause(to); why.empty()) {
        auto values = letterValues(books, language, name, business);
        addMatter(values, books, language, about);
        values["who"] = careOf(books, decision.agents, language);
        values["reference"] = referenceOf(said.cause);
        values["time"] = timeText(books, business, view.now(), decision.level == 4 ? decision.personMinutes : std::max(decision.firstAnswerMinutes, 1), language);
        auto mail = letter(books, decision.level == 4 ? "grace.acknowledge.person" : "grace.acknowledge", language, values, to);
        if (!mail)
            return tl::make_unexpected(mail.error());
        mail->keyPart = "acknowledge";
        mail->thread = said.thread;
        plan.effects.push_back(std::move(*mail));
    }

    auto start = serviceFor(said, decision, business, language);
    if (decision.level == 4) {
        auto wish = caseFor(books, view, said, decision);
        if (!wish)
            return tl::make_unexpected(wish.error());
        start.title = wish->title;
        start.input["case"] = caseJson(*wish);
        for (const auto &agent : decision.agents)
            if (agent != "grace-fields")
                plan.messages.push_back({agent, "request_agent_" + agent, {{"contact", contactId}, {"what", "prepare"}, {"category", decision.category}, {"text", said.request.text}},
                                         false, decision.priority == "urgent" ? "critical" : "high", {}});
        plan.summary = "A person decides: " + wish->title + " (" + decision.rule + ").";
        plan.starts.push_back(std::move(start));
        return {};
    }

    const Json payload{{"contact", contactId}, {"name", name}, {"text", said.request.text}, {"category", decision.category}, {"level", decision.level},
                       {"priority", decision.priority}, {"pattern", decision.pattern}, {"rule", decision.rule}, {"entity", business.id}};
    for (const auto &agent : decision.agents)
        if (agent != "grace-fields")
            plan.messages.push_back({agent, "event_routing", payload, false, decision.priority == "urgent" ? "critical" : decision.priority == "high" ? "high" : "normal", {}});
    const auto due = business.hours ? business.hours->add(view.now(), std::chrono::minutes(decision.firstAnswerMinutes))
                                    : view.now() + std::chrono::minutes(decision.firstAnswerMinutes);
    start.input["dueAt"] = toRfc3339(due);
    start.input["ruleText"] = decision.ruleText + " With: " + agentNames(books, decision.agents) + ".";
    plan.starts.push_back(std::move(start));
    plan.summary = (name.empty() ? std::string("A request") : name) + ": level " + std::to_string(decision.level) + ", " + agentNames(books, decision.agents) + " (" + decision.rule + ").";
    return {};
}

} // namespace hs::agents
