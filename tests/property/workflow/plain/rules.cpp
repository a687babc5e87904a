#include "tests/property/workflow/plain/rules.h"

#include <algorithm>
#include <optional>

#include "engine/workflow/operators.h"
#include "engine/workflow/values.h"

namespace hs::workflow::plain {

namespace {

constexpr std::size_t TextPerCost = 16; ///< bytes of text that cost as much as one operation
constexpr std::size_t MaxValueDepth = 256; ///< copies and prints of values recurse

/// One evaluation: counts its cost and stops at the first error.
class Evaluation {
public:
    Result<OrderedJson> run(const OrderedJson &rule, const Scope &data)
    {
        OrderedJson result = apply(rule, data);
        if (m_error)
            return tl::make_unexpected(*m_error);
        return result;
    }

private:
    bool pay(std::size_t cost)
    {
        m_cost += cost;
        if (m_cost > MaxRuleCost && !m_error)
            m_error = Error{Errc::BadInput, "a rule takes more than " + std::to_string(MaxRuleCost) + " operations",
                            {}, "work on less data in one rule", {}};
        return !m_error;
    }

    void weigh(const OrderedJson &value, std::size_t depth)
    {
        if (depth > MaxValueDepth && !m_error)
            m_error = Error{Errc::BadInput, "a rule nests values deeper than " + std::to_string(MaxValueDepth) + " levels",
                            {}, "keep lists flat with merge", {}};
        const auto size = value.is_string() ? value.get_ref<const std::string &>().size() / TextPerCost : value.size();
        if (!pay(size) || !value.is_structured())
            return;
        for (const auto &inner : value)
            weigh(inner, depth + 1);
    }

    OrderedJson apply(const OrderedJson &rule, const Scope &data)
    {
        if (!pay(1))
            return nullptr;
        if (rule.is_array()) {
            OrderedJson out = OrderedJson::array();
            for (const auto &element : rule)
                out.push_back(apply(element, data));
            return out;
        }
        if (!rule.is_object() || rule.size() != 1)
            return rule.is_number_float() ? values::fromNumber(rule.get<double>()) : rule;
        return operation(rule.begin().key(), rule.begin().value(), data);
    }

    OrderedJson operation(const std::string &name, const OrderedJson &argument, const Scope &data)
    {
        const auto op = findOperator(name);
        if (!op) {
            if (!m_error)
                m_error = Error{Errc::BadInput, "JSONLogic has no operator \"" + name + '"', {}, {}, {}};
            return nullptr;
        }
        if (*op == Operator::Preserve)
            return argument;
        const auto rules = Rules(argument);
        switch (*op) {
        case Operator::If:
            return branch(rules, data);
        case Operator::And:
        case Operator::Or:
            return shortCircuit(rules, data, *op == Operator::Or);
        case Operator::Map:
        case Operator::Filter:
        case Operator::All:
        case Operator::None:
        case Operator::Some:
            return over(*op, rules, data);
        case Operator::Reduce:
            return reduce(rules, data);
        default:
            break;
        }
        std::vector<OrderedJson> arguments;
        arguments.reserve(rules.size());
        for (std::size_t i = 0; i < rules.size(); ++i)
            arguments.push_back(apply(*rules.at(i), data));
        if (m_error)
            return nullptr;
        if (*op == Operator::Var)
            return variable(arguments, data);
        if (*op == Operator::Missing)
            return missing(arguments, data);
        if (*op == Operator::MissingSome)
            return missingSome(arguments, data);
        std::vector<const OrderedJson *> at;
        for (const auto &one : arguments)
            at.push_back(&one);
        OrderedJson result = applyOperator(*op, at);
        pay(result.is_string() ? result.get_ref<const std::string &>().size() / TextPerCost : result.size());
        return result;
    }

    /// The arguments of an operation, where a single one need not stand in an array.
    class Rules {
    public:
        explicit Rules(const OrderedJson &argument) : m_argument(argument) {}
        [[nodiscard]] std::size_t size() const { return m_argument.is_array() ? m_argument.size() : 1; }
        [[nodiscard]] const OrderedJson *at(std::size_t i) const
        {
            return !m_argument.is_array() ? (i == 0 ? &m_argument : nullptr)
                                          : (i < m_argument.size() ? &m_argument[i] : nullptr);
        }

    private:
        const OrderedJson &m_argument;
    };

    OrderedJson applyAt(const Rules &rules, std::size_t i, const Scope &data)
    {
        const OrderedJson *rule = rules.at(i);
        return rule == nullptr ? OrderedJson(nullptr) : apply(*rule, data);
    }

    OrderedJson branch(const Rules &rules, const Scope &data)
    {
        std::size_t i = 0;
        for (; i + 1 < rules.size(); i += 2) {
            if (truthy(applyAt(rules, i, data)))
                return applyAt(rules, i + 1, data);
        }
        return applyAt(rules, i, data);
    }

