#include "ui/designer/chart_figure.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QLocale>
#include <QPainterPath>

#include "ui/designer/chart_words.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

namespace {

constexpr double BoxInset = 10;    // within a box, pixels at 100 %
constexpr double RowGap = 3;
constexpr double IconSide = 14;
constexpr double IconGap = 5;
constexpr int WidestRow = 210;     // at 100 % text; longer ones are elided, the inspector has them whole
constexpr int WidestLabel = 170;
constexpr double HistorySide = 30;
constexpr double CornerRadius = 7;

/// A way with rounded corners.
QPainterPath roundedPath(const std::vector<QPointF> &points)
{
    QPainterPath path;
    if (points.empty())
        return path;
    path.moveTo(points.front());
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points[i], points[i - 1]);
        const QLineF out(points[i], points[i + 1]);
        const double radius = std::min({CornerRadius, in.length() / 2, out.length() / 2});
        path.lineTo(in.length() > 0 ? in.pointAt(radius / in.length()) : points[i]);
        path.quadTo(points[i], out.length() > 0 ? out.pointAt(radius / out.length()) : points[i]);
    }
    path.lineTo(points.back());
    return path;
}

void paintHead(QPainter &painter, const std::vector<QPointF> &points)
{
    if (points.size() < 2)
        return;
    const QLineF last(points[points.size() - 1], points[points.size() - 2]);
    if (last.length() < 0.1)
        return;
    const QPointF along = (last.p2() - last.p1()) / last.length();
    const QPointF across(-along.y(), along.x());
    QPolygonF head;
    head << last.p1() << last.p1() + along * 8 + across * 4 << last.p1() + along * 8 - across * 4;
    painter.drawPolygon(head);
}

double distanceTo(const QPointF &point, const std::vector<QPointF> &way)
{
    double nearest = 1e9;
    for (std::size_t i = 0; i + 1 < way.size(); ++i) {
        const QPointF along = way[i + 1] - way[i];
        const double length = QPointF::dotProduct(along, along);
        const double t = length > 0 ? std::clamp(QPointF::dotProduct(point - way[i], along) / length, 0.0, 1.0) : 0;
        nearest = std::min(nearest, QLineF(point, way[i] + along * t).length());
    }
    return nearest;
}

} // namespace

// ---- measuring ----------------------------------------------------------------

ChartFigure::Row ChartFigure::row(const QString &icon, const QColor &color, const QString &text, TextStyle style, Token token) const
{
    Row out;
    out.icon = icon;
    out.color = color;
    out.text = text;
    out.style = style;
    out.token = token;
    return out;
}

void ChartFigure::measure(std::vector<Row> &rows, double most) const
{
    double y = 0;
    for (Row &row : rows) {
        const QFontMetricsF metrics(m_theme.font(row.style));
        const double icon = row.icon.isEmpty() ? 0 : IconSide + IconGap;
        const double tail = row.tail.isEmpty() ? 0 : metrics.horizontalAdvance(QLatin1Char(' ') + row.tail);
        row.width = std::min(icon + std::ceil(metrics.horizontalAdvance(row.text) + tail) + 1, most);
        row.height = std::max(std::ceil(metrics.height()), row.icon.isEmpty() ? 0.0 : IconSide + 1);
        row.y = y;
        y += row.height + RowGap;
    }
}

QSizeF ChartFigure::sizeOf(const std::vector<Row> &rows) const
{
    double width = 0;
    for (const Row &row : rows)
        width = std::max(width, row.width);
    return rows.empty() ? QSizeF() : QSizeF(width, rows.back().y + rows.back().height);
}

ChartFigure::Row ChartFigure::transitionHead(const api::ChartTransition &transition) const
{
    const bool failed = transition.kind == api::ChartTransition::Kind::TaskError;
    Row out = row(transitionIcon(transition.kind), m_theme.color(failed ? Token::Danger : Token::Text2), transitionCause(transition),
                  TextStyle::Small, Token::Text);
    out.pointer = transition.pointer;
    return out;
}

