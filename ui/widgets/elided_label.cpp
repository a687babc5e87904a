#include "ui/widgets/elided_label.h"

#include <QPainter>
#include <QStyle>

namespace hs::ui {

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    QLabel::setText(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("…")) * 2, fontMetrics().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_full) + 2, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect box = contentsRect();
    const QString shown = fontMetrics().elidedText(m_full, Qt::ElideRight, box.width());
    setToolTip(shown == m_full ? QString() : m_full);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(box, int(QStyle::visualAlignment(layoutDirection(), alignment())) | int(Qt::TextSingleLine), shown);
}

} // namespace hs::ui
