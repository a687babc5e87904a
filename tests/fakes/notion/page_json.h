#pragma once

#include <memory>
#include <optional>
#include <set>

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// The page object (integrations.md §2.6). `only`: ids of the properties that were asked for; nothing: all.
[[nodiscard]] Json pageJson(Workspace &space, Page &page, Version version, const std::optional<std::set<std::string>> &only = {});

/// The same as text, made once and kept until the page or its schema changes.
[[nodiscard]] std::shared_ptr<const std::string> pageText(Workspace &space, Page &page, Version version);

/// filter_properties of a request as property ids; names and ids are taken, 400 for what is neither.
[[nodiscard]] std::optional<std::set<std::string>> wantedProperties(DataSource &table, const std::vector<std::string> &named);

/// Whether its pages show values of other pages.
[[nodiscard]] bool looksElsewhere(const DataSource &table);

[[nodiscard]] Json databaseJson(Workspace &space, const Database &database, Version version);
[[nodiscard]] Json dataSourceJson(Workspace &space, DataSource &table, Version version);

} // namespace hs::test::notion
