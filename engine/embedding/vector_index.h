#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/vocabulary/result.h"

namespace hs::embedding {

/// The vectors of one fingerprint in memory, for the nearest of them (knowledge.md §7): rows of one byte a dimension in aligned
/// blocks, ids and scales. Exact up to `graphFrom` live rows; above that a graph (hnswlib), built in the background and kept as
/// a file, answers for searches that are not narrowed below 50,000 rows (an estimate) and whose lighter part has at least a fifth of the weight;
/// until it is ready, and for all others, the exact scan does. A row that goes gives its place to the last one; rows of the graph leave
/// a tombstone instead, and at a fifth of them `tend` closes the holes and makes the graph anew.
/// Thread-safe: searches run beside one another; changes and searches take turns in the order they come.
class VectorIndex {
public:
    struct Options {
        int dimensions = 768;
        /// Where rows are made of two parts (A then B), the first value of B; 0: one part.
        int split = 0;
        std::size_t graphFrom = 300'000;
        std::filesystem::path graphFile; ///< empty: the graph is not kept
        std::uint64_t graphKey = 0;      ///< of what the file was made (fingerprint); another one is not taken
    };
    struct Hit {
        std::int64_t id = 0;
        float score = 0; ///< cosine, or weightA · cosA + weightB · cosB where rows have two parts
    };
    /// Which ids may be found; called from two threads at once, must be quick, may not throw nor call the index. Null: all.
    using Allowed = std::function<bool(std::int64_t id)>;

    explicit VectorIndex(Options options);
    ~VectorIndex();
    VectorIndex(const VectorIndex &) = delete;
    VectorIndex &operator=(const VectorIndex &) = delete;

    void reserve(std::size_t rows);
    /// Adds, or puts another row in the place of the one of this id. A row of other than `dimensions` values is not taken.
    void put(std::int64_t id, float scale, std::span<const std::int8_t> row);
    void remove(std::int64_t id);
    [[nodiscard]] bool has(std::int64_t id) const;
    [[nodiscard]] std::size_t size() const;  ///< live rows
    [[nodiscard]] std::size_t bytes() const; ///< of memory, the graph's and the unused rest of the last block (4,096 rows) included

    /// The `count` best in falling order; ties by lower id. `query` has `dimensions` values, each part of length 1 (or zeros); the weights scale the
    /// parts (one part: weightA alone). A query that is nothing, or not of these dimensions, finds nothing. Runs on the caller's thread and, above 50,000 rows, on one helper beside it.
    [[nodiscard]] std::vector<Hit> nearest(std::span<const float> query, std::size_t count, float weightA = 1, float weightB = 0, const Allowed &allowed = {}) const;
    /// Cosine of the stored row to a query, as `nearest` scores it; nothing for an unknown id.
    [[nodiscard]] std::optional<float> score(std::int64_t id, std::span<const float> query, float weightA = 1, float weightB = 0) const;

    /// The average row; where rows have two parts, each part's over the rows that have it. Zeros without rows.
    [[nodiscard]] std::vector<float> middle() const;

    /// Builds or mends the graph where one is due, loads it from its file where that fits; a worker calls it now and then. Blocks for long, in slices that let changes through;
    /// `stop` ends it early. Nothing to do: returns at once.
    void tend(const std::function<bool()> &stop);
    [[nodiscard]] bool graphReady() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace hs::embedding
