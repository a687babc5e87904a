#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/embedding/rows.h"
#include "engine/embedding/scan.h"

namespace hs::embedding {

/// The graph of near neighbours (hnswlib; Malkov and Yashunin 2018) over the rows of an index: M 16, efConstruction 200, ef 128.
///
/// hnswlib keeps the data of every element beside its links. Here that is no vector but the number of a row (4 bytes), and the
/// distance looks the row up in `Rows`: a graph costs about 210 bytes a row instead of another copy of all vectors. So
/// rows that have a node must keep their numbers: they are the first `linked()` of all, and are buried, never moved.
///
/// Nodes are numbered as they were added. Not locked: `search` may run beside itself, everything else alone. No exception leaves.
class Graph {
public:
    struct Shape {
        std::uint32_t nodes = 0;
        std::uint32_t entry = 0; ///< the node where searches begin
        std::int32_t levels = 0; ///< of it
    };

    /// Null: no memory. `rows` outlives it.
    [[nodiscard]] static std::unique_ptr<Graph> make(const Rows &rows, std::size_t capacity);
    ~Graph();

    [[nodiscard]] std::uint32_t linked() const { return std::uint32_t(m_nodeOf.size()); } ///< the rows before this one have a node
    [[nodiscard]] std::uint32_t nodes() const;
    [[nodiscard]] std::uint32_t buried() const; ///< nodes whose row is gone
    [[nodiscard]] std::size_t bytes() const;

    /// Links the row `linked()`. False: the graph is broken and must go.
    bool link();
    void bury(std::uint32_t row); ///< one of the first `linked()`
    /// Rows and products with the query, best first, buried ones left out; at most `count`. False: the graph is broken.
    bool search(const scan::Query &query, std::size_t count, std::vector<std::uint32_t> &rows) const;

    // How it is kept. A node is written as: levels (1 byte), then for each of its layers the number of links (2 bytes) and the links (4 each).
    [[nodiscard]] Shape shape() const;
    [[nodiscard]] std::uint32_t rowOf(std::uint32_t node) const; ///< Rows::None for one that was not adopted
    void write(std::uint32_t node, std::string &to) const;
    /// Reads the next node from the front of `from`. False: damaged. When `shape.nodes` are read, `finish` checks the whole and takes `shape` over.
    bool read(const Shape &shape, std::string_view &from);
    bool finish(const Shape &shape);
    /// Says that the row `linked()` is the one of this node, or that it has none any more.
    void adopt(std::uint32_t node);
    void abandon(std::uint32_t node);

private:
    struct Hnsw;
    Graph();
    std::unique_ptr<Hnsw> m_hnsw;
    std::vector<std::uint32_t> m_nodeOf; ///< by row
};

} // namespace hs::embedding
