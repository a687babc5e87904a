#pragma once

#include "engine/documents/document.h"
#include "tests/unit/language/random_text.h"

namespace hs::test {

/// A document of every kind of block, with a text that nobody wrote. `tidy`: as a reader makes it; else its text has bytes that
/// are no characters, and blocks that overlap, cut characters and reach beyond it.
inline documents::Document randomDocument(RandomText &random, bool tidy)
{
    using documents::Block;
    using documents::BlockKind;
    documents::Document document;
    const auto blocks = random.below(40);
    int table = 0;
    for (std::uint32_t i = 0; i < blocks; ++i) {
        Block block;
        block.kind = static_cast<BlockKind>(random.below(5));
        block.level = static_cast<int>(random.below(7));
        block.page = static_cast<int>(i / 8 + 1);
        block.confidence = 50 + static_cast<int>(random.below(51));
        if (block.kind == BlockKind::TableRow) {
            const bool begins = document.blocks.empty() || document.blocks.back().kind != BlockKind::TableRow;
            table += begins ? 1 : 0;
            block.level = begins ? 1 : 0;
            block.table = table;
        }
        const auto length = random.below(10) == 0 ? random.below(900) : random.below(block.kind == BlockKind::Heading ? 10 : 60);
        block.start = document.text.size();
        document.text += random.text(length, !tidy);
        block.end = document.text.size();
        if (!tidy && random.below(4) == 0) {
            block.start = random.below(static_cast<std::uint32_t>(document.text.size() + 20));
            block.end = random.below(static_cast<std::uint32_t>(document.text.size() + 20));
        }
        document.blocks.push_back(block);
        document.text += "\n\n";
    }
    return document;
}

} // namespace hs::test
