#include "ui/runs/docks.h"

#include <QCoreApplication>

#include "ui/runs/run_view.h"

namespace hs::ui {

std::vector<DockEntry> runsDocks()
{
    return {{QStringLiteral("run"), QCoreApplication::translate("DockCatalog", "Run history"), QStringLiteral("git-branch"), 300,
             {QStringLiteral("card"), QStringLiteral("workflow"), QStringLiteral("run")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new RunView(context, parent); }}};
}

} // namespace hs::ui
