#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>
#include <map>
#include <random>
#include <shared_mutex>
#include <thread>
#include <vector>

#include <QTest>

#include "engine/embedding/fair_lock.h"
#include "engine/embedding/scan.h"
#include "engine/embedding/vector_index.h"
#include "engine/embedding/vectors.h"
#include "tests/unit/embedding/vector_index_model.h"

using namespace hs::embedding;
using namespace hs::embedding::model;

class VectorIndexTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QVERIFY(scan::use("avx2") || scan::use("sse") || scan::use("plain")); }
    void findsWhatALoopOverFloatsFinds_data();
    void findsWhatALoopOverFloatsFinds();
    void kernelsAgree_data();
    void kernelsAgree();
    void kernelsDoNotOverflow();
    void filtersCountBeforeScores();
    void tiesGoByLowerId();
    void nothingComesOfNothing();
    void anyOrderOfChangesEndsAlike_data();
    void anyOrderOfChangesEndsAlike();
    void bothThreadsFindTheSame();
    void growsAndShrinksWithItsRows();
    void middleFollowsEveryChange();
    void writersAreNotPassed();
};

void VectorIndexTest::findsWhatALoopOverFloatsFinds_data()
{
    QTest::addColumn<int>("dimensions");
    QTest::addColumn<int>("split");
    QTest::addColumn<float>("weightA");
    QTest::addColumn<float>("weightB");
    QTest::newRow("one part") << 384 << 0 << 1.0F << 0.0F;
    QTest::newRow("not a multiple of anything") << 101 << 0 << 1.0F << 0.0F;
    QTest::newRow("one dimension") << 1 << 0 << 1.0F << 0.0F;
    QTest::newRow("two parts alike") << 768 << 512 << 0.5F << 0.5F;
    QTest::newRow("two parts, one light") << 768 << 512 << 0.9F << 0.1F;
    QTest::newRow("only the second") << 768 << 512 << 0.0F << 1.0F;
    QTest::newRow("a wide one") << 3'072 << 0 << 1.0F << 0.0F;
}

