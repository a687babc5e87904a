#include <fstream>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "engine/runtime/hub_archive.h"
#include "engine/store/store.h"
#include "engine/store/tables/meta.h"
#include "tests/flow/notion/sync_desk.h"

using namespace hs;
using namespace hs::test;

namespace {

constexpr const char *Contacts = "contacts-profiles";
constexpr const char *Tasks = "master-tasks";
constexpr const char *Products = "products-services";

Json contact(const std::string &name, const std::string &mail)
{
    return {{"Full Name", name}, {"Email", mail}, {"Contact Type", "Client"}, {"Status", "Active Client"}};
}

Json task(const std::string &name)
{
    return {{"Task Name", name}, {"Status", "To Do"}, {"Priority", "Medium"}};
}

std::string rowText(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)).toStdString();
}

std::string q(const QString &text)
{
    return text.toStdString();
}

} // namespace

/// The hub and Notion, through the real engine and real sockets.
class NotionSyncTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstConnectionMakesAllDatabases();
    void aSecondPassAsksForNothingThatIsThere();
    void whatIsWrittenHereIsThere();
    void whatIsWrittenThereIsHere();
    void aPageMadeInNotionIsARecord();
    void whatIsTrashedThereIsGoneHereAndComesBack();
    void whatIsDeletedHereIsTrashedThere();
    void differentPropertiesAreBothKept();
    void ofOnePropertyTheLastWriteWins();
    void aConflictCanBeTurned();
    void aLostAnswerMakesNoSecondPage_data();
    void aLostAnswerMakesNoSecondPage();
    void longTextsAndLongListsAreWhole();
    void whatPeopleAddedIsKept();
    void whatTheHubCannotHoldStaysThereAndSaysWhy();
    void manyThatGoAtOnceWaitForAPerson();
    void manyThatGoOneByOneWaitForAPersonToo();
    void aTableThatLostAPropertyGetsItBack();
    void moreThanAQueryGives();
    void aWrongTokenIsTold();
    void aPageThatIsNotSharedIsTold();
    void theOlderVersionIsSpokenToo();
    void whatIsRefusedIsParkedAndCanBeTriedAgain();
    void aCopiedPageIsARecordOfItsOwn();
    void databasesThatAreThereAreTakenOver();
    void aDryRunWritesNothingAndSaysWhatAPassDoes();
    void theTextInsideAPageGoesBothWays();
    void aTextGoesAlongIntoANewPage();
    void aTextThatBothChangedIsKeptTwice_data();
    void aTextThatBothChangedIsKeptTwice();
    void aTextThatPeopleEditedIsRead();
    void anArchiveHoldsAllAndCanBeTakenBack();
    void aTextWhoseAnswerIsLostIsThereOnce_data();
    void aTextWhoseAnswerIsLostIsThereOnce();
    void whatNotionBearsIsRememberedOverARestart();
    void oneDatabasesTroubleStaysUntilItIsWell();
    void condensedMessagesStandOnceThoughAnswersAreLost_data();
    void condensedMessagesStandOnceThoughAnswersAreLost();
};

void NotionSyncTest::theFirstConnectionMakesAllDatabases()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto status = desk.ask(api::NotionStatusQuery{});
    QCOMPARE(status.standing, api::NotionStanding::Working);
    QCOMPARE(status.databases.size(), std::size_t(16));
    for (const auto &row : status.databases) {
        QVERIFY2(row.connected, qPrintable(row.database));
        QCOMPARE(row.error, QString());
        QVERIFY2(row.extras.isEmpty() || row.database == QLatin1String("x"), qPrintable(row.database + QLatin1String(": ") + row.extras.join(QLatin1String(", "))));
        const auto records = desk.all(q(row.database));
        std::size_t mirrored = 0;
        for (const auto &entry : records)
            mirrored += text(entry.second, "Kind") == "Message" ? 0U : 1U;
        QCOMPARE(desk.pages(q(row.database)).size(), mirrored);
        // Every property of the hub is there.
        const auto schema = desk.notion.schema(desk.table(q(row.database)).dataSource);
        for (const auto &database : desk.ask(api::DatabaseQuery{}))
            if (database.key == row.database)
                for (const auto &property : database.properties)
                    QVERIFY2(schema.contains(q(property.name)), qPrintable(row.database + QLatin1String(": ") + property.name));
    }
    QCOMPARE(member(desk.notion.dump(), "databases").size(), std::size_t(16));
    // Relations have two sides.
    const auto relation = member(member(desk.notion.schema(desk.table(Contacts).dataSource), "Community Profile"), "relation");
    QVERIFY(relation.contains("dual_property"));
}

void NotionSyncTest::aSecondPassAsksForNothingThatIsThere()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    desk.notion.clearLog();
    const auto report = desk.sync();
    QCOMPARE(integer(report, "pushed"), 0);
    for (const auto &request : desk.notion.log())
        QVERIFY2(request.method == "GET" || request.target.find("/query") != std::string::npos, request.target.c_str());
    QVERIFY(desk.notion.log().size() <= 20 + 16 * 2);
    // The same console started again goes on, and makes nothing twice.
    desk.start();
    QVERIFY(desk.settle());
    QCOMPARE(member(desk.notion.dump(), "databases").size(), std::size_t(16));
}

