#include "engine/notion/remote_schema.h"

#include <algorithm>

#include "engine/notion/element.h"
#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"
#include "engine/notion/schema.h"

namespace hs::notion {

namespace {

tl::unexpected<Error> noSchema(std::string_view what)
{
    return fail(Errc::Corrupt, "Notion's answer is not " + std::string(what), {}, "try again later");
}

std::string idAt(const Json &object, std::string_view key)
{
    return normaliseId(text(object, key)).value_or(std::string());
}

bool inTrash(const Json &object)
{
    return boolean(object, "in_trash") || boolean(object, "archived");
}

/// Key of the hub's database that stands in this data source; empty when it is none of ours.
std::string keyOf(const DataSources &sources, std::string_view dataSource)
{
    for (const auto &[key, id] : sources)
        if (!dataSource.empty() && sameId(id, dataSource))
            return key;
    return {};
}

bool canBeWritten(const records::Property &property, const RemoteProperty &remote, const DataSources &sources)
{
    if (property.type == records::PropertyType::Formula || !typesMatch(property.type, remote.type))
        return false;
    const auto source = sources.find(property.relation);
    return property.relation.empty() || (source != sources.end() && sameId(source->second, remote.target()));
}

/// The relation of the hub whose other side this property in `database` is; null when there is none.
const records::Property *otherSideOf(const records::Hub &hub, const records::Database &database, const DataSources &sources,
                                     const RemoteProperty &remote, const records::Database *&owner)
{
    if (remote.type != "relation")
        return nullptr;
    const auto key = keyOf(sources, remote.target());
    const auto found = std::find_if(hub.databases().begin(), hub.databases().end(),
                                    [&](const records::Database &d) { return !key.empty() && d.key == key; });
    if (found == hub.databases().end())
        return nullptr;
    owner = &*found;
    const auto synced = text(member(remote.config, "dual_property"), "synced_property_name");
    for (const auto &property : owner->properties)
        if (property.relation == database.key && (property.name == synced || otherSideName(*owner, property) == remote.name))
            return &property;
    return nullptr;
}

} // namespace

std::string RemoteProperty::target() const
{
    return type == "relation" ? idAt(config, "data_source_id") : std::string();
}

std::string RemoteProperty::syncedId() const
{
    return type == "relation" ? text(member(config, "dual_property"), "synced_property_id") : std::string();
}

const RemoteProperty *RemoteSchema::byId(std::string_view propertyId) const
{
    const auto found =
        std::find_if(properties.begin(), properties.end(), [&](const RemoteProperty &p) { return p.id == propertyId; });
    return found == properties.end() ? nullptr : &*found;
}

const RemoteProperty *RemoteSchema::byName(std::string_view name) const
{
    const auto found =
        std::find_if(properties.begin(), properties.end(), [&](const RemoteProperty &p) { return p.name == name; });
    return found == properties.end() ? nullptr : &*found;
}

std::string RemoteSchema::fingerprint() const
{
    Json all = Json::array();
    for (const auto &property : properties)
        all.push_back({property.id, property.name, property.type, property.config});
    return dump({id, title, inTrash, all});
}

Result<RemoteSchema> parseDataSource(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noSchema("JSON");
    const Json &properties = member(*answer, "properties");
    RemoteSchema schema;
    schema.id = idAt(*answer, "id");
    if (text(*answer, "object") != "data_source" || schema.id.empty() || !properties.is_object())
        return noSchema("a data source");
    schema.database = idAt(member(*answer, "parent"), "database_id");
    schema.title = plainText(member(*answer, "title"));
    schema.inTrash = inTrash(*answer);
    for (const auto &[key, value] : properties.items()) {
        RemoteProperty property;
        property.id = text(value, "id");
        property.name = text(value, "name", key);
        property.type = text(value, "type");
        property.config = member(value, property.type);
        schema.properties.push_back(std::move(property));
    }
    return schema;
}

Result<RemoteDatabase> parseDatabase(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noSchema("JSON");
    RemoteDatabase database;
    database.id = idAt(*answer, "id");
    if (text(*answer, "object") != "database" || database.id.empty())
        return noSchema("a database");
    database.title = plainText(member(*answer, "title"));
    database.url = text(*answer, "url");
    database.inTrash = inTrash(*answer);
    if (const Json &sources = member(*answer, "data_sources"); sources.is_array())
        for (const auto &source : sources)
            if (auto id = idAt(source, "id"); !id.empty())
                database.sources.push_back({std::move(id), text(source, "name")});
    return database;
}

PropertyMap::PropertyMap(const records::Hub &hub, const records::Database &database, const RemoteSchema &schema,
                         const DataSources &sources, const PropertyIds &known)
    : m_database(&database), m_dataSource(schema.id)
{
    for (const auto &remote : schema.properties)
        m_slots.push_back({remote.id, remote.name, remote.type, Role::Extra, nullptr, false});
    const auto claim = [&](std::size_t at, const records::Property &property) {
        m_slots[at].role = Role::Ours;
        m_slots[at].property = &property;
        m_slots[at].writable = canBeWritten(property, schema.properties[at], sources);
        m_byHub.emplace(property.name, at);
    };
    const auto claimIf = [&](const records::Property &property, auto fits) {
        if (m_byHub.contains(property.name))
            return;
        for (std::size_t at = 0; at < m_slots.size(); ++at)
            if (m_slots[at].role == Role::Extra && fits(schema.properties[at]))
                return claim(at, property);
    };
    // Surest first: an id that was ours before, then the name, then what only one property can be.
    for (const auto &property : database.properties)
        if (const auto id = known.find(property.name); id != known.end())
            claimIf(property, [&](const RemoteProperty &remote) { return remote.id == id->second; });
    for (const auto &property : database.properties)
        claimIf(property, [&](const RemoteProperty &remote) { return remote.name == property.name; });
    for (const auto &property : database.properties)
        if (property.type == records::PropertyType::Title)
            claimIf(property, [](const RemoteProperty &remote) { return remote.type == "title"; });
    for (std::size_t at = 0; at < m_slots.size(); ++at) {
        if (m_slots[at].role != Role::Extra)
            continue;
        const records::Database *owner = nullptr;
        const auto *other = otherSideOf(hub, database, sources, schema.properties[at], owner);
        if (!other)
            continue;
        const auto *pair = other->inverse.empty() ? nullptr : database.find(other->inverse);
        if (!pair)
            m_slots[at].role = Role::Derived;
        else if (!m_byHub.contains(pair->name))
            claim(at, *pair); // Notion has not taken the name that we gave
    }
    for (std::size_t at = 0; at < m_slots.size(); ++at) {
        m_byId.emplace(m_slots[at].id, at);
        m_byName.emplace(m_slots[at].name, at);
    }
}

const PropertyMap::Slot *PropertyMap::byId(std::string_view id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_slots[found->second];
}

const PropertyMap::Slot *PropertyMap::byName(std::string_view nameInNotion) const
{
    const auto found = m_byName.find(nameInNotion);
    return found == m_byName.end() ? nullptr : &m_slots[found->second];
}

const PropertyMap::Slot *PropertyMap::slotOf(std::string_view hubProperty) const
{
    const auto found = m_byHub.find(hubProperty);
    return found == m_byHub.end() ? nullptr : &m_slots[found->second];
}

PropertyIds PropertyMap::ids() const
{
    PropertyIds ids;
    for (const auto &[name, at] : m_byHub)
        ids.emplace(name, m_slots[at].id);
    return ids;
}

} // namespace hs::notion
