#include <QTest>

#include <numeric>
#include <random>

#include "engine/agents/liora/campaign_plan.h"
#include "tests/unit/agents/duties.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

static const Agent &liora()
{
    return *test::registry().agent("liora");
}
static Command command(const char *name, Json input, const char *contact = "", const char *entity = "rec_g")
{
    return {name, std::move(input), "wf_1", contact, entity, "wf_1/x/1", {}};
}
static Event happened(const char *type, Json data)
{
    Event e;
    e.id = "evt_1";
    e.type = type;
    e.source = "generic";
    e.entity = "rec_g";
    e.data = std::move(data);
    return e;
}
static Json consent(bool given)
{
    return {{"email", {{"consent", given}}}};
}
struct Studio : test::MemoryView {
    Studio()
    {
        business("rec_g", "Gallery North", "ART_GALLERY", {{"Currency", "EUR"}});
        people = {{"op_a", "Ada", 0, std::nullopt}};
    }
    void readers(int n)
    {
        for (int i = 0; i < n; ++i)
            contact("rec_r" + std::to_string(i), "R" + std::to_string(i), "r" + std::to_string(i) + "@x.example",
                    {{"Profile", Json::array({"Artist"})}, {"Business Entity", Json::array({"rec_g"})}, {"Communication Preferences", consent(true)}});
    }
};

class LioraTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void budgetsAreSplitToTheCent_data();
    void budgetsAreSplitToTheCent();
    void everySplitAddsUp();
    void campaignsArePlanned();
    void plansNeedAGoalAndDates_data();
    void plansNeedAGoalAndDates();
    void channelsAreTheUsualOnes();
    void campaignsMoveByTheirDates_data();
    void campaignsMoveByTheirDates();
    void allCampaignsAreChecked();
    void moreThan50NeedAPerson();
    void lettersGoToWhoAgreed();
    void aLetterWithAHoleGoesToNobody();
    void theSequenceHasThreeSteps();
    void rewardsAreNeverInvented();
    void metricsAreKeptAndTold();
    void wishesBecomeDrafts();
    void campaignsAreScheduled();
    void operatorsAsk();
};

void LioraTest::budgetsAreSplitToTheCent_data()
{
    QTest::addColumn<qint64>("cents");
    QTest::addColumn<QString>("weights");
    QTest::addColumn<QString>("parts");
    // 100001 / 3 = 33333 and 2 cents over: one each to the first two
    QTest::newRow("1000.01 over three") << qint64(100001) << "1 1 1" << "33334 33334 33333";
    // 4/10 of 100001 = 40000.4, 3/10 = 30000.3: the cent goes to the largest rest
    QTest::newRow("by weight") << qint64(100001) << "4 3 3" << "40001 30000 30000";
    // 1/7 of 100 = 14.29, 2/7 = 28.57, 4/7 = 57.14: the cent goes to .57
    QTest::newRow("the largest rest in the middle") << qint64(100) << "1 2 4" << "14 29 57";
    QTest::newRow("one cent") << qint64(1) << "1 1 1" << "1 0 0";
    QTest::newRow("nothing") << qint64(0) << "3 2" << "0 0";
    QTest::newRow("one channel") << qint64(99999) << "5" << "99999";
    QTest::newRow("no weight at all") << qint64(10) << "0 0 0" << "4 3 3";
    QTest::newRow("a part without weight") << qint64(101) << "1 0 1" << "51 0 50";
}

void LioraTest::budgetsAreSplitToTheCent()
{
    QFETCH(qint64, cents);
    QFETCH(QString, weights);
    QFETCH(QString, parts);
    std::vector<double> w;
    for (const auto &one : weights.split(QLatin1Char(' ')))
        w.push_back(one.toDouble());
    QString found;
    for (const auto part : splitByRemainder(cents, w))
        found += (found.isEmpty() ? QString() : QStringLiteral(" ")) + QString::number(part);
    QCOMPARE(found, parts);
}

