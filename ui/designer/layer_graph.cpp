#include "ui/designer/layer_graph.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hs::ui {

namespace {

constexpr int SortRounds = 8;
constexpr int PullRounds = 8;

struct Wish {
    double at = 0;     ///< of the centre
    double weight = 1;
    double before = 0; ///< least distance to the one before
};

/// The places nearest to the wishes (least squares) that keep their order and distances: isotonic regression by pooling.
std::vector<double> settle(const std::vector<Wish> &wishes)
{
    struct Pool {
        double sum, weight;
        std::size_t count;
    };
    std::vector<Pool> pools;
    std::vector<double> offsets(wishes.size(), 0);
    double offset = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        offset += wishes[i].before;
        offsets[i] = offset;
        pools.push_back({(wishes[i].at - offset) * wishes[i].weight, wishes[i].weight, 1});
        while (pools.size() > 1) {
            const Pool &last = pools.back();
            Pool &previous = pools[pools.size() - 2];
            if (previous.sum / previous.weight <= last.sum / last.weight)
                break;
            previous = {previous.sum + last.sum, previous.weight + last.weight, previous.count + last.count};
            pools.pop_back();
        }
    }
    std::vector<double> out;
    out.reserve(wishes.size());
    for (const Pool &pool : pools) {
        for (std::size_t i = 0; i < pool.count; ++i)
            out.push_back(pool.sum / pool.weight + offsets[out.size()]);
    }
    return out;
}

} // namespace

LayerGraph::LayerGraph(std::vector<Child> children, std::vector<int> layers, std::vector<Edge> edges, int initial, bool keepOrder,
                       const LayoutSpacing &spacing)
    : m_children(std::move(children)), m_layers(std::move(layers)), m_edges(std::move(edges)), m_initial(initial),
      m_keepOrder(keepOrder), m_spacing(spacing)
{
}

LayerGraph::Result LayerGraph::run()
{
    build();
    orderRows();
    placeInRows();
    straighten();
    assignPorts();
    placeRows();

    Result out;
    double right = 0;
    for (const Node &node : m_nodes)
        right = std::max(right, node.x + node.width);
    for (std::size_t i = 0; i < m_children.size(); ++i) {
        const Node &node = m_nodes[i];
        out.children.emplace_back(QPointF(node.x, node.y), QSizeF(m_children[i].size.width(), m_children[i].size.height()));
    }
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        Placed placed{pointsOf(m_chains[i]), {}};
        if (const int label = m_chains[i].label; label >= 0) {
            const Node &node = m_nodes[std::size_t(label)];
            placed.label = QRectF(node.x, node.y, node.width, node.height);
        }
        out.edges.push_back(std::move(placed));
    }
    if (m_initial >= 0) {
        const Chain &chain = m_chains.back();
        const Node &dot = m_nodes[std::size_t(chain.nodes.front())];
        out.dot = QPointF(center(dot), dot.y + dot.height / 2);
        out.dotLine = pointsOf(chain);
    }
    if (m_keepOrder && m_childRows == 1) {
        for (std::size_t i = 0; i + 1 < m_children.size(); ++i)
            out.separators.push_back((m_nodes[i].x + m_nodes[i].width + m_nodes[i + 1].x) / 2);
    }
    out.size = QSizeF(right, m_height);
    return out;
}

int LayerGraph::addNode(Kind kind, int ref, int row, double width, double height)
{
    Node node;
    node.kind = kind;
    node.ref = ref;
    node.row = row;
    node.width = width;
    node.height = height;
    m_nodes.push_back(std::move(node));
    const int index = int(m_nodes.size()) - 1;
    m_rows[std::size_t(row)].push_back(index);
    return index;
}

LayerGraph::Chain LayerGraph::addChain(int from, int to, int labelRow, const QSizeF &label, int edge, double fromPort, double toPort)
{
    Chain chain;
    chain.nodes.push_back(from);
    const int first = m_nodes[std::size_t(from)].row;
    const int last = m_nodes[std::size_t(to)].row;
    for (int row = first + 1; row < last; ++row) {
        if (row == labelRow && !label.isEmpty()) {
            chain.label = addNode(Kind::Label, edge, row, label.width(), label.height());
            chain.nodes.push_back(chain.label);
        } else {
            chain.nodes.push_back(addNode(Kind::Bend, edge, row, 0, 0));
        }
    }
    chain.nodes.push_back(to);
    for (std::size_t i = 0; i + 1 < chain.nodes.size(); ++i) {
        Segment segment;
        segment.from = chain.nodes[i];
        segment.to = chain.nodes[i + 1];
        segment.fromPort = i == 0 ? fromPort : -1;
        segment.toPort = i + 2 == chain.nodes.size() ? toPort : -1;
        const int index = int(m_segments.size());
        m_nodes[std::size_t(segment.from)].down.push_back(index);
        m_nodes[std::size_t(segment.to)].up.push_back(index);
        m_segments.push_back(segment);
        chain.segments.push_back(index);
    }
    return chain;
}

