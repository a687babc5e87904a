#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <Eigen/SVD>
#include <QTest>

#include "engine/embedding/checksum.h"
#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/vectors.h"
#include "engine/language/words.h"

using namespace hs;
using embedding::CorpusBasis;
using Basis = std::shared_ptr<const CorpusBasis>;
using Passages = std::vector<CorpusBasis::Passage>;

namespace {

Result<Basis> fit(const Passages &passages, std::stop_token stop = {})
{
    return CorpusBasis::fit(passages.size(), [&](std::size_t i) { return passages[i]; }, stop);
}

/// Made-up words by subject: each passage takes most of its words from one of 12.
Passages invented(std::size_t count, unsigned seed, std::size_t words = 60)
{
    std::mt19937 random(seed);
    Passages passages;
    for (std::size_t i = 0; i < count; ++i) {
        const auto subject = random() % 12;
        const auto word = [&] {
            const auto number = random() % 60 * (random() % 60) / 60; // few are frequent
            const std::string low(1, char('a' + number % 26)), high(1, char('a' + number / 26)), own(1, char('a' + subject));
            return random() % 4 == 0 ? "common" + low + "x " : "q" + own + low + high + "k ";
        };
        CorpusBasis::Passage passage;
        passage.language = "en";
        passage.heading = word() + word();
        for (std::size_t w = 0; w < words; ++w)
            passage.body += word();
        passages.push_back(std::move(passage));
    }
    return passages;
}

double likeness(const CorpusBasis &basis, std::string_view a, std::string_view b)
{
    return embedding::cosine(basis.fold({}, a, "en"), basis.fold({}, b, "en"));
}

/// The same by the book: all terms counted one by one, a full decomposition in double, nothing rounded.
class ByTheBook {
public:
    ByTheBook(const Passages &passages, int dimensions)
    {
        std::vector<std::map<std::string, int>> counts;
        for (const auto &passage : passages) {
            counts.push_back(countsOf(passage.heading, passage.body));
            for (const auto &[term, times] : counts.back())
                ++m_passagesWith[term];
        }
        m_passages = double(passages.size());
        int number = 0;
        for (const auto &[term, with] : m_passagesWith)
            m_numbers[term] = number++;
        Eigen::MatrixXd matrix(Eigen::Index(passages.size()), number);
        for (std::size_t i = 0; i < counts.size(); ++i)
            matrix.row(Eigen::Index(i)) = row(counts[i]).normalized().transpose();
        const Eigen::BDCSVD<Eigen::MatrixXd> svd(matrix, Eigen::ComputeThinV);
        m_vectors = svd.matrixV().leftCols(dimensions);
    }
    [[nodiscard]] Eigen::VectorXd fold(std::string_view heading, std::string_view body) const
    {
        return (m_vectors.transpose() * row(countsOf(heading, body))).normalized();
    }

private:
    static std::map<std::string, int> countsOf(std::string_view heading, std::string_view body)
    {
        std::map<std::string, int> counts;
        for (int time = 0; time < 3; ++time) { // the heading twice
            for (const auto &word : language::words(time < 2 ? heading : body)) {
                if (!language::isStopWord(word.folded, "en"))
                    ++counts[language::stem(word.folded, "en")];
            }
        }
        return counts;
    }
    [[nodiscard]] Eigen::VectorXd row(const std::map<std::string, int> &counts) const
    {
        Eigen::VectorXd result = Eigen::VectorXd::Zero(Eigen::Index(m_numbers.size()));
        for (const auto &[term, times] : counts) {
            if (const auto place = m_numbers.find(term); place != m_numbers.end())
                result[place->second] = (1 + std::log(times)) * std::log(1 + m_passages / m_passagesWith.at(term));
        }
        return result;
    }
    std::map<std::string, int> m_passagesWith, m_numbers;
    double m_passages = 0;
    Eigen::MatrixXd m_vectors;
};

/// A checksum that fits, behind bytes that do not.
std::string sealed(std::string bytes)
{
    const std::uint64_t sum = embedding::checksum(bytes);
    for (int i = 0; i < 8; ++i)
        bytes += char(sum >> (8 * i) & 0xFF);
    return bytes;
}

} // namespace

class CorpusBasisTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void learnsThatWordsMeanAlike();
    void isTheDecompositionByTheBook_data();
    void isTheDecompositionByTheBook();
    void vectorsHaveTheirShape();
    void headingsCountTwice();
    void rareTermsGoInLargeCorpora();
    void isTheSameToTheBit();
    void looksAtASampleOfMany();
    void saysWhatCannotBeLearned();
    void stops();
    void degenerateCorporaAreFine_data();
    void degenerateCorporaAreFine();
    void isKeptAsItIs();
    void damageIsFound();
    void impossibleFilesAreRefused_data();
    void impossibleFilesAreRefused();
    void hostileTextIsBounded();
};

void CorpusBasisTest::learnsThatWordsMeanAlike()
{
    // "doctor" and "physician" never meet in one passage; the same few words are about them. Fewer passages or words than the basis
    // has dimensions would leave nothing out, and so bring nothing together.
    const std::vector<std::string> about{"patient", "clinic", "prescription", "nurse", "ward", "illness", "medicine", "hospital"};
    std::mt19937 random(13);
    Passages passages;
    while (passages.size() < 1'200) {
        const std::string subject(1, char('a' + random() % 12));
        std::string text;
        for (int i = 0; i < 14; ++i) {
            const auto number = random() % 60;
            text += "q" + subject + std::string(1, char('a' + number % 26)) + std::string(1, char('a' + number / 26)) + "k ";
        }
        passages.push_back({{}, text, "en"});
    }
    const std::size_t first = passages.size();
    const auto medical = [&](const std::string &who) {
        std::string text = who;
        for (int i = 0; i < 10; ++i)
            text += " " + about[random() % about.size()];
        passages.push_back({{}, text, "en"});
    };
    for (int i = 0; i < 5; ++i) {
        medical("doctor");
        medical("physician");
    }
    const auto basis = fit(passages);
    QVERIFY2(basis, describe(basis).c_str());
    double leastPhysician = 1, bestOther = -1;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const double value = likeness(**basis, "doctor", passages[i].body);
        if (passages[i].body.find("physician") != std::string::npos)
            leastPhysician = std::min(leastPhysician, value);
        else if (i < first)
            bestOther = std::max(bestOther, value);
    }
    QVERIFY2(leastPhysician > bestOther + 0.3, qPrintable(QString::number(leastPhysician) + QStringLiteral(" and ") + QString::number(bestOther)));
}

void CorpusBasisTest::isTheDecompositionByTheBook_data()
{
    QTest::addColumn<int>("passages");
    QTest::addColumn<int>("dimensions");
    QTest::newRow("fewer than its dimensions") << 60 << 59;
    QTest::newRow("more") << 420 << 256;
}

void CorpusBasisTest::isTheDecompositionByTheBook()
{
    QFETCH(int, passages);
    QFETCH(int, dimensions);
    const Passages corpus = invented(std::size_t(passages), 1);
    const auto basis = fit(corpus);
    QVERIFY2(basis, describe(basis).c_str());
    QCOMPARE((*basis)->dimensions(), dimensions);
    const ByTheBook book(corpus, dimensions);
    // Signs and turns of equal singular values are free: what counts is how near texts are to one another.
    const Passages texts = invented(40, 2, 12);
    double worst = 0;
    for (std::size_t a = 0; a < texts.size(); ++a) {
        const auto folded = (*basis)->fold(texts[a].heading, texts[a].body, "en");
        for (std::size_t b = 0; b < a; ++b) {
            const double mine = embedding::cosine(folded, (*basis)->fold(texts[b].heading, texts[b].body, "en"));
            worst = std::max(worst, std::abs(mine - book.fold(texts[a].heading, texts[a].body).dot(book.fold(texts[b].heading, texts[b].body))));
        }
    }
    // Where dimensions are cut off, those next to the cut differ: five rounds of the sketch do not part what is nearly equal.
    QVERIFY2(worst < (dimensions < CorpusBasis::MaxDimensions ? 0.01 : 0.03), qPrintable(QString::number(worst)));
}

