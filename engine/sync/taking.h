#pragma once

#include "engine/sync/keeper.h"

/// What a page of Notion means for the records.
namespace hs::sync {

/// What became of it.
enum class Taken { Nothing, Created, Changed, Removed, Restored };
struct TakenPage {
    Taken what = Taken::Nothing;
    std::string record;
    std::set<std::string> toWrite; ///< properties that Notion has not got yet
    int conflicts = 0;
};
[[nodiscard]] Result<TakenPage> take(store::Transaction &tx, const Setting &setting, const Remote &remote);
/// The page is in the trash, moved away or no longer shared. A record that was changed since the last common version stays, and
/// is written to Notion again (`conflict`).
[[nodiscard]] Result<TakenPage> takeGone(store::Transaction &tx, const Setting &setting, const std::string &page);
/// Records whose relations can now be understood, because `page` belongs to a record.
[[nodiscard]] Result<void> relink(store::Transaction &tx, const Setting &setting, const std::string &record);

} // namespace hs::sync
