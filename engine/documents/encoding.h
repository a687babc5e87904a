#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>

namespace hs::documents {

/// Bytes of any encoding as clean UTF-8: by their mark (BOM), else by what is declared, else by a guess (uchardet).
/// What is no character becomes U+FFFD. Line ends are "\n"; control characters other than tabs and line ends are left
/// out.
[[nodiscard]] std::string toUtf8(std::string_view bytes, std::string_view declared);

/// The same of what says that it is UTF-8.
[[nodiscard]] std::string cleaned(std::string text);

/// In one line: runs of blanks are one space, none at the ends.
[[nodiscard]] std::string oneLine(std::string_view text);

/// One character, as UTF-8; U+FFFD for what is none.
void appendCharacter(std::string &text, char32_t character);

} // namespace hs::documents
