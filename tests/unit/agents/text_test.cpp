#include <QTest>

#include "engine/agents/calendar/business_hours.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/lexicon.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/signs.h"
#include "engine/agents/text/tokens.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

class TextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wordsHaveTheirPlaces();
    void quotedPartsAreFound_data();
    void quotedPartsAreFound();
    void lemmasInflect_data();
    void lemmasInflect();
    void patternsReachOverGaps();
    void negationReachesThreeWords_data();
    void negationReachesThreeWords();
    void badWordListsAreRefused_data();
    void badWordListsAreRefused();
    void amountsAreRead_data();
    void amountsAreRead();
    void addressesAreChecked_data();
    void addressesAreChecked();
    void hoursAreRead_data();
    void hoursAreRead();
    void openTimeIsCounted();
    void holidaysAreClosed();
    void theClockChanges();
    void daysAreRead_data();
    void daysAreRead();
    void timesOfDayAreRead_data();
    void timesOfDayAreRead();
    void theMatterIsNamed_data();
    void theMatterIsNamed();
    void signsAreStemsAndPairs();
    void signsAddUp();
    void badSignsAreRefused_data();
    void badSignsAreRefused();
};

static std::string signNames(std::string_view text, std::string_view language)
{
    std::string names;
    for (const auto &sign : signsIn(tokenize(text), language))
        names += sign.name + "|";
    return names;
}

void TextTest::wordsHaveTheirPlaces()
{
    const std::string text = "Don’t touch: Ä 15,000.50! Ada's A\xCC\x88pfel?";
    const auto tokens = tokenize(text);
    std::string words;
    for (const auto &t : tokens)
        words += t.word + "|";
    QCOMPARE(words, std::string("don't|touch|ä|15,000.50|ada|äpfel|"));
    QCOMPARE(text.substr(tokens[0].span.begin, tokens[0].span.end - tokens[0].span.begin), std::string("Don’t"));
    QVERIFY(tokens[2].clause && !tokens[2].sentence);
    QVERIFY(tokens[4].sentence && tokens[4].question && tokens[5].question && !tokens[0].question);
    QVERIFY(tokenize("").empty());
    QCOMPARE(tokenize("\xFF\xFE").size(), std::size_t(0));
    QCOMPARE(tokenize("a b", {{0, 1}}).front().word, std::string());
}

void TextTest::quotedPartsAreFound_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("left"); // words outside
    using B = QByteArray;
    QTest::newRow("nothing quoted") << B("I don't mind the artists' work") << B("i don't mind the artists work");
    QTest::newRow("straight marks") << B("the \"big one\" here") << B("the  here");
    QTest::newRow("curly marks") << B("the “big one” here") << B("the  here");
    QTest::newRow("German marks") << B("das „große Bild“ hier") << B("das  hier");
    QTest::newRow("guillemets") << B("das «große Bild» hier") << B("das  hier");
    QTest::newRow("single marks") << B("the 'big one' here") << B("the  here");
    QTest::newRow("an unclosed mark drops nothing") << B("5\" of snow and more") << B("5 of snow and more");
    QTest::newRow("a quotation does not span paragraphs") << B("a \" b\n\nc \" d") << B("a b c d");
    QTest::newRow("marked lines") << B("mine\n> theirs\nmine too") << B("mine  mine too");
    QTest::newRow("all after an introduction") << B("mine\nOn Mon, Ada wrote:\ntheirs") << B("mine ");
    QTest::newRow("an introduction over two lines") << B("mine\nOn Mon, 2 Nov 2026 at 10:00 Ada Quinn\n<ada@x.example> wrote:\ntheirs") << B("mine ");
    QTest::newRow("a German introduction") << B("meins\nAm 2. November schrieb Ada:\nihres") << B("meins ");
    QTest::newRow("answers between marked lines stay") << B("On Mon, Ada wrote:\n> q\nanswer") << B("  answer");
    QTest::newRow("wholly quoted is kept") << B("\"all of it\"") << B("all of it");
}

