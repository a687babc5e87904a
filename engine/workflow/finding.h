#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"

namespace hs::workflow {

enum class Severity { Error, Warning };

/// One problem of a definition. Codes beginning with E forbid to run it, those with W do not.
struct Finding {
    std::string code; ///< "E022"
    Severity severity = Severity::Error;
    std::string pointer;  ///< RFC 6901, "" is the whole document
    std::size_t line = 1; ///< from 1
    std::size_t column = 1; ///< from 1, in bytes
    std::string message;

    friend bool operator==(const Finding &, const Finding &) = default;
};

[[nodiscard]] std::string_view name(Severity severity); ///< "error", "warning"
[[nodiscard]] bool hasErrors(const std::vector<Finding> &findings);

/// `{file, code, severity, pointer, line, column, message}` (rule X4).
[[nodiscard]] OrderedJson toJson(const Finding &finding, std::string_view file);

/// "E022 /initial (line 4, column 14): …", for logs and one-line errors.
[[nodiscard]] std::string describe(const Finding &finding);

} // namespace hs::workflow
