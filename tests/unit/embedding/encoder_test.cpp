#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <future>
#include <limits>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "engine/embedding/sentence_encoder.h"
#include "engine/embedding/vectors.h"
#include "resources/resources.h"
#include "tests/unit/embedding/encoder_reference.h"

using namespace hs;
using namespace hs::embedding;

namespace {

constexpr std::size_t HeadBytes = 48, VersionAt = 8, PiecesAt = 12, PayloadSizeAt = 32, ChecksumAt = 40;

std::vector<int> numbers(std::string_view text)
{
    std::istringstream stream{std::string(text)};
    std::vector<int> values;
    for (int value = 0; stream >> value;)
        values.push_back(value);
    return values;
}

std::vector<float> referenceVector(const reference::Entry &entry)
{
    const QByteArray bytes = QByteArray::fromBase64(QByteArray(entry.vector.data(), qsizetype(entry.vector.size())));
    std::vector<float> values;
    for (const char byte : bytes)
        values.push_back(entry.scale * float(static_cast<signed char>(byte)));
    return values;
}

double length(const std::vector<float> &vector)
{
    double squares = 0;
    for (const float value : vector)
        squares += double(value) * double(value);
    return std::sqrt(squares);
}

float furthest(const std::vector<float> &a, const std::vector<float> &b)
{
    float most = a.size() == b.size() ? 0 : std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

std::string manyTimes(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

template <typename T>
void write(std::string &bytes, std::size_t at, T value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// Makes the checksum right again, so that what was changed is seen by what is behind it.
std::string signedAgain(std::string bytes)
{
    std::uint64_t sum = 0xCBF29CE484222325;
    for (std::size_t at = HeadBytes; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        sum = (sum ^ word) * 0x100000001B3;
        sum ^= sum >> 32;
    }
    write(bytes, ChecksumAt, sum);
    return bytes;
}

} // namespace

class EncoderTest : public QObject {
    Q_OBJECT

private:
    std::string m_bytes;
    std::shared_ptr<const SentenceEncoder> m_encoder;
    std::string m_kernel; ///< that the machine gives

private Q_SLOTS:
    void initTestCase()
    {
        const auto bytes = resources::read("knowledge/atlas.model");
        QVERIFY2(bytes, describe(bytes).c_str());
        m_bytes = *bytes;
        const auto encoder = SentenceEncoder::load(m_bytes);
        QVERIFY2(encoder, describe(encoder).c_str());
        m_encoder = *encoder;
        m_kernel = SentenceEncoder::kernel();
    }
    void cleanup() { QVERIFY(SentenceEncoder::useKernel(m_kernel)); }

    void piecesAndVectorsAreThoseOfThePublishedNetwork_data()
    {
        QTest::addColumn<std::size_t>("entry");
        for (std::size_t i = 0; i < std::size(reference::Entries); ++i)
            QTest::addRow("%s", std::string(reference::Entries[i].text.substr(0, 40)).c_str()) << i;
    }
    void piecesAndVectorsAreThoseOfThePublishedNetwork()
    {
        QFETCH(std::size_t, entry);
        const reference::Entry &expected = reference::Entries[entry];
        QCOMPARE(m_encoder->pieces(expected.text), numbers(expected.pieces));
        const std::vector<float> vector = m_encoder->encode(expected.text);
        QCOMPARE(vector.size(), std::size_t(SentenceEncoder::Dimensions));
        QVERIFY(std::abs(length(vector) - 1) < 1e-5);
        const double likeness = cosine(vector, referenceVector(expected));
        QVERIFY2(likeness >= 0.998, std::to_string(likeness).c_str());
        for (std::size_t i = 0; i < std::size(expected.first); ++i)
            QVERIFY(std::abs(vector[i] - expected.first[i]) < 0.01F);
    }
    void meaningIsNear()
    {
        const auto asked = m_encoder->encode("How old are you?");
        const double same = cosine(asked, m_encoder->encode("What is your age?")), other = cosine(asked, m_encoder->encode("I like my phone"));
        QVERIFY2(same > other + 0.3, (std::to_string(same) + " " + std::to_string(other)).c_str());
    }

    void textsThatHaveTheSamePieces_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("as");
        QTest::newRow("line ends") << "two\r\nwords\there" << "two words here";
        QTest::newRow("blanks") << "  two \u00A0\u3000 words\u2028 here  " << "two words here";
        QTest::newRow("soft hyphen") << "infor\u00ADmation" << "information";
        QTest::newRow("byte order mark") << "\uFEFFinformation" << "information";
        QTest::newRow("control characters") << QStringLiteral("infor\u0001mation") << "information";
        QTest::newRow("ligature") << "\uFB01ne" << "fine";
        QTest::newRow("decomposed") << "cafe\u0301" << "caf\u00E9";
        QTest::newRow("runs of unknown characters") << "\u65E5\u672C\u8A9E" << "\u65E5";
        QTest::newRow("only blanks") << " \n\t " << "";
    }
    void textsThatHaveTheSamePieces()
    {
        QFETCH(QString, text);
        QFETCH(QString, as);
        QCOMPARE(m_encoder->pieces(text.toStdString()), m_encoder->pieces(as.toStdString()));
    }
    void piecesWithAColon() // whose scores the package has lost
    {
        QCOMPARE(m_encoder->pieces("7:30"), (std::vector<int>{444, 4177}));
        QCOMPARE(m_encoder->pieces("a):b"), (std::vector<int>{11, 4445, 151}));
        QCOMPARE(m_encoder->pieces(":)"), std::vector<int>{658});
    }
    void invalidUtf8IsUnknown()
    {
        QCOMPARE(m_encoder->pieces("\xFF\xFE\x80 a"), (std::vector<int>{30, 0, 11}));
        std::mt19937 random(7); // NOLINT: the same every time
        for (int round = 0; round < 200; ++round) {
            std::string text;
            for (int i = 0; i < 300; ++i)
                text += static_cast<char>(random() & 0xFFU);
            for (const int id : m_encoder->pieces(text, 1'000))
                QVERIFY(id >= 0 && id < 8'000);
        }
    }
    void aTextIsReadInBlocksWithoutASeam()
    {
        std::mt19937 random(11); // NOLINT: the same every time
        const std::vector<std::string> words{"caf\u00E9", "na\u0131ve", "studio", "\u65E5\u672C", "e\u0301t\u00E9", "a", "supercalifragilistic", "\u00BD", "99-A"};
        std::string text;
        std::vector<int> expected;
        while (text.size() < 40'000) {
            const std::string &word = words[random() % words.size()];
            text += (text.empty() ? "" : random() % 4 == 0 ? "\n  " : " ") + word;
            const auto pieces = m_encoder->pieces(word);
            expected.insert(expected.end(), pieces.begin(), pieces.end());
        }
        QCOMPARE(m_encoder->pieces(text, 1'000'000), expected);
        expected.resize(500);
        QCOMPARE(m_encoder->pieces(text, 500), expected);
    }
    void aWordWithoutEnd()
    {
        QCOMPARE(m_encoder->pieces(manyTimes("\u65E5", 50'000), 1'000), (std::vector<int>{30, 0}));
        QCOMPARE(m_encoder->pieces(manyTimes("ab", 100'000)).size(), std::size_t(SentenceEncoder::MaxPieces));
        QCOMPARE(m_encoder->pieces("a" + manyTimes("\u0323", 50'000), 1'000), (std::vector<int>{30, 0})); // marks without end on one letter
        QVERIFY(m_encoder->pieces("word", 0).empty());
    }
    void onlyTheFirstPiecesCount()
    {
        const std::string text = manyTimes("word ", 128);
        QCOMPARE(m_encoder->encode(text), m_encoder->encode(text + "and much more that is not read"));
    }

    void kernelsGiveTheSame()
    {
        const std::vector<std::string> texts{"a", "How old are you?", "The quick brown fox jumps over the lazy dog.", // 1, 5, 12 pieces
                                             manyTimes("word ", 17), manyTimes("yoga, ", 9), manyTimes("What is your age? ", 33)}; // to 128
        QVERIFY(SentenceEncoder::useKernel("plain"));
        QCOMPARE(std::string(SentenceEncoder::kernel()), std::string("plain"));
        std::vector<std::vector<float>> expected;
        for (const std::string &text : texts)
            expected.push_back(m_encoder->encode(text));
        for (const char *kernel : {"sse", "avx2"}) {
            if (!SentenceEncoder::useKernel(kernel))
                continue;
            QCOMPARE(std::string(SentenceEncoder::kernel()), std::string(kernel));
            for (std::size_t i = 0; i < texts.size(); ++i)
                QVERIFY(furthest(m_encoder->encode(texts[i]), expected[i]) <= 1e-4F);
        }
        QVERIFY(!SentenceEncoder::useKernel("none such"));
#ifdef __x86_64__
        QVERIFY(SentenceEncoder::useKernel("sse"));
#endif
    }
    void theSameBytesFromEveryThread()
    {
        const std::string text = "Our refund policy: full refunds up to 14 days before the retreat, half after that.";
        const auto expected = m_encoder->encode(text);
        std::vector<std::future<bool>> runs;
        for (int i = 0; i < 4; ++i) {
            runs.push_back(std::async(std::launch::async, [&] {
                bool same = true;
                for (int round = 0; round < 5; ++round)
                    same = same && m_encoder->encode(text) == expected;
                return same;
            }));
        }
        for (auto &run : runs)
            QVERIFY(run.get());
    }

    void textsWithoutPiecesGiveZeros()
    {
        const std::vector<float> zeros(SentenceEncoder::Dimensions, 0.0F);
        QCOMPARE(m_encoder->encode(""), zeros);
        QCOMPARE(m_encoder->encode(" \n"), zeros);
        QCOMPARE(m_encoder->encodePassage("", " "), zeros);
    }
    void aShortPassageIsOneWindow()
    {
        QVERIFY(furthest(m_encoder->encodePassage("", "We pay back within a week."), m_encoder->encode("We pay back within a week.")) < 1e-6F);
        QVERIFY(furthest(m_encoder->encodePassage("Refunds", "We pay back within a week."), m_encoder->encode("Refunds We pay back within a week.")) < 1e-6F);
        QVERIFY(furthest(m_encoder->encodePassage("Refunds", ""), m_encoder->encode("Refunds")) < 1e-6F);
        // A heading counts with 24 pieces.
        QVERIFY(furthest(m_encoder->encodePassage(manyTimes("word ", 40), "yoga"), m_encoder->encode(manyTimes("word ", 24) + "yoga")) < 1e-6F);
        // 24 and 104 still fit.
        QVERIFY(furthest(m_encoder->encodePassage(manyTimes("word ", 24), manyTimes("you ", 104)), m_encoder->encode(manyTimes("word ", 24) + manyTimes("you ", 104))) < 1e-6F);
    }
    void aLongPassageIsTheAverageOfItsWindows()
    {
        const std::string first = manyTimes("you ", 75), second = manyTimes("the ", 75);
        QCOMPARE(m_encoder->pieces(first + second, 1'000).size(), std::size_t(150));
        const auto a = m_encoder->encode("phone " + first), b = m_encoder->encode("phone " + second);
        std::vector<float> expected(a.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            expected[i] = a[i] + b[i];
        normalise(expected);
        const auto vector = m_encoder->encodePassage("phone", first + second);
        QVERIFY(furthest(vector, expected) < 1e-6F);
        QVERIFY(std::abs(length(vector) - 1) < 1e-5);
        // What stands at the end counts too.
        QVERIFY(cosine(vector, m_encoder->encodePassage("phone", first + first)) < 0.999);
    }

    void aFileThatIsCutOffIsRefused()
    {
        for (const std::size_t size : {std::size_t(0), std::size_t(7), std::size_t(8), HeadBytes - 1, HeadBytes, HeadBytes + 8, m_bytes.size() / 2, m_bytes.size() - 8, m_bytes.size() - 1}) {
            const auto encoder = SentenceEncoder::load(std::string_view(m_bytes).substr(0, size));
            QVERIFY2(!encoder && encoder.error().code == Errc::Corrupt, std::to_string(size).c_str());
            // Nor is it taken where its head tells of what there is.
            if (size < HeadBytes)
                continue;
            std::string honest = m_bytes.substr(0, size);
            write(honest, PayloadSizeAt, std::uint64_t(size - HeadBytes));
            const auto again = SentenceEncoder::load(signedAgain(honest));
            QVERIFY2(!again && again.error().code == Errc::Corrupt, std::to_string(size).c_str());
        }
        const auto longer = SentenceEncoder::load(m_bytes + std::string(8, '\0'));
        QVERIFY(!longer && longer.error().code == Errc::Corrupt);
    }
    void everyFlippedBitIsSeen()
    {
        std::mt19937 random(3); // NOLINT: the same every time
        std::string bytes = m_bytes;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < HeadBytes; ++i)
            places.push_back(i);
        for (int i = 0; i < 40; ++i)
            places.push_back(HeadBytes + random() % (m_bytes.size() - HeadBytes));
        for (const std::size_t at : places) {
            const char bit = static_cast<char>(1U << random() % 8);
            bytes[at] = static_cast<char>(bytes[at] ^ bit);
            const auto encoder = SentenceEncoder::load(bytes);
            QVERIFY2(!encoder && encoder.error().code == Errc::Corrupt && !encoder.error().what.empty(), std::to_string(at).c_str());
            bytes[at] = static_cast<char>(bytes[at] ^ bit);
        }
        QVERIFY(SentenceEncoder::load(bytes));
    }
    void anotherVersionOrSizeIsNamed()
    {
        std::string bytes = m_bytes;
        write(bytes, VersionAt, std::uint32_t(3));
        const auto version = SentenceEncoder::load(bytes);
        QVERIFY(!version && version.error().what.find("version 3") != std::string::npos);
        bytes = m_bytes;
        write(bytes, PiecesAt, std::uint32_t(9'000));
        QVERIFY(!SentenceEncoder::load(bytes));
    }
    void aForgedPayloadDoesNoHarm()
    {
        std::string bytes = m_bytes;
        write(bytes, HeadBytes, std::numeric_limits<float>::quiet_NaN()); // the score of the first piece
        const auto noNumber = SentenceEncoder::load(signedAgain(bytes));
        QVERIFY(!noNumber && noNumber.error().code == Errc::Corrupt);
        bytes = m_bytes;
        bytes[HeadBytes + 4] = 0; // a piece without text
        const auto noText = SentenceEncoder::load(signedAgain(bytes));
        QVERIFY(!noText && noText.error().code == Errc::Corrupt);
        bytes = m_bytes;
        bytes[bytes.size() - 9] = static_cast<char>(-128); // a weight that the sums are not counted for
        const auto weight = SentenceEncoder::load(signedAgain(bytes));
        QVERIFY(!weight && weight.error().code == Errc::Corrupt);

        std::mt19937 random(5); // NOLINT: the same every time
        for (int round = 0; round < 20; ++round) {
            bytes = m_bytes;
            for (int i = 0; i < 50; ++i)
                bytes[HeadBytes + random() % (i % 2 == 0 ? 100'000 : bytes.size() - HeadBytes)] = static_cast<char>(random() & 0xFFU);
            const auto forged = signedAgain(bytes); // which the encoder reads from
            const auto encoder = SentenceEncoder::load(forged);
            if (!encoder)
                QCOMPARE(encoder.error().code, Errc::Corrupt);
            else
                QCOMPARE((*encoder)->encode("How old are you? \u65E5\u672C 7:30").size(), std::size_t(SentenceEncoder::Dimensions));
        }
    }
};

QTEST_GUILESS_MAIN(EncoderTest)
#include "encoder_test.moc"