void TextTest::quotedPartsAreFound()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, left);
    const auto whole = text.toStdString();
    std::string words;
    bool first = true;
    for (const auto &t : tokenize(whole, quotedParts(whole))) {
        words += (first ? "" : " ") + t.word;
        first = false;
    }
    QCOMPARE(QByteArray::fromStdString(words), left);
}

void TextTest::lemmasInflect_data()
{
    QTest::addColumn<QString>("lemma");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QStringList>("has");
    QTest::addColumn<QStringList>("hasNot");
    using L = QStringList;
    QTest::newRow("a noun") << "lawyer" << "n" << L{"lawyer", "lawyers"} << L{"lawyering"};
    QTest::newRow("a noun in y") << "liability" << "n" << L{"liabilities"} << L{"liabilitys"};
    QTest::newRow("a verb in e") << "sue" << "v" << L{"sues", "sued", "suing"} << L{"sueing", "issue"};
    QTest::newRow("a verb that doubles") << "cancel" << "v" << L{"cancelled", "canceled", "cancelling"} << L{"cancele"};
    QTest::newRow("a verb in y") << "apply" << "v" << L{"applied", "applies", "applying"} << L{"applyed"};
    QTest::newRow("a verb in sh") << "publish" << "v" << L{"publishes", "published"} << L{"publishs"};
    QTest::newRow("an adjective") << "late" << "a" << L{"later", "latest"} << L{"lateer"};
    QTest::newRow("a German stem with transliteration") << "lösch" << "d" << L{"löschen", "löscht", "loeschen"} << L{"loschen"};
    QTest::newRow("as written") << "legal" << "" << L{"legal"} << L{"legals"};
}

void TextTest::lemmasInflect()
{
    QFETCH(QString, lemma);
    QFETCH(QString, tag);
    QFETCH(QStringList, has);
    QFETCH(QStringList, hasNot);
    const auto forms = inflect(lemma.toStdString(), tag.toStdString());
    const auto contains = [&](const QString &w) { return std::find(forms.begin(), forms.end(), w.toStdString()) != forms.end(); };
    for (const auto &w : has)
        QVERIFY2(contains(w), qPrintable(w));
    for (const auto &w : hasNot)
        QVERIFY2(!contains(w), qPrintable(w));
}

static Result<Lexicon> lexicon(const std::string &groups)
{
    const auto text = R"({"language":"en","common":["the"],"negations":["not","no"],"no_negation_before":["only"],"carry_negation":["receive/v"],"irregular":{"buy":["bought"]},"groups":)" + groups + "}";
    return Lexicon::load({{"test.json", text}});
}

void TextTest::patternsReachOverGaps()
{
    const auto made = lexicon(R"({"g":{"patterns":["delete/v ~3 data","buy/v","# percent"],"except":["buy time"]}})");
    QVERIFY2(made, describe(made).c_str());
    const auto count = [&](const char *text) { return made->find("g", tokenize(text)).size(); };
    QCOMPARE(count("delete data"), std::size_t(1));
    QCOMPARE(count("delete all of my data"), std::size_t(1));
    QCOMPARE(count("delete each and every bit data"), std::size_t(0)); // four words between
    QCOMPARE(count("delete. My data"), std::size_t(0));                // another sentence
    QCOMPARE(count("I bought it"), std::size_t(1));
    QCOMPARE(count("buy time"), std::size_t(0));
    QCOMPARE(count("20 % or 30%"), std::size_t(2));
    QCOMPARE(made->find("nothing", tokenize("delete data")).size(), std::size_t(0));
}

void TextTest::negationReachesThreeWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("negated");
    QTest::newRow("before") << "not bought" << true;
    QTest::newRow("three words before") << "not a thing bought" << true;
    QTest::newRow("four words before") << "not a thing was bought" << false;
    QTest::newRow("behind a comma") << "not that, bought" << false;
    QTest::newRow("behind a full stop") << "No. bought" << false;
    QTest::newRow("not only is none") << "not only bought" << false;
    QTest::newRow("a word that carries it") << "not received what bought" << false;
    QTest::newRow("after it") << "bought not" << false;
}

