#include "ui/escalations/docks.h"

#include <QCoreApplication>

#include "ui/escalations/escalation_detail_view.h"
#include "ui/escalations/escalations_view.h"

namespace hs::ui {

namespace {
struct EscalationDocksWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::EscalationDocks)
};
} // namespace

std::vector<DockEntry> escalationsDocks()
{
    DockEntry queue;
    queue.id = QStringLiteral("escalations");
    queue.title = EscalationDocksWords::tr("Escalations");
    queue.icon = QStringLiteral("life-buoy");
    queue.leastWidth = 300;
    queue.make = [](ViewContext &context, QWidget *parent) -> DockView * { return new EscalationsView(context, parent); };

    DockEntry detail;
    detail.id = QStringLiteral("escalation");
    detail.title = EscalationDocksWords::tr("Escalation");
    detail.icon = QStringLiteral("shield");
    detail.leastWidth = 360;
    detail.kinds = {QStringLiteral("escalation")};
    detail.make = [](ViewContext &context, QWidget *parent) -> DockView * {
        return new EscalationDetailView(context, parent);
    };
    return {queue, detail};
}

} // namespace hs::ui