void VectorIndexTest::findsWhatALoopOverFloatsFinds()
{
    QFETCH(int, dimensions);
    QFETCH(int, split);
    QFETCH(float, weightA);
    QFETCH(float, weightB);
    Themes themes(std::size_t(dimensions), std::size_t(split), 1);
    VectorIndex index(options(dimensions, split));
    Model model;
    model.split = std::size_t(split);
    std::vector<Vector> originals;
    for (std::int64_t id = 1; id <= 1'500; ++id) {
        originals.push_back(themes.next());
        put(index, model, id * 7, originals.back());
    }
    QCOMPARE(index.size(), std::size_t(1'500));
    double found = 0;
    constexpr int Questions = 20;
    for (int i = 0; i < Questions; ++i) {
        const Vector query = themes.next();
        const Hits hits = index.nearest(query, 10, weightA, weightB);
        QCOMPARE(hits.size(), std::size_t(10));
        QVERIFY(inOrder(hits));
        const Hits wanted = model.nearest(query, 10, weightA, weightB);
        for (std::size_t h = 0; dimensions > 1 && h < hits.size(); ++h) { // of the stored rows: the same but for float's rounding
            QVERIFY2(std::abs(hits[h].score - wanted[h].score) < 1e-5F, qPrintable(QString::number(hits[h].score - wanted[h].score)));
            QCOMPARE(index.score(hits[h].id, query, weightA, weightB), std::optional(hits[h].score));
            // Of the vectors before they were bytes: to a hundredth.
            const Vector &original = originals[std::size_t(hits[h].id / 7 - 1)];
            const std::span<const float> a = original, b = query;
            const double exact = split == 0
                ? cosine(a, b)
                : double(weightA) * cosine(a.first(model.split), b.first(model.split))
                    + double(weightB) * cosine(a.subspan(model.split), b.subspan(model.split));
            QVERIFY(std::abs(double(hits[h].score) - exact) < 1e-2);
        }
        found += dimensions > 1 ? shared(hits, wanted) : 1;
    }
    QVERIFY2(found / Questions >= 0.99, qPrintable(QString::number(found / Questions)));
}

void VectorIndexTest::kernelsAgree_data()
{
    QTest::addColumn<QByteArray>("kernel");
    QTest::newRow("avx2") << QByteArray("avx2");
    QTest::newRow("sse") << QByteArray("sse");
}

void VectorIndexTest::kernelsAgree()
{
    QFETCH(QByteArray, kernel);
    if (!scan::find(kernel.toStdString()))
        QSKIP("this machine has it not");
    Themes themes(200, 120, 2);
    VectorIndex index(options(200, 120));
    Model model;
    for (std::int64_t id = 0; id < 1'000; ++id)
        put(index, model, id, themes.next());
    const auto third = [](std::int64_t id) { return id % 3 == 0; };
    for (int i = 0; i < 20; ++i) {
        const Vector query = themes.next();
        QVERIFY(scan::use(kernel.toStdString()));
        const Hits all = index.nearest(query, 30, 0.5F, 0.5F), filtered = index.nearest(query, 30, 0.5F, 0.5F, third);
        QVERIFY(scan::use("plain"));
        QVERIFY(same(all, index.nearest(query, 30, 0.5F, 0.5F)));
        QVERIFY(same(filtered, index.nearest(query, 30, 0.5F, 0.5F, third)));
    }
}

void VectorIndexTest::kernelsDoNotOverflow()
{
    // The largest values there are, all of one sign: the sum is the largest a row can give.
    for (const std::size_t width : {std::size_t(64), std::size_t(768), scan::MaxWidth}) {
        const scan::Query query = scan::prepare(Vector(width, -3.0F), width);
        alignas(64) static std::int8_t rows[5 * scan::MaxWidth];
        std::memset(rows, -128, sizeof rows);
        const std::int64_t wanted = std::int64_t(width) * -128 * query.values.front();
        QVERIFY(wanted > 0 && wanted <= 0x7FFF'FFFF);
        for (const char *name : {"plain", "sse", "avx2"}) {
            const scan::Kernel *kernel = scan::find(name);
            if (!kernel)
                continue;
            std::int32_t products[5] = {};
            kernel->products(query.values.data(), rows, width, 5, products);
            for (const std::int32_t product : products)
                QCOMPARE(std::int64_t(product), wanted);
            QCOMPARE(std::int64_t(kernel->product(rows, rows, width)), std::int64_t(width) * 128 * 128);
        }
    }
}

void VectorIndexTest::filtersCountBeforeScores()
{
    Themes themes(64, 0, 3);
    VectorIndex index(options(64, 0));
    Model model;
    for (std::int64_t id = 0; id < 3'000; ++id)
        put(index, model, id, themes.next());
    const Vector query = themes.next();
    // The hundred that are farthest from the question, of which none would be among its candidates.
    Hits far = model.nearest(query, 3'000);
    std::vector<std::int64_t> may;
    for (std::size_t i = far.size() - 100; i < far.size(); ++i)
        may.push_back(far[i].id);
    std::sort(may.begin(), may.end());
    const auto allowed = [&](std::int64_t id) { return std::binary_search(may.begin(), may.end(), id); };
    const Hits hits = index.nearest(query, 40, 1, 0, allowed);
    QCOMPARE(hits.size(), std::size_t(40));
    QCOMPARE(shared(hits, model.nearest(query, 40, 1, 0, allowed)), 1.0);
    QVERIFY(index.nearest(query, 40, 1, 0, [](std::int64_t) { return false; }).empty());
    QCOMPARE(index.nearest(query, 40, 1, 0, [](std::int64_t id) { return id == 17; }).size(), std::size_t(1));
}

void VectorIndexTest::tiesGoByLowerId()
{
    VectorIndex index(options(32, 0));
    Themes themes(32, 0, 4);
    const Quantised row = quantise(themes.next()), other = quantise(themes.next());
    // More than are scored again, from the highest id down.
    for (std::int64_t id = 500; id > 0; --id)
        index.put(id, row.scale, row.values);
    for (std::int64_t id = 501; id < 1'000; ++id)
        index.put(id, other.scale, other.values);
    const Hits hits = index.nearest(dequantise(row.scale, row.values), 20);
    QCOMPARE(hits.size(), std::size_t(20));
    for (std::size_t i = 0; i < hits.size(); ++i)
        QCOMPARE(hits[i].id, std::int64_t(i) + 1);
    QVERIFY(std::abs(hits.front().score - 1) < 1e-3F);
}

void VectorIndexTest::nothingComesOfNothing()
{
    VectorIndex index(options(8, 4));
    const Vector query{1, 0, 0, 0, 0, 1, 0, 0};
    QVERIFY(index.nearest(query, 10).empty());
    const Quantised row = quantise(query);
    index.put(1, row.scale, row.values);
    index.put(2, 0, std::vector<std::int8_t>(8)); // the null vector is like nothing, and is there
    index.put(3, row.scale, std::vector<std::int8_t>(7)); // not a row of this index
    index.put(4, std::nanf(""), row.values);
    QCOMPARE(index.size(), std::size_t(2));
    QVERIFY(index.has(2) && !index.has(3) && !index.has(4));
    QVERIFY(index.nearest(query, 0).empty());
    QVERIFY(index.nearest(Vector(8, 0.0F), 10).empty());
    QVERIFY(index.nearest(Vector(8, std::nanf("")), 10).empty());
    QVERIFY(index.nearest(Vector(7, 1.0F), 10).empty());
    QVERIFY(index.nearest(query, 10, 0, 0).empty());
    QCOMPARE(index.nearest(query, 10, 1, 1).size(), std::size_t(2));
    QCOMPARE(index.score(2, query, 1, 1), std::optional(0.0F));
    QCOMPARE(index.score(3, query, 1, 1), std::optional<float>());
    QVERIFY(std::abs(index.score(1, query, 0.75F, 0.25F).value_or(0) - 1) < 1e-4F);
    index.remove(99);
    index.remove(1);
    index.remove(1);
    QCOMPARE(index.size(), std::size_t(1));
    index.tend({}); // nothing is due
    QVERIFY(!index.graphReady());
}

void VectorIndexTest::anyOrderOfChangesEndsAlike_data()
{
    QTest::addColumn<bool>("graph");
    QTest::newRow("scan") << false;
    QTest::newRow("graph") << true;
}

void VectorIndexTest::anyOrderOfChangesEndsAlike()
{
    QFETCH(bool, graph);
    Themes themes(48, 32, 5);
    VectorIndex index(options(48, 32, graph ? 400 : 1'000'000));
    Model model;
    model.split = 32;
    std::mt19937 random(6);
    bool wasReady = false;
    for (int operation = 0; operation < 10'000; ++operation) {
        // Ids come from few, also negative and large ones, so that they meet again; phases grow and shrink the whole.
        const std::int64_t id = (std::int64_t(random() % 1'500) - 700) * (random() % 2 == 0 ? 1 : std::int64_t(1) << 40);
        if (const auto dice = random() % 10; dice < (operation / 1'500 % 2 == 0 ? 7U : 2U)) {
            put(index, model, id, themes.next());
        } else {
            index.remove(id);
            model.rows.erase(id);
        }
        if (operation % 97 == 0) {
            QCOMPARE(index.size(), model.rows.size());
            QCOMPARE(index.has(id), model.rows.contains(id));
        }
        if (operation % 397 == 0) {
            if (graph)
                index.tend(Never);
            wasReady = wasReady || index.graphReady();
        }
        if (operation % 211 == 0) {
            const Vector query = themes.next();
            const Hits hits = index.nearest(query, 12, 0.5F, 0.5F), wanted = model.nearest(query, 12, 0.5F, 0.5F);
            QVERIFY(inOrder(hits));
            QCOMPARE(hits.size(), wanted.size());
            QVERIFY(shared(hits, wanted) >= (graph ? 0.8 : 1.0));
            for (const auto &hit : hits) { // nothing that is gone or was something else
                QVERIFY(model.rows.contains(hit.id));
                QVERIFY(std::abs(double(hit.score) - model.score(model.rows[hit.id], query, 0.5F, 0.5F)) < 1e-5);
            }
        }
    }
    QCOMPARE(wasReady, graph);
    for (const auto &[id, row] : std::map(model.rows))
        index.remove(id);
    QCOMPARE(index.size(), std::size_t(0));
    QVERIFY(index.nearest(themes.next(), 5, 0.5F, 0.5F).empty());
}

void VectorIndexTest::bothThreadsFindTheSame()
{
    constexpr std::int64_t Rows = 60'000; // the second thread helps from 50,000
    Themes themes(16, 0, 7);
    VectorIndex index(options(16, 0));
    Model model;
    index.reserve(std::size_t(Rows));
    for (std::int64_t id = 0; id < Rows; ++id)
        put(index, model, id, themes.next());
    std::atomic<std::int64_t> asked = 0;
    const auto even = [&](std::int64_t id) {
        ++asked;
        return id % 2 == 0;
    };
    for (int i = 0; i < 5; ++i) {
        const Vector query = themes.next();
        QCOMPARE(shared(index.nearest(query, 10), model.nearest(query, 10)), 1.0);
        const Hits wanted = model.nearest(query, 10, 1, 0, even);
        asked = 0;
        QCOMPARE(shared(index.nearest(query, 10, 1, 0, even), wanted), 1.0);
        QCOMPARE(asked.load(), Rows); // each once
    }
}

void VectorIndexTest::growsAndShrinksWithItsRows()
{
    VectorIndex index(options(768, 0));
    std::vector<std::int8_t> row(768, 1);
    const std::size_t before = index.bytes();
    constexpr std::int64_t Rows = 20'000;
    for (std::int64_t id = 0; id < Rows; ++id)
        index.put(id, 1, row);
    const std::size_t full = index.bytes();
    QVERIFY2(full > std::size_t(Rows) * 768 && full < std::size_t(Rows) * 768 * 5 / 4, qPrintable(QString::number(full)));
    for (std::int64_t id = 0; id < Rows; ++id)
        index.put(id, 2, row); // in their places
    QCOMPARE(index.bytes(), full);
    for (std::int64_t id = 0; id < Rows - 10; ++id)
        index.remove(id);
    QCOMPARE(index.size(), std::size_t(10));
    QVERIFY2(index.bytes() < full / 2 && index.bytes() > before, qPrintable(QString::number(index.bytes())));
}

void VectorIndexTest::middleFollowsEveryChange()
{
    constexpr int Dimensions = 12, Split = 8;
    VectorIndex index(options(Dimensions, Split));
    QCOMPARE(index.middle(), std::vector<float>(Dimensions, 0.0F));
    struct Row {
        float scale = 0;
        std::vector<std::int8_t> values;
    };
    std::map<std::int64_t, Row> rows;
    std::mt19937 random(5);
    for (int change = 0; change < 2'000; ++change) {
        const auto id = std::int64_t(random() % 40);
        if (random() % 3 == 0) {
            index.remove(id);
            rows.erase(id);
            continue;
        }
        Row row{float(random() % 100 + 1) / 1'000, std::vector<std::int8_t>(Dimensions)};
        for (auto &value : row.values)
            value = std::int8_t(int(random() % 255) - 127);
        if (random() % 4 == 0)
            std::fill_n(row.values.begin(), Split, std::int8_t(0)); // has no first part
        index.put(id, row.scale, row.values);
        rows[id] = row;
    }
    std::vector<double> sums(Dimensions, 0.0);
    int first = 0;
    for (const auto &[id, row] : rows) {
        first += std::any_of(row.values.begin(), row.values.begin() + Split, [](std::int8_t value) { return value != 0; }) ? 1 : 0;
        for (std::size_t at = 0; at < Dimensions; ++at)
            sums[at] += double(row.scale) * row.values[at];
    }
    QVERIFY(first > 0 && first < int(rows.size()));
    const auto middle = index.middle();
    for (std::size_t at = 0; at < Dimensions; ++at)
        QVERIFY(std::abs(middle[at] - sums[at] / (at < Split ? first : int(rows.size()))) < 1e-5);
    for (std::int64_t id = 0; id < 40; ++id)
        index.remove(id);
    QCOMPARE(index.middle(), std::vector<float>(Dimensions, 0.0F));
}

void VectorIndexTest::writersAreNotPassed()
{
    // Readers of whom each goes only when another one has come would keep a writer out for ever, if readers could pass it. One that
    // nobody joins goes after a while, for it may be the one before the writer.
    using Steady = std::chrono::steady_clock;
    FairLock lock;
    std::atomic<bool> over = false;
    std::atomic<int> inside = 0;
    const auto deadline = Steady::now() + std::chrono::seconds(10);
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!over) {
                const std::shared_lock hold(lock);
                ++inside;
                for (const auto patience = Steady::now() + std::chrono::milliseconds(5); !over;) {
                    int others = inside;
                    if (others > 1 && inside.compare_exchange_strong(others, others - 1))
                        break;
                    if (const auto now = Steady::now(); (others == 1 && now > patience) || now > deadline) {
                        --inside;
                        break;
                    }
                    std::this_thread::yield();
                }
            }
        });
    }
    int written = 0;
    bool alone = true;
    for (; written < 20 && Steady::now() < deadline; ++written) {
        while (inside == 0 && Steady::now() < deadline)
            std::this_thread::yield();
        const std::lock_guard hold(lock);
        alone = alone && inside == 0;
    }
    over = true;
    for (std::thread &reader : readers)
        reader.join();
    QCOMPARE(written, 20);
    QVERIFY(alone);
}

QTEST_GUILESS_MAIN(VectorIndexTest)
#include "vector_index_test.moc"