void TextTest::negationReachesThreeWords()
{
    QFETCH(QString, text);
    QFETCH(bool, negated);
    const auto made = lexicon(R"({"g":{"patterns":["bought"]}})");
    const auto matches = made->find("g", tokenize(text.toStdString()));
    QCOMPARE(matches.size(), std::size_t(1));
    QCOMPARE(matches.front().negated, negated);
}

void TextTest::badWordListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("groups");
    QTest::addColumn<QByteArray>("what");
    using B = QByteArray;
    QTest::newRow("an unknown tag") << B(R"({"g":{"patterns":["sue/x"]}})") << B("the tag of a word is not /n, /v, /nv, /a or /d: \"sue/x\"");
    QTest::newRow("a gap at the end") << B(R"({"g":{"patterns":["sue ~3"]}})") << B("a pattern is empty or ends with a gap: \"sue ~3\"");
    QTest::newRow("a gap at the start") << B(R"({"g":{"patterns":["~3 sue"]}})") << B("a gap is not ~1 to ~9 between two words: \"~3 sue\"");
    QTest::newRow("no string") << B(R"({"g":{"patterns":[1]}})") << B("a word is not a string");
    QTest::newRow("no list") << B(R"({"g":{"patterns":"sue"}})") << B("a list of words is missing");
}

void TextTest::badWordListsAreRefused()
{
    QFETCH(QByteArray, groups);
    QFETCH(QByteArray, what);
    const auto made = lexicon(groups.toStdString());
    QVERIFY(!made);
    QCOMPARE(QByteArray::fromStdString(made.error().what), what);
    QCOMPARE(made.error().where, std::string("test.json:/groups/g/patterns"));
}

void TextTest::amountsAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("amount");
    QTest::addColumn<QByteArray>("currency");
    using B = QByteArray;
    QTest::newRow("a sign before") << B("for $480 only") << 480.0 << B("USD");
    QTest::newRow("thousands by comma") << B("The $15,000 bronze") << 15000.0 << B("USD");
    QTest::newRow("thousands by dot and a decimal comma") << B("1.200,50 EUR") << 1200.5 << B("EUR");
    QTest::newRow("a sign with a blank") << B("€ 60") << 60.0 << B("EUR");
    QTest::newRow("a sign after") << B("60 €") << 60.0 << B("EUR");
    QTest::newRow("a code before") << B("CHF 99.90") << 99.9 << B("CHF");
    QTest::newRow("k for thousand") << B("about 40k dollars") << 40000.0 << B("USD");
    QTest::newRow("k after a sign") << B("$40k") << 40000.0 << B("USD");
    QTest::newRow("a word") << B("60 euros") << 60.0 << B("EUR");
    QTest::newRow("no currency is no money") << B("room 480") << -1.0 << B("");
    QTest::newRow("a full stop after it") << B("I paid $480.") << 480.0 << B("USD");
    QTest::newRow("a million") << B("£1,250,000.00") << 1250000.0 << B("GBP");
}

void TextTest::amountsAreRead()
{
    QFETCH(QByteArray, text);
    QFETCH(double, amount);
    QFETCH(QByteArray, currency);
    const auto found = moneyIn(text.toStdString());
    QCOMPARE(found.size(), std::size_t(amount < 0 ? 0 : 1));
    if (amount < 0)
        return;
    QCOMPARE(found.front().amount, amount);
    QCOMPARE(QByteArray::fromStdString(found.front().currency), currency);
}

void TextTest::addressesAreChecked_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << "ada@studio.example" << true;
    QTest::newRow("with a plus") << "ada.quinn+news@mail.studio.example" << true;
    QTest::newRow("no at") << "ada.studio.example" << false;
    QTest::newRow("two ats") << "ada@b@studio.example" << false;
    QTest::newRow("no name") << "@studio.example" << false;
    QTest::newRow("no top domain") << "ada@studio" << false;
    QTest::newRow("a number as top domain") << "ada@10.0.0.1" << false;
    QTest::newRow("a blank") << "ada quinn@studio.example" << false;
    QTest::newRow("two dots") << "ada..quinn@studio.example" << false;
    QTest::newRow("an empty label") << "ada@studio..example" << false;
    QTest::newRow("a hyphen at the end of a label") << "ada@studio-.example" << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("a line break") << "ada@studio.example\nBcc: x@y.example" << false;
}

