#include "engine/knowledge/web_reader.h"

#include <algorithm>
#include <utility>

#include "engine/knowledge/web_walk.h"
#include "engine/vocabulary/json.h"

namespace hs::knowledge {

using std::chrono::milliseconds;

namespace {

constexpr std::string_view ReaderName = "HigherSelfConsole";
constexpr int RobotsRedirects = 5;
constexpr std::size_t MostWaiting = 5'000;       // addresses that are known and not yet asked
constexpr std::size_t MostMarkedLinks = 300;
constexpr std::size_t MostRobotsBytes = 2U * 1024 * 1024; // sent; of which `WebRobots` looks at the beginning

} // namespace

std::string markText(const WebMark &mark)
{
    Json json = Json::object();
    if (!mark.etag.empty())
        json["etag"] = mark.etag;
    if (!mark.lastModified.empty())
        json["modified"] = mark.lastModified;
    json["hash"] = mark.hash;
    auto &links = json["links"] = Json::array();
    for (std::size_t i = 0; i < std::min(mark.links.size(), MostMarkedLinks); ++i)
        links.push_back(mark.links[i]);
    return dump(json);
}

WebMark webMarkFrom(std::string_view markText)
{
    const auto json = parseJson(markText);
    if (!json)
        return {};
    return {text(*json, "etag"), text(*json, "modified"), text(*json, "hash"), textList(member(*json, "links"))};
}

// ---- coming and going --------------------------------------------------------

void WebWalk::Inside::start(std::string address, std::map<std::string, WebMark> known, std::stop_token cancel, OnPage onPage, OnEnd onEnd)
{
    m_known = std::move(known);
    m_cancel = std::move(cancel);
    m_onPage = std::move(onPage);
    m_onEnd = std::move(onEnd);
    if (auto first = webAddress(address)) {
        m_site = std::move(*first);
        m_seen.insert(m_site.text());
        m_waiting.push_back({m_site, 0, {}, false});
    } else {
        m_startError = first.error();
    }
    m_onCancel.emplace(m_cancel, [this, lives = weak_from_this()] {
        QMetaObject::invokeMethod(
            &m_timer,
            [lives] {
                if (const auto walk = lives.lock())
                    walk->end(Error{Errc::Cancelled, "the reading of the site was broken off", {}, {}, {}});
            },
            Qt::QueuedConnection);
    });
    m_timer.start(0);
}

void WebWalk::Inside::over()
{
    m_over = true;
    m_timer.stop();
    m_stop.request_stop();
    m_onCancel.reset();
}

void WebWalk::Inside::end(std::optional<Error> error)
{
    if (m_over)
        return;
    over();
    m_end.error = error ? std::move(error) : m_startError;
    m_end.whole = !m_end.error && !m_limited && m_end.failed == 0;
    m_onPage = {};
    const auto onEnd = std::exchange(m_onEnd, {});
    onEnd(m_end); // the last thing: it may end the walk
}

// ---- from page to page -------------------------------------------------------

void WebWalk::Inside::advance()
{
    const auto self = shared_from_this(); // who is called may end the walk
    if (m_over || m_busy)
        return;
    if (m_waiting.empty())
        return end({});
    if (m_failuresInRow >= MostFailuresInRow)
        return end(Error{Errc::Unavailable, "the site failed several times in a row", m_site.origin(), "try again later", {}});
    const auto &next = m_waiting.front();
    const auto origin = next.address.origin();
    const auto rules = m_rules.find(origin);
    if (rules == m_rules.end()) {
        auto robots = next.address;
        robots.path = "/robots.txt";
        m_busy = true;
        return askRobots(origin, robots, 0);
    }
    if (m_end.asked >= m_options.pages && next.trail.empty() && !next.again) {
        m_limited = true;
        return end({});
    }
    if (rules->second.trouble || !rules->second.robots.allows(next.address.path)) {
        const auto item = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (rules->second.trouble)
            return failed(item, *rules->second.trouble);
        auto page = pageOf(item);
        page.state = WebState::Disallowed;
        page.error = Error{Errc::Forbidden, "the site asks readers not to read this page (robots.txt)", http::redactUrl(page.address),
                           "ask the site's owner, or add the page as a file", {}};
        return deliver(item, std::move(page));
    }
    const auto now = std::chrono::steady_clock::now();
    if (now < m_notBefore) {
        m_timer.start(std::chrono::ceil<milliseconds>(m_notBefore - now));
        return;
    }
    auto item = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (item.trail.empty() && !item.again)
        ++m_end.asked;
    m_busy = true;
    ask(std::move(item));
}

void WebWalk::Inside::askRobots(const std::string &origin, const WebAddress &address, int hops)
{
    m_client.get(address, {{"Accept", "text/plain, */*;q=0.1"}}, MostRobotsBytes, m_stop.get_token(),
                 [lives = weak_from_this(), origin, address, hops](const Result<http::Response> &response) {
                     if (const auto walk = lives.lock())
                         walk->gotRobots(origin, address, hops, response);
                 });
}

void WebWalk::Inside::gotRobots(const std::string &origin, const WebAddress &address, int hops, const Result<http::Response> &response)
{
    if (m_over)
        return;
    Rules rules;
    if (!response) {
        if (response.error().code == Errc::Cancelled)
            return end(response.error());
        rules.trouble = response.error();
    } else if (response->ok()) {
        rules.robots = WebRobots::parse(response->body, ReaderName);
    } else if (isRedirect(response->status)) {
        // These may lead to another site (§2.3.1.2): they are only what this one says of itself. Without an end they count as missing.
        const auto next = webAddress(response->header("Location"), &address);
        if (next && hops < RobotsRedirects)
            return askRobots(origin, *next, hops + 1);
    } else if (response->status >= 500) {
        rules.trouble = Error{Errc::Unavailable, "the site cannot say what may be read (robots.txt)", address.origin(), "try again later", {}};
    }
    m_rules[origin] = std::move(rules);
    m_busy = false;
    m_timer.start(0);
}

void WebWalk::Inside::ask(Item item)
{
    const auto address = item.address;
    if (!m_options.crawlBase.empty()) {
        m_client.crawl(address, m_stop.get_token(), [lives = weak_from_this(), item = std::move(item)](const Result<http::Response> &response) {
            if (const auto walk = lives.lock())
                walk->crawled(item, response);
        });
        return;
    }
    std::vector<http::Header> headers{{"Accept", "text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain;q=0.9, */*;q=0.1"}};
    if (const auto known = m_known.find(address.text()); known != m_known.end()) {
        if (const auto etag = keptHeader(known->second.etag); !etag.empty())
            headers.push_back({"If-None-Match", etag});
        if (const auto modified = keptHeader(known->second.lastModified); !modified.empty())
            headers.push_back({"If-Modified-Since", modified});
    }
    m_client.get(address, std::move(headers), m_options.bytes, m_stop.get_token(),
                 [lives = weak_from_this(), item = std::move(item)](Result<http::Response> response) {
                     if (const auto walk = lives.lock())
                         walk->answered(item, std::move(response));
                 });
}

WebPage WebWalk::Inside::pageOf(const Item &item) const
{
    WebPage page;
    page.address = item.address.text();
    page.asked = item.trail.empty() ? page.address : item.trail.front();
    page.depth = item.depth;
    if (const auto known = m_known.find(page.address); known != m_known.end())
        page.mark = known->second;
    return page;
}

// ---- with the caller ---------------------------------------------------------

void WebWalk::Inside::failed(const Item &item, Error error)
{
    auto page = pageOf(item);
    page.state = WebState::Failed;
    page.error = std::move(error);
    deliver(item, std::move(page));
}

void WebWalk::Inside::deliver(const Item &item, WebPage page)
{
    const bool readable = page.state == WebState::Read || page.state == WebState::Unchanged;
    switch (page.state) {
    case WebState::Read:
        ++m_end.read;
        break;
    case WebState::Unchanged:
        ++m_end.unchanged;
        break;
    case WebState::Gone:
        ++m_end.gone;
        break;
    case WebState::Disallowed:
        ++m_end.disallowed;
        break;
    case WebState::Failed:
        ++m_end.failed;
        break;
    }
    const auto code = page.error ? page.error->code : Errc::NotFound;
    const bool siteFails = page.state == WebState::Failed && (code == Errc::Unavailable || code == Errc::Timeout || code == Errc::RateLimited);
    m_failuresInRow = siteFails ? m_failuresInRow + 1 : page.state == WebState::Disallowed ? m_failuresInRow : 0;
    if (item.depth == 0) {
        m_startError = page.error;
        if (page.state == WebState::Gone)
            m_startError = Error{Errc::NotFound, "the start address does not exist", http::redactUrl(page.address), "check the address", {}};
    }
    if (!readable) {
        m_busy = false;
        m_timer.start(0);
        return m_onPage(std::move(page), [](const std::vector<std::string> &) {}); // the last thing: it may end the walk
    }
    m_busy = true;
    m_from = item.address;
    m_fromDepth = item.depth;
    if (page.state == WebState::Unchanged)
        enqueue(m_from, m_fromDepth + 1, page.mark.links);
    const auto gate = std::make_shared<Gate>(weak_from_this(), m_door);
    m_onPage(std::move(page), [gate](std::vector<std::string> links) { gate->pass(std::move(links)); });
}

void WebWalk::Inside::Gate::pass(std::vector<std::string> links)
{
    if (used.exchange(true))
        return;
    const std::lock_guard lock(door->mutex);
    if (!door->home)
        return;
    QMetaObject::invokeMethod(
        door->home,
        [lives = walk, found = std::move(links)] {
            if (const auto alive = lives.lock())
                alive->followed(found);
        },
        Qt::QueuedConnection);
}

void WebWalk::Inside::followed(const std::vector<std::string> &links)
{
    if (m_over)
        return;
    m_busy = false;
    enqueue(m_from, m_fromDepth + 1, links);
    advance();
}

void WebWalk::Inside::enqueue(const WebAddress &from, int depth, const std::vector<std::string> &links)
{
    if (depth > m_options.depth)
        return;
    for (const auto &link : links) {
        auto address = webAddress(link, &from);
        if (!address || !sameSite(*address, m_site) || isOtherKind(*address))
            continue;
        if (m_site.scheme == "https" && address->scheme == "http" && m_site.port == 443) { // old links of a site that has moved
            address->scheme = "https";
            address->port = 443;
        }
        if (m_waiting.size() >= MostWaiting) {
            m_limited = true;
            return;
        }
        if (m_seen.insert(address->text()).second)
            m_waiting.push_back({std::move(*address), depth, {}, false});
    }
}

// ---- the door ----------------------------------------------------------------

WebWalk::WebWalk(http::Transport &transport, const Clock &clock, WebOptions options)
    : m_inside(std::make_shared<Inside>(transport, clock, std::move(options)))
{
}

WebWalk::~WebWalk()
{
    m_inside->drop();
}

void WebWalk::start(std::string address, std::map<std::string, WebMark> known, std::stop_token cancel, OnPage onPage, OnEnd onEnd)
{
    m_inside->start(std::move(address), std::move(known), std::move(cancel), std::move(onPage), std::move(onEnd));
}

} // namespace hs::knowledge