std::vector<ChartFigure::Row> ChartFigure::stateRows(int index) const
{
    const auto &state = m_chart.states[std::size_t(index)];
    std::vector<Row> rows;
    const bool root = state.parent < 0;
    Row head = row({}, {}, root && !m_chart.title.isEmpty() ? m_chart.title : state.key, TextStyle::Strong, Token::Text);
    if (state.kind == api::StateKind::Final)
        head.icon = QStringLiteral("flag");
    else if (state.kind == api::StateKind::Parallel)
        head.icon = QStringLiteral("columns-2");
    head.color = m_theme.color(Token::Text2);
    if (root)
        head.tail = m_chart.version;
    rows.push_back(head);
    if (!state.description.isEmpty())
        rows.push_back(row({}, {}, state.description, TextStyle::Caption, Token::Text2));
    for (const QString &action : state.entry)
        rows.push_back(row(QStringLiteral("log-in"), m_theme.color(Token::Text3), action, TextStyle::Caption, Token::Text2));
    for (const QString &action : state.exit)
        rows.push_back(row(QStringLiteral("log-out"), m_theme.color(Token::Text3), action, TextStyle::Caption, Token::Text2));
    for (const auto &invoke : state.invokes) {
        const bool person = invoke.src.startsWith(QLatin1String("human."));
        Row task = row(!invoke.agent.isEmpty() ? m_theme.agentIcon(invoke.agent) : person ? QStringLiteral("user") : QStringLiteral("cog"),
                       invoke.agent.isEmpty() ? m_theme.color(Token::Text2) : m_theme.agentColor(invoke.agent), invoke.src, TextStyle::Small,
                       Token::Text);
        if (!invoke.timeout.isEmpty())
            task.tail = delayText(invoke.timeout);
        rows.push_back(task);
    }
    for (std::size_t i = 0; i < m_chart.transitions.size(); ++i) {
        const auto &transition = m_chart.transitions[i];
        if (transition.source != index || !transition.targets.empty())
            continue;
        Row inner = transitionHead(transition);
        QStringList tail;
        if (!transition.guard.isEmpty())
            tail << QLatin1Char('[') + transition.guard + QLatin1Char(']');
        if (!transition.actions.isEmpty())
            tail << QStringLiteral("/ ") + transition.actions.join(QStringLiteral(", "));
        if (!transition.target.isEmpty())
            tail << QStringLiteral("→ ") + transition.target; // names nothing; the findings say so
        inner.tail = tail.join(QLatin1Char(' '));
        if (inner.icon.isEmpty()) {
            inner.icon = QStringLiteral("zap");
            inner.color = m_theme.color(Token::Text3);
        }
        rows.push_back(inner);
    }
    return rows;
}

std::vector<ChartFigure::Row> ChartFigure::labelRows(const api::ChartTransition &transition) const
{
    std::vector<Row> rows{transitionHead(transition)};
    if (!transition.guard.isEmpty())
        rows.push_back(row({}, {}, QLatin1Char('[') + transition.guard + QLatin1Char(']'), TextStyle::Caption, Token::Text2));
    const int shown = transition.actions.size() > 3 ? 2 : int(transition.actions.size());
    for (int i = 0; i < shown; ++i)
        rows.push_back(row({}, {}, QStringLiteral("/ ") + transition.actions[i], TextStyle::Caption, Token::Text2));
    if (shown < transition.actions.size())
        rows.push_back(row({}, {}, QStringLiteral("/ +") + QLocale().toString(transition.actions.size() - shown), TextStyle::Caption, Token::Text2));
    return rows;
}