void TextTest::addressesAreChecked()
{
    QFETCH(QString, address);
    QFETCH(bool, good);
    QCOMPARE(isEmail(address.toStdString()), good);
}

void TextTest::hoursAreRead_data()
{
    QTest::addColumn<QByteArray>("hours");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("error"); // empty: good
    QTest::addColumn<int>("monday");       // periods
    QTest::addColumn<int>("saturday");
    using B = QByteArray;
    QTest::newRow("nothing is the default") << B("") << B("") << B("") << 1 << 1;
    QTest::newRow("as the hub writes them") << B("Mon-Fri 10-18, Sat 10-17") << B("Europe/Berlin") << B("") << 1 << 1;
    QTest::newRow("with minutes and a pause") << B("Mon-Fri 10:00-13:00, 14:00-18:30; Sat 9-12") << B("UTC") << B("") << 2 << 1;
    QTest::newRow("with long dashes and long names") << B("Monday–Friday 10–18") << B("UTC") << B("") << 1 << 0;
    QTest::newRow("over the week's end") << B("Sat-Mon 10-12") << B("UTC") << B("") << 1 << 1;
    QTest::newRow("no day") << B("10-18") << B("UTC") << B("cannot read \"10-18\"") << 0 << 0;
    QTest::newRow("backwards") << B("Mon 18-10") << B("UTC") << B("cannot read \"Mon 18-10\"") << 0 << 0;
    QTest::newRow("words") << B("by arrangement") << B("UTC") << B("cannot read \"by arrangement\"") << 0 << 0;
    QTest::newRow("an unknown zone") << B("") << B("Mars/Olympus") << B("unknown time zone \"Mars/Olympus\"") << 0 << 0;
}

void TextTest::hoursAreRead()
{
    QFETCH(QByteArray, hours);
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, error);
    QFETCH(int, monday);
    QFETCH(int, saturday);
    const auto parsed = BusinessHours::parse(hours.toStdString(), zone.toStdString());
    QCOMPARE(QByteArray::fromStdString(parsed ? std::string() : parsed.error().what), error);
    if (!parsed)
        return;
    QCOMPARE(int(parsed->periodsOf(Monday).size()), monday);
    QCOMPARE(int(parsed->periodsOf(Saturday).size()), saturday);
}

static Timestamp at(const char *text)
{
    return *parseRfc3339(text);
}

void TextTest::openTimeIsCounted()
{
    const auto hours = *BusinessHours::parse("Mon-Fri 10-18, Sat 10-17", "UTC");
    QCOMPARE(toRfc3339(hours.add(at("2026-11-23T10:00:00Z"), minutes(120))), std::string("2026-11-23T12:00:00.000Z"));
    QCOMPARE(toRfc3339(hours.add(at("2026-11-23T17:30:00Z"), minutes(120))), std::string("2026-11-24T11:30:00.000Z"));
    QCOMPARE(toRfc3339(hours.add(at("2026-11-28T16:30:00Z"), minutes(60))), std::string("2026-11-30T10:30:00.000Z")); // over Sunday
    QVERIFY(hours.isOpen(at("2026-11-23T10:00:00Z"), at("2026-11-23T18:00:00Z")));
    QVERIFY(!hours.isOpen(at("2026-11-23T17:30:00Z"), at("2026-11-23T18:15:00Z")));
    QVERIFY(!hours.isOpen(at("2026-11-22T12:00:00Z"), at("2026-11-22T13:00:00Z"))); // Sunday
    QCOMPARE(hours.starts(year(2026) / 11 / 23, minutes(60), minutes(15)).size(), std::size_t(29));
    QCOMPARE(hours.text(at("2026-11-24T10:00:00Z"), "en"), std::string("Tue 24 Nov 2026, 10:00"));
    QCOMPARE(hours.text(at("2026-11-24T10:00:00Z"), "de"), std::string("Di 24.11.2026, 10:00"));
}