void NotionSyncTest::whatIsWrittenHereIsThere()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    auto page = desk.pageOf(Contacts, id);
    QCOMPARE(SyncDesk::plain(page, "Full Name"), std::string("Nora Field"));
    QCOMPARE(SyncDesk::plain(page, "Email"), std::string("nora@field.example"));
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}, {"Tags", {"VIP", "New"}}}));
    desk.notion.clearLog();
    QVERIFY(desk.settle());
    page = desk.pageOf(Contacts, id);
    QCOMPARE(SyncDesk::plain(page, "City"), std::string("Bergen"));
    // Only what changed was sent.
    for (const auto &request : desk.notion.log())
        if (request.method == "PATCH" && request.target.find(text(page, "id")) != std::string::npos)
            QVERIFY2(request.body.find("nora@field.example") == std::string::npos, request.body.c_str());
}

void NotionSyncTest::whatIsWrittenThereIsHere()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    desk.notion.editPage(page, {{"City", FakeNotion::text("Oslo")}, {"Lead Score", {{"number", 42}}}});
    desk.sync();
    QCOMPARE(text(desk.fields(Contacts, id), "City"), std::string("Oslo"));
    QCOMPARE(integer(desk.fields(Contacts, id), "Lead Score"), 42);
    // Who did it is known, the old value too, and the agents were told.
    const auto history = desk.ask(api::PropertyHistoryQuery{QString::fromStdString(id), QStringLiteral("City"), {}});
    QCOMPARE(history.rows.size(), std::size_t(1));
    QCOMPARE(history.rows.front().actorKind, QStringLiteral("service"));
    QVERIFY(history.rows.front().actor.contains(QLatin1String("Notion")));
    bool told = false;
    for (const auto &message : desk.ask(api::MessageQuery{}).rows)
        told = told || (message.type == QLatin1String("contact_update") && message.payload.value(QStringLiteral("record")).toString().toStdString() == id
                        && message.payload.value(QStringLiteral("before"))[QLatin1String("City")].isNull()
                        && message.payload.value(QStringLiteral("after"))[QLatin1String("City")] == QStringLiteral("Oslo"));
    QVERIFY(told);
    // Undone here, it is undone there.
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::UndoPropertyChange{QString::fromStdString(id), history.rows.front().seq}));
    QVERIFY(desk.settle());
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "City"), std::string());
}

void NotionSyncTest::aPageMadeInNotionIsARecord()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    desk.addRow(Contacts, {{"Full Name", FakeNotion::title("Ivo Brandt")}, {"Email", {{"email", "ivo@brandt.example"}}}, {"Contact Type", {{"select", {{"name", "Lead"}}}}},
                           {"Status", {{"select", {{"name", "Active Lead"}}}}}});
    QVERIFY(desk.settle());
    std::string id;
    for (const auto &[key, fields] : desk.all(Contacts))
        if (text(fields, "Full Name") == "Ivo Brandt")
            id = key;
    QVERIFY(!id.empty());
    // It has got the ids that the console gives.
    QVERIFY(text(desk.fields(Contacts, id), "Contact ID").starts_with("CTCT-"));
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "Contact ID"), text(desk.fields(Contacts, id), "Contact ID"));
    // A page without a name is a record as well; nothing is lost because somebody has not filled it in.
    desk.addRow(Tasks, Json::object());
    QVERIFY(desk.settle());
    QCOMPARE(desk.pages(Tasks).size(), desk.all(Tasks).size());
}

void NotionSyncTest::whatIsTrashedThereIsGoneHereAndComesBack()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Tasks, task("Order frames"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Tasks, id), "id");
    desk.notion.trashPage(page);
    desk.sync(true);
    QVERIFY(desk.fields(Tasks, id).is_null());
    desk.notion.trashPage(page, false);
    desk.notion.editPage(page, {{"Task Name", FakeNotion::title("Order frames now")}});
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Tasks, id), "Task Name"), std::string("Order frames now"));
    QVERIFY(!desk.pageOf(Tasks, id).is_null());
}

void NotionSyncTest::whatIsDeletedHereIsTrashedThere()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Tasks, task("Sweep"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Tasks, id), "id");
    QVERIFY(desk.remove(Tasks, id));
    QVERIFY(desk.settle());
    QVERIFY(boolean(desk.notion.page(page), "in_trash"));
    QVERIFY(desk.settle());
    QVERIFY(desk.fields(Tasks, id).is_null());
}

void NotionSyncTest::differentPropertiesAreBothKept()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}}));
    desk.notion.editPage(page, {{"Company", FakeNotion::text("Field & Sons")}});
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Contacts, id), "City"), std::string("Bergen"));
    QCOMPARE(text(desk.fields(Contacts, id), "Company"), std::string("Field & Sons"));
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "City"), std::string("Bergen"));
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "Company"), std::string("Field & Sons"));
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).openConflicts, 0);
}

void NotionSyncTest::ofOnePropertyTheLastWriteWins()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto early = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    const auto late = desk.create(Contacts, contact("Ivo Brandt", "ivo@brandt.example"));
    QVERIFY(desk.settle());
    const auto earlyPage = text(desk.pageOf(Contacts, early), "id");
    const auto latePage = text(desk.pageOf(Contacts, late), "id");
    const auto now = desk.notion.now();
    // Notion's edit of the one lies ten minutes back, that of the other ten minutes ahead of the console's.
    desk.notion.editPage(earlyPage, {{"City", FakeNotion::text("Oslo")}});
    desk.notion.setTimes(earlyPage, now - std::chrono::hours(1), now - std::chrono::minutes(10));
    desk.notion.editPage(latePage, {{"City", FakeNotion::text("Kiel")}});
    desk.notion.setTimes(latePage, now - std::chrono::hours(1), now + std::chrono::minutes(10));
    QVERIFY(desk.change(Contacts, early, {{"City", "Bergen"}}));
    QVERIFY(desk.change(Contacts, late, {{"City", "Bergen"}}));
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Contacts, early), "City"), std::string("Bergen"));
    QCOMPARE(SyncDesk::plain(desk.notion.page(earlyPage), "City"), std::string("Bergen"));
    QCOMPARE(text(desk.fields(Contacts, late), "City"), std::string("Kiel"));
    QCOMPARE(SyncDesk::plain(desk.notion.page(latePage), "City"), std::string("Kiel"));
    // What lost is kept, with both values and the rule.
    const auto conflicts = desk.ask(api::NotionConflictQuery{});
    QCOMPARE(conflicts.rows.size(), std::size_t(2));
    for (const auto &conflict : conflicts.rows) {
        QCOMPARE(conflict.property, QStringLiteral("City"));
        QCOMPARE(conflict.local.toString(), QStringLiteral("Bergen"));
        QCOMPARE(q(conflict.remote.toString()), std::string(q(conflict.record) == early ? "Oslo" : "Kiel"));
        QCOMPARE(q(conflict.kept), std::string(q(conflict.record) == early ? "local" : "remote"));
        QVERIFY(!conflict.rule.isEmpty());
        QCOMPARE(conflict.localBy, QStringLiteral("Ada Lind"));
    }
}

