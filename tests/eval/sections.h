#pragma once

#include <filesystem>

#include "engine/agents/books.h"
#include "engine/agents/registry.h"
#include "engine/vocabulary/result.h"
#include "tests/eval/report.h"

// The parts of the evaluation. Each reads its rows below `folder` (tests/eval) and answers what it measured.
namespace hs::eval {

/// `set`: the folder of the requests. Those of "blind", "second" and "third" were written by others, who have seen neither rules nor word
/// lists; of theirs only the recall is asserted.
[[nodiscard]] Result<Section> routing(const agents::Books &books, const std::filesystem::path &folder, const std::string &set);
[[nodiscard]] Result<Section> leads(const agents::Books &books, const std::filesystem::path &folder);
[[nodiscard]] Result<Section> tasks(const agents::AgentRegistry &registry, const agents::Books &books, const std::filesystem::path &folder);
[[nodiscard]] Result<Section> tone(const agents::Books &books, const std::filesystem::path &folder);
[[nodiscard]] Result<Section> citations(const std::filesystem::path &folder);

} // namespace hs::eval