void TextTest::holidaysAreClosed()
{
    const auto hours = *BusinessHours::parse("Mon-Fri 10-18, Sat 10-17", "UTC", {"2026-11-24", "2026-12-25"});
    QCOMPARE(toRfc3339(hours.add(at("2026-11-23T17:30:00Z"), minutes(60))), std::string("2026-11-25T10:30:00.000Z"));
    QVERIFY(!hours.isOpen(at("2026-11-24T12:00:00Z"), at("2026-11-24T13:00:00Z")));
    QVERIFY(hours.starts(year(2026) / 12 / 25, minutes(60), minutes(15)).empty());
    QCOMPARE(int(hours.workingDay().count()), 480);
    QCOMPARE(hours.words(), std::string("Mon-Fri 10-18, Sat 10-17"));
    QCOMPARE(BusinessHours::parse("", "UTC", {"25.12.2026"}).error().what, std::string("not a date: \"25.12.2026\""));
    QCOMPARE(BusinessHours::parse("", "UTC", {"2026-02-30"}).error().where, std::string("Holidays"));
    // A business that never opens still has deadlines, and the usual one opens as everybody does.
    QCOMPARE(int(BusinessHours::parse("Mon 10-11", "UTC")->workingDay().count()), 60);
    QCOMPARE(toRfc3339(BusinessHours().add(at("2026-11-23T10:00:00Z"), minutes(30))), std::string("2026-11-23T10:30:00.000Z"));
}

void TextTest::theClockChanges()
{
    const auto hours = *BusinessHours::parse("Mon-Sun 00:00-24:00", "Europe/Berlin");
    QCOMPARE(toRfc3339(hours.at(year(2026) / 7 / 1, 600)), std::string("2026-07-01T08:00:00.000Z"));
    QCOMPARE(toRfc3339(hours.at(year(2026) / 12 / 1, 600)), std::string("2026-12-01T09:00:00.000Z"));
    QCOMPARE(hours.localMinute(at("2026-07-01T08:00:00Z")), 600);
    // The night of 25 October 2026 has 25 hours.
    QCOMPARE((hours.at(year(2026) / 10 / 26, 0) - hours.at(year(2026) / 10 / 25, 0)) / minutes(60), std::int64_t(25));
}

void TextTest::daysAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("day"); // today is Monday 2026-11-23
    QTest::newRow("ISO") << "on 2026-12-01 please" << "2026-12-01";
    QTest::newRow("German date") << "am 01.12.2026" << "2026-12-01";
    QTest::newRow("German date without a year") << "am 01.12. bitte" << "2026-12-01";
    QTest::newRow("a past day is next year's") << "am 01.02. bitte" << "2027-02-01";
    QTest::newRow("day and month") << "on 24 November" << "2026-11-24";
    QTest::newRow("month and day") << "on Nov 24th" << "2026-11-24";
    QTest::newRow("tomorrow") << "tomorrow at 10" << "2026-11-24";
    QTest::newRow("morgen") << "geht es morgen?" << "2026-11-24";
    QTest::newRow("good morning is no day") << "Guten Morgen, geht es am Freitag?" << "2026-11-27";
    QTest::newRow("a weekday") << "to Thursday" << "2026-11-26";
    QTest::newRow("today's weekday is a week ahead") << "on Monday" << "2026-11-30";
    QTest::newRow("no such day") << "on 2026-02-30" << "";
    QTest::newRow("none") << "whenever it suits" << "";
}

void TextTest::daysAreRead()
{
    QFETCH(QString, text);
    QFETCH(QString, day);
    const auto found = dayIn(text.toStdString(), year(2026) / 11 / 23);
    QCOMPARE(QString::fromStdString(found ? isoDate(*found) : std::string()), day);
}

void TextTest::timesOfDayAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("minute");
    QTest::newRow("with a colon") << "at 10:30" << 630;
    QTest::newRow("pm") << "3 pm" << 900;
    QTest::newRow("12 am") << "12 am" << 0;
    QTest::newRow("Uhr") << "um 15 Uhr" << 900;
    QTest::newRow("at") << "tomorrow at 15" << 900;
    QTest::newRow("a number alone is none") << "we are 3" << -1;
    QTest::newRow("a date is none") << "2026-11-24" << -1;
    QTest::newRow("a price is none") << "for 10,50 euros" << -1;
    QTest::newRow("no such time") << "at 25:00" << -1;
}