// Rows: 0 the upper border's ports, 1 the dot and labels of lines from there, 2 the first layer of children, 3 labels,
// 4 the second layer …, and the lower border's ports last.
void LayerGraph::build()
{
    m_childRows = m_layers.empty() ? 0 : *std::max_element(m_layers.begin(), m_layers.end()) + 1;
    const int lastRow = 2 * m_childRows + 2;
    m_rows.assign(std::size_t(lastRow) + 1, {});
    for (std::size_t i = 0; i < m_children.size(); ++i)
        addNode(Kind::Child, int(i), 2 * m_layers[i] + 2, m_children[i].size.width() + m_children[i].loops, m_children[i].size.height());
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const Edge &edge = m_edges[i];
        const int from = edge.from == Top ? addNode(Kind::Port, int(i), 0, 0, 0) : edge.from;
        const int to = edge.to == Bottom ? addNode(Kind::Port, int(i), lastRow, 0, 0) : edge.to;
        const int labelRow = edge.labelAtEnd ? m_nodes[std::size_t(to)].row - 1 : m_nodes[std::size_t(from)].row + 1;
        m_chains.push_back(addChain(from, to, labelRow, edge.label, int(i), edge.fromPort, edge.toPort));
    }
    if (m_initial >= 0) {
        const int dot = addNode(Kind::Dot, -1, 1, m_spacing.dot, m_spacing.dot);
        m_chains.push_back(addChain(dot, m_initial, -1, {}, -1, -1, -1));
    }
    m_placeInRow.assign(m_nodes.size(), 0);
}

// ---- order ----------------------------------------------------------------

std::size_t LayerGraph::crossings() const
{
    std::size_t count = 0;
    std::vector<int> ends;
    std::vector<std::size_t> tree;
    for (const auto &row : m_rows) {
        ends.clear();
        int widest = 0;
        for (const int node : row) {
            std::vector<int> below;
            for (const int segment : m_nodes[std::size_t(node)].down)
                below.push_back(m_placeInRow[std::size_t(m_segments[std::size_t(segment)].to)]);
            std::sort(below.begin(), below.end());
            for (const int place : below) {
                ends.push_back(place);
                widest = std::max(widest, place + 1);
            }
        }
        // Inversions by a binary indexed tree.
        tree.assign(std::size_t(widest) + 1, 0);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            std::size_t notGreater = 0;
            for (std::size_t at = std::size_t(ends[i]) + 1; at > 0; at &= at - 1)
                notGreater += tree[at];
            count += i - notGreater;
            for (std::size_t at = std::size_t(ends[i]) + 1; at < tree.size(); at += at & (~at + 1))
                ++tree[at];
        }
    }
    return count;
}

