#include "tests/fakes/notion/blocks.h"

#include <algorithm>
#include <set>

#include "tests/fakes/notion/parents.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/users.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

constexpr std::size_t MaxArray = 100;
constexpr std::size_t MaxBlocks = 1000;
constexpr int MaxNesting = 2;

const std::set<std::string> &makeableTypes()
{
    static const std::set<std::string> types{
        "paragraph", "heading_1",  "heading_2", "heading_3", "heading_4",  "bulleted_list_item", "numbered_list_item", "to_do",
        "toggle",    "quote",      "callout",   "code",      "equation",   "bookmark",           "embed",              "image",
        "video",     "file",       "pdf",       "audio",     "table",      "table_row",          "column_list",        "column",
        "divider",   "breadcrumb", "template",  "synced_block", "table_of_contents", "link_to_page", "tab"};
    return types;
}

std::string typeOfBlock(const Json &block, const std::string &path)
{
    std::string type = text(block, "type");
    if (type.empty())
        for (const auto &[key, value] : block.items())
            if (makeableTypes().count(key) != 0)
                type = key;
    if (makeableTypes().count(type) == 0)
        refuse("body failed validation: " + path + ".type should be a block that can be made, instead was `\"" + type + "\"`.");
    if (!member(block, type).is_object())
        refuse("body failed validation: " + path + "." + type + " should be defined.");
    return type;
}

// The `<type>` object with its texts in the kept form; children are blocks of their own.
Json keptContent(const Workspace &space, const Json &content, const std::string &path)
{
    Json kept = Json::object();
    for (const auto &[key, value] : content.items()) {
        if (key == "children")
            continue;
        if (key == "rich_text" || key == "caption") {
            kept[key] = keptText(space, value, path + "." + key);
        } else if (key == "cells" && value.is_array()) {
            kept[key] = Json::array();
            for (const Json &cell : value)
                kept[key].push_back(keptText(space, cell, path + ".cells"));
        } else {
            kept[key] = value;
        }
    }
    return kept;
}

Json shownContent(const Json &kept)
{
    Json shown = kept;
    for (const auto &[key, value] : kept.items()) {
        if (key == "rich_text" || key == "caption") {
            shown[key] = shownText(value);
        } else if (key == "cells") {
            for (std::size_t i = 0; i < value.size(); ++i)
                shown[key][i] = shownText(value[i]);
        }
    }
    return shown;
}

std::size_t check(const Workspace &space, const Json &children, const std::string &path, int depth)
{
    if (!children.is_array())
        refuse("body failed validation: " + path + " should be an array, instead was " + kindName(children) + ".");
    if (children.size() > MaxArray)
        refuse("body failed validation: " + path + ".length should be ≤ `100`, instead was `" + std::to_string(children.size()) + "`.");
    if (depth > MaxNesting && !children.empty())
        refuse("body failed validation: " + path + " should be not present: blocks are nested deeper than two levels.");
    std::size_t count = children.size();
    for (std::size_t i = 0; i < children.size(); ++i) {
        const auto at = path + "[" + std::to_string(i) + "]";
        const auto type = typeOfBlock(children[i], at);
        const Json &content = children[i][type];
        (void)keptContent(space, content, at + "." + type);
        if (const Json &below = member(content, "children"); !below.is_null())
            count += check(space, below, at + "." + type + ".children", depth + 1);
    }
    return count;
}

void announceChild(Json &out, const char *type, const std::string &title)
{
    out["type"] = type;
    out[type] = {{"title", title}};
}

} // namespace

void checkBlocks(const Workspace &space, const Json &children, const std::string &path)
{
    const auto count = check(space, children, path, 1);
    if (count > MaxBlocks)
        refuse("body failed validation: the request should have ≤ `1000` blocks, instead has `" + std::to_string(count) + "`.");
    if (space.blocksLeft >= 0 && std::int64_t(count) > space.blocksLeft)
        throw Refusal{403, "restricted_resource", "The workspace has used all of its blocks.", {{"block_limit", "block_creation"}}};
}

