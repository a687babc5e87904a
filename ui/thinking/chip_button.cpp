#include "ui/thinking/chip_button.h"

#include <QFontMetrics>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int LongestWords = 180;
constexpr int SignSide = 13;
constexpr int SignGap = 4; // between the sign and the words
}

QPushButton *makeChipButton(const Theme &theme, const QString &text, const QString &icon, QWidget *parent)
{
    const QFontMetrics letters(theme.font(TextStyle::Small, QFont::DemiBold));
    QString shown = letters.elidedText(text, Qt::ElideRight, theme.scaled(LongestWords));
    QPushButton *chip = makeButton(shown.replace(QLatin1Char('&'), QLatin1String("&&")), ButtonKind::Chip, theme, parent, icon);
    chip->setCheckable(false);
    chip->setIconSize(QSize(SignSide + SignGap, SignSide));
    chip->setAccessibleName(text);
    chip->setToolTip(text);
    return chip;
}

} // namespace hs::ui
