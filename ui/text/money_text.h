#pragma once

#include <QString>

namespace hs::ui {

/// An amount as the locale writes it, with the ISO 4217 code's symbol where it
/// is known: moneyText(640, "GBP") → "£640.00". An unknown code stands before it.
[[nodiscard]] QString moneyText(double amount, const QString &currency);

} // namespace hs::ui
