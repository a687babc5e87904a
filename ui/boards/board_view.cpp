#include "ui/boards/board_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/boards/bulk_actions.h"
#include "ui/boards/bulk_bar.h"
#include "ui/boards/filter_bar.h"
#include "ui/boards/saved_views.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

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

QString BoardView::title() const
{
    return tr("Board");
}

QString BoardView::definitionTitle() const
{
    const auto found = std::find_if(m_definitions.begin(), m_definitions.end(),
                                    [this](const auto &definition) { return definition.id == m_filter.definition; });
    return found == m_definitions.end() ? QString() : found->title;
}

QString BoardView::badge() const
{
    const QString title = definitionTitle();
    if (const api::SavedBoardView *view = m_views->current(); view && !title.isEmpty())
        //: The board and the saved view of it that is looked at
        return tr("%1 · %2").arg(title, view->name);
    return title;
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
