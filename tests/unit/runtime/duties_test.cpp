#include "engine/runtime/store_view.h"
#include "engine/store/tables/activity.h"
#include "engine/vocabulary/id.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono;
using store::inbox::State;
using test::RuntimeBench;

/// The duties of Zevi, Liora, Elan and Sage over the real store: their records keep to the hub, and what walks over many
/// records does so in short transactions.
class DutiesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void idsHaveAFloor();
    void recordsAreReadInSlices();
    void activitiesAreCounted();
    void aCommandInSlicesEndsOnce();
    void aCancelledCommandLeavesNoProgress();
    void eventsAreWrittenToTheHub_data();
    void eventsAreWrittenToTheHub();
    void commandsAreWrittenToTheHub_data();
    void commandsAreWrittenToTheHub();

private:
    /// Runs one command in a workflow to its end; answers the workflow's context.
    Json runCommand(const std::string &src, const Json &input, const std::string &contact = {})
    {
        m_bench->define(dump({{"id", "one"}, {"version", "1.0.0"}, {"context", {{"out", nullptr}, {"error", nullptr}}}, {"initial", "at_work"}, {"states", {
            {"at_work", {{"invoke", {{"id", "c"}, {"src", src}, {"input", input},
                {"onDone", {{"target", "over"}, {"actions", {{"type", "assign"}, {"params", {{"assignment", {{"out", {{"var", "event.output"}}}}}}}}}}},
                {"onError", {{"target", "over"}, {"actions", {{"type", "assign"}, {"params", {{"assignment", {{"error", {{"var", "event.error"}}}}}}}}}}}}}}},
            {"over", {{"type", "final"}}}}}}));
        const auto id = m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"one", "k", Json::object(), "One", m_bench->business, contact}); });
        m_bench->settle();
        const auto instance = m_bench->read<std::optional<store::workflows::Instance>>([&](const store::ReadSql &sql) { return store::workflows::find(sql, id); }).value();
        return member(*parseJson(instance.snapshot, 256), "context");
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void DutiesTest::idsHaveAFloor()
{
    test::FakeClock clock;
    IdMaker ids(clock);
    for (const auto step : {0ms, 1ms, 31ms, 32ms, 1000ms, 86'400'000ms}) {
        const auto before = ids.make("rec");
        clock.advance(step + 1ms);
        const auto floor = idFloor("rec", clock.now());
        const auto after = ids.make("rec");
        QVERIFY2(before < floor && floor < after, (before + " " + floor + " " + after).c_str());
    }
}

void DutiesTest::recordsAreReadInSlices()
{
    std::vector<std::string> made;
    for (int i = 0; i < 7; ++i) {
        made.push_back(m_bench->contact("C", "c" + std::to_string(i) + "@x.example"));
        m_bench->clock.advance(1h);
    }
    const auto start = m_bench->clock.now() - 7h;
    const auto ids = [&](Timestamp from, const std::string &after, int limit) {
        return m_bench->read<std::vector<std::string>>([&](const store::ReadSql &sql) {
            const auto studio = m_bench->studio();
            std::vector<std::string> out;
            for (const auto &r : StoreView(sql, studio, m_bench->clock.now()).slice("contacts-profiles", from, after, limit))
                out.push_back(r.id);
            return out;
        });
    };
    QCOMPARE(ids({}, {}, 100), made);
    QCOMPARE(ids({}, made[2], 2), (std::vector<std::string>{made[3], made[4]}));
    QCOMPARE(ids(start + 3h, {}, 100), (std::vector<std::string>{made[3], made[4], made[5], made[6]}));
    QCOMPARE(ids(start + 3h, made[4], 100), (std::vector<std::string>{made[5], made[6]}));
    QVERIFY(ids(start + 7h, {}, 100).empty());
}

void DutiesTest::activitiesAreCounted()
{
    const auto contact = m_bench->contact("Mia Lund", "mia@x.example");
    const auto member_ = m_bench->record("community-hub", {{"Member Name", "Mia Lund"}, {"Member Email", "mia@x.example"}, {"Contact Profile", Json::array({contact})}, {"Join Date", "2026-11-04T08:00:00Z"}});
    for (const auto *kind : {"post", "comment", "comment"}) {
        const auto id = m_bench->event("member_activity", {{"member_email", "mia@x.example"}, {"activity_type", kind}});
        m_bench->settle();
        QCOMPARE(m_bench->eventRow(id).state, State::Done);
        QVERIFY(m_bench->handle(id).has_value()); // once more changes nothing
        m_bench->clock.advance(1min);
    }
    const auto counted = m_bench->read<std::vector<store::activity::Activity>>([&](const store::ReadSql &sql) { return store::activity::ofMember(sql, member_, sys_days(2026y / 11 / 1)); });
    QCOMPARE(counted.size(), std::size_t(2));
    QCOMPARE(counted.front().kind + " " + std::to_string(counted.front().count), std::string("post 1"));
    QCOMPARE(counted.back().kind + " " + std::to_string(counted.back().count), std::string("comment 2"));
    QCOMPARE(number(m_bench->fields("community-hub", member_), "Engagement Score"), 20.0); // 10 + 2×5
    QCOMPARE(number(m_bench->fields("contacts-profiles", contact), "Engagement Score"), 20.0);
}

