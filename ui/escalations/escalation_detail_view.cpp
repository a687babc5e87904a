#include "ui/escalations/escalation_detail_view.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/escalations/case_audit.h"
#include "ui/escalations/decision_panel.h"
#include "ui/escalations/detail_head.h"
#include "ui/escalations/escalation_words.h"
#include "ui/escalations/facts_column.h"
#include "ui/escalations/timeline_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int SaveAfterMs = 2000;
constexpr int NarrowBelow = 640;
constexpr int LeastHistoryLines = 3;
constexpr int LeastHeight = 360;
constexpr int CompactBelow = 720; ///< height
constexpr int FactsWidth = 236;
constexpr int LeastWidth = 320; ///< of the dock; the wide arrangement needs more and gives way before

} // namespace

EscalationDetailView::EscalationDetailView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_commands(context, this)
{
    m_body = new QWidget;
    m_body->setProperty("fill", QStringLiteral("surface"));
    m_body->setMinimumSize(LeastWidth, LeastHeight);
    m_columns = new QHBoxLayout(m_body);
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(0);
    auto *left = new QWidget(m_body);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_head = new DetailHead(context, left);
    column->addWidget(m_head);
    column->addWidget(makeLine(left));
    column->addWidget(makeTabs());

    m_timeline = new TimelineView(context);
    m_audit = new CaseAudit(context);
    m_facts = new FactsColumn(context);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_timeline);
    m_stack->addWidget(m_audit);
    m_stack->setMinimumHeight(fontMetrics().lineSpacing() * LeastHistoryLines); // less than its pages ask for
    m_panel = new DecisionPanel(context);
    m_split = new QSplitter(Qt::Vertical, left);
    m_split->addWidget(m_stack);
    m_split->addWidget(m_panel);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({520, 400});
    column->addWidget(m_split, 1);
    m_columns->addWidget(left, 1);
    m_factsLine = makeFrame("vline", m_body);
    m_columns->addWidget(m_factsLine);
    m_columns->addWidget(m_facts);

    m_states = new ContentStates(context.theme, m_body, this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_states);

    makeActions();
    m_saving.setSingleShot(true);
    m_saving.setInterval(SaveAfterMs);
    connect(&m_saving, &QTimer::timeout, this, &EscalationDetailView::saveDraft);

    connect(m_head, &DetailHead::priorityWanted, this,
            [this](api::Priority priority) { m_commands.setPriority(m_detail.row, priority); });
    connect(m_head, &DetailHead::keepWanted, this, [this] { touchLease(true); });
    connect(m_timeline, &TimelineView::citationActivated, this,
            [this](const QString &kind, const QString &id) { this->context().navigator.open(kind, id); });
    connect(m_facts, &FactsColumn::similarActivated, this,
            [this](const QString &id) { this->context().navigator.open(QStringLiteral("escalation"), id); });
    connect(m_facts, &FactsColumn::contactActivated, this,
            [this](const QString &id) { this->context().navigator.open(QStringLiteral("contact"), id); });
    connect(m_panel->editor(), &ReplyEditor::edited, this, &EscalationDetailView::edited);
    connect(m_panel, &DecisionPanel::approveWanted, this, &EscalationDetailView::approve);
    connect(m_panel, &DecisionPanel::rejectWanted, this, &EscalationDetailView::rejectCase);
    connect(m_panel, &DecisionPanel::handBackWanted, this, &EscalationDetailView::handBack);
    connect(m_panel, &DecisionPanel::anotherWanted, this, &EscalationDetailView::askAnother);
    connect(m_panel, &DecisionPanel::claimWanted, this, [this] { m_commands.claim(m_detail.row); });
    connect(m_panel, &DecisionPanel::takeOverWanted, this, [this] { m_commands.takeOver(m_detail.row); });
    connect(m_panel, &DecisionPanel::undoWanted, this, [this] { m_commands.undo(m_detail.row); });
    connect(m_panel, &DecisionPanel::newsRead, this, &EscalationDetailView::acknowledge);
    connect(m_panel, &DecisionPanel::showNewsWanted, this, [this] {
        showPage(Page::Matters);
        m_timeline->scrollToNew();
    });
    connect(&m_commands, &EscalationCommands::carriedOut, this, [this](const QString &id) {
        if (id == m_id)
            load();
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        const bool ours = change.topic == api::Topic::Escalations || change.topic == api::Topic::Threads
            || change.topic == api::Topic::Effects;
        const bool named = change.topic != api::Topic::Escalations || change.ids.empty()
            || std::find(change.ids.begin(), change.ids.end(), m_id) != change.ids.end();
        if (ours && named && !m_id.isEmpty())
            load();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        if (!m_id.isEmpty())
            load();
    });
    connect(&context.ticker, &Ticker::ticked, this, [this] {
        if (!isVisible() || m_detail.row.id.isEmpty())
            return;
        m_head->tick();
        m_facts->tick();
        m_panel->tick();
    });
    arrange();
    showPage(m_page);
    showNothing();
}

