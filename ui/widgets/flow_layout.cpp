#include "ui/widgets/flow_layout.h"

#include <algorithm>

#include <QStyle>
#include <QWidget>

namespace hs::ui {

namespace {

int heightOf(const QLayoutItem *item, int width)
{
    return item->hasHeightForWidth() ? item->heightForWidth(width) : item->sizeHint().height();
}

} // namespace

FlowLayout::FlowLayout(QWidget *parent, int gap, int lineGap) : QLayout(parent), m_gap(gap), m_lineGap(lineGap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::setLeastColumn(int width)
{
    m_leastColumn = width;
    invalidate();
}

int FlowLayout::columnsAt(int width) const
{
    return m_leastColumn > 0 ? std::max(1, (width + m_gap) / (m_leastColumn + m_gap)) : 1;
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[size_t(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem *item = m_items[size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::sizeHint() const
{
    QSize size = minimumSize();
    if (m_leastColumn == 0) {
        int width = 0;
        int shown = 0;
        for (const auto &item : m_items) {
            if (!item->isEmpty()) {
                width += item->sizeHint().width();
                ++shown;
            }
        }
        const QMargins margins = contentsMargins();
        size.setWidth(width + std::max(0, shown - 1) * m_gap + margins.left() + margins.right());
    }
    return size;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

void FlowLayout::place(QLayoutItem *item, const QRect &rect, const QRect &within) const
{
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    item->setGeometry(QStyle::visualRect(direction, within, rect));
}

int FlowLayout::arrange(const QRect &rect, bool apply) const
{
    const QMargins margins = contentsMargins();
    const QRect inner = rect.marginsRemoved(margins);
    if (m_leastColumn > 0)
        return arrangeColumns(inner, apply) + margins.top() + margins.bottom();

    int x = inner.left();
    int y = inner.top();
    int lineHeight = 0;
    std::vector<std::pair<QLayoutItem *, QRect>> line;
    const auto endLine = [&] {
        for (auto &[item, place_] : line) { // centred in its line, as text of different sizes is
            place_.moveTop(y + (lineHeight - place_.height()) / 2);
            if (apply)
                place(item, place_, inner);
        }
        line.clear();
    };
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wish = item->sizeHint();
        const int width = std::min(wish.width(), std::max(inner.width(), item->minimumSize().width()));
        if (x > inner.left() && x + width > inner.left() + inner.width()) {
            endLine();
            x = inner.left();
            y += lineHeight + m_lineGap;
            lineHeight = 0;
        }
        line.emplace_back(item.get(), QRect(x, y, width, wish.height()));
        x += width + m_gap;
        lineHeight = std::max(lineHeight, wish.height());
    }
    endLine();
    return y + lineHeight - inner.top() + margins.top() + margins.bottom();
}

int FlowLayout::arrangeColumns(const QRect &inner, bool apply) const
{
    const int columns = columnsAt(inner.width());
    const int width = (inner.width() - (columns - 1) * m_gap) / columns;
    int y = inner.top();
    std::vector<QLayoutItem *> shown;
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            shown.push_back(item.get());
    }
    for (size_t first = 0; first < shown.size(); first += size_t(columns)) {
        const size_t end = std::min(shown.size(), first + size_t(columns));
        int height = 0;
        for (size_t i = first; i < end; ++i)
            height = std::max(height, heightOf(shown[i], width));
        for (size_t i = first; apply && i < end; ++i)
            place(shown[i], QRect(inner.left() + int(i - first) * (width + m_gap), y, width, height), inner);
        y += height + m_lineGap;
    }
    return shown.empty() ? 0 : y - m_lineGap - inner.top();
}

} // namespace hs::ui
