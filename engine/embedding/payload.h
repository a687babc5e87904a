#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// What the shipped files of numbers are made of (atlas.model, subjects.model): whole numbers of 4 and 8 bytes, floats, signed bytes, little-endian.
namespace hs::embedding {

/// `count` is at most 8, and so many bytes are there.
[[nodiscard]] std::uint64_t littleEndian(const char *bytes, std::size_t count);

/// FNV-1a over words of 8 bytes, folded, so that a change of any bit changes the result. What is left behind the last word does not count.
[[nodiscard]] std::uint64_t payloadChecksum(std::string_view payload);

/// Reads on through a payload. What goes past its end gives zeros and is told by `good`.
class PayloadReader {
public:
    explicit PayloadReader(std::string_view payload) : m_rest(payload) {}

    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

    std::string_view bytes(std::size_t count);
    /// Not good when one is not finite.
    std::vector<float> floats(std::size_t count);
    /// They stay where they are. Not good when one is -128, for sums are counted for at most 127.
    std::span<const std::int8_t> weights(std::size_t count);

private:
    std::string_view m_rest;
    bool m_good = true;
};

} // namespace hs::embedding
