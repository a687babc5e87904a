#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace hs::test::notion {

/// Ids and randomness from one seed: the same seed and the same calls give the same ids. Not thread-safe.
class IdSource {
public:
    explicit IdSource(std::uint64_t seed) : m_random(seed) {}
    [[nodiscard]] std::string uuid(); ///< with dashes, lower case, version 4
    /// Four characters, some of which have to be encoded in a URL, as Notion's do ("J@cT"). Not encoded.
    [[nodiscard]] std::string property();
    [[nodiscard]] double share(); ///< evenly from [0, 1)

private:
    std::mt19937_64 m_random;
};

/// A UUID with or without dashes, of either case, as the fake keeps it (dashes, lower case). Nothing for anything else.
[[nodiscard]] std::optional<std::string> canonicalId(std::string_view text);

[[nodiscard]] std::string urlEncoded(std::string_view text); ///< all but letters, digits and -._~
[[nodiscard]] std::string urlDecoded(std::string_view text); ///< a broken escape stays as it is

} // namespace hs::test::notion
