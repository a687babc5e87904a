#include "engine/workflow/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/vocabulary/trimmed.h"

namespace hs::workflow::values {

namespace {

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinite = std::numeric_limits<double>::infinity();
constexpr double LargestWhole = 9007199254740992.0; // 2^53

/// Length of the longest decimal literal at the start ("-1.5e3" of "-1.5e3x"); 0 when there is none.
std::size_t decimalPrefix(std::string_view text)
{
    std::size_t i = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t from = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9')
            ++i;
        return i - from;
    };
    std::size_t mantissa = digits();
    if (i < text.size() && text[i] == '.') {
        ++i;
        mantissa += digits();
    }
    if (mantissa == 0)
        return 0;
    const std::size_t beforeExponent = i;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-'))
            ++i;
        if (digits() == 0)
            i = beforeExponent;
    }
    return i;
}

double decimal(std::string_view literal)
{
    if (!literal.empty() && literal.front() == '+')
        literal.remove_prefix(1);
    double number = 0;
    const auto read = std::from_chars(literal.data(), literal.data() + literal.size(), number);
    if (read.ec == std::errc::result_out_of_range) {
        // Beyond the range: an exponent that is negative, or no digit before the point, makes it nothing, else endless.
        const auto exponent = literal.find_first_of("eE");
        const bool tiny = exponent != std::string_view::npos && literal.find('-', exponent) != std::string_view::npos;
        const double size = tiny || exponent == std::string_view::npos ? 0.0 : Infinite;
        return literal.front() == '-' ? -size : size;
    }
    return read.ec == std::errc() ? number : NotANumber;
}

double signedInfinity(std::string_view text)
{
    return text.front() == '-' ? -Infinite : Infinite;
}

bool startsWithInfinity(std::string_view text)
{
    if (!text.empty() && (text[0] == '+' || text[0] == '-'))
        text.remove_prefix(1);
    return text.starts_with("Infinity");
}

double numberOfText(std::string_view whole)
{
    const std::string_view text = trimmed(whole);
    if (text.empty())
        return 0;
    if (text.size() > 2 && text[0] == '0') {
        const char kind = char(text[1] | 0x20);
        const int base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
        if (base != 0) {
            double number = 0;
            for (const char c : text.substr(2)) {
                const int digit = c >= '0' && c <= '9'   ? c - '0'
                                  : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                         : 99;
                if (digit >= base)
                    return NotANumber;
                number = number * base + digit;
            }
            return number;
        }
    }
    if (startsWithInfinity(text))
        return text.ends_with("Infinity") && text.size() <= 9 ? signedInfinity(text) : NotANumber;
    return decimalPrefix(text) == text.size() ? decimal(text) : NotANumber;
}

bool sameContent(const OrderedJson &a, const OrderedJson &b);

bool sameObject(const OrderedJson &a, const OrderedJson &b)
{
    if (a.size() != b.size())
        return false;
    return std::all_of(a.items().begin(), a.items().end(), [&](const auto &item) {
        const auto other = b.find(item.key());
        return other != b.end() && sameContent(item.value(), *other);
    });
}

bool sameContent(const OrderedJson &a, const OrderedJson &b)
{
    if (a.is_number() && b.is_number())
        return a.get<double>() == b.get<double>();
    if (a.type() != b.type())
        return false;
    if (a.is_array())
        return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), sameContent);
    return a.is_object() ? sameObject(a, b) : a == b;
}

} // namespace

std::string numberText(double number)
{
    if (number == 0)
        return "0";
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(number), std::chars_format::scientific).ptr;
    const std::string_view text(buffer, std::size_t(end - buffer)); // "d.ddde+XX"
    const auto e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    int exponent = 0;
    const auto exponentText = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
    std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);
    const int count = int(digits.size());
    const int point = exponent + 1; // where the decimal point stands, counted from the first digit
    std::string out = number < 0 ? "-" : "";
    if (point >= count && point <= 21)
        return out + digits + std::string(std::size_t(point - count), '0');
    if (point > 0 && point <= 21)
        return out + digits.substr(0, std::size_t(point)) + '.' + digits.substr(std::size_t(point));
    if (point > -6 && point <= 0)
        return out + "0." + std::string(std::size_t(-point), '0') + digits;
    out += digits.substr(0, 1);
    if (count > 1)
        out += '.' + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    return out + std::to_string(std::abs(exponent));
}

OrderedJson fromNumber(double number)
{
    if (!std::isfinite(number))
        return nullptr;
    if (std::abs(number) <= LargestWhole && std::trunc(number) == number)
        return std::int64_t(number);
    return number;
}

double toNumber(const OrderedJson *value)
{
    if (value == nullptr || value->is_object())
        return NotANumber;
    if (value->is_number())
        return value->get<double>();
    if (value->is_boolean())
        return value->get<bool>() ? 1 : 0;
    if (value->is_null())
        return 0;
    return numberOfText(toText(value));
}

