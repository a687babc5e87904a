#include <algorithm>

#include "engine/crypto/hash.h"
#include "engine/mcp/http_face.h"
#include "engine/vocabulary/utf8.h"

namespace hs::mcp {

namespace {

constexpr std::string_view Begin = "=?base64?";
constexpr std::string_view End = "?=";

bool isEncoded(std::string_view value)
{
    return value.size() >= Begin.size() + End.size() && value.starts_with(Begin) && value.ends_with(End);
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

} // namespace

std::optional<std::string> decodedHeader(std::string_view value)
{
    if (!isEncoded(value)) {
        const bool plain = std::all_of(value.begin(), value.end(), [](char c) { return c == '\t' || (c >= 0x20 && c <= 0x7e); });
        return plain ? std::optional(std::string(value)) : std::nullopt;
    }
    value.remove_prefix(Begin.size());
    value.remove_suffix(End.size());
    auto bytes = crypto::fromBase64(value);
    return bytes && isUtf8(*bytes) ? bytes : std::nullopt;
}

std::string encodedHeader(std::string_view value)
{
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
    const bool edges = !value.empty() && (value.front() == ' ' || value.back() == ' ');
    if (plain && !edges && !isEncoded(value))
        return std::string(value);
    return std::string(Begin) + crypto::toBase64(value) + std::string(End);
}

std::string originOf(std::string_view url)
{
    std::string origin(url.substr(0, url.find_first_of("?#")));
    std::transform(origin.begin(), origin.end(), origin.begin(), lowered);
    const auto scheme = origin.find("://");
    if (scheme == std::string::npos || (origin.substr(0, scheme) != "http" && origin.substr(0, scheme) != "https"))
        return {};
    const auto host = scheme + 3;
    origin.resize(std::min(origin.size(), origin.find('/', host)));
    if (origin.size() == host || origin.find('@') != std::string::npos)
        return {};
    const std::string_view usual = origin.starts_with("https") ? ":443" : ":80";
    if (origin.ends_with(usual))
        origin.resize(origin.size() - usual.size());
    return origin;
}

} // namespace hs::mcp
