#include "ui/runs/run_timeline.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetrics>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

namespace {

constexpr int LaneGap = 3;       // between bars of two lanes
constexpr int LaneIndent = 12;   // of a lane inside another
constexpr int LeastBar = 4;
constexpr int Slender = 8;     // a bar below this has no room for a border
constexpr double MostZoom = 16;

struct BarLook {
    QColor fill, border, text;
    QString icon; ///< of how it ended; empty: it needs none
};

BarLook barLook(const Theme &theme, const api::RunLane &lane, const api::RunBar &bar)
{
    const bool task = lane.kind == api::RunLane::Kind::Task;
    BarLook look{theme.color(Token::AccentSoft), theme.color(Token::Accent), theme.color(Token::Text), {}};
    if (task && !lane.agent.isEmpty()) {
        look.fill = theme.agentTint(lane.agent);
        look.border = theme.agentColor(lane.agent);
    } else if (task) {
        look.fill = theme.color(Token::Sunken);
        look.border = theme.color(Token::ControlBorder);
    }
    switch (bar.outcome) {
    case api::RunBar::Outcome::Failed:
        look = {theme.color(Token::DangerSoft), theme.color(Token::Danger), theme.color(Token::Danger), QStringLiteral("triangle-alert")};
        break;
    case api::RunBar::Outcome::Cancelled:
        look.fill = theme.color(Token::Sunken);
        look.border = theme.color(Token::ControlBorder);
        look.text = theme.color(Token::Text2);
        look.icon = QStringLiteral("ban");
        break;
    case api::RunBar::Outcome::Done:
        if (!task)
            look = {theme.color(Token::OkSoft), theme.color(Token::Ok), theme.color(Token::Text), {}};
        look.icon = QStringLiteral("check");
        break;
    case api::RunBar::Outcome::Open:
    case api::RunBar::Outcome::Left: break;
    }
    return look;
}

QString markIcon(api::RunMark::Kind kind)
{
    switch (kind) {
    case api::RunMark::Kind::Event: return QStringLiteral("zap");
    case api::RunMark::Kind::Timer: return QStringLiteral("timer");
    case api::RunMark::Kind::TaskFailed: return QStringLiteral("triangle-alert");
    case api::RunMark::Kind::Ignored: return QStringLiteral("circle-dashed");
    case api::RunMark::Kind::Person: return QStringLiteral("user-round");
    }
    return {};
}

} // namespace

RunTimeline::RunTimeline(const Theme &theme, const Ticker &ticker, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_ticker(ticker)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Timeline of the run"));
    setWhatsThis(tr("Left and right choose the step before or after, Home and End the first and the last. Plus and minus zoom."));
    connect(&theme, &Theme::changed, this, [this] { layOut(); });
}

void RunTimeline::setPicture(RunPicture picture)
{
    m_picture = std::move(picture);
    std::vector<bool> used(m_picture.lanes.size(), false);
    for (const api::RunBar &bar : m_picture.bars)
        used[std::size_t(bar.lane)] = true;
    for (const api::RunMark &mark : m_picture.marks)
        used[std::size_t(mark.lane)] = true;
    m_rows.clear();
    m_rowOf.assign(m_picture.lanes.size(), -1);
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i]) {
            m_rowOf[i] = int(m_rows.size());
            m_rows.push_back(int(i));
        }
    }
    layOut();
    updateGeometry();
}

void RunTimeline::setCurrent(qint64 seq, const QString &sentence)
{
    m_current = seq;
    setAccessibleDescription(sentence);
    showCurrent();
    viewport()->update();
}

void RunTimeline::setMode(TimelineScale::Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    layOut();
    showCurrent();
    Q_EMIT modeChanged();
}

void RunTimeline::zoom(double factor)
{
    if (m_mode == TimelineScale::Mode::Fit) // from there the next closer look is by time
        setMode(TimelineScale::Mode::Time);
    m_zoom = std::clamp(m_zoom * factor, 1 / MostZoom, MostZoom);
    layOut();
    showCurrent();
}

int RunTimeline::namesWanted() const
{
    const QFontMetrics metrics(m_theme.font(TextStyle::Small));
    int widest = m_theme.scaled(60);
    for (const int lane : m_rows) {
        const api::RunLane &one = m_picture.lanes[std::size_t(lane)];
        widest = std::max(widest, metrics.horizontalAdvance(one.title) + one.depth * LaneIndent + m_theme.scaled(16) + 20);
    }
    return std::min({widest, viewport()->width() / 3, m_theme.scaled(190)});
}

