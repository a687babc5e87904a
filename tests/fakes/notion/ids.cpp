#include "tests/fakes/notion/ids.h"

#include <cctype>

namespace hs::test::notion {

namespace {

constexpr std::string_view Hex = "0123456789abcdef";

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string dashed(std::string_view hex)
{
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            out += '-';
        out += hex[i];
    }
    return out;
}

} // namespace

std::string IdSource::uuid()
{
    std::string hex;
    for (int half = 0; half < 2; ++half)
        for (std::uint64_t bits = m_random(), i = 0; i < 16; ++i, bits >>= 4)
            hex += Hex[std::size_t(bits & 15)];
    hex[12] = '4';
    hex[16] = Hex[8 + std::size_t(hexValue(hex[16]) % 4)];
    return dashed(hex);
}

std::string IdSource::property()
{
    static constexpr std::string_view Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@:;?=<>[]^`{|}~";
    std::string out;
    for (std::uint64_t bits = m_random(), i = 0; i < 4; ++i, bits >>= 12)
        out += Letters[std::size_t(bits % Letters.size())];
    return out;
}

double IdSource::share()
{
    return std::uniform_real_distribution<double>(0, 1)(m_random);
}

std::optional<std::string> canonicalId(std::string_view text)
{
    std::string hex;
    for (const char c : text) {
        if (c == '-')
            continue;
        if (hexValue(c) < 0)
            return std::nullopt;
        hex += char(std::tolower(c));
    }
    if (hex.size() != 32)
        return std::nullopt;
    return dashed(hex);
}

std::string urlEncoded(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += "0123456789ABCDEF"[byte >> 4];
            out += "0123456789ABCDEF"[byte & 15];
        }
    }
    return out;
}

std::string urlDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 && hexValue(text[i + 2]) >= 0) {
            out += char(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace hs::test::notion
