#include "engine/embedding/vectors.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hs::embedding {

Quantised quantise(std::span<const float> vector)
{
    Quantised result;
    result.values.assign(vector.size(), 0);
    float largest = 0;
    for (const float value : vector) {
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    }
    result.scale = largest / 127.0F;
    if (!(result.scale > 0)) { // nothing there, or so little that the scale is none
        result.scale = 0;
        return result;
    }
    for (std::size_t i = 0; i < vector.size(); ++i) {
        // What is no number counts as nothing: it must not reach a rounding, whose result would be undefined.
        const double value = std::isfinite(vector[i]) ? double(vector[i]) / double(result.scale) : 0.0;
        result.values[i] = static_cast<std::int8_t>(std::clamp(std::lround(value), -127L, 127L));
    }
    return result;
}

std::vector<float> dequantise(float scale, std::span<const std::int8_t> values)
{
    std::vector<float> result;
    result.reserve(values.size());
    for (const std::int8_t value : values)
        result.push_back(scale * float(value));
    return result;
}

void normalise(std::span<float> vector)
{
    double squares = 0;
    for (const float value : vector)
        squares += double(value) * double(value);
    if (!(squares > 0) || !std::isfinite(squares))
        return;
    const double factor = 1.0 / std::sqrt(squares);
    for (float &value : vector)
        value = float(double(value) * factor);
}

double cosine(std::span<const float> a, std::span<const float> b)
{
    if (a.size() != b.size())
        return 0;
    double product = 0, squaresA = 0, squaresB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += double(a[i]) * double(b[i]);
        squaresA += double(a[i]) * double(a[i]);
        squaresB += double(b[i]) * double(b[i]);
    }
    if (!(squaresA > 0) || !(squaresB > 0))
        return 0;
    return product / (std::sqrt(squaresA) * std::sqrt(squaresB));
}

} // namespace hs::embedding
