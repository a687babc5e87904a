#include "ui/designer/chart_layout.h"

#include <algorithm>
#include <functional>

#include "ui/designer/layer_graph.h"

namespace hs::ui {

namespace {

constexpr double LoopReach = 14; // how far a loop leaves its box
constexpr double LoopLabel = 20; // where its label begins

/// One stretch of a line, in one container.
struct Hop {
    int container = 0;
    std::size_t edge = 0; ///< of the container's graph
    bool reversed = false; ///< the edge runs against the line
};

struct Container {
    std::vector<int> children;             ///< boxes
    std::vector<LayerGraph::Edge> edges;   ///< ends: places in `children`
    std::vector<std::pair<int, int>> ends; ///< line and which of its ports the edge's ends take: see `Port`
    std::vector<int> layers;
    LayerGraph::Result placed;
    QPointF content; ///< of what it holds, in its box
};

/// Chart in, places out; one run.
class ChartLayout {
public:
    ChartLayout(const std::vector<LayoutBox> &boxes, const std::vector<LayoutLine> &lines, const LayoutSpacing &spacing)
        : m_boxes(boxes), m_lines(lines), m_spacing(spacing), m_containers(boxes.size()), m_place(boxes.size(), 0), m_sizes(boxes.size()),
          m_hops(lines.size()), m_exit(lines.size(), -1), m_entry(lines.size(), -1), m_loops(boxes.size())
    {
        for (std::size_t i = 1; i < boxes.size(); ++i) {
            auto &siblings = m_containers[std::size_t(boxes[i].parent)].children;
            m_place[i] = int(siblings.size());
            siblings.push_back(int(i));
        }
    }

    ChartGeometry run()
    {
        if (m_boxes.empty())
            return {};
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            lift(int(i));
        for (std::size_t i = 0; i < m_boxes.size(); ++i)
            layer(int(i));
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            addPorts(int(i));
        for (std::size_t i = m_boxes.size(); i-- > 0;)
            place(int(i));
        return assemble();
    }

private:
    [[nodiscard]] int parentOf(int box) const { return m_boxes[std::size_t(box)].parent; }
    [[nodiscard]] bool isInside(int inner, int outer) const
    {
        for (int at = parentOf(inner); at >= 0; at = parentOf(at)) {
            if (at == outer)
                return true;
        }
        return false;
    }
    /// The child of `container` that is `box` or holds it.
    [[nodiscard]] int childTowards(int container, int box) const
    {
        while (parentOf(box) != container)
            box = parentOf(box);
        return box;
    }

    struct Lifted {
        int container = -1; ///< -1: a loop
        int from = 0;       ///< box, or Top
        int to = 0;         ///< box, or Bottom
    };
    [[nodiscard]] Lifted liftedOf(const LayoutLine &line) const
    {
        if (line.source == line.target)
            return {-1, line.source, line.source};
        if (isInside(line.target, line.source))
            return {line.source, LayerGraph::Top, childTowards(line.source, line.target)};
        if (isInside(line.source, line.target))
            return {line.target, childTowards(line.target, line.source), LayerGraph::Bottom};
        int container = parentOf(line.source);
        while (!isInside(line.target, container))
            container = parentOf(container);
        return {container, childTowards(container, line.source), childTowards(container, line.target)};
    }

    void lift(int index)
    {
        const LayoutLine &line = m_lines[std::size_t(index)];
        const Lifted lifted = liftedOf(line);
        if (lifted.container < 0) {
            m_loops[std::size_t(line.source)].push_back(index);
            return;
        }
        Container &container = m_containers[std::size_t(lifted.container)];
        LayerGraph::Edge edge;
        edge.from = lifted.from == LayerGraph::Top ? LayerGraph::Top : m_place[std::size_t(lifted.from)];
        edge.to = lifted.to == LayerGraph::Bottom ? LayerGraph::Bottom : m_place[std::size_t(lifted.to)];
        edge.label = line.label;
        m_hops[std::size_t(index)].push_back({lifted.container, container.edges.size(), false});
        container.edges.push_back(edge);
        container.ends.emplace_back(index, 0);
    }

