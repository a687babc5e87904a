#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

namespace hs::services {

/// Units of a currency from its smallest unit: 2999 "usd" is 29.99, 2999 "jpy" is 2999.
/// Digits per currency as Stripe counts them. Case does not matter.
[[nodiscard]] double fromMinorUnits(std::int64_t amount, std::string_view currency);
/// "EUR" of "eur".
[[nodiscard]] std::string currencyCode(std::string_view currency);
/// "29.99 USD", with the currency's number of digits.
[[nodiscard]] std::string moneyText(std::int64_t minorAmount, std::string_view currency);
/// An amount that shops send as text ("450.00") or number.
[[nodiscard]] std::optional<double> amountOf(const Json &value);

} // namespace hs::services
