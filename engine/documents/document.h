#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// What a file, a page or a record says, as text with its structure.
namespace hs::documents {

enum class BlockKind { Heading, Paragraph, ListItem, TableRow, Code };

/// One part of a document's text. Blocks follow one another in the text, do not overlap, and hold all that is to be found.
struct Block {
    BlockKind kind = BlockKind::Paragraph;
    int level = 0;                  ///< of a heading: 1 to 6; of a list item: its depth from 1; of a table row: 1 = head of its table
    std::size_t start = 0, end = 0; ///< bytes of Document::text, half open
    int page = 0;                   ///< from 1; 0: the source has no pages
    int table = 0;                  ///< which table a row belongs to, from 1
    int confidence = 100;           ///< of text recognition, in percent; 100: nothing was recognised, it was read
};

struct Document {
    std::string text;   ///< valid UTF-8; what is shown, searched and cited are slices of it
    std::vector<Block> blocks;
    std::string title;  ///< empty: the source names none
    std::string author;
    std::string language; ///< ISO 639-1 as the source says; empty: it does not say
    std::string canonical; ///< of a web page: the address it gives itself
    std::string mediaType; ///< as it was read: "application/pdf"
    std::int64_t changedAt = 0; ///< as the source says, milliseconds since 1970; 0: it does not say
    int pages = 0;
    std::vector<std::string> notes; ///< what people should know, in plain English: "the text of page 3 was recognised, 54 % sure"
    std::vector<std::string> links; ///< of a web page: absolute http(s) addresses it leads to, in order, each once, at most 1,000
};

} // namespace hs::documents
