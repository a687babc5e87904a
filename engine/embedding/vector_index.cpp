#include "engine/embedding/vector_index.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <thread>

#include "engine/embedding/vector_index_parts.h"

namespace hs::embedding {

namespace {

constexpr std::uint32_t HelpedFrom = 50'000;  ///< rows of a scan that a second thread is worth
constexpr std::size_t LeastCandidates = 50;   ///< that are scored again in float
constexpr std::size_t SpareCandidates = 16;   ///< more than are asked for
constexpr std::size_t MostGraphCandidates = 4'096;
constexpr std::size_t Sampled = 1'024;        ///< rows that a filter is tried on
constexpr std::uint32_t NarrowedBelow = 50'000; ///< rows that a filter leaves, so few that the scan is better than the graph

/// weight · cosine of one part. The row's scale cancels out; its length is not quite 1, since it was rounded.
double partScore(std::span<const float> query, const std::int8_t *row, double weight)
{
    // Four sums, so that the additions do not wait for one another.
    float products[4] = {}, squares[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= query.size(); i += 4) {
        for (std::size_t j = 0; j < 4; ++j) {
            const float value = row[i + j];
            products[j] += query[i + j] * value;
            squares[j] += value * value;
        }
    }
    for (; i < query.size(); ++i) {
        const float value = row[i];
        products[0] += query[i] * value;
        squares[0] += value * value;
    }
    const double length = double(squares[0]) + double(squares[1]) + double(squares[2]) + double(squares[3]);
    if (!(length > 0))
        return 0;
    return weight * (double(products[0]) + double(products[1]) + double(products[2]) + double(products[3])) / std::sqrt(length);
}

float exactScore(const Question &question, const Rows &rows, std::uint32_t row)
{
    const std::int8_t *values = rows.row(row);
    if (question.split == 0)
        return float(partScore(question.values, values, double(question.weightA)));
    return float(partScore(question.values.first(question.split), values, double(question.weightA))
                 + partScore(question.values.subspan(question.split), values + question.split, double(question.weightB)));
}

/// Scores the rows [from, to), which lie in one block. Who may not be found is not scored.
void scanRows(const Rows &rows, std::uint32_t from, std::uint32_t to, const scan::Query &query, const VectorIndex::Allowed &allowed, BestOf &best)
{
    constexpr std::uint32_t Batch = 64;
    const scan::Kernel &kernel = scan::current();
    const std::size_t width = rows.width();
    const bool narrowed = allowed || rows.buried() > 0;
    std::int32_t products[Batch];
    std::uint32_t chosen[Batch];
    for (std::uint32_t first = from; first < to; first += Batch) {
        const std::uint32_t end = std::min(to, first + Batch);
        std::uint32_t count = 0;
        if (narrowed) {
            for (std::uint32_t row = first; row < end; ++row) {
                if (!rows.isBuried(row) && (!allowed || allowed(rows.id(row))))
                    chosen[count++] = row;
            }
        }
        const bool all = !narrowed || count == end - first;
        if (all) {
            count = end - first;
            kernel.products(query.values.data(), rows.row(first), width, count, products);
        } else {
            for (std::uint32_t i = 0; i < count; ++i)
                kernel.products(query.values.data(), rows.row(chosen[i]), width, 1, products + i);
        }
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t row = all ? first + i : chosen[i];
            const float score = float(products[i]) * (query.scale * rows.scale(row));
            if (best.wants(score))
                best.offer(score, rows.id(row), row);
        }
    }
}

} // namespace

VectorIndex::VectorIndex(Options options) : m_parts(std::make_unique<Parts>(std::move(options))) {}
VectorIndex::~VectorIndex() = default;

// ---------------------------------------------------------------------------------------------------------------- rows

void VectorIndex::reserve(std::size_t rows)
{
    const std::lock_guard hold(m_parts->lock);
    m_parts->rows.reserve(rows);
}

void VectorIndex::put(std::int64_t id, float scale, std::span<const std::int8_t> row)
{
    Parts &parts = *m_parts;
    if (row.size() != parts.rows.dimensions() || !std::isfinite(scale))
        return;
    const std::lock_guard hold(parts.lock);
    const std::uint32_t linked = parts.graph ? parts.graph->linked() : 0;
    const std::uint32_t old = parts.rows.find(id);
    if (old != Rows::None)
        parts.middle.remove(parts.rows.scale(old), parts.values(old));
    parts.middle.add(scale, row);
    if (old == Rows::None) {
        parts.rows.add(id, scale, row);
    } else if (old < linked) { // its node stands where the old values were
        parts.graph->bury(old);
        parts.rows.bury(old);
        parts.rows.add(id, scale, row);
    } else {
        parts.rows.set(old, scale, row);
    }
}

void VectorIndex::remove(std::int64_t id)
{
    Parts &parts = *m_parts;
    const std::lock_guard hold(parts.lock);
    const std::uint32_t row = parts.rows.find(id);
    if (row == Rows::None)
        return;
    parts.middle.remove(parts.rows.scale(row), parts.values(row));
    if (parts.graph && row < parts.graph->linked()) {
        parts.graph->bury(row);
        parts.rows.bury(row);
    } else {
        parts.rows.erase(row);
    }
}

bool VectorIndex::has(std::int64_t id) const
{
    const std::shared_lock hold(m_parts->lock);
    return m_parts->rows.find(id) != Rows::None;
}

std::vector<float> VectorIndex::middle() const
{
    const std::shared_lock hold(m_parts->lock);
    return m_parts->middle.average();
}

std::size_t VectorIndex::size() const
{
    const std::shared_lock hold(m_parts->lock);
    return m_parts->rows.live();
}

std::size_t VectorIndex::bytes() const
{
    const std::shared_lock hold(m_parts->lock);
    return m_parts->rows.bytes() + m_parts->graphBytes;
}

