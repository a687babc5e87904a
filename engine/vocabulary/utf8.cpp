#include "engine/vocabulary/utf8.h"

namespace hs {

bool isUtf8(std::string_view bytes)
{
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    std::size_t i = 0;
    while (i < bytes.size()) {
        const unsigned lead = byteAt(i++);
        if (lead < 0x80)
            continue;
        const std::size_t following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (lead < 0xC2 || lead > 0xF4 || bytes.size() - i < following)
            return false;
        // Only the first following byte has a narrower range, which shuts out overlong forms and surrogates.
        const unsigned second = byteAt(i);
        const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high)
            return false;
        for (std::size_t k = 1; k < following; ++k) {
            if ((byteAt(i + k) & 0xC0U) != 0x80)
                return false;
        }
        i += following;
    }
    return true;
}

std::string_view upTo(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return text.substr(0, most);
}

std::string shortened(std::string_view text, std::size_t most)
{
    const auto beginning = upTo(text, most);
    return std::string(beginning) + (beginning.size() < text.size() ? "…" : "");
}

} // namespace hs
