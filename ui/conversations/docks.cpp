#include "ui/conversations/docks.h"

#include <QCoreApplication>

#include "ui/conversations/conversations_view.h"

namespace hs::ui {

std::vector<DockEntry> conversationsDocks()
{
    return {{QStringLiteral("conversations"), QCoreApplication::translate("DockCatalog", "Conversations"),
             QStringLiteral("message-circle"), 520, {QStringLiteral("thread"), QStringLiteral("agent_threads")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new ConversationsView(context, parent); }}};
}

} // namespace hs::ui
