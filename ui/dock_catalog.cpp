#include "ui/dock_catalog.h"

#include <algorithm>

#include "ui/activity/docks.h"
#include "ui/agents/docks.h"
#include "ui/boards/docks.h"
#include "ui/conversations/docks.h"
#include "ui/designer/docks.h"
#include "ui/escalations/docks.h"
#include "ui/integrations/docks.h"
#include "ui/knowledge/docks.h"
#include "ui/records/docks.h"
#include "ui/runs/docks.h"

namespace hs::ui {

std::vector<DockEntry> dockCatalog()
{
    std::vector<DockEntry> all;
    const auto add = [&all](std::vector<DockEntry> entries) {
        std::move(entries.begin(), entries.end(), std::back_inserter(all));
    };
    add(conversationsDocks());
    add(boardsDocks());
    add(knowledgeDocks());
    add(integrationsDocks());
    add(escalationsDocks());
    add(activityDocks());
    add(runsDocks());
    add(recordsDocks());
    add(designerDocks());
    add(agentsDocks());
    const QStringList five{QStringLiteral("conversations"), QStringLiteral("board"), QStringLiteral("knowledge"),
                           QStringLiteral("integrations"), QStringLiteral("escalations")};
    const auto rank = [&five](const DockEntry &entry) {
        const qsizetype at = five.indexOf(entry.id);
        return at < 0 ? five.size() : at;
    };
    std::stable_sort(all.begin(), all.end(),
                     [&rank](const DockEntry &a, const DockEntry &b) { return rank(a) < rank(b); });
    return all;
}

} // namespace hs::ui
