#include <QTemporaryDir>
#include <QTest>

#include "engine/knowledge/answering.h"
#include "engine/knowledge/fusion.h"
#include "engine/knowledge/library.h"
#include "engine/knowledge/likeness.h"
#include "engine/knowledge/support.h"
#include "engine/language/words.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::knowledge;
namespace table = store::knowledge;

/// Finding by words over a real store: filters, phrases, mending, evidence, answers. Meanings are the matter of library_test.
class SearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theBestPassageComesFirstWithItsMarks();
    void phrasesAreRequiredAndWordsExcluded();
    void filtersNarrowBeforeTheCount();
    void aMistypedWordIsMended();
    void atMostThreePassagesOfADocumentComeFirst();
    void textsThatSayTheSameAreNamedOnce();
    void wordsThatStandEverywhereDoNotHideTheOthers();
    void nothingIsAnsweredWithoutASource();
    void anAnswerCitesWhatItSays();
    void whoComparedDecidesWhatIsSupported();
    void aHeadingIsNoAnswer();
    void theWordingOfALetterIsNoAnswer();
    void contradictionsAreNamed();
    void aModelsWordsAreHeldAgainstThePassages_data();
    void aModelsWordsAreHeldAgainstThePassages();
    void hostileQuestionsHarmNothing_data();
    void hostileQuestionsHarmNothing();
    void removedAndRestored();
    void listsAreFusedByScore();
    void nearlyTheSameTextsHaveNearlyTheSameHash();

private:
    struct Sheet {
        std::string name, title, heading, body, source = "src_a", author = {}, entity = {}, language = "en", type = "text/markdown", database = {};
        std::int64_t changedAt = 0;
    };
    std::int64_t add(const Sheet &sheet)
    {
        const auto id = m_store->writeNow<std::int64_t>([&](store::Transaction &tx) -> Result<std::int64_t> {
            table::Document document = table::findExternal(tx, sheet.source, sheet.name).value_or(table::Document());
            document.id = "doc_" + sheet.name;
            document.source = sheet.source;
            document.external = document.place = sheet.name;
            document.title = sheet.title;
            document.readAt = document.checkedAt = m_clock.now();
            document.type = sheet.type;
            document.author = sheet.author;
            document.entity = sheet.entity;
            document.language = sheet.language;
            document.database = sheet.database;
            document.textHash = foldedHash(sheet.body);
            document.likeness = std::int64_t(simHash(sheet.body));
            if (sheet.changedAt > 0)
                document.changedAt = fromMillis(sheet.changedAt);
            table::Passage passage;
            passage.heading = sheet.heading;
            passage.body = sheet.body;
            passage.indexed = language::stemmedText(sheet.heading + "\n" + sheet.body, sheet.language);
            passage.hash = (sheet.heading + sheet.body).substr(0, 200);
            auto passages = table::passagesOf(tx, document.row);
            passage.ordinal = int(passages.size());
            passages.push_back(passage);
            table::write(tx, document, sheet.body, {}, passages);
            return passages.back().id;
        });
        return id.value_or(0);
    }
    SearchResult find(const std::string &text, const table::Scope &scope = {}, int limit = 10)
    {
        auto result = m_store->readNow<SearchResult>([&](const store::ReadSql &sql) -> Result<SearchResult> {
            Ask ask;
            ask.text = text;
            ask.scope = scope;
            ask.limit = limit;
            ask.now = m_clock.now();
            return search(sql, {}, table::totals(sql).passages, ask);
        });
        return result ? std::move(*result) : SearchResult();
    }
    static std::vector<std::string> names(const SearchResult &result)
    {
        std::vector<std::string> list;
        for (const auto &found : result.found)
            list.push_back(found.document.external);
        return list;
    }
    void addStudio();

    test::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
};

void SearchTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    auto store = store::Store::open({m_dir->path().toStdString(), false, 1});
    QVERIFY2(store.has_value(), describe(store).c_str());
    m_store = std::move(*store);
    QVERIFY(m_store->writeNow<void>([](store::Transaction &tx) -> Result<void> {
        for (const char *id : {"src_a", "src_b"}) {
            table::Source source;
            source.id = source.place = id;
            source.title = id == std::string("src_a") ? "Handbook" : "Price lists";
            table::put(tx, source);
        }
        return {};
    }).has_value());
}

void SearchTest::cleanup()
{
    m_store.reset();
}

