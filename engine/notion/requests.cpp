#include "engine/notion/requests.h"

#include <algorithm>

#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"

namespace hs::notion {

namespace {

constexpr std::chrono::milliseconds AnswerTime{60'000};
constexpr std::size_t MaxAnswer = 64U * 1024 * 1024; // a hundred pages of long texts
constexpr std::size_t RoomForTheRest = 2'000;        // of a body, beside its properties

/// "/pages/0123…" and what stands behind; empty when the id is none.
std::string idPath(std::string_view before, std::string_view id, std::string_view behind = {})
{
    const auto plain = normaliseId(id);
    return plain ? std::string(before) + dashed(*plain) + std::string(behind) : std::string();
}

/// Parameters of a GET that reads a list.
std::string listParameters(std::string_view cursor)
{
    auto text = "?page_size=" + std::to_string(MaxPageSize);
    if (!cursor.empty())
        text += "&start_cursor=" + http::percentEncoded(cursor);
    return text;
}

std::string withParameters(std::string path, const std::string &parameters)
{
    return path.empty() ? path : std::move(path) + parameters;
}

Call reading(std::string path, std::string purpose, std::string endpoint)
{
    return {"GET", std::move(path), {}, true, false, std::move(purpose), std::move(endpoint)};
}

Call writing(std::string method, std::string path, const Json &body, std::string purpose, std::string endpoint)
{
    return {std::move(method), std::move(path), dump(body), false, false, std::move(purpose), std::move(endpoint)};
}

Call making(std::string method, std::string path, const Json &body, std::string purpose, std::string endpoint)
{
    auto call = writing(std::move(method), std::move(path), body, std::move(purpose), std::move(endpoint));
    call.creates = true;
    return call;
}

/// A POST that only reads.
Call asking(std::string path, const Json &body, std::string purpose, std::string endpoint)
{
    auto call = writing("POST", std::move(path), body, std::move(purpose), std::move(endpoint));
    call.repeatable = true;
    return call;
}

int pageSizeWithin(int wanted)
{
    return std::clamp(wanted, 1, MaxPageSize);
}

} // namespace

Json editedSince(Timestamp at)
{
    return {{"timestamp", "last_edited_time"}, {"last_edited_time", {{"on_or_after", toRfc3339(at)}}}};
}

Json createdFrom(Timestamp from, std::optional<Timestamp> before)
{
    Json begin = {{"timestamp", "created_time"}, {"created_time", {{"on_or_after", toRfc3339(from)}}}};
    if (!before)
        return begin;
    return both(std::move(begin), {{"timestamp", "created_time"}, {"created_time", {{"before", toRfc3339(*before)}}}});
}

Json textEquals(std::string_view property, std::string_view text)
{
    return {{"property", std::string(property)}, {"rich_text", {{"equals", std::string(text)}}}};
}

Json both(Json a, Json b)
{
    if (a.is_null())
        return b;
    if (b.is_null())
        return a;
    // Notion takes two levels of "and" at most: what is one already is taken apart.
    Json all = Json::array();
    for (auto *part : {&a, &b}) {
        if (part->is_object() && part->size() == 1 && part->contains("and"))
            for (auto &condition : (*part)["and"])
                all.push_back(std::move(condition));
        else
            all.push_back(std::move(*part));
    }
    return {{"and", std::move(all)}};
}

Call Calls::me() const
{
    return reading("/users/me", "ask who we are", "GET /users/me");
}

Call Calls::users(std::string_view cursor) const
{
    return reading("/users" + listParameters(cursor), "read who is in the workspace", "GET /users");
}

Call Calls::user(std::string_view id) const
{
    return reading(idPath("/users/", id), "read one person", "GET /users/{id}");
}

Call Calls::search(const Search &search) const
{
    Json body = {{"page_size", pageSizeWithin(search.pageSize)}};
    if (!search.text.empty())
        body["query"] = search.text;
    if (!search.kind.empty())
        body["filter"] = {{"property", "object"}, {"value", search.kind}};
    if (!search.cursor.empty())
        body["start_cursor"] = search.cursor;
    return asking("/search", body, "look for pages", "POST /search");
}

Call Calls::createDatabase(const Json &body) const
{
    return making("POST", "/databases", body, "make a database", "POST /databases");
}

Call Calls::database(std::string_view id) const
{
    return reading(idPath("/databases/", id), "read a database", "GET /databases/{id}");
}

Call Calls::patchDatabase(std::string_view id, const Json &body) const
{
    return writing("PATCH", idPath("/databases/", id), body, "change a database", "PATCH /databases/{id}");
}

Call Calls::createDataSource(std::string_view databaseId, const Json &properties, std::string_view title) const
{
    const Json body = {{"parent", {{"type", "database_id"}, {"database_id", dashed(databaseId)}}},
                       {"properties", properties},
                       {"title", toRichText(title).value_or(Json::array())}};
    return making("POST", normaliseId(databaseId) ? "/data_sources" : "", body, "add a table to a database", "POST /data_sources");
}

Call Calls::dataSource(std::string_view id) const
{
    return reading(idPath("/data_sources/", id), "read the properties of a database", "GET /data_sources/{id}");
}

Call Calls::patchDataSource(std::string_view id, const Json &properties) const
{
    return writing("PATCH", idPath("/data_sources/", id), {{"properties", properties}}, "add properties to a database",
                   "PATCH /data_sources/{id}");
}

Call Calls::query(std::string_view dataSourceId, const Query &query) const
{
    Json body = {{"page_size", pageSizeWithin(query.pageSize)}};
    if (!query.filter.is_null())
        body["filter"] = query.filter;
    for (const auto &sort : query.sorts) {
        Json written = {{"direction", sort.descending ? "descending" : "ascending"}};
        if (sort.property.empty())
            written["timestamp"] = sort.timestamp;
        else
            written["property"] = sort.property;
        body["sorts"].push_back(std::move(written));
    }
    if (!query.cursor.empty())
        body["start_cursor"] = query.cursor;
    std::string parameters;
    // Repeated without brackets, as the official client and the published description do; ids come encoded already.
    for (const auto &property : query.onlyProperties)
        parameters += (parameters.empty() ? "?" : "&") + std::string("filter_properties=") + http::percentEncoded(property, "%");
    return asking(withParameters(idPath("/data_sources/", dataSourceId, "/query"), parameters), body, "read records",
                  "POST /data_sources/{id}/query");
}

Call Calls::createPage(std::string_view dataSourceId, const Json &properties, const Json &children) const
{
    Json body = {{"parent", {{"type", "data_source_id"}, {"data_source_id", dashed(dataSourceId)}}}, {"properties", properties}};
    if (!children.empty())
        body["children"] = children;
    return making("POST", normaliseId(dataSourceId) ? "/pages" : "", body, "make a record", "POST /pages");
}

Call Calls::page(std::string_view id) const
{
    return reading(idPath("/pages/", id), "read a record", "GET /pages/{id}");
}

Call Calls::patchPage(std::string_view id, const Json &properties) const
{
    return writing("PATCH", idPath("/pages/", id), {{"properties", properties}}, "change a record", "PATCH /pages/{id}");
}

Call Calls::setTrash(std::string_view id, bool trash) const
{
    const auto *const flag = m_version == ApiVersion::V2025_09_03 ? "archived" : "in_trash";
    auto call = writing("PATCH", idPath("/pages/", id), {{flag, trash}},
                        trash ? "move a record to the trash" : "take a record out of the trash", "PATCH /pages/{id}");
    call.repeatable = true;
    return call;
}

Call Calls::trashPage(std::string_view id) const
{
    return setTrash(id, true);
}

Call Calls::restorePage(std::string_view id) const
{
    return setTrash(id, false);
}

Call Calls::propertyItems(std::string_view pageId, std::string_view propertyId, std::string_view cursor) const
{
    // The id comes encoded; whatever else stands in it must not leave its place in the path.
    const bool sane = !propertyId.empty() && propertyId != "." && propertyId.find("..") == std::string_view::npos;
    return reading(withParameters(sane ? idPath("/pages/", pageId, "/properties/" + http::percentEncoded(propertyId, "%")) : std::string(),
                                  listParameters(cursor)),
                   "read all of a long property", "GET /pages/{id}/properties/{id}");
}

Call Calls::children(std::string_view blockId, std::string_view cursor) const
{
    return reading(withParameters(idPath("/blocks/", blockId, "/children"), listParameters(cursor)), "read what stands in a page",
                   "GET /blocks/{id}/children");
}

Call Calls::appendChildren(std::string_view blockId, const Json &blocks, std::string_view after) const
{
    Json body = {{"children", blocks}};
    if (!after.empty()) {
        if (m_version == ApiVersion::V2025_09_03)
            body["after"] = dashed(after);
        else
            body["position"] = {{"type", "after_block"}, {"after_block", {{"id", dashed(after)}}}};
    }
    return making("PATCH", idPath("/blocks/", blockId, "/children"), body, "write into a page", "PATCH /blocks/{id}/children");
}

Call Calls::deleteBlock(std::string_view blockId) const
{
    return {"DELETE", idPath("/blocks/", blockId), {}, true, false, "take something out of a page", "DELETE /blocks/{id}"};
}

Call Calls::markdown(std::string_view pageId) const
{
    return reading(idPath("/pages/", pageId, "/markdown"), "read what stands in a page", "GET /pages/{id}/markdown");
}

Call Calls::replaceMarkdown(std::string_view pageId, std::string_view markdown) const
{
    return writing("PATCH", idPath("/pages/", pageId, "/markdown"),
                   {{"type", "replace_content"}, {"replace_content", {{"new_str", std::string(markdown)}}}},
                   "write what stands in a page", "PATCH /pages/{id}/markdown");
}

std::vector<Json> splitProperties(const Json &properties)
{
    std::vector<Json> parts{Json::object()};
    std::size_t size = 0;
    if (!properties.is_object())
        return parts;
    for (const auto &[key, value] : properties.items()) {
        const auto bytes = dump(key).size() + dump(value).size() + 2;
        if (size > 0 && size + bytes > MaxBodyBytes - RoomForTheRest) {
            parts.emplace_back(Json::object());
            size = 0;
        }
        parts.back()[key] = value;
        size += bytes;
    }
    return parts;
}

Result<http::Request> toRequest(const Call &call, std::string_view base, ApiVersion version, const Secret &token)
{
    if (call.path.empty())
        return fail(Errc::BadInput, "an id of Notion's is not one", call.endpoint, "connect the database again");
    if (call.body.size() > MaxBodyBytes)
        return fail(Errc::BadInput, "the request has more than 500,000 bytes, which Notion does not take", call.endpoint,
                    "shorten the longest text");
    while (!base.empty() && base.back() == '/')
        base.remove_suffix(1);
    http::Request request;
    request.method = call.method;
    request.url = std::string(base) + call.path;
    request.headers = {{"Notion-Version", std::string(name(version))}, {"Accept", "application/json"}};
    if (!call.body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    request.secretHeaders.emplace_back("Authorization", Secret("Bearer " + std::string(token.reveal())));
    request.body = call.body;
    request.timeout = AnswerTime;
    request.maxBody = MaxAnswer;
    return request;
}

} // namespace hs::notion
