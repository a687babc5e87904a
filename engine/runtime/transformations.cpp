#include "engine/runtime/transformations.h"

#include "engine/services/source_catalog.h"
#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/replay.h"

namespace hs::runtime::transformations {

namespace {

constexpr const char *LogicProperty = "data-transformations, \"Transformation Logic\"";

Json eventJson(const services::MappedEvent &event)
{
    Json json{{"type", event.type}, {"data", event.data}};
    if (!event.entityHint.empty())
        json["entity"] = event.entityHint;
    if (!event.text.empty())
        json["text"] = event.text;
    if (event.occurredAt)
        json["at"] = toRfc3339(*event.occurredAt);
    return json;
}

Result<Json> bySource(const Json &logic, const Json &input)
{
    static const services::SourceCatalog Catalog; // immutable, any thread
    const auto name = text(logic, "source");
    const auto *source = Catalog.find(name);
    if (!source) {
        std::string names;
        for (const auto &one : Catalog.all())
            names += (names.empty() ? "" : ", ") + std::string(one->name());
        return fail(Errc::BadInput, "no source \"" + name + "\"", LogicProperty, "use one of " + names);
    }
    const auto type = text(logic, "type");
    const auto headers = logic.contains("headers") ? logic["headers"] : Json::object();
    const auto body = dump(input);
    const auto events = source->map({type, headers, body});
    if (!events)
        return tl::make_unexpected(events.error());
    Json out = Json::array();
    for (const auto &event : *events)
        out.push_back(eventJson(event));
    return out;
}

/// Puts a value at a path with dots; false when something else stands in its way.
bool put(Json &to, std::string_view path, Json value)
{
    const auto dot = path.find('.');
    const auto name = std::string(path.substr(0, dot));
    if (name.empty() || !(to.is_object() || to.is_null()))
        return false;
    if (dot != std::string_view::npos)
        return put(to[name], path.substr(dot + 1), std::move(value));
    if (to.contains(name))
        return false;
    to[name] = std::move(value);
    return true;
}

Result<Json> byMap(const Json &map, const Json &input)
{
    if (!map.is_object() || map.empty())
        return fail(Errc::BadInput, "the mapping names no member of the result", LogicProperty, "write {\"map\": {\"email\": {\"var\": \"customer.mail\"}}}");
    const OrderedJson document(input);
    Json out = Json::object();
    for (const auto &[path, rule] : map.items()) {
        const auto value = workflow::evaluate(OrderedJson(rule), document);
        if (!value)
            return fail(Errc::BadInput, "the rule for \"" + path + "\" cannot be used: " + value.error().what, LogicProperty,
                        "use the operators of JSONLogic, and \"var\" for what the input has");
        if (!value->is_null() && !put(out, path, Json(*value)))
            return fail(Errc::BadInput, "the result cannot have \"" + path + "\"", LogicProperty, "name each member once, and none below a plain value");
    }
    return out;
}

/// A property that holds JSON as a text.
Result<Json> parsed(const Json &fields, const std::string &property)
{
    const auto document = parseJson(text(fields, property));
    if (!document)
        return fail(Errc::BadInput, "is not JSON: " + document.error().what + " (" + document.error().where + ")", "data-transformations, \"" + property + "\"",
                    "mend it, or give the transformation the status Testing until it is");
    return document;
}

} // namespace

Result<Json> transform(const Json &logic, const Json &input)
{
    if (logic.contains("source"))
        return bySource(logic, input);
    if (logic.contains("map"))
        return byMap(logic["map"], input);
    return fail(Errc::BadInput, "is neither a source of the console nor a mapping", LogicProperty,
                R"(write {"source": "typeform", "type": "form_response"} or {"map": {"email": {"var": "customer.mail"}}})");
}

Result<void> check(const Json &fields)
{
    if (text(fields, "Status") != "Active")
        return {};
    const auto logic = parsed(fields, "Transformation Logic");
    const auto input = parsed(fields, "Sample Input");
    const auto wanted = parsed(fields, "Sample Output");
    for (const auto *part : {&logic, &input, &wanted})
        if (!*part)
            return tl::make_unexpected(part->error());
    const auto given = transform(*logic, *input);
    if (!given)
        return tl::make_unexpected(given.error());
    if (const auto difference = workflow::firstDifference(*wanted, *given))
        return fail(Errc::BadInput, "the sample input gives " + difference->second + " at \"" + difference->pointer + "\", the sample output says " + difference->first,
                    "data-transformations, \"Status\"", "mend the logic or the sample, or give the transformation the status Testing until it is");
    return {};
}

} // namespace hs::runtime::transformations
