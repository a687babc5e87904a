#include "engine/knowledge/vector_keeper.h"

#include <algorithm>
#include <map>

#include "engine/knowledge/learning.h"
#include "engine/knowledge/rush.h"
#include "engine/vocabulary/json.h"

namespace hs::knowledge {

namespace table = store::knowledge;
using embedding::CorpusBasis;
using embedding::SentenceEncoder;
using embedding::VectorIndex;

namespace {

constexpr const char *PartA = "atlas-local-1/a";
constexpr int FoldBatch = 256;
constexpr int EncodeBatch = 16;
constexpr std::int64_t LearnedWeighsHalf = 1'000; ///< passages, from which on it does (LocalModel::share)
constexpr std::int64_t QuicklyFitted = 20'000, SomeNew = 20; ///< a basis of so few takes seconds: learned anew when a twentieth is new
constexpr std::size_t HeldTwice = 100'000; ///< vectors that may stand in memory twice while new ones take the place of the old
constexpr std::int64_t FewestPassages = 8; ///< that a basis is learned from
constexpr auto RestAfterFailure = std::chrono::seconds(30);
constexpr auto LookAgain = std::chrono::minutes(10);

std::string_view bytesOf(const std::vector<std::int8_t> &values)
{
    return {reinterpret_cast<const char *>(values.data()), values.size()};
}

} // namespace

VectorKeeper::VectorKeeper(store::Store &store, LocalModel shipped, Options options)
    : m_store(store), m_shipped(std::move(shipped)), m_options(std::move(options))
{
    show(nullptr, newIndex());
}

VectorKeeper::~VectorKeeper()
{
    stop();
}

void VectorKeeper::loadToLook()
{
    m_looksOnly = true;
    (void)load(); // without vectors it is searched by words
}

void VectorKeeper::start()
{
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void VectorKeeper::stop()
{
    if (!m_thread.joinable())
        return;
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
}

void VectorKeeper::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_idle = false;
    m_wake.notify_all();
}

void VectorKeeper::remove(const std::vector<std::int64_t> &passages)
{
    std::shared_ptr<VectorIndex> index;
    {
        const std::lock_guard lock(m_mutex);
        index = m_index;
        m_removed.insert(m_removed.end(), passages.begin(), passages.end());
    }
    for (const auto id : passages)
        index->remove(id);
}

void VectorKeeper::restore(const std::vector<std::int64_t> &passages)
{
    {
        const std::lock_guard lock(m_mutex);
        m_restored.insert(m_restored.end(), passages.begin(), passages.end());
    }
    wake();
}

std::shared_ptr<VectorIndex> VectorKeeper::index() const
{
    const std::lock_guard lock(m_mutex);
    return m_index;
}

void VectorKeeper::settle(VectorIndex &index)
{
    std::vector<std::int64_t> removed;
    {
        const std::lock_guard lock(m_mutex);
        removed = std::exchange(m_removed, {});
    }
    for (const auto id : removed)
        index.remove(id);
}

void VectorKeeper::pause(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    wake();
}

std::shared_ptr<const Meanings> VectorKeeper::meanings() const
{
    const std::lock_guard lock(m_mutex);
    return m_meanings;
}

VectorKeeper::Progress VectorKeeper::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

std::shared_ptr<VectorIndex> VectorKeeper::newIndex() const
{
    VectorIndex::Options options;
    options.dimensions = LocalDimensions;
    options.split = SentenceEncoder::Dimensions;
    if (!m_options.folder.empty())
        options.graphFile = m_options.folder / "nearest.graph";
    options.graphKey = 1 + std::uint64_t(m_rowB);
    return std::make_shared<VectorIndex>(options);
}

void VectorKeeper::show(std::shared_ptr<const CorpusBasis> basis, std::shared_ptr<VectorIndex> index)
{
    auto meanings = std::make_shared<Meanings>();
    meanings->name = LocalModelName;
    meanings->local = m_shipped;
    meanings->local.basis = basis;
    meanings->index = index;
    m_basis = std::move(basis);
    const std::lock_guard lock(m_mutex);
    m_meanings = std::move(meanings);
    m_index = std::move(index);
    m_progress.learnedFrom = m_basis ? std::int64_t(m_basis->fittedOn()) : 0;
}

void VectorKeeper::failed(const Error &error)
{
    if (error.code == Errc::Cancelled)
        return; // the store or this thread ends
    {
        const std::lock_guard lock(m_mutex);
        m_progress.trouble = describe(error);
    }
    tell();
}

void VectorKeeper::tell()
{
    if (m_options.changed)
        m_options.changed();
}

void VectorKeeper::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        bool paused = false;
        {
            const std::lock_guard lock(m_mutex);
            m_woken = false;
            paused = m_paused;
        }
        bool well = m_loaded || load();
        bool rush = false;
        if (well && !paused) {
            bool more = true;
            bool idleBefore = false;
            while (more && well && !stop.stop_requested()) {
                {
                    const std::lock_guard lock(m_mutex);
                    if (m_paused)
                        break;
                    m_woken = false;
                }
                rush = rushing();
                if (rush)
                    break;
                well = takeBack();
                const auto foldedBefore = m_foldedTo;
                const auto encodedBefore = m_encodedTo;
                const bool learns = well && due(idleBefore);
                idleBefore = false;
                if (learns)
                    well = learn(stop);
                else if (well)
                    well = foldSome(stop) && encodeSome(stop);
                more = learns || m_foldedTo != foldedBefore || m_encodedTo != encodedBefore || rushing();
                // With nothing else to do, a basis that some passages had no part in is bettered.
                if (well && !more && due(true))
                    more = idleBefore = true;
            }
            if (well && !more) {
                const auto whole = m_store.readNow<std::int64_t>([this](const store::ReadSql &sql) -> Result<std::int64_t> { return table::vectorCount(sql, m_rowA); });
                {
                    const std::lock_guard lock(m_mutex);
                    m_progress.trouble.clear();
                    m_progress.embedded = whole.value_or(m_progress.embedded);
                }
                tell();
                index()->tend([&] { return stop.stop_requested(); });
            }
        }
        std::unique_lock lock(m_mutex);
        if (rush) {
            m_wake.wait_for(lock, stop, Rush::Rest, [this] { return m_woken; });
        } else if (!m_woken) {
            m_idle = true;
            m_wake.wait_for(lock, stop, well ? std::chrono::duration_cast<std::chrono::seconds>(LookAgain) : RestAfterFailure, [this] { return m_woken; });
        }
        m_idle = false;
    }
}

