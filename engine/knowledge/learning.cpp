#include "engine/knowledge/learning.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

namespace hs::knowledge {

namespace table = store::knowledge;
using embedding::CorpusBasis;

namespace {

constexpr int ReadBatch = 512;

int generationOf(std::string_view fingerprint)
{
    int number = 0;
    if (fingerprint.starts_with(LearnedModels))
        std::from_chars(fingerprint.data() + LearnedModels.size(), fingerprint.data() + fingerprint.size(), number);
    return number;
}

/// Passages by their place, which are asked for in rising order, so they are read some at a time.
class PassageReader {
public:
    PassageReader(store::Store &store, std::vector<std::int64_t> ids) : m_store(store), m_ids(std::move(ids)) {}

    CorpusBasis::Passage at(std::size_t place)
    {
        const auto id = m_ids[place];
        auto known = m_some.find(id);
        if (known == m_some.end()) {
            m_some.clear();
            const auto read = m_store.readNow<int>([&](const store::ReadSql &sql) -> Result<int> {
                table::eachPassage(sql, id - 1, ReadBatch, [&](const table::Passage &one, std::string_view language) {
                    m_some[one.id] = {one.heading, one.body, std::string(language)};
                });
                return 0;
            });
            known = m_some.find(id);
            if (!read || known == m_some.end())
                return {}; // gone since, or the store fails: an empty passage teaches nothing
        }
        return known->second;
    }

private:
    store::Store &m_store;
    const std::vector<std::int64_t> m_ids;
    std::map<std::int64_t, CorpusBasis::Passage> m_some;
};

/// A model of its own for the basis, not in use yet.
Result<std::int64_t> begin(store::Store &store, const CorpusBasis &basis)
{
    return store.writeNow<std::int64_t>([&](store::Transaction &tx) -> Result<std::int64_t> {
        int generation = 1;
        for (const auto &model : table::models(tx))
            generation = std::max(generation, generationOf(model.fingerprint) + 1);
        table::Model model{0, std::string(LearnedModels) + std::to_string(generation), CorpusBasis::MaxDimensions, basis.save(), 0, 0, false};
        table::put(tx, model);
        return model.row;
    });
}

Result<void> foldAll(store::Store &store, const CorpusBasis &basis, std::int64_t model, const std::stop_token &stop)
{
    using Read = std::vector<std::pair<table::Passage, std::string>>; // with the language
    for (std::int64_t after = 0;;) {
        const auto some = store.readNow<Read>([&](const store::ReadSql &sql) -> Result<Read> {
            Read list;
            table::eachPassage(sql, after, ReadBatch, [&](const table::Passage &one, std::string_view language) { list.emplace_back(one, language); });
            return list;
        });
        if (!some)
            return tl::unexpected(some.error());
        if (some->empty())
            return {};
        std::vector<table::Vector> rows; // made here, where nobody waits for the connection
        for (const auto &[passage, language] : *some)
            rows.push_back(stored(passage.id, embedding::quantise(basis.fold(passage.heading, passage.body, language))));
        if (stop.stop_requested())
            return fail(Errc::Cancelled, "learning the basis of the search was stopped");
        const auto written = store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            table::put(tx, model, rows);
            return {};
        });
        if (!written)
            return written;
        after = rows.back().passage;
    }
}

/// The new one is in use; those before it are dropped.
Result<void> finish(store::Store &store, std::int64_t row)
{
    return store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        for (auto model : table::models(tx)) {
            if (model.row == row) {
                model.active = true;
                table::put(tx, model);
            } else if (model.fingerprint.starts_with(LearnedModels)) {
                table::dropModel(tx, model.row);
            }
        }
        return {};
    });
}

} // namespace

table::Vector stored(std::int64_t passage, const embedding::Quantised &row)
{
    return {passage, double(row.scale), std::string(reinterpret_cast<const char *>(row.values.data()), row.values.size())};
}

Result<Learned> learn(store::Store &store, const std::stop_token &stop)
{
    auto ids = store.readNow<std::vector<std::int64_t>>([](const store::ReadSql &sql) -> Result<std::vector<std::int64_t>> { return table::passageIds(sql); });
    if (!ids)
        return tl::unexpected(ids.error());
    const auto count = ids->size();
    Learned learned;
    {
        PassageReader passages(store, std::move(*ids));
        auto basis = CorpusBasis::fit(count, [&](std::size_t place) { return passages.at(place); }, stop);
        if (!basis)
            return tl::unexpected(basis.error());
        learned.basis = std::move(*basis);
    }
    const auto row = begin(store, *learned.basis);
    if (!row)
        return tl::unexpected(row.error());
    learned.model = *row;
    if (const auto folded = foldAll(store, *learned.basis, *row, stop); !folded)
        return tl::unexpected(folded.error());
    if (const auto finished = finish(store, *row); !finished)
        return tl::unexpected(finished.error());
    return learned;
}

} // namespace hs::knowledge
