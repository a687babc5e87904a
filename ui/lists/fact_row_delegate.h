#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/row_painter.h"

namespace hs::ui {

/// What the model of a list of facts tells beside Qt::DisplayRole (the first line) and Qt::AccessibleTextRole.
enum FactRole {
    FactTrailing = Qt::UserRole + 40, ///< at the end of the first line: a moment
    FactSecond,                       ///< second line
    FactThird,                        ///< third line
    FactIcon,                         ///< Lucide name in front of the first line; empty: none
    FactTone                          ///< int(Tone) of that icon
};

/// A row of two or three lines, each cut where it does not fit. For lists of any length: all rows are of one height.
class FactRowDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    FactRowDelegate(const Theme &theme, int lines, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    int m_lines;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
