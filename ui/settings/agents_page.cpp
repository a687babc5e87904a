#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/pages.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

AgentsPage::AgentsPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("agents"), tr("What each agent may do by itself. With drafts only, an agent prepares and a person sends."), parent)
{
    setKeywords(tr("autonomy autopilot drafts pause"));
    m_box = new QWidget(body());
    m_grid = new QGridLayout(m_box);
    m_grid->setContentsMargins(0, 12, 0, 8);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(10);
    m_grid->setColumnStretch(1, 1);
    addBlock(m_box);
    addHeading(tr("All agents"));
    addSections({QStringLiteral("agents")});
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (isVisible() && change.topic == api::Topic::Agents)
            ask();
    });
}

void AgentsPage::shown()
{
    ask();
}

void AgentsPage::ask()
{
    context().engine.ask(api::AgentQuery{}, this, [this](Result<std::vector<api::AgentRow>> answer) {
        if (answer)
            fill(*answer);
        else
            context().toasts.show(Toast{errorSentence(answer.error()), Tone::Danger, {}, {}, errorDetails(answer.error())});
    });
}

void AgentsPage::fill(const std::vector<api::AgentRow> &agents)
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto report = [this](Result<api::Receipt> receipt) {
        if (!receipt)
            context().toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
        ask();
    };
    int row = 0;
    for (const api::AgentRow &agent : agents) {
        auto *avatar = new AgentAvatar(context().theme, 32, m_box);
        avatar->setAgent(agent.key, agent.name, dotOf(agent.state));
        m_grid->addWidget(avatar, row, 0);
        auto *texts = new QWidget(m_box);
        auto *column = new QVBoxLayout(texts);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(1);
        column->addWidget(makeLabel(agent.name, TextStyle::Strong, Token::Text, texts));
        //: %1 what an agent is for, %2 its state, such as "working"
        column->addWidget(makeWrappingLabel(tr("%1 · %2").arg(agent.role, agentStateName(agent.state)), TextStyle::Small, Token::Text2, texts));
        if (!agent.lastError.isEmpty())
            column->addWidget(makeWrappingLabel(agent.lastError, TextStyle::Small, Token::Danger, texts));
        m_grid->addWidget(texts, row, 1);
        if (agent.state != api::AgentState::NoDuty) {
            auto *autonomy = new QComboBox(m_box);
            autonomy->addItem(tr("Drafts only"), int(api::Autonomy::DraftsOnly));
            autonomy->addItem(tr("Autopilot"), int(api::Autonomy::Autopilot));
            autonomy->setCurrentIndex(agent.autonomy == api::Autonomy::Autopilot ? 1 : 0);
            //: %1 is an agent's name
            autonomy->setAccessibleName(tr("Autonomy of %1").arg(agent.name));
            connect(autonomy, &QComboBox::activated, this, [this, autonomy, report, key = agent.key](int index) {
                context().engine.submit(api::SetAutonomy{key, api::Autonomy(autonomy->itemData(index).toInt())}, this, report);
            });
            m_grid->addWidget(autonomy, row, 2);
            const bool paused = agent.state == api::AgentState::Paused;
            QPushButton *pause = makeButton(paused ? tr("Let it go on") : tr("Pause"), ButtonKind::Normal, context().theme, m_box,
                                            paused ? QStringLiteral("play") : QStringLiteral("pause"));
            //: %1 is a deed such as "Pause", %2 an agent's name
            pause->setAccessibleName(tr("%1: %2").arg(pause->text(), agent.name));
            connect(pause, &QPushButton::clicked, this, [this, report, paused, key = agent.key] {
                if (paused)
                    context().engine.submit(api::ResumeAgent{key}, this, report);
                else
                    context().engine.submit(api::PauseAgent{key}, this, report);
            });
            m_grid->addWidget(pause, row, 3);
        }
        ++row;
    }
}

} // namespace hs::ui
