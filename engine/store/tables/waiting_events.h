#pragma once

#include "engine/store/sql.h"

/// Events of `deliver` triggers that found no open instance and wait for one (rule T7).
namespace hs::store::waiting {

struct Event {
    std::int64_t seq = 0; ///< order of arrival
    std::string definition, key;
    std::string event; ///< id that an instance remembers it by (D3)
    std::string type;
    Json body;
    std::string correlation;
    Timestamp since, expires;
};
/// False when the same event waits for the same workflow already.
bool add(Transaction &tx, const Event &event);
/// What waits for an instance with this key, in the order of arrival; what has expired by now is left out.
[[nodiscard]] std::vector<Event> of(const ReadSql &sql, std::string_view definition, std::string_view key, Timestamp now);
[[nodiscard]] std::vector<Event> expired(const ReadSql &sql, Timestamp now, int limit);
[[nodiscard]] std::optional<Timestamp> nextExpiry(const ReadSql &sql);
void remove(Transaction &tx, std::int64_t seq);

} // namespace hs::store::waiting
