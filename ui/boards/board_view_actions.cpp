#include "ui/boards/board_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include "ui/boards/bulk_actions.h"
#include "ui/boards/bulk_bar.h"
#include "ui/boards/filter_bar.h"
#include "ui/boards/saved_views.h"
#include "ui/versions/migration_dialog.h"
#include "ui/versions/versions_dialog.h"
#include "ui/versions/what_if_dialog.h"
#include "ui/widgets/labels.h"

/// What can be done on a board: its actions, its menus, and what is done to the chosen cards.
namespace hs::ui {

void BoardView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("board");
    m_headerActions << actions.add({QStringLiteral("board.views"), tr("Views of the board"), tr("saved view save share filter"), scope, {},
                                    QStringLiteral("bookmark")},
                                   this, [this] { m_views->showMenu(menuCorner()); });
    m_headerActions << actions.add({QStringLiteral("board.group"), tr("Group the board"), tr("lanes swim agent person entity priority"),
                                    scope, {}, QStringLiteral("rows-3")},
                                   this, [this] { showGroupMenu(); });
    m_headerActions << actions.add({QStringLiteral("board.filter"), tr("Filter the board"),
                                    tr("agent assignee priority tag deadline status version open only"), scope, {}, QStringLiteral("list-filter")},
                                   this, [this] { m_filterBar->showMenu(menuCorner()); });
    const auto withLane = [this](void (BoardLane::*act)()) {
        return [this, act] {
            if (BoardLane *lane = currentLane())
                (lane->*act)();
        };
    };
    actions.add({QStringLiteral("board.open"), tr("Open the card"), tr("record run details"), scope, {},
                 QStringLiteral("external-link")},
                this, withLane(&BoardLane::openCurrent));
    actions.add({QStringLiteral("board.history"), tr("Show the card's history"), tr("run steps timeline"), scope, {},
                 QStringLiteral("history")},
                this, withLane(&BoardLane::openHistoryOfCurrent));
    actions.add({QStringLiteral("board.cancel"), tr("Cancel the card with a reason…"), tr("stop end workflow"), scope, {},
                 QStringLiteral("ban")},
                this, [this] { cancel(); });
    actions.add({QStringLiteral("board.assign"), tr("Assign the card…"), tr("person owner"), scope, QKeySequence(Qt::Key_A),
                 QStringLiteral("user-plus"), true},
                this, [this] { assign(); });
    actions.add({QStringLiteral("board.migrate"), tr("Move running workflows to another version…"), tr("migrate definition upgrade"), scope, {},
                 QStringLiteral("git-branch")},
                this, [this] { (new MigrationDialog(context(), m_filter.definition, definitionTitle(), this))->open(); });
    actions.add({QStringLiteral("board.versions"), tr("Versions of the workflow…"), tr("retire definition current history"), scope, {},
                 QStringLiteral("git-branch")},
                this, [this] { showVersions(); });
    actions.add({QStringLiteral("board.what_if"), tr("Try a changed workflow on the past…"), tr("what if replay definition version"), scope, {},
                 QStringLiteral("history")},
                this, [this] { (new WhatIfDialog(context(), m_filter.definition, definitionTitle(), {}, this))->open(); });
    actions.add({QStringLiteral("board.priority"), tr("Change the card's priority…"), tr("urgent high low"), scope, {}, QStringLiteral("flag")}, this,
                [this] {
                    if (const auto cards = chosenCards(); !cards.empty())
                        m_bulk->showPriorities(cards, menuCorner());
                });
    actions.add({QStringLiteral("board.pause"), tr("Pause or resume the card…"), tr("hold stop continue"), scope, {}, QStringLiteral("pause")}, this,
                [this] {
                    if (const auto cards = chosenCards(); !cards.empty())
                        m_bulk->pauseOrResume(cards);
                });
    const auto move = [this](int direction) {
        return [this, direction] {
            if (BoardLane *lane = currentLane())
                lane->moveCurrent(direction);
        };
    };
    // Ctrl+arrows are heard by the lists themselves, where left and right follow the reading direction.
    actions.add({QStringLiteral("board.move_forward"), tr("Move the card forward"), tr("next column state"), scope, {},
                 QStringLiteral("arrow-right")},
                this, move(1));
    actions.add({QStringLiteral("board.move_back"), tr("Move the card back"), tr("previous column state"), scope, {},
                 QStringLiteral("arrow-left")},
                this, move(-1));
    // Space, Ctrl+A and Esc are heard by the lists.
    actions.add({QStringLiteral("board.select"), tr("Select the card, or take it out of the selection"), tr("mark several bulk"), scope, {},
                 QStringLiteral("square-check")},
                this, [this] {
                    if (BoardLane *lane = currentLane(); lane && lane->currentList())
                        lane->currentList()->toggleMark();
                });
    actions.add({QStringLiteral("board.select_column"), tr("Select all cards of the column"), tr("mark several bulk"), scope, {},
                 QStringLiteral("list-checks")},
                this, [this] {
                    if (BoardLane *lane = currentLane(); lane && lane->currentList())
                        lane->currentList()->markAll();
                });
    actions.add({QStringLiteral("board.move_selected"), tr("Move the selected cards…"), tr("bulk several event"), scope, {},
                 QStringLiteral("arrow-right")},
                this, [this] {
                    if (!m_marks.isEmpty() && !m_lanes.empty())
                        m_bulk->showMoves(markedCards(), m_lanes.front()->lane().model().columnInfos(), heldByColumn(), menuCorner());
                });
    actions.add({QStringLiteral("board.unselect"), tr("Clear the selection"), tr("mark several bulk none"), scope, {}, QStringLiteral("x")}, this,
                [this] { m_marks.clear(); });
}

