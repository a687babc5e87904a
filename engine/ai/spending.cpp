#include "engine/ai/spending.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hs::ai {

void Spending::setBudgets(const RouterConfig &config)
{
    m_day = config.day;
    m_perEntity = config.perEntity;
    m_perAgent = config.perAgent;
    m_entities = config.entities;
    m_agents = config.agents;
}

Budget Spending::budgetOf(const std::map<std::string, Budget> &own, const std::string &who, const Budget &usual) const
{
    if (who.empty())
        return {};
    const auto found = own.find(who);
    return found != own.end() ? found->second : usual;
}

Spending::Standing Spending::standing(const std::string &entity, const std::string &agent) const
{
    const auto spent = m_ledger.spentToday(entity, agent);
    const auto aside = [](const std::map<std::string, std::int64_t> &by, const std::string &who) {
        const auto found = by.find(who);
        return found != by.end() ? double(found->second) / PerDollar : 0.0;
    };
    struct Scope {
        Budget budget;
        double spent, aside;
        std::string whose;
    };
    const Scope scopes[] = {
        {m_day, spent.all, reserved(), "day"},
        {budgetOf(m_entities, entity, m_perEntity), spent.entity, aside(m_byEntity, entity), "entity: " + entity},
        {budgetOf(m_agents, agent, m_perAgent), spent.agent, aside(m_byAgent, agent), "agent: " + agent},
    };
    Standing standing;
    for (const auto &scope : scopes) {
        if (scope.budget.hard > 0) {
            const double room = std::max(0.0, scope.budget.hard - scope.spent - scope.aside);
            if (!standing.room || room < *standing.room) {
                standing.room = room;
                standing.whose = scope.whose;
            }
        }
        if (scope.budget.soft > 0 && scope.spent + scope.aside >= scope.budget.soft)
            standing.thrifty = true;
        if (scope.budget.soft > 0 && scope.spent >= scope.budget.soft)
            standing.soft.push_back({scope.whose, scope.spent, scope.budget.soft});
    }
    return standing;
}

bool Spending::firstToday(const std::string &whose, Timestamp now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const auto [place, isNew] = m_told.try_emplace(whose, day);
    if (isNew)
        return true;
    if (day <= place->second) // a clock that was set back does not tell it again
        return false;
    place->second = day;
    return true;
}

void Spending::add(const std::string &entity, const std::string &agent, std::int64_t amount)
{
    const auto change = [amount](std::map<std::string, std::int64_t> &by, const std::string &who) {
        if (who.empty())
            return;
        const auto place = by.try_emplace(who, 0).first;
        place->second += amount;
        if (place->second == 0)
            by.erase(place);
    };
    m_all += amount;
    change(m_byEntity, entity);
    change(m_byAgent, agent);
}

Spending::Reserve::Reserve(Spending &spending, std::string entity, std::string agent, double dollars)
    : m_spending(&spending), m_entity(std::move(entity)), m_agent(std::move(agent)),
      m_amount(std::int64_t(std::ceil(std::clamp(dollars, 0.0, 1e6) * PerDollar)))
{
    m_spending->add(m_entity, m_agent, m_amount);
}

Spending::Reserve::Reserve(Reserve &&other) noexcept
    : m_spending(std::exchange(other.m_spending, nullptr)), m_entity(std::move(other.m_entity)), m_agent(std::move(other.m_agent)),
      m_amount(other.m_amount)
{
}

Spending::Reserve &Spending::Reserve::operator=(Reserve &&other) noexcept
{
    if (this != &other) {
        release();
        m_spending = std::exchange(other.m_spending, nullptr);
        m_entity = std::move(other.m_entity);
        m_agent = std::move(other.m_agent);
        m_amount = other.m_amount;
    }
    return *this;
}

void Spending::Reserve::release()
{
    if (auto *spending = std::exchange(m_spending, nullptr))
        spending->add(m_entity, m_agent, -m_amount);
}

} // namespace hs::ai
