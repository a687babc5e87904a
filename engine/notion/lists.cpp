#include "engine/notion/lists.h"

#include <algorithm>

#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"
#include "engine/vocabulary/json.h"

namespace hs::notion {

namespace {

tl::unexpected<Error> noList(std::string_view what)
{
    return fail(Errc::Corrupt, "Notion's answer is not " + std::string(what), {}, "try again later");
}

User userOf(const Json &json)
{
    User user;
    user.id = normaliseId(text(json, "id")).value_or(std::string());
    user.name = text(json, "name");
    user.email = scalarText(at(json, "person.email"));
    std::transform(user.email.begin(), user.email.end(), user.email.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c; });
    const Json &bot = member(json, "bot");
    user.bot = text(json, "type") == "bot";
    user.workspace = text(bot, "workspace_name");
    user.workspaceId = normaliseId(text(bot, "workspace_id")).value_or(std::string());
    return user;
}

/// The title of a page stands in the one property of that type, that of a data source in `title`.
std::string titleOf(const Json &item)
{
    if (const Json &title = member(item, "title"); title.is_array())
        return plainText(title);
    if (const Json &properties = member(item, "properties"); properties.is_object())
        for (const auto &property : properties)
            if (text(property, "type") == "title")
                return plainText(member(property, "title"));
    return {};
}

} // namespace

Result<User> parseUser(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noList("JSON");
    auto user = userOf(*answer);
    if (text(*answer, "object") != "user" || user.id.empty())
        return noList("a person or a connection");
    return user;
}

Result<UserList> parseUsers(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noList("JSON");
    const Json &results = member(*answer, "results");
    if (!results.is_array())
        return noList("a list of people");
    UserList list;
    for (const auto &item : results)
        if (auto user = userOf(item); !user.id.empty())
            list.users.push_back(std::move(user));
    if (boolean(*answer, "has_more"))
        list.nextCursor = text(*answer, "next_cursor");
    return list;
}

Result<FoundList> parseSearch(std::string_view body)
{
    const auto answer = parseJson(body);
    if (!answer)
        return noList("JSON");
    const Json &results = member(*answer, "results");
    if (!results.is_array())
        return noList("a list of what was found");
    FoundList list;
    for (const auto &item : results) {
        Found found;
        found.id = normaliseId(text(item, "id")).value_or(std::string());
        if (found.id.empty())
            continue;
        found.kind = text(item, "object");
        found.title = titleOf(item);
        found.url = text(item, "url");
        const Json &parent = member(item, "parent");
        found.parentKind = text(parent, "type");
        found.parent = normaliseId(text(parent, found.parentKind)).value_or(std::string());
        found.inTrash = boolean(item, "in_trash") || boolean(item, "archived");
        list.found.push_back(std::move(found));
    }
    if (boolean(*answer, "has_more"))
        list.nextCursor = text(*answer, "next_cursor");
    return list;
}

} // namespace hs::notion
