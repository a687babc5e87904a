#include <QTest>

#include "engine/agents/registry.h"
#include "engine/agents/ruvo/task_templates.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;
using namespace std::chrono;

static const AgentRegistry &registry()
{
    static const auto loaded = AgentRegistry::load(test::agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}
static const Agent &ruvo()
{
    return *registry().agent("ruvo");
}

class RuvoTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tasksFallDue_data();
    void tasksFallDue();
    void remindersComeInTime();
    void latenessRises_data();
    void latenessRises();
    void theLeastBusyGetsIt_data();
    void theLeastBusyGetsIt();
    void followUpsFitTheScore_data();
    void followUpsFitTheScore();
    void tasksAreMade();
    void badTasksAreRefused_data();
    void badTasksAreRefused();
    void tasksChange();
    void overdueTasksAreTold();
    void cancelledWorkflowsTakeTheirTasks();
    void noticesAreForStaff();
    void restocking();
    void operatorsWorkWithTasks();
};

void RuvoTest::tasksFallDue_data()
{
    QTest::addColumn<qint64>("eventInMinutes"); // 0: no event
    QTest::addColumn<qint64>("dueInMinutes");
    QTest::newRow("without an event: the offset") << qint64(0) << qint64(90);
    QTest::newRow("an event in ten days: seven days before") << qint64(14400) << qint64(4320);
    QTest::newRow("an event in exactly seven days: the day before") << qint64(10080) << qint64(8640);
    QTest::newRow("an event in two days: the day before") << qint64(2880) << qint64(1440);
    QTest::newRow("an event in exactly a day: now") << qint64(1440) << qint64(0);
    QTest::newRow("an event in an hour: now") << qint64(60) << qint64(0);
    QTest::newRow("an event in the past: now") << qint64(-60) << qint64(0);
}

void RuvoTest::tasksFallDue()
{
    QFETCH(qint64, eventInMinutes);
    QFETCH(qint64, dueInMinutes);
    test::FakeClock clock;
    TaskTemplate t;
    t.dueMinutes = 90;
    const auto event = eventInMinutes == 0 ? std::nullopt : std::optional(clock.now() + minutes(eventInMinutes));
    QCOMPARE(duration_cast<minutes>(dueAt(t, clock.now(), event) - clock.now()).count(), dueInMinutes);
}

void RuvoTest::remindersComeInTime()
{
    test::FakeClock clock;
    TaskTemplate t;
    t.reminderDays = {3, 1, 9};
    const auto due = clock.now() + days(5);
    const auto at = remindersOf(t, clock.now(), due);
    QCOMPARE(at.size(), std::size_t(2)); // nine days before has passed, one day and 24 hours are the same
    QVERIFY(at[0] == due - days(3) && at[1] == due - hours(24));
    QVERIFY(remindersOf(t, clock.now(), clock.now() + hours(1)).empty());
}

void RuvoTest::latenessRises_data()
{
    QTest::addColumn<int>("hoursLate");
    QTest::addColumn<int>("lateness");
    QTest::newRow("not due") << -1 << int(Lateness::None);
    QTest::newRow("due now") << 0 << int(Lateness::None);
    QTest::newRow("an hour") << 1 << int(Lateness::Remind);
    QTest::newRow("a day") << 24 << int(Lateness::TellLead);
    QTest::newRow("almost three days") << 71 << int(Lateness::TellLead);
    QTest::newRow("three days") << 72 << int(Lateness::Operational);
}

void RuvoTest::latenessRises()
{
    QFETCH(int, hoursLate);
    QFETCH(int, lateness);
    test::FakeClock clock;
    QCOMPARE(int(latenessOf(clock.now() - hours(hoursLate), clock.now())), lateness);
}

void RuvoTest::theLeastBusyGetsIt_data()
{
    QTest::addColumn<QString>("people"); // id:minutes:hoursSince (- never)
    QTest::addColumn<QString>("who");
    QTest::newRow("nobody") << "" << "";
    QTest::newRow("fewest minutes") << "a:60:1,b:30:1,c:90:9" << "b";
    QTest::newRow("of equals the one longest without") << "a:30:1,b:30:5,c:30:3" << "b";
    QTest::newRow("never had one comes first") << "a:30:9,b:30:-,c:30:3" << "b";
    QTest::newRow("wholly equal: the first") << "a:30:3,b:30:3" << "a";
}

