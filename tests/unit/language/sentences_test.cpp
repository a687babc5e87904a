#include <thread>

#include <QTest>

#include "engine/language/characters.h"
#include "engine/language/sentences.h"
#include "tests/unit/language/random_text.h"

using namespace hs;
using namespace hs::language;

namespace {

std::string joined(std::string_view text, std::string_view language)
{
    std::string all;
    for (const auto &span : sentences(text, language))
        all += (all.empty() ? "" : "|") + std::string(text.substr(span.start, span.end - span.start));
    return all;
}

/// What is wrong with the sentences of a text; empty when nothing is.
std::string faultOf(std::string_view text, std::string_view language)
{
    std::size_t reached = 0;
    for (const auto &span : sentences(text, language)) {
        if (span.start < reached || span.end <= span.start || span.end > text.size())
            return "order";
        if (characterStart(text, span.start) != span.start || characterStart(text, span.end) != span.end)
            return "a character is cut";
        if (withoutBlanksBefore(text, reached, span.start) != span.start)
            return "something stands between sentences";
        if (withoutBlanksBefore(text, span.start, span.end) != span.start || withoutBlanksBehind(text, span.start, span.end) != span.end)
            return "blanks around a sentence";
        reached = span.end;
    }
    return withoutBlanksBefore(text, reached, text.size()) == text.size() ? "" : "something stands behind the last";
}

} // namespace

class SentencesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentencesAreParted_data();
    void sentencesAreParted();
    void anyBytesGiveSoundSentences();
    void manyBlanksAndAbbreviationsEnd();
    void everyThreadHasItsOwn();
};

void SentencesTest::sentencesAreParted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *language, const char *expected, const char *text = nullptr) {
        QByteArray typed = text ? text : expected;
        if (!text)
            typed.replace('|', ' ');
        QTest::newRow(name) << typed << QByteArray(language) << QByteArray(expected);
    };
    row("nothing", "en", "");
    row("blanks", "en", "", " \n\t\xC2\xA0 ");
    row("three kinds of ends", "en", "It rains.|Does it?|It does!");
    row("no end", "en", "a title without an end");
    row("a title at the beginning", "en", "Dr. Miller met Mr. Smith.|They spoke.");
    row("a title after a bracket", "en", "They met (Prof. Adler was there).|He left.");
    row("numbers of things", "en", "See Fig. 3 and Sec. 4.|No. 5 is missing.");
    row("Latin", "en", "Some, e.g. Anna, i.e. She, came.|Others did not.");
    row("an initial", "en", "It is by J. Miller and A. B. Jones.|Read it.");
    row("I is no initial", "en", "So do I.|Then she left.");
    row("short sentences", "en", "Yes.|We do.");
    row("no is a sentence too", "en", "Was it? |No.|It was not.", "Was it?  No. It was not.");
    row("letters before the full stop are not enough", "en", "Type the URL.|Then send the PDF.|Done.");
    row("German title", "de", "Hr. Meier und Fr. Kuhn kommen.|Dr. Weiß auch.");
    row("German abbreviations", "de", "Es gibt z. B. Kaffee, d. h. Getränke.|Vgl. Abb. 3.|Danach mehr.");
    row("German ordinal", "de", "Am 5. Mai im 3. Stock.|Bis dann.");
    row("German ends that ICU's filter misses", "de", "Das war im Jahr.|Er kam um 10 Uhr.|Sie kam langsam.|Dann ging sie.");
    row("French", "fr", "M. Dupont et Mme. Durand arrivent.|C'est fini.");
    row("Spanish", "es", "La Sra. Gómez y el Sr. Pérez.|¿Vienen?|Quizás usted.|Bueno.");
    row("Japanese", "ja", "今日は晴れ。|明日は雨です。", "今日は晴れ。明日は雨です。");
    row("Greek question", "el", "Πού;|Εδώ.");
    row("a quote", "en", "He said \"Stop.\"|Then he left.");
    row("paragraphs", "en", "A heading|Another one", "A heading\n\nAnother one");
    row("lines of a list", "en", "Item one|Item two", "Item one\nItem two");
    row("a line that goes on small", "en", "This line\ngoes on.|Next.", "This line\ngoes on. Next.");
    row("a line that was full", "en", "Lines of about seventy characters are ended by an editor of\nBerlin.",
        "Lines of about seventy characters are ended by an editor of\nBerlin.");
}

void SentencesTest::sentencesAreParted()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, language);
    QFETCH(QByteArray, expected);
    expected.replace(" |", "|");
    QCOMPARE(joined(text.toStdString(), language.toStdString()), expected.toStdString());
    QCOMPARE(faultOf(text.toStdString(), language.toStdString()), std::string());
}

void SentencesTest::anyBytesGiveSoundSentences()
{
    test::RandomText random(21);
    for (int i = 0; i < 3'000; ++i) {
        const auto text = random.text(1 + random.below(60), i % 2 == 0);
        for (const auto *language : {"en", "de", "fr", "es", "ja", ""}) {
            const auto fault = faultOf(text, language);
            QVERIFY2(fault.empty(), (fault + ": " + text).c_str());
        }
    }
}

void SentencesTest::manyBlanksAndAbbreviationsEnd()
{
    // Each of these took minutes if a border looked at all that stands around it.
    std::string text = "Dr.";
    text.append(400'000, '\r').append("X").append(400'000, '\n');
    for (int i = 0; i < 100'000; ++i)
        text += "Dr. ";
    for (int i = 0; i < 100'000; ++i)
        text += "a\nb, ";
    QCOMPARE(faultOf(text, "en"), std::string());
}

void SentencesTest::everyThreadHasItsOwn()
{
    std::string here, there;
    std::thread other([&] { there = joined("Dr. A came. She left.", "en"); });
    here = joined("Dr. A came. She left.", "en");
    other.join();
    QCOMPARE(here, std::string("Dr. A came.|She left."));
    QCOMPARE(there, here);
}

QTEST_GUILESS_MAIN(SentencesTest)
#include "sentences_test.moc"
