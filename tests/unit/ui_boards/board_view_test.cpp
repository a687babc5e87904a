#include <QDialog>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTreeWidget>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/boards/board_view.h"
#include "ui/boards/bulk_actions.h"
#include "ui/boards/bulk_bar.h"
#include "ui/boards/saved_views.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class BoardViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillStudio(*m_door);
        m_clock = std::make_unique<test::FakeClock>(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
        m_view = std::make_unique<BoardView>(m_parts->context());
        m_view->resize(800, 600);
        m_view->show();
        QTRY_VERIFY(!m_view->lanes().empty() && m_view->lanes().front()->columns().size() == 4);
    }
    void cleanup()
    {
        m_view.reset();
        m_parts.reset();
        m_door.reset();
    }

    void ctrlArrowAsksTheEngineToMove()
    {
        BoardLane *lane = m_view->lanes().front();
        ColumnList &list = lane->columns()[1]->list(); // Qualified: one guarded way forward, to Viewing
        list.setFocus();
        list.setCurrentIndex(lane->columns()[1]->model().index(0));
        QTest::keyClick(&list, Qt::Key_Right, Qt::ControlModifier);
        // Viewing holds four of four: a move in asks first.
        QTRY_VERIFY(m_view->findChild<QDialog *>());
        QVERIFY(!m_door->lastCommand<api::SendWorkflowEvent>());
        m_view->findChild<QDialog *>()->accept();
        QTRY_VERIFY(m_door->lastCommand<api::SendWorkflowEvent>());
        QCOMPARE(m_door->lastCommand<api::SendWorkflowEvent>()->type, s("viewing.booked"));
        QTRY_VERIFY(m_parts->undo.top());
        QVERIFY(m_parts->undo.undoLast());
        QTRY_VERIFY(m_door->lastCommand<api::UndoMove>());
        QCOMPARE(m_door->lastCommand<api::UndoMove>()->workflow, s("wf_VW-311"));
    }
    void undoIsOverAfterTenSeconds()
    {
        BoardLane *lane = m_view->lanes().front();
        const auto &card = lane->columns()[0]->model().at(0);
        lane->bring(card.row.id, s("qualified"));
        QTRY_VERIFY(m_parts->undo.top());
        m_clock->advance(std::chrono::seconds(11));
        m_parts->ticker.tick();
        QVERIFY(!m_parts->undo.top());
    }
    void arrowsWalkFromColumnToColumn()
    {
        BoardLane *lane = m_view->lanes().front();
        ColumnList &first = lane->columns()[0]->list();
        first.setCurrentIndex(lane->columns()[0]->model().index(1));
        QTest::keyClick(&first, Qt::Key_Right);
        QVERIFY(lane->currentList() == &lane->columns()[1]->list());
        QVERIFY(!first.currentIndex().isValid()); // one selection on the whole board
        QCOMPARE(lane->currentCard()->row.number, s("VW-309"));
    }
    void enterOpensTheCard()
    {
        BoardLane *lane = m_view->lanes().front();
        m_parts->navigator.setKnownKinds({s("workflow")});
        QSignalSpy opened(&m_parts->navigator, &Navigator::requested);
        ColumnList &list = lane->columns()[0]->list();
        list.setCurrentIndex(lane->columns()[0]->model().index(0));
        QTest::keyClick(&list, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), s("workflow"));
        QCOMPARE(opened[0][1].toString(), s("wf_VW-318"));
    }
    void whileDraggingForbiddenColumnsSayWhy()
    {
        BoardLane *lane = m_view->lanes().front();
        Q_EMIT lane->columns()[0]->list().dragStarted(s("wf_VW-318"));
        QCOMPARE(int(lane->columns()[0]->list().dragState()), int(ColumnList::DragState::Source));
        QCOMPARE(int(lane->columns()[1]->list().dragState()), int(ColumnList::DragState::Welcome));
        QCOMPARE(int(lane->columns()[3]->list().dragState()), int(ColumnList::DragState::Forbidden));
        const auto labels = lane->columns()[3]->findChildren<QLabel *>();
        QTRY_VERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QLatin1String("From here: Qualified, Viewing"));
        }));
        Q_EMIT lane->columns()[0]->list().dragEnded();
        QCOMPARE(int(lane->columns()[3]->list().dragState()), int(ColumnList::DragState::None));
    }
    void cardsBeyondTheEdgeAreBroughtIntoSight()
    {
        std::size_t with = 0; // the only column that holds cards
        m_door->onQuery<api::BoardQuery>([&](const auto &, const auto &) -> Result<api::Board> {
            api::Board board = test::pictureBoard();
            for (std::size_t i = 0; i < board.columns.size(); ++i) {
                if (i != with) {
                    board.columns[i].cards.clear();
                    board.columns[i].count = 0;
                }
            }
            return board;
        });
        m_view->resize(420, 600);
        auto *bar = m_view->findChild<QScrollArea *>(s("boardScroll"))->horizontalScrollBar();
        quint64 revision = 1;
        const auto change = [&](std::size_t column) {
            with = column;
            m_door->announce({api::Topic::Workflows, {}, ++revision});
            return QTest::qWaitFor([&] {
                const auto &columns = m_view->lanes().front()->columns();
                for (std::size_t i = 0; i < columns.size(); ++i)
                    if (columns[i]->model().isEmpty() != (i != column))
                        return false;
                return true;
            });
        };
        QVERIFY(change(0));
        QCOMPARE(bar->value(), 0);
        QVERIFY(change(3)); // all of them moved on
        QTRY_COMPARE(bar->value(), bar->maximum());
        QVERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum() / 2); // a person looks elsewhere
        const int chosen = bar->value();
        QVERIFY(change(0));
        QCoreApplication::processEvents();
        QCOMPARE(bar->value(), chosen);
    }
    void aFilterWithoutMatchesSaysSo()
    {
        auto *search = m_view->findChild<SearchField *>();
        search->setText(s("nobody has this"));
        QTest::keyClick(search, Qt::Key_Return);
        auto *states = m_view->findChild<ContentStates *>();
        QTRY_VERIFY(!states->showsContent());
        search->clear();
        QTRY_VERIFY(states->showsContent());
    }
    void stateIsRestoredAndGarbageIgnored()
    {
        m_view->lanes().front()->columns()[2]->setFolded(true);
        const QByteArray state = m_view->saveState();
        BoardView other(m_parts->context());
        other.restoreState("no json");
        other.restoreState(state);
        QTRY_VERIFY(!other.lanes().empty() && other.lanes().front()->columns().size() == 4);
        QVERIFY(other.lanes().front()->columns()[2]->isFolded());
    }
    void lanesComeFromTheEngineAndEmptyOnesAreNotShown()
    {
        group(Grouping::Person);
        QCOMPARE(laneNames(), (QStringList{s("Mira Kovac"), s("Dan Osei"), s("Nobody")}));
        QCOMPARE(m_view->laneFrames()[0]->head().accessibleName(), s("Lane Mira Kovac, 3 card(s)"));
        group(Grouping::Priority);
        QCOMPARE(laneNames(), (QStringList{s("Urgent"), s("High"), s("Medium")}));
        group(Grouping::None);
        QCOMPARE(int(m_view->laneFrames().size()), 1);
    }
    void onlyLanesInSightAskForCards()
    {
        m_view->resize(800, 420);
        group(Grouping::Agent); // nine agents, a lane for each that has cards
        const auto &lanes = m_view->laneFrames();
        QVERIFY(int(lanes.size()) > 5);
        QTRY_VERIFY(lanes.front()->lane().model().hasAnswer());
        QVERIFY(!lanes.back()->lane().model().hasAnswer());
        auto *bar = m_view->findChild<QScrollArea *>(s("boardScroll"))->verticalScrollBar();
        bar->setValue(bar->maximum());
        QTRY_VERIFY(lanes.back()->lane().model().hasAnswer());
    }
    void aFoldedLaneKeepsItsCountAndIsRemembered()
    {
        group(Grouping::Person);
        LaneFrame *lane = m_view->laneFrames()[1];
        QTest::keyClick(&lane->head(), Qt::Key_Space);
        QVERIFY(lane->isFolded());
        QVERIFY(!lane->lane().isVisible());
        QVERIFY(lane->head().accessibleName().endsWith(s("folded")));
        const QByteArray state = m_view->saveState();
        BoardView other(m_parts->context());
        other.restoreState(state);
        QTRY_COMPARE(int(other.laneFrames().size()), 3);
        QVERIFY(other.laneFrames()[1]->isFolded());
        QVERIFY(!other.laneFrames()[0]->isFolded());
    }
    void arrowsWalkFromLaneToLane()
    {
        group(Grouping::Person);
        QTRY_VERIFY(m_view->laneFrames()[1]->lane().model().hasAnswer());
        BoardLane &first = m_view->laneFrames()[0]->lane();
        QTRY_VERIFY(!first.columns().empty() && !m_view->laneFrames()[1]->lane().columns().empty());
        // Mira has one card in Qualified, and so has Dan.
        ColumnList &list = first.columns()[1]->list();
        list.setFocus();
        list.setCurrentIndex(first.columns()[1]->model().index(0));
        QTest::keyClick(&list, Qt::Key_Down);
        QVERIFY(m_view->laneFrames()[1]->lane().currentCard());
        QCOMPARE(m_view->laneFrames()[1]->lane().currentCard()->row.number, s("VW-308"));
        QVERIFY(!first.currentCard());
        QTest::keyClick(m_view->laneFrames()[1]->lane().currentList(), Qt::Key_Up);
        QCOMPARE(first.currentCard()->row.number, s("VW-311"));
    }
    void aLimitIsAboutAllCardsOfTheColumnAlsoInALane()
    {
        group(Grouping::Agent);
        LaneFrame *nyra = nullptr;
        for (LaneFrame *lane : m_view->laneFrames())
            if (lane->key() == s("nyra"))
                nyra = lane;
        QVERIFY(nyra);
        QTRY_VERIFY(nyra->lane().model().hasAnswer());
        const ColumnModel *viewing = nyra->lane().model().column(s("viewing"));
        QCOMPARE(viewing->count(), 0);
        QCOMPARE(viewing->held(), 4);
        QVERIFY(viewing->atLimit());
    }
    void everyConditionIsAChipThatTakesItAway()
    {
        BoardFilter filter = m_view->filter();
        filter.agent = s("solari");
        filter.due = api::BoardDue::Today;
        filter.priority = api::Priority::Medium;
        m_view->setFilter(filter);
        QTRY_COMPARE(m_view->lanes().front()->model().total(), 1);
        QCOMPARE(m_door->lastQuery<api::BoardQuery>()->due, api::BoardDue::Today);
        QCOMPARE(chips(), (QStringList{s("Remove filter Agent: Solari"), s("Remove filter Priority: Medium"), s("Remove filter Due today")}));
        press(s("Remove filter Due today"));
        QTRY_COMPARE(m_view->lanes().front()->model().total(), 3);
        press(s("Clear filter"));
        QTRY_COMPARE(m_view->lanes().front()->model().total(), 13);
        QCOMPARE(chips(), QStringList());
    }
    void theFilterMenuOffersWhatCardsHave()
    {
        m_parts->actions.find(s("board.filter"))->trigger();
        QMenu *menu = openMenu();
        QVERIFY(menu);
        QStringList titles;
        for (const QAction *action : menu->actions())
            if (action->menu())
                titles << action->text();
        QCOMPARE(titles, (QStringList{s("Agent"), s("Person"), s("Priority"), s("Tag"), s("Deadline"), s("Status"), s("Version")}));
        menu->actions()[3]->menu()->actions()[3]->trigger();
        QCOMPARE(m_view->filter().tag, s("Trade"));
        menu->close();
    }
    void aSavedViewIsChosenAndSaved()
    {
        SavedViews &views = m_view->savedViews();
        QTRY_COMPARE(int(views.views().size()), 2);
        views.choose(s("view_1"));
        QCOMPARE(m_view->filter().assignee, s("op_mk"));
        QCOMPARE(m_view->filter().grouping, Grouping::Priority);
        QVERIFY(views.current() && views.current()->id == s("view_1"));
        QVERIFY(m_view->badge().contains(s("My VIPs")));
        BoardFilter filter = m_view->filter();
        filter.agent = s("nyra");
        m_view->setFilter(filter);
        QVERIFY(!views.current()); // it is looked at another way now
        m_door->onCommand<api::SaveBoardView>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{s("view_3"), {}, {}}; });
        views.saveAs(s("Hers with Nyra"));
        const auto saved = m_door->lastCommand<api::SaveBoardView>();
        QVERIFY(saved && saved->id.isEmpty() && !saved->shared);
        QCOMPARE(saved->definition, s("private-viewings"));
        QCOMPARE(saved->layout.value(s("agent")).toString(), s("nyra"));
    }
    void theMenuOfViewsRenamesSharesAndDeletesOnesOwn()
    {
        QTRY_COMPARE(int(m_view->savedViews().views().size()), 2);
        m_view->savedViews().choose(s("view_1"));
        m_parts->actions.find(s("board.views"))->trigger();
        QMenu *menu = openMenu();
        QVERIFY(menu);
        const auto action = [&](const char *text) {
            for (QAction *one : menu->actions())
                if (one->text() == s(text))
                    return one;
            return static_cast<QAction *>(nullptr);
        };
        QVERIFY(action("My VIPs")->isChecked());
        QVERIFY(action("Late ones – by Dan Osei"));
        QVERIFY(action("Rename “My VIPs”…") && action("Delete “My VIPs”…"));
        action("Share “My VIPs” with the studio")->trigger();
        QVERIFY(m_door->lastCommand<api::SaveBoardView>()->shared);
        QCOMPARE(m_door->lastCommand<api::SaveBoardView>()->id, s("view_1"));
        menu->close();
        m_view->savedViews().choose(s("view_2")); // a colleague's: chosen, not changed
        m_parts->actions.find(s("board.views"))->trigger();
        QTRY_VERIFY(openMenu() && openMenu() != menu);
        for (const QAction *one : openMenu()->actions())
            QVERIFY(!one->text().startsWith(s("Rename")));
        openMenu()->close();
    }
    void spaceShiftAndControlSelectSeveralCards()
    {
        BoardLane *lane = m_view->lanes().front();
        ColumnList &list = lane->columns()[0]->list();
        list.setFocus();
        list.setCurrentIndex(lane->columns()[0]->model().index(0));
        QVERIFY(m_view->bulkBar().isHidden());
        QTest::keyClick(&list, Qt::Key_Space);
        QCOMPARE(m_view->marks().size(), 1);
        QVERIFY(m_view->bulkBar().isVisible());
        QVERIFY(lane->columns()[0]->model().index(0).data(Qt::AccessibleTextRole).toString().endsWith(s("selected.")));
        const auto click = [&](ColumnWidget *column, int row, Qt::KeyboardModifiers modifiers) {
            QTest::mouseClick(column->list().viewport(), Qt::LeftButton, modifiers, column->list().visualRect(column->model().index(row)).center());
        };
        click(lane->columns()[0], 2, Qt::ShiftModifier);
        QCOMPARE(m_view->marks().size(), 3);
        click(lane->columns()[1], 1, Qt::ControlModifier);
        QCOMPARE(m_view->marks().size(), 4);
        click(lane->columns()[0], 1, Qt::ControlModifier);
        QCOMPARE(m_view->marks().size(), 3);
        click(lane->columns()[0], 3, Qt::NoModifier); // a plain click begins anew
        QCOMPARE(m_view->marks().size(), 0);
        QTest::keyClick(&list, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_view->marks().size(), 4);
        QTest::keyClick(&list, Qt::Key_Escape);
        QVERIFY(m_view->bulkBar().isHidden());
    }
    void severalCardsMoveAskedOnceAndReportEach()
    {
        m_view->marks().replace({s("wf_VW-318"), s("wf_VW-309"), s("wf_VW-305")});
        m_door->onCommand<api::OperateWorkflows>([](const api::OperateWorkflows &command, const auto &) -> Result<api::Receipt> {
            QJsonArray items;
            for (const auto &id : command.workflows)
                items.append(QJsonObject{{s("workflow"), id}, {s("number"), id.mid(3)}, {s("done"), id != s("wf_VW-309")}, {s("error"), s("VW-309 is paused")}});
            return api::Receipt{{}, {}, {{s("items"), items}}};
        });
        const auto cards = m_view->markedCards();
        QCOMPARE(int(cards.size()), 3);
        const auto &columns = m_view->lanes().front()->model().columnInfos();
        const auto moves = bulkMoves(cards, columns);
        QCOMPARE(moves[1].column, s("viewing"));
        QCOMPARE(int(moves[1].able.size()), 2); // the third is there already
        m_view->bulkActions().askMove(cards, columns, m_view->heldByColumn(), moves[1]);
        QTRY_VERIFY(m_view->findChild<QDialog *>());
        QVERIFY(!m_door->lastCommand<api::OperateWorkflows>());
        m_view->findChild<QDialog *>()->accept();
        QTRY_VERIFY(m_door->lastCommand<api::OperateWorkflows>());
        QCOMPARE(m_door->lastCommand<api::OperateWorkflows>()->act, api::OperateWorkflows::Act::Send);
        QCOMPARE(m_door->lastCommand<api::OperateWorkflows>()->event, s("viewing.booked"));
        // What was refused stays selected and is told with its reason.
        QTRY_COMPARE(m_view->marks().ids(), (QSet<QString>{s("wf_VW-309"), s("wf_VW-305")}));
        QTRY_VERIFY(m_view->findChild<QTreeWidget *>());
        auto *report = m_view->findChild<QTreeWidget *>();
        QCOMPARE(report->topLevelItem(0)->text(0), s("VW-309"));
        QVERIFY(report->topLevelItem(0)->text(1).contains(s("VW-309 is paused")));
        QCOMPARE(report->topLevelItem(1)->text(1), s("Done"));
        QVERIFY(m_parts->undo.top());
        QVERIFY(m_parts->undo.undoLast());
        QTRY_VERIFY(m_door->lastCommand<api::UndoMove>());
        QCOMPARE(m_door->lastCommand<api::UndoMove>()->workflow, s("wf_VW-318"));
    }
    void severalCardsAreAssignedAndCancelled()
    {
        m_view->marks().replace({s("wf_VW-318"), s("wf_VW-309")});
        press(s("Assign…"));
        QMenu *menu = openMenu();
        QVERIFY(menu);
        menu->actions()[0]->trigger();
        menu->close();
        const auto last = [&] { return m_door->lastCommand<api::OperateWorkflows>(); };
        QTRY_VERIFY(last());
        QCOMPARE(last()->act, api::OperateWorkflows::Act::Assign);
        QCOMPARE(int(last()->workflows.size()), 2);
        QVERIFY(!last()->assignee.isEmpty());
        press(s("Priority…"));
        QTRY_VERIFY(openMenu());
        openMenu()->actions()[0]->trigger();
        openMenu()->close();
        QTRY_COMPARE(last()->act, api::OperateWorkflows::Act::Reprioritise);
        QCOMPARE(last()->priority, api::Priority::Urgent);
        const auto giveReason = [&](const char *button, const char *reason) {
            press(s(button));
            QTRY_VERIFY(m_view->findChild<QDialog *>());
            auto *dialog = m_view->findChild<QDialog *>();
            dialog->findChild<QLineEdit *>()->setText(s(reason));
            dialog->accept();
            QTRY_COMPARE(last()->reason, s(reason));
            QTRY_VERIFY(!m_view->findChild<QDialog *>());
        };
        giveReason("Pause or resume…", "Until Monday");
        QCOMPARE(last()->act, api::OperateWorkflows::Act::Pause);
        giveReason("Cancel…", "The gallery closes");
        QCOMPARE(last()->act, api::OperateWorkflows::Act::Cancel);
    }
    void moreThanTheEngineTakesAtOnceGoInTurns()
    {
        std::vector<int> turns;
        m_door->onCommand<api::OperateWorkflows>([&](const api::OperateWorkflows &command, const auto &) -> Result<api::Receipt> {
            turns.push_back(int(command.workflows.size()));
            QJsonArray items;
            for (const auto &id : command.workflows)
                items.append(QJsonObject{{s("workflow"), id}, {s("number"), id}, {s("done"), true}});
            return api::Receipt{{}, {}, {{s("items"), items}}};
        });
        std::vector<api::Card> cards(2300);
        for (std::size_t i = 0; i < cards.size(); ++i) {
            cards[i].row.id = QString::number(i);
            cards[i].row.status = api::WorkflowStatus::Paused;
        }
        QSignalSpy finished(&m_view->bulkActions(), &BulkActions::finished);
        m_view->bulkActions().pauseOrResume(cards);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(turns, (std::vector<int>{1000, 1000, 300}));
        QCOMPARE(m_door->lastCommand<api::OperateWorkflows>()->act, api::OperateWorkflows::Act::Resume);
    }
    void waysToTheDesignerAreThereOnlyWithOne()
    {
        const auto link = [&](const char *name) {
            for (QPushButton *button : m_view->findChildren<QPushButton *>())
                if (button->accessibleName() == s(name))
                    return button;
            return static_cast<QPushButton *>(nullptr);
        };
        QVERIFY(link("Open in designer")->isHidden());
        QString designed;
        QAction *design = nullptr;
        design = m_parts->actions.add({s("workflow.design"), s("Design a workflow"), {}, s("global")}, m_view.get(),
                                      [&] { designed = design->data().toString(); });
        QTRY_VERIFY(!link("Open in designer")->isHidden());
        link("Open in designer")->click();
        QCOMPARE(designed, s("private-viewings"));
        QVERIFY(!link("Versions…")->isHidden());
    }
    void everyActionIsRegisteredAndEveryFocusableHasAName()
    {
        QCOMPARE(m_parts->actions.unregistered(m_view.get()), QStringList());
        QCOMPARE(test::nameless(*m_view), QStringList());
        group(Grouping::Person);
        BoardFilter filter = m_view->filter();
        filter.due = api::BoardDue::Week;
        m_view->setFilter(filter);
        QTRY_VERIFY(!m_view->lanes().front()->columns().empty());
        m_view->marks().replace({m_view->lanes().front()->model().columns()[2]->at(0).row.id});
        QCOMPARE(test::nameless(*m_view), QStringList());
    }