EscalationDetailView::~EscalationDetailView()
{
    // The engine outlives the views: unsaved words still reach it.
    saveDraft();
}

QWidget *EscalationDetailView::makeTabs()
{
    auto *bar = new QWidget(m_body);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(10);
    const auto add = [&](Page page, const QString &text) {
        QPushButton *tab = makeButton(text, ButtonKind::Tab, context().theme, bar);
        tab->setAutoExclusive(true);
        row->addWidget(tab);
        m_tabs.emplace_back(page, tab);
        connect(tab, &QPushButton::clicked, this, [this, page] { showPage(page); });
    };
    add(Page::Matters, tr("What matters", "part of the history"));
    add(Page::Everything, tr("Everything", "the whole history"));
    add(Page::Facts, tr("Facts", "about the client and the case"));
    add(Page::Audit, tr("Audit", "who did what to a case"));
    row->addStretch(1);
    m_tabs.front().second->setChecked(true);
    return bar;
}

void EscalationDetailView::showPage(Page page)
{
    m_page = page == Page::Facts && !m_narrow ? Page::Matters : page;
    for (const auto &[of, tab] : m_tabs) {
        tab->setVisible(of != Page::Facts || m_narrow);
        tab->setChecked(of == m_page);
    }
    switch (m_page) {
    case Page::Matters:
    case Page::Everything:
        m_timeline->setEverything(m_page == Page::Everything);
        m_stack->setCurrentWidget(m_timeline);
        break;
    case Page::Audit:
        m_audit->setObject(m_id);
        m_audit->refresh();
        m_stack->setCurrentWidget(m_audit);
        break;
    case Page::Facts:
        m_stack->setCurrentWidget(m_facts);
        break;
    }
}

void EscalationDetailView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const char *id, const QString &text, const QString &keywords, const char *icon,
                         const QKeySequence &key, bool single, std::function<void()> run) {
        ActionSpec spec;
        spec.id = QStringLiteral("escalation.") + QLatin1String(id);
        spec.text = text;
        spec.keywords = keywords;
        spec.scope = QStringLiteral("escalation");
        spec.shortcut = key;
        spec.icon = QLatin1String(icon);
        spec.singleKey = single;
        QAction *action = actions.add(spec, this, std::move(run));
        action->setIcon(context().theme.icon(spec.icon));
        if (single) { // heard where nothing is typed
            m_timeline->addAction(action);
            m_facts->addAction(action);
        }
        return action;
    };
    m_approve = add("approve", tr("Approve and send"), tr("accept yes send", "search words"), "check",
                    QKeySequence(Qt::CTRL | Qt::Key_Return), false, [this] { approve(); });
    m_edit = add("edit", tr("Edit the reply"), tr("write change", "search words"), "pencil", Qt::Key_E, true,
                 [this] { m_panel->editor()->field()->setFocus(Qt::ShortcutFocusReason); });
    m_reject = add("reject", tr("Reject…"), tr("no decline", "search words"), "x", Qt::Key_R, true, [this] { rejectCase(); });
    m_handBack = add("handBack", tr("Hand back…"), tr("return agent instruction", "search words"), "undo-2", Qt::Key_B, true,
                     [this] { handBack(); });
    m_another = add("another", tr("Ask for another proposal…"), tr("rewrite agent remark", "search words"),
                    "wand-sparkles", {}, false, [this] { askAnother(); });
    m_claim = add("claim", tr("Claim"), tr("take mine", "search words"), "hand", Qt::Key_C, true,
                  [this] { m_commands.claim(m_detail.row); });
    m_release = add("release", tr("Release"), tr("give back queue", "search words"), "undo-2", {}, false,
                    [this] { m_commands.release(m_detail.row); });
    m_assign = add("assign", tr("Assign…"), tr("colleague hand over", "search words"), "user-plus", Qt::Key_A, true,
                   [this] { m_commands.assign({m_detail.row}); });
    m_takeOver = add("takeOver", tr("Take over…"), tr("claim from colleague", "search words"), "hand", {}, false,
                     [this] { m_commands.takeOver(m_detail.row); });
    m_snooze = add("snooze", tr("Snooze"), tr("later remind", "search words"), "alarm-clock-off", Qt::Key_S, true, [this] {
        m_commands.offerSnooze({m_detail.row}, m_head->mapToGlobal(QPoint(16, m_head->height())));
    });
    m_wait = add("wait", tr("Waiting on client"), tr("pause clock stop", "search words"), "hourglass", {}, false,
                 [this] { m_commands.waitOnClient(m_detail.row, !m_detail.row.pausedSince.isValid()); });
    m_thread = add("thread", tr("Open conversation"), tr("messages thread", "search words"), "messages-square", {}, false,
                   [this] { context().navigator.open(QStringLiteral("thread"), m_detail.row.thread); });
    m_undo = add("undo", tr("Undo the decision"), tr("take back", "search words"), "undo-2", {}, false,
                 [this] { m_commands.undo(m_detail.row); });
    m_copyLink = add("copyLink", tr("Copy link"), tr("address share", "search words"), "link", {}, false,
                     [this] { m_commands.copyLink(m_detail.row); });
    m_more = add("more", tr("More for this escalation"), tr("menu", "search words"), "ellipsis", {}, false, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_claim, m_release, m_takeOver, m_assign});
        menu->addSeparator();
        menu->addActions({m_snooze, m_wait, m_another});
        menu->addSeparator();
        menu->addActions({m_thread, m_copyLink});
        menu->popup(QCursor::pos());
    });
    m_head->setClaimActions({m_release, m_assign, m_takeOver, m_snooze, m_wait, m_thread});
    m_timeline->setFocusPolicy(Qt::StrongFocus);
    m_facts->setFocusPolicy(Qt::StrongFocus);
}