void NotionSyncTest::aConflictCanBeTurned()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    desk.notion.editPage(page, {{"City", FakeNotion::text("Kiel")}});
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}}));
    QVERIFY(desk.settle());
    const auto conflicts = desk.ask(api::NotionConflictQuery{});
    QCOMPARE(conflicts.rows.size(), std::size_t(1));
    const auto loser = conflicts.rows.front().kept == QLatin1String("local") ? conflicts.rows.front().remote : conflicts.rows.front().local;
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::ReviewNotionConflict{conflicts.rows.front().seq, true, QStringLiteral("she moved")}));
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Contacts, id), "City"), q(loser.toString()));
    QCOMPARE(SyncDesk::plain(desk.notion.page(page), "City"), q(loser.toString()));
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).openConflicts, 0);
    // The review is taken back: what stood before stands again, and it can be decided anew.
    const auto seq = conflicts.rows.front().seq;
    const auto winner = conflicts.rows.front().kept == QLatin1String("local") ? conflicts.rows.front().local : conflicts.rows.front().remote;
    const auto reopen = [&] { return desk.host().submitNow(runtime::engineCaller(), api::ReviewNotionConflict{seq, false, {}, true}); };
    QVERIFY(reopen());
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Contacts, id), "City"), q(winner.toString()));
    QCOMPARE(SyncDesk::plain(desk.notion.page(page), "City"), q(winner.toString()));
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).openConflicts, 1);
    QVERIFY(!reopen()); // nobody has reviewed it since
    // Not over the head of somebody who changed the value meanwhile.
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::ReviewNotionConflict{seq, true, {}}));
    QVERIFY(desk.change(Contacts, id, {{"City", "Narvik"}}));
    QVERIFY(!reopen());
    QCOMPARE(text(desk.fields(Contacts, id), "City"), std::string("Narvik"));
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).openConflicts, 0);
}

void NotionSyncTest::aLostAnswerMakesNoSecondPage_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    using Kind = NotionFault::Kind;
    QTest::newRow("cut before it is done") << int(Kind::CutBefore) << 0;
    QTest::newRow("cut after it is done") << int(Kind::CutAfter) << 0;
    QTest::newRow("cut in the answer") << int(Kind::CutMiddle) << 0;
    QTest::newRow("503, not done") << int(Kind::Refuse) << 503;
    QTest::newRow("503, done") << int(Kind::RefuseAfter) << 503;
    QTest::newRow("500, done") << int(Kind::RefuseAfter) << 500;
    QTest::newRow("504, done") << int(Kind::RefuseAfter) << 504;
    QTest::newRow("409") << int(Kind::Refuse) << 409;
    QTest::newRow("529") << int(Kind::Refuse) << 529;
    QTest::newRow("no JSON") << int(Kind::Html) << 0;
    QTest::newRow("half of the JSON") << int(Kind::Malformed) << 0;
    QTest::newRow("nothing") << int(Kind::Empty) << 0;
}

void NotionSyncTest::aLostAnswerMakesNoSecondPage()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto before = desk.pages(Contacts).size();
    NotionFault fault;
    fault.kind = NotionFault::Kind(kind);
    fault.status = status;
    fault.method = "POST";
    fault.path = "/v1/pages";
    desk.notion.addFault(fault);
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    QCOMPARE(desk.notion.faultsStruck(), std::uint64_t(1));
    QCOMPARE(desk.pages(Contacts).size(), before + 1);
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "Full Name"), std::string("Nora Field"));
    // The same with a change.
    fault.method = "PATCH";
    fault.path = "/v1/pages/";
    desk.notion.addFault(fault);
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}}));
    QVERIFY(desk.settle());
    QCOMPARE(desk.notion.faultsStruck(), std::uint64_t(2));
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "City"), std::string("Bergen"));
    for (const auto &conflict : desk.ask(api::NotionConflictQuery{}).rows)
        QVERIFY2(false, qPrintable(conflict.database + QLatin1String(", ") + conflict.property + QLatin1Char(' ') + conflict.title + QLatin1String(": ")
                                   + QString::fromStdString(dump(Json{{"base", rowText(conflict.base)}, {"here", rowText(conflict.local)}, {"there", rowText(conflict.remote)}}))));
}

