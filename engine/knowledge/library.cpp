#include "engine/knowledge/library.h"

namespace hs::knowledge {

namespace table = store::knowledge;

Library::Library(store::Store &store, const Clock &clock, IdMaker &ids, Options options)
    : m_notes(options.folder / "notes"), m_vectors(store, options.shipped, keeperOptions(options)), m_sources(store, clock, ids, readerOptions(options))
{
}

Library::~Library()
{
    stop();
}

VectorKeeper::Options Library::keeperOptions(const Options &options) const
{
    return {options.folder, options.changed, [this] { return m_sources.rushing(); }}; // asked by a thread that ends before this does
}

SourceReader::Options Library::readerOptions(const Options &options)
{
    SourceReader::Options reader;
    reader.process.program = options.program;
    reader.limits = options.limits;
    reader.chunks = options.chunks;
    reader.notes = m_notes;
    reader.folderEvery = options.folderEvery;
    reader.hubIds = options.hubIds;
    reader.hubText = options.hubText;
    reader.web = options.web;
    reader.folders = options.folders;
    reader.removed = [this](const std::vector<std::int64_t> &passages) { forget(passages); };
    reader.added = [this] {
        m_passages = -1;
        m_vectors.wake();
        const std::lock_guard lock(m_remoteMutex);
        if (m_remote)
            m_remote->wake();
    };
    reader.changed = options.changed;
    if (options.shipped.encoder)
        reader.likeness = [encoder = options.shipped.encoder](std::string_view before, std::string_view after) {
            return embedding::cosine(encoder->encode(before), encoder->encode(after));
        };
    return reader;
}

void Library::start()
{
    m_vectors.start();
    m_sources.start();
}

void Library::stop()
{
    m_sources.stop();
    m_vectors.stop();
}

void Library::pause(bool paused)
{
    m_sources.pause(paused);
    m_vectors.pause(paused);
}

void Library::setRemote(RemoteKeeper *remote)
{
    const std::lock_guard lock(m_remoteMutex);
    m_remote = remote;
}

std::shared_ptr<const Meanings> Library::comparedOutside() const
{
    const std::lock_guard lock(m_remoteMutex);
    return m_remote ? m_remote->meanings() : nullptr;
}

std::optional<RemoteKeeper::Progress> Library::outside() const
{
    const std::lock_guard lock(m_remoteMutex);
    return m_remote ? std::optional(m_remote->progress()) : std::nullopt;
}

void Library::forget(const std::vector<std::int64_t> &passages)
{
    m_passages = -1;
    m_vectors.remove(passages);
    const std::lock_guard lock(m_remoteMutex);
    if (m_remote)
        m_remote->remove(passages);
}

void Library::takeBack(const std::vector<std::int64_t> &passages)
{
    m_passages = -1;
    m_vectors.restore(passages);
    // A service's vectors of them stand in the store, and are taken up with the next start; till then they are found by words.
}

SearchResult Library::search(const store::ReadSql &sql, const Ask &ask, const std::optional<std::vector<float>> &vector, const std::string &trouble) const
{
    auto passages = m_passages.load();
    if (passages < 0) {
        passages = table::totals(sql).passages;
        m_passages = passages;
    }
    if (const auto outside = vector ? comparedOutside() : nullptr)
        return knowledge::search(sql, *outside, passages, ask, vector);
    auto result = knowledge::search(sql, *meanings(), passages, ask);
    if (!trouble.empty())
        result.meaningTrouble = trouble;
    return result;
}

void plantSources(store::Transaction &tx, Timestamp now)
{
    const auto plant = [&](const char *id, SourceKind kind, const char *title) {
        if (table::findSource(tx, id))
            return;
        table::Source source;
        source.id = id;
        source.kind = int(kind);
        source.title = title;
        source.addedBy = "engine";
        source.at = now;
        table::put(tx, source);
    };
    plant(HubSource, SourceKind::Hub, "The hub's records");
    plant(NoteSource, SourceKind::Note, "Notes and dictation");
}

} // namespace hs::knowledge
