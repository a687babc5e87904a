#include <algorithm>
#include <charconv>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/encoding.h"
#include "engine/documents/kinds.h"
#include "engine/documents/line_shape.h"
#include "engine/documents/work.h"

namespace hs::documents {

namespace {

/// One line of the text without the blanks at its end.
struct TextLine {
    std::size_t start = 0, end = 0;
    std::size_t indent = 0;
    [[nodiscard]] std::size_t first() const { return start + indent; }
    [[nodiscard]] bool empty() const { return first() >= end; }
};

constexpr std::size_t WrappedFrom = 45,
                      WrappedTo = 130; // bytes of a line that was wrapped and not ended by its writer

class TextReader {
public:
    TextReader(Document &document, const Limits &limits) : m_document(document), m_limits(limits) {}

    std::optional<Error> read()
    {
        const std::string_view text = m_document.text;
        std::vector<TextLine> paragraph;
        for (std::size_t at = 0; at < text.size();) {
            const auto newline = std::min(text.find('\n', at), text.size());
            TextLine line{at, newline, 0};
            while (line.end > line.start && isBlank(text[line.end - 1]))
                --line.end;
            while (!line.empty() && isBlank(text[line.first()]))
                ++line.indent;
            if (line.empty()) {
                take(paragraph);
                paragraph.clear();
            } else {
                paragraph.push_back(line);
            }
            if (const auto failure = outgrown(m_limits, 0, m_document.blocks.size()))
                return failure;
            at = newline + 1;
        }
        take(paragraph);
        markNumberedHeadings();
        return outgrown(m_limits, text.size(), m_document.blocks.size());
    }

private:
    [[nodiscard]] std::string_view of(const TextLine &line) const
    {
        return std::string_view(m_document.text).substr(line.first(), line.end - line.first());
    }

    void take(std::vector<TextLine> lines)
    {
        if (lines.size() >= 2)
            if (const int level = underlineLevel(of(lines[1]), of(lines[0])); level > 0) {
                add(BlockKind::Heading, level, lines[0].first(), lines[0].end);
                lines.erase(lines.begin(), lines.begin() + 2);
            }
        for (std::size_t i = 0; i < lines.size();) {
            auto next = i + 1;
            if (isListLine(of(lines[i])) &&
                (i > 0 || lines.size() == 1 || isListLine(of(lines[1])) || lines[1].indent > lines[0].indent)) {
                while (next < lines.size() && !isListLine(of(lines[next])) && lines[next].indent > lines[i].indent)
                    ++next;
                add(BlockKind::ListItem, int(lines[i].indent / 2) + 1, lines[i].first(), lines[next - 1].end);
            } else {
                while (next < lines.size() &&
                       !(isBulletLine(of(lines[next])) && next + 1 < lines.size() &&
                         isBulletLine(of(lines[next + 1]))) &&
                       !(isListLine(of(lines[next])) && of(lines[next - 1]).ends_with(':')))
                    ++next;
                add(BlockKind::Paragraph, 0, lines[i].first(), lines[next - 1].end);
            }
            unwrap(lines, i, next);
            i = next;
        }
    }

    /// Lines that a program wrapped become one again, by a space of the same size as the line end.
    void unwrap(const std::vector<TextLine> &lines, std::size_t from, std::size_t to)
    {
        for (auto i = from; i + 1 < to; ++i)
            if (const auto size = lines[i].end - lines[i].start;
                size < WrappedFrom || size > WrappedTo || lines[i + 1].indent > lines[i].indent + 8)
                return;
        for (auto i = from; i + 1 < to; ++i)
            for (auto at = lines[i].end; at < lines[i + 1].first(); ++at)
                m_document.text[at] = ' ';
    }

    void add(BlockKind kind, int level, std::size_t start, std::size_t end)
    {
        if (m_document.blocks.size() <= m_limits.blocks)
            m_document.blocks.push_back({.kind = kind, .level = level, .start = start, .end = end});
    }

    /// "1. Scope", "1.1 Terms", "2. Duties": only where at least two of them count on, and none of them is an item of
    /// a list.
    void markNumberedHeadings()
    {
        auto &blocks = m_document.blocks;
        std::vector<std::pair<std::size_t, int>> found; // block, level
        std::vector<int> last;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto text =
                std::string_view(m_document.text).substr(blocks[i].start, blocks[i].end - blocks[i].start);
            const auto numbers = headingNumber(text);
            if (numbers.empty() || blocks[i].kind == BlockKind::Heading)
                continue;
            // Behind a heading stands text; behind an item the next item.
            if (i + 1 >= blocks.size() || (blocks[i + 1].kind == BlockKind::ListItem &&
                                           headingNumber(slice(blocks[i + 1])).size() <= numbers.size()))
                continue;
            if (!followsOn(last, numbers))
                return;
            last = numbers;
            found.emplace_back(i, int(numbers.size()));
        }
        if (found.size() < 2)
            return;
        for (const auto &[block, level] : found) {
            blocks[block].kind = BlockKind::Heading;
            blocks[block].level = std::min(level, 6);
        }
    }

    [[nodiscard]] std::string_view slice(const Block &block) const
    {
        return std::string_view(m_document.text).substr(block.start, block.end - block.start);
    }

    Document &m_document;
    const Limits &m_limits;
};

} // namespace

Result<Document> readPlainText(const Source &source, Work &work)
{
    Document document;
    document.text = toUtf8(source.bytes, parameterOf(source.mediaType, "charset"));
    if (auto failure = outgrown(work.limits, document.text.size(), 0))
        return tl::make_unexpected(*failure);
    if (auto failure = TextReader(document, work.limits).read())
        return tl::make_unexpected(*failure);
    if (work.late())
        return tookTooLong("it took too long to read");
    return document;
}

} // namespace hs::documents