private:
    using Grouping = BoardView::Grouping;
    void group(Grouping grouping)
    {
        m_view->setGrouping(grouping);
        QTRY_VERIFY(!m_view->laneFrames().empty());
    }
    QStringList laneNames() const
    {
        QStringList names;
        for (const LaneFrame *lane : m_view->laneFrames())
            names << lane->head().text();
        return names;
    }
    QStringList chips() const
    {
        QStringList names;
        for (const QPushButton *button : m_view->findChildren<QPushButton *>())
            if (button->accessibleName().startsWith(s("Remove filter")))
                names << button->accessibleName();
        return names;
    }
    void press(const QString &name)
    {
        for (QPushButton *button : m_view->findChildren<QPushButton *>()) {
            if ((button->accessibleName().isEmpty() ? button->text() : button->accessibleName()) == name && button->isVisible()) {
                button->click();
                return;
            }
        }
        QFAIL(qPrintable(s("no button ") + name));
    }
    static QMenu *openMenu()
    {
        const auto widgets = QApplication::topLevelWidgets();
        for (QWidget *widget : widgets)
            if (auto *menu = qobject_cast<QMenu *>(widget); menu && menu->isVisible())
                return menu;
        return nullptr;
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<BoardView> m_view;
};

QTEST_MAIN(BoardViewTest)
#include "board_view_test.moc"