void DutiesTest::aCommandInSlicesEndsOnce()
{
    for (int i = 0; i < 210; ++i)
        m_bench->contact("C" + std::to_string(i), "c" + std::to_string(i) + "@x.example", {{"Notes", i % 2 ? "Tags: artist" : ""}});
    m_bench->define(R"({"id": "night", "version": "1.0.0", "context": {"out": null}, "initial": "at_work", "states": {
        "at_work": { "invoke": { "id": "c", "src": "zevi.refresh_segments", "input": {}, "onDone": { "target": "over", "actions": { "type": "assign", "params": { "assignment": { "out": { "var": "event.output" } } } } } } },
        "over": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"night", "k"}); });
    const auto open = [&] { return m_bench->read<std::vector<store::workflows::Invocation>>([&](const store::ReadSql &sql) { return store::workflows::invocations(sql, id); }); };
    const auto key = open().front().key;
    // One slice: it is written, the task is as ready as before, and how far it came is in the store, whatever dies now.
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocation(tx, studio, key); }).has_value());
    QCOMPARE(open().size(), std::size_t(1));
    const auto progress = m_bench->read<Json>([&](const store::ReadSql &sql) { return store::workflows::progress(sql, key); });
    QCOMPARE(integer(progress, "changed"), 25);
    m_bench->settle();
    QVERIFY(open().empty());
    QVERIFY(m_bench->read<Json>([&](const store::ReadSql &sql) { return store::workflows::progress(sql, key); }).is_null());
    const auto instance = m_bench->read<std::optional<store::workflows::Instance>>([&](const store::ReadSql &sql) { return store::workflows::find(sql, id); }).value();
    QCOMPARE(instance.state, std::string("over"));
    const auto context = member(*parseJson(instance.snapshot, 256), "context");
    QCOMPARE(integer(member(context, "out"), "contacts"), 210);
    QCOMPARE(integer(member(context, "out"), "changed"), 210);
    QCOMPARE(instance.steps, std::int64_t(1)); // the machine saw one task and one answer
}

void DutiesTest::aCancelledCommandLeavesNoProgress()
{
    for (int i = 0; i < 60; ++i)
        m_bench->contact("C", "c" + std::to_string(i) + "@x.example");
    m_bench->define(R"({"id": "night", "version": "1.0.0", "initial": "at_work", "states": {
        "at_work": { "invoke": { "id": "c", "src": "zevi.refresh_segments", "input": {}, "onDone": "over" } }, "over": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"night", "k"}); });
    const auto key = m_bench->read<std::vector<store::workflows::Invocation>>([&](const store::ReadSql &sql) { return store::workflows::invocations(sql, id); }).front().key;
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocation(tx, studio, key); }).has_value());
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "no longer wanted"); });
    QVERIFY(m_bench->read<Json>([&](const store::ReadSql &sql) { return store::workflows::progress(sql, key); }).is_null());
}

void DutiesTest::eventsAreWrittenToTheHub_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("database"); ///< where a record more stands afterwards
    const auto row = [](const char *type, const char *data, const char *database) { QTest::newRow(type) << type << data << database; };
    row("new_member", R"({"name":"Noa Berg","email":"noa@x.example","membership_level":"vip","interest_groups":["Wellness"],"platform":"circleso","profile_url":"https://community.example/noa"})", "community-hub");
    row("feedback", R"({"feedback":{"id":"f1","feedback_text":"The room was dirty, I am furious.","rating":1},"email":"ada@x.example"})", "feedback-surveys");
    row("campaign_trigger", R"({"campaign_name":"June","goal":"Forty visitors"})", "marketing-campaigns");
    row("content_idea", R"({"title":"Light on paper","text":"An amazing show."})", "master-tasks");
    row("community_question", R"({"question":"When do you open?","email":"ada@x.example"})", "master-tasks");
    row("member_activity", R"({"member_email":"who@x.example","activity_type":"post"})", "master-tasks");
    row("campaign_metrics", R"({"campaign":"Unknown","opened":3})", "master-tasks");
}