void CorpusBasisTest::vectorsHaveTheirShape()
{
    const Passages corpus = invented(30, 3);
    const auto basis = fit(corpus);
    QVERIFY2(basis, describe(basis).c_str());
    QCOMPARE((*basis)->dimensions(), 29);
    QCOMPARE((*basis)->fittedOn(), std::size_t(30));
    double unknown = -1;
    const auto vector = (*basis)->fold(corpus[0].heading, corpus[0].body, "en", &unknown);
    QCOMPARE(vector.size(), std::size_t(CorpusBasis::MaxDimensions));
    QCOMPARE(unknown, 0.0);
    double squares = 0;
    for (const float value : vector)
        squares += double(value) * double(value);
    QVERIFY(std::abs(squares - 1) < 1e-5);
    QVERIFY(std::all_of(vector.begin() + 29, vector.end(), [](float value) { return value == 0; }));
    // One known term, three unknown ones of which one comes twice, and stop words that do not count.
    const std::string known = corpus[0].body.substr(0, corpus[0].body.find(' '));
    (void)(*basis)->fold("zebra", known + " the zebra and a giraffe of " + known + " lions", "en", &unknown);
    QCOMPARE(unknown, 0.75);
    for (const char *text : {"", "the of and", "giraffe zebra", "\xff\xfe \xc3"}) {
        const auto none = (*basis)->fold({}, text, "en", &unknown);
        QCOMPARE(none.size(), std::size_t(CorpusBasis::MaxDimensions));
        QVERIFY(std::all_of(none.begin(), none.end(), [](float value) { return value == 0; }));
    }
}

void CorpusBasisTest::headingsCountTwice()
{
    const auto basis = fit(invented(200, 4));
    QVERIFY2(basis, describe(basis).c_str());
    QCOMPARE((*basis)->fold("qaaak", "qbaak", "en"), (*basis)->fold({}, "qaaak qbaak qaaak", "en"));
    QVERIFY((*basis)->fold("qaaak", "qbaak", "en") != (*basis)->fold({}, "qaaak qbaak", "en"));
}

void CorpusBasisTest::rareTermsGoInLargeCorpora()
{
    Passages corpus = invented(1'999, 5, 8);
    corpus[17].body += " hapax";
    double unknown = 0;
    const auto all = fit(corpus);
    QVERIFY2(all, describe(all).c_str());
    (void)(*all)->fold({}, "hapax", "en", &unknown);
    QCOMPARE(unknown, 0.0);
    corpus.push_back({{}, "common another", "en"});
    const auto some = fit(corpus);
    QVERIFY2(some, describe(some).c_str());
    (void)(*some)->fold({}, "hapax", "en", &unknown);
    QCOMPARE(unknown, 1.0);
}

void CorpusBasisTest::isTheSameToTheBit()
{
    const Passages corpus = invented(400, 6);
    const auto first = fit(corpus), second = fit(corpus);
    QVERIFY2(first && second, describe(first).c_str());
    QVERIFY((*first)->save() == (*second)->save());
    std::set<std::string> terms;
    for (const auto &passage : corpus) {
        for (const auto &word : language::words(passage.heading + passage.body))
            terms.insert(word.folded);
    }
    QCOMPARE((*first)->terms(), terms.size());
}

void CorpusBasisTest::looksAtASampleOfMany()
{
    constexpr std::size_t Count = 70'000;
    std::vector<unsigned char> asked(Count);
    const auto basis = CorpusBasis::fit(Count, [&](std::size_t i) {
        ++asked.at(i);
        return CorpusBasis::Passage{{}, "word" + std::string(1, char('a' + i % 20)) + " other" + std::string(1, char('a' + i % 7)), "en"};
    });
    QVERIFY2(basis, describe(basis).c_str());
    QCOMPARE((*basis)->fittedOn(), Count);
    QVERIFY(std::all_of(asked.begin(), asked.end(), [](unsigned char times) { return times <= 2; }));
    QCOMPARE(std::size_t(std::count_if(asked.begin(), asked.end(), [](unsigned char times) { return times > 0; })), CorpusBasis::MaxPassages);
    for (std::size_t tenth = 0; tenth < 10; ++tenth) { // from everywhere
        const auto from = asked.begin() + std::ptrdiff_t(tenth * Count / 10);
        const auto looked = std::count_if(from, from + Count / 10, [](unsigned char times) { return times > 0; });
        QVERIFY(looked > 2'900 && looked < 3'100);
    }
}

void CorpusBasisTest::saysWhatCannotBeLearned()
{
    for (const Passages &corpus : {Passages{}, Passages{{{}, "one passage alone", "en"}}, Passages(5, {{}, "the of and", "en"}), Passages(5)}) {
        const auto basis = fit(corpus);
        QVERIFY(!basis);
        QCOMPARE(basis.error().code, Errc::BadInput);
    }
}

void CorpusBasisTest::stops()
{
    const Passages corpus = invented(300, 7);
    std::stop_source source;
    std::size_t asked = 0;
    const auto early = CorpusBasis::fit(corpus.size(), [&](std::size_t i) {
        if (++asked == 10)
            source.request_stop();
        return corpus[i];
    }, source.get_token());
    QVERIFY(!early);
    QCOMPARE(early.error().code, Errc::Cancelled);
    QCOMPARE(asked, std::size_t(10));
    std::stop_source late; // when all is read
    const auto basis = CorpusBasis::fit(corpus.size(), [&](std::size_t i) {
        if (i == corpus.size() - 1)
            late.request_stop();
        return corpus[i];
    }, late.get_token());
    QVERIFY(!basis);
    QCOMPARE(basis.error().code, Errc::Cancelled);
}

void CorpusBasisTest::degenerateCorporaAreFine_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("dimensions");
    QTest::newRow("two passages") << 0 << 1;
    QTest::newRow("all alike") << 1 << 1;
    QTest::newRow("one word, and empty ones") << 2 << 1;
    QTest::newRow("three sorts") << 3 << 3;
    QTest::newRow("hundreds alike beside others") << 4 << 0;
}

