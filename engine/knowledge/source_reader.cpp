#include "engine/knowledge/source_reader.h"

#include <algorithm>

#include "engine/crypto/hash.h"
#include "engine/knowledge/likeness.h"
#include "engine/language/language.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace table = store::knowledge;
using Job = std::function<Result<std::vector<std::int64_t>>(store::Transaction &)>;

namespace {

constexpr int JobsAtOnce = 64;        ///< writes on their way: they share commits
constexpr int RecordsAtOnce = 200;
constexpr std::size_t RecordsToName = 5'000;
constexpr std::size_t PassageHashBytes = 16;
constexpr const char *LocalSources = "*"; ///< among the wanted ones: all that lie on this computer
constexpr auto LookForDue = std::chrono::seconds(30);
constexpr auto RestAfterTrouble = std::chrono::seconds(5);

/// Places of a text as the faces count them: bytes → UTF-16 units. Asked for mostly rising places, which costs one way through the text.
class Places {
public:
    explicit Places(std::string_view text) : m_text(text) {}
    std::int64_t of(std::size_t byte)
    {
        if (byte < m_byte)
            m_byte = 0, m_units = 0;
        for (; m_byte < std::min(byte, m_text.size()); ++m_byte) {
            const auto c = static_cast<unsigned char>(m_text[m_byte]);
            constexpr unsigned char Continues = 0x80, ContinuesMask = 0xC0, FourBytes = 0xF0;
            m_units += (c & ContinuesMask) == Continues ? 0 : c >= FourBytes ? 2 : 1;
        }
        return m_units;
    }

private:
    std::string_view m_text;
    std::size_t m_byte = 0;
    std::int64_t m_units = 0;
};

std::vector<table::Part> partsOf(const documents::Document &document)
{
    std::vector<table::Part> parts;
    parts.reserve(document.blocks.size());
    Places places(document.text);
    for (const auto &block : document.blocks) {
        const auto start = places.of(block.start);
        parts.push_back({int(block.kind), block.level, start, places.of(block.end), block.page});
    }
    return parts;
}

std::vector<table::Passage> passagesOf(const documents::Document &document, const std::string &language, const documents::ChunkOptions &options,
                                       const documents::Likeness &likeness)
{
    std::vector<table::Passage> passages;
    Places places(document.text);
    for (const auto &chunk : documents::chunk(document, options, language, likeness)) {
        table::Passage passage;
        passage.ordinal = chunk.ordinal;
        passage.page = chunk.page;
        passage.kind = int(chunk.kind);
        passage.confidence = chunk.confidence;
        passage.heading = chunk.heading.empty() ? document.title : chunk.heading;
        passage.body = document.text.substr(chunk.start, chunk.end - chunk.start);
        passage.start = places.of(chunk.start);
        passage.end = places.of(chunk.end);
        passage.indexed = language::stemmedText(passage.heading + "\n" + passage.body, language);
        if (!chunk.prefix.empty())
            passage.indexed += (passage.indexed.empty() ? "" : " ") + chunk.prefix;
        passage.hash = crypto::sha256(passage.heading + "\n" + passage.body).substr(0, PassageHashBytes);
        passages.push_back(std::move(passage));
    }
    return passages;
}

std::string joinedNotes(const std::vector<std::string> &notes)
{
    std::string text;
    for (const auto &note : notes)
        text += (text.empty() ? "" : "; ") + note;
    return text;
}

} // namespace

SourceReader::SourceReader(store::Store &store, const Clock &clock, IdMaker &ids, Options options)
    : m_store(store), m_clock(clock), m_ids(ids), m_options(std::move(options)), m_process(m_options.process)
{
}

SourceReader::~SourceReader()
{
    stop();
}

void SourceReader::start()
{
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void SourceReader::stop()
{
    if (!m_thread.joinable())
        return;
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
    settle();
}

void SourceReader::wake(const std::string &source, bool again)
{
    {
        const std::lock_guard lock(m_mutex);
        (again ? m_wantedAgain : m_wanted).insert(source);
    }
    m_idle = false;
    m_wake.notify_all();
}

void SourceReader::recordsChanged(const std::vector<std::string> &ids)
{
    {
        const std::lock_guard lock(m_mutex);
        m_rush.add(ids.empty() ? RecordsToName : ids.size(), std::chrono::steady_clock::now());
        m_records.insert(ids.begin(), ids.end());
        if (ids.empty() || m_records.size() > RecordsToName) {
            m_records.clear();
            m_wanted.insert(HubSource);
        }
    }
    m_idle = false;
    m_wake.notify_all();
}

void SourceReader::pause(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
        m_progress.paused = paused;
    }
    m_wake.notify_all();
    if (m_options.changed)
        m_options.changed();
}