    /// Breaks cycles and gives each child its layer.
    void layer(int index)
    {
        Container &container = m_containers[std::size_t(index)];
        const std::size_t count = container.children.size();
        std::vector<std::vector<std::size_t>> out(count);
        for (std::size_t i = 0; i < container.edges.size(); ++i) {
            if (container.edges[i].from >= 0 && container.edges[i].to >= 0)
                out[std::size_t(container.edges[i].from)].push_back(i);
        }
        // A walk in depth from the initial state; what leads back to where it came from is turned round.
        std::vector<char> seen(count, 0); // 1: on the way, 2: done
        const auto walk = [&](std::size_t root) {
            std::vector<std::pair<std::size_t, std::size_t>> way{{root, 0}};
            seen[root] = 1;
            while (!way.empty()) {
                auto &[at, next] = way.back();
                if (next == out[at].size()) {
                    seen[at] = 2;
                    way.pop_back();
                    continue;
                }
                LayerGraph::Edge &edge = container.edges[out[at][next++]];
                const std::size_t to = std::size_t(edge.to);
                if (seen[to] == 1) {
                    std::swap(edge.from, edge.to);
                    edge.labelAtEnd = true;
                } else if (seen[to] == 0) {
                    seen[to] = 1;
                    way.emplace_back(to, 0);
                }
            }
        };
        const int initial = m_boxes[std::size_t(index)].initial;
        if (initial >= 0)
            walk(std::size_t(m_place[std::size_t(initial)]));
        for (std::size_t i = 0; i < count; ++i) {
            if (!seen[i])
                walk(i);
        }
        for (auto &hops : m_hops) {
            for (Hop &hop : hops) {
                if (hop.container == index)
                    hop.reversed = container.edges[hop.edge].labelAtEnd;
            }
        }
        sink(container, count);
    }

    static void sink(Container &container, std::size_t count)
    {
        std::vector<std::vector<std::size_t>> above(count);
        std::vector<std::vector<std::size_t>> below(count);
        for (const auto &edge : container.edges) {
            if (edge.from >= 0 && edge.to >= 0) {
                below[std::size_t(edge.from)].push_back(std::size_t(edge.to));
                above[std::size_t(edge.to)].push_back(std::size_t(edge.from));
            }
        }
        std::vector<std::size_t> left(count);
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < count; ++i) {
            left[i] = above[i].size();
            if (left[i] == 0)
                order.push_back(i);
        }
        container.layers.assign(count, 0);
        for (std::size_t at = 0; at < order.size(); ++at) {
            for (const std::size_t next : below[order[at]]) {
                container.layers[next] = std::max(container.layers[next], container.layers[order[at]] + 1);
                if (--left[next] == 0)
                    order.push_back(next);
            }
        }
        // What nothing, or less, holds from above hangs close over what it leads to.
        for (auto at = order.rbegin(); at != order.rend(); ++at) {
            if (below[*at].size() <= above[*at].size() || below[*at].empty())
                continue;
            int nearest = container.layers[below[*at].front()];
            for (const std::size_t next : below[*at])
                nearest = std::min(nearest, container.layers[next]);
            container.layers[*at] = std::max(container.layers[*at], nearest - 1);
        }
    }

    /// The stretches between a line's ends and the container in which they part.
    void addPorts(int index)
    {
        auto &hops = m_hops[std::size_t(index)];
        if (hops.empty())
            return;
        const Hop middle = hops.front();
        const LayoutLine &line = m_lines[std::size_t(index)];
        std::vector<Hop> before;
        std::vector<Hop> after;
        const auto climb = [&](int box, bool exit) {
            // A line that runs down leaves below and comes in above; one that runs back does the opposite.
            const bool below = exit != middle.reversed;
            for (int at = box; parentOf(at) >= 0 && parentOf(at) != middle.container; at = parentOf(at)) {
                Container &container = m_containers[std::size_t(parentOf(at))];
                LayerGraph::Edge edge;
                edge.from = below ? m_place[std::size_t(at)] : LayerGraph::Top;
                edge.to = below ? LayerGraph::Bottom : m_place[std::size_t(at)];
                (exit ? before : after).push_back({parentOf(at), container.edges.size(), middle.reversed});
                container.edges.push_back(edge);
                container.ends.emplace_back(index, exit ? 1 : 2);
            }
        };
        if (line.source != middle.container)
            climb(line.source, true);
        if (line.target != middle.container)
            climb(line.target, false);
        std::reverse(after.begin(), after.end());
        before.push_back(middle);
        before.insert(before.end(), after.begin(), after.end());
        hops = std::move(before);
    }

