#include <cmath>
#include <numeric>
#include <set>
#include <thread>

#include <QElapsedTimer>
#include <QTest>

#include "engine/embedding/remote_provider.h"
#include "engine/http/curl_transport.h"
#include "engine/vocabulary/json.h"
#include "tests/fakes/ai/fake_ai.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::embedding;
using namespace hs::test;
using namespace std::chrono_literals;

namespace {

using Texts = std::vector<std::string>;
using Vectors = Result<std::vector<Embedded>>;

constexpr const char *Key = "sk-fake-1-very-secret";

struct Outcome {
    std::optional<Vectors> result;
    int times = 0;
    qint64 millis = 0;
};

double cosineOf(const Embedded &a, const Embedded &b)
{
    return std::inner_product(a.vector.begin(), a.vector.end(), b.vector.begin(), 0.0);
}

std::vector<std::size_t> sizesOf(const FakeAi &fake)
{
    std::vector<std::size_t> sizes;
    for (const auto &request : fake.requests())
        sizes.push_back(member(request.body, "input").size() + member(request.body, "inputs").size());
    return sizes;
}

/// A provider at the fake, over real sockets.
struct Desk {
    explicit Desk(const std::function<void(RemoteSettings &)> &change = {})
    {
        settings.name = "vectors";
        settings.dialect = "openai";
        settings.base = fake.base(AiDialect::OpenAi);
        settings.model = "text-embedding-3-small";
        settings.key = Secret(Key);
        settings.dimensions = 8;
        settings.firstWait = 5ms;
        if (change)
            change(settings);
        provider = std::make_unique<RemoteProvider>(transport, clock, settings);
    }
    std::shared_ptr<Outcome> ask(Texts texts, bool query = false, std::stop_token cancel = {})
    {
        auto outcome = std::make_shared<Outcome>();
        QElapsedTimer timer;
        timer.start();
        provider->embed(std::move(texts), query, std::move(cancel), [outcome, timer](Vectors result) {
            outcome->result = std::move(result);
            outcome->millis = timer.elapsed();
            ++outcome->times;
        });
        return outcome;
    }
    std::shared_ptr<Outcome> wait(Texts texts, bool query = false)
    {
        auto outcome = ask(std::move(texts), query);
        (void)QTest::qWaitFor([&] { return outcome->times > 0; }, 20'000);
        return outcome;
    }

    FakeAi fake{{0, Key, {}}};
    Mailbox mailbox;
    FakeClock clock;
    http::CurlTransport transport{mailbox};
    RemoteSettings settings;
    std::unique_ptr<RemoteProvider> provider; // before the transport in its end
};

void compatible(RemoteSettings &settings, const FakeAi &fake, const char *model)
{
    settings.dialect = "compatible";
    settings.base = fake.base(AiDialect::Compatible);
    settings.model = model;
    settings.key = Secret();
    settings.dimensions = 0;
}

std::string told(const std::shared_ptr<Outcome> &outcome)
{
    return outcome->result ? describe(*outcome->result) : std::string("no answer");
}

} // namespace

#define WORKED(asked)                                                                                                \
    do {                                                                                                             \
        const auto seen = asked;                                                                                     \
        QVERIFY2(seen->times == 1 && seen->result->has_value(), told(seen).c_str());                                 \
    } while (false)
#define FAILED(asked, errc)                                                                                          \
    do {                                                                                                             \
        const auto seen = asked;                                                                                     \
        QVERIFY2(seen->times == 1 && !seen->result->has_value() && seen->result->error().code == errc, told(seen).c_str()); \
    } while (false)

/// Vectors from a service: what is sent, what is tried again, what is believed.
class RemoteProviderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsPrefixes_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("passage");
        const QString bge = QStringLiteral("Represent this sentence for searching relevant passages: ");
        QTest::newRow("e5") << "intfloat/e5-base-v2" << "query: " << "passage: ";
        QTest::newRow("e5 of many languages") << "intfloat/Multilingual-E5-small" << "query: " << "passage: ";
        QTest::newRow("e5 by instruction") << "intfloat/multilingual-e5-large-instruct"
                                           << "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: " << "";
        QTest::newRow("nomic") << "nomic-embed-text:latest" << "search_query: " << "search_document: ";
        QTest::newRow("bge") << "BAAI/bge-small-en-v1.5" << bge << "";
        QTest::newRow("bge m3") << "BAAI/bge-m3" << "" << "";
        QTest::newRow("openai") << "text-embedding-3-small" << "" << "";
        QTest::newRow("e5 in a word") << "some/code5-model" << "" << "";
        QTest::newRow("nothing") << "" << "" << "";
    }
    void knowsPrefixes()
    {
        QFETCH(QString, model);
        QFETCH(QString, query);
        QFETCH(QString, passage);
        const auto pair = prefixes(model.toStdString());
        QCOMPARE(QString::fromStdString(pair.first), query);
        QCOMPARE(QString::fromStdString(pair.second), passage);
    }

    void tellsVectorsApart()
    {
        RemoteSettings settings;
        settings.dialect = "openai";
        settings.base = "https://api.openai.com/v1";
        settings.model = "text-embedding-3-small";
        settings.key = Secret(Key);
        QCOMPARE(fingerprint(settings, 1536), std::string("openai|text-embedding-3-small|1536|unit|||1"));
        std::set<std::string> all{fingerprint(settings, 1536), fingerprint(settings, 512)};
        settings.queryPrefix = "query: ";
        all.insert(fingerprint(settings, 1536));
        std::swap(settings.queryPrefix, settings.documentPrefix);
        all.insert(fingerprint(settings, 1536));
        settings.documentPrefix = "a|b";
        all.insert(fingerprint(settings, 1536));
        settings.documentPrefix.clear();
        settings.model = "a|b";
        all.insert(fingerprint(settings, 1536));
        settings.base = "https://user:pass@llm.example:8080/v1/?token=1";
        settings.dialect = "compatible";
        all.insert(fingerprint(settings, 1536));
        QCOMPARE(all.size(), std::size_t(7));
        for (const auto &one : all)
            QCOMPARE(std::count(one.begin(), one.end(), '|'), std::ptrdiff_t(6));
        QCOMPARE(fingerprint(settings, 3), std::string("compatible https://llm.example:8080/v1|a%7Cb|3|unit|||1"));
        settings.key = Secret("another");
        QVERIFY(all.count(fingerprint(settings, 1536)) == 1); // a new key makes the same vectors
    }

    void batchesAndKeepsTheOrder()
    {
        Desk desk;
        Texts texts;
        for (int i = 0; i < 150; ++i)
            texts.push_back("passage number" + std::to_string(i));
        const auto outcome = desk.ask(texts);
        QCOMPARE(outcome->times, 0); // never from within
        QTRY_COMPARE_WITH_TIMEOUT(outcome->times, 1, 20'000);
        WORKED(outcome);
        QCOMPARE((**outcome->result).size(), texts.size());
        auto sizes = sizesOf(desk.fake);
        std::sort(sizes.begin(), sizes.end());
        QCOMPARE(sizes, (std::vector<std::size_t>{22, 64, 64}));

        std::reverse(texts.begin(), texts.end());
        const auto back = desk.wait(texts);
        WORKED(back);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto &vector = (**outcome->result)[i];
            QVERIFY(std::abs(cosineOf(vector, (**back->result)[texts.size() - 1 - i]) - 1) < 1e-5);
            QVERIFY(std::abs(cosineOf(vector, vector) - 1) < 1e-5);
            QVERIFY(i == 0 || cosineOf(vector, (**outcome->result)[i - 1]) < 0.9999);
        }
        const auto request = desk.fake.requests().front();
        QCOMPARE(request.body["model"], Json("text-embedding-3-small"));
        QCOMPARE(request.body["dimensions"], Json(8));
        QCOMPARE(request.headers.at("authorization"), std::string("Bearer ") + Key);
    }

    void batchesByTokens()
    {
        Desk desk([](RemoteSettings &settings) { settings.batchTokens = 100; });
        const std::string sixty(240, 'a'); // letters, four to a token
        WORKED(desk.wait({sixty, sixty, "short", sixty + sixty + sixty, "short"}));
        auto sizes = sizesOf(desk.fake);
        std::sort(sizes.begin(), sizes.end());
        QCOMPARE(sizes, (std::vector<std::size_t>{1, 1, 1, 2}));
    }

    void asksTwoAtOnce()
    {
        Desk desk([](RemoteSettings &settings) { settings.batch = 1; });
        AiReply slow;
        slow.wait = 60ms;
        slow.times = 0;
        desk.fake.script(slow);
        int most = 0;
        const auto outcome = desk.ask({"a one", "b two", "c three", "d four", "e five"});
        QTRY_VERIFY_WITH_TIMEOUT((most = std::max(most, desk.fake.underWay()), outcome->times == 1), 20'000);
        WORKED(outcome);
        QCOMPARE(most, 2);
    }

    void asksAQuestionFirst()
    {
        Desk desk([](RemoteSettings &settings) { settings.batch = 1; });
        AiReply slow;
        slow.wait = 50ms;
        slow.times = 0;
        desk.fake.script(slow);
        const auto passages = desk.ask({"one", "two", "three", "four", "five", "six"});
        QTRY_COMPARE(desk.fake.requestCount(), std::uint64_t(2));
        const auto question = desk.ask({"where is the gallery"}, true);
        QTRY_COMPARE_WITH_TIMEOUT(passages->times, 1, 20'000);
        WORKED(passages);
        WORKED(question);
        QCOMPARE(desk.fake.requests()[2].body["input"], Json({"where is the gallery"}));
    }

    void putsThePrefixBefore()
    {
        Desk desk;
        compatible(desk.settings, desk.fake, "nomic-embed-text:latest");
        desk.provider = std::make_unique<RemoteProvider>(desk.transport, desk.clock, desk.settings);
        WORKED(desk.wait({"hours"}, true));
        WORKED(desk.wait({"We open at ten."}));
        const auto requests = desk.fake.requests();
        QCOMPARE(requests[0].body["input"], Json({"search_query: hours"}));
        QCOMPARE(requests[1].body["input"], Json({"search_document: We open at ten."}));
        QVERIFY(!requests[0].body.contains("dimensions"));
        QVERIFY(!requests[0].body.contains("encoding_format"));
        QVERIFY(requests[0].headers.count("authorization") == 0);

        desk.settings.queryPrefix = "ask> ";
        desk.provider = std::make_unique<RemoteProvider>(desk.transport, desk.clock, desk.settings);
        WORKED(desk.wait({"hours"}, true));
        QCOMPARE(desk.fake.requests()[2].body["input"], Json({"ask> hours"}));
    }

    void poolsTokenVectors_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("dimensions");
        QTest::newRow("a vector a text") << QByteArray("intfloat/multilingual-e5-small") << 384;
        QTest::newRow("a vector a token") << QByteArray("fake/token-vectors") << 32;
    }
    void poolsTokenVectors()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, dimensions);
        Desk desk;
        desk.settings.dialect = "huggingface";
        desk.settings.base = desk.fake.base(AiDialect::HuggingFace);
        desk.settings.model = model.toStdString();
        desk.settings.dimensions = 0;
        desk.provider = std::make_unique<RemoteProvider>(desk.transport, desk.clock, desk.settings);
        const auto outcome = desk.wait({"the gallery sells paintings", "paintings that galleries sell", "massage and yoga in the morning"});
        WORKED(outcome);
        const auto &vectors = **outcome->result;
        QCOMPARE(vectors[0].vector.size(), std::size_t(dimensions));
        QVERIFY(std::abs(cosineOf(vectors[0], vectors[0]) - 1) < 1e-5);
        QVERIFY(cosineOf(vectors[0], vectors[1]) > cosineOf(vectors[0], vectors[2]) + 0.1);
        const auto single = desk.wait({"the gallery sells paintings"}); // whose tokens could be taken for texts
        WORKED(single);
        QVERIFY(cosineOf(vectors[0], (**single->result)[0]) > 0.9999);
        QCOMPARE(desk.fake.requests()[0].path, "/huggingface/hf-inference/models/" + desk.settings.model + "/pipeline/feature-extraction");
    }

    void halvesWhatIsTooLarge()
    {
        Desk desk;
        desk.fake.script(AiReply::fail(413));
        const auto outcome = desk.wait({"a one", "b two", "c three", "d four", "e five"});
        WORKED(outcome);
        QCOMPARE(sizesOf(desk.fake).front(), std::size_t(5));
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(3));
        QVERIFY(std::none_of((**outcome->result).begin(), (**outcome->result).end(), [](const Embedded &one) { return one.cut; }));
        const auto e = desk.wait({"e five"});
        WORKED(e);
        QVERIFY(cosineOf((**e->result)[0], (**outcome->result)[4]) > 0.9999);

        desk.fake.clearRequests(); // what it takes is remembered
        WORKED(desk.wait({"a one", "b two", "c three", "d four"}));
        auto sizes = sizesOf(desk.fake);
        std::sort(sizes.begin(), sizes.end());
        QCOMPARE(sizes, (std::vector<std::size_t>{1, 3}));
    }

    void cutsASingleText()
    {
        std::string longText;
        for (int i = 0; i < 60; ++i)
            longText += "word" + std::to_string(i) + " ";
        Desk desk;
        compatible(desk.settings, desk.fake, "tiny-embed:latest"); // takes 64 tokens
        desk.provider = std::make_unique<RemoteProvider>(desk.transport, desk.clock, desk.settings);
        const auto outcome = desk.wait({"short", longText, "brief"});
        WORKED(outcome);
        const auto &vectors = **outcome->result;
        QVERIFY(!vectors[0].cut && vectors[1].cut && !vectors[2].cut);
        std::size_t longestTaken = 0;
        for (const auto &request : desk.fake.requests())
            for (const auto &input : request.body["input"])
                if (request.status == 200 && longText.starts_with(input.get<std::string>()))
                    longestTaken = std::max(longestTaken, input.get<std::string>().size());
        QVERIFY2(longestTaken > 64 && longestTaken <= 256, std::to_string(longestTaken).c_str());

        desk.settings.maxTokens = 20; // known before: nothing is refused
        desk.provider = std::make_unique<RemoteProvider>(desk.transport, desk.clock, desk.settings);
        desk.fake.clearRequests();
        const auto known = desk.wait({longText});
        WORKED(known);
        QVERIFY((**known->result)[0].cut);
        QCOMPARE(desk.fake.requests().size(), std::size_t(1));
    }

    void givesUpWhatNeverFits()
    {
        Desk desk;
        desk.fake.script(AiReply::fail(413, {}, 0));
        const auto outcome = desk.wait({"a text that the service finds too large whatever is left of it"});
        FAILED(outcome, Errc::BadInput);
        QVERIFY(desk.fake.requestCount() < 10);
    }

    void waitsAsTold_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("millis");
        QTest::newRow("seconds") << QByteArray("Retry-After") << QByteArray("1") << 1'000;
        QTest::newRow("a date, by the clock that was handed in") << QByteArray("Retry-After") << QByteArray("Mon, 23 Nov 2026 09:00:01 GMT")
                                                                 << 1'000;
        QTest::newRow("milliseconds") << QByteArray("retry-after-ms") << QByteArray("300") << 300;
        QTest::newRow("Hugging Face's") << QByteArray("RateLimit") << QByteArray("\"api\";r=0;t=1") << 1'000;
    }
    void waitsAsTold()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, value);
        QFETCH(int, millis);
        Desk desk([](RemoteSettings &settings) { settings.batch = 1; });
        desk.fake.script(AiReply::fail(429, {{header.toStdString(), value.toStdString()}}));
        const auto outcome = desk.wait({"one", "two", "three"});
        WORKED(outcome);
        QVERIFY2(outcome->millis >= millis, std::to_string(outcome->millis).c_str());
        QVERIFY2(outcome->millis < millis + 5'000, std::to_string(outcome->millis).c_str());
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(4));
    }

    void doesNotWaitForLong()
    {
        Desk desk;
        desk.fake.script(AiReply::fail(429, {{"Retry-After", "600"}}, 0));
        const auto outcome = desk.wait({"one"});
        FAILED(outcome, Errc::RateLimited);
        QVERIFY(outcome->result->error().retryAfter == std::optional<std::chrono::milliseconds>(600'000));
        const auto next = desk.wait({"two"}); // and nobody asks in the meantime
        FAILED(next, Errc::RateLimited);
        QVERIFY(next->result->error().retryAfter.value_or(0ms) > 500'000ms);
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(1));
    }

    void triesAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("failures");
        QTest::addColumn<bool>("query");
        QTest::addColumn<int>("requests");
        QTest::addColumn<bool>("works");
        QTest::newRow("out of order, four times") << 500 << 4 << false << 5 << true;
        QTest::newRow("out of order, for good") << 503 << 0 << false << 5 << false;
        QTest::newRow("too many, twice") << 429 << 2 << false << 3 << true;
        QTest::newRow("a question, once") << 502 << 1 << true << 2 << true;
        QTest::newRow("a question, twice") << 502 << 2 << true << 2 << false;
    }
    void triesAgain()
    {
        QFETCH(int, status);
        QFETCH(int, failures);
        QFETCH(bool, query);
        QFETCH(int, requests);
        QFETCH(bool, works);
        Desk desk;
        desk.fake.script(AiReply::fail(status, {}, failures));
        const auto outcome = desk.wait({"one"}, query);
        QCOMPARE(outcome->times, 1);
        QCOMPARE(outcome->result->has_value(), works);
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(requests));
        if (!works)
            QCOMPARE(outcome->result->error().code, Errc::Unavailable);
    }

    void triesAgainWhenCut()
    {
        Desk desk;
        AiReply cut;
        cut.cutAfter = 40;
        desk.fake.script(cut);
        WORKED(desk.wait({"one"}));
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(2));
    }

    void tellsWhatIsWrong_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<Errc>("code");
        QTest::addColumn<QByteArray>("said"); // a part of the error
        using B = QByteArray;
        const B key(Key);
        QTest::newRow("a wrong key") << 401 << "Incorrect API key provided: " + key << B() << Errc::Unauthorized << B("does not take the key");
        QTest::newRow("no credit") << 402 << B("Pay first.") << B() << Errc::Forbidden << B("Pay first.");
        QTest::newRow("no right") << 403 << B("This key may not.") << B() << Errc::Forbidden << B("This key may not.");
        QTest::newRow("no quota") << 429 << B("You exceeded your current quota") << B("insufficient_quota") << Errc::Forbidden << B("no credit");
        QTest::newRow("no such model") << 404 << B("The model `x` does not exist") << B() << Errc::BadInput << B("does not know the model");
        QTest::newRow("refused, with our words") << 400 << B("Cannot take 'Mrs Vale's operation' here") << B() << Errc::BadInput << B("refuses");
        QTest::newRow("refused, with the key") << 400 << "Odd header Bearer " + key << B() << Errc::BadInput << B("refuses");
        QTest::newRow("refused, in its own words") << 400 << B("Unknown\n field.") << B() << Errc::BadInput
                                                   << B("refuses the request: Unknown field.");
        QTest::newRow("gone elsewhere") << 302 << B("see other") << B() << Errc::BadInput << B("elsewhere");
    }
    void tellsWhatIsWrong()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, type);
        QFETCH(Errc, code);
        QFETCH(QByteArray, said);
        Desk desk;
        auto reply = AiReply::fail(status, {}, 0);
        reply.body = dump({{"error", {{"message", message.toStdString()}, {"type", type.toStdString()}}}});
        desk.fake.script(reply);
        const auto outcome = desk.wait({"Letter about Mrs Vale's operation in May"});
        FAILED(outcome, code);
        const auto words = told(outcome);
        QVERIFY2(words.find(said.toStdString()) != std::string::npos, words.c_str());
        QVERIFY2(words.find("Vale") == std::string::npos, words.c_str());
        QVERIFY2(words.find("sk-") == std::string::npos && words.find("secret") == std::string::npos, words.c_str());
        QCOMPARE(desk.fake.requestCount(), std::uint64_t(1)); // none of these gets better by itself
    }

    void believesNoNonsense_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto answer = [](const Json &vectors) {
            Json data = Json::array();
            for (const auto &vector : vectors)
                data.push_back({{"index", data.size()}, {"embedding", vector}});
            return QByteArray::fromStdString(dump({{"data", data}}));
        };
        const Json good = Json::array({1, 2, 3, 4, 5, 6, 7, 8});
        QTest::newRow("one too few") << answer({good});
        QTest::newRow("one too many") << answer({good, good, good});
        QTest::newRow("other dimensions") << answer({good, {1, 2, 3}});
        QTest::newRow("no numbers") << answer({good, {1, 2, 3, nullptr, 5, 6, 7, 8}}); // how NaN is written
        QTest::newRow("too large a number") << QByteArray(R"({"data":[{"embedding":[1,2,3,4,5,6,7,8]},{"embedding":[1e308,1e308,3,4,5,6,7,8]}]})");
        QTest::newRow("NaN in base64") << answer({good, "AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/AADAfwAAwH8="});
        QTest::newRow("half a number in base64") << answer({good, "AADA"});
        QTest::newRow("zeros") << answer({good, {0, 0, 0, 0, 0, 0, 0, 0}});
        const auto numbered = [&](int first, int second) {
            return QByteArray::fromStdString(dump({{"data", {{{"index", first}, {"embedding", good}}, {{"index", second}, {"embedding", good}}}}}));
        };
        QTest::newRow("a number twice") << numbered(1, 1);
        QTest::newRow("a number beyond") << numbered(0, 9);
        QTest::newRow("no vectors") << QByteArray(R"({"data":[]})");
        QTest::newRow("something else") << QByteArray(R"({"choices":[]})");
        QTest::newRow("a page of a portal") << QByteArray("<html>Sign in</html>");
    }
    void believesNoNonsense()
    {
        QFETCH(QByteArray, body);
        Desk desk;
        AiReply reply;
        reply.body = body.toStdString();
        desk.fake.script(reply);
        FAILED(desk.wait({"one", "two"}), Errc::Corrupt);
    }

    void readsAnyOrder()
    {
        Desk desk([](RemoteSettings &settings) { settings.dimensions = 0; });
        AiReply reply;
        reply.body = R"({"data":[{"index":1,"embedding":[0,3]},{"index":0,"embedding":[4,0]}]})";
        desk.fake.script(reply);
        const auto outcome = desk.wait({"one", "two"});
        WORKED(outcome);
        QCOMPARE((**outcome->result)[0].vector, (std::vector<float>{1, 0}));
        QCOMPARE((**outcome->result)[1].vector, (std::vector<float>{0, 1}));
    }

    void leavesBlankTextsOut()
    {
        Desk desk;
        const auto outcome = desk.wait({"", "one", " \n"});
        WORKED(outcome);
        const auto &vectors = **outcome->result;
        QCOMPARE(vectors[0].vector, std::vector<float>(8, 0.0F));
        QVERIFY(std::abs(cosineOf(vectors[1], vectors[1]) - 1) < 1e-5);
        QCOMPARE(vectors[2].vector.size(), std::size_t(8));
        QCOMPARE(sizesOf(desk.fake), std::vector<std::size_t>{1});
        const auto none = desk.wait({});
        WORKED(none);
        QVERIFY((**none->result).empty());
    }

    void stopsWhenToldTo_data()
    {
        QTest::addColumn<bool>("waiting");
        QTest::newRow("while it is asked") << false;
        QTest::newRow("while it waits") << true;
    }
    void stopsWhenToldTo()
    {
        QFETCH(bool, waiting);
        Desk desk;
        desk.fake.script(waiting ? AiReply::fail(429, {{"Retry-After", "100"}}) : AiReply::silence());
        std::stop_source stop;
        const auto outcome = desk.ask({"one"}, false, stop.get_token());
        QTRY_COMPARE(desk.fake.requestCount(), std::uint64_t(1));
        QTRY_COMPARE(desk.fake.underWay(), waiting ? 0 : 1);
        std::thread([&] { stop.request_stop(); }).join();
        QTRY_COMPARE(outcome->times, 1);
        FAILED(outcome, Errc::Cancelled);
        QTRY_COMPARE(desk.fake.underWay(), 0);
        if (!waiting) {
            WORKED(desk.wait({"two"})); // the provider lives on
        }
        QCOMPARE(outcome->times, 1);
    }

    void stopsBeforeItBegins()
    {
        Desk desk;
        std::stop_source stop;
        stop.request_stop();
        const auto outcome = desk.ask({"one"}, false, stop.get_token());
        QCOMPARE(outcome->times, 0);
        QTRY_COMPARE(outcome->times, 1);
        FAILED(outcome, Errc::Cancelled);
    }

    void endsWithTheProvider()
    {
        Desk desk;
        auto silent = AiReply::silence();
        silent.times = 0;
        desk.fake.script(silent);
        const auto first = desk.ask({"one"}), second = desk.ask({"two"});
        QTRY_VERIFY(desk.fake.requestCount() > 0);
        desk.provider.reset();
        FAILED(first, Errc::Cancelled);
        FAILED(second, Errc::Cancelled);
        QTRY_COMPARE(desk.fake.underWay(), 0);
        QCOMPARE(first->times, 1);

        Desk other; // and when it is ended by who is answered
        bool answered = false;
        other.provider->embed({"one"}, false, {}, [&](const Vectors &) {
            other.provider.reset();
            answered = true;
        });
        QTRY_VERIFY(answered);
    }

    void refusesWhatCannotBeAsked_data()
    {
        QTest::addColumn<QByteArray>("dialect");
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("model");
        using B = QByteArray;
        QTest::newRow("no address") << B("openai") << B() << B("m");
        QTest::newRow("no model") << B("compatible") << B("http://127.0.0.1:1/v1") << B();
        QTest::newRow("another kind") << B("anthropic") << B("http://127.0.0.1:1/v1") << B("m");
        QTest::newRow("a model that climbs") << B("huggingface") << B("http://127.0.0.1:1/v1") << B("a/../../b");
        QTest::newRow("another protocol") << B("openai") << B("ftp://127.0.0.1/v1") << B("m");
    }
    void refusesWhatCannotBeAsked()
    {
        QFETCH(QByteArray, dialect);
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, model);
        Desk desk([&](RemoteSettings &settings) {
            settings.dialect = dialect.toStdString();
            settings.base = base.toStdString();
            settings.model = model.toStdString();
        });
        FAILED(desk.wait({"one"}), Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(RemoteProviderTest)
#include "remote_provider_test.moc"
