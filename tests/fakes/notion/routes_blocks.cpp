#include "tests/fakes/notion/routes.h"

#include <algorithm>

#include "tests/fakes/notion/blocks.h"
#include "tests/fakes/notion/bodies.h"
#include "tests/fakes/notion/paging.h"

namespace hs::test::notion {

namespace {

// A page is a block too.
Parent place(Workspace &space, const std::string &anyId)
{
    const auto id = idFrom(anyId, "block_id");
    if (space.pages.count(id) != 0)
        return {Parent::Kind::Page, space.page(id).id};
    return {Parent::Kind::Block, space.block(id).id};
}

bool isTrashed(Workspace &space, const std::string &id)
{
    if (const auto block = space.blocks.find(id); block != space.blocks.end())
        return block->second->inTrash;
    if (const auto page = space.pages.find(id); page != space.pages.end())
        return page->second->inTrash;
    return space.databases.at(id)->inTrash;
}

// Where among the children new ones go: `position`, or `after` before 2026-03-11.
std::size_t insertAt(Call &call, const std::vector<std::string> &children)
{
    std::string after;
    if (call.version == Version::V2025_09_03) {
        if (call.body.contains("position"))
            refuse("body failed validation: body.position should be not present.");
        after = text(call.body, "after");
    } else {
        if (call.body.contains("after"))
            refuse("body failed validation: body.after should be not present. Use position.");
        const Json &position = member(call.body, "position");
        const auto type = text(position, "type");
        if (type == "start")
            return 0;
        if (type == "after_block")
            after = text(member(position, "after_block"), "id");
        else if (!position.is_null() && type != "end")
            refuse("body failed validation: body.position.type should be start, end or after_block.");
    }
    if (after.empty())
        return children.size();
    const auto found = std::find(children.begin(), children.end(), idFrom(after, "after"));
    if (found == children.end())
        refuse("The block to insert after is not a child of this block: " + after);
    return std::size_t(found - children.begin()) + 1;
}

} // namespace

Answer getBlock(Call &call)
{
    return jsonAnswer(blockJson(call.space, place(call.space, call.ids[0]).id, call.version));
}

Answer patchBlock(Call &call)
{
    if (!call.body.is_object())
        refuse("body failed validation: body should be an object.");
    Block &block = call.space.block(call.ids[0]);
    const auto trash = wantedTrash(call);
    if (block.inTrash && trash != false)
        refuse("Can't edit block that is in the trash. You must restore the block before editing.");
    changeBlock(call.space, block, call.body, call.actor);
    if (trash)
        block.inTrash = *trash;
    contentChanged(call.space, block.parent, {block.id}, call.actor);
    Answer answer = jsonAnswer(blockJson(call.space, block.id, call.version));
    answer.committed = block.id;
    return answer;
}

Answer deleteBlock(Call &call)
{
    const Parent what = place(call.space, call.ids[0]);
    if (isTrashed(call.space, what.id))
        refuse("Can't edit block that is in the trash. You must restore the block before editing.");
    if (what.kind == Parent::Kind::Page) {
        Page &page = *call.space.pages.at(what.id);
        page.inTrash = true;
        call.space.touch(page, call.actor);
        call.space.happened("page.deleted", page, call.actor);
    } else {
        Block &block = *call.space.blocks.at(what.id);
        block.inTrash = true;
        contentChanged(call.space, block.parent, {block.id}, call.actor);
    }
    return jsonAnswer(blockJson(call.space, what.id, call.version));
}

Answer listChildren(Call &call)
{
    const Parent parent = place(call.space, call.ids[0]);
    std::vector<std::string> ids;
    for (const auto &id : childrenOf(call.space, parent))
        if (!isTrashed(call.space, id))
            ids.push_back(id);
    Json all = Json::array();
    for (const auto &id : ids)
        all.push_back(blockJson(call.space, id, call.version));
    return jsonAnswer(pagedList(call, all, "block"));
}

Answer appendChildren(Call &call)
{
    checkMembers(call, {"children", "after", "position"});
    Workspace &space = call.space;
    const Parent parent = place(space, call.ids[0]);
    if (isTrashed(space, parent.id))
        refuse("Can't edit block that is in the trash. You must restore the block before editing.");
    const Json &children = member(call.body, "children");
    checkBlocks(space, children, "body.children");
    const auto at = insertAt(call, childrenOf(space, parent));
    const auto made = addBlocks(space, parent, children, at, call.actor);
    contentChanged(space, parent, made, call.actor);
    Json results = Json::array();
    for (const auto &id : made)
        results.push_back(blockJson(space, id, call.version));
    Answer answer = jsonAnswer({{"object", "list"}, {"results", std::move(results)}, {"next_cursor", nullptr}, {"has_more", false},
                                {"type", "block"}, {"block", Json::object()}});
    answer.committed = parent.id;
    answer.committedChildren = made;
    return answer;
}

} // namespace hs::test::notion
