#pragma once

#include <bitset>
#include <string_view>
#include <vector>

/// Inside of the module: how people try to steer a model, in English, German, French and Spanish.
namespace hs::ai {

/// Sorts of words by their numbers.
using WordSorts = std::bitset<128>;
/// All sorts that a folded word is of. O(length of the word).
[[nodiscard]] WordSorts sortsOf(std::string_view word);

/// A word of each sort in this order, with at most `gap` other words between two of them.
struct SteeringPhrase {
    std::string_view kind; ///< of the sign: "orders"
    std::vector<std::size_t> sorts;
    std::size_t gap = 0;
};
/// All languages in one list: a letter may mix them.
[[nodiscard]] const std::vector<SteeringPhrase> &steeringPhrases();

} // namespace hs::ai
