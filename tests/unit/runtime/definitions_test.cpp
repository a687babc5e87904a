#include "engine/runtime/engine_host.h"

#include <filesystem>
#include <fstream>

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "engine/crypto/hash.h"
#include "engine/runtime/command_view.h"
#include "engine/runtime/definition_files.h"
#include "engine/store/store.h"
#include "engine/store/tables/definition_versions.h"
#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

/// Publishing: files of the studio, texts by hand, and all that the door tells of versions.
class DefinitionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { resources::init(); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<test::FakeClock>();
    }
    void V1_sameContentIsNoChangeOtherContentIsE100();
    void V1_documentCanonicalFormAndHashAreStored();
    void V1_aBadTextPublishesNothing();
    void V1_aPublishedTextStandsInItsFile();
    void V1_aFileWithChangesOfItsOwnIsNotWrittenOver();
    void V1_filesArePickedUpWhenTheyChange_data();
    void V1_filesArePickedUpWhenTheyChange();
    void V1_whatIsWrongWithAFileIsTold();
    void V1_checkSeesWhatTheConsoleWouldSee();
    void V1_aTextIsCheckedWithoutPublishing();
    void V2_retiredVersionsBeginNothingNew();
    void V2_versionsTellWhoStandsWhere();
    void E085_circlesOverSeveralFiles();
    void V3_migrationThroughTheDoor();
    void O1_aForkThroughTheDoor();
    void D15_aReplayThroughTheDoor();
    void whatIfListsWhoWouldHaveGoneAnotherWay();

