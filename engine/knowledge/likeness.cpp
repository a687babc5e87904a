#include "engine/knowledge/likeness.h"

#include <array>
#include <bit>

#include "engine/crypto/hash.h"
#include "engine/language/words.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t Bits = 64;
constexpr std::size_t FewestWords = 8;

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL)
{
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

} // namespace

std::uint64_t simHash(std::string_view text)
{
    const auto words = language::words(text);
    if (words.size() < FewestWords)
        return 0;
    std::array<int, Bits> votes{};
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        const auto hash = fnv1a(words[at + 1].folded, fnv1a(" ", fnv1a(words[at].folded)));
        for (std::size_t bit = 0; bit < Bits; ++bit)
            votes[bit] += (hash >> bit) & 1U ? 1 : -1;
    }
    std::uint64_t hash = 0;
    for (std::size_t bit = 0; bit < Bits; ++bit)
        hash |= std::uint64_t(votes[bit] > 0) << bit;
    return hash;
}

std::string foldedHash(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    for (const auto &word : language::words(text)) {
        folded += word.folded;
        folded += ' ';
    }
    return crypto::sha256(folded);
}

} // namespace hs::knowledge