void LayerGraph::sortRow(std::size_t row, bool byUpper)
{
    auto &nodes = m_rows[row];
    if (m_keepOrder && m_childRows == 1 && row == 2)
        return;
    std::vector<std::pair<double, int>> keys;
    for (const int node : nodes) {
        const auto &segments = byUpper ? m_nodes[std::size_t(node)].up : m_nodes[std::size_t(node)].down;
        double sum = 0;
        for (const int index : segments) {
            const Segment &segment = m_segments[std::size_t(index)];
            const std::size_t other = std::size_t(byUpper ? segment.from : segment.to);
            // Several lines at one box keep the order of its ports.
            const double port = byUpper ? segment.fromPort : segment.toPort;
            const double within = port >= 0 && m_nodes[other].width > 0 ? port / m_nodes[other].width - 0.5 : 0;
            sum += m_placeInRow[other] + within * 0.9;
        }
        keys.emplace_back(segments.empty() ? m_placeInRow[std::size_t(node)] : sum / double(segments.size()), node);
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (std::size_t i = 0; i < keys.size(); ++i) {
        nodes[i] = keys[i].second;
        m_placeInRow[std::size_t(nodes[i])] = int(i);
    }
}

void LayerGraph::orderRows()
{
    const auto number = [this] {
        for (const auto &row : m_rows) {
            for (std::size_t i = 0; i < row.size(); ++i)
                m_placeInRow[std::size_t(row[i])] = int(i);
        }
    };
    number();
    auto best = m_rows;
    std::size_t fewest = crossings();
    for (int round = 0; round < SortRounds && fewest > 0; ++round) {
        for (std::size_t row = 1; row < m_rows.size(); ++row)
            sortRow(row, true);
        for (std::size_t row = m_rows.size() - 1; row-- > 0;)
            sortRow(row, false);
        for (std::size_t row = 1; row < m_rows.size(); ++row)
            sortRow(row, true);
        if (const std::size_t now = crossings(); now < fewest) {
            fewest = now;
            best = m_rows;
        } else if (round > 2) {
            break;
        }
    }
    m_rows = std::move(best);
    number();
}

// ---- places within a row ----------------------------------------------------

double LayerGraph::halfGap(const Node &node) const
{
    switch (node.kind) {
    case Kind::Child: return m_spacing.boxGap / 2;
    case Kind::Label: return m_spacing.labelGap / 2;
    default: return m_spacing.lineGap / 2;
    }
}

double LayerGraph::boxWidth(const Node &node) const
{
    return node.kind == Kind::Child ? m_children[std::size_t(node.ref)].size.width() : node.width;
}

double LayerGraph::center(const Node &node) const
{
    return node.x + boxWidth(node) / 2;
}

double LayerGraph::portX(const Segment &segment, bool lower) const
{
    const Node &node = m_nodes[std::size_t(lower ? segment.to : segment.from)];
    const double port = lower ? segment.toPort : segment.fromPort;
    return port >= 0 ? node.x + port : center(node);
}

/// Moves the nodes of a row towards those above (-1), below (1) or both (0).
void LayerGraph::pull(std::size_t row, int which)
{
    const auto &nodes = m_rows[row];
    std::vector<Wish> wishes;
    wishes.reserve(nodes.size());
    double rightOfLast = 0;
    double gapOfLast = 0;
    double centerOfLast = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node &node = m_nodes[std::size_t(nodes[i])];
        double sum = 0;
        double weight = 0;
        const auto add = [&](const std::vector<int> &segments, bool upper) {
            for (const int index : segments) {
                const Segment &segment = m_segments[std::size_t(index)];
                const Node &other = m_nodes[std::size_t(upper ? segment.from : segment.to)];
                const bool thin = node.kind != Kind::Child && other.kind != Kind::Child;
                const double strength = thin ? 6 : other.kind == Kind::Dot ? 0.5 : 1;
                const double own = portX(segment, upper) - center(node);
                sum += strength * (portX(segment, !upper) - own);
                weight += strength;
            }
        };
        if (which <= 0)
            add(node.up, true);
        if (which >= 0)
            add(node.down, false);
        const double half = boxWidth(node) / 2;
        const double gap = halfGap(node);
        Wish wish;
        wish.at = weight > 0 ? sum / weight : center(node);
        wish.weight = weight > 0 ? weight : 0.05;
        wish.before = i == 0 ? 0 : rightOfLast - centerOfLast + gapOfLast + gap + half;
        wishes.push_back(wish);
        // Measured from this node's centre, wherever it comes to stand.
        centerOfLast = 0;
        rightOfLast = node.width - half;
        gapOfLast = gap;
    }
    const auto places = settle(wishes);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Node &node = m_nodes[std::size_t(nodes[i])];
        node.x = places[i] - boxWidth(node) / 2;
    }
}

void LayerGraph::placeInRows()
{
    for (const auto &row : m_rows) {
        double x = 0;
        for (const int index : row) {
            Node &node = m_nodes[std::size_t(index)];
            x += halfGap(node);
            node.x = x;
            x += node.width + halfGap(node);
        }
    }
    for (int round = 0; round < PullRounds; ++round) {
        for (std::size_t row = 1; row < m_rows.size(); ++row)
            pull(row, -1);
        for (std::size_t row = m_rows.size() - 1; row-- > 0;)
            pull(row, 1);
    }
    for (int round = 0; round < 3; ++round) {
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            pull(row, 0);
    }
}