QString EscalationDetailView::title() const
{
    if (m_detail.row.number.isEmpty())
        return tr("Escalation");
    //: %1 is a number such as E-1042.
    return tr("Escalation %1").arg(m_detail.row.number);
}

QString EscalationDetailView::badge() const
{
    const api::EscalationRow &row = m_detail.row;
    if (row.id.isEmpty())
        return {};
    if (!isOpen(row))
        return EscalationWords::status(row.status);
    if (row.claimant.isEmpty())
        return EscalationWords::status(api::EscalationStatus::Waiting);
    //: %1 is a person.
    return mine() ? tr("Claimed by you") : tr("Claimed by %1").arg(row.claimantName);
}

QList<QAction *> EscalationDetailView::headerActions() const
{
    return {m_copyLink, m_more};
}

QWidget *EscalationDetailView::firstFocus()
{
    return m_id.isEmpty() ? static_cast<QWidget *>(this) : m_timeline;
}

QByteArray EscalationDetailView::saveState() const
{
    const QJsonObject state{{QStringLiteral("id"), m_id}, {QStringLiteral("everything"), m_page == Page::Everything}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void EscalationDetailView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.value(QStringLiteral("everything")).toBool())
        showPage(Page::Everything);
    showObject(QStringLiteral("escalation"), state.value(QStringLiteral("id")).toString());
}

QStringList EscalationDetailView::workInHand() const
{
    if (m_busy)
        return {tr("A decision on “%1” is on its way.").arg(m_detail.row.title)};
    return {};
}

bool EscalationDetailView::mine() const
{
    return !m_detail.row.claimant.isEmpty() && m_detail.row.claimant == context().engine.caller().id;
}

void EscalationDetailView::showObject(const QString &, const QString &id)
{
    if (id.isEmpty() || id == m_id)
        return;
    saveDraft();
    m_id = id;
    m_detail = {};
    m_seenVersion = -1;
    m_newFrom = -1;
    m_newsText.clear();
    m_conflicted = false;
    m_touched = {};
    m_panel->setNews({}, false);
    if (m_page == Page::Audit)
        m_audit->setObject(id);
    load();
}

void EscalationDetailView::refresh()
{
    if (!m_id.isEmpty())
        load();
}

void EscalationDetailView::showNothing()
{
    const bool may = m_commands.mayDecide();
    m_states->showEmpty({QStringLiteral("life-buoy"), tr("No escalation is open"),
                         tr("Choose one in the queue, or take the most urgent one."),
                         may ? tr("Claim next") : QString(), [this] { m_commands.claimNext(); }});
    updateActions();
}

