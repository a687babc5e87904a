/// What searching by meaning costs: the nearest of 10,000 and 100,000 vectors of 768 dimensions (more with an argument) beside a plain loop over
/// floats in the same run; the graph where it is asked for; learning a basis from 5,200 passages, and folding with it.
/// One JSON line a figure.
///
///     bench_index [ROWS …] [--graph ROWS]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/vector_index.h"
#include "engine/embedding/vectors.h"

using namespace hs::embedding;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t Dimensions = 768, Split = 512;
constexpr int Rounds = 15;

double since(SteadyClock::time_point start)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

struct Figure {
    std::vector<double> rounds;
    [[nodiscard]] double median()
    {
        std::sort(rounds.begin(), rounds.end());
        return rounds[rounds.size() / 2];
    }
};

void print(const char *name, std::size_t rows, Figure figure, const char *unit)
{
    const double median = figure.median();
    std::printf("{\"figure\":\"%s\",\"rows\":%zu,\"unit\":\"%s\",\"median\":%.3f,\"least\":%.3f,\"most\":%.3f}\n", name, rows, unit, median,
                figure.rounds.front(), figure.rounds.back());
}

void print(const char *name, std::size_t rows, double value, const char *unit)
{
    std::printf("{\"figure\":\"%s\",\"rows\":%zu,\"unit\":\"%s\",\"value\":%.3f}\n", name, rows, unit, value);
    std::fflush(stdout);
}

/// Thirty-two themes mixed, as vectors of texts are; each part of length 1.
class Source {
public:
    Source()
    {
        for (std::size_t i = 0; i < Themes * Dimensions; ++i)
            m_themes.push_back(m_normal(m_random));
    }
    std::vector<float> next()
    {
        std::vector<float> vector(Dimensions, 0.0F);
        for (std::size_t theme = 0; theme < Themes; ++theme) {
            const float share = m_normal(m_random);
            for (std::size_t i = 0; i < Dimensions; ++i)
                vector[i] += share * m_themes[theme * Dimensions + i];
        }
        for (float &value : vector)
            value += 2 * (float(m_random() % 1'024) / 1'024 - 0.5F);
        const std::span<float> all = vector;
        normalise(all.first(Split));
        normalise(all.subspan(Split));
        return vector;
    }

private:
    static constexpr std::size_t Themes = 32;
    std::mt19937 m_random{1};
    std::normal_distribution<float> m_normal;
    std::vector<float> m_themes;
};

/// As one would write it at first: a loop over floats, all scores sorted as far as needed.
std::vector<std::size_t> plainLoop(const std::vector<float> &rows, const std::vector<float> &query, std::size_t count)
{
    std::vector<std::pair<float, std::size_t>> scores;
    scores.reserve(rows.size() / Dimensions);
    for (std::size_t row = 0; row < rows.size() / Dimensions; ++row) {
        float sum = 0;
        for (std::size_t i = 0; i < Dimensions; ++i)
            sum += rows[row * Dimensions + i] * query[i] * 0.5F;
        scores.emplace_back(-sum, row);
    }
    std::partial_sort(scores.begin(), scores.begin() + std::ptrdiff_t(count), scores.end());
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < count; ++i)
        best.push_back(scores[i].second);
    return best;
}

double recall(const std::vector<VectorIndex::Hit> &hits, const std::vector<std::size_t> &wanted)
{
    std::size_t both = 0;
    for (const auto &hit : hits)
        both += std::find(wanted.begin(), wanted.end(), std::size_t(hit.id)) != wanted.end() ? 1U : 0U;
    return double(both) / double(wanted.size());
}

