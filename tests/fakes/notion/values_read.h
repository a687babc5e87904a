#pragma once

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// Longest list of relations or people in a page object (integrations.md §2.2); the rest is in the property's own answer.
inline constexpr std::size_t ShownInPage = 25;

/// The `<type>` value of one property in the API's shape. `cut`: lists end after ShownInPage.
[[nodiscard]] Json shownValue(Workspace &space, DataSource &table, const Property &property, const Page &page, bool cut);

/// {id, type, <type>: value}, with has_more for relations.
[[nodiscard]] Json propertyJson(Workspace &space, DataSource &table, const Property &property, const Page &page);

/// One scalar for formulas and sorting: a text, a number, a boolean, or null. Options and users by name, dates by their start.
[[nodiscard]] Json plainValue(Workspace &space, DataSource &table, const Property &property, const Page &page);

/// As kept; null where nothing was ever written.
[[nodiscard]] const Json &keptValue(const Page &page, const Property &property);

[[nodiscard]] std::string titleOf(const Page &page);
[[nodiscard]] std::string timeText(Timestamp at); ///< rounded down to the minute

} // namespace hs::test::notion
