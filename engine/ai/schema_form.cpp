#include "engine/ai/schema_form.h"

#include <algorithm>
#include <array>
#include <set>

#include <QRegularExpression>

#include "engine/vocabulary/clock.h"

namespace hs::ai {

namespace {

constexpr std::size_t MaxSchemaNodes = 20'000; // after patterns were worked out
constexpr int MaxSchemaDepth = 48;
constexpr std::size_t MaxValueNodes = 50'000;
constexpr int MaxValueDepth = int(MaxJsonDepth);
constexpr std::size_t MaxPatterns = 64;
constexpr std::size_t MaxPattern = 1'000;         // bytes
constexpr std::size_t MaxMatched = 64U * 1024;    // bytes of a text that a pattern is tried on; longer ones do not fit
constexpr std::size_t MaxTried = 4U * 1024 * 1024; // bytes, all patterns and texts together
constexpr std::size_t MaxSteps = 300'000;         // of a check
constexpr int MaxStepDepth = 1'000;

tl::unexpected<Error> noSchema(std::string what, const std::string &where)
{
    return fail(Errc::BadInput, "the schema cannot be used: " + std::move(what), where.substr(0, 200), "mend the schema");
}

/// An ECMA pattern as Perl's: "\u1234", and a "$" that is the end and not before a last line break.
QString perlPattern(const std::string &pattern)
{
    std::string out;
    bool inClass = false;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (c == '\\' && at + 1 < pattern.size()) {
            if (pattern[at + 1] == 'u' && at + 5 < pattern.size() && pattern.find_first_not_of("0123456789abcdefABCDEF", at + 2) >= at + 6) {
                out += "\\x{" + pattern.substr(at + 2, 4) + "}";
                at += 5;
            } else {
                out += c;
                out += pattern[++at];
            }
        } else if (c == '$' && !inClass) {
            out += "\\z";
        } else {
            inClass = c == '[' ? true : c == ']' ? false : inClass;
            out += c;
        }
    }
    return QString::fromStdString(out);
}

bool isOfFormat(const std::string &format, const std::string &text)
{
    if (text.size() > 64)
        return false;
    if (format == "date")
        return text.size() == 10 && parseRfc3339(text + "T00:00:00Z").has_value();
    if (format == "time")
        return parseRfc3339("2000-01-01T" + text).has_value();
    return parseRfc3339(text).has_value();
}

/// All texts of a value, names of members included: what patterns may be asked about.
class Texts {
public:
    [[nodiscard]] bool collect(const Json &value, int depth = 0)
    {
        if (++m_nodes > MaxValueNodes || depth > MaxValueDepth)
            return false;
        if (value.is_string())
            m_texts.insert(value.get<std::string>());
        if (value.is_object()) {
            for (const auto &[key, child] : value.items()) {
                m_texts.insert(key);
                m_names.insert(key);
                if (!collect(child, depth + 1))
                    return false;
            }
        } else if (value.is_array()) {
            for (const auto &child : value)
                if (!collect(child, depth + 1))
                    return false;
        }
        return true;
    }
    [[nodiscard]] const std::set<std::string> &texts() const { return m_texts; }
    [[nodiscard]] const std::set<std::string> &names() const { return m_names; }

private:
    std::size_t m_nodes = 0;
    std::set<std::string> m_texts, m_names;
};

class Former {
public:
    explicit Former(const Texts &texts) : m_texts(texts) {}