void ChartFigure::build(const api::Chart &chart)
{
    m_chart = chart;
    m_boxes.clear();
    m_labels.clear();
    m_more.clear();
    m_states.clear();
    m_transitions.clear();
    std::vector<LayoutBox> boxes;
    m_holds.assign(chart.states.size(), 0);
    for (const auto &state : chart.states) {
        if (state.parent >= 0)
            m_holds[std::size_t(state.parent)] = 1;
    }
    for (std::size_t i = 0; i < chart.states.size(); ++i) {
        const auto &state = chart.states[i];
        m_states.insert(state.pointer, int(i));
        Box box;
        LayoutBox layout;
        layout.parent = state.parent;
        layout.parallel = state.kind == api::StateKind::Parallel;
        layout.initial = state.initial;
        if (state.kind == api::StateKind::History) {
            box.round = true;
            layout.size = QSizeF(HistorySide, HistorySide);
        } else {
            box.rows = stateRows(int(i));
            measure(box.rows, m_theme.scaled(WidestRow));
            const QSizeF rows = sizeOf(box.rows);
            // Badges stand at the right of the head.
            const double head = box.rows.front().width + 34;
            layout.size = QSizeF(std::max({rows.width(), head, 84.0}) + 2 * BoxInset, rows.height() + 2 * BoxInset);
            if (m_holds[i])
                layout.size.setHeight(rows.height() + BoxInset);
        }
        m_boxes.push_back(std::move(box));
        boxes.push_back(layout);
    }
    std::vector<LayoutLine> lines;
    for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
        const auto &transition = chart.transitions[i];
        m_transitions.insert(transition.pointer, int(i));
        Label label;
        std::vector<int> more;
        const bool drawn = !transition.targets.empty() && !(transition.source == 0 && transition.targets.front() == 0);
        if (drawn) {
            label.rows = labelRows(transition);
            measure(label.rows, m_theme.scaled(WidestLabel));
            const QSizeF rows = sizeOf(label.rows);
            label.line = int(lines.size());
            lines.push_back({transition.source, transition.targets.front(), QSizeF(rows.width() + 12, rows.height() + 6)});
            for (std::size_t k = 1; k < transition.targets.size(); ++k) {
                more.push_back(int(lines.size()));
                lines.push_back({transition.source, transition.targets[k], QSizeF()});
            }
        }
        m_labels.push_back(std::move(label));
        m_more.push_back(std::move(more));
    }
    LayoutSpacing spacing;
    spacing.layerGap = m_theme.scaled(18);
    m_geometry = layoutChart(boxes, lines, spacing);
}

// ---- finding --------------------------------------------------------------------

int ChartFigure::stateIndex(const QString &pointer) const
{
    return pointer.isNull() ? -1 : m_states.value(pointer, -1);
}

int ChartFigure::transitionIndex(const QString &pointer) const
{
    return m_transitions.value(pointer, -1);
}

QRectF ChartFigure::rectOf(const QString &pointer) const
{
    if (const int state = stateIndex(pointer); state >= 0)
        return m_geometry.boxes[std::size_t(state)];
    const int index = transitionIndex(pointer);
    if (index < 0)
        return {};
    const Label &label = m_labels[std::size_t(index)];
    if (label.line >= 0)
        return m_geometry.lines[std::size_t(label.line)].label;
    const int source = m_chart.transitions[std::size_t(index)].source;
    const QRectF box = m_geometry.boxes[std::size_t(source)];
    for (const Row &row : m_boxes[std::size_t(source)].rows) {
        if (row.pointer == pointer)
            return QRectF(box.left() + BoxInset - 4, box.top() + BoxInset + row.y - 1, box.width() - 2 * BoxInset + 8, row.height + 2);
    }
    return box;
}

QString ChartFigure::itemAt(const QPointF &point) const
{
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        if (rectOf(m_chart.transitions[i].pointer).contains(point))
            return m_chart.transitions[i].pointer;
    }
    QString found;
    double nearest = 6;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        if (m_labels[i].line < 0)
            continue;
        const double away = distanceTo(point, m_geometry.lines[std::size_t(m_labels[i].line)].points);
        if (away < nearest) {
            nearest = away;
            found = m_chart.transitions[i].pointer;
        }
    }
    // A box lies above the lines that pass by it, below those that end in it.
    for (std::size_t i = m_geometry.boxes.size(); i-- > 0;) {
        if (!m_geometry.boxes[i].contains(point))
            continue;
        return found.isNull() || !m_holds[i] ? m_chart.states[i].pointer : found;
    }
    return found;
}

// ---- painting ---------------------------------------------------------------------

