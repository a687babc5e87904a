#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

/// The numbers of a corpus basis: truncated singular value decomposition of a sparse matrix of passages by terms, by a random sketch and
/// power iterations (Halko, Martinsson and Tropp 2011).
namespace hs::embedding {

/// Passages by terms, row by row.
struct SparseMatrix {
    std::size_t columns = 0;
    std::vector<std::uint64_t> starts{0}; ///< one more than rows
    std::vector<std::uint32_t> column;    ///< of each value, rising within a row
    std::vector<float> values;
    [[nodiscard]] std::size_t rows() const { return starts.size() - 1; }
};

/// The right singular vectors, a row a term, as bytes with one scale a row: value = scales[term] · bytes.
struct RightVectors {
    int dimensions = 0; ///< 0: the matrix is zeros, or it was stopped
    std::vector<std::int8_t> bytes; ///< columns · dimensions
    std::vector<float> scales;
};

/// At most `most` dimensions, in falling order of their singular values, and fewer where the matrix has not so many. The same matrix gives the
/// same to the bit: one thread, a sketch of its own generator, and signs such that the largest value of each vector is positive.
[[nodiscard]] RightVectors rightSingularVectors(const SparseMatrix &matrix, int most, std::stop_token stop);

} // namespace hs::embedding
