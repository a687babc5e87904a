#include "ui/integrations/docks.h"

#include <QCoreApplication>

#include "ui/integrations/integrations_view.h"

namespace hs::ui {

namespace {
struct IntegrationDocksWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::IntegrationDocks)
};
} // namespace

std::vector<DockEntry> integrationsDocks()
{
    DockEntry entry;
    entry.id = QStringLiteral("integrations");
    entry.title = IntegrationDocksWords::tr("Integrations");
    entry.icon = QStringLiteral("activity");
    entry.leastWidth = 200;
    entry.kinds = {QStringLiteral("integration")};
    entry.make = [](ViewContext &context, QWidget *parent) -> DockView * { return new IntegrationsView(context, parent); };
    return {entry};
}

} // namespace hs::ui
