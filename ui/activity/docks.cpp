#include "ui/activity/docks.h"

#include <QCoreApplication>

#include "ui/activity/activity_view.h"

namespace hs::ui {

namespace {
struct ActivityDocksWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::ActivityDocks)
};
} // namespace

std::vector<DockEntry> activityDocks()
{
    DockEntry entry;
    entry.id = QStringLiteral("activity");
    entry.title = ActivityDocksWords::tr("Activity");
    entry.icon = QStringLiteral("history");
    entry.leastWidth = 340;
    entry.kinds = {QStringLiteral("audit"), QStringLiteral("event"), QStringLiteral("task"), QStringLiteral("message"), QStringLiteral("letter")};
    entry.make = [](ViewContext &context, QWidget *parent) -> DockView * { return new ActivityView(context, parent); };
    return {entry};
}

} // namespace hs::ui
