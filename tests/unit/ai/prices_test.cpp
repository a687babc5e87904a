#include <QTest>

#include "engine/ai/prices.h"
#include "resources/resources.h"

using namespace hs;
using namespace hs::ai;

class PricesTest : public QObject {
    Q_OBJECT

private:
    static std::string table(const std::string &rows, const std::string &date = "2026-11-01")
    {
        return "{\"date\": \"" + date + "\", \"prices\": [" + rows + "]}";
    }

private Q_SLOTS:
    void findsTheLongestName_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<double>("input"); // below zero: no price
        using B = QByteArray;
        QTest::newRow("as it is written") << B("openai") << B("great") << 10.0;
        QTest::newRow("with a date behind") << B("openai") << B("great-2026-01-01") << 11.0;
        QTest::newRow("a longer beginning") << B("openai") << B("great-mini-2026") << 2.0;
        QTest::newRow("its very beginning") << B("openai") << B("great-mini") << 2.0;
        QTest::newRow("shorter than the beginning") << B("openai") << B("great-min") << 11.0;
        QTest::newRow("nothing alike") << B("openai") << B("small") << -1.0;
        QTest::newRow("of another provider") << B("anthropic") << B("great") << 4.0;
        QTest::newRow("provider without rows") << B("local") << B("great") << -1.0;
        QTest::newRow("no model") << B("openai") << B("") << -1.0;
        QTest::newRow("other letters") << B("openai") << B("Great") << -1.0;
    }
    void findsTheLongestName()
    {
        const auto prices = Prices::load(table(R"(
            {"provider": "openai", "model": "great*", "input": 11, "output": 1},
            {"provider": "openai", "model": "great", "input": 10, "output": 1},
            {"provider": "openai", "model": "great-mini*", "input": 2, "output": 1},
            {"provider": "anthropic", "model": "*", "input": 4, "output": 1})"));
        QVERIFY2(prices, describe(prices).c_str());
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, model);
        QFETCH(double, input);
        const auto price = prices->find(provider.toStdString(), model.toStdString());
        QCOMPARE(price ? price->input : -1.0, input);
    }

    void refusesWhatIsNoTable_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where"); // part of it
        using B = QByteArray;
        const std::string good = R"({"provider": "a", "model": "m", "input": 1, "output": 1}, )";
        const auto row = [&good](const char *text) { return B::fromStdString(table(good + text)); };
        QTest::newRow("no JSON") << B("{") << B("line 1");
        QTest::newRow("no date") << B(R"({"prices": []})") << B("date");
        QTest::newRow("a date that is none") << B::fromStdString(table("", "2026-13-01")) << B("date");
        QTest::newRow("a moment") << B::fromStdString(table("", "2026-11-01T00:00:00Z")) << B("date");
        QTest::newRow("no rows") << B(R"({"date": "2026-11-01"})") << B("prices");
        QTest::newRow("rows in braces") << B(R"({"date": "2026-11-01", "prices": {}})") << B("prices");
        QTest::newRow("a row that is no object") << row("7") << B("row 2");
        QTest::newRow("no provider") << row(R"({"model": "x", "input": 1, "output": 1})") << B("row 2 ( x)");
        QTest::newRow("no model") << row(R"({"provider": "p", "input": 1, "output": 1})") << B("row 2 (p )");
        QTest::newRow("a star within") << row(R"({"provider": "p", "model": "x*y", "input": 1, "output": 1})") << B("row 2 (p x*y)");
        QTest::newRow("no input") << row(R"({"provider": "p", "model": "x", "output": 1})") << B("row 2 (p x)");
        QTest::newRow("no output") << row(R"({"provider": "p", "model": "x", "input": 1})") << B("row 2 (p x)");
        QTest::newRow("a price as text") << row(R"({"provider": "p", "model": "x", "input": "1", "output": 1})") << B("row 2 (p x)");
        QTest::newRow("below zero") << row(R"({"provider": "p", "model": "x", "input": -1, "output": 1})") << B("row 2 (p x)");
        QTest::newRow("a fortune") << row(R"({"provider": "p", "model": "x", "input": 1e9, "output": 1})") << B("row 2 (p x)");
        QTest::newRow("cached below zero") << row(R"({"provider": "p", "model": "x", "input": 1, "cached": -0.1, "output": 1})") << B("row 2 (p x)");
        QTest::newRow("twice") << row(R"({"provider": "a", "model": "m", "input": 2, "output": 2})") << B("row 2 (a m)");
    }
    void refusesWhatIsNoTable()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        const auto prices = Prices::load(text.toStdString());
        QVERIFY(!prices);
        QCOMPARE(prices.error().code, Errc::BadInput);
        QVERIFY2(prices.error().where.find(where.toStdString()) != std::string::npos, describe(prices).c_str());
        QVERIFY(!prices.error().mend.empty());
    }

    void refusesATableThatIsTooLarge()
    {
        std::string rows;
        for (int i = 0; i < 5'001; ++i)
            rows += (i ? "," : "") + dump({{"provider", "p"}, {"model", std::to_string(i)}, {"input", 1}, {"output", 1}});
        QVERIFY(!Prices::load(table(rows)));
        QVERIFY(!Prices::load(table("") + std::string(2U << 20U, ' ')));
    }

    void counts_data()
    {
        QTest::addColumn<qint64>("input");
        QTest::addColumn<qint64>("cached");
        QTest::addColumn<qint64>("written");
        QTest::addColumn<qint64>("output");
        QTest::addColumn<double>("dollars");
        const qint64 million = 1'000'000;
        QTest::newRow("nothing") << qint64(0) << qint64(0) << qint64(0) << qint64(0) << 0.0;
        QTest::newRow("input") << million << qint64(0) << qint64(0) << qint64(0) << 2.0;
        QTest::newRow("output") << qint64(0) << qint64(0) << qint64(0) << million << 10.0;
        QTest::newRow("half of it from a cache") << million << million / 2 << qint64(0) << qint64(0) << 1.1;
        QTest::newRow("all of it written to a cache") << million << qint64(0) << million << qint64(0) << 2.5;
        QTest::newRow("a bit of each") << million << million / 4 << million / 4 << million / 10 << 1.0 + 0.05 + 0.625 + 1.0;
        QTest::newRow("more from the cache than there was") << million << 2 * million << million << qint64(0) << 0.2;
        QTest::newRow("nonsense") << qint64(-5) << qint64(-5) << qint64(-5) << qint64(-5) << 0.0;
    }
    void counts()
    {
        QFETCH(qint64, input);
        QFETCH(qint64, cached);
        QFETCH(qint64, written);
        QFETCH(qint64, output);
        QFETCH(double, dollars);
        Usage usage;
        usage.input = input;
        usage.cached = cached;
        usage.written = written;
        usage.output = output;
        QVERIFY(std::abs(costOf({"p", "m", 2, 0.2, 10}, usage) - dollars) < 1e-9);
    }

    void takesInputForCachedWhenNotTold()
    {
        const auto prices = Prices::load(table(R"({"provider": "p", "model": "m", "input": 3, "output": 4})"));
        QVERIFY(prices);
        QCOMPARE(prices->rows().front().cached, 3.0);
        QCOMPARE(prices->date(), std::string("2026-11-01"));
    }

    void shipsATableOfTheWellKnown()
    {
        const auto text = resources::read("ai/prices.json");
        QVERIFY2(text, describe(text).c_str());
        const auto prices = Prices::load(*text);
        QVERIFY2(prices, describe(prices).c_str());
        QVERIFY(!member(*parseJson(*text), "sources").empty());
        for (const auto &[provider, model] : {std::pair("openai", "gpt-6.1-terra"), std::pair("openai", "gpt-5-mini-2025-08-07"),
                                              std::pair("anthropic", "claude-sonnet-5-5"), std::pair("anthropic", "claude-haiku-4-5-20251001"),
                                              std::pair("huggingface", "openai/gpt-oss-120b:groq")})
            QVERIFY2(prices->find(provider, model), model);
        QVERIFY(!prices->find("openai", "gpt-9"));
        for (const auto &row : prices->rows()) {
            QVERIFY2(row.cached <= row.input && row.input <= row.output, row.model.c_str());
            QVERIFY2(row.input > 0, row.model.c_str());
        }
        // A model of its own name is not priced as its family's elder sibling.
        QVERIFY(prices->find("anthropic", "claude-opus-5-5")->input != prices->find("anthropic", "claude-opus-5")->input);
        QVERIFY(prices->find("openai", "gpt-5.4-nano")->input != prices->find("openai", "gpt-5.4")->input);
    }
};

QTEST_GUILESS_MAIN(PricesTest)
#include "prices_test.moc"