void EscalationDetailView::load()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_states->beginLoading();
    context().engine.ask(api::EscalationDetailQuery{m_id}, this, [this, id = m_id](Result<api::EscalationDetail> detail) {
        m_loading = false;
        if (id != m_id) {
            load();
            return;
        }
        if (detail) {
            take(std::move(*detail), std::exchange(m_conflicted, false));
        } else if (detail.error().code == Errc::NotFound) {
            m_detail = {};
            m_states->showEmpty({QStringLiteral("search"), tr("This escalation is gone"),
                                 tr("It may have been removed, or the link is not right."), {}, {}});
            Q_EMIT titleChanged();
            Q_EMIT badgeChanged();
        } else {
            FailureState failure;
            failure.what = tr("The escalation could not be read.");
            failure.since = context().ticker.now();
            failure.stillWorks = m_detail.row.id.isEmpty() ? QString() : tr("You see what was read last.");
            failure.error = detail.error();
            failure.retry = [this] { load(); };
            m_states->showFailure(failure);
        }
        if (m_again)
            load();
    });
}

void EscalationDetailView::take(api::EscalationDetail detail, bool afterConflict)
{
    const api::EscalationDetail before = std::exchange(m_detail, std::move(detail));
    const bool first = before.row.id != m_detail.row.id;
    ReplyEditor *editor = m_panel->editor();
    const bool untouched = first || (!editor->isEdited() && !m_unsaved);
    editor->setProposal(m_detail.proposal);
    if (untouched) {
        editor->setText(m_detail.draft.isEmpty() ? m_detail.proposal : m_detail.draft);
        if (first && editor->isEdited() && !editor->field()->hasFocus())
            editor->showDifference(!m_detail.proposal.isEmpty());
    }
    if (first) {
        m_seenVersion = m_detail.row.version;
        m_newFrom = -1;
        m_unsaved = false;
        m_newsText = m_detail.stale ? staleText() : QString();
    } else {
        noticeNews(before, afterConflict);
    }
    showDetail();
    if (first) {
        m_timeline->scrollToEnd();
        if (hasFocus()) // given while there was nothing to read yet; the keys of a case are heard in its history
            firstFocus()->setFocus(Qt::OtherFocusReason);
    }
}

QString EscalationDetailView::staleText() const
{
    if (m_detail.staleWhy.isEmpty())
        return tr("The proposal may no longer fit: something happened since it was made.");
    //: %1 is who wrote: the client or a colleague.
    return tr("%1 wrote after this reply was proposed. Read it, then decide.").arg(m_detail.staleWhy);
}

/// What others added since the person last read the case. Own steps (a claim, a
/// draft) raise the version too and are nothing to read.
void EscalationDetailView::noticeNews(const api::EscalationDetail &before, bool afterConflict)
{
    if (m_detail.row.version == before.row.version && m_detail.stale == before.stale && !afterConflict)
        return;
    const QString self = context().engine.caller().id;
    const QDateTime seenUntil = before.timeline.empty() ? QDateTime() : before.timeline.back().at;
    int from = -1;
    QString who;
    for (int i = 0; i < int(m_detail.timeline.size()); ++i) {
        const api::TimelineItem &item = m_detail.timeline[size_t(i)];
        const bool later = !seenUntil.isValid() || item.at > seenUntil;
        const bool foreign = item.actorKind == QLatin1String("client")
            || (item.actorKind == QLatin1String("person") && item.actor != self);
        if (later && foreign) {
            from = i;
            who = item.actorName;
            break;
        }
    }
    const bool turnedStale = m_detail.stale && !before.stale;
    if (from < 0 && !turnedStale && !afterConflict) {
        if (m_newsText.isEmpty())
            m_seenVersion = m_detail.row.version;
        return;
    }
    if (from >= 0 && m_newFrom < 0)
        m_newFrom = from;
    if (m_detail.stale)
        m_newsText = staleText();
    else if (from >= 0)
        m_newsText = tr("%1 wrote while you were at work. Read it, then decide.", "%1 is a client or a colleague").arg(who);
    else
        m_newsText = tr("The case changed while you were at work. Look at it again, then decide.");
}

void EscalationDetailView::acknowledge()
{
    m_seenVersion = m_detail.row.version;
    m_newFrom = -1;
    m_newsText.clear();
    m_panel->setNews({}, false);
    m_timeline->setItems(m_detail.timeline, -1);
    m_panel->editor()->field()->setFocus();
}

