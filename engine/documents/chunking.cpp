#include "engine/documents/chunking.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>

#include "engine/language/characters.h"
#include "engine/language/sentences.h"
#include "engine/language/words.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

constexpr std::size_t CodeWords = 400;     // a block of code is kept whole up to this
constexpr std::size_t RowSizes = 4;        // a row of a table up to so many sizes
constexpr std::size_t TailWords = 40;      // what is left of a section and shorter joins the passage before
constexpr std::size_t LeadInWords = 60;    // a paragraph that long and directly before a list belongs to it
constexpr std::size_t SubjectWords = 60;   // the least passage between two changes of subject
constexpr std::size_t BytesOfWord = 32;    // what has no words still has a length
constexpr std::size_t HeadingBytes = 200;  // of one heading in a path
constexpr std::size_t TableHeadBytes = 2'000;

/// The smallest thing that a strategy moves about: a sentence, a word, a row, a line or a whole block.
struct Part {
    std::size_t start = 0, end = 0;
    std::size_t weight = 0; ///< words, and at least its bytes / BytesOfWord
    std::size_t block = 0;
    bool opens = true;      ///< begins a group that is kept whole
    bool keeps = false;     ///< ends a group that stays with the next one
};

struct Range {
    std::size_t first = 0, last = 0; ///< parts, half open
};

struct Section {
    std::size_t headings = 0, body = 0, end = 0; ///< blocks: headings from `headings`, what follows them from `body`
    std::string path;
};

struct Sizes {
    std::size_t size = 0, overlap = 0, code = 0;
};

