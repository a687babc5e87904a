#include "ui/boards/board_view.h"

#include <algorithm>

#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/boards/bulk_actions.h"
#include "ui/boards/bulk_bar.h"
#include "ui/boards/filter_bar.h"
#include "ui/boards/saved_views.h"
#include "ui/text/engine_error_text.h"
#include "ui/versions/migration_dialog.h"
#include "ui/versions/what_if_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int LookAhead = 200; ///< pixels beyond the edge within which lanes ask for their cards already

} // namespace

BoardView::BoardView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_directory(context.engine)
{
    setProperty("fill", QStringLiteral("sunken"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 4);
    bar->setSpacing(8);
    m_chooser = new QComboBox(this);
    m_chooser->setAccessibleName(tr("Board"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(14);
    m_chooser->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_chooser->setMaximumWidth(context.theme.scaled(260));
    m_search = new SearchField(context.theme, tr("Find on this board"), this);
    m_search->setMinimumWidth(90);
    bar->addWidget(m_chooser, 1);
    bar->addWidget(m_search, 1);
    makeDesignLinks(bar);
    layout->addLayout(bar);

    m_filterBar = new FilterBar(context, m_directory, this);
    layout->addWidget(m_filterBar);
    m_bulk = new BulkActions(context, m_directory, this);
    makeBulkBar();
    layout->addWidget(m_bulkBar);
    m_views = new SavedViews(context, [this] { return layoutNow(); }, this);

    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("boardScroll"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget;
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(0, 0, 0, 0);
    m_bodyLayout->setSpacing(0);
    m_scroll->setWidget(m_body);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    m_states = new ContentStates(context.theme, m_scroll, this);
    layout->addWidget(m_states, 1);

    makeActions();
    connect(m_chooser, &QComboBox::activated, this, [this](int row) { chooseDefinition(m_chooser->itemData(row).toString()); });
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        m_filter.text = text;
        apply();
    });
    connect(m_filterBar, &FilterBar::changed, this, [this](const BoardFilter &filter) { setFilter(filter); });
    connect(m_filterBar, &FilterBar::clearAsked, this, &BoardView::clearFilters);
    connect(m_views, &SavedViews::chosen, this, &BoardView::takeLayout);
    connect(m_views, &SavedViews::changed, this, &BoardView::badgeChanged);
    connect(&context.studio, &StudioFilter::changed, this, &BoardView::apply);
    const auto regroup = [this](Grouping by) {
        if (m_filter.grouping == by)
            askLanes(); // names and their order
    };
    connect(&context.studio, &StudioFilter::entitiesChanged, this, [regroup] { regroup(Grouping::Entity); });
    connect(&m_directory, &Directory::agentsChanged, this, [regroup] { regroup(Grouping::Agent); });
    connect(&m_directory, &Directory::operatorsChanged, this, [regroup] { regroup(Grouping::Person); });
    connect(&m_marks, &CardMarks::changed, this, &BoardView::marksChanged);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &BoardView::lookAtLanes);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, this, &BoardView::lookAtLanes);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Workflows && m_guessed)
            askDefinitions();
        else if (change.topic == api::Topic::Workflows && m_filter.grouping != Grouping::None)
            askLanes();
    });
    askDefinitions();
}

BoardView::~BoardView() = default;

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
                this, [this] { (new MigrationDialog(context(), m_filter.definition, badge(), this))->open(); });
    actions.add({QStringLiteral("board.what_if"), tr("Try a changed workflow on the past…"), tr("what if replay definition version"), scope, {},
                 QStringLiteral("history")},
                this, [this] { (new WhatIfDialog(context(), m_filter.definition, badge(), {}, this))->open(); });
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

/// Ways to what stands behind the board. They belong to other parts of the window and are shown only where those are there.
void BoardView::makeDesignLinks(QHBoxLayout *bar)
{
    const auto link = [&](const QString &text, const QString &icon, const QString &action) {
        QPushButton *button = makeButton(text, ButtonKind::Link, context().theme, this, icon);
        button->setAccessibleName(text);
        button->setToolTip(text);
        connect(button, &QPushButton::clicked, this, [this, action] {
            if (QAction *there = context().actions.find(action)) {
                there->setData(m_filter.definition);
                there->trigger();
            }
        });
        bar->addWidget(button);
        return button;
    };
    m_design = link(tr("Open in designer"), QStringLiteral("workflow"), QStringLiteral("workflow.design"));
    m_versions = link(tr("Versions…"), QStringLiteral("git-branch"), QStringLiteral("workflow.versions"));
    connect(&context().actions, &ActionRegistry::changed, this, &BoardView::updateDesignLinks);
    updateDesignLinks();
}

void BoardView::updateDesignLinks()
{
    constexpr int RoomForWords = 620; // pixels at 100 % text; below, the icon stands alone
    const bool words = width() >= context().theme.scaled(RoomForWords);
    for (const auto &[button, action] : {std::pair{m_design, "workflow.design"}, std::pair{m_versions, "workflow.versions"}}) {
        button->setVisible(!m_filter.definition.isEmpty() && context().actions.find(QLatin1String(action)));
        button->setText(words ? button->accessibleName() : QString());
    }
}

