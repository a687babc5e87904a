#pragma once

#include <QLabel>

#include "engine/api/rows.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

/// A person's initials in a circle. A label, so that it has a name.
class AvatarLabel final : public QLabel {
    Q_OBJECT
public:
    AvatarLabel(const Theme &theme, int side, QWidget *parent = nullptr);
    void setPerson(const QString &name, const QString &initials = {}, bool self = false);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_initials;
    bool m_self = false;
};

[[nodiscard]] Dot dotOf(api::AgentState state);
[[nodiscard]] QString agentStateName(api::AgentState state); ///< "working", translated

/// An agent's square with icon and state dot.
class AgentAvatar final : public QLabel {
    Q_OBJECT
public:
    AgentAvatar(const Theme &theme, int side, QWidget *parent = nullptr);
    void setAgent(const QString &agent, const QString &name, Dot dot = Dot::None);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_agent;
    Dot m_dot = Dot::None;
};

} // namespace hs::ui
