#include "ui/conversations/agent_strip.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/avatar.h"

namespace hs::ui {

AgentButton::AgentButton(const Theme &theme, QWidget *parent)
    : QToolButton(parent), m_theme(theme)
{
    setCheckable(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void AgentButton::setAgent(const api::AgentRow &agent)
{
    m_agent = agent.key;
    m_dot = dotOf(agent.state);
    QStringList about{agent.name + QStringLiteral(", ") + agentStateName(agent.state)};
    if (!agent.role.isEmpty())
        about << agent.role;
    if (!agent.lastError.isEmpty() && agent.state == api::AgentState::Failing)
        about << engineSentence(agent.lastError);
    //: %1 an agent's name, %2 its state such as "working"
    setAccessibleName(tr("%1, %2").arg(agent.name, agentStateName(agent.state)));
    setAccessibleDescription(
        tr("Shows only this agent's conversations. The menu key opens its page, pauses it or changes what it may do by itself."));
    setToolTip(about.join(QLatin1Char('\n')));
    update();
}

QSize AgentButton::sizeHint() const
{
    const int side = m_theme.size("hitMin");
    return {side, side};
}

void AgentButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect ground = rect();
    if (isChecked() || underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(m_theme.color(Token::Accent), 2) : Qt::NoPen);
        painter.setBrush(m_theme.color(isChecked() ? Token::Selected : Token::Hover));
        painter.drawRoundedRect(QRectF(ground).adjusted(1, 1, -1, -1), m_theme.radius("control"), m_theme.radius("control"));
    }
    const int side = ground.width() - 8;
    paintAgentAvatar(painter, m_theme, {ground.left() + 4, ground.top() + 4, side, side}, m_agent, m_dot);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Accent));
        painter.drawRoundedRect(QRect(ground.left() + 6, ground.bottom() - 1, ground.width() - 12, 2), 1, 1);
    }
}

AgentStrip::AgentStrip(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(8, 7, 8, 5);
    m_row->setSpacing(0);
    setMinimumHeight(context.theme.size("hitMin") + 12); // the list does not jump when the agents are known
    setAccessibleName(tr("Agents"));
    connect(&directory, &Directory::agentsChanged, this, &AgentStrip::rebuild);
    rebuild();
}

void AgentStrip::rebuild()
{
    const auto &agents = m_directory.agents();
    while (m_buttons.size() > qsizetype(agents.size()))
        delete m_buttons.takeLast();
    while (m_buttons.size() < qsizetype(agents.size())) {
        auto *button = new AgentButton(m_context.theme, this);
        connect(button, &QToolButton::clicked, this, [this, button] {
            setChosen(button->isChecked() ? button->agent() : QString());
            Q_EMIT chosenChanged(m_chosen);
        });
        connect(button, &QWidget::customContextMenuRequested, this,
                [this, button](const QPoint &at) { showMenu(button->agent(), button->mapToGlobal(at)); });
        m_row->addWidget(button);
        button->show();
        m_buttons << button;
    }
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setAgent(agents[std::size_t(i)]);
    setChosen(m_chosen);
}

void AgentStrip::setChosen(const QString &agent)
{
    m_chosen = agent;
    for (AgentButton *button : std::as_const(m_buttons))
        button->setChecked(!agent.isEmpty() && button->agent() == agent);
}

void AgentStrip::tell(const QString &what, const Result<api::Receipt> &receipt)
{
    if (!receipt)
        m_context.toasts.show({what + QLatin1Char(' ') + errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
}

void AgentStrip::showMenu(const QString &key, const QPoint &globalPosition)
{
    const api::AgentRow *agent = m_directory.agent(key);
    if (!agent)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    //: Heads an agent's menu. %1 its name, %2 its state such as "working"
    menu->addAction(tr("%1, %2").arg(agent->name, agentStateName(agent->state)))->setEnabled(false);
    menu->addSeparator();
    if (m_context.navigator.canOpen(QStringLiteral("agent"))) {
        menu->addAction(m_context.theme.icon(QStringLiteral("external-link")), tr("Open agent page"), this,
                        [this, key] { m_context.navigator.open(QStringLiteral("agent"), key); });
    }
    if (!agent->commands.empty()) {
        //: %1 is an agent's name
        menu->addAction(m_context.theme.icon(QStringLiteral("message-square-plus")), tr("New conversation with %1").arg(agent->name), this,
                        [this, key] { Q_EMIT talkAsked(key); });
        menu->addSeparator();
    }
    if (agent->state == api::AgentState::Paused) {
        menu->addAction(m_context.theme.icon(QStringLiteral("circle-play")), tr("Resume"), this, [this, key] {
            m_context.engine.submit(api::ResumeAgent{key}, this,
                                    [this](Result<api::Receipt> receipt) { tell(tr("The agent could not be resumed."), receipt); });
        });
    } else if (agent->state != api::AgentState::NoDuty) {
        menu->addAction(m_context.theme.icon(QStringLiteral("circle-pause")), tr("Pause"), this, [this, key] {
            m_context.engine.submit(api::PauseAgent{key}, this,
                                    [this](Result<api::Receipt> receipt) { tell(tr("The agent could not be paused."), receipt); });
        });
    } else {
        menu->addAction(tr("It has no duty in this version"))->setEnabled(false);
    }
    if (agent->state != api::AgentState::NoDuty) {
        QMenu *autonomy = menu->addMenu(tr("What it may do by itself"));
        const auto choice = [&](const QString &text, api::Autonomy value) {
            QAction *action = autonomy->addAction(text, this, [this, key, value] {
                m_context.engine.submit(api::SetAutonomy{key, value}, this, [this](Result<api::Receipt> receipt) {
                    tell(tr("What the agent may do could not be changed."), receipt);
                });
            });
            action->setCheckable(true);
            action->setChecked(agent->autonomy == value);
        };
        choice(tr("Drafts only: a person sends"), api::Autonomy::DraftsOnly);
        choice(tr("Autopilot: it sends after the hold"), api::Autonomy::Autopilot);
    }
    menu->popup(globalPosition);
}

} // namespace hs::ui
