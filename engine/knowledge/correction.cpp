#include <algorithm>
#include <array>
#include <cstddef>

#include <unicode/uchar.h>

#include "engine/knowledge/query_syntax.h"
#include "engine/language/characters.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t ShortestMended = 4; // letters
constexpr std::size_t TwoEdits = 8;
constexpr std::size_t LongestMended = 40;

/// The letters of a word; empty for what is no word of letters (numbers, codes, scripts without blanks) or too long.
std::u32string lettersOf(std::string_view word)
{
    std::u32string letters;
    if (word.size() > LongestMended * 4 || language::isUnspaced(word))
        return letters;
    for (std::size_t at = 0; at < word.size();) {
        const auto c = language::nextCharacter(word, at);
        if (c == language::NoCharacter || !u_isalpha(static_cast<UChar32>(c)) || letters.size() >= LongestMended)
            return {};
        letters += c;
    }
    return letters;
}

/// Insertions, deletions, substitutions and swapped neighbours (optimal string alignment); more than `most` as `most` + 1.
std::size_t edits(const std::u32string &a, const std::u32string &b, std::size_t most)
{
    const auto longer = std::max(a.size(), b.size());
    if (longer - std::min(a.size(), b.size()) > most)
        return most + 1;
    std::array<std::array<std::size_t, LongestMended + 1>, 3> rows{};
    for (std::size_t k = 0; k <= b.size(); ++k)
        rows[0][k] = k;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto &row = rows[i % 3];
        const auto &above = rows[(i + 2) % 3];
        const auto &twoAbove = rows[(i + 1) % 3];
        auto least = row[0] = i;
        for (std::size_t k = 1; k <= b.size(); ++k) {
            row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = std::min(row[k], twoAbove[k - 2] + 1);
            least = std::min(least, row[k]);
        }
        if (least > most + 1) // a swap looks two rows back, so one row above the limit may still come down
            return most + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], most + 1);
}

} // namespace

std::optional<std::string> correction(std::string_view folded, const KnownWords &known)
{
    const auto typed = lettersOf(folded);
    if (typed.size() < ShortestMended || !known)
        return {};
    const std::size_t most = typed.size() >= TwoEdits ? 2 : 1;
    std::string best;
    std::size_t bestEdits = most + 1;
    std::int64_t bestPassages = 0;
    const auto look = [&](std::string_view prefix) {
        known(prefix, [&](std::string_view word, std::int64_t passages) {
            const auto letters = lettersOf(word);
            if (letters.size() + 1 < ShortestMended)
                return;
            const auto distance = edits(typed, letters, most);
            if (distance > most)
                return;
            const bool better = distance != bestEdits ? distance < bestEdits
                : passages != bestPassages            ? passages > bestPassages
                                                      : word < best;
            if (better) {
                best = word;
                bestEdits = distance;
                bestPassages = passages;
            }
        });
    };
    // Mistakes are seldom in the first letter, and the words of one letter are far fewer than all.
    std::size_t first = 0, second = 0;
    static_cast<void>(language::nextCharacter(folded, first));
    second = first;
    static_cast<void>(language::nextCharacter(folded, second));
    look(folded.substr(0, first));
    if (bestEdits > most && folded.substr(first, second - first) != folded.substr(0, first))
        look(folded.substr(first, second - first));
    if (bestEdits > most)
        look({});
    if (bestEdits > most || bestEdits == 0)
        return {};
    return best;
}

} // namespace hs::knowledge