int RunTimeline::axis() const
{
    return QFontMetrics(m_theme.font(TextStyle::Caption)).height() + 16;
}

int RunTimeline::laneHeight() const
{
    return QFontMetrics(m_theme.font(TextStyle::Small)).height() + 8 + 2 * LaneGap;
}

int RunTimeline::laneTop(std::size_t row) const
{
    return axis() + int(row) * laneHeight() - verticalScrollBar()->value();
}

double RunTimeline::screenX(double x) const
{
    return names() + x - horizontalScrollBar()->value();
}

double RunTimeline::stopX() const
{
    return m_scale.xOf(m_picture.lastSeq) + m_theme.scaled(16);
}

int RunTimeline::wantedHeight() const
{
    return axis() + std::max(1, int(m_rows.size())) * laneHeight() + 6 + (horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0);
}

QSize RunTimeline::sizeHint() const
{
    return {480, wantedHeight()};
}

QSize RunTimeline::minimumSizeHint() const
{
    return {160, axis() + 2 * laneHeight()};
}

QStringList RunTimeline::laneTitles() const
{
    QStringList titles;
    for (const int lane : m_rows)
        titles << m_picture.lanes[std::size_t(lane)].title;
    return titles;
}

void RunTimeline::layOut()
{
    m_names = namesWanted();
    std::vector<RunMoment> moments;
    moments.reserve(m_picture.steps.size());
    for (const api::RunStep &step : m_picture.steps)
        moments.push_back({step.seq, step.at.toMSecsSinceEpoch()});
    const int room = std::max(60, viewport()->width() - names());
    m_scale = TimelineScale(m_mode, std::move(moments), room, m_zoom, m_theme.scaled(16));
    horizontalScrollBar()->setRange(0, std::max(0, int(std::ceil(m_scale.width())) - room));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(m_theme.scaled(40));
    const int lanes = int(m_rows.size()) * laneHeight() + 6;
    const int height = std::max(1, viewport()->height() - axis());
    verticalScrollBar()->setRange(0, std::max(0, lanes - height));
    verticalScrollBar()->setPageStep(height);
    verticalScrollBar()->setSingleStep(laneHeight());
    viewport()->update();
}

void RunTimeline::showCurrent()
{
    if (m_picture.steps.empty() || m_current < 0)
        return;
    const double x = m_current > m_picture.lastSeq ? stopX() : m_scale.xOf(m_current);
    QScrollBar *bar = horizontalScrollBar();
    const int edge = m_theme.scaled(24);
    if (x < bar->value() + edge)
        bar->setValue(int(x) - edge);
    else if (x > bar->value() + bar->pageStep() - edge)
        bar->setValue(int(x) - bar->pageStep() + edge);
}

QRectF RunTimeline::barRect(const api::RunBar &bar) const
{
    const int row = m_rowOf[std::size_t(bar.lane)];
    if (row < 0)
        return {};
    const double from = bar.fromAt.isValid() ? m_scale.xOf(bar.from) : 0;
    const double to = bar.to >= 0 ? m_scale.xOf(bar.to) : m_scale.width() - m_theme.scaled(6);
    return {screenX(from), double(laneTop(std::size_t(row)) + LaneGap), std::max<double>(LeastBar, to - from), double(laneHeight() - 2 * LaneGap)};
}

bool RunTimeline::hasMark(int lane, qint64 seq) const
{
    return std::any_of(m_picture.marks.begin(), m_picture.marks.end(),
                       [&](const api::RunMark &mark) { return mark.lane == lane && mark.seq == seq; });
}

void RunTimeline::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight); // time goes from left to right, and so do the words in it
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), m_theme.color(Token::Surface));
    if (m_picture.steps.empty())
        return;
    const QRect lanes(names(), axis(), viewport()->width() - names(), viewport()->height() - axis());
    paintLanes(painter);
    painter.save();
    painter.setClipRect(lanes);
    paintBreaks(painter);
    paintBars(painter);
    painter.restore();
    painter.save();
    painter.setClipRect(QRect(names(), 0, lanes.width(), viewport()->height()));
    paintAxis(painter);
    paintCurrent(painter);
    painter.setClipRect(lanes);
    paintMarks(painter);
    painter.restore();
    paintNames(painter);
    if (m_keyFocus)
        paintFocusRing(painter, m_theme, viewport()->rect(), m_theme.radius("control"));
}