bool VectorKeeper::load()
{
    const auto models = m_store.readNow<std::vector<table::Model>>([](const store::ReadSql &sql) -> Result<std::vector<table::Model>> { return table::models(sql); });
    if (!models) {
        failed(models.error());
        return false;
    }
    std::shared_ptr<const CorpusBasis> basis;
    m_rowA = m_rowB = 0;
    for (const auto &model : *models) {
        if (model.fingerprint == PartA)
            m_rowA = model.row;
        if (!model.fingerprint.starts_with(LearnedModels) || !model.active)
            continue;
        if (auto loaded = CorpusBasis::load(model.basis)) {
            basis = std::move(*loaded);
            m_rowB = model.row;
        } // a damaged one is learned anew
    }
    if (m_rowA == 0 && !m_looksOnly) {
        const auto row = m_store.writeNow<std::int64_t>([](store::Transaction &tx) -> Result<std::int64_t> {
            table::Model model{0, PartA, SentenceEncoder::Dimensions, {}, 0, 0, true};
            table::put(tx, model);
            return model.row;
        });
        if (!row) {
            failed(row.error());
            return false;
        }
        m_rowA = *row;
    }
    auto index = newIndex();
    const auto filled = fill(*index);
    if (!filled) {
        failed(filled.error());
        return false;
    }
    show(std::move(basis), std::move(index));
    {
        const std::lock_guard lock(m_mutex);
        m_progress.embedded = *filled;
    }
    m_loaded = true;
    m_foldedTo = m_encodedTo = 0;
    tell();
    return true;
}

