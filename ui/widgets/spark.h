#pragma once

#include <vector>

#include <QPainter>

#include "engine/api/rows.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// A line of points, oldest first, with a soft fill below. A flat or empty
/// series is a dashed line. `rect` in visual coordinates.
void paintSparkline(QPainter &painter, const Theme &theme, const QRect &rect, const std::vector<double> &points,
                    Token token);

/// Beats of equal width, oldest first, each the worst health of its bucket.
void paintBeats(QPainter &painter, const Theme &theme, const QRect &rect, const std::vector<api::Health> &beats);

[[nodiscard]] Tone healthTone(api::Health health);
[[nodiscard]] QString healthName(api::Health health); ///< translated: "Healthy", "Slow", …
[[nodiscard]] QString healthIcon(api::Health health);

} // namespace hs::ui