QColor ChartFigure::fillOf(int index) const
{
    if (!m_holds[std::size_t(index)])
        return m_theme.color(Token::Raised);
    // Regions have no fill of their own, so they do not count.
    int depth = 0;
    for (int at = index; at >= 0; at = m_chart.states[std::size_t(at)].parent) {
        const int parent = m_chart.states[std::size_t(at)].parent;
        if (parent >= 0 && m_chart.states[std::size_t(parent)].kind != api::StateKind::Parallel)
            ++depth;
    }
    return m_theme.color(depth % 2 == 0 ? Token::Surface : Token::Sunken);
}

void ChartFigure::paintRows(QPainter &painter, const ChartMarks &marks, const std::vector<Row> &rows, const QRectF &rect, double inset, double reserved) const
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row &row = rows[i];
        double x = rect.left() + inset;
        const double y = rect.top() + row.y;
        double room = rect.width() - 2 * inset - (i == 0 ? reserved : 0);
        if (!row.pointer.isNull() && i > 0 && marks.findings.contains(row.pointer))
            room -= IconSide + 4; // its sign stands at the end
        if (!row.icon.isEmpty()) {
            const double scale = painter.transform().m11() * painter.device()->devicePixelRatioF();
            const QPixmap pixmap = m_theme.pixmap(row.icon, int(IconSide), row.color, std::clamp(std::ceil(scale), 1.0, 4.0));
            painter.drawPixmap(QRectF(x, y + (row.height - IconSide) / 2, IconSide, IconSide), pixmap, QRectF(pixmap.rect()));
            x += IconSide + IconGap;
            room -= IconSide + IconGap;
        }
        const QFont font = m_theme.font(row.style);
        const QFontMetricsF metrics(font);
        painter.setFont(font);
        painter.setPen(m_theme.color(row.token));
        const QString text = metrics.elidedText(row.text, Qt::ElideRight, room);
        painter.drawText(QRectF(x, y, room, row.height), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), text);
        if (row.tail.isEmpty())
            continue;
        const double taken = metrics.horizontalAdvance(text + QLatin1Char(' '));
        if (room - taken < 12)
            continue;
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(QRectF(x + taken, y, room - taken, row.height), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine),
                         metrics.elidedText(row.tail, Qt::ElideRight, room - taken));
    }
}

void ChartFigure::paintState(QPainter &painter, const ChartMarks &marks, int index) const
{
    const auto &state = m_chart.states[std::size_t(index)];
    const QRectF rect = m_geometry.boxes[std::size_t(index)];
    const bool active = state.parent >= 0 && marks.active.contains(state.id); // the whole always is
    const bool selected = !marks.selected.isNull() && marks.selected == state.pointer;
    const bool hovered = !marks.hovered.isNull() && marks.hovered == state.pointer && state.parent >= 0;
    const bool region = state.parent >= 0 && m_chart.states[std::size_t(state.parent)].kind == api::StateKind::Parallel;
    const double radius = m_theme.radius("card");
    const bool leaf = !m_holds[std::size_t(index)];

    QColor edge = m_theme.color(leaf || state.parent < 0 ? Token::BorderStrong : Token::Border);
    double width = 1;
    if (active) {
        edge = m_theme.color(Token::Accent);
        width = leaf ? 2 : 1.5;
    }
    if (hovered)
        edge = m_theme.color(Token::ControlBorder);
    if (selected) {
        edge = m_theme.color(Token::Accent);
        width = 2;
    }
    if (active && leaf) { // a soft glow
        painter.setPen(QPen(m_theme.color(Token::AccentSoft), 8));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius + 3, radius + 3);
    }
    if (m_boxes[std::size_t(index)].round) {
        painter.setPen(QPen(edge, width));
        painter.setBrush(m_theme.color(active || selected ? Token::AccentSoft : Token::Raised));
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1));
        painter.setFont(m_theme.font(TextStyle::Strong));
        painter.setPen(m_theme.color(Token::Text));
        painter.drawText(rect, Qt::AlignCenter, state.deep ? QStringLiteral("H*") : QStringLiteral("H"));
        return;
    }
    if (region && !selected && !active && !hovered)
        painter.setPen(Qt::NoPen); // regions are told apart by the dashes between them
    else
        painter.setPen(QPen(edge, width));
    painter.setBrush(active && leaf ? m_theme.color(Token::AccentSoft) : region && !leaf ? QColor(Qt::transparent) : fillOf(index));
    if (leaf && region && painter.pen().style() == Qt::NoPen)
        painter.setPen(QPen(edge, width));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (state.kind == api::StateKind::Final) { // the ring of an end
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(edge, 1));
        painter.drawRoundedRect(rect.adjusted(3.5, 3.5, -3.5, -3.5), radius - 3, radius - 3);
    }
}

