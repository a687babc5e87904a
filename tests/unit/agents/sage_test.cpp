#include <QTest>

#include <random>

#include "engine/agents/sage/engagement.h"
#include "tests/unit/agents/duties.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

static const Agent &sage()
{
    return *test::registry().agent("sage");
}
static Command command(const char *name, Json input, const char *contact = "")
{
    return {name, std::move(input), "wf_1", contact, "rec_g", "wf_1/x/1", {}};
}
static Event happened(const char *type, Json data)
{
    Event e;
    e.id = "evt_1";
    e.type = type;
    e.source = "circleso";
    e.entity = "rec_g";
    e.data = std::move(data);
    return e;
}
/// A gallery with a community of one.
struct Studio : test::MemoryView {
    Studio()
    {
        business("rec_g", "Gallery North", "ART_GALLERY");
        people = {{"op_a", "Ada", 0, std::nullopt}};
        contact("rec_1", "Mia Lund", "mia@x.example", {{"Community Profile", Json::array({"rec_m"})}, {"Communication Preferences", {{"email", {{"consent", true}}}}}});
        put("community-hub", "rec_m", {{"Member Name", "Mia Lund"}, {"Member Email", "mia@x.example"}, {"Contact Profile", Json::array({"rec_1"})}, {"Membership Level", "Standard"},
                                       {"Membership Status", "Active"}, {"Join Date", "2026-11-04T08:00:00Z"}, {"Business Entity", Json::array({"rec_g"})}});
    }
};

class SageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kindsHavePoints_data();
    void kindsHavePoints();
    void scoresAreAddedUp_data();
    void scoresAreAddedUp();
    void scoresStayWithinTheirBounds();
    void activityIsCountedAndScored();
    void activityOfNobodyIsATask();
    void aScoreIsComputedFromTheRecords();
    void newMembersAreWelcomed();
    void contactsAreOnboarded();
    void silenceOf30DaysIsATaskOnce();
    void silenceOfManyGoesInSlices();
    void feedback_data();
    void feedback();
    void whoAskedHearsTheFeedback();
    void impactIsAddedUp_data();
    void impactIsAddedUp();
    void distributionNeedsAPerson();
    void lettersKeepToTheirConsent_data();
    void lettersKeepToTheirConsent();
    void membersFollowTheirContacts();
    void operatorsAsk();
};

void SageTest::kindsHavePoints_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<double>("points");
    const auto row = [](const char *name, const char *kind, double points) { QTest::newRow(name) << name << kind << points; };
    row("post", "post", 10);
    row("forum_post", "post", 10);
    row("post.created", "post", 10);
    row("comment", "comment", 5);
    row("post_comment", "comment", 5);
    row("reply", "comment", 5);
    row("reaction", "reaction", 2);
    row("Like", "reaction", 2);
    row("login", "login", 1);
    row("event", "event", 15);
    row("event_attended", "event", 15);
    row("share", "share", 8);
    row("profile_update", "profile", 3);
    row("course_completed", "course", 20);
    row("mentoring", "mentoring", 25);
    row("organised_event", "organised", 15);
    row("hummed", "other", 1);
}

void SageTest::kindsHavePoints()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    QFETCH(double, points);
    QCOMPARE(QString::fromStdString(activityKindOf(name.toStdString())), kind);
    QCOMPARE(pointsOf(kind.toStdString()), points);
}

