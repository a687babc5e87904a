#include "engine/ai/lookalikes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/ai/personal/view.h"

namespace hs::ai {

char32_t latinOf(char32_t point)
{
    static constexpr auto Table = std::to_array<std::pair<char32_t, char>>({
        // other Latin
        {0x0131, 'i'}, {0x0251, 'a'}, {0x0261, 'g'}, {0x0269, 'i'}, {0x028F, 'y'},
        // Greek
        {0x03B1, 'a'}, {0x03B2, 'b'}, {0x03B3, 'y'}, {0x03B5, 'e'}, {0x03B7, 'n'}, {0x03B9, 'i'}, {0x03BA, 'k'}, {0x03BC, 'u'},
        {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C3, 'o'}, {0x03C4, 't'}, {0x03C5, 'u'}, {0x03C7, 'x'}, {0x03C9, 'w'},
        {0x03F2, 'c'}, {0x03F3, 'j'},
        // Cyrillic
        {0x0430, 'a'}, {0x0432, 'b'}, {0x0433, 'r'}, {0x0435, 'e'}, {0x0438, 'u'}, {0x043A, 'k'}, {0x043C, 'm'}, {0x043D, 'h'},
        {0x043E, 'o'}, {0x043F, 'n'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0455, 's'},
        {0x0456, 'i'}, {0x0457, 'i'}, {0x0458, 'j'}, {0x045B, 'h'}, {0x0461, 'w'}, {0x0475, 'v'}, {0x04BB, 'h'}, {0x04CF, 'l'},
        {0x0501, 'd'}, {0x051B, 'q'}, {0x051D, 'w'},
        // Armenian, small capitals
        {0x0561, 'w'}, {0x0566, 'q'}, {0x0570, 'h'}, {0x0578, 'n'}, {0x057D, 'u'}, {0x0581, 'g'}, {0x0585, 'o'}, {0x1D04, 'c'},
    });
    const auto *found = std::lower_bound(Table.begin(), Table.end(), point, [](const auto &entry, char32_t p) { return entry.first < p; });
    return found != Table.end() && found->first == point ? static_cast<char32_t>(found->second) : point;
}

std::string latinised(std::string_view folded)
{
    std::string out;
    auto digits = false;
    auto letters = false;
    for (std::size_t i = 0; i < folded.size();) {
        const auto point = latinOf(personal::pointAt(folded, i));
        digits = digits || (point >= U'0' && point <= U'9');
        letters = letters || (point >= U'a' && point <= U'z');
        personal::appendPoint(out, point);
    }
    if (digits && letters) {
        constexpr std::string_view Written = "01345789";
        constexpr std::string_view Read = "oieastbg";
        for (auto &c : out) {
            if (const auto at = Written.find(c); at != std::string_view::npos)
                c = Read[at];
        }
    }
    return out;
}

} // namespace hs::ai