void SearchTest::addStudio()
{
    add({.name = "cancel", .title = "Cancellation", .heading = "Cancellation › Retreats", .body = "A retreat may be cancelled free of charge until 14 days before it begins. Later, half of the price is kept."});
    add({.name = "prices", .title = "Prices", .heading = "Prices", .body = "An evening in the gallery costs 480 dollars. Cleaning is part of the price.", .source = "src_b", .author = "Mira Kovac"});
    add({.name = "keys", .title = "Keys", .heading = "Keys", .body = "Lost keys are told to the house keeper, who changes the lock within a day.", .entity = "rec_house"});
}

void SearchTest::theBestPassageComesFirstWithItsMarks()
{
    addStudio();
    const auto result = find("How much does an evening in the gallery cost?");
    QVERIFY(!result.found.empty());
    QCOMPARE(result.found.front().document.external, std::string("prices"));
    std::vector<std::string> marked;
    for (const auto &mark : result.found.front().marks)
        marked.push_back(result.found.front().passage.body.substr(mark.start, mark.end - mark.start));
    QCOMPARE(marked, (std::vector<std::string>{"evening", "gallery", "costs"}));
    QVERIFY(result.found.front().coverage > 0.5);
    QVERIFY(result.found.front().score > 50);
    QCOMPARE(result.found.front().rank.wordRank, 1);
    QCOMPARE(result.meaning, std::string());
}

void SearchTest::phrasesAreRequiredAndWordsExcluded()
{
    addStudio();
    add({.name = "later", .title = "Later", .heading = "Later", .body = "The price of a retreat is paid before it begins."});
    QCOMPARE(names(find("retreat \"free of charge\"")), std::vector<std::string>{"cancel"});
    QCOMPARE(names(find("retreat -cancelled")), std::vector<std::string>{"later"});
    QVERIFY(find("\"charge of free\" retreat").found.empty());
}

void SearchTest::filtersNarrowBeforeTheCount()
{
    // So many better ones that a filter behind the ranking would find none.
    for (int at = 0; at < 150; ++at)
        add({.name = "n" + std::to_string(at), .title = "Note", .heading = "Evening", .body = "Evening evening evening note " + std::to_string(at)});
    add({.name = "wanted", .title = "Wanted", .heading = "Wanted", .body = "One evening among many other things that are told here at length.", .source = "src_b", .author = "Mira Kovac",
         .entity = "rec_house", .language = "de", .type = "application/pdf", .changedAt = 1'700'000'000'000});
    table::Scope scope;
    scope.sources = {"src_b"};
    QCOMPARE(names(find("evening", scope)), std::vector<std::string>{"wanted"});
    QCOMPARE(names(find("evening by:kovac")), std::vector<std::string>{"wanted"});
    QCOMPARE(names(find("evening source:\"price lists\"")), std::vector<std::string>{"wanted"});
    QCOMPARE(names(find("evening type:pdf")), std::vector<std::string>{"wanted"});
    QCOMPARE(names(find("evening lang:de")), std::vector<std::string>{"wanted"});
    QCOMPARE(names(find("evening before:2023-12-01")), std::vector<std::string>{"wanted"});
    QVERIFY(find("evening by:nobody").found.empty());
    // What belongs to a business is found for it and not for another; what belongs to nobody is everybody's.
    table::Scope other;
    other.entities = {"rec_other"};
    for (const auto &name : names(find("evening", other, 100)))
        QVERIFY(name != "wanted");
}

void SearchTest::aMistypedWordIsMended()
{
    addStudio();
    const auto result = find("canceled retreeat");
    QVERIFY(result.corrected);
    QCOMPARE(result.correction, std::string("canceled retreats")); // as it stands in the heading
    QVERIFY(!result.found.empty());
    QCOMPARE(result.found.front().document.external, std::string("cancel"));
    QVERIFY(!find("retreat").corrected);
}

void SearchTest::atMostThreePassagesOfADocumentComeFirst()
{
    for (int at = 0; at < 8; ++at)
        add({.name = "long", .title = "Long", .heading = "Part " + std::to_string(at), .body = "The lantern festival, part " + std::to_string(at) + ", with a lantern."});
    add({.name = "short", .title = "Short", .heading = "Short", .body = "A word of the festival stands here among others that have nothing to do with it."});
    const auto found = names(find("lantern festival"));
    QCOMPARE(std::count(found.begin(), found.end(), "long"), 3);
    QCOMPARE(std::count(found.begin(), found.end(), "short"), 1);
}

