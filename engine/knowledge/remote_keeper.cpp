#include "engine/knowledge/remote_keeper.h"

#include <algorithm>
#include <span>

namespace hs::knowledge {

namespace table = store::knowledge;
using embedding::Embedded;

namespace {

constexpr int PassagesAtOnce = 128;
constexpr int RestMillis = 60'000;
constexpr int LongestRestMillis = 3'600'000;
constexpr std::size_t QuestionsKept = 64;
constexpr std::size_t FewestForeign = 8; ///< measured ones, that thresholds are taken from

std::string wordsOf(const table::Passage &passage)
{
    return passage.heading.empty() ? passage.body : passage.heading + "\n" + passage.body;
}

double at(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

} // namespace

RemoteKeeper::RemoteKeeper(store::Store &store, http::Transport &transport, const Clock &clock, std::shared_ptr<Mailbox> mailbox, Options options)
    : m_store(store), m_mailbox(std::move(mailbox)), m_options(std::move(options)), m_provider(transport, clock, m_options.settings)
{
    m_progress.name = m_options.settings.name + " · " + m_options.settings.model;
    m_rest.setSingleShot(true);
    QObject::connect(&m_rest, &QTimer::timeout, &m_rest, [this] { m_row == 0 ? probe() : next(); });
}

RemoteKeeper::~RemoteKeeper()
{
    m_alive->yes = false;
}

void RemoteKeeper::post(std::function<void()> task)
{
    m_mailbox->post([alive = m_alive, task = std::move(task)] {
        if (alive->yes)
            task();
    });
}

void RemoteKeeper::start()
{
    probe();
}

void RemoteKeeper::wake()
{
    post([this] {
        if (m_row != 0 && !m_rest.isActive())
            next();
    });
}

void RemoteKeeper::remove(const std::vector<std::int64_t> &passages)
{
    const std::lock_guard lock(m_mutex);
    m_removed.insert(m_removed.end(), passages.begin(), passages.end());
    for (const auto id : passages) {
        if (m_index)
            m_index->remove(id);
    }
}

std::shared_ptr<const Meanings> RemoteKeeper::meanings() const
{
    const std::lock_guard lock(m_mutex);
    return m_meanings;
}

RemoteKeeper::Progress RemoteKeeper::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

void RemoteKeeper::failed(const Error &error)
{
    if (error.code == Errc::Cancelled)
        return;
    m_working = false;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.trouble = describe(error);
    }
    if (m_options.changed)
        m_options.changed();
    // A key that is refused is not mended by waiting, but somebody may mend it outside.
    const auto wait = error.retryAfter ? std::clamp<std::int64_t>(error.retryAfter->count(), 1'000, LongestRestMillis) : RestMillis;
    m_rest.start(int(wait));
}

/// How many numbers the model gives is only known once it has given some.
void RemoteKeeper::probe()
{
    m_provider.embed({"dimensions"}, false, {}, [this, alive = m_alive](Result<std::vector<Embedded>> answer) {
        if (!alive->yes)
            return;
        if (!answer)
            return failed(answer.error());
        open(int(answer->front().vector.size()));
    });
}

void RemoteKeeper::open(int dimensions)
{
    m_dimensions = dimensions;
    m_fingerprint = embedding::fingerprint(m_options.settings, dimensions);
    m_store.write<table::Model>(
        store::Urgency::Normal,
        [fingerprint = m_fingerprint, dimensions](store::Transaction &tx) -> Result<table::Model> {
            for (auto &model : table::models(tx)) {
                if (model.fingerprint == fingerprint)
                    return model;
            }
            table::Model model{0, fingerprint, dimensions, {}, 0, 0, false};
            table::put(tx, model);
            return model;
        },
        [this, alive = m_alive, mailbox = m_mailbox](Result<table::Model> model) {
            mailbox->post([this, alive, model = std::move(model)] {
                if (!alive->yes)
                    return;
                if (!model)
                    return failed(model.error());
                m_row = model->row;
                m_none = model->none;
                m_weak = model->weak;
                embedding::VectorIndex::Options options;
                options.dimensions = m_dimensions;
                auto index = std::make_shared<embedding::VectorIndex>(options);
                {
                    const std::lock_guard lock(m_mutex);
                    m_index = index;
                    m_removed.clear();
                }
                m_store.read<std::int64_t>(
                    [row = m_row, index, bytes = std::size_t(m_dimensions)](const store::ReadSql &sql) -> Result<std::int64_t> {
                        std::int64_t count = 0;
                        table::eachVector(sql, row, [&](std::int64_t passage, double scale, std::string_view values) {
                            if (values.size() != bytes)
                                return;
                            index->put(passage, float(scale), std::span(reinterpret_cast<const std::int8_t *>(values.data()), values.size()));
                            ++count;
                        });
                        return count;
                    },
                    [this, alive, mailbox = m_mailbox](const Result<std::int64_t> &) {
                        mailbox->post([this, alive] {
                            if (alive->yes)
                                next();
                        });
                    });
            });
        });
}

void RemoteKeeper::next()
{
    if (m_working) {
        m_again = true;
        return;
    }
    m_working = true;
    m_store.read<Batch>(
        [this, row = m_row, after = m_after](const store::ReadSql &sql) -> Result<Batch> {
            Batch batch;
            auto missing = table::unembedded(sql, row, after, PassagesAtOnce);
            batch.end = missing.empty();
            for (auto &one : missing) {
                batch.after = one.passage.id;
                const auto document = table::findByRow(sql, one.passage.document);
                if (document && (!m_options.mayLeave || m_options.mayLeave(document->entity)))
                    batch.passages.push_back(std::move(one));
            }
            return batch;
        },
        [this, alive = m_alive, mailbox = m_mailbox](Result<Batch> batch) {
            mailbox->post([this, alive, batch = std::move(batch)]() mutable {
                if (!alive->yes)
                    return;
                if (!batch)
                    return failed(batch.error());
                take(std::move(*batch));
            });
        });
}

void RemoteKeeper::take(Batch batch)
{
    if (batch.end) {
        m_working = false;
        complete();
        if (std::exchange(m_again, false))
            next();
        return;
    }
    std::vector<std::string> texts;
    for (const auto &one : batch.passages) {
        if (!one.same)
            texts.push_back(wordsOf(one.passage));
    }
    if (texts.empty())
        return keep(batch, {});
    m_provider.embed(std::move(texts), false, {}, [this, alive = m_alive, batch = std::move(batch)](const Result<std::vector<Embedded>> &vectors) {
        if (!alive->yes)
            return;
        if (!vectors)
            return failed(vectors.error());
        keep(batch, *vectors);
    });
}

void RemoteKeeper::keep(const Batch &batch, const std::vector<Embedded> &vectors)
{
    std::vector<table::Vector> rows;
    std::size_t made = 0;
    for (const auto &one : batch.passages) {
        table::Vector row{one.passage.id, 0, std::string(std::size_t(m_dimensions), '\0')};
        if (one.same) {
            row.scale = one.same->scale;
            row.values = one.same->values;
        } else if (made < vectors.size() && vectors[made].vector.size() == std::size_t(m_dimensions)) {
            const auto quantised = embedding::quantise(vectors[made].vector);
            row.scale = double(quantised.scale);
            row.values.assign(reinterpret_cast<const char *>(quantised.values.data()), quantised.values.size());
        }
        if (!one.same)
            ++made;
        rows.push_back(std::move(row));
    }
    m_store.write<void>(
        store::Urgency::Normal,
        [row = m_row, rows](store::Transaction &tx) -> Result<void> {
            table::put(tx, row, rows);
            return {};
        },
        [this, rows, after = batch.after, alive = m_alive, mailbox = m_mailbox](const Result<void> &written) {
            mailbox->post([this, rows, after, alive, written] {
                if (!alive->yes)
                    return;
                if (!written)
                    return failed(written.error());
                {
                    const std::lock_guard lock(m_mutex);
                    for (const auto &row : rows)
                        m_index->put(row.passage, float(row.scale), std::span(reinterpret_cast<const std::int8_t *>(row.values.data()), row.values.size()));
                    for (const auto id : std::exchange(m_removed, {}))
                        m_index->remove(id);
                    m_progress.trouble.clear();
                }
                m_after = after;
                m_working = false;
                if (m_options.changed)
                    m_options.changed();
                m_store.read<double>(
                    [row = m_row](const store::ReadSql &sql) -> Result<double> {
                        const auto all = table::totals(sql).passages;
                        return all > 0 ? double(table::vectorCount(sql, row)) / double(all) : 1.0;
                    },
                    [this, alive, mailbox = m_mailbox](const Result<double> &share) {
                        mailbox->post([this, alive, share] {
                            if (!alive->yes || !share)
                                return;
                            const std::lock_guard lock(m_mutex);
                            m_progress.share = *share;
                        });
                    });
                next();
            });
        });
}

/// Every passage that may leave has its vector: from now on they compare.
void RemoteKeeper::complete()
{
    if (m_none <= 0 && m_options.foreign.size() >= FewestForeign)
        return measure();
    auto meanings = std::make_shared<Meanings>();
    {
        const std::lock_guard lock(m_mutex);
        meanings->name = m_progress.name;
        meanings->remote = true;
        meanings->index = m_index;
        meanings->none = m_none;
        meanings->weak = m_weak;
        m_meanings = std::move(meanings);
        m_progress.share = 1;
        m_progress.complete = true;
    }
    if (m_options.changed)
        m_options.changed();
}

/// What questions that nothing answers reach tells from when on a cosine is evidence.
void RemoteKeeper::measure()
{
    m_provider.embed(m_options.foreign, true, {}, [this, alive = m_alive](const Result<std::vector<Embedded>> &vectors) {
        if (!alive->yes)
            return;
        if (!vectors)
            return failed(vectors.error());
        std::vector<double> best;
        for (const auto &one : *vectors) {
            if (one.vector.size() != std::size_t(m_dimensions))
                continue;
            const auto nearest = m_index->nearest(one.vector, 1);
            if (!nearest.empty())
                best.push_back(double(nearest.front().score));
        }
        if (best.empty())
            return; // nothing to be compared yet: measured when there is
        constexpr double Half = 0.5, Most = 0.9;
        m_none = std::max(1e-3, at(best, Half));
        m_weak = std::max(m_none, at(best, Most));
        m_store.write<void>(
            store::Urgency::Normal,
            [fingerprint = m_fingerprint, dimensions = m_dimensions, none = m_none, weak = m_weak](store::Transaction &tx) -> Result<void> {
                table::Model model{0, fingerprint, dimensions, {}, none, weak, true};
                table::put(tx, model);
                return {};
            },
            [](const Result<void> &) {}); // measured again when it is not kept
        complete();
    });
}

void RemoteKeeper::question(const std::string &text, std::function<void(Result<std::vector<float>>)> done)
{
    const auto known = std::find_if(m_asked.begin(), m_asked.end(), [&](const auto &one) { return one.first == text; });
    if (known != m_asked.end()) {
        m_asked.splice(m_asked.begin(), m_asked, known);
        return done(m_asked.front().second);
    }
    m_provider.embed({text}, true, {}, [this, alive = m_alive, text, done = std::move(done)](Result<std::vector<Embedded>> answer) {
        if (!answer)
            return done(tl::make_unexpected(answer.error()));
        if (alive->yes) {
            m_asked.emplace_front(text, answer->front().vector);
            if (m_asked.size() > QuestionsKept)
                m_asked.pop_back();
        }
        done(std::move(answer->front().vector));
    });
}

} // namespace hs::knowledge
