#include "engine/workflow/operators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/workflow/values.h"

namespace hs::workflow {

namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 36> Table = {{
    {"var", Operator::Var},
    {"missing", Operator::Missing},
    {"missing_some", Operator::MissingSome},
    {"if", Operator::If},
    {"?:", Operator::If},
    {"==", Operator::Equal},
    {"===", Operator::StrictEqual},
    {"!=", Operator::NotEqual},
    {"!==", Operator::StrictNotEqual},
    {"!", Operator::Not},
    {"!!", Operator::Truth},
    {"or", Operator::Or},
    {"and", Operator::And},
    {">", Operator::Greater},
    {">=", Operator::GreaterEqual},
    {"<", Operator::Less},
    {"<=", Operator::LessEqual},
    {"max", Operator::Max},
    {"min", Operator::Min},
    {"+", Operator::Plus},
    {"-", Operator::Minus},
    {"*", Operator::Times},
    {"/", Operator::Divide},
    {"%", Operator::Modulo},
    {"map", Operator::Map},
    {"reduce", Operator::Reduce},
    {"filter", Operator::Filter},
    {"all", Operator::All},
    {"none", Operator::None},
    {"some", Operator::Some},
    {"merge", Operator::Merge},
    {"in", Operator::In},
    {"cat", Operator::Cat},
    {"substr", Operator::Substr},
    {"log", Operator::Log},
    {"preserve", Operator::Preserve},
}};

const OrderedJson *at(Arguments arguments, std::size_t i)
{
    return i < arguments.size() ? arguments[i] : nullptr;
}

/// a < b, or a < b < c when there is a third.
template <typename Order>
bool ordered(Arguments arguments, Order order)
{
    const bool first = order(at(arguments, 0), at(arguments, 1));
    return arguments.size() < 3 ? first : first && order(at(arguments, 1), at(arguments, 2));
}

double extreme(Arguments arguments, bool largest)
{
    double best = largest ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    for (const OrderedJson *argument : arguments) {
        const double number = values::toNumber(argument);
        if (std::isnan(number))
            return number;
        best = largest ? std::max(best, number) : std::min(best, number);
    }
    return best;
}

OrderedJson product(Arguments arguments)
{
    if (arguments.empty())
        return nullptr;
    if (arguments.size() == 1)
        return *arguments[0]; // one factor is handed through as it is, text too
    double out = 1;
    for (const OrderedJson *argument : arguments)
        out *= values::parseFloat(*argument);
    return values::fromNumber(out);
}

OrderedJson sum(Arguments arguments)
{
    double out = 0;
    for (const OrderedJson *argument : arguments)
        out += values::parseFloat(*argument);
    return values::fromNumber(out);
}

OrderedJson difference(Arguments arguments)
{
    const double first = values::toNumber(at(arguments, 0));
    return values::fromNumber(arguments.size() < 2 ? -first : first - values::toNumber(at(arguments, 1)));
}

OrderedJson merged(Arguments arguments)
{
    OrderedJson out = OrderedJson::array();
    for (const OrderedJson *argument : arguments) {
        if (argument->is_array())
            out.insert(out.end(), argument->begin(), argument->end());
        else
            out.push_back(*argument);
    }
    return out;
}

bool contains(const OrderedJson *part, const OrderedJson *whole)
{
    if (whole == nullptr)
        return false;
    if (whole->is_string())
        return !whole->get_ref<const std::string &>().empty()
               && whole->get_ref<const std::string &>().find(values::toText(part)) != std::string::npos;
    return whole->is_array() && std::any_of(whole->begin(), whole->end(), [&](const OrderedJson &element) {
               return values::strictEqual(part, &element);
           });
}

std::string concatenated(Arguments arguments)
{
    std::string out;
    for (const OrderedJson *argument : arguments)
        out += values::joined(*argument);
    return out;
}

/// Where ECMAScript's substr would begin and how much it would take; NaN counts as 0.
std::u16string part(const std::u16string &text, double start, double length)
{
    const double size = double(text.size());
    const double from = std::isnan(start) ? 0 : start < 0 ? std::max(size + std::trunc(start), 0.0) : std::trunc(start);
    const double count = std::isnan(length) ? 0 : std::min(std::trunc(length), size - from);
    if (from >= size || count <= 0)
        return {};
    return text.substr(std::size_t(from), std::size_t(count));
}

std::string substring(Arguments arguments)
{
    const std::u16string text = values::toUtf16(values::toText(at(arguments, 0)));
    const double start = values::toNumber(at(arguments, 1));
    constexpr double Rest = std::numeric_limits<double>::infinity();
    if (arguments.size() < 3)
        return values::toUtf8(part(text, start, Rest));
    const double end = values::toNumber(at(arguments, 2));
    if (!(end < 0))
        return values::toUtf8(part(text, start, end));
    const std::u16string tail = part(text, start, Rest); // a negative length leaves that many off the end
    return values::toUtf8(part(tail, 0, double(tail.size()) + end));
}

} // namespace

std::optional<Operator> findOperator(std::string_view name)
{
    const auto found = std::find_if(Table.begin(), Table.end(), [&](const auto &row) { return row.first == name; });
    if (found == Table.end())
        return std::nullopt;
    return found->second;
}

const std::vector<std::string_view> &operatorNames()
{
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> out;
        for (const auto &row : Table)
            out.push_back(row.first);
        return out;
    }();
    return names;
}

OrderedJson applyOperator(Operator op, Arguments arguments)
{
    const OrderedJson *first = at(arguments, 0);
    const OrderedJson *second = at(arguments, 1);
    switch (op) {
    case Operator::Equal:
        return values::looseEqual(first, second);
    case Operator::StrictEqual:
        return values::strictEqual(first, second);
    case Operator::NotEqual:
        return !values::looseEqual(first, second);
    case Operator::StrictNotEqual:
        return !values::strictEqual(first, second);
    case Operator::Not:
        return !values::truthy(first);
    case Operator::Truth:
        return values::truthy(first);
    case Operator::Greater:
        return values::less(second, first);
    case Operator::GreaterEqual:
        return values::lessOrEqual(second, first);
    case Operator::Less:
        return ordered(arguments, values::less);
    case Operator::LessEqual:
        return ordered(arguments, values::lessOrEqual);
    case Operator::Max:
        return values::fromNumber(extreme(arguments, true));
    case Operator::Min:
        return values::fromNumber(extreme(arguments, false));
    case Operator::Plus:
        return sum(arguments);
    case Operator::Minus:
        return difference(arguments);
    case Operator::Times:
        return product(arguments);
    case Operator::Divide:
        return values::fromNumber(values::toNumber(first) / values::toNumber(second));
    case Operator::Modulo:
        return values::fromNumber(std::fmod(values::toNumber(first), values::toNumber(second)));
    case Operator::Merge:
        return merged(arguments);
    case Operator::In:
        return contains(first, second);
    case Operator::Cat:
        return concatenated(arguments);
    case Operator::Substr:
        return substring(arguments);
    case Operator::Log:
        return first == nullptr ? OrderedJson(nullptr) : *first;
    default:
        return nullptr;
    }
}

} // namespace hs::workflow
