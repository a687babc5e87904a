#include <array>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

namespace {

struct IbanLength {
    std::string_view country;
    std::size_t length;
};
/// SWIFT's registry of IBAN formats.
constexpr auto IbanLengths = std::to_array<IbanLength>({
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BR", 29}, {"BY", 28},
    {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22},
    {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20},
    {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15},
    {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SC", 31}, {"SE", 24}, {"SI", 19},
    {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
});

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

std::size_t ibanLength(std::string_view country)
{
    for (const auto &entry : IbanLengths) {
        if (entry.country == country)
            return entry.length;
    }
    return 0;
}

/// Remainder by 97, the first four characters moved to the end, letters as 10 to 35 (ISO 7064).
bool ibanChecks(std::string_view iban)
{
    unsigned remainder = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const auto c = iban[(i + 4) % iban.size()];
        remainder =
            isDigit(c) ? (remainder * 10 + static_cast<unsigned>(c - '0')) % 97 : (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
    return remainder == 1;
}

/// Where an IBAN that begins at `at` ends; 0: there is none.
std::size_t ibanEnd(std::string_view text, std::size_t at, std::string &iban)
{
    constexpr std::size_t Shortest = 15;
    if (text.size() - at < Shortest || !isAsciiLetter(text[at]) || !isAsciiLetter(text[at + 1]) || !isDigit(text[at + 2]) || !isDigit(text[at + 3]))
        return 0;
    iban = {upper(text[at]), upper(text[at + 1])};
    const auto length = ibanLength(iban);
    auto i = at + 2;
    auto parted = false;
    while (i < text.size() && iban.size() < length) {
        if (isAlnum(text[i])) {
            iban += upper(text[i]);
            parted = false;
        } else if (parted || (text[i] != ' ' && text[i] != '-' && text[i] != '.')) {
            return 0;
        } else {
            parted = true;
        }
        ++i;
    }
    if (length == 0 || iban.size() < length || (i < text.size() && isWordByte(text[i])))
        return 0;
    return ibanChecks(iban) ? i : 0;
}

bool luhnChecks(std::string_view digits)
{
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto value = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0');
        if (i % 2 == 1)
            value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

/// Whether a card's number may begin so and have so many digits.
bool isCard(std::string_view digits)
{
    const auto size = digits.size();
    const auto first = [&](std::size_t count) {
        unsigned value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value * 10 + static_cast<unsigned>(digits[i] - '0');
        return value;
    };
    if (size < 14 || size > 19)
        return false;
    const auto two = first(2);
    const auto four = first(4);
    auto known = false;
    if (digits[0] == '4')
        known = size == 16 || size == 19;
    else if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        known = size == 16;
    else if (two == 34 || two == 37)
        known = size == 15;
    else if (two == 30 || two == 36 || two == 38 || two == 39)
        known = size == 14 || size == 16;
    else if (two == 35 || two == 50 || (two >= 56 && two <= 69))
        known = size >= 16;
    return known && luhnChecks(digits);
}

/// Where a card's number that begins at `at` ends; 0: there is none.
std::size_t cardEnd(std::string_view text, std::size_t at)
{
    std::string digits;
    std::size_t best = 0;
    auto i = at;
    while (i < text.size() && digits.size() <= 19) {
        if (!isDigit(text[i])) {
            const auto parts = (text[i] == ' ' || text[i] == '-') && i + 1 < text.size() && isDigit(text[i + 1]);
            if (!parts)
                break;
            ++i;
        }
        digits += text[i++];
        const auto ends = i == text.size() || !isWordByte(text[i]);
        if (ends && isCard(digits))
            best = i;
    }
    return best;
}

} // namespace

std::vector<Finding> findBank(std::string_view text)
{
    std::vector<Finding> found;
    std::string iban;
    for (std::size_t i = 0; i < text.size();) {
        if (!isWordByte(text[i])) {
            ++i;
            continue;
        }
        if (const auto end = ibanEnd(text, i, iban); end > 0) {
            found.push_back({"BANK", i, end, iban});
            i = end;
            continue;
        }
        if (isDigit(text[i])) {
            if (const auto end = cardEnd(text, i); end > 0) {
                std::string digits;
                for (std::size_t k = i; k < end; ++k) {
                    if (isDigit(text[k]))
                        digits += text[k];
                }
                found.push_back({"CARD", i, end, digits});
                i = end;
                continue;
            }
        }
        while (i < text.size() && isWordByte(text[i])) // a number begins where a word begins
            ++i;
    }
    return found;
}

} // namespace hs::ai::personal
