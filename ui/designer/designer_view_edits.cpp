#include "ui/designer/designer_view.h"

#include <algorithm>

#include <QMenu>

#include "ui/designer/chart_words.h"
#include "ui/designer/design_dialogs.h"
#include "ui/lists/reason_dialog.h"

/// What a person changes in the picture or the outline, and the questions before it.
namespace hs::ui {

int DesignerView::chosenState() const
{
    return m_chart->figure().stateIndex(m_model.selected());
}

int DesignerView::chosenTransition() const
{
    return m_chart->figure().transitionIndex(m_model.selected());
}

void DesignerView::addState()
{
    const api::Chart &chart = m_model.chart();
    if (chart.states.empty())
        return;
    // Inside what holds others, else beside it.
    int parent = std::max(0, chosenState());
    if (const int transition = chosenTransition(); transition >= 0)
        parent = chart.transitions[std::size_t(transition)].source;
    const api::StateKind kind = chart.states[std::size_t(parent)].kind;
    if (parent > 0 && kind != api::StateKind::Compound && kind != api::StateKind::Parallel)
        parent = chart.states[std::size_t(parent)].parent;
    const api::ChartState &holder = chart.states[std::size_t(parent)];
    askNewState(this, parent == 0 ? badge() : holder.path, [this, at = holder.pointer](const QString &key, api::StateKind chosen) {
        m_model.edit(api::AddState{at, key, chosen}, tr("Add state"));
    });
}

void DesignerView::addTransition(const QString &target)
{
    const api::Chart &chart = m_model.chart();
    int source = chosenState();
    if (const int transition = chosenTransition(); transition >= 0)
        source = chart.transitions[std::size_t(transition)].source;
    if (source < 0)
        return;
    const api::StateKind kind = chart.states[std::size_t(source)].kind;
    if (kind == api::StateKind::Final || kind == api::StateKind::History) {
        context().toasts.show(tr("Nothing leads on from a final or history state."), Tone::Warn);
        return;
    }
    askNewTransition(this, chart, source, m_chart->figure().stateIndex(target), [this](const api::AddTransition &edit) { m_model.edit(edit, tr("Add transition")); });
}

void DesignerView::renameChosen()
{
    if (m_model.selected().isNull())
        return;
    showSide(Side::Details);
    m_inspector->focusName();
}

void DesignerView::editChosen()
{
    renameChosen();
}

void DesignerView::removeChosen()
{
    const api::Chart &chart = m_model.chart();
    if (const int transition = chosenTransition(); transition >= 0) {
        m_model.edit(api::RemoveTransition{m_model.selected()}, tr("Remove transition"));
        return;
    }
    const int state = chosenState();
    if (state <= 0)
        return;
    const auto inside = [&chart, state](int index) {
        for (int at = index; at >= 0; at = chart.states[std::size_t(at)].parent) {
            if (at == state)
                return true;
        }
        return false;
    };
    QStringList lost;
    for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
        const auto &transition = chart.transitions[i];
        if (!inside(transition.source) && std::any_of(transition.targets.begin(), transition.targets.end(), inside))
            lost << transitionSentence(chart, int(i));
    }
    const int within = int(std::count_if(chart.states.begin(), chart.states.end(), [&](const auto &other) { return inside(int(&other - chart.states.data())); })) - 1;
    QStringList sentences{tr("%1 goes with all that leads from it.").arg(chart.states[std::size_t(state)].path)};
    if (within > 0)
        sentences << tr("%n state(s) inside go with it.", nullptr, within);
    if (!lost.isEmpty()) {
        sentences << tr("These transitions lead to it and go too:");
        const qsizetype shown = std::min<qsizetype>(lost.size(), 8);
        for (qsizetype i = 0; i < shown; ++i)
            sentences << QStringLiteral("• ") + lost[i];
        if (shown < lost.size())
            sentences << tr("and %n more", nullptr, int(lost.size() - shown));
    }
    askFirst(this, tr("Remove state"), sentences.join(QLatin1Char('\n')), tr("Remove"),
             [this, pointer = m_model.selected()] { m_model.edit(api::RemoveState{pointer}, tr("Remove state")); });
}

void DesignerView::newDefinition()
{
    QStringList taken;
    for (const auto &row : m_versions)
        taken << row.definition;
    const auto begin = [this](const QString &text) {
        ++m_opening;
        m_definition.clear();
        m_version.clear();
        m_crLf = false;
        m_model.open(text, false);
        fillChoosers();
        Q_EMIT badgeChanged();
    };
    const auto ask = [this, taken, begin] { askNewDefinition(this, taken, begin); };
    if (m_model.isChanged() && !m_model.text().isEmpty())
        askFirst(this, tr("New workflow"), tr("Your changes of %1 are not published. They are lost when another one is opened.").arg(badge()),
                 tr("Begin anew, lose the changes"), ask);
    else
        ask();
}

void DesignerView::showMenu(const QPoint &global)
{
    ActionRegistry &actions = context().actions;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char *id) {
        if (QAction *action = actions.find(QStringLiteral("designer.") + QString::fromLatin1(id)))
            menu->addAction(action);
    };
    const int state = chosenState();
    if (state >= 0 || chosenTransition() >= 0) {
        add("details");
        if (state > 0)
            add("rename");
        add("addTransition");
    }
    add("addState");
    if (state > 0) {
        add("earlier");
        add("later");
    }
    if (state > 0 || chosenTransition() >= 0) {
        menu->addSeparator();
        add("remove");
    }
    menu->addSeparator();
    add("undo");
    add("redo");
    add("fit");
    menu->popup(global);
}

void DesignerView::undo()
{
    if (m_model.undoStack().canUndo())
        m_model.undoStack().undo();
}

void DesignerView::redo()
{
    if (m_model.undoStack().canRedo())
        m_model.undoStack().redo();
}

} // namespace hs::ui