void SearchTest::textsThatSayTheSameAreNamedOnce()
{
    add({.name = "one", .title = "Version one", .heading = "Lantern", .body = "The lantern is lit at eight."});
    add({.name = "two", .title = "Version two", .heading = "Lantern", .body = "The lantern is lit at eight."});
    const auto result = find("lantern");
    QCOMPARE(result.found.size(), std::size_t(1));
    QCOMPARE(result.found.front().alsoIn.size(), std::size_t(1));
}

/// Of so many passages the words of a question lead to more than can be scored while somebody types.
void SearchTest::wordsThatStandEverywhereDoNotHideTheOthers()
{
    add({.name = "zebra", .title = "Zebra", .heading = "Stable", .body = "A zebra stands beside the lantern, far from the kettle."}); // the oldest
    QVERIFY(m_store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::Document document;
        document.id = "doc_many";
        document.source = "src_a";
        document.external = document.place = document.title = "many";
        document.language = "en";
        document.readAt = document.checkedAt = m_clock.now();
        std::vector<table::Passage> passages;
        for (int at = 0; at < 20'600; ++at) {
            table::Passage passage;
            passage.ordinal = at;
            passage.body = "The lantern of entry " + std::to_string(at) + (at % 64 == 0 ? "" : ", its kettle") + (at % 64 == 1 ? " and more" : " and harbour");
            passage.hash = std::to_string(at);
            passages.push_back(std::move(passage));
        }
        table::write(tx, document, "", {}, passages);
        return {};
    }));
    add({.name = "all", .title = "All", .heading = "Lantern, kettle, harbour", .body = "Lantern, kettle and harbour."});
    QCOMPARE(names(find("lantern zebra")).front(), std::string("zebra"));
    QCOMPARE(names(find("lantern kettle harbour")).front(), std::string("all"));
    QCOMPARE(names(find("lantern kettle harbour unheardof")).front(), std::string("all")); // a word of no passage asks for nothing
    const auto all = find("lantern");
    QCOMPARE(names(all).front(), std::string("all"));
    table::Scope mine;
    mine.sources = {"src_b"};
    QVERIFY(find("lantern kettle", mine).found.empty());

    // Counted in part, the rest is told by how densely they lie.
    const auto rough = [&](const std::string &match, std::int64_t counted) {
        return m_store->readNow<std::int64_t>([&](const store::ReadSql &sql) -> Result<std::int64_t> { return table::roughlyMatching(sql, match, counted); }).value_or(-1);
    };
    QCOMPARE(rough("\"zebra\"", 1'000), std::int64_t(1));
    QCOMPARE(rough("\"unheardof\"", 1'000), std::int64_t(0));
    QCOMPARE(rough("\"lantern\"", 30'000), std::int64_t(20'602));
    QCOMPARE(rough("\"lantern\"", 1'000), std::int64_t(20'602));
    const auto more = rough("\"more\"", 100);
    QVERIFY2(more > 300 && more < 345, qPrintable(QString::number(more))); // 322
}

void SearchTest::nothingIsAnsweredWithoutASource()
{
    addStudio();
    const auto result = find("Which football club won the cup?");
    const auto composed = answerByExtraction(result, {}, m_clock.now());
    QVERIFY(!composed.answered);
    QVERIFY(composed.sentences.empty());
    QVERIFY(!composed.refusal.empty());
}

void SearchTest::anAnswerCitesWhatItSays()
{
    addStudio();
    const auto result = find("How many days before it begins may a retreat be cancelled free of charge?");
    const auto composed = answerByExtraction(result, {}, m_clock.now());
    QVERIFY(composed.answered);
    QCOMPARE(composed.sentences.front().text, std::string("A retreat may be cancelled free of charge until 14 days before it begins."));
    for (const auto &sentence : composed.sentences) {
        QVERIFY(!sentence.cites.empty());
        for (const int cite : sentence.cites)
            QVERIFY(result.found.at(std::size_t(cite) - 1).passage.body.find(sentence.text) != std::string::npos);
    }
}

void SearchTest::whoComparedDecidesWhatIsSupported()
{
    SearchResult result;
    result.found.resize(1);
    result.asked.terms.resize(4);
    result.evidence = Evidence::Good;
    result.coverage = 0.5;
    result.strength = 0.6;
    result.bestCosine = 0.5;
    result.passages = 300;
    QVERIFY(!toldByMeaning(result)); // nobody compared
    result.meaning = "atlas-local-1";
    QVERIFY(!toldByMeaning(result)); // the encoder has read nothing yet
    result.usual = 0.3;
    result.elsewhere = 0.4;
    QVERIFY(toldByMeaning(result));
    const double ours = support(result);
    QVERIFY2(ours > WellAt, qPrintable(QString::number(ours)));
    result.usual = 0.1;
    result.elsewhere = 0.6; // the same words, of another world
    QVERIFY2(support(result) < AnswerAt, qPrintable(QString::number(support(result))));
    result.share = 1;
    result.elsewhere = -1;
    QVERIFY(toldByMeaning(result)); // in a language that only what is learned compares in
    result.share = 0;
    result.remote = true;
    QVERIFY(!toldByMeaning(result));
    result.found.clear();
    QCOMPARE(support(result), 0.0);
}

void SearchTest::aHeadingIsNoAnswer()
{
    add({.name = "visit", .title = "Guests", .heading = "Guests › Before the first massage", .body = "Before the first massage\n\nGuests come ten minutes early and bring nothing to a first massage."});
    addStudio();
    const auto composed = answerByExtraction(find("What do guests bring before the first massage?"), {}, m_clock.now());
    QVERIFY(composed.answered);
    for (const auto &sentence : composed.sentences)
        QVERIFY2(sentence.text != "Before the first massage", sentence.text.c_str());
    QCOMPARE(composed.sentences.front().text, std::string("Guests come ten minutes early and bring nothing to a first massage."));
}

void SearchTest::theWordingOfALetterIsNoAnswer()
{
    add({.name = "visit", .title = "Guests", .heading = "Guests", .body = "Guests come ten minutes early and bring a towel to their first massage."});
    add({.name = "letter", .title = "Before a first massage", .heading = "Letter", .body = "Guests bring us joy with their first massage. Tell us what you bring to your first massage.", .database = "notification-templates"});
    addStudio();
    const std::string question = "What do guests bring to their first massage?";
    const auto result = find(question);
    QCOMPARE(names(result).front(), std::string("letter")); // it is found
    const auto composed = answerByExtraction(result, {}, m_clock.now());
    QVERIFY(composed.answered);
    QCOMPARE(composed.sentences.front().text, std::string("Guests come ten minutes early and bring a towel to their first massage."));
    for (const auto &sentence : composed.sentences) {
        for (const int cite : sentence.cites)
            QVERIFY(result.found.at(std::size_t(cite) - 1).document.external != "letter");
    }
    table::Scope letters;
    letters.databases = {"notification-templates"};
    QVERIFY(answerByExtraction(find(question, letters), {}, m_clock.now()).answered); // asked for letters, it is told of letters
}

void SearchTest::contradictionsAreNamed()
{
    add({.name = "new", .title = "Policy of 2025", .heading = "Cancellation", .body = "A booking may be cancelled free of charge until 14 days before the arrival."});
    add({.name = "old", .title = "Policy of 2022", .heading = "Refunds", .body = "A booking may be cancelled free of charge until 30 days before the arrival of guests."});
    const auto result = find("How many days before the arrival may a booking be cancelled free of charge?");
    const auto composed = answerByExtraction(result, {}, m_clock.now());
    QVERIFY(composed.answered);
    QVERIFY(std::any_of(composed.warnings.begin(), composed.warnings.end(), [](const std::string &warning) {
        return warning.find("Policy of 2025") != std::string::npos && warning.find("Policy of 2022") != std::string::npos && warning.find("say different things") != std::string::npos;
    }));
}

void SearchTest::aModelsWordsAreHeldAgainstThePassages_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("fault");
    QTest::newRow("cited") << QStringLiteral("A retreat can be cancelled free of charge up to 14 days before [1].") << QString();
    QTest::newRow("mark behind the full stop") << QStringLiteral("Up to 14 days before it begins. [1] Then half is kept [1].") << QString();
    QTest::newRow("cites nothing") << QStringLiteral("It is free until 14 days before.") << QStringLiteral("cites nothing");
    QTest::newRow("second sentence cites nothing") << QStringLiteral("It is free until 14 days before [1]. Everybody is happy.") << QStringLiteral("cites nothing");
    QTest::newRow("was not given") << QStringLiteral("It is free until 14 days before [9].") << QStringLiteral("was not given");
    QTest::newRow("another number") << QStringLiteral("It is free until 21 days before [1].") << QStringLiteral("says 21");
    QTest::newRow("a made-up quote") << QStringLiteral("The policy says \"no refund ever\" [1].") << QStringLiteral("quotes words");
    QTest::newRow("empty") << QString() << QStringLiteral("empty");
}

void SearchTest::aModelsWordsAreHeldAgainstThePassages()
{
    QFETCH(QString, words);
    QFETCH(QString, fault);
    addStudio();
    const auto result = find("until when may a retreat be cancelled free of charge");
    QCOMPARE(result.found.front().document.external, std::string("cancel"));
    const auto checked = checkedAnswer(words.toStdString(), result, m_clock.now());
    QCOMPARE(checked.has_value(), fault.isEmpty());
    if (!checked)
        QVERIFY2(checked.error().what.find(fault.toStdString()) != std::string::npos, checked.error().what.c_str());
}

void SearchTest::hostileQuestionsHarmNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("operators") << QByteArray("NEAR(a b) OR NOT ( AND * ^ \" -");
    QTest::newRow("columns") << QByteArray("body: {heading} : x + y");
    QTest::newRow("half a quote") << QByteArray("\"half retreat");
    QTest::newRow("only stop words") << QByteArray("the of and");
    QTest::newRow("no UTF-8") << QByteArray("retreat \xff\xfe\xc3");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a megabyte") << QByteArray(1'000'000, 'a');
    QTest::newRow("right to left") << QByteArray("שלום retreat مرحبا");
    QTest::newRow("no blanks") << QByteArray("瞑想リトリートのキャンセル");
    QTest::newRow("SQL") << QByteArray("'; DROP TABLE knowledge_passages; --");
}

void SearchTest::hostileQuestionsHarmNothing()
{
    QFETCH(QByteArray, text);
    addStudio();
    (void)find(text.toStdString());
    QCOMPARE(names(find("lost keys")), std::vector<std::string>{"keys"}); // all is well
}

void SearchTest::removedAndRestored()
{
    addStudio();
    const auto change = [&](bool show) {
        return m_store->writeNow<std::size_t>([&](store::Transaction &tx) -> Result<std::size_t> {
            const auto document = *table::findExternal(tx, "src_a", "keys");
            return (show ? table::unhide(tx, document) : table::hide(tx, document, m_clock.now())).size();
        }).value_or(0);
    };
    QCOMPARE(change(false), std::size_t(1));
    QVERIFY(find("lost keys").found.empty());
    // Made anew from the passages, it still does not know what is hidden.
    QVERIFY(m_store->writeNow<void>([](store::Transaction &tx) -> Result<void> {
        table::reindexWords(tx);
        return {};
    }).has_value());
    QVERIFY(find("lost keys").found.empty());
    QCOMPARE(names(find("retreat cancelled")), std::vector<std::string>{"cancel"});
    QCOMPARE(change(true), std::size_t(1));
    QCOMPARE(names(find("lost keys")), std::vector<std::string>{"keys"});
    QVERIFY(m_store->integrityFindings()->empty());
}

void SearchTest::listsAreFusedByScore()
{
    const std::vector<Ranked> words{{1, 10}, {2, 6}, {3, 2}};
    const std::vector<Ranked> meanings{{2, 0.9}, {4, 0.5}};
    const auto fused = fuseByScore(words, meanings, 0.5);
    QCOMPARE(fused.front().passage, std::int64_t(2)); // good in both
    QCOMPARE(fused.front().wordRank, 2);
    QCOMPARE(fused.front().meaningRank, 1);
    QCOMPARE(fuseByScore(words, {}, 0.5).front().fused, 1.0); // one list alone counts whole
    for (const auto &one : fused)
        QVERIFY(one.fused >= 0 && one.fused <= 1);
    // Not compared yet: its words decide alone.
    const auto fresh = fuseByScore(words, meanings, 0.5, [](std::int64_t passage) { return passage != 1; });
    QCOMPARE(fresh.front().passage, std::int64_t(1));
    QCOMPARE(fresh.front().fused, 1.0);
    QVERIFY(fuseByScore({}, {}, 0.5).empty());
}

void SearchTest::nearlyTheSameTextsHaveNearlyTheSameHash()
{
    std::string text;
    for (int at = 0; at < 200; ++at)
        text += "word" + std::to_string(at * 7 % 53) + " and another thing number " + std::to_string(at) + " ";
    auto changed = text;
    changed.replace(changed.find("word7"), 5, "term7");
    QVERIFY(std::popcount(simHash(text) ^ simHash(changed)) <= 6);
    QVERIFY(std::popcount(simHash(text) ^ simHash("An altogether different text about lanterns, gardens and the price of tea in autumn.")) > 12);
    QCOMPARE(simHash("too few"), std::uint64_t(0));
    QCOMPARE(foldedHash("Hello,  World"), foldedHash("hello world"));
}

QTEST_GUILESS_MAIN(SearchTest)
#include "search_test.moc"
