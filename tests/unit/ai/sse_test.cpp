#include <random>

#include <QTest>

#include "engine/ai/sse.h"

using namespace hs::ai;
using B = QByteArray;

namespace {

/// Events as one text, so that a difference can be read: "type|data|id" and a line end each.
std::string eventsOf(const std::vector<std::string_view> &parts)
{
    SseParser parser;
    std::string seen;
    for (const auto part : parts)
        parser.feed(part, [&](const SseParser::Event &event) { seen += event.type + "|" + event.data + "|" + event.id + "\n"; });
    if (parser.tooLong())
        seen += "too long\n";
    if (parser.retry() >= 0)
        seen += "retry " + std::to_string(parser.retry()) + "\n";
    return seen;
}

} // namespace

class SseTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsStreams_data();
    void readsStreams();
    void anyLineEndMeansTheSame_data() { readsStreams_data(); }
    void anyLineEndMeansTheSame();
    void anyCutMeansTheSame_data() { readsStreams_data(); }
    void anyCutMeansTheSame();
    void theLimitStrikesAtTheSameByteHoweverItIsCut();
    void nothingFollowsWhatWasTooLong();
    void longEventsBelowTheLimitPass();
};

void SseTest::readsStreams_data()
{
    QTest::addColumn<B>("stream"); // with LF
    QTest::addColumn<B>("events");
    QTest::newRow("one event") << B("data: a\n\n") << B("message|a|\n");
    QTest::newRow("a name") << B("event: ping\ndata: {}\n\n") << B("ping|{}|\n");
    QTest::newRow("the name holds for one event") << B("event: x\ndata: 1\n\ndata: 2\n\n") << B("x|1|\nmessage|2|\n");
    QTest::newRow("lines are joined") << B("data: a\ndata: b\ndata:\ndata: c\n\n") << B("message|a\nb\n\nc|\n");
    QTest::newRow("one space behind the colon goes") << B("data:a\n\ndata:  b\n\n") << B("message|a|\nmessage| b|\n");
    QTest::newRow("a field without a colon") << B("data\n\n") << B("message||\n");
    QTest::newRow("empty data is an event") << B("data:\n\n") << B("message||\n");
    QTest::newRow("a name alone is none") << B("event: x\n\ndata: 1\n\n") << B("message|1|\n");
    QTest::newRow("comments") << B(": ping\n\n:\n:data: x\ndata: 1\n: in between\ndata: 2\n\n") << B("message|1\n2|\n");
    QTest::newRow("unknown fields") << B("what: x\ndata: 1\n{\"error\": 1}\n\n") << B("message|1|\n");
    QTest::newRow("field names are exact") << B("Data: x\n data: y\ndata : z\ndata: 1\n\n") << B("message|1|\n");
    QTest::newRow("ids stay") << B("id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n") << B("message|a|7\nmessage|b|7\nmessage|c|\n");
    QTest::newRow("an id with a NUL is none") << B("id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n", 31) << B("message|a|7\nmessage|b|7\n");
    QTest::newRow("retry") << B("retry: 2500\ndata: a\n\nretry: soon\nretry: -1\nretry:\nretry: 99999999999999999999\n\n") << B("message|a|\nretry 2500\n");
    QTest::newRow("what is not ended is none") << B("data: a\n\ndata: b\n") << B("message|a|\n");
    QTest::newRow("nor is half a line") << B("data: a\n\ndata: b") << B("message|a|\n");
    QTest::newRow("blank lines") << B("\n\n\ndata: a\n\n\n\n") << B("message|a|\n");
    QTest::newRow("nothing") << B() << B();
    QTest::newRow("a byte order mark") << B("\xEF\xBB\xBF" "data: a\n\n") << B("message|a|\n");
    QTest::newRow("a mark alone in its line") << B("\xEF\xBB\xBF\ndata: a\n\n") << B("message|a|\n");
    QTest::newRow("a mark further down is text") << B("data: a\n\n\xEF\xBB\xBF" "data: b\n\ndata: c\n\n") << B("message|a|\nmessage|c|\n");
    QTest::newRow("characters of several bytes") << B("data: Grüße, 😀 – ж\n\nevent: ü\ndata: ✓\n\n") << B("message|Grüße, 😀 – ж|\nü|✓|\n");
    QTest::newRow("as a provider sends it")
        << B("event: message_start\ndata: {\"type\":\"message_start\"}\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n: OPENROUTER PROCESSING\n\ndata: [DONE]\n\n")
        << B("message_start|{\"type\":\"message_start\"}|\nping|{\"type\": \"ping\"}|\nmessage|[DONE]|\n");
}

