#include "engine/knowledge/web_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <QUrl>

#include "engine/vocabulary/trimmed.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t LongestAddress = 2'000;

int portOfScheme(std::string_view scheme)
{
    return scheme == "https" ? 443 : 80;
}

/// What every part of a finished address is made of. Whatever else is in it could be read in two ways: by this check and by
/// who connects.
bool isPlainPart(std::string_view text, std::string_view signs)
{
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
    });
}

std::string withoutWww(std::string_view host)
{
    return std::string(host.starts_with("www.") && host.size() > 4 ? host.substr(4) : host);
}

struct SpecialNetwork {
    std::uint32_t start;
    unsigned bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

/// IANA's registry of special addresses: what is not reached from everywhere, or is no single machine.
constexpr std::array<SpecialNetwork, 16> SpecialV4{
    {{v4(0, 0, 0, 0), 8}, {v4(10, 0, 0, 0), 8}, {v4(100, 64, 0, 0), 10}, {v4(127, 0, 0, 0), 8},
     {v4(169, 254, 0, 0), 16}, {v4(172, 16, 0, 0), 12}, {v4(192, 0, 0, 0), 24}, {v4(192, 0, 2, 0), 24},
     {v4(192, 31, 196, 0), 24}, {v4(192, 88, 99, 0), 24}, {v4(192, 168, 0, 0), 16}, {v4(198, 18, 0, 0), 15},
     {v4(198, 51, 100, 0), 24}, {v4(203, 0, 113, 0), 24}, {v4(224, 0, 0, 0), 4}, {v4(240, 0, 0, 0), 4}}};

bool isPublicV4(std::uint32_t address)
{
    return std::none_of(SpecialV4.begin(), SpecialV4.end(),
                        [&](const SpecialNetwork &network) { return (address ^ network.start) >> (32U - network.bits) == 0; });
}

std::uint32_t fourBytes(const std::uint8_t *bytes)
{
    return v4(bytes[0], bytes[1], bytes[2], bytes[3]);
}

bool isPublicV6(const std::array<std::uint8_t, 16> &bytes)
{
    static constexpr std::array<std::uint8_t, 12> Mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static constexpr std::array<std::uint8_t, 12> Nat64{0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
    if (std::equal(Mapped.begin(), Mapped.end(), bytes.begin()) || std::equal(Nat64.begin(), Nat64.end(), bytes.begin()))
        return isPublicV4(fourBytes(bytes.data() + 12)); // another way to write one of IPv4
    const auto first = fourBytes(bytes.data());
    if (first >> 16U == 0x2002) // 6to4 holds one too
        return isPublicV4(fourBytes(bytes.data() + 2));
    const bool global = first >> 29U == 1;            // 2000::/3; loopback, link, site and private ones are all outside of it
    const bool special = first >> 9U == 0x20010000U >> 9U // 2001::/23: Teredo, benchmarks and the like
        || first == 0x20010DB8U || first >> 12U == 0x3FFF0000U >> 12U; // documentation
    return global && !special;
}

} // namespace

std::string WebAddress::origin() const
{
    const bool v6 = host.find(':') != std::string::npos;
    auto out = scheme + "://" + (v6 ? "[" + host + "]" : host);
    if (port != portOfScheme(scheme))
        out += ":" + std::to_string(port);
    return out;
}

Result<WebAddress> webAddress(std::string_view text, const WebAddress *base)
{
    text = trimmed(text);
    const auto bad = [&](std::string what) { return fail(Errc::BadInput, std::move(what), {}, "write it as https://host/path"); };
    if (text.size() > LongestAddress)
        return bad("the address is longer than 2,000 bytes");
    auto url = QUrl(QString::fromUtf8(text.data(), qsizetype(text.size())), QUrl::TolerantMode);
    if (base)
        url = QUrl(QString::fromStdString(base->text()), QUrl::StrictMode).resolved(url);
    if (!url.isValid())
        return bad("the address cannot be read");
    WebAddress address;
    address.scheme = url.scheme().toLower().toStdString();
    if (address.scheme != "http" && address.scheme != "https")
        return bad("the address is neither http nor https");
    if (!url.userInfo().isEmpty())
        return fail(Errc::BadInput, "the address holds a user or a password", {}, "write it without them");
    url = url.adjusted(QUrl::NormalizePathSegments | QUrl::RemoveFragment);
    address.host = url.host(QUrl::FullyEncoded).toLower().toStdString();
    while (address.host.size() > 1 && address.host.back() == '.')
        address.host.pop_back();
    address.port = url.port(portOfScheme(address.scheme));
    address.path = url.path(QUrl::FullyEncoded).toStdString();
    if (address.path.empty())
        address.path = "/";
    if (url.hasQuery())
        address.path += "?" + url.query(QUrl::FullyEncoded).toStdString();
    const bool v6 = address.host.find(':') != std::string::npos;
    if (address.host.empty() || address.host.front() == '.' || !isPlainPart(address.host, v6 ? ":." : "-._"))
        return bad("the address has no host");
    if (address.path.front() != '/' || !isPlainPart(address.path, "/-._~!$&'()*+,;=:@%?[]|") || address.port < 1)
        return bad("the address cannot be read");
    if (address.text().size() > LongestAddress)
        return bad("the address is longer than 2,000 bytes");
    return address;
}

bool sameSite(const WebAddress &a, const WebAddress &b)
{
    const auto place = [](const WebAddress &address) { return address.port == portOfScheme(address.scheme) ? 0 : address.port; };
    return withoutWww(a.host) == withoutWww(b.host) && place(a) == place(b);
}

bool isOtherKind(const WebAddress &address)
{
    static constexpr std::array<std::string_view, 53> Endings{
        "7z",  "aac", "apk", "avi", "avif", "bin", "bmp", "bz2", "css", "csv", "deb", "dmg", "doc", "docx", "eot", "eps", "exe", "flac", "gif", "gz",
        "ico", "ics", "iso", "jpeg", "jpg", "js", "json", "m4a", "mov", "mp3", "mp4", "mpeg", "msi", "ogg", "otf", "png", "ppt", "pptx", "rar", "rss",
        "svg", "tar", "tif", "ttf", "wav", "webm", "webp", "woff",
        "woff2", "xls", "xlsx", "xml", "zip"};
    static_assert(std::is_sorted(Endings.begin(), Endings.end()));
    const std::string_view path = std::string_view(address.path).substr(0, address.path.find('?'));
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || name.size() - dot > 6)
        return false;
    std::string ending(name.substr(dot + 1));
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return std::binary_search(Endings.begin(), Endings.end(), std::string_view(ending));
}

bool isPublic(std::string_view numeric)
{
    const std::string plain(numeric.substr(0, numeric.find('%')));
    in_addr four{};
    if (::inet_pton(AF_INET, plain.c_str(), &four) == 1)
        return isPublicV4(ntohl(four.s_addr));
    std::array<std::uint8_t, 16> bytes{};
    return ::inet_pton(AF_INET6, plain.c_str(), bytes.data()) == 1 && numeric.size() == plain.size() && isPublicV6(bytes);
}

Result<std::vector<std::string>> resolve(const std::string &host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *first = nullptr;
    std::vector<std::string> found;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &first) == 0) {
        const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(first, &::freeaddrinfo);
        for (const addrinfo *entry = first; entry; entry = entry->ai_next) {
            std::array<char, NI_MAXHOST> text{};
            if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), socklen_t(text.size()), nullptr, 0, NI_NUMERICHOST) == 0)
                found.emplace_back(text.data());
            else
                found.emplace_back("?"); // and that is public to nobody
        }
    }
    if (found.empty())
        return fail(Errc::Unavailable, "the name of the host is not known", host, "check the address and the network");
    return found;
}

} // namespace hs::knowledge
