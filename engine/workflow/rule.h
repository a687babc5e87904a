#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/operators.h"

// JSONLogic made ready to run: operators looked up, paths split, literals folded, once for all
// evaluations. Immutable; any thread.
namespace hs::workflow {

/// One rule. Gives and costs exactly what evaluate() of its source does.
class Rule {
public:
    Rule() : Rule(OrderedJson()) {}
    explicit Rule(const OrderedJson &source);

    /// `cost` grows by what the evaluation cost, failed ones too.
    [[nodiscard]] Result<OrderedJson> evaluate(const Scope &data, std::size_t &cost) const;
    /// Whether it holds; nothing is copied on the way.
    [[nodiscard]] Result<bool> holds(const Scope &data, std::size_t &cost) const;
    /// What it always gives, for a rule that looks at nothing; else null.
    [[nodiscard]] const OrderedJson *constant() const;

private:
    friend class Evaluation;
    struct Node {
        enum class Kind {
            Literal,   ///< as it stands
            List,      ///< every element is a rule
            Path,      ///< var with a path that is written out
            Operation,
            Unknown    ///< an operator that JSONLogic has not
        };
        Kind kind = Kind::Literal;
        Operator op = Operator::Preserve;
        std::size_t cost = 1;          ///< Literal: what evaluating its parts one by one would cost
        OrderedJson literal;           ///< Literal; the path of Path; the name of Unknown
        std::vector<std::string> path; ///< Path
        std::vector<Node> arguments;   ///< of Path: the fallback, when there is one
    };
    static Node compile(const OrderedJson &source);
    static Node compileOperation(const std::string &name, const OrderedJson &argument);
    static std::size_t weight(const Node &node);

    Node m_root;
    std::size_t m_weight = 0; ///< of the literals that a result may hold
};

/// Rule J4: a rule for each property; what is not an object is one rule.
class Mapping {
public:
    Mapping() = default; ///< gives null
    explicit Mapping(const OrderedJson &source);

    [[nodiscard]] Result<OrderedJson> evaluate(const Scope &data, std::size_t &cost) const;
    /// What it always gives, when all its rules are constant; else none.
    [[nodiscard]] std::optional<OrderedJson> constant() const;
    /// By property, in the order written; empty when the source is no object.
    [[nodiscard]] const std::vector<std::pair<std::string, Rule>> &entries() const { return m_entries; }

private:
    bool m_isObject = false;
    std::vector<std::pair<std::string, Rule>> m_entries;
    Rule m_whole;
};

} // namespace hs::workflow
