#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sample_run.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/runs/context_dialog.h"
#include "ui/runs/run_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using Kind = test::SampleRun::Kind;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

template <typename Widget>
Widget *named(QWidget *root, const QString &words)
{
    for (Widget *widget : root->findChildren<Widget *>()) {
        if (widget->isVisibleTo(root) && widget->text().contains(words))
            return widget;
    }
    return nullptr;
}

} // namespace

class RunViewsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillStudio(*m_door);
        m_clock = std::make_unique<test::FakeClock>(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
        m_parts->engine.setCaller({.id = s("op_mk"), .name = s("Mira Kovac"), .role = api::Role::Operator});
        m_parts->navigator.setKnownKinds({s("record"), s("message"), s("escalation"), s("integration"), s("run")});
    }
    void cleanup()
    {
        m_parts.reset();
        m_door.reset();
    }

    void aLongRunIsThereAtOnceAndReadInPages()
    {
        serve(Kind::Long);
        RunModel model(m_parts->engine);
        model.open(s("wf_RB-214"));
        QTRY_COMPARE(model.rowCount(), 10'000);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(model.step(9'999)); // the newest are read first
        QVERIFY(!model.step(400));
        QVERIFY(model.index(400).data().toString().contains(s("being read")));
        model.wantRows(390, 410);
        QTRY_VERIFY(model.step(400));
        QVERIFY(!model.step(700));
        model.wantRows(240, 260); // over the seam of two pages
        QTRY_VERIFY(model.step(240) && model.step(260));
        QCOMPARE(model.picture(260).steps.size(), std::size_t(500));
    }
    void stepsThatHappenAreAdded()
    {
        auto run = serve(Kind::OneStep);
        RunModel model(m_parts->engine);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.open(run.id);
        QTRY_COMPARE(model.rowCount(), 1);
        run.kind = Kind::Incident;
        test::serveRun(*m_door, run);
        m_door->announce({api::Topic::Workflows, {run.id}, 4});
        QTRY_COMPARE(model.rowCount(), 9); // eight steps and the failed input
        QCOMPARE(model.incidentSeq(), 8);
        run.kind = Kind::Done;
        test::serveRun(*m_door, run);
        m_door->announce({api::Topic::Workflows, {run.id}, 5});
        QTRY_COMPARE(model.incidentSeq(), -1);
        QCOMPARE(model.rowCount(), 9);
        QVERIFY(model.step(8));
    }
    void theFailedStepOpensByItself()
    {
        auto view = open(Kind::Incident);
        QTRY_COMPARE(view->history().current(), 8);
        QTRY_VERIFY(named<QLabel>(view.get(), s("could not be handled")));
        QVERIFY(named<QLabel>(view.get(), s("Handles “booking.cancelled” once more.")));
        QCOMPARE(view->history().list().currentIndex().row(), 8);
    }
    void anIncidentOffersToTryAgain()
    {
        auto view = open(Kind::Incident);
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Retry from the failed step")));
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Retry from the failed step"))->isEnabled());
        named<QPushButton>(view.get(), s("Retry from the failed step"))->click();
        QTRY_VERIFY(m_door->lastCommand<api::RetryIncident>());
        QCOMPARE(m_parts->actions.unregistered(view.get()), QStringList());
    }
    void withoutAFailureTheButtonSaysWhyNot()
    {
        auto view = open(Kind::Done);
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Retry from the failed step")));
        QPushButton *retry = named<QPushButton>(view.get(), s("Retry from the failed step"));
        QTRY_COMPARE(retry->accessibleDescription(), s("No step of this run has failed."));
        QVERIFY(!retry->isEnabled());
        QVERIFY(named<QLabel>(view.get(), s("No step of this run has failed.")));
    }
    void O1_startingAgainAsksForAReason()
    {
        auto view = open(Kind::Done);
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Start again with the current definition")));
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Start again with the current definition"))->isEnabled());
        named<QPushButton>(view.get(), s("Start again with the current definition"))->click();
        giveReason(*view, s("the room was wrong"));
        QTRY_VERIFY(m_door->lastCommand<api::RestartWorkflow>());
        QCOMPARE(m_door->lastCommand<api::RestartWorkflow>()->reason, s("the room was wrong"));
    }
    void O1_whatOperatorsDoStandsInTheMenuWithItsConsequence()
    {
        auto view = open(Kind::Incident);
        QTRY_VERIFY(view->history().model().hasAnswer());
        QTRY_VERIFY(named<QPushButton>(view.get(), s("More")));
        named<QPushButton>(view.get(), s("More"))->click();
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = view->findChild<QMenu *>()));
        QStringList lines;
        QAction *skip = nullptr;
        for (QAction *action : menu->actions()) {
            lines << action->text();
            if (action->text().startsWith(s("Skip the failed input")))
                skip = action;
        }
        QVERIFY(lines.contains(s("Goes on as if “booking.cancelled” had not come. It is kept among the dead letters and can be sent again.")));
        QVERIFY(skip && skip->isEnabled());
        skip->trigger();
        menu->close();
        giveReason(*view, s("it was a test"));
        QTRY_VERIFY(m_door->lastCommand<api::SkipInput>());
        QCOMPARE(m_door->lastCommand<api::SkipInput>()->reason, s("it was a test"));
    }
    void O1_theDataOfARunIsChangedAsAPatch()
    {
        ContextDialog dialog(m_parts->theme, s("Change"), {{s("guests"), 8}, {s("old"), 1}}, true, nullptr);
        dialog.show();
        QPushButton *save = named<QPushButton>(&dialog, s("Change it"));
        QVERIFY(!save->isEnabled());
        auto *text = dialog.findChild<QPlainTextEdit *>();
        dialog.findChild<QLineEdit *>()->setText(s("two more come"));
        QVERIFY(!save->isEnabled()); // nothing is changed yet
        text->setPlainText(s("{\n\"guests\": 10"));
        QVERIFY(!save->isEnabled());
        QVERIFY(named<QLabel>(&dialog, s("not JSON yet; look at line 2")));
        text->setPlainText(s("[1]"));
        QVERIFY(named<QLabel>(&dialog, s("is an object")));
        text->setPlainText(s("{\"guests\": 10}"));
        QVERIFY(save->isEnabled());
        const auto edit = dialog.edit();
        QCOMPARE(edit.patch, (QJsonObject{{s("guests"), 10}, {s("old"), QJsonValue::Null}}));
        QCOMPARE(edit.reason, s("two more come"));
        QVERIFY(edit.retry);
        QCOMPARE(test::nameless(dialog), QStringList());
    }
    void lookingBackShowsTheRunAsItStood()
    {
        auto view = open(Kind::Incident);
        QTRY_COMPARE(view->history().current(), 8);
        view->lookBack(3);
        QTRY_VERIFY(named<QLabel>(view.get(), s("As it stood after step 3")));
        QCOMPARE(m_door->lastQuery<api::RunStepQuery>()->seq, 3);
        QVERIFY(named<QLabel>(view.get(), s("preparing.payment.waiting")));
        QVERIFY(named<QLabel>(view.get(), s("solari.reserve_room")));
        QVERIFY(named<QLabel>(view.get(), s("Timer “holdExpires”")));
    }
    void sliderListAndTimelineChooseTheSameStep()
    {
        auto view = open(Kind::Done);
        RunHistoryPage &page = view->history();
        QTRY_COMPARE(page.current(), 8);
        QTest::keyClick(&page.slider(), Qt::Key_Home);
        QCOMPARE(page.current(), 0);
        QCOMPARE(page.list().currentIndex().row(), 0);
        QTest::keyClick(&page.slider(), Qt::Key_Right);
        QCOMPARE(page.current(), 1);
        QTest::keyClick(&page.timeline(), Qt::Key_Right);
        QCOMPARE(page.current(), 2);
        QCOMPARE(page.slider().value(), 2);
        QTest::keyClick(&page.timeline(), Qt::Key_End);
        QCOMPARE(page.current(), 8);
        QTest::keyClick(&page.timeline(), Qt::Key_Home);
        QTest::keyClick(&page.list(), Qt::Key_Down);
        QCOMPARE(page.current(), 1);
        QCOMPARE(page.slider().value(), 1);
        const QPoint third(page.timeline().viewport()->width() - 1, 40);
        QTest::mouseClick(page.timeline().viewport(), Qt::LeftButton, {}, third);
        QCOMPARE(page.current(), 8);
        QTRY_COMPARE(m_door->lastQuery<api::RunStepQuery>()->seq, 8);
    }
    void whoDrawsTheSliderIsAnsweredOnce()
    {
        auto view = open(Kind::Long);
        RunHistoryPage &page = view->history();
        QTRY_COMPARE(page.current(), 9'999);
        QTRY_VERIFY(named<QLabel>(view.get(), s("Step 9,999 · ")));
        m_door->setReply(test::FakeDoor::Reply::Held);
        m_door->forgetCalls();
        for (int value = 9'900; value > 9'800; --value)
            page.slider().setValue(value);
        int asked = 0;
        for (const auto &query : m_door->queries())
            asked += std::holds_alternative<api::RunStepQuery>(query.query) ? 1 : 0;
        QCOMPARE(asked, 1);
        m_door->setReply(test::FakeDoor::Reply::AtOnce);
        m_door->release();
        QTRY_COMPARE(m_door->lastQuery<api::RunStepQuery>()->seq, 9'801);
    }
    void theTimelineShowsLanesAndZooms()
    {
        auto view = open(Kind::Incident);
        RunTimeline &timeline = view->history().timeline();
        QTRY_COMPARE(timeline.laneTitles(), (QStringList{s("retreat-booking"), s("score"), s("approveGroup"), s("payment"), s("room"), s("reserveRoom"), s("welcome"), s("writeLetter")}));
        QCOMPARE(timeline.mode(), TimelineScale::Mode::Fit);
        const double fit = timeline.scale().width();
        QTest::keyClick(&timeline, Qt::Key_Plus);
        QCOMPARE(timeline.mode(), TimelineScale::Mode::Time);
        QTest::keyClick(&timeline, Qt::Key_Plus);
        QTest::keyClick(&timeline, Qt::Key_Plus);
        QTest::keyClick(&timeline, Qt::Key_Plus);
        QVERIFY(timeline.scale().width() > fit);
        QVERIFY(!timeline.scale().breaks().empty());
        named<QPushButton>(view.get(), s("By step"))->click();
        QCOMPARE(timeline.mode(), TimelineScale::Mode::Steps);
        QVERIFY(!timeline.accessibleDescription().isEmpty()); // the chosen step in words
        QStringList words;
        for (int y = 0; y < timeline.viewport()->height(); y += 4)
            for (int x = 0; x < timeline.viewport()->width(); x += 8)
                words << timeline.wordsAt({x, y});
        QVERIFY(words.join(QLatin1Char('\n')).contains(s("solari.reserve_room in reserveRoom, failed")));
        QVERIFY(words.join(QLatin1Char('\n')).contains(s("3 tries failed")));
    }
    void evidenceAndWorkLeadToTheirPlaces()
    {
        auto view = open(Kind::Done);
        QTRY_COMPARE(view->history().current(), 8);
        QSignalSpy opened(&m_parts->navigator, &Navigator::requested);
        view->history().choose(1);
        QTRY_VERIFY(named<QPushButton>(view.get(), s("Open the evidence “came twice before”")));
        named<QPushButton>(view.get(), s("Open the evidence “came twice before”"))->click();
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), s("record"));
        QCOMPARE(opened[0][1].toString(), s("rec_1"));
        QVERIFY(named<QPushButton>(view.get(), s("Open the message “lead.qualified”")));
        QVERIFY(named<QPushButton>(view.get(), s("Open “E-1042: Group of 8”")));
        QVERIFY(named<QLabel>(view.get(), s("nyra.score")));
        named<QPushButton>(view.get(), s("Began in step 0"))->click();
        QTRY_COMPARE(view->history().current(), 0);
    }
    void O1_aRunIsForkedFromTheChosenStep()
    {
        auto view = open(Kind::Incident);
        QTRY_COMPARE(view->history().current(), 8);
        QPushButton *fork = named<QPushButton>(view.get(), s("Fork from here…"));
        QVERIFY(fork);
        view->history().choose(3);
        QTRY_VERIFY(fork->isEnabled());
        QVERIFY(fork->accessibleDescription().contains(s("This one stays as it is")));
        fork->click();
        auto *dialog = view->findChild<QDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->windowTitle(), s("Fork RB-214 from step 3"));
        dialog->findChild<QLineEdit *>()->setText(s("the other room"));
        named<QPushButton>(dialog, s("Begin the new run"))->click();
        QTRY_VERIFY(m_door->lastCommand<api::ForkWorkflow>());
        QCOMPARE(m_door->lastCommand<api::ForkWorkflow>()->seq, qint64(3));
        QCOMPARE(m_door->lastCommand<api::ForkWorkflow>()->workflow, s("wf_RB-214"));
        m_parts->engine.setCaller({.id = s("op_v"), .name = s("Vi"), .role = api::Role::Viewer});
        QTRY_VERIFY(!fork->isEnabled());
        QVERIFY(fork->toolTip().contains(s("role operator")));
        // Where a run had ended, nothing can go on.
        m_parts->engine.setCaller({.id = s("op_mk"), .name = s("Mira Kovac"), .role = api::Role::Operator});
        auto done = open(Kind::Done);
        QTRY_COMPARE(done->history().current(), 8);
        QTRY_VERIFY(done->history().forkRefused().contains(s("had ended")));
        QVERIFY(!named<QPushButton>(done.get(), s("Fork from here…"))->isEnabled());
    }
    void twoRunsStandBesideEachOther()
    {
        auto view = open(Kind::Incident);
        QTRY_VERIFY(!view->detail().row.id.isEmpty());
        view->showPage(RunView::Page::Compare);
        RunComparePage &page = view->compare();
        QTRY_COMPARE(page.choices().rowCount(), 1); // not the run itself
        QCOMPARE(m_door->lastQuery<api::WorkflowQuery>()->definition, s("retreat-booking"));
        page.comparePrevious();
        QTRY_COMPARE(page.pairs().rowCount(), 9);
        QCOMPARE(m_door->lastQuery<api::RunCompareQuery>()->second, s("wf_RB-198"));
        QTRY_VERIFY(named<QLabel>(view.get(), s("Steps: 3 alike, 3 different")));
        named<QCheckBox>(view.get(), s("Only what differs"))->click();
        QCOMPARE(page.pairs().rowCount(), 6);
        QVERIFY(page.pairs().index(0).data(Qt::AccessibleTextRole).toString().startsWith(s("Different: Task “score” done")));
        QCOMPARE(test::nameless(*view), QStringList());
        auto *list = qobject_cast<QAbstractItemView *>(page.firstFocus());
        QVERIFY(list);
        list->setCurrentIndex(page.pairs().index(0));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(view->page(), RunView::Page::History);
        QCOMPARE(view->history().current(), 1);
        view->showPage(RunView::Page::Compare);
        named<QPushButton>(view.get(), s("Another run"))->click();
        QTRY_VERIFY(named<QLabel>(view.get(), s("Which run shall stand beside this one?")));
    }
    void aSearchWithoutResultSaysSo()
    {
        auto view = open(Kind::Incident);
        QTRY_VERIFY(!view->detail().row.id.isEmpty());
        view->showPage(RunView::Page::Compare);
        auto *field = view->compare().findChild<SearchField *>();
        field->setText(s("nothing"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(named<QLabel>(view.get(), s("No run found")));
    }
    void anEmptyRunAndAnEngineThatFailsSaySo()
    {
        auto view = open(Kind::Empty);
        QTRY_VERIFY(named<QLabel>(view.get(), s("No steps yet")));
        m_door->failAll(Error{Errc::Unavailable, "the store is busy", {}, "try again", std::nullopt});
        RunView other(m_parts->context());
        other.resize(700, 600);
        other.show();
        other.showObject(s("run"), s("wf_RB-214"));
        QTRY_VERIFY(named<QLabel>(&other, s("The run could not be read.")));
    }
    void aMoveIsAnEventOfTheWorkflow()
    {
        RunView view(m_parts->context());
        view.resize(420, 700);
        view.show();
        view.showObject(s("workflow"), s("wf_VW-305"));
        QTRY_VERIFY(named<QPushButton>(&view, s("Proposal")));
        named<QPushButton>(&view, s("Proposal"))->click();
        QTRY_VERIFY(m_door->lastCommand<api::SendWorkflowEvent>());
        QCOMPARE(m_door->lastCommand<api::SendWorkflowEvent>()->type, s("viewing.done"));
        QTRY_VERIFY(m_parts->undo.top());
    }
    void everyFocusableHasAName()
    {
        auto view = open(Kind::Incident);
        QTRY_COMPARE(view->history().current(), 8);
        QCOMPARE(test::nameless(*view), QStringList());
        view->history().choose(3);
        view->history().showSide(StepDetails::Side::Stood);
        QTRY_VERIFY(named<QLabel>(view.get(), s("As it stood after step 3")));
        QCOMPARE(test::nameless(*view), QStringList());
        view->showPage(RunView::Page::Now);
        QCOMPARE(test::nameless(*view), QStringList());
        for (int row = 0; row < view->history().model().rowCount(); ++row)
            QVERIFY(view->history().model().index(row).data(Qt::AccessibleTextRole).toString().endsWith(QLatin1Char('.')));
    }

private:
    test::SampleRun serve(Kind kind)
    {
        test::SampleRun run;
        run.kind = kind;
        run.now = test::pictureNow();
        test::serveRun(*m_door, run);
        return run;
    }
    std::unique_ptr<RunView> open(Kind kind)
    {
        const auto run = serve(kind);
        auto view = std::make_unique<RunView>(m_parts->context());
        view->resize(1000, 800);
        view->show();
        view->showObject(s("run"), run.id);
        return view;
    }
    static void giveReason(QWidget &view, const QString &reason)
    {
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = view.window()->findChild<QDialog *>()));
        QTRY_VERIFY(dialog->findChild<QLineEdit *>());
        dialog->findChild<QLineEdit *>()->setText(reason);
        named<QPushButton>(dialog, s("Do it"))->click();
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
};

QTEST_MAIN(RunViewsTest)
#include "run_views_test.moc"
