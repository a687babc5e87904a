#pragma once

#include <vector>

#include <QObject>

#include "engine/api/engine.h"

namespace hs::ui {

/// Who is who: agents and operators by their ids, asked from the engine and kept
/// current. Views show names from here; until an answer came, ids. GUI thread.
class Directory final : public QObject {
    Q_OBJECT
public:
    explicit Directory(api::Engine &engine, QObject *parent = nullptr);

    void refresh();
    [[nodiscard]] const std::vector<api::AgentRow> &agents() const { return m_agents; }
    [[nodiscard]] const std::vector<api::OperatorRow> &operators() const { return m_operators; }
    [[nodiscard]] const api::AgentRow *agent(const QString &key) const;       ///< null: unknown
    [[nodiscard]] const api::OperatorRow *person(const QString &id) const; ///< null: unknown
    [[nodiscard]] QString agentName(const QString &key) const;
    [[nodiscard]] QString personName(const QString &id) const;
    [[nodiscard]] QString personInitials(const QString &id) const;

Q_SIGNALS:
    void agentsChanged();
    void operatorsChanged();

private:
    void askAgents();
    void askOperators();

    api::Engine &m_engine;
    std::vector<api::AgentRow> m_agents;
    std::vector<api::OperatorRow> m_operators;
};

} // namespace hs::ui
