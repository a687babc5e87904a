#include "ui/agents/agent_view.h"

#include <algorithm>
#include <utility>

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/agents/agent_lists.h"
#include "ui/agents/permission_table.h"
#include "ui/agents/today_panel.h"
#include "ui/agents/try_box.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/request_panel.h"
#include "ui/thinking/tool_list.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int PageFace = 40;
constexpr int SoonMillis = 1000;

struct StateLook {
    Tone tone;
    const char *icon;
};

StateLook stateLook(api::AgentState state)
{
    switch (state) {
    case api::AgentState::Working: return {Tone::Ok, "activity"};
    case api::AgentState::Waiting: return {Tone::Neutral, "clock"};
    case api::AgentState::Paused: return {Tone::Warn, "pause"};
    case api::AgentState::Failing: return {Tone::Danger, "circle-x"};
    case api::AgentState::NoDuty: break;
    }
    return {Tone::Neutral, "circle-dashed"};
}

} // namespace

AgentView::AgentView(ViewContext &context, QWidget *parent) : DockView(context, parent), m_directory(context.engine)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_area = new QScrollArea;
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_sheet = new QWidget;
    m_sheet->setProperty("fill", QStringLiteral("surface"));
    m_column = new QVBoxLayout(m_sheet);
    m_column->setContentsMargins(16, 12, 16, 16);
    m_column->setSpacing(18);
    m_column->addWidget(makeHead());
    makeSections();
    m_column->addStretch(1);
    m_sheet->setMinimumHeight(1); // the height follows the width; the labels' own least height is for a width they do not have
    m_area->setWidget(m_sheet);
    m_states = new ContentStates(context.theme, m_area, this);
    outer->addWidget(m_states);

    m_soon.setSingleShot(true);
    m_soon.setInterval(SoonMillis);
    connect(&m_soon, &QTimer::timeout, this, &AgentView::ask);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        const bool concerns = change.topic == api::Topic::Agents || change.topic == api::Topic::Settings || change.topic == api::Topic::Integrations;
        if (concerns && !m_agent.isEmpty() && !m_soon.isActive())
            m_soon.start();
    });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        if (m_detail)
            showHead();
    });
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        // Brought up without a wish: the first agent that has something to do.
        if (m_agent.isEmpty() && !m_directory.agents().empty()) {
            const auto &all = m_directory.agents();
            const auto busy = std::find_if(all.begin(), all.end(), [](const auto &one) { return one.state != api::AgentState::NoDuty; });
            showObject(QStringLiteral("agent"), (busy == all.end() ? all.front() : *busy).key);
        }
    });
    connect(&context.ticker, &Ticker::ticked, this, &AgentView::tick);
    makeActions();
    m_states->beginLoading();
}

QWidget *AgentView::makeHead()
{
    const Theme &theme = context().theme;
    auto *head = new QWidget(m_sheet);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    m_face = new AgentAvatar(theme, PageFace, head);
    row->addWidget(m_face, 0, Qt::AlignTop);
    auto *names = new QVBoxLayout;
    names->setSpacing(3);
    m_name = makeWrappingLabel({}, TextStyle::Headline, Token::Text, head);
    m_role = makeWrappingLabel({}, TextStyle::Body, Token::Text2, head);
    auto *states = new FlowLayout(nullptr, 8, 4);
    m_state = new Chip(theme, head);
    m_active = makeLabel({}, TextStyle::Small, Token::Text2, head);
    states->addWidget(m_state);
    states->addWidget(m_active);
    names->addWidget(m_name);
    names->addWidget(m_role);
    names->addLayout(states);
    row->addLayout(names, 1);
    m_other = makeIconButton(QStringLiteral("chevrons-up-down"), tr("Show another agent"), theme, head);
    row->addWidget(m_other, 0, Qt::AlignTop);
    column->addLayout(row);

    m_autonomyBox = new QWidget(head);
    auto *autonomy = new QVBoxLayout(m_autonomyBox);
    autonomy->setContentsMargins(0, 0, 0, 0);
    autonomy->setSpacing(4);
    auto *choice = new FlowLayout(nullptr, 6, 4);
    auto *group = new QButtonGroup(this);
    const std::pair<api::Autonomy, QString> both[] = {{api::Autonomy::DraftsOnly, tr("Drafts only")}, {api::Autonomy::Autopilot, tr("Autopilot")}};
    for (const auto &one : both) {
        QPushButton *button = makeButton(one.second, ButtonKind::Chip, theme, m_autonomyBox,
                                         one.first == api::Autonomy::Autopilot ? QStringLiteral("zap") : QStringLiteral("square-pen"));
        group->addButton(button, int(one.first));
        choice->addWidget(button);
        m_autonomy[int(one.first)] = button;
    }
    autonomy->addLayout(choice);
    m_autonomyMeans = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_autonomyBox);
    autonomy->addWidget(m_autonomyMeans);
    column->addWidget(m_autonomyBox);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_pause = makeButton(tr("Pause"), ButtonKind::Normal, theme, head, QStringLiteral("pause"));
    m_talk = makeButton(tr("Show its conversations"), ButtonKind::Normal, theme, head, QStringLiteral("message-circle"));
    buttons->addWidget(m_pause);
    buttons->addWidget(m_talk);
    column->addLayout(buttons);
    connect(m_other, &QToolButton::clicked, this, &AgentView::chooseAgent);
    connect(m_pause, &QPushButton::clicked, this, &AgentView::pauseOrResume);
    connect(m_talk, &QPushButton::clicked, this, [this] { context().navigator.open(QStringLiteral("agent_threads"), m_agent); });
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { setAutonomy(api::Autonomy(id)); });
    return head;
}