void ChartFigure::paintBadges(QPainter &painter, const ChartMarks &marks, int index) const
{
    const auto &state = m_chart.states[std::size_t(index)];
    const QRectF rect = m_geometry.boxes[std::size_t(index)];
    const Box &box = m_boxes[std::size_t(index)];
    double right = rect.right() - 6;
    if (const auto finding = marks.findings.constFind(state.pointer); finding != marks.findings.constEnd()) {
        const double scale = painter.transform().m11() * painter.device()->devicePixelRatioF();
        const QPixmap pixmap = m_theme.pixmap(*finding ? QStringLiteral("circle-alert") : QStringLiteral("triangle-alert"), int(IconSide) + 1,
                                              *finding ? Token::Danger : Token::Warn, std::clamp(std::ceil(scale), 1.0, 4.0));
        const QPointF corner = box.round ? QPointF(rect.right() - IconSide / 2, rect.bottom() - IconSide / 2 - 2)
                                         : QPointF(right - IconSide - 1, rect.top() + 8);
        painter.drawPixmap(QRectF(corner, QSizeF(IconSide + 1, IconSide + 1)), pixmap, QRectF(pixmap.rect()));
        right -= IconSide + 6;
    }
    const qint64 count = marks.counts.value(state.id);
    if (count > 0) {
        const QString text = QLocale().toString(count);
        const QFont font = m_theme.font(TextStyle::Caption, QFont::DemiBold);
        const QFontMetricsF metrics(font);
        const double height = metrics.height() + 3;
        const double width = std::max(height, metrics.horizontalAdvance(text) + 10);
        // On the corner of the box, where a badge sits.
        const QRectF pill(box.round ? rect.right() - 6 : rect.right() - width + 8, rect.top() - height / 2, width, height);
        painter.setPen(QPen(fillOf(std::max(0, state.parent)), 2));
        painter.setBrush(m_theme.color(Token::Accent));
        painter.drawRoundedRect(pill, height / 2, height / 2);
        painter.setFont(font);
        painter.setPen(m_theme.color(Token::OnAccent));
        painter.drawText(pill, Qt::AlignCenter, text);
    }
}

