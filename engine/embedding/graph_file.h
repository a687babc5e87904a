#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/embedding/graph.h"

/// The graph as a file: a cache, of this machine's byte order, that is made anew when anything is wrong with it. A head and then pieces of
/// 4,096 nodes, each with its length and checksum. A node is kept with its row's id and fingerprint, so that it is found again
/// whatever order the rows were put in, and not taken for another row that has the id now.
namespace hs::embedding {

struct GraphFile {
    std::uint64_t key = 0; ///< of what was made; another one is not read
    std::filesystem::path path;
};

struct KeptGraph {
    std::unique_ptr<Graph> graph; ///< no row is adopted yet
    std::vector<std::int64_t> ids; ///< by node
    std::vector<std::uint64_t> fingerprints; ///< 0: its row was gone already
};

/// Beside the old file, which is replaced when all is well; `guarded` runs what reads rows and graph. False: not kept.
bool keepGraph(const GraphFile &file, const Rows &rows, const Graph &graph, const std::function<void(const std::function<void()> &)> &guarded,
               const std::function<bool()> &stop);
/// Null graph: none, of another key, for other rows, or damaged.
[[nodiscard]] KeptGraph loadGraph(const GraphFile &file, const Rows &rows, const std::function<bool()> &stop);

} // namespace hs::embedding
