#include <QTest>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono_literals;

static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}
static const Agent &grace()
{
    return *registry().agent("grace");
}
/// A studio with two or three things in it.
struct Studio : test::MemoryView {
    Studio()
    {
        business("rec_w", "Still Waters", "WELLNESS_CENTER", {{"Time Zone", "UTC"}});
        business("rec_g", "Gallery North", "ART_GALLERY", {{"Time Zone", "UTC"}});
        contact("rec_1", "Ada Quinn", "ada@x.example", {{"Lifetime Value", 900}, {"Date Added", "2025-03-01T08:00:00.000Z"}, {"Business Entity", Json::array({"rec_w"})},
                                                            {"Communication Preferences", R"({"email":{"consent":true,"at":"2025-03-01T08:00:00Z","evidence":"Newsletter: yes"}})"}});
        people = {{"op_a", "Ben", 0, std::nullopt}};
        clock.set(*parseRfc3339("2026-11-23T11:00:00Z"));
    }
};
static Event request(const char *text, Json data = {{"contact", "rec_1"}, {"channel", "email"}})
{
    Event event;
    event.id = "evt_1";
    event.source = "api";
    event.type = "customer_request";
    event.entityUnsure = true;
    event.data = std::move(data);
    event.text = text;
    return event;
}
static std::string fact(const Json &facts, const char *name)
{
    for (const auto &f : facts)
        if (text(f, "name") == name)
            return text(f, "value");
    return {};
}

class GraceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlainRequestIsHandedOn();
    void aServiceRecoveryStartsTheWholeNetwork();
    void aCaseHoldsEverything();
    void proposalsFitTheReason_data();
    void proposalsFitTheReason();
    void acknowledgementsNameATimeThatIsTrue_data();
    void acknowledgementsNameATimeThatIsTrue();
    void peopleWithoutALeaveAreNotWrittenTo();
    void strangersBecomeContacts();
    void chargebacksAreDisputes();
    void unknownEventsBecomeTasks();
    void busMessagesAreNoted();
    void promisesAreReviewed();
    void workflowsEscalate();
    void acknowledgingByCommand();
    void operatorsAsk();
};