/// Puts the bends of a line above each other where its neighbours leave room, best in line with its ends.
void LayerGraph::straighten()
{
    for (const auto &row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            m_placeInRow[std::size_t(row[i])] = int(i);
    }
    // Here labels may come closer to each other than they like: a line without a step is worth more.
    const auto gapOf = [this](const Node &node) { return node.kind == Kind::Label ? halfGap(node) * 0.4 : halfGap(node); };
    const auto room = [&](const Node &node, int place) {
        const auto &row = m_rows[std::size_t(node.row)];
        double low = -1e9;
        double high = 1e9;
        if (place > 0) {
            const Node &left = m_nodes[std::size_t(row[std::size_t(place) - 1])];
            low = left.x + left.width + gapOf(left) + gapOf(node) + node.width / 2;
        }
        if (std::size_t(place) + 1 < row.size()) {
            const Node &right = m_nodes[std::size_t(row[std::size_t(place) + 1])];
            high = right.x - gapOf(right) - gapOf(node) - node.width / 2;
        }
        return std::pair(low, high);
    };
    for (int round = 0; round < 2; ++round) {
        for (const Chain &chain : m_chains) {
            double low = -1e9;
            double high = 1e9;
            std::vector<double> now;
            for (const int index : chain.nodes) {
                const Node &node = m_nodes[std::size_t(index)];
                if (node.kind == Kind::Child)
                    continue;
                const auto [from, to] = room(node, m_placeInRow[std::size_t(index)]);
                low = std::max(low, from);
                high = std::min(high, to);
                now.push_back(center(node));
            }
            if (now.empty() || low > high)
                continue;
            const auto narrow = [&](const Node &end, double port) {
                if (end.kind != Kind::Child)
                    return;
                const double inset = std::min(m_spacing.corner, boxWidth(end) / 2);
                const double from = port >= 0 ? end.x + port : end.x + inset;
                const double to = port >= 0 ? end.x + port : end.x + boxWidth(end) - inset;
                if (std::max(low, from) <= std::min(high, to)) {
                    low = std::max(low, from);
                    high = std::min(high, to);
                }
            };
            narrow(m_nodes[std::size_t(chain.nodes.front())], m_segments[std::size_t(chain.segments.front())].fromPort);
            narrow(m_nodes[std::size_t(chain.nodes.back())], m_segments[std::size_t(chain.segments.back())].toPort);
            std::nth_element(now.begin(), now.begin() + std::ptrdiff_t(now.size() / 2), now.end());
            const double x = std::clamp(now[now.size() / 2], low, high);
            for (const int index : chain.nodes) {
                Node &node = m_nodes[std::size_t(index)];
                if (node.kind != Kind::Child)
                    node.x = x - node.width / 2;
            }
        }
    }
    double left = 1e9;
    for (const Node &node : m_nodes)
        left = std::min(left, node.x);
    for (Node &node : m_nodes)
        node.x -= m_nodes.empty() ? 0 : left;
}

void LayerGraph::assignPorts()
{
    for (Node &node : m_nodes) {
        for (const bool lower : {false, true}) {
            // The lower border's lines begin there, the upper border's end there.
            auto segments = lower ? node.down : node.up;
            const auto own = [&](Segment &segment) -> double & { return lower ? segment.fromX : segment.toX; };
            if (node.kind != Kind::Child) {
                for (const int index : segments)
                    own(m_segments[std::size_t(index)]) = center(node);
                continue;
            }
            const auto wanted = [&](int index) {
                const Segment &segment = m_segments[std::size_t(index)];
                const double port = lower ? segment.fromPort : segment.toPort;
                return port >= 0 ? node.x + port : portX(segment, lower);
            };
            std::stable_sort(segments.begin(), segments.end(), [&](int a, int b) { return wanted(a) < wanted(b); });
            const double width = boxWidth(node);
            const double inset = std::min(m_spacing.corner, width / 2);
            const double gap = segments.size() > 1 ? std::min(m_spacing.lineGap, (width - 2 * inset) / double(segments.size() - 1)) : 0;
            std::vector<Wish> wishes;
            for (const int index : segments) {
                const Segment &segment = m_segments[std::size_t(index)];
                const bool fixed = (lower ? segment.fromPort : segment.toPort) >= 0;
                wishes.push_back({std::clamp(wanted(index), node.x + inset, node.x + width - inset), fixed ? 1e6 : 1, wishes.empty() ? 0 : gap});
            }
            const auto places = settle(wishes);
            for (std::size_t i = 0; i < segments.size(); ++i) {
                Segment &segment = m_segments[std::size_t(segments[i])];
                const double port = lower ? segment.fromPort : segment.toPort;
                own(segment) = port >= 0 ? node.x + port : std::clamp(places[i], node.x + inset, node.x + width - inset);
            }
        }
    }
}

// ---- rows from top to bottom ------------------------------------------------

