#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"
#include "engine/store/tables/workflows.h"

/// Versions of definitions and the instances that stand on them.
namespace hs::store::versions {

/// Retires a version or takes it back into use; false when there is none.
bool setRetired(Transaction &tx, std::string_view definition, std::string_view version, bool retired);

/// The canonical form of a version that was published before it was kept.
void setCanonical(Transaction &tx, std::string_view definition, std::string_view version, std::string_view canonical);

struct StateCount {
    std::string version, state; ///< state as in Instance::state
    std::int64_t open = 0;
};
/// Open instances by version and state.
[[nodiscard]] std::vector<StateCount> openByState(const ReadSql &sql, std::string_view definition);
struct Count {
    std::string version;
    std::int64_t open = 0, total = 0;
};
[[nodiscard]] std::vector<Count> counts(const ReadSql &sql, std::string_view definition);

struct Filter {
    std::string definition;
    std::string version;      ///< empty: any
    std::string otherThan;    ///< not on this version; empty: any
    std::string entity;       ///< empty: any
    bool openOnly = false, endedOnly = false;
};
/// Ids of instances, newest first.
[[nodiscard]] Sliced<std::string> instances(const ReadSql &sql, const Filter &filter, const Slice &slice);

/// Puts an instance on another version of its definition.
void move(Transaction &tx, std::string_view instance, std::string_view version);

/// An entry of what can be undone is of this state from now on.
void moveCompensation(Transaction &tx, std::string_view instance, std::int64_t seq, std::string_view state);

/// The last history row up to `seq` that keeps the whole snapshot; nothing when there is none.
[[nodiscard]] std::optional<std::int64_t> keptSnapshot(const ReadSql &sql, std::string_view instance, std::int64_t seq);
/// The history rows by which an instance changed its version, oldest first.
[[nodiscard]] std::vector<workflows::Step> migrations(const ReadSql &sql, std::string_view instance);
/// History::input of those rows.
inline constexpr std::string_view MigrationInput = "migrate";

} // namespace hs::store::versions
