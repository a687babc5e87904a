#include <QTest>

#include "engine/http/transport.h"
#include "engine/knowledge/web_address.h"
#include "engine/knowledge/web_reader.h"
#include "engine/knowledge/web_robots.h"

using namespace hs;
using namespace hs::knowledge;

/// What a walk through a site goes by: addresses, where they lead, what robots.txt says.
class WebPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("address"); // empty: refused
        using B = QByteArray;
        QTest::newRow("plain") << B("https://studio.example/a/b?c=d") << B("https://studio.example/a/b?c=d");
        QTest::newRow("capitals, port, fragment, no path") << B(" HTTPS://Studio.EXAMPLE:443#top ") << B("https://studio.example/");
        QTest::newRow("another port") << B("http://studio.example:8080/") << B("http://studio.example:8080/");
        QTest::newRow("dots in the path") << B("https://studio.example/a/../b/./c") << B("https://studio.example/b/c");
        QTest::newRow("relative") << B("c?x") << B("https://base.example/a/c?x");
        QTest::newRow("of the root") << B("/c") << B("https://base.example/c");
        QTest::newRow("another host, the same protocol") << B("//other.example/c") << B("https://other.example/c");
        QTest::newRow("a blank and an umlaut") << B("/a b/\xC3\xBC") << B("https://base.example/a%20b/%C3%BC");
        QTest::newRow("a name beyond ASCII") << B("https://b\xC3\xBC" "cher.example/") << B("https://xn--bcher-kva.example/");
        QTest::newRow("a dot at the end") << B("https://studio.example./") << B("https://studio.example/");
        QTest::newRow("IPv6") << B("http://[2001:DB8::1]:8080/") << B("http://[2001:db8::1]:8080/");
        QTest::newRow("a letter") << B("mailto:ada@studio.example") << B();
        QTest::newRow("a script") << B("javascript:alert(1)") << B();
        QTest::newRow("a file") << B("file:///etc/passwd") << B();
        QTest::newRow("a password") << B("https://ada:secret@studio.example/") << B();
        QTest::newRow("a user to deceive") << B("https://studio.example@other.example/") << B();
        QTest::newRow("no host") << B("https:///a") << B();
        QTest::newRow("a zone") << B("http://[fe80::1%25eth0]/") << B();
        QTest::newRow("too long") << B("https://studio.example/") + B(3'000, 'a') << B();
    }
    void readsAddresses()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, address);
        const auto base = webAddress("https://base.example/a/b");
        QVERIFY2(base, describe(base).c_str());
        const auto read = webAddress(typed.toStdString(), &*base);
        QCOMPARE(read ? read->text() : std::string(), address.toStdString());
        if (read) {
            const auto again = webAddress(read->text());
            QVERIFY(again && again->text() == read->text());
        }
    }

    void knowsASite_data()
    {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<bool>("same");
        using B = QByteArray;
        QTest::newRow("the same") << B("https://studio.example/a") << B("https://studio.example/b") << true;
        QTest::newRow("www") << B("https://studio.example/") << B("https://www.studio.example/") << true;
        QTest::newRow("http and https") << B("http://studio.example/") << B("https://studio.example/") << true;
        QTest::newRow("a part of it") << B("https://studio.example/") << B("https://shop.studio.example/") << false;
        QTest::newRow("it as a part") << B("https://studio.example/") << B("https://studio.example.evil.example/") << false;
        QTest::newRow("another port") << B("https://studio.example/") << B("https://studio.example:8443/") << false;
        QTest::newRow("another one") << B("https://studio.example/") << B("https://other.example/") << false;
    }
    void knowsASite()
    {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(bool, same);
        const auto first = webAddress(a.toStdString()), second = webAddress(b.toStdString());
        QVERIFY(first && second);
        QCOMPARE(sameSite(*first, *second), same);
        QCOMPARE(sameSite(*second, *first), same);
    }

    void knowsOtherKinds_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("other");
        QTest::newRow("picture") << QByteArray("https://studio.example/a.JPG?size=2") << true;
        QTest::newRow("page") << QByteArray("https://studio.example/a.html") << false;
        QTest::newRow("paper") << QByteArray("https://studio.example/a.pdf") << false;
        QTest::newRow("folder with a dot") << QByteArray("https://studio.example/v1.zip/a") << false;
        QTest::newRow("in the query") << QByteArray("https://studio.example/show?file=a.jpg") << false;
        QTest::newRow("the root") << QByteArray("https://studio.example/") << false;
    }
    void knowsOtherKinds()
    {
        QFETCH(QByteArray, address);
        QFETCH(bool, other);
        const auto read = webAddress(address.toStdString());
        QVERIFY(read);
        QCOMPARE(isOtherKind(*read), other);
    }

    void knowsPublicAddresses_data()
    {
        QTest::addColumn<bool>("isPublicOne");
        for (const char *address : {"8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "192.167.1.1", "100.63.255.255", "2606:4700::1111",
                                    "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
            QTest::newRow(address) << true;
        for (const char *address : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
                                    "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.19.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::",
                                    "::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "fe80::1%eth0",
                                    "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "127.1", "localhost", "", "8.8.8.8x"})
            QTest::newRow(address[0] ? address : "nothing") << false;
    }
    void knowsPublicAddresses()
    {
        QFETCH(bool, isPublicOne);
        const std::string tag = QTest::currentDataTag();
        QCOMPARE(isPublic(tag == "nothing" ? std::string() : tag), isPublicOne);
    }

    void resolvesNames()
    {
        const auto here = resolve("localhost");
        QVERIFY2(here, describe(here).c_str());
        for (const auto &one : *here)
            QVERIFY(one.starts_with("127.") || one == "::1");
        const auto odd = resolve("2130706433"); // an old way to write 127.0.0.1
        QVERIFY(!odd || odd->front() == "127.0.0.1");
        const auto none = resolve("no-such-host.invalid");
        QVERIFY(!none && none.error().code == Errc::Unavailable);
    }

    void keepsToRobots_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("allowed");
        using B = QByteArray;
        const auto all = [](const char *rules) { return B("User-agent: *\n") + rules; };
        QTest::newRow("nothing said") << B() << B("/a") << true;
        QTest::newRow("all forbidden") << all("Disallow: /") << B("/a") << false;
        QTest::newRow("robots.txt itself") << all("Disallow: /") << B("/robots.txt") << true;
        QTest::newRow("nothing forbidden") << all("Disallow:") << B("/a") << true;
        QTest::newRow("a folder") << all("Disallow: /private/") << B("/private/a") << false;
        QTest::newRow("beside the folder") << all("Disallow: /private/") << B("/private") << true;
        QTest::newRow("a beginning") << all("Disallow: /pri") << B("/private") << false;
        QTest::newRow("case counts") << all("Disallow: /Private") << B("/private") << true;
        QTest::newRow("the longer one allows") << all("Disallow: /a\nAllow: /a/b") << B("/a/b/c") << true;
        QTest::newRow("the longer one forbids") << all("Allow: /a\nDisallow: /a/b") << B("/a/b/c") << false;
        QTest::newRow("the same length") << all("Disallow: /a\nAllow: /a") << B("/a") << true;
        QTest::newRow("any run") << all("Disallow: /*/secret") << B("/x/y/secret/z") << false;
        QTest::newRow("an end") << all("Disallow: /*.pdf$") << B("/a.pdf") << false;
        QTest::newRow("not the end") << all("Disallow: /*.pdf$") << B("/a.pdf?x") << true;
        QTest::newRow("a query") << all("Disallow: /*?") << B("/a?x=1") << false;
        QTest::newRow("a run that must go on") << all("Disallow: /*ab$") << B("/aab") << false;
        QTest::newRow("encoded differently") << all("Disallow: /a%7eb/%c3%bc") << B("/a~b/%C3%BC") << false;
        QTest::newRow("not encoded") << all("Disallow: /\xC3\xBC") << B("/%C3%BC") << false;
        QTest::newRow("an encoded slash is none") << all("Disallow: /a/b") << B("/a%2Fb") << true;
        QTest::newRow("comments, blanks, old line ends")
            << B("\xEF\xBB\xBF# hello\r  user-AGENT :  *  # all\r\n\r\n disallow: /a # no\r\n") << B("/a") << false;
        QTest::newRow("by our name") << B("User-agent: *\nDisallow: /\n\nUser-agent: higherselfconsole\nDisallow: /a") << B("/b") << true;
        QTest::newRow("by our name, forbidden")
            << B("User-agent: *\nAllow: /\n\nUser-agent: HigherSelfConsole/1.0\nDisallow: /a") << B("/a") << false;
        QTest::newRow("by our name, empty") << B("User-agent: HigherSelfConsole\n\nUser-agent: *\nDisallow: /") << B("/a") << false;
        QTest::newRow("by our name, all allowed") << B("User-agent: HigherSelfConsole\nDisallow:\n\nUser-agent: *\nDisallow: /") << B("/a") << true;
        QTest::newRow("a longer name") << B("User-agent: HigherSelfConsoleImages\nDisallow: /") << B("/a") << true;
        QTest::newRow("several names") << B("User-agent: other\nUser-agent: HigherSelfConsole\nDisallow: /a") << B("/a") << false;
        QTest::newRow("a map in between") << B("User-agent: HigherSelfConsole\nSitemap: https://a.example/s.xml\nDisallow: /a") << B("/a") << false;
        QTest::newRow("groups of one name are one") << B("User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n\nUser-agent: *\nDisallow: /c")
                                                    << B("/c") << false;
        QTest::newRow("of another") << B("User-agent: x\nDisallow: /") << B("/a") << true;
        QTest::newRow("rules of nobody") << B("Disallow: /\nUser-agent: x\nAllow: /") << B("/a") << true;
        QTest::newRow("a page") << B("<html><body>User-agent: nobody</body></html>") << B("/a") << true;
    }
    void keepsToRobots()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, path);
        QFETCH(bool, allowed);
        QCOMPARE(WebRobots::parse(text.toStdString(), "HigherSelfConsole").allows(path.toStdString()), allowed);
    }

    void readsTheDelay_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("millis"); // -1: none
        using B = QByteArray;
        QTest::newRow("none") << B("User-agent: *\nDisallow: /a") << -1;
        QTest::newRow("seconds") << B("User-agent: *\nCrawl-delay: 3") << 3'000;
        QTest::newRow("a part of one") << B("User-agent: *\nCrawl-delay: 0.25") << 250;
        QTest::newRow("too long") << B("User-agent: *\nCrawl-delay: 3600") << 10'000;
        QTest::newRow("endless") << B("User-agent: *\nCrawl-delay: inf") << 10'000;
        QTest::newRow("not a number") << B("User-agent: *\nCrawl-delay: nan") << -1;
        QTest::newRow("less than nothing") << B("User-agent: *\nCrawl-delay: -5") << -1;
        QTest::newRow("words") << B("User-agent: *\nCrawl-delay: slowly") << -1;
        QTest::newRow("of another") << B("User-agent: x\nCrawl-delay: 3") << -1;
    }
    void readsTheDelay()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, millis);
        const auto delay = WebRobots::parse(text.toStdString(), "HigherSelfConsole").delay();
        QCOMPARE(delay ? int(delay->count()) : -1, millis);
    }

    void standsHostileRobots()
    {
        std::string text = "User-agent: *\n";
        for (int i = 0; i < 200'000; ++i)
            text += "Disallow: /" + std::to_string(i) + "\n";
        QVERIFY(!WebRobots::parse(text, "x").allows("/0"));
        std::string stars = "User-agent: *\nDisallow: /";
        for (int i = 0; i < 900; ++i)
            stars += "*a";
        stars += "b$";
        const auto robots = WebRobots::parse(stars, "x"); // takes ages where each star is tried with each other one
        QVERIFY(robots.allows("/" + std::string(1'900, 'a')));
        QVERIFY(!WebRobots::nothing().allows("/"));
    }

    void keepsMarks()
    {
        WebMark mark{"\"a\"", "Mon, 23 Nov 2026 09:00:00 GMT", "00ff", {"https://studio.example/a", "https://studio.example/b"}};
        const auto back = webMarkFrom(markText(mark));
        QCOMPARE(back.etag, mark.etag);
        QCOMPARE(back.lastModified, mark.lastModified);
        QCOMPARE(back.hash, mark.hash);
        QCOMPARE(back.links, mark.links);
        mark.links.assign(5'000, "https://studio.example/a");
        QCOMPARE(webMarkFrom(markText(mark)).links.size(), std::size_t(300));
        QVERIFY(webMarkFrom("12:34").hash.empty());
        QVERIFY(webMarkFrom("").etag.empty());
    }
};

QTEST_GUILESS_MAIN(WebPartsTest)
#include "web_parts_test.moc"
