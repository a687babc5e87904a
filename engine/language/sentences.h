#pragma once

#include <string_view>
#include <vector>

#include "engine/language/words.h"

namespace hs::language {

/// The sentences of a text, in order, without the blanks around them; together they hold every character that is no blank.
/// ICU's sentence breaks, but none behind an abbreviation of the language ("en", "de", "fr", "es"; Fig., No. 7, e.g., Dr. …), an
/// initial, one short capitalised word, and none at the end of a line that was only full. Never inside of a character. Invalid
/// UTF-8 is taken as it is. Any thread.
[[nodiscard]] std::vector<Span> sentences(std::string_view text, std::string_view language);

} // namespace hs::language