void SageTest::scoresAreAddedUp_data()
{
    QTest::addColumn<QString>("activities"); ///< day:kind×count
    QTest::addColumn<int>("days");
    QTest::addColumn<QString>("roles");
    QTest::addColumn<QString>("level");
    QTest::addColumn<double>("score");
    const auto row = [](const char *name, const char *activities, int days, const char *roles, const char *level, double score) {
        QTest::newRow(name) << activities << days << roles << level << score;
    };
    row("nothing", "", 30, "", "", 0);
    row("the first gives ten", "1:login*1", 30, "", "", 10);
    row("a first post gives ten as well", "1:post*1", 30, "", "", 10);
    // 3 posts, 5 comments on 8 of 20 days (0.4): 10 + 2×10 + 5×5 = 55, × 1.1 = 60.5
    row("three posts, five comments", "1:post*1 2:post*1 3:post*1 4:comment*1 5:comment*1 6:comment*1 7:comment*1 8:comment*1", 20, "", "", 60.5);
    // on 9 of 30 days (0.3, not over it): 10 + 8×1 = 18
    row("at three tenths", "1:login*1 2:login*1 3:login*1 4:login*1 5:login*1 6:login*1 7:login*1 8:login*1 9:login*1", 30, "", "", 18);
    // on 5 of 10 days (0.5, not over it): 10 + 4×1 = 14, × 1.1 = 15.4
    row("at the half", "1:login*1 2:login*1 3:login*1 4:login*1 5:login*1", 10, "", "", 15.4);
    // on 6 of 10 days: 10 + 5×1 = 15, × 1.2 = 18
    row("over the half", "1:login*1 2:login*1 3:login*1 4:login*1 5:login*1 6:login*1", 10, "", "", 18);
    // 10 + 2 + 15 + 8 + 3 + 20 + 25 + 1 = 84 on one day of 30
    row("every kind", "1:login*1 1:reaction*1 1:event*1 1:share*1 1:profile*1 1:course*1 1:mentoring*1 1:other*1", 30, "", "", 84);
    row("roles need no activity", "", 30, "mentor creator", "", 50);        // 30 + 20
    row("organiser", "", 30, "organiser", "", 25);
    row("premium", "1:post*1", 30, "", "Premium", 25);                      // 10 + 15
    row("VIP", "1:post*1", 30, "", "VIP", 35);                              // 10 + 25
    row("lifetime", "1:post*1", 30, "", "Founding Member", 45);             // 10 + 35
    // bonuses come after the factor: (10 + 3×10) on 2 of 3 days × 1.2 = 48, + 15 = 63
    row("the factor is not for bonuses", "1:post*2 2:post*2", 3, "", "Premium", 63);
    row("at most a hundred", "1:post*20", 30, "mentor organiser creator", "VIP", 100);
}

void SageTest::scoresAreAddedUp()
{
    QFETCH(QString, activities);
    QFETCH(int, days);
    QFETCH(QString, roles);
    QFETCH(QString, level);
    QFETCH(double, score);
    EngagementFacts facts;
    facts.days = days;
    facts.level = level.toStdString();
    facts.mentor = roles.contains(QStringLiteral("mentor"));
    facts.organiser = roles.contains(QStringLiteral("organiser"));
    facts.creator = roles.contains(QStringLiteral("creator"));
    int n = 0;
    for (const auto &part : activities.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto on = sys_days(2026y / 11 / 1) + std::chrono::days(part.section(QLatin1Char(':'), 0, 0).toInt());
        facts.activities.push_back({on, part.section(QLatin1Char(':'), 1).section(QLatin1Char('*'), 0, 0).toStdString(), part.section(QLatin1Char('*'), 1).toInt(), Timestamp(on) + minutes(++n)});
    }
    const auto found = engagementOf(facts);
    QCOMPARE(found.score, score);
    double sum = 0; // what is told adds up to the score
    for (const auto &p : found.points)
        sum += p.points;
    QVERIFY(std::abs(sum - score) < 0.05 + 1e-9);
}

void SageTest::scoresStayWithinTheirBounds()
{
    std::mt19937 random(7);
    static const std::vector<std::string> kinds{"post", "comment", "reaction", "login", "event", "organised", "share", "profile", "course", "mentoring", "other"};
    static const std::vector<std::string> levels{"", "Trial", "Standard", "Premium", "VIP", "Founding Member"};
    for (int round = 0; round < 2000; ++round) {
        EngagementFacts facts;
        facts.days = 1 + static_cast<int>(random() % 30);
        facts.level = levels[random() % levels.size()];
        facts.mentor = random() % 4 == 0;
        for (auto n = random() % 40; n > 0; --n) {
            const auto on = sys_days(2026y / 11 / 1) + std::chrono::days(random() % 30);
            facts.activities.push_back({on, kinds[random() % kinds.size()], static_cast<int>(random() % 5), Timestamp(on) + minutes(random() % 1000)});
        }
        const auto before = engagementOf(facts);
        QVERIFY(before.score >= 0 && before.score <= 100);
        auto more = facts; // doing more never costs points, the period being the same
        const auto on = sys_days(2026y / 12 / 1);
        more.activities.push_back({on, "post", 1, Timestamp(on)});
        QVERIFY(engagementOf(more).score >= before.score);
    }
}

