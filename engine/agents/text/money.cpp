#include "engine/agents/text/money.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace hs::agents {

namespace {

struct CurrencySign {
    std::string_view sign;
    std::string_view code;
};
constexpr std::array<CurrencySign, 4> CurrencySigns{{{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}}};
constexpr std::array<CurrencySign, 14> CurrencyWords{{{"usd", "USD"}, {"dollar", "USD"}, {"dollars", "USD"}, {"bucks", "USD"},
                                      {"eur", "EUR"}, {"euro", "EUR"}, {"euros", "EUR"}, {"gbp", "GBP"},
                                      {"pound", "GBP"}, {"pounds", "GBP"}, {"chf", "CHF"}, {"franken", "CHF"},
                                      {"francs", "CHF"}, {"jpy", "JPY"}}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view wordCurrency(std::string_view word)
{
    const auto low = fold(word);
    for (const auto &w : CurrencyWords)
        if (w.sign == low)
            return w.code;
    return {};
}

std::string_view before(std::string_view text, std::size_t at, std::size_t &begin)
{
    auto end = at;
    while (end > 0 && text[end - 1] == ' ')
        --end;
    for (const auto &s : CurrencySigns)
        if (text.substr(0, end).ends_with(s.sign)) {
            begin = end - s.sign.size();
            return s.code;
        }
    auto word = end;
    while (word > 0 && ((text[word - 1] >= 'a' && text[word - 1] <= 'z') || (text[word - 1] >= 'A' && text[word - 1] <= 'Z')))
        --word;
    const auto code = wordCurrency(text.substr(word, end - word));
    if (code.size() == 3 && end - word == 3) {
        begin = word;
        return code;
    }
    return {};
}

std::string_view after(std::string_view text, std::size_t at, std::size_t &end)
{
    auto i = at;
    while (i < text.size() && (text[i] == ' ' || text[i] == '-'))
        ++i;
    for (const auto &s : CurrencySigns)
        if (text.substr(i).starts_with(s.sign)) {
            end = i + s.sign.size();
            return s.code;
        }
    auto word = i;
    while (word < text.size() && ((text[word] >= 'a' && text[word] <= 'z') || (text[word] >= 'A' && text[word] <= 'Z')))
        ++word;
    const auto code = wordCurrency(text.substr(i, word - i));
    if (!code.empty())
        end = word;
    return code;
}

} // namespace

std::optional<double> amountOf(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    std::string digits;
    auto negative = false;
    if (!text.empty() && text.front() == '-') {
        negative = true;
        text.remove_prefix(1);
    }
    if (text.empty() || !isDigit(text.front()))
        return std::nullopt;
    const auto dot = text.rfind('.');
    const auto comma = text.rfind(',');
    auto last = std::string_view::npos;
    if (dot != std::string_view::npos)
        last = dot;
    if (comma != std::string_view::npos && (last == std::string_view::npos || comma > last))
        last = comma;
    // one mark with three digits after it parts thousands: 15,000 and 1.200
    const auto both = dot != std::string_view::npos && comma != std::string_view::npos;
    const auto decimals = last != std::string_view::npos ? text.size() - last - 1 : 0;
    const auto isDecimal = last != std::string_view::npos && (both || decimals != 3) && decimals > 0
        && std::count(text.begin(), text.end(), text[last]) == 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDigit(text[i]))
            digits += text[i];
        else if (i == last && isDecimal)
            digits += '.';
        else if (text[i] != '.' && text[i] != ',')
            return std::nullopt;
    }
    if (digits.size() > 18)
        return std::nullopt;
    const auto value = std::strtod(digits.c_str(), nullptr);
    return negative ? -value : value;
}

std::vector<Money> moneyIn(std::string_view text, const std::vector<Span> &dropped)
{
    std::vector<Money> out;
    for (std::size_t i = 0; i < text.size();) {
        if (!isDigit(text[i])) {
            ++i;
            continue;
        }
        const auto begin = i;
        while (i < text.size() && (isDigit(text[i]) || ((text[i] == '.' || text[i] == ',') && i + 1 < text.size() && isDigit(text[i + 1]))))
            ++i;
        const auto amount = amountOf(text.substr(begin, i - begin));
        auto end = i;
        double factor = 1;
        if (i < text.size() && (text[i] == 'k' || text[i] == 'K') && (i + 1 == text.size() || !std::isalpha(static_cast<unsigned char>(text[i + 1])))) {
            factor = 1000;
            end = ++i;
        }
        if (!amount)
            continue;
        Money money{*amount * factor, {}, {begin, end}};
        auto from = begin;
        auto to = end;
        if (const auto code = before(text, begin, from); !code.empty()) {
            money.currency = code;
            money.span.begin = from;
        } else if (const auto later = after(text, end, to); !later.empty()) {
            money.currency = later;
            money.span.end = to;
        } else
            continue;
        const auto isDropped = std::any_of(dropped.begin(), dropped.end(), [&](Span s) { return s.begin <= begin && begin < s.end; });
        if (!isDropped)
            out.push_back(money);
    }
    return out;
}

std::string moneyText(double amount, std::string_view currency)
{
    std::string prefix(currency);
    for (const auto &s : CurrencySigns)
        if (s.code == currency)
            prefix = s.sign;
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.2f", amount);
    return prefix.empty() ? std::string(buffer.data()) : prefix + " " + buffer.data();
}

} // namespace hs::agents
