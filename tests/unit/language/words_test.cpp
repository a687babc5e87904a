#include <memory>
#include <vector>

#include <QTest>

#include <sqlite3.h>

#include "engine/language/characters.h"
#include "engine/language/words.h"
#include "engine/vocabulary/utf8.h"
#include "tests/unit/language/random_text.h"

using namespace hs;
using namespace hs::language;

namespace {

std::vector<std::string> foldedOf(std::string_view text)
{
    std::vector<std::string> all;
    for (const auto &word : words(text))
        all.push_back(word.folded);
    return all;
}

std::string joined(std::string_view text)
{
    std::string all;
    for (const auto &word : foldedOf(text))
        all += (all.empty() ? "" : "|") + word;
    return all;
}

/// SQLite's own tokenizers, asked directly.
class FullTextIndex {
public:
    FullTextIndex()
    {
        sqlite3_open(":memory:", &m_database);
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(m_database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
            sqlite3_bind_pointer(statement, 1, &m_api, "fts5_api_ptr", nullptr);
            sqlite3_step(statement);
        }
        sqlite3_finalize(statement);
        if (!m_api)
            return;
        m_plain = make("unicode61", {"remove_diacritics", "2"});
        m_porter = make("porter", {"unicode61", "remove_diacritics", "2"});
    }
    ~FullTextIndex()
    {
        m_plain.methods.xDelete(m_plain.tokenizer);
        m_porter.methods.xDelete(m_porter.tokenizer);
        sqlite3_close(m_database);
    }
    FullTextIndex(const FullTextIndex &) = delete;
    FullTextIndex &operator=(const FullTextIndex &) = delete;

    bool works() const { return m_plain.tokenizer && m_porter.tokenizer; }
    std::vector<Word> words(std::string_view text) const { return tokens(m_plain, text); }
    std::string stem(std::string_view word) const
    {
        const auto all = tokens(m_porter, word);
        return all.size() == 1 ? all.front().folded : std::string();
    }

private:
    struct Tokenizer {
        fts5_tokenizer methods{};
        Fts5Tokenizer *tokenizer = nullptr;
    };
    Tokenizer make(const char *name, std::vector<const char *> arguments) const
    {
        Tokenizer made;
        void *data = nullptr;
        if (m_api->xFindTokenizer(m_api, name, &data, &made.methods) == SQLITE_OK)
            made.methods.xCreate(data, arguments.data(), static_cast<int>(arguments.size()), &made.tokenizer);
        return made;
    }
    static std::vector<Word> tokens(const Tokenizer &one, std::string_view text)
    {
        std::vector<Word> all;
        const auto take = [](void *list, int, const char *token, int length, int start, int end) {
            static_cast<std::vector<Word> *>(list)->push_back(
                {std::string(token, static_cast<std::size_t>(length)), static_cast<std::size_t>(start), static_cast<std::size_t>(end)});
            return SQLITE_OK;
        };
        one.methods.xTokenize(one.tokenizer, &all, FTS5_TOKENIZE_DOCUMENT, text.data(), static_cast<int>(text.size()), take);
        return all;
    }

    sqlite3 *m_database = nullptr;
    fts5_api *m_api = nullptr;
    Tokenizer m_plain, m_porter;
};

bool same(const std::vector<Word> &a, const std::vector<Word> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const Word &x, const Word &y) { return x.folded == y.folded && x.start == y.start && x.end == y.end; });
}

bool hasUnspaced(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto from = at;
        if (nextCharacter(text, at) != NoCharacter && isUnspaced(text.substr(from, at - from)))
            return true;
    }
    return false;
}

} // namespace

class WordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wordsAreFolded_data();
    void wordsAreFolded();
    void offsetsAreThoseOfTheText();
    void everyCharacterIsWhatItIsToTheIndex();
    void textsAreSplitAsTheIndexSplitsThem();
    void runsWithoutBlanksAreSplit();
    void brokenBytesPartWords();
    void anyBytesGiveSoundOffsets();
    void aLongRunEnds();
    void stopWords_data();
    void stopWords();
    void stemsOfEnglishAreTheIndexes();
    void stemsOfOtherLanguages_data();
    void stemsOfOtherLanguages();
    void theColumnOfStems_data();
    void theColumnOfStems();

