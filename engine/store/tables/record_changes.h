#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Each change of a property by people, agents and outside services. What the engine keeps up by itself is not told apart.
namespace hs::store::changes {

struct Change {
    std::int64_t seq = 0;
    std::string record, property;
    Timestamp at;
    std::string actorKind, actor; ///< person, agent, key, service; name
    Json before, after;           ///< values; null: none
    std::string correlation;
};
void add(Transaction &tx, const Change &change);
/// Of one property, or of all when it is empty; newest first.
[[nodiscard]] Sliced<Change> page(const ReadSql &sql, std::string_view record, std::string_view property, const Slice &slice);
[[nodiscard]] std::optional<Change> find(const ReadSql &sql, std::int64_t seq);
/// The latest change of the property; nothing: it has stood since the record was made.
[[nodiscard]] std::optional<Change> latest(const ReadSql &sql, std::string_view record, std::string_view property);

} // namespace hs::store::changes
