#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/text/tokens.h"

namespace hs::agents {

struct Money {
    double amount = 0;
    std::string currency; ///< ISO 4217; empty: not told
    Span span;
};

/// Amounts with a currency beside them, before or after: "$15,000", "€ 60",
/// "1.200,50 EUR", "40k dollars". Both ways to part thousands are read: the
/// last of dot and comma with one or two digits after it is the decimal one.
/// Amounts inside `dropped` do not count. Pure; any thread.
[[nodiscard]] std::vector<Money> moneyIn(std::string_view text, const std::vector<Span> &dropped = {});

/// "$ 640.00" style for people: "USD 640.00" when the currency has no sign of its own.
[[nodiscard]] std::string moneyText(double amount, std::string_view currency);

/// A number as shops send it: 640, "640.00", "1,200.50", "1.200,50". Empty when it is none.
[[nodiscard]] std::optional<double> amountOf(std::string_view text);

} // namespace hs::agents
