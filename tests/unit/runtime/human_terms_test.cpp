#include "engine/runtime/human_terms.h"

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::escalations::Escalation;
using test::RuntimeBench;

namespace {

/// A workflow that asks one person; `terms` are members of the task's input.
std::string asking(const std::string &terms)
{
    return R"({ "id": "asking", "version": "1.0.0", "context": { "answer": null, "why": null }, "initial": "open", "states": {
        "open": { "invoke": { "id": "ask", "src": "human.input", "input": { "title": "Well?" )" + terms + R"( },
                  "onDone": { "target": "answered", "actions": { "type": "assign", "params": { "assignment": { "answer": { "var": "event.output" } } } } },
                  "onError": { "target": "failed", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error" } } } } } } },
        "answered": { "on": { "end": "over" } }, "failed": { "on": { "end": "over" } }, "over": { "type": "final" } } })";
}
const char *const Form = R"(, "form": { "type": "object", "required": ["works"], "properties": {
    "works": { "type": "array", "items": { "type": "string" } }, "price": { "type": "number", "minimum": 10 }, "size": { "type": "string", "enum": ["small", "large"] } } })";
const char *const Options = R"(, "options": ["keep", { "value": "sell", "title": "Sell it" }])";

} // namespace

/// Who may complete a workflow's task, and what they have to give (T2).
class HumanTermsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void T2_onlyTheRoleMayTakeAndDecide_data();
    void T2_onlyTheRoleMayTakeAndDecide();
    void T2_theNextCaseIsOneThatThePersonMayTake();
    void T2_whatIsGivenIsChecked_data();
    void T2_whatIsGivenIsChecked();
    void T2_theAnswerIsInTheOutput();
    void T2_whoRefusesGivesAReasonAlone();
    void T2_whatIsTakenBackIsForgotten();
    void T2_aCancelledTaskCannotBeCompleted();
    void T2_termsThatNobodyCanMeetFailTheTask();

private:
    /// The case of a task with such terms.
    Escalation asked(const std::string &terms)
    {
        m_bench->define(asking(terms));
        m_instance = m_bench->begin("asking");
        const auto open = m_bench->read<std::vector<Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
        return open.empty() ? Escalation() : open.front();
    }
    Result<Escalation> decide(const Escalation &e, const std::string &decision, const human::Answer &answer, const std::string &reason = {})
    {
        return m_bench->attempt<Escalation>(m_ada, [&](Deed &deed) {
            desk::Verdict verdict;
            verdict.decision = decision;
            verdict.reason = reason;
            verdict.answer = answer;
            return desk::decide(deed, e.id, verdict);
        });
    }
    /// The hold of the decision is over.
    void finish(const Escalation &e)
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            const auto settled = desk::finish(deed, store::escalations::find(deed.tx, e.id).value());
            return settled ? flow::taskDone(deed, settled->invocation, settled->output) : Result<void>();
        });
    }
    Json context() { return m_bench->contextOf(m_instance); }
    std::unique_ptr<RuntimeBench> m_bench;
    std::string m_instance;
    Actor m_ada;
};

void HumanTermsTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    m_ada = m_bench->person("Ada Adler"); // a reviewer
}

void HumanTermsTest::T2_onlyTheRoleMayTakeAndDecide_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<bool>("may");
    QTest::newRow("no role is named") << QByteArray() << true;
    QTest::newRow("one that may less") << QByteArray("operator") << true;
    QTest::newRow("the same") << QByteArray("reviewer") << true;
    QTest::newRow("one that may more") << QByteArray("admin") << false;
    QTest::newRow("one of the studio's own is an administrator's") << QByteArray("manager") << false;
}

void HumanTermsTest::T2_onlyTheRoleMayTakeAndDecide()
{
    QFETCH(QByteArray, role);
    QFETCH(bool, may);
    const auto e = asked(role.isEmpty() ? std::string() : R"(, "role": ")" + role.toStdString() + "\"");
    const auto admin = m_bench->person("Ben Brook", 3);
    const auto claim = [&](const Actor &who) { return m_bench->attempt<Escalation>(who, [&](Deed &deed) { return desk::claim(deed, e.id, false, {}); }); };
    const auto assign = [&](const Actor &who) { return m_bench->attempt<void>(admin, [&](Deed &deed) { return desk::assign(deed, e.id, who.id, "r"); }); };
    const auto decided = [&] { return decide(e, "approve", {}); };
    if (may) {
        QVERIFY(claim(m_ada).has_value());
        QVERIFY(assign(m_ada).has_value());
        QVERIFY(decided().has_value());
        return;
    }
    for (const auto &error : {claim(m_ada).error(), assign(m_ada).error(), decided().error()}) {
        QCOMPARE(error.code, Errc::Forbidden);
        QCOMPARE(error.what, "this task is for the role " + role.toStdString());
    }
    QVERIFY(claim(admin).has_value());
}

void HumanTermsTest::T2_theNextCaseIsOneThatThePersonMayTake()
{
    const auto e = asked(R"(, "role": "admin")");
    const auto next = [&](const Actor &who) { return m_bench->attempt<Escalation>(who, [&](Deed &deed) { return desk::claimNext(deed, {}); }); };
    QCOMPARE(next(m_ada).error().code, Errc::NotFound);
    QCOMPARE(next(m_bench->person("Ben Brook", 3)).value().id, e.id);
}