void LioraTest::everySplitAddsUp()
{
    std::mt19937_64 random(20261123);
    for (int round = 0; round < 5000; ++round) {
        const auto cents = static_cast<std::int64_t>(random() % (round % 2 ? 1'000 : 100'000'000'000'000));
        std::vector<double> weights(1 + random() % 9);
        for (auto &w : weights)
            w = static_cast<double>(random() % 1000) / 10;
        const auto parts = splitByRemainder(cents, weights);
        QCOMPARE(parts.size(), weights.size());
        QCOMPARE(std::accumulate(parts.begin(), parts.end(), std::int64_t(0)), cents);
        const auto whole = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (std::size_t i = 0; i < parts.size() && whole > 0 && cents < 1'000; ++i) // nobody is a cent or more from the share
            QVERIFY(std::abs(static_cast<double>(parts[i]) - static_cast<double>(cents) * weights[i] / whole) < 1);
    }
}

void LioraTest::campaignsArePlanned()
{
    Studio view;
    const auto plan = liora().run(command("plan_campaign", {{"goal", "Bring 40 people to the June opening."}, {"budget", 1000.01}, {"start", "2026-12-01"}, {"end", "2026-12-21"}, {"segment", "gallery_visitors"},
                                                            {"reach", 51}, {"channels", Json::array({"email", "Instagram", "LinkedIn"})}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &p = plan->output.at("plan");
    std::string parts;
    double sum = 0;
    for (const auto &c : p.at("channels")) {
        parts += text(c, "channel") + " " + numberText(number(c, "budget")) + " ";
        sum += number(c, "budget");
    }
    // a gallery weighs Email 3, Instagram 4; LinkedIn is not usual there: 1. 100001 / 8 = 12500.125: the cent goes to Instagram (.5)
    QCOMPARE(parts, std::string("Email 375 Instagram 500.01 LinkedIn 125 "));
    QCOMPARE(std::llround(sum * 100), 100001LL);
    // three phases (0, 50, 90 % of 20 days) on three channels
    QCOMPARE(p.at("schedule").size(), std::size_t(9));
    QCOMPARE(text(p.at("schedule").at(0), "date") + " " + text(p.at("schedule").at(3), "date") + " " + text(p.at("schedule").at(6), "date"), std::string("2026-12-01 2026-12-11 2026-12-19"));
    QCOMPARE(text(p, "segment"), std::string("Gallery visitors"));
    QCOMPARE(integer(p, "rounds"), 4);
    QVERIFY(boolean(plan->output, "approvalNeeded"));
    const auto &record = plan->records.front();
    QVERIFY(record.create);
    QCOMPARE(text(record.fields, "Status") + " " + text(record.fields, "Campaign Type"), std::string("Draft Email")); // nothing runs before a person approved
    QCOMPARE(record.fields.at("Channels"), Json::array({"Email", "Instagram", "LinkedIn"}));
    QVERIFY(text(plan->output, "text").find("Instagram € 500.01") != std::string::npos || text(plan->output, "text").find("500.01") != std::string::npos);
    view.apply(*plan);
    // changes requested: the same campaign is planned anew
    const auto anew = liora().run(command("plan_campaign", {{"goal", "Bring 40 people."}, {"campaign", record.id}, {"start", "2026-12-02"}}), view);
    QVERIFY2(anew, describe(anew).c_str());
    QVERIFY(!anew->records.front().create && !anew->records.front().fields.contains("Status"));
    QCOMPARE(text(anew->output, "campaign"), record.id);
    QVERIFY(!boolean(anew->output, "approvalNeeded")); // no money, nobody written to
}

void LioraTest::plansNeedAGoalAndDates_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("where");
    QTest::newRow("no goal") << "{}" << "liora.plan_campaign: input.goal";
    QTest::newRow("negative budget") << R"({"goal":"g","budget":-1})" << "liora.plan_campaign: input.budget";
    QTest::newRow("budget in words") << R"({"goal":"g","budget":"much"})" << "liora.plan_campaign: input.budget";
    QTest::newRow("no such date") << R"({"goal":"g","start":"2026-02-30"})" << "liora.plan_campaign: input.start";
    QTest::newRow("ends before") << R"({"goal":"g","start":"2026-12-10","end":"2026-12-09"})" << "liora.plan_campaign: input.end";
    QTest::newRow("no such channel") << R"({"goal":"g","channels":["Telegraph"]})" << "liora.plan_campaign: input.channels";
    QTest::newRow("a channel twice") << R"({"goal":"g","channels":["Email","mail"]})" << "liora.plan_campaign: input.channels";
    QTest::newRow("no weight") << R"({"goal":"g","channels":{"Email":0}})" << "liora.plan_campaign: input.channels.Email";
    QTest::newRow("bad criteria") << R"({"goal":"g","criteria":[{"field":"City"}]})" << "liora.plan_campaign: input.criteria/0/operator";
    QTest::newRow("no such campaign") << R"({"goal":"g","campaign":"rec_none"})" << "liora.plan_campaign: input.campaign";
}

void LioraTest::plansNeedAGoalAndDates()
{
    QFETCH(QString, input);
    QFETCH(QString, where);
    Studio view;
    const auto plan = liora().run(command("plan_campaign", *parseJson(input.toStdString())), view);
    QVERIFY(!plan);
    QCOMPARE(QString::fromStdString(plan.error().where), where);
}

void LioraTest::channelsAreTheUsualOnes()
{
    Studio view;
    const auto of = [&](const char *entity, Json input) {
        input["goal"] = "g";
        input["budget"] = 100;
        std::string words;
        const auto plan = liora().run(command("plan_campaign", std::move(input), "", entity), view);
        for (const auto &c : plan->output.at("plan").at("channels"))
            words += text(c, "channel") + " " + numberText(number(c, "budget")) + " ";
        return words;
    };
    view.business("rec_c", "Clear Path", "CONSULTING_FIRM");
    QCOMPARE(of("rec_g", Json::object()), std::string("Instagram 40 Email 30 In-person 20 Website 10 "));
    QCOMPARE(of("rec_c", Json::object()), std::string("LinkedIn 50 Email 30 Blog 20 "));
    QCOMPARE(of("rec_g", {{"channels", {{"Blog", 1}, {"Email", 3}}}}), std::string("Blog 25 Email 75 "));
}

void LioraTest::campaignsMoveByTheirDates_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("after");
    // it is 2026-11-23 at 9:00
    QTest::newRow("the start is reached") << "Scheduled" << "2026-11-23T09:00:00Z" << "2026-12-01T00:00:00Z" << "Active";
    QTest::newRow("a millisecond before") << "Scheduled" << "2026-11-23T09:00:00.001Z" << "2026-12-01T00:00:00Z" << "Scheduled";
    QTest::newRow("the end is reached") << "Active" << "2026-11-01T00:00:00Z" << "2026-11-23T09:00:00Z" << "Completed";
    QTest::newRow("still running") << "Active" << "2026-11-01T00:00:00Z" << "2026-11-23T09:00:01Z" << "Active";
    QTest::newRow("both have passed") << "Scheduled" << "2026-11-01" << "2026-11-02" << "Completed";
    QTest::newRow("a draft stays") << "Draft" << "2026-11-01T00:00:00Z" << "2026-11-02T00:00:00Z" << "Draft";
    QTest::newRow("so does a paused one") << "Paused" << "2026-11-01T00:00:00Z" << "2026-11-02T00:00:00Z" << "Paused";
    QTest::newRow("without dates nothing moves") << "Scheduled" << "" << "" << "Scheduled";
}

void LioraTest::campaignsMoveByTheirDates()
{
    QFETCH(QString, status);
    QFETCH(QString, start);
    QFETCH(QString, end);
    QFETCH(QString, after);
    Studio view;
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Status", status.toStdString()}, {"Start Date", start.toStdString()}, {"End Date", end.toStdString()}});
    const auto plan = liora().run(command("check_campaign", {{"campaign", "rec_m"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(QString::fromStdString(text(plan->output, "status")), after);
    QCOMPARE(boolean(plan->output, "changed"), status != after);
    QCOMPARE(plan->records.size(), std::size_t(status != after ? 1 : 0));
}

void LioraTest::allCampaignsAreChecked()
{
    Studio view;
    for (int i = 0; i < 60; ++i)
        view.put("marketing-campaigns", "rec_m" + std::to_string(i), {{"Campaign Name", "C"}, {"Status", i % 2 ? "Scheduled" : "Active"}, {"Start Date", "2026-11-01"}, {"End Date", i % 4 ? "2026-12-24" : "2026-11-20"}});
    view.put("marketing-campaigns", "rec_weak", {{"Campaign Name", "Weak"}, {"Status", "Active"}, {"Start Date", "2026-11-01"}, {"Performance Metrics", {{"delivered", 100}, {"opened", 1}}}});
    const auto whole = test::runWhole(liora(), command("check_campaigns", Json::object()), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    QCOMPARE(integer(whole.last->output, "checked"), 61);
    QCOMPARE(integer(whole.last->output, "activated"), 30);
    QCOMPARE(integer(whole.last->output, "completed"), 15);
    QCOMPARE(whole.last->output.at("underperforming"), Json::array({"rec_weak"}));
    QCOMPARE(whole.slices, std::size_t(3));
}

void LioraTest::moreThan50NeedAPerson()
{
    Studio view;
    view.readers(50);
    const Json input{{"subject", "The show"}, {"text", "{{greeting}}\nThe show opens."}, {"segment", "artists"}};
    auto whole = test::runWhole(liora(), command("send_newsletter", input), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    QCOMPARE(integer(whole.last->output, "sent"), 50); // exactly 50 go by themselves
    view.readers(51);
    whole = test::runWhole(liora(), command("send_newsletter", input), view);
    QVERIFY(boolean(whole.last->output, "approvalNeeded"));
    QCOMPARE(integer(whole.last->output, "recipients"), 51);
    QVERIFY(whole.effects.empty());
    auto approved = input;
    approved["approvedBy"] = "op_nobody";
    QVERIFY(test::runWhole(liora(), command("send_newsletter", approved), view).effects.empty());
    approved["approvedBy"] = "op_a";
    whole = test::runWhole(liora(), command("send_newsletter", approved), view);
    QCOMPARE(integer(whole.last->output, "sent"), 51);
    QCOMPARE(whole.effects.size(), std::size_t(51));
    QVERIFY(whole.mostEffects <= 20); // each transaction is short
    std::set<std::string> keys;
    for (const auto &e : whole.effects)
        keys.insert(e.keyPart);
    QCOMPARE(keys.size(), std::size_t(51)); // nobody twice
}

void LioraTest::lettersGoToWhoAgreed()
{
    Studio view;
    const auto add = [&](const char *id, Json more) {
        Json fields{{"Profile", Json::array({"Artist"})}, {"Business Entity", Json::array({"rec_g"})}, {"Communication Preferences", consent(true)}};
        fields.merge_patch(more);
        view.contact(id, "Name " + std::string(id), std::string(id) + "@x.example", fields);
    };
    add("rec_yes", Json::object());
    add("rec_no", {{"Communication Preferences", consent(false)}});
    add("rec_silent", {{"Communication Preferences", nullptr}});
    add("rec_never", {{"Status", "Do Not Contact"}});
    add("rec_broken", {{"Email", "broken"}});
    add("rec_other", {{"Business Entity", Json::array({"rec_w"})}});
    add("rec_visitor", {{"Profile", Json::array({"Visitor"})}});
    const auto whole = test::runWhole(liora(), command("send_newsletter", {{"subject", "For {{name}}"}, {"text", "{{greeting}}\nNews of {{business}}."}, {"segment", "artists"}}), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    QCOMPARE(whole.effects.size(), std::size_t(1));
    QCOMPARE(whole.effects.front().target, std::string("rec_yes@x.example"));
    QCOMPARE(text(whole.effects.front().body, "subject"), std::string("For Name rec_yes"));
    QVERIFY(text(whole.effects.front().body, "text").starts_with("Dear Name rec_yes,\nNews of Gallery North.\n\nYou get this letter because"));
    QCOMPARE(whole.last->output.at("skipped"), (Json{{"no_consent", 2}, {"do_not_contact", 1}, {"no_address", 1}}));
}

void LioraTest::aLetterWithAHoleGoesToNobody()
{
    Studio view;
    view.readers(2);
    const auto plan = liora().run(command("send_newsletter", {{"subject", "s"}, {"text", "Dear {{first_name}}"}, {"segment", "artists"}}), view);
    QVERIFY(!plan);
    QCOMPARE(plan.error().what, std::string("no value for {{first_name}}"));
    QVERIFY(!liora().run(command("send_newsletter", {{"subject", "s"}, {"text", "t"}}), view)); // nobody is named
    view.put("marketing-campaigns", "rec_m", {{"Segment Definition", R"([{"field":"Email","operator":"exists"}])"}});
    QCOMPARE(integer(test::runWhole(liora(), command("send_newsletter", {{"subject", "s"}, {"text", "t"}, {"campaign", "rec_m"}}), view).last->output, "sent"), 2);
}

void LioraTest::theSequenceHasThreeSteps()
{
    Studio view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Communication Preferences", consent(true)}});
    std::string steps;
    for (int step = 1; step <= 3; ++step) {
        const auto plan = liora().run(command("nurture", {{"step", step}, {"about", "the spring show"}, {"language", "de"}}, "rec_1"), view);
        QVERIFY2(plan, describe(plan).c_str());
        QVERIFY(boolean(plan->output, "drafted"));
        QVERIFY(text(plan->output, "text").starts_with("Guten Tag Ada,"));
        steps += std::to_string(integer(plan->output, "nextStep")) + " in " + std::to_string(integer(plan->output, "waitDays")) + (boolean(plan->output, "done") ? " done" : ", ");
    }
    QCOMPARE(steps, std::string("2 in 6, 3 in 7, 0 in 0 done")); // days 1, 7, 14
    QVERIFY(!liora().run(command("nurture", {{"step", 4}}, "rec_1"), view));
    view.contact("rec_1", "Ada", "ada@x.example", {{"Communication Preferences", consent(false)}});
    const auto stopped = liora().run(command("nurture", {{"step", 1}}, "rec_1"), view);
    QVERIFY(!boolean(stopped->output, "drafted") && stopped->effects.empty());
    QCOMPARE(text(stopped->output, "why"), std::string("the contact withdrew the consent to mail"));
}

void LioraTest::rewardsAreNeverInvented()
{
    Studio view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Communication Preferences", consent(true)}});
    const auto ask = [&] { return liora().run(command("referral", {{"language", "en"}}, "rec_1"), view); };
    auto plan = ask();
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(text(plan->output, "text").find("thank you:") == std::string::npos && text(plan->output, "reward").empty());
    view.put("rewards-bounties", "rec_a", {{"Reward Name", "Refer a friend"}, {"Reward Type", "Referral Bonus"}, {"Status", "Draft"}, {"Description", "500 points."}});
    QVERIFY(text(ask()->output, "reward").empty()); // a draft is no reward
    view.put("rewards-bounties", "rec_a", {{"Status", "Active"}, {"End Date", "2026-11-22T00:00:00Z"}});
    QVERIFY(text(ask()->output, "reward").empty()); // nor one that has ended
    view.put("rewards-bounties", "rec_a", {{"End Date", "2026-11-23T00:00:00Z"}});
    plan = ask();
    QCOMPARE(text(plan->output, "reward"), std::string("rec_a"));
    QVERIFY(text(plan->output, "text").find("As a thank you: 500 points.") != std::string::npos);
}

void LioraTest::metricsAreKeptAndTold()
{
    Studio view;
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Status", "Active"}, {"Start Date", "2026-11-01"}, {"Performance Metrics", R"({"sent":100})"}});
    auto plan = liora().handle(happened("campaign_metrics", {{"campaign_name", "spring"}, {"delivered", 100}, {"opened", 40}, {"conversions", 3}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->records.front().fields.at("Performance Metrics"), (Json{{"sent", 100}, {"delivered", 100}, {"opened", 40}, {"conversions", 3}}));
    QCOMPARE(integer(plan->records.front().fields, "Conversions"), 3);
    QVERIFY(plan->tasks.empty());
    view.apply(*plan);
    plan = liora().handle(happened("newsletter_metrics", {{"campaign", "rec_m"}, {"payload", {{"delivered", 1000}}}}), view); // 4 % open now
    QCOMPARE(plan->tasks.size(), std::size_t(1));
    QCOMPARE(plan->messages.front().type, std::string("campaign_underperforming"));
    view.apply(*plan);
    QVERIFY(liora().handle(happened("campaign_metrics", {{"campaign", "rec_m"}, {"opened", 41}}), view)->tasks.empty()); // told once
    const auto unknown = liora().handle(happened("campaign_metrics", {{"campaign", "Winter"}, {"opened", 4}}), view);
    QVERIFY(unknown && unknown->records.empty() && unknown->tasks.size() == 1);
}

void LioraTest::wishesBecomeDrafts()
{
    Studio view;
    const auto plan = liora().handle(happened("campaign_trigger", {{"campaign_name", "June show"}, {"goal", "Forty visitors"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(text(plan->records.front().fields, "Status"), std::string("Draft"));
    // A house with that machine plans it there; elsewhere a person does.
    QVERIFY(plan->tasks.empty());
    QCOMPARE(text(plan->output, "record"), plan->records.front().id);
    view.business("rec_c", "Clear Counsel", "CONSULTING_FIRM");
    auto elsewhere = happened("campaign_trigger", {{"campaign_name", "June talks"}, {"goal", "Forty visitors"}});
    elsewhere.entity = "rec_c";
    QCOMPARE(liora().handle(elsewhere, view)->tasks.front().title, std::string("Plan the campaign June talks"));
    view.apply(*plan);
    const auto again = liora().handle(happened("campaign_trigger", {{"campaign_name", "June show"}}), view);
    QVERIFY(again->records.empty() && again->tasks.empty());
    QVERIFY(!liora().handle(happened("campaign_trigger", Json::object()), view));
}

void LioraTest::campaignsAreScheduled()
{
    Studio view;
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Status", "Draft"}});
    const auto plan = liora().handle(happened("campaign_schedule", {{"campaign", "Spring"}, {"start", "2026-12-01"}, {"end", "2026-12-24"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(text(plan->records.front().fields, "Status"), std::string("Scheduled"));
    view.put("marketing-campaigns", "rec_m", {{"Status", "Active"}});
    QVERIFY(!liora().handle(happened("campaign_schedule", {{"campaign", "Spring"}, {"start", "2026-12-01"}}), view)->records.front().fields.contains("Status"));
    QVERIFY(!liora().handle(happened("campaign_schedule", {{"campaign", "Spring"}, {"start", "soon"}}), view));
}

void LioraTest::operatorsAsk()
{
    Studio view;
    const auto ask = [&](const char *words) { return text(liora().talk({words, "op_a", "Ben", {}, "rec_g"}, view)->output, "answer"); };
    QCOMPARE(ask("campaigns"), std::string("No campaign is planned or running."));
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Status", "Scheduled"}, {"Start Date", "2026-12-01"}});
    QCOMPARE(ask("campaigns"), std::string("1 campaign:\nSpring: Scheduled, from 2026-12-01."));
    const auto split = ask("split 1000.01 Email Website LinkedIn"); // 3, 1, 1: 60000.6, 20000.2, 20000.2
    QVERIFY2(split.find("600.01") != std::string::npos && split.find("Website") != std::string::npos, split.c_str());
    QVERIFY(ask("split much Email").starts_with("The budget is missing"));
    QVERIFY(ask("split 10 Telegraph").starts_with("no channel \"Telegraph\""));
}

QTEST_GUILESS_MAIN(LioraTest)
#include "liora_test.moc"