void SseTest::readsStreams()
{
    QFETCH(B, stream);
    QFETCH(B, events);
    QCOMPARE(B::fromStdString(eventsOf({stream.toStdString()})), events);
}

void SseTest::anyLineEndMeansTheSame()
{
    QFETCH(B, stream);
    QFETCH(B, events);
    for (const auto *end : {"\r", "\r\n"})
        QCOMPARE(B::fromStdString(eventsOf({B(stream).replace("\n", end).toStdString()})), events);
    // Mixed, with a fixed order of chance. A CR directly before a LF would be one end, so those two are not put side by side.
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        std::string mixed;
        for (const char c : stream) {
            const auto kind = random() % 3;
            if (c != '\n')
                mixed += c;
            else if (kind == 0 && (mixed.empty() || mixed.back() != '\r'))
                mixed += '\n';
            else
                mixed += kind == 1 ? "\r" : "\r\n";
        }
        QCOMPARE(B::fromStdString(eventsOf({mixed})), events);
    }
}

void SseTest::anyCutMeansTheSame()
{
    QFETCH(B, stream);
    QFETCH(B, events);
    for (const auto *end : {"\n", "\r", "\r\n"}) {
        const auto bytes = B(stream).replace("\n", end).toStdString();
        const std::string_view all(bytes);
        for (std::size_t cut = 0; cut <= all.size(); ++cut)
            QCOMPARE(B::fromStdString(eventsOf({all.substr(0, cut), all.substr(cut)})), events);
        std::vector<std::string_view> single;
        for (std::size_t i = 0; i < all.size(); ++i)
            single.push_back(all.substr(i, 1));
        QCOMPARE(B::fromStdString(eventsOf(single)), events);
    }
}

void SseTest::theLimitStrikesAtTheSameByteHoweverItIsCut()
{
    // 20 bytes: an open line and the open event together.
    const auto limited = [](std::string_view stream, std::size_t step) {
        SseParser parser(20);
        std::string seen;
        for (std::size_t i = 0; i < stream.size(); i += step)
            parser.feed(stream.substr(i, step), [&](const SseParser::Event &event) { seen += event.data + "\n"; });
        return seen + (parser.tooLong() ? "too long" : "");
    };
    const std::vector<std::pair<std::string, std::string>> rows{
        {"data: 12345678901234\n\n", "12345678901234\n"},                  // a line of exactly 20
        {"data: 123456789012345\n\n", "too long"},                         // 21
        {"data: 1\n\ndata: 123456789012345\n\n", "1\ntoo long"},           // what came before it stays
        {"data: 1234567\ndata: 1234567\n\n", "1234567\n1234567\n"},        // 7 kept and a line of 13
        {"data: 1234567\ndata: 12345678\n\n", "too long"},                 // 7 kept and 14
        {": 1234567890123456789\n\n", "too long"},                         // comments count while they are read
        {": 12345678901234567\n: 12345678901234567\ndata: a\n\n", "a\n"}}; // and are forgotten then
    for (const auto &[stream, expected] : rows)
        for (std::size_t step = 1; step <= stream.size(); ++step)
            QCOMPARE(limited(stream, step), expected);
}

void SseTest::nothingFollowsWhatWasTooLong()
{
    SseParser parser(10);
    int events = 0;
    const auto count = [&](const SseParser::Event &) { ++events; };
    parser.feed("data: 1234567890\n\n", count);
    QVERIFY(parser.tooLong());
    parser.feed("data: 1\n\n", count);
    QCOMPARE(events, 0);
    QVERIFY(parser.tooLong());
}

void SseTest::longEventsBelowTheLimitPass()
{
    SseParser parser;
    const std::string megabyte(1U << 20U, 'x');
    std::size_t longest = 0;
    const auto measure = [&](const SseParser::Event &event) { longest = std::max(longest, event.data.size()); };
    for (int i = 0; i < 3; ++i)
        parser.feed("data: " + megabyte + "\n", measure);
    parser.feed("\n", measure);
    QCOMPARE(longest, 3 * megabyte.size() + 2);
    QVERIFY(!parser.tooLong());
    parser.feed("data: ", measure);
    for (int i = 0; i < 4; ++i)
        parser.feed(megabyte, measure);
    QVERIFY(parser.tooLong()); // 4 MiB and the name of the field
}

QTEST_GUILESS_MAIN(SseTest)
#include "sse_test.moc"
