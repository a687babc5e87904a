#include "ui/knowledge/docks.h"

#include <QCoreApplication>

#include "ui/knowledge/knowledge_view.h"

namespace hs::ui {

std::vector<DockEntry> knowledgeDocks()
{
    return {{QStringLiteral("knowledge"), QCoreApplication::translate("DockCatalog", "Knowledge"), QStringLiteral("book-open"), 320,
             {QStringLiteral("knowledge")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new KnowledgeView(context, parent); }}};
}

} // namespace hs::ui
