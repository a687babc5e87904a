#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/eval/rows.h"

// What was measured, and how people read it.
namespace hs::eval {

/// How much of a part is right. A row may be partly right (F1 of a set).
struct Share {
    std::size_t count = 0;
    double right = 0;
    [[nodiscard]] double value() const { return count == 0 ? 1 : right / static_cast<double>(count); }
};

/// One figure, on the part that was tuned on and on the part kept apart.
struct Measure {
    std::string name;
    double threshold = 0; ///< of the part kept apart; 0: told, not asserted
    Share tune, heldOut;

    void add(const Row &row, double right);
    void add(const Row &row, bool right) { add(row, right ? 1.0 : 0.0); }
    [[nodiscard]] bool passes() const { return heldOut.value() + 1e-9 >= threshold; }
};

struct Mistake {
    std::string row, measure, expected, got;
    bool heldOut = false;
};

/// What one part of the evaluation found.
struct Section {
    std::string name;
    std::vector<Measure> measures;
    std::vector<Mistake> mistakes;
    std::string tables; ///< further tables, ready to print

    void miss(const Row &row, std::string measure, std::string expected, std::string got);
};

/// Shares by a key such as the kind of business, on both parts.
using Breakdown = std::map<std::string, Measure>;
[[nodiscard]] std::string tableOf(std::string_view title, const Breakdown &breakdown);

[[nodiscard]] std::string tableOf(const Section &section);
/// Mistakes of the part that was tuned on; those of the part kept apart only when they are asked for.
[[nodiscard]] std::string mistakesOf(const Section &section, bool heldOutToo);

/// "a b c"
[[nodiscard]] std::string joined(const std::vector<std::string> &list);

} // namespace hs::eval
