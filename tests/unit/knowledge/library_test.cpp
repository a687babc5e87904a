#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "engine/knowledge/library.h"
#include "resources/resources.h"

using namespace hs;
using namespace hs::knowledge;
namespace fs = std::filesystem;
namespace table = store::knowledge;

namespace {

constexpr auto Patience = std::chrono::minutes(2);

/// A library over a folder, in a data folder that outlives it.
class Shelf {
public:
    explicit Shelf(const fs::path &data) : m_ids(m_clock)
    {
        auto store = store::Store::open({data, false, 2});
        if (!store)
            qFatal("%s", describe(store.error()).c_str());
        m_store = std::move(*store);
        auto shipped = LocalModel::load(resources::sentenceModel(), resources::generalSubjects());
        if (!shipped)
            qFatal("%s", describe(shipped.error()).c_str());
        Library::Options options;
        options.folder = data / "knowledge";
        options.program = HS_READER_CHILD;
        options.shipped = *shipped;
        options.changed = [this] {
            const std::lock_guard lock(m_mutex);
            m_told.notify_all();
        };
        m_library = std::make_unique<Library>(*m_store, m_clock, m_ids, options);
    }
    ~Shelf()
    {
        m_library->stop();
        m_library.reset();
        m_store.reset();
    }
    void source(const std::string &id, const fs::path &place)
    {
        write([&](store::Transaction &tx) {
            table::Source source;
            source.id = id;
            source.place = place.string();
            source.title = place.filename().string();
            table::put(tx, source);
        });
    }
    void start() { m_library->start(); }
    void look() { m_library->sources().wake({}, false); }
    bool settle()
    {
        std::unique_lock lock(m_mutex);
        const auto end = std::chrono::steady_clock::now() + Patience;
        while (std::chrono::steady_clock::now() < end) {
            lock.unlock();
            const auto sources = read<std::vector<table::Source>>([](const store::ReadSql &sql) { return table::sources(sql); });
            const bool looked = std::none_of(sources.begin(), sources.end(), [](const table::Source &one) {
                return one.state == table::SourceState::Waiting || one.state == table::SourceState::Reading;
            });
            if (looked && m_library->idle())
                return true;
            lock.lock();
            m_told.wait_for(lock, std::chrono::milliseconds(20));
        }
        return false;
    }
    SearchResult find(const std::string &text, Mode mode = Mode::Hybrid)
    {
        return read<SearchResult>([&](const store::ReadSql &sql) {
            Ask ask;
            ask.text = text;
            ask.mode = mode;
            ask.now = m_clock.now();
            return m_library->search(sql, ask);
        });
    }
    std::string first(const std::string &text, Mode mode = Mode::Hybrid)
    {
        const auto result = find(text, mode);
        return result.found.empty() ? std::string() : result.found.front().document.external;
    }
    template <typename T>
    T read(const std::function<T(const store::ReadSql &)> &work)
    {
        auto result = m_store->readNow<T>([&](const store::ReadSql &sql) -> Result<T> { return work(sql); });
        if (!result)
            qFatal("%s", describe(result.error()).c_str());
        return std::move(*result);
    }
    void write(const std::function<void(store::Transaction &)> &work)
    {
        const auto done = m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            work(tx);
            return {};
        });
        if (!done)
            qFatal("%s", describe(done.error()).c_str());
    }
    /// What a search could find: of each passage its document, heading and words.
    std::multiset<std::string> passages()
    {
        return read<std::multiset<std::string>>([](const store::ReadSql &sql) {
            std::multiset<std::string> all;
            table::eachPassage(sql, 0, 1'000'000, [&](const table::Passage &one, std::string_view) {
                const auto document = table::findByRow(sql, one.document);
                all.insert((document ? document->external : std::string("?")) + "|" + one.heading + "|" + one.body);
            });
            return all;
        });
    }
    Library &library() { return *m_library; }
    store::Store &store() { return *m_store; }

private:
    SystemClock m_clock;
    IdMaker m_ids;
    std::mutex m_mutex;
    std::condition_variable m_told;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<Library> m_library;
};

void put(const fs::path &file, const std::string &text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    // Two writes within a tick of the file system's clock would look alike.
    static std::int64_t tick = 0;
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::milliseconds(++tick), ignored);
}

} // namespace

