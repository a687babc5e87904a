#pragma once

#include "engine/sync/keeper.h"

/// What a record means for its page.
namespace hs::sync {

/// What leaves for one record.
struct Outgoing {
    enum class What { Nothing, Find, Create, Patch, Trash };
    What what = What::Nothing;
    std::string record, page;
    std::int64_t version = 0;
    Json values;                          ///< properties as Notion takes them, by name in Notion
    Json fields;                          ///< the same in the hub's form, with what they were made of
    std::vector<std::string> waitsFor;    ///< records that have no page yet
    std::set<std::string> dead;           ///< relations that name records which are gone
    std::map<std::string, std::string> unfit; ///< property → why Notion cannot hold it
    bool shared = true;                   ///< people may edit some of these in Notion: read the page before writing
};
[[nodiscard]] Result<Outgoing> outgoing(const store::ReadSql &sql, const Setting &setting, const notion::PropertyMap &map, const store::notion::Item &item,
                                        const std::string &lastSynced);
/// The page now holds `sent.fields`, which become part of the common version. Links a new page.
[[nodiscard]] Result<void> confirm(store::Transaction &tx, const Setting &setting, const Outgoing &sent, const Remote &answer);

/// There was nothing to send: what Notion cannot hold is noted, what waits for other pages waits for them, and the rest is done.
[[nodiscard]] Result<void> settleWithout(store::Transaction &tx, const Setting &setting, const Outgoing &nothing);

} // namespace hs::sync