private:
    FullTextIndex m_index;
};

void WordsTest::wordsAreFolded_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("blanks") << QByteArray(" \n\t ") << QByteArray();
    QTest::newRow("apostrophe") << QByteArray("Don't") << QByteArray("don|t");
    QTest::newRow("code") << QByteArray("ERR-4012/b") << QByteArray("err|4012|b");
    QTest::newRow("umlauts") << QByteArray("Änderungsgebühr für Ölgemälde") << QByteArray("anderungsgebuhr|fur|olgemalde");
    QTest::newRow("sharp s") << QByteArray("Straße GROẞ") << QByteArray("straße|groß");
    QTest::newRow("Turkish") << QByteArray("İstanbul ılık") << QByteArray("istanbul|ılık");
    QTest::newRow("French") << QByteArray("L'été, ça coûte cœur") << QByteArray("l|ete|ca|coute|cœur");
    QTest::newRow("combining marks") << QByteArray("e\xCC\x81te\xCC\x81") << QByteArray("ete");
    QTest::newRow("two marks at once") << QByteArray("Việt Nam ǖ") << QByteArray("viet|nam|u");
    QTest::newRow("Greek keeps its accents, as in the index") << QByteArray("ΑΘΉΝΑ Άρτεμις") << QByteArray("αθήνα|άρτεμισ");
    QTest::newRow("Cyrillic") << QByteArray("МОСКВА, Йод") << QByteArray("москва|йод");
    QTest::newRow("digits of every kind") << QByteArray("½ 10:30 ٣") << QByteArray("½|10|30|٣");
    QTest::newRow("old emoji are no words") << QByteArray("thanks😀 you") << QByteArray("thanks|you");
    QTest::newRow("newer emoji are, as in the index") << QByteArray("thanks🙂 you") << QByteArray("thanks🙂|you");
    QTest::newRow("Hangul has blanks") << QByteArray("한국어 문서") << QByteArray("한국어|문서");
}

void WordsTest::wordsAreFolded()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(joined(text.toStdString()), expected.toStdString());
}

void WordsTest::offsetsAreThoseOfTheText()
{
    const std::string text = "Die Gebühr (3 €)";
    const auto all = words(text);
    QCOMPARE(all.size(), 3U);
    QCOMPARE(text.substr(all[1].start, all[1].end - all[1].start), std::string("Gebühr"));
    QCOMPARE(all[2].start, text.find('3'));
    const auto spans = wordSpans(text);
    QCOMPARE(spans.size(), 3U);
    QCOMPARE(spans[1], (Span{all[1].start, all[1].end}));
}

void WordsTest::everyCharacterIsWhatItIsToTheIndex()
{
    QVERIFY(m_index.works());
    int compared = 0;
    for (std::uint32_t c = 1; c < 0x110000; ++c) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        std::string alone;
        test::appendCharacter(alone, c);
        if (isUnspaced(alone))
            continue;
        for (const auto &text : {alone, "a" + alone + "b"}) {
            if (!same(words(text), m_index.words(text)))
                QFAIL(qPrintable(QStringLiteral("U+%1").arg(c, 4, 16)));
            ++compared;
        }
    }
    QVERIFY(compared > 1'900'000);
}

void WordsTest::textsAreSplitAsTheIndexSplitsThem()
{
    test::RandomText random(11);
    int compared = 0;
    for (int i = 0; i < 4'000; ++i) {
        const auto text = random.text(1 + random.below(20));
        if (!isUtf8(text) || hasUnspaced(text))
            continue;
        QVERIFY2(same(words(text), m_index.words(text)), text.c_str());
        ++compared;
    }
    QVERIFY(compared > 300);
}

