#include "engine/sync/workspace.h"

namespace hs::sync {

namespace {

Errc codeOf(notion::Outcome::Kind kind)
{
    using Kind = notion::Outcome::Kind;
    switch (kind) {
    case Kind::Unauthorized:
        return Errc::Unauthorized;
    case Kind::Blocked:
        return Errc::Forbidden;
    case Kind::NotFound:
        return Errc::NotFound;
    case Kind::Conflict:
        return Errc::Conflict;
    case Kind::Refused:
        return Errc::BadInput;
    case Kind::Cancelled:
        return Errc::Cancelled;
    case Kind::Wait:
        return Errc::RateLimited;
    case Kind::MaybeDone:
        return Errc::Timeout;
    case Kind::Again:
    case Kind::Done:
        break;
    }
    return Errc::Unavailable;
}

} // namespace

Workspace::Workspace(Wire &wire, store::Store &store, const records::Hub &hub, RecordWriter &writer, const Clock &clock, Mailbox &home)
    : m_wire(wire), m_store(store), m_hub(hub), m_writer(writer), m_clock(clock), m_home(home)
{
}

Workspace::TablePtr Workspace::table(std::string_view db) const
{
    const auto found = m_tables.find(db);
    return found == m_tables.end() ? nullptr : found->second;
}

Workspace::TablePtr Workspace::tableOfSource(std::string_view dataSource) const
{
    for (const auto &entry : m_tables)
        if (!dataSource.empty() && entry.second->dataSource == dataSource)
            return entry.second;
    return nullptr;
}

std::vector<Workspace::TablePtr> Workspace::ready() const
{
    std::vector<TablePtr> tables;
    for (const auto *database : m_hub.inCreateOrder())
        if (auto one = table(database->key); one && one->state == store::notion::Setup::Ready && one->map)
            tables.push_back(std::move(one));
    return tables;
}

notion::DataSources Workspace::sources() const
{
    notion::DataSources sources;
    for (const auto &[key, table] : m_tables)
        if (!table->dataSource.empty())
            sources[key] = table->dataSource;
    return sources;
}

Result<void> Workspace::reload()
{
    const auto bases = m_store.readNow<std::vector<store::notion::Base>>(
        [](const store::ReadSql &sql) -> Result<std::vector<store::notion::Base>> { return store::notion::bases(sql); });
    if (!bases)
        return tl::make_unexpected(bases.error());
    notion::DataSources sources;
    for (const auto &base : *bases)
        if (!base.dataSource.empty())
            sources[base.db] = base.dataSource;
    std::map<std::string, TablePtr, std::less<>> tables;
    for (const auto &base : *bases) {
        const auto database = m_hub.find(base.db);
        if (!database)
            continue; // of a hub that had other databases
        auto table = std::make_shared<Table>();
        table->database = *database;
        table->id = base.database;
        table->dataSource = base.dataSource;
        table->state = base.state;
        table->compared = comparedOf(**database, m_writer.drawnNames(base.db));
        if (base.properties.is_object()) {
            const auto schema = notion::parseDataSource(dump(member(base.properties, "schema")));
            if (!schema)
                return tl::make_unexpected(schema.error());
            notion::PropertyIds known;
            for (const auto &[name, id] : member(base.properties, "ids").items())
                known[name] = id.get<std::string>();
            table->map = std::make_shared<const notion::PropertyMap>(m_hub, **database, *schema, sources, known);
        }
        tables[base.db] = std::move(table);
    }
    m_tables = std::move(tables);
    return {};
}

Json Workspace::keep(std::string_view dataSourceBody, const notion::PropertyIds &ids)
{
    Json kept{{"schema", parseJson(dataSourceBody).value_or(Json::object())}, {"ids", Json::object()}};
    for (const auto &[name, id] : ids)
        kept["ids"][name] = id;
    return kept;
}

void Workspace::setUsers(StoreDirectory::Users users, std::map<std::string, std::string, std::less<>> names, std::string self)
{
    m_people = std::make_shared<const People>(People{std::move(users), std::move(names), std::move(self)});
}

Setting Workspace::Job::setting(const Workspace &workspace, bool first) const
{
    return {*table->database, table->compared, people->users, workspace.m_writer, workspace.m_clock.now(), skew, people->names, people->self, first};
}

Error errorOf(const notion::Outcome &outcome)
{
    Error error;
    error.code = codeOf(outcome.kind);
    error.what = outcome.sentence.empty() ? "Notion did not answer" : outcome.sentence;
    error.where = outcome.where;
    if (outcome.after.count() > 0)
        error.retryAfter = outcome.after;
    return error;
}

Json toJson(const Error &error)
{
    return {{"code", name(error.code)}, {"what", error.what}, {"where", error.where}, {"mend", error.mend}};
}

} // namespace hs::sync