    [[nodiscard]] double loopWidth(int box) const
    {
        double width = 0;
        for (const int line : m_loops[std::size_t(box)])
            width = std::max(width, LoopLabel + m_lines[std::size_t(line)].label.width());
        return width;
    }
    [[nodiscard]] double loopHeight(int line) const { return std::max(20.0, m_lines[std::size_t(line)].label.height()) + 8; }

    void place(int index)
    {
        Container &container = m_containers[std::size_t(index)];
        const LayoutBox &box = m_boxes[std::size_t(index)];
        QSizeF &size = m_sizes[std::size_t(index)];
        size = box.size;
        double loops = 0;
        for (const int line : m_loops[std::size_t(index)])
            loops += loopHeight(line);
        if (container.children.empty()) {
            size.setHeight(std::max(size.height(), loops));
            return;
        }
        std::vector<LayerGraph::Child> children;
        for (const int child : container.children)
            children.push_back({m_sizes[std::size_t(child)], loopWidth(child)});
        for (std::size_t i = 0; i < container.edges.size(); ++i) {
            auto &edge = container.edges[i];
            const auto [line, part] = container.ends[i];
            const bool reversed = edge.labelAtEnd;
            // Ends that are holders of the line's real ends have ports already: they were laid out before.
            const double exit = m_exit[std::size_t(line)];
            const double entry = m_entry[std::size_t(line)];
            if (part == 0) {
                edge.fromPort = reversed ? entry : exit;
                edge.toPort = reversed ? exit : entry;
            } else {
                const double port = part == 1 ? exit : entry;
                edge.fromPort = edge.from >= 0 ? port : -1;
                edge.toPort = edge.to >= 0 ? port : -1;
            }
        }
        const int initial = box.initial < 0 ? -1 : m_place[std::size_t(box.initial)];
        container.placed = LayerGraph(std::move(children), container.layers, container.edges, initial, box.parallel, m_spacing).run();
        const QSizeF inner = container.placed.size;
        const double width = std::max(box.size.width(), inner.width() + 2 * m_spacing.padding);
        const double height = box.size.height() + inner.height() + 2 * m_spacing.padding;
        container.content = QPointF((width - inner.width()) / 2, box.size.height() + m_spacing.padding);
        size = QSizeF(width, std::max(height, loops));
        for (std::size_t i = 0; i < container.edges.size(); ++i) {
            const auto [line, part] = container.ends[i];
            if (part == 0)
                continue;
            const auto &points = container.placed.edges[i].points;
            const double x = container.content.x() + (container.edges[i].from == LayerGraph::Top ? points.front() : points.back()).x();
            (part == 1 ? m_exit : m_entry)[std::size_t(line)] = x;
        }
    }

    ChartGeometry assemble()
    {
        ChartGeometry out;
        out.boxes.resize(m_boxes.size());
        out.boxes.front() = QRectF(QPointF(0, 0), m_sizes.front());
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            const Container &container = m_containers[i];
            const QPointF origin = out.boxes[i].topLeft() + container.content;
            for (std::size_t k = 0; k < container.children.size(); ++k)
                out.boxes[std::size_t(container.children[k])] = container.placed.children[k].translated(origin);
            if (m_boxes[i].initial >= 0 && !container.children.empty()) {
                ChartGeometry::Dot dot{int(i), origin + container.placed.dot, {}};
                for (const QPointF &point : container.placed.dotLine)
                    dot.points.push_back(origin + point);
                out.dots.push_back(std::move(dot));
            }
            for (const double x : container.placed.separators)
                out.separators.emplace_back(QPointF(origin.x() + x, out.boxes[i].top() + m_boxes[i].size.height() + m_spacing.padding / 2),
                                            QPointF(origin.x() + x, out.boxes[i].bottom() - m_spacing.padding / 2));
        }
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            out.lines.push_back(lineOf(int(i), out));
        for (std::size_t i = 0; i < m_boxes.size(); ++i)
            addLoops(int(i), out);
        out.bounds = out.boxes.front();
        for (const auto &line : out.lines) {
            if (!line.label.isEmpty())
                out.bounds |= line.label;
        }
        return out;
    }

