#include "ui/activity/row_model.h"

namespace hs::ui {

void RowModelBase::fetchMore(const QModelIndex &parent)
{
    if (!parent.isValid() && m_more)
        Q_EMIT moreWanted();
}

} // namespace hs::ui
