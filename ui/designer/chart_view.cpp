#include "ui/designer/chart_view.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/designer/chart_words.h"

namespace hs::ui {

namespace {

constexpr double Margin = 24;
constexpr double LeastZoom = 0.2;
constexpr double MostZoom = 3;
constexpr double ZoomStep = 1.2;
constexpr double ReadableZoom = 0.65; // below it, small letters are guessed rather than read

QString keptPointer(const QString &pointer)
{
    return pointer.isNull() ? QStringLiteral("") : pointer;
}

} // namespace

ChartView::ChartView(const Theme &theme, DesignModel &model, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_model(model), m_figure(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_AcceptTouchEvents);
    setAccessibleName(tr("Picture of the workflow"));
    connect(&model, &DesignModel::chartChanged, this, &ChartView::rebuild);
    connect(&model, &DesignModel::selectionChanged, this, &ChartView::takeSelection);
    connect(&model, &DesignModel::opened, this, [this] {
        m_follows = Follows::Beginning;
        m_figure.build({});
        viewport()->update();
    });
    connect(&theme, &Theme::changed, this, &ChartView::rebuild);
}

void ChartView::setCounts(const QHash<QString, qint64> &counts)
{
    m_marks.counts = counts;
    viewport()->update();
}

void ChartView::setSimulation(const QSet<QString> &active, const QSet<QString> &taken, const QSet<QString> &open)
{
    m_marks.active = active;
    m_marks.taken = taken;
    m_marks.open = open;
    viewport()->update();
}

void ChartView::rebuild()
{
    m_figure.build(m_model.chart());
    m_marks.findings.clear();
    for (const auto &finding : m_model.findings()) {
        // At the nearest thing above its place that is drawn.
        for (QString at = keptPointer(finding.pointer);; at.truncate(std::max<qsizetype>(0, at.lastIndexOf(QLatin1Char('/'))))) {
            if (m_figure.stateIndex(at) >= 0 || m_figure.transitionIndex(at) >= 0) {
                m_marks.findings[at] = m_marks.findings.value(at) || finding.error;
                break;
            }
            if (at.isEmpty())
                break;
        }
    }
    updateBars();
    follow();
    takeSelection();
}

void ChartView::takeSelection()
{
    const bool other = m_marks.selected != m_model.selected() || m_marks.selected.isNull() != m_model.selected().isNull();
    m_marks.selected = m_model.selected();
    m_marks.focus = hasFocus() && m_keyboard;
    QString sentence;
    if (const int state = m_figure.stateIndex(m_marks.selected); state >= 0)
        sentence = stateSentence(m_figure.chart(), state);
    else if (const int transition = m_figure.transitionIndex(m_marks.selected); transition >= 0)
        sentence = transitionSentence(m_figure.chart(), transition);
    if (sentence != accessibleDescription()) {
        setAccessibleDescription(sentence);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    if (other && !m_marks.selected.isEmpty())
        reveal(m_marks.selected);
    viewport()->update();
}

// ---- place and size ---------------------------------------------------------------

QPointF ChartView::origin() const
{
    const QSizeF size = m_figure.bounds().size() * m_zoom + QSizeF(2 * Margin, 2 * Margin);
    const QPointF scroll(horizontalScrollBar()->value(), verticalScrollBar()->value());
    const QPointF centred(std::max(0.0, (viewport()->width() - size.width()) / 2), std::max(0.0, (viewport()->height() - size.height()) / 2));
    return centred - scroll + QPointF(Margin, Margin) - m_figure.bounds().topLeft() * m_zoom;
}

QPointF ChartView::toDrawing(const QPointF &point) const
{
    return (point - origin()) / m_zoom;
}

void ChartView::updateBars()
{
    const QSizeF size = m_figure.bounds().size() * m_zoom + QSizeF(2 * Margin, 2 * Margin);
    horizontalScrollBar()->setRange(0, std::max(0, int(std::ceil(size.width())) - viewport()->width()));
    verticalScrollBar()->setRange(0, std::max(0, int(std::ceil(size.height())) - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    horizontalScrollBar()->setSingleStep(24);
    verticalScrollBar()->setSingleStep(24);
    viewport()->update();
}

void ChartView::zoomAround(double zoom, const QPointF &anchor)
{
    zoom = std::clamp(zoom, LeastZoom, MostZoom);
    if (qFuzzyCompare(zoom, m_zoom))
        return;
    const QPointF held = toDrawing(anchor);
    m_zoom = zoom;
    updateBars();
    const QPointF now = held * m_zoom + origin();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + int(now.x() - anchor.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(now.y() - anchor.y()));
    viewport()->update();
    Q_EMIT zoomChanged();
}

void ChartView::setZoom(double zoom)
{
    m_follows = Follows::Nothing;
    zoomAround(zoom, QRectF(viewport()->rect()).center());
}

double ChartView::wholeZoom() const
{
    const QSizeF size = m_figure.bounds().size();
    if (size.isEmpty())
        return 1;
    const double room = std::min((viewport()->width() - 2 * Margin) / size.width(), (viewport()->height() - 2 * Margin) / size.height());
    return std::clamp(room, LeastZoom, 1.0);
}

void ChartView::fit()
{
    m_follows = Follows::Whole;
    m_zoom = wholeZoom();
    updateBars();
    Q_EMIT zoomChanged();
}

void ChartView::begin()
{
    m_follows = Follows::Beginning;
    m_zoom = std::max(wholeZoom(), ReadableZoom);
    updateBars();
    const api::Chart &chart = m_figure.chart();
    if (!chart.states.empty()) {
        const int initial = std::max(0, chart.states.front().initial);
        const QRectF first = m_figure.geometry().boxes[std::size_t(initial)];
        verticalScrollBar()->setValue(0);
        horizontalScrollBar()->setValue(int(Margin + (first.center().x() - m_figure.bounds().left()) * m_zoom) - viewport()->width() / 2);
    }
    Q_EMIT zoomChanged();
}

void ChartView::follow()
{
    if (m_follows == Follows::Whole)
        fit();
    else if (m_follows == Follows::Beginning)
        begin();
}

void ChartView::reveal(const QString &pointer)
{
    const QRectF rect = m_figure.rectOf(pointer);
    if (rect.isEmpty())
        return;
    const QRectF shown = QRectF(rect.topLeft() * m_zoom + origin(), rect.size() * m_zoom);
    const QRectF room = QRectF(viewport()->rect()).adjusted(12, 12, -12, -12);
    // What is larger than the view shows its head.
    const auto shift = [](double from, double to, double low, double high) {
        if (from < low || to - from > high - low)
            return from - low;
        return to > high ? to - high : 0.0;
    };
    if (room.contains(shown))
        return;
    if (m_follows == Follows::Beginning)
        m_follows = Follows::Nothing; // somebody has gone on
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + int(shift(shown.left(), shown.right(), room.left(), room.right())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(shift(shown.top(), shown.bottom(), room.top(), room.bottom())));
}

// ---- painting ------------------------------------------------------------------------

void ChartView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight); // a drawing is not mirrored, nor are the words in it
    painter.fillRect(event->rect(), m_theme.color(Token::Canvas));
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    painter.setOpacity(m_model.isPictureOld() && m_model.errors() > 0 ? 0.45 : 1);
    m_figure.paint(painter, m_marks, QRectF(toDrawing(event->rect().topLeft()), QSizeF(event->rect().size()) / m_zoom));
    if (!m_drawFrom.isNull()) {
        const QRectF from = m_figure.rectOf(m_drawFrom);
        painter.setPen(QPen(m_theme.color(Token::Accent), 2, Qt::DashLine));
        painter.drawLine(from.center(), m_drawTo);
    }
}

void ChartView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateBars();
    follow();
}

// ---- mouse -----------------------------------------------------------------------------

bool ChartView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_follows = Follows::Nothing;
            zoomAround(m_zoom * (1 + gesture->value()), gesture->position());
            return true;
        }
    }
    if (event->type() == QEvent::Leave && !m_marks.hovered.isNull()) {
        m_marks.hovered = {};
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ChartView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        m_follows = Follows::Nothing;
        zoomAround(m_zoom * std::pow(ZoomStep, event->angleDelta().y() / 120.0), event->position());
        event->accept();
        return;
    }
    if (m_follows == Follows::Beginning)
        m_follows = Follows::Nothing;
    QAbstractScrollArea::wheelEvent(event);
}

