#include "ui/boards/board_view.h"

#include <algorithm>

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/boards/filter_bar.h"

/// The lanes that a board is cut into: which there are, in which order, and what lies in sight.
namespace hs::ui {

namespace {

constexpr int LookAhead = 200; ///< pixels beyond the edge within which lanes ask for their cards already

} // namespace

void BoardView::askLanes()
{
    if (!m_definitionsKnown || m_filter.definition.isEmpty() || m_filter.grouping == Grouping::None)
        return;
    if (m_askingLanes) {
        m_askLanesAgain = true;
        return;
    }
    m_askingLanes = true;
    api::BoardLanesQuery query;
    static_cast<api::BoardFilter &>(query) = m_filter.cards(context().studio.entity());
    query.grouping = m_filter.grouping;
    context().engine.ask(query, this, [this, generation = m_lanesGeneration](Result<api::BoardLanes> answer) {
        if (generation != m_lanesGeneration)
            return;
        m_askingLanes = false;
        if (answer) {
            takeLanes(*answer);
        } else {
            m_states->showFailure({tr("The lanes of the board could not be read."), context().ticker.now(),
                                   tr("You see the cards that were read last."), answer.error(), [this] { refresh(); }});
        }
        if (std::exchange(m_askLanesAgain, false))
            askLanes();
    });
}

/// Where a lane stands among the others: people and agents as the directory lists them, urgent before low, nobody last.
int BoardView::lanePlace(const QString &key) const
{
    constexpr int Unknown = 1 << 20; // after those that are known, before nobody
    if (key.isEmpty())
        return 2 * Unknown;
    const auto place = [&](const auto &list, auto is) {
        const auto found = std::find_if(list.begin(), list.end(), is);
        return found == list.end() ? Unknown : int(found - list.begin());
    };
    switch (m_filter.grouping) {
    case Grouping::None: return 0;
    case Grouping::Agent: return place(m_directory.agents(), [&](const auto &agent) { return agent.key == key; });
    case Grouping::Person: return place(m_directory.operators(), [&](const auto &person) { return person.id == key; });
    case Grouping::Entity: return place(context().studio.entities(), [&](const auto &entity) { return entity.first == key; });
    case Grouping::Priority: return int(api::Priority::Urgent) - key.toInt();
    }
    return Unknown;
}

QString BoardView::laneTitle(const QString &key) const
{
    switch (m_filter.grouping) {
    case Grouping::None: return {};
    case Grouping::Agent: return key.isEmpty() ? tr("No agent") : m_directory.agentName(key);
    case Grouping::Person: return key.isEmpty() ? tr("Nobody") : m_directory.personName(key);
    case Grouping::Entity: return key.isEmpty() ? tr("No entity") : context().studio.nameOf(key);
    case Grouping::Priority: return priorityName(api::Priority(std::clamp(key.toInt(), 0, int(api::Priority::Urgent))));
    }
    return key;
}

void BoardView::takeLanes(const api::BoardLanes &answer)
{
    m_lanesKnown = true;
    const auto isGone = [&](const LaneFrame *lane) {
        return std::none_of(answer.lanes.begin(), answer.lanes.end(), [&](const api::BoardLane &one) { return one.key == lane->key(); });
    };
    for (std::size_t i = m_lanes.size(); i-- > 0;) {
        if (isGone(m_lanes[i]))
            dropLane(m_lanes[i]);
    }
    for (const api::BoardLane &one : answer.lanes) {
        const auto found = std::find_if(m_lanes.begin(), m_lanes.end(), [&](const LaneFrame *lane) { return lane->key() == one.key; });
        LaneFrame *lane = found == m_lanes.end() ? makeLane(one.key, true) : *found;
        if (found == m_lanes.end())
            m_lanes.push_back(lane);
        lane->setTitle(laneTitle(one.key));
        lane->setCount(one.count);
        const api::BoardQuery query = m_filter.query(context().studio.entity(), one.key);
        const api::BoardQuery &shown = lane->lane().model().shown();
        if (static_cast<const api::BoardFilter &>(shown) != static_cast<const api::BoardFilter &>(query) || shown.grouping != query.grouping)
            lane->lane().model().show(query);
    }
    std::stable_sort(m_lanes.begin(), m_lanes.end(),
                     [this](const LaneFrame *a, const LaneFrame *b) { return lanePlace(a->key()) < lanePlace(b->key()); });
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        if (m_bodyLayout->indexOf(m_lanes[i]) != int(i)) {
            m_bodyLayout->removeWidget(m_lanes[i]);
            m_bodyLayout->insertWidget(int(i), m_lanes[i]);
        }
    }
    updateStates();
    Q_EMIT badgeChanged();
    QTimer::singleShot(0, this, &BoardView::lookAtLanes); // after the layout of the lanes that just came
}