/// Sources as they are read, compared and followed: real files, the real reader in its process, the real encoder.
class LibraryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_dir->path().toStdString()) / "papers";
        m_data = fs::path(m_dir->path().toStdString()) / "data";
        fs::create_directories(m_folder);
        fs::create_directories(m_data);
    }
    void filesAreFoundByWordAndByMeaning();
    void aWordOfTheLanguageIsNotMistyped();
    void onlyWhatChangedIsReadAgain();
    void aFileThatCannotBeReadSaysWhy();
    void whatIsGoneIsNotFound();
    void aFolderThatIsNotThereLosesNothing();
    void anotherProcessGoesOnWhereThisOneEnded();
    void ofManyPassagesABasisIsLearned();
    void meaningsWaitWhileRecordsChangeByTheThousand();
    void theIndexIsAlwaysWhatAFreshOneWouldBe();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_folder, m_data;
};

void LibraryTest::filesAreFoundByWordAndByMeaning()
{
    put(m_folder / "house.md", "# House rules\n\nThe front door is locked at ten in the evening.\n\n## Animals\n\nDogs are welcome on the ground floor.\n");
    put(m_folder / "deep/age.txt", "What is your age?\n");
    put(m_folder / "phone.txt", "I like my phone.\n");
    put(m_folder / ".hidden/secret.md", "The secret lantern.\n");
    put(m_folder / "program.bin", "The binary lantern.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("dogs"), std::string("house.md"));
    QCOMPARE(shelf.first("How old are you?", Mode::Meaning), std::string("deep/age.txt"));
    QCOMPARE(shelf.first("How old are you?"), std::string("deep/age.txt"));
    QVERIFY(shelf.find("lantern", Mode::Words).found.empty());
    const auto result = shelf.find("dogs");
    QCOMPARE(result.found.front().passage.heading, std::string("House rules › Animals"));
    QCOMPARE(result.meaning, std::string("atlas-local-1"));
    const auto text = shelf.read<std::string>([&](const store::ReadSql &sql) { return table::textOf(sql, result.found.front().document.row); });
    QCOMPARE(QString::fromStdString(text).mid(result.found.front().passage.start, result.found.front().passage.end - result.found.front().passage.start).toStdString(),
             result.found.front().passage.body);
}

void LibraryTest::aWordOfTheLanguageIsNotMistyped()
{
    put(m_folder / "prints.md", "# Prints\n\nA print leaves the house in a hard folder. On Mon and Sat nothing is sent.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    QVERIFY(!shelf.find("How long does a painting take?").corrected); // though only "print" is there
    QVERIFY(!shelf.find("How many moons has Jupiter?").corrected);
    const auto mended = shelf.find("When does a prunt leave?");
    QVERIFY(mended.corrected);
    QVERIFY2(mended.correction.starts_with("When does a print"), mended.correction.c_str());
}

void LibraryTest::onlyWhatChangedIsReadAgain()
{
    put(m_folder / "rules.md", "# Rules\n\n## Doors\n\nThe door is locked at ten.\n\n## Dogs\n\nDogs are welcome.\n\n## Cars\n\nCars stand in the yard.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    const auto idOf = [&](const std::string &words) { return shelf.find(words, Mode::Words).found.at(0).passage.id; };
    const auto doors = idOf("locked");
    const auto dogs = idOf("welcome");
    put(m_folder / "rules.md", "# Rules\n\n## Doors\n\nThe door is locked at ten.\n\n## Dogs\n\nDogs are not welcome any more.\n\n## Cars\n\nCars stand in the yard.\n");
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(idOf("locked"), doors); // with its vector
    QVERIFY(idOf("more") != dogs);
    const auto document = shelf.find("locked").found.front().document;
    QCOMPARE(document.version, 2);
    // The same bytes at another time: looked at, and nothing else.
    put(m_folder / "rules.md", "# Rules\n\n## Doors\n\nThe door is locked at ten.\n\n## Dogs\n\nDogs are not welcome any more.\n\n## Cars\n\nCars stand in the yard.\n");
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.find("locked").found.front().document.version, 2);
    QVERIFY(shelf.store().integrityFindings()->empty());
}

void LibraryTest::aFileThatCannotBeReadSaysWhy()
{
    put(m_folder / "good.md", "The good lantern.\n");
    put(m_folder / "broken.pdf", "%PDF-1.7\nthis is none\n");
    put(m_folder / "empty.docx", "PK\x03\x04 and no more");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("lantern"), std::string("good.md"));
    const auto failed = shelf.read<store::Sliced<table::Document>>([](const store::ReadSql &sql) { return table::documents(sql, {{}, {}, true}, {}); });
    QCOMPARE(failed.rows.size(), std::size_t(2));
    for (const auto &document : failed.rows)
        QVERIFY(!document.trouble.empty());
    // Mended, it is read; damaged again, what was read of it stays found.
    put(m_folder / "broken.pdf", "The mended candle, which is text after all.\n");
    fs::rename(m_folder / "broken.pdf", m_folder / "mended.txt");
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("candle"), std::string("mended.txt"));
}