void BoardView::makeBulkBar()
{
    m_bulkBar = new BulkBar(context().theme, this);
    const auto corner = [](QPushButton *button) { return button->mapToGlobal(QPoint(0, button->height())); };
    QPushButton *move = m_bulkBar->addButton(tr("Move…"), QStringLiteral("arrow-right"));
    connect(move, &QPushButton::clicked, this, [this, move, corner] {
        if (!m_lanes.empty())
            m_bulk->showMoves(markedCards(), m_lanes.front()->lane().model().columnInfos(), heldByColumn(), corner(move));
    });
    QPushButton *assign = m_bulkBar->addButton(tr("Assign…"), QStringLiteral("user-plus"));
    connect(assign, &QPushButton::clicked, this, [this, assign, corner] { m_bulk->showPeople(markedCards(), corner(assign)); });
    QPushButton *priority = m_bulkBar->addButton(tr("Priority…"), QStringLiteral("flag"));
    connect(priority, &QPushButton::clicked, this, [this, priority, corner] { m_bulk->showPriorities(markedCards(), corner(priority)); });
    QPushButton *pause = m_bulkBar->addButton(tr("Pause or resume…"), QStringLiteral("pause"));
    connect(pause, &QPushButton::clicked, this, [this] { m_bulk->pauseOrResume(markedCards()); });
    QPushButton *cancel = m_bulkBar->addButton(tr("Cancel…"), QStringLiteral("ban"));
    connect(cancel, &QPushButton::clicked, this, [this] { m_bulk->askCancel(markedCards()); });
    connect(m_bulkBar, &BulkBar::cleared, &m_marks, &CardMarks::clear);
    connect(m_bulk, &BulkActions::finished, this, [this](const BulkOutcome &outcome) {
        // What is done needs no more attention; what was refused stays selected.
        QSet<QString> left = m_marks.ids();
        for (const api::Id &id : outcome.done())
            left.remove(id);
        m_marks.replace(left);
        for (LaneFrame *lane : m_lanes)
            lane->lane().model().refresh();
    });
}

void BoardView::showVersions()
{
    if (!m_filter.definition.isEmpty())
        (new VersionsDialog(context(), m_filter.definition, definitionTitle(), {}, window()))->open();
}

/// Ways to what stands behind the board. The designer is another part of the window: its link is shown only where that is there.
void BoardView::makeDesignLinks(QHBoxLayout *bar)
{
    const auto link = [&](const QString &text, const QString &icon, auto act) {
        QPushButton *button = makeButton(text, ButtonKind::Link, context().theme, this, icon);
        button->setAccessibleName(text);
        button->setToolTip(text);
        connect(button, &QPushButton::clicked, this, act);
        bar->addWidget(button);
        return button;
    };
    m_design = link(tr("Open in designer"), QStringLiteral("workflow"), [this] {
        if (QAction *there = context().actions.find(QStringLiteral("workflow.design"))) {
            there->setData(m_filter.definition);
            there->trigger();
        }
    });
    m_versions = link(tr("Versions…"), QStringLiteral("git-branch"), [this] { showVersions(); });
    connect(&context().actions, &ActionRegistry::changed, this, &BoardView::updateDesignLinks);
    updateDesignLinks();
}

