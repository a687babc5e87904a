#pragma once

#include <string>

#include "tests/fakes/notion/workspace.h"

// Rich text is kept short: {"c": text} and what differs from plain: "l" link, "a" annotations, "m" mention, "e": true
// for an equation whose expression is "c".
namespace hs::test::notion {

/// Checks a list of rich text items as they are written and makes the kept form; 400 for what the API refuses
/// (integrations.md §2.2: 100 items, 2,000 units of UTF-16, links of 2,000, equations of 1,000).
[[nodiscard]] Json keptText(const Workspace &space, const Json &written, const std::string &path);

/// The items as the API shows them.
[[nodiscard]] Json shownText(const Json &kept);

[[nodiscard]] std::string plainText(const Json &kept);
[[nodiscard]] Json keptFromPlain(std::string_view text); ///< in items of at most 2,000 units

/// How long a text is as Notion counts: in units of UTF-16.
[[nodiscard]] std::size_t utf16Length(std::string_view utf8);

} // namespace hs::test::notion
