#pragma once

#include <vector>

#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

/// Where the boxes and lines of a statechart go. Pure geometry: sizes in, places out, equal input gives equal output.
///
/// Each state that holds others is laid out by itself, innermost first, in layers from top to bottom: cycles are broken by
/// a walk from the initial state, states sink to their longest path, labels stand in layers of their own between those of
/// the states, crossings are reduced by barycentres, and places within a layer are the least squares of what its
/// neighbours want. A line that leaves its state's parent passes each border on the way at a port. Lines run straight
/// down or with one level stretch in the gap between two layers, each in a track of its own.
///
/// Own code, because no kept library draws nested boxes with ports and labelled lines: Graphviz has clusters, but lines
/// cannot end at them, and labels widen the wrong layer; OGDF and ELK may not or cannot be linked.
namespace hs::ui {

/// A state as the layout sees it. Indices are document order; a parent comes before its children.
struct LayoutBox {
    int parent = -1;
    QSizeF size;       ///< least size; of one with children: of its head
    bool parallel = false;
    int initial = -1;  ///< child that the initial dot leads to; -1: no dot
};
/// A transition with a target.
struct LayoutLine {
    int source = 0;
    int target = 0;
    QSizeF label; ///< empty: none
};
/// All in device independent pixels.
struct LayoutSpacing {
    double padding = 16;  ///< inside a box, around what it holds
    double boxGap = 32;   ///< between neighbours of a layer
    double labelGap = 18;
    double lineGap = 14;  ///< between parallel lines, also of ports on a border
    double layerGap = 18; ///< between a layer of states and one of labels
    double arrow = 12;    ///< room for the head of a line
    double corner = 9;    ///< of a box, where no line ends
    double dot = 10;      ///< the initial dot's diameter
};

struct ChartGeometry {
    struct Line {
        std::vector<QPointF> points; ///< corners from the source's border to the target's; the last stretch bears the head
        QRectF label;                ///< empty: none
    };
    struct Dot {
        int box = 0; ///< in which it stands
        QPointF center;
        std::vector<QPointF> points;
    };
    std::vector<QRectF> boxes; ///< as the input
    std::vector<Line> lines;   ///< as the input
    std::vector<Dot> dots;
    std::vector<QLineF> separators; ///< between regions of parallel states
    QRectF bounds;
};

[[nodiscard]] ChartGeometry layoutChart(const std::vector<LayoutBox> &boxes, const std::vector<LayoutLine> &lines,
                                        const LayoutSpacing &spacing = {});

} // namespace hs::ui
