#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>

#include "engine/http/transport.h"
#include "engine/knowledge/web_address.h"
#include "engine/knowledge/web_reader.h"

namespace hs::knowledge {

/// What a Crawl4AI server says of a page.
struct CrawledPage {
    int status = 0;        ///< of the page itself
    std::string address;   ///< where it ended; empty: it does not say
    std::string markdown;
    std::vector<std::string> links;
};
/// By integrations.md §9. Errors name the server; a page that could not be read is Unavailable, or its status is the page's. Pure.
[[nodiscard]] http::Request crawlRequest(const WebOptions &options, const WebAddress &page);
[[nodiscard]] Result<CrawledPage> readCrawl(const http::Response &response);

/// Sends single requests to pages, after a look at where their host leads. Redirects are answers. Lives in one thread; inside of the
/// web reader only.
class WebClient {
public:
    using Done = std::function<void(Result<http::Response>)>;

    /// Both outlive it.
    WebClient(http::Transport &transport, const WebOptions &options) : m_transport(transport), m_options(options) {}
    ~WebClient(); ///< nobody is called any more

    /// May answer from within.
    void get(const WebAddress &address, std::vector<http::Header> headers, std::size_t maxBody, std::stop_token cancel, Done done);
    void crawl(const WebAddress &address, std::stop_token cancel, Done done); ///< by the Crawl4AI server

private:
    struct Lookup;
    using Checked = std::function<void(Result<void>)>;
    /// Forbidden when the host leads to a private address. May answer from within.
    void check(const WebAddress &address, Checked checked);
    void send(http::Request request, std::stop_token cancel, Done done);

    http::Transport &m_transport;
    const WebOptions &m_options;
    std::shared_ptr<Lookup> m_lookup; ///< under way
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
    QObject m_home; ///< the last member: nothing is called in what is gone
};

} // namespace hs::knowledge
