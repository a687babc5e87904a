#include <QTest>

#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/money_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/deadline_ring.h"

using namespace hs;
using namespace hs::ui;

class TextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void clocksCount_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("less than an hour") << qint64(761) << QStringLiteral("12:41");
        QTest::newRow("nothing left") << qint64(0) << QStringLiteral("0:00");
        QTest::newRow("overdue counts up") << qint64(-412) << QStringLiteral("+6:52");
        QTest::newRow("hours and minutes") << qint64(9120) << QStringLiteral("2 h 32 min");
        QTest::newRow("days and hours") << qint64(3 * 86400 + 4 * 3600) << QStringLiteral("3 d 4 h");
    }
    void clocksCount()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, expected);
        QCOMPARE(countdownText(seconds), expected);
    }

    void agesAreShort()
    {
        QCOMPARE(ageText(20), QStringLiteral("now"));
        QCOMPARE(ageText(140), QStringLiteral("2 min"));
        QCOMPARE(ageText(7300), QStringLiteral("2 h"));
        QCOMPARE(ageText(90000 * 2), QStringLiteral("2 d"));
        QCOMPARE(millisText(240), QStringLiteral("240 ms"));
        QCOMPARE(millisText(1900), QStringLiteral("1.9 s"));
    }

    void momentsNameTheDayWhenItIsAnother()
    {
        const QDateTime now(QDate(2026, 11, 23), QTime(12, 0), Qt::LocalTime);
        QCOMPARE(momentText(now.addSecs(-3600), now), QStringLiteral("11:00"));
        QVERIFY(momentText(now.addDays(-1), now).startsWith(QStringLiteral("yesterday")));
        QVERIFY(momentText(now.addDays(1), now).startsWith(QStringLiteral("tomorrow")));
        QVERIFY(momentText(now.addDays(-20), now).startsWith(QStringLiteral("3 Nov")));
        QVERIFY(momentText(now.addYears(-1), now).contains(QStringLiteral("2025")));
        QCOMPARE(momentText({}, now), QString());
    }

    void deadlinesChangeTheirColour_data()
    {
        QTest::addColumn<int>("secondsLeft");
        QTest::addColumn<bool>("paused");
        QTest::addColumn<int>("level");
        QTest::newRow("41 % left is green") << 410 << false << int(DeadlineLevel::OnTrack);
        QTest::newRow("40 % left is amber") << 400 << false << int(DeadlineLevel::Soon);
        QTest::newRow("15 % left is still amber") << 150 << false << int(DeadlineLevel::Soon);
        QTest::newRow("14 % left is red") << 140 << false << int(DeadlineLevel::Late);
        QTest::newRow("just over is overdue") << -1 << false << int(DeadlineLevel::Overdue);
        QTest::newRow("a paused clock is grey") << 10 << true << int(DeadlineLevel::Paused);
    }
    void deadlinesChangeTheirColour()
    {
        QFETCH(int, secondsLeft);
        QFETCH(bool, paused);
        QFETCH(int, level);
        const QDateTime now(QDate(2026, 11, 23), QTime(9, 0), Qt::UTC);
        const DeadlineState state = deadlineState(now.addSecs(secondsLeft), 1'000'000, paused ? now : QDateTime(), now.addSecs(paused ? 500 : 0));
        QCOMPARE(int(state.level), level);
        QCOMPARE(state.seconds, qint64(secondsLeft));
        QVERIFY(!deadlineSentence(state).isEmpty());
    }
    void withoutADueTimeThereIsNoDeadline()
    {
        QCOMPARE(deadlineState({}, 1000, {}, QDateTime::currentDateTimeUtc()).level, DeadlineLevel::None);
    }

    void initialsAreOneOrTwoLetters()
    {
        QCOMPARE(initialsOf(QStringLiteral("Priya Raman")), QStringLiteral("PR"));
        QCOMPARE(initialsOf(QStringLiteral("  mira  van der kovac ")), QStringLiteral("MK"));
        QCOMPARE(initialsOf(QStringLiteral("Ada")), QStringLiteral("A"));
        QCOMPARE(initialsOf(QString()), QString());
    }

    void everyErrorHasASentenceAndAWayOn()
    {
        for (int code = 0; code <= int(Errc::Internal); ++code) {
            const Error error{Errc(code), "the disk said no", "console.db", "ask again", std::nullopt};
            QVERIFY2(errorSentence(error).endsWith(QLatin1Char('.')), qPrintable(QString::number(code)));
            QVERIFY2(errorMend(error).endsWith(QLatin1Char('.')), qPrintable(QString::number(code)));
            QVERIFY(errorDetails(error).contains(QStringLiteral("the disk said no")));
        }
    }

    void moneyIsWrittenAsTheLocaleDoes()
    {
        QCOMPARE(moneyText(640, QStringLiteral("gbp")), QStringLiteral("£640.00"));
        QCOMPARE(moneyText(640, QStringLiteral("JPY")), QStringLiteral("¥640"));
        QVERIFY(moneyText(10, QStringLiteral("CHF")).contains(QStringLiteral("CHF")));
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