void RuvoTest::theLeastBusyGetsIt()
{
    QFETCH(QString, people);
    QFETCH(QString, who);
    test::FakeClock clock;
    std::vector<OperatorView> list;
    for (const auto &one : people.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto part = one.split(QLatin1Char(':'));
        OperatorView person{part[0].toStdString(), part[0].toStdString(), part[1].toInt(), std::nullopt};
        if (part[2] != QLatin1String("-"))
            person.lastAssigned = clock.now() - hours(part[2].toInt());
        list.push_back(person);
    }
    QCOMPARE(QString::fromStdString(assigneeOf(list)), who);
}

void RuvoTest::followUpsFitTheScore_data()
{
    QTest::addColumn<double>("score");
    QTest::addColumn<QString>("grade");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("priority");
    QTest::addColumn<int>("dueHours");
    QTest::addColumn<int>("check");
    QTest::newRow("priority: within two hours") << 90.0 << "High" << "priority" << "Call Ada Quinn within two hours" << "Urgent" << 2 << 3;
    QTest::newRow("qualified: an offer") << 80.0 << "Medium" << "qualified" << "Prepare an offer for Ada Quinn" << "High" << 24 << 7;
    QTest::newRow("nurture: a day") << 50.0 << "Medium" << "nurture" << "Follow up with Ada Quinn" << "Medium" << 24 << 7;
    QTest::newRow("nurture but keen: today") << 50.0 << "Excellent" << "nurture" << "Follow up with Ada Quinn" << "High" << 8 << 3;
    QTest::newRow("the path is worked out from the score") << 90.0 << "Low" << "" << "Call Ada Quinn within two hours" << "Urgent" << 2 << 0;
}

void RuvoTest::followUpsFitTheScore()
{
    QFETCH(double, score);
    QFETCH(QString, grade);
    QFETCH(QString, path);
    QFETCH(QString, title);
    QFETCH(QString, priority);
    QFETCH(int, dueHours);
    QFETCH(int, check);
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY", {{"Time Zone", "UTC"}, {"Business Hours", "Mon-Sun 00:00-24:00"}});
    view.contact("rec_1", "Ada Quinn", "ada@x.example");
    view.people = {{"op_a", "Ada", 0, std::nullopt}};
    const auto plan = ruvo().run({"plan_followup", {{"contact", "rec_1"}, {"score", score}, {"grade", grade.toStdString()}, {"path", path.toStdString()}}, "wf_1", {}, {}, {}, {}}, view);
    QVERIFY2(plan, describe(plan).c_str());
    const auto &task = plan->tasks.front();
    QCOMPARE(QString::fromStdString(task.title), title);
    QCOMPARE(QString::fromStdString(task.priority), priority);
    QCOMPARE(int(duration_cast<hours>(*task.due - view.now()).count()), dueHours);
    QCOMPARE(task.assignee, std::string("op_a"));
    QCOMPARE(task.contact, std::string("rec_1"));
    QCOMPARE(int(integer(plan->output, "checkAfterDays")), check);
}

void RuvoTest::tasksAreMade()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada Quinn", "ada@x.example");
    const auto plain = ruvo().run({"create_task", {{"title", "Call"}, {"category", "customer service"}, {"priority", "urgent"}, {"due", "2026-11-24T10:00:00Z"}, {"minutes", 5}}, {}, {}, {}, {}, {}}, view);
    QVERIFY2(plain, describe(plain).c_str());
    const auto &t = plain->tasks.front();
    QCOMPARE(t.title + "|" + t.category + "|" + t.priority + "|" + toRfc3339(*t.due) + "|" + std::to_string(t.estimateMinutes), std::string("Call|Customer Service|Urgent|2026-11-24T10:00:00.000Z|5"));
    const auto shaped = ruvo().run({"create_task", {{"template", "prepare_retreat"}, {"values", {{"what", "the retreat"}, {"why", "It is near."}}}, {"eventAt", "2026-12-10T10:00:00Z"}}, {}, {}, {}, {}, {}}, view);
    QVERIFY2(shaped, describe(shaped).c_str());
    QCOMPARE(toRfc3339(*shaped->tasks.front().due), std::string("2026-12-03T10:00:00.000Z"));
    Event event;
    event.type = "task_needed";
    event.data = {{"template", "re_engage"}, {"contact", "rec_1"}, {"values", {{"why", "Silent for a month."}}}};
    const auto handled = ruvo().handle(event, view);
    QVERIFY2(handled, describe(handled).c_str());
    QCOMPARE(handled->tasks.front().title, std::string("Get in touch with Ada Quinn again"));
    QCOMPARE(handled->tasks.front().contact, std::string("rec_1"));
}

