#include "engine/http/transport.h"

#include <algorithm>
#include <array>

namespace hs::http {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::string_view Response::header(std::string_view name) const
{
    for (const auto &entry : headers) {
        if (sameName(entry.name, name))
            return entry.value;
    }
    return {};
}

std::string redactUrl(std::string_view url, bool hidePath)
{
    url = url.substr(0, url.find_first_of("?#"));
    const auto schemeEnd = url.find("://");
    const std::size_t begin = schemeEnd == std::string_view::npos ? 0 : schemeEnd + 3;
    auto authority = url.substr(begin);
    authority = authority.substr(0, authority.find('/'));
    const auto path = url.substr(begin + authority.size());
    if (const auto at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    std::string text(url.substr(0, begin));
    text += authority;
    if (hidePath)
        text += path.size() > 1 ? "/…" : "";
    else
        text += path;
    return text;
}

bool isSecretHeader(std::string_view name)
{
    static constexpr std::array<std::string_view, 14> Names{
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "apikey", "api-key",
        "softr-api-key", "x-n8n-api-key", "amelia", "x-webhook-secret", "x-auth-token", "x-signature",
        "stripe-signature"};
    return std::any_of(Names.begin(), Names.end(), [&](std::string_view known) { return sameName(known, name); });
}

std::string percentEncoded(std::string_view text, std::string_view kept)
{
    static constexpr std::string_view Digits = "0123456789ABCDEF";
    static constexpr std::string_view Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (Plain.find(c) != std::string_view::npos || kept.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += Digits[byte >> 4U];
            encoded += Digits[byte & 15U];
        }
    }
    return encoded;
}

Result<std::string> pathSegment(std::string_view value)
{
    std::string lowered(value);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    if (value.empty())
        return fail(Errc::BadInput, "a part of the address is empty");
    if (value == "." || lowered.find("..") != std::string::npos || lowered.find("%2e") != std::string::npos)
        return fail(Errc::BadInput, "a part of the address tries to leave its folder", {}, "use an id without dots in a row");
    return percentEncoded(value);
}

} // namespace hs::http