void LibraryTest::whatIsGoneIsNotFound()
{
    put(m_folder / "a.md", "The red lantern.\n");
    put(m_folder / "b.md", "The blue candle.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.library().meanings()->index->size(), std::size_t(2));
    fs::remove(m_folder / "a.md");
    shelf.look();
    QVERIFY(shelf.settle());
    QVERIFY(shelf.find("lantern", Mode::Words).found.empty());
    for (const auto &found : shelf.find("red lantern", Mode::Meaning).found)
        QVERIFY(found.document.external != "a.md");
    QCOMPARE(shelf.library().meanings()->index->size(), std::size_t(1));
    put(m_folder / "a.md", "The red lantern.\n");
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("red lantern"), std::string("a.md"));
    QCOMPARE(shelf.library().meanings()->index->size(), std::size_t(2));
}

void LibraryTest::aFolderThatIsNotThereLosesNothing()
{
    put(m_folder / "a.md", "The red lantern.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    const auto away = m_folder.parent_path() / "away";
    fs::rename(m_folder, away);
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("lantern"), std::string("a.md"));
    auto source = shelf.read<std::optional<table::Source>>([](const store::ReadSql &sql) { return table::findSource(sql, "src_a"); });
    QVERIFY(source && source->state == table::SourceState::Gone && !source->trouble.empty());
    fs::create_directories(m_folder); // a disk that is not mounted
    shelf.look();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.first("lantern"), std::string("a.md"));
    fs::remove(m_folder);
    fs::rename(away, m_folder);
    shelf.look();
    QVERIFY(shelf.settle());
    source = shelf.read<std::optional<table::Source>>([](const store::ReadSql &sql) { return table::findSource(sql, "src_a"); });
    QCOMPARE(int(source->state), int(table::SourceState::Ready));
}

void LibraryTest::anotherProcessGoesOnWhereThisOneEnded()
{
    for (int at = 0; at < 30; ++at)
        put(m_folder / ("n" + std::to_string(at) + ".md"), "# Note " + std::to_string(at) + "\n\nThe lantern number " + std::to_string(at) + " hangs in room " + std::to_string(at * 3) + ".\n");
    {
        Shelf shelf(m_data);
        shelf.source("src_a", m_folder);
        shelf.start();
    } // ended in the middle
    Shelf shelf(m_data);
    shelf.start();
    QVERIFY(shelf.settle());
    QCOMPARE(shelf.passages().size(), std::size_t(30));
    QCOMPARE(shelf.library().meanings()->index->size(), std::size_t(30));
    QCOMPARE(shelf.first("lantern number 17"), std::string("n17.md"));
}

void LibraryTest::ofManyPassagesABasisIsLearned()
{
    for (int at = 0; at < 40; ++at)
        put(m_folder / ("n" + std::to_string(at) + ".md"), "# Note " + std::to_string(at) + "\n\nThe lantern of the garden number " + std::to_string(at) + " is lit with oil.\n");
    Shelf shelf(m_data);
    shelf.source("src_a", m_folder);
    shelf.start();
    QVERIFY(shelf.settle());
    const auto basis = shelf.library().meanings()->local.basis;
    QVERIFY(basis);
    const auto models = shelf.read<std::vector<table::Model>>([](const store::ReadSql &sql) { return table::models(sql); });
    QCOMPARE(std::count_if(models.begin(), models.end(), [](const auto &model) { return model.active; }), 2); // the encoder and the newest basis
    for (const auto &model : models)
        QCOMPARE(shelf.read<std::int64_t>([&](const store::ReadSql &sql) { return table::vectorCount(sql, model.row); }), model.active ? 40 : 0);
    for (int at = 40; at < 120; ++at)
        put(m_folder / ("n" + std::to_string(at) + ".md"), "# Note " + std::to_string(at) + "\n\nA candle in the hall number " + std::to_string(at) + " is made of wax.\n");
    shelf.look();
    QVERIFY(shelf.settle());
    QVERIFY(shelf.library().meanings()->local.basis->fittedOn() > basis->fittedOn());
    QCOMPARE(shelf.library().meanings()->index->size(), std::size_t(120));
}

