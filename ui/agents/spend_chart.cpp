#include "ui/agents/spend_chart.h"

#include <algorithm>
#include <numeric>

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include "ui/thinking/thinking_words.h"

namespace hs::ui {

namespace {

constexpr int PlotLines = 4;   ///< height of the bars, in lines of text
constexpr double BarShare = 0.64; ///< of its column

QFont captionFont(const Theme &theme)
{
    return theme.font(TextStyle::Caption);
}

} // namespace

SpendChart::SpendChart(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void SpendChart::setDays(const std::vector<double> &dollars, QDate today)
{
    m_dollars = dollars;
    m_today = today;
    const double sum = std::accumulate(dollars.begin(), dollars.end(), 0.0);
    QString said;
    if (sum <= 0) {
        said = tr("Nothing was spent in the last %n day(s).", nullptr, int(dollars.size()));
    } else {
        const auto highest = std::max_element(dollars.begin(), dollars.end());
        //: A chart, spoken. %1 the sum, %2 the dearest day and what it cost
        said = tr("Cost of the last %n day(s): %1 in all; most on %2.", nullptr, int(dollars.size()))
                   .arg(dollarsText(sum), dayText(std::size_t(highest - dollars.begin())));
    }
    setAccessibleName(said);
    update();
}

QString SpendChart::dayText(std::size_t day) const
{
    const QDate date = m_today.addDays(qint64(day) + 1 - qint64(m_dollars.size()));
    const QLocale locale;
    //: A day and what it cost. %1 a date such as "Thu, 12 Mar", %2 an amount
    return tr("%1: %2").arg(locale.toString(date, tr("ddd, d MMM", "date format of QLocale")), dollarsText(m_dollars[day]));
}

QStringList SpendChart::lines() const
{
    QStringList all;
    for (std::size_t day = m_dollars.size(); day-- > 0;)
        all << dayText(day);
    return all;
}

QSize SpendChart::sizeHint() const
{
    const QFontMetrics letters(captionFont(m_theme));
    return {letters.averageCharWidth() * 30, letters.lineSpacing() * (PlotLines + 2) + 8};
}

QSize SpendChart::minimumSizeHint() const
{
    return {QFontMetrics(captionFont(m_theme)).averageCharWidth() * 14, sizeHint().height()};
}

QRect SpendChart::plot() const
{
    const int line = QFontMetrics(captionFont(m_theme)).lineSpacing();
    return rect().adjusted(0, line + 4, 0, -line - 4); // the highest amount above, the first and last day below
}

QRect SpendChart::bar(std::size_t day) const
{
    const QRect area = plot();
    const double step = double(area.width()) / double(std::max<std::size_t>(1, m_dollars.size()));
    const int left = area.left() + int(double(day) * step);
    const int right = area.left() + int(double(day + 1) * step);
    return {left, area.top(), std::max(1, right - left), area.height()};
}

void SpendChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect area = plot();
    painter.setPen(m_theme.color(Token::BorderStrong));
    painter.drawLine(area.left(), area.bottom() + 1, area.right(), area.bottom() + 1);
    if (m_dollars.empty())
        return;
    const double highest = *std::max_element(m_dollars.begin(), m_dollars.end());
    const auto mirrored = [this](const QRect &logical) { return QStyle::visualRect(layoutDirection(), rect(), logical); };
    for (std::size_t day = 0; day < m_dollars.size(); ++day) {
        const QRect column = bar(day);
        const double share = highest > 0 ? m_dollars[day] / highest : 0;
        const int height = m_dollars[day] > 0 ? std::max(2, int(share * column.height())) : 0;
        const int width = std::max(2, int(column.width() * BarShare));
        if (height == 0)
            continue;
        const QRect shown = mirrored({column.left() + (column.width() - width) / 2, column.bottom() + 1 - height, width, height});
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(day + 1 == m_dollars.size() ? Token::Accent : Token::ControlBorder));
        painter.drawRoundedRect(shown, 2, 2);
    }
    painter.setFont(captionFont(m_theme));
    painter.setPen(m_theme.color(Token::Text2));
    const int line = QFontMetrics(captionFont(m_theme)).lineSpacing();
    const QLocale locale;
    const QString format = tr("d MMM", "date format of QLocale");
    const Qt::Alignment near = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    const Qt::Alignment far = QStyle::visualAlignment(layoutDirection(), Qt::AlignRight);
    const QRect above(0, 0, width(), line);
    const QRect below(0, height() - line, width(), line);
    if (highest > 0)
        //: The dearest of some days. %1 an amount
        painter.drawText(above, int(near | Qt::AlignAbsolute | Qt::AlignVCenter), tr("most on one day: %1").arg(dollarsText(highest)));
    painter.drawText(below, int(near | Qt::AlignAbsolute | Qt::AlignVCenter),
                     locale.toString(m_today.addDays(1 - qint64(m_dollars.size())), format));
    painter.drawText(below, int(far | Qt::AlignAbsolute | Qt::AlignVCenter), tr("today"));
}

bool SpendChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QLabel::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int x = layoutDirection() == Qt::RightToLeft ? width() - 1 - help->pos().x() : help->pos().x();
    for (std::size_t day = 0; day < m_dollars.size(); ++day) {
        if (const QRect column = bar(day); x >= column.left() && x <= column.right()) {
            QToolTip::showText(help->globalPos(), dayText(day), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace hs::ui
