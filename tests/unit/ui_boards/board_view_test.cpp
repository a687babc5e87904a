#include <QDialog>
#include <QScrollArea>
#include <QScrollBar>
#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/boards/board_view.h"
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
        auto *bar = m_view->findChild<QScrollArea *>()->horizontalScrollBar();
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
    void everyActionIsRegisteredAndEveryFocusableHasAName()
    {
        QCOMPARE(m_parts->actions.unregistered(m_view.get()), QStringList());
        QCOMPARE(test::nameless(*m_view), QStringList());
    }

private:
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<BoardView> m_view;
};

QTEST_MAIN(BoardViewTest)
#include "board_view_test.moc"
