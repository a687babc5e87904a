#include "ui/activity/row_model.h"

namespace hs::ui {

namespace {
constexpr int RowsAhead = 300; ///< loaded beyond the last visible row
}

void RowModelBase::fetchNext()
{
    if (m_more)
        Q_EMIT moreWanted();
}

void RowModelBase::shown(int lastRow)
{
    if (lastRow < 0 || lastRow + RowsAhead > rowCount())
        fetchNext();
}

void RowModelBase::setMore(bool more)
{
    m_more = more;
    if (more)
        Q_EMIT pageTaken();
}

} // namespace hs::ui
