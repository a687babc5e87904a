#include "ui/thinking/bounded_area.h"

#include <algorithm>

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>

namespace hs::ui {

BoundedArea::BoundedArea(QWidget *parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void BoundedArea::setContent(QWidget *content)
{
    setWidget(content);
    content->setAutoFillBackground(false); // it stands on what is behind the area
    viewport()->setAutoFillBackground(false);
    content->setMinimumHeight(1); // the least height of its labels is for a width that they do not have
    content->installEventFilter(this);
    fit();
}

void BoundedArea::setBound(int pixels)
{
    if (m_bound == pixels)
        return;
    m_bound = pixels;
    fit();
}

int BoundedArea::wantedHeight() const
{
    if (!widget())
        return 0;
    const int width = std::max(1, viewport()->width());
    const QLayout *layout = widget()->layout();
    const int height = layout && layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : widget()->sizeHint().height();
    return std::min(height, m_bound);
}

void BoundedArea::fit()
{
    updateGeometry();
}

QSize BoundedArea::sizeHint() const
{
    return {QScrollArea::sizeHint().width(), wantedHeight()};
}

QSize BoundedArea::minimumSizeHint() const
{
    return {40, std::min(wantedHeight(), fontMetrics().lineSpacing() * 3)};
}

void BoundedArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fit();
}

bool BoundedArea::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace hs::ui
