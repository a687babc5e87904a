#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/transport.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/secret.h"

/// Reads a web source: a start address and what it leads to on the same site, as a polite guest (knowledge.md §8).
namespace hs::knowledge {

/// What is kept of a page so that next time it is sent only if it has changed. Handed in and out.
struct WebMark {
    std::string etag, lastModified; ///< as the site said them
    std::string hash;               ///< SHA-256 of the bytes, hex
    std::vector<std::string> links; ///< what it led to; the caller's to fill: an unchanged page does not say it again
};
[[nodiscard]] std::string markText(const WebMark &mark);        ///< one line; at most 300 links of it
[[nodiscard]] WebMark webMarkFrom(std::string_view markText);   ///< empty for what is none

struct WebOptions {
    static constexpr int MaxPages = 500, MaxDepth = 10;

    int depth = 2;   ///< steps from the start address; 0: it alone
    int pages = 10;  ///< asked for in all, those that fail too
    std::chrono::milliseconds pause{500};      ///< between pages; the site's Crawl-delay counts where it is longer (up to 10 s)
    std::chrono::milliseconds timeout{30'000}; ///< of a page
    std::size_t bytes = 5U * 1024 * 1024;      ///< of a page; larger ones fail
    bool privateAddresses = false;             ///< this machine and the network around it may be read too
    /// The numeric addresses of a host, asked in a thread of its own; empty: by the system's resolver.
    std::function<Result<std::vector<std::string>>(const std::string &host)> resolve;
    /// Whether a page may come from a numeric address, where private ones are not allowed; empty: `isPublic`. Any thread.
    std::function<bool(std::string_view numeric)> mayReach;
    std::string crawlBase; ///< of a Crawl4AI server that reads the pages (integrations.md §9): "http://127.0.0.1:11235"; empty: the pages themselves
    Secret crawlToken;     ///< empty: none is sent
};

enum class WebState {
    Read,
    Unchanged,  ///< since the mark that was handed in
    Gone,       ///< 404, 410
    Disallowed, ///< by the site's robots.txt
    Failed,
};

struct WebPage {
    std::string address;   ///< where it is, after redirects; the document's identity
    std::string asked;     ///< where it was looked for
    int depth = 0;
    WebState state = WebState::Failed;
    std::string bytes;     ///< of Read; of Unchanged where the site sent them all the same
    std::string mediaType; ///< "text/html", lower case, without parameters; empty: the site says none
    WebMark mark;          ///< `links` are those handed in
    std::vector<std::string> links; ///< as a Crawl4AI server found them; else the caller finds them in the bytes
    std::optional<Error> error;     ///< of Disallowed and Failed
};

struct WebEnd {
    int asked = 0, read = 0, unchanged = 0, gone = 0, disallowed = 0, failed = 0;
    bool whole = false;         ///< all that lies within the depth was seen: what was not among the pages is no longer there
    std::optional<Error> error; ///< why it ended before its time, or why the start address could not be read
};

/// One walk through a site: one request at a time, breadth first. Lives in the thread of the transport's mailbox, which has an event loop.
///
/// - robots.txt (RFC 9309) of each origin is asked first and kept to, by the name "HigherSelfConsole".
/// - Redirects are followed at most five times, within http, https and the site; what leads elsewhere fails.
/// - A host with an address of this machine or its network is refused, before every request.
///   The host is looked up once for the check and once more by the transport, so a name server that answers differently the second
///   time still gets through ("rebinding"); with a proxy in the environment it is the proxy that looks it up.
/// - 429 and 503 are tried once more, after what the site asks for up to 30 s; five failures in a row end the walk.
class WebWalk {
public:
    /// Continues the walk with what a page leads to (absolute, or relative to the page); others than of this site are left out. Any
    /// thread, once; a copy that goes without having been called counts as called with nothing. After an Unchanged page the links of its
    /// mark are followed too.
    using Follow = std::function<void(std::vector<std::string> links)>;
    /// In the walk's thread. The next page is asked for when `follow` was called. May end the walk.
    using OnPage = std::function<void(WebPage page, Follow follow)>;
    /// In the walk's thread, once, as the last thing; also with Cancelled. May end the walk.
    using OnEnd = std::function<void(WebEnd end)>;

    /// `transport` and `clock` outlive it.
    WebWalk(http::Transport &transport, const Clock &clock, WebOptions options);
    ~WebWalk(); ///< nobody is called any more
    WebWalk(const WebWalk &) = delete;
    WebWalk &operator=(const WebWalk &) = delete;

    /// Once. `known`: marks by page address.
    void start(std::string address, std::map<std::string, WebMark> known, std::stop_token cancel, OnPage onPage, OnEnd onEnd);

private:
    class Inside;
    std::shared_ptr<Inside> m_inside;
};

} // namespace hs::knowledge