std::vector<std::string> addBlocks(Workspace &space, const Parent &parent, const Json &children, std::size_t at, const Actor &actor)
{
    std::vector<std::string> made;
    for (const Json &each : children) {
        auto block = std::make_unique<Block>();
        block->id = space.ids.uuid();
        block->parent = parent;
        block->type = typeOfBlock(each, "children");
        block->content = keptContent(space, each[block->type], "children");
        block->created = block->edited = space.time.now();
        block->createdBy = block->editedBy = actor.user;
        const auto id = block->id;
        const Json &below = member(each[block->type], "children");
        space.blocks.emplace(id, std::move(block));
        if (space.blocksLeft > 0)
            --space.blocksLeft;
        if (below.is_array())
            (void)addBlocks(space, {Parent::Kind::Block, id}, below, 0, actor);
        made.push_back(id);
    }
    auto &list = childrenOf(space, parent);
    list.insert(list.begin() + std::ptrdiff_t(std::min(at, list.size())), made.begin(), made.end());
    return made;
}

std::vector<std::string> &childrenOf(Workspace &space, const Parent &parent)
{
    return parent.kind == Parent::Kind::Page ? space.pages.at(parent.id)->blocks : space.blocks.at(parent.id)->children;
}

Json blockJson(Workspace &space, const std::string &id, Version version)
{
    Json out{{"object", "block"}, {"id", id}};
    const auto stamp = [&](const auto &object) {
        out["parent"] = parentJson(space, object.parent);
        out["created_time"] = timeText(object.created);
        out["last_edited_time"] = timeText(object.edited);
        out["created_by"] = partialUser(object.createdBy);
        out["last_edited_by"] = partialUser(object.editedBy);
        out["in_trash"] = object.inTrash;
        if (version == Version::V2025_09_03)
            out["archived"] = object.inTrash;
    };
    if (const auto block = space.blocks.find(id); block != space.blocks.end()) {
        stamp(*block->second);
        const auto &below = block->second->children;
        out["has_children"] = std::any_of(below.begin(), below.end(), [&](const auto &child) { return !space.blocks.at(child)->inTrash; });
        out["type"] = block->second->type;
        out[block->second->type] = shownContent(block->second->content);
    } else if (const auto page = space.pages.find(id); page != space.pages.end()) {
        stamp(*page->second);
        out["has_children"] = !page->second->blocks.empty();
        announceChild(out, "child_page", titleOf(*page->second));
    } else {
        const Database &database = *space.databases.at(id);
        stamp(database);
        out["has_children"] = false;
        announceChild(out, "child_database", plainText(database.title));
    }
    return out;
}

void changeBlock(Workspace &space, Block &block, const Json &body, const Actor &actor)
{
    for (const auto &[key, value] : body.items()) {
        if (key == "in_trash" || key == "archived" || key == "type")
            continue;
        if (key != block.type)
            refuse("body failed validation: the block is of type " + block.type + ", body." + key + " should be not present.");
        const Json kept = keptContent(space, value, "body." + key);
        for (const auto &[name, part] : kept.items())
            block.content[name] = part;
    }
    block.edited = space.time.now();
    block.editedBy = actor.user;
}

Page *pageOf(Workspace &space, Parent parent)
{
    while (parent.kind == Parent::Kind::Block)
        parent = parentOf(space, parent);
    return parent.kind == Parent::Kind::Page ? space.pages.at(parent.id).get() : nullptr;
}

void contentChanged(Workspace &space, const Parent &parent, const std::vector<std::string> &blocks, const Actor &actor)
{
    Page *page = pageOf(space, parent);
    if (!page)
        return;
    space.touch(*page, actor);
    Json updated = Json::array();
    for (const auto &id : blocks)
        updated.push_back({{"id", id}, {"type", "block"}});
    space.happened("page.content_updated", *page, actor, {{"updated_blocks", std::move(updated)}});
}

} // namespace hs::test::notion