// -------------------------------------------------------------------------------------------------------------- search

std::optional<Question> VectorIndex::Parts::ask(std::span<const float> query, float weightA, float weightB) const
{
    if (query.size() != rows.dimensions())
        return {};
    Question question;
    question.values = query;
    question.weightA = weightA;
    question.weightB = weightB;
    if (options.split > 0 && std::size_t(options.split) < query.size())
        question.split = std::size_t(options.split);
    std::vector<float> weighted(query.begin(), query.end());
    for (std::size_t i = 0; i < weighted.size(); ++i)
        weighted[i] *= question.split == 0 || i < question.split ? weightA : weightB;
    question.query = scan::prepare(weighted, rows.width());
    if (!(question.query.scale > 0))
        return {};
    return question;
}

void VectorIndex::Parts::scanAll(std::uint32_t from, std::uint32_t to, const Question &question, const Allowed &allowed, BestOf &best) const
{
    // Both threads take the next block that nobody has, so that a slow one delays nobody.
    std::atomic<std::uint32_t> next = from / Rows::PerBlock;
    const auto work = [&](BestOf &mine) {
        for (;;) {
            const std::uint64_t start = std::uint64_t(next.fetch_add(1)) * Rows::PerBlock;
            if (start >= to)
                return;
            const std::uint32_t first = std::max(from, std::uint32_t(start));
            const std::uint32_t end = std::uint32_t(std::min<std::uint64_t>(to, start + Rows::PerBlock));
            scanRows(rows, first, end, question.query, allowed, mine);
        }
    };
    // One helper for the whole index: with several searches at once the cores have enough to do.
    if (to - from < HelpedFrom || helping.exchange(true)) {
        work(best);
        return;
    }
    BestOf theirs(best.most());
    try {
        std::thread helper([&] { work(theirs); });
        work(best);
        helper.join();
        best.join(theirs);
    } catch (const std::system_error &) { // no thread to be had
        work(best);
    }
    helping = false;
}

bool VectorIndex::Parts::graphFits(const Question &question) const
{
    if (!ready || broken || rows.live() < options.graphFrom)
        return false;
    // The graph links what is near in both parts alike. Where a question counts one of them for little, its nearest are elsewhere.
    if (question.split == 0)
        return question.weightA > 0;
    const float sum = question.weightA + question.weightB;
    return question.weightA > 0.2F * sum && question.weightB > 0.2F * sum;
}

bool VectorIndex::Parts::askGraph(const Question &question, std::size_t count, const Allowed &allowed, BestOf &best) const
{
    std::size_t wanted = count;
    if (allowed) {
        // How many a filter leaves is estimated; hnswlib does not know filters, so that more have to be asked for.
        std::size_t tried = 0, passed = 0;
        const std::uint32_t step = std::max<std::uint32_t>(1, rows.count() / Sampled);
        for (std::uint32_t row = 0; row < rows.count(); row += step) {
            if (rows.isBuried(row))
                continue;
            ++tried;
            passed += allowed(rows.id(row)) ? 1U : 0U;
        }
        const double share = double(passed) / double(std::max<std::size_t>(tried, 1));
        if (passed == 0 || share * rows.live() < double(std::min<std::size_t>(NarrowedBelow, options.graphFrom / 6)))
            return false;
        wanted = std::size_t(std::ceil(1.25 * double(count) / share));
    }
    if (wanted > MostGraphCandidates)
        return false;
    std::vector<std::uint32_t> found;
    if (!graph->search(question.query, wanted, found)) {
        broken = true;
        return false;
    }
    std::size_t taken = 0;
    for (const std::uint32_t row : found) {
        if (row == Rows::None || rows.isBuried(row) || (allowed && !allowed(rows.id(row))))
            continue;
        best.offer(exactScore(question, rows, row), rows.id(row), row);
        ++taken;
    }
    if (taken < std::min<std::size_t>(count, graph->nodes() - graph->buried()))
        return false;
    scanAll(graph->linked(), rows.count(), question, allowed, best);
    return true;
}

std::vector<VectorIndex::Hit> VectorIndex::nearest(std::span<const float> query, std::size_t count, float weightA, float weightB,
                                                   const Allowed &allowed) const
{
    const Parts &parts = *m_parts;
    const std::shared_lock hold(parts.lock);
    const std::optional<Question> question = parts.ask(query, weightA, weightB);
    count = std::min<std::size_t>(count, parts.rows.live());
    if (!question || count == 0)
        return {};
    const std::size_t candidates = std::max(LeastCandidates, count + SpareCandidates);
    BestOf best(candidates);
    if (!parts.graphFits(*question) || !parts.askGraph(*question, candidates, allowed, best)) {
        best.all().clear();
        parts.scanAll(0, parts.rows.count(), *question, allowed, best);
    }
    std::vector<Candidate> &all = best.all();
    for (Candidate &candidate : all)
        candidate.score = exactScore(*question, parts.rows, candidate.row);
    std::sort(all.begin(), all.end(), IsBetter());
    std::vector<Hit> hits;
    hits.reserve(std::min(count, all.size()));
    for (std::size_t i = 0; i < std::min(count, all.size()); ++i)
        hits.push_back({all[i].id, all[i].score});
    return hits;
}

std::optional<float> VectorIndex::score(std::int64_t id, std::span<const float> query, float weightA, float weightB) const
{
    const Parts &parts = *m_parts;
    const std::shared_lock hold(parts.lock);
    const std::uint32_t row = parts.rows.find(id);
    if (row == Rows::None)
        return {};
    const std::optional<Question> question = parts.ask(query, weightA, weightB);
    return question ? exactScore(*question, parts.rows, row) : 0.0F;
}

} // namespace hs::embedding