void ChartView::hover(const QPointF &point)
{
    const QString found = m_figure.itemAt(toDrawing(point));
    if (found == m_marks.hovered && found.isNull() == m_marks.hovered.isNull())
        return;
    m_marks.hovered = found;
    QString tip;
    if (const int transition = m_figure.transitionIndex(found); transition >= 0)
        tip = transitionSentence(m_figure.chart(), transition);
    else if (const int state = m_figure.stateIndex(found); state > 0)
        tip = stateSentence(m_figure.chart(), state);
    viewport()->setToolTip(tip);
    viewport()->update();
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    m_keyboard = false;
    m_pressedAt = event->position();
    const QString found = m_figure.itemAt(toDrawing(event->position()));
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_figure.stateIndex(found) <= 0 && m_figure.transitionIndex(found) < 0)) {
        m_grip = event->position();
        if (m_follows == Follows::Beginning)
            m_follows = Follows::Nothing;
        m_barsAtGrip = QPoint(horizontalScrollBar()->value(), verticalScrollBar()->value());
    }
    if (event->button() == Qt::LeftButton || event->button() == Qt::RightButton)
        m_model.select(found);
    m_marks.focus = false;
    viewport()->update();
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_grip) {
        const QPointF way = event->position() - *m_grip;
        if (way.manhattanLength() > QApplication::startDragDistance())
            viewport()->setCursor(Qt::ClosedHandCursor);
        horizontalScrollBar()->setValue(m_barsAtGrip.x() - int(way.x()));
        verticalScrollBar()->setValue(m_barsAtGrip.y() - int(way.y()));
        return;
    }
    hover(event->position());
    const bool dragging = (event->buttons() & Qt::LeftButton) && (event->position() - m_pressedAt).manhattanLength() > QApplication::startDragDistance();
    const int state = m_figure.stateIndex(m_marks.selected);
    if (dragging && m_drawFrom.isNull() && state > 0 && !m_model.isPictureOld())
        m_drawFrom = m_marks.selected;
    if (!m_drawFrom.isNull()) {
        m_drawTo = toDrawing(event->position());
        viewport()->update();
    }
}

