#include <QTest>

#include <random>

#include "engine/agents/zevi/metrics.h"
#include "engine/agents/zevi/profile.h"
#include "engine/agents/zevi/segments.h"
#include "engine/agents/zevi/trends.h"
#include "tests/unit/agents/duties.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

static const Agent &zevi()
{
    return *test::registry().agent("zevi");
}
static Command command(const char *name, Json input, const char *contact = "", const char *entity = "")
{
    return {name, std::move(input), "wf_1", contact, entity, "wf_1/x/1", {}};
}
static Json consent(bool given)
{
    return {{"email", {{"consent", given}, {"at", "2026-11-01T00:00:00Z"}}}};
}

class ZeviTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void profilesAreTheFirstMatch_data();
    void profilesAreTheFirstMatch();
    void aProfileIsWritten();
    void priceTiers();
    void criteriaHold_data();
    void criteriaHold();
    void badCriteriaAreNamed_data();
    void badCriteriaAreNamed();
    void aSegmentIsExactlyWhoSatisfiesIt();
    void segmentsAreCountedInSlices();
    void aSegmentIsKeptAsCriteriaNotAsPeople();
    void shippedSegmentsAllCount();
    void theNightRenewsSegments();
    void trendsHaveBaseAndPeriod();
    void trendsOfManyRecordsGoInSlices();
    void withoutABaseThereIsNoAdvice();
    void ratesOfCampaigns_data();
    void ratesOfCampaigns();
    void campaignsAreMeasuredAfter48Hours();
    void fitIsAddedUp_data();
    void fitIsAddedUp();
    void eventsAreAnswered();
    void operatorsAsk();
};

void ZeviTest::profilesAreTheFirstMatch_data()
{
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("rule");
    QTest::newRow("a tag of the notes") << R"({"Notes":"Tags: painter, new"})" << "Artist" << "artist";
    QTest::newRow("plural counts") << R"({"Notes":"tags: Sculptors"})" << "Artist" << "artist";
    QTest::newRow("artist before wellness") << R"({"Notes":"Tags: artist\nInterest: yoga"})" << "Artist" << "artist";
    QTest::newRow("interest") << R"({"Notes":"Interest: Yoga and breathing"})" << "Wellness Client" << "wellness";
    QTest::newRow("yoga elsewhere is no interest") << R"({"Notes":"Job: yoga"})" << "Visitor" << "visitor";
    QTest::newRow("workshop in notes") << R"({"Notes":"Asked for the workshop in May"})" << "Workshop Participant" << "workshop";
    QTest::newRow("workshop before event") << R"({"Lead Source":"Event","Notes":"workshop"})" << "Workshop Participant" << "workshop";
    QTest::newRow("source") << R"({"Lead Source":"Event"})" << "Event Attendee" << "event";
    QTest::newRow("exhibition") << R"({"Notes":"Saw the exhibition"})" << "Event Attendee" << "event";
    QTest::newRow("collector") << R"({"Notes":"Tags: collector"})" << "Collector" << "collector";
    QTest::newRow("curator") << R"({"Job Title":"Curator"})" << "Curator" << "curator";
    QTest::newRow("gallery") << R"({"Company":"Gallery South"})" << "Gallery Contact" << "curator";
    QTest::newRow("press") << R"({"Job Title":"Press officer"})" << "Media Contact" << "media";
    QTest::newRow("vendor by type") << R"({"Contact Type":"Vendor"})" << "Business Contact" << "vendor";
    QTest::newRow("never a substring") << R"({"Company":"Pressburg Eventim","Notes":"Tags: artistic"})" << "Visitor" << "visitor";
    QTest::newRow("nothing") << "{}" << "Visitor" << "visitor";
}

void ZeviTest::profilesAreTheFirstMatch()
{
    QFETCH(QString, fields);
    QFETCH(QString, profile);
    QFETCH(QString, rule);
    const auto found = profileOf(contactOf({"rec_1", "contacts-profiles", "Ada", *parseJson(fields.toStdString()), {}}));
    QCOMPARE(QString::fromStdString(found.option), profile);
    QCOMPARE(QString::fromStdString(found.rule), rule);
    QCOMPARE(found.evidence.empty(), rule == QStringLiteral("visitor"));
}

