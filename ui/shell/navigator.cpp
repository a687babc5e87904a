#include "ui/shell/navigator.h"

namespace hs::ui {

void Navigator::open(const QString &kind, const QString &id)
{
    if (canOpen(kind))
        Q_EMIT requested(kind, id);
    else
        Q_EMIT refused(kind, id);
}

} // namespace hs::ui
