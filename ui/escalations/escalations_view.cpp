#include "ui/escalations/escalations_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/escalations/escalation_words.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {

constexpr int FollowAfterMs = 120;
constexpr const char *Classes[] = {"legal_compliance", "vip_concern", "complex_dispute", "human_judgement"};

} // namespace

EscalationsView::EscalationsView(ViewContext &context, QWidget *parent)
    : DockView(context, parent),
      m_commands(context, this),
      m_model(context.clock),
      m_decided(context.clock),
      m_pager(context.engine, m_model, Pager<api::EscalationQuery, api::EscalationRow>::Order::Moving)
{
    m_model.setSelf(context.engine.caller().id);
    m_pager.onFirstPage = [this](const api::EscalationPage &page) { takePage(page); };

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeCounts());
    column->addWidget(makeLine(this));
    column->addWidget(makeFilters());
    column->addWidget(makeBulkBar());

    m_list = new EscalationList(context);
    m_list->setModel(&m_model);
    m_delegate = new EscalationDelegate(context, this);
    m_list->setItemDelegate(m_delegate);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Escalations"));
    m_body = new QWidget;
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 8, 0, 0);
    body->setSpacing(0);
    body->addWidget(m_list);
    m_states = new ContentStates(context.theme, m_body, this);
    column->addWidget(m_states, 1);
    column->addWidget(makeDecided());

    makeActions();

    m_following.setSingleShot(true);
    m_following.setInterval(FollowAfterMs);
    connect(&m_following, &QTimer::timeout, this, &EscalationsView::followSelection);
    connect(m_list, &QAbstractItemView::activated, this, &EscalationsView::openCurrent);
    connect(m_list, &QWidget::customContextMenuRequested, this, &EscalationsView::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EscalationsView::selectionChanged);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { m_following.start(); });
    connect(m_delegate, &EscalationDelegate::claimWanted, this, [this](const QModelIndex &index) {
        if (const auto *row = m_model.at(index.row()))
            m_commands.claim(*row);
    });
    connect(&m_commands, &EscalationCommands::carriedOut, this, [this] { m_pager.refresh(); });

    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, &EscalationsView::showState);
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        FailureState failure;
        failure.what = tr("The escalations could not be read.");
        failure.since = this->context().ticker.now();
        failure.stillWorks = m_model.rowCount() > 0 ? tr("You see what was read last.") : QString();
        failure.error = error;
        failure.retry = [this] { refresh(); };
        m_states->showFailure(failure);
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Escalations || change.topic == api::Topic::Operators)
            m_pager.refresh();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, [this](const api::Caller &caller) {
        m_model.setSelf(caller.id);
        ask();
    });
    connect(&context.studio, &StudioFilter::changed, this, [this] {
        fillEntities();
        ask();
    });
    connect(&context.studio, &StudioFilter::entitiesChanged, this, &EscalationsView::fillEntities);
    connect(&context.ticker, &Ticker::ticked, this, [this] {
        m_list->repaintVisible();
        m_decidedList->repaintVisible();
    });
    connect(&context.theme, &Theme::changed, this, [this] {
        m_list->doItemsLayout();
        fitLists();
    });
    fillEntities();
    updateActions();
    ask();
}

QString EscalationsView::title() const
{
    return tr("Escalations");
}

QString EscalationsView::badge() const
{
    const qint64 waiting = m_pager.total() >= 0 ? m_pager.total() : m_counts.overdue + m_counts.dueSoon + m_counts.onTrack;
    if (!m_pager.answered() || waiting == 0)
        return {};
    return tr("%n waiting", "escalations", int(waiting));
}

QList<QAction *> EscalationsView::headerActions() const
{
    return {m_filterAction};
}

void EscalationsView::refresh()
{
    m_pager.refresh();
}

