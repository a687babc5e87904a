#include "engine/vocabulary/json_shape.h"

#include <algorithm>
#include <cmath>

#include "engine/vocabulary/nearest.h"

namespace hs {

namespace {

bool isOfType(const Json &value, std::string_view type)
{
    if (type == "integer")
        return value.is_number_integer() || (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
    return type == "string" ? value.is_string() : type == "number" ? value.is_number() : type == "boolean" ? value.is_boolean()
         : type == "array" ? value.is_array() : type == "object" ? value.is_object() : type != "null" || value.is_null();
}

std::string typeWords(std::string_view type)
{
    return type == "integer" ? "a whole number" : type == "string" ? "a text" : type == "number" ? "a number" : type == "boolean" ? "true or false"
         : type == "array" ? "a list" : type == "object" ? "an object" : type == "null" ? "nothing" : std::string(type);
}

std::string plainNumber(const Json &number)
{
    return dump(number);
}

std::string typesOf(const Json &schema)
{
    const auto &type = member(schema, "type");
    if (type.is_string())
        return typeWords(type.get<std::string>());
    std::string words;
    for (const auto &one : textList(type))
        words += (words.empty() ? "" : " or ") + typeWords(one);
    return words.empty() ? "a value" : words;
}

std::string joined(const std::string &at, const std::string &key)
{
    return at.empty() ? key : at + "." + key;
}

std::optional<Misfit> check(const Json &schema, const Json &value, const std::string &at);

std::optional<Misfit> checkObject(const Json &schema, const Json &value, const std::string &at)
{
    const auto &properties = member(schema, "properties");
    for (const auto &name : textList(member(schema, "required")))
        if (member(value, name).is_null())
            return Misfit{joined(at, name), "is missing", "give " + typesOf(member(properties, name))};
    const auto &others = member(schema, "additionalProperties");
    const bool closed = others.is_boolean() && !others.get<bool>();
    for (const auto &[name, part] : value.items()) {
        const auto &known = member(properties, name);
        if (known.is_null() && closed) {
            std::vector<std::string> names;
            for (const auto &[key, described] : properties.items())
                names.push_back(key);
            const auto meant = nearest(name, names);
            return Misfit{joined(at, name), "is not known", !meant.empty() ? "write \"" + meant + "\"" : names.empty() ? "leave it out" : "use " + quotedList(names)};
        }
        if (known.is_null() || part.is_null())
            continue;
        if (auto found = check(known, part, joined(at, name)))
            return found;
    }
    return std::nullopt;
}

std::optional<Misfit> check(const Json &schema, const Json &value, const std::string &at)
{
    const auto &type = member(schema, "type");
    const auto types = type.is_string() ? std::vector{type.get<std::string>()} : textList(type);
    if (!types.empty() && std::none_of(types.begin(), types.end(), [&](const auto &one) { return isOfType(value, one); }))
        return Misfit{at, "must be " + typesOf(schema) + ", found " + kindName(value), "give " + typesOf(schema)};
    if (const auto &allowed = member(schema, "enum"); allowed.is_array() && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
        std::vector<std::string> names;
        for (const auto &one : allowed)
            names.push_back(scalarText(one));
        return Misfit{at, "is none of what can be chosen", "choose one of " + quotedList(names)};
    }
    if (value.is_number()) {
        if (const auto &least = member(schema, "minimum"); least.is_number() && value.get<double>() < least.get<double>())
            return Misfit{at, "is less than " + plainNumber(least), "give at least " + plainNumber(least)};
        if (const auto &most = member(schema, "maximum"); most.is_number() && value.get<double>() > most.get<double>())
            return Misfit{at, "is more than " + plainNumber(most), "give at most " + plainNumber(most)};
    }
    if (value.is_object())
        return checkObject(schema, value, at);
    if (const auto &items = member(schema, "items"); value.is_array() && items.is_object())
        for (std::size_t i = 0; i < value.size(); ++i)
            if (auto found = check(items, value[i], joined(at, std::to_string(i))))
                return found;
    return std::nullopt;
}

} // namespace

std::optional<Misfit> misfit(const Json &schema, const Json &value)
{
    return check(schema, value, {});
}

} // namespace hs
