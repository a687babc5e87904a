#include "engine/runtime/hub_archive.h"

#include <fstream>

#include "engine/agents/registry.h"
#include "engine/notion/foreign.h"
#include "engine/notion/ids.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/record_texts.h"
#include "engine/store/store.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/record_texts.h"

namespace hs::runtime {

namespace fs = std::filesystem;

namespace {

constexpr int RowsAtOnce = 500;
constexpr std::size_t LinesAtOnce = 200; // of one transaction

Error cannotWrite(const fs::path &path)
{
    return {Errc::Unavailable, "the file cannot be written", path.string(), "check the folder's rights and the space that is left", {}};
}

/// A cell after RFC 4180.
std::string cell(const std::string &text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string cellOf(const Json &value)
{
    if (value.is_object())
        return dump(value);
    if (!value.is_array())
        return scalarText(value);
    std::string joined;
    for (const auto &one : value)
        joined += (joined.empty() ? "" : "; ") + (one.is_object() ? text(one, "url", dump(one)) : scalarText(one));
    return joined;
}

struct Row {
    store::records::Record record;
    std::optional<store::notion::Link> link;
    std::string content; ///< of its page
};

std::vector<Row> rowsAfter(const store::ReadSql &sql, const std::string &database, const std::string &after)
{
    std::vector<Row> rows;
    for (auto &record : store::records::inOrder(sql, database, after, RowsAtOnce)) {
        auto link = store::notion::link(sql, record.id);
        auto content = store::texts::find(sql, record.id);
        rows.push_back({std::move(record), std::move(link), content ? std::move(content->text) : std::string()});
    }
    return rows;
}

std::string lineOf(const Row &row)
{
    OrderedJson line{{"id", row.record.id}, {"created_at", toRfc3339(row.record.createdAt)}, {"updated_at", toRfc3339(row.record.updatedAt)},
                     {"updated_by", row.record.updatedBy}, {"fields", row.record.fields}};
    if (!row.content.empty())
        line["content"] = row.content;
    if (row.link) {
        line["notion"] = {{"page", notion::dashed(row.link->page)}, {"url", notion::addressOf(row.link->page)}};
        if (row.link->extra.is_object()) {
            for (const auto &[name, raw] : row.link->extra.items())
                line["notion"]["extra"][name] = parseJson(raw.get<std::string>()).value_or(Json());
        }
    }
    return line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

/// Everything that a look at the hub needs, without the engine's threads.
struct ArchiveBench {
    explicit ArchiveBench(ProgramData shipped) : data(std::move(shipped)), ids(clock), studio{clock, ids, data.agents, data.hub, shelf, std::make_shared<const Policy>()} {}
    SystemClock clock;
    ProgramData data;
    IdMaker ids;
    DefinitionShelf shelf;
    Studio studio;
};

Result<std::int64_t> writeDatabase(store::Store &store, const records::Database &database, ArchiveFormat format, const fs::path &path)
{
    std::ofstream file(path, std::ios::binary);
    std::vector<std::string> extras;
    if (format == ArchiveFormat::Csv) {
        const auto base = store.readNow<std::optional<store::notion::Base>>(
            [&](const store::ReadSql &sql) -> Result<std::optional<store::notion::Base>> { return store::notion::base(sql, database.key); });
        if (!base)
            return tl::make_unexpected(base.error());
        if (*base) {
            const Json &ids = member((*base)->properties, "ids");
            for (const auto &property : member(member((*base)->properties, "schema"), "properties").items())
                if (std::none_of(ids.begin(), ids.end(), [&](const Json &id) { return id == member(property.value(), "id"); }))
                    extras.push_back(property.key());
        }
        file << "id";
        for (const auto &property : database.properties)
            file << ',' << cell(property.name);
        file << ',' << store::texts::Name;
        for (const auto &name : extras)
            file << ',' << cell(name);
        file << "\r\n";
    }
    std::int64_t count = 0;
    for (std::string after;;) {
        const auto rows = store.readNow<std::vector<Row>>([&](const store::ReadSql &sql) -> Result<std::vector<Row>> { return rowsAfter(sql, database.key, after); });
        if (!rows)
            return tl::make_unexpected(rows.error());
        if (rows->empty())
            break;
        after = rows->back().record.id;
        count += std::int64_t(rows->size());
        for (const auto &row : *rows) {
            if (format == ArchiveFormat::JsonLines) {
                file << lineOf(row);
                continue;
            }
            file << row.record.id;
            for (const auto &property : database.properties)
                file << ',' << cell(cellOf(member(row.record.fields, property.name)));
            file << ',' << cell(row.content);
            for (const auto &name : extras)
                file << ',' << (row.link ? cell(notion::readableText(text(row.link->extra, name))) : std::string());
            file << "\r\n";
        }
    }
    file.close();
    return file ? Result<std::int64_t>(count) : tl::make_unexpected(cannotWrite(path));
}

/// One line of a file, written as it says. True: something changed.
Result<bool> take(Deed &deed, const records::Database &database, const std::string &line)
{
    const auto parsed = parseJson(line);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    const auto id = text(*parsed, "id");
    const Json &fields = member(*parsed, "fields");
    if (!id.starts_with("rec_") || !fields.is_object())
        return fail(Errc::BadInput, "it is no record", {}, R"(a line is {"id": "rec_…", "fields": {…}})");
    const auto before = store::records::find(deed.tx, database.key, id);
    hub::Write write;
    write.database = database.key;
    write.id = id;
    write.fields = fields;
    write.writer = records::Writer::Mirror;
    write.mode = before ? records::WriteMode::Merge : records::WriteMode::Create;
    write.revive = !before && store::records::findRemoved(deed.tx, id).has_value();
    if (write.revive)
        write.mode = records::WriteMode::Merge;
    for (const auto &property : database.properties)
        if (property.formula)
            write.fields.erase(property.name); // it is computed again
    const auto after = hub::write(deed, write);
    if (!after)
        return tl::make_unexpected(after.error());
    const auto known = store::texts::find(deed.tx, id);
    const auto content = text(*parsed, "content", known ? known->text : std::string()); // a line without one says nothing of it
    const bool written = content != (known ? known->text : std::string());
    if (written)
        HS_TRY(hub::writeText(deed, id, content, {}));
    return written || !before || before->etag != after->etag;
}

} // namespace

Result<ArchiveReport> exportHub(const HostOptions &options, ArchiveFormat format, const fs::path &folder)
{
    auto data = loadProgramData();
    if (!data)
        return tl::make_unexpected(data.error());
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        return tl::make_unexpected(cannotWrite(folder));
    if (!fs::is_empty(folder, failed))
        return fail(Errc::Conflict, "the folder has files already", folder.string(), "name a new folder, so that nothing is overwritten");
    auto store = store::Store::open({options.dataDir, true, 1});
    if (!store)
        return tl::make_unexpected(store.error());
    const char *ending = format == ArchiveFormat::Csv ? ".csv" : ".jsonl";
    ArchiveReport report;
    Json files = Json::object();
    for (const auto &database : data->hub.databases()) {
        const auto count = writeDatabase(**store, database, format, folder / (database.key + ending));
        if (!count)
            return tl::make_unexpected(count.error());
        report.records += *count;
        files[database.key + ending] = *count;
    }
    std::ofstream manifest(folder / "manifest.json");
    manifest << Json{{"format", format == ArchiveFormat::Csv ? "csv" : "jsonl"}, {"program", HS_VERSION}, {"made_at", toRfc3339(SystemClock().now())}, {"files", files}}.dump(2) << "\n";
    manifest.close();
    return manifest ? Result<ArchiveReport>(report) : tl::make_unexpected(cannotWrite(folder / "manifest.json"));
}

Result<ArchiveReport> importHub(const HostOptions &options, const fs::path &folder)
{
    auto data = loadProgramData();
    if (!data)
        return tl::make_unexpected(data.error());
    ArchiveBench bench(std::move(*data));
    auto store = store::Store::open({options.dataDir, false, 1});
    if (!store)
        return tl::make_unexpected(store.error());
    ArchiveReport report;
    bool any = false;
    for (const auto *database : bench.data.hub.inCreateOrder()) {
        const auto name = database->key + ".jsonl";
        std::ifstream file(folder / name, std::ios::binary);
        if (!file)
            continue;
        any = true;
        std::string line;
        std::size_t number = 0;
        for (bool more = true; more;) {
            std::vector<std::pair<std::size_t, std::string>> lines;
            while (lines.size() < LinesAtOnce && (more = bool(std::getline(file, line)))) {
                ++number;
                if (!line.empty())
                    lines.emplace_back(number, line);
            }
            if (lines.empty())
                break;
            const auto taken = (*store)->writeNow<ArchiveReport>([&](store::Transaction &tx) -> Result<ArchiveReport> {
                ArchiveReport some;
                Deed deed{tx, bench.studio, bench.clock.now(), "import", "import", engineActor()};
                for (const auto &one : lines) {
                    const auto changed = tx.part<bool>([&] { return take(deed, *database, one.second); });
                    if (!changed)
                        some.findings.push_back(name + ":" + std::to_string(one.first) + ": " + describe(changed.error()));
                    else
                        ++(*changed ? some.records : some.unchanged);
                }
                if (some.records > 0)
                    note(deed, {"hub.imported", "database", database->key, std::to_string(some.records) + " records of " + database->title + " were imported", {}, {}, {},
                                Json::object()});
                return some;
            });
            if (!taken)
                return tl::make_unexpected(taken.error());
            report.records += taken->records;
            report.unchanged += taken->unchanged;
            report.findings.insert(report.findings.end(), taken->findings.begin(), taken->findings.end());
        }
    }
    if (!any)
        return fail(Errc::NotFound, "there is no file of the hub in the folder", folder.string(), "name a folder that \"export --format jsonl\" has made");
    return report;
}

} // namespace hs::runtime
