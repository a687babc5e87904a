#pragma once

#include <QIcon>
#include <QPixmap>

namespace hs::ui {

/// The product's sign: a ring around a point on a rounded square. Painted, so it is sharp at any size.
[[nodiscard]] QPixmap appMark(int side, qreal ratio);
[[nodiscard]] QIcon appIcon(); ///< 16 to 256 px

} // namespace hs::ui
