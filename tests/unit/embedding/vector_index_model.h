#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "engine/embedding/vector_index.h"
#include "engine/embedding/vectors.h"

/// What the tests of the index measure it by: vectors as texts have them, and a model that does one by one what the index promises.
namespace hs::embedding::model {

using Vector = std::vector<float>;
using Hits = std::vector<VectorIndex::Hit>;

/// Vectors as texts have them: a few themes mixed, and noise; each part of length 1.
class Themes {
public:
    Themes(std::size_t dimensions, std::size_t split, unsigned seed) : m_dimensions(dimensions), m_split(split), m_random(seed)
    {
        for (std::size_t i = 0; i < 24 * dimensions; ++i)
            m_themes.push_back(m_normal(m_random));
    }
    Vector next()
    {
        Vector vector(m_dimensions, 0.0F);
        for (std::size_t theme = 0; theme < 24; ++theme) {
            const float share = m_normal(m_random);
            for (std::size_t i = 0; i < m_dimensions; ++i)
                vector[i] += share * m_themes[theme * m_dimensions + i];
        }
        for (float &value : vector)
            value += 0.5F * m_normal(m_random);
        const std::span<float> all = vector;
        if (m_split > 0)
            normalise(all.first(m_split));
        normalise(all.subspan(m_split));
        return vector;
    }

private:
    std::size_t m_dimensions, m_split;
    std::mt19937 m_random;
    std::normal_distribution<float> m_normal;
    std::vector<float> m_themes;
};

struct Model {
    std::size_t split = 0;
    std::map<std::int64_t, Quantised> rows;

    /// What the header promises, in double and one by one.
    [[nodiscard]] double score(const Quantised &row, const Vector &query, float weightA, float weightB) const
    {
        const Vector values = dequantise(row.scale, row.values);
        const std::span<const float> rowParts = values, queryParts = query;
        if (split == 0)
            return double(weightA) * cosine(rowParts, queryParts);
        return double(weightA) * cosine(rowParts.first(split), queryParts.first(split))
            + double(weightB) * cosine(rowParts.subspan(split), queryParts.subspan(split));
    }
    [[nodiscard]] Hits nearest(const Vector &query, std::size_t count, float weightA = 1, float weightB = 0,
                               const VectorIndex::Allowed &allowed = {}) const
    {
        std::vector<std::pair<double, std::int64_t>> all;
        for (const auto &[id, row] : rows) {
            if (!allowed || allowed(id))
                all.emplace_back(-score(row, query, weightA, weightB), id);
        }
        std::sort(all.begin(), all.end());
        Hits hits;
        for (std::size_t i = 0; i < std::min(count, all.size()); ++i)
            hits.push_back({all[i].second, float(-all[i].first)});
        return hits;
    }
};

inline void put(VectorIndex &index, Model &model, std::int64_t id, const Vector &vector)
{
    const Quantised row = quantise(vector);
    index.put(id, row.scale, row.values);
    model.rows[id] = row;
}

inline double shared(const Hits &found, const Hits &wanted)
{
    std::size_t both = 0;
    for (const auto &hit : wanted)
        both += std::any_of(found.begin(), found.end(), [&](const auto &other) { return other.id == hit.id; }) ? 1U : 0U;
    return wanted.empty() ? 1 : double(both) / double(wanted.size());
}

inline bool inOrder(const Hits &hits)
{
    return std::is_sorted(hits.begin(), hits.end(),
                          [](const auto &a, const auto &b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
}

inline bool same(const Hits &a, const Hits &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) { return x.id == y.id && x.score == y.score; });
}

inline VectorIndex::Options options(int dimensions, int split, std::size_t graphFrom = 1'000'000)
{
    VectorIndex::Options result;
    result.dimensions = dimensions;
    result.split = split;
    result.graphFrom = graphFrom;
    return result;
}

inline const std::function<bool()> Never = [] { return false; };

} // namespace hs::embedding::model