SourceReader::Progress SourceReader::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

bool SourceReader::held(const std::stop_token &stop) const
{
    if (stop.stop_requested())
        return true;
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

bool SourceReader::rushing() const
{
    const std::lock_guard lock(m_mutex);
    return m_rush.lasts(std::chrono::steady_clock::now());
}

void SourceReader::showWaiting(std::int64_t waiting)
{
    {
        const std::lock_guard lock(m_mutex);
        m_progress.waiting = waiting;
    }
    if (m_options.changed)
        m_options.changed();
}

void SourceReader::expectRush()
{
    const std::lock_guard lock(m_mutex);
    m_rush.add(Rush::Many + 1, std::chrono::steady_clock::now());
}

/// The next source whose time has come or that somebody asked for.
std::optional<SourceReader::Due> SourceReader::next()
{
    const auto sources = m_store.readNow<std::vector<table::Source>>([](const store::ReadSql &sql) -> Result<std::vector<table::Source>> { return table::sources(sql); });
    if (!sources)
        return std::nullopt;
    const auto now = m_clock.now();
    const std::lock_guard lock(m_mutex);
    if (m_wanted.erase(LocalSources) > 0) {
        for (const auto &source : *sources) {
            if (SourceKind(source.kind) != SourceKind::Web)
                m_wanted.insert(source.id);
        }
    }
    if (m_wanted.erase("") > 0) {
        for (const auto &source : *sources)
            m_wanted.insert(source.id);
    }
    if (m_wantedAgain.erase("") > 0) {
        for (const auto &source : *sources)
            m_wantedAgain.insert(source.id);
    }
    const bool rush = m_rush.lasts(std::chrono::steady_clock::now());
    for (const auto &source : *sources) {
        if (rush && source.id == HubSource)
            continue; // it stays wanted until that is over
        const bool again = m_wantedAgain.erase(source.id) > 0;
        const bool wanted = m_wanted.erase(source.id) > 0;
        if (again || wanted || source.state == table::SourceState::Waiting || source.state == table::SourceState::Reading || (source.nextAt && *source.nextAt <= now))
            return Due{source, again};
    }
    const auto isGone = [rush](const std::string &id) { return !rush || id != HubSource; };
    std::erase_if(m_wanted, isGone);
    std::erase_if(m_wantedAgain, isGone);
    return std::nullopt;
}

void SourceReader::run(std::stop_token stop)
{
    {
        // Nobody has told what changed while the console was closed. Pages of the web have their own time.
        const std::lock_guard lock(m_mutex);
        m_wanted.insert(LocalSources);
    }
    while (!stop.stop_requested()) {
        if (!held(stop)) {
            if (!rushing())
                lookAtRecords(stop);
            if (const auto due = next()) {
                look(*due, stop);
                std::unique_lock lock(m_mutex);
                if (!m_trouble.empty()) // the store fails: it gets a rest before the same is tried again
                    m_wake.wait_for(lock, stop, RestAfterTrouble, [] { return false; });
                continue;
            }
            dropGone();
        }
        std::unique_lock lock(m_mutex);
        if (m_rush.lasts(std::chrono::steady_clock::now())) {
            const auto seen = m_wanted.size() + m_wantedAgain.size();
            m_wake.wait_for(lock, stop, Rush::Rest, [this, seen] { return m_wanted.size() + m_wantedAgain.size() > seen; });
            continue;
        }
        const auto called = [this] { return !m_paused && (!m_wanted.empty() || !m_wantedAgain.empty() || !m_records.empty()); };
        if (!called()) {
            m_idle = true;
            m_wake.wait_for(lock, stop, LookForDue, called);
        }
        m_idle = false;
    }
}

void SourceReader::look(const Due &due, std::stop_token stop)
{
    auto source = due.source;
    m_again = due.again;
    source.state = table::SourceState::Reading;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.source = source.id;
        m_trouble.clear();
    }
    enqueue([source](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
        if (auto now = table::findSource(tx, source.id); now && !now->removedAt) {
            now->state = table::SourceState::Reading;
            table::put(tx, *now);
        }
        return std::vector<std::int64_t>();
    });
    switch (SourceKind(source.kind)) {
    case SourceKind::Folder:
    case SourceKind::File: lookAtFiles(source, source.place, false, stop); break;
    case SourceKind::Note: lookAtFiles(source, m_options.notes, true, stop); break;
    case SourceKind::Hub: lookAtHub(source, stop); break;
    case SourceKind::Web:
        if (m_options.web)
            m_options.web(*this, source, stop);
        break;
    }
    settle();
    m_again = false;
    const std::lock_guard lock(m_mutex);
    m_progress = {{}, {}, 0, m_paused};
}

