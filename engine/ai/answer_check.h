#pragma once

#include <string>

#include "engine/ai/exchange.h"

/// A model's output is data: checked before anybody relies on it.
namespace hs::ai {

/// The JSON of an answer: the text itself, the inside of a fenced block, or the outermost object in prose. BadInput: there is none.
[[nodiscard]] Result<Json> jsonOf(std::string_view text);

/// Checks by JSON Schema (2020-12 as valijson knows it: draft 7 keywords). BadInput: `where` is the JSON pointer, `what` the
/// fault, at most 500 bytes in all.
[[nodiscard]] Result<void> checkBySchema(const Json &schema, const Json &value);

/// The request that asks once more, with the answer that did not fit and why. Done once; then rules decide.
[[nodiscard]] Request repairOf(const Request &request, const Answer &answer, const Error &fault);

} // namespace hs::ai
