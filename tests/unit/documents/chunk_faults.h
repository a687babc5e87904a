#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/documents/chunking.h"
#include "engine/language/characters.h"
#include "engine/language/words.h"

/// What has to hold for the passages of every document, whatever is in it.
namespace hs::test {

/// A block without the blanks around it; empty where it has nothing else.
inline language::Span inner(const documents::Document &document, const documents::Block &block)
{
    const std::string_view text = document.text;
    const auto start = std::min(block.start, text.size());
    const auto end = std::max(start, std::min(block.end, text.size()));
    const auto from = language::withoutBlanksBefore(text, start, end);
    return {from, language::withoutBlanksBehind(text, from, end)};
}

/// The first fault of the passages; empty when there is none. `tidy`: the document's blocks are as they should be (in order, on
/// the borders of characters, nothing but blanks between them), so that everything that is promised can be checked.
inline std::string faultOf(const documents::Document &document, const documents::ChunkOptions &options,
    const std::vector<documents::Chunk> &chunks, bool tidy)
{
    using documents::BlockKind;
    const std::string_view text = document.text;
    std::size_t start = 0, end = 0;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto &chunk = chunks[i];
        if (chunk.ordinal != static_cast<int>(i))
            return "ordinal";
        if (chunk.end <= chunk.start || chunk.end > text.size())
            return "empty or beyond the text";
        if (i > 0 && (chunk.start <= start || chunk.end <= end))
            return "not behind the one before";
        if (language::characterStart(text, chunk.start) != chunk.start || language::characterStart(text, chunk.end) != chunk.end)
            return "a character is cut";
        if (language::withoutBlanksBehind(text, chunk.start, chunk.end) != chunk.end)
            return "blanks at the end";
        if (!chunk.prefix.empty() && chunk.kind != BlockKind::TableRow)
            return "a head for what is no table";
        start = chunk.start;
        end = chunk.end;
    }
    // Whether every character of a stretch that is no blank is in a passage.
    const auto within = [&](std::size_t from, std::size_t to) {
        for (const auto &chunk : chunks) {
            if (from >= to)
                break;
            if (chunk.start <= from && chunk.end > from)
                from = language::withoutBlanksBefore(text, std::min(chunk.end, to), to);
        }
        return from >= to;
    };
    const auto size = static_cast<std::size_t>(std::clamp(options.size, 20, 1'000));
    std::size_t next = 0; // the first passage that may reach into the block
    for (const auto &block : document.blocks) {
        const auto [from, to] = inner(document, block);
        if (!tidy || from >= to)
            continue;
        if (!within(from, to))
            return "something is in no passage";
        while (next < chunks.size() && chunks[next].end <= from)
            ++next;
        for (auto i = next; i < chunks.size() && chunks[i].start < to; ++i) {
            const auto &chunk = chunks[i];
            const bool cut = chunk.start > from || chunk.end < to;
            if (block.kind == BlockKind::TableRow && cut
                && std::max(language::wordSpans(text.substr(from, to - from)).size(), (to - from) / 32) <= 4 * size)
                return "a row is cut";
            if (block.kind == BlockKind::Heading && chunk.start < from && chunk.kind != BlockKind::Heading) {
                // Only headings may stand before a heading.
                for (const auto &other : document.blocks) {
                    const auto [otherFrom, otherTo] = inner(document, other);
                    if (other.kind != BlockKind::Heading && otherFrom < otherTo && otherTo > chunk.start && otherFrom < from)
                        return "a heading is crossed";
                }
            }
        }
    }
    if (!tidy)
        return {};
    for (const auto &chunk : chunks) {
        std::size_t most = size, body = chunk.start;
        for (const auto &block : document.blocks) {
            if (block.start >= chunk.end || block.end <= chunk.start)
                continue;
            if (block.kind == BlockKind::Heading && chunk.kind != BlockKind::Heading)
                body = std::max(body, std::min(block.end, chunk.end));
            if (block.kind == BlockKind::Code)
                most = std::max<std::size_t>(most, 400);
            if (block.kind == BlockKind::TableRow)
                most = std::max(most, 4 * size);
        }
        // A lead-in before it, a tail behind it; a run without blanks that is cut can have a few words more.
        most += 60 + 40;
        const auto words = language::wordSpans(text.substr(body, chunk.end - body)).size();
        if (words > most + most / 8)
            return "too many words: " + std::to_string(words);
        if (chunk.end - body > 64 * (most + 8))
            return "too many bytes";
    }
    return {};
}

} // namespace hs::test
