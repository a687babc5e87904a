#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "engine/embedding/vector_index.h"
#include "engine/embedding/vectors.h"
#include "tests/unit/embedding/vector_index_model.h"

using namespace hs::embedding;
using namespace hs::embedding::model;

class VectorIndexGraphTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theGraphFindsTheSame_data();
    void theGraphFindsTheSame();
    void theGraphIsLeftAsideWhereItDoesNotFit();
    void changesAfterTheGraphCount();
    void aGraphOfManyDeadIsMadeAnew();
    void theGraphIsKept();
    void aDamagedGraphIsMadeAnew_data();
    void aDamagedGraphIsMadeAnew();
    void tendingStops();
    void searchesGoOnWhileRowsChange();
};

void VectorIndexGraphTest::theGraphFindsTheSame_data()
{
    QTest::addColumn<int>("dimensions");
    QTest::addColumn<int>("split");
    QTest::newRow("one part") << 96 << 0;
    QTest::newRow("two parts") << 96 << 64;
}

void VectorIndexGraphTest::theGraphFindsTheSame()
{
    QFETCH(int, dimensions);
    QFETCH(int, split);
    Themes themes(std::size_t(dimensions), std::size_t(split), 8);
    VectorIndex index(options(dimensions, split, 1'000));
    Model model;
    model.split = std::size_t(split);
    for (std::int64_t id = 0; id < 2'500; ++id)
        put(index, model, id * 3, themes.next());
    const std::size_t without = index.bytes();
    index.tend({});
    QVERIFY(index.graphReady());
    const std::size_t more = index.bytes() - without;
    QVERIFY2(more > 2'500 * 150 && more < 2'500 * 300 + 4'000'000, qPrintable(QString::number(more)));
    const auto most = [](std::int64_t id) { return id % 4 != 0; };
    const auto few = [](std::int64_t id) { return id % 100 == 0; };
    double all = 0, filtered = 0;
    constexpr int Questions = 50;
    for (int i = 0; i < Questions; ++i) {
        const Vector query = themes.next();
        const Hits hits = index.nearest(query, 10, 0.5F, 0.5F);
        QCOMPARE(hits.size(), std::size_t(10));
        QVERIFY(inOrder(hits));
        all += shared(hits, model.nearest(query, 10, 0.5F, 0.5F));
        const Hits narrowed = index.nearest(query, 10, 0.5F, 0.5F, most);
        QVERIFY(std::all_of(narrowed.begin(), narrowed.end(), [&](const auto &hit) { return most(hit.id); }));
        filtered += shared(narrowed, model.nearest(query, 10, 0.5F, 0.5F, most));
        QCOMPARE(shared(index.nearest(query, 10, 0.5F, 0.5F, few), model.nearest(query, 10, 0.5F, 0.5F, few)), 1.0); // by the scan
    }
    QVERIFY2(all / Questions >= 0.95, qPrintable(QString::number(all / Questions)));
    QVERIFY2(filtered / Questions >= 0.95, qPrintable(QString::number(filtered / Questions)));
}

void VectorIndexGraphTest::theGraphIsLeftAsideWhereItDoesNotFit()
{
    // Asked for the second part alone, a graph over both would miss some of its nearest; the scan misses none.
    Themes themes(96, 64, 9);
    VectorIndex index(options(96, 64, 1'000));
    Model model;
    model.split = 64;
    for (std::int64_t id = 0; id < 2'000; ++id)
        put(index, model, id, themes.next());
    index.tend(Never);
    QVERIFY(index.graphReady());
    for (int i = 0; i < 50; ++i) {
        const Vector query = themes.next();
        QCOMPARE(shared(index.nearest(query, 10, 0, 1), model.nearest(query, 10, 0, 1)), 1.0);
    }
}

void VectorIndexGraphTest::changesAfterTheGraphCount()
{
    Themes themes(64, 0, 10);
    VectorIndex index(options(64, 0, 1'000));
    Model model;
    for (std::int64_t id = 0; id < 2'000; ++id)
        put(index, model, id, themes.next());
    index.tend(Never);
    QVERIFY(index.graphReady());
    const Vector query = themes.next();
    const std::int64_t best = index.nearest(query, 1).front().id;
    index.remove(best);
    model.rows.erase(best);
    QVERIFY(!index.has(best));
    QVERIFY(index.nearest(query, 1).front().id != best);
    put(index, model, best, query); // comes again, as something else
    QCOMPARE(index.nearest(query, 1).front().id, best);
    const std::int64_t second = index.nearest(query, 2).back().id;
    Vector opposite = query;
    for (float &value : opposite)
        value = -value;
    put(index, model, second, opposite); // is replaced while its node stands in the graph
    const Hits hits = index.nearest(query, 50);
    QVERIFY(std::none_of(hits.begin(), hits.end(), [&](const auto &hit) { return hit.id == second; }));
    QCOMPARE(index.size(), std::size_t(2'000));
    // So many new ones that they are linked beside the searches.
    for (std::int64_t id = 10'000; id < 11'000; ++id)
        put(index, model, id, themes.next());
    index.tend(Never);
    QVERIFY(index.graphReady());
    double found = 0;
    for (int i = 0; i < 30; ++i) {
        const Vector question = themes.next();
        found += shared(index.nearest(question, 10), model.nearest(question, 10)) / 30;
    }
    QVERIFY2(found >= 0.95, qPrintable(QString::number(found)));
}

void VectorIndexGraphTest::aGraphOfManyDeadIsMadeAnew()
{
    Themes themes(64, 0, 11);
    VectorIndex index(options(64, 0, 400));
    Model model;
    for (std::int64_t id = 0; id < 5'000; ++id)
        put(index, model, id, themes.next());
    index.tend(Never);
    const std::size_t full = index.bytes();
    const auto removed = [&](std::int64_t from, std::int64_t to) {
        for (std::int64_t id = from; id < to; ++id) {
            index.remove(id);
            model.rows.erase(id);
        }
        index.tend(Never);
    };
    removed(0, 800);
    QVERIFY(index.bytes() >= full); // below a fifth, holes stay
    removed(800, 4'300);
    QVERIFY(index.graphReady());
    QVERIFY2(index.bytes() + 800'000 < full, qPrintable(QString::number(index.bytes()) + QStringLiteral(" of ") + QString::number(full)));
    double found = 0;
    for (int i = 0; i < 30; ++i) {
        const Vector query = themes.next();
        found += shared(index.nearest(query, 10), model.nearest(query, 10)) / 30;
    }
    QVERIFY(found >= 0.95);
    removed(4'300, 4'900); // too few for a graph
    QVERIFY(!index.graphReady());
    const Vector query = themes.next();
    QCOMPARE(shared(index.nearest(query, 10), model.nearest(query, 10)), 1.0);
}

void VectorIndexGraphTest::theGraphIsKept()
{
    const QTemporaryDir folder;
    auto given = options(64, 0, 1'000);
    given.graphFile = std::filesystem::path(folder.path().toStdString()) / "vectors.graph";
    given.graphKey = 42;
    Themes themes(64, 0, 12);
    Model model;
    {
        VectorIndex index(given);
        for (std::int64_t id = 0; id < 2'000; ++id)
            put(index, model, id, themes.next());
        index.tend(Never);
    }
    QVERIFY(std::filesystem::exists(given.graphFile));
    const auto written = std::filesystem::last_write_time(given.graphFile);
    // The same rows in another order, a few gone, changed and new: the graph is taken from the file.
    const auto filled = [&](VectorIndex &index) {
        for (auto row = model.rows.rbegin(); row != model.rows.rend(); ++row)
            index.put(row->first, row->second.scale, row->second.values);
    };
    const auto changed = [&](std::int64_t id) { model.rows[id] = quantise(themes.next()); };
    for (std::int64_t id = 100; id < 120; ++id) {
        model.rows.erase(id);
        changed(id * 10);
        changed(id + 5'000);
    }
    VectorIndex index(given);
    filled(index);
    index.tend(Never);
    QVERIFY(index.graphReady());
    QCOMPARE(std::filesystem::last_write_time(given.graphFile), written); // one that was made anew would have been kept
    double found = 0;
    for (int i = 0; i < 50; ++i) {
        const Vector query = themes.next();
        const Hits hits = index.nearest(query, 10), wanted = model.nearest(query, 10);
        found += shared(hits, wanted) / 50;
        for (const auto &hit : hits)
            QVERIFY(std::abs(double(hit.score) - model.score(model.rows.at(hit.id), query, 1, 0)) < 1e-5);
    }
    QVERIFY2(found >= 0.95, qPrintable(QString::number(found)));
    // Another key is another index.
    given.graphKey = 43;
    VectorIndex other(given);
    filled(other);
    other.tend(Never);
    QVERIFY(other.graphReady());
    QVERIFY(std::filesystem::last_write_time(given.graphFile) != written);
}

void VectorIndexGraphTest::aDamagedGraphIsMadeAnew_data()
{
    QTest::addColumn<int>("at");     // per cent of the file
    QTest::addColumn<bool>("cut");
    QTest::newRow("head") << 0 << false;
    QTest::newRow("middle") << 50 << false;
    QTest::newRow("end") << 100 << false;
    QTest::newRow("half of it") << 50 << true;
    QTest::newRow("nothing of it") << 0 << true;
}

void VectorIndexGraphTest::aDamagedGraphIsMadeAnew()
{
    QFETCH(int, at);
    QFETCH(bool, cut);
    const QTemporaryDir folder;
    auto given = options(32, 0, 500);
    given.graphFile = std::filesystem::path(folder.path().toStdString()) / "vectors.graph";
    Themes themes(32, 0, 13);
    Model model;
    for (int round = 0; round < 2; ++round) {
        VectorIndex index(given);
        if (round == 0) {
            for (std::int64_t id = 0; id < 600; ++id)
                put(index, model, id, themes.next());
            index.tend(Never);
            const auto size = std::filesystem::file_size(given.graphFile);
            const auto place = std::min<std::uintmax_t>(size - 1, size * std::uintmax_t(at) / 100);
            if (cut) {
                std::filesystem::resize_file(given.graphFile, place);
            } else {
                std::fstream file(given.graphFile, std::ios::in | std::ios::out | std::ios::binary);
                file.seekg(std::streamoff(place));
                const char byte = char(file.get() ^ 0x20);
                file.seekp(std::streamoff(place));
                file.put(byte);
            }
            continue;
        }
        const auto damaged = std::filesystem::last_write_time(given.graphFile);
        for (const auto &[id, row] : model.rows)
            index.put(id, row.scale, row.values);
        index.tend(Never);
        QVERIFY(index.graphReady());
        QVERIFY(std::filesystem::last_write_time(given.graphFile) != damaged); // made anew, and kept
        const Vector query = themes.next();
        QVERIFY(shared(index.nearest(query, 10), model.nearest(query, 10)) >= 0.9);
    }
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path().toStdString()), {}), std::ptrdiff_t(1)); // nothing half written
}

void VectorIndexGraphTest::tendingStops()
{
    Themes themes(64, 0, 14);
    VectorIndex index(options(64, 0, 1'000));
    Model model;
    for (std::int64_t id = 0; id < 3'000; ++id)
        put(index, model, id, themes.next());
    int asked = 0;
    index.tend([&] { return ++asked > 3; });
    QVERIFY(!index.graphReady());
    // What was linked before stays linked, also when rows under it change.
    for (std::int64_t id = 0; id < 500; ++id) {
        index.remove(id);
        model.rows.erase(id);
        put(index, model, id + 1'000, themes.next());
    }
    const Vector query = themes.next();
    QCOMPARE(shared(index.nearest(query, 10), model.nearest(query, 10)), 1.0);
    index.tend(Never);
    QVERIFY(index.graphReady());
    QVERIFY(shared(index.nearest(query, 10), model.nearest(query, 10)) >= 0.9);
}

void VectorIndexGraphTest::searchesGoOnWhileRowsChange()
{
    const QTemporaryDir folder;
    auto given = options(32, 16, 300);
    given.graphFile = std::filesystem::path(folder.path().toStdString()) / "vectors.graph";
    VectorIndex index(given);
    Themes themes(32, 16, 15);
    std::vector<Quantised> rows;
    std::vector<Vector> questions;
    for (int i = 0; i < 1'000; ++i)
        rows.push_back(quantise(themes.next()));
    for (int i = 0; i < 20; ++i)
        questions.push_back(themes.next());
    std::atomic<bool> over = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 2; ++thread) {
        threads.emplace_back([&, thread] {
            const auto odd = [](std::int64_t id) { return id % 2 != 0; };
            for (std::size_t i = thread; !over; ++i) {
                const Hits hits = index.nearest(questions[i % 20], 10, 0.5F, 0.5F, thread == 0 ? VectorIndex::Allowed() : odd);
                bool fine = inOrder(hits);
                for (const auto &hit : hits)
                    fine = fine && hit.id >= 0 && hit.id < 1'000 && (thread == 0 || odd(hit.id)) && std::abs(hit.score) < 1.01F;
                wrong += fine ? 0 : 1;
            }
        });
    }
    threads.emplace_back([&] {
        while (!over)
            index.tend([&] { return over.load(); });
    });
    std::mt19937 random(16);
    std::vector<std::ptrdiff_t> last(1'000, -1); // which row an id had last
    for (int i = 0; i < 4'000; ++i) {
        const std::size_t id = i < 1'000 ? std::size_t(i) : random() % 1'000;
        if (i < 1'000 || random() % 3 != 0) {
            const std::size_t row = random() % rows.size();
            index.put(std::int64_t(id), rows[row].scale, rows[row].values);
            last[id] = std::ptrdiff_t(row);
        } else {
            index.remove(std::int64_t(id));
            last[id] = -1;
        }
    }
    over = true;
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    Model model;
    model.split = 16;
    for (std::size_t id = 0; id < last.size(); ++id) {
        if (last[id] >= 0)
            model.rows[std::int64_t(id)] = rows[std::size_t(last[id])];
    }
    QCOMPARE(index.size(), model.rows.size());
    double found = 0;
    index.tend(Never);
    for (const Vector &question : questions)
        found += shared(index.nearest(question, 10, 0.5F, 0.5F), model.nearest(question, 10, 0.5F, 0.5F)) / double(questions.size());
    QVERIFY2(found >= 0.95, qPrintable(QString::number(found)));
}

QTEST_GUILESS_MAIN(VectorIndexGraphTest)
#include "vector_index_graph_test.moc"