Sizes sizesOf(const ChunkOptions &options)
{
    const auto size = static_cast<std::size_t>(std::clamp(options.size, 20, 1'000));
    const double share = options.overlap > 0 ? std::min(options.overlap, 0.5) : 0;
    return {size, static_cast<std::size_t>(static_cast<double>(size) * share), std::max(size, CodeWords)};
}

std::size_t weightOf(std::size_t words, std::size_t bytes)
{
    return std::max({words, bytes / BytesOfWord, std::size_t{1}});
}

std::size_t weightOf(std::string_view text)
{
    return weightOf(language::wordSpans(text).size(), text.size());
}

/// Blocks as they should be: in order, within the text, on the borders of characters, without blanks around them, none empty.
std::vector<Block> soundBlocks(const Document &document)
{
    const std::string_view text = document.text;
    std::vector<Block> sound;
    sound.reserve(document.blocks.size());
    std::size_t reached = 0;
    for (auto block : document.blocks) {
        block.start = std::max(language::characterStart(text, block.start), reached);
        const auto end = std::min(block.end, text.size());
        block.end = language::characterStart(text, end);
        if (block.end < end)
            static_cast<void>(language::nextCharacter(text, block.end));
        if (block.end <= block.start)
            continue;
        const auto start = language::withoutBlanksBefore(text, block.start, block.end);
        block.end = language::withoutBlanksBehind(text, start, block.end);
        if (block.end <= start)
            continue;
        if (block.kind == BlockKind::Code) { // its first line keeps its indent
            const auto line = text.substr(block.start, start - block.start).rfind('\n');
            block.start = line == std::string_view::npos ? block.start : block.start + line + 1;
        } else {
            block.start = start;
        }
        reached = block.end;
        sound.push_back(block);
    }
    return sound;
}

/// The headings that stand above a place.
class Path {
public:
    void enter(std::string_view heading, int level)
    {
        while (!m_headings.empty() && m_headings.back().first >= level)
            m_headings.pop_back();
        std::string folded;
        for (std::size_t at = 0; at < heading.size();) {
            const auto from = at;
            const bool blank = language::isBlank(language::nextCharacter(heading, at));
            if (!blank)
                folded += heading.substr(from, at - from);
            else if (!folded.empty() && folded.back() != ' ')
                folded += ' ';
        }
        m_headings.emplace_back(level, shortened(folded, HeadingBytes));
    }
    std::string text() const
    {
        std::string all;
        for (const auto &[level, heading] : m_headings)
            all += (all.empty() ? "" : " › ") + heading;
        return all;
    }

private:
    std::vector<std::pair<int, std::string>> m_headings;
};

class Cutter {
public:
    Cutter(const Document &document, const ChunkOptions &options, std::string_view language, const Likeness &likeness)
        : m_text(document.text), m_blocks(soundBlocks(document)), m_strategy(options.strategy), m_sizes(sizesOf(options)),
          m_language(language), m_likeness(likeness)
    {
    }

    std::vector<Chunk> cut()
    {
        for (const auto &section : sections())
            cutSection(section);
        return std::move(m_chunks);
    }

private:
    std::string_view slice(std::size_t start, std::size_t end) const { return m_text.substr(start, end - start); }
    bool isHeading(std::size_t block) const { return m_blocks[block].kind == BlockKind::Heading; }

    /// Headings that follow one another begin one section, unless they alone are more than a passage.
    std::vector<Section> sections() const
    {
        std::vector<Section> all;
        Path path;
        for (std::size_t i = 0; i < m_blocks.size();) {
            Section section{i, i, i, {}};
            std::size_t weight = 0;
            for (; i < m_blocks.size() && isHeading(i); ++i) {
                const auto text = slice(m_blocks[i].start, m_blocks[i].end);
                const auto more = weightOf(text);
                if (weight > 0 && weight + more > m_sizes.size)
                    break;
                weight += more;
                path.enter(text, m_blocks[i].level < 1 ? 1 : m_blocks[i].level);
            }
            section.body = i;
            while (weight <= m_sizes.size && i < m_blocks.size() && !isHeading(i))
                ++i;
            section.end = i;
            section.path = path.text();
            all.push_back(std::move(section));
        }
        return all;
    }

    void cutSection(const Section &section)
    {
        const bool alone = section.body == section.end;
        std::vector<Part> parts;
        for (auto block = alone ? section.headings : section.body; block < section.end; ++block)
            addParts(block, parts);
        auto ranges = m_strategy == Strategy::Semantic ? bySubject(parts) : bySize(parts);
        if ((m_strategy == Strategy::Paragraph || m_strategy == Strategy::Semantic) && ranges.size() > 1) {
            std::size_t tail = 0;
            for (auto i = ranges[ranges.size() - 2].last; i < ranges.back().last; ++i)
                tail += parts[i].weight;
            if (tail < std::min(TailWords, m_sizes.size / 2)) {
                ranges[ranges.size() - 2].last = ranges.back().last;
                ranges.pop_back();
            }
        }
        for (std::size_t i = 0; i < ranges.size(); ++i)
            addChunk(section, parts, ranges[i], i == 0 && !alone);
    }

    // ---- From blocks to parts.

    void addPart(std::size_t block, std::size_t start, std::size_t end, std::size_t words, std::vector<Part> &parts) const
    {
        if (m_blocks[block].kind != BlockKind::Code)
            start = language::withoutBlanksBefore(m_text, start, end);
        end = language::withoutBlanksBehind(m_text, start, end);
        if (start < end)
            parts.push_back({start, end, weightOf(words, end - start), block, true, false});
    }

    /// Pieces of at most `most` words and `bytes` bytes, cut at blanks between words where there are any.
    void addWords(std::size_t block, std::size_t start, std::size_t end, std::size_t most, std::size_t bytes, std::vector<Part> &parts) const
    {
        const auto words = language::wordSpans(slice(start, end));
        auto from = start;
        std::size_t count = 0;
        const auto cutAt = [&](std::size_t to) {
            while (to - from > bytes) {
                const auto inside = language::characterStart(m_text, from + bytes);
                addPart(block, from, inside, count, parts);
                from = inside;
                count = 0;
            }
            addPart(block, from, to, count, parts);
            from = to;
            count = 0;
        };
        for (std::size_t i = 0; i < words.size(); ++i) {
            ++count;
            if (i + 1 == words.size())
                break;
            const auto gap = slice(start + words[i].end, start + words[i + 1].start);
            std::size_t border = gap.size();
            for (std::size_t at = 0; at < gap.size();)
                border = language::isBlank(language::nextCharacter(gap, at)) ? at : border;
            const auto to = start + words[i].end + border;
            if (count >= most || start + words[i + 1].end - from > bytes)
                cutAt(to);
        }
        cutAt(end);
    }

    /// A stretch as one part, or in pieces of a size where it is longer than `most`.
    void addWhole(std::size_t block, std::size_t start, std::size_t end, std::size_t most, std::vector<Part> &parts) const
    {
        const auto words = language::wordSpans(slice(start, end)).size();
        if (weightOf(words, end - start) <= most)
            addPart(block, start, end, words, parts);
        else
            addWords(block, start, end, m_sizes.size, m_sizes.size * BytesOfWord, parts);
    }

    void addLines(std::size_t block, std::vector<Part> &parts) const
    {
        const auto &code = m_blocks[block];
        for (auto start = code.start; start < code.end;) {
            const auto line = m_text.find('\n', start);
            const auto end = line == std::string_view::npos ? code.end : std::min(code.end, line + 1);
            addWhole(block, start, end, m_sizes.size, parts);
            start = end;
        }
    }

    void addParts(std::size_t block, std::vector<Part> &parts) const
    {
        const auto kind = m_blocks[block].kind;
        const auto start = m_blocks[block].start, end = m_blocks[block].end;
        const auto before = parts.size();
        if (kind == BlockKind::TableRow) {
            addWhole(block, start, end, m_sizes.size * RowSizes, parts);
        } else if (kind == BlockKind::Code) {
            if (weightOf(slice(start, end)) <= m_sizes.code)
                addWhole(block, start, end, m_sizes.code, parts);
            else
                addLines(block, parts);
        } else if (m_strategy == Strategy::Simple) {
            addWords(block, start, end, 1, m_sizes.size * BytesOfWord, parts);
        } else {
            const auto weight = weightOf(slice(start, end));
            const bool whole = m_strategy == Strategy::Paragraph && weight <= m_sizes.size;
            if (whole && m_sizes.overlap == 0) {
                addWhole(block, start, end, m_sizes.size, parts);
            } else {
                for (const auto &sentence : language::sentences(slice(start, end), m_language))
                    addWhole(block, start + sentence.start, start + sentence.end, m_sizes.size, parts);
                for (auto i = before + 1; whole && i < parts.size(); ++i)
                    parts[i].opens = false;
            }
            if (parts.size() > before)
                parts.back().keeps = leadsIn(block, weight);
        }
    }

    /// Whether a paragraph only says what follows: "You need:".
    bool leadsIn(std::size_t block, std::size_t weight) const
    {
        if (m_strategy == Strategy::Simple || m_blocks[block].kind != BlockKind::Paragraph || block + 1 >= m_blocks.size() || isHeading(block + 1))
            return false;
        const bool colon = m_text[m_blocks[block].end - 1] == ':';
        return colon || (m_blocks[block + 1].kind == BlockKind::ListItem && weight <= LeadInWords);
    }

    // ---- From parts to passages.

    /// The first part of the overlap before `begin`: whole parts, of at most the overlap's words, and not all of the passage before.
    std::size_t overlapBefore(const std::vector<Part> &parts, const std::vector<Range> &ranges, std::size_t begin) const
    {
        auto lead = begin;
        std::size_t weight = 0;
        while (!ranges.empty() && lead > ranges.back().first + 1 && weight + parts[lead - 1].weight <= m_sizes.overlap)
            weight += parts[--lead].weight;
        return lead;
    }

    std::vector<Range> bySize(const std::vector<Part> &parts) const
    {
        std::vector<Range> ranges;
        const auto groupEnd = [&](std::size_t i) {
            for (++i; i < parts.size() && !parts[i].opens;)
                ++i;
            return i;
        };
        const auto weigh = [&](std::size_t first, std::size_t last) {
            std::size_t weight = 0;
            for (auto i = first; i < last; ++i)
                weight += parts[i].weight;
            return weight;
        };
        for (std::size_t begin = 0; begin < parts.size();) {
            auto lead = overlapBefore(parts, ranges, begin);
            auto total = weigh(lead, begin);
            auto end = begin;
            auto lastGroup = begin;
            while (end < parts.size()) {
                const auto next = groupEnd(end);
                const auto more = weigh(end, next);
                const bool onlyLeadIn = end > begin && lastGroup == begin && parts[end - 1].keeps && weigh(begin, end) <= LeadInWords;
                if (end > begin && !onlyLeadIn && total + more > m_sizes.size)
                    break;
                while (lead < begin && total + more > m_sizes.size)
                    total -= parts[lead++].weight;
                total += more;
                lastGroup = end;
                end = next;
            }
            if (end < parts.size() && parts[end - 1].keeps && lastGroup > begin && weigh(lastGroup, end) <= LeadInWords)
                end = lastGroup;
            ranges.push_back({lead, end});
            begin = end;
        }
        return ranges;
    }

    /// Likeness of what stands before and behind each part but the first; none where nothing may be cut.
    std::vector<std::optional<double>> likenesses(const std::vector<Part> &parts) const
    {
        constexpr std::size_t Sentences = 3;
        std::vector<std::map<std::string, double>> bags;
        if (!m_likeness) {
            for (const auto &part : parts)
                bags.push_back(bagOf(slice(part.start, part.end)));
        }
        std::vector<std::optional<double>> all(parts.size());
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto &before = m_blocks[parts[i - 1].block];
            const auto &behind = m_blocks[parts[i].block];
            const bool together = before.kind == behind.kind
                && ((before.kind == BlockKind::TableRow && before.table == behind.table)
                    || (before.kind == BlockKind::Code && parts[i - 1].block == parts[i].block));
            if (together || parts[i - 1].keeps)
                continue;
            const auto first = i < Sentences ? 0 : i - Sentences;
            const auto last = std::min(parts.size(), i + Sentences);
            const double value = m_likeness ? m_likeness(slice(parts[first].start, parts[i - 1].end), slice(parts[i].start, parts[last - 1].end))
                                            : sharedWords(bags, first, i, last);
            all[i] = std::isfinite(value) ? value : 0;
        }
        return all;
    }

    std::map<std::string, double> bagOf(std::string_view text) const
    {
        const std::string_view spoken = m_language.empty() ? "en" : m_language;
        std::map<std::string, double> bag;
        for (const auto &word : language::words(text)) {
            if (!language::isStopWord(word.folded, spoken))
                bag[language::stem(word.folded, spoken)] += 1;
        }
        return bag;
    }

    static double sharedWords(const std::vector<std::map<std::string, double>> &bags, std::size_t first, std::size_t middle, std::size_t last)
    {
        const auto gather = [&](std::size_t from, std::size_t to) {
            std::map<std::string_view, double> sum;
            for (auto i = from; i < to; ++i)
                for (const auto &[word, count] : bags[i])
                    sum[word] += count;
            return sum;
        };
        const auto before = gather(first, middle);
        const auto behind = gather(middle, last);
        double both = 0, lengthBefore = 0, lengthBehind = 0;
        for (const auto &[word, count] : before) {
            const auto found = behind.find(word);
            both += found == behind.end() ? 0 : count * found->second;
            lengthBefore += count * count;
        }
        for (const auto &[word, count] : behind)
            lengthBehind += count * count;
        return lengthBefore > 0 && lengthBehind > 0 ? both / std::sqrt(lengthBefore * lengthBehind) : 0;
    }

    /// Where the likeness is a low point of five and clearly below what is usual in the section.
    static std::vector<bool> changesOfSubject(const std::vector<std::optional<double>> &likeness)
    {
        double sum = 0, squares = 0, count = 0;
        for (const auto &value : likeness) {
            if (value) {
                sum += *value;
                squares += *value * *value;
                ++count;
            }
        }
        const double mean = count > 0 ? sum / count : 0;
        const double low = mean - 0.5 * std::sqrt(std::max(0.0, count > 0 ? squares / count - mean * mean : 0));
        std::vector<bool> changes(likeness.size());
        for (std::size_t i = 0; i < likeness.size(); ++i) {
            bool lowest = likeness[i] && *likeness[i] < low;
            for (std::size_t k = i < 2 ? 0 : i - 2; lowest && k <= i + 2 && k < likeness.size(); ++k)
                lowest = k == i || !likeness[k] || (k < i ? *likeness[i] < *likeness[k] : *likeness[i] <= *likeness[k]);
            changes[i] = lowest;
        }
        return changes;
    }

    std::vector<Range> bySubject(const std::vector<Part> &parts) const
    {
        const auto likeness = likenesses(parts);
        const auto changes = changesOfSubject(likeness);
        const auto least = std::min(SubjectWords, m_sizes.size / 3);
        const auto most = m_sizes.size - m_sizes.overlap;
        std::vector<Range> ranges;
        std::size_t begin = 0, total = 0;
        const auto cutBefore = [&](std::size_t i) {
            ranges.push_back({overlapBefore(parts, ranges, begin), i});
            begin = i;
        };
        for (std::size_t i = 0; i < parts.size(); ++i) {
            while (i > begin && total + parts[i].weight > most) {
                // Too long: cut where the subjects differ most, but leave no crumb.
                auto best = i;
                std::size_t weight = 0;
                for (auto k = begin + 1; k < i; ++k) {
                    weight += parts[k - 1].weight;
                    if (weight >= least && likeness[k] && (best == i ? !likeness[i] || *likeness[k] < *likeness[i] : *likeness[k] < *likeness[best]))
                        best = k;
                }
                cutBefore(best);
                total = 0;
                for (auto k = best; k < i; ++k)
                    total += parts[k].weight;
            }
            if (i > begin && changes[i] && total >= least) {
                cutBefore(i);
                total = 0;
            }
            total += parts[i].weight;
        }
        if (begin < parts.size())
            cutBefore(parts.size());
        return ranges;
    }

    // ---- From passages to chunks.

    void addChunk(const Section &section, const std::vector<Part> &parts, const Range &range, bool withHeadings)
    {
        const auto &first = parts[range.first];
        const auto &last = parts[range.last - 1];
        const auto firstBlock = withHeadings ? section.headings : first.block;
        Chunk chunk;
        chunk.ordinal = static_cast<int>(m_chunks.size());
        chunk.heading = section.path;
        chunk.start = firstBlock == first.block ? first.start : m_blocks[firstBlock].start;
        chunk.end = last.end;
        chunk.page = m_blocks[firstBlock].page;
        chunk.kind = m_blocks[first.block].kind;
        for (auto block = firstBlock; block <= last.block; ++block)
            chunk.confidence = std::min(chunk.confidence, m_blocks[block].confidence);
        if (chunk.kind == BlockKind::TableRow && m_blocks[first.block].level != 1)
            chunk.prefix = headOf(m_blocks[first.block].table, chunk.start);
        m_chunks.push_back(std::move(chunk));
    }

    /// The rows at the head of a table, which ended before `place`.
    std::string headOf(int table, std::size_t place)
    {
        if (!m_heads) {
            m_heads.emplace();
            for (const auto &block : m_blocks) {
                if (block.kind == BlockKind::TableRow && block.level == 1 && block.table > 0) {
                    auto &[head, end] = (*m_heads)[block.table];
                    head = upTo(head + (head.empty() ? "" : "\n") + std::string(slice(block.start, block.end)), TableHeadBytes);
                    end = block.end;
                }
            }
        }
        const auto found = m_heads->find(table);
        return found == m_heads->end() || found->second.second > place ? std::string() : found->second.first;
    }

    std::string_view m_text;
    std::vector<Block> m_blocks;
    Strategy m_strategy;
    Sizes m_sizes;
    std::string_view m_language;
    const Likeness &m_likeness;
    std::optional<std::map<int, std::pair<std::string, std::size_t>>> m_heads;
    std::vector<Chunk> m_chunks;
};

} // namespace

ChunkOptions ChunkOptions::of(Strategy strategy)
{
    switch (strategy) {
    case Strategy::Sentence: return {strategy, 120, 0.3};
    case Strategy::Simple: return {strategy, 200, 0.2};
    case Strategy::Semantic: return {strategy, 300, 0};
    case Strategy::Paragraph: break;
    }
    return {Strategy::Paragraph, 250, 0};
}

std::vector<Chunk> chunk(const Document &document, const ChunkOptions &options, std::string_view language, const Likeness &likeness)
{
    return Cutter(document, options, language, likeness).cut();
}

} // namespace hs::documents
