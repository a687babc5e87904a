#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

namespace hs::test {

/// One request to the API as the fake saw it.
struct NotionRequest {
    std::uint64_t number = 0; ///< from 1, in the order of arrival
    Timestamp at{};           ///< on the fake's clock
    std::string method;
    std::string target;       ///< path and query string
    std::string version;      ///< Notion-Version
    std::string body;
    int status = 0;           ///< of the answer; 0: nothing was done and nothing answered
    std::string fault;        ///< what struck it; empty: nothing
};

[[nodiscard]] inline Json toJson(const NotionRequest &request)
{
    const auto body = parseJson(request.body);
    return {{"number", request.number},   {"at", toRfc3339(request.at)}, {"method", request.method}, {"path", request.target},
            {"version", request.version}, {"status", request.status},    {"fault", request.fault},
            {"body", request.body.empty() ? Json() : body ? *body : Json(request.body)}};
}

} // namespace hs::test