void GraceTest::aPlainRequestIsHandedOn()
{
    const Studio view;
    const auto plan = grace().handle(request("Please reschedule Tuesday's massage to Thursday"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->rule, std::string("R12"));
    QCOMPARE(plan->posts.size(), std::size_t(1));
    QCOMPARE(plan->posts.front().kind + " " + plan->posts.front().channel + " " + plan->posts.front().contact, std::string("client email rec_1"));
    QCOMPARE(plan->messages.size(), std::size_t(1));
    QCOMPARE(plan->messages.front().recipient + " " + plan->messages.front().type, std::string("solari event_routing"));
    QVERIFY(plan->tasks.empty()); // the definition makes it
    QCOMPARE(plan->starts.size(), std::size_t(1));
    const auto &start = plan->starts.front();
    QCOMPARE(start.definition + " " + start.contact + " " + start.entity, std::string("customer-service rec_1 rec_w"));
    QCOMPARE(integer(start.input, "level"), 1);
    QVERIFY(member(start.input, "agents") == Json::array({"solari"}));
    QCOMPARE(text(start.input, "dueAt"), std::string("2026-11-23T13:00:00.000Z"));
    QVERIFY(boolean(start.input, "acknowledged") && !start.input.contains("case"));
    QCOMPARE(plan->effects.size(), std::size_t(1));
    const auto body = text(plan->effects.front().body, "text");
    QVERIFY2(body.find("Solari with our team takes care of it") != std::string::npos, body.c_str());
    QVERIFY(body.find("within 2 hours") != std::string::npos && body.find("level") == std::string::npos);
    QVERIFY(plan->escalations.empty() && plan->records.empty());
    QCOMPARE(integer(plan->output, "level"), 1);
    QCOMPARE(text(plan->output, "entity"), std::string("rec_w"));
}

void GraceTest::aServiceRecoveryStartsTheWholeNetwork()
{
    const Studio view;
    const auto plan = grace().handle(request("Extremely disappointed by the retreat: poor rooms, chaos, a wasted week"), view);
    QCOMPARE(plan->effects.size(), std::size_t(1)); // the acknowledgement; the definition tells the studio
    QVERIFY(plan->tasks.empty());
    const auto &start = plan->starts.front();
    QCOMPARE(integer(start.input, "level"), 3);
    QCOMPARE(text(start.input, "pattern"), std::string("service_recovery"));
    QCOMPARE(member(start.input, "agents").size(), std::size_t(5));
    QCOMPARE(start.priority + "|" + text(start.input, "priority"), std::string("High|High"));
    QCOMPARE(plan->messages.size(), std::size_t(4)); // all but herself
}

void GraceTest::aCaseHoldsEverything()
{
    Studio view;
    view.matters["rec_1"] = 1;
    const auto plan = grace().handle(request("My lawyer will write about the massage"), view);
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(plan->escalations.empty()); // the definition opens it
    QCOMPARE(plan->starts.size(), std::size_t(1));
    const auto &start = plan->starts.front();
    const auto &input = start.input;
    const auto &e = member(input, "case");
    QCOMPARE(start.definition + "|" + start.title, std::string("customer-service|Ada Quinn: My lawyer will write about the massage"));
    QCOMPARE(text(e, "title"), start.title);
    QCOMPARE(text(input, "reason") + "|" + text(input, "category") + "|" + text(input, "priority") + "|" + text(input, "rule"), std::string("legal_compliance|legal_compliance|High|R1"));
    QCOMPARE(text(e, "risk") + "|" + text(e, "urgency"), std::string("high|same day"));
    QVERIFY(!text(e, "riskWhy").empty() && !text(input, "ruleText").empty() && !text(e, "recommended").empty() && !text(e, "summary").empty());
    QCOMPARE(text(input, "text"), std::string("My lawyer will write about the massage"));
    QCOMPARE(start.contact + "|" + start.entity, std::string("rec_1|rec_w"));
    QCOMPARE(text(e["evidence"].front(), "text") + "|" + text(e["evidence"].front(), "ref"), std::string("lawyer|text:3-9"));
    const auto &facts = member(e, "facts");
    QCOMPARE(fact(facts, "Client since"), std::string("2025-03-01"));
    QCOMPARE(fact(facts, "Lifetime value"), std::string("$ 900.00"));
    QCOMPARE(fact(facts, "Consent to mail"), std::string("given 2025-03-01"));
    QCOMPARE(fact(facts, "Open matters"), std::string("1"));
    QVERIFY(!fact(facts, "Care").empty() && !fact(facts, "Feeling").empty());
    QVERIFY(number(e, "confidence") > 0.5 && number(e, "confidence") <= 0.95);
    QVERIFY(plan->tasks.empty());
    QCOMPARE(plan->effects.size(), std::size_t(1)); // one acknowledgement, and no reply unread
    const auto mail = text(plan->effects.front().body, "text");
    QVERIFY2(mail.find(fact(facts, "Reference")) != std::string::npos, mail.c_str());
    // the same event makes the same reference, whenever it is handled again
    view.clock.advance(5min);
    const auto again = grace().handle(request("My lawyer will write about the massage"), view);
    QCOMPARE(fact(member(member(again->starts.front().input, "case"), "facts"), "Reference"), fact(facts, "Reference"));
}

void GraceTest::proposalsFitTheReason_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("has");
    QTest::newRow("law") << "My lawyer will write" << "checking the facts";
    QTest::newRow("harm") << "I hurt my wrist in class" << "Your wellbeing comes first";
    QTest::newRow("a dispute") << "The print is a fake" << "going through our records";
    QTest::newRow("a decision") << "Please make an exception" << "a decision that a person makes";
    QTest::newRow("German") << "Mein Anwalt wird sich bei Ihnen melden" << "Guten Tag Ada Quinn,";
}

void GraceTest::proposalsFitTheReason()
{
    QFETCH(QString, text);
    QFETCH(QString, has);
    const Studio view;
    const auto plan = grace().handle(request(text.toUtf8()), view);
    const auto proposal = QString::fromStdString(hs::text(member(plan->starts.front().input, "case"), "proposal"));
    QVERIFY2(proposal.contains(has), qPrintable(proposal));
    for (const auto *promise : {"refund", "discount", "$", "€", "guarantee", "tomorrow", "free of charge", "{{"})
        QVERIFY2(!proposal.contains(QLatin1String(promise)), promise);
}

void GraceTest::acknowledgementsNameATimeThatIsTrue_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("time");
    QTest::newRow("while open") << "2026-11-23T11:00:00Z" << "Please reschedule my massage" << "within 2 hours";
    QTest::newRow("urgent while open") << "2026-11-23T11:00:00Z" << "Urgent: reschedule my massage" << "within 30 minutes";
    QTest::newRow("shortly before closing") << "2026-11-23T17:00:00Z" << "Please reschedule my massage" << "by Tue 24 Nov 2026, 11:00";
    QTest::newRow("on Sunday") << "2026-11-29T12:00:00Z" << "Please reschedule my massage" << "by Mon 30 Nov 2026, 12:00";
    QTest::newRow("a person within the hour") << "2026-11-23T11:00:00Z" << "I hurt my wrist" << "within the hour";
    QTest::newRow("German") << "2026-11-23T17:00:00Z" << "Ich möchte meinen Termin verschieben" << "bis Di 24.11.2026, 11:00";
}

