// Notion's card and what it opens to: truth in plain words, what a person can decide, lists that are never read whole.

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sample_notion.h"
#include "tests/unit/ui_boards/nameless.h"
#include "ui/integrations/integration_card.h"
#include "ui/integrations/integrations_view.h"
#include "ui/integrations/notion_databases.h"
#include "ui/integrations/notion_lists.h"
#include "ui/integrations/notion_page.h"
#include "ui/integrations/notion_plan.h"
#include "ui/integrations/notion_rehearsal.h"
#include "ui/integrations/notion_setup.h"
#include "ui/shell/shell_parts.h"
#include "ui/text/notion_text.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    explicit Desk(api::Role role = api::Role::Admin, test::SampleNotion with = {})
    {
        resources::init();
        sample = with;
        sample.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
        test::serveNotion(door, sample);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = role});
        parts->navigator.setKnownKinds({u"record"_s});
        view = std::make_unique<IntegrationsView>(parts->context());
        view->resize(720, 760);
        view->show();
        view->showObject(u"integration"_s, u"notion-hub"_s);
    }
    NotionPage &page() { return view->notion(); }
    QPushButton *button(const QString &text, QWidget *root = nullptr)
    {
        for (QPushButton *candidate : (root ? root : view.get())->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    bool shows(const QString &text, QWidget *root = nullptr)
    {
        const auto labels = (root ? root : view.get())->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    template <typename Dialog>
    Dialog *dialog()
    {
        for (Dialog *one : view->findChildren<Dialog *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }

    test::FakeClock clock;
    test::FakeDoor door;
    test::SampleNotion sample;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<IntegrationsView> view;
};

} // namespace

class NotionViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itSaysWhatIsUploadedAndWhatIsDownloaded()
    {
        test::SampleNotion calm;
        calm.waiting = calm.parked = calm.conflicts = 0;
        Desk desk(api::Role::Admin, calm);
        QTRY_VERIFY(desk.page().status());
        const QDateTime at = notionDownloadedAt(*desk.page().status());
        QCOMPARE(at, desk.sample.now.addSecs(-35)); // of the database that was read the longest ago
        QTRY_VERIFY(desk.shows(u"All changes are uploaded; last downloaded "_s));
        QVERIFY(desk.shows(u"41 of 180 requests this minute: 2 for people, 20 for uploads, 19 for downloads"_s));
        QVERIFY(desk.shows(u"An answer usually takes 240 ms"_s));
        QVERIFY(!desk.shows(u"clock is"_s));
        for (const QLabel *label : desk.view->findChildren<QLabel *>())
            QVERIFY2(!label->text().contains(u"synced"_s, Qt::CaseInsensitive), qPrintable(label->text()));
        QVERIFY(desk.view->cards().front()->accessibleName().contains(u"All changes are uploaded"_s));
    }

    void theStandingIsAWordAnIconAndAColour_data()
    {
        QTest::addColumn<int>("standing");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, api::NotionStanding standing, const char *word, const char *says) {
            QTest::newRow(name) << int(standing) << QString::fromUtf8(word) << QString::fromUtf8(says);
        };
        row("paused", api::NotionStanding::Paused, "Paused", "until you resume");
        row("down", api::NotionStanding::Down, "Not reachable", "changes are kept");
        row("signed out", api::NotionStanding::NeedsSignIn, "Needs a token", "does not accept the token");
        row("blocked", api::NotionStanding::Blocked, "Blocked", "refuses the connection");
        row("differs", api::NotionStanding::NeedsPerson, "Needs a person", "has to look");
        row("set up", api::NotionStanding::SettingUp, "Being set up", "being set up");
    }
    void theStandingIsAWordAnIconAndAColour()
    {
        QFETCH(int, standing);
        QFETCH(QString, says);
        api::NotionStatus status;
        status.standing = api::NotionStanding(standing);
        status.tokenSet = true;
        const NotionLook look = notionLook(status);
        QTEST(look.word, "word");
        QVERIFY(!look.icon.isEmpty());
        const QString summary = notionSummary(status, QDateTime::currentDateTimeUtc());
        QVERIFY2(summary.contains(says), qPrintable(summary));
        QVERIFY(!notionGlance(status, QDateTime::currentDateTimeUtc()).word.isEmpty());
    }

    void clocksAreToldOnceTheyDifferByMoreThanTwoSeconds()
    {
        api::NotionStatus status;
        status.skewMillis = 2000;
        QVERIFY(notionSkew(status).isEmpty());
        status.skewMillis = -12'000;
        QVERIFY(notionSkew(status).contains(u"12"_s) && notionSkew(status).contains(u"behind"_s));
    }

    void aBrokenLineCountsDownToItsNextTry()
    {
        test::SampleNotion down;
        down.standing = api::NotionStanding::Down;
        Desk desk(api::Role::Admin, down);
        QTRY_VERIFY(desk.shows(u"The next try is in 0:42"_s));
        desk.clock.advance(std::chrono::seconds(2));
        desk.parts->ticker.tick();
        QVERIFY(desk.shows(u"The next try is in 0:40"_s));
        QVERIFY(desk.shows(u"3 change(s) wait to be uploaded, the oldest since"_s)); // the English plural is in the catalogue
        QVERIFY(desk.shows(u"Notion cannot be reached"_s));
    }

    void lookingAndPausing()
    {
        Desk desk;
        QTRY_VERIFY(desk.button(u"Look now"_s));
        desk.button(u"Look now"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SyncNotionNow>());
        QVERIFY(desk.door.lastCommand<api::SyncNotionNow>()->database.isEmpty());
        desk.button(u"Pause"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::PauseSource>());
        QCOMPARE(desk.door.lastCommand<api::PauseSource>()->name, u"notion-hub"_s);
        QVERIFY(desk.door.lastCommand<api::PauseSource>()->paused);
        desk.sample.standing = api::NotionStanding::Paused;
        test::serveNotion(desk.door, desk.sample);
        desk.page().refresh();
        QTRY_VERIFY(desk.button(u"Resume"_s));
        QVERIFY(!desk.button(u"Look now"_s));
        desk.button(u"Resume"_s)->click();
        QTRY_VERIFY(!desk.door.lastCommand<api::PauseSource>()->paused);
    }

    void databasesStandBesideTheirMirrors()
    {
        Desk desk;
        QTRY_VERIFY(desk.page().status());
        desk.page().showTab(NotionPage::Tab::Databases);
        auto *databases = desk.view->findChild<NotionDatabases *>();
        QCOMPARE(databases->entries().size(), size_t(16));
        QVERIFY(desk.shows(u"Added by people in Notion: Favourite artist, Dinner list"_s));
        QVERIFY(desk.shows(u"In Notion: Catalogue of the gallery"_s));
        QVERIFY(desk.shows(u"Notion does not find it"_s));
        QVERIFY(databases->entries()[0]->accessibleName().contains(u"409 pages for 412 records"_s));
        desk.button(u"Look now"_s, databases->entries()[4])->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SyncNotionNow>());
        QCOMPARE(desk.door.lastCommand<api::SyncNotionNow>()->database, u"master-tasks"_s);
    }

    void aConflictIsDecidedAndTheDecisionTakenBack()
    {
        Desk desk;
        QTRY_VERIFY(desk.page().status());
        desk.page().showTab(NotionPage::Tab::Conflicts);
        NotionConflictList *list = desk.page().conflicts();
        QTRY_COMPARE(list->model().rowCount(), 3);
        const QAbstractItemModelTester rules(&list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(desk.door.lastQuery<api::NotionConflictQuery>()->openOnly);
        list->choose(0);
        QTRY_VERIFY(desk.shows(u"helen@ashworth.example"_s) && desk.shows(u"office@ashworth.example"_s));
        QVERIFY(desk.shows(u"Dan Osei (Notion)"_s) && desk.shows(u"Mira Kovac"_s));
        QVERIFY(desk.shows(u"Notion, stands now"_s));
        QVERIFY(desk.shows(u"The change in Notion came last"_s));
        desk.button(u"Take the other value"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::ReviewNotionConflict>());
        QVERIFY(desk.door.lastCommand<api::ReviewNotionConflict>()->turn);
        QCOMPARE(desk.door.lastCommand<api::ReviewNotionConflict>()->seq, 3);
        QTRY_VERIFY(desk.parts->undo.top());
        QVERIFY(desk.parts->undo.undoLast());
        QTRY_VERIFY(desk.door.lastCommand<api::ReviewNotionConflict>()->reopen);
        QCOMPARE(desk.door.lastCommand<api::ReviewNotionConflict>()->seq, 3);
        list->choose(1);
        QTRY_VERIFY(desk.shows(u"Console, stands now"_s));
        desk.button(u"Keep"_s)->click();
        QTRY_VERIFY(!desk.door.lastCommand<api::ReviewNotionConflict>()->reopen);
        QVERIFY(!desk.door.lastCommand<api::ReviewNotionConflict>()->turn);
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        list->choose(0);
        QTRY_VERIFY(desk.button(u"Open record"_s));
        desk.button(u"Open record"_s)->click();
        QCOMPARE(opened.front(), (QVariantList{u"record"_s, u"contacts-profiles/rec_1"_s}));
    }

    void whatIsStuckSaysWhyAndIsTriedAgain()
    {
        Desk desk;
        QTRY_VERIFY(desk.page().status());
        desk.page().showTab(NotionPage::Tab::Parked);
        NotionParkedList *list = desk.page().parked();
        QTRY_COMPARE(list->model().rowCount(), 2);
        const QAbstractItemModelTester rules(&list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        list->choose(0);
        QTRY_VERIFY(desk.shows(u"does not take the value of"_s));
        QVERIFY(desk.shows(u"To mend it: write it as"_s));
        desk.button(u"Try again"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RetryNotionItem>());
        QCOMPARE(desk.door.lastCommand<api::RetryNotionItem>()->record, u"rec_p0"_s);
        QTRY_VERIFY(desk.button(u"Try all again"_s));
        desk.button(u"Try all again"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RetryNotionItem>()->record.isEmpty());
    }

    void longListsAreNeverReadWhole()
    {
        test::SampleNotion many;
        many.conflicts = many.parked = 1'000;
        Desk desk(api::Role::Admin, many);
        QTRY_VERIFY(desk.page().status());
        QVERIFY(!desk.door.lastQuery<api::NotionConflictQuery>()); // not before somebody looks
        desk.page().showTab(NotionPage::Tab::Conflicts);
        QTRY_VERIFY(desk.page().conflicts()->model().rowCount() > 0);
        QVERIFY(desk.page().conflicts()->model().rowCount() <= 200);
        desk.page().showTab(NotionPage::Tab::Parked);
        QTRY_VERIFY(desk.page().parked()->model().rowCount() > 0);
        QVERIFY(desk.page().parked()->model().rowCount() <= 200);
        // Going to the end of what is there brings the next page.
        auto *list = desk.page().parked()->findChild<VirtualList *>();
        QCOMPARE(desk.page().parked()->model().rowCount(), 200);
        list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum());
        QTRY_VERIFY(desk.page().parked()->model().rowCount() > 200);
    }

    void pagesThatWentMissingWaitForAWord()
    {
        test::SampleNotion missing;
        missing.gone = 120;
        Desk desk(api::Role::Admin, missing);
        QTRY_VERIFY(desk.shows(u"went missing in Notion all at once"_s));
        desk.button(u"Keep them here"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::DecideNotionGone>());
        QVERIFY(!desk.door.lastCommand<api::DecideNotionGone>()->gone);
        QCOMPARE(desk.door.lastCommand<api::DecideNotionGone>()->database, u"contacts-profiles"_s);
        desk.door.forgetCalls();
        QTRY_VERIFY(desk.button(u"They are gone"_s));
        desk.button(u"They are gone"_s)->click();
        QVERIFY(!desk.door.lastCommand<api::DecideNotionGone>()); // it is asked first
        QTRY_VERIFY(desk.button(u"Remove them here"_s));
        desk.button(u"Remove them here"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::DecideNotionGone>());
        QVERIFY(desk.door.lastCommand<api::DecideNotionGone>()->gone);
    }

    void settingUpShowsWhatWouldHappenFirst()
    {
        test::SampleNotion none;
        none.standing = api::NotionStanding::Off;
        none.tokenSet = false;
        Desk desk(api::Role::Admin, none);
        QTRY_VERIFY(desk.button(u"Connect Notion…"_s));
        desk.button(u"Connect Notion…"_s)->click();
        NotionSetup *setup = nullptr;
        QTRY_VERIFY((setup = desk.dialog<NotionSetup>()));
        QPushButton *next = desk.button(u"See what would happen"_s, setup);
        QVERIFY(next && !next->isEnabled());
        const auto fields = setup->findChildren<QLineEdit *>();
        QCOMPARE(fields[0]->echoMode(), QLineEdit::Password);
        fields[0]->setText(u" ntn_secret "_s);
        fields[1]->setText(u"https://www.notion.so/nowhere"_s);
        next->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SetSecret>());
        QCOMPARE(desk.door.lastCommand<api::SetSecret>()->name, u"NOTION_API_TOKEN"_s);
        QCOMPARE(desk.door.lastCommand<api::SetSecret>()->value, u"ntn_secret"_s);
        QTRY_VERIFY(desk.shows(u"The parent page is not there"_s, setup)); // beside its field
        QVERIFY(fields[0]->text().isEmpty());                                  // never shown again
        QCOMPARE(setup->step(), NotionSetup::Step::Access);
        fields[1]->setText(u"https://www.notion.so/lumen/Hub"_s);
        next->click();
        QTRY_COMPARE(setup->step(), NotionSetup::Step::Plan);
        QVERIFY(desk.door.lastCommand<api::ConnectNotion>()->preview);
        QCOMPARE(setup->plan().entries().size(), size_t(16));
        QVERIFY(desk.shows(u"is a text property in Notion"_s, setup));
        QPushButton *connect = desk.button(u"Connect"_s, setup);
        QVERIFY(!connect->isEnabled()); // two of them have to be chosen
        setup->plan().entries()[2]->choice()->setCurrentIndex(2); // a new one
        QVERIFY(!connect->isEnabled());
        setup->plan().entries()[3]->choice()->setCurrentIndex(1); // its table "Open"
        QVERIFY(connect->isEnabled());
        connect->click();
        QTRY_COMPARE(setup->step(), NotionSetup::Step::Done);
        const auto done = *desk.door.lastCommand<api::ConnectNotion>();
        QVERIFY(!done.preview);
        QCOMPARE(done.adopt, (QJsonObject{{u"business-entities-registry"_s, u"11111111-1111-1111-1111-111111111111"_s},
                                          {u"products-services"_s, QString()},
                                          {u"active-workflows"_s, u"44444444-4444-4444-4444-444444444444"_s}}));
    }

    void aSetUpTellsHowFarItIs()
    {
        test::SampleNotion busy;
        busy.standing = api::NotionStanding::SettingUp;
        busy.setUpDone = 5;
        busy.setUpOf = 32;
        Desk desk(api::Role::Admin, busy);
        QTRY_VERIFY(desk.shows(u"Setting up: 5 of 32 – Contacts & Profiles"_s));
        auto *bar = desk.view->findChild<QProgressBar *>();
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->value(), 5);
        QCOMPARE(bar->maximum(), 32);
        QCOMPARE(bar->accessibleName(), u"Setting up: 5 of 32 – Contacts & Profiles"_s);
        desk.sample.setUpOf = 0;
        desk.sample.standing = api::NotionStanding::Working;
        test::serveNotion(desk.door, desk.sample);
        desk.page().refresh();
        QTRY_VERIFY(!bar->isVisible());
        QVERIFY(!desk.shows(u"Setting up:"_s));
        api::NotionStatus nameless;
        nameless.setUpOf = 3;
        QCOMPARE(notionSetUp(nameless), u"Setting up: 0 of 3"_s);
    }

    void whatIsTypedForADatabaseHasToBeAPlaceInNotion_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("problem"); // empty: it can be looked for
        QTest::newRow("an id") << u" 1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f "_s << QString();
        QTest::newRow("an id with dashes") << u"1F00B5A4-d1a1-4f4b-8a1d-0a1b2c3d4e5f"_s << QString();
        QTest::newRow("an address") << u"https://www.notion.so/lumen/Clients-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f?v=6666"_s << QString();
        QTest::newRow("an address with an id alone") << u"https://app.notion.com/1f00b5a4-d1a1-4f4b-8a1d-0a1b2c3d4e5f/"_s << QString();
        QTest::newRow("of a page over a list") << u"https://www.notion.so/lumen/Home?p=1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s << QString();
        QTest::newRow("nothing") << u"  "_s << u"is needed"_s;
        QTest::newRow("too short") << u"1f00b5a4d1a14f4b8a1d0a1b2c3d4e5"_s << u"this one has 31"_s;
        QTest::newRow("words") << u"Clients"_s << u"neither an address nor an id"_s;
        QTest::newRow("an address elsewhere") << u"https://example.com/1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s << u"does not lead to Notion"_s;
        QTest::newRow("a neighbour's name") << u"https://evilnotion.so/1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s << u"does not lead to Notion"_s;
        QTest::newRow("an address without an id") << u"https://www.notion.so/lumen/Clients"_s << u"holds no id"_s;
        QTest::newRow("an id that goes on") << u"https://www.notion.so/lumen/Clientsaf00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s << u"holds no id"_s;
        QTest::newRow("an address without its beginning") << u"www.notion.so/lumen/Clients-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s << u"https://"_s;
    }
    void whatIsTypedForADatabaseHasToBeAPlaceInNotion()
    {
        QFETCH(QString, typed);
        QFETCH(QString, problem);
        const QString said = placeProblem(typed);
        QVERIFY2(problem.isEmpty() ? said.isEmpty() : said.contains(problem), qPrintable(said));
    }

    void everyDatabaseMayBeOneOfAnotherTitle()
    {
        Desk desk;
        NotionPlanView plan(desk.parts->context());
        plan.setPlan(planFrom(desk.sample.plan()));
        plan.show();
        QVERIFY(!plan.entries()[0]->choice()); // it is connected
        NotionPlanEntry *fresh = plan.entries()[4];
        QCOMPARE(fresh->choice()->itemText(0), u"Make a new one"_s);
        QCOMPARE(fresh->choice()->itemText(1), u"Another database…"_s);
        QVERIFY(fresh->isDecided());
        QVERIFY(!fresh->wish()); // nothing is asked: it is what happens anyway
        QVERIFY(!fresh->place()->isVisible());
        fresh->choice()->setCurrentIndex(1);
        QVERIFY(fresh->place()->isVisible());
        QVERIFY(!fresh->isDecided() && !fresh->wish());
        QCOMPARE(test::nameless(plan), QStringList());
        fresh->place()->setText(u"Clients of old"_s);
        QVERIFY(!fresh->isDecided());
        QVERIFY(desk.shows(u"neither an address nor an id"_s, &plan));
        fresh->place()->setText(u"https://www.notion.so/Old-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s);
        QVERIFY(fresh->isDecided());
        QVERIFY(!desk.shows(u"neither an address nor an id"_s, &plan));
        QCOMPARE(fresh->wish(), std::optional(u"https://www.notion.so/Old-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s));
        fresh->choice()->setCurrentIndex(0);
        QVERIFY(!fresh->wish());
        NotionPlanEntry *found = plan.entries()[1]; // one of this title is there
        QCOMPARE(found->wish(), std::optional(u"11111111-1111-1111-1111-111111111111"_s));
        found->choice()->setCurrentIndex(found->choice()->count() - 1);
        found->place()->setText(u"1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s);
        QCOMPARE(found->wish(), std::optional(u"1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s));
    }

    void aDatabaseThatIsNamedIsLookedAtFirst()
    {
        const QString address = u"https://www.notion.so/Jobs-1f00b5a4d1a14f4b8a1d0a1b2c3d4e5f"_s;
        Desk desk;
        QTRY_VERIFY(desk.page().status());
        desk.page().setUp();
        NotionSetup *setup = nullptr;
        QTRY_VERIFY((setup = desk.dialog<NotionSetup>()));
        desk.button(u"See what would happen"_s, setup)->click();
        QTRY_COMPARE(setup->step(), NotionSetup::Step::Plan);
        const auto &entries = setup->plan().entries();
        entries[2]->choice()->setCurrentIndex(2); // a new one
        entries[3]->choice()->setCurrentIndex(1); // its table "Open"
        QVERIFY(desk.button(u"Connect"_s, setup)->isEnabled());
        entries[4]->choice()->setCurrentIndex(1);
        QVERIFY(!desk.button(u"Connect"_s, setup));
        QVERIFY(!desk.button(u"See what would happen"_s, setup)->isEnabled());
        entries[4]->place()->setText(address);
        desk.button(u"See what would happen"_s, setup)->click();
        QTRY_VERIFY(desk.button(u"Connect"_s, setup)); // once it is seen what is there
        QVERIFY(desk.door.lastCommand<api::ConnectNotion>()->preview);
        QCOMPARE(desk.door.lastCommand<api::ConnectNotion>()->adopt.value(u"master-tasks"_s), QJsonValue(address));
        QVERIFY(desk.shows(u"is missing and can be added"_s, entries[4]));
        QCOMPARE(entries[3]->choice()->currentIndex(), 1); // what was chosen before stays
        desk.button(u"Connect"_s, setup)->click();
        QTRY_COMPARE(setup->step(), NotionSetup::Step::Done);
        const auto done = *desk.door.lastCommand<api::ConnectNotion>();
        QVERIFY(!done.preview);
        QCOMPARE(done.adopt, (QJsonObject{{u"business-entities-registry"_s, u"11111111-1111-1111-1111-111111111111"_s},
                                          {u"products-services"_s, QString()},
                                          {u"active-workflows"_s, u"44444444-4444-4444-4444-444444444444"_s},
                                          {u"master-tasks"_s, address}}));
    }

    void whatWouldHappenIsShownAndNothingHappens()
    {
        Desk desk(api::Role::Operator);
        QTRY_VERIFY(desk.button(u"What would happen…"_s));
        QVERIFY(desk.button(u"What would happen…"_s)->isEnabled());
        desk.door.setReply(test::FakeDoor::Reply::Held);
        desk.button(u"What would happen…"_s)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::RehearseNotion>());
        QVERIFY(!desk.button(u"What would happen…"_s)->isEnabled());
        QVERIFY(desk.shows(u"Both sides are compared"_s));
        desk.door.setReply(test::FakeDoor::Reply::AtOnce);
        desk.door.release();
        NotionRehearsalDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.dialog<NotionRehearsalDialog>()));
        QVERIFY(!desk.shows(u"Both sides are compared"_s));
        QVERIFY(desk.button(u"What would happen…"_s)->isEnabled());
        NotionRehearsalModel &model = dialog->model();
        const QAbstractItemModelTester rules(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 6);
        QVERIFY(desk.shows(u"2 would come from Notion, 2 would go there, 1 conflict(s), 1 wait(s) for a person"_s, dialog));
        QVERIFY(desk.shows(u"40 more, not listed here"_s, dialog));
        QVERIFY(desk.shows(u"Feedback & Surveys: Notion does not find it"_s, dialog));
        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, NotionRehearsalModel::Direction), u"From Notion"_s);
        QCOMPARE(cell(2, NotionRehearsalModel::Direction), u"To Notion"_s);
        QVERIFY(model.index(2, NotionRehearsalModel::Direction).data(Qt::DecorationRole).isValid());
        QCOMPARE(cell(0, NotionRehearsalModel::Database), u"Contacts & Profiles"_s);
        QCOMPARE(cell(0, NotionRehearsalModel::Record), u"Helen Ashworth"_s);
        QCOMPARE(cell(5, NotionRehearsalModel::Record), u"Untitled"_s);
        QCOMPARE(cell(0, NotionRehearsalModel::Properties), u"Email, Phone"_s);
        QStringList what;
        for (int row = 0; row < model.rowCount(); ++row)
            what << cell(row, NotionRehearsalModel::What);
        QCOMPARE(what, (QStringList{u"The record is changed"_s, u"A record is made"_s, u"The page is changed"_s, u"The page goes to the trash"_s,
                                    u"Conflict: changed on both sides"_s, u"Waits for a person"_s}));
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"From Notion: Helen Ashworth of Contacts & Profiles. The record is changed: Email, Phone."_s);
        QCOMPARE(test::nameless(*dialog), QStringList());
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        dialog->choose(0);
        desk.button(u"Open record"_s, dialog)->click();
        QCOMPARE(opened.front(), (QVariantList{u"record"_s, u"contacts-profiles/rec_1"_s}));
        QVERIFY(dialog->isVisible()); // the next one can be looked at
        for (const int without : {1, 3}) { // not made yet, not there any more
            dialog->choose(without);
            QVERIFY(!desk.button(u"Open record"_s, dialog)->isEnabled());
            QVERIFY(!desk.button(u"Open record"_s, dialog)->toolTip().isEmpty());
        }
        desk.button(u"Close"_s, dialog)->click();
        QTRY_VERIFY(!desk.dialog<NotionRehearsalDialog>());
    }

    void whereBothSidesAreAlikeNothingWouldHappen()
    {
        Desk desk;
        desk.door.onCommand<api::RehearseNotion>([](const auto &, const auto &) -> Result<api::Receipt> {
            return api::Receipt{{}, {}, QJsonObject{{u"rows"_s, QJsonArray()}, {u"more"_s, 0}, {u"troubles"_s, QJsonArray()}}};
        });
        QTRY_VERIFY(desk.page().status());
        desk.page().rehearse();
        NotionRehearsalDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.dialog<NotionRehearsalDialog>()));
        QTRY_VERIFY(desk.shows(u"Nothing: both sides are alike"_s, dialog));
        QVERIFY(!desk.shows(u"not listed here"_s, dialog));
        QVERIFY(!desk.button(u"Open record"_s, dialog));
    }

    void whatWouldHappenMayNotBeKnown()
    {
        Desk desk;
        QStringList told;
        connect(&desk.parts->toasts, &Toasts::shown, this, [&](const Toast &toast) { told << toast.text; });
        desk.door.onCommand<api::RehearseNotion>(
            [](const auto &, const auto &) -> Result<api::Receipt> { return fail(Errc::Unavailable, "Notion did not answer"); });
        QTRY_VERIFY(desk.page().status());
        desk.page().rehearse();
        QTRY_VERIFY(told.join(u' ').contains(u"What would happen could not be worked out."_s));
        QVERIFY(!desk.dialog<NotionRehearsalDialog>());
        QVERIFY(desk.button(u"What would happen…"_s)->isEnabled());
        Desk visitor(api::Role::Viewer);
        QTRY_VERIFY(visitor.button(u"What would happen…"_s));
        QVERIFY(!visitor.button(u"What would happen…"_s)->isEnabled());
        QCOMPARE(visitor.button(u"What would happen…"_s)->toolTip(), u"Needs the role operator."_s);
        test::SampleNotion down;
        down.standing = api::NotionStanding::Down;
        Desk away(api::Role::Admin, down);
        QTRY_VERIFY(away.button(u"What would happen…"_s));
        QVERIFY(!away.button(u"What would happen…"_s)->isEnabled());
    }

    void whoMayNotIsToldWhoMay()
    {
        test::SampleNotion none;
        none.standing = api::NotionStanding::Off;
        none.tokenSet = false;
        Desk visitor(api::Role::Viewer, none);
        QTRY_VERIFY(visitor.shows(u"role administrator"_s));
        QVERIFY(!visitor.button(u"Connect Notion…"_s));
        Desk looks(api::Role::Viewer);
        QTRY_VERIFY(looks.button(u"Look now"_s));
        QVERIFY(!looks.button(u"Look now"_s)->isEnabled());
        looks.page().showTab(NotionPage::Tab::Conflicts);
        QTRY_COMPARE(looks.page().conflicts()->model().rowCount(), 3);
        looks.page().conflicts()->choose(0);
        QTRY_VERIFY(looks.button(u"Keep"_s));
        QVERIFY(!looks.button(u"Keep"_s)->isEnabled());
        QVERIFY(!looks.button(u"Keep"_s)->toolTip().isEmpty());
    }

    void aFailureKeepsWhatWasRead()
    {
        Desk desk;
        QTRY_VERIFY(desk.shows(u"41 of 180 requests"_s));
        desk.door.failAll(Error{Errc::Unavailable, "the store is busy", {}, {}, std::nullopt});
        desk.page().refresh();
        QTRY_VERIFY(desk.shows(u"could not be read"_s));
        QVERIFY(desk.shows(u"41 of 180 requests"_s));
    }

    void everyFocusableHasANameInANarrowDockToo()
    {
        test::SampleNotion all;
        all.gone = 12;
        Desk desk(api::Role::Admin, all);
        desk.view->resize(240, 700);
        QTRY_VERIFY(desk.page().status());
        for (const auto tab : {NotionPage::Tab::Overview, NotionPage::Tab::Databases, NotionPage::Tab::Conflicts, NotionPage::Tab::Parked}) {
            desk.page().showTab(tab);
            if (desk.page().conflicts() && desk.page().conflicts()->isVisible()) {
                QTRY_VERIFY(desk.page().conflicts()->model().rowCount() > 0);
                desk.page().conflicts()->choose(0);
            }
            QVERIFY2(test::nameless(*desk.view).isEmpty(), qPrintable(test::nameless(*desk.view).join(u", "_s)));
            QVERIFY2(desk.view->minimumSizeHint().width() <= 240, qPrintable(QString::number(desk.view->minimumSizeHint().width())));
        }
        QCOMPARE(desk.parts->actions.unregistered(desk.view.get()), QStringList());
    }
};

QTEST_MAIN(NotionViewTest)
#include "notion_view_test.moc"
