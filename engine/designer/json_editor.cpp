#include "engine/designer/json_editor.h"

#include <algorithm>

namespace hs::designer {

using workflow::Document;
using workflow::operator/;

namespace {

constexpr std::size_t WidestLine = 110;

std::string quoted(const std::string &name)
{
    return OrderedJson(name).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string inOneLine(const OrderedJson &value, const JsonManner &manner)
{
    const std::string comma = manner.spaceAfterComma ? ", " : ",";
    if (value.is_object() && !value.empty()) {
        std::string out;
        for (const auto &[key, inner] : value.items())
            out += (out.empty() ? "" : comma) + quoted(key) + (manner.spaceAfterColon ? ": " : ":") + inOneLine(inner, manner);
        return manner.spaceInBraces ? "{ " + out + " }" : '{' + out + '}';
    }
    if (value.is_array() && !value.empty()) {
        std::string out;
        for (const auto &inner : value)
            out += (out.empty() ? "" : comma) + inOneLine(inner, manner);
        return '[' + out + ']';
    }
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

const OrderedJson &valueAt(const Document &document, const std::string &pointer)
{
    return document.json().at(OrderedJson::json_pointer(pointer));
}

/// Pointers of what an object or array holds, in order.
std::vector<std::string> childrenOf(const Document &document, const std::string &pointer)
{
    std::vector<std::string> out;
    const OrderedJson &value = valueAt(document, pointer);
    if (value.is_object()) {
        for (const auto &item : value.items())
            out.push_back(pointer / item.key());
    } else {
        for (std::size_t i = 0; i < value.size(); ++i)
            out.push_back(pointer / i);
    }
    return out;
}

std::string parentOf(const std::string &pointer)
{
    return pointer.substr(0, pointer.rfind('/'));
}

/// The white space that a line begins with.
std::string indentOf(std::string_view text, std::size_t at)
{
    const auto lineBreak = text.rfind('\n', at == 0 ? 0 : at - 1);
    const std::size_t from = lineBreak == std::string_view::npos ? 0 : lineBreak + 1;
    std::size_t to = from;
    while (to < text.size() && (text[to] == ' ' || text[to] == '\t'))
        ++to;
    return std::string(text.substr(from, std::min(to, std::max(at, from)) - from));
}

std::size_t columnOf(std::string_view text, std::size_t at)
{
    const auto lineBreak = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return lineBreak == std::string_view::npos ? at : at - lineBreak - 1;
}

/// What stands between two siblings, seen at the first of them: a line break with its indentation, or a space.
std::string gapBefore(std::string_view text, std::size_t first, const JsonManner &manner)
{
    std::size_t from = first;
    while (from > 0 && (text[from - 1] == ' ' || text[from - 1] == '\t'))
        --from;
    if (from > 0 && text[from - 1] == '\n')
        return manner.lineEnd + std::string(text.substr(from, first - from));
    return manner.spaceAfterComma ? " " : "";
}

std::string memberText(const std::string &key, const OrderedJson &value, const JsonManner &manner, const std::string &indent, std::size_t column)
{
    const std::string head = quoted(key) + (manner.spaceAfterColon ? ": " : ":");
    return head + written(value, manner, indent, column + head.size());
}

std::string inserted(std::string text, std::size_t at, const std::string &piece)
{
    text.insert(at, piece);
    return text;
}

/// Puts a piece between siblings; among such that share a line it stays on one. `pieceFor` writes it.
template <typename Write>
std::string amongSiblings(const std::string &text, const Document &document, const std::vector<std::string> &siblings, std::size_t index,
                          const JsonManner &manner, Write pieceFor)
{
    const auto *first = document.span(siblings.front());
    const std::string gap = gapBefore(text, first->key, manner);
    const bool ownLine = gap.find('\n') != std::string::npos;
    JsonManner here = manner;
    if (!ownLine)
        here.unit.clear();
    if (index >= siblings.size()) {
        const auto *last = document.span(siblings.back());
        const std::string indent = ownLine ? gap.substr(manner.lineEnd.size()) : indentOf(text, last->end);
        return inserted(text, last->end, ',' + gap + pieceFor(indent, ownLine ? indent.size() : columnOf(text, last->end) + 2, here));
    }
    const std::size_t at = document.span(siblings[index])->key;
    const std::string indent = ownLine ? gap.substr(manner.lineEnd.size()) : indentOf(text, at);
    return inserted(text, at, pieceFor(indent, columnOf(text, at), here) + ',' + gap);
}

std::string spliced(const std::string &text, std::size_t from, std::size_t to, const std::string &piece)
{
    return text.substr(0, from) + piece + text.substr(to);
}

} // namespace

JsonManner mannerOf(std::string_view text)
{
    JsonManner manner;
    if (text.find("\r\n") != std::string_view::npos)
        manner.lineEnd = "\r\n";
    bool knowsBraces = false;
    bool knowsColon = false;
    bool knowsComma = false;
    bool knowsUnit = false;
    for (std::size_t at = 0; at + 1 < text.size() && !(knowsBraces && knowsColon && knowsComma && knowsUnit); ++at) {
        const char next = text[at + 1];
        switch (text[at]) {
        case '"':
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\')
                    ++at;
            }
            break;
        case '{':
            if (next == '\n' || next == '\r') {
                const std::size_t from = at + (next == '\r' ? 3 : 2);
                std::size_t to = from;
                while (to < text.size() && (text[to] == ' ' || text[to] == '\t'))
                    ++to;
                if (!knowsUnit && to > from)
                    manner.unit = std::string(text.substr(from, to - from));
                knowsUnit = true; // the first object of all: what stands in it is one step in
            } else if (next != '}' && !knowsBraces) {
                knowsBraces = true;
                manner.spaceInBraces = next == ' ';
            }
            break;
        case ':':
            if (!knowsColon) {
                knowsColon = true;
                manner.spaceAfterColon = next == ' ';
            }
            break;
        case ',':
            if (!knowsComma && next != '\n' && next != '\r') {
                knowsComma = true;
                manner.spaceAfterComma = next == ' ';
            }
            break;
        default:
            break;
        }
    }
    if (!knowsComma)
        manner.spaceAfterComma = manner.spaceAfterColon;
    if (!knowsBraces && manner.unit.empty())
        manner.spaceInBraces = manner.spaceAfterColon;
    return manner;
}

std::string written(const OrderedJson &value, const JsonManner &manner, const std::string &indent, std::size_t column)
{
    std::string line = inOneLine(value, manner);
    if (manner.unit.empty() || column + line.size() <= WidestLine || !value.is_structured() || value.empty())
        return line;
    const std::string inner = indent + manner.unit;
    std::string out;
    if (value.is_object()) {
        for (const auto &[key, part] : value.items())
            out += (out.empty() ? "" : ",") + manner.lineEnd + inner + memberText(key, part, manner, inner, inner.size());
        return '{' + out + manner.lineEnd + indent + '}';
    }
    for (const auto &part : value)
        out += (out.empty() ? "" : ",") + manner.lineEnd + inner + written(part, manner, inner, inner.size());
    return '[' + out + manner.lineEnd + indent + ']';
}

std::string withMember(const std::string &text, const std::string &object, const std::string &key, const OrderedJson &value, Place place, Room room)
{
    const Document document(text);
    const JsonManner manner = mannerOf(text);
    if (document.span(object / key))
        return withValue(text, object / key, value);
    const auto siblings = childrenOf(document, object);
    const auto *span = document.span(object);
    if (siblings.empty()) {
        const std::string indent = indentOf(text, span->value);
        if (room == Room::OwnLines && !manner.unit.empty()) {
            const std::string inner = indent + manner.unit;
            return spliced(text, span->value, span->end,
                           '{' + manner.lineEnd + inner + memberText(key, value, manner, inner, inner.size()) + manner.lineEnd + indent + '}');
        }
        OrderedJson whole = OrderedJson::object();
        whole[key] = value;
        return spliced(text, span->value, span->end, written(whole, manner, indent, columnOf(text, span->value)));
    }
    return amongSiblings(text, document, siblings, place == Place::First ? 0 : siblings.size(), manner,
                         [&](const std::string &indent, std::size_t column, const JsonManner &here) { return memberText(key, value, here, indent, column); });
}

std::string withElement(const std::string &text, const std::string &array, std::size_t index, const OrderedJson &value)
{
    const Document document(text);
    const JsonManner manner = mannerOf(text);
    const auto siblings = childrenOf(document, array);
    if (siblings.empty()) {
        const auto *span = document.span(array);
        return spliced(text, span->value, span->end,
                       written(OrderedJson::array({value}), manner, indentOf(text, span->value), columnOf(text, span->value)));
    }
    return amongSiblings(text, document, siblings, index, manner,
                         [&](const std::string &indent, std::size_t column, const JsonManner &here) { return written(value, here, indent, column); });
}

std::string withCompanion(const std::string &text, const std::string &pointer, const OrderedJson &value, bool before)
{
    const Document document(text);
    const JsonManner manner = mannerOf(text);
    const auto *span = document.span(pointer);
    const std::string old = text.substr(span->value, span->end - span->value);
    const std::string line = inOneLine(value, manner);
    const bool fits = manner.unit.empty()
                      || (old.find('\n') == std::string::npos && columnOf(text, span->value) + old.size() + line.size() + 4 <= WidestLine);
    if (fits) {
        const std::string comma = manner.spaceAfterComma ? ", " : ",";
        return spliced(text, span->value, span->end, '[' + (before ? line + comma + old : old + comma + line) + ']');
    }
    const std::string indent = indentOf(text, span->value);
    const std::string inner = indent + manner.unit;
    const std::string fresh = written(value, manner, inner, inner.size());
    const std::string gap = manner.lineEnd + inner;
    return spliced(text, span->value, span->end,
                   '[' + gap + (before ? fresh : old) + ',' + gap + (before ? old : fresh) + manner.lineEnd + indent + ']');
}

std::string withValue(const std::string &text, const std::string &pointer, const OrderedJson &value)
{
    const Document document(text);
    if (valueAt(document, pointer) == value)
        return text;
    const auto *span = document.span(pointer);
    return spliced(text, span->value, span->end, written(value, mannerOf(text), indentOf(text, span->value), columnOf(text, span->value)));
}

std::string without(const std::string &text, const std::string &pointer)
{
    const Document document(text);
    const std::string parent = parentOf(pointer);
    const auto siblings = childrenOf(document, parent);
    const auto at = std::size_t(std::find(siblings.begin(), siblings.end(), pointer) - siblings.begin());
    if (siblings.size() == 1) {
        const auto *around = document.span(parent);
        return spliced(text, around->value + 1, around->end - 1, {});
    }
    if (at + 1 < siblings.size())
        return spliced(text, document.span(pointer)->key, document.span(siblings[at + 1])->key, {});
    return spliced(text, document.span(siblings[at - 1])->end, document.span(pointer)->end, {});
}

std::string moved(const std::string &text, const std::string &pointer, std::size_t to)
{
    const Document document(text);
    const auto siblings = childrenOf(document, parentOf(pointer));
    const auto from = std::size_t(std::find(siblings.begin(), siblings.end(), pointer) - siblings.begin());
    to = std::min(to, siblings.size() - 1);
    if (from >= siblings.size() || from == to)
        return text;
    std::vector<std::string> pieces;
    for (const std::string &sibling : siblings) {
        const auto *span = document.span(sibling);
        pieces.push_back(text.substr(span->key, span->end - span->key));
    }
    const std::string own = pieces[from];
    pieces.erase(pieces.begin() + std::ptrdiff_t(from));
    pieces.insert(pieces.begin() + std::ptrdiff_t(to), own);
    std::string out;
    std::size_t copied = 0;
    for (std::size_t i = 0; i < siblings.size(); ++i) {
        const auto *span = document.span(siblings[i]);
        out += text.substr(copied, span->key - copied) + pieces[i];
        copied = span->end;
    }
    return out + text.substr(copied);
}

std::string withNames(const std::string &text, const std::vector<NewName> &names)
{
    const Document document(text);
    struct Cut {
        std::size_t from, to;
        std::string piece;
    };
    std::vector<Cut> cuts;
    for (const NewName &name : names) {
        const auto *span = document.span(name.pointer);
        std::size_t to = span->end;
        if (name.key) {
            // The key's own quotes: a backslash takes the next byte with it.
            to = span->key + 1;
            while (text[to] != '"')
                to += text[to] == '\\' ? 2 : 1;
            ++to;
        }
        cuts.push_back({name.key ? span->key : span->value, to, quoted(name.name)});
    }
    std::sort(cuts.begin(), cuts.end(), [](const Cut &a, const Cut &b) { return a.from > b.from; });
    std::string out = text;
    for (const Cut &cut : cuts)
        out.replace(cut.from, cut.to - cut.from, cut.piece);
    return out;
}

} // namespace hs::designer
