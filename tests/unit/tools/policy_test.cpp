#include <QTest>

#include "engine/tools/policy.h"

using namespace hs;
using namespace hs::tools;
using api::Autonomy;
using api::Leave;
using api::Risk;

class PolicyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeTable_data();
    void theWholeTable();
    void theNearestSettingCounts();
    void foreverForbidden();
    void strangersNeverLoosen();
    void namesGoBothWays();
};

void PolicyTest::theWholeTable_data()
{
    QTest::addColumn<QByteArray>("risk");
    QTest::addColumn<QByteArray>("set"); // for the agent; empty: nothing
    // "leave source" for drafts only; drafts only, strangers; autopilot; autopilot, strangers
    QTest::addColumn<QByteArrayList>("expected");

    const auto row = [](const char *risk, const char *set, const QByteArrayList &expected) {
        QTest::addRow("%s, %s", risk, *set == '\0' ? "nothing set" : set) << QByteArray(risk) << QByteArray(set) << expected;
    };
    const auto same = [&](const char *risk, const char *set, const char *always) { row(risk, set, {always, always, always, always}); };
    same("look", "", "alone autonomy");
    same("look", "alone", "alone settings");
    same("look", "draft", "draft settings");
    same("look", "ask", "ask settings");
    same("look", "never", "never settings");
    same("note", "", "alone autonomy");
    same("note", "alone", "alone settings");
    same("note", "draft", "draft settings");
    same("note", "ask", "ask settings");
    same("note", "never", "never settings");
    row("change", "", {"ask autonomy", "ask autonomy", "alone autonomy", "ask untrusted"});
    row("change", "alone", {"alone settings", "ask untrusted", "alone settings", "ask untrusted"});
    same("change", "draft", "draft settings");
    same("change", "ask", "ask settings");
    same("change", "never", "never settings");
    row("speak", "", {"draft autonomy", "draft autonomy", "alone autonomy", "draft untrusted"});
    row("speak", "alone", {"alone settings", "draft untrusted", "alone settings", "draft untrusted"});
    same("speak", "draft", "draft settings");
    same("speak", "ask", "ask settings");
    same("speak", "never", "never settings");
    same("irreversible", "", "ask rule");
    same("irreversible", "alone", "ask rule");
    same("irreversible", "draft", "ask rule");
    same("irreversible", "ask", "ask rule");
    same("irreversible", "never", "never settings");
}

void PolicyTest::theWholeTable()
{
    QFETCH(QByteArray, risk);
    QFETCH(QByteArray, set);
    QFETCH(QByteArrayList, expected);
    const auto theRisk = riskFrom(risk.toStdString());
    QVERIFY(theRisk);
    // Set for every business, or for this one alone: the same answers.
    for (const auto *entity : {"", "rec_gallery"}) {
        ToolPolicy policy;
        if (!set.isEmpty())
            policy.set[{"solari", entity, *theRisk}] = *leaveFrom(set.toStdString());
        auto at = 0;
        for (const auto autonomy : {Autonomy::DraftsOnly, Autonomy::Autopilot}) {
            for (const auto untrusted : {false, true}) {
                const auto leave = policy.leave("solari", "rec_gallery", *theRisk, autonomy, untrusted);
                const auto source = policy.source("solari", "rec_gallery", *theRisk, autonomy, untrusted);
                QCOMPARE(QByteArray::fromStdString(std::string(name(leave)) + " " + source), expected[at++]);
            }
        }
    }
}

