#include "engine/embedding/middle.h"

#include <algorithm>

namespace hs::embedding {

Middle::Middle(std::size_t dimensions, std::size_t split) : m_sums(dimensions, 0.0)
{
    if (split > 0 && split < dimensions)
        m_parts = {{0, split, 0}, {split, dimensions - split, 0}};
    else
        m_parts = {{0, dimensions, 0}};
}

void Middle::count(float scale, std::span<const std::int8_t> values, int sign)
{
    if (scale == 0)
        return;
    for (auto &part : m_parts) {
        const auto of = values.subspan(part.from, part.size);
        if (std::all_of(of.begin(), of.end(), [](std::int8_t value) { return value == 0; }))
            continue;
        part.rows += sign;
        const double factor = sign * double(scale);
        for (std::size_t at = 0; at < of.size(); ++at)
            m_sums[part.from + at] += factor * of[at];
        if (part.rows == 0) // what rounding left is not the average of nothing
            std::fill_n(m_sums.begin() + std::ptrdiff_t(part.from), part.size, 0.0);
    }
}

std::vector<float> Middle::average() const
{
    std::vector<float> average(m_sums.size(), 0.0F);
    for (const auto &part : m_parts) {
        for (std::size_t at = part.from; part.rows > 0 && at < part.from + part.size; ++at)
            average[at] = float(m_sums[at] / double(part.rows));
    }
    return average;
}

} // namespace hs::embedding