    [[nodiscard]] ChartGeometry::Line lineOf(int index, const ChartGeometry &geometry) const
    {
        ChartGeometry::Line out;
        const auto add = [&out](const QPointF &point) {
            const std::size_t count = out.points.size();
            if (count > 1 && qAbs(out.points[count - 1].x() - point.x()) < 0.5 && qAbs(out.points[count - 2].x() - point.x()) < 0.5)
                out.points.back() = point;
            else if (count == 0 || (out.points.back() - point).manhattanLength() > 0.5)
                out.points.push_back(point);
        };
        for (const Hop &hop : m_hops[std::size_t(index)]) {
            const Container &container = m_containers[std::size_t(hop.container)];
            const auto &placed = container.placed.edges[hop.edge];
            const QRectF box = geometry.boxes[std::size_t(hop.container)];
            const QPointF origin = box.topLeft() + container.content;
            std::vector<QPointF> points;
            for (const QPointF &point : placed.points)
                points.push_back(origin + point);
            // On to the border itself; a line of the container's own begins below its head.
            const LayerGraph::Edge &edge = container.edges[hop.edge];
            const bool own = m_lines[std::size_t(index)].source == hop.container;
            if (edge.from == LayerGraph::Top)
                points.insert(points.begin(), QPointF(points.front().x(), box.top() + (own ? m_boxes[std::size_t(hop.container)].size.height() : 0)));
            if (edge.to == LayerGraph::Bottom)
                points.push_back(QPointF(points.back().x(), box.bottom()));
            if (hop.reversed)
                std::reverse(points.begin(), points.end());
            for (const QPointF &point : points)
                add(point);
            if (!placed.label.isEmpty())
                out.label = placed.label.translated(origin);
        }
        return out;
    }

    void addLoops(int box, ChartGeometry &out) const
    {
        const auto &loops = m_loops[std::size_t(box)];
        const QRectF rect = out.boxes[std::size_t(box)];
        double height = 0;
        for (const int line : loops)
            height += loopHeight(line);
        double y = rect.center().y() - height / 2;
        for (const int index : loops) {
            auto &line = out.lines[std::size_t(index)];
            const double middle = y + loopHeight(index) / 2;
            line.points = {QPointF(rect.right(), middle - 7), QPointF(rect.right() + LoopReach, middle - 7),
                           QPointF(rect.right() + LoopReach, middle + 7), QPointF(rect.right(), middle + 7)};
            const QSizeF label = m_lines[std::size_t(index)].label;
            if (!label.isEmpty())
                line.label = QRectF(QPointF(rect.right() + LoopLabel, middle - label.height() / 2), label);
            y += loopHeight(index);
        }
    }

    const std::vector<LayoutBox> &m_boxes;
    const std::vector<LayoutLine> &m_lines;
    const LayoutSpacing &m_spacing;
    std::vector<Container> m_containers;
    std::vector<int> m_place; ///< among its siblings
    std::vector<QSizeF> m_sizes;
    std::vector<std::vector<Hop>> m_hops; ///< from source to target
    std::vector<double> m_exit;  ///< where a line has come out of its source's holders so far; -1: not yet
    std::vector<double> m_entry;
    std::vector<std::vector<int>> m_loops;
};

} // namespace

ChartGeometry layoutChart(const std::vector<LayoutBox> &boxes, const std::vector<LayoutLine> &lines, const LayoutSpacing &spacing)
{
    return ChartLayout(boxes, lines, spacing).run();
}

} // namespace hs::ui
