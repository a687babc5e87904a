#include "engine/documents/builder.h"

#include <algorithm>

#include "engine/documents/ascii.h"
#include "engine/documents/encoding.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

/// Characters that show nothing: soft hyphen, zero width space, word joiner, byte order mark, signs of direction.
std::size_t invisibleAt(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at, 3);
    if (rest.starts_with("\xc2\xad"))
        return 2;
    if (rest == "\xe2\x80\x8b" || rest == "\xe2\x81\xa0" || rest == "\xef\xbb\xbf" || rest == "\xe2\x80\x8e" ||
        rest == "\xe2\x80\x8f")
        return 3;
    return 0;
}

} // namespace

std::string prose(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    bool blank = false, line = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            line = true;
            continue;
        }
        if (isBlank(c)) {
            blank = true;
            continue;
        }
        if (c == '\xc2' && i + 1 < text.size() && text[i + 1] == '\xa0') { // a space that does not break is a space
            blank = true;
            ++i;
            continue;
        }
        if (c == '\xc2' || c == '\xe2' || c == '\xef')
            if (const auto size = invisibleAt(text, i); size > 0) {
                i += size - 1;
                continue;
            }
        if ((line || blank) && !result.empty())
            result += line ? '\n' : ' ';
        line = blank = false;
        result += c;
    }
    return result;
}

std::optional<Error> outgrown(const Limits &limits, std::size_t text, std::size_t blocks)
{
    if (text > limits.text)
        return beyondLimit("it holds more than " + std::to_string(limits.text / (1024 * 1024)) + " MiB of text")
            .value();
    if (blocks > limits.blocks)
        return beyondLimit("it holds more than " + std::to_string(limits.blocks) + " paragraphs, rows and the like")
            .value();
    return std::nullopt;
}

void Builder::heading(int level, std::string_view text)
{
    add({.kind = BlockKind::Heading, .level = std::clamp(level, 1, 6)}, oneLine(prose(text)));
}

void Builder::paragraph(std::string_view text)
{
    add({.kind = BlockKind::Paragraph}, prose(text));
}

void Builder::item(int depth, std::string_view text)
{
    add({.kind = BlockKind::ListItem, .level = std::max(depth, 1)}, prose(text));
}

void Builder::code(std::string_view text)
{
    const auto last = text.find_last_not_of(" \t\n\r");
    const auto first = text.find_first_not_of(" \t\n\r");
    if (last == std::string_view::npos)
        return;
    const auto line = text.substr(0, first).rfind('\n'); // the indent of its first line is a part of it
    add({.kind = BlockKind::Code}, text.substr(line == std::string_view::npos ? 0 : line + 1)
                                       .substr(0, last + 1 - (line == std::string_view::npos ? 0 : line + 1)));
}

void Builder::row(int table, bool head, const std::vector<std::string> &cells)
{
    std::string text;
    bool any = false;
    for (const auto &cell : cells) {
        if (&cell != cells.data())
            text += " | ";
        const auto line = oneLine(prose(cell));
        any = any || !line.empty();
        text += line;
        if (text.size() > m_limits.text)
            break;
    }
    if (any)
        add({.kind = BlockKind::TableRow, .level = head ? 1 : 0, .table = table},
            std::string_view(text).substr(text.find_first_not_of(' ')));
}

void Builder::append(const Document &part, int deeper)
{
    const int tables = m_tables;
    for (const auto &block : part.blocks) {
        auto copy = block;
        copy.page = 0;
        if (copy.kind == BlockKind::Heading)
            copy.level = std::min(copy.level + deeper, 6);
        if (copy.table > 0) {
            copy.table += tables;
            m_tables = std::max(m_tables, copy.table);
        }
        const int before = std::exchange(confidence, block.confidence);
        add(copy, std::string_view(part.text).substr(block.start, block.end - block.start));
        confidence = before;
    }
}

void Builder::add(Block block, std::string_view text)
{
    if (full() || text.empty())
        return;
    if (!isUtf8(text)) { // a library let it pass
        const auto repaired = cleaned(std::string(text));
        if (!repaired.empty())
            add(block, repaired);
        return;
    }
    auto &whole = m_document.text;
    if (!m_document.blocks.empty()) {
        const auto &last = m_document.blocks.back();
        const bool runsOn =
            (block.kind == BlockKind::ListItem &&
             (last.kind == BlockKind::ListItem || last.kind == BlockKind::Paragraph)) ||
            (block.kind == BlockKind::TableRow && last.kind == BlockKind::TableRow && last.table == block.table);
        whole += runsOn ? "\n" : "\n\n";
    }
    m_failure = outgrown(m_limits, whole.size() + text.size(), m_document.blocks.size() + 1);
    if (m_failure)
        return;
    block.start = whole.size();
    whole += text;
    block.end = whole.size();
    if (block.page == 0)
        block.page = page;
    block.confidence = confidence;
    m_document.blocks.push_back(block);
}

Result<Document> Builder::finish()
{
    if (m_failure)
        return tl::make_unexpected(*m_failure);
    return std::move(m_document);
}

} // namespace hs::documents