void NotionSyncTest::longTextsAndLongListsAreWhole()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    std::string longText;
    for (int i = 0; longText.size() < 30'000; ++i)
        longText += "Zeile " + std::to_string(i) + " mit Ümläuten und 🎨. ";
    longText.pop_back();
    Json related = Json::array();
    for (int i = 0; i < 60; ++i)
        related.push_back(desk.create(Tasks, task("Part " + std::to_string(i))));
    auto whole = task("Whole");
    whole["Description"] = longText;
    whole["Subtasks"] = related;
    const auto id = desk.create(Tasks, whole);
    QVERIFY(desk.settle());
    const auto page = desk.pageOf(Tasks, id);
    QCOMPARE(SyncDesk::plain(page, "Description"), longText);
    // Sixty are more than an answer holds: both ways they are whole.
    const auto before = desk.fields(Tasks, id);
    QCOMPARE(member(before, "Subtasks").size(), std::size_t(60));
    desk.notion.editPage(text(page, "id"), {{"Notes", FakeNotion::text("seen")}});
    QVERIFY(desk.settle());
    QCOMPARE(member(desk.fields(Tasks, id), "Subtasks").size(), std::size_t(60));
    QCOMPARE(text(desk.fields(Tasks, id), "Description"), longText);
    QCOMPARE(text(desk.fields(Tasks, id), "Notes"), std::string("seen"));
}

void NotionSyncTest::whatPeopleAddedIsKept()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    desk.notion.editSchema(desk.table(Contacts).dataSource, {{"Shoe size", {{"number", Json::object()}}}});
    const auto page = text(desk.pageOf(Contacts, id), "id");
    desk.notion.editPage(page, {{"Shoe size", {{"number", 38}}}});
    desk.start(); // reads the schema again
    QVERIFY(desk.settle());
    auto mirror = desk.ask(api::RecordMirrorQuery{QString::fromStdString(id)});
    QCOMPARE(mirror.extras.size(), std::size_t(1));
    QCOMPARE(mirror.extras.front().name, QStringLiteral("Shoe size"));
    QCOMPARE(mirror.extras.front().text, QStringLiteral("38"));
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}}));
    QVERIFY(desk.settle());
    QCOMPARE(SyncDesk::plain(desk.notion.page(page), "Shoe size"), std::string("38"));
}

void NotionSyncTest::whatTheHubCannotHoldStaysThereAndSaysWhy()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    desk.notion.editPage(page, {{"Phone", {{"phone_number", "call her sister"}}}});
    QVERIFY(desk.settle());
    QVERIFY(!desk.fields(Contacts, id).contains("Phone"));
    const auto mirror = desk.ask(api::RecordMirrorQuery{QString::fromStdString(id)});
    QCOMPARE(mirror.foreign.size(), std::size_t(1));
    QCOMPARE(mirror.foreign.front().property, QStringLiteral("Phone"));
    QVERIFY(!mirror.foreign.front().why.isEmpty());
    QCOMPARE(SyncDesk::plain(desk.notion.page(page), "Phone"), std::string("call her sister"));
}

void NotionSyncTest::manyThatGoAtOnceWaitForAPerson()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    std::vector<std::string> ids;
    for (int i = 0; i < 30; ++i)
        ids.push_back(desk.create(Tasks, task("Task " + std::to_string(i))));
    QVERIFY(desk.settle());
    for (int i = 0; i < 20; ++i)
        desk.notion.trashPage(text(desk.pageOf(Tasks, ids[std::size_t(i)]), "id"));
    desk.sync(true);
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).gone, 20);
    for (const auto &id : ids)
        QVERIFY(!desk.fields(Tasks, id).is_null());
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::DecideNotionGone{QString::fromLatin1(Tasks), true}));
    int left = 0;
    for (const auto &id : ids)
        left += desk.fields(Tasks, id).is_null() ? 0 : 1;
    QCOMPARE(left, 10);
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).gone, 0);
}

void NotionSyncTest::manyThatGoOneByOneWaitForAPersonToo()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    std::vector<std::string> ids;
    for (int i = 0; i < 30; ++i)
        ids.push_back(desk.create(Tasks, task("Task " + std::to_string(i))));
    QVERIFY(desk.settle());
    for (int i = 0; i < 20; ++i) { // told page by page, as webhooks do
        const auto page = text(desk.pageOf(Tasks, ids[std::size_t(i)]), "id");
        desk.notion.trashPage(page);
        desk.hint(page);
    }
    desk.sync();
    int left = 0;
    for (const auto &id : ids)
        left += desk.fields(Tasks, id).is_null() ? 0 : 1;
    QCOMPARE(left, 20); // ten may always go
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).gone, 10);
}

void NotionSyncTest::aTableThatLostAPropertyGetsItBack()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    desk.notion.editSchema(desk.table(Contacts).dataSource, {{"City", nullptr}});
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}}));
    QVERIFY(desk.settle());
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "City"), std::string("Bergen"));
    QCOMPARE(text(desk.fields(Contacts, id), "City"), std::string("Bergen"));
}

void NotionSyncTest::moreThanAQueryGives()
{
    SyncDesk::Options options;
    options.notion.queryCap = 150; // what ships is fewer, and of one minute
    options.notion.longestAnswer = 40;
    SyncDesk desk(options);
    QVERIFY(desk.settle());
    const auto before = desk.all(Products).size();
    for (int i = 0; i < 400; ++i) {
        const auto page = desk.addRow(Products, {{"Name", FakeNotion::title("Print " + std::to_string(i))}, {"Type", {{"select", {{"name", "Art Piece"}}}}}, {"Status", {{"select", {{"name", "Active"}}}}}});
        const auto at = desk.notion.now() - std::chrono::minutes(1000 - i);
        desk.notion.setTimes(page, at, at + std::chrono::minutes(1100)); // edited within the overlap, made in different minutes
    }
    // Our own pages are many within one minute, so other databases may not be listed whole here; this one is.
    desk.sync(true);
    const Json report = desk.sync(true);
    for (const auto &trouble : member(report, "troubles"))
        QVERIFY2(!trouble.get<std::string>().starts_with(Products), dump(trouble).c_str());
    QCOMPARE(desk.all(Products).size(), before + 400);
}

