#include "engine/vocabulary/json_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace hs {

namespace {

/// Whether a byte of eight wants more than copying: a control, a quote, a backslash, DEL or anything beyond ASCII. Each term has
/// the highest bit of a byte set if any byte is such a one (and perhaps bits of bytes above it).
bool hasSpecial(std::uint64_t eight)
{
    constexpr std::uint64_t Ones = 0x0101010101010101U, Highs = 0x8080808080808080U;
    const auto below = [eight](std::uint64_t bound) { return (eight - bound * Ones) & ~eight; };
    const auto is = [eight](unsigned char c) {
        const auto zero = eight ^ (c * Ones);
        return (zero - Ones) & ~zero;
    };
    return ((eight | below(' ') | is('"') | is('\\') | is('\x7f')) & Highs) != 0;
}

bool isPlain(std::string_view text)
{
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        if (hasSpecial(eight))
            return false;
        text.remove_prefix(sizeof eight);
    }
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

template <typename Integer>
void appendInteger(std::string &out, Integer value)
{
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    out.append(std::begin(digits), end);
}

template <typename Value>
void append(std::string &out, const Value &value)
{
    switch (value.type()) {
    case Json::value_t::object: {
        out += '{';
        for (const auto &[key, inner] : value.template get_ref<const typename Value::object_t &>()) {
            appendKey(out, key);
            append(out, inner);
        }
        out += '}';
        return;
    }
    case Json::value_t::array: {
        out += '[';
        bool first = true;
        for (const auto &inner : value.template get_ref<const typename Value::array_t &>()) {
            if (!std::exchange(first, false))
                out += ',';
            append(out, inner);
        }
        out += ']';
        return;
    }
    case Json::value_t::string:
        return appendText(out, value.template get_ref<const std::string &>());
    case Json::value_t::number_integer:
        return appendInteger(out, value.template get<std::int64_t>());
    case Json::value_t::number_unsigned:
        return appendInteger(out, value.template get<std::uint64_t>());
    case Json::value_t::boolean:
        out += value.template get<bool>() ? "true" : "false";
        return;
    case Json::value_t::null:
        out += "null";
        return;
    default: // how a fraction is written is the library's business
        out += value.dump(-1, ' ', false, Value::error_handler_t::replace);
    }
}

} // namespace

void appendText(std::string &out, std::string_view text)
{
    if (isPlain(text))
        (out += '"').append(text) += '"';
    else
        out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void appendJson(std::string &out, const Json &value)
{
    append(out, value);
}

void appendJson(std::string &out, const OrderedJson &value)
{
    append(out, value);
}

void appendTexts(std::string &out, const std::vector<std::string> &texts)
{
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0)
            out += ',';
        appendText(out, texts[i]);
    }
    out += ']';
}

void appendKey(std::string &out, std::string_view key)
{
    if (!out.empty() && out.back() != '{')
        out += ',';
    appendText(out, key);
    out += ':';
}

} // namespace hs
