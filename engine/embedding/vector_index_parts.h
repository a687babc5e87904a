#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <utility>
#include <vector>

#include "engine/embedding/fair_lock.h"
#include "engine/embedding/graph.h"
#include "engine/embedding/graph_file.h"
#include "engine/embedding/middle.h"
#include "engine/embedding/rows.h"
#include "engine/embedding/scan.h"
#include "engine/embedding/vector_index.h"

/// What the files of the index share: its state, and the best of a search. Searching is in vector_index.cpp, the graph's care in index_tending.cpp.
namespace hs::embedding {

struct Candidate {
    float score = 0;
    std::int64_t id = 0;
    std::uint32_t row = 0;
};

struct IsBetter {
    bool operator()(const Candidate &a, const Candidate &b) const { return a.score != b.score ? a.score > b.score : a.id < b.id; }
};

/// The best `count` of what is offered, in no order that matters.
class BestOf {
public:
    explicit BestOf(std::size_t count) : m_count(count) { m_heap.reserve(std::min<std::size_t>(count, 1'024)); }

    void offer(float score, std::int64_t id, std::uint32_t row)
    {
        if (m_heap.size() == m_count) {
            const Candidate candidate{score, id, row};
            if (score < m_heap.front().score || !IsBetter()(candidate, m_heap.front()))
                return;
            std::pop_heap(m_heap.begin(), m_heap.end(), IsBetter());
            m_heap.back() = candidate;
        } else {
            m_heap.push_back({score, id, row});
        }
        std::push_heap(m_heap.begin(), m_heap.end(), IsBetter());
    }
    /// Whether one with this score has a chance; quick, for most have none.
    [[nodiscard]] bool wants(float score) const { return m_heap.size() < m_count || score >= m_heap.front().score; }
    void join(const BestOf &other)
    {
        for (const Candidate &candidate : other.m_heap)
            offer(candidate.score, candidate.id, candidate.row);
    }
    [[nodiscard]] std::vector<Candidate> &all() { return m_heap; }
    [[nodiscard]] std::size_t most() const { return m_count; }

private:
    std::size_t m_count;
    std::vector<Candidate> m_heap; ///< the worst in front
};

/// A question to the rows: as it came, and as the kernels take it.
struct Question {
    std::span<const float> values;
    float weightA = 1, weightB = 0;
    std::size_t split = 0; ///< 0: one part
    scan::Query query;
};

struct VectorIndex::Parts {
    explicit Parts(Options given)
        : options(std::move(given)), rows(std::size_t(std::max(options.dimensions, 1))), middle(rows.dimensions(), std::size_t(std::max(options.split, 0)))
    {
    }

    enum class Due { Nothing, DropGraph, CloseHoles, FindGraph, LinkAlone, Ready, LinkBeside, Keep };

    Options options;
    mutable FairLock lock;                 ///< of what follows
    Rows rows;
    Middle middle;
    std::unique_ptr<Graph> graph;          ///< whole or being made; the rows before graph->linked() may not move
    bool ready = false;                    ///< searches use it
    mutable std::atomic<bool> broken = false; ///< it must go
    std::atomic<std::size_t> graphBytes = 0;

    mutable std::atomic<bool> helping = false; ///< the second thread is taken

    std::mutex tending;                    ///< of what follows: one tends at a time
    bool fileTried = false, givenUp = false;
    std::uint32_t keptNodes = 0;           ///< of the graph in the file

    [[nodiscard]] std::span<const std::int8_t> values(std::uint32_t row) const { return {rows.row(row), rows.dimensions()}; }
    [[nodiscard]] std::optional<Question> ask(std::span<const float> query, float weightA, float weightB) const;
    void scanAll(std::uint32_t from, std::uint32_t to, const Question &question, const Allowed &allowed, BestOf &best) const;
    [[nodiscard]] bool graphFits(const Question &question) const;
    [[nodiscard]] bool askGraph(const Question &question, std::size_t count, const Allowed &allowed, BestOf &best) const;
    [[nodiscard]] Due due() const;
    [[nodiscard]] std::uint32_t mostUnlinked() const { return std::min<std::uint32_t>(4'096, graph->nodes() / 32); }
    void dropGraph();
    void findGraph(const std::function<bool()> &stop);
    bool adopt(KeptGraph kept, const std::function<bool()> &stop);
    void linkSlice(std::chrono::steady_clock::time_point until);
    void keep(const std::function<bool()> &stop);
    bool step(const std::function<bool()> &stop);
};

} // namespace hs::embedding
