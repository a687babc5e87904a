#include "ui/designer/docks.h"

#include <QCoreApplication>

#include "ui/designer/designer_view.h"

namespace hs::ui {

std::vector<DockEntry> designerDocks()
{
    return {{QStringLiteral("designer"), QCoreApplication::translate("DockCatalog", "Workflow designer"), QStringLiteral("workflow"), 480,
             {QStringLiteral("workflow_design")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new DesignerView(context, parent); }}};
}

} // namespace hs::ui
