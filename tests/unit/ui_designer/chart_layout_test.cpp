#include <QTest>

#include "tests/unit/ui_designer/random_drawing.h"
#include "ui/designer/chart_layout.h"

using namespace hs::ui;
using hs::test::Drawing;
using hs::test::randomDrawing;

namespace {

bool holdsOne(const Drawing &drawing, int outer, int inner)
{
    for (int at = drawing.boxes[std::size_t(inner)].parent; at >= 0; at = drawing.boxes[std::size_t(at)].parent)
        if (at == outer)
            return true;
    return false;
}

bool overlap(const QRectF &a, const QRectF &b)
{
    return a.adjusted(1, 1, -1, -1).intersects(b.adjusted(1, 1, -1, -1));
}

} // namespace

/// Where boxes, lines and labels of a statechart go.
class ChartLayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingOverlaps_data();
    void nothingOverlaps();
    void linesEndAtTheBorders_data() { nothingOverlaps_data(); }
    void linesEndAtTheBorders();
    void equalInputGivesEqualPlaces();
    void theInitialStateStandsOnTop();
    void regionsStandSideBySideInTheirOrder();
    void aPlainSequenceRunsStraightDown();
    void nothingAtAll();
};

void ChartLayoutTest::nothingOverlaps_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("states");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("random chart %u", seed) << seed << int(4 + seed * 5);
    QTest::newRow("three hundred states") << 7u << 300;
}

void ChartLayoutTest::nothingOverlaps()
{
    QFETCH(unsigned, seed);
    QFETCH(int, states);
    const Drawing drawing = randomDrawing(seed, states);
    const ChartGeometry geometry = layoutChart(drawing.boxes, drawing.lines);
    QCOMPARE(geometry.boxes.size(), drawing.boxes.size());
    QCOMPARE(geometry.lines.size(), drawing.lines.size());
    for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
        QVERIFY(geometry.boxes[i].width() >= drawing.boxes[i].size.width());
        QVERIFY(geometry.boxes[i].height() >= drawing.boxes[i].size.height());
        if (const int parent = drawing.boxes[i].parent; parent >= 0)
            QVERIFY2(geometry.boxes[std::size_t(parent)].contains(geometry.boxes[i]), qPrintable(QString::number(i)));
        for (std::size_t k = i + 1; k < drawing.boxes.size(); ++k) {
            if (!holdsOne(drawing, int(i), int(k)))
                QVERIFY2(!overlap(geometry.boxes[i], geometry.boxes[k]), qPrintable(QStringLiteral("%1 and %2").arg(i).arg(k)));
        }
    }
    for (std::size_t i = 0; i < drawing.lines.size(); ++i) {
        const QRectF label = geometry.lines[i].label;
        QCOMPARE(label.isEmpty(), drawing.lines[i].label.isEmpty());
        if (label.isEmpty())
            continue;
        QVERIFY(geometry.bounds.contains(label));
        for (std::size_t k = i + 1; k < drawing.lines.size(); ++k)
            QVERIFY2(geometry.lines[k].label.isEmpty() || !overlap(label, geometry.lines[k].label), qPrintable(QStringLiteral("labels %1 and %2").arg(i).arg(k)));
        for (std::size_t k = 0; k < drawing.boxes.size(); ++k) {
            const bool around = geometry.boxes[k].contains(label);
            QVERIFY2(around || !overlap(label, geometry.boxes[k]), qPrintable(QStringLiteral("label %1 on box %2").arg(i).arg(k)));
        }
    }
}

void ChartLayoutTest::linesEndAtTheBorders()
{
    QFETCH(unsigned, seed);
    QFETCH(int, states);
    const Drawing drawing = randomDrawing(seed, states);
    const ChartGeometry geometry = layoutChart(drawing.boxes, drawing.lines);
    const auto onBorder = [](const QPointF &point, const QRectF &box) {
        const bool inside = box.adjusted(-1, -1, 1, 1).contains(point);
        const bool side = qAbs(point.y() - box.top()) < 1 || qAbs(point.y() - box.bottom()) < 1 || qAbs(point.x() - box.right()) < 1;
        return inside && side;
    };
    for (std::size_t i = 0; i < drawing.lines.size(); ++i) {
        const auto &points = geometry.lines[i].points;
        QVERIFY(points.size() >= 2);
        const QRectF source = geometry.boxes[std::size_t(drawing.lines[i].source)];
        // A line to one inside begins below its own head.
        const bool inward = holdsOne(drawing, drawing.lines[i].source, drawing.lines[i].target);
        QVERIFY2(inward ? source.contains(points.front()) : onBorder(points.front(), source), qPrintable(QString::number(i)));
        QVERIFY2(onBorder(points.back(), geometry.boxes[std::size_t(drawing.lines[i].target)]), qPrintable(QString::number(i)));
        for (std::size_t k = 0; k + 1 < points.size(); ++k) { // only level and upright stretches
            const QPointF way = points[k + 1] - points[k];
            QVERIFY2(qAbs(way.x()) < 0.6 || qAbs(way.y()) < 0.6, qPrintable(QStringLiteral("line %1, corner %2").arg(i).arg(k)));
        }
    }
}

