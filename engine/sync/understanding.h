#pragma once

#include "engine/sync/keeper.h"

namespace hs::sync {

/// The page's values in the hub's form as far as ids are known, and what remains beside them.
struct Understood {
    Json fields = Json::object();
    Json open = Json::object();    ///< property → all ids, where some are not known
    Json foreign = Json::object(); ///< property → {"raw", "why"}
    Json extra = Json::object();
    std::set<std::string> unknown; ///< properties of which nothing can be said
};
/// All but its relations and people, of the page's values: a copy of them, or themselves. Any thread.
[[nodiscard]] Understood understand(const Remote &remote, const Setting &setting, Json values);
/// The records or people of one property, as far as they are known here.
void resolveLink(Understood &u, const records::Property &property, const std::vector<std::string> &ids, const Setting &setting, const notion::Directory &directory);
void resolveLinks(Understood &u, const Remote &remote, const Setting &setting, const notion::Directory &directory);
/// Whether the values of a property are the record's own, and not computed, drawn on reading or only given along.
[[nodiscard]] bool isKept(const Setting &setting, const std::string &property);

/// Null for an object without members.
[[nodiscard]] Json orNothing(Json object);

} // namespace hs::sync