void NotionSyncTest::aWrongTokenIsTold()
{
    SyncDesk desk;
    desk.notion.removeToken(desk.notion.token());
    const auto failed = desk.trySync();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, Errc::Unauthorized);
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).standing, api::NotionStanding::NeedsSignIn);
    QCOMPARE(desk.notion.requests(), std::uint64_t(1)); // a wrong token is not tried again and again
}

void NotionSyncTest::aPageThatIsNotSharedIsTold()
{
    SyncDesk desk;
    desk.notion.share(desk.notion.rootPage(), false);
    const auto failed = desk.trySync();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, Errc::NotFound);
    QVERIFY(!failed.error().mend.empty());
    desk.notion.share(desk.notion.rootPage(), true);
    QVERIFY(desk.settle());
}

void NotionSyncTest::theOlderVersionIsSpokenToo()
{
    SyncDesk::Options options;
    options.version = "2025-09-03";
    SyncDesk desk(options);
    QVERIFY(desk.settle());
    const auto id = desk.create(Tasks, task("Sweep"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Tasks, id), "id");
    QVERIFY(desk.remove(Tasks, id));
    QVERIFY(desk.settle());
    QVERIFY(boolean(desk.notion.page(page), "in_trash"));
    for (const auto &request : desk.notion.log())
        QCOMPARE(request.version, std::string("2025-09-03"));
}

void NotionSyncTest::whatIsRefusedIsParkedAndCanBeTriedAgain()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    NotionFault fault;
    fault.kind = NotionFault::Kind::Refuse;
    fault.status = 400;
    fault.method = "POST";
    fault.path = "/v1/pages";
    fault.times = 0;
    desk.notion.addFault(fault);
    const auto id = desk.create(Tasks, task("Sweep"));
    desk.sync();
    desk.notion.clearFaults();
    const auto parked = desk.ask(api::NotionParkedQuery{});
    const auto mine = std::find_if(parked.rows.begin(), parked.rows.end(), [&](const auto &row) { return q(row.record) == id; });
    QVERIFY(mine != parked.rows.end());
    QVERIFY(!mine->what.isEmpty());
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::RetryNotionItem{QString::fromStdString(id)}));
    QVERIFY(desk.settle());
    QVERIFY(!desk.pageOf(Tasks, id).is_null());
}

void NotionSyncTest::aCopiedPageIsARecordOfItsOwn()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Tasks, task("Sweep"));
    QVERIFY(desk.settle());
    const auto number = text(desk.fields(Tasks, id), "Task ID");
    desk.addRow(Tasks, {{"Task Name", FakeNotion::title("Sweep")}, {"Console ID", FakeNotion::text(id)}, {"Task ID", FakeNotion::text(number)}});
    QVERIFY(desk.settle());
    std::set<std::string> numbers;
    int found = 0;
    for (const auto &[key, fields] : desk.all(Tasks))
        if (text(fields, "Task Name") == "Sweep") {
            ++found;
            numbers.insert(text(fields, "Task ID"));
        }
    QCOMPARE(found, 2);
    QCOMPARE(numbers.size(), std::size_t(2));
    std::set<std::string> ids;
    for (const auto &page : desk.pages(Tasks))
        QVERIFY2(ids.insert(SyncDesk::plain(page, "Console ID")).second, SyncDesk::plain(page, "Console ID").c_str());
}

void NotionSyncTest::databasesThatAreThereAreTakenOver()
{
    SyncDesk desk;
    // Somebody had begun a list of contacts by hand, under the same page.
    const auto made = desk.notion.asPerson("POST", "/v1/databases",
                                           {{"parent", {{"type", "page_id"}, {"page_id", desk.notion.rootPage()}}},
                                            {"title", {{{"type", "text"}, {"text", {{"content", "Contacts & Profiles"}}}}}},
                                            {"initial_data_source", {{"properties", {{"Full Name", {{"title", Json::object()}}}, {"Email", {{"email", Json::object()}}}}}}}});
    QCOMPARE(text(made, "object"), std::string("database"));
    desk.notion.asPerson("POST", "/v1/pages", {{"parent", {{"type", "data_source_id"}, {"data_source_id", text(member(made, "data_sources").at(0), "id")}}},
                                               {"properties", {{"Full Name", FakeNotion::title("Ivo Brandt")}, {"Email", {{"email", "ivo@brandt.example"}}}}}});
    const auto preview = desk.host().submitNow(runtime::engineCaller(), api::ConnectNotion{{}, {}, true});
    QVERIFY(preview);
    int adopts = 0, creates = 0;
    for (const auto row : preview->data.value(QStringLiteral("rows")).toArray()) {
        adopts += row[QLatin1String("action")].toString() == QLatin1String("adopt") ? 1 : 0;
        creates += row[QLatin1String("action")].toString() == QLatin1String("create") ? 1 : 0;
    }
    QCOMPARE(adopts, 1);
    QCOMPARE(creates, 15);
    QCOMPARE(member(desk.notion.dump(), "databases").size(), std::size_t(1)); // nothing was written
    // It lacks most properties, so nobody but a person takes it over; the others are made meanwhile.
    const auto byItself = desk.trySync();
    QVERIFY(!byItself);
    QVERIFY2(byItself.error().what.find("Contacts & Profiles") != std::string::npos, byItself.error().what.c_str());
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).standing, api::NotionStanding::NeedsPerson);
    QCOMPARE(member(desk.notion.schema(desk.table(Contacts).dataSource), "City"), Json());
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::ConnectNotion{}));
    QVERIFY(desk.settle());
    QCOMPARE(member(desk.notion.dump(), "databases").size(), std::size_t(16));
    bool found = false;
    for (const auto &[key, fields] : desk.all(Contacts))
        found = found || text(fields, "Full Name") == "Ivo Brandt";
    QVERIFY(found);
}