void ChartView::mouseReleaseEvent(QMouseEvent *event)
{
    m_grip.reset();
    viewport()->unsetCursor();
    if (m_drawFrom.isNull())
        return;
    const QString source = m_drawFrom;
    m_drawFrom = {};
    viewport()->update();
    const QString target = m_figure.itemAt(toDrawing(event->position()));
    if (m_figure.stateIndex(target) > 0 && target != source)
        Q_EMIT connectWanted(source, target);
}

void ChartView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QString found = m_figure.itemAt(toDrawing(event->position()));
    if (!found.isNull()) {
        m_model.select(found);
        Q_EMIT editWanted();
    }
}

void ChartView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRectF rect = m_figure.rectOf(m_marks.selected);
        at = viewport()->mapToGlobal((rect.bottomLeft() * m_zoom + origin()).toPoint());
    }
    Q_EMIT menuWanted(at);
}

// ---- keyboard ----------------------------------------------------------------------------

bool ChartView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Here undo means the drawing, not the studio's last decision.
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            key->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

std::vector<int> ChartView::transitionsFrom(int state) const
{
    std::vector<int> out;
    for (std::size_t i = 0; i < m_figure.chart().transitions.size(); ++i) {
        if (m_figure.chart().transitions[i].source == state)
            out.push_back(int(i));
    }
    return out;
}

std::vector<int> ChartView::transitionsTo(int state) const
{
    std::vector<int> out;
    for (std::size_t i = 0; i < m_figure.chart().transitions.size(); ++i) {
        const auto &targets = m_figure.chart().transitions[i].targets;
        if (std::find(targets.begin(), targets.end(), state) != targets.end())
            out.push_back(int(i));
    }
    return out;
}

