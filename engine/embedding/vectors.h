#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Vectors as they are stored: one byte a dimension and one scale (knowledge.md §7). value = scale · byte.
namespace hs::embedding {

struct Quantised {
    float scale = 0;                 ///< max |x| / 127; 0: the null vector
    std::vector<std::int8_t> values;
};
[[nodiscard]] Quantised quantise(std::span<const float> vector);
[[nodiscard]] std::vector<float> dequantise(float scale, std::span<const std::int8_t> values);

/// To length 1; the null vector stays.
void normalise(std::span<float> vector);
[[nodiscard]] double cosine(std::span<const float> a, std::span<const float> b);

} // namespace hs::embedding