void NotionSyncTest::aDryRunWritesNothingAndSaysWhatAPassDoes()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto changed = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    const auto both = desk.create(Contacts, contact("Ivo Brandt", "ivo@brandt.example"));
    const auto gone = desk.create(Tasks, task("Sweep"));
    const auto here = desk.create(Tasks, task("Dust"));
    QVERIFY(desk.settle());
    desk.notion.advance(std::chrono::minutes(5));
    desk.notion.editPage(text(desk.pageOf(Contacts, changed), "id"), {{"City", FakeNotion::text("Oslo")}});
    desk.notion.editPage(text(desk.pageOf(Contacts, both), "id"), {{"City", FakeNotion::text("Rome")}});
    QVERIFY(desk.change(Contacts, both, {{"City", "Bergen"}}));
    desk.notion.trashPage(text(desk.pageOf(Tasks, gone), "id"));
    QVERIFY(desk.change(Tasks, here, {{"Status", "Done"}}));
    desk.addRow(Contacts, {{"Full Name", FakeNotion::title("Lena Park")}});
    const auto made = desk.create(Products, {{"Name", "Print"}, {"Type", "Physical Product"}, {"Status", "Active"}});

    const auto there = desk.notion.dump();
    const auto contacts = desk.all(Contacts);
    const auto rehearsed = desk.host().rehearseSync();
    QVERIFY2(rehearsed, rehearsed ? "" : rehearsed.error().what.c_str());
    QCOMPARE(desk.notion.dump(), there);
    QCOMPARE(desk.all(Contacts), contacts);
    QVERIFY(member(*rehearsed, "troubles").empty());
    QCOMPARE(integer(*rehearsed, "more"), 0);
    std::map<std::string, std::string> rows; // direction, title → what, properties
    for (const auto &row : member(*rehearsed, "rows"))
        rows[(member(row, "upload").get<bool>() ? "up " : "down ") + text(row, "title")] = text(row, "what") + " " + dump(member(row, "properties"));
    QCOMPARE(rows["down Nora Field"], std::string("change [\"City\"]"));
    QVERIFY2(rows["down Ivo Brandt"].starts_with("conflict"), rows["down Ivo Brandt"].c_str());
    QVERIFY2(rows["down Lena Park"].starts_with("create"), rows["down Lena Park"].c_str());
    QVERIFY2(rows["down Sweep"].starts_with("remove"), rows["down Sweep"].c_str());
    QVERIFY2(rows["up Dust"].starts_with("change") && rows["up Dust"].find("Status") != std::string::npos, rows["up Dust"].c_str());
    QVERIFY2(rows["up Print"].starts_with("create"), rows["up Print"].c_str());
    QVERIFY(rows["up Ivo Brandt"].find("City") != std::string::npos);
    QVERIFY(!rows.contains("up Nora Field"));

    // And so it comes.
    QVERIFY(desk.settle());
    QCOMPARE(text(desk.fields(Contacts, changed), "City"), std::string("Oslo"));
    QVERIFY(desk.fields(Tasks, gone).is_null());
    QVERIFY(!desk.pageOf(Products, made).is_null());
    const auto after = desk.host().rehearseSync();
    QVERIFY(after);
    QCOMPARE(member(*after, "rows"), Json::array());
}

void NotionSyncTest::theTextInsideAPageGoesBothWays()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    const auto record = QString::fromStdString(id);
    const auto write = [&](const char *text, const char *seen) { return desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QString::fromUtf8(text), QString::fromUtf8(seen)}); };
    QCOMPARE(desk.ask(api::RecordTextQuery{record}).state, QStringLiteral("none"));
    QVERIFY(write("Met at the fair.", "")); // before there is a page
    QCOMPARE(desk.ask(api::RecordTextQuery{record}).state, QStringLiteral("here"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    QVERIFY2(desk.notion.markdown(page).find("Met at the fair.") != std::string::npos, desk.notion.markdown(page).c_str());
    QCOMPARE(desk.ask(api::RecordTextQuery{record}).state, QStringLiteral("alike"));

    desk.notion.advance(std::chrono::minutes(3));
    desk.notion.setMarkdown(page, "# Nora\n\nLikes *blue*.");
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::ReadRecordText{record}));
    auto now = desk.ask(api::RecordTextQuery{record});
    QVERIFY2(now.text.contains(QStringLiteral("Likes")), qPrintable(now.text));
    QCOMPARE(now.state, QStringLiteral("alike"));
    QVERIFY(now.readAt.isValid());
    // Who wrote what stands in the history, and an earlier text can be had again, there too.
    const auto history = desk.ask(api::PropertyHistoryQuery{record, QStringLiteral("Page content"), {}});
    QCOMPARE(history.rows.size(), std::size_t(2));
    QCOMPARE(history.rows.front().before.toString(), QStringLiteral("Met at the fair."));
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::UndoPropertyChange{record, history.rows.front().seq}));
    QVERIFY(desk.settle());
    QVERIFY(desk.notion.markdown(page).find("Met at the fair.") != std::string::npos);
    QVERIFY(desk.notion.markdown(page).find("blue") == std::string::npos);
    // What another has written meanwhile is not written over.
    const auto stale = write("Mine", "something else");
    QVERIFY(!stale);
    QCOMPARE(stale.error().code, Errc::Conflict);
    // The properties are as they were.
    QCOMPARE(SyncDesk::plain(desk.pageOf(Contacts, id), "Full Name"), std::string("Nora Field"));
}

