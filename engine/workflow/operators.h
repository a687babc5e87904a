#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"

// The operators of JSONLogic, apart from the walk over a rule.
namespace hs::workflow {

enum class Operator {
    Var, Missing, MissingSome, If, Equal, StrictEqual, NotEqual, StrictNotEqual, Not, Truth, Or, And,
    Greater, GreaterEqual, Less, LessEqual, Max, Min, Plus, Minus, Times, Divide, Modulo,
    Map, Reduce, Filter, All, None, Some, Merge, In, Cat, Substr, Log, Preserve
};

[[nodiscard]] std::optional<Operator> findOperator(std::string_view name);
[[nodiscard]] const std::vector<std::string_view> &operatorNames();

/// Evaluated arguments, none of them null.
using Arguments = std::span<const OrderedJson *const>;

/// Those that only compute from evaluated arguments: all but var, missing, missing_some, if, and,
/// or, preserve and the ones that go over lists. `log` gives its argument and writes nothing (J3).
[[nodiscard]] OrderedJson applyOperator(Operator op, Arguments arguments);

} // namespace hs::workflow
