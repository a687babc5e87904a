#pragma once

#include "engine/store/sql.h"

/// Clocks of states with meta.sla that instances stand in (rule T10).
namespace hs::store::clocks {

struct Clock {
    std::string instance;
    std::string state;    ///< id
    std::string calendar; ///< as the definition names it; empty: round the clock
    Timestamp since;      ///< entry
    std::optional<Timestamp> warnDue, breachDue; ///< empty: none, or told already
    [[nodiscard]] std::optional<Timestamp> nextDue() const
    {
        return warnDue && (!breachDue || *warnDue <= *breachDue) ? warnDue : breachDue;
    }
};
void put(Transaction &tx, const Clock &clock); ///< inserts or replaces
void remove(Transaction &tx, std::string_view instance, std::string_view state);
void removeAll(Transaction &tx, std::string_view instance);
[[nodiscard]] std::vector<Clock> of(const ReadSql &sql, std::string_view instance);
[[nodiscard]] std::optional<Clock> find(const ReadSql &sql, std::string_view instance, std::string_view state);
[[nodiscard]] std::vector<Clock> due(const ReadSql &sql, Timestamp now, int limit); ///< longest due first
[[nodiscard]] std::optional<Timestamp> nextDue(const ReadSql &sql);

} // namespace hs::store::clocks
