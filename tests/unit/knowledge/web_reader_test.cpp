#include <thread>

#include "tests/unit/knowledge/web_site.h"

using namespace hs;
using namespace hs::knowledge;
using namespace hs::test;
using namespace std::chrono_literals;

namespace {

using Paths = std::vector<std::string>;

std::string link(const std::string &to)
{
    return "<a href=\"" + to + "\">" + to + "</a>";
}

std::string told(const Walk &walk)
{
    std::string out = walk.end && walk.end->error ? describe(*walk.end->error) : "no error";
    for (const auto &page : walk.pages)
        out += "\n" + page.address + " " + std::to_string(int(page.state)) + (page.error ? " " + describe(*page.error) : "");
    return out;
}

} // namespace

#define ENDED(walk, address) QVERIFY2((walk).run(address), "the walk did not end")
#define FAILS(walk, ending, errc)                                                                                    \
    do {                                                                                                             \
        const auto *failing = (walk).page(ending);                                                                   \
        QVERIFY2(failing && failing->state == WebState::Failed && failing->error && failing->error->code == errc, told(walk).c_str()); \
    } while (false)

/// A walk through a site over real sockets.
class WebReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void walksTheSite()
    {
        WebSite site;
        site.page("/", link("/a") + link("b#part") + link(site.url() + "/b") + link("/") + link("https://other.example/x") + link("/p.jpg")
                           + link("mailto:a@b.example") + link("/a?x=1"));
        site.page("/a", link("/a/deep") + "Hours: 10 to 18.");
        site.page("/b", link("/a") + link("/a/deep"));
        site.page("/a?x=1", "");
        site.page("/a/deep", link("/a/deeper"));
        site.page("/a/deeper", "never");
        Walk walk;
        ENDED(walk, site.url());
        QCOMPARE(site.paths(true), (Paths{"/robots.txt", "/", "/a", "/b", "/a?x=1", "/a/deep"}));
        QVERIFY(!walk.end->error);
        QVERIFY(walk.end->whole);
        QCOMPARE(walk.end->asked, 5);
        QCOMPARE(walk.end->read, 5);
        const auto *page = walk.page("/a");
        QVERIFY(page && page->depth == 1 && page->state == WebState::Read);
        QCOMPARE(page->mediaType, std::string("text/html"));
        QVERIFY(page->bytes.find("Hours") != std::string::npos);
        QCOMPARE(page->mark.hash.size(), std::size_t(64));
        for (const auto &one : site.asked())
            QVERIFY(one.headers.at("user-agent").starts_with("HigherSelfConsole/"));
    }

    void keepsToDepthAndNumber_data()
    {
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("pages");
        QTest::addColumn<int>("asked");
        QTest::addColumn<bool>("whole");
        QTest::newRow("the start alone") << 0 << 10 << 1 << true;
        QTest::newRow("one step") << 1 << 100 << 6 << true;
        QTest::newRow("two steps") << 2 << 100 << 31 << true;
        QTest::newRow("a number") << 2 << 10 << 10 << false;
        QTest::newRow("none is one") << 2 << 0 << 1 << false;
    }
    void keepsToDepthAndNumber()
    {
        QFETCH(int, depth);
        QFETCH(int, pages);
        QFETCH(int, asked);
        QFETCH(bool, whole);
        WebSite site;
        const auto five = [](const std::string &from) {
            std::string html;
            for (int i = 0; i < 5; ++i)
                html += link(from + std::to_string(i) + "/");
            return html;
        };
        site.page("/", five("/"));
        for (int i = 0; i < 5; ++i) {
            const auto first = "/" + std::to_string(i) + "/";
            site.page(first, five(first));
            for (int j = 0; j < 5; ++j) {
                const auto second = first + std::to_string(j) + "/";
                site.page(second, five(second));
            }
        }
        WebOptions options;
        options.depth = depth;
        options.pages = pages;
        Walk walk(options);
        ENDED(walk, site.url());
        QCOMPARE(int(site.paths().size()), asked);
        QCOMPARE(walk.end->asked, asked);
        QCOMPARE(walk.end->whole, whole);
        QVERIFY(!walk.end->error);
    }

    void keepsToRobots()
    {
        WebSite site;
        site.set("/robots.txt", 200, "User-agent: *\nDisallow: /private\n", {}, "text/plain");
        site.page("/", link("/private/a") + link("/open"));
        site.page("/private/a", "secret");
        site.page("/open", "");
        Walk walk;
        ENDED(walk, site.url());
        QCOMPARE(site.paths(), (Paths{"/", "/open"}));
        QVERIFY(walk.page("/private/a") && walk.page("/private/a")->state == WebState::Disallowed);
        QCOMPARE(walk.end->disallowed, 1);
        QCOMPARE(walk.end->asked, 2);
    }

    void asksRobots_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("missing") << 404 << true;
        QTest::newRow("not for us") << 403 << true;
        QTest::newRow("out of order") << 500 << false;
        QTest::newRow("overloaded") << 503 << false;
        QTest::newRow("elsewhere") << 301 << false;
        QTest::newRow("in a circle") << 302 << true;
        QTest::newRow("too large") << 200 << false;
        QTest::newRow("silent") << 0 << false;
    }
    void asksRobots()
    {
        QFETCH(int, status);
        QFETCH(bool, allowed);
        WebSite site;
        WebOptions options;
        if (status == 0) {
            site.silent("/robots.txt");
            options.timeout = 200ms;
        } else if (status == 301) {
            site.set("/robots.txt", 301, {}, {{"Location", "/elsewhere/robots.txt"}});
            site.set("/elsewhere/robots.txt", 200, "User-agent: *\nDisallow: /\n", {}, "text/plain");
        } else if (status == 302) {
            site.set("/robots.txt", 302, {}, {{"Location", "/robots.txt"}});
        } else {
            site.set("/robots.txt", status, status == 200 ? std::string(3'000'000, '#') : "User-agent: *\nDisallow: /\n");
        }
        site.page("/", "hello");
        Walk walk(options);
        ENDED(walk, site.url());
        QCOMPARE(walk.pages.size(), std::size_t(1));
        QCOMPARE(walk.pages[0].state == WebState::Read, allowed);
        QCOMPARE(walk.end->error.has_value(), !allowed);
        const auto paths = site.paths();
        QCOMPARE(std::count(paths.begin(), paths.end(), "/") > 0, allowed);
    }

    void waitsBetweenPages_data()
    {
        QTest::addColumn<int>("pause");
        QTest::addColumn<QByteArray>("robots");
        QTest::addColumn<int>("least");
        QTest::newRow("its own pause") << 120 << QByteArray() << 120;
        QTest::newRow("as the site asks") << 10 << QByteArray("User-agent: *\nCrawl-delay: 0.3") << 300;
        QTest::newRow("the longer one") << 150 << QByteArray("User-agent: *\nCrawl-delay: 0.05") << 150;
    }
    void waitsBetweenPages()
    {
        QFETCH(int, pause);
        QFETCH(QByteArray, robots);
        QFETCH(int, least);
        WebSite site;
        if (!robots.isEmpty())
            site.set("/robots.txt", 200, robots.toStdString(), {}, "text/plain");
        site.page("/", link("/a") + link("/b"));
        site.page("/a", "");
        site.page("/b", "");
        Walk walk;
        walk.options.pause = std::chrono::milliseconds(pause);
        ENDED(walk, site.url());
        const auto asked = site.asked();
        QCOMPARE(asked.size(), std::size_t(4));
        for (std::size_t i = 2; i < asked.size(); ++i)
            QVERIFY(asked[i].at - asked[i - 1].at >= std::chrono::milliseconds(least));
    }

    void asksOnlyForWhatChanged()
    {
        WebSite site;
        const auto fill = [&](const std::string &c) {
            site.forget();
            site.set("/", 200, link("/b") + link("/c"), {{"ETag", "\"one\""}, {"Last-Modified", "Mon, 23 Nov 2026 09:00:00 GMT"}});
            site.page("/b", "always the same" + link("/d"));
            site.page("/c", c);
            site.page("/d", "deep");
        };
        fill("old words");
        Walk walk;
        ENDED(walk, site.url());
        QCOMPARE(walk.end->read, 4);
        QCOMPARE(walk.known.at(site.url() + "/").etag, std::string("\"one\""));

        fill("new words");
        ENDED(walk, site.url());
        QCOMPARE(site.paths(), (Paths{"/", "/b", "/c", "/d"})); // by the links that were kept
        QCOMPARE(site.asked()[1].headers.at("if-none-match"), std::string("\"one\""));
        QCOMPARE(site.asked()[1].headers.at("if-modified-since"), std::string("Mon, 23 Nov 2026 09:00:00 GMT"));
        const auto *start = walk.page("/");
        QVERIFY(start && start->state == WebState::Unchanged && start->bytes.empty() && start->mark.etag == "\"one\"");
        QVERIFY(walk.page("/b")->state == WebState::Unchanged && !walk.page("/b")->bytes.empty());
        QVERIFY(walk.page("/c")->state == WebState::Read);
        QCOMPARE(walk.end->unchanged, 3);
        QVERIFY(walk.end->whole);

        for (auto &[address, mark] : walk.known)
            mark = webMarkFrom("{\"etag\": \"a\\r\\nX-Evil: 1\"}");
        fill("new words");
        ENDED(walk, site.url()); // a mark that is none does no harm
        QCOMPARE(walk.end->read, 4);
    }

    void followsRedirects()
    {
        WebSite site;
        site.set("/", 301, {}, {{"Location", "/home"}});
        site.set("/home", 302, {}, {{"Location", site.url() + "/home/index.html#top"}});
        site.page("/home/index.html", link("/home") + link("/other") + link("page"));
        site.set("/other", 308, {}, {{"Location", "/home/index.html"}}); // known by its own name
        site.page("/home/page", "");
        Walk walk;
        ENDED(walk, site.url());
        QCOMPARE(walk.pages.size(), std::size_t(2));
        QCOMPARE(walk.pages[0].address, site.url() + "/home/index.html");
        QCOMPARE(walk.pages[0].asked, site.url() + "/");
        QCOMPARE(walk.pages[0].depth, 0);
        QCOMPARE(walk.pages[1].address, site.url() + "/home/page"); // relative to where it was
        QVERIFY(!walk.end->error && walk.end->whole);
    }

    void refusesRedirects_data()
    {
        QTest::addColumn<QByteArray>("location"); // "%" is another site
        QTest::addColumn<Errc>("code");
        using B = QByteArray;
        QTest::newRow("another site") << B("%/b") << Errc::Forbidden;
        QTest::newRow("a file") << B("file:///etc/passwd") << Errc::BadInput;
        QTest::newRow("nowhere") << B() << Errc::BadInput;
        QTest::newRow("a circle") << B("/a") << Errc::BadInput;
        QTest::newRow("a larger circle") << B("/b") << Errc::BadInput;
        QTest::newRow("too often") << B("/r1") << Errc::BadInput;
    }
    void refusesRedirects()
    {
        QFETCH(QByteArray, location);
        QFETCH(Errc, code);
        WebSite site;
        site.page("/", link("/a") + link("/z"));
        site.set("/a", 302, {}, {{"Location", location.replace("%", site.elsewhere().c_str()).toStdString()}});
        site.set("/b", 302, {}, {{"Location", "/a"}});
        for (int i = 1; i < 9; ++i)
            site.set("/r" + std::to_string(i), 302, {}, {{"Location", "/r" + std::to_string(i + 1)}});
        site.page("/z", "");
        Walk walk;
        ENDED(walk, site.url());
        int failures = 0;
        for (const auto &page : walk.pages)
            if (page.state == WebState::Failed) {
                ++failures;
                QCOMPARE(page.error->code, code);
                QCOMPARE(page.asked, site.url() + "/a");
            }
        QCOMPARE(failures, 1);
        QVERIFY(walk.page("/z") && walk.page("/z")->state == WebState::Read); // the walk goes on
        QVERIFY(!walk.end->whole);
        const auto paths = site.paths();
        QVERIFY(std::count(paths.begin(), paths.end(), "/r6") == 0);
    }

    void tellsWhatIsWrong()
    {
        WebSite site;
        site.page("/", link("/gone") + link("/forever") + link("/film") + link("/large") + link("/locked") + link("/broken") + link("/text"));
        site.set("/forever", 410);
        site.set("/film", 200, "x", {}, "video/mp4");
        site.set("/large", 200, std::string(2'001, 'x'));
        site.set("/locked", 403);
        site.set("/broken", 500);
        site.set("/text", 200, "# Hours", {}, "Text/Markdown;charset=utf-8");
        WebOptions options;
        options.bytes = 2'000;
        Walk walk(options);
        ENDED(walk, site.url());
        QVERIFY(walk.page("/gone")->state == WebState::Gone);
        QVERIFY(walk.page("/forever")->state == WebState::Gone);
        FAILS(walk, "/film", Errc::NotFound);
        FAILS(walk, "/large", Errc::BadInput);
        FAILS(walk, "/locked", Errc::Unauthorized);
        FAILS(walk, "/broken", Errc::Unavailable);
        QCOMPARE(walk.page("/text")->mediaType, std::string("text/markdown"));
        QCOMPARE(walk.end->gone, 2);
        QCOMPARE(walk.end->failed, 4);
        QVERIFY(!walk.end->error && !walk.end->whole);

        ENDED(walk, site.url() + "/gone?token=secret");
        QVERIFY(walk.end->error && walk.end->error->code == Errc::NotFound);
        QVERIFY(describe(*walk.end->error).find("secret") == std::string::npos);
    }

    void waitsWhenAsked()
    {
        WebSite site;
        site.page("/", link("/a"));
        site.set("/a", 429, {}, {{"Retry-After", "1"}});
        site.page("/a", "now");
        Walk walk;
        ENDED(walk, site.url());
        QVERIFY(walk.page("/a") && walk.page("/a")->state == WebState::Read);
        const auto asked = site.asked();
        QCOMPARE(asked.size(), std::size_t(4));
        QVERIFY(asked[3].at - asked[2].at >= 1s);

        site.forget();
        site.page("/", link("/a") + link("/b"));
        site.set("/a", 503, {}, {{"Retry-After", "3600"}});
        ENDED(walk, site.url());
        FAILS(walk, "/a", Errc::RateLimited);
        QVERIFY(walk.end->error.has_value()); // and the others are left alone too
        QCOMPARE(site.paths(), (Paths{"/", "/a"}));
    }

    void leavesAFailingSite()
    {
        WebSite site;
        std::string html;
        for (int i = 0; i < 9; ++i) {
            html += link("/" + std::to_string(i));
            site.set("/" + std::to_string(i), 500);
        }
        site.page("/", html);
        Walk walk;
        ENDED(walk, site.url());
        QCOMPARE(site.paths().size(), std::size_t(6));
        QVERIFY(walk.end->error && walk.end->error->code == Errc::Unavailable);
    }

    void doesNotWaitForASlowSite()
    {
        WebSite site;
        site.page("/", link("/slow") + link("/a"));
        site.silent("/slow");
        site.page("/a", "");
        WebOptions options;
        options.timeout = 250ms;
        Walk walk(options);
        ENDED(walk, site.url());
        FAILS(walk, "/slow", Errc::Timeout);
        QVERIFY(walk.page("/a") && walk.page("/a")->state == WebState::Read);
    }

    void staysOutOfTheLocalNetwork_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("resolved"); // empty: by the system
        QTest::addColumn<bool>("refused");
        using B = QByteArray;
        QTest::newRow("this machine") << B("127.0.0.1") << B() << true;
        QTest::newRow("this machine, by name") << B("localhost") << B() << true;
        QTest::newRow("this machine, in old ways") << B("127.1") << B() << true;
        QTest::newRow("this machine, as a number") << B("2130706433") << B() << true;
        QTest::newRow("this machine, in IPv6") << B("[::1]") << B() << true;
        QTest::newRow("a name that leads there") << B("localhost") << B("10.0.0.1") << true;
        QTest::newRow("a name that leads there too") << B("localhost") << B("93.184.216.34 169.254.169.254") << true;
        QTest::newRow("a name that leads out") << B("localhost") << B("93.184.216.34") << false;
    }
    void staysOutOfTheLocalNetwork()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, resolved);
        QFETCH(bool, refused);
        WebSite site;
        site.page("/", "inside");
        Walk walk;
        walk.options.privateAddresses = false;
        if (!resolved.isEmpty())
            walk.options.resolve = [resolved](const std::string &) -> Result<std::vector<std::string>> {
                std::vector<std::string> all;
                for (const auto &one : resolved.split(' '))
                    all.push_back(one.toStdString());
                return all;
            };
        walk.options.mayReach = [](std::string_view) { return true; }; // the site itself is of this machine
        const auto port = site.url().substr(site.url().rfind(':'));
        ENDED(walk, "http://" + host.toStdString() + port + "/");
        QCOMPARE(walk.pages.size(), std::size_t(1));
        if (refused) {
            QVERIFY2(walk.end->error && walk.end->error->code == Errc::Forbidden, told(walk).c_str());
            QVERIFY(site.paths(true).empty());
        } else {
            QCOMPARE(walk.pages[0].bytes, std::string("inside"));
        }
    }

    void checksEveryRequest()
    {
        WebSite site;
        site.page("/", link("/a"));
        site.page("/a", "");
        Walk walk;
        walk.options.privateAddresses = false;
        walk.options.mayReach = [](std::string_view) { return true; };
        const auto looks = std::make_shared<std::atomic<int>>(0);
        walk.options.resolve = [looks](const std::string &) -> Result<std::vector<std::string>> { // robots, start, page: then it changes its mind
            return std::vector<std::string>{++*looks < 3 ? "93.184.216.34" : "192.168.0.1"};
        };
        ENDED(walk, site.elsewhere());
        FAILS(walk, "/a", Errc::Forbidden);
        QCOMPARE(site.paths(), Paths{"/"});
    }

    void doesNotFollowANameThatChanges()
    {
        WebSite site;
        site.page("/", "inside");
        Walk walk;
        walk.options.privateAddresses = false;
        walk.options.resolve = [](const std::string &) -> Result<std::vector<std::string>> { return std::vector<std::string>{"93.184.216.34"}; };
        ENDED(walk, site.elsewhere()); // when it is connected to, the name leads to this machine
        QVERIFY2(walk.end->error && walk.end->error->code == Errc::Forbidden, told(walk).c_str());
        QVERIFY(site.paths(true).empty());
    }

    void givesUpALookUp()
    {
        const auto release = std::make_shared<std::atomic<bool>>(false);
        WebOptions options;
        options.timeout = 100ms;
        options.resolve = [release](const std::string &) -> Result<std::vector<std::string>> {
            release->wait(false);
            return std::vector<std::string>{"93.184.216.34"};
        };
        {
            Walk walk(options);
            walk.options.privateAddresses = false;
            ENDED(walk, "http://studio.example/");
            QVERIFY(walk.end->error && walk.end->error->code == Errc::Timeout);
        }
        *release = true; // what comes late comes to nobody
        release->notify_all();
        QTest::qWait(20);
    }

    void goesOnWithoutLinks_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("at once") << 0;
        QTest::newRow("from another thread") << 1;
        QTest::newRow("later") << 2;
        QTest::newRow("twice") << 3;
        QTest::newRow("never") << 4;
    }
    void goesOnWithoutLinks()
    {
        QFETCH(int, way);
        WebSite site;
        site.page("/", "");
        site.page("/a", "");
        Walk walk;
        WebWalk::Follow kept;
        std::jthread thread;
        walk.onPage = [&](const WebPage &page, const WebWalk::Follow &follow) {
            if (page.depth > 0)
                return;
            if (way == 0 || way == 3)
                follow({"/a"});
            if (way == 1)
                thread = std::jthread([follow] { follow({"/a"}); });
            if (way == 2)
                kept = follow;
            if (way == 3)
                follow({"/b"});
        };
        walk.start(site.url());
        if (way == 2) {
            QTRY_VERIFY(kept != nullptr);
            QVERIFY(!walk.end);
            kept({"/a"});
        }
        QTRY_VERIFY_WITH_TIMEOUT(walk.end.has_value(), 20'000);
        QCOMPARE(site.paths(), way == 4 ? Paths{"/"} : (Paths{"/", "/a"}));
        if (thread.joinable())
            thread.join();
    }

    void stopsWhenToldTo_data()
    {
        QTest::addColumn<int>("when");
        QTest::newRow("before it begins") << 0;
        QTest::newRow("while a page is asked for") << 1;
        QTest::newRow("while a page is looked at") << 2;
        QTest::newRow("between pages") << 3;
    }
    void stopsWhenToldTo()
    {
        QFETCH(int, when);
        WebSite site;
        site.page("/", link("/a"));
        if (when == 1)
            site.silent("/");
        Walk walk;
        walk.options.pause = when == 3 ? 60s : 0s;
        WebWalk::Follow kept;
        if (when == 2)
            walk.onPage = [&](const WebPage &, const WebWalk::Follow &follow) { kept = follow; };
        std::stop_source stop;
        if (when == 0)
            stop.request_stop();
        walk.start(site.url(), stop.get_token());
        QCOMPARE(walk.ends, 0); // never from within
        if (when == 1)
            QTRY_COMPARE(site.paths(), Paths{"/"});
        if (when > 1)
            QTRY_COMPARE(walk.pages.size(), std::size_t(1));
        std::jthread([&] { stop.request_stop(); }).join();
        QTRY_COMPARE(walk.ends, 1);
        QVERIFY(walk.end->error && walk.end->error->code == Errc::Cancelled);
        QVERIFY(!walk.end->whole);
        if (kept)
            kept({"/a"}); // nobody listens any more
        QTest::qWait(20);
        QCOMPARE(walk.ends, 1);
        QVERIFY(site.paths().size() <= 1);
    }

    void endsInTheMiddle()
    {
        WebSite site;
        site.page("/", link("/a"));
        Walk walk;
        WebWalk::Follow kept;
        walk.onPage = [&](const WebPage &, const WebWalk::Follow &follow) {
            kept = follow;
            walk.walk.reset();
        };
        walk.start(site.url());
        QTRY_VERIFY(kept != nullptr);
        kept({"/a"});
        kept = {};
        QTest::qWait(50);
        QCOMPARE(walk.ends, 0);
        QCOMPARE(site.paths(), Paths{"/"});
    }

    void refusesAnAddressThatIsNone()
    {
        Walk walk;
        ENDED(walk, "ftp://studio.example/");
        QVERIFY(walk.end->error && walk.end->error->code == Errc::BadInput);
        QVERIFY(walk.pages.empty());
        ENDED(walk, "http://127.0.0.1:1/"); // nobody listens there
        QVERIFY(walk.end->error && walk.end->error->code == Errc::Unavailable);
        QCOMPARE(walk.pages.size(), std::size_t(1));
    }

    void asksCrawl4Ai()
    {
        WebSite site;
        const auto says = [&](const Json &result, int status = 200) {
            site.set("/crawl", status, dump({{"success", status == 200}, {"results", {result}}}), {}, "application/json");
        };
        says({{"url", site.url() + "/"}, {"success", true}, {"status_code", 200}, {"markdown", {{"raw_markdown", "# Studio"}}},
              {"links", {{"internal", {{{"href", site.url() + "/a"}}, {{"href", "/b"}}}}, {"external", {{{"href", "https://other.example/"}}}}}}});
        says({{"url", site.url() + "/a"}, {"success", true}, {"status_code", 200}, {"markdown", "plain"}});
        says({{"url", site.url() + "/b"}, {"success", false}, {"status_code", 404}, {"error_message", "no"}});
        site.set("/robots.txt", 200, "User-agent: *\nDisallow: /private\n");
        Walk walk;
        walk.options.crawlBase = site.url() + "/";
        walk.options.crawlToken = Secret("crawl-secret");
        ENDED(walk, site.url());
        QVERIFY2(!walk.end->error, told(walk).c_str());
        QCOMPARE(site.paths(true), (Paths{"/robots.txt", "/crawl", "/crawl", "/crawl"}));
        QCOMPARE(walk.pages[0].bytes, std::string("# Studio"));
        QCOMPARE(walk.pages[0].mediaType, std::string("text/markdown"));
        QCOMPARE(walk.pages[1].bytes, std::string("plain"));
        QVERIFY(walk.pages[2].state == WebState::Gone);
        const auto asked = site.asked();
        QCOMPARE(asked[0].headers.at("authorization"), std::string()); // the token is not the site's
        QCOMPARE(asked[1].headers.at("authorization"), std::string("Bearer crawl-secret"));
        QCOMPARE(asked[1].body, dump({{"urls", {site.url() + "/"}}}));

        ENDED(walk, site.url() + "/private"); // the rules of the site count here too
        QVERIFY(walk.pages[0].state == WebState::Disallowed);
    }

    void tellsWhatIsWrongWithCrawl4Ai_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Errc>("code");
        using B = QByteArray;
        QTest::newRow("the token") << 401 << B(R"({"detail":"crawl-secret is wrong"})") << Errc::Unauthorized;
        QTest::newRow("all failed") << 500 << B(R"({"detail":"crawl-secret"})") << Errc::Unavailable;
        QTest::newRow("too many") << 429 << B("{}") << Errc::RateLimited;
        QTest::newRow("another server") << 200 << B("<html>") << Errc::Corrupt;
        QTest::newRow("no results") << 200 << B(R"({"results":[]})") << Errc::Corrupt;
        QTest::newRow("not read") << 200 << B(R"({"results":[{"success":false}]})") << Errc::Unavailable;
        QTest::newRow("not for everybody") << 200 << B(R"({"results":[{"success":true,"status_code":403}]})") << Errc::Unauthorized;
        const Json elsewhere{{"success", true}, {"status_code", 200}, {"redirected_url", "https://other.example/"}, {"markdown", "x"}};
        QTest::newRow("led elsewhere") << 200 << B::fromStdString(dump({{"results", {elsewhere}}})) << Errc::Forbidden;
        QTest::newRow("gone there") << 404 << B() << Errc::BadInput;
    }
    void tellsWhatIsWrongWithCrawl4Ai()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Errc, code);
        WebSite site;
        site.set("/crawl", status, body.toStdString());
        Walk walk;
        walk.options.crawlBase = site.url();
        walk.options.crawlToken = Secret("crawl-secret");
        ENDED(walk, site.url());
        QVERIFY2(walk.end->error && walk.end->error->code == code, told(walk).c_str());
        QVERIFY(told(walk).find("crawl-secret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(WebReaderTest)
#include "web_reader_test.moc"