void EscalationsView::find()
{
    m_filterAction->setChecked(true);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QWidget *EscalationsView::firstFocus()
{
    return m_list;
}

QByteArray EscalationsView::saveState() const
{
    const auto *row = current();
    const QJsonObject state{{QStringLiteral("mine"), m_mine->isChecked()},
                            {QStringLiteral("class"), m_class->currentData().toString()},
                            {QStringLiteral("entity"), m_entity->currentData().toString()},
                            {QStringLiteral("filters"), m_filterAction->isChecked()},
                            {QStringLiteral("selected"), row ? row->id : QString()}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void EscalationsView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    m_selectAfterLoad = state.value(QStringLiteral("selected")).toString();
    m_class->setCurrentIndex(std::max(0, m_class->findData(state.value(QStringLiteral("class")).toString())));
    m_entity->setCurrentIndex(std::max(0, m_entity->findData(state.value(QStringLiteral("entity")).toString())));
    (state.value(QStringLiteral("mine")).toBool() ? m_mine : m_all)->setChecked(true);
    m_filterAction->setChecked(state.value(QStringLiteral("filters")).toBool());
    ask();
}

QWidget *EscalationsView::makeCounts()
{
    auto *strip = new QWidget(this);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    const auto cell = [&](const QString &name, Token tone) {
        auto *column = new QVBoxLayout;
        column->setSpacing(0);
        QLabel *number = makeLabel(QStringLiteral("–"), TextStyle::Title, tone, strip);
        QLabel *caption = makeLabel(name, TextStyle::Caption, Token::Text2, strip);
        number->setBuddy(caption);
        column->addWidget(number);
        column->addWidget(caption);
        row->addLayout(column, 1);
        return number;
    };
    m_overdue = cell(tr("Overdue", "number of escalations"), Token::Danger);
    m_dueSoon = cell(tr("Due soon", "number of escalations"), Token::Warn);
    m_onTrack = cell(tr("On track", "number of escalations"), Token::Ok);
    m_median = cell(tr("Median reply", "time until escalations are answered"), Token::Text);
    m_median->setToolTip(tr("Median time to the first reply, over the last 30 days"));
    return strip;
}

QWidget *EscalationsView::makeFilters()
{
    const Theme &theme = context().theme;
    m_filterPanel = new QWidget(this);
    auto *column = new QVBoxLayout(m_filterPanel);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    m_search = new SearchField(theme, tr("Find an escalation"), m_filterPanel);
    column->addWidget(m_search);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(6);
    m_all = makeButton(tr("All", "filter of the escalations"), ButtonKind::Chip, theme, m_filterPanel);
    m_mine = makeButton(tr("Mine", "filter of the escalations"), ButtonKind::Chip, theme, m_filterPanel);
    for (QPushButton *button : {m_all, m_mine}) {
        button->setAutoExclusive(true);
        chips->addWidget(button);
    }
    m_all->setChecked(true);
    chips->addStretch(1);
    column->addLayout(chips);

    m_class = new QComboBox(m_filterPanel);
    m_class->setAccessibleName(tr("Reason class"));
    m_class->addItem(tr("Every reason class"), QString());
    for (const char *code : Classes)
        m_class->addItem(EscalationWords::reasonClass(QLatin1String(code)), QLatin1String(code));
    m_entity = new QComboBox(m_filterPanel);
    m_entity->setAccessibleName(tr("Studio"));
    for (QComboBox *box : {m_class, m_entity}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        column->addWidget(box);
        connect(box, &QComboBox::activated, this, [this] { ask(); });
    }
    connect(m_search, &SearchField::searched, this, [this] { ask(); });
    connect(m_mine, &QPushButton::toggled, this, [this] { ask(); });
    m_filterPanel->hide();
    return m_filterPanel;
}

QWidget *EscalationsView::makeBulkBar()
{
    const Theme &theme = context().theme;
    m_bulkBar = makeFrame("accent", this);
    auto *row = new QHBoxLayout(m_bulkBar);
    row->setContentsMargins(12, 4, 8, 4);
    m_bulkText = makeLabel({}, TextStyle::Small, Token::Text, m_bulkBar);
    row->addWidget(m_bulkText, 1);
    QPushButton *assign = makeButton(tr("Assign…"), ButtonKind::Link, theme, m_bulkBar);
    QPushButton *snooze = makeButton(tr("Snooze"), ButtonKind::Link, theme, m_bulkBar);
    row->addWidget(assign);
    row->addWidget(snooze);
    connect(assign, &QPushButton::clicked, this, [this] { m_assign->trigger(); });
    connect(snooze, &QPushButton::clicked, this, [this] { m_snooze->trigger(); });
    m_bulkBar->hide();
    return m_bulkBar;
}

QWidget *EscalationsView::makeDecided()
{
    m_decidedBox = new QWidget(this);
    auto *column = new QVBoxLayout(m_decidedBox);
    column->setContentsMargins(0, 4, 0, 8);
    column->setSpacing(4);
    m_decidedTitle = makeLabel(tr("Decided today"), TextStyle::Strong, Token::Text2, m_decidedBox);
    setLabelStyle(m_decidedTitle, TextStyle::Small, Token::Text2);
    m_decidedTitle->setContentsMargins(16, 4, 16, 0);
    column->addWidget(m_decidedTitle);
    m_decidedList = new EscalationList(context(), m_decidedBox);
    m_decidedList->setModel(&m_decided);
    m_decidedDelegate = new DecidedDelegate(context(), this);
    m_decidedList->setItemDelegate(m_decidedDelegate);
    m_decidedList->setAccessibleName(tr("Decided today"));
    column->addWidget(m_decidedList, 1);
    connect(m_decidedDelegate, &DecidedDelegate::undoWanted, this, [this](const QModelIndex &index) {
        if (const auto *row = m_decided.at(index.row()))
            m_commands.undo(*row);
    });
    connect(m_decidedList, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const auto *row = m_decided.at(index.row()))
            context().navigator.open(QStringLiteral("escalation"), row->id);
    });
    connect(m_decidedList, &QWidget::customContextMenuRequested, this, &EscalationsView::showDecidedMenu);
    m_decidedBox->hide();
    return m_decidedBox;
}

