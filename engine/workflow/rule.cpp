#include "engine/workflow/rule.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/workflow/values.h"

namespace hs::workflow {

namespace {

constexpr std::size_t TextPerCost = 16;    ///< bytes of text that cost as much as one operation
constexpr std::size_t MaxValueDepth = 256; ///< copies and prints of values recurse
constexpr std::size_t FewArguments = 4;    ///< that many need no heap

/// What a rule gave: something that stands in the rule or in its data, or a value of its own.
class Value {
public:
    Value() = default;
    Value(OrderedJson own) : m_own(std::move(own)) {}
    static Value at(const OrderedJson &place)
    {
        Value out;
        out.m_place = &place;
        return out;
    }
    [[nodiscard]] const OrderedJson &get() const { return m_place != nullptr ? *m_place : m_own; }
    [[nodiscard]] OrderedJson take() && { return m_place != nullptr ? *m_place : std::move(m_own); }

private:
    const OrderedJson *m_place = nullptr;
    OrderedJson m_own;
};

/// What a copy of a literal takes, in the measure of operations.
std::size_t weightOf(const OrderedJson &value)
{
    if (value.is_string())
        return value.get_ref<const std::string &>().size() / TextPerCost;
    std::size_t out = 0;
    if (value.is_structured()) {
        for (const auto &inner : value)
            out += 1 + weightOf(inner);
    }
    return out;
}

} // namespace

/// One evaluation: counts its cost and stops at the first error.
class Evaluation {
    using Node = Rule::Node;

public:
    Value apply(const Rule &rule, const Scope &data) { return apply(rule.m_root, data); }
    [[nodiscard]] std::optional<Error> &error() { return m_error; }
    [[nodiscard]] std::size_t cost() const { return m_cost; }

private:
    bool pay(std::size_t cost)
    {
        m_cost += cost;
        if (m_cost > MaxRuleCost && !m_error)
            m_error = Error{Errc::BadInput, "a rule takes more than " + std::to_string(MaxRuleCost) + " operations",
                            {}, "work on less data in one rule", {}};
        return !m_error;
    }

    /// What a fold piles up is paid for again at every look, in size and in depth.
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

    Value apply(const Node &node, const Scope &data)
    {
        switch (node.kind) {
        case Node::Kind::Literal:
            return pay(node.cost) ? Value::at(node.literal) : Value();
        case Node::Kind::List: {
            if (!pay(1))
                return {};
            OrderedJson out = OrderedJson::array();
            for (const Node &element : node.arguments)
                out.push_back(apply(element, data).take());
            return out;
        }
        case Node::Kind::Path:
            return path(node, data);
        case Node::Kind::Unknown:
            if (pay(1))
                m_error = Error{Errc::BadInput, "JSONLogic has no operator \"" + node.literal.get<std::string>() + '"', {}, {}, {}};
            return {};
        case Node::Kind::Operation:
            return pay(1) ? operation(node, data) : Value();
        }
        return {};
    }

    Value operation(const Node &node, const Scope &data)
    {
        switch (node.op) {
        case Operator::If:
            return branch(node, data);
        case Operator::And:
        case Operator::Or:
            return shortCircuit(node, data, node.op == Operator::Or);
        case Operator::Map:
        case Operator::Filter:
        case Operator::All:
        case Operator::None:
        case Operator::Some:
            return over(node, data);
        case Operator::Reduce:
            return reduce(node, data);
        default:
            break;
        }
        const std::size_t count = node.arguments.size();
        if (count <= FewArguments) {
            std::array<Value, FewArguments> few;
            std::array<const OrderedJson *, FewArguments> at;
            return computed(node, data, few.data(), at.data());
        }
        std::vector<Value> many(count);
        std::vector<const OrderedJson *> at(count);
        return computed(node, data, many.data(), at.data());
    }

    Value computed(const Node &node, const Scope &data, Value *values, const OrderedJson **at)
    {
        const std::size_t count = node.arguments.size();
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = apply(node.arguments[i], data);
            at[i] = &values[i].get();
        }
        if (m_error)
            return {};
        const Arguments arguments(at, count);
        if (node.op == Operator::Var)
            return variable(arguments, data);
        if (node.op == Operator::Missing)
            return missing(arguments, data);
        if (node.op == Operator::MissingSome)
            return missingSome(arguments, data);
        OrderedJson result = applyOperator(node.op, arguments);
        pay(result.is_string() ? result.get_ref<const std::string &>().size() / TextPerCost : result.size());
        return result;
    }

    Value applyAt(const Node &node, std::size_t i, const Scope &data)
    {
        return i < node.arguments.size() ? apply(node.arguments[i], data) : Value();
    }

    Value branch(const Node &node, const Scope &data)
    {
        std::size_t i = 0;
        for (; i + 1 < node.arguments.size(); i += 2) {
            if (truthy(apply(node.arguments[i], data).get()))
                return apply(node.arguments[i + 1], data);
        }
        return applyAt(node, i, data);
    }

