#pragma once

#include <QStyledItemDelegate>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Paints headings and rows of the palette: icon, text with the matched letters
/// strong, grey detail, key or the reason why not.
class PaletteDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    PaletteDelegate(const Theme &theme, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace hs::ui