void PolicyTest::theNearestSettingCounts()
{
    ToolPolicy policy;
    policy.set[{"solari", "", Risk::Change}] = Leave::Never;
    policy.set[{"solari", "rec_gallery", Risk::Change}] = Leave::Alone;
    policy.set[{"ruvo", "rec_gallery", Risk::Change}] = Leave::Ask;
    const auto leave = [&](const char *agent, const char *entity, Risk risk = Risk::Change) {
        return policy.leave(agent, entity, risk, Autonomy::Autopilot, false);
    };
    QVERIFY(leave("solari", "rec_gallery") == Leave::Alone);
    QVERIFY(leave("solari", "rec_spa") == Leave::Never); // nothing set for it: what holds everywhere
    QVERIFY(leave("solari", "") == Leave::Never);
    QVERIFY(leave("ruvo", "rec_gallery") == Leave::Ask);
    QVERIFY(leave("ruvo", "rec_spa") == Leave::Alone); // another business's setting is not its own
    QVERIFY(leave("ruvo", "") == Leave::Alone);
    QVERIFY(leave("nyra", "rec_gallery") == Leave::Alone); // nor another agent's
    QVERIFY(leave("solari", "rec_spa", Risk::Speak) == Leave::Alone); // nor another risk's
}

void PolicyTest::foreverForbidden()
{
    ToolPolicy policy;
    policy.set[{"solari", "", Risk::Irreversible}] = Leave::Never;
    policy.set[{"solari", "rec_gallery", Risk::Irreversible}] = Leave::Ask;
    policy.set[{"ruvo", "rec_gallery", Risk::Irreversible}] = Leave::Never;
    const auto leave = [&](const char *agent, const char *entity) {
        return policy.leave(agent, entity, Risk::Irreversible, Autonomy::Autopilot, false);
    };
    QVERIFY(leave("solari", "rec_gallery") == Leave::Never); // one business does not loosen what is forbidden for all
    QVERIFY(leave("solari", "rec_spa") == Leave::Never);
    QVERIFY(leave("ruvo", "rec_gallery") == Leave::Never);
    QVERIFY(leave("ruvo", "rec_spa") == Leave::Ask);
}

void PolicyTest::strangersNeverLoosen()
{
    // Whatever is set for agent and business: with strangers' words no answer is freer than without, and nothing that changes,
    // speaks or cannot be taken back goes alone.
    const auto freedom = [](Leave leave) { return -static_cast<int>(leave); };
    const std::vector<std::optional<Leave>> choices{std::nullopt, Leave::Alone, Leave::Draft, Leave::Ask, Leave::Never};
    auto cases = 0;
    for (const auto risk : {Risk::Look, Risk::Note, Risk::Change, Risk::Speak, Risk::Irreversible}) {
        for (const auto autonomy : {Autonomy::DraftsOnly, Autonomy::Autopilot}) {
            for (const auto &everywhere : choices) {
                for (const auto &here : choices) {
                    ToolPolicy policy;
                    if (everywhere)
                        policy.set[{"solari", "", risk}] = *everywhere;
                    if (here)
                        policy.set[{"solari", "rec_gallery", risk}] = *here;
                    const auto trusted = policy.leave("solari", "rec_gallery", risk, autonomy, false);
                    const auto untrusted = policy.leave("solari", "rec_gallery", risk, autonomy, true);
                    QVERIFY(freedom(untrusted) <= freedom(trusted));
                    if (risk == Risk::Change || risk == Risk::Speak)
                        QVERIFY(untrusted != Leave::Alone);
                    if (risk == Risk::Irreversible)
                        QVERIFY(trusted == Leave::Ask || trusted == Leave::Never);
                    QCOMPARE(policy.source("solari", "rec_gallery", risk, autonomy, true) == "untrusted", untrusted != trusted);
                    ++cases;
                }
            }
        }
    }
    QCOMPARE(cases, 250);
}

void PolicyTest::namesGoBothWays()
{
    for (const auto risk : {Risk::Look, Risk::Note, Risk::Change, Risk::Speak, Risk::Irreversible})
        QVERIFY(riskFrom(name(risk)) == risk);
    for (const auto leave : {Leave::Alone, Leave::Draft, Leave::Ask, Leave::Never})
        QVERIFY(leaveFrom(name(leave)) == leave);
    QVERIFY(!riskFrom("Look") && !riskFrom("") && !leaveFrom("always") && !leaveFrom(""));
    QCOMPARE(std::string(name(Risk::Irreversible)), std::string("irreversible"));
    QCOMPARE(std::string(name(Leave::Alone)), std::string("alone"));
}

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
