#include "tests/fakes/notion/paging.h"

#include <algorithm>

#include "engine/crypto/hash.h"

namespace hs::test::notion {

namespace {

constexpr std::size_t MaxPage = 100;
constexpr std::string_view Mark = "fake:";

} // namespace

std::size_t pageSizeOf(const Call &call)
{
    std::size_t size = MaxPage;
    if (const auto given = call.parameter("page_size"); !given.empty())
        size = std::size_t(std::strtoul(given.c_str(), nullptr, 10));
    else if (const Json &asked = member(call.body, "page_size"); !asked.is_null())
        size = asked.is_number_integer() && asked.get<std::int64_t>() > 0 ? std::size_t(asked.get<std::int64_t>()) : 0;
    if (size < 1 || size > MaxPage)
        refuse("body failed validation: body.page_size should be ≥ `1` and ≤ `100`.");
    return std::max<std::size_t>(1, std::min(size, call.longest));
}

std::string cursorOf(const Call &call)
{
    const auto given = call.parameter("start_cursor");
    return given.empty() ? text(call.body, "start_cursor") : given;
}

std::string cursorFor(std::size_t position)
{
    return crypto::toBase64Url(std::string(Mark) + std::to_string(position));
}

std::size_t positionOf(const std::string &cursor)
{
    if (cursor.empty())
        return 0;
    std::string padded = cursor;
    while (padded.size() % 4 != 0)
        padded += '=';
    const auto decoded = crypto::fromBase64(padded);
    if (!decoded || decoded->rfind(Mark, 0) != 0)
        refuse("The start_cursor provided is invalid: " + cursor);
    return std::size_t(std::strtoul(decoded->c_str() + Mark.size(), nullptr, 10));
}

Json pagedList(const Call &call, const Json &all, const std::string &type)
{
    const auto from = std::min(positionOf(cursorOf(call)), all.size());
    const auto to = std::min(from + pageSizeOf(call), all.size());
    Json results = Json::array();
    for (auto i = from; i < to; ++i)
        results.push_back(all[i]);
    const bool more = to < all.size();
    return {{"object", "list"}, {"results", std::move(results)},  {"has_more", more}, {"next_cursor", more ? Json(cursorFor(to)) : Json()},
            {"type", type},     {type, Json::object()}};
}

} // namespace hs::test::notion
