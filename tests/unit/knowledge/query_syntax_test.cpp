#include <map>

#include <QTest>

#include "engine/knowledge/query_syntax.h"
#include "engine/vocabulary/utf8.h"
#include "tests/unit/knowledge/match_index.h"
#include "tests/unit/language/random_text.h"

using namespace hs;
using namespace hs::knowledge;

namespace {

constexpr std::int64_t Now = 1'773'576'000'000; // 2026-03-15 12:00 UTC, a Sunday
constexpr std::int64_t Day = 86'400'000;
constexpr std::int64_t Today = Now - Day / 2;

std::string joined(const std::vector<std::string> &parts, const char *between = "|")
{
    std::string all;
    for (const auto &part : parts)
        all += (all.empty() ? "" : between) + part;
    return all;
}

std::string termsOf(const SearchWords &words)
{
    std::vector<std::string> all;
    for (const auto &term : words.terms)
        all.push_back(term.folded);
    return joined(all);
}

std::string phrasesOf(const SearchWords &words)
{
    std::vector<std::string> all;
    for (const auto &phrase : words.phrases)
        all.push_back(joined(phrase, " "));
    return joined(all);
}

} // namespace

class QuerySyntaxTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void questionsAreRead_data();
    void questionsAreRead();
    void filtersAreRead_data();
    void filtersAreRead();
    void datesAreRead_data();
    void datesAreRead();
    void whatIsNotUnderstoodIsTold_data();
    void whatIsNotUnderstoodIsTold();
    void stemsAreOfTheLanguage();
    void everythingHasALimit();
    void matchIsWritten_data();
    void matchIsWritten();
    void matchFinds_data();
    void matchFinds();
    void whatIsCommonCanBeLeftOut();
    void hostileTextsAlwaysParse();
    void mistypedWordsAreMended_data();
    void mistypedWordsAreMended();
    void onlyAFewPrefixesAreAskedFor();
};

void QuerySyntaxTest::questionsAreRead_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("terms");
    QTest::addColumn<QByteArray>("phrases");
    QTest::addColumn<QByteArray>("excluded");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *typed, const char *terms, const char *phrases, const char *excluded, const char *text) {
        QTest::newRow(name) << QByteArray(typed) << QByteArray(terms) << QByteArray(phrases) << QByteArray(excluded) << QByteArray(text);
    };
    row("nothing", "", "", "", "", "");
    row("blanks", " \n ", "", "", "", "");
    row("stop words are left out", "What is the refund rule?", "refund|rule", "", "", "What is the refund rule?");
    row("nothing but stop words", "who are you", "who|are|you", "", "", "who are you");
    row("each once, by its stem", "invoice Invoices INVOICE", "invoice", "", "", "invoice Invoices INVOICE");
    row("a phrase", "\"late fee\" studio", "studio", "late fee", "", "late fee studio");
    row("a phrase of stop words", "\"to be\"", "", "to be", "", "to be");
    row("typographic quotes", "“late fee” „frei“ «ici»", "", "late fee|frei|ici", "", "late fee frei ici");
    row("a phrase that touches a word", "pay\"late fee\"online", "pay|online", "late fee", "", "pay late fee online");
    row("an empty phrase", "\"\" studio", "studio", "", "", "studio");
    row("excluded", "booking -online -\"gift card\"", "booking", "", "online|gift card", "booking");
    row("an excluded code stays whole", "error -ERR-4012", "error", "", "err 4012", "error");
    row("a dash inside excludes nothing", "ERR-4012 - studio", "err|4012|studio", "", "", "ERR-4012 - studio");
    row("two dashes exclude nothing", "--help", "help", "", "", "--help");
    row("an open quote", "\"late fee", "late|fee", "", "", "late fee");
    row("inches", "frame 5\" wide", "frame|5|wide", "", "", "frame 5 wide");
    row("times and addresses are words", "10:30 https://studio.example", "10|30|https|studio|example", "", "", "10:30 https://studio.example");
    row("German", "Wie viel kostet eine Absage?", "kostet|absage", "", "", "Wie viel kostet eine Absage?");
    row("how long it takes is nothing to look for", "How long may I wait, how many times?", "may|wait|times", "", "", "How long may I wait, how many times?");
    row("unless nothing else is asked", "How old are you?", "old", "", "", "How old are you?");
    row("a long word elsewhere", "a long lease", "long|lease", "", "", "a long lease");
    row("French", "Combien de temps dure la séance ?", "dure|seance", "", "", "Combien de temps dure la séance ?");
    row("Japanese", "予約のキャンセル", "予約|の|キャンセル", "", "", "予約のキャンセル");
    row("broken bytes", "ref\xFF" "unds \xC3", "ref|unds", "", "", "ref unds");
}

