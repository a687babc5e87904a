#include "ui/widgets/app_mark.h"

#include <QLinearGradient>
#include <QPainter>

namespace hs::ui {

QPixmap appMark(int side, qreal ratio)
{
    QPixmap image(QSize(side, side) * ratio);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient fill(0, 0, side, side);
    fill.setColorAt(0, QColor(0x7B, 0x5C, 0xE0));
    fill.setColorAt(1, QColor(0x3F, 0x4F, 0xC4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.28, side * 0.28);
    const QPointF middle(side / 2.0, side / 2.0);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::white, side * 0.085, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(QRectF(side * 0.22, side * 0.22, side * 0.56, side * 0.56), 30 * 16, 300 * 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawEllipse(middle, side * 0.115, side * 0.115);
    return image;
}

QIcon appIcon()
{
    QIcon icon;
    for (const int side : {16, 22, 24, 32, 48, 64, 128, 256})
        icon.addPixmap(appMark(side, 1.0));
    return icon;
}

} // namespace hs::ui
