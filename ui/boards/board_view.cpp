#include "ui/boards/board_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/versions/migration_dialog.h"
#include "ui/versions/what_if_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int LaneHeight = 300; // pixels at 100 % text: about two cards and a half

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
    layout->addLayout(bar);

    m_chips = new QWidget(this);
    m_chipRow = new QHBoxLayout(m_chips);
    m_chipRow->setContentsMargins(12, 2, 12, 2);
    m_chipRow->setSpacing(6);
    m_chips->hide();
    layout->addWidget(m_chips);

    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget;
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(0, 0, 0, 0);
    m_bodyLayout->setSpacing(0);
    m_laneNote = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_body);
    m_laneNote->setContentsMargins(16, 6, 16, 10);
    m_laneNote->hide();
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
    connect(&context.studio, &StudioFilter::changed, this, &BoardView::apply);
    connect(&context.studio, &StudioFilter::entitiesChanged, this, [this] {
        if (m_filter.grouping == Grouping::Entity)
            apply();
    });
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        if (m_filter.grouping == Grouping::Agent)
            apply();
        updateFilterChips();
    });
    connect(&m_directory, &Directory::operatorsChanged, this, [this] {
        if (m_filter.grouping == Grouping::Person)
            apply();
        updateFilterChips();
    });
    askDefinitions();
}

void BoardView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("board");
    m_headerActions << actions.add({QStringLiteral("board.group"), tr("Group the board"), tr("lanes swim agent person entity"),
                                    scope, {}, QStringLiteral("rows-3")},
                                   this, [this] { showGroupMenu(); });
    m_headerActions << actions.add({QStringLiteral("board.filter"), tr("Filter the board"), tr("agent assignee open only"),
                                    scope, {}, QStringLiteral("list-filter")},
                                   this, [this] { showFilterMenu(); });
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
                this, withLane(&BoardLane::cancelCurrent));
    actions.add({QStringLiteral("board.assign"), tr("Assign the card…"), tr("person owner"), scope, QKeySequence(Qt::Key_A),
                 QStringLiteral("user-plus"), true},
                this, withLane(&BoardLane::assignCurrent));
    actions.add({QStringLiteral("board.migrate"), tr("Move running workflows to another version…"), tr("migrate definition upgrade"), scope, {},
                 QStringLiteral("git-branch")},
                this, [this] { (new MigrationDialog(context(), m_filter.definition, badge(), this))->open(); });
    actions.add({QStringLiteral("board.what_if"), tr("Try a changed workflow on the past…"), tr("what if replay definition version"), scope, {},
                 QStringLiteral("history")},
                this, [this] { (new WhatIfDialog(context(), m_filter.definition, badge(), {}, this))->open(); });
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
}

QString BoardView::title() const
{
    return tr("Board");
}

QString BoardView::badge() const
{
    const auto found = std::find_if(m_definitions.begin(), m_definitions.end(),
                                    [this](const auto &definition) { return definition.id == m_filter.definition; });
    return found == m_definitions.end() ? QString() : found->title;
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
        if (!known && !m_definitions.empty()) {
            // The busiest board is the likeliest to be wanted.
            m_filter.definition = std::max_element(m_definitions.begin(), m_definitions.end(),
                                            [](const auto &a, const auto &b) { return a.open < b.open; })
                               ->id;
        }
        m_chooser->setCurrentIndex(m_chooser->findData(m_filter.definition));
        m_chooser->setEnabled(!m_definitions.empty());
        Q_EMIT badgeChanged();
        apply();
    });
}

void BoardView::chooseDefinition(const QString &id)
{
    if (id == m_filter.definition)
        return;
    m_filter.definition = id;
    m_folded.clear();
    m_chooser->setCurrentIndex(m_chooser->findData(id));
    Q_EMIT badgeChanged();
    apply();
}

