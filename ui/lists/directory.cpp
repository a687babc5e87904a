#include "ui/lists/directory.h"

#include <algorithm>

#include "ui/text/person_text.h"

namespace hs::ui {

Directory::Directory(api::Engine &engine, QObject *parent)
    : QObject(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Agents)
            askAgents();
        else if (change.topic == api::Topic::Operators)
            askOperators();
    });
    refresh();
}

void Directory::refresh()
{
    askAgents();
    askOperators();
}

// A failure here leaves the last known names; the views' own questions tell of it.
void Directory::askAgents()
{
    m_engine.ask(api::AgentQuery{}, this, [this](Result<std::vector<api::AgentRow>> agents) {
        if (!agents)
            return;
        m_agents = std::move(*agents);
        Q_EMIT agentsChanged();
    });
}

void Directory::askOperators()
{
    m_engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> operators) {
        if (!operators)
            return;
        m_operators = std::move(*operators);
        Q_EMIT operatorsChanged();
    });
}

const api::AgentRow *Directory::agent(const QString &key) const
{
    const auto found = std::find_if(m_agents.begin(), m_agents.end(), [&](const auto &row) { return row.key == key; });
    return found == m_agents.end() ? nullptr : &*found;
}

const api::OperatorRow *Directory::person(const QString &id) const
{
    const auto found = std::find_if(m_operators.begin(), m_operators.end(), [&](const auto &row) { return row.id == id; });
    return found == m_operators.end() ? nullptr : &*found;
}

QString Directory::agentName(const QString &key) const
{
    const api::AgentRow *row = agent(key);
    return row ? row->name : key;
}

QString Directory::personName(const QString &id) const
{
    const api::OperatorRow *row = person(id);
    return row ? row->name : id;
}

QString Directory::personInitials(const QString &id) const
{
    const api::OperatorRow *row = person(id);
    if (!row)
        return QStringLiteral("?");
    return row->initials.isEmpty() ? initialsOf(row->name) : row->initials;
}

} // namespace hs::ui
