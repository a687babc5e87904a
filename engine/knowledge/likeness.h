#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hs::knowledge {

/// 64-bit SimHash (Charikar 2002) of a text's pairs of folded words, each by 64-bit FNV-1a: texts that are nearly the same differ in few bits. 0 for
/// a text of fewer than 8 words, which are too few to say.
[[nodiscard]] std::uint64_t simHash(std::string_view text);

/// SHA-256 of a text's folded words, 32 bytes: the same for texts that differ in blanks, case and signs alone.
[[nodiscard]] std::string foldedHash(std::string_view text);

} // namespace hs::knowledge