private:
    [[nodiscard]] HostOptions options() const
    {
        HostOptions options;
        options.dataDir = m_dir->path().toStdString();
        options.receiver = false;
        options.offline = true;
        options.clock = m_clock.get();
        return options;
    }
    std::unique_ptr<EngineHost> started() const
    {
        auto host = EngineHost::start(options());
        if (!host)
            qFatal("%s", describe(host.error()).c_str());
        return std::move(*host);
    }
    template <typename Q>
    static typename Q::Answer ask(EngineHost &host, Q query)
    {
        auto answer = host.queryNow(engineCaller(), std::move(query));
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::get<typename Q::Answer>(std::move(*answer));
    }
    static api::Receipt order(EngineHost &host, api::Command command)
    {
        auto receipt = host.submitNow(engineCaller(), std::move(command));
        if (!receipt)
            qFatal("%s", describe(receipt.error()).c_str());
        return *receipt;
    }
    static Error refused(EngineHost &host, api::Command command)
    {
        auto receipt = host.submitNow(engineCaller(), std::move(command));
        return receipt ? Error{} : receipt.error();
    }
    [[nodiscard]] fs::path file(const char *name) const { return fs::path(m_dir->path().toStdString()) / "workflows" / name; }
    void write(const char *name, const QString &text) const
    {
        fs::create_directories(file(name).parent_path());
        std::ofstream out(file(name), std::ios::trunc | std::ios::binary);
        out << text.toStdString();
    }
    [[nodiscard]] QString read(const char *name) const
    {
        std::ifstream in(file(name), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        return QString::fromStdString(text.str());
    }
    /// Two doors one after the other; `hall` is the name of the first.
    static QString house(const char *version, const char *hall = "hall", const char *more = "")
    {
        return QStringLiteral(R"({"id": "house", "version": "%1", "initial": "%2", "states": {"%2": {"on": {"enter": "room"}%3}, "room": {"on": {"leave": "%2", "end": "over"}}, "over": {"type": "final"}}})")
            .arg(QLatin1String(version), QLatin1String(hall), QLatin1String(more));
    }
    static QStringList versions(EngineHost &host)
    {
        QStringList list;
        for (const auto &row : ask(host, api::DefinitionVersionsQuery{}))
            if (row.definition == QLatin1String("house"))
                list.append(row.version + (row.current ? QStringLiteral("*") : QString()) + (row.retired ? QStringLiteral(" retired") : QString()));
        return list;
    }
    static QString begin(EngineHost &host)
    {
        api::StartWorkflow start;
        start.definition = QStringLiteral("house");
        return order(host, start).id;
    }
    static void send(EngineHost &host, const QString &id, const char *type)
    {
        api::SendWorkflowEvent event;
        event.workflow = id;
        event.type = QString::fromLatin1(type);
        order(host, event);
    }
    static QString joined(const std::vector<api::DefinitionFinding> &findings)
    {
        QStringList lines;
        for (const auto &one : findings)
            if (one.error)
                lines.append(QStringLiteral("%1 %2 %3 %4:%5 %6").arg(one.file, one.code, one.pointer).arg(one.line).arg(one.column).arg(one.message));
        return lines.join(QLatin1Char('\n'));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<test::FakeClock> m_clock;
};

void DefinitionsTest::V1_sameContentIsNoChangeOtherContentIsE100()
{
    const auto host = started();
    const auto first = order(*host, api::PublishDefinition{house("1.0.0")});
    QCOMPARE(first.id, QStringLiteral("house"));
    QVERIFY(first.data.value(QStringLiteral("new")).toBool());
    QCOMPARE(first.data.value(QStringLiteral("hash")).toString().size(), 64);
    const auto again = order(*host, api::PublishDefinition{QString(house("1.0.0")).replace(QStringLiteral(", "), QStringLiteral(",\n  "))});
    QVERIFY(!again.data.value(QStringLiteral("new")).toBool());
    QCOMPARE(again.data.value(QStringLiteral("hash")), first.data.value(QStringLiteral("hash")));
    const auto other = refused(*host, api::PublishDefinition{house("1.0.0", "porch")});
    QCOMPARE(other.code, Errc::Conflict);
    QVERIFY2(other.what.starts_with("E100: \"house\" 1.0.0 is published with other content (hash " + first.data.value(QStringLiteral("hash")).toString().toStdString()), other.what.c_str());
    QCOMPARE(other.mend, std::string("raise \"version\", or take the change back"));
    // The order of states is meaning (F2), so it is content; the order of the keys of a state is not.
    auto reordered = QString(house("1.0.0")).replace(QStringLiteral(", \"over\": {\"type\": \"final\"}"), QString());
    reordered.replace(QStringLiteral("\"states\": {"), QStringLiteral("\"states\": {\"over\": {\"type\": \"final\"}, "));
    QCOMPARE(refused(*host, api::PublishDefinition{reordered}).code, Errc::Conflict);
    const auto sameKeys = QString(house("1.0.0")).replace(QStringLiteral("\"id\": \"house\", \"version\": \"1.0.0\""), QStringLiteral("\"version\": \"1.0.0\", \"id\": \"house\""));
    QVERIFY(!order(*host, api::PublishDefinition{sameKeys}).data.value(QStringLiteral("new")).toBool());
    order(*host, api::PublishDefinition{house("1.1.0", "porch")});
    QCOMPARE(versions(*host), (QStringList{"1.1.0*", "1.0.0"}));
    // Who published stands in the audit.
    const auto audit = ask(*host, api::AuditQuery{{}, {}, QStringLiteral("house"), {}, {}});
    QCOMPARE(audit.rows.size(), std::size_t(2));
    QCOMPARE(audit.rows.front().action, QStringLiteral("definition.published"));
}

void DefinitionsTest::V1_documentCanonicalFormAndHashAreStored()
{
    const auto stored = [&] {
        auto store = store::Store::open({m_dir->path().toStdString(), false, 1});
        if (!store)
            qFatal("%s", describe(store.error()).c_str());
        const auto row = (*store)->readNow<std::optional<store::workflows::Definition>>(
            [](const store::ReadSql &sql) -> Result<std::optional<store::workflows::Definition>> { return store::workflows::definition(sql, "house", "1.0.0"); });
        const auto forgotten = (*store)->writeNow<void>([](store::Transaction &tx) -> Result<void> {
            store::versions::setCanonical(tx, "house", "1.0.0", ""); // as rows from before it was kept are
            return {};
        });
        return row && *row && forgotten ? **row : store::workflows::Definition();
    };
    {
        const auto host = started();
        order(*host, api::PublishDefinition{house("1.0.0")});
    }
    const auto first = stored();
    QCOMPARE(first.source, house("1.0.0").toStdString());
    QVERIFY2(first.canonical.starts_with("{\"id\":\"house\",\"initial\":\"hall\",\"states\":{\"hall\":"), first.canonical.c_str());
    QCOMPARE(first.hash, crypto::toHex(crypto::sha256(first.canonical)));
    started()->stop();
    QCOMPARE(stored().canonical, first.canonical);
}

void DefinitionsTest::V1_aBadTextPublishesNothing()
{
    const auto host = started();
    const auto nonsense = refused(*host, api::PublishDefinition{QStringLiteral("{\n  nonsense")});
    QCOMPARE(nonsense.code, Errc::BadInput);
    QVERIFY2(nonsense.what.starts_with("E001"), nonsense.what.c_str());
    const auto missing = refused(*host, api::PublishDefinition{QString(house("1.0.0")).replace(QStringLiteral("\"enter\": \"room\""), QStringLiteral("\"enter\": \"rom\""))});
    QCOMPARE(missing.code, Errc::BadInput);
    QVERIFY2(missing.what.find("E040") != std::string::npos && missing.what.find("did you mean \"room\"?") != std::string::npos, missing.what.c_str());
    QVERIFY2(missing.where.starts_with("/states/hall/on/enter"), missing.where.c_str());
    QVERIFY(versions(*host).isEmpty());
    QVERIFY(!fs::exists(file("house.json")));
}

void DefinitionsTest::V1_aPublishedTextStandsInItsFile()
{
    {
        const auto host = started();
        QCOMPARE(order(*host, api::PublishDefinition{house("1.0.0")}).data.value(QStringLiteral("file")).toString(), QStringLiteral("workflows/house.json"));
        QCOMPARE(read("house.json"), house("1.0.0"));
        order(*host, api::PublishDefinition{house("1.1.0", "porch")});
        QCOMPARE(read("house.json"), house("1.1.0", "porch"));
        const auto text = ask(*host, api::DefinitionTextQuery{QStringLiteral("house"), {}});
        QCOMPARE(text.text, house("1.1.0", "porch"));
        QCOMPARE(text.file, QStringLiteral("workflows/house.json"));
        QVERIFY(text.current && !text.retired && text.publishedAt.isValid());
        QCOMPARE(ask(*host, api::DefinitionTextQuery{QStringLiteral("house"), QStringLiteral("1.0.0")}).text, house("1.0.0"));
        QCOMPARE(host->queryNow(engineCaller(), api::DefinitionTextQuery{QStringLiteral("house"), QStringLiteral("9.0.0")}).error().code, Errc::NotFound);
    }
    const auto again = started();
    QCOMPARE(versions(*again), (QStringList{"1.1.0*", "1.0.0"}));
    QVERIFY(ask(*again, api::DefinitionFindingQuery{}).empty());
}

void DefinitionsTest::V1_aFileWithChangesOfItsOwnIsNotWrittenOver()
{
    const auto host = started();
    order(*host, api::PublishDefinition{house("1.0.0")});
    const auto half = QString(house("1.0.0")).replace(QStringLiteral("hall"), QStringLiteral("half-done"));
    write("house.json", half);
    const auto receipt = order(*host, api::PublishDefinition{house("1.1.0", "porch")});
    QCOMPARE(receipt.data.value(QStringLiteral("file")).toString(), QStringLiteral("workflows/house-1.1.0.json"));
    QCOMPARE(read("house.json"), half);
    QCOMPARE(read("house-1.1.0.json"), house("1.1.0", "porch"));
}

void DefinitionsTest::V1_filesArePickedUpWhenTheyChange_data()
{
    QTest::addColumn<bool>("byRenaming");
    QTest::newRow("written in place") << false;
    QTest::newRow("an editor that writes another file and renames it") << true;
}

void DefinitionsTest::V1_filesArePickedUpWhenTheyChange()
{
    QFETCH(bool, byRenaming);
    const auto host = started();
    const auto save = [&](const QString &text) {
        if (!byRenaming)
            return write("own.json", text);
        write(".own.json.swp", text);
        fs::rename(file(".own.json.swp"), file("own.json"));
    };
    save(house("1.0.0"));
    QTRY_COMPARE(versions(*host), QStringList{"1.0.0*"});
    save(house("1.1.0", "porch"));
    QTRY_COMPARE(versions(*host), (QStringList{"1.1.0*", "1.0.0"}));
    save(QStringLiteral("{ not yet"));
    QTRY_VERIFY(!ask(*host, api::DefinitionFindingQuery{}).empty());
    QCOMPARE(versions(*host), (QStringList{"1.1.0*", "1.0.0"})); // a bad one never replaces a good one
    save(house("1.2.0", "yard"));
    QTRY_COMPARE(versions(*host), (QStringList{"1.2.0*", "1.1.0", "1.0.0"}));
    QTRY_VERIFY(ask(*host, api::DefinitionFindingQuery{}).empty());
    QCOMPARE(ask(*host, api::DefinitionTextQuery{QStringLiteral("house"), {}}).file, QStringLiteral("workflows/own.json"));
    fs::remove(file("own.json"));
    QTRY_VERIFY(ask(*host, api::DefinitionTextQuery{QStringLiteral("house"), {}}).file.isEmpty()); // and stays published
}

void DefinitionsTest::V1_whatIsWrongWithAFileIsTold()
{
    write("a.json", house("1.0.0"));
    write("b.json", house("1.0.0", "porch"));
    write("c.json", QString(house("2.0.0")).replace(QStringLiteral("\"end\": \"over\""), QStringLiteral("\"end\": \"ower\"")).replace(QStringLiteral("\"enter\": \"room\""), QStringLiteral("\"enter\": \"rom\"")));
    fs::create_directories(file("d.json"));
    const auto host = started();
    QCOMPARE(versions(*host), QStringList{"1.0.0*"});
    const auto told = joined(ask(*host, api::DefinitionFindingQuery{}));
    QVERIFY2(told.contains(QStringLiteral("workflows/b.json E100 /version 1:")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("workflows/c.json E040 /states/hall/on/enter 1:")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("workflows/c.json E040 /states/room/on/end 1:")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("workflows/d.json   0:0 it is not a file")), qPrintable(told));
    QStringList notices;
    for (const auto &notice : ask(*host, api::StatusQuery{}).notices)
        if (notice.id.startsWith(QStringLiteral("workflow:")))
            notices.append(notice.text);
    QCOMPARE(notices.size(), 3); // one a file
    QVERIFY2(notices.join(QLatin1Char('\n')).contains(QStringLiteral("(and 1 more)")), qPrintable(notices.join(QLatin1Char('\n'))));
}

void DefinitionsTest::V1_checkSeesWhatTheConsoleWouldSee()
{
    const auto host = started();
    order(*host, api::PublishDefinition{house("1.0.0")});
    write("other.json", house("1.0.0", "porch"));
    const auto found = check(options());
    QVERIFY2(found, describe(found).c_str());
    QString all;
    for (const auto &line : *found)
        all += QString::fromStdString(line) + QLatin1Char('\n');
    QVERIFY2(all.contains(QStringLiteral("workflows/other.json: E100 /version")), qPrintable(all));
}

void DefinitionsTest::V1_aTextIsCheckedWithoutPublishing()
{
    const auto host = started();
    const auto good = ask(*host, api::DefinitionCheckQuery{house("1.0.0")});
    QVERIFY(good.usable && !good.published);
    QCOMPARE(good.version, QStringLiteral("1.0.0"));
    order(*host, api::PublishDefinition{house("1.0.0")});
    QVERIFY(ask(*host, api::DefinitionCheckQuery{house("1.0.0")}).published);
    const auto other = ask(*host, api::DefinitionCheckQuery{house("1.0.0", "porch")});
    QVERIFY(!other.usable);
    QCOMPARE(other.findings.front().code, QStringLiteral("E100"));
    QCOMPARE(versions(*host), QStringList{"1.0.0*"});
}

void DefinitionsTest::V2_retiredVersionsBeginNothingNew()
{
    {
        const auto host = started();
        order(*host, api::PublishDefinition{house("1.0.0")});
        order(*host, api::PublishDefinition{house("1.1.0", "porch")});
        const auto running = begin(*host);
        const auto receipt = order(*host, api::RetireDefinition{QStringLiteral("house"), QStringLiteral("1.1.0"), true, QStringLiteral("a mistake")});
        QCOMPARE(receipt.data.value(QStringLiteral("current")).toString(), QStringLiteral("1.0.0"));
        QCOMPARE(versions(*host), (QStringList{"1.1.0 retired", "1.0.0*"}));
        send(*host, running, "enter"); // what runs on it goes on
        QCOMPARE(ask(*host, api::WorkflowDetailQuery{begin(*host), -1}).row.version, QStringLiteral("1.0.0"));
        QCOMPARE(refused(*host, api::RetireDefinition{QStringLiteral("house"), QStringLiteral("7.0.0"), true, {}}).code, Errc::NotFound);
    }
    const auto again = started(); // it is remembered, although the file is still there
    QCOMPARE(versions(*again), (QStringList{"1.1.0 retired", "1.0.0*"}));
    order(*again, api::RetireDefinition{QStringLiteral("house"), QStringLiteral("1.1.0"), false, {}});
    QCOMPARE(versions(*again), (QStringList{"1.1.0*", "1.0.0"}));
    const auto audit = ask(*again, api::AuditQuery{{}, {}, QStringLiteral("house"), {}, {}});
    QCOMPARE(audit.rows.front().action, QStringLiteral("definition.restored"));
    QCOMPARE(audit.rows[1].reason, QStringLiteral("a mistake"));
}

void DefinitionsTest::V2_versionsTellWhoStandsWhere()
{
    const auto host = started();
    order(*host, api::PublishDefinition{QStringLiteral(R"({"id": "house", "version": "1.0.0", "initial": "both", "states": {
        "both": {"type": "parallel", "onDone": "over", "states": {"l": {"initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"type": "final"}}}, "r": {"initial": "c", "states": {"c": {"on": {"end": "d"}}, "d": {"type": "final"}}}}},
        "over": {"type": "final"}}})")});
    const auto one = begin(*host);
    begin(*host);
    const auto ended = begin(*host);
    send(*host, one, "go");
    send(*host, ended, "go");
    send(*host, ended, "end");
    const auto rows = ask(*host, api::DefinitionVersionsQuery{QStringLiteral("house")});
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows[0].open, 2);
    QCOMPARE(rows[0].total, 3);
    QStringList states;
    for (const auto &state : rows[0].states)
        states.append(QStringLiteral("%1=%2").arg(state.state).arg(state.instances));
    QCOMPARE(states, (QStringList{"house=2", "house.both=2", "house.both.l=2", "house.both.l.a=1", "house.both.l.b=1", "house.both.r=2", "house.both.r.c=2", "house.both.r.d=0", "house.over=0"}));
    QCOMPARE(host->queryNow(engineCaller(), api::DefinitionVersionsQuery{QStringLiteral("none")}).error().code, Errc::NotFound);
}

void DefinitionsTest::E085_circlesOverSeveralFiles()
{
    const auto text = [](const char *id, const char *version, const char *child) {
        return (QStringLiteral(R"({"id": "%1", "version": "%2", "initial": "a", "states": {"a": {%3"on": {"end": "z"}}, "z": {"type": "final"}}})")
                    .arg(QLatin1String(id), QLatin1String(version),
                         *child ? QStringLiteral(R"("invoke": {"id": "c", "src": "engine.workflow", "input": {"definition": "%1"}, "onDone": "z", "onError": "z"}, )").arg(QLatin1String(child)) : QString()))
            .toStdString();
    };
    const auto file = [](const char *name, std::string content) { return DefinitionFile{name, std::move(content), true, {}}; };
    const auto codes = [](const std::vector<FileVerdict> &verdicts) {
        QStringList out;
        for (const auto &verdict : verdicts) {
            QString line = QString::fromStdString(verdict.name) + QLatin1Char(':');
            for (const auto &finding : verdict.findings)
                if (finding.severity == workflow::Severity::Error)
                    line += QLatin1Char(' ') + QString::fromStdString(finding.code);
            out.append(line);
        }
        return out;
    };
    const auto catalog = workflow::AgentCatalog::anything();
    // a → b → c → a: the one that closes the circle is refused.
    QCOMPARE(codes(judge({file("a", text("a", "1.0.0", "b")), file("b", text("b", "1.0.0", "c")), file("c", text("c", "1.0.0", "a"))}, catalog, {})),
             (QStringList{"a:", "b:", "c: E085"}));
    // In force: b → a. Then b lets go and a takes hold, in the order that looks like a circle at first.
    InForce inForce;
    inForce.add(*workflow::parseDefinition(text("b", "1.0.0", "a"), catalog).definition);
    QCOMPARE(codes(judge({file("a", text("a", "1.0.0", "b")), file("b", text("b", "1.1.0", ""))}, catalog, inForce)), (QStringList{"a:", "b:"}));
    QCOMPARE(codes(judge({file("a", text("a", "1.0.0", "b"))}, catalog, inForce)), QStringList{"a: E085"});
}

void DefinitionsTest::V3_migrationThroughTheDoor()
{
    const auto host = started();
    order(*host, api::PublishDefinition{house("1.0.0")});
    QStringList ids;
    for (int i = 0; i < 4; ++i)
        ids.prepend(begin(*host)); // newest first
    send(*host, ids[1], "enter");
    order(*host, api::PublishDefinition{house("2.0.0", "porch", R"(, "after": {"PT1H": "room"})")});

    api::MigrationPreviewQuery preview;
    preview.definition = QStringLiteral("house");
    preview.to = QStringLiteral("2.0.0");
    const auto without = ask(*host, preview);
    QCOMPARE(without.rows.size(), std::size_t(4));
    QCOMPARE(without.rows[0].workflow, ids[0]);
    QVERIFY(!without.rows[0].possible && without.rows[1].possible);
    QCOMPARE(without.rows[0].reasons, QStringList{"active state \"house.hall\" has no target in 2.0.0"});
    preview.states = {{QStringLiteral("house.hall"), QStringLiteral("house.porch")}};
    preview.window.limit = 3;
    const auto first = ask(*host, preview);
    QCOMPARE(first.rows.size(), std::size_t(3));
    QCOMPARE(first.rows[0].stateAfter, QStringLiteral("porch"));
    QCOMPARE(first.rows[0].timersStarted.size(), 1);
    preview.window.after = first.next;
    QCOMPARE(ask(*host, preview).rows.size(), std::size_t(1));

    api::MigrateWorkflows migrate{preview.definition, QStringLiteral("1.0.0"), preview.to, {}, {}, {}, {}, 200};
    QCOMPARE(refused(*host, migrate).what, std::string("a reason is needed"));
    migrate.reason = QStringLiteral("a porch was built");
    migrate.workflows = {ids[0], ids[1]};
    const auto some = order(*host, migrate);
    QCOMPARE(some.data.value(QStringLiteral("migrated")).toInt(), 1);
    QCOMPARE(some.data.value(QStringLiteral("refused")).toInt(), 1);
    const auto items = some.data.value(QStringLiteral("items")).toArray();
    QCOMPARE(items.at(0).toObject().value(QStringLiteral("reasons")).toArray().size(), 1);
    QCOMPARE(items.at(1).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("room"));
    // All others, in two calls.
    migrate.workflows.clear();
    migrate.states = preview.states;
    migrate.limit = 2;
    const auto two = order(*host, migrate);
    QCOMPARE(two.data.value(QStringLiteral("migrated")).toInt(), 2);
    migrate.after = two.data.value(QStringLiteral("next")).toString();
    QVERIFY(!migrate.after.isEmpty());
    const auto last = order(*host, migrate);
    QCOMPARE(last.data.value(QStringLiteral("migrated")).toInt(), 1);
    QVERIFY(last.data.value(QStringLiteral("next")).toString().isEmpty());
    const auto detail = ask(*host, api::WorkflowDetailQuery{ids[3], -1});
    QCOMPARE(detail.row.version, QStringLiteral("2.0.0"));
    QCOMPARE(detail.row.state, QStringLiteral("porch"));
    const auto before = ask(*host, api::WorkflowDetailQuery{ids[3], 0}); // as it stood, in the words of then
    QCOMPARE(before.row.version, QStringLiteral("1.0.0"));
    QCOMPARE(before.row.state, QStringLiteral("hall"));
    const auto history = ask(*host, api::HistoryQuery{ids[3], {}});
    QCOMPARE(history.rows.back().input, QStringLiteral("migrate"));
    QCOMPARE(history.rows.back().reason, migrate.reason);
    migrate.to = QStringLiteral("3.0.0");
    QCOMPARE(refused(*host, migrate).code, Errc::NotFound);
    migrate.to = QStringLiteral("1.0.0");
    migrate.states = {{QStringLiteral("house.porch"), 7}};
    QCOMPARE(refused(*host, migrate).code, Errc::BadInput);
}

void DefinitionsTest::O1_aForkThroughTheDoor()
{
    const auto host = started();
    order(*host, api::PublishDefinition{house("1.0.0")});
    const auto origin = begin(*host);
    send(*host, origin, "enter");
    QCOMPARE(refused(*host, api::ForkWorkflow{origin, 0, {}, {}, QStringLiteral("  ")}).what, std::string("a reason is needed"));
    const auto receipt = order(*host, api::ForkWorkflow{origin, 0, {}, {}, QStringLiteral("try the other door")});
    QCOMPARE(receipt.data.value(QStringLiteral("state")).toString(), QStringLiteral("hall"));
    QCOMPARE(ask(*host, api::WorkflowDetailQuery{receipt.id, -1}).row.state, QStringLiteral("hall"));
    QCOMPARE(ask(*host, api::WorkflowDetailQuery{origin, -1}).row.state, QStringLiteral("room"));
}

void DefinitionsTest::D15_aReplayThroughTheDoor()
{
    QString id;
    {
        const auto host = started();
        order(*host, api::PublishDefinition{house("1.0.0")});
        id = begin(*host);
        send(*host, id, "enter");
        const auto replay = ask(*host, api::WorkflowReplayQuery{id});
        QVERIFY(replay.equal);
        QCOMPARE(replay.steps, 2);
        QCOMPARE(host->queryNow(engineCaller(), api::WorkflowReplayQuery{QStringLiteral("wf_none")}).error().code, Errc::NotFound);
    }
    const auto told = workflowReplay(options(), id.toStdString());
    QVERIFY2(told, describe(told).c_str());
    QVERIFY(told->equal);
    QVERIFY2(told->text.find("\"equal\":true") != std::string::npos, told->text.c_str());
}

void DefinitionsTest::whatIfListsWhoWouldHaveGoneAnotherWay()
{
    const auto host = started();
    order(*host, api::PublishDefinition{house("1.0.0")});
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids.prepend(begin(*host));
    send(*host, ids[0], "enter");
    send(*host, ids[0], "end");
    send(*host, ids[2], "enter");
    const auto rowsBefore = ask(*host, api::AuditQuery{}).rows.size();
    // Entering would end it.
    api::WhatIfQuery query;
    query.text = QString(house("1.1.0")).replace(QStringLiteral("\"enter\": \"room\""), QStringLiteral("\"enter\": \"over\""));
    auto report = ask(*host, query);
    QCOMPARE(report.looked, 3);
    QCOMPARE(report.same, 1);
    QCOMPARE(report.rows.size(), std::size_t(2));
    QCOMPARE(report.rows[0].workflow, ids[0]);
    QCOMPARE(report.rows[0].seq, 1);
    QCOMPARE(report.rows[0].input, QStringLiteral("enter"));
    QCOMPARE(report.rows[0].then, QStringLiteral("went from hall to room"));
    QCOMPARE(report.rows[0].now, QStringLiteral("went from hall to over and ended"));
    QVERIFY(report.rows[0].complete);
    QVERIFY(!ask(*host, api::DefinitionVersionsQuery{QStringLiteral("house")}).empty());
    QCOMPARE(versions(*host), QStringList{"1.0.0*"});
    QCOMPARE(ask(*host, api::AuditQuery{}).rows.size(), rowsBefore); // nothing is written
    // In parts, and only those that have ended.
    query.limit = 2;
    report = ask(*host, query);
    QCOMPARE(report.looked, 2);
    query.after = report.next;
    report = ask(*host, query);
    QCOMPARE(report.looked, 1);
    QVERIFY(report.next.isEmpty());
    query.after.clear();
    query.endedOnly = true;
    QCOMPARE(ask(*host, query).looked, 1);
    // The very text that is published changes nothing.
    query.endedOnly = false;
    query.text = house("1.0.0");
    report = ask(*host, query);
    QVERIFY(report.rows.empty());
    QCOMPARE(report.same, 2);
    // What is no definition is told, and nothing was run.
    query.text = QStringLiteral("{}");
    report = ask(*host, query);
    QVERIFY(!report.findings.empty());
    QCOMPARE(report.looked, 0);
}

QTEST_GUILESS_MAIN(DefinitionsTest)
#include "definitions_test.moc"