    Value shortCircuit(const Node &node, const Scope &data, bool stopAt)
    {
        Value current;
        for (const Node &argument : node.arguments) {
            current = apply(argument, data);
            if (truthy(current.get()) == stopAt)
                break;
        }
        return current;
    }

    Value over(const Node &node, const Scope &data)
    {
        const Value source = applyAt(node, 0, data);
        const OrderedJson &list = source.get();
        const Operator op = node.op;
        if (op == Operator::All && (!list.is_array() || list.empty()))
            return OrderedJson(false);
        OrderedJson out = OrderedJson::array();
        bool any = false;
        bool every = true;
        if (list.is_array()) {
            for (const auto &element : list) {
                Value result = applyAt(node, 1, Scope(element));
                if (m_error)
                    return {};
                const bool holds = truthy(result.get());
                any = any || holds;
                every = every && holds;
                if (op == Operator::Map)
                    out.push_back(std::move(result).take());
                else if (op == Operator::Filter && holds)
                    out.push_back(element);
                else if ((op == Operator::All && !holds) || (op != Operator::All && op != Operator::Filter && holds))
                    break;
            }
        }
        switch (op) {
        case Operator::All:
            return OrderedJson(every);
        case Operator::Some:
            return OrderedJson(any);
        case Operator::None:
            return OrderedJson(!any);
        default:
            return out;
        }
    }

    Value reduce(const Node &node, const Scope &data)
    {
        const Value source = applyAt(node, 0, data);
        OrderedJson accumulator = applyAt(node, 2, data).take();
        if (!source.get().is_array())
            return accumulator;
        for (const auto &element : source.get()) {
            const Scope scope{{"current", &element}, {"accumulator", &accumulator}};
            OrderedJson next = applyAt(node, 1, scope).take();
            if (m_error)
                return {};
            accumulator = std::move(next);
        }
        return accumulator;
    }

    Value path(const Node &node, const Scope &data)
    {
        if (!pay(2)) // the operation and the path
            return {};
        Value fallback = node.arguments.empty() ? Value() : apply(node.arguments.front(), data);
        if (m_error)
            return {};
        if (const OrderedJson *found = data.find(node.path)) {
            weigh(*found, 0);
            return m_error ? Value() : Value::at(*found);
        }
        if (auto length = lengthAt(node.literal.get_ref<const std::string &>(), data))
            return std::move(*length);
        return fallback;
    }

    Value variable(Arguments arguments, const Scope &data)
    {
        const std::string name = arguments.empty() ? std::string() : values::joined(*arguments[0]);
        if (name.empty()) {
            OrderedJson everything = data.whole();
            weigh(everything, 0);
            return m_error ? Value() : Value(std::move(everything));
        }
        if (const OrderedJson *found = data.find(name)) {
            weigh(*found, 0);
            return m_error ? Value() : Value::at(*found);
        }
        if (auto length = lengthAt(name, data))
            return std::move(*length);
        return arguments.size() > 1 ? *arguments[1] : OrderedJson(nullptr);
    }

    /// Arrays and strings know their length, as they do in ECMAScript.
    static std::optional<OrderedJson> lengthAt(std::string_view name, const Scope &data)
    {
        constexpr std::string_view Length = ".length";
        const OrderedJson *list = nullptr;
        if (name == "length") {
            const OrderedJson everything = data.whole();
            if (everything.is_array())
                return everything.size();
        } else if (name.ends_with(Length)) {
            list = data.find(name.substr(0, name.size() - Length.size()));
        }
        if (list != nullptr && list->is_array())
            return list->size();
        if (list != nullptr && list->is_string())
            return values::toUtf16(list->get_ref<const std::string &>()).size();
        return std::nullopt;
    }

    OrderedJson missing(Arguments arguments, const Scope &data)
    {
        OrderedJson out = OrderedJson::array();
        const auto check = [&](const OrderedJson &key) {
            const OrderedJson *one[] = {&key};
            const Value found = variable(one, data);
            const OrderedJson &value = found.get();
            if (value.is_null() || (value.is_string() && value.get_ref<const std::string &>().empty()))
                out.push_back(key);
        };
        if (!arguments.empty() && arguments[0]->is_array())
            std::for_each(arguments[0]->begin(), arguments[0]->end(), check);
        else
            std::for_each(arguments.begin(), arguments.end(), [&](const OrderedJson *key) { check(*key); });
        return out;
    }

    OrderedJson missingSome(Arguments arguments, const Scope &data)
    {
        if (arguments.size() < 2)
            return OrderedJson::array();
        const OrderedJson keys = arguments[1]->is_array() ? *arguments[1] : OrderedJson::array({*arguments[1]});
        const OrderedJson *one[] = {&keys};
        OrderedJson absent = missing(one, data);
        const double present = double(keys.size()) - double(absent.size());
        return present >= values::toNumber(arguments[0]) ? OrderedJson::array() : absent;
    }

