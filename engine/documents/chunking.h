#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/document.h"

namespace hs::documents {

/// How a document is cut into the passages that are found and cited. Sizes are words (of the same rule as the search's); what has no
/// words counts as one for every 32 bytes. Headings at the beginning of a passage do not count.
enum class Strategy {
    Paragraph, ///< whole paragraphs up to `size`; breaks at every heading; longer ones are cut at sentences; a tail under 40 words joins the passage before
    Sentence,  ///< whole sentences up to `size`, the overlap in whole sentences
    Simple,    ///< windows of `size` words
    Semantic,  ///< breaks where the subject changes
};

struct ChunkOptions {
    Strategy strategy = Strategy::Paragraph;
    int size = 250;      ///< 20 to 1,000; code is kept whole up to 400
    double overlap = 0;  ///< share of a passage repeated in the next one, 0 to 0.5; never across a heading
    /// The options a strategy has by default: 250/0, 120/0.3, 200/0.2, 300/0.
    [[nodiscard]] static ChunkOptions of(Strategy strategy);
};

struct Chunk {
    int ordinal = 0;      ///< from 0
    std::string heading;  ///< path of headings, " › " between
    std::size_t start = 0, end = 0; ///< bytes of Document::text; the passage is exactly this slice
    int page = 0;
    BlockKind kind = BlockKind::Paragraph; ///< of its first block that is no heading; Heading where there is none
    int confidence = 100; ///< the least of its blocks
    std::string prefix;   ///< head of its table, for a piece of a table that does not begin with it: indexed, not cited
};

/// Cosine of two runs of sentences, -1 to 1; for Strategy::Semantic. Null: shared words are compared instead.
using Likeness = std::function<double(std::string_view before, std::string_view after)>;

/// Passages in the order of the text. Every character of every block that is no blank lies in at least one of them; none crosses a heading, none cuts a
/// character or a table's row (unless the row alone is longer than 4 sizes). Headings alone make no passage unless nothing follows them. Deterministic; any thread.
[[nodiscard]] std::vector<Chunk> chunk(const Document &document, const ChunkOptions &options, std::string_view language, const Likeness &likeness = {});

} // namespace hs::documents