void ChartFigure::paintLine(QPainter &painter, const ChartMarks &marks, int index) const
{
    const Label &label = m_labels[std::size_t(index)];
    if (label.line < 0)
        return;
    const auto &transition = m_chart.transitions[std::size_t(index)];
    const bool marked = marks.selected == transition.pointer || marks.taken.contains(transition.pointer);
    const bool hovered = marks.hovered == transition.pointer;
    const QColor color = m_theme.color(marked ? Token::Accent : hovered ? Token::Text2 : Token::ControlBorder);
    std::vector<int> lines{label.line};
    lines.insert(lines.end(), m_more[std::size_t(index)].begin(), m_more[std::size_t(index)].end());
    for (const int line : lines) {
        const auto &points = m_geometry.lines[std::size_t(line)].points;
        painter.setPen(QPen(color, marked ? 2.2 : 1.4, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(roundedPath(points));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        paintHead(painter, points);
    }
}

void ChartFigure::paintLabel(QPainter &painter, const ChartMarks &marks, int index) const
{
    const auto &transition = m_chart.transitions[std::size_t(index)];
    const Label &label = m_labels[std::size_t(index)];
    const QRectF rect = rectOf(transition.pointer);
    const bool selected = marks.selected == transition.pointer;
    const bool hovered = marks.hovered == transition.pointer;
    const bool open = marks.open.contains(transition.pointer);
    const bool taken = marks.taken.contains(transition.pointer);
    const double radius = 6;
    if (label.line >= 0) {
        int holder = m_chart.states[std::size_t(transition.source)].parent;
        const int target = transition.targets.front();
        // The line's label lies in the innermost state that holds both ends.
        for (int at = transition.source; at >= 0; at = m_chart.states[std::size_t(at)].parent) {
            holder = at;
            if (m_geometry.boxes[std::size_t(at)].contains(rect.center()) && m_geometry.boxes[std::size_t(at)].contains(m_geometry.boxes[std::size_t(target)].center()))
                break;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(fillOf(std::max(0, holder)));
        painter.drawRect(rect.adjusted(-1, 0, 1, 0));
    }
    if (selected || hovered || open || taken) {
        painter.setPen(selected || taken ? QPen(m_theme.color(Token::Accent), selected ? 1.6 : 1)
                       : open            ? QPen(m_theme.color(Token::Accent), 1, Qt::DotLine)
                                         : QPen(m_theme.color(Token::BorderStrong), 1));
        painter.setBrush(m_theme.color(selected || taken ? Token::AccentSoft : hovered ? Token::Hover : Token::Raised));
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    if (label.line >= 0)
        paintRows(painter, marks, label.rows, rect.adjusted(0, 3, 0, -3), 6, 0);
    if (const auto finding = marks.findings.constFind(transition.pointer); finding != marks.findings.constEnd()) {
        const double scale = painter.transform().m11() * painter.device()->devicePixelRatioF();
        const QPixmap pixmap = m_theme.pixmap(*finding ? QStringLiteral("circle-alert") : QStringLiteral("triangle-alert"), int(IconSide),
                                              *finding ? Token::Danger : Token::Warn, std::clamp(std::ceil(scale), 1.0, 4.0));
        const QPointF corner = label.line >= 0 ? QPointF(rect.right() - IconSide / 2, rect.top() - IconSide / 2)
                                               : QPointF(rect.right() - IconSide - 2, rect.top() + (rect.height() - IconSide) / 2);
        painter.drawPixmap(QRectF(corner, QSizeF(IconSide, IconSide)), pixmap, QRectF(pixmap.rect()));
    }
}

void ChartFigure::paintDots(QPainter &painter) const
{
    const QColor color = m_theme.color(Token::Text2);
    for (const auto &dot : m_geometry.dots) {
        painter.setPen(QPen(color, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(roundedPath(dot.points));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        paintHead(painter, dot.points);
        painter.drawEllipse(dot.center, 5, 5);
    }
}

void ChartFigure::paint(QPainter &painter, const ChartMarks &marks, const QRectF &exposed) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const auto visible = [&exposed](const QRectF &rect) { return exposed.intersects(rect.adjusted(-14, -14, 14, 14)); };
    // Boxes from the outside in, then lines over them, then what must be read.
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        if (visible(m_geometry.boxes[i]))
            paintState(painter, marks, int(i));
    }
    painter.setPen(QPen(m_theme.color(Token::BorderStrong), 1.2, Qt::DashLine));
    painter.drawLines(QList<QLineF>(m_geometry.separators.begin(), m_geometry.separators.end()));
    for (std::size_t i = 0; i < m_labels.size(); ++i)
        paintLine(painter, marks, int(i));
    for (const QString &pointer : {marks.hovered, marks.selected}) {
        if (const int index = transitionIndex(pointer); index >= 0)
            paintLine(painter, marks, index); // above its neighbours
    }
    paintDots(painter);
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        if (visible(rectOf(m_chart.transitions[i].pointer)))
            paintLabel(painter, marks, int(i));
    }
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const QRectF rect = m_geometry.boxes[i];
        if (!visible(rect))
            continue;
        if (!m_boxes[i].round) {
            const bool badge = marks.findings.contains(m_chart.states[i].pointer);
            paintRows(painter, marks, m_boxes[i].rows, rect.adjusted(0, BoxInset, 0, 0), BoxInset, badge ? IconSide + 6 : 0);
        }
        paintBadges(painter, marks, int(i));
    }
    if (marks.focus) {
        if (const QRectF rect = rectOf(marks.selected); !rect.isEmpty()) {
            painter.setPen(QPen(m_theme.color(Token::Accent), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), m_theme.radius("card") + 2, m_theme.radius("card") + 2);
        }
    }
}

} // namespace hs::ui