void LayerGraph::placeRows()
{
    double y = 0;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        double height = 0;
        bool boxes = false;
        for (const int index : m_rows[row]) {
            height = std::max(height, m_nodes[std::size_t(index)].height);
            boxes = boxes || m_nodes[std::size_t(index)].kind == Kind::Child;
        }
        for (const int index : m_rows[row]) {
            Node &node = m_nodes[std::size_t(index)];
            node.y = boxes ? y : y + (height - node.height) / 2;
            if (m_keepOrder && m_childRows == 1 && node.kind == Kind::Child)
                m_children[std::size_t(node.ref)].size.setHeight(height); // regions reach equally far down
        }
        y += height;
        if (m_rows[row].empty() || row + 1 == m_rows.size())
            continue;
        // Level stretches of this gap, each in the highest free track. Those that go right take turns from the right,
        // those that go left from the left: so they do not cross each other.
        std::vector<int> bent;
        bool any = false;
        for (const int index : m_rows[row]) {
            for (const int segment : m_nodes[std::size_t(index)].down) {
                any = true;
                const Segment &piece = m_segments[std::size_t(segment)];
                if (std::abs(piece.fromX - piece.toX) > 0.5)
                    bent.push_back(segment);
            }
        }
        std::stable_sort(bent.begin(), bent.end(), [this](int a, int b) {
            const Segment &first = m_segments[std::size_t(a)];
            const Segment &second = m_segments[std::size_t(b)];
            const bool firstRight = first.toX > first.fromX;
            const bool secondRight = second.toX > second.fromX;
            if (firstRight != secondRight)
                return firstRight;
            return firstRight ? first.fromX > second.fromX : first.fromX < second.fromX;
        });
        struct Taken {
            double left, right;
            bool goesRight;
            int track;
        };
        std::vector<Taken> taken;
        int tracks = 0;
        std::vector<int> trackOf(bent.size(), 0);
        for (std::size_t i = 0; i < bent.size(); ++i) {
            const Segment &piece = m_segments[std::size_t(bent[i])];
            Taken mine{std::min(piece.fromX, piece.toX) - 4, std::max(piece.fromX, piece.toX) + 4, piece.toX > piece.fromX, 0};
            std::vector<char> used(taken.size() + 1, 0);
            int least = 0;
            for (const Taken &other : taken) {
                if (other.right < mine.left || other.left > mine.right)
                    continue;
                used[std::size_t(other.track)] = 1;
                if (other.goesRight == mine.goesRight)
                    least = std::max(least, other.track + 1);
            }
            mine.track = least;
            while (used[std::size_t(mine.track)])
                ++mine.track;
            trackOf[i] = mine.track;
            tracks = std::max(tracks, mine.track + 1);
            taken.push_back(mine);
        }
        const double step = m_spacing.lineGap * 0.6;
        const double before = boxes ? m_spacing.arrow + 4 : m_spacing.layerGap * 0.4; // lines that lead back have their head there
        const bool toBoxes = row % 2 == 1 && int(row) < 2 * m_childRows + 1;
        const double after = toBoxes ? m_spacing.arrow + 6 : m_spacing.layerGap * 0.4;
        for (std::size_t i = 0; i < bent.size(); ++i)
            m_segments[std::size_t(bent[i])].level = y + before + trackOf[i] * step;
        // Between layers of which nothing leads to the other, the plain gap of neighbours.
        y += any ? before + std::max(0, tracks - 1) * step + after : row % 2 == 0 && boxes ? 0 : m_spacing.layerGap;
    }
    m_height = y;
}

std::vector<QPointF> LayerGraph::pointsOf(const Chain &chain) const
{
    std::vector<QPointF> points;
    const auto add = [&points](double x, double y) {
        const QPointF point(x, y);
        const std::size_t count = points.size();
        if (count > 0 && std::abs(points.back().x() - x) < 0.5 && std::abs(points.back().y() - y) < 0.5)
            return;
        // Three in a line are two.
        if (count > 1 && std::abs(points[count - 1].x() - x) < 0.5 && std::abs(points[count - 2].x() - x) < 0.5)
            points.back() = point;
        else
            points.push_back(point);
    };
    for (const int index : chain.segments) {
        const Segment &segment = m_segments[std::size_t(index)];
        const Node &from = m_nodes[std::size_t(segment.from)];
        const Node &to = m_nodes[std::size_t(segment.to)];
        const double height = from.kind == Kind::Child ? m_children[std::size_t(from.ref)].size.height() : from.height;
        add(segment.fromX, from.y + height);
        if (std::abs(segment.fromX - segment.toX) > 0.5) {
            add(segment.fromX, segment.level);
            add(segment.toX, segment.level);
        }
        add(segment.toX, to.y);
    }
    return points;
}

} // namespace hs::ui