void RuvoTest::badTasksAreRefused_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("what");
    using B = QByteArray;
    QTest::newRow("no title") << B("{}") << B("a task without a title");
    QTest::newRow("not a time") << B(R"({"title":"x","due":"tomorrow"})") << B("not a time: tomorrow");
    QTest::newRow("not a time of an event") << B(R"({"title":"x","eventAt":"soon"})") << B("not a time: soon");
    QTest::newRow("an unknown template") << B(R"({"template":"dance"})") << B("no task template \"dance\"");
    QTest::newRow("a value is missing") << B(R"({"template":"restock","values":{"product":"Print"}})") << B("no value for {{count}}");
}

void RuvoTest::badTasksAreRefused()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, what);
    test::MemoryView view;
    const auto plan = ruvo().run({"create_task", *parseJson(input.toStdString()), {}, {}, {}, {}, {}}, view);
    QVERIFY(!plan);
    QCOMPARE(QByteArray::fromStdString(plan.error().what), what);
}

static TaskView task(std::string id, std::string title, std::optional<Timestamp> due = {}, std::string workflow = {}, std::string priority = "Medium")
{
    TaskView t;
    t.id = std::move(id);
    t.number = "TASK-" + t.id.substr(4);
    t.title = std::move(title);
    t.status = "To Do";
    t.priority = std::move(priority);
    t.due = due;
    t.workflow = std::move(workflow);
    return t;
}

void RuvoTest::tasksChange()
{
    test::MemoryView view;
    view.tasks = {task("tsk_1", "Call", {}, "wf_1")};
    view.people = {{"op_b", "Ben", 0, std::nullopt}};
    Event event;
    event.type = "task_completion";
    event.data = {{"task_id", "TASK-1"}};
    auto plan = ruvo().handle(event, view);
    QVERIFY2(plan, describe(plan).c_str());
    QCOMPARE(plan->taskUpdates.front().task + " " + plan->taskUpdates.front().status, std::string("tsk_1 Done"));
    QCOMPARE(plan->signals.front().workflow + " " + plan->signals.front().type, std::string("wf_1 task_done"));
    event.type = "assign_task";
    QCOMPARE(ruvo().handle(event, view)->taskUpdates.front().assignee, std::string("op_b"));
    event.type = "update_task_status";
    event.data = {{"task_id", "tsk_1"}, {"status", "cancelled"}};
    QCOMPARE(ruvo().handle(event, view).error().what, std::string("a task is not cancelled without a reason"));
    event.data["reason"] = "double";
    QCOMPARE(ruvo().handle(event, view)->taskUpdates.front().status, std::string("Cancelled"));
    event.data["status"] = "asleep";
    QCOMPARE(ruvo().handle(event, view).error().what, std::string("not a state of a task: asleep"));
    event.data["task_id"] = "tsk_9";
    QCOMPARE(ruvo().handle(event, view).error().what, std::string("no open task \"tsk_9\""));
}

void RuvoTest::overdueTasksAreTold()
{
    test::MemoryView view;
    const auto now = view.now();
    view.tasks = {task("tsk_1", "New", now + hours(1)), task("tsk_2", "Late", now - hours(1)), task("tsk_3", "Later", now - hours(30)), task("tsk_4", "Latest", now - hours(80)), task("tsk_5", "Free")};
    Event event;
    event.type = "task_reminder";
    const auto plan = ruvo().handle(event, view);
    QCOMPARE(integer(plan->output, "overdue"), 3);
    std::string told;
    for (const auto &m : plan->messages)
        told += text(m.payload, "task") + ":" + text(m.payload, "lateness") + ":" + m.priority + " ";
    QCOMPARE(told, std::string("tsk_2:remind:normal tsk_3:tell_lead:high tsk_4:operational_level_2:critical "));
    QCOMPARE(plan->effects.size(), std::size_t(3));
    QVERIFY(plan->effects.front().notice);
    view.clock.advance(minutes(1));
    QCOMPARE(ruvo().handle(event, view)->effects.front().keyPart, plan->effects.front().keyPart); // told once a step
    event.data = {{"task", "tsk_3"}}; // a reminder of one task says nothing of the others
    const auto one = ruvo().handle(event, view);
    QCOMPARE(one->messages.size(), std::size_t(1));
    QCOMPARE(text(one->messages.front().payload, "task"), std::string("tsk_3"));
}

