#include "engine/embedding/graph.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>

// Without its prefetching: that reads behind the end of a list, and fetches what lies there instead of a vector.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

namespace hs::embedding {

namespace {

constexpr std::size_t GraphLinks = 16, GraphLinksBelow = 2 * GraphLinks, CandidatesWhenBuilding = 200, CandidatesWhenSearching = 128;
constexpr std::size_t GraphSeed = 100;
constexpr int GraphMaxLevels = 40; ///< a node has one more with a chance of 1 in 16
constexpr std::uint32_t IsQuery = Rows::None - 1; ///< a row number that no row has
constexpr float FarAway = 1e30F;

/// What hnswlib hands to the distance in the place of a vector begins with a row's number, or with IsQuery.
struct QueryPoint {
    std::uint32_t mark = IsQuery;
    const std::int16_t *values = nullptr;
};

std::uint32_t rowAt(const void *point)
{
    std::uint32_t row = 0;
    std::memcpy(&row, point, sizeof row);
    return row;
}

/// Less is nearer; only the order counts. Called from several threads.
float rowDistance(const void *left, const void *right, const void *parameter)
{
    const Rows &rows = *static_cast<const Rows *>(parameter);
    const std::uint32_t a = rowAt(left), b = rowAt(right);
    if (a == Rows::None || b == Rows::None)
        return FarAway;
    const scan::Kernel &kernel = scan::current();
    if (a == IsQuery) {
        std::int32_t product = 0;
        kernel.products(static_cast<const QueryPoint *>(left)->values, rows.row(b), rows.width(), 1, &product);
        return -float(product) * rows.scale(b);
    }
    return -float(kernel.product(rows.row(a), rows.row(b), rows.width())) * rows.scale(a) * rows.scale(b);
}

template <typename T>
void putRaw(std::string &to, T value)
{
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    to.append(bytes, sizeof value);
}

template <typename T>
bool takeRaw(std::string_view &from, T &value)
{
    if (from.size() < sizeof value)
        return false;
    std::memcpy(&value, from.data(), sizeof value);
    from.remove_prefix(sizeof value);
    return true;
}

} // namespace

struct Graph::Hnsw {
    struct RowSpace final : hnswlib::SpaceInterface<float> {
        explicit RowSpace(const Rows &given) : rows(given) {}
        std::size_t get_data_size() override { return sizeof(std::uint32_t); }
        hnswlib::DISTFUNC<float> get_dist_func() override { return rowDistance; }
        void *get_dist_func_param() override { return const_cast<Rows *>(&rows); } // hnswlib hands it back as const
        const Rows &rows;
    };

    Hnsw(const Rows &rows, std::size_t capacity)
        : space(rows), graph(&space, std::max<std::size_t>(capacity, 1), GraphLinks, CandidatesWhenBuilding, GraphSeed)
    {
        graph.setEf(CandidatesWhenSearching);
    }
    RowSpace space;
    hnswlib::HierarchicalNSW<float> graph;
    std::size_t upperLinks = 0; ///< bytes of links above the lowest layer

