#include "engine/agents/solari/rules.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

template <std::size_t N>
std::string look(const std::array<std::pair<std::string_view, std::string_view>, N> &table, std::string_view word)
{
    const auto low = fold(word);
    for (const auto &[from, to] : table)
        if (from == low)
            return std::string(to);
    return {};
}

} // namespace

std::string bookingStateOf(std::string_view status)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> Table{
        {{"pending", "new_booking"}, {"approved", "payment_pending"}, {"paid", "payment_confirmed"}, {"canceled", "canceled"},
         {"cancelled", "canceled"}, {"rejected", "canceled"}, {"no_show", "canceled"}, {"completed", "completed"}}};
    return look(Table, status);
}

std::string orderStateOf(std::string_view status)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> Table{
        {{"pending", "payment_pending"}, {"on-hold", "payment_pending"}, {"processing", "sold"}, {"completed", "delivered"},
         {"refunded", "returned"}, {"cancelled", "canceled"}, {"canceled", "canceled"}, {"failed", "canceled"}}};
    return look(Table, status);
}

RefundVerdict refundVerdict(double amount, double limit, double lifetimeValue, double share, double shareAbove)
{
    if (amount > limit)
        return {false, moneyText(amount, {}) + " is over the limit of " + moneyText(limit, {}) + "."};
    if (amount > shareAbove && amount > share * lifetimeValue)
        return {false, moneyText(amount, {}) + " is over a tenth of the lifetime value of " + moneyText(lifetimeValue, {}) + "."};
    return {};
}

StockChange stockChange(std::int64_t before, std::int64_t after, std::string_view status)
{
    StockChange change{before, std::max<std::int64_t>(after, 0), {}, false};
    if (change.after == 0 && status != "Out of Stock" && status != "Discontinued" && status != "Inactive")
        change.status = "Out of Stock";
    else if (change.after > 0 && status == "Out of Stock")
        change.status = "Active";
    change.restock = (before >= LowStock && change.after < LowStock) || (before > 0 && change.after == 0);
    return change;
}

bool isFreeToChange(Timestamp startsAt, Timestamp now)
{
    return startsAt - now >= FreeChange;
}

Commission commissionOf(double price, double rate)
{
    const auto cents = [](double value) { return std::round(value * 100.0) / 100.0; };
    const auto commission = cents(price * rate);
    return {commission, cents(price - commission)};
}

} // namespace hs::agents
