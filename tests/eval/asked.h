#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/agents/grace/router.h"
#include "engine/vocabulary/json.h"

// Labelled requests as the router gets them (README.md says what a row holds).
namespace hs::eval {

/// The businesses of studio.json.
struct Studio {
    agents::RoutingFacts facts;
    std::map<std::string, std::string> ids; ///< key of the files → id
    std::map<std::string, std::string> keys; ///< and back
};
[[nodiscard]] Result<Studio> readStudio(const std::filesystem::path &file);

[[nodiscard]] agents::Request requestOf(const Json &row);
[[nodiscard]] agents::RoutingFacts factsOf(const Json &row, const Studio &studio);

} // namespace hs::eval