void QuerySyntaxTest::questionsAreRead()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, terms);
    QFETCH(QByteArray, phrases);
    QFETCH(QByteArray, excluded);
    QFETCH(QByteArray, text);
    const auto words = parseQuery(typed.toStdString(), Now);
    QCOMPARE(termsOf(words), terms.toStdString());
    QCOMPARE(phrasesOf(words), phrases.toStdString());
    QCOMPARE(joined(words.excluded), excluded.toStdString());
    QCOMPARE(words.text, text.toStdString());
}

void QuerySyntaxTest::filtersAreRead_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("terms");
    const auto row = [](const char *typed, const char *expected, const char *terms = "") {
        QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected) << QByteArray(terms);
    };
    row("source:Handbook fees", "source handbook", "fees");
    row("source:\"House rules\" fees", "source house rules", "fees");
    row("source:“House rules”", "source house rules");
    row("by:Mira author:Tom", "by mira,tom");
    row("type:PDF,docx", "type pdf,docx");
    row("source:\"a,b\"", "source a,b");
    row("in:contacts database:orders in:contacts", "in contacts,orders");
    row("entity:Gallery", "entity gallery");
    row("lang:German language:fr", "lang de,fr");
    row("SOURCE:x", "source x");
    row("source:ÄRZTE", "source ärzte");
}

void QuerySyntaxTest::filtersAreRead()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, terms);
    const auto words = parseQuery(typed.toStdString(), Now);
    std::string found;
    const std::vector<std::pair<std::string, std::vector<std::string>>> kinds{{"source", words.sources}, {"by", words.authors},
        {"type", words.types}, {"in", words.databases}, {"entity", words.entities}, {"lang", words.languages}};
    for (const auto &[kind, values] : kinds) {
        if (!values.empty())
            found += kind + " " + joined(values, ",");
    }
    QCOMPARE(found, expected.toStdString());
    QCOMPARE(termsOf(words), terms.toStdString());
    QCOMPARE(joined(words.findings), std::string());
}

void QuerySyntaxTest::datesAreRead_data()
{
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("year") << QByteArray("2026") << qint64(1'767'225'600'000);
    QTest::newRow("month") << QByteArray("2026-03") << qint64(1'772'323'200'000);
    QTest::newRow("day") << QByteArray("2026-03-15") << qint64(Today);
    QTest::newRow("before the clock began") << QByteArray("1969-12-31") << qint64(-Day);
    QTest::newRow("leap day") << QByteArray("2024-02-29") << qint64(1'709'164'800'000);
    QTest::newRow("today") << QByteArray("today") << qint64(Today);
    QTest::newRow("yesterday") << QByteArray("Yesterday") << qint64(Today - Day);
    QTest::newRow("days") << QByteArray("7d") << qint64(Today - 7 * Day);
    QTest::newRow("weeks") << QByteArray("3w") << qint64(Today - 21 * Day);
    QTest::newRow("months") << QByteArray("2m") << qint64(1'768'435'200'000);
    QTest::newRow("years") << QByteArray("1y") << qint64(1'741'996'800'000);
}

void QuerySyntaxTest::datesAreRead()
{
    QFETCH(QByteArray, date);
    QFETCH(qint64, expected);
    const auto after = parseQuery("after:" + date.toStdString(), Now);
    QCOMPARE(joined(after.findings), std::string());
    QCOMPARE(after.after, std::optional<std::int64_t>(expected));
    QVERIFY(!after.before && after.terms.empty());
    QCOMPARE(parseQuery("before:\"" + date.toStdString() + "\"", Now).before, std::optional<std::int64_t>(expected));
    // 31 March less one month is the last of February.
    QCOMPARE(parseQuery("after:1m", Today + 16 * Day).after, std::optional<std::int64_t>(1'772'236'800'000));
}