void NotionSyncTest::aTextGoesAlongIntoANewPage()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Tasks, task("Hang the triptych"));
    const auto record = QString::fromStdString(id);
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QStringLiteral("The blue one to the left."), {}}));
    QVERIFY(desk.settle());
    const auto before = text(desk.pageOf(Tasks, id), "id");
    QVERIFY(desk.notion.markdown(before).find("blue one") != std::string::npos);
    // Removed there, changed here: the record is kept, and gets a page again.
    QVERIFY(desk.change(Tasks, id, {{"Notes", "By Friday"}}));
    desk.notion.trashPage(before);
    desk.sync(true);
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Tasks, id), "id");
    QVERIFY(!page.empty() && page != before);
    QVERIFY2(desk.notion.markdown(page).find("blue one") != std::string::npos, desk.notion.markdown(page).c_str());
    QCOMPARE(desk.ask(api::RecordTextQuery{record}).state, QStringLiteral("alike"));
}

void NotionSyncTest::aTextThatBothChangedIsKeptTwice_data()
{
    QTest::addColumn<int>("noticeLater"); // minutes between the edit there and the edit here
    QTest::addColumn<QString>("wins");
    QTest::newRow("there is later") << -10 << QStringLiteral("from Notion");
    QTest::newRow("here is later") << 10 << QStringLiteral("from here");
}

void NotionSyncTest::aTextThatBothChangedIsKeptTwice()
{
    QFETCH(const int, noticeLater);
    QFETCH(const QString, wins);
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    const auto record = QString::fromStdString(id);
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QStringLiteral("the same"), {}}));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    desk.notion.setMarkdown(page, "from Notion");
    desk.notion.setTimes(page, desk.notion.now(), desk.notion.now() - std::chrono::minutes(noticeLater));
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QStringLiteral("from here"), QStringLiteral("the same")}));
    QVERIFY(desk.settle());
    QCOMPARE(desk.ask(api::RecordTextQuery{record}).text.trimmed(), wins);
    QVERIFY2(desk.notion.markdown(page).find(wins.toStdString()) != std::string::npos, desk.notion.markdown(page).c_str());
    const auto conflicts = desk.ask(api::NotionConflictQuery{});
    QCOMPARE(conflicts.rows.size(), std::size_t(1));
    QCOMPARE(conflicts.rows.front().property, QStringLiteral("Page content"));
    QCOMPARE(conflicts.rows.front().base.toString(), QStringLiteral("the same"));
    // A person takes the other one.
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::ReviewNotionConflict{conflicts.rows.front().seq, true, {}, false}));
    QVERIFY(desk.settle());
    const auto other = wins == QLatin1String("from here") ? "from Notion" : "from here";
    QVERIFY2(desk.notion.markdown(page).find(other) != std::string::npos, desk.notion.markdown(page).c_str());
}

void NotionSyncTest::aTextThatPeopleEditedIsRead()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    const auto record = QString::fromStdString(id);
    const auto asked = [&] { // for texts
        const auto log = desk.notion.log();
        return std::count_if(log.begin(), log.end(), [](const auto &request) { return request.method == "GET" && request.target.find("/markdown") != std::string::npos; });
    };
    desk.notion.clearLog();
    QVERIFY(desk.settle());
    QCOMPARE(asked(), 0); // a text costs a request a page, so nobody reads them all
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QStringLiteral("Called on Friday."), {}}));
    QVERIFY(desk.settle());
    desk.notion.clearLog();
    QVERIFY(desk.change(Contacts, id, {{"City", "Bergen"}})); // our own edit of the page says nothing of its text
    QVERIFY(desk.settle());
    QCOMPARE(asked(), 0);
    desk.notion.setMarkdown(page, "Called on Monday.");
    QVERIFY(desk.settle());
    QVERIFY(asked() > 0);
    const auto now = desk.ask(api::RecordTextQuery{record});
    QVERIFY2(now.text.contains(QStringLiteral("Called on Monday.")), qPrintable(now.text));
}

void NotionSyncTest::anArchiveHoldsAllAndCanBeTakenBack()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora \"the Field\", Jr.", "nora@field.example"));
    const auto record = QString::fromStdString(id);
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{record, QStringLiteral("# Nora\n\nLikes *blue*, and \"green\"."), {}}));
    QVERIFY(desk.settle());
    desk.stop();
    QTemporaryDir folder, other;
    const auto path = [](const QTemporaryDir &dir, const char *name) { return dir.filePath(QString::fromLatin1(name)).toStdString(); };
    const auto fileText = [](const std::string &file) {
        std::ifstream stream(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    };
    runtime::HostOptions from, to;
    from.dataDir = desk.folder();
    to.dataDir = path(other, "data");
    const auto out = runtime::exportHub(from, runtime::ArchiveFormat::JsonLines, path(folder, "one"));
    QVERIFY(out && out->records > 0);
    const auto lines = fileText(path(folder, "one") + "/contacts-profiles.jsonl");
    QVERIFY2(lines.find("Likes *blue*") != std::string::npos, lines.c_str());
    const auto in = runtime::importHub(to, path(folder, "one"));
    QVERIFY2(in, in ? "" : in.error().what.c_str());
    QCOMPARE(in->findings, std::vector<std::string>());
    QCOMPARE(in->records, out->records);
    const auto twice = runtime::importHub(to, path(folder, "one")); // what is there already is left as it is
    QCOMPARE(twice->unchanged, out->records);
    const auto table = runtime::exportHub(to, runtime::ArchiveFormat::Csv, path(folder, "two"));
    QVERIFY(table && table->records == out->records);
    const auto cells = fileText(path(folder, "two") + "/contacts-profiles.csv");
    QVERIFY2(cells.find("\"Nora \"\"the Field\"\", Jr.\"") != std::string::npos, cells.c_str());
    QVERIFY2(cells.find("Likes *blue*, and \"\"green\"\".") != std::string::npos, cells.c_str());
    QVERIFY(!runtime::exportHub(from, runtime::ArchiveFormat::Csv, path(folder, "two"))); // nothing is overwritten
}

