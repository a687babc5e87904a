#include "engine/workflow/report.h"

#include <algorithm>

#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

/// Features of XState that live in code, or that make no sense for durable instances.
constexpr std::string_view CodeFeatures[] = {"onSnapshot", "systemId", "route", "spawnChild", "functions"};

} // namespace

std::string typeName(const OrderedJson &value)
{
    if (value.is_null())
        return "null";
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    return value.is_object()   ? "an object"
           : value.is_array()  ? "an array"
           : value.is_string() ? "a string"
                               : "a number";
}

const OrderedJson *member(const OrderedJson &object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::vector<std::pair<const OrderedJson *, std::string>> oneOrMany(const OrderedJson &value, const std::string &pointer)
{
    std::vector<std::pair<const OrderedJson *, std::string>> out;
    if (!value.is_array())
        out.emplace_back(&value, pointer);
    else
        for (std::size_t i = 0; i < value.size(); ++i)
            out.emplace_back(&value[i], pointer / i);
    return out;
}

void Report::wrongType(const std::string &pointer, std::string_view key, std::string_view wanted,
                       const OrderedJson &found)
{
    error("E014", pointer, inQuotes(key) + " must be " + std::string(wanted) + ", found " + typeName(found));
}

bool Report::isObject(const OrderedJson &value, const std::string &pointer, std::string_view key)
{
    if (!value.is_object())
        wrongType(pointer, key, "an object", value);
    return value.is_object();
}

bool Report::isText(const OrderedJson &value, const std::string &pointer, std::string_view key)
{
    if (!value.is_string())
        wrongType(pointer, key, "a string", value);
    return value.is_string();
}

bool Report::isTrueOrFalse(const OrderedJson &value, const std::string &pointer, std::string_view key)
{
    if (!value.is_boolean())
        wrongType(pointer, key, "true or false", value);
    return value.is_boolean();
}

void Report::unknownKeys(const OrderedJson &object, const std::string &pointer,
                         std::initializer_list<std::string_view> known, std::string_view place)
{
    for (const auto &item : object.items()) {
        const std::string &key = item.key();
        if (std::find(known.begin(), known.end(), key) != known.end())
            continue;
        if (std::find(std::begin(CodeFeatures), std::end(CodeFeatures), key) != std::end(CodeFeatures))
            errorAtKey("E015", pointer / key, inQuotes(key) + " is an XState feature this engine does not run");
        else
            errorAtKey("E013", pointer / key, "unknown key " + inQuotes(key) + " in " + std::string(place)
                                                  + didYouMean(key, {known.begin(), known.end()}));
    }
}

void Report::rule(const OrderedJson &rule, const std::string &pointer, RuleRoots roots)
{
    for (const auto &problem : checkRule(rule, roots))
        error(problem.code, pointer + problem.pointer, problem.message);
}

void Report::mapping(const OrderedJson &mapping, const std::string &pointer, RuleRoots roots)
{
    for (const auto &problem : checkMapping(mapping, roots))
        error(problem.code, pointer + problem.pointer, problem.message);
}

std::vector<Finding> Report::take()
{
    std::stable_sort(m_findings.begin(), m_findings.end(), [](const Finding &a, const Finding &b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(m_findings);
}

void Report::add(std::string_view code, Severity severity, const std::string &pointer, Document::Of what,
                 const std::string &message)
{
    const auto at = m_document.place(pointer, what);
    m_findings.push_back({std::string(code), severity, pointer, at.line, at.column, message});
}

} // namespace hs::workflow
