#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/ai/ledger.h"
#include "engine/ai/router.h"

namespace hs::ai {

/// Money a day, against the budgets: what the ledger says was spent, and what calls under way may still cost. One thread.
class Spending {
public:
    explicit Spending(const Ledger &ledger) : m_ledger(ledger) {}
    void setBudgets(const RouterConfig &config);

    struct Over {
        std::string whose; ///< "day", "entity: …", "agent: …"
        double spent = 0, limit = 0;
    };
    /// How a call of this entity and agent stands.
    struct Standing {
        std::optional<double> room; ///< dollars until the nearest hard limit, calls under way counted; nothing: no limit
        std::string whose;          ///< limit that is
        bool thrifty = false;       ///< a soft limit is reached, calls under way counted
        std::vector<Over> soft;     ///< soft limits that are reached by what was really spent
    };
    [[nodiscard]] Standing standing(const std::string &entity, const std::string &agent) const;

    /// Money set aside for one call; comes back when this goes. The spending outlives it.
    class Reserve {
    public:
        Reserve() = default;
        Reserve(Spending &spending, std::string entity, std::string agent, double dollars);
        Reserve(Reserve &&other) noexcept;
        Reserve &operator=(Reserve &&other) noexcept;
        ~Reserve() { release(); }
        void release();

    private:
        Spending *m_spending = nullptr;
        std::string m_entity, m_agent;
        std::int64_t m_amount = 0;
    };
    [[nodiscard]] double reserved() const { return double(m_all) / PerDollar; }

    /// Whether people are to be told of this soft limit on this day: true once a day each.
    [[nodiscard]] bool firstToday(const std::string &whose, Timestamp now);

private:
    static constexpr double PerDollar = 1e9; ///< whole parts of a dollar, so that sums come back to exactly zero
    void add(const std::string &entity, const std::string &agent, std::int64_t amount);
    [[nodiscard]] Budget budgetOf(const std::map<std::string, Budget> &own, const std::string &who, const Budget &usual) const;

    const Ledger &m_ledger;
    Budget m_day, m_perEntity, m_perAgent;
    std::map<std::string, Budget> m_entities, m_agents;
    std::int64_t m_all = 0;
    std::map<std::string, std::int64_t> m_byEntity, m_byAgent;
    std::map<std::string, std::chrono::sys_days> m_told; ///< last day by whose limit
};

} // namespace hs::ai