/// Reads what the store has of all passages, one by one: nothing is held twice. Says how many have the whole vector.
Result<std::int64_t> VectorKeeper::fill(VectorIndex &index)
{
    return m_store.readNow<std::int64_t>([&](const store::ReadSql &sql) -> Result<std::int64_t> {
        m_passages = table::totals(sql).passages;
        index.reserve(std::size_t(m_passages));
        std::int64_t whole = 0;
        table::eachVectorPair(sql, m_rowA, m_rowB, [&](const table::VectorPair &pair) {
            whole += pair.a ? 1 : 0;
            if (!pair.a && !halfCounts(pair.language))
                return;
            const auto a = pair.a.value_or(table::VectorPair::Part());
            const auto b = pair.b.value_or(table::VectorPair::Part());
            const auto row = joined(float(a.scale), a.values, float(b.scale), b.values);
            index.put(pair.passage, row.scale, row.values);
        });
        return whole;
    });
}

/// Passages that are found again lie before what was looked at: those with vectors come back at once, the others in their turn.
bool VectorKeeper::takeBack()
{
    std::vector<std::int64_t> ids;
    {
        const std::lock_guard lock(m_mutex);
        ids = std::exchange(m_restored, {});
        std::erase_if(m_removed, [&](std::int64_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); });
    }
    if (ids.empty())
        return true;
    m_foldedTo = m_encodedTo = 0;
    const auto to = index();
    const auto put = m_store.readNow<std::int64_t>([&](const store::ReadSql &sql) -> Result<std::int64_t> {
        std::int64_t whole = 0;
        for (const auto id : ids) {
            const auto a = table::vector(sql, m_rowA, id);
            const auto b = m_rowB != 0 ? table::vector(sql, m_rowB, id) : std::nullopt;
            if (!a && !b)
                continue;
            const auto row = joined(a ? float(a->scale) : 0, a ? std::string_view(a->values) : std::string_view(), b ? float(b->scale) : 0,
                                    b ? std::string_view(b->values) : std::string_view());
            to->put(id, row.scale, row.values);
            whole += a ? 1 : 0;
        }
        return whole;
    });
    if (!put) {
        failed(put.error());
        return false;
    }
    const std::lock_guard lock(m_mutex);
    m_progress.embedded += *put;
    return true;
}

/// Whether the learned part alone says enough of a passage to be compared: in a small corpus it weighs next to nothing, and a passage that the
/// encoder is still to read would seem far from everything. Till then it is found by its words.
bool VectorKeeper::halfCounts(std::string_view language) const
{
    return !m_shipped.encoder || !encoderKnows(language) || m_passages >= LearnedWeighsHalf;
}

bool VectorKeeper::due(bool idle)
{
    const auto count = m_store.readNow<table::Totals>([](const store::ReadSql &sql) -> Result<table::Totals> { return table::totals(sql); });
    if (!count)
        return false;
    m_passages = count->passages;
    if (m_passages < FewestPassages || !m_basis)
        return m_passages >= FewestPassages;
    const auto fitted = std::int64_t(m_basis->fittedOn());
    return m_passages >= 2 * fitted || (idle && m_passages <= QuicklyFitted && m_passages > fitted + fitted / SomeNew);
}

/// In the store first, then where searches look.
bool VectorKeeper::keep(std::int64_t model, const std::vector<table::Vector> &rows, const JoinedRows &joinedRows)
{
    const auto written = m_store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::put(tx, model, rows);
        return {};
    });
    if (!written) {
        failed(written.error());
        return false;
    }
    const auto to = index();
    for (const auto &[id, row] : joinedRows)
        to->put(id, row.scale, row.values);
    settle(*to);
    return true;
}

