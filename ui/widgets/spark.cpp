#include "ui/widgets/spark.h"

#include <algorithm>

#include <QCoreApplication>
#include <QPainterPath>

namespace hs::ui {

namespace {
struct HealthWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Health)
};
} // namespace

void paintSparkline(QPainter &painter, const Theme &theme, const QRect &rect, const std::vector<double> &points,
                    Token token)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double highest = points.empty() ? 0 : *std::max_element(points.begin(), points.end());
    const double lowest = points.empty() ? 0 : std::min(0.0, *std::min_element(points.begin(), points.end()));
    if (points.size() < 2 || highest - lowest <= 0) {
        painter.setPen(QPen(theme.color(Token::BorderStrong), 1, Qt::DashLine));
        painter.drawLine(rect.left(), rect.bottom() - 1, rect.right(), rect.bottom() - 1);
        painter.restore();
        return;
    }
    const QRectF box = QRectF(rect).adjusted(1, 2, -1, -2);
    const auto at = [&](std::size_t i) {
        return QPointF(box.left() + box.width() * double(i) / double(points.size() - 1),
                       box.bottom() - box.height() * (points[i] - lowest) / (highest - lowest));
    };
    QPainterPath line(at(0));
    for (std::size_t i = 1; i < points.size(); ++i)
        line.lineTo(at(i));
    QPainterPath area = line;
    area.lineTo(box.bottomRight());
    area.lineTo(box.bottomLeft());
    area.closeSubpath();
    QColor fill = theme.color(token);
    fill.setAlphaF(0.12F);
    painter.fillPath(area, fill);
    painter.setPen(QPen(theme.color(token), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
    painter.restore();
}

void paintBeats(QPainter &painter, const Theme &theme, const QRect &rect, const std::vector<api::Health> &beats)
{
    if (beats.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double step = double(rect.width()) / double(beats.size());
    const double width = std::max(2.0, step - 2.0);
    for (std::size_t i = 0; i < beats.size(); ++i) {
        QColor color = theme.toneColor(healthTone(beats[i]));
        if (beats[i] == api::Health::Healthy)
            color.setAlphaF(0.5F);
        else if (healthTone(beats[i]) == Tone::Neutral)
            color = theme.color(Token::Border);
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(rect.left() + double(i) * step, rect.top(), width, rect.height()), 1.5, 1.5);
    }
    painter.restore();
}

Tone healthTone(api::Health health)
{
    switch (health) {
    case api::Health::Healthy: return Tone::Ok;
    case api::Health::Slow: return Tone::Warn;
    case api::Health::Failing:
    case api::Health::Down: return Tone::Danger;
    case api::Health::NeedsSignIn: return Tone::Warn;
    case api::Health::Paused:
    case api::Health::NotSetUp: break;
    }
    return Tone::Neutral;
}

QString healthName(api::Health health)
{
    switch (health) {
    case api::Health::Healthy: return HealthWords::tr("Healthy");
    case api::Health::Slow: return HealthWords::tr("Slow");
    case api::Health::Failing: return HealthWords::tr("Failing");
    case api::Health::Down: return HealthWords::tr("Down");
    case api::Health::Paused: return HealthWords::tr("Paused");
    case api::Health::NeedsSignIn: return HealthWords::tr("Needs sign-in");
    case api::Health::NotSetUp: return HealthWords::tr("Not set up");
    }
    return {};
}

QString healthIcon(api::Health health)
{
    switch (health) {
    case api::Health::Healthy: return QStringLiteral("circle-check");
    case api::Health::Slow: return QStringLiteral("triangle-alert");
    case api::Health::Failing:
    case api::Health::Down: return QStringLiteral("circle-x");
    case api::Health::Paused: return QStringLiteral("pause");
    case api::Health::NeedsSignIn: return QStringLiteral("key-round");
    case api::Health::NotSetUp: return QStringLiteral("plug");
    }
    return QStringLiteral("plug");
}

} // namespace hs::ui
