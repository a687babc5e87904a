#include "ui/activity/row_model.h"

namespace hs::ui {

void RowModelBase::fetchNext()
{
    if (m_more)
        Q_EMIT moreWanted();
}

void RowModelBase::setMore(bool more)
{
    m_more = more;
    if (more)
        Q_EMIT pageTaken();
}

} // namespace hs::ui
