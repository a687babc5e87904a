#include "ui/designer/outline_tree.h"

#include <QHeaderView>
#include <QKeyEvent>

#include "ui/designer/chart_words.h"

namespace hs::ui {

namespace {

constexpr int PointerRole = Qt::UserRole;

} // namespace

OutlineTree::OutlineTree(const Theme &theme, DesignModel &model, QWidget *parent) : QTreeWidget(parent), m_theme(theme), m_model(model)
{
    setHeaderHidden(true);
    setColumnCount(1);
    setAccessibleName(tr("States and transitions"));
    setProperty("focusRing", true);
    setUniformRowHeights(true);
    setIndentation(14);
    header()->setStretchLastSection(true);
    connect(&model, &DesignModel::chartChanged, this, &OutlineTree::rebuild);
    connect(&model, &DesignModel::opened, this, [this] {
        m_folded.clear();
        m_items.clear();
        clear();
    });
    connect(&model, &DesignModel::selectionChanged, this, &OutlineTree::takeSelection);
    connect(&theme, &Theme::changed, this, &OutlineTree::rebuild);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (!m_filling && item)
            m_model.select(item->data(0, PointerRole).toString());
    });
    connect(this, &QTreeWidget::itemCollapsed, this, [this](QTreeWidgetItem *item) { m_folded.insert(item->data(0, PointerRole).toString()); });
    connect(this, &QTreeWidget::itemExpanded, this, [this](QTreeWidgetItem *item) { m_folded.remove(item->data(0, PointerRole).toString()); });
    connect(this, &QTreeWidget::itemActivated, this, [this] { Q_EMIT editWanted(); });
}

void OutlineTree::rebuild()
{
    m_filling = true;
    const QSet<QString> folded = m_folded;
    clear();
    m_items.clear();
    const api::Chart &chart = m_model.chart();
    std::vector<QTreeWidgetItem *> states;
    for (std::size_t i = 0; i < chart.states.size(); ++i) {
        const auto &state = chart.states[i];
        auto *item = new QTreeWidgetItem(QStringList{state.parent < 0 && !chart.title.isEmpty() ? chart.title : state.key});
        const QString icon = state.kind == api::StateKind::Final      ? QStringLiteral("flag")
                             : state.kind == api::StateKind::History  ? QStringLiteral("history")
                             : state.kind == api::StateKind::Parallel ? QStringLiteral("columns-2")
                             : state.parent < 0                       ? QStringLiteral("workflow")
                                                                      : QStringLiteral("square");
        item->setIcon(0, QIcon(m_theme.pixmap(icon, 16, Token::Text2))); // one look, also of what is unfolded
        item->setData(0, PointerRole, state.pointer.isNull() ? QStringLiteral("") : state.pointer);
        item->setData(0, Qt::AccessibleTextRole, stateSentence(chart, int(i)));
        item->setToolTip(0, state.description);
        states.push_back(item);
        m_items.insert(state.pointer, item);
    }
    for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
        const auto &transition = chart.transitions[i];
        QStringList targets;
        for (const int target : transition.targets)
            targets << chart.states[std::size_t(target)].path;
        const QString cause = transitionCause(transition) + (transition.guard.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(transition.guard));
        //: a row of the outline: %1 an event, %2 the state it leads to
        auto *item = new QTreeWidgetItem(QStringList{targets.isEmpty() ? cause : tr("%1 → %2").arg(cause, targets.join(QStringLiteral(" + ")))});
        const QString icon = transitionIcon(transition.kind);
        item->setIcon(0, QIcon(m_theme.pixmap(icon.isEmpty() ? QStringLiteral("zap") : icon, 16, Token::Text3)));
        item->setForeground(0, m_theme.color(Token::Text2));
        item->setData(0, PointerRole, transition.pointer);
        item->setData(0, Qt::AccessibleTextRole, transitionSentence(chart, int(i)));
        item->setToolTip(0, transitionSentence(chart, int(i)));
        states[std::size_t(transition.source)]->addChild(item);
        m_items.insert(transition.pointer, item);
    }
    for (std::size_t i = 1; i < chart.states.size(); ++i)
        states[std::size_t(chart.states[i].parent)]->addChild(states[i]);
    if (!states.empty())
        addTopLevelItem(states.front());
    expandAll();
    for (const QString &pointer : folded) {
        if (QTreeWidgetItem *item = m_items.value(pointer))
            item->setExpanded(false);
    }
    m_folded = folded;
    m_filling = false;
    takeSelection();
}

void OutlineTree::takeSelection()
{
    if (m_filling)
        return;
    m_filling = true;
    QTreeWidgetItem *item = m_model.selected().isNull() ? nullptr : m_items.value(m_model.selected());
    setCurrentItem(item);
    if (item)
        scrollToItem(item);
    m_filling = false;
}

bool OutlineTree::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            key->accept();
            return true;
        }
    }
    return QTreeWidget::event(event);
}

void OutlineTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo))
        Q_EMIT undoWanted();
    else if (event->matches(QKeySequence::Redo))
        Q_EMIT redoWanted();
    else if (event->key() == Qt::Key_F2)
        Q_EMIT renameWanted();
    else if (event->key() == Qt::Key_Delete)
        Q_EMIT removeWanted();
    else if (event->key() == Qt::Key_Insert)
        Q_EMIT addWanted();
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace hs::ui