void EscalationsView::ask()
{
    api::EscalationQuery query;
    query.filter = m_mine->isChecked() ? Filter::Mine : Filter::Open;
    query.text = m_search->text().trimmed();
    query.entity = context().studio.entity().isEmpty() ? m_entity->currentData().toString() : context().studio.entity();
    const QString reasonClass = m_class->currentData().toString();
    if (reasonClass.isEmpty())
        m_pager.accepts = nullptr;
    else
        m_pager.accepts = [reasonClass](const api::EscalationRow &row) { return isOfClass(row, reasonClass); };
    m_pager.setQuery(std::move(query));
}

void EscalationsView::takePage(const api::EscalationPage &page)
{
    m_counts = page.counts;
    const QLocale locale;
    m_overdue->setText(locale.toString(m_counts.overdue));
    m_dueSoon->setText(locale.toString(m_counts.dueSoon));
    m_onTrack->setText(locale.toString(m_counts.onTrack));
    m_median->setText(m_counts.medianReplySeconds < 0 ? tr("none yet", "median reply: nothing was answered yet")
                                                      : ageText(m_counts.medianReplySeconds));
    m_decided.merge(page.decidedToday);
    m_decidedBox->setVisible(m_decided.rowCount() > 0);
    offerUndoOf(page.decidedToday);
}

/// Ctrl+Z reaches the person's own decisions also after a restart.
void EscalationsView::offerUndoOf(const std::vector<api::EscalationRow> &decided)
{
    for (const api::EscalationRow &row : decided) {
        const QString key = QStringLiteral("escalation/") + row.id;
        const auto &entries = context().undo.entries();
        const bool known = std::any_of(entries.begin(), entries.end(), [&](const auto &entry) { return entry.key == key; });
        if (undoLeft(row, context().ticker.now()) == 0) {
            if (known)
                context().undo.removeKey(key);
            continue;
        }
        if (known || row.decidedByName != context().engine.caller().name)
            continue;
        UndoCenter::Entry entry;
        //: An entry of "undo": %1 what was decided, %2 the escalation's title.
        entry.text = tr("%1: %2").arg(EscalationWords::decided(row.decision), row.title);
        entry.until = row.holdUntil;
        entry.key = key;
        entry.undo = [self = QPointer(this), row] {
            if (self)
                self->m_commands.undo(row);
        };
        context().undo.push(std::move(entry));
    }
}

