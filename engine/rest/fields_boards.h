#pragma once

#include "engine/api/board.h"
#include "engine/rest/fields.h"

/// Documents about boards.
namespace hs::rest {

#define HS_ENUM_NAMES(Enum, ...)                                                                                     \
    template <>                                                                                                      \
    struct EnumNames<Enum> {                                                                                         \
        static constexpr std::array Names{__VA_ARGS__};                                                              \
    }
HS_ENUM_NAMES(api::BoardGrouping, "none", "agent", "person", "entity", "priority");
HS_ENUM_NAMES(api::BoardDue, "any", "overdue", "today", "week");
HS_ENUM_NAMES(api::BoardStanding, "any", "running", "waits_for_person", "blocked", "paused");
#undef HS_ENUM_NAMES

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::ColumnInfo, "Column");
HS_SCHEMA(api::DefinitionInfo, "Definition");
HS_SCHEMA(api::Card, "Card");
HS_SCHEMA(api::BoardColumn, "BoardColumn");
HS_SCHEMA(api::Board, "Board");
HS_SCHEMA(api::BoardLane, "BoardLane");
HS_SCHEMA(api::BoardLanes, "BoardLanes");
HS_SCHEMA(api::SavedBoardView, "BoardView");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::ColumnInfo &column)
{
    v("key", column.key);
    v("title", column.title);
    v("limit", column.limit);
    v("final", column.final);
}

template <typename V>
void fields(V &v, const api::DefinitionInfo &info)
{
    v("id", info.id);
    v("version", info.version);
    v("title", info.title);
    v("description", info.description);
    v("level", info.level);
    v("columns", info.columns);
    v("open", info.open);
    v("total", info.total);
}

template <typename V>
void fields(V &v, const api::Card &card)
{
    v("workflow", card.row);
    v("banner", card.bannerKind);
    v("banner_text", card.bannerText);
    v("moves", card.moves);
}

template <typename V>
void fields(V &v, const api::BoardColumn &column)
{
    v("column", column.info);
    v("count", column.count);
    v("held", column.held);
    v("cards", column.cards);
    v("next", column.next);
}

template <typename V>
void fields(V &v, const api::Board &board)
{
    v("definition", board.definition);
    v("columns", board.columns);
    v("tags", board.tags);
    v("versions", board.versions);
}

template <typename V>
void fields(V &v, const api::BoardLane &lane)
{
    v("key", lane.key);
    v("count", lane.count);
    v("counts", lane.counts);
}

template <typename V>
void fields(V &v, const api::BoardLanes &lanes)
{
    v("definition", lanes.definition);
    v("lanes", lanes.lanes);
}

template <typename V>
void fields(V &v, const api::SavedBoardView &view)
{
    v("id", view.id);
    v("definition", view.definition);
    v("name", view.name);
    v("owner", view.owner);
    v("owner_name", view.ownerName);
    v("shared", view.shared);
    v("mine", view.mine);
    v("layout", view.layout);
}

} // namespace hs::rest