    Result<Json> form(const Json &node, const std::string &where, int depth)
    {
        if (++m_nodes > MaxSchemaNodes || depth > MaxSchemaDepth)
            return noSchema("it is too large", where);
        if (node.is_boolean())
            return node.get<bool>() ? Json::object() : Json{{"not", Json::object()}};
        if (!node.is_object())
            return noSchema("there is " + kindName(node) + " where a schema belongs", where);
        Json out = Json::object();
        Json all = Json::array(); // further demands that are met together with the rest
        HS_TRY(copyPlain(node, out, where));
        HS_TRY(formChildren(node, out, where, depth));
        HS_TRY(formItems(node, out, where, depth));
        HS_TRY(formPatterns(node, out, all, where, depth));
        HS_TRY(formDependencies(node, all, where, depth));
        if (const Json &ref = member(node, "$ref"); ref.is_string()) {
            const auto target = ref.get<std::string>();
            if (target != "#" && !target.starts_with("#/"))
                return noSchema("it refers to something outside of itself", where + "/$ref");
            if (out.empty() && all.empty())
                return Json{{"$ref", target}};
            all.push_back({{"$ref", target}});
        }
        if (!all.empty()) {
            Json &list = out["allOf"]; // behind those that are there: references count from the front
            if (list.is_null())
                list = Json::array();
            list.insert(list.end(), all.begin(), all.end());
        }
        return out;
    }

private:
    /// Keywords that hold no schema.
    static Result<void> copyPlain(const Json &node, Json &out, const std::string &where)
    {
        const auto wrong = [&](const char *key) { return noSchema(std::string("\"") + key + "\" is " + kindName(node.at(key)), where); };
        for (const auto *key : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
            if (const Json &value = member(node, key); !value.is_null()) {
                if (!value.is_number() || (std::string_view(key) == "multipleOf" && value.get<double>() <= 0))
                    return wrong(key);
                out[key] = value;
            }
        for (const auto *key : {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"})
            if (const Json &value = member(node, key); !value.is_null()) {
                if (!value.is_number_integer() || value.get<std::int64_t>() < 0)
                    return wrong(key);
                out[key] = value;
            }
        if (const Json &value = member(node, "uniqueItems"); value.is_boolean() && value.get<bool>())
            out["uniqueItems"] = true;
        if (const Json &value = member(node, "required"); !value.is_null()) {
            if (!value.is_array() || textList(value).size() != value.size())
                return wrong("required");
            out["required"] = value;
        }
        if (const Json &value = member(node, "enum"); !value.is_null()) {
            if (!value.is_array() || value.empty() || value.size() > 2'000)
                return wrong("enum");
            out["enum"] = value;
        }
        if (const auto value = node.find("const"); value != node.end())
            out["const"] = *value;
        if (const Json &value = member(node, "type"); !value.is_null()) {
            static constexpr std::array<std::string_view, 7> Types{"null", "boolean", "object", "array", "number", "string", "integer"};
            const auto types = value.is_string() ? std::vector<std::string>{value.get<std::string>()} : textList(value);
            const bool known = std::all_of(types.begin(), types.end(),
                                           [](const auto &type) { return std::find(Types.begin(), Types.end(), type) != Types.end(); });
            if (types.empty() || !known || (value.is_array() && types.size() != value.size()))
                return wrong("type");
            out["type"] = value;
        }
        return {};
    }

    Result<void> put(const Json &node, const char *key, Json &out, const std::string &where, int depth)
    {
        const auto found = node.find(key);
        if (found == node.end())
            return {};
        auto formed = form(*found, where + '/' + key, depth + 1);
        if (!formed)
            return tl::make_unexpected(formed.error());
        out[key] = std::move(*formed);
        return {};
    }

    Result<void> putMap(const Json &node, const char *key, Json &out, const std::string &where, int depth)
    {
        const Json &map = member(node, key);
        if (map.is_null())
            return {};
        if (!map.is_object())
            return noSchema(std::string("\"") + key + "\" is " + kindName(map), where);
        Json formed = Json::object();
        for (const auto &[name, child] : map.items()) {
            auto one = form(child, where + '/' + key + '/' + name, depth + 1);
            if (!one)
                return tl::make_unexpected(one.error());
            formed[name] = std::move(*one);
        }
        out[key] = std::move(formed);
        return {};
    }

    Result<Json> list(const Json &schemas, const std::string &where, int depth)
    {
        if (!schemas.is_array() || schemas.empty())
            return noSchema("there is no list of schemas", where);
        Json formed = Json::array();
        for (std::size_t at = 0; at < schemas.size(); ++at) {
            auto one = form(schemas[at], where + '/' + std::to_string(at), depth + 1);
            if (!one)
                return one;
            formed.push_back(std::move(*one));
        }
        return formed;
    }

    Result<void> formChildren(const Json &node, Json &out, const std::string &where, int depth)
    {
        for (const auto *key : {"properties", "definitions", "$defs"})
            HS_TRY(putMap(node, key, out, where, depth));
        for (const auto *key : {"allOf", "anyOf", "oneOf"})
            if (const auto found = node.find(key); found != node.end()) {
                auto formed = list(*found, where + '/' + key, depth);
                if (!formed)
                    return tl::make_unexpected(formed.error());
                out[key] = std::move(*formed);
            }
        for (const auto *key : {"contains", "propertyNames", "not"})
            HS_TRY(put(node, key, out, where, depth));
        if (node.contains("if") && (node.contains("then") || node.contains("else")))
            for (const auto *key : {"if", "then", "else"})
                HS_TRY(put(node, key, out, where, depth));
        return more(node, "additionalProperties", "additionalProperties", out, where, depth);
    }

    /// "additionalProperties" and "additionalItems", where true and false stay as they are.
    Result<void> more(const Json &node, const char *key, const char *as, Json &out, const std::string &where, int depth)
    {
        const auto found = node.find(key);
        if (found == node.end())
            return {};
        if (found->is_boolean()) {
            out[as] = *found;
            return {};
        }
        auto formed = form(*found, where + '/' + key, depth + 1);
        if (!formed)
            return tl::make_unexpected(formed.error());
        out[as] = std::move(*formed);
        return {};
    }

    Result<void> formItems(const Json &node, Json &out, const std::string &where, int depth)
    {
        const bool isNew = node.contains("prefixItems");
        const Json &places = isNew ? member(node, "prefixItems") : member(node, "items");
        if (places.is_array()) {
            auto formed = list(places, where + (isNew ? "/prefixItems" : "/items"), depth);
            if (!formed)
                return tl::make_unexpected(formed.error());
            out["items"] = std::move(*formed);
            return more(node, isNew ? "items" : "additionalItems", "additionalItems", out, where, depth);
        }
        return put(node, "items", out, where, depth);
    }

    /// The texts of the value that fit, as a demand: no text, or one of these.
    static Json oneOfTexts(const std::vector<std::string> &texts)
    {
        const Json noText{{"not", {{"type", "string"}}}};
        if (texts.empty())
            return noText;
        return {{"anyOf", Json::array({noText, Json{{"enum", texts}}})}};
    }

    Result<std::vector<std::string>> matching(const std::string &pattern, const std::set<std::string> &texts, const std::string &where)
    {
        if (++m_patterns > MaxPatterns || pattern.size() > MaxPattern)
            return noSchema("there are too many patterns, or one is too long", where);
        const QRegularExpression expression(perlPattern(pattern), QRegularExpression::DontCaptureOption);
        if (!expression.isValid())
            return noSchema("a pattern is not valid", where);
        std::vector<std::string> fitting;
        for (const auto &text : texts) {
            m_tried += text.size();
            if (m_tried > MaxTried)
                return noSchema("its patterns are too much work for this value", where);
            if (text.size() <= MaxMatched && expression.match(QString::fromStdString(text)).hasMatch())
                fitting.push_back(text);
        }
        return fitting;
    }

    Result<void> formPatterns(const Json &node, Json &out, Json &all, const std::string &where, int depth)
    {
        if (const Json &pattern = member(node, "pattern"); pattern.is_string()) {
            const auto fitting = matching(pattern.get<std::string>(), m_texts.texts(), where + "/pattern");
            if (!fitting)
                return tl::make_unexpected(fitting.error());
            all.push_back(oneOfTexts(*fitting));
        }
        if (const auto format = text(node, "format"); format == "date" || format == "time" || format == "date-time") {
            std::vector<std::string> fitting;
            for (const auto &text : m_texts.texts())
                if (isOfFormat(format, text))
                    fitting.push_back(text);
            all.push_back(oneOfTexts(fitting));
        }
        const Json &byPattern = member(node, "patternProperties");
        if (byPattern.is_null())
            return {};
        if (!byPattern.is_object())
            return noSchema("\"patternProperties\" is " + kindName(byPattern), where);
        for (const auto &[pattern, child] : byPattern.items()) {
            const auto names = matching(pattern, m_texts.names(), where + "/patternProperties");
            if (!names)
                return tl::make_unexpected(names.error());
            Json properties = Json::object();
            for (const auto &name : *names) {
                auto one = form(child, where + "/patternProperties", depth + 1);
                if (!one)
                    return tl::make_unexpected(one.error());
                properties[name] = std::move(*one);
                if (Json &own = out["properties"]; !own.contains(name))
                    own[name] = Json::object(); // known, so that it is no additional one
            }
            if (!properties.empty())
                all.push_back({{"properties", std::move(properties)}});
        }
        return {};
    }

    Result<void> formDependencies(const Json &node, Json &all, const std::string &where, int depth)
    {
        for (const auto *key : {"dependencies", "dependentRequired", "dependentSchemas"}) {
            const Json &map = member(node, key);
            if (!map.is_object())
                continue;
            Json formed = Json::object();
            for (const auto &[name, child] : map.items()) {
                if (child.is_array() && textList(child).size() == child.size()) {
                    formed[name] = child;
                    continue;
                }
                auto one = form(child, where + '/' + key + '/' + name, depth + 1);
                if (!one)
                    return tl::make_unexpected(one.error());
                formed[name] = std::move(*one);
            }
            all.push_back({{"dependencies", std::move(formed)}});
        }
        return {};
    }

    const Texts &m_texts;
    std::size_t m_nodes = 0, m_patterns = 0, m_tried = 0;
};

/// Follows references, and counts what a check would do.
class Steps {
public:
    explicit Steps(const Json &root) : m_root(root) {}

    /// Whether every reference ends at something that is none. The checker's reader would follow a circle for ever.
    [[nodiscard]] bool endReferences(const Json &node) const
    {
        if (const Json &ref = member(node, "$ref"); ref.is_string() && !targetOf(node))
            return false;
        if (node.is_structured())
            for (const auto &child : node)
                if (!endReferences(child))
                    return false;
        return true;
    }

    /// Whether the check of a value ends, and soon enough.
    [[nodiscard]] bool bounded(const Json &schema, const Json &value, int depth = 0)
    {
        if (++m_steps > MaxSteps || depth > MaxStepDepth)
            return false;
        if (!schema.is_object())
            return true;
        if (const Json *target = targetOf(schema))
            return bounded(*target, value, depth + 1);
        for (const auto *key : {"allOf", "anyOf", "oneOf"})
            for (const auto &child : member(schema, key))
                if (!bounded(child, value, depth + 1))
                    return false;
        for (const auto *key : {"not", "if", "then", "else"})
            if (const auto child = schema.find(key); child != schema.end() && !bounded(*child, value, depth + 1))
                return false;
        for (const auto &child : member(schema, "dependencies"))
            if (!bounded(child, value, depth + 1))
                return false;
        return value.is_object() ? boundedMembers(schema, value, depth) : value.is_array() ? boundedItems(schema, value, depth) : true;
    }

private:
    [[nodiscard]] const Json *targetOf(const Json &node) const
    {
        constexpr int MostHops = 32;
        const Json *at = &node;
        for (int hop = 0; hop < MostHops; ++hop) {
            const Json &ref = member(*at, "$ref");
            if (!ref.is_string())
                return hop > 0 ? at : nullptr;
            const auto path = ref.get_ref<const std::string &>().substr(1);
            if (path.find('%') != std::string::npos)
                return nullptr;
            try {
                const Json::json_pointer pointer(path);
                if (!m_root.contains(pointer))
                    return nullptr;
                at = &m_root.at(pointer);
            } catch (const Json::exception &) { // it is no pointer
                return nullptr;
            }
            if (!at->is_object())
                return nullptr;
        }
        return nullptr;
    }

    [[nodiscard]] bool boundedMembers(const Json &schema, const Json &value, int depth)
    {
        const Json &properties = member(schema, "properties");
        const Json &others = member(schema, "additionalProperties");
        const Json &names = member(schema, "propertyNames");
        for (const auto &[key, child] : value.items()) {
            const Json &own = member(properties, key);
            if (!bounded(own.is_null() ? others : own, child, depth + 1) || !bounded(names, Json(key), depth + 1))
                return false;
        }
        return true;
    }

    [[nodiscard]] bool boundedItems(const Json &schema, const Json &value, int depth)
    {
        const Json &items = member(schema, "items");
        const Json &others = member(schema, "additionalItems");
        const Json &contains = member(schema, "contains");
        if (boolean(schema, "uniqueItems"))
            m_steps += value.size() * value.size() / 16; // each is held against each
        for (std::size_t at = 0; at < value.size(); ++at) {
            const Json &own = !items.is_array() ? items : at < items.size() ? items[at] : others;
            if (!bounded(own, value[at], depth + 1) || !bounded(contains, value[at], depth + 1))
                return false;
        }
        return true;
    }

    const Json &m_root;
    std::size_t m_steps = 0;
};

} // namespace

Result<Json> checkableSchema(const Json &schema, const Json &value)
{
    Texts texts;
    if (!texts.collect(value))
        return fail(Errc::BadInput, "the value is too large or too deep to be checked");
    Former former(texts);
    auto formed = former.form(schema, {}, 0);
    if (!formed)
        return formed;
    Steps steps(*formed);
    if (!steps.endReferences(*formed))
        return noSchema("it refers to something that is not there, or in a circle", {});
    if (!steps.bounded(*formed, value))
        return noSchema("it is too complicated for this value", {});
    return formed;
}

} // namespace hs::ai