void QuerySyntaxTest::whatIsNotUnderstoodIsTold_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("finding");
    QTest::addColumn<QByteArray>("terms");
    const auto row = [](const char *typed, const char *finding, const char *terms) {
        QTest::newRow(typed) << QByteArray(typed) << QByteArray(finding) << QByteArray(terms);
    };
    row("after:soon", "after:soon is no date: write after:2026-03-01, after:2026-03, after:yesterday or after:7d", "soon");
    row("after:2026-02-30", "after:2026-02-30 is no date", "2026|02|30");
    row("after:2026-2-3", "is no date", "2026|2|3");
    row("after:-7d", "is no date", "7d");
    row("after:99999d", "is no date", "99999d");
    row("after:7x", "is no date", "7x");
    row("source: handbook", "source: has no value: write source:name", "source|handbook");
    row("source:\"hand book", "source: has no value", "source|hand|book");
    row("sorce:handbook", "sorce: is no filter, did you mean source:?", "sorce|handbook");
    row("fees -source:x", "a filter cannot be excluded", "fees|source|x");
    row("\"open fees", "a quotation mark is not closed", "open|fees");
    row("fees after:2026 before:2025", "nothing can be found: swap them", "fees");
    row("fees after:2025 after:2026", "after: stands more than once", "fees");
}

void QuerySyntaxTest::whatIsNotUnderstoodIsTold()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, finding);
    QFETCH(QByteArray, terms);
    const auto words = parseQuery(typed.toStdString(), Now);
    QVERIFY2(joined(words.findings).find(finding.toStdString()) != std::string::npos, joined(words.findings).c_str());
    for (const auto &term : QString::fromStdString(termsOf(words)).split(QLatin1Char('|')))
        QVERIFY2(QString::fromUtf8(terms).split(QLatin1Char('|')).contains(term) || term == QLatin1String("after"), qPrintable(term));
    QVERIFY(!words.terms.empty());
}

void QuerySyntaxTest::stemsAreOfTheLanguage()
{
    const auto english = parseQuery("refunds", Now);
    QCOMPARE(english.language, std::string());
    QCOMPARE(english.terms.front(), (Term{"refunds", "refund"}));
    const auto german = parseQuery("Welche Gebühren gibt es?", Now);
    QCOMPARE(german.language, std::string("de"));
    QCOMPARE(german.terms.front(), (Term{"gebuhren", "gebuhr"}));
    QCOMPARE(parseQuery("Gebühren lang:de", Now).language, std::string("de"));
}