void LibraryTest::meaningsWaitWhileRecordsChangeByTheThousand()
{
    put(m_folder / "lost.md", "# Lost keys\n\nWhoever loses a key of the studio tells the front desk the same day and pays for the new lock.\n");
    Shelf shelf(m_data);
    shelf.source("src_1", m_folder);
    auto &library = shelf.library();
    const auto readInARush = [&] {
        library.sources().recordsChanged({});
        return !shelf.passages().empty();
    };
    library.sources().recordsChanged({});
    shelf.start();
    QTRY_VERIFY_WITH_TIMEOUT(readInARush(), 60'000); // files are read meanwhile, and found by their words
    QVERIFY(library.sources().rushing());
    QCOMPARE(library.learning().embedded, std::int64_t(0));
    QVERIFY(!library.idle());
    QVERIFY(shelf.settle());
    QVERIFY(!library.sources().rushing());
    QVERIFY(library.learning().embedded > 0);
}

void LibraryTest::theIndexIsAlwaysWhatAFreshOneWouldBe()
{
    const int changes = qEnvironmentVariableIntValue("HS_KNOWLEDGE_CHANGES") > 0 ? qEnvironmentVariableIntValue("HS_KNOWLEDGE_CHANGES") : 150;
    std::mt19937 random(7);
    const auto pick = [&](int below) { return int(random() % unsigned(below)); };
    const auto words = [&] {
        static const char *Words[] = {"lantern", "garden", "price", "retreat", "key", "door", "evening", "candle", "Übung", "séance", "año", "oil", "room", "guest"};
        std::string text = "# Heading " + std::to_string(pick(5)) + "\n\n";
        for (int paragraph = 0; paragraph < 1 + pick(4); ++paragraph) {
            if (pick(3) == 0)
                text += "## Part " + std::to_string(pick(9)) + "\n\n";
            for (int word = 0; word < 5 + pick(60); ++word)
                text += std::string(Words[pick(14)]) + (pick(9) == 0 ? ". " : " ");
            text += "\n\n";
        }
        return text;
    };
    {
        Shelf shelf(m_data);
        shelf.source("src_a", m_folder);
        shelf.start();
        for (int change = 0; change < changes; ++change) {
            const auto file = m_folder / ("f" + std::to_string(pick(25)) + ".md");
            if (pick(4) == 0)
                fs::remove(file);
            else
                put(file, words());
            if (pick(6) == 0)
                shelf.look(); // in the middle of it
            if (pick(40) == 0)
                QVERIFY(shelf.settle());
        }
        put(m_folder / "last.md", "The last lantern.\n");
        shelf.look();
        QVERIFY(shelf.settle());
        shelf.look();
        QVERIFY(shelf.settle());
        QVERIFY(shelf.store().integrityFindings()->empty());

        const auto other = m_data.parent_path() / "fresh";
        fs::create_directories(other);
        Shelf fresh(other);
        fresh.source("src_a", m_folder);
        fresh.start();
        QVERIFY(fresh.settle());
        QCOMPARE(shelf.passages(), fresh.passages());
        QCOMPARE(shelf.library().meanings()->index->size(), fresh.library().meanings()->index->size());
        for (const char *question : {"lantern garden", "price of the retreat", "séance", "Übung", "oil room guest"}) {
            std::multiset<std::string> one, two;
            for (const auto &found : shelf.find(question, Mode::Words).found)
                one.insert(found.passage.heading + found.passage.body);
            for (const auto &found : fresh.find(question, Mode::Words).found)
                two.insert(found.passage.heading + found.passage.body);
            QCOMPARE(one.size(), two.size());
        }
    }
}

QTEST_GUILESS_MAIN(LibraryTest)
#include "library_test.moc"
