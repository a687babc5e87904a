#include "tests/fakes/notion/routes.h"

#include <array>

#include "tests/fakes/notion/query.h"

namespace hs::test::notion {

namespace {

struct Route {
    std::string_view method;
    std::string_view path; ///< "{}" stands for one segment
    Answer (*run)(Call &);
};

constexpr std::array<Route, 24> Routes{{
    {"GET", "/v1/users/me", getMe},
    {"GET", "/v1/users", listUsers},
    {"GET", "/v1/users/{}", getUser},
    {"POST", "/v1/search", search},
    {"POST", "/v1/databases", createDatabase},
    {"GET", "/v1/databases/{}", getDatabase},
    {"PATCH", "/v1/databases/{}", patchDatabase},
    {"POST", "/v1/data_sources", createDataSource},
    {"GET", "/v1/data_sources/{}", getDataSource},
    {"PATCH", "/v1/data_sources/{}", patchDataSource},
    {"POST", "/v1/data_sources/{}/query", queryDataSource},
    {"GET", "/v1/data_sources/{}/templates", listTemplates},
    {"POST", "/v1/pages", createPage},
    {"GET", "/v1/pages/{}", getPage},
    {"PATCH", "/v1/pages/{}", patchPage},
    {"POST", "/v1/pages/{}/move", movePage},
    {"GET", "/v1/pages/{}/properties/{}", getPropertyItem},
    {"GET", "/v1/pages/{}/markdown", getMarkdown},
    {"PATCH", "/v1/pages/{}/markdown", patchMarkdown},
    {"GET", "/v1/blocks/{}", getBlock},
    {"PATCH", "/v1/blocks/{}", patchBlock},
    {"DELETE", "/v1/blocks/{}", deleteBlock},
    {"GET", "/v1/blocks/{}/children", listChildren},
    {"PATCH", "/v1/blocks/{}/children", appendChildren},
}};

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string> &ids)
{
    ids.clear();
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = pattern.substr(0, pattern.find('/', 1));
        const auto given = path.substr(0, path.find('/', 1));
        if (wanted == "/{}" && given.size() > 1)
            ids.push_back(urlDecoded(given.substr(1)));
        else if (wanted != given)
            return false;
        pattern.remove_prefix(wanted.size());
        path.remove_prefix(given.size());
    }
    return pattern.empty() && path.empty();
}

} // namespace

Answer dispatch(Call &call, std::string_view method, std::string_view path)
{
    for (const Route &route : Routes)
        if (route.method == method && matches(route.path, path, call.ids))
            return route.run(call);
    throw Refusal{400, "invalid_request_url", "Invalid request URL.", nullptr};
}

bool isWrite(std::string_view method, std::string_view path)
{
    if (method == "PATCH" || method == "DELETE")
        return true;
    const auto endsWith = [&](std::string_view end) { return path.size() >= end.size() && path.substr(path.size() - end.size()) == end; };
    return method == "POST" && !endsWith("/query") && !endsWith("/search");
}

std::optional<bool> wantedTrash(const Call &call)
{
    const Json &now = member(call.body, "in_trash");
    const Json &before = member(call.body, "archived");
    if (call.body.is_object() && call.body.contains("archived") && call.version == Version::V2026_03_11)
        refuse("body failed validation: body.archived should be not present. Use in_trash.");
    const Json &wanted = now.is_null() ? before : now;
    if (wanted.is_null())
        return std::nullopt;
    if (!wanted.is_boolean())
        refuse("body failed validation: body.in_trash should be a boolean.");
    return wanted.get<bool>();
}

} // namespace hs::test::notion
