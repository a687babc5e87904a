#pragma once

#include <functional>

#include <QString>

namespace hs::ui {

/// A translated form with words in its holes "%1" to "%9", of which it has `holes`. From the front and by hand: a word of the studio may
/// hold "%2" itself.
[[nodiscard]] QString filled(const QString &form, int holes, const std::function<QString(int hole)> &words);

} // namespace hs::ui