void RuvoTest::cancelledWorkflowsTakeTheirTasks()
{
    test::MemoryView view;
    view.tasks = {task("tsk_1", "A", {}, "wf_1"), task("tsk_2", "B", {}, "wf_2")};
    Event event;
    event.type = "workflow_status_changed";
    event.data = {{"workflow", "wf_1"}, {"status", "Cancelled"}};
    const auto plan = ruvo().handle(event, view);
    QCOMPARE(plan->taskUpdates.size(), std::size_t(1));
    QCOMPARE(plan->taskUpdates.front().task, std::string("tsk_1"));
    QVERIFY(!plan->taskUpdates.front().note.empty());
    event.data["status"] = "Completed";
    QVERIFY(ruvo().handle(event, view)->taskUpdates.empty());
}

void RuvoTest::noticesAreForStaff()
{
    test::MemoryView view;
    view.contact("rec_1", "Ada Quinn", "ada@x.example");
    const auto plan = ruvo().run({"notify", {{"text", "It is due."}, {"contact", "rec_1"}}, {}, {}, {}, {}, {}}, view);
    QCOMPARE(text(plan->effects.front().body, "text"), std::string("It is due. (Ada Quinn)"));
    QVERIFY(plan->effects.front().notice);
    QCOMPARE(plan->effects.front().kind, std::string("slack"));
    QVERIFY(!ruvo().run({"notify", Json::object(), {}, {}, {}, {}, {}}, view));
}

void RuvoTest::restocking()
{
    test::MemoryView view;
    view.put("products-services", "rec_p", {{"Name", "Print"}, {"Inventory Count", 3}});
    const auto plan = ruvo().run({"restock_task", {{"product", "rec_p"}}, {}, {}, {}, {}, {}}, view);
    QCOMPARE(plan->tasks.front().title + " " + plan->tasks.front().description, std::string("Restock Print 3 left in stock."));
    QVERIFY(!ruvo().run({"restock_task", {{"product", "rec_q"}}, {}, {}, {}, {}, {}}, view));
}

void RuvoTest::operatorsWorkWithTasks()
{
    test::MemoryView view;
    view.business("rec_g", "Gallery North", "ART_GALLERY");
    view.people = {{"op_a", "Ada", 45, std::nullopt}, {"op_b", "Ben", 10, std::nullopt}};
    view.tasks = {task("tsk_1", "Small", view.now() + hours(1)), task("tsk_2", "Big", view.now() - hours(1), {}, "Urgent")};
    const auto ask = [&](const char *words) { return *ruvo().talk({words, "op_a", "Ada", {}, "rec_g"}, view); };
    const auto list = text(ask("tasks").output, "answer");
    QVERIFY(list.starts_with("Tasks open: 2.\nTASK-2"));
    QVERIFY(list.find("(overdue)") != std::string::npos);
    QVERIFY(text(ask("workload").output, "answer").find("Next task goes to Ben.") != std::string::npos);
    const auto added = ask("add Call the framer due tomorrow at 9:30");
    QCOMPARE(added.tasks.size(), std::size_t(1));
    QCOMPARE(added.tasks.front().title + " " + toRfc3339(*added.tasks.front().due) + " " + added.tasks.front().assignee, std::string("Call the framer 2026-11-24T08:30:00.000Z op_a"));
    QVERIFY(ask("add Call due whenever").tasks.empty());
    QVERIFY(ask("add").tasks.empty());
    QCOMPARE(ask("add Call the framer").tasks.front().due.has_value(), false);
    const auto done = ask("done task-2");
    QCOMPARE(done.taskUpdates.front().task, std::string("tsk_2"));
    QVERIFY(ask("done TASK-9").taskUpdates.empty());
}

QTEST_GUILESS_MAIN(RuvoTest)
#include "ruvo_test.moc"
