// The status bar tells what waits for Notion and since when, offline too; one click opens the detail.

#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sample_notion.h"
#include "ui/shell/shell_parts.h"
#include "ui/window/status_line.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

class NotionStatusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itSaysWhatWaits_data()
    {
        QTest::addColumn<int>("standing");
        QTest::addColumn<int>("waiting");
        QTest::addColumn<int>("stuck");
        QTest::addColumn<bool>("token");
        QTest::addColumn<QString>("begins"); // empty: nothing is shown
        QTest::addColumn<QString>("holds");
        const auto row = [](const char *name, api::NotionStanding standing, int waiting, int stuck, bool token, const char *begins, const char *holds) {
            QTest::newRow(name) << int(standing) << waiting << stuck << token << QString::fromUtf8(begins) << QString::fromUtf8(holds);
        };
        row("never set up", api::NotionStanding::Off, 0, 0, false, "", "");
        row("the console is offline", api::NotionStanding::Off, 0, 0, true, "Notion: offline", "");
        row("all is up", api::NotionStanding::Working, 0, 0, true, "Notion: all uploaded", "");
        row("something waits", api::NotionStanding::Working, 3, 0, true, "Notion", "3 to upload since ");
        row("something is stuck", api::NotionStanding::Working, 3, 2, true, "Notion: 2 to look at", "3 to upload since ");
        row("no way to it", api::NotionStanding::Down, 1234, 0, true, "Notion: not reachable", "1,234 to upload since ");
        row("paused", api::NotionStanding::Paused, 3, 0, true, "Notion: paused", "3 to upload since ");
    }
    void itSaysWhatWaits()
    {
        QFETCH(int, standing);
        QFETCH(int, waiting);
        QFETCH(int, stuck);
        QFETCH(bool, token);
        QFETCH(QString, begins);
        QFETCH(QString, holds);
        resources::init();
        QLocale::setDefault(QLocale(u"en_GB"_s));
        test::FakeClock clock;
        test::FakeDoor door;
        test::SampleNotion sample;
        sample.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
        sample.standing = api::NotionStanding(standing);
        sample.waiting = waiting;
        sample.parked = stuck;
        sample.conflicts = 0;
        sample.tokenSet = token;
        test::serveNotion(door, sample);
        ShellParts parts(door, clock, *TokenSet::shipped());
        EngineStatus status(parts.context());
        StatusLine line(parts.context(), status, nullptr);
        line.resize(1200, 30);
        line.show();
        status.start();
        const auto part = [&]() -> QToolButton * {
            for (QToolButton *button : line.findChildren<QToolButton *>()) {
                if (button->isVisible() && button->text().startsWith(u"Notion"_s))
                    return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(status.notion());
        if (begins.isEmpty()) {
            QVERIFY(!part());
            return;
        }
        QTRY_VERIFY(part());
        QVERIFY2(part()->text().startsWith(begins) && part()->text().contains(holds), qPrintable(part()->text()));
        QCOMPARE(part()->accessibleName(), part()->text());
        QVERIFY(!part()->icon().isNull());
        parts.navigator.setKnownKinds({u"integration"_s});
        QSignalSpy opened(&parts.navigator, &Navigator::requested);
        part()->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.front(), (QVariantList{u"integration"_s, u"notion-hub"_s}));
        // Changes come by the dozen while it is at work: it is asked once a second at most.
        door.forgetCalls();
        for (int i = 0; i < 20; ++i)
            door.announce({api::Topic::Integrations, {}, quint64(i)});
        QTRY_VERIFY_WITH_TIMEOUT(door.lastQuery<api::NotionStatusQuery>(), 3000);
        const auto asked = door.queries();
        QCOMPARE(std::count_if(asked.begin(), asked.end(), [](const auto &one) { return std::holds_alternative<api::NotionStatusQuery>(one.query); }), 1);
    }
};

QTEST_MAIN(NotionStatusTest)
#include "notion_status_test.moc"