void ChartView::step(int key, bool nested)
{
    const api::Chart &chart = m_figure.chart();
    if (chart.states.empty())
        return;
    const auto choose = [this](const QString &pointer) { m_model.select(keptPointer(pointer)); };
    const auto chooseState = [&](int state) { choose(chart.states[std::size_t(state)].pointer); };
    const auto chooseTransition = [&](int transition) { choose(chart.transitions[std::size_t(transition)].pointer); };
    const int state = m_figure.stateIndex(m_marks.selected);
    const int transition = m_figure.transitionIndex(m_marks.selected);
    const bool back = key == Qt::Key_Left || key == Qt::Key_Up;
    if (state < 0 && transition < 0)
        return chooseState(chart.states.front().initial >= 0 ? chart.states.front().initial : 0);
    const auto neighbour = [back](const std::vector<int> &all, int now) {
        const auto at = std::find(all.begin(), all.end(), now) - all.begin();
        const auto count = std::ptrdiff_t(all.size());
        return all[std::size_t((at + (back ? count - 1 : 1)) % count)];
    };
    if (transition >= 0) {
        const auto &here = chart.transitions[std::size_t(transition)];
        if (key == Qt::Key_Left || key == Qt::Key_Right)
            chooseTransition(neighbour(transitionsFrom(here.source), transition));
        else if (back || here.targets.empty())
            chooseState(here.source);
        else
            chooseState(here.targets.front());
        return;
    }
    const int parent = chart.states[std::size_t(state)].parent;
    std::vector<int> siblings;
    std::vector<int> children;
    for (std::size_t i = 0; i < chart.states.size(); ++i) {
        if (chart.states[i].parent == parent)
            siblings.push_back(int(i));
        if (chart.states[i].parent == state)
            children.push_back(int(i));
    }
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        chooseState(neighbour(siblings, state));
    } else if (nested && key == Qt::Key_Down && !children.empty()) {
        const int initial = chart.states[std::size_t(state)].initial;
        chooseState(initial >= 0 ? initial : children.front());
    } else if (nested && key == Qt::Key_Up) {
        if (parent >= 0)
            chooseState(parent);
    } else {
        const auto lines = back ? transitionsTo(state) : transitionsFrom(state);
        if (!lines.empty())
            chooseTransition(lines.front());
        else if (!back && !children.empty())
            chooseState(children.front());
        else if (back && parent >= 0)
            chooseState(parent);
    }
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    m_keyboard = true;
    m_marks.focus = true;
    viewport()->update();
    if (event->matches(QKeySequence::Undo)) {
        Q_EMIT undoWanted();
        return;
    }
    if (event->matches(QKeySequence::Redo)) {
        Q_EMIT redoWanted();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus:
        setZoom(m_zoom * ZoomStep);
        return;
    case Qt::Key_Minus:
        setZoom(m_zoom / ZoomStep);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        // As one reads: in a mirrored window the keys change sides.
        step((event->key() == Qt::Key_Left) != isRightToLeft() ? Qt::Key_Left : Qt::Key_Right, false);
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        step(event->key(), event->modifiers() & Qt::ControlModifier);
        return;
    case Qt::Key_Home:
        if (!m_figure.chart().states.empty())
            m_model.select(QStringLiteral(""));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT editWanted();
        return;
    case Qt::Key_F2:
        Q_EMIT renameWanted();
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        Q_EMIT removeWanted();
        return;
    case Qt::Key_Insert:
        Q_EMIT addWanted();
        return;
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_Escape:
        if (!m_drawFrom.isNull()) {
            m_drawFrom = {};
            return;
        }
        if (!m_model.selected().isNull()) {
            m_model.select({});
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void ChartView::focusInEvent(QFocusEvent *event)
{
    m_keyboard = event->reason() != Qt::MouseFocusReason;
    if (m_keyboard && m_model.selected().isNull())
        step(Qt::Key_Down, false);
    m_marks.focus = m_keyboard;
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ChartView::focusOutEvent(QFocusEvent *event)
{
    m_marks.focus = false;
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace hs::ui
