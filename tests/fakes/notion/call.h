#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/notion/answer.h"
#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

class QueryCache;

/// One request to the API, read as far as a route needs it.
struct Call {
    Workspace &space;
    QueryCache &queries;
    Version version = Version::V2026_03_11;
    Actor actor;
    std::vector<std::string> ids; ///< what stood in the path where the route has a place for it, decoded
    std::vector<std::pair<std::string, std::string>> parameters; ///< of the query string, decoded
    Json body;
    std::size_t longest = 100; ///< results in the answer, at most

    [[nodiscard]] std::string parameter(std::string_view name) const
    {
        for (const auto &[key, value] : parameters)
            if (key == name)
                return value;
        return {};
    }
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const ///< "name" and "name[]"
    {
        std::vector<std::string> out;
        for (const auto &[key, value] : parameters)
            if (key == name || key == std::string(name) + "[]")
                out.push_back(value);
        return out;
    }
};

/// Whether a write wants something in the trash: `in_trash`, and `archived` where the version knows it. 400 for others.
[[nodiscard]] std::optional<bool> wantedTrash(const Call &call);

} // namespace hs::test::notion