QString BoardView::title() const
{
    return tr("Board");
}

QString BoardView::badge() const
{
    const auto found = std::find_if(m_definitions.begin(), m_definitions.end(),
                                    [this](const auto &definition) { return definition.id == m_filter.definition; });
    if (found == m_definitions.end())
        return {};
    if (const api::SavedBoardView *view = m_views->current())
        //: The board and the saved view of it that is looked at
        return tr("%1 · %2").arg(found->title, view->name);
    return found->title;
}

void BoardView::askDefinitions()
{
    if (!m_definitionsKnown)
        m_states->beginLoading();
    context().engine.ask(api::DefinitionQuery{}, this, [this](Result<std::vector<api::DefinitionInfo>> definitions) {
        if (!definitions) {
            m_states->showFailure({tr("The list of boards could not be read."), context().ticker.now(), {}, definitions.error(),
                                   [this] { askDefinitions(); }});
            return;
        }
        m_definitionsKnown = true;
        m_definitions = std::move(*definitions);
        m_chooser->clear();
        for (const api::DefinitionInfo &definition : m_definitions)
            m_chooser->addItem(definition.title.isEmpty() ? definition.id : definition.title, definition.id);
        const bool known = m_chooser->findData(m_filter.definition) >= 0;
        if ((!known || m_guessed) && !m_definitions.empty()) {
            // The busiest board is the likeliest to be wanted. While nothing runs anywhere, that is only a guess.
            const auto busiest = std::max_element(m_definitions.begin(), m_definitions.end(), [](const auto &a, const auto &b) { return a.open < b.open; });
            if (m_filter.definition != busiest->id)
                dropLanes();
            m_filter.definition = busiest->id;
            m_guessed = busiest->open == 0;
        }
        m_chooser->setCurrentIndex(m_chooser->findData(m_filter.definition));
        m_chooser->setEnabled(!m_definitions.empty());
        Q_EMIT badgeChanged();
        apply();
    });
}

void BoardView::chooseDefinition(const QString &id)
{
    m_guessed = false;
    if (id == m_filter.definition)
        return;
    // Conditions that only fit the board they were chosen on go with it.
    m_filter.definition = id;
    m_filter.tag.clear();
    m_filter.version.clear();
    m_marks.clear();
    m_chooser->setCurrentIndex(m_chooser->findData(id));
    dropLanes();
    Q_EMIT badgeChanged();
    apply();
}

void BoardView::setFilter(const BoardFilter &filter)
{
    const QString definition = m_filter.definition;
    const bool regrouped = m_filter.grouping != filter.grouping;
    m_filter = filter;
    m_filter.definition = definition;
    if (regrouped) {
        m_foldedLanes.clear();
        dropLanes();
    }
    apply();
}

void BoardView::setGrouping(Grouping grouping)
{
    BoardFilter filter = m_filter;
    filter.grouping = grouping;
    setFilter(filter);
}

BoardLayout BoardView::layoutNow() const
{
    return {m_filter, m_folded.value(m_filter.definition), m_foldedLanes};
}

void BoardView::takeLayout(const BoardLayout &layout)
{
    m_filter = layout.filter;
    m_folded[m_filter.definition] = layout.foldedColumns;
    m_foldedLanes = layout.foldedLanes;
    const QSignalBlocker quiet(m_search);
    m_search->setText(m_filter.text);
    dropLanes();
    apply();
}

void BoardView::apply()
{
    if (!m_definitionsKnown)
        return;
    m_filterBar->setFilter(m_filter);
    m_views->setDefinition(m_filter.definition);
    updateDesignLinks();
    ++m_lanesGeneration;
    m_askingLanes = m_askLanesAgain = false;
    if (m_filter.definition.isEmpty()) {
        dropLanes();
        m_states->showEmpty({QStringLiteral("square-kanban"), tr("No boards yet"),
                             tr("Each workflow has a board. Workflow definitions that are put into the data folder appear here."),
                             {}, {}, Tone::Accent});
        return;
    }
    m_states->beginLoading();
    if (m_filter.grouping != Grouping::None) {
        askLanes();
        return;
    }
    if (m_lanes.empty())
        m_lanes.push_back(makeLane({}, false));
    m_lanes.front()->lane().model().show(m_filter.query(context().studio.entity()));
    Q_EMIT badgeChanged();
}

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

bool BoardView::filtered() const
{
    return m_filter.narrows() || !context().studio.entity().isEmpty();
}