void RunTimeline::paintLanes(QPainter &painter) const
{
    painter.setPen(m_theme.color(Token::Border));
    for (std::size_t row = 0; row <= m_rows.size(); ++row) {
        const int y = laneTop(row);
        if (y >= axis())
            painter.drawLine(0, y, viewport()->width(), y);
    }
}

void RunTimeline::paintBreaks(QPainter &painter) const
{
    const double half = m_theme.scaled(4);
    QPen dash(m_theme.color(Token::BorderStrong), 1, Qt::DashLine);
    for (const TimelineScale::Break &one : m_scale.breaks()) {
        const double x = screenX(one.x);
        painter.fillRect(QRectF(x - half, axis(), 2 * half, viewport()->height()), m_theme.color(Token::Sunken));
        painter.setPen(dash);
        painter.drawLine(QPointF(x - half, axis()), QPointF(x - half, viewport()->height()));
        painter.drawLine(QPointF(x + half, axis()), QPointF(x + half, viewport()->height()));
    }
}

void RunTimeline::paintBars(QPainter &painter) const
{
    const QFont font = m_theme.font(TextStyle::Small);
    const QFontMetrics metrics(font);
    const double radius = 5;
    for (const api::RunBar &bar : m_picture.bars) {
        const QRectF rect = barRect(bar);
        if (rect.isEmpty() || rect.right() < names() || rect.left() > viewport()->width() || rect.bottom() < axis() || rect.top() > viewport()->height())
            continue;
        const api::RunLane &lane = m_picture.lanes[std::size_t(bar.lane)];
        const BarLook look = barLook(m_theme, lane, bar);
        if (rect.width() < Slender) { // a border would be all there is
            painter.fillRect(rect.adjusted(0, 1, -1, -1), look.fill);
            painter.fillRect(QRectF(rect.left(), rect.top() + 1, 1, rect.height() - 2), look.border);
            continue;
        }
        const QRectF inner = rect.adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setBrush(look.fill);
        painter.setPen(QPen(look.border, 1, bar.outcome == api::RunBar::Outcome::Open ? Qt::DashLine : Qt::SolidLine));
        painter.drawRoundedRect(inner, radius, radius);
        // The beginning stands out, so that bars of one colour do not run together.
        painter.fillRect(QRectF(inner.left(), inner.top() + 1, 2.5, inner.height() - 2), look.border);
        const double shown = std::max(rect.left(), double(names()));
        int left = int(shown) + 14;
        int right = int(std::min(rect.right(), double(viewport()->width()))) - 4;
        const int icon = m_theme.scaled(13);
        if (bar.to >= 0 && right - int(shown) > icon + 10 && hasMark(bar.lane, bar.to))
            right -= m_theme.scaled(9); // half of it lies on the end of the bar
        if (!look.icon.isEmpty() && right - int(shown) > icon + 10) {
            painter.drawPixmap(QPointF(right - icon, rect.center().y() - icon / 2.0), m_theme.pixmap(look.icon, icon, look.border));
            right -= icon + 4;
        }
        if (bar.failedTries > 0) {
            //: Beside the bar of a task in a timeline
            const QString tries = tr("%n tries failed", nullptr, bar.failedTries);
            const int width = metrics.horizontalAdvance(tries);
            if (right - left > width + m_theme.scaled(60)) {
                paintLine(painter, QRect(right - width, int(rect.top()), width, int(rect.height())), tries, font, m_theme.color(Token::Danger));
                right -= width + 8;
            }
        }
        if (right - left > metrics.averageCharWidth() * 3)
            paintLine(painter, QRect(left, int(rect.top()), right - left, int(rect.height())),
                      bar.label, font, look.text);
    }
}

