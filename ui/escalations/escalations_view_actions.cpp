// The queue's actions: what they do, when they are possible, and the menus that offer them.

#include "ui/escalations/escalations_view.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>

#include "ui/escalations/escalation_detail_view.h"

namespace hs::ui {

namespace {

const QString Scope = QStringLiteral("escalations");

} // namespace

void EscalationsView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const char *id, const QString &text, const QString &keywords, const char *icon,
                         const QKeySequence &key, bool single, std::function<void()> run) {
        ActionSpec spec;
        spec.id = QStringLiteral("escalations.") + QLatin1String(id);
        spec.text = text;
        spec.keywords = keywords;
        spec.scope = Scope;
        spec.shortcut = key;
        spec.icon = QLatin1String(icon);
        spec.singleKey = single;
        QAction *action = actions.add(spec, this, std::move(run));
        action->setIcon(context().theme.icon(spec.icon));
        if (single)
            m_list->addAction(action);
        return action;
    };
    m_filterAction = add("filter", tr("Filter escalations"), tr("search mine class studio", "search words"), "funnel", {}, false, {});
    m_filterAction->setCheckable(true);
    connect(m_filterAction, &QAction::toggled, this, [this](bool on) {
        m_filterPanel->setVisible(on);
        if (!on && isFiltered())
            clearFilters();
        fitLists();
    });
    ActionSpec next;
    next.id = QStringLiteral("escalations.claimNext");
    next.text = tr("Claim next escalation");
    next.keywords = tr("take most urgent", "search words");
    next.scope = QStringLiteral("global");
    next.shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    next.icon = QStringLiteral("hand");
    m_claimNext = actions.add(next, this, [this] { m_commands.claimNext(); });

    m_open = add("open", tr("Open escalation"), tr("detail show", "search words"), "external-link", {}, false,
                 [this] { openCurrent(); });
    m_claim = add("claim", tr("Claim"), tr("take mine", "search words"), "hand", Qt::Key_C, true, [this] {
        if (const auto *row = current())
            m_commands.claim(*row);
    });
    m_release = add("release", tr("Release"), tr("give back queue", "search words"), "undo-2", {}, false, [this] {
        if (const auto *row = current())
            m_commands.release(*row);
    });
    m_takeOver = add("takeOver", tr("Take over…"), tr("claim from colleague", "search words"), "hand", {}, false, [this] {
        if (const auto *row = current())
            m_commands.takeOver(*row);
    });
    m_assign = add("assign", tr("Assign…"), tr("colleague hand over", "search words"), "user-plus", Qt::Key_A, true,
                   [this] { m_commands.assign(selectedRows()); });
    m_snooze = add("snooze", tr("Snooze"), tr("later remind", "search words"), "alarm-clock-off", Qt::Key_S, true, [this] {
        const QModelIndex index = m_list->currentIndex();
        const QPoint pos = index.isValid() ? m_list->visualRect(index).bottomLeft() : QPoint();
        m_commands.offerSnooze(selectedRows(), m_list->viewport()->mapToGlobal(pos));
    });
    m_wait = add("wait", tr("Waiting on client"), tr("pause clock stop", "search words"), "hourglass", {}, false, [this] {
        if (const auto *row = current())
            m_commands.waitOnClient(*row, !row->pausedSince.isValid());
    });
    m_copyLink = add("copyLink", tr("Copy link"), tr("address share", "search words"), "link", {}, false, [this] {
        if (const auto *row = current())
            m_commands.copyLink(*row);
    });
}

const api::EscalationRow *EscalationsView::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? m_model.at(index.row()) : nullptr;
}

std::vector<api::EscalationRow> EscalationsView::selectedRows() const
{
    std::vector<api::EscalationRow> rows;
    const QModelIndexList indexes = m_list->selectionModel()->selectedIndexes();
    for (const QModelIndex &index : indexes) {
        if (const auto *row = m_model.at(index.row()))
            rows.push_back(*row);
    }
    if (rows.empty() && current())
        rows.push_back(*current());
    return rows;
}

void EscalationsView::selectionChanged()
{
    const int count = int(m_list->selectionModel()->selectedIndexes().size());
    m_bulkText->setText(tr("%n selected", "escalations", count));
    m_bulkBar->setVisible(count > 1);
    updateActions();
}

void EscalationsView::updateActions()
{
    const auto *row = current();
    const QString none = tr("Select an escalation first.");
    const QString self = context().engine.caller().id;
    const bool may = m_commands.mayDecide();
    const auto set = [&](QAction *action, bool possible, const QString &why) {
        if (!row)
            ActionRegistry::setEnabled(action, false, none);
        else if (!may && action != m_open && action != m_copyLink)
            ActionRegistry::setEnabled(action, false, EscalationCommands::noPermissionText());
        else
            ActionRegistry::setEnabled(action, possible, why);
    };
    set(m_open, true, {});
    set(m_copyLink, true, {});
    set(m_claim, row && row->claimant.isEmpty(),
        row ? tr("%1 has claimed it.").arg(row->claimantName) : QString());
    set(m_release, row && row->claimant == self && !self.isEmpty(), tr("Only the person who claimed it can release it."));
    set(m_takeOver, row && !row->claimant.isEmpty() && row->claimant != self, tr("Nobody else has claimed it."));
    set(m_assign, true, {});
    set(m_snooze, true, {});
    set(m_wait, true, {});
    m_wait->setText(row && row->pausedSince.isValid() ? tr("No longer waiting on client") : tr("Waiting on client"));
    ActionRegistry::setEnabled(m_claimNext, may, EscalationCommands::noPermissionText());
}

void EscalationsView::openCurrent()
{
    if (const auto *row = current())
        context().navigator.open(QStringLiteral("escalation"), row->id);
}

/// A detail pane that is on screen shows the selected row; the focus stays here.
void EscalationsView::followSelection()
{
    updateActions();
    const auto *row = current();
    if (!row || !isVisible())
        return;
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        const auto panes = window->findChildren<EscalationDetailView *>();
        for (EscalationDetailView *pane : panes) {
            if (pane->isVisible())
                pane->showObject(QStringLiteral("escalation"), row->id);
        }
    }
}

void EscalationsView::showMenu(const QPoint &pos)
{
    const QModelIndex index = m_list->indexAt(pos);
    if (index.isValid() && !m_list->selectionModel()->isSelected(index))
        m_list->setCurrentIndex(index);
    updateActions();
    if (!current())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (selectedRows().size() > 1) { // no decision in bulk
        menu->addActions({m_assign, m_snooze});
    } else {
        menu->addActions({m_open, m_claim, m_release, m_takeOver});
        menu->addSeparator();
        menu->addActions({m_assign, m_snooze, m_wait});
        menu->addSeparator();
        menu->addAction(m_copyLink);
    }
    menu->popup(m_list->viewport()->mapToGlobal(pos));
}

void EscalationsView::showDecidedMenu(const QPoint &pos)
{
    const auto *row = m_decided.at(m_decidedList->indexAt(pos).row());
    if (!row)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open escalation")), &QAction::triggered, this,
            [this, id = row->id] { context().navigator.open(QStringLiteral("escalation"), id); });
    QAction *undo = menu->addAction(tr("Undo decision"));
    undo->setEnabled(undoLeft(*row, context().ticker.now()) > 0);
    connect(undo, &QAction::triggered, this, [this, copy = *row] { m_commands.undo(copy); });
    menu->popup(m_decidedList->viewport()->mapToGlobal(pos));
}

} // namespace hs::ui
