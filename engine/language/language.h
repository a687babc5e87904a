#pragma once

#include <string>
#include <string_view>

/// Of what language a text is, and what follows from that for search.
namespace hs::language {

/// A guess from the common words and letters of the text's first 4,000 bytes: "en", "de", "fr", "es" for the languages the
/// console speaks, another ISO 639-1 code where the script alone tells ("el", "ru", "he", "ar", "ja", "ko", "zh", "th"), "" when
/// nothing speaks for one. Deterministic; any thread.
[[nodiscard]] std::string guess(std::string_view text);

/// The language of a short question, for which a guess needs less: "" when nothing speaks for one, and then it may be English.
[[nodiscard]] std::string guessQuestion(std::string_view text);

} // namespace hs::language
