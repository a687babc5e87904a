#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

// How ECMAScript 2023 turns values into one another, as far as JSONLogic leans on it (sections
// 7.1 "Type Conversion" and 7.2 "Testing and Comparison"). A null pointer stands for `undefined`.
namespace hs::workflow::values {

/// A number as ECMAScript prints it (section 6.1.6.1.20), which is also RFC 8785's form: shortest
/// digits that read back the same; 1e21 and above, and below 1e-6, with an exponent. Finite numbers only.
[[nodiscard]] std::string numberText(double number);

/// A JSON number for a double: whole ones as integers, what is not finite as null, -0 as 0 (J5).
[[nodiscard]] OrderedJson fromNumber(double number);
/// Number(value): null 0, "" 0, "12" 12, "12x" NaN, true 1, [] 0, undefined NaN.
[[nodiscard]] double toNumber(const OrderedJson *value);
/// parseFloat(value): "12x" 12, null NaN, true NaN.
[[nodiscard]] double parseFloat(const OrderedJson &value);
/// String(value): arrays joined by commas, objects "[object Object]".
[[nodiscard]] std::string toText(const OrderedJson *value);
/// Array.prototype.join of one element: null is empty.
[[nodiscard]] std::string joined(const OrderedJson &value);

[[nodiscard]] bool truthy(const OrderedJson *value); ///< with JSONLogic's exception: [] is false
[[nodiscard]] bool looseEqual(const OrderedJson *a, const OrderedJson *b);  ///< ==, containers by content
[[nodiscard]] bool strictEqual(const OrderedJson *a, const OrderedJson *b); ///< ===, containers by content
[[nodiscard]] bool less(const OrderedJson *a, const OrderedJson *b);        ///< a < b
[[nodiscard]] bool lessOrEqual(const OrderedJson *a, const OrderedJson *b); ///< a <= b

// Strings are counted in UTF-16 code units there. A lone surrogate becomes U+FFFD on the way back.
[[nodiscard]] std::u16string toUtf16(std::string_view utf8);
[[nodiscard]] std::string toUtf8(std::u16string_view utf16);

} // namespace hs::workflow::values