QVBoxLayout *AgentView::makeSection(const QString &title, QWidget **box)
{
    auto *section = new QWidget(m_sheet);
    auto *lines = new QVBoxLayout(section);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(8);
    lines->addWidget(makeLine(section));
    if (!title.isEmpty())
        lines->addWidget(makeWrappingLabel(title, TextStyle::Subtitle, Token::Text, section));
    m_column->addWidget(section);
    if (box)
        *box = section;
    return lines;
}

void AgentView::makeSections()
{
    ViewContext &all = context();
    m_idle = makeFrame("info", m_sheet);
    auto *idle = new QVBoxLayout(m_idle);
    idle->setContentsMargins(12, 10, 12, 10);
    idle->addWidget(makeWrappingLabel(tr("This agent has no duty in this version. What comes in for it becomes a task for a person."),
                                      TextStyle::Body, Token::Info, m_idle));
    m_idle->hide();
    m_column->addWidget(m_idle);
    m_requests = new RequestPanel(all, m_directory, m_sheet);
    m_column->addWidget(m_requests);

    m_today = new TodayPanel(all, m_sheet);
    makeSection(tr("Today"))->addWidget(m_today);

    QVBoxLayout *may = makeSection(tr("What it may do"));
    m_permissions = new PermissionTable(all, m_sheet);
    may->addWidget(m_permissions);
    may->addSpacing(6);
    m_toolFold = new FoldBox(all.theme, tr("Its tools"), m_sheet);
    m_tools = new ToolList(all.theme, m_sheet);
    m_tools->hide();
    m_toolFold->setContent([this](QWidget *) -> QWidget * { return m_tools; });
    may->addWidget(m_toolFold);

    QVBoxLayout *rules = makeSection(tr("Its rules"));
    m_rules = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_sheet);
    m_rules->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rules->addWidget(m_rules);
    m_ways = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_sheet);
    m_ways->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rules->addWidget(m_ways);
    QVBoxLayout *trial = makeSection(tr("Try it"));
    m_try = new TryBox(all, m_sheet);
    trial->addWidget(m_try);

    m_thoughts = new ThoughtList(all, m_sheet);
    makeSection(tr("What it thought about"))->addWidget(m_thoughts);
    m_faults = new FaultList(all, m_sheet);
    makeSection(tr("What went wrong"))->addWidget(m_faults);

    QVBoxLayout *model = makeSection(tr("Language model"));
    m_model = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_sheet);
    model->addWidget(m_model);
    m_setUp = makeButton(tr("Set up a language model"), ButtonKind::Link, all.theme, m_sheet, QStringLiteral("settings-2"));
    model->addWidget(m_setUp, 0, Qt::AlignLeading);
    connect(m_permissions, &PermissionTable::changed, this, &AgentView::ask);
    connect(m_setUp, &QPushButton::clicked, this, [this] { context().navigator.open(QStringLiteral("setting"), QStringLiteral("ai")); });
}

void AgentView::makeActions()
{
    ActionRegistry &actions = context().actions;
    const QString scope = QStringLiteral("agent");
    m_headerActions << actions.add({QStringLiteral("agent.choose"), tr("Show another agent…"), tr("choose switch page"), scope, {},
                                    QStringLiteral("chevrons-up-down")},
                                   this, [this] { chooseAgent(); });
    m_pauseAction =
        actions.add({QStringLiteral("agent.pause"), tr("Pause this agent, or let it go on"), tr("stop resume"), scope, {}, QStringLiteral("pause")},
                    this, [this] { pauseOrResume(); });
    actions.add(
        {QStringLiteral("agent.try"), tr("Try this agent's rules"), tr("test simulate what would"), scope, {}, QStringLiteral("flask-conical")}, this,
        [this] {
            m_area->ensureWidgetVisible(m_try);
            m_try->field()->setFocus();
        });
}

