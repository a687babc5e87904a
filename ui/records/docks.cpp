#include "ui/records/docks.h"

#include <QCoreApplication>

#include "ui/records/record_view.h"

namespace hs::ui {

std::vector<DockEntry> recordsDocks()
{
    return {{QStringLiteral("record"), QCoreApplication::translate("DockCatalog", "Records"), QStringLiteral("database"), 320,
             {QStringLiteral("record"), QStringLiteral("contact")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new RecordView(context, parent); }}};
}

} // namespace hs::ui
