#include "engine/settings/schema.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "engine/settings/positions.h"
#include "engine/settings/secrets.h"
#include "engine/vocabulary/nearest.h"

namespace hs::settings {

namespace {

constexpr std::string_view SourcesPointer = "/receiver/sources";

std::string stringOf(const OrderedJson &node, const char *key)
{
    const auto found = node.find(key);
    return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flagOf(const OrderedJson &node, const char *key)
{
    const auto found = node.find(key);
    return found != node.end() && found->is_boolean() && found->get<bool>();
}

std::optional<double> numberOf(const OrderedJson &node, const char *key)
{
    const auto found = node.find(key);
    if (found == node.end() || !found->is_number())
        return {};
    return found->get<double>();
}

std::vector<std::string> optionsOf(const OrderedJson &node)
{
    const OrderedJson &holder = node.contains("items") ? node["items"] : node;
    std::vector<std::string> options;
    if (const auto found = holder.find("enum"); found != holder.end())
        for (const auto &option : *found)
            if (option.is_string())
                options.push_back(option.get<std::string>());
    return options;
}

Json toJson(const OrderedJson &ordered)
{
    return Json::parse(ordered.dump());
}

Leaf leafOf(const OrderedJson &node, const std::string &pointer)
{
    Leaf leaf;
    leaf.pointer = pointer;
    leaf.section = pointer.substr(1, pointer.find('/', 1) - 1);
    leaf.type = stringOf(node, "type");
    if (leaf.type == "array")
        leaf.type = "list";
    else if (node.contains("enum"))
        leaf.type = "enum";
    leaf.title = stringOf(node, "title");
    leaf.help = stringOf(node, "description");
    leaf.unit = stringOf(node, "x-unit");
    if (const auto fallback = node.find("default"); fallback != node.end())
        leaf.fallback = toJson(*fallback);
    leaf.options = optionsOf(node);
    leaf.minimum = numberOf(node, "minimum");
    leaf.maximum = numberOf(node, "maximum");
    leaf.restart = flagOf(node, "x-restart");
    leaf.environment = stringOf(node, "x-environment");
    return leaf;
}

void collect(const OrderedJson &node, const std::string &pointer, std::vector<Leaf> &leaves)
{
    if (flagOf(node, "x-internal"))
        return;
    if (stringOf(node, "type") != "object") {
        leaves.push_back(leafOf(node, pointer));
        return;
    }
    if (const auto properties = node.find("properties"); properties != node.end())
        for (const auto &[key, child] : properties->items())
            collect(child, pointer + '/' + pointerPart(key), leaves);
}

std::vector<std::string> keysOf(const OrderedJson &node)
{
    std::vector<std::string> keys;
    if (const auto properties = node.find("properties"); properties != node.end())
        for (const auto &[key, child] : properties->items())
            if (!flagOf(child, "x-internal"))
                keys.push_back(key);
    return keys;
}

const OrderedJson *childOf(const OrderedJson &node, const std::string &key)
{
    if (const auto items = node.find("items"); items != node.end())
        return &*items;
    if (const auto properties = node.find("properties"); properties != node.end())
        if (const auto child = properties->find(key); child != properties->end())
            return &*child;
    if (const auto patterns = node.find("patternProperties"); patterns != node.end() && key.size() <= 64)
        for (const auto &[pattern, child] : patterns->items())
            if (std::regex_match(key, std::regex(pattern)))
                return &child;
    return nullptr;
}

/// "<root>", "[receiver]", "[port]" → "/receiver/port"
std::string pointerOf(const std::vector<std::string> &context)
{
    std::string pointer;
    for (std::size_t i = 1; i < context.size(); ++i) {
        const auto &part = context[i];
        pointer += '/' + pointerPart(part.size() > 2 && part.front() == '[' ? part.substr(1, part.size() - 2) : part);
    }
    return pointer;
}

const Json *valueAt(const Json &document, const std::string &pointer)
{
    const Json::json_pointer path(pointer);
    return document.contains(path) ? &document.at(path) : nullptr;
}

std::string range(const OrderedJson &node)
{
    const auto low = numberOf(node, "minimum");
    const auto high = numberOf(node, "maximum");
    const auto text = [](double number) {
        return dump(number == std::floor(number) ? Json(std::int64_t(number)) : Json(number));
    };
    return low && high ? text(*low) + " to " + text(*high)
           : low       ? text(*low) + " or more"
           : high      ? text(*high) + " or less"
                       : "another";
}

/// What is wrong with a value that is neither an object nor a list.
std::optional<Fault> explainScalar(const OrderedJson &node, const Json &value, const std::string &pointer)
{
    const auto type = stringOf(node, "type");
    const auto options = optionsOf(node);
    const auto wrongType = [&](const std::string &wanted, const std::string &mend) {
        return Fault{pointer, "must be " + wanted + ", found " + kindName(value), mend};
    };
    if (type == "string" && !value.is_string())
        return wrongType("a text", options.empty() ? "write it in quotes" : "use one of " + quotedList(options));
    if (type == "boolean" && !value.is_boolean())
        return wrongType("true or false", "write true or false without quotes");
    if ((type == "integer" || type == "number") && !value.is_number())
        return wrongType(type == "integer" ? "a whole number" : "a number",
                         value.is_string() ? "write it without quotes" : "use a number of " + range(node));
    if (type == "integer" && value.get<double>() != std::floor(value.get<double>()))
        return Fault{pointer, "must be a whole number, found " + dump(value), "leave out the fraction"};
    if (value.is_number()) {
        const auto low = numberOf(node, "minimum");
        const auto high = numberOf(node, "maximum");
        if ((low && value.get<double>() < *low) || (high && value.get<double>() > *high))
            return Fault{pointer, "must be " + range(node) + ", found " + dump(value), "use a number in that range"};
    }
    if (value.is_string() && !options.empty()) {
        const auto given = value.get<std::string>();
        if (std::find(options.begin(), options.end(), given) == options.end()) {
            const auto meant = nearest(given, options);
            return Fault{pointer, "\"" + given.substr(0, 40) + "\" is not an option",
                         (meant.empty() ? "" : "did you mean \"" + meant + "\"? ") +
                             ("use one of " + quotedList(options))};
        }
    }
    if (value.is_string() && node.contains("x-what")) {
        // The value itself is not repeated: an address may hold a password by mistake.
        if (!std::regex_search(value.get<std::string>(), std::regex(stringOf(node, "pattern"))))
            return Fault{pointer, stringOf(node, "x-what"), stringOf(node, "x-mend")};
    }
    if (const auto least = numberOf(node, "minLength");
        value.is_string() && least && value.get<std::string>().empty())
        return Fault{pointer, "must not be empty", "give a text, or remove the key"};
    return {};
}

bool holdsPassword(const Json &url)
{
    if (!url.is_string())
        return false;
    const auto text = url.get<std::string>();
    const auto begin = text.find("://");
    const auto at = text.rfind('@');
    return begin != std::string::npos && at != std::string::npos && text.find(':', begin + 3) < at;
}

void findLongTexts(const Json &value, const std::string &pointer, std::vector<Fault> &faults)
{
    if (value.is_string() && value.get_ref<const std::string &>().size() > MaxSettingText)
        faults.push_back({pointer, "has more than " + std::to_string(MaxSettingText) + " bytes", "shorten it"});
    if (value.is_object())
        for (const auto &[key, child] : value.items())
            findLongTexts(child, pointer + '/' + pointerPart(key), faults);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            findLongTexts(value[i], pointer + '/' + std::to_string(i), faults);
}

} // namespace

Result<Schema> Schema::parse(std::string_view text)
{
    constexpr auto Where = "console.schema.json";
    const auto json = parseJson(text);
    if (!json)
        return fail(Errc::BadInput, json.error().what, std::string(Where) + ":" + json.error().where,
                    "mend the schema");
    Schema schema;
    try {
        schema.m_text = std::make_shared<const OrderedJson>(OrderedJson::parse(text));
        auto compiled = std::make_shared<valijson::Schema>();
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        valijson::adapters::NlohmannJsonAdapter adapter(*json);
        parser.populateSchema(adapter, *compiled);
        schema.m_schema = std::move(compiled);
        collect(*schema.m_text, "", schema.m_leaves);
    } catch (const std::exception &error) {
        return fail(Errc::BadInput, std::string("not a JSON Schema: ") + error.what(), Where, "mend the schema");
    }
    if (schema.m_leaves.empty())
        return fail(Errc::BadInput, "the schema describes no setting", Where, "mend the schema");
    return schema;
}

const OrderedJson *Schema::node(std::string_view pointer) const
{
    const OrderedJson *at = m_text.get();
    while (at && !pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        std::string key(pointer.substr(0, end));
        pointer.remove_prefix(end);
        for (std::size_t i; (i = key.find("~1")) != std::string::npos;)
            key.replace(i, 2, "/");
        at = childOf(*at, key);
    }
    return at;
}

std::optional<Leaf> Schema::leaf(std::string_view pointer) const
{
    if (!pointer.starts_with('/') || pointer.size() > 256)
        return {};
    const OrderedJson *found = node(pointer);
    // An item of a list is not a setting: the list is one.
    const OrderedJson *parent = found ? node(pointer.substr(0, pointer.rfind('/'))) : nullptr;
    if (!found || flagOf(*found, "x-internal") || stringOf(*found, "type") == "object" || !parent ||
        parent->contains("items"))
        return {};
    return leafOf(*found, std::string(pointer));
}

std::vector<Leaf> Schema::leavesOfSource(std::string_view source) const
{
    std::vector<Leaf> leaves;
    const std::string pointer = std::string(SourcesPointer).append("/").append(pointerPart(source));
    if (const OrderedJson *found = node(pointer))
        collect(*found, pointer, leaves);
    return leaves;
}

void Schema::explain(const Json &document, const std::string &pointer, std::vector<Fault> &faults) const
{
    const OrderedJson *rule = node(pointer);
    const Json *value = valueAt(document, pointer);
    if (!rule || !value)
        return;
    const auto type = stringOf(*rule, "type");
    if (type == "object" && value->is_object()) {
        for (const auto &[key, child] : value->items()) {
            if (childOf(*rule, key))
                continue;
            const auto place = pointer + '/' + pointerPart(key);
            if (const auto variable = secretNameFor(place); !variable.empty()) {
                faults.push_back({place, "a secret does not belong into this file",
                                  "remove it, and set the variable " + variable +
                                      " or run: higherself-console secret set " + variable});
                continue;
            }
            const auto keys = keysOf(*rule);
            const auto meant = nearest(key, keys);
            faults.push_back({place, "unknown key",
                              !meant.empty() ? "did you mean \"" + meant + "\"?"
                              : keys.empty() ? "use a name of small letters, digits and -"
                                             : "use one of " + quotedList(keys)});
        }
    } else if (type == "object") {
        faults.push_back({pointer, "must be an object, found " + kindName(*value), "write it in braces"});
    } else if (type == "array" && !value->is_array()) {
        faults.push_back({pointer, "must be a list, found " + kindName(*value), "put it in brackets"});
    } else if (type == "array") {
        if (std::set<Json>(value->begin(), value->end()).size() != value->size())
            faults.push_back({pointer, "names something twice", "keep one of them"});
    } else if (auto fault = explainScalar(*rule, *value, pointer)) {
        faults.push_back(std::move(*fault));
    }
}

std::vector<Fault> Schema::check(const Json &document) const
{
    std::vector<Fault> faults;
    findLongTexts(document, "", faults);
    if (!faults.empty())
        return faults; // patterns are not run over such texts
    if (const Json &url = hs::at(document, "mail.smtpUrl"); holdsPassword(url))
        faults.push_back(
            {"/mail/smtpUrl", "a password does not belong into this file",
             "leave it out here, and set the variable SMTP_URL or run: higherself-console secret set SMTP_URL"});
    valijson::ValidationResults results;
    try {
        valijson::Validator validator;
        valijson::adapters::NlohmannJsonAdapter adapter(document);
        if (validator.validate(*m_schema, adapter, &results))
            return faults;
    } catch (const std::exception &error) {
        faults.push_back({"", std::string("cannot be checked: ") + error.what(), "mend the file"});
        return faults;
    }
    // valijson names every level above a fault too; the deepest ones are the faults.
    std::set<std::string> places;
    for (const auto &error : results)
        places.insert(pointerOf(error.context));
    const auto before = faults.size();
    for (const auto &place : places)
        explain(document, place, faults);
    if (faults.size() == before) {
        const auto deepest = std::max_element(results.begin(), results.end(), [](const auto &a, const auto &b) {
            return a.context.size() < b.context.size();
        });
        faults.push_back({deepest == results.end() ? std::string() : pointerOf(deepest->context),
                          deepest == results.end() ? "is not valid" : deepest->description,
                          "see the schema console.schema.json"});
    }
    return faults;
}

} // namespace hs::settings
