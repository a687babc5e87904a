#include "engine/sync/keeper.h"

#include <algorithm>

namespace hs::sync {

namespace table = store::notion;

namespace {

bool isLink(const records::Property &property)
{
    return property.type == records::PropertyType::Relation || property.type == records::PropertyType::People;
}

} // namespace

std::optional<std::string> StoreDirectory::pageOf(std::string_view recordId) const
{
    return table::pageOfRecord(m_sql, recordId);
}

std::optional<std::string> StoreDirectory::recordOf(std::string_view pageId) const
{
    return table::recordOfPage(m_sql, pageId);
}

std::optional<std::string> StoreDirectory::userOf(std::string_view operatorId) const
{
    for (const auto &entry : m_users)
        if (entry.second == operatorId)
            return entry.first;
    return {};
}

std::optional<std::string> StoreDirectory::operatorOf(std::string_view userId) const
{
    const auto found = m_users.find(userId);
    return found == m_users.end() ? std::nullopt : std::optional(found->second);
}

Remote remoteOf(notion::Page page)
{
    Remote remote;
    for (const auto &note : page.notes)
        if (note.property && isLink(*note.property) && !note.reading.truncated && !note.reading.unknown.empty())
            remote.links[note.property->name] = note.reading.unknown;
    remote.page = std::move(page);
    return remote;
}

Compared comparedOf(const records::Database &database, const std::vector<std::string> &drawn)
{
    Compared compared;
    for (const auto &property : database.properties) {
        const bool other = property.type == records::PropertyType::Formula || property.name == LastSynced
            || std::find(drawn.begin(), drawn.end(), property.name) != drawn.end();
        if (other)
            compared.others.push_back(property.name);
        else
            compared.properties.push_back(&property);
    }
    return compared;
}

bool isShared(const records::Property &property)
{
    return !property.systemOnly && property.type != records::PropertyType::Formula;
}

std::optional<std::string> mineOf(const notion::Directory &directory, const records::Property &property, std::string_view id)
{
    return property.type == records::PropertyType::Relation ? directory.recordOf(id) : directory.operatorOf(id);
}

bool same(const records::Property &property, const Json &one, const Json &other)
{
    return sameValue(one, other) || notion::sameInNotion(property, one, other);
}

std::set<std::string> differing(const Setting &setting, const Json &one, const Json &other)
{
    std::set<std::string> names;
    for (const auto *property : setting.compared.properties)
        if (!same(*property, valueOf(one, property->name), valueOf(other, property->name)))
            names.insert(property->name);
    return names;
}

std::string editorOf(const Setting &setting, const std::string &user)
{
    const auto known = setting.names.find(user);
    return known == setting.names.end() || known->second.empty() ? "Notion" : known->second + " (Notion)";
}

std::optional<Json> baseUnlessAlike(const Setting &setting, const Json &base, const Json &fields)
{
    return differing(setting, base, fields).empty() ? std::nullopt : std::optional(base);
}

void announce(store::Transaction &tx, const Setting &setting, const std::string &page, const std::string &record)
{
    for (const auto &waiting : table::linked(tx, page))
        table::hint(tx, "relink", waiting, setting.now);
    if (!record.empty())
        (void)table::linked(tx, record); // their items are awake now, which is all
}

} // namespace hs::sync
