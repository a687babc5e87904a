#pragma once

#include "tests/fakes/notion/workspace.h"

// The content of pages (integrations.md §2.9).
namespace hs::test::notion {

/// What a request says of new blocks, checked: types, texts, limits (100 an array, 1,000 in all, two levels of nesting).
/// 403 when a free workspace has none left.
void checkBlocks(const Workspace &space, const Json &children, const std::string &path);

/// Adds checked blocks at a place among the children of a page or a block; gives their ids.
std::vector<std::string> addBlocks(Workspace &space, const Parent &parent, const Json &children, std::size_t at, const Actor &actor);

/// The children of a page or a block, the trashed ones too.
[[nodiscard]] std::vector<std::string> &childrenOf(Workspace &space, const Parent &parent);

/// A block as the API shows it; `id` may be a page's or a database's, which are blocks too.
[[nodiscard]] Json blockJson(Workspace &space, const std::string &id, Version version);

/// Changes the `<type>` object of a block; 400 when the request is for another type.
void changeBlock(Workspace &space, Block &block, const Json &body, const Actor &actor);

/// The page in which a block stands, at whatever depth; null when it stands in none.
[[nodiscard]] Page *pageOf(Workspace &space, Parent parent);

/// The content of a page has changed: its edit time, and the event.
void contentChanged(Workspace &space, const Parent &parent, const std::vector<std::string> &blocks, const Actor &actor);

} // namespace hs::test::notion
