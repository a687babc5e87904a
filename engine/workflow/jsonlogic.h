#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

// JSONLogic (jsonlogic.com) as the public compatibility suite fixes it, with the one
// extension `preserve` (rules J1 to J6). Pure: no clock, no randomness, no I/O, any thread.
namespace hs::workflow {

/// What a rule sees: either one document, or at most MaxRoots named roots (`context`, `event`, …)
/// that are looked at and never copied. The documents must outlive the scope.
class Scope {
public:
    using Root = std::pair<std::string_view, const OrderedJson *>;

    static constexpr std::size_t MaxRoots = 5;

    explicit Scope(const OrderedJson &document) : m_document(&document) {}
    Scope(std::initializer_list<Root> roots);

    /// The document, or the roots as one object.
    [[nodiscard]] OrderedJson whole() const;
    /// The value at a dotted path ("context.guests"); null pointer when there is none.
    [[nodiscard]] const OrderedJson *find(std::string_view path) const;
    /// The same for a path that is split already, not empty.
    [[nodiscard]] const OrderedJson *find(std::span<const std::string> path) const;

private:
    [[nodiscard]] const OrderedJson *root(std::string_view name) const;

    const OrderedJson *m_document = nullptr;
    std::array<Root, MaxRoots> m_roots;
    std::size_t m_rootCount = 0;
};

/// Most operations that one evaluation may take; a rule that needs more fails, so that no
/// definition can hold the engine or eat its memory.
inline constexpr std::size_t MaxRuleCost = 1'000'000;

/// Evaluates a rule. Missing values and numbers that are not finite become null (J5).
/// Fails with BadInput on an unknown operator and on a rule beyond MaxRuleCost.
[[nodiscard]] Result<OrderedJson> evaluate(const OrderedJson &rule, const Scope &data);
[[nodiscard]] Result<OrderedJson> evaluate(const OrderedJson &rule, const OrderedJson &data);

/// Rule J4: every property value of `mapping` is its own rule, the result keeps the names.
/// What is not an object is one rule.
[[nodiscard]] Result<OrderedJson> evaluateMapping(const OrderedJson &mapping, const Scope &data);

/// JSONLogic's: `[]`, `""`, `0`, `false` and `null` are false; `"0"` and `{}` are true.
[[nodiscard]] bool truthy(const OrderedJson &value);

/// Which roots a `var` may start with at one place of a definition (J2).
struct RuleRoots {
    bool params = false;      ///< guards
    bool inputOutput = false; ///< compensate.input
};

/// A problem of a rule: code E064 or E065, and the pointer inside the rule.
struct RuleProblem {
    std::string code;
    std::string pointer;
    std::string message;
};

/// Every operator that is not JSONLogic's (E064) and every `var` with a wrong root (E065).
[[nodiscard]] std::vector<RuleProblem> checkRule(const OrderedJson &rule, RuleRoots roots);
/// The same for a mapping (J4).
[[nodiscard]] std::vector<RuleProblem> checkMapping(const OrderedJson &mapping, RuleRoots roots);

} // namespace hs::workflow