void TextTest::timesOfDayAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, minute);
    QCOMPARE(minuteIn(text.toStdString()).value_or(-1), minute);
}

void TextTest::theMatterIsNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("about");
    QTest::newRow("the first sentence") << "Please reschedule my massage. I am away." << "Please reschedule my massage";
    QTest::newRow("behind a greeting") << "Dear Grace, please call me back." << "please call me back";
    QTest::newRow("behind hello") << "Hello, is the print for sale?" << "is the print for sale";
    QTest::newRow("quoted mail is not it") << "> old words\nNew words" << "New words";
    QTest::newRow("nothing") << "" << "";
    QTest::newRow("whole words of a long one") << QString(20, QLatin1Char('a')) + QLatin1Char(' ') + QString(100, QLatin1Char('b')) << QString(20, QLatin1Char('a')) + QChar(0x2026);
}

void TextTest::theMatterIsNamed()
{
    QFETCH(QString, text);
    QFETCH(QString, about);
    QCOMPARE(QString::fromStdString(aboutOf(text.toStdString())), about);
}

void TextTest::signsAreStemsAndPairs()
{
    QCOMPARE(signNames("Money back, 80 euros. Moneys", "en"), std::string("monei|back|monei back|#|back #|euro|# euro|")); // no pair over a full stop, each once
    QCOMPARE(signNames("Die Verletzungen", "de"), std::string("die|verletz|die verletz|"));
    QCOMPARE(signNames("", "en"), std::string());
    const auto dropped = signsIn(tokenize("pay \"the bill\" now", quotedParts("pay \"the bill\" now")), "en");
    QCOMPARE(dropped.size(), std::size_t(2)); // what is quoted joins nothing
    QCOMPARE(dropped[1].name, std::string("now"));
    QCOMPARE(dropped[1].span.begin, std::size_t(15));
}

void TextTest::signsAddUp()
{
    const auto signs = Signs::load(R"({"bias": -1, "threshold": 0.5, "weights": {"stitch": 4, "had": 0.5, "had stitch": 1.5, "thank": -3}})", "signs.json");
    QVERIFY2(signs, describe(signs).c_str());
    QCOMPARE(signs->threshold(), 0.5);
    // Four words at least: (4 + 0.5 + 1.5) / 2 − 1
    const auto hurt = signs->weigh(tokenize("had stitches"), "en");
    QCOMPARE(hurt.score, 2.0);
    QCOMPARE(hurt.foremost.size(), std::size_t(2)); // the pair lies over a word that is told
    QCOMPARE(hurt.foremost[0].name, std::string("stitch"));
    QCOMPARE(hurt.foremost[1].name, std::string("had"));
    // Nine words: (4 − 3) / 3 − 1
    QVERIFY(std::abs(signs->weigh(tokenize("stitches are what we sell and teach here thanks"), "en").score - (1.0 / 3 - 1)) < 1e-6);
    QCOMPARE(signs->weigh({}, "en").score, -1.0);
    QVERIFY(Signs().empty() && !signs->empty());
}

void TextTest::badSignsAreRefused_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("where");
    QTest::newRow("no JSON") << "{" << "signs.json";
    QTest::newRow("no threshold") << R"({"bias": 1, "weights": {}})" << "signs.json:/threshold";
    QTest::newRow("no weights") << R"({"bias": 1, "threshold": 1})" << "signs.json:/weights";
    QTest::newRow("a word for a weight") << R"({"bias": 1, "threshold": 1, "weights": {"a": "much"}})" << "signs.json:/weights/a";
}

void TextTest::badSignsAreRefused()
{
    QFETCH(QString, json);
    QFETCH(QString, where);
    const auto signs = Signs::load(json.toStdString(), "signs.json");
    QVERIFY(!signs);
    QCOMPARE(signs.error().code, Errc::BadInput);
    QVERIFY2(QString::fromStdString(signs.error().where).startsWith(where), describe(signs).c_str());
}

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
