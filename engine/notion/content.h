#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"

/// What stands inside a page: blocks into text for search and reading, and text into blocks (integrations.md §2.9).
/// Pure, any thread.
namespace hs::notion {

struct Block {
    std::string id; ///< normalised
    std::string type;
    bool hasChildren = false;  ///< to be fetched (`Calls::children`) unless `isPage`
    std::string childrenOf;    ///< whose children to fetch: the block itself, or the one that a synced block shows
    Json content;              ///< what stands under the type
    std::vector<Block> children; ///< filled by the caller

    [[nodiscard]] bool isPage() const { return type == "child_page" || type == "child_database"; }
};
struct BlockList {
    std::vector<Block> blocks; ///< none that is in the trash
    std::string nextCursor;
    bool hasMore = false;
};
/// An answer of `GET /blocks/{id}/children` or of an append. Fails with Corrupt.
[[nodiscard]] Result<BlockList> parseBlocks(std::string_view body);

/// The blocks and their children as text in the manner of Markdown.
[[nodiscard]] std::string toText(const std::vector<Block> &blocks);

/// An answer of `GET /pages/{id}/markdown`.
struct PageText {
    std::string id; ///< normalised
    std::string markdown;
    bool truncated = false;                 ///< then fetch the children of each of `unknownBlocks`
    std::vector<std::string> unknownBlocks; ///< ids, normalised
};
[[nodiscard]] Result<PageText> parsePageText(std::string_view body);

/// Text in the manner of Markdown as blocks: headings, lists, to-dos, quotes, code, dividers, paragraphs. One level; long
/// paragraphs become several. Never fails: what is no UTF-8 is replaced.
[[nodiscard]] Json toBlocks(std::string_view text);
/// The blocks cut into lists that each fit into one append (at most 100 blocks, and the size of a request).
[[nodiscard]] std::vector<Json> chunks(const Json &blocks);

} // namespace hs::notion
