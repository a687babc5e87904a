#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/sync/keeper.h"

/// Pages that become new records, as nearly all of a first pull do. What such a page means is worked out in the thread that asks
/// Notion, and written as text; what is left for the store's only writer is to look up whether it is new indeed, to fill in its
/// relations, and to write the rows. They are the same rows that `take` writes.
namespace hs::sync {

struct FreshPage {
    struct Relation {
        std::string name;
        std::vector<std::string> pages;
        bool kept = true; ///< false: the record takes no value from it
    };
    std::string page, editor;
    Timestamp edited;
    store::records::Fresh record;
    bool known = false;      ///< the page carries the id of a record
    std::vector<std::string> fields; ///< of the record, as text: members of an object before the first relation, between two, and behind the last
    std::vector<std::string> added;  ///< names of those that the page does not hold
    std::vector<Relation> relations; ///< in the order of their names
    std::pair<std::string, std::string> late; ///< see RecordWriter
    std::string extra, foreign;      ///< as text; empty: none
    std::vector<std::string> unknown; ///< names of properties of which nothing can be said
    std::map<std::string, std::vector<std::string>> people; ///< all ids
    Json open = Json::object();      ///< people whom nobody knows
    bool alike = true;       ///< the common version says what the record says
    bool toWrite = false;    ///< Notion has not got all that the record holds
};
/// Nothing: this page wants more thought. The page means what it meant before. Any thread.
[[nodiscard]] std::optional<FreshPage> freshPage(Remote &remote, const Setting &setting);
/// As good as the page that it was made of, for `take`.
[[nodiscard]] Remote remoteOf(const FreshPage &fresh, const records::Database &database);
/// Writes it, within `Quiet`. False, and nothing is written: somebody knows the page or the record after all. `awaited`: somebody may wait
/// for the page. Relations to pages that nobody knows are left to be looked at again (table::lookAgain).
[[nodiscard]] bool takeFresh(store::Transaction &tx, const Setting &setting, const FreshPage &fresh, bool awaited);

} // namespace hs::sync