void GraceTest::acknowledgementsNameATimeThatIsTrue()
{
    QFETCH(QString, now);
    QFETCH(QString, text);
    QFETCH(QString, time);
    Studio view;
    view.clock.set(*parseRfc3339(now.toStdString()));
    const auto plan = grace().handle(request(text.toUtf8()), view);
    const auto mail = QString::fromStdString(hs::text(plan->effects.front().body, "text"));
    QVERIFY2(mail.contains(time), qPrintable(mail));
}

void GraceTest::peopleWithoutALeaveAreNotWrittenTo()
{
    Studio view;
    view.contact("rec_1", "Ada Quinn", "ada@x.example", {{"Status", "Do Not Contact"}});
    const auto plan = grace().handle(request("Please reschedule my massage"), view);
    QVERIFY(plan->effects.empty());
    QCOMPARE(plan->starts.size(), std::size_t(1)); // a person still looks after it
    const auto nobody = grace().handle(request("Please reschedule my massage", Json::object()), view);
    QVERIFY(nobody->effects.empty() && nobody->records.empty());
    QCOMPARE(nobody->posts.front().author, std::string("Unknown sender"));
}

void GraceTest::strangersBecomeContacts()
{
    const Studio view;
    const auto plan = grace().handle(request("Can I book a massage?", {{"contact", "Cleo@y.example"}, {"name", "Cleo Hart"}, {"channel", "email"}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->records.size(), std::size_t(1));
    QVERIFY(plan->records.front().create);
    QCOMPARE(text(plan->records.front().fields, "Email") + " " + text(plan->records.front().fields, "Full Name"), std::string("cleo@y.example Cleo Hart"));
    QCOMPARE(plan->effects.front().target, std::string("cleo@y.example"));
    QCOMPARE(plan->posts.front().contact, plan->records.front().id);
    const auto known = grace().handle(request("Can I book a massage?", {{"contact", "ADA@x.example"}}), view);
    QVERIFY(known->records.empty());
    QCOMPARE(known->posts.front().contact, std::string("rec_1"));
}

void GraceTest::chargebacksAreDisputes()
{
    const Studio view;
    const auto plan = grace().handle(request("Chargeback: the payer disputes the payment of EUR 640.00. Reason given: fraudulent.", {{"payment", {{"status", "disputed"}}}, {"contact", {{"email", "ada@x.example"}}}}), view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(text(plan->starts.front().input, "reason"), std::string("complex_dispute"));
    QCOMPARE(plan->starts.front().contact, std::string("rec_1"));
}

void GraceTest::unknownEventsBecomeTasks()
{
    const Studio view;
    auto event = request("", Json::object());
    event.type = "moon_phase";
    const auto plan = grace().handle(event, view);
    QCOMPARE(plan->tasks.front().title, std::string("Handle the event moon_phase of api by hand"));
    QVERIFY(plan->effects.empty());
}

void GraceTest::busMessagesAreNoted()
{
    const Studio view;
    auto event = request("My lawyer", Json::object());
    event.source = "bus";
    const auto plan = grace().handle(event, view);
    QVERIFY(plan && plan->escalations.empty() && plan->tasks.empty() && !plan->summary.empty());
}

void GraceTest::promisesAreReviewed()
{
    Studio view;
    const Command command{"review", {{"contact", "rec_1"}}, "wf_1", "rec_1", "rec_w", "wf_1/review/1", {}};
    QVERIFY(boolean(grace().run(command, view)->output, "satisfied"));
    view.matters["rec_1"] = 1;
    view.instances.push_back({"wf_1", "lead-to-client", "rec_1", "grace_review", "rec_1", {}, {}, {}});
    QVERIFY(boolean(grace().run(command, view)->output, "satisfied")); // its own workflow is no open matter
    view.matters["rec_1"] = 2;
    QVERIFY(!boolean(grace().run(command, view)->output, "satisfied", true));
    view.matters["rec_1"] = 0;
    TaskView task;
    task.id = "tsk_1";
    task.title = "Send the recipe";
    task.contact = "rec_1";
    task.due = view.now() + 1h;
    view.tasks = {task};
    QVERIFY(boolean(grace().run(command, view)->output, "satisfied")); // not late yet
    view.tasks.front().due = view.now() - 1h;
    const auto late = grace().run(command, view);
    QVERIFY(!boolean(late->output, "satisfied", true));
    QCOMPARE(dump(late->output.at("late")), std::string(R"(["Send the recipe"])"));
    view.tasks.clear();
    auto spoken = command;
    spoken.input["text"] = "The massage was terrible";
    const auto hurt = grace().run(spoken, view);
    QVERIFY(!boolean(hurt->output, "satisfied", true));
    QCOMPARE(text(hurt->output, "sentiment"), std::string("concerned"));
    spoken.input["text"] = "The massage was wonderful";
    QVERIFY(boolean(grace().run(spoken, view)->output, "satisfied"));
    spoken.contact = "rec_9";
    spoken.input["contact"] = "rec_9";
    QVERIFY(!grace().run(spoken, view));
}

void GraceTest::workflowsEscalate()
{
    const Studio view;
    const auto plan = grace().run({"escalate", {{"contact", "rec_1"}, {"title", "Refund of 640"}, {"reason", "complex_dispute"}, {"summary", "Over the limit."}, {"priority", "High"}, {"tried", Json::array({{{"text", "Solari checked the order"}, {"ref", "wf_1"}}})}}, "wf_1", "rec_1", "rec_w", "k", {}}, view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &e = plan->escalations.front();
    QCOMPARE(e.title + "|" + e.reasonClass + "|" + e.priority + "|" + e.workflow + "|" + e.summary, std::string("Refund of 640|complex_dispute|High|wf_1|Over the limit."));
    QCOMPARE(e.tried.front().text, std::string("Solari checked the order"));
    const auto bad = grace().run({"escalate", {{"reason", "boredom"}}, {}, {}, {}, {}, {}}, view);
    QCOMPARE(bad.error().what, std::string("not a reason for a case: boredom"));
}

void GraceTest::acknowledgingByCommand()
{
    const Studio view;
    const auto plan = grace().run({"acknowledge", {{"contact", "rec_1"}, {"about", "your massage"}, {"minutes", 60}}, {}, "rec_1", {}, {}, {}}, view);
    QVERIFY2(plan, describe(plan).c_str());
    QVERIFY(text(plan->output, "text").find("your massage") != std::string::npos);
    QVERIFY(text(plan->output, "text").find("within the hour") != std::string::npos);
    QVERIFY(text(plan->output, "text").find("thank you for your message “your massage”. It is") != std::string::npos);
    const auto wordless = grace().run({"acknowledge", {{"contact", "rec_1"}, {"minutes", 60}}, {}, "rec_1", {}, {}, {}}, view);
    QVERIFY2(wordless, describe(wordless).c_str());
    QVERIFY(text(wordless->output, "text").find("thank you for your message. It is") != std::string::npos);
    const auto routed = grace().run({"route", {{"text", "Please reschedule my massage"}}, {}, "rec_1", {}, {}, {}}, view);
    QCOMPARE(integer(routed->output, "level"), 1);
    QVERIFY(!grace().run({"route", Json::object(), {}, {}, {}, {}, {}}, view));
}

void GraceTest::operatorsAsk()
{
    Studio view;
    const auto ask = [&](const char *words) { return text(grace().talk({words, "op_a", "Ben", {}, {}}, view)->output, "answer"); };
    QVERIFY(ask("route My lawyer will call").find("this goes to a person (legal_compliance)") != std::string::npos);
    QVERIFY(ask("route Please reschedule my massage").find("in good hands with Solari") != std::string::npos);
    QCOMPARE(ask("who handles invoices"), std::string("Billing and orders: Solari."));
    QVERIFY(ask("who handles videos").find(": Elan.") != std::string::npos);
    QVERIFY(ask("who handles lawsuits").starts_with("A person handles lawsuits"));
    QVERIFY(ask("who handles the weather").starts_with("No agent has"));
    QCOMPARE(ask("escalations"), std::string("Nobody waits for a decision."));
    view.escalations = {{"esc_1", "E-1", "Late", "vip_concern", "waiting", "High", view.now() + 2h}, {"esc_2", "E-2", "Law", "legal_compliance", "claimed", "Urgent", view.now() + 1h}};
    QVERIFY(ask("escalations").starts_with("2 cases are open:\nE-2, Urgent, legal_compliance: Law. Answer due Mon 23 Nov 2026, 12:00, claimed."));
}

QTEST_GUILESS_MAIN(GraceTest)
#include "grace_test.moc"
