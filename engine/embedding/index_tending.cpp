#include <chrono>

#include "engine/embedding/vector_index_parts.h"

/// The graph's care: who makes it, mends it, keeps it and lets it go, in slices between which everybody else gets the lock.
namespace hs::embedding {

namespace {

constexpr auto SharedSlice = std::chrono::milliseconds(8);    ///< searches go on beside it, changes wait
constexpr auto ExclusiveSlice = std::chrono::milliseconds(3); ///< searches wait too
constexpr std::size_t MovesASlice = 2'048;

bool isStopped(const std::function<bool()> &stop)
{
    return stop && stop();
}

std::chrono::steady_clock::time_point in(std::chrono::milliseconds time)
{
    return std::chrono::steady_clock::now() + time;
}

} // namespace

VectorIndex::Parts::Due VectorIndex::Parts::due() const
{
    const std::shared_lock hold(lock);
    if (graph) {
        // A fifth of its nodes lead nowhere, and hnswlib 0.6.2 cannot use them again: it is made anew. A few rows too few do not count,
        // or it would come and go with each of them.
        if (broken || std::uint64_t(graph->buried()) * 5 > graph->nodes() || rows.live() < options.graphFrom / 2)
            return Due::DropGraph;
        const std::uint32_t unlinked = rows.count() - graph->linked();
        if (!ready)
            return unlinked > 0 ? Due::LinkAlone : Due::Ready;
        if (unlinked > mostUnlinked())
            return Due::LinkBeside;
        const bool grown = keptNodes == 0 || graph->nodes() - keptNodes > graph->nodes() / 20;
        return grown && !options.graphFile.empty() ? Due::Keep : Due::Nothing;
    }
    if (rows.buried() > 0)
        return Due::CloseHoles;
    return givenUp || rows.live() == 0 || rows.live() < options.graphFrom ? Due::Nothing : Due::FindGraph;
}

void VectorIndex::Parts::dropGraph()
{
    std::unique_ptr<Graph> old; // freed outside the lock
    {
        const std::lock_guard hold(lock);
        old = std::move(graph);
        ready = false;
        givenUp = givenUp || broken.exchange(false);
    }
    graphBytes = 0;
    keptNodes = 0;
}

void VectorIndex::Parts::findGraph(const std::function<bool()> &stop)
{
    if (!fileTried && !options.graphFile.empty()) {
        fileTried = true;
        // Rows are not looked at before their nodes are adopted.
        if (KeptGraph kept = loadGraph({options.graphKey, options.graphFile}, rows, stop); kept.graph && adopt(std::move(kept), stop))
            return;
        if (isStopped(stop)) {
            fileTried = false;
            return;
        }
    }
    std::size_t count = 0;
    {
        const std::shared_lock hold(lock);
        count = rows.count();
    }
    auto made = Graph::make(rows, count + count / 16 + 1'024);
    if (!made) {
        givenUp = true;
        return;
    }
    graphBytes = made->bytes();
    const std::lock_guard hold(lock);
    graph = std::move(made);
}

bool VectorIndex::Parts::adopt(KeptGraph kept, const std::function<bool()> &stop)
{
    const std::uint32_t nodes = kept.graph->nodes();
    graphBytes = kept.graph->bytes();
    {
        const std::lock_guard hold(lock);
        graph = std::move(kept.graph);
    }
    for (std::uint32_t node = 0; node < nodes;) {
        if (isStopped(stop)) {
            dropGraph();
            return false;
        }
        const std::lock_guard hold(lock);
        for (const auto until = in(ExclusiveSlice); node < nodes && std::chrono::steady_clock::now() < until; ++node) {
            const std::uint32_t row = kept.fingerprints[node] == 0 ? Rows::None : rows.find(kept.ids[node]);
            const std::uint32_t place = graph->linked();
            if (row == Rows::None || row < place || std::max<std::uint64_t>(rows.fingerprint(row), 1) != kept.fingerprints[node]) {
                graph->abandon(node);
                continue;
            }
            rows.swap(row, place);
            graph->adopt(node);
        }
    }
    keptNodes = nodes;
    return true;
}

void VectorIndex::Parts::linkSlice(std::chrono::steady_clock::time_point until)
{
    while (graph->linked() < rows.count() && std::chrono::steady_clock::now() < until) {
        if (!graph->link()) {
            broken = true;
            break;
        }
    }
    graphBytes = graph->bytes();
}

void VectorIndex::Parts::keep(const std::function<bool()> &stop)
{
    const auto guarded = [this](const std::function<void()> &read) {
        const std::shared_lock hold(lock);
        read();
    };
    (void)keepGraph({options.graphKey, options.graphFile}, rows, *graph, guarded, stop); // a disk that is full costs time at the next start
    if (!isStopped(stop))
        keptNodes = graph->nodes();
}

bool VectorIndex::Parts::step(const std::function<bool()> &stop)
{
    switch (due()) {
    case Due::Nothing:
        return false;
    case Due::DropGraph:
        dropGraph();
        break;
    case Due::CloseHoles: {
        const std::lock_guard hold(lock);
        rows.closeHoles(MovesASlice);
        break;
    }
    case Due::FindGraph:
        findGraph(stop);
        break;
    case Due::LinkAlone: {
        const std::shared_lock hold(lock); // no search looks at a graph that is not ready
        linkSlice(in(SharedSlice));
        break;
    }
    case Due::Ready: {
        const std::lock_guard hold(lock);
        ready = true;
        break;
    }
    case Due::LinkBeside: {
        const std::lock_guard hold(lock);
        linkSlice(in(ExclusiveSlice));
        break;
    }
    case Due::Keep:
        keep(stop);
        break;
    }
    return true;
}

void VectorIndex::tend(const std::function<bool()> &stop)
{
    const std::unique_lock tending(m_parts->tending, std::try_to_lock);
    if (!tending)
        return;
    while (!isStopped(stop) && m_parts->step(stop)) {
    }
}

bool VectorIndex::graphReady() const
{
    const std::shared_lock hold(m_parts->lock);
    return m_parts->ready;
}

} // namespace hs::embedding
