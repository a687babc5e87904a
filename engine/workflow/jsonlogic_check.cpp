#include <algorithm>

#include "engine/workflow/document.h"
#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/near_names.h"
#include "engine/workflow/operators.h"

namespace hs::workflow {

namespace {

class Checker {
public:
    explicit Checker(RuleRoots roots) : m_roots(roots) {}

    /// `free`: inside a rule that goes over a list, where every name is the element's own.
    void check(const OrderedJson &rule, const std::string &pointer, bool free)
    {
        if (rule.is_array()) {
            for (std::size_t i = 0; i < rule.size(); ++i)
                check(rule[i], pointer / i, free);
            return;
        }
        if (!rule.is_object() || rule.size() != 1)
            return;
        const std::string &name = rule.begin().key();
        const OrderedJson &argument = rule.begin().value();
        const std::string inner = pointer / name;
        const auto op = findOperator(name);
        if (!op) {
            const auto &all = operatorNames();
            problems.push_back({"E064", pointer, "JSONLogic has no operator " + inQuotes(name)
                                                     + didYouMean(name, {all.begin(), all.end()})});
            return;
        }
        if (*op == Operator::Preserve)
            return;
        if (*op == Operator::Var && !free)
            checkVar(argument, inner);
        const bool list = *op == Operator::Map || *op == Operator::Filter || *op == Operator::Reduce
                          || *op == Operator::All || *op == Operator::None || *op == Operator::Some;
        if (!argument.is_array())
            return check(argument, inner, free);
        for (std::size_t i = 0; i < argument.size(); ++i)
            check(argument[i], inner / i, free || (list && i == 1));
    }

    std::vector<RuleProblem> problems;

private:
    void checkVar(const OrderedJson &argument, const std::string &pointer)
    {
        const bool wrapped = argument.is_array();
        const OrderedJson path = !wrapped ? argument : argument.empty() ? OrderedJson("") : argument[0];
        if (path.is_structured())
            return; // computed; what is not there is null
        const std::string text = path.is_string() ? path.get<std::string>() : path.is_null() ? "" : path.dump();
        const std::string root = text.substr(0, text.find('.'));
        if (root == "context" || root == "event" || (root == "params" && m_roots.params)
            || ((root == "input" || root == "output") && m_roots.inputOutput))
            return;
        const std::string rest = root == "params"       ? " must start with context or event here"
                                 : m_roots.inputOutput ? " must start with context, event, input or output"
                                                        : " must start with context, event or params";
        problems.push_back({"E065", wrapped && !argument.empty() ? pointer / std::size_t(0) : pointer,
                            "var " + inQuotes(text) + rest});
    }

    RuleRoots m_roots;
};

} // namespace

std::vector<RuleProblem> checkRule(const OrderedJson &rule, RuleRoots roots)
{
    Checker checker(roots);
    checker.check(rule, "", false);
    return std::move(checker.problems);
}

std::vector<RuleProblem> checkMapping(const OrderedJson &mapping, RuleRoots roots)
{
    if (!mapping.is_object())
        return checkRule(mapping, roots);
    Checker checker(roots);
    for (const auto &[key, rule] : mapping.items())
        checker.check(rule, std::string() / key, false);
    return std::move(checker.problems);
}

} // namespace hs::workflow