void HumanTermsTest::T2_whatIsGivenIsChecked_data()
{
    using B = QByteArray;
    QTest::addColumn<B>("terms");
    QTest::addColumn<B>("option");
    QTest::addColumn<B>("values");
    QTest::addColumn<B>("expected"); ///< "what (where): mend"; empty: it is taken
    QTest::newRow("a full form") << B(Form) << B() << B(R"({"works": ["Dawn"], "price": 10, "size": "small"})") << B();
    QTest::newRow("what need not be given") << B(Form) << B() << B(R"({"works": ["Dawn"]})") << B();
    QTest::newRow("a field is missing") << B(Form) << B() << B(R"({"price": 20})") << B(R"("works" is missing (data.works): give a list)");
    QTest::newRow("a field left empty is missing") << B(R"(, "form": {"properties": {"name": {"type": "string"}}, "required": ["name"]})") << B()
                                                   << B(R"({"name": "  "})") << B(R"("name" is missing (data.name): give a text)");
    QTest::newRow("another type") << B(Form) << B() << B(R"({"works": ["Dawn"], "price": "ten"})")
                                  << B(R"("price" must be a number, found a text (data.price): give a number)");
    QTest::newRow("inside a list") << B(Form) << B() << B(R"({"works": ["Dawn", 7]})") << B(R"("works.1" must be a text, found a number (data.works.1): give a text)");
    QTest::newRow("too little") << B(Form) << B() << B(R"({"works": [], "price": 9.5})") << B(R"("price" is less than 10 (data.price): give at least 10)");
    QTest::newRow("not to be chosen") << B(Form) << B() << B(R"({"works": [], "size": "huge"})")
                                      << B(R"("size" is none of what can be chosen (data.size): choose one of "small", "large")");
    QTest::newRow("an unknown field") << B(Form) << B() << B(R"({"works": [], "prise": 12})") << B(R"("prise" is not known (data.prise): write "price")");
    QTest::newRow("no form") << B() << B() << B(R"({"works": []})") << B("this task has no form (data): leave the fields out");
    QTest::newRow("an option") << B(Options) << B("sell") << B("{}") << B();
    QTest::newRow("no option") << B(Options) << B() << B("{}") << B(R"(no option was chosen (option): choose one of "keep", "sell")");
    QTest::newRow("none of the options") << B(Options) << B("burn") << B("{}") << B(R"("burn" is not an option of this task (option): choose one of "keep", "sell")");
    QTest::newRow("nearly one of them") << B(Options) << B("keeep") << B("{}") << B(R"("keeep" is not an option of this task (option): write "keep")");
    QTest::newRow("no options") << B() << B("keep") << B("{}") << B("this task has no options (option): leave the option out");
}

void HumanTermsTest::T2_whatIsGivenIsChecked()
{
    QFETCH(QByteArray, terms);
    QFETCH(QByteArray, option);
    QFETCH(QByteArray, values);
    QFETCH(QByteArray, expected);
    const auto e = asked(terms.toStdString());
    const auto decided = decide(e, "approve", {option.toStdString(), Json::parse(values.toStdString())});
    QCOMPARE(QByteArray::fromStdString(decided ? std::string() : describe(decided.error())), expected);
    if (!decided)
        QCOMPARE(decided.error().code, Errc::BadInput);
}

void HumanTermsTest::T2_theAnswerIsInTheOutput()
{
    const auto e = asked(std::string(Form) + Options);
    QVERIFY(decide(e, "approve", {"sell", {{"works", {"Dawn", "Dusk"}}, {"price", nullptr}}}, "gladly").has_value());
    finish(e);
    const auto answer = member(context(), "answer");
    QCOMPARE(text(answer, "decision"), std::string("approve"));
    QCOMPARE(text(answer, "by"), std::string("Ada Adler"));
    QCOMPARE(text(answer, "comment"), std::string("gladly"));
    const auto &data = member(answer, "data");
    QCOMPARE(textList(member(data, "works")), (std::vector<std::string>{"Dawn", "Dusk"}));
    QCOMPARE(text(data, "option"), std::string("sell"));
    QCOMPARE(text(data, "operator"), m_ada.id);
    QVERIFY(!data.contains("price"));
}

void HumanTermsTest::T2_whoRefusesGivesAReasonAlone()
{
    const auto e = asked(std::string(Form) + Options);
    QVERIFY(decide(e, "reject", {}, "not for us").has_value());
    finish(e);
    QCOMPARE(text(member(context(), "answer"), "decision"), std::string("reject"));
}

void HumanTermsTest::T2_whatIsTakenBackIsForgotten()
{
    const auto e = asked(Options);
    QVERIFY(decide(e, "approve", {"sell", Json::object()}).has_value());
    m_bench->must<Escalation>(m_ada, [&](Deed &deed) { return desk::undo(deed, e.id); });
    QVERIFY(decide(e, "reject", {}, "no").has_value());
    finish(e);
    QVERIFY(!member(member(context(), "answer"), "data").contains("option"));
}

void HumanTermsTest::T2_aCancelledTaskCannotBeCompleted()
{
    const auto e = asked(Options);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, m_instance, "enough"); });
    const auto decided = decide(e, "approve", {"sell", Json::object()});
    QCOMPARE(decided.error().code, Errc::Conflict);
    QCOMPARE(decided.error().what, desk::numberOf(e) + " is no longer needed");
}

void HumanTermsTest::T2_termsThatNobodyCanMeetFailTheTask()
{
    const auto e = asked(R"(, "form": { "properties": { "a": { "type": "string" } }, "required": ["b"] })");
    QVERIFY(e.id.empty());
    m_bench->settle();
    const auto why = member(context(), "why");
    QCOMPARE(text(why, "name"), std::string("agent.error"));
    QVERIFY(text(why, "message").find("requires \"b\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(HumanTermsTest)
#include "human_terms_test.moc"