    OrderedJson shortCircuit(const Rules &rules, const Scope &data, bool stopAt)
    {
        OrderedJson current;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            current = applyAt(rules, i, data);
            if (truthy(current) == stopAt)
                break;
        }
        return current;
    }

    OrderedJson over(Operator op, const Rules &rules, const Scope &data)
    {
        const OrderedJson list = applyAt(rules, 0, data);
        OrderedJson out = OrderedJson::array();
        if (op == Operator::All && (!list.is_array() || list.empty()))
            return false;
        bool any = false;
        bool every = true;
        if (list.is_array()) {
            for (const auto &element : list) {
                OrderedJson result = applyAt(rules, 1, Scope(element));
                if (m_error)
                    return nullptr;
                const bool holds = truthy(result);
                any = any || holds;
                every = every && holds;
                if (op == Operator::Map)
                    out.push_back(std::move(result));
                else if (op == Operator::Filter && holds)
                    out.push_back(element);
                else if ((op == Operator::All && !holds) || (op != Operator::All && op != Operator::Filter && holds))
                    break;
            }
        }
        switch (op) {
        case Operator::All:
            return every;
        case Operator::Some:
            return any;
        case Operator::None:
            return !any;
        default:
            return out;
        }
    }

    OrderedJson reduce(const Rules &rules, const Scope &data)
    {
        const OrderedJson list = applyAt(rules, 0, data);
        OrderedJson accumulator = applyAt(rules, 2, data);
        if (!list.is_array())
            return accumulator;
        for (const auto &element : list) {
            const Scope scope{{"current", &element}, {"accumulator", &accumulator}};
            OrderedJson next = applyAt(rules, 1, scope);
            if (m_error)
                return nullptr;
            accumulator = std::move(next);
        }
        return accumulator;
    }

    OrderedJson variable(const std::vector<OrderedJson> &arguments, const Scope &data)
    {
        const OrderedJson fallback = arguments.size() > 1 ? arguments[1] : OrderedJson(nullptr);
        const std::string path = arguments.empty() ? std::string() : values::joined(arguments[0]);
        if (path.empty()) {
            OrderedJson everything = data.whole();
            weigh(everything, 0);
            return m_error ? OrderedJson(nullptr) : everything;
        }
        if (const OrderedJson *found = data.find(path)) {
            // What a fold piles up is paid for again at every copy, in size and in depth.
            weigh(*found, 0);
            return m_error ? OrderedJson(nullptr) : *found;
        }
        // Arrays and strings know their length, as they do in ECMAScript.
        constexpr std::string_view Length = ".length";
        const OrderedJson *list = nullptr;
        if (path == "length") {
            const OrderedJson everything = data.whole();
            if (everything.is_array())
                return everything.size();
        } else if (path.ends_with(Length)) {
            list = data.find(std::string_view(path).substr(0, path.size() - Length.size()));
        }
        if (list != nullptr && list->is_array())
            return list->size();
        if (list != nullptr && list->is_string())
            return values::toUtf16(list->get_ref<const std::string &>()).size();
        return fallback;
    }

    OrderedJson missing(const std::vector<OrderedJson> &arguments, const Scope &data)
    {
        OrderedJson out = OrderedJson::array();
        const auto check = [&](const OrderedJson &key) {
            const OrderedJson value = variable({key}, data);
            if (value.is_null() || (value.is_string() && value.get_ref<const std::string &>().empty()))
                out.push_back(key);
        };
        if (!arguments.empty() && arguments[0].is_array())
            std::for_each(arguments[0].begin(), arguments[0].end(), check);
        else
            std::for_each(arguments.begin(), arguments.end(), check);
        return out;
    }

    OrderedJson missingSome(const std::vector<OrderedJson> &arguments, const Scope &data)
    {
        if (arguments.size() < 2)
            return OrderedJson::array();
        const OrderedJson keys = arguments[1].is_array() ? arguments[1] : OrderedJson::array({arguments[1]});
        OrderedJson absent = missing({keys}, data);
        const double present = double(keys.size()) - double(absent.size());
        return present >= values::toNumber(&arguments[0]) ? OrderedJson::array() : absent;
    }

    std::size_t m_cost = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<OrderedJson> evaluate(const OrderedJson &rule, const Scope &data)
{
    return Evaluation().run(rule, data);
}

Result<OrderedJson> evaluateMapping(const OrderedJson &mapping, const Scope &data)
{
    if (!mapping.is_object())
        return plain::evaluate(mapping, data);
    OrderedJson out = OrderedJson::object();
    for (const auto &[key, rule] : mapping.items()) {
        auto value = plain::evaluate(rule, data);
        if (!value)
            return value;
        out[key] = std::move(*value);
    }
    return out;
}

} // namespace hs::workflow::plain
