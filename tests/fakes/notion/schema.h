#pragma once

#include "tests/fakes/notion/workspace.h"

// Columns: made, changed, taken away (integrations.md §2.5, §2.7).
namespace hs::test::notion {

/// Makes the columns of a new data source. Exactly one title is needed. `versioned`: of whom statusCreation asks.
void createSchema(Workspace &space, DataSource &table, const Json &properties, const Actor &actor, Version version);

/// `properties` of PATCH /data_sources: renames, changes, additions and, by null, removals. Checks all before it changes anything
/// that a later entry could refuse.
void updateSchema(Workspace &space, DataSource &table, const Json &properties, const Actor &actor, Version version);

/// `properties` of a data source as the API shows them.
[[nodiscard]] Json schemaJson(Workspace &space, DataSource &table);

/// Adds an option that a page was given by a new name.
Option &addOption(Workspace &space, Property &property, const std::string &name);
[[nodiscard]] Option *findOption(Property &property, std::string_view idOrName);

} // namespace hs::test::notion
