#include "ui/theme/icon_engine.h"

#include <QPainter>

namespace hs::ui {

IconEngine::IconEngine(const Theme &theme, QString name, Colour colour)
    : m_theme(&theme), m_name(std::move(name)), m_colour(std::move(colour))
{
}

QColor IconEngine::colour(QIcon::Mode mode, QIcon::State state) const
{
    if (mode == QIcon::Disabled)
        return m_theme->color(Token::Text3);
    if (const QColor *fixed = std::get_if<QColor>(&m_colour))
        return *fixed;
    const Token token = std::get<Token>(m_colour);
    if (token == Token::Text2 && state == QIcon::On)
        return m_theme->color(Token::Accent);
    return m_theme->color(token);
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    if (!m_theme)
        return;
    const int side = std::min(rect.width(), rect.height());
    const QPixmap image = m_theme->pixmap(m_name, side, colour(mode, state), painter->device()->devicePixelRatioF());
    painter->drawPixmap(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, image);
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1.0);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    // Qt asks in device pixels and sets the ratio itself.
    if (!m_theme)
        return {};
    const qreal ratio = std::max(scale, 1.0);
    const int side = qRound(std::min(size.width(), size.height()) / ratio);
    QPixmap drawn = m_theme->pixmap(m_name, std::max(1, side), colour(mode, state), ratio);
    drawn.setDevicePixelRatio(1.0);
    if (drawn.size() == size)
        return drawn;
    // A size that is wider than high asks for room beside the icon: the style puts text close.
    QPixmap image(size);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.drawPixmap((size.width() - drawn.width()) / 2, (size.height() - drawn.height()) / 2, drawn);
    return image;
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

} // namespace hs::ui