void RunTimeline::paintMarks(QPainter &painter) const
{
    const int size = m_theme.scaled(16);
    const int icon = m_theme.scaled(11);
    std::vector<double> before(m_rows.size(), -1e9); // of the mark before in the same lane
    for (const api::RunMark &mark : m_picture.marks) {
        const int row = m_rowOf[std::size_t(mark.lane)];
        const double x = screenX(m_scale.xOf(mark.seq));
        if (row < 0 || x < names() - size || x > viewport()->width() + size)
            continue;
        const double y = laneTop(std::size_t(row)) + laneHeight() / 2.0;
        const QColor tone = mark.kind == api::RunMark::Kind::TaskFailed ? m_theme.color(Token::Danger)
                            : mark.kind == api::RunMark::Kind::Ignored ? m_theme.color(Token::Text3)
                                                                       : m_theme.color(Token::Accent);
        if (x - std::exchange(before[std::size_t(row)], x) < size) { // too close for a sign of its own
            painter.setPen(Qt::NoPen);
            painter.setBrush(tone);
            painter.drawEllipse(QPointF(x, y), 2, 2);
            continue;
        }
        painter.setPen(QPen(tone, 1));
        painter.setBrush(m_theme.color(Token::Surface));
        painter.drawEllipse(QPointF(x, y), size / 2.0, size / 2.0);
        painter.drawPixmap(QPointF(x - icon / 2.0, y - icon / 2.0), m_theme.pixmap(markIcon(mark.kind), icon, tone));
    }
}

void RunTimeline::paintCurrent(QPainter &painter) const
{
    if (m_picture.stopped && !m_picture.steps.empty() && m_picture.steps.back().seq == m_picture.lastSeq) {
        const double x = screenX(stopX());
        painter.setPen(QPen(m_theme.color(Token::Danger), 2, Qt::DashLine));
        painter.drawLine(QPointF(x, axis()), QPointF(x, viewport()->height()));
        const int icon = m_theme.scaled(14);
        painter.drawPixmap(QPointF(x - icon / 2.0, axis() - icon - 2), m_theme.pixmap(QStringLiteral("triangle-alert"), icon, Token::Danger));
    }
    if (m_current < 0)
        return;
    const bool stop = m_current > m_picture.lastSeq;
    if (!stop && (m_picture.steps.front().seq > m_current || m_picture.steps.back().seq < m_current))
        return;
    const double x = screenX(stop ? stopX() : m_scale.xOf(m_current));
    const QColor tone = m_theme.color(stop ? Token::Danger : Token::Accent);
    painter.setPen(QPen(tone, 2));
    painter.drawLine(QPointF(x, axis() - 4), QPointF(x, viewport()->height()));
    if (stop)
        return;
    QPainterPath handle;
    const double half = m_theme.scaled(5);
    handle.moveTo(x - half, axis() - half - 5);
    handle.lineTo(x + half, axis() - half - 5);
    handle.lineTo(x, axis() - 2);
    handle.closeSubpath();
    painter.fillPath(handle, tone);
}

void RunTimeline::paintAxis(QPainter &painter) const
{
    const QFont font = m_theme.font(TextStyle::Caption);
    const QFontMetrics metrics(font);
    const int line = axis() - 1;
    double free = names() + 4;
    for (const TimelineScale::Break &one : m_scale.breaks()) {
        const double x = screenX(one.x);
        const double half = m_theme.scaled(4);
        painter.setPen(QPen(m_theme.color(Token::Text2), 1.5));
        for (const double shift : {-half, half})
            painter.drawLine(QPointF(x + shift - 2, line), QPointF(x + shift + 2, line - 9));
    }
    for (const api::RunStep &step : m_picture.steps) {
        const double x = screenX(m_scale.xOf(step.seq));
        if (x > viewport()->width())
            break;
        if (x < names())
            continue;
        painter.setPen(m_theme.color(Token::ControlBorder));
        painter.drawLine(QPointF(x, line - 5), QPointF(x, line));
        const QString text = momentText(step.at, m_ticker.now());
        const int width = metrics.horizontalAdvance(text);
        const double left = std::max<double>(names() + 4, std::min(x - width / 2.0, double(viewport()->width() - width - 4)));
        if (left < free)
            continue;
        paintLine(painter, QRect(int(left), 2, width + 2, metrics.height()), text, font, m_theme.color(Token::Text2));
        free = left + width + m_theme.scaled(14);
    }
}

