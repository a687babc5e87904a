#pragma once

#include <cstdint>
#include <string_view>

namespace hs::embedding {

/// FNV-1a of 64 bits: finds damage, not forgery.
[[nodiscard]] inline std::uint64_t checksum(std::string_view bytes)
{
    std::uint64_t sum = 0xCBF2'9CE4'8422'2325U;
    for (const char byte : bytes)
        sum = (sum ^ static_cast<unsigned char>(byte)) * 0x0000'0100'0000'01B3U;
    return sum;
}

} // namespace hs::embedding
