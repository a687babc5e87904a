#include <algorithm>
#include <array>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

namespace {

constexpr auto CurrencySigns = std::to_array<std::string_view>({"$", "€", "£", "¥", "₣", "₹", "₽", "₺", "₿", "US$", "A$", "C$"});
constexpr auto CurrencyCodes = std::to_array<std::string_view>({
    "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "sek", "nok", "dkk", "pln", "czk", "mxn", "inr",
});
constexpr auto CurrencyWords = std::to_array<std::string_view>({
    "dollar", "dollars", "bucks", "euro", "euros", "pound", "pounds", "quid", "franken", "francs", "franc", "livre", "livres", "libra",
    "libras", "dolar", "dolares", "peso", "pesos", "cent", "cents", "pfund", "rappen", "kronen", "yen",
});
constexpr auto Multiples = std::to_array<std::string_view>({
    "k", "m", "mio", "mln", "million", "millions", "millionen", "millon", "millones", "tausend", "thousand", "mille", "mil", "tsd",
});

/// A number as people write money, thousands parted or not; where it ends. `at` is a digit.
std::size_t moneyEnd(std::string_view text, std::size_t at)
{
    auto i = at;
    while (i < text.size() && isDigit(text[i]))
        ++i;
    auto plain = i - at <= 3;
    const auto threeDigits = [&](std::size_t from) {
        for (std::size_t k = from; k < from + 3; ++k) {
            if (k >= text.size() || !isDigit(text[k]))
                return false;
        }
        return from + 3 >= text.size() || !isDigit(text[from + 3]);
    };
    while (plain && i < text.size() && (text[i] == '.' || text[i] == ',' || text[i] == ' ' || text[i] == '\'') && threeDigits(i + 1))
        i += 4;
    if (i + 1 < text.size() && (text[i] == '.' || text[i] == ',')) {
        auto decimals = i + 1;
        while (decimals < text.size() && isDigit(text[decimals]))
            ++decimals;
        if (decimals > i + 1)
            return decimals;
        if (text[decimals] == '-') // 450,-
            return text.substr(decimals).starts_with("--") ? decimals + 2 : decimals + 1;
    }
    return i;
}

/// The end of a word of letters that begins at `at`.
std::size_t lettersEnd(std::string_view text, std::size_t at)
{
    auto i = at;
    while (i < text.size() && (isAsciiLetter(text[i]) || static_cast<unsigned char>(text[i]) >= 0x80)) {
        auto next = i;
        if (!isLetter(pointAt(text, next)))
            break;
        i = next;
    }
    return i;
}

/// The end of a currency that begins at `at`, after at most one blank; 0: there is none.
std::size_t currencyAfter(std::string_view text, std::size_t at)
{
    auto i = at;
    if (i < text.size() && (text[i] == ' ' || text[i] == '-'))
        ++i;
    if (i >= text.size())
        return 0;
    for (const auto sign : CurrencySigns) {
        if (text.substr(i).starts_with(sign))
            return i + sign.size();
    }
    const auto end = lettersEnd(text, i);
    if (end == i || end - i > 12 || (end < text.size() && isDigit(text[end])))
        return 0;
    const auto word = folded(text.substr(i, end - i));
    return isListed(CurrencyCodes, word) || isListed(CurrencyWords, word) ? end : 0;
}

/// The begin of a currency that ends before `at`, before at most one blank; `at`: there is none.
std::size_t currencyBefore(std::string_view text, std::size_t at, std::size_t floor)
{
    auto end = at;
    if (end > floor && (text[end - 1] == '-' || text[end - 1] == '+'))
        --end;
    if (end > floor && text[end - 1] == ' ')
        --end;
    const auto before = text.substr(floor, end - floor);
    std::size_t longest = 0;
    for (const auto sign : CurrencySigns) {
        if (before.ends_with(sign))
            longest = std::max(longest, sign.size());
    }
    if (longest > 0)
        return end - longest;
    if (before.size() < 3 || (before.size() > 3 && isWordByte(before[before.size() - 4])))
        return at;
    return isListed(CurrencyCodes, folded(before.substr(before.size() - 3))) ? end - 3 : at;
}

} // namespace

std::vector<Finding> findAmounts(std::string_view text)
{
    std::vector<Finding> found;
    std::size_t floor = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (!isDigit(text[i])) {
            ++i;
            continue;
        }
        const auto inside = i > 0 && (text[i - 1] == '_' || (isWordByte(text[i - 1]) && currencyBefore(text, i, floor) == i));
        const auto begin = currencyBefore(text, i, floor);
        auto end = moneyEnd(text, i);
        if (inside) { // of a word
            i = end;
            continue;
        }
        auto multiple = end;
        if (multiple < text.size() && text[multiple] == ' ')
            ++multiple;
        if (const auto word = lettersEnd(text, multiple); word > multiple && word - multiple <= 9) {
            if (isListed(Multiples, folded(text.substr(multiple, word - multiple))))
                end = word < text.size() && text[word] == '.' && currencyAfter(text, word + 1) > 0 ? word + 1 : word;
        }
        const auto after = currencyAfter(text, end);
        if (after == 0 && begin == i) {
            i = moneyEnd(text, i);
            continue;
        }
        end = after > 0 && begin == i ? after : end;
        found.push_back({"AMOUNT", begin, end, {}});
        floor = i = end;
    }
    return found;
}

} // namespace hs::ai::personal
