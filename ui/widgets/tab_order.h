#pragma once

#include <vector>

#include <QWidget>

namespace hs::ui {

/// Makes the Tab key go from `before` into what stands in `container`, in the order it has there.
/// For containers that were made before the widget they stand behind.
inline void tabAfter(QWidget *before, const QWidget *container)
{
    std::vector<QWidget *> stops;
    for (QWidget *widget = before->nextInFocusChain(); widget && widget != before; widget = widget->nextInFocusChain()) {
        if (container->isAncestorOf(widget) && widget->focusPolicy() != Qt::NoFocus)
            stops.push_back(widget);
    }
    for (QWidget *widget : stops) {
        QWidget::setTabOrder(before, widget);
        before = widget;
    }
}

/// The last stop of the Tab key within `container`; null: there is none.
[[nodiscard]] inline QWidget *lastStop(QWidget *container)
{
    QWidget *last = nullptr;
    for (QWidget *widget = container->nextInFocusChain(); widget && widget != container; widget = widget->nextInFocusChain()) {
        if (container->isAncestorOf(widget) && widget->focusPolicy() != Qt::NoFocus)
            last = widget;
    }
    return last;
}

} // namespace hs::ui
