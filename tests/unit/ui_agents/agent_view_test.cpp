#include "ui/agents/agent_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "tests/unit/ui_boards/nameless.h"
#include "ui/agents/permission_table.h"
#include "ui/agents/spend_chart.h"
#include "ui/agents/today_panel.h"
#include "ui/agents/try_box.h"
#include "ui/shell/shell_parts.h"
#include "ui/thinking/budget_list.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/tool_list.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

api::AgentRow row(const QString &key, const QString &name, api::AgentState state = api::AgentState::Waiting)
{
    api::AgentRow made;
    made.key = key;
    made.name = name;
    made.role = u"Bookings and orders"_s;
    made.state = state;
    made.rules = {u"a booking is moved only within opening hours"_s};
    made.doneToday = 18;
    made.failedToday = 2;
    return made;
}

api::AgentDetail detail(const QString &key)
{
    api::AgentDetail made;
    made.row = row(key, key == u"solari"_s ? u"Solari"_s : u"Nyra"_s);
    made.permissions = {{api::Risk::Look, api::Leave::Alone, u"rule"_s},
                        {api::Risk::Note, api::Leave::Alone, u"autonomy"_s},
                        {api::Risk::Change, api::Leave::Ask, u"autonomy"_s},
                        {api::Risk::Speak, api::Leave::Draft, u"settings"_s},
                        {api::Risk::Irreversible, api::Leave::Ask, u"rule"_s}};
    made.tools = {{u"find_records"_s, u"Find records"_s, u"Looks through the hub"_s, {}, api::Risk::Look, api::Leave::Alone},
                  {u"ocr__read_page"_s, u"Read a page"_s, u"Reads a scanned page"_s, u"ocr"_s, api::Risk::Look, api::Leave::Ask}};
    made.handles = {u"booking_requested"_s};
    made.handsTo = {u"nyra"_s};
    made.maxSteps = 12;
    made.maxSeconds = 120;
    made.softDollarsDay = 1;
    made.hardDollarsDay = 2;
    made.modelReady = true;
    made.model = u"local · small-8b"_s;
    made.tasksToday = 9;
    made.tasksByModel = 6;
    made.tasksFailed = 1;
    made.callsToday = 14;
    made.tokensToday = 23'456;
    made.dollarsToday = 1.2;
    made.dollarsByDay = {0, 0, 0, 0.1, 0, 0, 0.5, 0, 0, 0, 0, 2.5, 0.3, 1.2};
    made.faults = {{QDateTime(QDate(2026, 11, 23), QTime(8, 30), Qt::UTC), u"the calendar did not answer"_s, u"evt_77"_s}};
    return made;
}

struct Desk {
    Desk()
    {
        resources::init();
        door.onQuery<api::AgentQuery>([](const auto &, const auto &) -> Result<std::vector<api::AgentRow>> {
            return std::vector{row(u"atlas"_s, u"Atlas"_s, api::AgentState::NoDuty), row(u"solari"_s, u"Solari"_s), row(u"nyra"_s, u"Nyra"_s)};
        });
        door.onQuery<api::AgentDetailQuery>([this](const auto &query, const auto &) -> Result<api::AgentDetail> {
            ++asked;
            api::AgentDetail answer = detail(query.agent);
            if (change)
                change(answer);
            return answer;
        });
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = api::Role::Admin});
        parts->navigator.setKnownKinds({u"audit"_s, u"setting"_s, u"thread"_s, u"agent"_s, u"agent_threads"_s});
        view = std::make_unique<AgentView>(parts->context());
        view->resize(480, 900);
        view->show();
    }
    void open(const QString &agent = u"solari"_s)
    {
        view->showObject(u"agent"_s, agent);
        QTRY_VERIFY(view->detail());
    }
    bool shows(const QString &words) const
    {
        const auto labels = view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisibleTo(view.get()) && label->text().contains(words); });
    }
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : view->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisibleTo(view.get()))
                return candidate;
        }
        return nullptr;
    }
    void choose(api::Risk risk, api::Leave leave)
    {
        QComboBox *box = view->permissions().choice(risk);
        const int index = box->findData(int(leave));
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }

    test::FakeClock clock;
    test::FakeDoor door;
    std::function<void(api::AgentDetail &)> change;
    int asked = 0;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<AgentView> view;
};

} // namespace

class AgentViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void withoutAWishTheFirstWithADutyIsShown()
    {
        Desk desk;
        QTRY_VERIFY(desk.view->detail());
        QCOMPARE(desk.view->agent(), u"solari"_s);
        QCOMPARE(desk.view->title(), u"Agent: Solari"_s);
    }
    void thePageSaysWhatTheAgentDidAndCost()
    {
        Desk desk;
        desk.open();
        for (const QString &words :
             {u"Solari"_s, u"Bookings and orders"_s, u"18"_s, u"90 %"_s, u"tasks of thinking: 6 by a model, 2 by rules, 1 failed"_s, u"23,456"_s,
              u"$1.20 of $2.00 today, warned at $1.00"_s, u"Nearly spent"_s, u"at most 12 step"_s, u"A booking is moved only within opening hours"_s,
              u"The calendar did not answer"_s, u"local · small-8b answered last"_s, u"Hands on to: Nyra"_s, u"Takes: booking_requested"_s})
            QTRY_VERIFY2(desk.shows(words), qPrintable(words));
        const auto *chart = desk.view->findChild<SpendChart *>();
        QVERIFY2(chart->accessibleName().contains(u"14 day"_s) && chart->accessibleName().contains(u"$4.60"_s) &&
                     chart->accessibleName().contains(u"$2.50"_s),
                 qPrintable(chart->accessibleName()));
        QCOMPARE(chart->lines().size(), 14);
        QVERIFY2(chart->lines().front().startsWith(u"Mon, 23 Nov"_s), qPrintable(chart->lines().front()));
        QVERIFY(!desk.view->grab().isNull());
    }
    void aChartOfNothingSaysSo()
    {
        Desk desk;
        SpendChart chart(desk.parts->theme);
        chart.setDays(std::vector<double>(14, 0.0), QDate(2026, 11, 23));
        QVERIFY2(chart.accessibleName().startsWith(u"Nothing was spent in the last 14 day"_s), qPrintable(chart.accessibleName()));
        chart.resize(200, 80);
        QVERIFY(!chart.grab().isNull());
    }
    void budgetsSayWhereTheyStand_data()
    {
        QTest::addColumn<double>("spent");
        QTest::addColumn<double>("soft");
        QTest::addColumn<double>("hard");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("tone");
        QTest::newRow("no limit") << 0.5 << 0.0 << 0.0 << u"$0.50 today, without a limit"_s << int(Tone::Neutral);
        QTest::newRow("within") << 0.0042 << 1.0 << 2.0 << u"$0.0042 of $2.00 today, warned at $1.00"_s << int(Tone::Neutral);
        QTest::newRow("over the soft one") << 1.0 << 1.0 << 2.0 << u"$1.00 of $2.00 today, warned at $1.00"_s << int(Tone::Warn);
        QTest::newRow("spent") << 2.0 << 1.0 << 2.0 << u"$2.00 of $2.00 today, warned at $1.00"_s << int(Tone::Danger);
        QTest::newRow("a hard one alone") << 1.0 << 0.0 << 2.0 << u"$1.00 of $2.00 today"_s << int(Tone::Neutral);
        QTest::newRow("a soft one alone") << 1.5 << 1.0 << 0.0 << u"$1.50 today, warned at $1.00"_s << int(Tone::Warn);
    }
    void budgetsSayWhereTheyStand()
    {
        QFETCH(double, spent);
        QFETCH(double, soft);
        QFETCH(double, hard);
        const api::AiBudgetRow budget{u"agent"_s, u"solari"_s, {}, spent, soft, hard};
        QTEST(BudgetList::sentence(budget), "sentence");
        QTEST(int(BudgetList::tone(budget)), "tone");
    }

    void aChoiceIsSentAndCanBeTakenBack()
    {
        Desk desk;
        desk.open();
        QComboBox *change = desk.view->permissions().choice(api::Risk::Change);
        QCOMPARE(change->currentData().toInt(), int(api::Leave::Ask));
        QVERIFY(change->isEnabled());
        const int before = desk.asked;
        desk.choose(api::Risk::Change, api::Leave::Alone);
        QTRY_VERIFY(desk.door.lastCommand<api::SetAgentLeave>());
        const auto sent = *desk.door.lastCommand<api::SetAgentLeave>();
        QCOMPARE(sent.agent, u"solari"_s);
        QCOMPARE(int(sent.risk), int(api::Risk::Change));
        QCOMPARE(int(sent.leave), int(api::Leave::Alone));
        QVERIFY(!sent.reset);
        QTRY_VERIFY(desk.asked > before); // the page asks what holds now
        QTRY_VERIFY(desk.parts->undo.top());
        desk.door.forgetCalls();
        desk.parts->undo.undoLast();
        QTRY_VERIFY(desk.door.lastCommand<api::SetAgentLeave>());
        QVERIFY(desk.door.lastCommand<api::SetAgentLeave>()->reset); // it followed from the autonomy before
    }
    void aRefusedChoiceShowsWhatHolds()
    {
        Desk desk;
        desk.open();
        desk.door.onCommand<api::SetAgentLeave>([](const auto &, const auto &) -> Result<api::Receipt> { return fail(Errc::Forbidden, "no"); });
        desk.choose(api::Risk::Change, api::Leave::Alone);
        QTRY_COMPARE(desk.view->permissions().choice(api::Risk::Change)->currentData().toInt(), int(api::Leave::Ask));
        QVERIFY(!desk.parts->undo.top());
    }
    void whatTheStudioSetGoesBackToTheAutonomy()
    {
        Desk desk;
        desk.open();
        QVERIFY(!desk.view->permissions().resetButton(api::Risk::Change)->isVisibleTo(desk.view.get()));
        QPushButton *reset = desk.view->permissions().resetButton(api::Risk::Speak);
        QVERIFY(reset->isVisibleTo(desk.view.get()));
        reset->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SetAgentLeave>());
        QVERIFY(desk.door.lastCommand<api::SetAgentLeave>()->reset);
        QCOMPARE(int(desk.door.lastCommand<api::SetAgentLeave>()->risk), int(api::Risk::Speak));
    }
    void whatCannotBeUndoneIsLockedWithItsReason()
    {
        Desk desk;
        desk.open();
        QComboBox *choice = desk.view->permissions().choice(api::Risk::Irreversible);
        QVERIFY(!choice->isEnabled());
        QCOMPARE(choice->findData(int(api::Leave::Alone)), -1);
        QVERIFY(choice->toolTip().contains(u"always a person's"_s));
        QVERIFY(desk.shows(u"always a person's"_s));
    }
    void onlyAnAdministratorChangesLeave()
    {
        Desk desk;
        desk.parts->engine.setCaller({.id = u"op_x"_s, .name = u"Op"_s, .role = api::Role::Operator});
        desk.open();
        QVERIFY(!desk.view->permissions().choice(api::Risk::Change)->isEnabled());
        QVERIFY(desk.shows(u"Needs the role administrator"_s));
    }

    void theSwitchSetsTheAutonomy()
    {
        Desk desk;
        desk.open();
        QVERIFY(desk.view->autonomyButton(api::Autonomy::DraftsOnly)->isChecked());
        desk.view->autonomyButton(api::Autonomy::Autopilot)->click();
        QTRY_VERIFY(desk.door.lastCommand<api::SetAutonomy>());
        QCOMPARE(desk.door.lastCommand<api::SetAutonomy>()->agent, u"solari"_s);
        QCOMPARE(int(desk.door.lastCommand<api::SetAutonomy>()->autonomy), int(api::Autonomy::Autopilot));
        QTRY_VERIFY(desk.view->autonomyButton(api::Autonomy::DraftsOnly)->isChecked()); // the engine did not take it: what holds is shown
    }
    void anAgentIsPausedAndGoesOn()
    {
        Desk desk;
        desk.open();
        desk.view->pauseButton()->click();
        QTRY_VERIFY(desk.door.lastCommand<api::PauseAgent>());
        desk.change = [](api::AgentDetail &answer) { answer.row.state = api::AgentState::Paused; };
        desk.door.announce({api::Topic::Agents, {}, 3});
        QTRY_COMPARE_WITH_TIMEOUT(desk.view->pauseButton()->text(), u"Let it go on"_s, 5000);
        QVERIFY(desk.shows(u"paused"_s));
        desk.parts->actions.find(u"agent.pause"_s)->trigger();
        QTRY_VERIFY(desk.door.lastCommand<api::ResumeAgent>());
    }
    void anAgentWithoutDutySaysSo()
    {
        Desk desk;
        desk.change = [](api::AgentDetail &answer) { answer.row.state = api::AgentState::NoDuty; };
        desk.open(u"atlas"_s);
        QVERIFY(desk.shows(u"no duty in this version"_s));
        QVERIFY(!desk.view->pauseButton()->isVisibleTo(desk.view.get()));
        QVERIFY(!desk.view->autonomyButton(api::Autonomy::Autopilot)->isVisibleTo(desk.view.get()));
    }

    void wordsAreTried()
    {
        Desk desk;
        desk.open();
        desk.door.onQuery<api::TryAgentQuery>([](const auto &, const auto &) -> Result<api::Trial> {
            api::Trial trial;
            trial.summary = u"moves the booking"_s;
            trial.rule = u"S3"_s;
            trial.ruleText = u"moves within opening hours"_s;
            trial.would = {u"make the task Confirm"_s, u"write 2 fields of Contacts & Profiles"_s};
            trial.answer = u"Thursday it is."_s;
            trial.evidence = {QJsonObject{{u"text"_s, u"to Thursday"_s}, {u"ref"_s, u"S3"_s}}};
            return trial;
        });
        TryBox &box = desk.view->tryBox();
        QVERIFY(!box.button()->isEnabled()); // nothing to try yet
        box.field()->setPlainText(u" move my booking to Thursday "_s);
        QTest::keyClick(box.field(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(desk.door.lastQuery<api::TryAgentQuery>());
        QCOMPARE(desk.door.lastQuery<api::TryAgentQuery>()->agent, u"solari"_s);
        QCOMPARE(desk.door.lastQuery<api::TryAgentQuery>()->text, u"move my booking to Thursday"_s);
        for (const QString &words : {u"Moves the booking"_s, u"By the rule S3, Moves within opening hours"_s, u"make the task Confirm"_s,
                                     u"write 2 fields of Contacts & Profiles"_s, u"Thursday it is."_s, u"to Thursday (S3)"_s})
            QTRY_VERIFY2(desk.shows(words), qPrintable(words));
    }
    void aTrialThatLeadsNowhereSaysWhy()
    {
        Desk desk;
        desk.open();
        desk.door.onQuery<api::TryAgentQuery>([](const auto &, const auto &) -> Result<api::Trial> {
            api::Trial trial;
            trial.error = u"no rule fits"_s;
            return trial;
        });
        desk.view->tryBox().field()->setPlainText(u"hm"_s);
        desk.view->tryBox().tryIt();
        QTRY_VERIFY(desk.shows(u"No rule fits"_s));
    }

    void toolsStandUnderTheirServers()
    {
        Desk desk;
        desk.open();
        QVERIFY(desk.shows(u"2 tool"_s));
        auto *tools = desk.view->findChild<ToolList *>();
        for (FoldBox *box : desk.view->findChildren<FoldBox *>()) {
            if (box->button()->accessibleName() == u"Show: Its tools"_s)
                QTest::keyClick(box->button(), Qt::Key_Space);
        }
        QCOMPARE(tools->count(), 2);
        QVERIFY(desk.shows(u"Of the console"_s));
        QVERIFY(desk.shows(u"Of the server “ocr”"_s));
    }
    void whatWentWrongLeadsToActivity()
    {
        Desk desk;
        desk.open();
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        QVERIFY(desk.button(u"Show in Activity"_s));
        desk.button(u"Show in Activity"_s)->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0], (QVariantList{u"audit"_s, u"correlation:evt_77"_s}));
    }
    void thoughtsOpenToTheirSteps()
    {
        Desk desk;
        desk.door.onQuery<api::ThoughtQuery>([](const auto &query, const auto &) -> Result<api::Page<api::ThoughtRow>> {
            api::Page<api::ThoughtRow> page;
            api::ThoughtRow thought;
            thought.id = u"tho_1"_s;
            thought.agent = query.agent;
            thought.kind = u"draft"_s;
            thought.state = u"failed"_s;
            thought.outcome = u"the model did not answer"_s;
            thought.thread = u"thr_1"_s;
            thought.steps = {{u"model"_s, u"asked local"_s, u"timeout"_s, {}, 60'000, true, {}, {}}};
            page.rows.push_back(thought);
            return page;
        });
        desk.open();
        QTRY_VERIFY(desk.shows(u"The model did not answer"_s));
        for (FoldBox *box : desk.view->findChildren<FoldBox *>()) {
            if (box->button()->accessibleName().contains(u"The model did not answer"_s))
                box->setOpen(true);
        }
        QVERIFY(desk.shows(u"did not work"_s));
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.button(u"Open the conversation"_s)->click();
        QCOMPARE(opened[0], (QVariantList{u"thread"_s, u"thr_1"_s}));
    }

    void failureKeepsWhatWasReadAndUnknownAgentsAreSaid()
    {
        Desk desk;
        desk.open();
        desk.door.failAll(Error{Errc::Unavailable, "the store is closed", {}, {}, std::nullopt});
        desk.view->refresh();
        QTRY_VERIFY(desk.shows(u"could not be read"_s));
        QVERIFY(desk.shows(u"Bookings and orders"_s));
        desk.door.failAll({});
        desk.door.onQuery<api::AgentDetailQuery>(
            [](const auto &, const auto &) -> Result<api::AgentDetail> { return fail(Errc::NotFound, "no such agent"); });
        desk.view->showObject(u"agent"_s, u"nobody"_s);
        QTRY_VERIFY(desk.shows(u"There is no such agent"_s));
    }
    void whoMayNotLookIsTold()
    {
        Desk desk;
        desk.door.onQuery<api::AgentDetailQuery>([](const auto &, const auto &) -> Result<api::AgentDetail> { return fail(Errc::Forbidden, "no"); });
        desk.view->showObject(u"agent"_s, u"nyra"_s);
        QTRY_VERIFY(desk.shows(u"The agent could not be read."_s));
    }
    void theStateComesBack()
    {
        Desk desk;
        desk.open(u"nyra"_s);
        const QByteArray state = desk.view->saveState();
        Desk other;
        other.view->restoreState(state);
        QCOMPARE(other.view->agent(), u"nyra"_s);
        other.view->restoreState("garbage");
        QCOMPARE(other.view->agent(), u"nyra"_s);
    }
    void everythingHasANameAndFits()
    {
        Desk desk;
        desk.parts->theme.applyTo(*qApp);
        desk.open();
        for (FoldBox *box : desk.view->findChildren<FoldBox *>())
            box->setOpen(true);
        QCOMPARE(desk.parts->actions.unregistered(desk.view.get()), QStringList());
        QCOMPARE(test::nameless(*desk.view), QStringList());
        QVERIFY2(desk.view->minimumSizeHint().width() <= 320, qPrintable(QString::number(desk.view->minimumSizeHint().width())));
    }
    void amountsHaveTheDigitsTheyNeed_data()
    {
        QTest::addColumn<double>("dollars");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << u"$0.00"_s;
        QTest::newRow("small") << 0.0042 << u"$0.0042"_s;
        QTest::newRow("usual") << 3.1 << u"$3.10"_s;
    }
    void amountsHaveTheDigitsTheyNeed()
    {
        QFETCH(double, dollars);
        QTEST(dollarsText(dollars), "text");
    }
};

QTEST_MAIN(AgentViewTest)
#include "agent_view_test.moc"
