#include "ui/dock_catalog.h"

#include <algorithm>

#if __has_include("ui/activity/docks.h")
#include "ui/activity/docks.h"
#define HS_ACTIVITY
#endif
#if __has_include("ui/boards/docks.h")
#include "ui/boards/docks.h"
#define HS_BOARDS
#endif
#if __has_include("ui/conversations/docks.h")
#include "ui/conversations/docks.h"
#define HS_CONVERSATIONS
#endif
#if __has_include("ui/escalations/docks.h")
#include "ui/escalations/docks.h"
#define HS_ESCALATIONS
#endif
#if __has_include("ui/integrations/docks.h")
#include "ui/integrations/docks.h"
#define HS_INTEGRATIONS
#endif
#if __has_include("ui/knowledge/docks.h")
#include "ui/knowledge/docks.h"
#define HS_KNOWLEDGE
#endif
#if __has_include("ui/records/docks.h")
#include "ui/records/docks.h"
#define HS_RECORDS
#endif

namespace hs::ui {

std::vector<DockEntry> dockCatalog()
{
    std::vector<DockEntry> all;
    const auto add = [&all](std::vector<DockEntry> entries) {
        std::move(entries.begin(), entries.end(), std::back_inserter(all));
    };
#ifdef HS_CONVERSATIONS
    add(conversationsDocks());
#endif
#ifdef HS_BOARDS
    add(boardsDocks());
#endif
#ifdef HS_KNOWLEDGE
    add(knowledgeDocks());
#endif
#ifdef HS_INTEGRATIONS
    add(integrationsDocks());
#endif
#ifdef HS_ESCALATIONS
    add(escalationsDocks());
#endif
#ifdef HS_ACTIVITY
    add(activityDocks());
#endif
#ifdef HS_RECORDS
    add(recordsDocks());
#endif
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
