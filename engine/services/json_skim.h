#pragma once

#include <optional>
#include <string_view>

#include "engine/vocabulary/json.h"

namespace hs::services {

/// Reads over a document in one pass and builds next to nothing: checks that it is JSON (RFC 8259) in valid
/// UTF-8 and not nested too deeply, and keeps the scalar members of the document and of the objects directly
/// within it; lists, and what lies deeper, are null. A parser that builds the whole document takes ten times
/// as long, and the receiver needs a few names only.
///
/// Never takes what `parseJson` refuses. The reverse may happen with rare forms (a number with an exponent, a
/// surrogate pair written as escapes, a byte order mark), and for a document that is no object: then the
/// answer is empty, and `parseJson` has the word, also on what is wrong and where. Any thread.
[[nodiscard]] std::optional<Json> skimJson(std::string_view text);

} // namespace hs::services