void ZeviTest::aProfileIsWritten()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Notes", "Tags: painter"}, {"Marketing Segments", Json::array({"Friends of the house", "Gallery visitors"})}});
    const auto plan = zevi().run(command("profile", Json::object(), "rec_1"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(text(plan->output, "profile"), std::string("Artist"));
    QCOMPARE(plan->output.at("segments"), Json::array({"artists"}));
    // what a person gave stays, what is computed is computed anew
    QCOMPARE(plan->records.front().fields.at("Marketing Segments"), Json::array({"Friends of the house", "Artists and creators"}));
    QCOMPARE(plan->records.front().fields.at("Profile"), Json::array({"Artist"}));
    QVERIFY(!zevi().run(command("profile", Json::object(), "rec_none"), view));
}

void ZeviTest::priceTiers()
{
    QCOMPARE(priceTierOf(99.99), std::string("Budget"));
    QCOMPARE(priceTierOf(100), std::string("Standard"));
    QCOMPARE(priceTierOf(499.99), std::string("Standard"));
    QCOMPARE(priceTierOf(500), std::string("Premium"));
}

void ZeviTest::criteriaHold_data()
{
    QTest::addColumn<QString>("criteria");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *name, const char *criteria, bool expected) { QTest::newRow(name) << criteria << expected; };
    row("equal in any case", R"([{"field":"City","operator":"equals","value":"berlin"}])", true);
    row("equal to one of a list", R"([{"field":"City","operator":"equals","value":["Paris","Berlin"]}])", true);
    row("an option of several", R"([{"field":"Tags","operator":"equals","value":"VIP"}])", true);
    row("not equal", R"([{"field":"City","operator":"not_equals","value":"Paris"}])", true);
    row("not equal to what is missing", R"([{"field":"Country","operator":"not_equals","value":"DE"}])", true);
    row("contains a part of a text", R"([{"field":"Notes","operator":"contains","value":"SPRING"}])", true);
    row("contains one option only as a whole", R"([{"field":"Tags","operator":"contains","value":"VI"}])", false);
    row("does not contain", R"([{"field":"Tags","operator":"not_contains","value":"New"}])", true);
    row("greater", R"([{"field":"Lead Score","operator":"greater_than","value":39}])", true);
    row("greater is not equal", R"([{"field":"Lead Score","operator":"greater_than","value":40}])", false);
    row("less", R"([{"field":"Lead Score","operator":"less_than","value":40.5}])", true);
    row("nothing is neither greater", R"([{"field":"Lifetime Value","operator":"greater_than","value":-1}])", false);
    row("nor less", R"([{"field":"Lifetime Value","operator":"less_than","value":1}])", false);
    row("within 30 days", R"([{"field":"Last Interaction","operator":"greater_than","value":"30d"}])", true);
    row("not within 12 hours", R"([{"field":"Last Interaction","operator":"greater_than","value":"12h"}])", false);
    row("before a date", R"([{"field":"Last Interaction","operator":"less_than","value":"2026-11-22"}])", true);
    row("exists", R"([{"field":"City","operator":"exists"}])", true);
    row("an empty text does not exist", R"([{"field":"Company","operator":"exists"}])", false);
    row("does not exist", R"([{"field":"Country","operator":"not_exists"}])", true);
    row("a pattern", R"([{"field":"Email","operator":"regex_match","value":"@x\\.example$"}])", true);
    row("a path into JSON", R"([{"field":"Communication Preferences.email.consent","operator":"equals","value":true}])", true);
    row("all must hold", R"([{"field":"City","operator":"equals","value":"Berlin"},{"field":"City","operator":"equals","value":"Paris"}])", false);
    row("one of a group", R"([{"any":[{"field":"City","operator":"equals","value":"Paris"},{"field":"Tags","operator":"contains","value":"VIP"}]}])", true);
    row("none of a group", R"([{"any":[{"field":"City","operator":"equals","value":"Paris"},{"field":"Tags","operator":"contains","value":"New"}]}])", false);
    row("no criterion is everybody", "[]", true);
}

void ZeviTest::criteriaHold()
{
    QFETCH(QString, criteria);
    QFETCH(bool, expected);
    const test::FakeClock clock;
    const Json ada{{"City", "Berlin"}, {"Tags", Json::array({"VIP", "Returning"})}, {"Lead Score", 40}, {"Company", ""}, {"Email", "ada@x.example"}, {"Notes", "wishes a retreat in spring"},
                   {"Last Interaction", "2026-11-20T10:00:00Z"}, {"Communication Preferences", R"({"email":{"consent":true}})"}};
    const auto read = criteriaOf(*parseJson(criteria.toStdString()), "test");
    QVERIFY2(read, describe(read).c_str());
    QCOMPARE(holds(*read, ada, clock.now()), expected);
}