/// The learned part of passages that have none, so that they are found by meaning at once.
bool VectorKeeper::foldSome(std::stop_token)
{
    if (!m_basis)
        return true;
    const auto missing = m_store.readNow<std::vector<table::Unembedded>>([&](const store::ReadSql &sql) -> Result<std::vector<table::Unembedded>> {
        return table::unembedded(sql, m_rowB, m_foldedTo, FoldBatch);
    });
    if (!missing) {
        failed(missing.error());
        return false;
    }
    if (missing->empty())
        return true;
    std::vector<table::Vector> rows;
    JoinedRows joinedRows;
    const auto encoded = m_store.readNow<std::map<std::int64_t, table::Vector>>([&](const store::ReadSql &sql) -> Result<std::map<std::int64_t, table::Vector>> {
        std::map<std::int64_t, table::Vector> known;
        for (const auto &one : *missing) {
            if (auto vector = table::vector(sql, m_rowA, one.passage.id))
                known[one.passage.id] = std::move(*vector);
        }
        return known;
    });
    if (!encoded) {
        failed(encoded.error());
        return false;
    }
    for (const auto &one : *missing) {
        const auto row = embedding::quantise(m_basis->fold(one.passage.heading, one.passage.body, one.language));
        rows.push_back(stored(one.passage.id, row));
        const auto a = encoded->find(one.passage.id);
        if (a == encoded->end() && !halfCounts(one.language))
            continue;
        joinedRows.emplace_back(one.passage.id, a == encoded->end() ? joined(0, {}, row.scale, bytesOf(row.values))
                                                                    : joined(float(a->second.scale), a->second.values, row.scale, bytesOf(row.values)));
    }
    if (!keep(m_rowB, rows, joinedRows))
        return false;
    m_foldedTo = missing->back().passage.id;
    tell();
    return true;
}

bool VectorKeeper::encodeSome(std::stop_token stop)
{
    const auto missing = m_store.readNow<std::vector<table::Unembedded>>([&](const store::ReadSql &sql) -> Result<std::vector<table::Unembedded>> {
        return table::unembedded(sql, m_rowA, m_encodedTo, EncodeBatch);
    });
    if (!missing) {
        failed(missing.error());
        return false;
    }
    if (missing->empty())
        return true;
    std::vector<table::Vector> rows;
    JoinedRows joinedRows;
    for (const auto &one : *missing) {
        if (stop.stop_requested() || rushing())
            break;
        table::Vector row{one.passage.id, 0, {}};
        if (one.same) {
            row.scale = one.same->scale;
            row.values = one.same->values;
        } else if (m_shipped.encoder && encoderKnows(one.language)) {
            row = stored(one.passage.id, embedding::quantise(m_shipped.encoder->encodePassage(one.passage.heading, one.passage.body)));
        }
        embedding::Quantised learned;
        if (m_basis)
            learned = embedding::quantise(m_basis->fold(one.passage.heading, one.passage.body, one.language));
        joinedRows.emplace_back(one.passage.id, joined(float(row.scale), row.values, learned.scale, bytesOf(learned.values)));
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        return true;
    if (!keep(m_rowA, rows, joinedRows))
        return false;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.embedded += std::int64_t(rows.size());
    }
    m_encodedTo = rows.back().passage;
    tell();
    return true;
}

/// A new basis, by which all passages are folded, takes the place of the one before.
bool VectorKeeper::learn(std::stop_token stop)
{
    const auto say = [this](bool learning) {
        {
            const std::lock_guard lock(m_mutex);
            m_progress.learning = learning;
        }
        tell();
    };
    say(true);
    auto learned = knowledge::learn(m_store, stop);
    if (!learned) {
        failed(learned.error());
        say(false);
        return false;
    }
    m_rowB = learned->model;
    // Many vectors are not held twice: for the seconds in which the new ones are read, words alone are searched.
    if (index()->size() > HeldTwice)
        show(nullptr, newIndex());
    auto next = newIndex();
    const auto filled = fill(*next);
    if (filled) {
        show(std::move(learned->basis), next);
        settle(*next); // shown first: what is removed from now on is removed from it
        m_foldedTo = 0;
    } else {
        failed(filled.error());
        m_loaded = false; // what is in use stands in the store
    }
    say(false);
    return filled.has_value();
}

} // namespace hs::knowledge