    std::size_t m_cost = 0;
    std::optional<Error> m_error;
};

Rule::Rule(const OrderedJson &source) : m_root(compile(source)), m_weight(weight(m_root)) {}

Rule::Node Rule::compile(const OrderedJson &source)
{
    Node out;
    if (source.is_array()) {
        out.kind = Node::Kind::List;
        out.arguments.reserve(source.size());
        for (const auto &element : source)
            out.arguments.push_back(compile(element));
        if (!std::all_of(out.arguments.begin(), out.arguments.end(), [](const Node &node) { return node.kind == Node::Kind::Literal; }))
            return out;
        out.kind = Node::Kind::Literal;
        out.literal = OrderedJson::array();
        for (Node &element : out.arguments) {
            out.cost += element.cost;
            out.literal.push_back(std::move(element.literal));
        }
        out.arguments.clear();
        return out;
    }
    if (source.is_object() && source.size() == 1)
        return compileOperation(source.begin().key(), source.begin().value());
    out.literal = source.is_number_float() ? values::fromNumber(source.get<double>()) : source;
    return out;
}

Rule::Node Rule::compileOperation(const std::string &name, const OrderedJson &argument)
{
    Node out;
    const auto op = findOperator(name);
    if (!op) {
        out.kind = Node::Kind::Unknown;
        out.literal = name;
        return out;
    }
    out.op = *op;
    if (*op == Operator::Preserve) {
        out.literal = argument;
        return out;
    }
    out.kind = Node::Kind::Operation;
    // A single argument need not stand in an array.
    if (!argument.is_array()) {
        out.arguments.push_back(compile(argument));
    } else {
        out.arguments.reserve(argument.size());
        for (const auto &one : argument)
            out.arguments.push_back(compile(one));
    }
    const bool written = *op == Operator::Var && !out.arguments.empty() && out.arguments.size() <= 2
                         && out.arguments[0].kind == Node::Kind::Literal && out.arguments[0].literal.is_string()
                         && !out.arguments[0].literal.get_ref<const std::string &>().empty();
    if (!written)
        return out;
    out.kind = Node::Kind::Path;
    out.literal = std::move(out.arguments[0].literal);
    out.arguments.erase(out.arguments.begin());
    std::string_view rest = out.literal.get_ref<const std::string &>();
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
        out.path.emplace_back(rest.substr(0, dot));
        rest.remove_prefix(dot + 1);
    }
    out.path.emplace_back(rest);
    return out;
}

std::size_t Rule::weight(const Node &node)
{
    std::size_t out = weightOf(node.literal);
    for (const Node &argument : node.arguments)
        out += weight(argument);
    return out;
}

Result<OrderedJson> Rule::evaluate(const Scope &data, std::size_t &cost) const
{
    Evaluation evaluation;
    Value value = evaluation.apply(*this, data);
    cost += evaluation.cost() + m_weight;
    if (evaluation.error())
        return tl::make_unexpected(std::move(*evaluation.error()));
    return std::move(value).take();
}

Result<bool> Rule::holds(const Scope &data, std::size_t &cost) const
{
    Evaluation evaluation;
    const Value value = evaluation.apply(*this, data);
    cost += evaluation.cost();
    if (evaluation.error())
        return tl::make_unexpected(std::move(*evaluation.error()));
    return truthy(value.get());
}

const OrderedJson *Rule::constant() const
{
    return m_root.kind == Node::Kind::Literal && m_root.cost <= MaxRuleCost ? &m_root.literal : nullptr;
}

Mapping::Mapping(const OrderedJson &source) : m_isObject(source.is_object())
{
    if (!m_isObject) {
        m_whole = Rule(source);
        return;
    }
    m_entries.reserve(source.size());
    for (const auto &[key, rule] : source.items())
        m_entries.emplace_back(key, Rule(rule));
}

Result<OrderedJson> Mapping::evaluate(const Scope &data, std::size_t &cost) const
{
    if (!m_isObject)
        return m_whole.evaluate(data, cost);
    OrderedJson out = OrderedJson::object();
    auto &members = out.get_ref<OrderedJson::object_t &>();
    members.reserve(m_entries.size());
    for (const auto &[key, rule] : m_entries) {
        auto value = rule.evaluate(data, cost);
        if (!value)
            return value;
        members.emplace_back(key, std::move(*value)); // the keys of an object differ
    }
    return out;
}

std::optional<OrderedJson> Mapping::constant() const
{
    if (!m_isObject)
        return m_whole.constant() != nullptr ? std::optional(*m_whole.constant()) : std::nullopt;
    OrderedJson out = OrderedJson::object();
    for (const auto &[key, rule] : m_entries) {
        if (rule.constant() == nullptr)
            return std::nullopt;
        out[key] = *rule.constant();
    }
    return out;
}

} // namespace hs::workflow
