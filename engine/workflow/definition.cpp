#include "engine/workflow/definition.h"

#include <algorithm>

#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/program.h"
#include "engine/workflow/setup.h"

namespace hs::workflow {

std::string_view name(StateType type)
{
    switch (type) {
    case StateType::Atomic:
        return "atomic";
    case StateType::Compound:
        return "compound";
    case StateType::Parallel:
        return "parallel";
    case StateType::Final:
        return "final";
    case StateType::History:
        return "history";
    }
    return "";
}

AgentCatalog AgentCatalog::anything()
{
    AgentCatalog out;
    out.anyAgent = true;
    return out;
}

Definition::Definition() = default;
Definition::~Definition() = default;

const State *Definition::find(std::string_view stateId) const
{
    const auto found = m_byId.find(stateId);
    return found == m_byId.end() ? nullptr : &m_states[found->second];
}

const Invoke *Definition::invoke(std::string_view invokeId) const
{
    const auto found = m_invokes.find(invokeId);
    return found == m_invokes.end() ? nullptr : &m_states[found->second.first].invokes[found->second.second];
}

bool Definition::isInside(StateIndex inner, StateIndex outer) const
{
    return inner > outer && inner <= m_last[outer];
}

std::string Definition::columnOf(StateIndex index) const
{
    for (StateIndex at = index; at != NoState; at = m_states[at].parent) {
        if (!m_states[at].column.empty())
            return m_states[at].column;
    }
    return {};
}

std::vector<std::string> Definition::columns() const
{
    std::vector<std::string> out;
    for (const State &state : m_states) {
        if (!state.column.empty() && std::find(out.begin(), out.end(), state.column) == out.end())
            out.push_back(state.column);
    }
    return out;
}

std::set<std::string> Definition::agents() const
{
    std::set<std::string> out;
    const auto &builtIn = builtInSources();
    for (const State &state : m_states) {
        for (const Invoke &invoke : state.invokes) {
            // engine.foreach sets another to work, whom its input names (T4).
            auto src = invoke.src;
            if (src == "engine.foreach" && invoke.input.is_object() && invoke.input.contains("src") && invoke.input["src"].is_string())
                src = invoke.input["src"].get<std::string>();
            if (std::find(builtIn.begin(), builtIn.end(), src) == builtIn.end())
                out.insert(src.substr(0, src.find('.')));
        }
    }
    return out;
}

int Definition::level() const
{
    const auto count = agents().size();
    return count <= 2 ? 1 : count <= 4 ? 2 : 3;
}

std::vector<LegalEvent> Definition::legalEvents(const std::vector<std::string> &active) const
{
    std::vector<LegalEvent> out;
    std::set<const Transition *> listed;
    for (const auto &id : active) {
        const State *leaf = find(id);
        std::set<std::string> closed; // descriptors that an inner state takes whatever the guards say
        for (StateIndex at = leaf == nullptr ? NoState : leaf->index; at != NoState; at = m_states[at].parent) {
            std::set<std::string> closing;
            for (const Transition &transition : m_states[at].transitions) {
                const std::string &descriptor = transition.descriptor;
                if (isReserved(descriptor) || closed.contains(descriptor) || closing.contains(descriptor))
                    continue;
                if (!transition.guard)
                    closing.insert(descriptor);
                if (!listed.insert(&transition).second)
                    continue;
                LegalEvent event;
                event.descriptor = descriptor;
                event.source = m_states[at].id;
                event.guarded = transition.guard.has_value();
                event.guard = transition.guard ? transition.guard->name : std::string();
                event.description = transition.description;
                for (const StateIndex target : transition.targets) {
                    event.targets.push_back(m_states[target].id);
                    const auto column = columnOf(target);
                    if (!column.empty() && std::find(event.columns.begin(), event.columns.end(), column) == event.columns.end())
                        event.columns.push_back(column);
                }
                out.push_back(std::move(event));
            }
            closed.merge(closing);
        }
    }
    return out;
}

} // namespace hs::workflow
