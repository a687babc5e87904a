#include "ui/window/demo_tour.h"

#include <algorithm>
#include <array>

#include <QMenu>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

const QString TriedKey = QStringLiteral("demo/tried");
constexpr int LatestActs = 100;

struct Step {
    const char *key;
    const char *act;  ///< the audited act that shows it was tried
    const char *dock; ///< where it is tried; empty: the window itself
    const char *text;
};

constexpr std::array Steps{
    Step{"claim", "escalation.claimed", "escalations", QT_TRANSLATE_NOOP("hs::ui::DemoTour", "Claim a case")},
    Step{"decide", "escalation.decided", "escalation", QT_TRANSLATE_NOOP("hs::ui::DemoTour", "Approve a proposed reply, or decide otherwise")},
    Step{"move", "workflow.moved", "board", QT_TRANSLATE_NOOP("hs::ui::DemoTour", "Move a card on the board")},
    Step{"pause", "agent.paused", "", QT_TRANSLATE_NOOP("hs::ui::DemoTour", "Pause the agents, and let them go on")},
};

} // namespace

DemoTour::DemoTour(ViewContext &context, QWidget *parent) : QToolButton(parent), m_context(context), m_menu(new QMenu(this))
{
    setProperty("kind", QStringLiteral("pill"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(20, 14));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setMinimumHeight(context.theme.size("hitMin") - 2);
    setMenu(m_menu);
    setToolTip(tr("A studio with fictional people. Leaving it never touches real data."));
    setAccessibleDescription(toolTip());
    setStyleProperty(this, "tone", toneName(Tone::Warn));
    connect(m_menu, &QMenu::aboutToShow, this, &DemoTour::fill);
    connect(&m_context.theme, &Theme::changed, this, &DemoTour::showState);
    connect(&m_context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Audit)
            ask();
    });
    hide();
}

void DemoTour::setDemo(bool demo)
{
    if (m_demo == demo)
        return;
    m_demo = demo;
    m_tried = m_context.preferences.value(TriedKey).toStringList();
    showState();
    ask();
}

void DemoTour::ask()
{
    const QString person = m_context.engine.caller().id;
    if (!m_demo || person.isEmpty() || tried() == int(Steps.size()))
        return;
    api::AuditQuery query;
    query.actor = person;
    query.window.limit = LatestActs;
    m_context.engine.ask(query, this, [this](const Result<api::Page<api::AuditRow>> &page) {
        if (!page) // the list stays as it was; Activity shows why the audit cannot be read
            return;
        for (const api::AuditRow &row : page->rows)
            take(row);
    });
}

void DemoTour::take(const api::AuditRow &row)
{
    const auto step = std::find_if(Steps.begin(), Steps.end(), [&](const Step &one) { return row.action == QLatin1String(one.act); });
    if (step == Steps.end() || m_tried.contains(QLatin1String(step->key)))
        return;
    m_tried << QLatin1String(step->key);
    m_context.preferences.setValue(TriedKey, m_tried);
    showState();
    if (tried() == int(Steps.size()))
        m_context.toasts.show(tr("You have tried all of the demo's steps."), Tone::Ok);
}

void DemoTour::showState()
{
    const int all = int(Steps.size());
    setIcon(m_context.theme.icon(QStringLiteral("play"), m_context.theme.toneColor(Tone::Warn)));
    if (tried() == all)
        setText(tr("Demo"));
    else
        setText(tr("Demo · %1 of %2 tried", "how many steps of the demo were tried").arg(tried()).arg(all));
    setAccessibleName(text());
    setVisible(m_demo);
    Q_EMIT widthChanged();
}

void DemoTour::fill()
{
    m_menu->clear();
    for (const Step &step : Steps) {
        const bool done = m_tried.contains(QLatin1String(step.key));
        const QString text = tr(step.text);
        //: A step of the demo that was tried. %1 is the step.
        QAction *action = m_menu->addAction(done ? tr("%1 – tried").arg(text) : text);
        action->setProperty("hsListEntry", true); // a row of a list, no deed of its own
        action->setIcon(m_context.theme.icon(done ? QStringLiteral("circle-check") : QStringLiteral("circle"), done ? Token::Ok : Token::Text3));
        connect(action, &QAction::triggered, this, [this, dock = QString::fromLatin1(step.dock)] {
            if (dock.isEmpty())
                Q_EMIT pauseWanted();
            else
                m_context.navigator.openDock(dock);
        });
    }
}

} // namespace hs::ui
