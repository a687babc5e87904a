#include "engine/designer/logic_words.h"

#include <set>
#include <string_view>
#include <vector>

#include "engine/workflow/report.h"

namespace hs::designer {

using workflow::member;

namespace {

constexpr std::size_t MaxWords = 120; // longer rules are read in the text

std::string compact(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string shortened(std::string text)
{
    if (text.size() > MaxWords) {
        text.resize(MaxWords);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
            text.pop_back();
        if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0)
            text.pop_back();
        text += "…";
    }
    return text;
}

std::string path(const OrderedJson &name)
{
    std::string text = name.is_string() ? name.get<std::string>() : compact(name);
    if (text.starts_with("context."))
        text.erase(0, 8);
    return text;
}

bool isInfix(std::string_view op)
{
    static const std::set<std::string_view> all = {"==", "===", "!=", "!==", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in", "and", "or"};
    return all.contains(op);
}

std::string words(const OrderedJson &rule, bool inner)
{
    if (!rule.is_object() || rule.size() != 1)
        return rule.is_string() ? compact(rule) : compact(rule);
    const std::string op = rule.begin().key();
    const OrderedJson &given = rule.begin().value();
    const bool many = given.is_array();
    if (op == "var") {
        const OrderedJson &name = many && !given.empty() ? given.front() : given;
        return path(name);
    }
    if (op == "!" || op == "!!") {
        const OrderedJson &of = many && given.size() == 1 ? given.front() : given;
        return op == "!" ? "not " + words(of, true) : words(of, inner);
    }
    if (isInfix(op) && many && given.size() > 1) {
        std::string out;
        for (const OrderedJson &part : given)
            out += (out.empty() ? "" : ' ' + (op == "===" ? "==" : op == "!==" ? "!=" : op) + ' ') + words(part, true);
        return inner && (op == "and" || op == "or") ? '(' + out + ')' : out;
    }
    if (op == "if" || op == "?:")
        return "if …";
    std::string out;
    if (many) {
        for (const OrderedJson &part : given)
            out += (out.empty() ? "" : ", ") + words(part, false);
    } else {
        out = words(given, false);
    }
    return op + '(' + out + ')';
}

std::string joinedGuards(const OrderedJson *guards, const std::string &by)
{
    std::string out;
    if (guards && guards->is_array()) {
        for (const OrderedJson &guard : *guards)
            out += (out.empty() ? "" : ' ' + by + ' ') + guardWords(guard);
    }
    return out;
}

std::string typeOfEvent(const OrderedJson *params)
{
    const OrderedJson *event = params ? member(*params, "event") : nullptr;
    const OrderedJson *type = event ? member(*event, "type") : nullptr;
    if (event && event->is_string())
        return event->get<std::string>();
    return type ? (type->is_string() ? type->get<std::string>() : words(*type, false)) : std::string("?");
}

} // namespace

std::string ruleWords(const OrderedJson &rule)
{
    return shortened(words(rule, false));
}

std::string guardWords(const OrderedJson &guard)
{
    if (guard.is_string())
        return shortened(guard.get<std::string>());
    const OrderedJson *type = member(guard, "type");
    if (!type || !type->is_string())
        return shortened(compact(guard));
    const std::string name = type->get<std::string>();
    const OrderedJson *params = member(guard, "params");
    const auto part = [&](const char *key) { return params ? member(*params, key) : nullptr; };
    if (name == "jsonlogic")
        return part("rule") ? ruleWords(*part("rule")) : name;
    if (name == "not")
        return shortened("not " + (part("guard") ? guardWords(*part("guard")) : std::string("?")));
    if (name == "and" || name == "or")
        return shortened(joinedGuards(part("guards"), name));
    if (name == "stateIn")
        return shortened("in " + (part("state") && part("state")->is_string() ? part("state")->get<std::string>() : std::string("?")));
    std::string out;
    if (params && params->is_object()) {
        for (const auto &[key, value] : params->items())
            out += (out.empty() ? "" : ", ") + key + ": " + compact(value);
    }
    return shortened(out.empty() ? name : name + " (" + out + ')');
}

std::string actionWords(const OrderedJson &action)
{
    if (action.is_string())
        return shortened(action.get<std::string>());
    const OrderedJson *type = member(action, "type");
    if (!type || !type->is_string())
        return shortened(compact(action));
    const std::string name = type->get<std::string>();
    const OrderedJson *params = member(action, "params");
    if (name == "assign") {
        std::string out;
        if (const OrderedJson *assignment = params ? member(*params, "assignment") : nullptr; assignment && assignment->is_object()) {
            for (const auto &item : assignment->items())
                out += (out.empty() ? "" : ", ") + item.key();
        }
        return shortened("set " + out);
    }
    if (name == "raise" || name == "emit")
        return shortened(name + ' ' + typeOfEvent(params));
    if (name == "sendTo") {
        const OrderedJson *to = params ? member(*params, "to") : nullptr;
        return shortened("send " + typeOfEvent(params) + (to && to->is_string() ? " to " + to->get<std::string>() : std::string()));
    }
    if (name == "cancel") {
        const OrderedJson *id = params ? member(*params, "id") : nullptr;
        return shortened("cancel " + (id && id->is_string() ? id->get<std::string>() : std::string("?")));
    }
    return shortened(name);
}

} // namespace hs::designer