void ChartLayoutTest::equalInputGivesEqualPlaces()
{
    const Drawing drawing = randomDrawing(99, 40);
    const ChartGeometry one = layoutChart(drawing.boxes, drawing.lines);
    const ChartGeometry other = layoutChart(drawing.boxes, drawing.lines);
    QVERIFY(one.boxes == other.boxes);
    for (std::size_t i = 0; i < one.lines.size(); ++i) {
        QVERIFY(one.lines[i].points == other.lines[i].points);
        QVERIFY(one.lines[i].label == other.lines[i].label);
    }
}

void ChartLayoutTest::theInitialStateStandsOnTop()
{
    // The second state is the initial one; it leads to the first.
    const std::vector<LayoutBox> boxes{{-1, {100, 30}, false, 2}, {0, {80, 40}, false, -1}, {0, {80, 40}, false, -1}};
    const ChartGeometry geometry = layoutChart(boxes, {{2, 1, {40, 20}}, {1, 2, {40, 20}}});
    QVERIFY(geometry.boxes[2].bottom() < geometry.boxes[1].top());
    QCOMPARE(geometry.dots.size(), std::size_t(1));
    QVERIFY(geometry.dots.front().center.y() < geometry.boxes[2].top());
    QVERIFY(geometry.lines[0].label.top() > geometry.boxes[2].bottom());
    QVERIFY(geometry.lines[0].label.bottom() < geometry.boxes[1].top());
    // The way back comes in from below.
    QVERIFY(qAbs(geometry.lines[1].points.back().y() - geometry.boxes[2].bottom()) < 1);
}

void ChartLayoutTest::regionsStandSideBySideInTheirOrder()
{
    const std::vector<LayoutBox> boxes{{-1, {100, 30}, true, -1}, {0, {80, 40}, false, -1}, {0, {80, 140}, false, -1}, {0, {80, 40}, false, -1}};
    const ChartGeometry geometry = layoutChart(boxes, {});
    QVERIFY(geometry.boxes[1].right() < geometry.boxes[2].left());
    QVERIFY(geometry.boxes[2].right() < geometry.boxes[3].left());
    QCOMPARE(geometry.boxes[1].height(), geometry.boxes[2].height());
    QCOMPARE(geometry.separators.size(), std::size_t(2));
    for (const QLineF &line : geometry.separators)
        QVERIFY(geometry.boxes[0].contains(line.p1()) && geometry.boxes[0].contains(line.p2()));
    QVERIFY(geometry.separators[0].x1() > geometry.boxes[1].right() && geometry.separators[0].x1() < geometry.boxes[2].left());
}

void ChartLayoutTest::aPlainSequenceRunsStraightDown()
{
    std::vector<LayoutBox> boxes{{-1, {100, 30}, false, 1}};
    std::vector<LayoutLine> lines;
    for (int i = 1; i <= 5; ++i) {
        boxes.push_back({0, {80.0 + 10 * i, 40}, false, -1});
        if (i > 1)
            lines.push_back({i - 1, i, {60, 20}});
    }
    for (const auto &line : layoutChart(boxes, lines).lines)
        QCOMPARE(line.points.size(), std::size_t(2));
}

void ChartLayoutTest::nothingAtAll()
{
    QVERIFY(layoutChart({}, {}).boxes.empty());
    QVERIFY(layoutChart({{-1, {100, 30}, false, -1}}, {}).bounds.isValid());
}

QTEST_GUILESS_MAIN(ChartLayoutTest)
#include "chart_layout_test.moc"
