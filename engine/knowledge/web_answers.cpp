#include <algorithm>
#include <array>

#include "engine/crypto/hash.h"
#include "engine/http/request_policy.h"
#include "engine/knowledge/web_walk.h"
#include "engine/vocabulary/trimmed.h"

/// What a page's answer means for the walk.
namespace hs::knowledge {

using std::chrono::milliseconds;

namespace {

constexpr int MostRedirects = 5;
constexpr milliseconds LongestRetryAfter{30'000};

std::string mediaTypeOf(const http::Response &response)
{
    const auto value = response.header("Content-Type");
    std::string type(trimmed(value.substr(0, value.find(';'))));
    std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return type;
}

bool isReadType(const std::string &type)
{
    static constexpr std::array<std::string_view, 8> Types{"", "text/html", "application/xhtml+xml", "application/pdf", "application/x-pdf",
                                                           "text/plain", "text/markdown", "text/x-markdown"};
    return std::find(Types.begin(), Types.end(), type) != Types.end();
}

} // namespace

std::string WebWalk::Inside::keptHeader(std::string_view value)
{
    const bool plain = value.size() <= 1'000 && std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    return plain ? std::string(value) : std::string();
}

bool WebWalk::Inside::isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

void WebWalk::Inside::pauseAfter(const Item &item)
{
    const auto delay = m_rules[item.address.origin()].robots.delay().value_or(milliseconds(0));
    m_notBefore = std::chrono::steady_clock::now() + std::max(m_options.pause, delay);
}

/// Whether the site asks for a pause that can be kept; the item then waits for it.
bool WebWalk::Inside::waitAsked(Item &item, const http::Response &response)
{
    if ((response.status != 429 && response.status != 503) || item.again)
        return false;
    const auto asked = http::parseRetryAfter(response.header("Retry-After"), m_clock.now()).value_or(m_options.pause * 4);
    if (asked > LongestRetryAfter)
        return false;
    m_notBefore = std::max(m_notBefore, std::chrono::steady_clock::now() + asked);
    item.again = true;
    m_waiting.push_front(std::move(item));
    m_busy = false;
    m_timer.start(0);
    return true;
}

void WebWalk::Inside::answered(Item item, Result<http::Response> response)
{
    if (m_over)
        return;
    pauseAfter(item);
    if (!response) {
        if (response.error().code == Errc::Cancelled)
            return end(response.error());
        return failed(item, response.error());
    }
    if (isRedirect(response->status))
        return redirected(std::move(item), *response);
    if (waitAsked(item, *response))
        return;
    const auto status = response->status;
    const auto where = http::redactUrl(item.address.text()) + ", HTTP " + std::to_string(status);
    auto page = pageOf(item);
    if (response->ok()) {
        page.mediaType = mediaTypeOf(*response);
        if (!isReadType(page.mediaType))
            return failed(item, Error{Errc::NotFound, "a page of this kind is not read: " + page.mediaType.substr(0, 80), where, {}, {}});
        page.mark.etag = keptHeader(response->header("ETag"));
        page.mark.lastModified = keptHeader(response->header("Last-Modified"));
        page.bytes = std::move(response->body);
        return take(std::move(item), std::move(page));
    }
    if (status == 304 && m_known.count(page.address) != 0) {
        page.state = WebState::Unchanged;
        return deliver(item, std::move(page));
    }
    if (status == 404 || status == 410) {
        page.state = WebState::Gone;
        return deliver(item, std::move(page));
    }
    if (status == 429 || status == 503) {
        Error error{Errc::RateLimited, "the site takes no more requests at the moment", where, "try again later", {}};
        error.retryAfter = http::parseRetryAfter(response->header("Retry-After"), m_clock.now());
        if (error.retryAfter.value_or(milliseconds(0)) > LongestRetryAfter)
            m_failuresInRow = MostFailuresInRow; // it wants to be left alone
        return failed(item, std::move(error));
    }
    if (status == 401 || status == 403 || status == 407)
        return failed(item, Error{Errc::Unauthorized, "the page is not for everybody", where, "add it as a file", {}});
    failed(item, Error{status >= 500 ? Errc::Unavailable : Errc::BadInput, "the site does not give the page", where, {}, {}});
}

void WebWalk::Inside::redirected(Item item, const http::Response &response)
{
    const auto where = http::redactUrl(item.address.text()) + ", HTTP " + std::to_string(response.status);
    const auto no = [&](Errc code, std::string what, std::string mend = {}) {
        failed(item, Error{code, std::move(what), where, std::move(mend), {}});
    };
    auto target = webAddress(response.header("Location"), &item.address);
    if (!target)
        return no(Errc::BadInput, "the page sends its readers nowhere");
    if (!sameSite(*target, m_site))
        return no(Errc::Forbidden, "the page sends its readers to another site", "add that one as a source of its own");
    item.trail.push_back(item.address.text());
    const auto text = target->text();
    if (std::find(item.trail.begin(), item.trail.end(), text) != item.trail.end())
        return no(Errc::BadInput, "the page sends its readers round in a circle");
    if (item.trail.size() > std::size_t(MostRedirects))
        return no(Errc::BadInput, "the page sends its readers on too often");
    m_busy = false;
    m_timer.start(0);
    if (!m_seen.insert(text).second) // it is read by its own name
        return;
    item.address = std::move(*target);
    item.again = false;
    m_waiting.push_front(std::move(item));
}

void WebWalk::Inside::crawled(Item item, const Result<http::Response> &response)
{
    if (m_over)
        return;
    pauseAfter(item);
    if (!response)
        return response.error().code == Errc::Cancelled ? end(response.error()) : failed(item, response.error());
    const auto crawl = readCrawl(*response);
    if (!crawl) {
        if (crawl.error().code == Errc::Unauthorized) // it would be so for every page
            return end(crawl.error());
        return failed(item, crawl.error());
    }
    const auto where = http::redactUrl(item.address.text()) + ", HTTP " + std::to_string(crawl->status);
    if (crawl->status == 404 || crawl->status == 410) {
        auto page = pageOf(item);
        page.state = WebState::Gone;
        return deliver(item, std::move(page));
    }
    if (crawl->status >= 400) {
        const auto code = crawl->status >= 500 ? Errc::Unavailable : crawl->status == 429 ? Errc::RateLimited : Errc::Unauthorized;
        return failed(item, Error{code, "the site does not give the page", where, {}, {}});
    }
    if (crawl->markdown.size() > m_options.bytes)
        return failed(item, Error{Errc::BadInput, "the page is larger than " + std::to_string(m_options.bytes) + " bytes", where, {}, {}});
    if (auto ended = webAddress(crawl->address); ended && ended->text() != item.address.text()) {
        if (!sameSite(*ended, m_site))
            return failed(item, Error{Errc::Forbidden, "the page sends its readers to another site", where,
                                      "add that one as a source of its own", {}});
        if (!m_seen.insert(ended->text()).second) {
            m_busy = false;
            m_timer.start(0);
            return;
        }
        item.trail.push_back(item.address.text());
        item.address = std::move(*ended);
    }
    auto page = pageOf(item);
    page.mediaType = "text/markdown";
    page.mark.etag.clear();
    page.mark.lastModified.clear();
    page.bytes = crawl->markdown;
    page.links = crawl->links;
    take(std::move(item), std::move(page));
}

/// A page that came with its bytes.
void WebWalk::Inside::take(Item item, WebPage page)
{
    auto hash = crypto::toHex(crypto::sha256(page.bytes));
    page.state = hash == page.mark.hash ? WebState::Unchanged : WebState::Read;
    page.mark.hash = std::move(hash);
    deliver(item, std::move(page));
}

} // namespace hs::knowledge