void ZeviTest::badCriteriaAreNamed_data()
{
    QTest::addColumn<QString>("criteria");
    QTest::addColumn<QString>("error");
    QTest::newRow("no list") << "{}" << "criteria are no list (test): write [{\"field\": …, \"operator\": …, \"value\": …}]";
    QTest::newRow("no field") << R"([{"operator":"exists"}])" << "a criterion names no field (test/0/field): name a property of Contacts & Profiles";
    QTest::newRow("unknown operator") << R"([{"field":"City","operator":"equal","value":"x"}])" << "no operator \"equal\" (test/0/operator): write \"equals\"";
    QTest::newRow("no value") << R"([{"field":"City","operator":"contains"}])" << "a criterion without a value (test/0/value): give a text, a number, true or false, or a list of them";
    QTest::newRow("not a size") << R"([{"field":"City","operator":"less_than","value":"many"}])" << "not a number, date or length of time (test/0/value): write 40, \"2026-11-24\" or \"30d\"";
    QTest::newRow("pattern") << R"([{"field":"City","operator":"regex_match","value":"("}])" << "the pattern cannot be read (test/0/value): write a regular expression";
    QTest::newRow("empty group") << R"([{"any":[]}])" << "a group is empty or has more members than \"any\" (test/0): name one criterion at least, and nothing beside them";
    QTest::newRow("too deep") << R"([{"any":[{"any":[{"any":[{"field":"a","operator":"exists"}]}]}]}])" << "groups of criteria stand too deep in each other (test/0/any/0/any/0/any): use at most 3 levels";
}

void ZeviTest::badCriteriaAreNamed()
{
    QFETCH(QString, criteria);
    QFETCH(QString, error);
    QCOMPARE(QString::fromStdString(describe(criteriaOf(*parseJson(criteria.toStdString()), "test"))), error);
}

/// Random people, random criteria; who belongs is found by plain comparisons beside the code under test.
void ZeviTest::aSegmentIsExactlyWhoSatisfiesIt()
{
    std::mt19937 random(20261123);
    const auto pick = [&](const std::vector<std::string> &from) { return from[random() % from.size()]; };
    const std::vector<std::string> cities{"Berlin", "Paris", "Rome", ""};
    const std::vector<std::string> states{"Active Lead", "Active Client", "Do Not Contact"};
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.business("rec_w", "Still Waters", "WELLNESS_CENTER");
    for (int i = 0; i < 900; ++i)
        view.contact("rec_c" + std::to_string(i), "P" + std::to_string(i), "p" + std::to_string(i) + "@x.example",
                     {{"City", pick(cities)}, {"Status", pick(states)}, {"Lead Score", random() % 100}, {"Business Entity", Json::array({pick({"rec_g", "rec_w"})})},
                      {"Communication Preferences", consent(random() % 2 == 0)}});
    for (int round = 0; round < 40; ++round) {
        const auto city = pick({"Berlin", "Paris", "Rome"});
        const auto score = static_cast<int>(random() % 100);
        const auto above = random() % 2 == 0;
        const Json criteria = Json::array({{{"field", "City"}, {"operator", "equals"}, {"value", city}}, {{"field", "Lead Score"}, {"operator", above ? "greater_than" : "less_than"}, {"value", score}}});
        std::int64_t size = 0;
        std::int64_t reach = 0;
        std::int64_t base = 0;
        for (const auto &r : view.stored) {
            if (r.database != "contacts-profiles" || r.fields.at("Business Entity").at(0) != "rec_g")
                continue;
            ++base;
            const auto has = r.fields.at("Lead Score").get<int>();
            if (r.fields.at("City") != city || (above ? has <= score : has >= score))
                continue;
            ++size;
            reach += r.fields.at("Communication Preferences").at("email").at("consent").get<bool>() && r.fields.at("Status") != "Do Not Contact" ? 1 : 0;
        }
        const auto whole = test::runWhole(zevi(), command("segment", {{"criteria", criteria}, {"entity", "rec_g"}}), view);
        QVERIFY2(whole.last, describe(whole.last).c_str());
        QCOMPARE(integer(whole.last->output, "size"), size);
        QCOMPARE(integer(whole.last->output, "reach"), reach);
        QCOMPARE(integer(whole.last->output, "base"), base);
    }
}

void ZeviTest::segmentsAreCountedInSlices()
{
    test::MemoryView view;
    for (int i = 0; i < 1001; ++i)
        view.contact("rec_c" + std::to_string(i), "P", "p" + std::to_string(i) + "@x.example");
    const auto whole = test::runWhole(zevi(), command("segment", {{"criteria", Json::array({{{"field", "Email"}, {"operator", "exists"}}})}}), view);
    QCOMPARE(integer(whole.last->output, "size"), 1001);
    QCOMPARE(whole.slices, std::size_t(6)); // 200 records each
}

void ZeviTest::aSegmentIsKeptAsCriteriaNotAsPeople()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Profile", Json::array({"Artist"})}, {"Communication Preferences", consent(true)}});
    view.contact("rec_2", "Ben", "ben@x.example", {{"Profile", Json::array({"Artist"})}});
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}});
    const auto plan = zevi().run(command("segment", {{"segment", "artists"}, {"campaign", "rec_m"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(integer(plan->output, "size"), 2);
    QCOMPARE(integer(plan->output, "reach"), 1); // Ben gave no consent
    QCOMPARE(plan->output.at("segments"), Json::array({{{"name", "Artists and creators"}, {"size", 2}, {"reach", 1}}}));
    QCOMPARE(plan->records.size(), std::size_t(1));
    QCOMPARE(plan->records.front().fields.at("Segment Definition"), *parseJson(R"([{"field":"Profile","operator":"contains","value":"Artist"}])"));
    QVERIFY(!zevi().run(command("segment", {{"segment", "martians"}}), view));
    QVERIFY(!zevi().run(command("segment", {{"segment", "artists"}, {"campaign", "rec_none"}}), view));
}

void ZeviTest::shippedSegmentsAllCount()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Profile", Json::array({"Artist"})}, {"Communication Preferences", consent(true)}, {"Lead Score", 50}});
    view.contact("rec_2", "Max", "max@x.example", {{"Contact Type", "Partner"}, {"Status", "Active Client"}, {"Lifetime Value", 80}, {"Last Interaction", "2026-11-01T00:00:00Z"}});
    view.contact("rec_3", "Vera", "vera@x.example", {{"Tags", Json::array({"VIP", "Community Member"})}, {"Status", "Do Not Contact"}});
    const auto plan = zevi().run(command("segment", Json::object()), view);
    std::string sizes;
    for (const auto &s : plan->output.at("segments"))
        sizes += std::to_string(integer(s, "size")) + " ";
    QCOMPARE(sizes, std::string("1 0 0 1 1 1 1 ")); // artists, visitors, wellness, community, partners, prospects, bookings
    QCOMPARE(integer(plan->output, "reach"), 1);    // Ada, once though in two segments; Max gave no consent, Vera is not contacted
}

void ZeviTest::theNightRenewsSegments()
{
    test::MemoryView view;
    for (int i = 0; i < 230; ++i)
        view.contact("rec_c" + std::to_string(i), "P", "p" + std::to_string(i) + "@x.example", {{"Notes", i % 2 ? "Tags: artist" : ""}});
    view.contact("rec_hand", "Hand", "hand@x.example", {{"Notes", "Tags: artist"}, {"Profile", Json::array({"Collector"})}});
    const auto whole = test::runWhole(zevi(), command("refresh_segments", Json::object()), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    QCOMPARE(integer(whole.last->output, "contacts"), 231);
    QCOMPARE(integer(whole.last->output, "changed"), 231);
    QVERIFY(whole.mostRecords <= 25); // each transaction is short
    QCOMPARE(view.record("contacts-profiles", "rec_c1")->fields.at("Profile"), Json::array({"Artist"}));
    QCOMPARE(view.record("contacts-profiles", "rec_c1")->fields.at("Marketing Segments"), Json::array({"Artists and creators"}));
    QCOMPARE(view.record("contacts-profiles", "rec_hand")->fields.at("Profile"), Json::array({"Collector"})); // a person's choice stays
    const auto again = test::runWhole(zevi(), command("refresh_segments", Json::object()), view);
    QCOMPARE(integer(again.last->output, "changed"), 0);
}

/// Two periods of 30 days that end on 2026-11-23 at 9:00: now from 10-24, before from 09-24.
static void fillTwoPeriods(test::MemoryView &view)
{
    int n = 0;
    const auto came = [&](const char *source, const char *date) {
        ++n;
        view.contact("rec_t" + std::to_string(n), "T", "t" + std::to_string(n) + "@x.example", {{"Lead Source", source}, {"Date Added", std::string(date) + "T12:00:00Z"}});
    };
    for (const auto *date : {"2026-10-25", "2026-11-01", "2026-11-20"}) { // now: 3 Website, 3 Referral
        came("Website", date);
        came("Referral", date);
    }
    for (const auto *date : {"2026-09-25", "2026-10-01", "2026-10-02", "2026-10-20"}) // before: 4 Website
        came("Website", date);
    came("Website", "2026-09-20"); // earlier than both
    const auto said = [&](const char *id, double rating, double scale, const char *date) {
        view.put("feedback-surveys", id, {{"Rating", rating}, {"Rating Scale", scale}, {"Date Received", std::string(date) + "T12:00:00Z"}});
    };
    said("rec_f1", 5, 5, "2026-11-02");
    said("rec_f2", 4, 5, "2026-11-03");
    said("rec_f3", 3, 5, "2026-10-03");
    said("rec_f4", 6, 10, "2026-10-04"); // 3 of 5
}

void ZeviTest::trendsHaveBaseAndPeriod()
{
    test::MemoryView view;
    fillTwoPeriods(view);
    const auto whole = test::runWhole(zevi(), command("trends", Json::object()), view);
    QVERIFY2(whole.last, describe(whole.last).c_str());
    const auto period = "2026-10-24 to 2026-11-23";
    // (6 - 4) / 4 = 50 %; (4.5 - 3) / 3 = 50 %, on fewer records; (3 - 4) / 4 = -25 %; 2 and 2 no change; from nothing no percent
    const Json expected = Json::array({
        {{"what", "new contacts"}, {"now", 6.0}, {"before", 4.0}, {"change", 50.0}, {"base", 10}, {"period", period}},
        {{"what", "average rating of 5"}, {"now", 4.5}, {"before", 3.0}, {"change", 50.0}, {"base", 4}, {"period", period}},
        {{"what", "new contacts from Website"}, {"now", 3.0}, {"before", 4.0}, {"change", -25.0}, {"base", 7}, {"period", period}},
        {{"what", "feedback received"}, {"now", 2.0}, {"before", 2.0}, {"change", 0.0}, {"base", 4}, {"period", period}},
        {{"what", "new contacts from Referral"}, {"now", 3.0}, {"before", 0.0}, {"base", 3}, {"period", period}},
    });
    QCOMPARE(dump(whole.last->output.at("trends")), dump(expected));
    QCOMPARE(text(whole.last->output, "advice"), std::string("Finding: new contacts rose by 50 % to 6 from 4 (base 10, period 2026-10-24 to 2026-11-23). Advice: put the next effort there."));
    QCOMPARE(whole.last->messages.size(), std::size_t(1)); // 50 % on ten records: Liora hears of it
    QCOMPARE(whole.last->messages.front().type, std::string("trend_detected"));
    QVERIFY(!zevi().run(command("trends", {{"days", 0}}), view));
}

void ZeviTest::trendsOfManyRecordsGoInSlices()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    for (int i = 0; i < 450; ++i)
        view.contact("rec_n" + std::to_string(i), "N", "n" + std::to_string(i) + "@x.example", {{"Business Entity", Json::array({i % 3 ? "rec_g" : "rec_w"})}, {"Date Added", "2026-11-20T00:00:00Z"}});
    const auto whole = test::runWhole(zevi(), command("trends", {{"entity", "rec_g"}}), view);
    QCOMPARE(number(whole.last->output.at("trends").at(0), "now"), 300.0);
    QCOMPARE(whole.slices, std::size_t(5)); // contacts 200, 200, 50; members; feedback
}

void ZeviTest::withoutABaseThereIsNoAdvice()
{
    test::MemoryView view;
    view.contact("rec_1", "A", "a@x.example", {{"Date Added", "2026-11-20T00:00:00Z"}});
    view.contact("rec_2", "B", "b@x.example", {{"Date Added", "2026-10-10T00:00:00Z"}});
    view.contact("rec_3", "C", "c@x.example", {{"Date Added", "2026-10-11T00:00:00Z"}});
    const auto whole = test::runWhole(zevi(), command("trends", Json::object()), view);
    QCOMPARE(number(whole.last->output.at("trends").at(0), "change"), -50.0); // the number stands, with its base of 3
    QVERIFY(text(whole.last->output, "advice").starts_with("Finding: no change rests on 5 records or more"));
    QVERIFY(whole.last->messages.empty());
}

void ZeviTest::ratesOfCampaigns_data()
{
    QTest::addColumn<QString>("metrics");
    QTest::addColumn<QString>("rates");
    QTest::addColumn<int>("missed");
    const auto row = [](const char *name, const char *metrics, const char *rates, int missed) { QTest::newRow(name) << metrics << rates << missed; };
    // 500 sent, 20 bounced: 480 delivered; 72/480 = 15 %, 5/480 = 1.04 %, 1/5 = 20 %, 20/500 = 4 %
    row("all well", R"({"sent":500,"bounced":20,"opened":72,"clicked":5,"conversions":1})", "15 1.04 20 4 base 480", 0);
    row("open just under", R"({"delivered":1000,"opened":149,"clicked":10})", "14.9 1 - - base 1000", 1);
    row("click under", R"({"delivered":1000,"opened":150,"clicked":9})", "15 0.9 - - base 1000", 1);
    row("conversion under", R"({"delivered":1000,"opened":200,"clicked":100,"conversions":2})", "20 10 2 - base 1000", 1);
    row("bounce of a page over", R"({"sessions":200,"bounced_sessions":131})", "- - - 65.5 base 200", 1);
    row("bounce at the mark", R"({"sessions":200,"bounced_sessions":130})", "- - - 65 base 200", 0);
    row("given rates", R"({"open_rate":9.5,"click_rate":2})", "9.5 2 - - base 0", 1);
    row("counts win over rates", R"({"delivered":10,"opened":5,"open_rate":1})", "50 - - - base 10", 0);
    row("nothing delivered", R"({"delivered":0,"opened":0})", "- - - - base 0", 0);
    row("nonsense", R"({"delivered":-5,"opened":"many"})", "- - - - base 0", 0);
}

void ZeviTest::ratesOfCampaigns()
{
    QFETCH(QString, metrics);
    QFETCH(QString, rates);
    QFETCH(int, missed);
    const auto found = ratesOf(*parseJson(metrics.toStdString()));
    std::string words;
    for (const auto &rate : {found.open, found.click, found.conversion, found.bounce})
        words += (rate ? numberText(*rate) : "-") + " ";
    for (auto at = words.find(".50 "); at != std::string::npos; at = words.find(".50 "))
        words.erase(at + 2, 1);
    for (auto at = words.find(".90 "); at != std::string::npos; at = words.find(".90 "))
        words.erase(at + 2, 1);
    QCOMPARE(QString::fromStdString(words + "base " + std::to_string(found.base)), rates);
    QCOMPARE(static_cast<int>(missedBy(found, 48h).size()), missed);
    QVERIFY(missedBy(found, 48h - 1ms).empty());
}

void ZeviTest::campaignsAreMeasuredAfter48Hours()
{
    test::MemoryView view;
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Start Date", "2026-11-21T10:00:00Z"}, {"Performance Metrics", {{"delivered", 400}, {"opened", 40}}}});
    auto plan = zevi().run(command("measure", {{"campaign", "rec_m"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(!boolean(plan->output, "underperforming")); // 47 hours
    QCOMPARE(number(plan->output, "open"), 10.0);
    QCOMPARE(number(plan->output, "click"), -1.0);
    view.clock.advance(1h);
    plan = zevi().run(command("measure", {{"campaign", "rec_m"}}), view);
    QVERIFY(boolean(plan->output, "underperforming"));
    QCOMPARE(plan->output.at("why"), Json::array({"open 10 %, at least 15 % is wanted, base 400"}));
    QCOMPARE(plan->messages.front().recipient + " " + plan->messages.front().type, std::string("liora campaign_underperforming"));
    QVERIFY(!zevi().run(command("measure", {{"campaign", "rec_none"}}), view));
}

void ZeviTest::fitIsAddedUp_data()
{
    QTest::addColumn<QString>("fields");
    QTest::addColumn<double>("budget");
    QTest::addColumn<int>("score");
    QTest::addColumn<QString>("tier");
    QTest::addColumn<bool>("high");
    // the mark is 5,000
    QTest::newRow("nobody") << "{}" << 0.0 << 0 << "standard" << false;
    QTest::newRow("budget at the mark") << "{}" << 5000.0 << 40 << "premium" << true;                                                            // 40
    QTest::newRow("half of it") << R"({"Lifetime Value":1})" << 2500.0 << 30 << "standard" << false;                                             // 20 + 10
    QTest::newRow("VIP with all") << R"({"Customer Tier":"vip","Lifetime Value":5000,"Lead Score":100})" << 8000.0 << 100 << "vip" << true;      // 40 + 20 + 25 + 15
    QTest::newRow("VIP by tag, score 60") << R"({"Tags":["VIP"],"Lead Score":60})" << 0.0 << 34 << "standard" << false;                          // 25 + 9
    QTest::newRow("premium who bought") << R"({"Customer Tier":"premium","Lifetime Value":9000,"Lead Score":40})" << 0.0 << 41 << "premium" << true; // 20 + 15 + 6
}

void ZeviTest::fitIsAddedUp()
{
    QFETCH(QString, fields);
    QFETCH(double, budget);
    QFETCH(int, score);
    QFETCH(QString, tier);
    QFETCH(bool, high);
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", *parseJson(fields.toStdString()));
    const auto plan = zevi().run(command("fit", {{"budget", budget}}, "rec_1"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(static_cast<int>(integer(plan->output, "fit")), score);
    QCOMPARE(QString::fromStdString(text(plan->output, "tier")), tier);
    QCOMPARE(boolean(plan->output, "highValue"), high);
    QVERIFY(!zevi().run(command("fit", {{"budget", "much"}}, "rec_1"), view));
}

void ZeviTest::eventsAreAnswered()
{
    test::MemoryView view;
    fillTwoPeriods(view);
    Event event;
    event.id = "evt_1";
    event.type = "analyze_audience";
    event.source = "generic";
    auto plan = zevi().handle(event, view);
    QVERIFY(plan && plan->summary.starts_with("Finding: new contacts rose by 50 %"));
    QCOMPARE(plan->messages.front().type, std::string("event_result.analyze_audience"));
    event.type = "segment_creation";
    event.data = {{"criteria", Json::array({{{"field", "Lead Source"}, {"operator", "equals"}, {"value", "Referral"}}})}};
    plan = zevi().handle(event, view);
    QCOMPARE(plan->summary, std::string("Custom segment: 3 of 11 contacts."));
    event.data["criteria"][0]["operator"] = "is";
    QVERIFY(!zevi().handle(event, view));
    for (int i = 0; i < 400; ++i)
        view.contact("rec_m" + std::to_string(i), "M", "m" + std::to_string(i) + "@x.example");
    event.data = {{"segment", "artists"}};
    plan = zevi().handle(event, view);
    QVERIFY(plan && plan->summary.find("run zevi.segment") != std::string::npos); // no number that is not whole
    QVERIFY(!plan->messages.front().payload.contains("segments"));
    event.source = "bus";
    event.type = "contact_update";
    event.data = {{"record", "rec_t1"}};
    QCOMPARE(zevi().handle(event, view)->records.front().fields.at("Profile"), Json::array({"Visitor"}));
}

void ZeviTest::operatorsAsk()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada", "ada@x.example", {{"Notes", "Tags: painter"}});
    view.put("marketing-campaigns", "rec_m", {{"Campaign Name", "Spring"}, {"Start Date", "2026-11-01T10:00:00Z"}, {"Performance Metrics", {{"delivered", 400}, {"opened", 40}}}});
    const auto ask = [&](const char *words) { return text(zevi().talk({words, "op_a", "Ben", {}, {}}, view)->output, "answer"); };
    QCOMPARE(ask("profile ADA@x.example"), std::string("Ada: Artist, by the word \"painter\" (rule artist)."));
    QCOMPARE(ask("measure spring"), std::string("Spring: open 10 %, base 400, since 2026-11-01. It underperforms: open 10 %, at least 15 % is wanted, base 400."));
    QVERIFY(ask("segments").find("Artists and creators (artists)") != std::string::npos);
}

QTEST_GUILESS_MAIN(ZeviTest)
#include "zevi_test.moc"
