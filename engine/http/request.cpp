#include "engine/http/request.h"

#include <algorithm>

namespace hs::httpd {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Percent-decodes; false for a broken escape.
bool decode(std::string_view text, bool plusIsSpace, std::string &out)
{
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size())
                return false;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0)
                return false;
            out += char(high * 16 + low);
            i += 2;
        } else {
            out += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return true;
}

std::string quoted(std::string_view text)
{
    return "\"" + std::string(text.substr(0, 60)) + "\"";
}

bool isPlainPath(std::string_view path)
{
    return std::none_of(path.begin(), path.end(), [](char c) { return c == '%' || static_cast<unsigned char>(c) >= 0x80; });
}

bool hasEncodedSlash(std::string_view path)
{
    for (std::size_t i = 0; i + 2 < path.size(); ++i)
        if (path[i] == '%' && path[i + 1] == '2' && lower(path[i + 2]) == 'f')
            return true;
    return false;
}

} // namespace

std::string_view name(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    case Method::Options:
        return "OPTIONS";
    case Method::Other:
        break;
    }
    return "-";
}

void Headers::add(std::string_view name, std::string_view value)
{
    if (m_slots.empty()) { // what an ordinary sender brings fits without growing again
        m_text.reserve(512);
        m_slots.reserve(16);
    }
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    const auto begin = std::uint32_t(m_text.size());
    m_text.append(name).append(value);
    m_slots.push_back({begin, std::uint32_t(name.size()), begin + std::uint32_t(name.size()), std::uint32_t(value.size())});
}

void Headers::clear()
{
    m_text.clear();
    m_slots.clear();
}

std::string_view Headers::part(std::uint32_t begin, std::uint32_t size) const
{
    return std::string_view(m_text).substr(begin, size);
}

const Headers::Slot *Headers::find(std::string_view name) const
{
    for (const Slot &slot : m_slots)
        if (equalsIgnoringCase(part(slot.name, slot.nameSize), name))
            return &slot;
    return nullptr;
}

std::string_view Headers::get(std::string_view name) const
{
    const Slot *slot = find(name);
    return slot ? part(slot->value, slot->valueSize) : std::string_view();
}

std::size_t Headers::count(std::string_view name) const
{
    return std::size_t(std::count_if(m_slots.begin(), m_slots.end(), [&](const Slot &slot) {
        return equalsIgnoringCase(part(slot.name, slot.nameSize), name);
    }));
}

std::pair<std::string_view, std::string_view> Headers::at(std::size_t index) const
{
    const Slot &slot = m_slots.at(index);
    return {part(slot.name, slot.nameSize), part(slot.value, slot.valueSize)};
}

Result<QueryItems> parseQuery(std::string_view query)
{
    QueryItems items;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto item = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (item.empty())
            continue;
        const auto equals = item.find('=');
        std::pair<std::string, std::string> decoded;
        if (!decode(item.substr(0, equals), true, decoded.first) || !isUtf8(decoded.first)
            || (equals != std::string_view::npos && (!decode(item.substr(equals + 1), true, decoded.second)
                                                     || !isUtf8(decoded.second))))
            return fail(Errc::BadInput, "the query item " + (isUtf8(item) ? quoted(item) : "number "
                        + std::to_string(items.size() + 1)) + " is not percent-encoded UTF-8", "query");
        items.push_back(std::move(decoded));
    }
    return items;
}

Result<std::pair<std::string, std::string>> splitTarget(std::string_view target)
{
    const auto bad = [](const char *what) { return fail(Errc::BadInput, what, "request line"); };

    // Absolute form (RFC 9112 §3.2.2): the authority is the Host header's business.
    if (const auto scheme = target.find("://"); scheme != std::string_view::npos && !target.starts_with('/')) {
        if (!equalsIgnoringCase(target.substr(0, scheme), "http") && !equalsIgnoringCase(target.substr(0, scheme), "https"))
            return bad("the request target's scheme is not http");
        const auto path = target.find_first_of("/?", scheme + 3);
        target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
        if (target.starts_with('?'))
            return std::pair<std::string, std::string>("/", target.substr(1));
    }
    if (const auto fragment = target.find('#'); fragment != std::string_view::npos)
        target = target.substr(0, fragment);
    if (target == "*")
        return std::pair<std::string, std::string>("*", "");
    if (!target.starts_with('/'))
        return bad("the request target does not begin with a slash");

    const auto mark = target.find('?');
    const auto path = target.substr(0, mark);
    std::pair<std::string, std::string> parts;
    if (mark != std::string_view::npos)
        parts.second = target.substr(mark + 1);
    if (isPlainPath(path)) {
        parts.first = path;
        return parts;
    }
    // Decoded it could no longer be told from one that separates.
    if (hasEncodedSlash(path))
        return bad("the path holds an encoded slash");
    if (!decode(path, false, parts.first) || !isUtf8(parts.first) || parts.first.find('\0') != std::string::npos)
        return bad("the path is not percent-encoded UTF-8");
    return parts;
}

std::string mediaType(std::string_view contentType)
{
    auto type = contentType.substr(0, contentType.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.remove_suffix(1);
    std::string result(type);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool isSaneRequestId(std::string_view id)
{
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool isUtf8(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c < 0x80) {
            ++i;
            continue;
        }
        // RFC 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF.
        std::size_t more = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xBF;
        if (c >= 0xC2 && c <= 0xDF) {
            more = 1;
        } else if (c >= 0xE0 && c <= 0xEF) {
            more = 2;
            low = c == 0xE0 ? 0xA0 : 0x80;
            high = c == 0xED ? 0x9F : 0xBF;
        } else if (c >= 0xF0 && c <= 0xF4) {
            more = 3;
            low = c == 0xF0 ? 0x90 : 0x80;
            high = c == 0xF4 ? 0x8F : 0xBF;
        } else {
            return false;
        }
        if (i + more >= bytes.size())
            return false;
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(bytes[i + k]);
            if (next < low || next > high)
                return false;
            low = 0x80;
            high = 0xBF;
        }
        i += more + 1;
    }
    return true;
}

} // namespace hs::httpd
