#include "tests/fakes/notion/routes.h"

#include <algorithm>

#include "tests/fakes/notion/blocks.h"
#include "tests/fakes/notion/bodies.h"
#include "tests/fakes/notion/markdown.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/parents.h"
#include "tests/fakes/notion/values_check.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

// Where a new page goes: a database that has one data source stands for that.
Parent pageParent(Workspace &space, const Json &written)
{
    Parent parent = parentFrom(space, written);
    if (parent.kind == Parent::Kind::Database) {
        const auto &sources = space.databases.at(parent.id)->dataSources;
        if (sources.size() != 1)
            refuse("Databases with multiple data sources are not supported in this version of the API: name data_source_id.");
        parent = {Parent::Kind::DataSource, sources.front()};
    }
    if (parent.kind == Parent::Kind::DataSource && space.dataSources.at(parent.id)->inTrash)
        refuse("Can't create a page in a data source that is in the trash.");
    return parent;
}

PageWrite checkProperties(Call &call, DataSource *table)
{
    const Json &properties = member(call.body, "properties");
    if (properties.is_null())
        return {};
    return table ? checkValues(call.space, *table, properties, call.actor) : checkTitleOnly(call.space, properties);
}

void noteTitle(Workspace &space, Page &page)
{
    page.searchableFrom = space.time.now() + space.options.searchLag;
    if (space.options.searchLag.count() == 0)
        page.searchTitle = titleOf(page);
}

Answer pageAnswer(Call &call, Page &page)
{
    Answer answer;
    answer.body.add(pageText(call.space, page, call.version));
    answer.committed = page.id;
    return answer;
}

void setTrash(Call &call, Page &page, bool trash)
{
    if (page.inTrash == trash)
        return;
    page.inTrash = trash;
    call.space.touch(page, call.actor);
    call.space.happened(trash ? "page.deleted" : "page.undeleted", page, call.actor);
}

void tellValues(Call &call, Page &page, const std::vector<std::string> &changed)
{
    Json told = Json::array();
    for (const auto &id : changed) {
        told.push_back(urlEncoded(id));
        if (id == "title")
            noteTitle(call.space, page);
    }
    if (!changed.empty())
        call.space.happened("page.properties_updated", page, call.actor, {{"updated_properties", std::move(told)}});
}

} // namespace

Answer createPage(Call &call)
{
    checkMembers(call, {"parent", "properties", "children", "markdown", "icon", "cover", "template", "position", "allow_async", "content"});
    Workspace &space = call.space;
    if (member(call.body, "parent").is_null())
        refuse("body failed validation: body.parent should be defined, instead was `undefined`.");
    const Parent parent = pageParent(space, call.body["parent"]);
    DataSource *table = parent.kind == Parent::Kind::DataSource ? space.dataSources.at(parent.id).get() : nullptr;
    const auto write = checkProperties(call, table);
    const Json &children = member(call.body, "children");
    const Json &markdown = member(call.body, "markdown");
    if (!children.is_null() && !markdown.is_null())
        refuse("body failed validation: body should have children or markdown, not both.");
    if (!children.is_null())
        checkBlocks(space, children, "body.children");
    const Json icon = keptPicture(member(call.body, "icon"), "body.icon");
    const Json cover = keptPicture(member(call.body, "cover"), "body.cover");

    Page &page = space.addPage(parent, call.actor);
    if (parent.kind == Parent::Kind::Page)
        space.pages.at(parent.id)->blocks.push_back(page.id);
    page.icon = icon;
    page.cover = cover;
    (void)applyWrite(space, page, write, call.actor);
    if (space.options.searchLag.count() == 0)
        page.searchTitle = titleOf(page);
    const Json blocks = markdown.is_string() ? blocksFromMarkdown(markdown.get<std::string>()) : children;
    if (blocks.is_array())
        (void)addBlocks(space, {Parent::Kind::Page, page.id}, blocks, 0, call.actor);
    space.happened("page.created", page, call.actor);
    return pageAnswer(call, page);
}

Answer getPage(Call &call)
{
    Page &page = call.space.page(call.ids[0]);
    DataSource *table = call.space.tableOf(page);
    if (const auto named = call.all("filter_properties"); table && !named.empty())
        return jsonAnswer(pageJson(call.space, page, call.version, wantedProperties(*table, named)));
    return pageAnswer(call, page);
}