std::vector<BoardView::LaneSpec> BoardView::laneSpecs() const
{
    api::BoardQuery query = m_filter.query(context().studio.entity());
    std::vector<LaneSpec> specs;
    switch (m_filter.grouping) {
    case Grouping::None:
        specs.push_back({{}, {}, query});
        break;
    case Grouping::Agent:
        for (const api::AgentRow &agent : m_directory.agents()) {
            if (!m_filter.agent.isEmpty() && agent.key != m_filter.agent)
                continue;
            query.agent = agent.key;
            specs.push_back({agent.name, agent.key, query});
        }
        break;
    case Grouping::Person:
        for (const api::OperatorRow &person : m_directory.operators()) {
            if (!m_filter.assignee.isEmpty() && person.id != m_filter.assignee)
                continue;
            query.assignee = person.id;
            specs.push_back({person.name, {}, query});
        }
        break;
    case Grouping::Entity:
        for (const auto &[id, name] : context().studio.entities()) {
            if (!context().studio.entity().isEmpty() && id != context().studio.entity())
                continue;
            query.entity = id;
            specs.push_back({name, {}, query});
        }
        break;
    }
    return specs;
}

void BoardView::apply()
{
    if (!m_definitionsKnown)
        return;
    updateFilterChips();
    if (m_filter.definition.isEmpty()) {
        buildLanes({});
        m_states->showEmpty({QStringLiteral("square-kanban"), tr("No boards yet"),
                             tr("Each workflow has a board. Workflow definitions that are put into the data folder appear here."),
                             {}, {}, Tone::Accent});
        return;
    }
    const auto specs = laneSpecs();
    bool alike = specs.size() == m_lanes.size() && !specs.empty();
    if (alike && m_filter.grouping != Grouping::None) {
        for (std::size_t i = 0; i < specs.size() && alike; ++i) {
            const api::BoardQuery &old = m_lanes[i]->model().shown();
            alike = old.agent == specs[i].query.agent && old.assignee == specs[i].query.assignee && old.entity == specs[i].query.entity;
        }
    } else if (alike) {
        alike = m_laneCounts.empty();
    }
    if (!alike)
        buildLanes(specs);
    m_states->beginLoading();
    for (std::size_t i = 0; i < specs.size(); ++i)
        m_lanes[i]->model().show(specs[i].query);
    if (specs.empty())
        updateStates();
}

void BoardView::buildLanes(const std::vector<LaneSpec> &specs)
{
    while (QLayoutItem *item = m_bodyLayout->takeAt(0)) {
        if (item->widget() && item->widget() != m_laneNote)
            delete item->widget();
        delete item;
    }
    m_lanes.clear();
    m_laneCounts.clear();
    const bool grouped = m_filter.grouping != Grouping::None;
    for (const LaneSpec &spec : specs) {
        auto *frame = new QWidget(m_body);
        auto *layout = new QVBoxLayout(frame);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        if (grouped) {
            auto *head = new QHBoxLayout;
            head->setContentsMargins(16, 10, 16, 0);
            head->setSpacing(8);
            head->addWidget(makeLabel(spec.title, TextStyle::Subtitle, Token::Text, frame));
            QLabel *count = makeLabel({}, TextStyle::Small, Token::Text2, frame);
            head->addWidget(count);
            head->addStretch(1);
            layout->addLayout(head);
            m_laneCounts.push_back(count);
        }
        auto *lane = new BoardLane(context(), m_directory, frame);
        lane->setFoldedColumns(m_folded);
        if (grouped)
            lane->setFixedHeight(context().theme.scaled(LaneHeight));
        layout->addWidget(lane, 1);
        m_bodyLayout->addWidget(frame, grouped ? 0 : 1);
        m_lanes.push_back(lane);

        connect(&lane->model(), &BoardModel::loaded, this, &BoardView::updateStates);
        connect(&lane->model(), &BoardModel::failed, this, [this](const Error &error) {
            m_states->showFailure({tr("The board could not be read."), context().ticker.now(),
                                   tr("You see the cards that were read last."), error, [this] { refresh(); }});
        });
        connect(lane, &BoardLane::foldedChanged, this, [this](const QString &column, bool folded) {
            if (folded)
                m_folded.insert(column);
            else
                m_folded.remove(column);
            for (BoardLane *other : m_lanes)
                other->setFoldedColumns(m_folded);
        });
        connect(lane, &BoardLane::currentChanged, this, [this, lane] {
            for (BoardLane *other : m_lanes) {
                if (other == lane || !other->currentList())
                    continue;
                other->currentList()->selectionModel()->clear();
            }
        });
        // A single letter is heard by the lists alone, never in the search field.
        connect(lane, &BoardLane::columnsChanged, this, [this, lane] {
            if (QAction *assign = context().actions.find(QStringLiteral("board.assign"))) {
                assign->setShortcutContext(Qt::WidgetShortcut);
                for (ColumnWidget *column : lane->columns())
                    column->list().addAction(assign);
            }
        });
    }
    m_bodyLayout->addWidget(m_laneNote);
    if (grouped)
        m_bodyLayout->addStretch(1);
}

