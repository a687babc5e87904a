#include "engine/knowledge/web_client.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include <QTimer>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/utf8.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t LargestCrawlAnswer = 32U * 1024 * 1024; // the page comes in it several times over
constexpr std::chrono::milliseconds CrawlTime{90'000};         // a browser at work

bool isNumericHost(const std::string &host)
{
    return host.find(':') != std::string::npos
        || (host.find_first_not_of("0123456789.") == std::string::npos && std::count(host.begin(), host.end(), '.') == 3);
}

Result<void> allPublic(const WebAddress &address, const Result<std::vector<std::string>> &found)
{
    if (!found)
        return tl::make_unexpected(found.error());
    if (found->empty() || !std::all_of(found->begin(), found->end(), [](const std::string &one) { return isPublic(one); }))
        return fail(Errc::Forbidden, "the address leads to this machine or the network around it", address.origin(),
                    "allow private addresses in the settings, if that is meant");
    return {};
}

} // namespace

/// A host that is being looked up. The thread that does it may outlive everything else.
struct WebClient::Lookup {
    std::mutex mutex;
    QObject *home = nullptr; ///< null: nobody waits any more
    Checked checked;         ///< of the client's thread
};

WebClient::~WebClient()
{
    if (!m_lookup)
        return;
    const std::lock_guard lock(m_lookup->mutex);
    m_lookup->home = nullptr;
}

void WebClient::check(const WebAddress &address, Checked checked)
{
    if (m_options.privateAddresses)
        return checked({});
    if (isNumericHost(address.host))
        return checked(allPublic(address, std::vector<std::string>{address.host}));
    const auto lookup = std::make_shared<Lookup>();
    lookup->home = &m_home;
    lookup->checked = std::move(checked);
    m_lookup = lookup;
    const auto tell = [](const std::shared_ptr<Lookup> &told, const Result<void> &result) {
        if (const auto once = std::exchange(told->checked, {}))
            once(result);
    };
    try {
        std::thread([lookup, address, tell, look = m_options.resolve ? m_options.resolve : resolve] {
            const auto result = allPublic(address, look(address.host));
            const std::lock_guard lock(lookup->mutex);
            if (lookup->home)
                QMetaObject::invokeMethod(lookup->home, [lookup, tell, result] { tell(lookup, result); }, Qt::QueuedConnection);
        }).detach();
    } catch (const std::system_error &) {
        return tell(lookup, fail(Errc::Unavailable, "the machine has no thread left to look up a host", address.origin()));
    }
    QTimer::singleShot(m_options.timeout, &m_home, [lookup, tell, where = address.origin()] {
        tell(lookup, fail(Errc::Timeout, "the name of the host was not found in time", where, "check the network"));
    });
}

void WebClient::send(http::Request request, std::stop_token cancel, Done done)
{
    m_transport.send(std::move(request), std::move(cancel),
                     [alive = std::weak_ptr<int>(m_alive), done = std::move(done)](Result<http::Response> response) {
                         if (!alive.expired())
                             done(std::move(response));
                     });
}

void WebClient::get(const WebAddress &address, std::vector<http::Header> headers, std::size_t maxBody, std::stop_token cancel, Done done)
{
    http::Request request;
    request.url = address.text();
    request.headers = std::move(headers);
    request.headers.push_back({"User-Agent", "HigherSelfConsole/" HS_VERSION});
    request.timeout = m_options.timeout;
    request.maxBody = maxBody;
    if (!m_options.privateAddresses) // the name may lead elsewhere by the time of the connection
        request.mayReach = m_options.mayReach ? m_options.mayReach : isPublic;
    check(address, [this, request = std::move(request), cancel = std::move(cancel), done = std::move(done)](const Result<void> &good) {
        if (!good)
            return done(tl::make_unexpected(good.error()));
        send(request, cancel, done);
    });
}

void WebClient::crawl(const WebAddress &address, std::stop_token cancel, Done done)
{
    check(address, [this, address, cancel = std::move(cancel), done = std::move(done)](const Result<void> &good) {
        if (!good)
            return done(tl::make_unexpected(good.error()));
        send(crawlRequest(m_options, address), cancel, done);
    });
}

// ---- Crawl4AI ----------------------------------------------------------------

http::Request crawlRequest(const WebOptions &options, const WebAddress &page)
{
    http::Request request;
    request.method = "POST";
    auto base = options.crawlBase;
    while (!base.empty() && base.back() == '/')
        base.pop_back();
    request.url = base + "/crawl";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!options.crawlToken.empty())
        request.secretHeaders.emplace_back("Authorization", Secret("Bearer " + std::string(options.crawlToken.reveal())));
    request.body = dump({{"urls", {page.text()}}});
    request.timeout = std::max(options.timeout, CrawlTime);
    request.maxBody = LargestCrawlAnswer;
    return request;
}

Result<CrawledPage> readCrawl(const http::Response &response)
{
    const std::string where = "Crawl4AI, HTTP " + std::to_string(response.status);
    if (response.status == 401 || response.status == 403)
        return fail(Errc::Unauthorized, "the Crawl4AI server does not take the token", where, "enter its token in the settings");
    if (response.status == 429)
        return fail(Errc::RateLimited, "the Crawl4AI server takes no more requests at the moment", where);
    const auto json = parseJson(response.body);
    const Json &results = json ? member(*json, "results") : member(Json(), "");
    if (!results.is_array() || results.empty()) {
        // All pages failed: 500 with words of its own, which may hold anything.
        if (response.status >= 500)
            return fail(Errc::Unavailable, "the Crawl4AI server could not read the page", where);
        return fail(response.ok() ? Errc::Corrupt : Errc::BadInput, "the answer is not that of a Crawl4AI server", where, "check its address");
    }
    const Json &result = results.front();
    CrawledPage page;
    page.status = int(std::clamp<std::int64_t>(integer(result, "status_code", 0), 0, 999));
    page.address = text(result, "redirected_url", text(result, "url"));
    const Json &markdown = member(result, "markdown");
    page.markdown = markdown.is_string() ? markdown.get<std::string>() : text(markdown, "raw_markdown");
    for (const auto &link : member(member(result, "links"), "internal")) {
        if (page.links.size() == 1'000)
            break;
        if (auto href = link.is_string() ? link.get<std::string>() : text(link, "href"); !href.empty())
            page.links.push_back(std::move(href));
    }
    if (!boolean(result, "success") && (page.status < 400 || page.status > 599))
        return fail(Errc::Unavailable, "the Crawl4AI server could not read the page", where);
    if (!isUtf8(page.markdown))
        return fail(Errc::Corrupt, "the page is no text", where);
    return page;
}

} // namespace hs::knowledge
