#pragma once

#include <QAccessible>
#include <QScrollBar>
#include <QWidget>

namespace hs::test {

/// Class names of visible widgets below `root` that take focus and have no name for screen readers.
[[nodiscard]] inline QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || qobject_cast<QScrollBar *>(widget))
            continue;
        const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        if (!face || face->text(QAccessible::Name).isEmpty())
            found << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
    }
    return found;
}

} // namespace hs::test
