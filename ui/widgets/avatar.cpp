#include "ui/widgets/avatar.h"

#include <QCoreApplication>

#include "ui/text/person_text.h"

namespace hs::ui {

namespace {
struct AgentWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Agent)
};
} // namespace

AvatarLabel::AvatarLabel(const Theme &theme, int side, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setFixedSize(side, side);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AvatarLabel::setPerson(const QString &name, const QString &initials, bool self)
{
    m_initials = initials.isEmpty() ? initialsOf(name) : initials;
    m_self = self;
    setAccessibleName(name);
    setToolTip(name);
    update();
}

void AvatarLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAvatar(painter, m_theme, rect(), m_initials, m_self);
}

Dot dotOf(api::AgentState state)
{
    switch (state) {
    case api::AgentState::Working: return Dot::Working;
    case api::AgentState::Waiting: return Dot::Waiting;
    case api::AgentState::Paused: return Dot::Paused;
    case api::AgentState::Failing: return Dot::Failing;
    case api::AgentState::NoDuty: return Dot::None;
    }
    return Dot::None;
}

QString agentStateName(api::AgentState state)
{
    switch (state) {
    case api::AgentState::Working: return AgentWords::tr("working");
    case api::AgentState::Waiting: return AgentWords::tr("waiting");
    case api::AgentState::Paused: return AgentWords::tr("paused");
    case api::AgentState::Failing: return AgentWords::tr("failing");
    case api::AgentState::NoDuty: return AgentWords::tr("no duty yet");
    }
    return {};
}

AgentAvatar::AgentAvatar(const Theme &theme, int side, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setFixedSize(side + 4, side + 4);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AgentAvatar::setAgent(const QString &agent, const QString &name, Dot dot)
{
    m_agent = agent;
    m_dot = dot;
    setAccessibleName(name);
    setToolTip(name);
    update();
}

void AgentAvatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAgentAvatar(painter, m_theme, QRect(2, 2, width() - 4, height() - 4), m_agent, m_dot);
}

} // namespace hs::ui