void BoardView::updateStates()
{
    const bool grouped = m_filter.grouping != Grouping::None;
    qint64 total = 0;
    if (grouped) {
        if (!m_lanesKnown)
            return;
        total = qint64(m_lanes.size()); // a lane without cards is none
    } else {
        if (m_lanes.empty() || !m_lanes.front()->lane().model().hasAnswer() || m_lanes.front()->lane().model().isLoading())
            return;
        total = m_lanes.front()->lane().model().total();
    }
    pruneMarks();
    if (!m_wantedCard.isEmpty()) {
        for (LaneFrame *lane : m_lanes)
            lane->lane().select(m_wantedCard);
        if (!grouped || std::any_of(m_lanes.begin(), m_lanes.end(), [this](const LaneFrame *lane) { return lane->lane().model().card(m_wantedCard); }))
            m_wantedCard.clear();
    }
    const bool emptyBoard = !grouped && !filtered() && !m_lanes.front()->lane().columns().empty();
    if (total > 0 || emptyBoard) {
        m_states->showContent();
        if (total > 0) // after the layout of the columns that just came
            QTimer::singleShot(0, this, &BoardView::showFirstCards);
        m_states->setPartial(total == 0 ? tr("No cards yet. They appear when an event starts this workflow.") : QString());
        return;
    }
    m_states->setPartial({});
    if (filtered())
        m_states->showEmpty({QStringLiteral("search"), tr("No card matches"),
                             tr("Nothing on this board fits the filter."), tr("Clear filter"), [this] { clearFilters(); },
                             Tone::Neutral});
    else
        m_states->showEmpty({QStringLiteral("square-kanban"), tr("No cards yet"),
                             tr("They appear when an event starts this workflow."), {}, {}, Tone::Accent});
}

/// A long board may have its cards beyond the edge, from the start or because all of them moved on: an empty view
/// would read as an empty board. Who has scrolled to a place of their own stays there.
void BoardView::showFirstCards()
{
    if (m_looked != m_filter.definition) {
        m_looked = m_filter.definition;
        m_shownAt = m_scroll->horizontalScrollBar()->value();
    }
    if (m_lanes.size() != 1 || m_shownAt != m_scroll->horizontalScrollBar()->value())
        return;
    const QRect seen = m_scroll->viewport()->rect();
    ColumnWidget *first = nullptr;
    for (ColumnWidget *column : m_lanes.front()->lane().columns()) {
        if (column->model().isEmpty())
            continue;
        const QRect place(column->mapTo(m_scroll->viewport(), QPoint()), column->size());
        if (place.left() >= seen.left() && place.right() <= seen.right())
            return; // cards are in sight
        if (!first)
            first = column;
    }
    if (first)
        m_scroll->ensureWidgetVisible(first, 12, 0);
    m_shownAt = m_scroll->horizontalScrollBar()->value();
}

void BoardView::clearFilters()
{
    m_filter = m_filter.cleared();
    const QSignalBlocker quiet(m_search);
    m_search->clear();
    context().studio.setEntity({});
    apply();
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

std::vector<BoardLane *> BoardView::lanes() const
{
    std::vector<BoardLane *> lanes;
    for (LaneFrame *frame : m_lanes)
        lanes.push_back(&frame->lane());
    return lanes;
}

BoardLane *BoardView::currentLane() const
{
    for (LaneFrame *lane : m_lanes) {
        if (lane->lane().currentCard())
            return &lane->lane();
    }
    return m_lanes.empty() ? nullptr : &m_lanes.front()->lane();
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

// ---- what every dock does ----

void BoardView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    updateDesignLinks();
    lookAtLanes();
}

void BoardView::showEvent(QShowEvent *event)
{
    DockView::showEvent(event);
    QTimer::singleShot(0, this, &BoardView::lookAtLanes);
}

void BoardView::refresh()
{
    m_directory.refresh();
    m_views->refresh();
    askDefinitions();
}

void BoardView::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QWidget *BoardView::firstFocus()
{
    for (LaneFrame *frame : m_lanes) {
        BoardLane &lane = frame->lane();
        if (frame->isFolded())
            continue;
        if (lane.currentList())
            return lane.currentList();
        for (ColumnWidget *column : lane.columns()) {
            if (!column->isFolded() && !column->model().isEmpty())
                return &column->list();
        }
    }
    return m_chooser;
}

void BoardView::showObject(const QString &, const QString &id)
{
    if (id.isEmpty())
        return;
    context().engine.ask(api::WorkflowDetailQuery{id}, this, [this, id](Result<api::WorkflowDetail> detail) {
        if (!detail) {
            context().toasts.show({tr("The card could not be found."), Tone::Danger, {}, {}, errorDetails(detail.error())});
            return;
        }
        m_wantedCard = id;
        m_filter = m_filter.cleared();
        const QSignalBlocker quiet(m_search);
        m_search->clear();
        if (detail->row.definition != m_filter.definition)
            chooseDefinition(detail->row.definition);
        else
            apply();
    });
}

QByteArray BoardView::saveState() const
{
    const BoardLane *lane = currentLane();
    BoardState state;
    state.layout = layoutNow();
    state.folded = m_folded;
    state.card = lane && lane->currentCard() ? lane->currentCard()->row.id : QString();
    return state.toBytes();
}

void BoardView::restoreState(const QByteArray &bytes)
{
    const auto state = BoardState::fromBytes(bytes);
    if (!state)
        return;
    m_wantedCard = state->card;
    m_folded = state->folded;
    takeLayout(state->layout);
    if (m_definitionsKnown)
        m_chooser->setCurrentIndex(m_chooser->findData(m_filter.definition));
}

} // namespace hs::ui