std::optional<documents::Document> SourceReader::take(const table::Source &source, Wanted wanted, std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        m_progress.reading = wanted.title.empty() ? wanted.source.name : wanted.title;
    }
    const auto existing = m_store.readNow<std::optional<table::Document>>(
        [&](const store::ReadSql &sql) -> Result<std::optional<table::Document>> { return table::findExternal(sql, source.id, wanted.external); });
    if (!existing)
        return std::nullopt; // the store says why, and this source is looked at again
    const auto hash = crypto::sha256(wanted.source.bytes);
    const auto &before = *existing;
    if (before && before->state == table::DocumentState::Ready && before->version > 0 && before->hash == hash && !m_again) {
        saw(source, wanted.external, wanted.mark);
        return std::nullopt;
    }

    table::Document row = before.value_or(table::Document());
    if (!before)
        row.id = m_ids.make("doc");
    row.source = source.id;
    row.external = wanted.external;
    row.place = wanted.place;
    row.database = wanted.database;
    row.entity = wanted.entity.empty() ? (row.entity.empty() || SourceKind(source.kind) != SourceKind::Note ? source.entity : row.entity) : wanted.entity;
    row.bytes = std::int64_t(wanted.source.bytes.size());
    row.mark = wanted.mark;
    row.hash = hash;
    row.readAt = row.checkedAt = m_clock.now();
    row.changedAt = wanted.changedAt;

    constexpr std::string_view Failed = "failed/";
    Result<documents::Document> read = wanted.source.mediaType.starts_with(Failed)
                                           ? Result<documents::Document>(fail(Errc::Unavailable, wanted.source.mediaType.substr(Failed.size())))
                                           : m_process.read(wanted.source, m_options.limits, stop);
    if (!read && read.error().code == Errc::Cancelled)
        return std::nullopt;
    if (!read) {
        row.state = table::DocumentState::Failed;
        row.trouble = describe(read.error());
        if (row.title.empty())
            row.title = wanted.title.empty() ? wanted.source.name : wanted.title;
        enqueue([row](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
            const auto now = table::findSource(tx, row.source);
            if (!now || now->removedAt)
                return std::vector<std::int64_t>();
            auto document = row;
            if (const auto known = table::findExternal(tx, row.source, row.external)) {
                document.row = known->row;
                document.id = known->id;
            }
            table::touch(tx, document);
            return std::vector<std::int64_t>();
        });
        return std::nullopt;
    }

    const auto &document = *read;
    row.state = table::DocumentState::Ready;
    row.trouble.clear();
    row.goneAt.reset();
    row.notes = joinedNotes(document.notes);
    row.type = SourceKind(source.kind) == SourceKind::Hub ? "record" : document.mediaType;
    row.pages = document.pages;
    const bool named = before && SourceKind(source.kind) == SourceKind::Note && !row.title.empty(); // by the person who gave it
    if (!named)
        row.title = !wanted.title.empty() ? wanted.title : !document.title.empty() ? document.title : wanted.source.name;
    if (!wanted.author.empty() || !document.author.empty())
        row.author = !wanted.author.empty() ? wanted.author : document.author;
    row.language = !document.language.empty() ? document.language : language::guess(document.text);
    if (document.changedAt > 0)
        row.changedAt = fromMillis(document.changedAt);
    row.textHash = foldedHash(document.text);
    row.likeness = std::int64_t(simHash(document.text));
    auto parts = partsOf(document);
    auto passages = passagesOf(document, row.language, m_options.chunks, m_options.likeness);
    enqueue([row, text = document.text, parts = std::move(parts), passages = std::move(passages)](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
        const auto now = table::findSource(tx, row.source);
        if (!now || now->removedAt)
            return std::vector<std::int64_t>();
        auto written = row;
        auto pieces = passages;
        if (const auto known = table::findExternal(tx, row.source, row.external)) {
            written.row = known->row;
            written.id = known->id;
            written.version = known->version + (known->textHash != row.textHash || known->version == 0 ? 1 : 0);
            written.reported = known->textHash != row.textHash ? std::string() : known->reported; // what was reported was changed
        }
        return table::write(tx, written, text, parts, pieces);
    });
    return std::move(*read);
}

