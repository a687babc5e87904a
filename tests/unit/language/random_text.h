#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

/// Texts that nobody wrote, for the tests of what reads texts: every script, every kind of blank, marks, emoji, and bytes that
/// are no characters at all.
namespace hs::test {

/// Appends a character, also one that UTF-8 does not allow.
inline void appendCharacter(std::string &text, std::uint32_t c)
{
    const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) {
        text += byte(c);
    } else if (c < 0x800) {
        text += byte(0xC0U | (c >> 6));
        text += byte(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        text += byte(0xE0U | (c >> 12));
        text += byte(0x80U | ((c >> 6) & 0x3FU));
        text += byte(0x80U | (c & 0x3FU));
    } else {
        text += byte(0xF0U | (c >> 18));
        text += byte(0x80U | ((c >> 12) & 0x3FU));
        text += byte(0x80U | ((c >> 6) & 0x3FU));
        text += byte(0x80U | (c & 0x3FU));
    }
}

class RandomText {
public:
    explicit RandomText(std::uint32_t seed)
        : m_random(seed)
    {
    }

    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(m_random() % end); }

    /// About so many words. `broken`: with bytes that are no UTF-8.
    std::string text(std::uint32_t words, bool broken = false)
    {
        static constexpr std::array<std::string_view, 40> Some{"studio", "Refund", "the", "Dr.", "e.g.", "für", "Straße", "l'été", "¿Cuándo?",
            "don't", "ERR-4012", "(see", "Fig.", "3)", "…", "naïve", "e\xCC\x81", "日本語の文書です。", "今日", "ไทยภาษา", "ខ្មែរ", "한국어",
            "Привет", "Ελλάδα", "שלום", "مرحبا", "हिन्दी", "👩‍👩‍👧", "🙂", "a\"b", "x:y", "-not", "\xC2\xA0", "\xE3\x80\x80",
            "\xE2\x80\xA8", "end.", "Yes!", "İstanbul", "ﬁne", "No."};
        static constexpr std::array<std::string_view, 8> Between{" ", " ", " ", " ", "\n", "\n\n", "  ", ""};
        static constexpr std::array<std::string_view, 6> Broken{"\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xED\xA0\x80", "\xC0\x80"};
        std::string all;
        for (std::uint32_t i = 0; i < words; ++i) {
            switch (below(10)) {
            case 0: appendCharacter(all, 1 + below(0xD7FF)); break;
            case 1: appendCharacter(all, 0xE000 + below(0x102000)); break;
            case 2: all += broken ? Broken[below(Broken.size())] : std::string_view("word. "); break;
            default: all += Some[below(Some.size())]; break;
            }
            all += Between[below(Between.size())];
        }
        return all;
    }

private:
    std::mt19937 m_random;
};

} // namespace hs::test
