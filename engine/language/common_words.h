#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hs::language {

/// English, German, French and Spanish, and behind them those that are only told apart from these.
constexpr std::size_t CommonWordLanguages = 10;

/// In which languages' lists of common words a folded word stands, for guessing a text's language.
[[nodiscard]] std::array<bool, CommonWordLanguages> languagesOfCommonWord(std::string_view folded);

} // namespace hs::language
