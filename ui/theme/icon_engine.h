#pragma once

#include <variant>

#include <QIconEngine>
#include <QPointer>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Paints a themed icon at whatever size and scale it is asked for, in the
/// colours of the moment, so that icons set once follow a change of theme.
class IconEngine final : public QIconEngine {
public:
    using Colour = std::variant<Token, QColor>;

    IconEngine(const Theme &theme, QString name, Colour colour);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    bool isNull() override { return !m_theme; }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode, QIcon::State state) const;

    QPointer<const Theme> m_theme;
    QString m_name;
    Colour m_colour;
};

} // namespace hs::ui
