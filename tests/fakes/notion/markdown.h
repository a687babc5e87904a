#pragma once

#include <string>

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

/// The text of a page: its blocks, one level below the other by indentation.
[[nodiscard]] std::string markdownOf(Workspace &space, const Page &page);

/// Blocks as a request would bring them, from a text: headings, lists, to-dos, quotes, code, dividers, paragraphs.
/// More than 100 of them, so it is for addBlocks and not for checkBlocks.
[[nodiscard]] Json blocksFromMarkdown(std::string_view markdown);

} // namespace hs::test::notion
