#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hs {

/// The candidate that `word` was probably meant to be: least edit distance
/// (optimal string alignment, letter case aside), at most a third of the
/// word's length and never more than 3; the first of equals. Empty when none
/// is that near. For "did you mean". Any thread, O(candidates × length²).
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string> &candidates);

/// `"a", "b", "c"`: every name in quotes, parted by commas.
[[nodiscard]] std::string quotedList(const std::vector<std::string> &names);

} // namespace hs
