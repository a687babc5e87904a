#include "engine/agents/registry.h"

#include "engine/agents/grace/opinion.h"

#include <algorithm>
#include <array>

#include "engine/agents/books.h"
#include "engine/agents/atlas/atlas.h"
#include "engine/agents/elan/elan.h"
#include "engine/agents/grace/grace.h"
#include "engine/agents/grace/response.h"
#include "engine/agents/liora/liora.h"
#include "engine/agents/nyra/nyra.h"
#include "engine/agents/ruvo/ruvo.h"
#include "engine/agents/sage/sage.h"
#include "engine/agents/solari/solari.h"
#include "engine/agents/studio.h"
#include "engine/agents/zevi/zevi.h"

namespace hs::agents {

AgentRegistry::AgentRegistry() = default;
AgentRegistry::AgentRegistry(AgentRegistry &&) noexcept = default;
AgentRegistry &AgentRegistry::operator=(AgentRegistry &&) noexcept = default;
AgentRegistry::~AgentRegistry() = default;

Result<AgentRegistry> AgentRegistry::load(const Files &files)
{
    auto books = Books::load(files);
    if (!books)
        return tl::make_unexpected(books.error());
    for (const auto *needed : {"grace-fields", "nyra", "solari", "ruvo", "liora", "sage", "elan", "zevi", "atlas"})
        if (!books->catalog.find(needed))
            return fail(Errc::BadInput, std::string("the agent \"") + needed + "\" is missing", "agents/" + std::string(needed) + ".json", "take the shipped file");
    AgentRegistry registry;
    registry.m_books = std::make_unique<Books>(std::move(*books));
    registry.m_router = std::make_unique<Router>(registry.m_books->lexicon, registry.m_books->rules);
    for (const auto &card : registry.m_books->catalog.agents()) {
        if (card.key == "grace-fields")
            registry.m_agents.push_back(makeGrace(*registry.m_books));
        else if (card.key == "nyra")
            registry.m_agents.push_back(makeNyra(*registry.m_books));
        else if (card.key == "solari")
            registry.m_agents.push_back(makeSolari(*registry.m_books));
        else if (card.key == "ruvo")
            registry.m_agents.push_back(makeRuvo(*registry.m_books));
        else if (card.key == "liora")
            registry.m_agents.push_back(makeLiora(*registry.m_books));
        else if (card.key == "sage")
            registry.m_agents.push_back(makeSage(*registry.m_books));
        else if (card.key == "elan")
            registry.m_agents.push_back(makeElan(*registry.m_books));
        else if (card.key == "zevi")
            registry.m_agents.push_back(makeZevi(*registry.m_books));
        else if (card.key == "atlas")
            registry.m_agents.push_back(makeAtlas(*registry.m_books));
    }
    return registry;
}

const AgentCatalog &AgentRegistry::catalog() const
{
    return m_books->catalog;
}

const BusinessKinds &AgentRegistry::kinds() const
{
    return m_books->kinds;
}

const Router &AgentRegistry::router() const
{
    return *m_router;
}

const Agent *AgentRegistry::agent(std::string_view name) const
{
    const auto *card = m_books->catalog.find(name);
    if (!card)
        return nullptr;
    const auto found = std::find_if(m_agents.begin(), m_agents.end(), [&](const auto &a) { return a->key() == card->key; });
    return found == m_agents.end() ? nullptr : found->get();
}

namespace {

struct Choice {
    const AgentCard *card = nullptr;
    std::string rule, why;
};

/// The parts of an event's name, so that "booking" is a prefix of "booking_moved" and "book" of "bookings".
const AgentCard *byPrefix(const AgentCatalog &catalog, std::string_view type, std::string &why)
{
    struct Prefix {
        std::string_view prefix, agent;
    };
    static constexpr std::array<Prefix, 15> Table{{{"lead", "nyra"}, {"contact", "nyra"}, {"book", "solari"}, {"order", "solari"}, {"payment", "solari"},
                                                   {"task", "ruvo"}, {"content", "elan"}, {"community", "sage"}, {"member", "sage"}, {"audience", "zevi"},
                                                   {"segment", "zevi"}, {"campaign", "liora"}, {"email", "liora"}, {"marketing", "liora"}, {"knowledge", "atlas"}}};
    for (const auto &[prefix, agent] : Table)
        if (type.starts_with(prefix)) {
            why = "its name begins with \"" + std::string(prefix) + "\"";
            return catalog.find(agent);
        }
    return nullptr;
}

} // namespace

EventRoute AgentRegistry::route(const Event &event, const EventRoutingFacts &facts) const
{
    const auto &catalog = m_books->catalog;
    const auto choose = [&]() -> Choice {
        if (constexpr std::string_view Pattern = "workflow_pattern_"; event.type.starts_with(Pattern)) {
            // the pattern's first agent begins it
            const auto name = event.type.substr(Pattern.size());
            if (const auto pattern = m_books->rules.patterns.find(name); pattern != m_books->rules.patterns.end() && !pattern->second.agents.empty())
                return {catalog.find(pattern->second.agents.front()), "workflow_pattern", "the pattern " + name + " begins with this agent"};
            static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> Machines{
                {{"lead_to_client", "nyra"}, {"marketing_content_flow", "zevi"}, {"knowledge_support", "atlas"}, {"customer_service", "grace-fields"}}};
            for (const auto &[machine, agent] : Machines)
                if (name == machine)
                    return {catalog.find(agent), "workflow_pattern", "the pattern " + name + " begins with this agent"};
        }
        if (!facts.runningAgent.empty())
            if (const auto *card = catalog.find(facts.runningAgent))
                return {card, "running_instance", "it has charge of the running instance that the event names"};
        if (!facts.entityAgent.empty())
            if (const auto *card = catalog.find(facts.entityAgent))
                return {card, "entity_agent", "the business has its own agent for it"};
        for (const auto &card : catalog.agents())
            if (std::find(card.handles.begin(), card.handles.end(), event.type) != card.handles.end())
                return {&card, "table", "events of the type " + event.type + " are its own"};
        if (event.type.starts_with("workflow_"))
            return {catalog.find("grace-fields"), "table", "events about workflows are Grace's"};
        if (const auto capability = text(event.data, "required_capability"); !capability.empty()) {
            const AgentCard *able = nullptr;
            for (const auto &card : catalog.agents()) {
                const auto has = std::find(card.capabilities.begin(), card.capabilities.end(), capability) != card.capabilities.end();
                if (has && (!able || (!able->duty && card.duty)))
                    able = &card;
            }
            if (able)
                return {able, "capability", "it has the required capability " + capability};
        }
        std::string why;
        if (const auto *card = byPrefix(catalog, event.type, why))
            return {card, "prefix", why};
        if (!event.text.empty()) // words are a request, whatever their envelope is called
            return {catalog.find("grace-fields"), "table", "the event carries a person's words"};
        return {};
    };
    const auto choice = choose();
    EventRoute route;
    if (!choice.card) {
        route.rule = "dead_letter";
        route.why = "No rule names an agent for " + event.type + ".";
        return route;
    }
    route.rule = choice.rule;
    const auto can = [&](const AgentCard &card) { return card.duty && (!facts.available || facts.available(card.key)); };
    if (can(*choice.card)) {
        route.agent = choice.card->key;
        route.why = choice.card->name + ": " + choice.why + ".";
        return route;
    }
    route.instead = choice.card->key;
    const std::string reason = choice.card->duty ? " is not available" : " has no duty yet";
    auto candidates = choice.card->fallbacks;
    candidates.emplace_back("grace-fields");
    candidates.emplace_back("ruvo");
    for (const auto &key : candidates)
        if (const auto *card = catalog.find(key); card && key != choice.card->key && can(*card)) {
            route.agent = card->key;
            route.why = choice.card->name + reason + " (" + choice.why + "): " + card->name + " acknowledges and makes a task.";
            return route;
        }
    route.rule = "dead_letter";
    route.why = choice.card->name + reason + ", and so is every fallback.";
    return route;
}

Result<Plan> AgentRegistry::standIn(const EventRoute &route, const Event &event, const View &view) const
{
    const auto *meant = m_books->catalog.find(route.instead);
    const auto *taker = m_books->catalog.find(route.agent);
    if (!taker)
        return fail(Errc::NotFound, "no agent \"" + route.agent + "\"", "standIn", "hand in what route() answered");
    Plan plan;
    plan.rule = "fallback";
    const auto forWhom = meant ? meant->name : std::string("another agent");
    const auto about = aboutOf(event.text);
    auto task = taskFor(*m_books, view, "stand_in",
                        {{"what", (about.empty() ? event.type + " from " + event.source : about)},
                         {"why", "It is a matter of " + forWhom + (meant && !meant->duty ? ", who has no duty yet" : ", who is not available") + "."}}, {});
    if (!task)
        return tl::make_unexpected(task.error());
    task->keyPart = "stand_in";
    plan.tasks.push_back(std::move(*task));
    plan.evidence.push_back({route.why, event.id});
    plan.summary = taker->name + " acknowledged " + event.type + " for " + forWhom + " and made a task.";
    if (!event.text.empty()) {
        const auto person = text(member(event.data, "contact"), "full_name");
        plan.posts.push_back({.title = person.empty() ? "Unknown sender" : person, .channel = "form", .entity = event.entity, .kind = "client",
                              .author = person.empty() ? "Unknown sender" : person, .text = event.text});
    }
    return plan;
}

namespace {

Result<Decision> checked(const Request &request, const RoutingFacts &facts, const Router &router)
{
    if (request.text.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Errc::BadInput, "the request has no words", "text", "write what the person asked for");
    auto decision = router.route(request, facts);
    const auto named = decision.entity.how == "explicit" || decision.entity.how == "type";
    if (!request.entity.empty() && !named && !facts.entities.empty())
        return fail(Errc::BadInput, "no business \"" + request.entity + "\"", "entity", "give the id or the name of a business");
    return decision;
}

std::optional<Contact> personOf(const View &view, std::string_view who)
{
    return who.find('@') == std::string_view::npos ? contactById(view, who) : contactByEmail(view, who);
}

} // namespace

void AgentRegistry::weighOpinion(Decision &decision, const Json &opinion) const
{
    weigh(decision, opinionFrom(opinion), m_books->rules, boolean(opinion, "may_lower"));
}

Result<Decision> AgentRegistry::routeRequest(const Request &request, std::string_view contact, const View &view) const
{
    return checked(request, routingFacts(view, personOf(view, contact), {}, request.subject + "\n" + request.text), *m_router);
}

Result<Decision> AgentRegistry::routeRequestFrom(const Request &request, const Json &contact, const View &view) const
{
    if (contact.is_null() || contact.is_string())
        return routeRequest(request, scalarText(contact), view);
    if (!contact.is_object())
        return fail(Errc::BadInput, "the contact is neither a text nor an object", "contact", "give an id, an address or an object");
    const auto id = text(contact, "id", text(contact, "email"));
    auto facts = routingFacts(view, personOf(view, id), {}, request.subject + "\n" + request.text);
    auto person = facts.contact.value_or(ContactFacts{});
    for (const auto &[key, value] : contact.items()) {
        const auto bad = [&key = key] { return fail(Errc::BadInput, "the member \"" + key + "\" is unknown or of another type", "contact/" + key, "use id, email, name, tier, tags, membership, lifetime_value or open_matters"); };
        if (key == "tags") {
            person.tags = fieldList(contact, "tags");
        } else if (key == "lifetime_value" || key == "open_matters") {
            if (!value.is_number())
                return bad();
            if (key == "lifetime_value")
                person.lifetimeValue = value.get<double>();
            else
                facts.openMatters = static_cast<int>(std::clamp(value.get<double>(), 0.0, 1e6));
        } else if (!value.is_string())
            return bad();
        else if (key == "tier")
            person.tier = value.get<std::string>();
        else if (key == "membership")
            person.membership = value.get<std::string>();
        else if (key == "name")
            person.name = value.get<std::string>();
        else if (key == "email")
            person.email = value.get<std::string>();
        else if (key == "id")
            person.id = value.get<std::string>();
        else
            return bad();
    }
    facts.contact = std::move(person);
    return checked(request, facts, *m_router);
}

} // namespace hs::agents
