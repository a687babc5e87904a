#include "engine/services/money.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "engine/vocabulary/trimmed.h"

namespace hs::services {

namespace {

// docs.stripe.com/currencies: amounts of these have no smaller unit, or a thousand of them.
constexpr std::array<std::string_view, 15> NoDigits{"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
                                                    "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 5> ThreeDigits{"BHD", "JOD", "KWD", "OMR", "TND"};

int digitsOf(std::string_view currency)
{
    const auto code = currencyCode(currency);
    if (std::find(NoDigits.begin(), NoDigits.end(), code) != NoDigits.end())
        return 0;
    return std::find(ThreeDigits.begin(), ThreeDigits.end(), code) != ThreeDigits.end() ? 3 : 2;
}

} // namespace

std::string currencyCode(std::string_view currency)
{
    std::string code(currency);
    for (char &c : code) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return code;
}

double fromMinorUnits(std::int64_t amount, std::string_view currency)
{
    static constexpr std::array<double, 4> Scale{1, 10, 100, 1000};
    return double(amount) / Scale[std::size_t(digitsOf(currency))];
}

std::string moneyText(std::int64_t minorAmount, std::string_view currency)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digitsOf(currency), fromMinorUnits(minorAmount, currency));
    const auto code = currencyCode(currency);
    return std::string(text.data()) + (code.empty() ? "" : " " + code);
}

std::optional<double> amountOf(const Json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const auto &whole = value.get_ref<const std::string &>();
    const auto text = trimmed(whole);
    double amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(amount))
        return std::nullopt;
    return amount;
}

} // namespace hs::services
