#include "ui/escalations/escalation_detail_view.h"

#include <QComboBox>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "resources/resources.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/escalations/decision_panel.h"
#include "ui/escalations/escalation_dialogs.h"
#include "ui/escalations/task_form.h"
#include "ui/escalations/timeline_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    explicit Desk(const std::function<void(api::EscalationDetail &)> &change = {})
    {
        resources::init();
        test::fillDoor(door);
        detail = test::demoDetail();
        detail.draft.clear();
        if (change)
            change(detail);
        door.onQuery<api::EscalationDetailQuery>([this](const auto &, const auto &) { return Result<api::EscalationDetail>(detail); });
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller(test::demoCaller());
        view = std::make_unique<EscalationDetailView>(parts->context());
        view->resize(900, 800);
        view->show();
        view->showObject(u"escalation"_s, u"esc_1042"_s);
    }
    bool loaded() const { return view->title() == u"Escalation E-1042"_s; }
    ReplyEditor &editor() { return *view->panel()->editor(); }
    QPlainTextEdit *field() { return static_cast<QPlainTextEdit *>(editor().field()); }
    void type(const QString &text)
    {
        field()->setFocus();
        field()->moveCursor(QTextCursor::End);
        field()->insertPlainText(text);
    }
    void rewrite(const QString &text)
    {
        field()->selectAll();
        field()->insertPlainText(text);
    }
    void act(const char *id) { parts->actions.find(u"escalation."_s + QLatin1String(id))->trigger(); }
    std::optional<api::DecideEscalation> decision() const { return door.lastCommand<api::DecideEscalation>(); }
    ReasonDialog *dialog() { return view->findChild<ReasonDialog *>(); }
    QString newsText()
    {
        QString text;
        const auto labels = view->panel()->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible() && (label->text().contains(u"decide"_s) || label->text().contains(u"no longer fit"_s)))
                text += label->text();
        }
        return text;
    }
    void clientWrites()
    {
        detail.row.version += 1;
        api::TimelineItem item;
        item.at = test::demoNow();
        item.actorKind = u"client"_s;
        item.actorName = u"Helen Ashworth"_s;
        item.verb = u"wrote"_s;
        item.text = u"I changed my mind."_s;
        detail.timeline.push_back(item);
    }

    test::FakeClock clock;
    test::FakeDoor door;
    api::EscalationDetail detail;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<EscalationDetailView> view;
};

} // namespace

class EscalationDetailTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void approvingCarriesTheVersionSeen()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        QCOMPARE(desk.editor().text(), desk.detail.proposal);
        desk.act("approve");
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->decision, u"approve"_s);
        QCOMPARE(desk.decision()->versionSeen, 7);
        QCOMPARE(desk.decision()->reply, desk.detail.proposal);
    }

    void editedReplyIsSentAsEdited()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.type(u" With warm wishes."_s);
        QVERIFY(QTest::qWaitForWindowActive(desk.view.get()));
        QTest::keyClick(desk.field(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->decision, u"edit"_s);
        QVERIFY(desk.decision()->reply.endsWith(u"With warm wishes."_s));
        QVERIFY(desk.decision()->reason.isEmpty());
    }

    void changedAmountNeedsAReason()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.rewrite(QString(desk.detail.proposal).replace(u"£640"_s, u"£460"_s));
        desk.act("approve");
        QTRY_VERIFY(desk.dialog());
        QVERIFY(!desk.decision());
        auto *accept = desk.dialog()->findChild<QPushButton *>();
        QVERIFY(!accept->isEnabled());
        desk.dialog()->findChild<QComboBox *>()->setCurrentIndex(1);
        QVERIFY(accept->isEnabled());
        desk.dialog()->accept();
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->decision, u"edit"_s);
        QCOMPARE(desk.decision()->reason, u"Policy allows it"_s);
    }

    void rejectAsksForReasonAndWhatThen()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.act("reject");
        QTRY_VERIFY(desk.dialog());
        desk.dialog()->findChild<QPlainTextEdit *>()->setPlainText(u"Not ours to pay"_s);
        desk.dialog()->accept();
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->decision, u"reject"_s);
        QCOMPARE(desk.decision()->reason, u"Not ours to pay"_s);
        QCOMPARE(desk.decision()->rejectTo, u"close"_s);
        QVERIFY(desk.decision()->reply.isEmpty());
    }

    void handBackCarriesTheInstruction()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.act("handBack");
        QTRY_VERIFY(desk.dialog());
        desk.dialog()->findChild<QPlainTextEdit *>()->setPlainText(u"Ask for the order number"_s);
        desk.dialog()->accept();
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->decision, u"hand_back"_s);
        QCOMPARE(desk.decision()->reason, u"Ask for the order number"_s);
    }

    void newWordsOfTheClientAreReadBeforeADecision()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.clientWrites();
        desk.door.announce({api::Topic::Escalations, {u"esc_1042"_s}, 2});
        QTRY_VERIFY(desk.view->panel()->hasNews());
        QVERIFY2(desk.newsText().contains(u"Helen Ashworth wrote"_s), qPrintable(desk.newsText()));
        QCOMPARE(desk.view->versionSeen(), 7);
        desk.act("approve");
        QTest::qWait(0);
        QVERIFY(!desk.decision());
        Q_EMIT desk.view->panel()->newsRead();
        QCOMPARE(desk.view->versionSeen(), 8);
        desk.act("approve");
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->versionSeen, 8);
    }

    void ownStepsAreNoNews()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.detail.row.version = 8;
        desk.detail.row.leaseUntil = test::demoNow().addSecs(1800);
        desk.door.announce({api::Topic::Escalations, {}, 2});
        QTRY_COMPARE(desk.view->versionSeen(), 8);
        QVERIFY(!desk.view->panel()->hasNews());
    }

    void T2_aTasksFormIsFilledInAndItsErrorsAreShown()
    {
        Desk desk([](auto &detail) {
            detail.options = {QJsonObject{{u"value"_s, u"sell"_s}, {u"title"_s, u"Sell it"_s}}, QJsonObject{{u"value"_s, u"keep"_s}, {u"title"_s, u"Keep it"_s}}};
            detail.form = QJsonObject{{u"properties"_s, QJsonObject{{u"price"_s, QJsonObject{{u"type"_s, u"number"_s}}},
                                                                    {u"works"_s, QJsonObject{{u"type"_s, u"array"_s}, {u"items"_s, QJsonObject{{u"type"_s, u"string"_s}}}}}}},
                                      {u"required"_s, QJsonArray{u"works"_s}}};
        });
        QTRY_VERIFY(desk.loaded());
        auto *form = desk.view->panel()->form();
        QVERIFY(form->isVisible());
        desk.door.onCommand<api::DecideEscalation>([](const auto &command, const auto &) -> Result<api::Receipt> {
            if (command.data.contains(u"works"_s))
                return api::Receipt{};
            return fail(Errc::BadInput, "\"works\" is missing", "data.works", "give a list");
        });
        form->findChild<QLineEdit *>(u"price"_s)->setText(u"12"_s);
        desk.act("approve");
        QTRY_VERIFY(desk.decision());
        QCOMPARE(desk.decision()->data, (QJsonObject{{u"price"_s, 12}}));
        const auto said = [&](const QString &words) {
            const auto labels = desk.view->panel()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
        };
        QTRY_VERIFY(said(u"\"works\" is missing"_s));
        QCOMPARE(form->values(), (QJsonObject{{u"price"_s, 12}})); // what was typed stays
        form->findChild<QPlainTextEdit *>(u"works"_s)->setPlainText(u"Dawn\nDusk\n"_s);
        form->findChild<QComboBox *>()->setCurrentIndex(0);
        desk.act("approve");
        QTRY_COMPARE(desk.decision()->option, u"sell"_s);
        QCOMPARE(desk.decision()->data, (QJsonObject{{u"price"_s, 12}, {u"works"_s, QJsonArray{u"Dawn"_s, u"Dusk"_s}}}));
        QTRY_VERIFY(!said(u"is missing"_s));
    }

    void withoutTermsNoFormIsShown()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        QVERIFY(!desk.view->panel()->form()->isVisible());
    }

    void conflictShowsWhatIsNewAndAsksAgain()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.door.onCommand<api::DecideEscalation>([&](const auto &, const auto &) -> Result<api::Receipt> {
            desk.clientWrites();
            return fail(Errc::Conflict, "the client wrote meanwhile");
        });
        desk.act("approve");
        QTRY_VERIFY(desk.view->panel()->hasNews());
        QCOMPARE(desk.view->panel()->mode(), DecisionPanel::Mode::Editing);
        QCOMPARE(desk.view->versionSeen(), 7);
    }

    void decisionOfSomebodyElseEndsTheEditing()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.detail.row.claimant = u"op_do"_s;
        desk.detail.row.claimantName = u"Dan Osei"_s;
        desk.door.announce({api::Topic::Escalations, {}, 2});
        QTRY_COMPARE(desk.view->panel()->mode(), DecisionPanel::Mode::Foreign);
        QVERIFY(desk.field()->isReadOnly());
        QVERIFY(!desk.parts->actions.find(u"escalation.approve"_s)->isEnabled());
        QVERIFY(desk.parts->actions.find(u"escalation.takeOver"_s)->isEnabled());
    }

    void unclaimedIsClaimedFirst()
    {
        Desk desk([](auto &detail) { detail.row = test::demoEscalations()[2]; detail.row.number = u"E-1042"_s; });
        QTRY_VERIFY(desk.loaded());
        QCOMPARE(desk.view->panel()->mode(), DecisionPanel::Mode::Unclaimed);
        desk.act("claim");
        QTRY_VERIFY(desk.door.lastCommand<api::ClaimEscalation>());
    }

    void heldDecisionCountsDownAndIsUndone()
    {
        Desk desk([](auto &detail) {
            detail.row.status = api::EscalationStatus::Held;
            detail.row.decision = u"approve"_s;
            detail.row.decidedByName = u"Mira Kovac"_s;
            detail.row.decidedAt = test::demoNow();
            detail.row.holdUntil = test::demoNow().addSecs(30);
        });
        QTRY_VERIFY(desk.loaded());
        QCOMPARE(desk.view->panel()->mode(), DecisionPanel::Mode::Held);
        const auto hold = [&] {
            const auto labels = desk.view->panel()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->isVisible() && label->text() == u"0:23"_s; });
        };
        QVERIFY(!hold());
        desk.clock.advance(std::chrono::seconds(7));
        desk.parts->ticker.tick();
        QVERIFY(hold());
        desk.act("undo");
        QTRY_VERIFY(desk.door.lastCommand<api::UndoDecision>());
    }

    void approvedDecisionCanBeUndoneByKey()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.door.onCommand<api::DecideEscalation>([&](const auto &, const auto &) -> Result<api::Receipt> {
            desk.detail.row.status = api::EscalationStatus::Held;
            desk.detail.row.decision = u"approve"_s;
            desk.detail.row.holdUntil = test::demoNow().addSecs(30);
            return api::Receipt{};
        });
        desk.act("approve");
        QTRY_VERIFY(desk.parts->undo.top());
        QCOMPARE(desk.parts->undo.top()->key, u"escalation/esc_1042"_s);
        QVERIFY(desk.parts->undo.undoLast());
        QTRY_VERIFY(desk.door.lastCommand<api::UndoDecision>());
    }

    void wordsAreSavedAndComeBack()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.type(u" One more line."_s);
        QVERIFY(!desk.door.lastCommand<api::SaveReplyDraft>());
        desk.view->saveDraft();
        QTRY_VERIFY(desk.door.lastCommand<api::SaveReplyDraft>());
        QVERIFY(desk.door.lastCommand<api::SaveReplyDraft>()->text.endsWith(u"One more line."_s));

        Desk later([](auto &detail) { detail.draft = u"My own words"_s; });
        QTRY_VERIFY(later.loaded());
        QCOMPARE(later.editor().text(), u"My own words"_s);
        QVERIFY(later.editor().showsDifference());
    }

    void savingWaitsTwoSecondsByItself()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.type(u"x"_s);
        QTRY_VERIFY_WITH_TIMEOUT(desk.door.lastCommand<api::SaveReplyDraft>(), 5'000);
    }

    void wordsAreSavedBeforeAnotherCaseIsShown()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.type(u"!"_s);
        desk.view->showObject(u"escalation"_s, u"esc_1041"_s);
        QTRY_VERIFY(desk.door.lastCommand<api::SaveReplyDraft>());
        QCOMPARE(desk.door.lastCommand<api::SaveReplyDraft>()->escalation, u"esc_1042"_s);
    }

    void unsavedWordsSurviveARefresh()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.type(u" Mine."_s);
        desk.detail.row.version = 8;
        desk.detail.draft = u"older"_s;
        desk.view->refresh();
        QTRY_COMPARE(desk.view->versionSeen(), 8);
        QVERIFY(desk.editor().text().endsWith(u" Mine."_s));
    }

    void typingKeepsTheClaimButNotAtEveryKey()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        const auto touches = [&] {
            int count = 0;
            for (const auto &asked : desk.door.commands())
                count += std::holds_alternative<api::TouchLease>(asked.command) ? 1 : 0;
            return count;
        };
        desk.type(u"a"_s);
        desk.type(u"b"_s);
        QCOMPARE(touches(), 1);
        desk.clock.advance(std::chrono::seconds(61));
        desk.type(u"c"_s);
        QCOMPARE(touches(), 2);
    }

    void failedTriesStandOutAndSmallStepsAreFolded()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        QCOMPARE(desk.view->timeline()->shownCount(), 7);
        QCOMPARE(desk.view->timeline()->hiddenCount(), 1);
        desk.view->timeline()->setEverything(true);
        QCOMPARE(desk.view->timeline()->shownCount(), 8);
        const auto labels = desk.view->timeline()->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text() == u"Did not work"_s; }));
    }

    void aChangeBuildsOnlyWhatIsNewInTheHistory()
    {
        Desk desk([](auto &detail) {
            detail.timeline.clear();
            for (int i = 0; i < 80; ++i) {
                api::TimelineItem item;
                item.at = test::demoNow().addSecs(i - 4000);
                item.actorKind = u"agent"_s;
                item.actor = u"nyra"_s;
                item.verb = u"checked"_s;
                item.text = u"Step %1"_s.arg(i);
                detail.timeline.push_back(item);
            }
        });
        QTRY_VERIFY(desk.loaded());
        TimelineView *timeline = desk.view->timeline();
        QCOMPARE(timeline->shownCount(), 80);
        const int built = timeline->builtCount();
        desk.detail.row.version += 1;
        desk.view->refresh();
        QTRY_COMPARE(desk.view->versionSeen(), desk.detail.row.version);
        QCOMPARE(timeline->builtCount(), built); // nothing is new
        desk.clientWrites();
        desk.view->refresh();
        QTRY_COMPARE(timeline->shownCount(), 81);
        QVERIFY2(timeline->builtCount() <= built + 2, qPrintable(QString::number(timeline->builtCount() - built))); // and what was the last one
    }

    void aStaleProposalNamesWhoWrote()
    {
        Desk desk([](auto &detail) {
            detail.stale = true;
            detail.staleWhy = u"Helen Ashworth"_s;
        });
        QTRY_VERIFY(desk.loaded());
        QVERIFY2(desk.newsText().startsWith(u"Helen Ashworth wrote after this reply was proposed"_s), qPrintable(desk.newsText()));
    }

    void citationOpensItsEvidence()
    {
        Desk desk;
        desk.parts->navigator.setKnownKinds({u"record"_s});
        QTRY_VERIFY(desk.loaded());
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        const auto buttons = desk.view->timeline()->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text() == u"Order 20318"_s)
                button->click();
        }
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(1).toString(), u"rec_2"_s);
    }

    void whatApprovingDoesStandsBesideItAtEveryWidth_data()
    {
        QTest::addColumn<int>("width");
        QTest::newRow("wide") << 1000;
        QTest::newRow("narrow") << 420;
    }
    void whatApprovingDoesStandsBesideItAtEveryWidth()
    {
        QFETCH(int, width);
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.view->resize(width, 800);
        const auto shown = [&] {
            const auto labels = desk.view->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                return label->isVisible() && label->text() == u"Refunds the order"_s;
            });
        };
        QTRY_VERIFY(shown());
    }

    void strangeCaseIsSaidToBeGone()
    {
        Desk desk;
        QTRY_VERIFY(desk.loaded());
        desk.door.onQuery<api::EscalationDetailQuery>([](const auto &, const auto &) -> Result<api::EscalationDetail> {
            return fail(Errc::NotFound, "no such escalation");
        });
        desk.view->showObject(u"escalation"_s, u"esc_x"_s);
        const auto says = [&] {
            const auto labels = desk.view->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [](const QLabel *label) { return label->isVisible() && label->text() == u"This escalation is gone"_s; });
        };
        QTRY_VERIFY(says());
    }
};

QTEST_MAIN(EscalationDetailTest)
#include "escalation_detail_test.moc"
