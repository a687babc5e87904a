#pragma once

#include <QLayout>
#include <QWidget>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Takes everything out of a layout and deletes it, layouts within it too.
inline void emptyColumn(QLayout *column)
{
    while (QLayoutItem *item = column->takeAt(0)) {
        if (QLayout *inner = item->layout())
            emptyColumn(inner);
        delete item->widget();
        delete item;
    }
}

/// The colour of a tone's words, as a label names it.
[[nodiscard]] inline Token toneToken(Tone tone)
{
    switch (tone) {
    case Tone::Ok: return Token::Ok;
    case Tone::Warn: return Token::Warn;
    case Tone::Danger: return Token::Danger;
    case Tone::Info: return Token::Info;
    case Tone::Accent: return Token::Accent;
    case Tone::Neutral: break;
    }
    return Token::Text2;
}

} // namespace hs::ui