bool BoardView::filtered() const
{
    return !m_filter.text.isEmpty() || !m_filter.agent.isEmpty() || !m_filter.assignee.isEmpty() || !context().studio.entity().isEmpty();
}

void BoardView::updateStates()
{
    qint64 total = 0;
    bool all = true;
    for (BoardLane *lane : m_lanes) {
        all = all && lane->model().hasAnswer() && !lane->model().isLoading();
        total += lane->model().total();
    }
    if (!all)
        return;
    updateLaneNotes();
    if (!m_wantedCard.isEmpty()) {
        for (BoardLane *lane : m_lanes)
            lane->select(m_wantedCard);
        m_wantedCard.clear();
    }
    if (total > 0 || (m_lanes.size() == 1 && !filtered() && !m_lanes.front()->columns().empty())) {
        m_states->showContent();
        if (total > 0) // after the layout of the columns that just came
            QTimer::singleShot(0, this, &BoardView::showFirstCards);
        if (total == 0)
            m_states->setPartial(tr("No cards yet. They appear when an event starts this workflow."));
        else
            m_states->setPartial({});
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
    for (ColumnWidget *column : m_lanes.front()->columns()) {
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

void BoardView::updateLaneNotes()
{
    qint64 inLanes = 0;
    for (std::size_t i = 0; i < m_laneCounts.size(); ++i) {
        const qint64 count = m_lanes[i]->model().total();
        inLanes += count;
        m_laneCounts[i]->setText(tr("%n card(s)", nullptr, int(count)));
        m_lanes[i]->parentWidget()->setVisible(count > 0);
    }
    m_laneNote->hide();
    if (m_filter.grouping == Grouping::None || m_filter.grouping == Grouping::Agent)
        return;
    // Cards without a person or an entity are in no lane; say so instead of hiding them.
    api::BoardQuery query = m_filter.query(context().studio.entity());
    query.window.limit = 1;
    context().engine.ask(query, this, [this, inLanes](Result<api::Board> board) {
        if (!board)
            return;
        qint64 all = 0;
        for (const api::BoardColumn &column : board->columns)
            all += column.count;
        m_laneNote->setVisible(all > inLanes);
        m_laneNote->setText(m_filter.grouping == Grouping::Person
                                ? tr("%n more card(s) belong to nobody. Show the board without groups to see them.", nullptr, int(all - inLanes))
                                : tr("%n more card(s) belong to no entity. Show the board without groups to see them.", nullptr, int(all - inLanes)));
    });
}

void BoardView::clearFilters()
{
    m_filter.text.clear();
    m_filter.agent.clear();
    m_filter.assignee.clear();
    const QSignalBlocker quiet(m_search);
    m_search->clear();
    context().studio.setEntity({});
    apply();
}

void BoardView::updateFilterChips()
{
    while (QLayoutItem *item = m_chipRow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto add = [this](const QString &text, const std::function<void()> &remove) {
        QPushButton *chip = makeButton(text, ButtonKind::Chip, context().theme, m_chips, QStringLiteral("x"));
        //: %1 is a filter of the board, such as "Agent: Nyra"
        chip->setAccessibleName(tr("Remove filter %1").arg(text));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &QPushButton::clicked, this, remove, Qt::QueuedConnection); // the chip dies by it
        m_chipRow->addWidget(chip);
    };
    if (!m_filter.agent.isEmpty())
        add(tr("Agent: %1").arg(m_directory.agentName(m_filter.agent)), [this] {
            m_filter.agent.clear();
            apply();
        });
    if (!m_filter.assignee.isEmpty())
        add(tr("Person: %1").arg(m_directory.personName(m_filter.assignee)), [this] {
            m_filter.assignee.clear();
            apply();
        });
    if (m_filter.openOnly)
        add(tr("Only open ones"), [this] {
            m_filter.openOnly = false;
            apply();
        });
    if (m_filter.grouping != Grouping::None)
        add(groupingName(m_filter.grouping), [this] { setGrouping(Grouping::None); });
    m_chips->setVisible(m_chipRow->count() > 0);
    m_chipRow->addStretch(1);
}

QPoint BoardView::menuCorner() const
{
    return mapToGlobal(QPoint(isRightToLeft() ? 8 : std::max(8, width() - 240), 4));
}

void BoardView::showFilterMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QMenu *agents = menu->addMenu(tr("Agent"));
    const auto addChoice = [this](QMenu *into, const QString &text, const QString &value, QString BoardFilter::*field) {
        QAction *action = into->addAction(text, this, [this, value, field] {
            m_filter.*field = value;
            apply();
        });
        action->setCheckable(true);
        action->setChecked(m_filter.*field == value);
    };
    addChoice(agents, tr("All agents"), {}, &BoardFilter::agent);
    for (const api::AgentRow &agent : m_directory.agents())
        addChoice(agents, agent.name, agent.key, &BoardFilter::agent);
    QMenu *people = menu->addMenu(tr("Person"));
    addChoice(people, tr("Everyone"), {}, &BoardFilter::assignee);
    for (const api::OperatorRow &person : m_directory.operators())
        addChoice(people, person.name, person.id, &BoardFilter::assignee);
    QAction *open = menu->addAction(tr("Only open ones"), this, [this] {
        m_filter.openOnly = !m_filter.openOnly;
        apply();
    });
    open->setCheckable(true);
    open->setChecked(m_filter.openOnly);
    menu->addSeparator();
    QAction *clear = menu->addAction(tr("Clear filter"), this, &BoardView::clearFilters);
    clear->setEnabled(filtered());
    menu->popup(menuCorner());
}

void BoardView::showGroupMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Grouping grouping : {Grouping::None, Grouping::Agent, Grouping::Person, Grouping::Entity}) {
        QAction *action = menu->addAction(groupingName(grouping), this, [this, grouping] { setGrouping(grouping); });
        action->setCheckable(true);
        action->setChecked(grouping == m_filter.grouping);
    }
    menu->popup(menuCorner());
}