void QuerySyntaxTest::everythingHasALimit()
{
    std::string many;
    for (int i = 0; i < 300; ++i)
        many += "w" + std::to_string(i) + " ";
    const auto terms = parseQuery(many, Now);
    QCOMPARE(terms.terms.size(), 64U);
    QVERIFY(joined(terms.findings).find("first 64 words") != std::string::npos);

    std::string phrases, excluded, values = "x ";
    for (int i = 0; i < 30; ++i) {
        phrases += "\"a" + std::to_string(i) + " b\" ";
        excluded += "-x" + std::to_string(i) + " ";
        values += "source:s" + std::to_string(i) + " ";
    }
    QCOMPARE(parseQuery(phrases, Now).phrases.size(), 8U);
    QVERIFY(!parseQuery(phrases, Now).terms.empty()); // the others are words
    QCOMPARE(parseQuery(excluded, Now).excluded.size(), 16U);
    QCOMPARE(parseQuery(values, Now).sources.size(), 16U);
    QCOMPARE(parseQuery("\"" + many.substr(0, 200) + "\"", Now).phrases.front().size(), 16U);
    QVERIFY(parseQuery("source:" + std::string(3'000, 'x'), Now).sources.front().size() <= 200);

    const auto whole = parseQuery(std::string(1'000'000, 'x') + " y", Now);
    QVERIFY(whole.text.size() <= 4'000);
    QVERIFY(joined(whole.findings).find("first 4,000 bytes") != std::string::npos);
    std::string cut(3'999, 'x');
    QVERIFY(isUtf8(parseQuery(cut + "ä" + cut, Now).text));
    std::string open;
    for (int i = 0; i < 1'000; ++i)
        open += "after:x ";
    QVERIFY(parseQuery(open, Now).findings.size() <= 8);
}

void QuerySyntaxTest::matchIsWritten_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *typed, const char *expected) { QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected); };
    row("", "");
    row("...", "");
    row("-online", "");
    row("refund", "\"refund\"");
    row("refund rule", "(\"refund\" OR \"rule\")");
    row("\"late fee\"", "{heading body} : \"late fee\"");
    row("\"late fee\" studio rule", "({heading body} : \"late fee\" AND (\"studio\" OR \"rule\"))");
    row("booking -online", "\"booking\" NOT \"online\"");
    row("booking -online -\"gift card\"", "\"booking\" NOT (\"online\" OR {heading body} : \"gift card\")");
    row("予約", "stems : \"予約\"");
    row("\"予約の文書\"", "stems : \"予約 の 文書\"");
    row("welche Gebühren", "({heading body} : \"gebuhren\" OR stems : \"gebuhr\")");
    row("NEAR(a b) OR * AND NOT heading : x", "");
}

void QuerySyntaxTest::matchIsWritten()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    const auto match = matchText(parseQuery(typed.toStdString(), Now));
    if (QByteArray(QTest::currentDataTag()).startsWith("NEAR"))
        QVERIFY(match.find("\"near\"") != std::string::npos && match.find('*') == std::string::npos);
    else
        QCOMPARE(match, expected.toStdString());
}

void QuerySyntaxTest::matchFinds_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *typed, const char *expected) { QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected); };
    row("refunds", "1");               // Porter's stems
    row("cancelling a booking", "1,2");
    row("\"gift card\"", "2");
    row("\"card gift\"", "");
    row("\"gift card\" refund", "");   // a phrase is required, and one of the words
    row("booking -gift", "1");
    row("booking -\"gift card\"", "1");
    row("ERR-4012", "3");
    row("-ERR-4012 printer", "");
    row("naive café", "3");
    row("Wie hoch ist die Gebühr?", "4"); // Snowball's stems
    row("was ist eine Stornierung", "4");
    row("キャンセル", "5");
    row("予約の方法", "5");
    row("\"予約のキャンセル\"", "5");
    row("ภาษาไทย", "6");
    row("python lang:ja", "5");
    row("документов", "7");
}

void QuerySyntaxTest::matchFinds()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    test::MatchIndex index;
    index.add("Fees", "A refund is paid when a booking was cancelled early.", "en");
    index.add("Gifts", "Bookings with a gift card cannot be cancelled.", "en");
    index.add("Faults", "The printer says ERR-4012 in the naïve cafe\xCC\x81.", "en");
    index.add("Preise", "Die Gebühren für Stornierungen stehen im Vertrag.", "de");
    index.add("予約", "予約のキャンセルはPythonでできます。", "ja");
    index.add("ไทย", "สามารถใช้ภาษาไทยได้", "th");
    index.add("Архив", "Все документы хранятся в архиве.", "ru");
    QCOMPARE(index.find(matchText(parseQuery(typed.toStdString(), Now))), expected.toStdString());
}

void QuerySyntaxTest::whatIsCommonCanBeLeftOut()
{
    const auto words = parseQuery("studio refund rule", Now);
    QCOMPARE(matchText(words, {0}), std::string("(\"refund\" OR \"rule\")"));
    QCOMPARE(matchText(words, {0}, Joined::All), std::string("(\"refund\" AND \"rule\")"));
    QCOMPARE(matchText(words, {0, 2, 9}), std::string("\"refund\""));
    QCOMPARE(matchText(words, {0, 1, 2}), std::string());
}

