#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/interpreter.h"

namespace hs::test {

/// Equal seeds give equal cases, on every platform.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}
    [[nodiscard]] std::size_t below(std::size_t n) { return std::size_t(m_engine() % n); }
    [[nodiscard]] bool chance(int percent) { return below(100) < std::size_t(percent); }
    template <typename T>
    [[nodiscard]] const T &pick(const std::vector<T> &list)
    {
        return list[below(list.size())];
    }

private:
    std::mt19937_64 m_engine;
};

/// A definition that the reader takes (nearly always), with everything a state can have: regions, both
/// kinds of history, targets in several regions, every action and guard, timers, tasks, output.
[[nodiscard]] OrderedJson randomDefinition(Random &random);

/// A rule over context, event and params; now and then one that fails.
[[nodiscard]] OrderedJson randomRule(Random &random, int depth);
/// Any JSON value, edges among them: 1e308, -0.0, 2^53 + 1, long and odd texts.
[[nodiscard]] OrderedJson randomValue(Random &random, int depth);

/// Something that may come to an instance that stands there; now and then something that is late or malformed.
[[nodiscard]] workflow::Input randomInput(Random &random, const workflow::Snapshot &snapshot);

} // namespace hs::test
