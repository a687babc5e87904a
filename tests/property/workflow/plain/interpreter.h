#pragma once

#include "engine/workflow/interpreter.h"

// A second interpreter of the same rules, written for reading and not for speed: names instead of places,
// a copy of the snapshot for every step, nothing prepared. The property tests hold the engine against it.
namespace hs::workflow::plain {

[[nodiscard]] StepResult start(const Definition &definition, const OrderedJson &input, Timestamp now);
[[nodiscard]] StepResult step(const Definition &definition, const Snapshot &snapshot, const Input &input, Timestamp now);

} // namespace hs::workflow::plain
