#include "ui/agents/docks.h"

#include <QCoreApplication>

#include "ui/agents/agent_view.h"

namespace hs::ui {

std::vector<DockEntry> agentsDocks()
{
    return {{QStringLiteral("agent"), QCoreApplication::translate("DockCatalog", "Agent"), QStringLiteral("bot"), 320, {QStringLiteral("agent")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new AgentView(context, parent); }}};
}

} // namespace hs::ui