Answer patchPage(Call &call)
{
    checkMembers(call, {"properties", "icon", "cover", "in_trash", "archived", "is_archived", "is_locked", "erase_content", "template"});
    Workspace &space = call.space;
    Page &page = space.page(call.ids[0]);
    const auto trash = wantedTrash(call);
    if (page.inTrash && trash != false)
        refuse("Can't edit block that is in the trash. You must restore the block before editing.");
    const auto write = checkProperties(call, space.tableOf(page));
    const Json icon = keptPicture(member(call.body, "icon"), "body.icon");
    const Json cover = keptPicture(member(call.body, "cover"), "body.cover");

    if (trash)
        setTrash(call, page, *trash);
    if (call.body.contains("icon"))
        page.icon = icon;
    if (call.body.contains("cover"))
        page.cover = cover;
    page.isArchived = boolean(call.body, "is_archived", page.isArchived);
    if (const bool locked = boolean(call.body, "is_locked", page.isLocked); locked != page.isLocked) {
        page.isLocked = locked;
        space.happened(locked ? "page.locked" : "page.unlocked", page, call.actor);
    }
    if (boolean(call.body, "erase_content"))
        for (const auto &id : page.blocks)
            if (const auto block = space.blocks.find(id); block != space.blocks.end())
                block->second->inTrash = true;
    const auto changed = applyWrite(space, page, write, call.actor);
    space.touch(page, call.actor);
    tellValues(call, page, changed);
    return pageAnswer(call, page);
}

Answer movePage(Call &call)
{
    checkMembers(call, {"parent"});
    Workspace &space = call.space;
    Page &page = space.page(call.ids[0]);
    const Parent parent = pageParent(space, member(call.body, "parent"));
    if (parent.id != page.parent.id) {
        if (DataSource *from = space.tableOf(page)) {
            auto &list = from->pages;
            list.erase(std::find(list.begin(), list.end(), &page));
            from->revision = ++space.revision;
        }
        page.parent = parent;
        if (DataSource *to = space.tableOf(page)) {
            to->pages.push_back(&page);
            to->revision = ++space.revision;
        }
        const Json kept = page.values.count("title") ? page.values["title"] : Json::array();
        page.values.clear();
        page.values["title"] = kept;
        space.touch(page, call.actor);
        space.happened("page.moved", page, call.actor);
    }
    return pageAnswer(call, page);
}

Answer getMarkdown(Call &call)
{
    Page &page = call.space.page(call.ids[0]);
    return jsonAnswer({{"object", "page_markdown"}, {"id", page.id}, {"markdown", markdownOf(call.space, page)}, {"truncated", false},
                       {"unknown_block_ids", Json::array()}});
}

Answer patchMarkdown(Call &call)
{
    checkMembers(call, {"type", "insert_content", "update_content", "replace_content", "replace_content_range", "allow_async"});
    Workspace &space = call.space;
    Page &page = space.page(call.ids[0]);
    if (page.inTrash)
        refuse("Can't edit block that is in the trash. You must restore the block before editing.");
    const auto type = text(call.body, "type");
    const Json &what = member(call.body, type);
    const auto needed = [&](const Json &from, const char *name) {
        if (!member(from, name).is_string())
            refuse("body failed validation: body." + type + "." + name + " should be a string.");
        return text(from, name);
    };
    std::string markdown = markdownOf(space, page);
    bool atStart = false, insert = false;
    if (type == "replace_content") {
        markdown = needed(what, "new_str");
    } else if (type == "insert_content") {
        insert = true;
        markdown = needed(what, "content");
        atStart = text(member(what, "position"), "type") == "start";
    } else if (type == "update_content") {
        for (const Json &update : member(what, "content_updates")) {
            const auto before = needed(update, "old_str"), after = needed(update, "new_str");
            auto at = markdown.find(before);
            if (before.empty() || at == std::string::npos)
                refuse("The old_str was not found in the page.");
            const bool every = boolean(update, "replace_all_matches");
            if (!every && markdown.find(before, at + 1) != std::string::npos)
                refuse("The old_str was found more than once in the page.");
            for (; at != std::string::npos; at = every ? markdown.find(before, at + after.size()) : std::string::npos)
                markdown.replace(at, before.size(), after);
        }
    } else {
        refuse("body failed validation: body.type should be insert_content, update_content or replace_content.");
    }
    const Json blocks = blocksFromMarkdown(markdown);
    if (space.blocksLeft >= 0 && std::int64_t(blocks.size()) > space.blocksLeft)
        throw Refusal{403, "restricted_resource", "The workspace has used all of its blocks.", {{"block_limit", "block_creation"}}};
    if (!insert)
        for (const auto &id : page.blocks)
            if (const auto block = space.blocks.find(id); block != space.blocks.end())
                block->second->inTrash = true;
    const Parent parent{Parent::Kind::Page, page.id};
    const auto made = addBlocks(space, parent, blocks, atStart ? 0 : page.blocks.size(), call.actor);
    contentChanged(space, parent, made, call.actor);
    Answer answer = getMarkdown(call);
    answer.committed = page.id;
    answer.committedChildren = made;
    return answer;
}

} // namespace hs::test::notion
