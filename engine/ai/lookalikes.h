#pragma once

#include <string>
#include <string_view>

/// Letters of other scripts that look like Latin ones, for texts in which somebody hides words. Pure; any thread.
namespace hs::ai {

/// The small Latin letter a small letter of Cyrillic, Greek or Armenian looks like; the letter itself where it looks like none.
[[nodiscard]] char32_t latinOf(char32_t point);

/// A folded word (personal::folded) as it looks: "ѕуѕtеm" is "system". Digits among letters are read as the letters they stand
/// for ("1gn0re").
[[nodiscard]] std::string latinised(std::string_view folded);

} // namespace hs::ai