QString AgentView::title() const
{
    const api::AgentRow *row = m_directory.agent(m_agent);
    //: The dock of one agent. %1 its name
    return row ? tr("Agent: %1").arg(row->name) : tr("Agent");
}

QString AgentView::badge() const
{
    return m_detail && m_detail->row.state == api::AgentState::Failing ? agentStateName(m_detail->row.state) : QString();
}

QWidget *AgentView::firstFocus()
{
    return m_other;
}

QByteArray AgentView::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("agent"), m_agent}}).toJson(QJsonDocument::Compact);
}

void AgentView::restoreState(const QByteArray &state)
{
    showObject(QStringLiteral("agent"), QJsonDocument::fromJson(state).object().value(QStringLiteral("agent")).toString());
}

void AgentView::showObject(const QString &, const QString &id)
{
    if (id.isEmpty() || id == m_agent)
        return;
    ++m_generation;
    m_agent = id;
    m_detail.reset();
    m_asking = m_again = false;
    m_requests->setAgent(id);
    m_thoughts->setAgent(id);
    m_area->verticalScrollBar()->setValue(0);
    m_states->beginLoading();
    ask();
    Q_EMIT titleChanged();
}

void AgentView::refresh()
{
    m_directory.refresh();
    m_requests->refresh();
    ask();
}

void AgentView::ask()
{
    if (m_agent.isEmpty())
        return;
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    m_again = false;
    context().engine.ask(api::AgentDetailQuery{m_agent}, this, [this, generation = m_generation](Result<api::AgentDetail> detail) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (detail) {
            take(std::move(*detail));
        } else if (detail.error().code == Errc::NotFound) {
            m_states->showEmpty({QStringLiteral("bot"), tr("There is no such agent"), tr("It may have had another name."), tr("Show another agent"),
                                 [this] { chooseAgent(); }, Tone::Neutral});
        } else {
            m_states->showFailure({tr("The agent could not be read."), context().ticker.now(),
                                   m_detail ? tr("You see what was read last.") : QString(), detail.error(), [this] { ask(); }});
        }
        if (m_again)
            ask();
    });
    m_thoughts->refresh();
}

void AgentView::take(api::AgentDetail detail)
{
    m_detail = std::move(detail);
    showHead();
    m_today->setDetail(*m_detail);
    m_permissions->setPermissions(m_agent, m_detail->row.name, m_detail->permissions);
    const auto same = [](const api::AgentTool &a, const api::AgentTool &b) {
        return a.name == b.name && a.server == b.server && a.risk == b.risk && a.leave == b.leave && a.description == b.description;
    };
    if (!std::equal(m_shownTools.begin(), m_shownTools.end(), m_detail->tools.begin(), m_detail->tools.end(), same)) {
        m_shownTools = m_detail->tools;
        m_tools->setTools(m_shownTools);
    }
    m_toolFold->setLine(m_detail->tools.empty() ? tr("It has none.")
                                                : tr("%n tool(s), with what a mistake would cost", nullptr, int(m_detail->tools.size())));
    m_faults->setFaults(m_detail->faults);
    m_try->setAgent(m_agent, m_detail->row.name);
    showRules();
    showWays();
    showModel();
    m_states->showContent();
    Q_EMIT titleChanged();
    Q_EMIT badgeChanged();
}