double parseFloat(const OrderedJson &value)
{
    if (value.is_number())
        return value.get<double>();
    const std::string whole = toText(&value);
    const std::string_view text = trimmed(whole);
    if (startsWithInfinity(text))
        return signedInfinity(text);
    const auto length = decimalPrefix(text);
    return length == 0 ? NotANumber : decimal(text.substr(0, length));
}

std::string toText(const OrderedJson *value)
{
    if (value == nullptr)
        return "undefined";
    switch (value->type()) {
    case OrderedJson::value_t::string:
        return value->get<std::string>();
    case OrderedJson::value_t::boolean:
        return value->get<bool>() ? "true" : "false";
    case OrderedJson::value_t::number_integer:
    case OrderedJson::value_t::number_unsigned:
    case OrderedJson::value_t::number_float:
        return numberText(value->get<double>());
    case OrderedJson::value_t::array: {
        std::string out;
        for (std::size_t i = 0; i < value->size(); ++i)
            out += (i == 0 ? "" : ",") + joined((*value)[i]);
        return out;
    }
    case OrderedJson::value_t::object:
        return "[object Object]";
    default:
        return "null";
    }
}

std::string joined(const OrderedJson &value)
{
    return value.is_null() ? std::string() : toText(&value);
}

bool truthy(const OrderedJson *value)
{
    if (value == nullptr || value->is_null())
        return false;
    if (value->is_boolean())
        return value->get<bool>();
    if (value->is_number())
        return value->get<double>() != 0;
    if (value->is_string())
        return !value->get_ref<const std::string &>().empty();
    return value->is_object() || !value->empty();
}

bool looseEqual(const OrderedJson *a, const OrderedJson *b)
{
    const bool noA = a == nullptr || a->is_null();
    const bool noB = b == nullptr || b->is_null();
    if (noA || noB)
        return noA && noB;
    if (a->is_structured() == b->is_structured() && (a->is_structured() || a->type() == b->type()))
        return sameContent(*a, *b);
    if (a->is_string() && b->is_array())
        return a->get_ref<const std::string &>() == toText(b);
    if (a->is_array() && b->is_string())
        return b->get_ref<const std::string &>() == toText(a);
    if (a->is_object() || b->is_object()) {
        const OrderedJson &other = a->is_object() ? *b : *a;
        return other.is_string() && other.get_ref<const std::string &>() == "[object Object]";
    }
    return toNumber(a) == toNumber(b);
}

bool strictEqual(const OrderedJson *a, const OrderedJson *b)
{
    if (a == nullptr || b == nullptr)
        return a == b;
    return sameContent(*a, *b);
}

namespace {

/// -1, 0, 1, or 2 when the two cannot be ordered.
int compare(const OrderedJson *a, const OrderedJson *b)
{
    const auto isText = [](const OrderedJson *value) {
        return value != nullptr && (value->is_string() || value->is_structured());
    };
    if (isText(a) && isText(b)) {
        const int order = toUtf16(toText(a)).compare(toUtf16(toText(b)));
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    const double x = toNumber(a);
    const double y = toNumber(b);
    return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
}

} // namespace

bool less(const OrderedJson *a, const OrderedJson *b)
{
    return compare(a, b) == -1;
}

bool lessOrEqual(const OrderedJson *a, const OrderedJson *b)
{
    const int order = compare(a, b);
    return order == -1 || order == 0;
}

std::u16string toUtf16(std::string_view utf8)
{
    std::u16string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t code = length == 1 ? lead : char32_t(lead & (0xFF >> (length + 1)));
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
            code = (code << 6) | char32_t(static_cast<unsigned char>(utf8[i + k]) & 0x3F);
        i += length;
        if (code < 0x10000) {
            out += char16_t(code);
        } else {
            out += char16_t(0xD800 + ((code - 0x10000) >> 10));
            out += char16_t(0xDC00 + ((code - 0x10000) & 0x3FF));
        }
    }
    return out;
}

std::string toUtf8(std::u16string_view utf16)
{
    std::string out;
    out.reserve(utf16.size());
    for (std::size_t i = 0; i < utf16.size(); ++i) {
        char32_t code = utf16[i];
        const bool high = code >= 0xD800 && code < 0xDC00;
        if (high && i + 1 < utf16.size() && utf16[i + 1] >= 0xDC00 && utf16[i + 1] < 0xE000)
            code = 0x10000 + ((code - 0xD800) << 10) + (char32_t(utf16[++i]) - 0xDC00);
        else if (code >= 0xD800 && code < 0xE000)
            code = 0xFFFD;
        if (code < 0x80) {
            out += char(code);
        } else if (code < 0x800) {
            out += char(0xC0 | (code >> 6));
            out += char(0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            out += char(0xE0 | (code >> 12));
            out += char(0x80 | ((code >> 6) & 0x3F));
            out += char(0x80 | (code & 0x3F));
        } else {
            out += char(0xF0 | (code >> 18));
            out += char(0x80 | ((code >> 12) & 0x3F));
            out += char(0x80 | ((code >> 6) & 0x3F));
            out += char(0x80 | (code & 0x3F));
        }
    }
    return out;
}

} // namespace hs::workflow::values
