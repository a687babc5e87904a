#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"

// The command line's view of the pure engine (rules X1 to X4). Texts in, texts out; files and
// streams are the caller's.
namespace hs::workflow {

/// Dry run: one JSON line for the start and one for each step of the script, each ended by a
/// newline. Fails with BadInput when definition or script cannot be used, naming the place.
[[nodiscard]] Result<std::string> trace(std::string_view definitionText, std::string_view scriptText);

/// The findings of one file as a JSON array of rule X4; join the arrays of several files.
struct Validation {
    OrderedJson findings = OrderedJson::array();
    bool sound = true; ///< no error among them
};
[[nodiscard]] Validation validate(std::string_view file, std::string_view text, const AgentCatalog &catalog);

/// One line of `workflow eval`: `{"rule", "data"}` to `{"result"}` or `{"error"}`, without newline.
[[nodiscard]] std::string evalLine(std::string_view line);

} // namespace hs::workflow
