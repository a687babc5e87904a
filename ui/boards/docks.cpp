#include "ui/boards/docks.h"

#include <QCoreApplication>

#include "ui/boards/board_view.h"

namespace hs::ui {

std::vector<DockEntry> boardsDocks()
{
    return {{QStringLiteral("board"), QCoreApplication::translate("DockCatalog", "Board"), QStringLiteral("square-kanban"), 340,
             {QStringLiteral("board_card")},
             [](ViewContext &context, QWidget *parent) -> DockView * { return new BoardView(context, parent); }}};
}

} // namespace hs::ui