void RunTimeline::paintNames(QPainter &painter) const
{
    const QFont font = m_theme.font(TextStyle::Small);
    const QFont strong = m_theme.font(TextStyle::Small, QFont::DemiBold);
    painter.fillRect(QRect(0, 0, names(), axis()), m_theme.color(Token::Surface));
    painter.save();
    painter.setClipRect(QRect(0, axis(), names(), viewport()->height() - axis()));
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const api::RunLane &lane = m_picture.lanes[std::size_t(m_rows[row])];
        const bool task = lane.kind == api::RunLane::Kind::Task;
        const QRect place(0, laneTop(row) + 1, names(), laneHeight() - 1);
        painter.fillRect(place, m_theme.color(Token::Surface));
        int left = 10 + lane.depth * LaneIndent;
        const int icon = m_theme.scaled(13);
        const QString name = !task ? QStringLiteral("git-branch")
                             : lane.agent.isEmpty() ? QStringLiteral("list-todo") : m_theme.agentIcon(lane.agent);
        painter.drawPixmap(QPointF(left, place.center().y() - icon / 2.0 + 1),
                           m_theme.pixmap(name, icon, task && !lane.agent.isEmpty() ? m_theme.agentColor(lane.agent) : m_theme.color(Token::Text3)));
        left += icon + 5;
        paintLine(painter, QRect(left, place.top(), names() - left - 6, place.height()), lane.title, task ? font : strong,
                  m_theme.color(task ? Token::Text2 : Token::Text));
    }
    painter.restore();
    painter.setPen(m_theme.color(Token::Border));
    painter.drawLine(names() - 1, axis(), names() - 1, viewport()->height());
    painter.drawLine(0, axis() - 1, viewport()->width(), axis() - 1);
}

void RunTimeline::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
    showCurrent();
}

void RunTimeline::scrollContentsBy(int, int)
{
    viewport()->update();
}

void RunTimeline::choose(qint64 seq)
{
    const qint64 end = m_picture.lastSeq + (m_picture.stopped ? 1 : 0);
    seq = std::clamp(seq, m_picture.firstSeq, end);
    if (seq != m_current)
        Q_EMIT stepChosen(seq);
}

void RunTimeline::keyPressEvent(QKeyEvent *event)
{
    if (m_picture.steps.empty())
        return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left: return choose(m_current - 1);
    case Qt::Key_Right: return choose(m_current + 1);
    case Qt::Key_Home: return choose(m_picture.firstSeq);
    case Qt::Key_End: return choose(m_picture.lastSeq + 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(1.5);
    case Qt::Key_Minus: return zoom(1 / 1.5);
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void RunTimeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || event->position().x() < names() || m_picture.steps.empty())
        return QAbstractScrollArea::mousePressEvent(event);
    const double x = event->position().x() - names() + horizontalScrollBar()->value();
    const bool stop = m_picture.stopped && m_picture.steps.back().seq == m_picture.lastSeq && x > (m_scale.xOf(m_picture.lastSeq) + stopX()) / 2;
    choose(stop ? m_picture.lastSeq + 1 : m_scale.seqAt(x));
}

void RunTimeline::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (event->angleDelta().y() != 0)
            zoom(event->angleDelta().y() > 0 ? 1.25 : 1 / 1.25);
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void RunTimeline::focusInEvent(QFocusEvent *event)
{
    m_keyFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void RunTimeline::focusOutEvent(QFocusEvent *event)
{
    m_keyFocus = false;
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QString RunTimeline::wordsAt(const QPoint &point) const
{
    if (point.x() < names()) {
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            if (point.y() >= std::max(axis(), laneTop(row)) && point.y() < laneTop(row + 1))
                return m_picture.lanes[std::size_t(m_rows[row])].title;
        return {};
    }
    for (const api::RunMark &mark : m_picture.marks) {
        const int row = m_rowOf[std::size_t(mark.lane)];
        const QPointF centre(screenX(m_scale.xOf(mark.seq)), laneTop(std::size_t(std::max(0, row))) + laneHeight() / 2.0);
        if (row >= 0 && QLineF(centre, point).length() <= m_theme.scaled(9))
            for (const api::RunStep &step : m_picture.steps)
                if (step.seq == mark.seq)
                    return stepSentence(step);
    }
    for (const api::RunBar &bar : m_picture.bars)
        if (point.y() >= axis() && barRect(bar).contains(point))
            return barSentence(m_picture.lanes[std::size_t(bar.lane)], bar);
    for (const TimelineScale::Break &one : m_scale.breaks())
        if (std::abs(screenX(one.x) - point.x()) < m_theme.scaled(8))
            //: A part of a timeline that is drawn shorter than it is. %1 is a length of time
            return tr("%1 without a step, drawn shortened").arg(spanText(one.millis));
    return {};
}

bool RunTimeline::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString words = wordsAt(help->pos());
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace hs::ui
