#pragma once

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// What a page write will do, checked as a whole before any of it is done.
struct PageWrite {
    std::vector<std::pair<std::string, Json>> values;   ///< property id, kept form
    std::vector<std::pair<std::string, std::string>> newOptions; ///< property id, name
};

/// Reads `properties` of a page request against the schema (integrations.md §2.7); 400 or 404 for what the API refuses.
[[nodiscard]] PageWrite checkValues(Workspace &space, DataSource &table, const Json &properties, const Actor &actor);

/// The same for a page that stands in no data source: it has a title and nothing else.
[[nodiscard]] PageWrite checkTitleOnly(Workspace &space, const Json &properties);

/// Does it: new options, values, both sides of relations. Gives the ids of the properties that changed.
std::vector<std::string> applyWrite(Workspace &space, Page &page, const PageWrite &write, const Actor &actor);

} // namespace hs::test::notion