void NotionSyncTest::aTextWhoseAnswerIsLostIsThereOnce_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("cut before") << int(NotionFault::Kind::CutBefore);
    QTest::newRow("cut after") << int(NotionFault::Kind::CutAfter);
    QTest::newRow("refused after") << int(NotionFault::Kind::RefuseAfter);
    QTest::newRow("malformed") << int(NotionFault::Kind::Malformed);
    QTest::newRow("twice") << int(NotionFault::Kind::Twice);
}

void NotionSyncTest::aTextWhoseAnswerIsLostIsThereOnce()
{
    QFETCH(const int, kind);
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    const auto page = text(desk.pageOf(Contacts, id), "id");
    NotionFault fault;
    fault.kind = NotionFault::Kind(kind);
    fault.status = 503;
    fault.method = "PATCH";
    fault.path = "/markdown";
    desk.notion.addFault(fault);
    QVERIFY(desk.host().submitNow(runtime::engineCaller(), api::WriteRecordText{QString::fromStdString(id), QStringLiteral("Only once."), {}}));
    QTRY_VERIFY_WITH_TIMEOUT(desk.settle(1), 20'000); // it waits a moment before it tries again
    QCOMPARE(desk.notion.faultsStruck(), std::uint64_t(1));
    const auto there = desk.notion.markdown(page);
    QVERIFY2(there.find("Only once.") != std::string::npos, there.c_str());
    QCOMPARE(there.find("Only once.", there.find("Only once.") + 1), std::string::npos);
    QCOMPARE(desk.ask(api::NotionConflictQuery{}).rows.size(), std::size_t(0));
}

void NotionSyncTest::whatNotionBearsIsRememberedOverARestart()
{
    SyncDesk::Options options;
    options.perMinute = 0; // learned
    SyncDesk desk(options);
    const auto kept = [&](const std::string &write) {
        desk.stop();
        const auto store = store::Store::open({desk.folder(), false, 1});
        if (!store)
            qFatal("%s", describe(store.error()).c_str());
        return (*store)->writeNow<std::string>([&](store::Transaction &tx) -> Result<std::string> {
            if (!write.empty())
                store::meta::set(tx, "notion.budget", write);
            return store::meta::get(tx, "notion.budget").value_or("");
        }).value_or("");
    };
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).limit, 180);
    const auto first = kept({});
    QVERIFY2(first.find("\"perMinute\":180") != std::string::npos, first.c_str());
    (void)kept(R"({"perMinute":97,"triedMoreAt":1790000000000})");
    desk.start();
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).limit, 97);
    (void)kept("{what"); // nobody can read it: it is learned again
    desk.start();
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).limit, 180);
}

void NotionSyncTest::oneDatabasesTroubleStaysUntilItIsWell()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    NotionFault fault;
    fault.kind = NotionFault::Kind::Refuse;
    fault.status = 400;
    fault.path = desk.table(Tasks).dataSource + "/query";
    fault.times = 0;
    desk.notion.addFault(fault);
    desk.sync();
    QVERIFY(!desk.ask(api::NotionStatusQuery{}).trouble.isEmpty()); // though fifteen others did well
    desk.notion.clearFaults();
    desk.sync();
    QCOMPARE(desk.ask(api::NotionStatusQuery{}).trouble, QString());
}

void NotionSyncTest::condensedMessagesStandOnceThoughAnswersAreLost_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("cut before") << int(NotionFault::Kind::CutBefore);
    QTest::newRow("cut after") << int(NotionFault::Kind::CutAfter);
    QTest::newRow("refused after") << int(NotionFault::Kind::RefuseAfter);
}

void NotionSyncTest::condensedMessagesStandOnceThoughAnswersAreLost()
{
    QFETCH(const int, kind);
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto id = desk.create(Contacts, contact("Nora Field", "nora@field.example"));
    QVERIFY(desk.settle());
    NotionFault fault;
    fault.kind = NotionFault::Kind(kind);
    fault.status = 503;
    fault.path = "/children";
    fault.method = "PATCH";
    desk.notion.addFault(fault);
    for (const auto *city : {"Oslo", "Rome", "Bonn"}) { // agents are told of each: more messages of the same hour and thread, or of others
        QVERIFY(desk.change(Contacts, id, {{"City", city}}));
        (void)desk.trySync();
    }
    desk.notion.clearFaults();
    QTRY_VERIFY_WITH_TIMEOUT(desk.settle(1), 20'000);
    std::map<std::string, int> lines; // by message
    const auto messages = desk.ask(api::MessageQuery{{}, {}, {}, false, {{}, 1000}}).rows;
    QVERIFY(!messages.empty());
    const auto texts = member(desk.notion.dump(), "markdown");
    for (const auto &message : messages) {
        int times = 0;
        for (const auto &entry : texts.items()) {
            const auto markdown = entry.value().get<std::string>();
            for (auto at = markdown.find(q(message.id)); at != std::string::npos; at = markdown.find(q(message.id), at + 1))
                ++times;
        }
        QVERIFY2(times == 1, qPrintable(QStringLiteral("%1 stands %2 times").arg(message.id).arg(times)));
    }
}

QTEST_GUILESS_MAIN(NotionSyncTest)
#include "sync_test.moc"
