#include "engine/vocabulary/json.h"

#include <algorithm>
#include <charconv>

#include "engine/vocabulary/json_text.h"

namespace hs {

TextPosition positionAt(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, std::min(byte, text.size()));
    const auto lastBreak = before.rfind('\n');
    return {std::size_t(std::count(before.begin(), before.end(), '\n')) + 1,
            before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1) + 1};
}

namespace {

/// Finds the place where nesting gets deeper than allowed, before the parser builds anything.
std::size_t firstTooDeep(std::string_view text, std::size_t maxDepth)
{
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maxDepth)
                return i;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return std::string_view::npos;
}

std::string place(std::string_view text, std::size_t byte)
{
    const auto at = positionAt(text, byte);
    return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

const Json Null;

} // namespace

Result<Json> parseJson(std::string_view text, std::size_t maxDepth)
{
    if (const auto deep = firstTooDeep(text, maxDepth); deep != std::string_view::npos)
        return fail(Errc::BadInput, "nested deeper than " + std::to_string(maxDepth) + " levels", place(text, deep));
    try {
        return Json::parse(text);
    } catch (const Json::parse_error &error) {
        // The parser counts bytes from 1 and points behind the offending one.
        return fail(Errc::BadInput, "not JSON", place(text, error.byte > 0 ? error.byte - 1 : 0));
    } catch (const Json::exception &error) {
        return fail(Errc::BadInput, std::string("not JSON: ") + error.what());
    }
}

std::string dump(const Json &value)
{
    std::string out;
    appendJson(out, value);
    return out;
}

const Json &member(const Json &object, std::string_view key)
{
    if (!object.is_object())
        return Null;
    const auto found = object.find(key);
    return found == object.end() ? Null : *found;
}

const Json &at(const Json &object, std::string_view dottedPath)
{
    const Json *here = &object;
    while (!dottedPath.empty()) {
        const auto dot = dottedPath.find('.');
        const auto key = dottedPath.substr(0, dot);
        dottedPath = dot == std::string_view::npos ? std::string_view() : dottedPath.substr(dot + 1);
        if (here->is_array()) {
            std::size_t index = 0;
            const auto parsed = std::from_chars(key.data(), key.data() + key.size(), index);
            if (parsed.ec != std::errc() || parsed.ptr != key.data() + key.size() || index >= here->size())
                return Null;
            here = &(*here)[index];
        } else {
            here = &member(*here, key);
        }
    }
    return *here;
}

std::string text(const Json &object, std::string_view key, std::string_view fallback)
{
    const Json &value = member(object, key);
    return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

std::int64_t integer(const Json &object, std::string_view key, std::int64_t fallback)
{
    const Json &value = member(object, key);
    return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}

double number(const Json &object, std::string_view key, double fallback)
{
    const Json &value = member(object, key);
    return value.is_number() ? value.get<double>() : fallback;
}

bool boolean(const Json &object, std::string_view key, bool fallback)
{
    const Json &value = member(object, key);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

std::string scalarText(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number() || value.is_boolean())
        return dump(value);
    return {};
}

std::vector<std::string> textList(const Json &value)
{
    std::vector<std::string> out;
    if (value.is_array())
        for (const auto &item : value)
            if (item.is_string())
                out.push_back(item.get<std::string>());
    return out;
}

std::string kindName(const Json &value)
{
    switch (value.type()) {
    case Json::value_t::null: return "nothing";
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a text";
    case Json::value_t::boolean: return value.get<bool>() ? "true" : "false";
    default: return "a number";
    }
}

} // namespace hs
