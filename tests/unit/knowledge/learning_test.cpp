#include <QTemporaryDir>
#include <QTest>

#include "engine/knowledge/learning.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::knowledge;
namespace table = store::knowledge;

/// What is learned of the studio's own passages, in a real store.
class LearningTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everyPassageIsFoldedAndTheLastBasisAloneIsInUse();
    void whatIsStoppedChangesNothing();
    void ofTooFewPassagesNothingIsLearned();
    void twoModelsSideBySide();

private:
    std::vector<std::int64_t> add(const std::string &name, const std::vector<std::string> &bodies, const std::string &language = "en");
    std::vector<table::Model> models() const;
    std::vector<table::VectorPair> pairs(std::int64_t a, std::int64_t b) const;

    test::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
};

void LearningTest::init()
{
    m_store.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    auto store = store::Store::open({m_dir->path().toStdString(), false, 1});
    QVERIFY2(store.has_value(), describe(store).c_str());
    m_store = std::move(*store);
    QVERIFY(m_store->writeNow<void>([](store::Transaction &tx) -> Result<void> {
        table::Source source;
        source.id = source.place = "src_a";
        table::put(tx, source);
        return {};
    }));
}

std::vector<std::int64_t> LearningTest::add(const std::string &name, const std::vector<std::string> &bodies, const std::string &language)
{
    const auto ids = m_store->writeNow<std::vector<std::int64_t>>([&](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
        table::Document document;
        document.id = "doc_" + name;
        document.source = "src_a";
        document.external = document.place = document.title = name;
        document.language = language;
        document.readAt = document.checkedAt = m_clock.now();
        std::vector<table::Passage> passages;
        for (const auto &body : bodies) {
            table::Passage passage;
            passage.ordinal = int(passages.size());
            passage.body = body;
            passage.hash = body.substr(0, 100);
            passages.push_back(std::move(passage));
        }
        table::write(tx, document, "", {}, passages);
        std::vector<std::int64_t> made;
        for (const auto &passage : passages)
            made.push_back(passage.id);
        return made;
    });
    return ids.value_or(std::vector<std::int64_t>());
}

std::vector<table::Model> LearningTest::models() const
{
    return m_store->readNow<std::vector<table::Model>>([](const store::ReadSql &sql) -> Result<std::vector<table::Model>> { return table::models(sql); })
        .value_or(std::vector<table::Model>());
}

/// Without the values, which do not outlive the visit: their size stands in their scale's place.
std::vector<table::VectorPair> LearningTest::pairs(std::int64_t a, std::int64_t b) const
{
    return m_store->readNow<std::vector<table::VectorPair>>([&](const store::ReadSql &sql) -> Result<std::vector<table::VectorPair>> {
        std::vector<table::VectorPair> list;
        table::eachVectorPair(sql, a, b, [&](const table::VectorPair &pair) {
            auto kept = pair;
            for (auto *part : {&kept.a, &kept.b}) {
                if (*part)
                    *part = table::VectorPair::Part{double((*part)->values.size()), {}};
            }
            list.push_back(kept);
        });
        return list;
    }).value_or(std::vector<table::VectorPair>());
}

void LearningTest::everyPassageIsFoldedAndTheLastBasisAloneIsInUse()
{
    std::vector<std::string> bodies;
    for (int at = 0; at < 1'100; ++at) // more than one batch
        bodies.push_back("Room " + std::to_string(at % 17) + " has lantern " + std::to_string(at % 13) + " and kettle " + std::to_string(at));
    add("rooms", bodies);
    const auto first = learn(*m_store, {});
    QVERIFY2(first.has_value(), describe(first).c_str());
    QCOMPARE(first->basis->fittedOn(), std::size_t(1'100));
    QCOMPARE(models().size(), std::size_t(1));
    QVERIFY(models().front().active);
    QCOMPARE(pairs(0, first->model).size(), std::size_t(1'100));

    add("garden", {"The garden has a fountain and a bench.", "The bench in the garden is painted in spring."});
    const auto second = learn(*m_store, {});
    QVERIFY2(second.has_value(), describe(second).c_str());
    const auto now = models();
    QCOMPARE(now.size(), std::size_t(1));
    QCOMPARE(now.front().row, second->model);
    QVERIFY(now.front().active && now.front().fingerprint.starts_with(LearnedModels));
    QVERIFY(second->model != first->model);
    QVERIFY(pairs(0, first->model).empty()); // its vectors went with it
    const auto all = pairs(0, second->model);
    QCOMPARE(all.size(), std::size_t(1'102));
    QVERIFY(std::all_of(all.begin(), all.end(), [](const table::VectorPair &pair) { return !pair.a && pair.b && pair.b->scale == embedding::CorpusBasis::MaxDimensions; }));
}

void LearningTest::whatIsStoppedChangesNothing()
{
    add("garden", {"The garden has a fountain.", "A bench stands in the garden.", "The fountain is turned off in winter."});
    const auto before = learn(*m_store, {});
    QVERIFY2(before.has_value(), describe(before).c_str());
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = learn(*m_store, stop.get_token());
    QVERIFY(!stopped && stopped.error().code == Errc::Cancelled);
    const auto now = models();
    QCOMPARE(std::count_if(now.begin(), now.end(), [](const table::Model &model) { return model.active; }), 1);
    QCOMPARE(pairs(0, before->model).size(), std::size_t(3));
}

void LearningTest::ofTooFewPassagesNothingIsLearned()
{
    add("note", {"One line."});
    const auto learned = learn(*m_store, {});
    QVERIFY(!learned && learned.error().code == Errc::BadInput);
    QVERIFY(models().empty());
}

void LearningTest::twoModelsSideBySide()
{
    const auto english = add("english", {"The garden has a fountain.", "A bench stands there."});
    const auto german = add("german", {"Der Garten hat einen Brunnen."}, "de");
    const auto hidden = add("hidden", {"This is no longer there."});
    QVERIFY(m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::Model a{0, "a", 4, {}, 0, 0, true}, b{0, "b", 2, {}, 0, 0, true};
        table::put(tx, a);
        table::put(tx, b);
        table::put(tx, a.row, {{english[0], 0.5, "aaaa"}, {german[0], 0, ""}, {hidden[0], 0.5, "aaaa"}});
        table::put(tx, b.row, {{english[0], 0.25, "bb"}, {english[1], 0.25, "bb"}, {hidden[0], 0.25, "bb"}});
        table::hide(tx, *table::findDocument(tx, "doc_hidden"), m_clock.now());
        return {};
    }));
    const auto list = pairs(models().at(0).row, models().at(1).row);
    QCOMPARE(list.size(), std::size_t(3));
    QCOMPARE(list[0].passage, english[0]);
    QVERIFY(list[0].a && list[0].a->scale == 4 && list[0].b && list[0].b->scale == 2 && list[0].language == "en");
    QCOMPARE(list[1].passage, english[1]);
    QVERIFY(!list[1].a && list[1].b);
    QCOMPARE(list[2].passage, german[0]);
    QVERIFY(list[2].a && list[2].a->scale == 0 && !list[2].b && list[2].language == "de"); // a vector of nothing is one, too
    QVERIFY(pairs(0, 0).empty());
}

QTEST_GUILESS_MAIN(LearningTest)
#include "learning_test.moc"
