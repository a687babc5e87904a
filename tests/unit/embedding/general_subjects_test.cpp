#include <QtTest>

#include <vector>

#include "engine/embedding/general_subjects.h"
#include "engine/embedding/scan.h"
#include "engine/embedding/sentence_encoder.h"
#include "resources/resources.h"

using namespace hs;
using namespace hs::embedding;

namespace {

constexpr std::size_t VersionAt = 8, CountAt = 12, SizeAt = 24, PayloadAt = 40;

std::string_view shippedBytes()
{
    const auto bytes = resources::generalSubjects();
    if (!bytes)
        qFatal("%s", describe(bytes.error()).c_str());
    return *bytes;
}

} // namespace

class GeneralSubjectsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void questionsOfTheWorldAreNear_data();
    void questionsOfTheWorldAreNear();
    void everyKernelSaysTheSame();
    void nothingIsNearNothing();
    void damageIsNamed_data();
    void damageIsNamed();

private:
    std::shared_ptr<const SentenceEncoder> m_encoder;
    std::shared_ptr<const GeneralSubjects> m_subjects;
};

void GeneralSubjectsTest::initTestCase()
{
    auto encoder = SentenceEncoder::load(resources::sentenceModel().value_or(std::string_view()));
    QVERIFY(encoder);
    m_encoder = std::move(*encoder);
    auto subjects = GeneralSubjects::load(shippedBytes());
    QVERIFY2(subjects, subjects ? "" : describe(subjects.error()).c_str());
    m_subjects = std::move(*subjects);
}

void GeneralSubjectsTest::questionsOfTheWorldAreNear_data()
{
    QTest::addColumn<QByteArray>("world");
    QTest::addColumn<QByteArray>("house");
    QTest::newRow("planet") << QByteArray("How many rings does the planet Saturn have?") << QByteArray("When is my second instalment due?");
    QTest::newRow("animal") << QByteArray("What do hedgehogs eat in winter?") << QByteArray("Who signs off the weekly rota?");
    QTest::newRow("chemistry") << QByteArray("What is the atomic number of zinc?") << QByteArray("May I bring a guest to the evening class?");
}

void GeneralSubjectsTest::questionsOfTheWorldAreNear()
{
    QFETCH(const QByteArray, world);
    QFETCH(const QByteArray, house);
    const double near = m_subjects->nearest(m_encoder->encode(world.toStdString()));
    const double far = m_subjects->nearest(m_encoder->encode(house.toStdString()));
    QVERIFY2(near > far && near > 0.4 && near <= 1.05, qPrintable(QStringLiteral("%1 and %2").arg(near).arg(far)));
}

void GeneralSubjectsTest::everyKernelSaysTheSame()
{
    const auto meaning = m_encoder->encode("a large hoofed animal with a mane");
    const std::string before = scan::current().name;
    QVERIFY(scan::use("plain"));
    const double plain = m_subjects->nearest(meaning);
    QVERIFY(scan::use(before));
    QCOMPARE(m_subjects->nearest(meaning), plain);
}

void GeneralSubjectsTest::nothingIsNearNothing()
{
    QCOMPARE(m_subjects->nearest(std::vector<float>(SentenceEncoder::Dimensions, 0.0F)), 0.0);
}

void GeneralSubjectsTest::damageIsNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const QByteArray whole(shippedBytes().data(), qsizetype(shippedBytes().size()));
    const auto with = [&](std::size_t at, char value) {
        auto bytes = whole;
        bytes[qsizetype(at)] = value;
        return bytes;
    };
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("are no general subjects");
    QTest::newRow("something else") << with(0, 'X') << QStringLiteral("are no general subjects");
    QTest::newRow("another version") << with(VersionAt, 9) << QStringLiteral("another version");
    QTest::newRow("none") << whole.left(qsizetype(CountAt)) + QByteArray(4, '\0') + whole.mid(qsizetype(CountAt) + 4) << QStringLiteral("other sizes");
    QTest::newRow("one too few") << with(CountAt, char(whole[qsizetype(CountAt)] - 1)) << QStringLiteral("numbers of the general subjects");
    QTest::newRow("cut off") << whole.left(whole.size() / 2) << QStringLiteral("cut off");
    QTest::newRow("another size") << with(SizeAt, char(whole[qsizetype(SizeAt)] + 8)) << QStringLiteral("cut off");
    QTest::newRow("a bit") << with(PayloadAt + 1'000, char(whole[qsizetype(PayloadAt) + 1'000] ^ 1)) << QStringLiteral("checksum");
}

void GeneralSubjectsTest::damageIsNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, says);
    const auto subjects = GeneralSubjects::load({bytes.constData(), std::size_t(bytes.size())});
    QVERIFY(!subjects);
    QCOMPARE(subjects.error().code, Errc::Corrupt);
    QVERIFY2(QString::fromStdString(describe(subjects.error())).contains(says), describe(subjects.error()).c_str());
}

QTEST_GUILESS_MAIN(GeneralSubjectsTest)
#include "general_subjects_test.moc"