void search(std::size_t rows, bool graph)
{
    Source source;
    VectorIndex::Options options;
    options.dimensions = int(Dimensions);
    options.split = int(Split);
    options.graphFrom = graph ? 1 : rows + 1;
    VectorIndex index(options);
    index.reserve(rows);
    std::vector<float> floats;
    floats.reserve(rows * Dimensions);
    double put = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto vector = source.next();
        floats.insert(floats.end(), vector.begin(), vector.end());
        const Quantised quantised = quantise(vector);
        const auto start = SteadyClock::now();
        index.put(std::int64_t(row), quantised.scale, quantised.values);
        put += since(start);
    }
    print("put", rows, put * 1e6 / double(rows), "ns a row");
    if (graph) {
        const auto start = SteadyClock::now();
        index.tend({});
        print("graph_built", rows, since(start) / 1'000, "s");
    }
    print("memory_beside_rows", rows, double(index.bytes()) / double(rows * (Dimensions + 4)), "ratio");
    Figure found, filtered, plain;
    double recalled = 0;
    for (int round = 0; round < Rounds; ++round) {
        const auto query = source.next();
        auto start = SteadyClock::now();
        const auto wanted = plainLoop(floats, query, 10);
        plain.rounds.push_back(since(start));
        start = SteadyClock::now();
        const auto hits = index.nearest(query, 10, 0.5F, 0.5F);
        found.rounds.push_back(since(start));
        recalled += recall(hits, wanted) / Rounds;
        start = SteadyClock::now();
        (void)index.nearest(query, 10, 0.5F, 0.5F, [](std::int64_t id) { return id % 3 != 0; });
        filtered.rounds.push_back(since(start));
    }
    print("plain_float_loop", rows, plain, "ms");
    print(graph ? "graph" : "scan", rows, found, "ms");
    print(graph ? "graph_filtered" : "scan_filtered", rows, filtered, "ms");
    print(graph ? "graph_beside_plain" : "scan_beside_plain", rows, plain.median() / found.median(), "times as fast");
    print("recall_at_10", rows, recalled, "");
}

/// Words as often as in a text (the n-th about 1/n), of which a passage has its own subject's, too.
void learn()
{
    constexpr std::size_t Passages = 5'200;
    std::mt19937 random(2);
    std::uniform_real_distribution<double> share(0, 1);
    const auto word = [](std::size_t number) {
        std::string text;
        for (number += 30; number > 0; number /= 20)
            text += "bcdfghjklmnpqrstvwxz"[number % 20], text += "aeiou"[number % 5];
        return text + ' ';
    };
    std::vector<CorpusBasis::Passage> passages(Passages);
    for (auto &passage : passages) {
        passage.language = "en";
        const std::size_t subject = random() % 80;
        const std::size_t length = 60 + random() % 120;
        for (std::size_t i = 0; i < length; ++i) {
            const bool general = share(random) < 0.6;
            const std::size_t rank = std::size_t(std::pow(general ? 20'000.0 : 200.0, share(random)));
            (i < 6 ? passage.heading : passage.body) += word(general ? rank : 300 + subject * 200 + rank);
        }
    }
    auto start = SteadyClock::now();
    const auto basis = CorpusBasis::fit(Passages, [&](std::size_t i) { return passages[i]; });
    if (!basis)
        return;
    print("basis_learned", Passages, since(start) / 1'000, "s");
    print("basis_terms", Passages, double((*basis)->terms()), "");
    print("basis_kept", Passages, double((*basis)->save().size()) / 1e6, "MB");
    start = SteadyClock::now();
    for (const auto &passage : passages)
        (void)(*basis)->fold(passage.heading, passage.body, passage.language);
    print("folded", Passages, double(Passages) * 1'000 / since(start), "passages a second");
}

} // namespace

int main(int count, char **values)
{
    std::vector<std::size_t> sizes;
    std::size_t graph = 0;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(values[i], "--graph") == 0 && i + 1 < count)
            graph = std::size_t(std::strtoull(values[++i], nullptr, 10));
        else
            sizes.push_back(std::size_t(std::strtoull(values[i], nullptr, 10)));
    }
    if (sizes.empty())
        sizes = {10'000, 100'000};
    learn();
    for (const std::size_t rows : sizes) {
        if (rows >= 10)
            search(rows, false);
    }
    if (graph >= 10)
        search(graph, true);
    return 0;
}