void WordsTest::runsWithoutBlanksAreSplit()
{
    QCOMPARE(joined("今日は良い天気です。"), std::string("今日|は|良い|天気|です"));
    QCOMPARE(joined("Python 3で文書"), std::string("python|3|で|文書"));
    QVERIFY(words("研究生命起源").size() >= 2);
    QVERIFY(words("ภาษาไทยง่ายนิดเดียว").size() >= 3);
    // Marks belong to their words, which they end for the index.
    for (const auto &word : words("ที่นี่"))
        QVERIFY(isUnspaced(word.folded));
    QVERIFY(!isUnspaced("word"));
    QVERIFY(!isUnspaced("한국어"));
    QVERIFY(!isUnspaced(""));
    QVERIFY(isUnspaced("文書"));
}

void WordsTest::brokenBytesPartWords()
{
    QCOMPARE(joined("ab\xFF" "cd"), std::string("ab|cd"));
    QCOMPARE(joined("ab\xC3"), std::string("ab"));
    QCOMPARE(joined("ab\xE2\x82" "cd"), std::string("ab|cd"));
    QCOMPARE(joined("\xED\xA0\x80x"), std::string("x"));
    QCOMPARE(joined(std::string_view("a\0b", 3)), std::string("a|b"));
}

void WordsTest::anyBytesGiveSoundOffsets()
{
    test::RandomText random(12);
    for (int i = 0; i < 2'000; ++i) {
        const auto text = random.text(1 + random.below(30), true);
        std::size_t reached = 0;
        const auto all = words(text);
        for (const auto &word : all) {
            QVERIFY(word.start >= reached && word.end > word.start && word.end <= text.size());
            QVERIFY(characterStart(text, word.start) == word.start && characterStart(text, word.end) == word.end);
            QVERIFY(!word.folded.empty() && isUtf8(word.folded));
            reached = word.end;
        }
        const auto spans = wordSpans(text);
        QVERIFY(std::equal(all.begin(), all.end(), spans.begin(), spans.end(),
            [](const Word &word, const Span &span) { return word.start == span.start && word.end == span.end; }));
    }
}

