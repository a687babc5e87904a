#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "ui/designer/chart_layout.h"

namespace hs::ui {

/// The layered layout of what one state holds (see `chart_layout.h`). Coordinates begin at the upper left corner of
/// what is held. Ends of edges are children, or the upper or lower border.
class LayerGraph {
public:
    static constexpr int Top = -1;
    static constexpr int Bottom = -2;

    struct Child {
        QSizeF size;
        double loops = 0; ///< width that loops take at its right
    };
    struct Edge {
        int from = 0; ///< index of a child, or Top
        int to = 0;   ///< index of a child, or Bottom
        QSizeF label;
        bool labelAtEnd = false; ///< beside `to` rather than `from`
        double fromPort = -1;    ///< fixed place on the child's border, from its left; -1: wherever it suits
        double toPort = -1;
    };
    struct Placed {
        std::vector<QPointF> points; ///< from `from` to `to`
        QRectF label;
    };
    struct Result {
        std::vector<QRectF> children;
        std::vector<Placed> edges;
        QPointF dot;                 ///< its centre, when there is one
        std::vector<QPointF> dotLine;
        std::vector<double> separators; ///< x between children that all stand in one layer
        QSizeF size;
    };

    /// `layers`: of each child, from 0. `initial`: the dot leads to it; -1: none. `keepOrder`: children stay in their order.
    LayerGraph(std::vector<Child> children, std::vector<int> layers, std::vector<Edge> edges, int initial, bool keepOrder,
               const LayoutSpacing &spacing);
    [[nodiscard]] Result run();

private:
    enum class Kind { Child, Label, Bend, Port, Dot };
    struct Node {
        Kind kind = Kind::Bend;
        int ref = -1; ///< child or edge
        int row = 0;
        double width = 0;  ///< with loops
        double height = 0;
        double x = 0; ///< left
        double y = 0;
        std::vector<int> up;   ///< segments
        std::vector<int> down;
    };
    /// A piece of an edge between neighbouring rows.
    struct Segment {
        int from = 0; ///< node
        int to = 0;
        double fromX = 0;
        double toX = 0;
        double fromPort = -1;
        double toPort = -1;
        double level = 0; ///< y of the level stretch
    };
    struct Chain {
        std::vector<int> nodes; ///< from first to last, ends included
        std::vector<int> segments;
        int label = -1; ///< node
    };

    int addNode(Kind kind, int ref, int row, double width, double height);
    Chain addChain(int from, int to, int labelRow, const QSizeF &label, int edge, double fromPort, double toPort);
    void build();
    void orderRows();
    void placeInRows();
    void straighten();
    void assignPorts();
    void placeRows();
    [[nodiscard]] double halfGap(const Node &node) const;
    [[nodiscard]] double center(const Node &node) const;
    [[nodiscard]] double boxWidth(const Node &node) const;
    [[nodiscard]] double portX(const Segment &segment, bool lower) const;
    [[nodiscard]] std::size_t crossings() const;
    void sortRow(std::size_t row, bool byUpper);
    void pull(std::size_t row, int which);
    [[nodiscard]] std::vector<QPointF> pointsOf(const Chain &chain) const;

    std::vector<Child> m_children;
    std::vector<int> m_layers;
    std::vector<Edge> m_edges;
    int m_initial;
    bool m_keepOrder;
    const LayoutSpacing &m_spacing;

    std::vector<Node> m_nodes;
    std::vector<Segment> m_segments;
    std::vector<std::vector<int>> m_rows;
    std::vector<int> m_placeInRow;
    std::vector<Chain> m_chains; ///< as the edges; the dot's last
    int m_childRows = 0;         ///< layers of children
    double m_height = 0;
};

} // namespace hs::ui
