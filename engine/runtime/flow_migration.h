#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/migration.h"

/// Puts running instances on another version of their definition (V3). The machine is not stepped.
namespace hs::runtime::flow {

/// What a migration would come to for one instance.
struct MigrationView {
    store::workflows::Instance instance; ///< as it stands
    tl::expected<workflow::Migration, workflow::Refusal> outcome;
    std::string stateAfter; ///< as Instance::state; empty when refused
};

/// Looks only. `to`: a version. NotFound when there is no such instance or version.
[[nodiscard]] Result<MigrationView> previewMigration(const store::ReadSql &sql, const Studio &studio, std::string_view instance,
                                                     const std::string &to, const workflow::StateMap &map, Timestamp now);

/// The same, carried out: instance, timers, one history row "migrate", the hub's record and the audit, in the deed's
/// transaction. A refused one changes nothing and tells its reasons. An incident stays one, with its input, so that it
/// can be retried with the new version.
Result<MigrationView> migrate(Deed &deed, std::string_view instance, const std::string &to, const workflow::StateMap &map,
                              std::string_view reason);

struct Fork {
    std::string origin;
    std::int64_t seq = 0;
    std::string version;  ///< empty: the one that the origin stood on at that step, retired or not
    workflow::StateMap map;
    std::string reason;
};
/// A new instance that stands where the origin stood after a history row (O1). Its timers keep the time they had
/// left, its open tasks begin anew under keys of its own. It takes the origin's business key over when that has
/// ended; two open instances of one key would both get what is meant for one. What the origin did and can undo stays
/// the origin's. Row 0 of its history and its audit
/// row name the origin, which stays as it is. The id of the new instance.
Result<std::string> fork(Deed &deed, const Fork &fork);

} // namespace hs::runtime::flow
