#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

/// Bodies of HTML forms. Strict: what a browser or WordPress would not send is refused.
namespace hs::services {

inline constexpr std::size_t MaxFormFields = 500;
inline constexpr std::size_t MaxFormNameBytes = 256;
inline constexpr std::size_t MaxPartHeaderBytes = 4096;

struct FormField {
    std::string name;
    std::string value;                   ///< of a file: empty, its bytes stay in the inbox's copy of the body
    std::optional<std::string> fileName; ///< set for files, may be empty

    friend bool operator==(const FormField &, const FormField &) = default;
};
using FormFields = std::vector<FormField>; ///< in order; names may repeat

/// "application/json" of "Application/JSON; charset=utf-8".
[[nodiscard]] std::string mediaType(std::string_view contentType);
/// The value of a parameter of a header, unquoted: parameter("a/b; boundary=\"x y\"", "boundary") is "x y".
[[nodiscard]] std::optional<std::string> headerParameter(std::string_view header, std::string_view name);

/// application/x-www-form-urlencoded (WHATWG URL §5.1). Fails with BadInput on
/// broken percent escapes, invalid UTF-8 and too many or too long names.
[[nodiscard]] Result<FormFields> parseUrlencoded(std::string_view body);

/// multipart/form-data (RFC 7578). Fails with BadInput on anything but whole parts
/// between the boundary, each with a name.
[[nodiscard]] Result<FormFields> parseMultipart(std::string_view body, std::string_view boundary);

/// Either of the two, by the Content-Type header. Fails with BadInput for other types.
[[nodiscard]] Result<FormFields> parseForm(std::string_view contentType, std::string_view body);

/// The body as an object: JSON as it is (an object or BadInput), forms as texts by
/// name (repeats joined by ", ", files as "[file NAME]"). An empty type means JSON.
[[nodiscard]] Result<Json> parseBody(std::string_view contentType, std::string_view body);

/// As parseBody, with the same errors, but of JSON only the members of the document and of
/// the objects directly within it are kept; arrays and what lies deeper are null (a document at
/// the limit of depth, or with a whole number beyond 64 bits, is kept whole). A fraction of the cost, for the receiver, which
/// needs a few names from a document it must check whole.
[[nodiscard]] Result<Json> parseEnvelope(std::string_view contentType, std::string_view body);

} // namespace hs::services
