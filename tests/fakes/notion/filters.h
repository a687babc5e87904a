#pragma once

#include <functional>

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

using Condition = std::function<bool(const Page &)>;

/// Reads the filter of a query (integrations.md §2.8); 400 for what the API refuses. Null: every page. The condition holds
/// references into the schema and is good until that changes.
[[nodiscard]] Condition readFilter(Workspace &space, DataSource &table, const Json &filter);

/// Whether what a filter lets through changes as time goes by ("past_week").
[[nodiscard]] bool dependsOnTime(const Json &filter);

/// The condition under a property's type, `{equals: "x"}`; the property may be another table's (rollups).
[[nodiscard]] Condition readCondition(Workspace &space, DataSource &table, const Property &property, const std::string &type, const Json &ops);

/// Dates and times; `what` gives the page's date or nothing.
[[nodiscard]] Condition readDateCondition(Workspace &space, std::function<Json(const Page &)> what, const Json &ops, const std::string &path);

} // namespace hs::test::notion
