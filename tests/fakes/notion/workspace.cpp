#include "tests/fakes/notion/workspace.h"

#include <algorithm>

#include "tests/fakes/notion/parents.h"

namespace hs::test::notion {

Workspace::Workspace(FakeNotionOptions with)
    : options(std::move(with)), time(options.clock, options.skew), ids(options.seed), blocksLeft(options.blocksLeft)
{
    id = ids.uuid();
    bot = addUser("HigherSelf Console", {}, true);
    person = addUser("Ada Person", "ada@example.com");
}

std::string Workspace::addUser(std::string userName, std::string email, bool isBot)
{
    User made{ids.uuid(), std::move(userName), std::move(email), isBot};
    const auto userId = made.id;
    users.emplace(userId, std::move(made));
    return userId;
}

std::string idFrom(std::string_view text, std::string_view what)
{
    if (auto found = canonicalId(text))
        return *found;
    refuse("path failed validation: " + std::string(what) + " should be a valid uuid, instead was `\"" + std::string(text) + "\"`.");
}

Page &Workspace::page(std::string_view anyId)
{
    const auto found = pages.find(idFrom(anyId, "page_id"));
    if (found == pages.end() || !isShared({Parent::Kind::Page, found->first}))
        refuseMissing("page", anyId);
    return *found->second;
}

Database &Workspace::database(std::string_view anyId)
{
    const auto found = databases.find(idFrom(anyId, "database_id"));
    if (found == databases.end() || !isShared({Parent::Kind::Database, found->first}))
        refuseMissing("database", anyId);
    return *found->second;
}

DataSource &Workspace::dataSource(std::string_view anyId)
{
    const auto found = dataSources.find(idFrom(anyId, "data_source_id"));
    if (found == dataSources.end() || !isShared({Parent::Kind::DataSource, found->first}))
        refuseMissing("data source", anyId);
    return *found->second;
}

Block &Workspace::block(std::string_view anyId)
{
    const auto found = blocks.find(idFrom(anyId, "block_id"));
    if (found == blocks.end() || !isShared({Parent::Kind::Block, found->first}))
        refuseMissing("block", anyId);
    return *found->second;
}

const User &Workspace::user(std::string_view anyId)
{
    const auto found = users.find(idFrom(anyId, "user_id"));
    if (found == users.end())
        refuseMissing("user", anyId);
    return found->second;
}

bool Workspace::isShared(const Parent &place) const
{
    if (unshared.empty())
        return true;
    for (Parent at = place; at.kind != Parent::Kind::Workspace;) {
        if (unshared.count(at.id) != 0)
            return false;
        at = parentOf(*this, at);
    }
    return true;
}

DataSource *Workspace::tableOf(const Page &page)
{
    return page.parent.kind == Parent::Kind::DataSource ? dataSources.at(page.parent.id).get() : nullptr;
}

Page &Workspace::addPage(Parent parent, const Actor &actor)
{
    auto made = std::make_unique<Page>();
    Page &page = *made;
    page.id = ids.uuid();
    page.parent = std::move(parent);
    page.created = page.edited = time.now();
    page.createdBy = page.editedBy = actor.user;
    page.shuffle = std::hash<std::string>{}(page.id);
    page.order = ++m_pagesMade;
    page.revision = ++revision;
    page.searchableFrom = page.created + options.searchLag;
    if (DataSource *table = tableOf(page)) {
        page.number = table->nextNumber++;
        table->pages.push_back(&page);
        table->revision = revision;
    }
    pages.emplace(page.id, std::move(made));
    return page;
}

void Workspace::touchQuietly(Page &page)
{
    page.revision = ++revision;
    if (DataSource *table = tableOf(page))
        table->revision = revision;
}

void Workspace::touch(Page &page, const Actor &actor)
{
    touchQuietly(page);
    page.edited = time.now();
    page.editedBy = actor.user;
}

void Workspace::touch(DataSource &table, const Actor &actor)
{
    table.revision = table.schemaRevision = ++revision;
    table.edited = time.now();
    table.editedBy = actor.user;
}

void Workspace::happened(std::string type, const Page &page, const Actor &actor, Json details)
{
    if (onHappening)
        onHappening({std::move(type), page.id, "page", eventParent(*this, page.parent), std::move(details), actor, time.now()});
}

void Workspace::happened(std::string type, const DataSource &table, const Actor &actor, Json details)
{
    if (onHappening)
        onHappening({std::move(type), table.id, "data_source", eventParent(*this, {Parent::Kind::Database, table.database}),
                     std::move(details), actor, time.now()});
}

void Workspace::happened(std::string type, const Database &database, const Actor &actor)
{
    if (onHappening)
        onHappening({std::move(type), database.id, "database", eventParent(*this, database.parent), Json::object(), actor, time.now()});
}

Property *findProperty(DataSource &table, std::string_view nameOrId)
{
    const auto decoded = urlDecoded(nameOrId);
    const auto find = [&](auto matches) {
        const auto found = std::find_if(table.properties.begin(), table.properties.end(), matches);
        return found == table.properties.end() ? nullptr : &*found;
    };
    if (Property *byName = find([&](const Property &p) { return p.name == nameOrId; }))
        return byName;
    return find([&](const Property &p) { return p.id == nameOrId || p.id == decoded; });
}

Property *propertyById(DataSource &table, std::string_view id)
{
    for (Property &property : table.properties)
        if (property.id == id)
            return &property;
    return nullptr;
}

} // namespace hs::test::notion
