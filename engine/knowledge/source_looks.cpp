#include <fstream>
#include <unordered_map>

#include "engine/knowledge/folder_scan.h"
#include "engine/knowledge/source_reader.h"

// What each kind of source looks at: folders and files, the hub's records.
namespace hs::knowledge {

namespace fs = std::filesystem;
namespace table = store::knowledge;

namespace {

constexpr std::size_t MostFiles = 200'000;
constexpr int RecordsInOneLook = 200;

std::string fileName(const fs::path &path)
{
    return path.filename().string();
}

/// The bytes of a file, at most one more than may be read.
Result<std::string> bytesOf(const fs::path &path, std::size_t limit)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Errc::Forbidden, "it cannot be opened", path.string(), "give the console the right to read it");
    std::string bytes;
    constexpr std::size_t Block = 1U << 20;
    while (file && bytes.size() <= limit) {
        const auto at = bytes.size();
        bytes.resize(at + Block);
        file.read(bytes.data() + at, std::streamsize(Block));
        bytes.resize(at + std::size_t(file.gcount()));
    }
    if (file.bad())
        return fail(Errc::Unavailable, "it could not be read to its end", path.string(), "look whether its disk is well");
    return bytes;
}

} // namespace

void SourceReader::lookAtFiles(const table::Source &source, const fs::path &root, bool notes, std::stop_token stop)
{
    auto files = scan(root, MostFiles, stop);
    if (!files) {
        const bool gone = files.error().code == Errc::NotFound;
        if (notes && gone)
            return finish(source, {}, false); // nobody gave anything yet
        return finish(source, describe(files.error()), gone);
    }
    if (!notes && m_options.folders)
        m_options.folders(files->folders);
    const auto before = known(source);
    // A disk that is not mounted shows an empty folder: then nothing is thrown away.
    if (files->files.empty() && !before.empty() && !notes)
        return finish(source, "the folder is empty now; what was read of it is kept", true);
    std::unordered_map<std::string, std::string> marks(before.begin(), before.end());
    std::vector<const FileSeen *> changed;
    for (const auto &file : files->files) {
        const auto mark = marks.find(file.external);
        if (m_again || mark == marks.end() || mark->second != file.mark)
            changed.push_back(&file);
        if (mark != marks.end())
            marks.erase(mark);
    }
    if (!files->cut && !stop.stop_requested()) {
        std::vector<std::string> gone;
        for (const auto &[external, mark] : marks)
            gone.push_back(external);
        leave(source, gone);
    }
    auto waiting = std::int64_t(changed.size());
    showWaiting(waiting);
    for (const auto *file : changed) {
        if (held(stop))
            break;
        Wanted wanted;
        wanted.external = file->external;
        wanted.place = file->path.string();
        wanted.mark = file->mark;
        wanted.changedAt = file->changedAt;
        wanted.source.name = fileName(file->path);
        auto bytes = bytesOf(file->path, m_options.limits.bytes);
        if (bytes)
            wanted.source.bytes = std::move(*bytes);
        else
            wanted.source.mediaType = "failed/" + describe(bytes.error()); // told with the document, beside the others
        take(source, std::move(wanted), stop);
        showWaiting(--waiting);
    }
    if (held(stop))
        return; // it stays as being read, and is gone on with
    finish(source, files->cut ? "only the first " + std::to_string(MostFiles) + " files are read" : std::string(), false);
}

void SourceReader::lookAtHub(const table::Source &source, std::stop_token stop)
{
    if (!m_options.hubIds)
        return finish(source, {}, false);
    const auto before = known(source);
    std::unordered_map<std::string, std::string> marks(before.begin(), before.end());
    for (std::string after; !held(stop);) {
        struct Batch {
            std::vector<std::pair<std::string, HubText>> texts;
            std::string last;
        };
        const auto batch = m_store.readNow<Batch>([&](const store::ReadSql &sql) -> Result<Batch> {
            Batch read;
            for (const auto &id : m_options.hubIds(sql, after, RecordsInOneLook)) {
                read.last = id;
                if (auto text = m_options.hubText(sql, id))
                    read.texts.emplace_back(id, std::move(*text));
            }
            return read;
        });
        if (!batch)
            return finish(source, describe(batch.error()), false);
        if (rushing())
            return wake(source.id, m_again); // from the beginning, when it is over; what has not changed is passed over quickly
        if (batch->last.empty())
            break;
        after = batch->last;
        for (const auto &[id, text] : batch->texts) {
            const auto mark = marks.find(id);
            const bool same = mark != marks.end() && mark->second == text.mark;
            if (mark != marks.end())
                marks.erase(mark);
            if ((!same || m_again) && !held(stop))
                takeRecord(source, id, text, stop);
        }
    }
    if (held(stop))
        return;
    std::vector<std::string> gone;
    for (const auto &[external, mark] : marks)
        gone.push_back(external);
    leave(source, gone);
    finish(source, {}, false);
}

void SourceReader::lookAtRecords(std::stop_token stop)
{
    std::set<std::string> ids;
    {
        const std::lock_guard lock(m_mutex);
        ids = std::exchange(m_records, {});
    }
    if (ids.empty() || !m_options.hubText)
        return;
    const auto source = m_store.readNow<std::optional<table::Source>>(
        [](const store::ReadSql &sql) -> Result<std::optional<table::Source>> { return table::findSource(sql, HubSource); });
    if (!source || !*source || (*source)->removedAt)
        return;
    for (const auto &id : ids) {
        if (stop.stop_requested())
            break;
        struct Read {
            std::optional<HubText> text;
            std::optional<table::Document> known;
        };
        const auto read = m_store.readNow<Read>(
            [&](const store::ReadSql &sql) -> Result<Read> { return Read{m_options.hubText(sql, id), table::findExternal(sql, HubSource, id)}; });
        if (!read)
            continue; // the whole look, which comes by itself, makes up for it
        if (read->text && (!read->known || read->known->state == table::DocumentState::Gone || read->known->mark != read->text->mark))
            takeRecord(**source, id, *read->text, stop);
        else if (!read->text && read->known && read->known->state != table::DocumentState::Gone)
            leave(**source, {id});
    }
    settle();
    const std::lock_guard lock(m_mutex);
    m_progress.reading.clear();
}

void SourceReader::takeRecord(const table::Source &source, const std::string &id, const HubText &text, std::stop_token stop)
{
    Wanted wanted;
    wanted.external = wanted.place = id;
    wanted.title = text.title;
    wanted.mark = text.mark;
    wanted.database = text.database;
    wanted.author = text.author;
    wanted.entity = text.entity;
    wanted.changedAt = text.changedAt;
    wanted.source = {text.markdown, "record.md", "text/markdown", {}};
    take(source, std::move(wanted), stop);
}

} // namespace hs::knowledge
