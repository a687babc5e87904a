#include "engine/records/validate.h"

#include <algorithm>

#include "engine/crypto/hash.h"
#include "engine/records/value.h"
#include "engine/vocabulary/nearest.h"

namespace hs::records {

namespace {

constexpr std::string_view ConsoleId = "Console ID";

std::string place(const Database &database, std::string_view property)
{
    return database.key + ", \"" + std::string(property) + "\"";
}

tl::unexpected<Error> unknown(const Database &database, const std::string &property)
{
    const auto names = database.propertyNames();
    const auto meant = nearest(property, names);
    return fail(Errc::BadInput, "there is no such property", place(database, property),
                meant.empty() ? "use one of " + quotedList(names) : "did you mean \"" + meant + "\"?");
}

/// Applies one entry of the patch to the fields. A value that becomes null clears the property.
Result<void> apply(const Database &database, const std::string &key, const Json &value, const Json &before,
                   Writer writer, Json &fields)
{
    const Property *property = database.find(key);
    if (!property)
        return unknown(database, key);
    const bool computed = property->type == PropertyType::Formula;
    if (computed || (property->systemOnly && writer != Writer::Engine && writer != Writer::Mirror)) {
        if (value == member(before, key))
            return {};
        return computed
                   ? fail(Errc::Forbidden, "is computed", place(database, key), "leave it out")
                   : fail(Errc::Forbidden, "is written by the console alone", place(database, key), "leave it out");
    }
    Json stored;
    if (!value.is_null()) {
        auto normal = normaliseValue(*property, value);
        if (!normal) {
            auto error = std::move(normal).error();
            error.where = place(database, key);
            return tl::make_unexpected(std::move(error));
        }
        stored = std::move(*normal);
    }
    if (stored.is_null())
        fields.erase(key);
    else
        fields[key] = std::move(stored);
    return {};
}

/// Returns the names of what it has added.
std::vector<std::string> fillIn(const Database &database, std::string_view recordId, Json &fields)
{
    std::vector<std::string> added;
    const auto add = [&](const std::string &name, Json value) {
        fields[name] = std::move(value);
        added.push_back(name);
    };
    if (!recordId.empty() && database.find(ConsoleId) && member(fields, ConsoleId) != Json(recordId))
        add(std::string(ConsoleId), std::string(recordId));
    if (!database.idProperty.empty() && !fields.contains(database.idProperty))
        add(database.idProperty, humanId(database, recordId));
    for (const auto &property : database.properties)
        if (!property.defaultValue.is_null() && !fields.contains(property.name))
            add(property.name, property.defaultValue);
    return added;
}

/// Returns the names of what has a value now.
std::vector<std::string> compute(const Database &database, Json &fields)
{
    std::vector<std::string> computed;
    for (const auto &property : database.properties) {
        if (!property.formula)
            continue;
        fields.erase(property.name);
        const Json &number = member(fields, property.formula->of);
        if (!number.is_number())
            continue;
        const auto &steps = property.formula->steps;
        const auto step =
            std::find_if(steps.begin(), steps.end(), [&](const auto &s) { return number.get<double>() < s.below; });
        fields[property.name] = step == steps.end() ? property.formula->otherwise : step->value;
        computed.push_back(property.name);
    }
    return computed;
}

} // namespace

std::string humanId(const Database &database, std::string_view recordId)
{
    if (database.idProperty.empty())
        return {};
    constexpr std::size_t Bytes = 4;
    const auto bytes = recordId.empty() ? crypto::randomBytes(Bytes) : crypto::sha256(recordId).substr(0, Bytes);
    return database.idPrefix + "-" + crypto::toHex(bytes);
}

std::vector<std::string> complete(const Database &database, std::string_view recordId, Json &fields)
{
    auto added = fillIn(database, recordId, fields);
    auto computed = compute(database, fields);
    added.insert(added.end(), std::make_move_iterator(computed.begin()), std::make_move_iterator(computed.end()));
    return added;
}

Result<Json> normalise(const Database &database, const Json &oldFields, const Json &patch, WriteMode mode,
                       Writer writer, std::string_view recordId)
{
    if (!patch.is_object())
        return fail(Errc::BadInput, "the fields of a record must be an object", database.key,
                    "send {\"" + database.titleProperty + "\": \"…\"}");
    const Json nothing = Json::object();
    const Json &before = mode == WriteMode::Create || !oldFields.is_object() ? nothing : oldFields;
    Json fields = Json::object();
    if (mode == WriteMode::Merge)
        fields = before;
    else if (mode == WriteMode::Replace)
        for (const auto &[key, value] : before.items())
            if (const Property *property = database.find(key); property && property->systemOnly)
                fields[key] = value;
    for (const auto &[key, value] : patch.items())
        HS_TRY(apply(database, key, value, before, writer, fields));
    if (mode == WriteMode::Create)
        fillIn(database, recordId, fields);
    compute(database, fields);
    for (const auto &property : database.properties)
        if (property.required && !fields.contains(property.name) && writer != Writer::Mirror && (mode != WriteMode::Merge || before.contains(property.name)))
            return fail(Errc::BadInput, "is missing", place(database, property.name),
                        "every record of " + database.title + " needs it");
    return fields;
}

} // namespace hs::records