void DutiesTest::eventsAreWrittenToTheHub()
{
    QFETCH(QString, type);
    QFETCH(QString, data);
    QFETCH(QString, database);
    m_bench->contact("Ada Falk", "ada@x.example");
    const auto count = [&] { return m_bench->read<std::int64_t>([&](const store::ReadSql &sql) { return store::records::count(sql, {database.toStdString(), {}, {}}); }); };
    const auto before = count();
    const auto id = m_bench->event(type.toStdString(), *parseJson(data.toStdString()));
    m_bench->settle();
    const auto row = m_bench->eventRow(id);
    QVERIFY2(row.state == State::Done, row.error.c_str());
    m_bench->clock.advance(1min); // a question that nobody can look up becomes a task then
    m_bench->settle();
    QVERIFY(count() > before);
}

void DutiesTest::commandsAreWrittenToTheHub_data()
{
    QTest::addColumn<QString>("src");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("told"); ///< member of the output that must be there
    const auto row = [](const char *src, const char *input, const char *told) { QTest::newRow(src) << src << input << told; };
    row("zevi.segment", R"({"segment":"artists"})", "segments");
    row("zevi.profile", "{}", "profile");
    row("zevi.trends", "{}", "advice");
    row("zevi.fit", R"({"budget":6000})", "tier");
    row("liora.plan_campaign", R"({"goal":"Forty visitors","budget":1000.01,"start":"2026-12-01","end":"2026-12-20"})", "campaign");
    row("liora.check_campaigns", "{}", "checked");
    row("liora.nurture", R"({"step":1})", "drafted");
    row("liora.referral", "{}", "drafted");
    row("liora.send_newsletter", R"({"subject":"News","text":"The show opens.","segment":"artists"})", "recipients");
    row("elan.draft", R"({"type":"social_media","topic":"Light"})", "draft");
    row("elan.brand_check", R"({"text":"Amazing."})", "findings");
    row("elan.formats", R"({"text":"Light.","channels":["Twitter"]})", "variants");
    row("elan.advance", R"({"from":"idea","stage":"research"})", "allowed");
    row("elan.welcome", "{}", "drafted");
    row("elan.apology", R"({"matter":"The evening was cancelled."})", "drafted");
    row("sage.onboard", R"({"level":"Premium"})", "member");
    row("sage.distribute", R"({"text":"Light.","channels":["Instagram"],"stage":"final"})", "failed");
    row("sage.ask_feedback", R"({"about":"the evening"})", "drafted");
    row("sage.follow_up", "{}", "drafted");
    row("sage.re_engage", "{}", "task");
    row("sage.inactivity", "{}", "checked");
    row("sage.impact", R"({"text":"I am furious."})", "impact");
}

void DutiesTest::commandsAreWrittenToTheHub()
{
    QFETCH(QString, src);
    QFETCH(QString, input);
    QFETCH(QString, told);
    m_bench->person("Ben");
    const auto contact = m_bench->contact("Ada Falk", "ada@x.example", {{"Notes", "Tags: painter"}, {"Communication Preferences", {{"email", {{"consent", true}}}}}});
    const auto context = runCommand(src.toStdString(), *parseJson(input.toStdString()), contact);
    QVERIFY2(member(context, "error").is_null(), dump(context).c_str());
    QVERIFY2(member(context, "out").contains(told.toStdString()), dump(context).c_str());
    // what a card promises, its command gives
    const auto *spec = m_bench->data->agents.catalog().command(src.toStdString());
    QVERIFY(spec);
    for (const auto &name : spec->output.at("required"))
        QVERIFY2(member(context, "out").contains(name.get<std::string>()), name.get<std::string>().c_str());
    for (const auto &[name, value] : member(context, "out").items())
        QVERIFY2(spec->output.at("properties").contains(name), name.c_str());
    if (src == QStringLiteral("zevi.profile"))
        QCOMPARE(m_bench->fields("contacts-profiles", contact).at("Profile"), Json::array({"Artist"}));
    if (src == QStringLiteral("sage.onboard"))
        QCOMPARE(m_bench->fields("contacts-profiles", contact).at("Community Profile"), Json::array({text(member(context, "out"), "member")}));
}

QTEST_GUILESS_MAIN(DutiesTest)
#include "duties_test.moc"
