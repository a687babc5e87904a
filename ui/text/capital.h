#pragma once

#include <QString>

namespace hs::ui {

/// The text with a capital at its beginning, as a sentence or a line of its own has one; an empty one stays empty.
[[nodiscard]] inline QString withCapital(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace hs::ui
