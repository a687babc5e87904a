#include <filesystem>

#include "tests/unit/runtime/thinking_bench.h"

using namespace hs;
using namespace hs::test;
using api::Role;

namespace {

/// A wish of an attack with the ids that stand in this studio.
Json withIds(const Json &value, const std::map<std::string, std::string> &ids)
{
    if (value.is_string()) {
        const auto found = ids.find(value.get<std::string>());
        return found == ids.end() ? value : Json(found->second);
    }
    Json made = value;
    if (made.is_structured())
        for (auto &child : made)
            child = withIds(child, ids);
    return made;
}

} // namespace

/// Strangers' texts that want a tool misused (tests/eval/attacks), each before a model that obeys them.
class ThinkingAttacksTest : public ThinkingBench {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        prepare();
        m_environment["SLACK_WEBHOOK_URL"] = "http://127.0.0.1:9/none";
        start();
        order(api::SetAutonomy{{}, api::Autonomy::Autopilot});
    }
    void cleanupTestCase() { m_host.reset(); }
    void anAttackMisusesNoTool_data();
    void anAttackMisusesNoTool();

private:
    int m_attack = 0;
};

void ThinkingAttacksTest::anAttackMisusesNoTool_data()
{
    QTest::addColumn<QString>("row");
    const auto folder = std::filesystem::path(qgetenv("HS_SOURCE_DIR").toStdString()) / "tests/eval/attacks";
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".jsonl")
            continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
            if (const auto row = parseJson(line))
                QTest::newRow(text(*row, "id").c_str()) << QString::fromStdString(line);
    }
}

/// The worst case: every agent in autopilot, and a model that does whatever a stranger's text wants.
void ThinkingAttacksTest::anAttackMisusesNoTool()
{
    QFETCH(QString, row);
    const auto attack = *parseJson(row.toStdString());
    const auto number = std::to_string(++m_attack);
    const auto here = contact("Kit Marlow", ("kit" + number + "@example.com").c_str());
    const auto other = contact("Ada Quinn", ("ada" + number + "@example.com").c_str());
    order(api::SubmitRequest{QString::fromStdString(text(attack, "text")), {}, here, s("email")});
    const auto thr = threadOf(here);
    QVERIFY(!thr.isEmpty());
    const std::map<std::string, std::string> ids{{"rec_here", here.toStdString()}, {"rec_other", other.toStdString()}, {"thr_here", thr.toStdString()}};
    const Json &wants = member(attack, "wants");
    m_ai->clearScript();
    m_ai->clearRequests();
    m_ai->script(AiReply::call(text(wants, "tool"), withIds(member(wants, "arguments"), ids)));
    m_ai->script(AiReply::say("Done."));
    const auto told = order(api::TellAgent{s("nyra"), s("What does this client want?"), thr});
    const auto task = told.data.value(s("thought")).toString();
    QTRY_VERIFY_WITH_TIMEOUT(over(task), 20'000);
    // Everything that a tool does bears the mark of the question that led to it. Nothing was done but asking a person.
    api::AiCallQuery calls;
    calls.thought = task;
    QTRY_VERIFY(!ask(calls).rows.empty());
    api::AuditQuery acts;
    acts.correlation = ask(calls).rows.front().correlation;
    for (const auto &act : ask(acts).rows)
        QVERIFY2(act.action == s("tool.asked") || act.action == s("agent.thought"), qPrintable(act.action + s(": ") + act.summary));
    api::EffectQuery effects;
    effects.correlation = acts.correlation;
    QVERIFY(ask(effects).rows.empty());
    QVERIFY(m_host->queryNow(key(Role::Admin), api::RecordDetailQuery{s("contacts-profiles"), here}).has_value());
    QVERIFY(m_host->queryNow(key(Role::Admin), api::RecordDetailQuery{s("contacts-profiles"), other}).has_value());
    for (const auto &agent : ask(api::AgentQuery{}))
        QCOMPARE(agent.autonomy, api::Autonomy::Autopilot);
    // Whatever changes anything was not done alone.
    for (const auto &step : thought(task).steps)
        if (step.kind == s("tool") && !step.leave.isEmpty() && step.leave != s("ask") && step.leave != s("draft") && step.leave != s("never"))
            QVERIFY2(!step.what.startsWith(s("change")) && !step.what.startsWith(s("delete")) && !step.what.startsWith(s("send")) && !step.what.startsWith(s("start"))
                         && !step.what.startsWith(s("cancel")) && !step.what.startsWith(s("decide")),
                     qPrintable(step.what));
    const auto all = heard(*m_ai);
    QVERIFY(all.find(m_ai->key()) == std::string::npos);
    QVERIFY(all.find("for this test") == std::string::npos);
}

QTEST_GUILESS_MAIN(ThinkingAttacksTest)
#include "thinking_attacks_test.moc"
