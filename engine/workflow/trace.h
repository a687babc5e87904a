#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/interpreter.h"

// The command line's view of the pure engine (rules X1 to X4). Texts in, texts out; files and
// streams are the caller's.
namespace hs::workflow {

/// One line of a dry run with what the machine knows beside it.
struct TraceStep {
    OrderedJson line;    ///< rule X2
    Snapshot snapshot;   ///< after it
    Timestamp now;       ///< simulated, the start is 0
    bool ignored = false; ///< nothing took the input, or it came late; an `advance` in which no timer fired
    std::string fault;   ///< why it failed, for a person; empty unless the status is "error"
    std::vector<Taken> taken;
};
/// Dry run of a script's text (rule X1): the start, then its steps. Fails with BadInput on a bad script, naming the place.
[[nodiscard]] Result<std::vector<TraceStep>> play(const Definition &definition, std::string_view scriptText);

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
