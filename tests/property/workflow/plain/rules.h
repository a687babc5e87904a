#pragma once

#include "engine/workflow/jsonlogic.h"

// The rules as they are read, walked again at every evaluation: what engine/workflow/rule.h is compared with.
namespace hs::workflow::plain {

[[nodiscard]] Result<OrderedJson> evaluate(const OrderedJson &rule, const Scope &data);
[[nodiscard]] Result<OrderedJson> evaluateMapping(const OrderedJson &mapping, const Scope &data);

} // namespace hs::workflow::plain
