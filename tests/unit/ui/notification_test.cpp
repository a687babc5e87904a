#include <QSignalSpy>
#include <QTest>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/notifications/notification_center.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace std::chrono_literals;

class NotificationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock.set(fromMillis(1795424400000)); // a Monday, 09:00 UTC
        m_door = std::make_unique<test::FakeDoor>();
        m_parts = std::make_unique<ShellParts>(*m_door, m_clock, *TokenSet::shipped());
        m_notifier = std::make_unique<DesktopNotifier>();
        m_center = std::make_unique<NotificationCenter>(m_parts->context(), *m_notifier);
        m_told.clear();
        connect(m_center.get(), &NotificationCenter::shown, this, [this](const DesktopNotice &notice) { m_told.push_back(notice); });
    }
    void cleanup()
    {
        m_center.reset();
        m_notifier.reset();
        m_parts.reset();
        m_door.reset();
    }

    void whatWaitedBeforeTheStartIsNotTold()
    {
        m_center->takeEscalations({waiting("a")});
        QVERIFY(m_told.empty());
        m_center->takeEscalations({waiting("a"), waiting("b")});
        QCOMPARE(m_told.size(), std::size_t(1));
        QCOMPARE(m_told.front().id, QStringLiteral("escalation/b"));
        m_center->takeEscalations({waiting("a"), waiting("b")});
        QCOMPARE(m_told.size(), std::size_t(1)); // once
    }

    void moreThanThreeAMinuteBecomeOneSummary()
    {
        m_center->takeEscalations({});
        m_center->takeEscalations({waiting("a"), waiting("b"), waiting("c"), waiting("d"), waiting("e")});
        QCOMPARE(m_told.size(), std::size_t(5));
        QCOMPARE(m_told[2].id, QStringLiteral("escalation/c"));
        QCOMPARE(m_told[3].id, QStringLiteral("summary"));
        QVERIFY(m_told[4].title.contains(QLatin1Char('2')));
        m_clock.advance(61s);
        m_center->takeEscalations({waiting("f")});
        QCOMPARE(m_told.back().id, QStringLiteral("escalation/f"));
    }

    void mutedMeansSilentForAWhile()
    {
        m_center->takeEscalations({});
        m_center->muteFor(60);
        m_center->takeEscalations({waiting("a")});
        QVERIFY(m_told.empty());
        m_clock.advance(61min);
        m_center->takeEscalations({waiting("a"), waiting("b")});
        QCOMPARE(m_told.size(), std::size_t(1));
    }

    void aClassCanBeSwitchedOff()
    {
        setNoticeLoudness(m_parts->preferences, NoticeClass::NeedsMe, NoticeLoudness::Badge);
        m_center->takeEscalations({});
        m_center->takeEscalations({waiting("a")});
        QVERIFY(m_told.empty());
    }

    void aDeadlineIsToldNearAndOver()
    {
        api::EscalationRow row = waiting("a");
        row.respondDue = m_parts->ticker.now().addSecs(240);
        m_center->takeEscalations({row});
        QCOMPARE(m_told.size(), std::size_t(1));
        m_clock.advance(5min);
        m_center->takeEscalations({row});
        QCOMPARE(m_told.size(), std::size_t(2));
        QVERIFY(m_told.back().title.startsWith(QStringLiteral("Overdue")));
        m_center->takeEscalations({row});
        QCOMPARE(m_told.size(), std::size_t(2));
    }

    void aPausedClockIsNotTold()
    {
        api::EscalationRow row = waiting("a");
        row.respondDue = m_parts->ticker.now().addSecs(60);
        row.pausedSince = m_parts->ticker.now();
        m_center->takeEscalations({row});
        QVERIFY(m_told.empty());
    }

    void quietHoursHoldAndUrgentOnesBreakOnlyIfAllowed()
    {
        m_parts->preferences.setValue(QStringLiteral("notify/quiet"), true);
        m_parts->preferences.setValue(QStringLiteral("notify/quietFrom"), QTime(0, 0));
        m_parts->preferences.setValue(QStringLiteral("notify/quietUntil"), QTime(23, 59, 59));
        api::EscalationRow row = waiting("a");
        row.priority = api::Priority::Urgent;
        row.respondDue = m_parts->ticker.now().addSecs(-10);
        m_center->takeEscalations({row});
        QVERIFY(m_told.empty());
        m_parts->preferences.setValue(QStringLiteral("notify/urgentBreaks"), true);
        row.respondDue = row.respondDue.addSecs(-1); // another deadline
        m_center->takeEscalations({row});
        QCOMPARE(m_told.size(), std::size_t(1));
    }

    void aNewFaultOfTheEngineIsToldOnce()
    {
        std::vector<api::Notice> notices = {{QStringLiteral("old"), QStringLiteral("danger"), QStringLiteral("Old fault"), {}, {}}};
        m_door->onQuery<api::StatusQuery>([&notices](const auto &, const auto &) -> Result<api::Status> {
            api::Status status;
            status.notices = notices;
            return status;
        });
        m_center->start();
        QTRY_VERIFY(m_door->lastQuery<api::StatusQuery>());
        QCoreApplication::processEvents();
        QVERIFY(m_told.empty()); // the bell tells of what was there before
        notices.push_back({QStringLiteral("backup"), QStringLiteral("danger"), QStringLiteral("The backup failed"), {}, {}});
        notices.push_back({QStringLiteral("hint"), QStringLiteral("info"), QStringLiteral("A hint"), {}, {}});
        m_door->announce({api::Topic::Status, {}, 1});
        QTRY_COMPARE(m_told.size(), std::size_t(1));
        QCOMPARE(m_told.front().title, QStringLiteral("The backup failed"));
        m_door->announce({api::Topic::Status, {}, 2});
        QCoreApplication::processEvents();
        QCOMPARE(m_told.size(), std::size_t(1));
    }

    void contentsCanBeHidden()
    {
        m_parts->preferences.setValue(QStringLiteral("notify/hideContent"), true);
        m_center->takeEscalations({});
        m_center->takeEscalations({waiting("a")});
        QVERIFY(!m_told.front().title.contains(QStringLiteral("Title")));
        QVERIFY(m_told.front().text.isEmpty());
    }

private:
    [[nodiscard]] api::EscalationRow waiting(const char *id) const
    {
        api::EscalationRow row;
        row.id = QString::fromLatin1(id);
        row.title = QStringLiteral("Title ") + row.id;
        row.person = QStringLiteral("Person");
        row.status = api::EscalationStatus::Waiting;
        row.respondDue = m_parts->ticker.now().addSecs(7200);
        return row;
    }

    test::FakeClock m_clock;
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<DesktopNotifier> m_notifier;
    std::unique_ptr<NotificationCenter> m_center;
    std::vector<DesktopNotice> m_told;
};

QTEST_MAIN(NotificationTest)
#include "notification_test.moc"