void CorpusBasisTest::degenerateCorporaAreFine()
{
    QFETCH(int, kind);
    QFETCH(int, dimensions);
    Passages corpus;
    if (kind == 0)
        corpus = {{{}, "gallery opening", "en"}, {{}, "wellness retreat", "en"}};
    else if (kind == 1)
        corpus = Passages(300, {{}, "the same few words", "en"});
    else if (kind == 2)
        corpus = {{{}, "alone", "en"}, {}, {}, {}};
    else if (kind == 3)
        for (int i = 0; i < 99; ++i)
            corpus.push_back({{}, i % 3 == 0 ? "red apple" : i % 3 == 1 ? "blue ocean" : "green meadow", "en"});
    else {
        corpus = Passages(600, {{}, "terms and conditions apply to every order", "en"});
        for (auto &passage : invented(100, 8))
            corpus.push_back(std::move(passage));
    }
    const auto basis = fit(corpus);
    QVERIFY2(basis, describe(basis).c_str());
    if (dimensions > 0)
        QCOMPARE((*basis)->dimensions(), dimensions);
    else
        QVERIFY2((*basis)->dimensions() >= 95 && (*basis)->dimensions() <= 101, qPrintable(QString::number((*basis)->dimensions())));
    for (const auto &passage : corpus) {
        const auto vector = (*basis)->fold(passage.heading, passage.body, "en");
        QVERIFY(std::all_of(vector.begin(), vector.end(), [](float value) { return std::isfinite(value) && std::abs(value) <= 1.0001F; }));
    }
    if (kind == 3) {
        QVERIFY(likeness(**basis, "apple", "red") > 0.99);
        QVERIFY(std::abs(likeness(**basis, "apple", "ocean")) < 0.01);
    }
}

void CorpusBasisTest::isKeptAsItIs()
{
    const Passages corpus = invented(300, 9);
    const auto basis = fit(corpus);
    QVERIFY2(basis, describe(basis).c_str());
    const std::string bytes = (*basis)->save();
    QVERIFY2(bytes.size() < (*basis)->terms() * (std::size_t((*basis)->dimensions()) + 20) + 64, qPrintable(QString::number(bytes.size())));
    const auto loaded = CorpusBasis::load(bytes);
    QVERIFY2(loaded, describe(loaded).c_str());
    QCOMPARE((*loaded)->dimensions(), (*basis)->dimensions());
    QCOMPARE((*loaded)->terms(), (*basis)->terms());
    QCOMPARE((*loaded)->fittedOn(), (*basis)->fittedOn());
    QVERIFY((*loaded)->save() == bytes);
    for (const auto &passage : corpus)
        QCOMPARE((*loaded)->fold(passage.heading, passage.body, "en"), (*basis)->fold(passage.heading, passage.body, "en"));
}