void EscalationsView::showState()
{
    Q_EMIT badgeChanged();
    if (m_model.rowCount() > 0) {
        m_states->showContent();
    } else if (isFiltered()) {
        m_states->showEmpty({QStringLiteral("search"), tr("Nothing matches"),
                             tr("No open escalation fits the filters."), tr("Clear filters"), [this] { clearFilters(); }});
    } else if (m_decided.rowCount() > 0 || m_counts.medianReplySeconds >= 0) {
        m_states->showEmpty({QStringLiteral("circle-check"), tr("All done"),
                             tr("Nothing needs a person right now."), {}, {}, Tone::Ok});
    } else {
        m_states->showEmpty({QStringLiteral("life-buoy"), tr("No escalations yet"),
                             tr("When an agent meets a case that a person has to decide, it appears here with its deadline."),
                             {}, {}});
    }
    if (!m_selectAfterLoad.isEmpty()) {
        if (const int row = m_model.rowOf(m_selectAfterLoad); row >= 0)
            m_list->setCurrentIndex(m_model.index(row, 0));
        m_selectAfterLoad.clear();
    }
    fitLists();
    updateActions();
}

/// The queue is as high as its rows while there is room; "Decided today" follows
/// below and takes at most two fifths when both want more than there is.
void EscalationsView::fitLists()
{
    const int rowHeight = m_delegate->rowHeight();
    m_list->setFitsRows(true, rowHeight);
    m_decidedList->setFitsRows(true, m_decidedDelegate->rowHeight());
    const bool queue = m_states->showsContent() && m_model.rowCount() > 0;
    const int above = m_states->y();
    const int free = std::max(0, height() - above);
    const int chrome = m_decidedTitle->sizeHint().height() + 16;
    const int decidedWish = m_decidedBox->isHidden() ? 0 : m_decidedList->rowsHeight() + chrome;
    const int queueWish = queue ? m_list->rowsHeight() + 10 : free / 2;
    int decided = decidedWish;
    if (queueWish + decidedWish > free)
        decided = std::min(decidedWish, std::max(free * 2 / 5, free - queueWish));
    // Whole rows, so that none is cut in the middle.
    const int shownRows = std::max(1, (decided - chrome) / std::max(1, m_decidedDelegate->rowHeight()));
    if (decided < decidedWish)
        decided = chrome + shownRows * m_decidedDelegate->rowHeight();
    const int statesHeight = std::min(queueWish, free - decided);
    const bool slack = decidedWish > 0 && queueWish + decidedWish < free && queue;
    m_states->setMaximumHeight(slack ? statesHeight : QWIDGETSIZE_MAX);
    m_decidedBox->setMaximumHeight(slack ? QWIDGETSIZE_MAX : decided);
    m_decidedBox->setMinimumHeight(decided);
}

void EscalationsView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    fitLists();
}

void EscalationsView::showEvent(QShowEvent *event)
{
    DockView::showEvent(event);
    QMetaObject::invokeMethod(this, [this] { fitLists(); }, Qt::QueuedConnection);
}

void EscalationsView::fillEntities()
{
    const StudioFilter &studio = context().studio;
    const QString before = m_entity->currentData().toString();
    m_entity->clear();
    m_entity->addItem(tr("Every studio"), QString());
    for (const auto &[id, name] : studio.entities())
        m_entity->addItem(name, id);
    const bool fixed = !studio.entity().isEmpty();
    m_entity->setCurrentIndex(std::max(0, m_entity->findData(fixed ? studio.entity() : before)));
    m_entity->setEnabled(!fixed);
    m_entity->setToolTip(fixed ? tr("The whole window shows one studio. Choose another one above.") : QString());
}

bool EscalationsView::isFiltered() const
{
    return m_mine->isChecked() || !m_search->text().trimmed().isEmpty() || !m_class->currentData().toString().isEmpty()
        || !m_entity->currentData().toString().isEmpty();
}

void EscalationsView::clearFilters()
{
    m_search->clear();
    m_class->setCurrentIndex(0);
    if (m_entity->isEnabled())
        m_entity->setCurrentIndex(0);
    m_all->setChecked(true);
    ask();
}

} // namespace hs::ui
