#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

/// Requests of clients run through the definition "customer-service": Grace routes, the definition does the rest.
class CustomerServiceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void level1IsATaskForAPerson();
    void level4IsACaseWithEverythingGraceKnew();
    void level4GoesOnWithTheDecision_data();
    void level4GoesOnWithTheDecision();
    void aDayWithoutAnAnswerIsAPersons();
    void anApprovalNeedsNoReply();

private:
    store::workflows::Instance one();
    std::vector<store::escalations::Escalation> cases();
    void request(const std::string &words);
    void decide(const std::string &decision, const std::string &reply);
    std::unique_ptr<test::RuntimeBench> m_bench;
    std::string m_client;
};

void CustomerServiceTest::init()
{
    m_bench = std::make_unique<test::RuntimeBench>();
    m_bench->person("Ben");
    m_client = m_bench->contact("Ada Falk", "ada@example.com");
}

store::workflows::Instance CustomerServiceTest::one()
{
    // Beside it may run what starts by the clock.
    std::vector<store::workflows::Instance> all;
    for (auto &instance : m_bench->instances())
        if (instance.definition != "nightly-rounds")
            all.push_back(std::move(instance));
    return all.size() == 1 ? all.front() : store::workflows::Instance{};
}

std::vector<store::escalations::Escalation> CustomerServiceTest::cases()
{
    return m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
}

void CustomerServiceTest::request(const std::string &words)
{
    const auto id = m_bench->event("customer_request", {{"contact", m_client}, {"channel", "email"}}, words, "api");
    m_bench->settle();
    QCOMPARE(m_bench->eventRow(id).state, store::inbox::State::Done);
    QCOMPARE(one().definition, std::string("customer-service"));
}

void CustomerServiceTest::decide(const std::string &decision, const std::string &reply)
{
    const auto ben = m_bench->person("Mira");
    const auto open = cases();
    QCOMPARE(open.size(), std::size_t(1));
    m_bench->must<store::escalations::Escalation>(ben, [&](Deed &deed) { return desk::decide(deed, open.front().id, {decision, "because", reply, {}, -1, {}}); });
    m_bench->clock.advance(1h);
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        const auto held = store::escalations::find(deed.tx, open.front().id);
        const auto settled = desk::finish(deed, *held);
        return settled ? flow::taskDone(deed, settled->invocation, settled->output) : Result<void>();
    });
    m_bench->settle();
}

void CustomerServiceTest::level1IsATaskForAPerson()
{
    request("Please reschedule Tuesday's massage to Thursday");
    QCOMPARE(one().state, std::string("delegated.answering"));
    QCOMPARE(one().contact, m_client);
    QVERIFY(cases().empty());
    const auto tasks = m_bench->tasks();
    QCOMPARE(tasks.size(), std::size_t(1));
    QVERIFY2(tasks.front().record.title.starts_with("Answer Ada Falk: Please reschedule"), tasks.front().record.title.c_str());
    QCOMPARE(tasks.front().index.workflow, one().id);
    const auto snapshot = parseJson(one().snapshot);
    QVERIFY(snapshot && tasks.front().index.due);
    QCOMPARE(toRfc3339(*tasks.front().index.due), text(member(*snapshot, "context"), "dueAt")); // what Grace promised
    m_bench->must<flow::Sent>(m_bench->person("Mira"), [&](Deed &deed) { return flow::send(deed, {one().id, "task_done", {{"title", tasks.front().record.title}}, {}, {}}); });
    QVERIFY2(one().state.starts_with("verifying"), one().state.c_str());
}

void CustomerServiceTest::level4IsACaseWithEverythingGraceKnew()
{
    request("My lawyer will write about the massage");
    QCOMPARE(one().state, std::string("human_review"));
    QVERIFY(m_bench->tasks().empty());
    const auto open = cases();
    QCOMPARE(open.size(), std::size_t(1));
    const auto &e = open.front();
    QCOMPARE(e.title, std::string("Ada Falk: My lawyer will write about the massage"));
    QCOMPARE(e.reasonClass + "|" + e.category + "|" + e.agent, std::string("legal_compliance|legal_compliance|grace-fields"));
    QCOMPARE(e.priority, priorityNumber("High"));
    QCOMPARE(e.contact + e.workflow, m_client + one().id);
    QVERIFY(!e.thread.empty());
    QCOMPARE(text(e.data, "rule"), std::string("R1"));
    QCOMPARE(text(e.data, "rule_text"), std::string("Law, data protection or security: a person answers."));
    QCOMPARE(text(e.data, "request"), std::string("My lawyer will write about the massage"));
    QCOMPARE(text(e.data, "risk") + "|" + text(e.data, "urgency") + "|" + text(e.data, "sentiment"), std::string("high|same day|neutral"));
    for (const auto *filled : {"summary", "risk_why", "recommended", "proposal"})
        QVERIFY2(!text(e.data, filled).empty(), filled);
    QVERIFY(number(e.data, "confidence") > 0.5);
    QVERIFY(member(e.data, "facts").size() >= 5);
    QCOMPARE(text(member(e.data, "evidence").at(0), "text"), std::string("lawyer"));
}

void CustomerServiceTest::level4GoesOnWithTheDecision_data()
{
    QTest::addColumn<QString>("decision");
    QTest::addColumn<QString>("reply");
    QTest::addColumn<QString>("state");
    QTest::newRow("approved") << "approve" << "" << "verifying";
    QTest::newRow("edited") << "edit" << "We call you." << "verifying";
    QTest::newRow("rejected") << "reject" << "" << "closed";
    QTest::newRow("handed back") << "hand_back" << "" << "delegated";
}

void CustomerServiceTest::level4GoesOnWithTheDecision()
{
    QFETCH(QString, decision);
    QFETCH(QString, reply);
    QFETCH(QString, state);
    request("My lawyer will write about the massage");
    decide(decision.toStdString(), reply.toStdString());
    QVERIFY2(one().state.starts_with(state.toStdString()), one().state.c_str());
    QVERIFY(cases().empty());
}

void CustomerServiceTest::aDayWithoutAnAnswerIsAPersons()
{
    request("Please reschedule Tuesday's massage to Thursday");
    m_bench->clock.advance(24h);
    m_bench->settle();
    QVERIFY2(one().state == "human_review", one().state.c_str());
    const auto open = cases();
    QCOMPARE(open.size(), std::size_t(1));
    QCOMPARE(text(open.front().data, "rule") + "|" + open.front().reasonClass, std::string("R7|human_judgement"));
}

void CustomerServiceTest::anApprovalNeedsNoReply()
{
    m_bench->define(R"({"id":"asks","version":"1.0.0","description":"Asks a person.","meta":{"title":"Asks"},"initial":"asking","states":{
        "asking":{"invoke":{"id":"ask","src":"human.approve","input":{"title":"May it go on?"},"onDone":"yes","onError":"no"}},
        "yes":{"type":"final"},"no":{"type":"final"}}})");
    m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"asks", "k"}); });
    decide("approve", {});
    QCOMPARE(one().state, std::string("yes"));
}

QTEST_GUILESS_MAIN(CustomerServiceTest)
#include "customer_service_test.moc"
