#include "engine/knowledge/web_source.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>

namespace hs::knowledge {

namespace table = store::knowledge;

struct WebSources::Pages {
    std::mutex mutex;
    std::condition_variable_any arrived;
    std::deque<std::pair<WebPage, WebWalk::Follow>> pages;
    std::optional<WebEnd> end;
};

WebSources::WebSources(http::Transport &transport, const Clock &clock, std::shared_ptr<Mailbox> mailbox, std::function<WebOptions()> options)
    : m_transport(transport), m_clock(clock), m_mailbox(std::move(mailbox)), m_options(std::move(options))
{
}

WebSources::~WebSources() = default;

void WebSources::begin(int number, const std::string &address, std::map<std::string, WebMark> known, std::stop_token stop, std::shared_ptr<Pages> pages)
{
    auto walk = std::make_unique<WebWalk>(m_transport, m_clock, m_options());
    auto &running = *walk;
    m_walks[number] = std::move(walk);
    running.start(
        address, std::move(known), std::move(stop),
        [pages](WebPage page, WebWalk::Follow follow) {
            const std::lock_guard lock(pages->mutex);
            pages->pages.emplace_back(std::move(page), std::move(follow));
            pages->arrived.notify_all();
        },
        [pages](WebEnd end) {
            const std::lock_guard lock(pages->mutex);
            pages->end = std::move(end);
            pages->arrived.notify_all();
        });
}

void WebSources::read(SourceReader &reader, const table::Source &source, std::stop_token stop)
{
    std::map<std::string, WebMark> known;
    std::set<std::string> unseen;
    for (const auto &[address, mark] : reader.known(source)) {
        known[address] = reader.again() ? WebMark() : webMarkFrom(mark);
        unseen.insert(address);
    }
    const auto pages = std::make_shared<Pages>();
    const int number = ++m_numbers;
    std::stop_source walkStop;
    m_mailbox->post([this, number, address = source.place, known = std::move(known), token = walkStop.get_token(), pages]() mutable {
        begin(number, address, std::move(known), std::move(token), pages);
    });
    std::optional<WebEnd> end;
    std::int64_t failed = 0;
    std::string lastTrouble;
    while (!end) {
        std::pair<WebPage, WebWalk::Follow> one;
        {
            std::unique_lock lock(pages->mutex);
            const bool any = pages->arrived.wait(lock, stop, [&] { return !pages->pages.empty() || pages->end; });
            if (!any || reader.held(stop)) {
                walkStop.request_stop();
                break;
            }
            if (pages->pages.empty()) {
                end = pages->end;
                break;
            }
            one = std::move(pages->pages.front());
            pages->pages.pop_front();
        }
        auto &[page, follow] = one;
        unseen.erase(page.address);
        std::vector<std::string> links = page.links;
        switch (page.state) {
        case WebState::Unchanged: reader.saw(source, page.address, markText(page.mark)); break;
        case WebState::Gone: reader.leave(source, {page.address}); break;
        case WebState::Disallowed:
            lastTrouble = page.error ? describe(*page.error) : "the site's robots.txt forbids it";
            break;
        case WebState::Failed:
            ++failed;
            lastTrouble = page.error ? describe(*page.error) : "a page could not be read";
            break;
        case WebState::Read: {
            SourceReader::Wanted wanted;
            wanted.external = wanted.place = page.address;
            wanted.mark = markText(page.mark);
            wanted.source = {std::move(page.bytes), page.address, page.mediaType, page.address};
            if (const auto document = reader.take(source, std::move(wanted), stop)) {
                if (links.empty())
                    links = document->links;
                page.mark.links = links; // so that they are known when the page is not sent again
                reader.saw(source, page.address, markText(page.mark));
            }
            break;
        }
        }
        follow(std::move(links));
    }
    m_mailbox->post([this, number] { m_walks.erase(number); });
    if (!end)
        return; // gone on with later
    if (end->whole)
        reader.leave(source, {unseen.begin(), unseen.end()});
    reader.finish(source, end->error ? describe(*end->error) : failed > 0 && end->read == 0 ? lastTrouble : std::string(), false);
}

} // namespace hs::knowledge