void SourceReader::leave(const table::Source &source, const std::vector<std::string> &externals)
{
    for (const auto &external : externals)
        enqueue([id = source.id, external, now = m_clock.now()](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
            const auto document = table::findExternal(tx, id, external);
            return document && document->state != table::DocumentState::Gone ? table::hide(tx, *document, now) : std::vector<std::int64_t>();
        });
}

std::vector<std::pair<std::string, std::string>> SourceReader::known(const table::Source &source)
{
    return m_store
        .readNow<std::vector<std::pair<std::string, std::string>>>(
            [&](const store::ReadSql &sql) -> Result<std::vector<std::pair<std::string, std::string>>> { return table::marks(sql, source.id); })
        .value_or(std::vector<std::pair<std::string, std::string>>());
}

void SourceReader::saw(const table::Source &source, const std::string &external, const std::string &mark)
{
    enqueue([id = source.id, external, mark, now = m_clock.now()](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
        if (auto document = table::findExternal(tx, id, external)) {
            document->mark = mark;
            document->checkedAt = now;
            table::touch(tx, *document);
        }
        return std::vector<std::int64_t>();
    });
}

void SourceReader::finish(table::Source source, const std::string &trouble, bool gone)
{
    const auto now = m_clock.now();
    std::optional<Timestamp> next;
    if (const auto kind = SourceKind(source.kind); kind == SourceKind::Folder || kind == SourceKind::File)
        next = now + m_options.folderEvery;
    else if (kind == SourceKind::Web)
        next = now + m_options.webEvery;
    settle();
    std::string told = trouble;
    {
        const std::lock_guard lock(m_mutex);
        if (told.empty())
            told = m_trouble;
    }
    enqueue([id = source.id, told, gone, now, next](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
        if (auto known = table::findSource(tx, id); known && !known->removedAt) {
            known->state = gone ? table::SourceState::Gone : told.empty() ? table::SourceState::Ready : table::SourceState::Failing;
            known->trouble = told;
            known->checkedAt = now;
            known->nextAt = next;
            table::put(tx, *known);
        }
        return std::vector<std::int64_t>();
    });
}

/// What is gone for long enough goes for good.
void SourceReader::dropGone()
{
    const auto before = m_clock.now() - m_options.keepGone;
    struct Old {
        std::vector<table::Document> documents;
        std::vector<table::Source> sources;
    };
    const auto old = m_store.readNow<Old>([&](const store::ReadSql &sql) -> Result<Old> {
        Old read{table::goneBefore(sql, before, RecordsAtOnce), {}};
        for (auto &source : table::sources(sql, true)) {
            if (source.removedAt && *source.removedAt < before)
                read.sources.push_back(std::move(source));
        }
        return read;
    });
    if (!old)
        return;
    for (const auto &document : old->documents)
        enqueue([document](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
            table::drop(tx, document);
            return std::vector<std::int64_t>();
        });
    for (const auto &source : old->sources)
        enqueue([source](store::Transaction &tx) -> Result<std::vector<std::int64_t>> {
            table::forget(tx, source);
            return std::vector<std::int64_t>();
        });
    settle();
}

void SourceReader::enqueue(Job job)
{
    {
        std::unique_lock lock(m_mutex);
        m_written.wait(lock, [this] { return m_writing < JobsAtOnce; });
        ++m_writing;
    }
    m_store.write<std::vector<std::int64_t>>(store::Urgency::Normal, std::move(job), [this](const Result<std::vector<std::int64_t>> &gone) {
        if (gone && !gone->empty() && m_options.removed)
            m_options.removed(*gone);
        if (gone && m_options.added)
            m_options.added();
        // Told while it is held: once it is let go, this object may be gone.
        const std::lock_guard lock(m_mutex);
        if (!gone && gone.error().code != Errc::Cancelled)
            m_trouble = describe(gone.error());
        --m_writing;
        m_written.notify_all();
    });
}

void SourceReader::settle()
{
    std::unique_lock lock(m_mutex);
    m_written.wait(lock, [this] { return m_writing == 0; });
}

} // namespace hs::knowledge