void EscalationDetailView::showDetail()
{
    using Mode = DecisionPanel::Mode;
    const api::EscalationRow &row = m_detail.row;
    const bool may = m_commands.mayDecide();
    Mode mode = Mode::Done;
    if (isOpen(row))
        mode = !may ? Mode::NoPermission : mine() ? Mode::Editing : row.claimant.isEmpty() ? Mode::Unclaimed : Mode::Foreign;
    else if (undoLeft(row, context().ticker.now()) > 0 && may)
        mode = Mode::Held;
    if (mode != Mode::Editing) {
        m_newsText.clear();
        m_newFrom = -1;
        m_seenVersion = row.version;
    }
    m_head->setRow(row, may);
    m_timeline->setItems(m_detail.timeline, m_newFrom);
    const int left = m_timeline->hiddenCount();
    for (const auto &[page, tab] : m_tabs) {
        if (page == Page::Everything)
            tab->setToolTip(tr("%n more step(s)", "that \"what matters\" leaves out", left));
    }
    m_facts->setDetail(m_detail);
    m_panel->setDetail(m_detail, mode);
    m_panel->setNews(m_newsText, m_detail.stale && mode == Mode::Editing);
    if (m_page == Page::Audit)
        m_audit->refresh();
    m_states->showContent();
    updateActions();
    Q_EMIT titleChanged();
    Q_EMIT badgeChanged();
}

void EscalationDetailView::updateActions()
{
    const api::EscalationRow &row = m_detail.row;
    const bool there = !row.id.isEmpty();
    const bool open = there && isOpen(row);
    const bool may = m_commands.mayDecide();
    const bool own = mine();
    const QString none = tr("Open an escalation first.");
    const QString decided = tr("It is decided already.");
    const auto set = [&](QAction *action, bool possible, const QString &why) {
        ActionRegistry::setEnabled(action, there && may && possible,
                                   !there ? none : !may ? EscalationCommands::noPermissionText() : why);
    };
    const QString needClaim = open ? tr("Claim it first.") : decided;
    for (QAction *action : {m_approve, m_edit, m_reject, m_handBack, m_another})
        set(action, open && own && !m_busy, needClaim);
    set(m_claim, open && row.claimant.isEmpty(), open ? tr("It is claimed already.") : decided);
    set(m_release, open && own, tr("Only the person who claimed it can release it."));
    set(m_takeOver, open && !own && !row.claimant.isEmpty(), tr("Nobody else has claimed it."));
    set(m_assign, open, decided);
    set(m_snooze, open, decided);
    set(m_wait, open, decided);
    m_wait->setText(row.pausedSince.isValid() ? tr("No longer waiting on client") : tr("Waiting on client"));
    set(m_undo, undoLeft(row, context().ticker.now()) > 0, tr("It can no longer be taken back."));
    ActionRegistry::setEnabled(m_copyLink, there, none);
    ActionRegistry::setEnabled(m_more, there, none);
    const bool thread = there && !row.thread.isEmpty() && context().navigator.canOpen(QStringLiteral("thread"));
    ActionRegistry::setEnabled(m_thread, thread, tr("No conversation belongs to it."));
}

/// A narrow dock shows the side column as a page; what approving does then
/// stands above the reply, so that it is beside the decision at every width.
void EscalationDetailView::arrange()
{
    const Theme &theme = context().theme;
    const bool narrow = width() < theme.scaled(NarrowBelow);
    const bool first = m_facts->parentWidget() == nullptr || (m_stack->indexOf(m_facts) < 0 && m_columns->indexOf(m_facts) < 0);
    if (narrow != m_narrow || first) {
        m_narrow = narrow;
        m_facts->setEffectsInside(!narrow);
        if (narrow) {
            m_columns->removeWidget(m_facts);
            m_stack->addWidget(m_facts);
            m_facts->setMinimumWidth(0);
            m_facts->setMaximumWidth(QWIDGETSIZE_MAX);
            m_panel->takeEffects(m_facts->effects());
        } else {
            m_stack->removeWidget(m_facts);
            m_columns->addWidget(m_facts);
            m_facts->show();
            m_panel->takeEffects(nullptr);
        }
        m_factsLine->setVisible(!narrow);
        showPage(m_page);
    }
    const bool compact = height() < theme.scaled(CompactBelow);
    if (compact != m_compact) {
        m_compact = compact;
        m_head->setCompact(compact);
        m_panel->setCompact(compact);
    }
    if (!narrow)
        m_facts->setFixedWidth(std::min(theme.scaled(FactsWidth), width() * 36 / 100));
}

void EscalationDetailView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    arrange();
}

void EscalationDetailView::hideEvent(QHideEvent *event)
{
    saveDraft();
    DockView::hideEvent(event);
}

} // namespace hs::ui