    void grow()
    {
        if (graph.cur_element_count >= graph.max_elements_)
            graph.resizeIndex(graph.max_elements_ + graph.max_elements_ / 16 + 1'024);
    }
    void setRow(std::uint32_t node, std::uint32_t row) { std::memcpy(graph.getDataByInternalId(node), &row, sizeof row); }
};

Graph::Graph() = default;
Graph::~Graph() = default;

std::unique_ptr<Graph> Graph::make(const Rows &rows, std::size_t capacity)
{
    try {
        std::unique_ptr<Graph> graph(new Graph);
        graph->m_nodeOf.reserve(capacity);
        graph->m_hnsw = std::make_unique<Hnsw>(rows, capacity);
        return graph;
    } catch (const std::exception &) { // no memory is all that can be wrong
        return nullptr;
    }
}

std::uint32_t Graph::nodes() const
{
    return std::uint32_t(m_hnsw->graph.cur_element_count);
}

std::uint32_t Graph::buried() const
{
    return std::uint32_t(m_hnsw->graph.num_deleted_);
}

std::size_t Graph::bytes() const
{
    const auto &graph = m_hnsw->graph;
    const std::size_t visited = sizeof(hnswlib::vl_type); // one list of what a search has seen is kept for the next
    return graph.max_elements_ * (graph.size_data_per_element_ + sizeof(char *) + sizeof(int) + sizeof(std::mutex) + visited) + m_hnsw->upperLinks
        + decltype(graph.link_list_locks_)::size_type(hnswlib::HierarchicalNSW<float>::max_update_element_locks) * sizeof(std::mutex)
        + m_nodeOf.capacity() * sizeof(std::uint32_t);
}

bool Graph::link()
{
    auto &graph = m_hnsw->graph;
    try {
        m_hnsw->grow();
        const std::uint32_t row = linked(), node = nodes();
        graph.addPoint(&row, node);
        graph.label_lookup_.clear(); // a label is the node's own number here: hnswlib's table of them would take 45 bytes a row
        m_hnsw->upperLinks += std::size_t(graph.element_levels_[node]) * graph.size_links_per_element_;
        m_nodeOf.push_back(node);
        return true;
    } catch (const std::exception &) {
        return false;
    }
}

void Graph::bury(std::uint32_t row)
{
    abandon(m_nodeOf[row]);
}

void Graph::abandon(std::uint32_t node)
{
    if (!m_hnsw->graph.isMarkedDeleted(node))
        m_hnsw->graph.markDeletedInternal(node);
}

bool Graph::search(const scan::Query &query, std::size_t count, std::vector<std::uint32_t> &rows) const
{
    rows.clear();
    QueryPoint point;
    point.values = query.values.data();
    try {
        auto found = m_hnsw->graph.searchKnn(&point, count);
        rows.resize(found.size());
        for (std::size_t i = found.size(); i > 0; found.pop())
            rows[--i] = rowOf(std::uint32_t(found.top().second));
        return true;
    } catch (const std::exception &) {
        return false;
    }
}

Graph::Shape Graph::shape() const
{
    const auto &graph = m_hnsw->graph;
    return {nodes(), graph.enterpoint_node_, graph.maxlevel_};
}

std::uint32_t Graph::rowOf(std::uint32_t node) const
{
    return rowAt(m_hnsw->graph.getDataByInternalId(node));
}

void Graph::write(std::uint32_t node, std::string &to) const
{
    const auto &graph = m_hnsw->graph;
    const int levels = graph.element_levels_[node];
    putRaw(to, std::uint8_t(levels));
    for (int level = 0; level <= levels; ++level) {
        hnswlib::linklistsizeint *list = graph.get_linklist_at_level(node, level);
        const std::uint16_t links = graph.getListCount(list); // the mark of a buried node stands beside it and is not kept
        putRaw(to, links);
        to.append(reinterpret_cast<const char *>(list + 1), links * sizeof(hnswlib::tableint));
    }
}

bool Graph::read(const Shape &shape, std::string_view &from)
{
    auto &graph = m_hnsw->graph;
    std::uint8_t levels = 0;
    const std::uint32_t node = nodes();
    if (node >= graph.max_elements_ || !takeRaw(from, levels) || levels > GraphMaxLevels)
        return false;
    std::memset(graph.get_linklist0(node), 0, graph.size_data_per_element_);
    graph.setExternalLabel(node, node);
    m_hnsw->setRow(node, Rows::None);
    graph.linkLists_[node] = nullptr;
    if (levels > 0) {
        // As hnswlib does it, which frees it.
        graph.linkLists_[node] = static_cast<char *>(std::calloc(1, graph.size_links_per_element_ * levels + 1));
        if (!graph.linkLists_[node])
            return false;
    }
    graph.element_levels_[node] = levels;
    graph.cur_element_count = node + 1; // from here on the links belong to the graph
    m_hnsw->upperLinks += levels * graph.size_links_per_element_;
    for (int level = 0; level <= levels; ++level) {
        std::uint16_t links = 0;
        if (!takeRaw(from, links) || links > (level ? GraphLinks : GraphLinksBelow) || from.size() < links * sizeof(std::uint32_t))
            return false;
        hnswlib::linklistsizeint *list = graph.get_linklist_at_level(node, level);
        graph.setListCount(list, links);
        for (std::uint16_t i = 0; i < links; ++i) {
            std::uint32_t other = 0;
            if (!takeRaw(from, other) || other >= shape.nodes || other == node)
                return false;
            std::memcpy(list + 1 + i, &other, sizeof other);
        }
    }
    return true;
}

bool Graph::finish(const Shape &shape)
{
    auto &graph = m_hnsw->graph;
    if (nodes() != shape.nodes || shape.entry >= shape.nodes || graph.element_levels_[shape.entry] != shape.levels)
        return false;
    for (std::uint32_t node = 0; node < shape.nodes; ++node) {
        if (graph.element_levels_[node] > shape.levels)
            return false;
        for (int level = 1; level <= graph.element_levels_[node]; ++level) { // a link leads to nodes that have its layer
            const hnswlib::linklistsizeint *list = graph.get_linklist(node, level);
            const std::uint16_t links = graph.getListCount(graph.get_linklist(node, level));
            for (std::uint16_t i = 0; i < links; ++i) {
                if (graph.element_levels_[list[1 + i]] < level)
                    return false;
            }
        }
    }
    graph.enterpoint_node_ = shape.entry;
    graph.maxlevel_ = shape.levels;
    return true;
}

void Graph::adopt(std::uint32_t node)
{
    m_hnsw->setRow(node, linked());
    m_nodeOf.push_back(node);
}

} // namespace hs::embedding
