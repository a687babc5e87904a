#include "tests/fakes/notion/parents.h"

namespace hs::test::notion {

using Kind = Parent::Kind;

Parent parentOf(const Workspace &space, const Parent &place)
{
    switch (place.kind) {
    case Kind::Page:
        return space.pages.at(place.id)->parent;
    case Kind::Block:
        return space.blocks.at(place.id)->parent;
    case Kind::Database:
        return space.databases.at(place.id)->parent;
    case Kind::DataSource:
        return {Kind::Database, space.dataSources.at(place.id)->database};
    case Kind::Workspace:
        break;
    }
    return {};
}

Json parentJson(const Workspace &space, const Parent &parent)
{
    switch (parent.kind) {
    case Kind::Page:
        return {{"type", "page_id"}, {"page_id", parent.id}};
    case Kind::Block:
        return {{"type", "block_id"}, {"block_id", parent.id}};
    case Kind::Database:
        return {{"type", "database_id"}, {"database_id", parent.id}};
    case Kind::DataSource:
        return {{"type", "data_source_id"}, {"data_source_id", parent.id}, {"database_id", space.dataSources.at(parent.id)->database}};
    case Kind::Workspace:
        break;
    }
    return {{"type", "workspace"}, {"workspace", true}};
}

Json eventParent(const Workspace &space, const Parent &parent)
{
    switch (parent.kind) {
    case Kind::Page:
        return {{"id", parent.id}, {"type", "page"}};
    case Kind::Block:
        return {{"id", parent.id}, {"type", "block"}};
    case Kind::Database:
        return {{"id", parent.id}, {"type", "database"}};
    case Kind::DataSource:
        return {{"id", space.dataSources.at(parent.id)->database}, {"type", "database"}, {"data_source_id", parent.id}};
    case Kind::Workspace:
        break;
    }
    return {{"id", space.id}, {"type", "space"}};
}

Parent parentFrom(Workspace &space, const Json &parent)
{
    if (!parent.is_object())
        refuse("body failed validation: body.parent should be an object, instead was " + kindName(parent) + ".");
    if (const Json &id = member(parent, "data_source_id"); id.is_string())
        return {Kind::DataSource, space.dataSource(id.get<std::string>()).id};
    if (const Json &id = member(parent, "page_id"); id.is_string())
        return {Kind::Page, space.page(id.get<std::string>()).id};
    if (const Json &id = member(parent, "database_id"); id.is_string())
        return {Kind::Database, space.database(id.get<std::string>()).id};
    if (boolean(parent, "workspace"))
        return {};
    refuse("body failed validation: body.parent should have data_source_id, page_id, database_id or workspace.");
}

} // namespace hs::test::notion
