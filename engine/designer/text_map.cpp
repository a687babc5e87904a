#include "engine/designer/text_map.h"

#include <algorithm>

namespace hs::designer {

TextMap::TextMap(std::string_view text, const workflow::Document &document) : m_text(text), m_document(document), m_lines({0})
{
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        m_lines.push_back(at + 1);
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return;
    m_offsets.reserve(text.size() + 1);
    int units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        m_offsets.push_back(units);
        // A character counts at its first byte: one unit, or two beyond the basic plane.
        if ((byte & 0xC0) != 0x80)
            units += byte >= 0xF0 ? 2 : 1;
    }
    m_offsets.push_back(units);
}

int TextMap::utf16(std::size_t byte) const
{
    byte = std::min(byte, m_text.size());
    return m_offsets.empty() ? int(byte) : m_offsets[byte];
}

api::TextRange TextMap::range(std::size_t from, std::size_t to) const
{
    from = std::min(from, m_text.size());
    api::TextRange out;
    out.offset = utf16(from);
    out.length = std::max(0, utf16(std::max(from, to)) - out.offset);
    const auto next = std::upper_bound(m_lines.begin(), m_lines.end(), from);
    out.line = int(next - m_lines.begin());
    out.column = out.offset - utf16(m_lines[std::size_t(out.line - 1)]) + 1;
    return out;
}

api::TextRange TextMap::range(std::string_view pointer) const
{
    while (true) {
        if (const auto *span = m_document.span(pointer))
            return range(span->key, span->end);
        const auto slash = pointer.rfind('/');
        if (slash == std::string_view::npos)
            return range(0, m_text.size());
        pointer = pointer.substr(0, slash);
    }
}

api::TextRange TextMap::wordAt(std::size_t line, std::size_t column) const
{
    if (line == 0 || line > m_lines.size())
        return range(0, 0);
    const std::size_t from = std::min(m_lines[line - 1] + column - 1, m_text.size());
    std::size_t to = from;
    if (to < m_text.size() && m_text[to] == '"') {
        for (++to; to < m_text.size() && m_text[to] != '"' && m_text[to] != '\n'; ++to) {
            if (m_text[to] == '\\' && to + 1 < m_text.size())
                ++to;
        }
        to += to < m_text.size() && m_text[to] == '"' ? 1 : 0;
    } else {
        while (to < m_text.size() && std::string_view(" \t\r\n,:{}[]\"").find(m_text[to]) == std::string_view::npos)
            ++to;
        if (to == from && to < m_text.size() && m_text[to] != '\n')
            ++to;
    }
    return range(from, to);
}

} // namespace hs::designer