void SageTest::activityIsCountedAndScored()
{
    Studio view;
    auto plan = sage().handle(happened("forum_post", {{"member_email", "Mia@x.example"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->activities.size(), std::size_t(1));
    QCOMPARE(plan->activities.front().kind, std::string("post"));
    QCOMPARE(number(plan->records.front().fields, "Engagement Score"), 10.0);
    QCOMPARE(text(plan->records.front().fields, "Last Engagement Type"), std::string("post"));
    QCOMPARE(plan->records.back().id, std::string("rec_1")); // the contact carries the score as well
    view.apply(*plan);
    view.clock.advance(1min);
    plan = sage().handle(happened("member_activity", {{"member_email", "mia@x.example"}, {"activity_type", "comment"}}), view);
    view.apply(*plan);
    view.clock.advance(1min);
    plan = sage().handle(happened("community_event", {{"member", {{"email", "mia@x.example"}}}, {"event_name", "Open studio"}, {"role", "organizer"}}), view);
    // 10 + 5 + 15 on one of 20 days; who organises gets 25 more
    QCOMPARE(number(plan->records.front().fields, "Engagement Score"), 55.0);
    QCOMPARE(text(plan->records.front().fields, "Events Attended"), std::string("2026-11-23 Open studio"));
    // what a platform tells late counts for its own day and takes nothing back
    view.apply(*plan);
    plan = sage().handle(happened("member_activity", {{"member_email", "mia@x.example"}, {"activity_type", "login"}, {"occurred_at", "2026-11-10T10:00:00Z"}}), view);
    QVERIFY(!plan->records.front().fields.contains("Last Active Date"));
    QCOMPARE(toRfc3339(plan->activities.front().at).substr(0, 10), std::string("2026-11-10"));
}

void SageTest::activityOfNobodyIsATask()
{
    Studio view;
    const auto plan = sage().handle(happened("member_activity", {{"member_email", "who@x.example"}, {"activity_type", "post"}}), view);
    QVERIFY(plan && plan->activities.empty() && plan->records.empty());
    QCOMPARE(plan->tasks.size(), std::size_t(1));
}

void SageTest::aScoreIsComputedFromTheRecords()
{
    Studio view;
    view.put("community-hub", "rec_m", {{"Badges", Json::array({"Mentor"})}});
    for (const auto *at : {"2026-11-05T10:00:00Z", "2026-11-06T10:00:00Z", "2026-11-06T11:00:00Z"})
        view.acts.push_back({"rec_m", "comment", *parseRfc3339(at)});
    view.acts.push_back({"rec_m", "post", *parseRfc3339("2026-10-20T10:00:00Z")}); // before the period
    const auto plan = sage().run(command("score", Json::object(), "rec_1"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(number(plan->output, "score"), 50.0); // 10 + 2×5 + 30
    QCOMPARE(plan->output.at("why"), Json::array({"first activity: 10", "comment × 2: 10", "mentor: 30"}));
    QCOMPARE(integer(plan->output, "activeDays"), 2);
    QCOMPARE(integer(plan->output, "days"), 20); // joined on the 4th
    view.apply(*plan);
    QVERIFY(sage().run(command("score", {{"member", "rec_m"}}), view)->records.empty()); // unchanged: nothing is written
    QVERIFY(!sage().run(command("score", {{"member", "rec_none"}}), view));
}

void SageTest::newMembersAreWelcomed()
{
    Studio view;
    const auto plan = sage().handle(happened("new_member", {{"name", "Noa Berg"}, {"email", "Noa@x.example"}, {"membership_level", "premium"}, {"interest_groups", Json::array({"art", "sailing"})},
                                                         {"profile_url", "https://community.example/noa"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->records.size(), std::size_t(3)); // the contact, the member, and the contact's share of it
    const auto &member_ = plan->records[1];
    QCOMPARE(member_.database, std::string("community-hub"));
    QCOMPARE(text(member_.fields, "Member Name") + " " + text(member_.fields, "Membership Level") + " " + text(member_.fields, "Primary Platform"), std::string("Noa Berg Premium Circle.so"));
    QCOMPARE(member_.fields.at("Interests"), Json::array({"Art"})); // only what the hub knows
    QCOMPARE(plan->tasks.front().title, std::string("Welcome Noa Berg"));
    // The letters are those of the sequence for members, which is asked for once.
    QVERIFY(plan->effects.empty());
    QCOMPARE(plan->messages.front().recipient + " " + plan->messages.front().type, std::string("listeners sequence_wanted"));
    QCOMPARE(text(plan->messages.front().payload, "sequenceKind") + " " + text(plan->messages.front().payload, "contact"), "member " + plan->records.front().id);
    const auto first = sage().handle(happened("new_member", {{"name", "Vera"}, {"email", "vera@x.example"}, {"membership_level", "VIP"}}), view);
    QCOMPARE(first->messages.front().type, std::string("vip_joined"));
    view.apply(*plan);
    const auto again = sage().handle(happened("new_member", {{"email", "noa@x.example"}}), view);
    QVERIFY(again && again->records.empty() && again->messages.empty() && again->tasks.empty());
    const auto nobody = sage().handle(happened("new_member", {{"name", "Noa"}}), view);
    QVERIFY(nobody && nobody->records.empty() && nobody->tasks.size() == 1);
}

void SageTest::contactsAreOnboarded()
{
    Studio view;
    view.contact("rec_2", "Ben", "ben@x.example", {{"Tags", Json::array({"VIP"})}});
    auto plan = sage().run(command("onboard", {{"level", "vip"}}, "rec_2"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(boolean(plan->output, "created") && boolean(plan->output, "drafted"));
    QCOMPARE(text(plan->output, "task"), std::string("Welcome Ben"));
    QCOMPARE(text(plan->records.front().fields, "Membership Level"), std::string("VIP"));
    QCOMPARE(plan->records.back().fields.at("Tags"), Json::array({"VIP", "Community Member"}));
    view.apply(*plan);
    plan = sage().run(command("onboard", Json::object(), "rec_2"), view);
    QVERIFY(!boolean(plan->output, "created") && !boolean(plan->output, "drafted") && plan->tasks.empty() && plan->records.empty());
    QVERIFY(!sage().run(command("onboard", {{"level", "royal"}}, "rec_2"), view));
}

void SageTest::silenceOf30DaysIsATaskOnce()
{
    Studio view;
    view.put("community-hub", "rec_m", {{"Last Active Date", "2026-10-24T09:00:00.001Z"}, {"Engagement Score", 0}});
    auto whole = test::runWhole(sage(), command("inactivity", Json::object()), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    QCOMPARE(integer(whole.last->output, "silent"), 0); // 30 days less a millisecond
    view.clock.advance(1ms);
    whole = test::runWhole(sage(), command("inactivity", Json::object()), view);
    QCOMPARE(integer(whole.last->output, "silent"), 1);
    QCOMPARE(whole.tasks.size(), std::size_t(1));
    QCOMPARE(whole.tasks.front().title, std::string("Get in touch with Mia Lund again"));
    view.clock.advance(24h);
    whole = test::runWhole(sage(), command("inactivity", Json::object()), view);
    QCOMPARE(integer(whole.last->output, "silent"), 1);
    QVERIFY(whole.tasks.empty()); // once per silence
    view.put("community-hub", "rec_m", {{"Last Active Date", "2026-11-24T09:00:00Z"}});
    view.clock.advance(31 * 24h);
    QCOMPARE(test::runWhole(sage(), command("inactivity", Json::object()), view).tasks.size(), std::size_t(1)); // a new silence
    view.contact("rec_1", "Mia Lund", "mia@x.example", {{"Status", "Do Not Contact"}});
    view.put("community-hub", "rec_m", {{"Platform IDs", Json::object()}});
    view.put("community-hub", "rec_m", {{"Platform IDs", nullptr}});
    QVERIFY(test::runWhole(sage(), command("inactivity", Json::object()), view).tasks.empty());
}

void SageTest::silenceOfManyGoesInSlices()
{
    Studio view;
    for (int i = 0; i < 150; ++i)
        view.put("community-hub", "rec_s" + std::to_string(i), {{"Member Name", "S" + std::to_string(i)}, {"Membership Status", i % 2 ? "Active" : "Expired"}, {"Join Date", "2026-01-01T00:00:00Z"}});
    const auto whole = test::runWhole(sage(), command("inactivity", Json::object()), view);
    QCOMPARE(integer(whole.last->output, "silent"), 75);
    QCOMPARE(whole.tasks.size(), std::size_t(75));
    QCOMPARE(integer(whole.last->output, "checked"), 76); // Mia too
    QVERIFY(whole.mostRecords <= 25 && whole.slices > 3);
}

void SageTest::whoAskedHearsTheFeedback()
{
    test::MemoryView view;
    view.business("rec_w", "Still Waters", "WELLNESS_CENTER");
    view.contact("rec_m", "Mia Brandt", "mia@x.example");
    view.instances.push_back({"wf_1", "wellness-booking", "rec_m", "feedback_collection", "rec_m", {}, {}, Json::object()});
    view.instances.push_back({"wf_2", "order", "5101", "paid", "rec_m", {}, {}, Json::object()});
    const auto plan = sage().handle(happened("feedback", {{"feedback", {{"rating", 8}, {"scale", 10}, {"feedback_text", "Thank you."}}}, {"email", "mia@x.example"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->signals.size(), std::size_t(1));
    const auto &told = plan->signals.front();
    QCOMPARE(told.workflow + " " + told.type + " " + text(told.data, "comment"), std::string("wf_1 feedback_received Thank you."));
    QCOMPARE(number(told.data, "rating"), 4.0); // of five
    QVERIFY(!boolean(told.data, "negative", true));
}

void SageTest::feedback_data()
{
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("sentiment");
    QTest::addColumn<bool>("task");
    QTest::addColumn<bool>("alert");
    const auto row = [](const char *name, const char *data, const char *sentiment, bool task, bool alert) { QTest::newRow(name) << data << sentiment << task << alert; };
    row("five stars", R"({"rating":5,"feedback_text":"Thank you, a wonderful evening."})", "Positive", false, false);
    row("four of five", R"({"rating":4})", "Positive", false, false);
    row("just under four", R"({"rating":3.9})", "Neutral", true, false);
    row("eight of ten is four of five", R"({"rating":8,"scale":10})", "Positive", false, false);
    row("seven of ten", R"({"rating":7,"scale":10})", "Neutral", true, false);
    row("two of five", R"({"rating":2})", "Negative", true, true);
    row("negative by its own word", R"({"rating":5,"sentiment":"negative","feedback_text":"Fine."})", "Negative", true, true);
    row("negative words", R"({"feedback_text":"The hall was dirty and the staff rude, I am furious and disgusted."})", "Negative", true, true);
    row("good words, bad rating", R"({"rating":1,"feedback_text":"Thank you, wonderful, I love it."})", "Mixed", true, false);
}

void SageTest::feedback()
{
    QFETCH(QString, data);
    QFETCH(QString, sentiment);
    QFETCH(bool, task);
    QFETCH(bool, alert);
    Studio view;
    auto told = *parseJson(data.toStdString());
    told["id"] = "fb-7";
    const auto plan = sage().handle(happened("feedback", {{"feedback", told}, {"email", "mia@x.example"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &record = plan->records.front();
    QCOMPARE(record.database, std::string("feedback-surveys"));
    QCOMPARE(QString::fromStdString(text(record.fields, "Sentiment")), sentiment);
    QCOMPARE(text(record.fields, "External Reference ID"), std::string("fb-7"));
    QCOMPARE(record.fields.at("Contact"), Json::array({"rec_1"}));
    QCOMPARE(!plan->tasks.empty(), task);
    QCOMPARE(!plan->messages.empty(), alert);
    if (alert) {
        QCOMPARE(plan->messages.front().type, std::string("negative_feedback"));
        QVERIFY(plan->effects.front().notice); // the studio is told, nobody outside
    }
}

void SageTest::impactIsAddedUp_data()
{
    QTest::addColumn<QString>("sentiment");
    QTest::addColumn<bool>("vip");
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("open");
    QTest::addColumn<int>("points");
    QTest::addColumn<QString>("level");
    QTest::newRow("nothing") << "neutral" << false << 0.0 << 0 << 0 << "low";
    QTest::newRow("concerned, one matter") << "concerned" << false << 0.0 << 1 << 2 << "low";
    QTest::newRow("frustrated") << "frustrated" << false << 0.0 << 0 << 3 << "medium";
    QTest::newRow("angry client") << "angry" << false << 100.0 << 0 << 5 << "medium";
    QTest::newRow("angry, at the mark") << "angry" << false << 5000.0 << 0 << 6 << "high";
    QTest::newRow("frustrated VIP") << "frustrated" << true << 0.0 << 0 << 6 << "high";
    QTest::newRow("all of it") << "angry" << true << 9000.0 << 5 << 10 << "high"; // 4 + 3 + 2 + 2 = 11, at most 10
}

void SageTest::impactIsAddedUp()
{
    QFETCH(QString, sentiment);
    QFETCH(bool, vip);
    QFETCH(double, value);
    QFETCH(int, open);
    QFETCH(int, points);
    QFETCH(QString, level);
    const auto found = impactOf(sentiment.toStdString(), vip, value, 5000, open);
    QCOMPARE(found.points, points);
    QCOMPARE(QString::fromStdString(found.level), level);
    Studio view;
    view.contact("rec_1", "Mia Lund", "mia@x.example", {{"Lifetime Value", 9000}});
    const auto plan = sage().run(command("impact", {{"text", "I am furious, the evening was a wasted, dirty disaster."}}, "rec_1"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(text(plan->output, "member"), std::string("rec_m"));
    QVERIFY(text(plan->output, "impact") != "low" && !plan->output.at("evidence").empty());
    QVERIFY(!sage().run(command("impact", {{"text", " "}}, "rec_1"), view));
}

void SageTest::distributionNeedsAPerson()
{
    Studio view;
    const auto run = [&](const char *stage, const char *approved) {
        return sage().run(command("distribute", {{"text", "The show opens on Friday. Come by."}, {"title", "Opening"}, {"channels", Json::array({"instagram", "Twitter", "Email", "Moon", "Instagram"})}, {"stage", stage}, {"approvedBy", approved}}), view);
    };
    for (const auto &[stage, approved] : {std::pair{"review", "op_a"}, std::pair{"final", ""}, std::pair{"final", "op_nobody"}, std::pair{"archived", "op_a"}}) {
        const auto plan = run(stage, approved);
        QVERIFY(plan && !boolean(plan->output, "allowed") && plan->tasks.empty() && plan->effects.empty());
        QVERIFY(!text(plan->output, "why").empty());
        QCOMPARE(plan->output.at("failed").size(), std::size_t(5));
    }
    const auto plan = run("final", "op_a");
    QVERIFY(boolean(plan->output, "allowed"));
    QCOMPARE(integer(plan->output, "distributed"), 2);
    QCOMPARE(plan->output.at("failed"), Json::array({"Email", "Moon", "Instagram"})); // named twice
    QCOMPARE(text(plan->output.at("channels").at(0), "state"), std::string("drafted"));
    QCOMPARE(plan->tasks.size(), std::size_t(2));
    QCOMPARE(plan->tasks.front().title, std::string("Post Opening on Instagram"));
    QCOMPARE(plan->tasks.front().description, std::string("The show opens on Friday. Come by."));
}

void SageTest::lettersKeepToTheirConsent_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<bool>("drafted");
    const auto row = [](const char *title, const char *name, const char *fields, bool drafted) { QTest::newRow(title) << name << fields << drafted; };
    row("service without a word on consent", "ask_feedback", "{}", true);
    row("service against a withdrawn one", "ask_feedback", R"({"Communication Preferences":{"email":{"consent":false}}})", false);
    row("service to Do Not Contact", "follow_up", R"({"Status":"Do Not Contact"})", false);
    row("service", "follow_up", "{}", true);
    row("a sequence without consent", "re_engage", "{}", false);
    row("a sequence with it", "re_engage", R"({"Communication Preferences":{"email":{"consent":true}}})", true);
}

void SageTest::lettersKeepToTheirConsent()
{
    QFETCH(QString, name);
    QFETCH(QString, fields);
    QFETCH(bool, drafted);
    Studio view;
    view.contact("rec_2", "Ben", "ben@x.example", *parseJson(fields.toStdString()));
    for (const auto *language : {"en", "de"}) {
        const auto plan = sage().run(command(name.toStdString().c_str(), {{"about", "the opening"}, {"language", language}}, "rec_2"), view);
        QVERIFY2(plan, describe(plan).c_str());
        QCOMPARE(boolean(plan->output, "drafted"), drafted);
        QCOMPARE(plan->effects.size(), std::size_t(drafted ? 1 : 0));
        QCOMPARE(text(plan->output, "why").empty(), drafted);
        if (drafted)
            QCOMPARE(text(plan->output, "text").starts_with(language[0] == 'e' ? "Dear Ben," : "Guten Tag Ben,"), true);
    }
}

void SageTest::membersFollowTheirContacts()
{
    Studio view;
    view.contact("rec_1", "Mia Lund", "mia.new@x.example", {{"Status", "Inactive"}});
    auto told = happened("contact_update", {{"record", "rec_1"}});
    told.source = "bus";
    const auto plan = sage().handle(told, view);
    QVERIFY(plan);
    QCOMPARE(plan->records.front().id, std::string("rec_m"));
    QCOMPARE(text(plan->records.front().fields, "Member Email"), std::string("mia.new@x.example"));
    QCOMPARE(text(plan->records.front().fields, "Membership Status"), std::string("Inactive"));
    view.apply(*plan);
    QVERIFY(sage().handle(told, view)->records.empty());
    // an Active Client becomes a member, once and only by the change itself
    view.contact("rec_2", "Ben", "ben@x.example", {{"Status", "Active Client"}});
    told.data = {{"record", "rec_2"}, {"status", "Active Client"}, {"status_before", "Active Client"}};
    QVERIFY(sage().handle(told, view)->records.empty());
    told.data["status_before"] = "Qualified Lead";
    const auto joined = sage().handle(told, view);
    QCOMPARE(joined->records.front().database, std::string("community-hub"));
    QCOMPARE(joined->tasks.front().title, std::string("Welcome Ben"));
    view.apply(*joined);
    QVERIFY(sage().handle(told, view)->records.empty());
}

void SageTest::operatorsAsk()
{
    Studio view;
    view.acts.push_back({"rec_m", "post", view.now()});
    const auto ask = [&](const char *words) { return text(sage().talk({words, "op_a", "Ben", {}, {}}, view)->output, "answer"); };
    QCOMPARE(ask("score mia@x.example"), std::string("Mia Lund: 10 of 100 in the last 20 days.\nfirst activity: 10"));
    QVERIFY(ask("member mia@x.example").starts_with("Mia Lund: Standard, Active, last seen 2026-11-04"));
    QVERIFY(ask("member nobody@x.example").starts_with("I remember no member"));
}

QTEST_GUILESS_MAIN(SageTest)
#include "sage_test.moc"