void BoardView::updateDesignLinks()
{
    constexpr int RoomForWords = 620; // pixels at 100 % text; below, the icon stands alone
    const bool words = width() >= context().theme.scaled(RoomForWords);
    m_design->setVisible(!m_filter.definition.isEmpty() && context().actions.find(QStringLiteral("workflow.design")));
    m_versions->setVisible(!m_filter.definition.isEmpty());
    for (QPushButton *button : {m_design, m_versions})
        button->setText(words ? button->accessibleName() : QString());
}

QPoint BoardView::menuCorner() const
{
    return mapToGlobal(QPoint(isRightToLeft() ? 8 : std::max(8, width() - 240), 4));
}

void BoardView::showGroupMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Grouping grouping : {Grouping::None, Grouping::Agent, Grouping::Person, Grouping::Entity, Grouping::Priority}) {
        QAction *action = menu->addAction(groupingName(grouping), this, [this, grouping] { setGrouping(grouping); });
        action->setCheckable(true);
        action->setChecked(grouping == m_filter.grouping);
    }
    if (m_filter.grouping != Grouping::None) {
        menu->addSeparator();
        menu->addAction(tr("Fold all lanes"), this, [this] {
            for (LaneFrame *lane : m_lanes)
                lane->setFolded(true);
        });
        menu->addAction(tr("Unfold all lanes"), this, [this] {
            for (LaneFrame *lane : m_lanes)
                lane->setFolded(false);
        });
    }
    menu->popup(menuCorner());
}

// ---- several cards at once ----

std::vector<api::Card> BoardView::markedCards() const
{
    std::vector<api::Card> cards;
    for (LaneFrame *frame : m_lanes) {
        for (const auto &column : frame->lane().model().columns()) {
            for (const api::Card &card : column->rows()) {
                if (m_marks.contains(card.row.id))
                    cards.push_back(card);
            }
        }
    }
    return cards;
}

std::vector<api::Card> BoardView::chosenCards() const
{
    if (!m_marks.isEmpty())
        return markedCards();
    const BoardLane *lane = currentLane();
    const api::Card *card = lane ? lane->currentCard() : nullptr;
    return card ? std::vector<api::Card>{*card} : std::vector<api::Card>();
}

std::vector<qint64> BoardView::heldByColumn() const
{
    std::vector<qint64> held;
    for (LaneFrame *frame : m_lanes) {
        const auto &columns = frame->lane().model().columns();
        held.resize(std::max(held.size(), columns.size()));
        for (std::size_t i = 0; i < columns.size(); ++i)
            held[i] = std::max(held[i], columns[i]->held());
    }
    return held;
}

void BoardView::marksChanged()
{
    qint64 more = 0;
    for (LaneFrame *frame : m_lanes) {
        for (const auto &column : frame->lane().model().columns()) {
            const auto &cards = column->rows();
            if (column->count() > column->size() && !cards.empty()
                && std::all_of(cards.begin(), cards.end(), [this](const api::Card &card) { return m_marks.contains(card.row.id); }))
                more += column->count() - column->size();
        }
    }
    m_bulkBar->setCount(m_marks.size(), more);
}

/// A card that ended or no longer fits the filter is not changed unseen.
void BoardView::pruneMarks()
{
    if (m_marks.isEmpty())
        return;
    QSet<QString> here;
    for (const api::Card &card : markedCards())
        here.insert(card.row.id);
    m_marks.replace(here);
}

void BoardView::assign()
{
    if (!m_marks.isEmpty())
        m_bulk->showPeople(markedCards(), m_bulkBar->mapToGlobal(QPoint(8, m_bulkBar->height())));
    else if (BoardLane *lane = currentLane())
        lane->assignCurrent();
}

void BoardView::cancel()
{
    if (!m_marks.isEmpty())
        m_bulk->askCancel(markedCards());
    else if (BoardLane *lane = currentLane())
        lane->cancelCurrent();
}

} // namespace hs::ui