void CorpusBasisTest::damageIsFound()
{
    const auto basis = fit(invented(20, 10));
    QVERIFY2(basis, describe(basis).c_str());
    const std::string bytes = (*basis)->save();
    std::mt19937 random(11);
    for (int i = 0; i < 500; ++i) {
        std::string damaged = bytes;
        const std::size_t place = i < 40 ? std::size_t(i) : i < 60 ? bytes.size() - 1 - std::size_t(i - 40) : random() % bytes.size();
        damaged[place] = char(damaged[place] ^ char(1U << (random() % 8)));
        const auto loaded = CorpusBasis::load(damaged);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, Errc::Corrupt);
    }
    for (std::size_t length = 0; length < bytes.size(); length += length < 64 ? 1 : 997)
        QVERIFY(!CorpusBasis::load(std::string_view(bytes).substr(0, length)));
    QVERIFY(!CorpusBasis::load(bytes + "x"));
}

void CorpusBasisTest::impossibleFilesAreRefused_data()
{
    const auto number = [](std::uint64_t value, int size) {
        std::string bytes;
        for (int i = 0; i < size; ++i)
            bytes += char(value >> (8 * i) & 0xFF);
        return bytes;
    };
    const std::string magic = "hsbasis1", one = number(0x3F80'0000, 4), nan = number(0x7FC0'0000, 4);
    const auto term = [&](const std::string &text, const std::string &rarity, const std::string &scale) {
        return char(text.size()) + text + rarity + scale;
    };
    const auto row = [](const char *name, const std::string &bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes) << false; };
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("fine");
    const std::string right = magic + number(2, 8) + number(2, 4) + number(1, 4) + term("a", one, one) + term("b", one, one) + "xy";
    QTest::newRow("a right one") << QByteArray::fromStdString(right) << true;
    row("billions of terms", magic + number(2, 8) + number(0xFFFF'FFFF, 4) + number(256, 4));
    row("more terms than allowed", magic + number(2, 8) + number(50'001, 4) + number(1, 4) + std::string(700'000, 'x'));
    row("more than it holds", magic + number(2, 8) + number(3, 4) + number(1, 4) + term("a", one, one) + term("b", one, one) + "xyz");
    row("no dimensions", magic + number(2, 8) + number(1, 4) + number(0, 4) + term("a", one, one));
    row("too many dimensions", magic + number(2, 8) + number(1, 4) + number(257, 4) + term("a", one, one) + std::string(257, 'x'));
    row("of no passages", magic + number(0, 8) + number(1, 4) + number(1, 4) + term("a", one, one) + "x");
    row("an empty term", magic + number(2, 8) + number(1, 4) + number(1, 4) + term("", one, one) + "x");
    row("a term twice", magic + number(2, 8) + number(2, 4) + number(1, 4) + term("a", one, one) + term("a", one, one) + "xy");
    row("disorder", magic + number(2, 8) + number(2, 4) + number(1, 4) + term("b", one, one) + term("a", one, one) + "xy");
    row("a weight that is no number", magic + number(2, 8) + number(1, 4) + number(1, 4) + term("a", nan, one) + "x");
    row("a scale that is no number", magic + number(2, 8) + number(1, 4) + number(1, 4) + term("a", one, nan) + "x");
    row("vectors missing", magic + number(2, 8) + number(2, 4) + number(2, 4) + term("a", one, one) + term("b", one, one) + "xyz");
    row("too much", magic + number(2, 8) + number(1, 4) + number(1, 4) + term("a", one, one) + "xy");
    row("another version", "hsbasis2" + number(2, 8) + number(1, 4) + number(1, 4) + term("a", one, one) + "x");
    row("nothing", {});
}

void CorpusBasisTest::impossibleFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, fine);
    const auto loaded = CorpusBasis::load(sealed(bytes.toStdString()));
    QCOMPARE(bool(loaded), fine);
    if (!fine)
        QCOMPARE(loaded.error().code, Errc::Corrupt);
}

void CorpusBasisTest::hostileTextIsBounded()
{
    Passages corpus = invented(50, 12);
    std::string many;
    for (int i = 0; i < 300'000; ++i)
        many += "w" + std::to_string(i) + " ";
    corpus[0].body = many;
    corpus[1].body = std::string(3'000'000, 'x');
    corpus[2].body = std::string(1'000'000, '\xff');
    const auto basis = fit(corpus);
    QVERIFY2(basis, describe(basis).c_str());
    QVERIFY((*basis)->terms() < 3'000);
    double unknown = 0;
    QCOMPARE((*basis)->fold(many, many, "en", &unknown).size(), std::size_t(CorpusBasis::MaxDimensions));
    QVERIFY(unknown > 0.5 && unknown < 1);
}

QTEST_GUILESS_MAIN(CorpusBasisTest)
#include "corpus_basis_test.moc"