void AgentView::showHead()
{
    const api::AgentRow &row = m_detail->row;
    const api::Role role = context().engine.caller().role;
    const bool duty = row.state != api::AgentState::NoDuty;
    const bool paused = row.state == api::AgentState::Paused;
    m_face->setAgent(row.key, row.name, dotOf(row.state));
    m_name->setText(row.name);
    m_role->setText(row.role);
    m_role->setVisible(!row.role.isEmpty());
    const StateLook look = stateLook(row.state);
    m_state->setLook(agentStateName(row.state), look.tone, QString::fromLatin1(look.icon));
    tick();
    m_idle->setVisible(!duty);
    m_autonomyBox->setVisible(duty);
    for (QPushButton *button : m_autonomy) {
        button->setEnabled(role >= api::Role::Operator);
        button->setToolTip(button->isEnabled() ? QString() : tr("Needs the role operator."));
        //: Read by screen readers. %1 a choice such as "Autopilot", %2 an agent's name
        button->setAccessibleName(tr("%1 for %2").arg(button->text(), row.name));
    }
    m_autonomy[int(row.autonomy)]->setChecked(true);
    m_autonomyMeans->setText(row.autonomy == api::Autonomy::Autopilot
                                 ? tr("It sends and changes by itself, within what it may do. What leaves is held for a moment.")
                                 : tr("It prepares; a person sends."));
    m_pause->setVisible(duty);
    m_pause->setText(paused ? tr("Let it go on") : tr("Pause"));
    m_pause->setIcon(context().theme.icon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
    m_pause->setEnabled(role >= api::Role::Operator);
    m_pause->setToolTip(m_pause->isEnabled() ? QString() : tr("Needs the role operator."));
    //: %1 is a deed such as "Pause", %2 an agent's name
    m_pause->setAccessibleName(tr("%1: %2").arg(m_pause->text(), row.name));
    m_talk->setVisible(context().navigator.canOpen(QStringLiteral("agent_threads")));
    ActionRegistry::setEnabled(m_pauseAction, duty && role >= api::Role::Operator,
                               duty ? tr("Needs the role operator.") : tr("It has no duty in this version"));
}

void AgentView::tick()
{
    if (!m_detail)
        return;
    const QDateTime at = m_detail->row.lastActive;
    //: When an agent did something last. %1 is a moment such as "10:43"
    const QString text = at.isValid() ? tr("last active %1").arg(momentText(at, context().ticker.now())) : tr("not active yet");
    if (m_active->text() != text)
        m_active->setText(text);
}

void AgentView::showModel()
{
    QString text;
    if (!m_detail->modelReady)
        text = tr("No language model is set up for it: its rules do the work alone.");
    else if (m_detail->model.isEmpty())
        text = tr("A language model helps where rules are not enough. None was asked yet.");
    else
        //: %1 a language model, such as "local · small-8b"
        text = tr("A language model helps where rules are not enough. %1 answered last.").arg(m_detail->model);
    m_model->setText(text);
    m_setUp->setVisible(!m_detail->modelReady);
}

void AgentView::showRules()
{
    QStringList lines;
    for (const QString &rule : m_detail->row.rules)
        lines << QStringLiteral("• ") + engineSentence(rule);
    m_rules->setText(lines.isEmpty() ? tr("It has no rules of its own.") : lines.join(QLatin1Char('\n')));
}

void AgentView::showWays()
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QStringList &values) {
        if (!values.isEmpty())
            //: %1 what is listed, %2 the list
            lines << AgentView::tr("%1: %2").arg(name, values.join(QStringLiteral(", ")));
    };
    QStringList others;
    for (const QString &key : m_detail->handsTo)
        others << m_directory.agentName(key);
    add(tr("Takes"), m_detail->handles);
    add(tr("Listens to"), m_detail->listensTo);
    add(tr("Hands on to"), others);
    m_ways->setText(lines.join(QLatin1Char('\n')));
    m_ways->setVisible(!lines.isEmpty());
}

void AgentView::chooseAgent()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const api::AgentRow &row : m_directory.agents()) {
        //: %1 an agent's name, %2 its state such as "working"
        QAction *action = menu->addAction(context().theme.icon(context().theme.agentIcon(row.key), context().theme.agentColor(row.key)),
                                          tr("%1, %2").arg(row.name, agentStateName(row.state)), this,
                                          [this, key = row.key] { showObject(QStringLiteral("agent"), key); });
        action->setCheckable(true);
        action->setChecked(row.key == m_agent);
    }
    if (menu->isEmpty())
        menu->addAction(tr("The agents are not known yet"))->setEnabled(false);
    menu->popup(m_other->mapToGlobal(QPoint(0, m_other->height())));
}

void AgentView::submit(api::Command command, const QString &failure)
{
    context().engine.submit(std::move(command), this, [this, failure](Result<api::Receipt> receipt) {
        if (!receipt)
            context().toasts.show({failure + QLatin1Char(' ') + errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
        if (m_detail)
            showHead(); // the switch shows what holds, until the engine says otherwise
        ask();
    });
}

void AgentView::pauseOrResume()
{
    if (!m_detail || m_detail->row.state == api::AgentState::NoDuty)
        return;
    if (m_detail->row.state == api::AgentState::Paused)
        submit(api::ResumeAgent{m_agent}, tr("The agent could not be resumed."));
    else
        submit(api::PauseAgent{m_agent}, tr("The agent could not be paused."));
}

void AgentView::setAutonomy(api::Autonomy autonomy)
{
    if (!m_detail || m_detail->row.autonomy == autonomy)
        return;
    submit(api::SetAutonomy{m_agent, autonomy}, tr("What the agent may do could not be changed."));
}

} // namespace hs::ui
