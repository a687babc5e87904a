#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/agent.h"
#include "engine/agents/business_kinds.h"
#include "engine/agents/catalog.h"
#include "engine/agents/grace/router.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

struct Books;

/// What the router of events asks beside the event.
struct EventRoutingFacts {
    std::string runningAgent; ///< agent in charge of the instance named in the event; empty: none named
    std::string entityAgent;  ///< the entity's own agent for this event; empty: none
    std::function<bool(std::string_view key)> available; ///< circuit closed, not paused; empty: all are
};

/// To whom an event goes.
struct EventRoute {
    std::string agent;   ///< key; empty: dead letter
    std::string why;     ///< one sentence: the rule that applied
    std::string rule;    ///< workflow_pattern, running_instance, entity_agent, table, capability, prefix, dead_letter
    std::string instead; ///< key of the agent the rule named, when a fallback takes it; the fallback acknowledges and makes a task
    [[nodiscard]] bool deadLetter() const { return agent.empty(); }
};

/// The nine agents, their data and the routing of events. Immutable after
/// loading; any thread; keep it as long as any agent of it is used.
class AgentRegistry {
public:
    /// Content by path relative to `resources/`: all of "agents/*.json" and "routing/*.json".
    using Files = std::map<std::string, std::string, std::less<>>;
    /// Fails with BadInput naming the file and what is wrong with it.
    [[nodiscard]] static Result<AgentRegistry> load(const Files &files);

    AgentRegistry(AgentRegistry &&) noexcept;
    AgentRegistry &operator=(AgentRegistry &&) noexcept;
    ~AgentRegistry();

    [[nodiscard]] const AgentCatalog &catalog() const;
    [[nodiscard]] const BusinessKinds &kinds() const;
    [[nodiscard]] const Router &router() const; ///< Grace's: requests in words
    /// By key or prefix; null when there is none.
    [[nodiscard]] const Agent *agent(std::string_view name) const;

    /// First that applies: `workflow_pattern_<name>`, running instance named in the
    /// event, the entity's own agent, the table of event types, `required_capability`,
    /// prefix of the type, dead letter. An agent without duty or unavailable is
    /// replaced by the first of its fallbacks that can, at last by Ruvo.
    [[nodiscard]] EventRoute route(const Event &event, const EventRoutingFacts &facts = {}) const;

    /// What the agent in EventRoute does with an event that was meant for another:
    /// acknowledges it and makes a task for a person. Never fails for a known agent.
    [[nodiscard]] Result<Plan> standIn(const EventRoute &route, const Event &event, const View &view) const;

    /// Grace's rules and a model together (grace/opinion.h): {…, may_lower}. Null changes nothing.
    void weighOpinion(Decision &decision, const Json &opinion) const;

    /// Routes a request in words and says everything, changing nothing (`route`, POST /requests).
    /// `contact`: record id or e-mail address; may be empty. Fails with BadInput on an
    /// empty text or, where the studio has businesses, an entity that is none of them.
    [[nodiscard]] Result<Decision> routeRequest(const Request &request, std::string_view contact, const View &view) const;
    /// The same with a contact as people write it: a text as above, or an object of
    /// facts {id, email, name, tier, tags, membership, lifetime_value, open_matters}
    /// that add to what the store knows of `id` or `email`. Fails with BadInput on any other member.
    [[nodiscard]] Result<Decision> routeRequestFrom(const Request &request, const Json &contact, const View &view) const;

private:
    AgentRegistry();
    std::unique_ptr<Books> m_books;
    std::unique_ptr<Router> m_router;
    std::vector<std::unique_ptr<Agent>> m_agents;
};

} // namespace hs::agents
