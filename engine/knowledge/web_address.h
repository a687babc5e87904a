#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

/// Addresses of web pages, so that one page has one address and none leads where it should not. Pure but for `resolve`; any thread.
namespace hs::knowledge {

struct WebAddress {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case, ASCII (IDNA), without the dot at its end; IPv6 without brackets
    int port = 0;       ///< the scheme's own where the address names none
    std::string path;   ///< with the query, percent-encoded, begins with "/"; no fragment

    [[nodiscard]] std::string origin() const; ///< "https://host", ":port" where it is not the scheme's own
    [[nodiscard]] std::string text() const { return origin() + path; }
};

/// Reads an address as people and pages write it, relative to `base` if there is one. BadInput: neither http nor https, a user or a
/// password in it, no host, longer than 2,000 bytes.
[[nodiscard]] Result<WebAddress> webAddress(std::string_view text, const WebAddress *base = nullptr);

/// Whether two addresses are of one site: the same host, "www." or not, and port; http and https at their own ports are one.
[[nodiscard]] bool sameSite(const WebAddress &a, const WebAddress &b);

/// Whether an address leads to a kind of file that is not read, by its ending (pictures, films, archives, programs).
[[nodiscard]] bool isOtherKind(const WebAddress &address);

/// Whether a numeric address ("192.0.2.1", "2001:db8::1", "fe80::1%eth0") is one that the whole internet reaches: not this machine,
/// not the network around it, not one that is reserved. False for what is no address.
[[nodiscard]] bool isPublic(std::string_view numeric);

/// The numeric addresses of a host. Blocks for as long as the system's resolver takes. Unavailable: it has none.
[[nodiscard]] Result<std::vector<std::string>> resolve(const std::string &host);

} // namespace hs::knowledge