void WordsTest::aLongRunEnds()
{
    std::string run;
    for (int i = 0; i < 40'000; ++i)
        run += "文書";
    const auto all = words(run);
    QVERIFY(all.size() > 10'000);
    QCOMPARE(all.back().end, run.size());
    QCOMPARE(words(std::string(1'000'000, 'x')).size(), 1U);
}

void WordsTest::stopWords_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<bool>("expected");
    QTest::newRow("the") << QByteArray("the") << QByteArray("en") << true;
    QTest::newRow("first of its list") << QByteArray("a") << QByteArray("en") << true;
    QTest::newRow("last of its list") << QByteArray("yourself") << QByteArray("en") << true;
    QTest::newRow("refund") << QByteArray("refund") << QByteArray("en") << false;
    QTest::newRow("die") << QByteArray("die") << QByteArray("de") << true;
    QTest::newRow("die in English") << QByteArray("die") << QByteArray("en") << false;
    QTest::newRow("für") << QByteArray("fur") << QByteArray("de") << true;
    QTest::newRow("Gebühr") << QByteArray("gebuhr") << QByteArray("de") << false;
    QTest::newRow("été") << QByteArray("ete") << QByteArray("fr") << true;
    QTest::newRow("también") << QByteArray("tambien") << QByteArray("es") << true;
    QTest::newRow("no list") << QByteArray("the") << QByteArray("it") << false;
    QTest::newRow("no language") << QByteArray("the") << QByteArray() << false;
}

void WordsTest::stopWords()
{
    QFETCH(QByteArray, word);
    QFETCH(QByteArray, language);
    QFETCH(bool, expected);
    QCOMPARE(isStopWord(word.toStdString(), language.toStdString()), expected);
}

void WordsTest::stemsOfEnglishAreTheIndexes()
{
    QVERIFY(m_index.works());
    const std::vector<std::string> beginnings{"relat", "condit", "valenc", "hesit", "digit", "conform", "radic", "differ", "vile", "analog",
        "vietnam", "predic", "operat", "feudal", "decis", "hope", "callous", "formal", "sensit", "sens", "tripl", "electric", "good", "reviv",
        "allow", "infer", "airlin", "gyroscop", "adjust", "defens", "irrit", "replac", "depend", "adopt", "homolog", "communis", "activ",
        "effect", "bowdl", "probat", "rat", "cease", "control", "roll", "refund", "book", "cancel", "possi", "techno", "studio", "pony", "cat",
        "agre", "plast", "motor", "conflat", "troubl", "siz", "hop", "tan", "fall", "hiss", "fizz", "fail", "fil", "happ", "sky", "by", "x"};
    const std::vector<std::string> endings{"", "s", "es", "ies", "sses", "ed", "eed", "ing", "ings", "y", "ly", "ational", "tional", "enci",
        "ancy", "ancies", "izer", "izers", "bly", "bli", "ally", "ently", "ely", "ously", "ization", "ation", "ator", "alism", "iveness", "fulness",
        "ousness", "ality", "ivity", "ability", "logy", "logies", "icate", "ative", "alize", "icity", "ical", "ful", "ness", "al", "ance",
        "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ism", "ate", "ous", "ive", "ize", "e", "ll"};
    for (const auto &beginning : beginnings) {
        for (const auto &ending : endings) {
            const auto word = beginning + ending;
            QVERIFY2(stem(word, "en") == m_index.stem(word), word.c_str());
        }
    }
    for (const auto *word : {"is", "us", "a", "naïve", "straße", "москва", "4012", "technology", "possibly"}) {
        const auto folded = foldedOf(word).front();
        QVERIFY2(stem(folded, "en") == m_index.stem(folded), word);
    }
    const std::string longWord = std::string(70, 'a') + "ing";
    QCOMPARE(stem(longWord, "en"), m_index.stem(longWord));
}

void WordsTest::stemsOfOtherLanguages_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<QByteArray>("language");
    QTest::newRow("German") << QByteArray("Stornierung") << QByteArray("Stornierungen") << QByteArray("de");
    QTest::newRow("German umlaut") << QByteArray("Gebühr") << QByteArray("Gebühren") << QByteArray("de");
    QTest::newRow("French") << QByteArray("annulation") << QByteArray("annulations") << QByteArray("fr");
    QTest::newRow("Spanish") << QByteArray("reserva") << QByteArray("reservas") << QByteArray("es");
    QTest::newRow("Italian") << QByteArray("prenotazione") << QByteArray("prenotazioni") << QByteArray("it");
    QTest::newRow("Russian") << QByteArray("документ") << QByteArray("документы") << QByteArray("ru");
}

void WordsTest::stemsOfOtherLanguages()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(QByteArray, language);
    const auto spoken = language.toStdString();
    const auto stemOf = [&](const QByteArray &word) { return stem(foldedOf(word.toStdString()).front(), spoken); };
    QVERIFY(hasStemmer(spoken));
    QCOMPARE(stemOf(one), stemOf(other));
    QVERIFY(stemOf(other) != foldedOf(other.toStdString()).front());
    QCOMPARE(stem("文書", spoken), std::string("文書"));
    QVERIFY(!hasStemmer("zh") && !hasStemmer("") && !hasStemmer("xx"));
    QCOMPARE(stem("words", "zh"), std::string("words"));
}

void WordsTest::theColumnOfStems_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("English") << QByteArray("Refunds are paid — within 7 days") << QByteArray("en") << QByteArray();
    QTest::newRow("unknown") << QByteArray("Refunds") << QByteArray() << QByteArray();
    QTest::newRow("German") << QByteArray("Die Gebühren") << QByteArray("de") << QByteArray("die gebuhr");
    QTest::newRow("Japanese") << QByteArray("文書です") << QByteArray("ja") << QByteArray("文書 です");
    QTest::newRow("what sticks to a run") << QByteArray("Use Pythonで now") << QByteArray("ja") << QByteArray("python で");
    QTest::newRow("a run in English") << QByteArray("The word 文書 means document") << QByteArray("en") << QByteArray("文書");
}

void WordsTest::theColumnOfStems()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, language);
    QFETCH(QByteArray, expected);
    QCOMPARE(stemmedText(text.toStdString(), language.toStdString()), expected.toStdString());
}

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