/// Lanes in sight ask for their cards, the others when somebody scrolls to them.
void BoardView::lookAtLanes()
{
    if (m_filter.grouping == Grouping::None)
        return;
    const QRect seen(0, m_scroll->verticalScrollBar()->value() - LookAhead, std::max(1, m_body->width()),
                     m_scroll->viewport()->height() + 2 * LookAhead);
    for (LaneFrame *lane : m_lanes)
        lane->lookAt(seen);
}

LaneFrame *BoardView::makeLane(const QString &key, bool withHead)
{
    auto *frame = new LaneFrame(context(), m_directory, m_marks, key, withHead, m_body);
    BoardLane *lane = &frame->lane();
    lane->setFoldedColumns(m_folded.value(m_filter.definition));
    frame->setFolded(withHead && m_foldedLanes.contains(key));
    if (withHead)
        m_bodyLayout->insertWidget(m_bodyLayout->count() > 0 ? m_bodyLayout->count() - 1 : 0, frame);
    else
        m_bodyLayout->addWidget(frame, 1);
    if (withHead && m_lanes.empty())
        m_bodyLayout->addStretch(1);
    frame->show();

    connect(&lane->model(), &BoardModel::loaded, this, [this, lane] {
        m_filterBar->setFacets(lane->model().tags(), lane->model().versions());
        updateStates();
    });
    connect(&lane->model(), &BoardModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The board could not be read."), context().ticker.now(),
                               tr("You see the cards that were read last."), error, [this] { refresh(); }});
    });
    connect(frame, &LaneFrame::foldedChanged, this, [this, frame](bool folded) {
        if (folded)
            m_foldedLanes.insert(frame->key());
        else
            m_foldedLanes.remove(frame->key());
        Q_EMIT badgeChanged();
        QTimer::singleShot(0, this, &BoardView::lookAtLanes);
    });
    connect(lane, &BoardLane::foldedChanged, this, &BoardView::foldColumn);
    connect(lane, &BoardLane::currentChanged, this, [this, lane] {
        for (LaneFrame *other : m_lanes) {
            if (&other->lane() != lane && other->lane().currentList())
                other->lane().currentList()->selectionModel()->clear();
        }
    });
    connect(lane, &BoardLane::dragging, this, [this, lane](bool begins) {
        for (LaneFrame *other : m_lanes)
            if (&other->lane() != lane)
                other->lane().fade(begins);
    });
    connect(lane, &BoardLane::leftByEdge, this, [this, frame](int column, int direction) { walkToLane(frame, column, direction); });
    // A single letter is heard by the lists alone, never in the search field.
    connect(lane, &BoardLane::columnsChanged, this, [this, lane] {
        if (QAction *assign = context().actions.find(QStringLiteral("board.assign"))) {
            assign->setShortcutContext(Qt::WidgetShortcut);
            for (ColumnWidget *column : lane->columns())
                column->list().addAction(assign);
        }
    });
    return frame;
}

/// The arrows walk on into the next lane that has cards in sight, in the same column.
void BoardView::walkToLane(LaneFrame *from, int column, int direction)
{
    const auto at = std::find(m_lanes.begin(), m_lanes.end(), from);
    for (int i = int(at - m_lanes.begin()) + direction; i >= 0 && i < int(m_lanes.size()); i += direction) {
        LaneFrame *lane = m_lanes[std::size_t(i)];
        if (lane->isFolded() || column >= int(lane->lane().columns().size()))
            continue;
        ColumnWidget *cell = lane->lane().columns()[std::size_t(column)];
        if (cell->isFolded() || cell->model().isEmpty())
            continue;
        m_scroll->ensureWidgetVisible(cell, 0, 40);
        cell->list().setFocus(Qt::TabFocusReason);
        cell->list().setCurrentIndex(cell->model().index(direction > 0 ? 0 : cell->model().size() - 1));
        return;
    }
}

void BoardView::dropLane(LaneFrame *lane)
{
    const bool hadFocus = lane->isAncestorOf(QApplication::focusWidget());
    m_bodyLayout->removeWidget(lane);
    std::erase(m_lanes, lane);
    delete lane;
    if (hadFocus)
        firstFocus()->setFocus(Qt::OtherFocusReason);
}

void BoardView::dropLanes()
{
    while (QLayoutItem *item = m_bodyLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_lanes.clear();
    m_lanesKnown = false;
}

void BoardView::foldColumn(const QString &column, bool folded)
{
    QSet<QString> &keys = m_folded[m_filter.definition];
    if (folded)
        keys.insert(column);
    else
        keys.remove(column);
    for (LaneFrame *other : m_lanes)
        other->lane().setFoldedColumns(keys);
    Q_EMIT badgeChanged();
}

} // namespace hs::ui