void QuerySyntaxTest::hostileTextsAlwaysParse()
{
    test::MatchIndex index;
    index.add("Heading", "body with some words", "en");
    index.add("", "文書 ไทย", "ja");
    static const std::vector<std::string> syntax{"\"", "\"\"", "'", "(", ")", "{", "}", "*", "^", ":", "+", "-", "--", "AND", "OR", "NOT", "NEAR(",
        "NEAR(a b, 10)", "heading:", "{heading body}:", "stems : x", "-\"", "-(", "\\", ";", "/*", "source:", "after:7d", "before:\"", "lang:de",
        "lang:ja", "-ไทย", "\"文書", "文書\"", "\xCC\x81", "็", "-็", "\"็\"", "the", "und", std::string(1, '\0'), "\xEF\xBF\xBE", "x*",
        "a\"b\"c", "“", "»", "\xE2\x80\x8B"};
    test::RandomText random(51);
    int matched = 0;
    for (int i = 0; i < 5'000; ++i) {
        std::string typed;
        const auto parts = 1 + random.below(i % 10 == 0 ? 120 : 12);
        for (std::uint32_t k = 0; k < parts; ++k) {
            typed += random.below(3) == 0 ? random.text(2, true) : syntax[random.below(static_cast<std::uint32_t>(syntax.size()))];
            typed += random.below(3) == 0 ? "" : " ";
        }
        const auto words = parseQuery(typed, Now);
        QVERIFY(isUtf8(words.text));
        for (const auto &finding : words.findings)
            QVERIFY(isUtf8(finding));
        for (const auto &leaveOut : {std::vector<std::size_t>{}, std::vector<std::size_t>{0, 3}}) {
            const auto match = matchText(words, leaveOut);
            QVERIFY(isUtf8(match));
            const auto found = index.find(match);
            QVERIFY2(!found.starts_with("error"), (found + "\n" + match).c_str());
            matched += match.empty() ? 0 : 1;
        }
    }
    QVERIFY(matched > 6'000);
}

void QuerySyntaxTest::mistypedWordsAreMended_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *typed, const char *expected) { QTest::newRow(typed) << QByteArray(typed) << QByteArray(expected); };
    row("refund", "");        // is known
    row("refnud", "refund");  // swapped
    row("refun", "refund");   // one too few
    row("reffund", "refund"); // one too many
    row("rafund", "refund");  // another one
    row("erfund", "refund");  // at the beginning
    row("tefund", "refund");
    row("rafuns", "");        // two edits in a word of six letters
    row("cancelatoin", "cancellation"); // two edits in a longer one
    row("cncelatoin", "");    // three
    row("fee", "");           // too short
    row("kilm", "kiln");      // in more passages than "kilo"
    row("4012", "");
    row("err4012", "");
    row("gebuhrn", "gebuhren");
    row("документи", "документы");
    row("文書文書", "");
    row("", "");
}

void QuerySyntaxTest::mistypedWordsAreMended()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    static const std::map<std::string, std::int64_t, std::less<>> vocabulary{{"refund", 5}, {"cancellation", 3}, {"kiln", 9}, {"kilo", 2},
        {"fees", 4}, {"4013", 1}, {"err4013", 1}, {"gebuhren", 1}, {"gebuhrt", 0}, {"документы", 2}, {"文書", 2}, {"", 1}, {"\xFF\xFF", 1}};
    const KnownWords known = [](std::string_view prefix, const auto &visit) {
        for (const auto &[word, passages] : vocabulary) {
            if (word.starts_with(prefix))
                visit(word, passages);
        }
    };
    const auto better = correction(typed.toStdString(), known);
    QCOMPARE(better.value_or(""), expected.toStdString());
    QVERIFY(!correction(typed.toStdString(), {}));
}

void QuerySyntaxTest::onlyAFewPrefixesAreAskedFor()
{
    std::vector<std::string> asked;
    const auto better = correction("refnud", [&](std::string_view prefix, const auto &visit) {
        asked.emplace_back(prefix);
        visit("refund", 1);
    });
    QCOMPARE(better, std::optional<std::string>("refund"));
    QCOMPARE(joined(asked), std::string("r"));
    asked.clear();
    QVERIFY(!correction("änderung", [&](std::string_view prefix, const auto &) { asked.emplace_back(prefix); }));
    QCOMPARE(joined(asked), std::string("ä|n|"));
}

QTEST_GUILESS_MAIN(QuerySyntaxTest)
#include "query_syntax_test.moc"