void BoardView::setGrouping(Grouping grouping)
{
    if (m_filter.grouping == grouping)
        return;
    m_filter.grouping = grouping;
    buildLanes(laneSpecs());
    apply();
}

BoardLane *BoardView::currentLane() const
{
    for (BoardLane *lane : m_lanes) {
        if (lane->currentCard())
            return lane;
    }
    return m_lanes.empty() ? nullptr : m_lanes.front();
}

void BoardView::refresh()
{
    m_directory.refresh();
    askDefinitions();
}

void BoardView::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QWidget *BoardView::firstFocus()
{
    for (BoardLane *lane : m_lanes) {
        if (lane->currentList())
            return lane->currentList();
        for (ColumnWidget *column : lane->columns()) {
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
        m_filter.text.clear();
        m_filter.agent.clear();
        m_filter.assignee.clear();
        if (detail->row.definition != m_filter.definition)
            chooseDefinition(detail->row.definition);
        else
            apply();
    });
}

QByteArray BoardView::saveState() const
{
    const BoardLane *lane = currentLane();
    return BoardState{m_filter, m_folded, lane && lane->currentCard() ? lane->currentCard()->row.id : QString()}.toBytes();
}

void BoardView::restoreState(const QByteArray &bytes)
{
    const auto state = BoardState::fromBytes(bytes);
    if (!state)
        return;
    m_filter = state->filter;
    m_folded = state->folded;
    m_wantedCard = state->card;
    if (m_definitionsKnown) {
        buildLanes(laneSpecs());
        apply();
    }
}

} // namespace hs::ui
