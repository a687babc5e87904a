#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hs::embedding {

/// The average of the rows of an index, kept up with every change. Where rows have two parts, each part's is over the rows that have it
/// (are not all zeros there). Sums are in double precision: a million changes leave no trace. Not locked.
class Middle {
public:
    /// `split`: the first value of part B; 0: one part.
    Middle(std::size_t dimensions, std::size_t split);

    void add(float scale, std::span<const std::int8_t> values) { count(scale, values, 1); }
    void remove(float scale, std::span<const std::int8_t> values) { count(scale, values, -1); }
    [[nodiscard]] std::vector<float> average() const; ///< zeros where there is nothing

private:
    struct Part {
        std::size_t from = 0, size = 0;
        std::int64_t rows = 0;
    };
    void count(float scale, std::span<const std::int8_t> values, int sign);

    std::vector<double> m_sums;
    std::vector<Part> m_parts;
};

} // namespace hs::embedding
