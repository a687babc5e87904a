#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include "engine/http/curl_transport.h"
#include "engine/http/server.h"
#include "engine/knowledge/web_reader.h"
#include "tests/fakes/fake_clock.h"

namespace hs::test {

/// A web site on the loopback. Pages are set before it is walked.
class WebSite final : public httpd::Handler {
public:
    struct Asked {
        std::string path; ///< with the query
        std::map<std::string, std::string> headers; ///< of those that tests look at
        std::string body;
        std::chrono::steady_clock::time_point at;
    };
    WebSite()
    {
        auto started = httpd::Server::start({}, {this});
        if (started)
            m_server = std::move(*started);
    }
    ~WebSite() override
    {
        std::vector<httpd::Respond> unanswered; // the server would wait for them
        {
            const std::lock_guard lock(m_mutex);
            unanswered.swap(m_unanswered);
        }
        for (const auto &respond : unanswered)
            respond({});
    }
    [[nodiscard]] std::string url() const { return m_server ? m_server->url() : std::string(); }
    [[nodiscard]] std::string elsewhere() const { return "http://localhost:" + std::to_string(m_server ? m_server->port() : 0); } ///< another site

    void page(const std::string &path, const std::string &html) { set(path, 200, html); }
    void set(const std::string &path, int status, const std::string &body = {}, std::vector<std::pair<std::string, std::string>> headers = {},
             const std::string &type = "text/html; charset=utf-8")
    {
        const std::lock_guard lock(m_mutex);
        httpd::Response response;
        response.status = status;
        response.body = body;
        response.contentType = type;
        response.headers = std::move(headers);
        m_pages[path].push_back(std::move(response)); // several: one after the other, the last one stays
    }
    /// Takes requests and says nothing.
    void silent(const std::string &path)
    {
        const std::lock_guard lock(m_mutex);
        m_silent.insert(path);
    }
    [[nodiscard]] std::vector<Asked> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    [[nodiscard]] std::vector<std::string> paths(bool robots = false) const
    {
        std::vector<std::string> out;
        for (const auto &one : asked())
            if (robots || one.path != "/robots.txt")
                out.push_back(one.path);
        return out;
    }
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_asked.clear();
        m_pages.clear();
    }

    bool owns(std::string_view) const override { return true; }
    httpd::Admission admit(const httpd::Request &) override { return {}; }
    void handle(httpd::Request request, httpd::Respond respond) override
    {
        const auto path = request.path + (request.query.empty() ? "" : "?" + request.query);
        httpd::Response response;
        {
            const std::lock_guard lock(m_mutex);
            Asked entry{path, {}, request.body, std::chrono::steady_clock::now()};
            for (const char *name : {"user-agent", "if-none-match", "if-modified-since", "authorization"})
                entry.headers[name] = std::string(request.headers.get(name));
            m_asked.push_back(std::move(entry));
            if (m_silent.count(path) != 0) {
                m_unanswered.push_back(std::move(respond));
                return;
            }
            const auto found = m_pages.find(path);
            if (found == m_pages.end()) {
                response.status = 404;
            } else {
                response = found->second.front();
                if (found->second.size() > 1)
                    found->second.erase(found->second.begin());
                const auto tag = request.headers.get("if-none-match");
                for (const auto &[name, value] : response.headers)
                    if (name == "ETag" && tag == value) {
                        response.status = 304;
                        response.body.clear();
                    }
            }
        }
        respond(std::move(response));
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<httpd::Response>> m_pages;
    std::set<std::string> m_silent;
    std::vector<Asked> m_asked;
    std::vector<httpd::Respond> m_unanswered;
    std::unique_ptr<httpd::Server> m_server; // last: its thread uses the others
};

[[nodiscard]] inline std::vector<std::string> linksOf(const std::string &html)
{
    static const std::regex Href("href=\"([^\"]*)\"");
    std::vector<std::string> links;
    for (std::sregex_iterator it(html.begin(), html.end(), Href), end; it != end; ++it)
        links.push_back((*it)[1].str());
    return links;
}

/// One walk through a site, whose pages are looked at as they come.
struct Walk {
    explicit Walk(knowledge::WebOptions wish = {})
    {
        options = std::move(wish);
        options.pause = std::chrono::milliseconds(0);
        options.privateAddresses = true;
    }
    void start(const std::string &address, std::stop_token cancel = {})
    {
        walk = std::make_unique<knowledge::WebWalk>(transport, clock, options);
        pages.clear();
        end.reset();
        ends = 0;
        walk->start(
            address, known, std::move(cancel),
            [this](knowledge::WebPage page, const knowledge::WebWalk::Follow &follow) {
                auto links = linksOf(page.bytes);
                links.insert(links.end(), page.links.begin(), page.links.end());
                pages.push_back(page);
                if (page.state == knowledge::WebState::Read || !page.bytes.empty()) {
                    page.mark.links = links;
                    known[page.address] = page.mark;
                }
                if (onPage)
                    onPage(pages.back(), follow);
                else if (follows)
                    follow(std::move(links));
            },
            [this](const knowledge::WebEnd &told) {
                end = told;
                ++ends;
            });
    }
    bool run(const std::string &address)
    {
        start(address);
        return QTest::qWaitFor([&] { return end.has_value(); }, 20'000);
    }
    [[nodiscard]] const knowledge::WebPage *page(const std::string &ending) const
    {
        for (const auto &one : pages)
            if (one.address.ends_with(ending))
                return &one;
        return nullptr;
    }

    Mailbox mailbox;
    FakeClock clock;
    http::CurlTransport transport{mailbox};
    knowledge::WebOptions options;
    std::map<std::string, knowledge::WebMark> known;
    std::vector<knowledge::WebPage> pages;
    std::optional<knowledge::WebEnd> end;
    int ends = 0;
    bool follows = true; ///< false: nobody says where a page leads
    std::function<void(const knowledge::WebPage &, const knowledge::WebWalk::Follow &)> onPage; ///< instead of following
    std::unique_ptr<knowledge::WebWalk> walk; // before the transport in its end
};

} // namespace hs::test
