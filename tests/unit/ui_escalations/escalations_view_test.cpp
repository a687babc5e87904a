#include "ui/escalations/escalations_view.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "resources/resources.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "ui/escalations/escalation_dialogs.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    Desk()
    {
        resources::init();
        test::fillDoor(door);
        parts = std::make_unique<ShellParts>(door, clock, *TokenSet::shipped());
        parts->engine.setCaller(test::demoCaller());
        view = std::make_unique<EscalationsView>(parts->context());
        view->resize(340, 700);
        view->show();
    }
    void select(int row) { view->list()->setCurrentIndex(view->model().index(row, 0)); }

    test::FakeClock clock;
    test::FakeDoor door;
    std::unique_ptr<ShellParts> parts;
    std::unique_ptr<EscalationsView> view;
};

} // namespace

class EscalationsViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsAreSpokenAsSentences()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        const auto spoken = [&](int row) {
            return desk.view->model().index(row, 0).data(Qt::AccessibleTextRole).toString();
        };
        QVERIFY2(spoken(1).startsWith(u"Refund above the £500 limit, Helen Ashworth at Stillwater, priority High, decide until "_s),
                 qPrintable(spoken(1)));
        QVERIFY2(spoken(1).endsWith(u"claimed by you, asked by Grace Fields"_s), qPrintable(spoken(1)));
        QVERIFY2(spoken(0).contains(u"overdue since"_s) && spoken(0).contains(u"not claimed"_s), qPrintable(spoken(0)));
        QVERIFY2(spoken(3).contains(u"claimed by Dan Osei"_s), qPrintable(spoken(3)));
    }

    void badgeAndCountsComeFromThePage()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->badge(), u"5 waiting"_s);
        QStringList texts;
        const auto labels = desk.view->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            texts << label->text();
        QVERIFY(texts.contains(u"18 min"_s));
    }

    void keyClaimsTheSelectedOne()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.select(0);
        QVERIFY(QTest::qWaitForWindowActive(desk.view.get()));
        desk.view->list()->setFocus();
        QTest::keyClick(desk.view->list(), Qt::Key_C);
        QTRY_VERIFY(desk.door.lastCommand<api::ClaimEscalation>());
        QCOMPARE(desk.door.lastCommand<api::ClaimEscalation>()->escalation, u"esc_1041"_s);
    }

    void lettersWalkLikeArrows()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.select(0);
        QTest::keyClick(desk.view->list(), Qt::Key_J);
        QTest::keyClick(desk.view->list(), Qt::Key_J);
        QCOMPARE(desk.view->list()->currentIndex().row(), 2);
        QTest::keyClick(desk.view->list(), Qt::Key_K);
        QCOMPARE(desk.view->list()->currentIndex().row(), 1);
        desk.parts->actions.setSingleKeys(false);
        QTest::keyClick(desk.view->list(), Qt::Key_J);
        QCOMPARE(desk.view->list()->currentIndex().row(), 1);
    }

    void buttonInTheRowClaims()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        const QRect row = desk.view->list()->visualRect(desk.view->model().index(0, 0));
        const auto *delegate = static_cast<EscalationDelegate *>(desk.view->list()->itemDelegate());
        const QRect button = delegate->claimRect(row, Qt::LeftToRight, *desk.view->model().at(0));
        QVERIFY(row.contains(button));
        QTest::mouseClick(desk.view->list()->viewport(), Qt::LeftButton, {}, button.center());
        QTRY_VERIFY(desk.door.lastCommand<api::ClaimEscalation>());
        QVERIFY(delegate->claimRect(row, Qt::LeftToRight, *desk.view->model().at(1)).isEmpty());
        const QRect turned = delegate->claimRect(row, Qt::RightToLeft, *desk.view->model().at(0));
        QVERIFY(turned.center().x() < row.center().x());
    }

    void lostRaceNamesTheHolder()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.door.onCommand<api::ClaimEscalation>([](const auto &, const auto &) -> Result<api::Receipt> {
            return fail(Errc::Conflict, "Dan Osei holds it");
        });
        desk.door.onQuery<api::EscalationDetailQuery>([](const auto &, const auto &) {
            auto detail = test::demoDetail();
            detail.row.claimantName = u"Dan Osei"_s;
            detail.row.claimedAt = test::demoNow().addSecs(-3);
            return Result<api::EscalationDetail>(detail);
        });
        QStringList told;
        connect(&desk.parts->toasts, &Toasts::shown, this, [&](const Toast &toast) { told << toast.text; });
        desk.select(0);
        desk.parts->actions.find(u"escalations.claim"_s)->trigger();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first(), u"Dan Osei claimed this 3 second(s) ago."_s);
    }

    void claimNextOpensWhatItGot()
    {
        Desk desk;
        desk.door.onCommand<api::ClaimNext>([](const auto &, const auto &) { return Result<api::Receipt>({.id = u"esc_1043"_s}); });
        desk.parts->navigator.setKnownKinds({u"escalation"_s});
        QSignalSpy opened(&desk.parts->navigator, &Navigator::requested);
        desk.parts->actions.find(u"escalations.claimNext"_s)->trigger();
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(1).toString(), u"esc_1043"_s);
    }

    void bulkIsForAssignAndSnoozeAlone()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.view->list()->selectAll();
        bool found = false;
        const auto buttons = desk.view->findChildren<QPushButton *>();
        for (const QPushButton *button : buttons) {
            if (button->text() == u"Assign…"_s)
                found = button->isVisible();
            QVERIFY(!button->text().contains(u"pprove"_s));
        }
        QVERIFY(found);
        desk.parts->actions.find(u"escalations.assign"_s)->trigger();
        PersonDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = desk.view->findChild<PersonDialog *>()));
        QCOMPARE(dialog->person(), u"op_mk"_s); // present, and the least loaded
        dialog->accept();
        const auto assigned = [&] {
            int count = 0;
            for (const auto &asked : desk.door.commands())
                count += std::holds_alternative<api::AssignEscalation>(asked.command) ? 1 : 0;
            return count;
        };
        QTRY_COMPARE(assigned(), 5);
    }

    void filtersAskAnew()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.view->find();
        const auto buttons = desk.view->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text() == u"Mine"_s)
                button->click();
        }
        QTRY_COMPARE(desk.view->model().rowCount(), 1);
        QCOMPARE(int(desk.door.lastQuery<api::EscalationQuery>()->filter), int(api::EscalationQuery::Filter::Mine));
        // Closing the filters shows all again.
        desk.parts->actions.find(u"escalations.filter"_s)->setChecked(false);
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
    }

    void selectionStaysWhenRowsMove()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.select(2);
        desk.door.onQuery<api::EscalationQuery>([](const auto &, const auto &) {
            api::EscalationPage page;
            page.rows = test::demoEscalations();
            std::reverse(page.rows.begin(), page.rows.end());
            page.rows.erase(page.rows.begin());
            return Result<api::EscalationPage>(page);
        });
        desk.door.announce({api::Topic::Escalations, {}, 2});
        QTRY_COMPARE(desk.view->model().rowCount(), 4);
        QCOMPARE(desk.view->model().at(desk.view->list()->currentIndex().row())->id, u"esc_1043"_s);
    }

    void ownDecisionOfTodayCanBeUndoneByKey()
    {
        Desk desk;
        QTRY_VERIFY(desk.parts->undo.top());
        QVERIFY(desk.parts->undo.top()->text.contains(u"Discount for a returning group"_s));
        QVERIFY(desk.parts->undo.undoLast());
        QTRY_VERIFY(desk.door.lastCommand<api::UndoDecision>());
        QCOMPARE(desk.door.lastCommand<api::UndoDecision>()->escalation, u"esc_1040"_s);
    }

    void viewerMayLookOnly()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        auto viewer = test::demoCaller();
        viewer.role = api::Role::Viewer;
        desk.parts->engine.setCaller(viewer);
        desk.select(0);
        QTRY_VERIFY(!desk.parts->actions.find(u"escalations.claim"_s)->isEnabled());
        QVERIFY(ActionRegistry::disabledReason(desk.parts->actions.find(u"escalations.claim"_s)).contains(u"reviewer"_s));
    }

    void hundredThousandRowsScroll()
    {
        Desk desk;
        desk.door.onQuery<api::EscalationQuery>([](const auto &query, const auto &) {
            api::EscalationPage page;
            const int first = query.window.after.toInt();
            const auto base = test::demoEscalations();
            for (int i = first; i < std::min(first + query.window.limit, 100'000); ++i) {
                page.rows.push_back(base[size_t(i % 5)]);
                page.rows.back().id = u"esc_%1"_s.arg(i);
            }
            const int next = first + int(page.rows.size());
            page.next = next < 100'000 ? QString::number(next) : QString();
            page.total = 100'000;
            return Result<api::EscalationPage>(page);
        });
        desk.view->refresh();
        QTRY_VERIFY(desk.view->model().hasMore());
        while (desk.view->model().rowCount() < 100'000) {
            const int before = desk.view->model().rowCount();
            desk.view->list()->verticalScrollBar()->setValue(desk.view->list()->verticalScrollBar()->maximum());
            QTRY_VERIFY2(desk.view->model().rowCount() > before, qPrintable(QString::number(before)));
        }
        // Jumps through the whole list: each has to paint within a frame or so (generous for sanitizers).
        QElapsedTimer timer;
        timer.start();
        QScrollBar *bar = desk.view->list()->verticalScrollBar();
        for (int i = 0; i < 60; ++i) {
            bar->setValue(int(qint64(bar->maximum()) * i / 60));
            desk.view->list()->viewport()->repaint();
        }
        QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
        desk.select(99'999);
        QCOMPARE(desk.view->model().at(desk.view->list()->currentIndex().row())->id, u"esc_99999"_s);
    }

    void emptyStatesDiffer()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        const auto shows = [&](const QString &title) {
            const auto labels = desk.view->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel *label) { return label->isVisible() && label->text() == title; });
        };
        desk.door.onQuery<api::EscalationQuery>([](const auto &, const auto &) { return Result<api::EscalationPage>(api::EscalationPage{}); });
        desk.view->refresh();
        QTRY_VERIFY(shows(u"No escalations yet"_s));
        desk.door.onQuery<api::EscalationQuery>([](const auto &, const auto &) {
            api::EscalationPage page;
            page.decidedToday = test::demoDecided();
            return Result<api::EscalationPage>(page);
        });
        desk.view->refresh();
        QTRY_VERIFY(shows(u"All done"_s));
        desk.view->find();
        const auto buttons = desk.view->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text() == u"Mine"_s)
                button->click();
        }
        QTRY_VERIFY(shows(u"Nothing matches"_s));
    }

    void stateComesBack()
    {
        Desk desk;
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        desk.select(3);
        const QByteArray state = desk.view->saveState();
        EscalationsView other(desk.parts->context());
        other.restoreState(QByteArray("garbage"));
        other.restoreState(state);
        QTRY_COMPARE(other.list()->currentIndex().row(), 3);
    }

    void everyFocusableHasAName()
    {
        Desk desk;
        desk.view->find();
        QTRY_COMPARE(desk.view->model().rowCount(), 5);
        const auto widgets = desk.view->findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->focusProxy())
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            const bool internal = widget->objectName().startsWith(u"qt_"_s) || qobject_cast<QScrollBar *>(widget);
            QVERIFY2(internal || (interface && !interface->text(QAccessible::Name).isEmpty()),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className())));
        }
    }
};

QTEST_MAIN(EscalationsViewTest)
#include "escalations_view_test.moc"
