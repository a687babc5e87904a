#include "engine/records/schema.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/vocabulary/nearest.h"

namespace hs::records {

namespace {

constexpr std::array<std::pair<PropertyType, std::string_view>, 14> TypeNames{{
    {PropertyType::Title, "title"},
    {PropertyType::RichText, "rich_text"},
    {PropertyType::Number, "number"},
    {PropertyType::Select, "select"},
    {PropertyType::MultiSelect, "multi_select"},
    {PropertyType::Date, "date"},
    {PropertyType::Email, "email"},
    {PropertyType::PhoneNumber, "phone_number"},
    {PropertyType::Url, "url"},
    {PropertyType::Checkbox, "checkbox"},
    {PropertyType::People, "people"},
    {PropertyType::Files, "files"},
    {PropertyType::Formula, "formula"},
    {PropertyType::Relation, "relation"},
}};

std::vector<std::string> typeNames()
{
    std::vector<std::string> names;
    for (const auto &[type, text] : TypeNames)
        names.emplace_back(text);
    return names;
}

/// Reads one object of a file: takes known keys with their types and reports the first fault.
class Reader {
public:
    Reader(const Json &object, std::string where) : m_object(object), m_where(std::move(where))
    {
        if (!object.is_object())
            blame("must be an object", "");
    }

    std::string string(std::string_view key, bool needed = false)
    {
        const Json &value = take(key);
        if (value.is_string())
            return value.get<std::string>();
        if (!value.is_null())
            blame("must be a text", key);
        else if (needed)
            blame("is missing", key);
        return {};
    }
    bool flag(std::string_view key)
    {
        const Json &value = take(key);
        if (value.is_boolean())
            return value.get<bool>();
        if (!value.is_null())
            blame("must be true or false", key);
        return false;
    }
    std::optional<double> number(std::string_view key, bool needed = false)
    {
        const Json &value = take(key);
        if (value.is_number())
            return value.get<double>();
        if (!value.is_null())
            blame("must be a number", key);
        else if (needed)
            blame("is missing", key);
        return {};
    }
    std::vector<std::string> strings(std::string_view key)
    {
        std::vector<std::string> texts;
        const Json &value = take(key);
        if (value.is_null())
            return texts;
        if (!value.is_array())
            blame("must be a list of texts", key);
        else
            for (const auto &item : value) {
                if (!item.is_string() || item.get<std::string>().empty())
                    blame("must be a list of texts, none empty", key);
                else
                    texts.push_back(item.get<std::string>());
            }
        if (std::set<std::string>(texts.begin(), texts.end()).size() != texts.size())
            blame("names something twice", key);
        return texts;
    }
    const Json &any(std::string_view key) { return take(key); }

    void blame(std::string what, std::string_view key, std::string mend = {})
    {
        if (!m_fault)
            m_fault = Error{Errc::BadInput,
                            std::move(what),
                            m_where + (key.empty() ? "" : "/") + std::string(key),
                            std::move(mend),
                            {}};
    }
    /// The first fault, or the first key that nobody asked for.
    std::optional<Error> fault()
    {
        if (!m_fault && m_object.is_object())
            for (const auto &[key, value] : m_object.items())
                if (!m_taken.contains(key)) {
                    const auto meant = nearest(key, {m_taken.begin(), m_taken.end()});
                    blame("unknown key", key, meant.empty() ? "remove it" : "did you mean \"" + meant + "\"?");
                    break;
                }
        return m_fault;
    }

private:
    const Json &take(std::string_view key)
    {
        m_taken.emplace(key);
        return member(m_object, key);
    }

    const Json &m_object;
    std::string m_where;
    std::set<std::string, std::less<>> m_taken;
    std::optional<Error> m_fault;
};

Result<Formula> readFormula(const Json &json, const std::string &where)
{
    Formula formula;
    Reader reader(json, where);
    formula.of = reader.string("of", true);
    formula.otherwise = reader.string("else", true);
    const Json &steps = reader.any("steps");
    if (!steps.is_array() || steps.empty())
        reader.blame("must be a list of steps", "steps");
    else
        for (std::size_t i = 0; i < steps.size(); ++i) {
            Reader step(steps[i], where + "/steps/" + std::to_string(i));
            formula.steps.push_back({step.number("below", true).value_or(0), step.string("value", true)});
            if (const auto fault = step.fault())
                return tl::make_unexpected(*fault);
        }
    if (const auto fault = reader.fault())
        return tl::make_unexpected(*fault);
    return formula;
}

void checkFormat(const Property &property, Reader &reader)
{
    using Type = PropertyType;
    static const std::vector<std::pair<Type, std::vector<std::string>>> Formats{
        {Type::Number, {"", "currency", "percent"}},
        {Type::Date, {"date", "datetime"}},
        {Type::RichText, {"", "json"}}};
    for (const auto &[type, formats] : Formats)
        if (type == property.type) {
            if (std::find(formats.begin(), formats.end(), property.format) == formats.end())
                reader.blame("no such format of a " + std::string(name(type)), "format",
                             "use one of " + quotedList(formats));
            return;
        }
    if (!property.format.empty())
        reader.blame("a " + std::string(name(property.type)) + " has no format", "format", "remove it");
}

Result<Property> readProperty(const Json &json, const std::string &where, const std::string &databaseWriter)
{
    Property property;
    Reader reader(json, where);
    property.name = reader.string("name", true);
    const auto typeName = reader.string("type", true);
    const auto type =
        std::find_if(TypeNames.begin(), TypeNames.end(), [&](const auto &t) { return t.second == typeName; });
    if (type == TypeNames.end())
        reader.blame("no such property type", "type", "use one of " + quotedList(typeNames()));
    else
        property.type = type->first;
    property.format = reader.string("format");
    property.unit = reader.string("unit");
    property.description = reader.string("description");
    property.options = reader.strings("options");
    property.open = reader.flag("open");
    property.relation = reader.string("relation", property.type == PropertyType::Relation);
    property.inverse = reader.string("inverse");
    if (!property.inverse.empty() && property.type != PropertyType::Relation)
        reader.blame("only a relation has another side", "inverse", "remove it");
    property.limit = int(reader.number("limit").value_or(0));
    property.required = reader.flag("required");
    property.unique = reader.flag("unique");
    property.systemOnly = reader.flag("systemOnly");
    property.writer = reader.string("writer");
    if (property.writer.empty())
        property.writer = databaseWriter;
    property.minimum = reader.number("minimum");
    property.maximum = reader.number("maximum");
    property.integer = reader.flag("integer");
    property.defaultValue = reader.any("default");
    reader.flag("lowercase"); // told to readers of the file; every e-mail address is stored in lower case

    checkFormat(property, reader);
    const bool choice = property.type == PropertyType::Select || property.type == PropertyType::MultiSelect;
    if (choice && property.open == !property.options.empty())
        reader.blame("needs either options or \"open\": true", "options");
    if (!choice && (property.open || !property.options.empty()))
        reader.blame("only a select or multi_select has options", "options", "remove them");
    if (property.type == PropertyType::Formula && !member(json, "formula").is_object())
        reader.blame("is missing", "formula");
    if (const Json &formula = reader.any("formula"); formula.is_object()) {
        auto read = readFormula(formula, where + "/formula");
        if (!read)
            return tl::make_unexpected(read.error());
        property.formula = std::move(*read);
    }
    if (const auto fault = reader.fault())
        return tl::make_unexpected(*fault);
    return property;
}

Result<Database> readDatabase(const SchemaText &file)
{
    const auto json = parseJson(file.text);
    if (!json)
        return fail(Errc::BadInput, json.error().what, file.file + ":" + json.error().where, "mend the file");
    Database database;
    Reader reader(*json, file.file + ":");
    database.key = reader.string("key", true);
    database.code = reader.string("code", true);
    database.title = reader.string("title", true);
    database.group = reader.string("group", true);
    database.description = reader.string("description");
    database.writer = reader.string("writer", true);
    database.createOrder = int(reader.number("createOrder", true).value_or(0));
    database.number = int(reader.number("number", true).value_or(0));
    database.rules = reader.strings("rules");
    if (const Json &id = reader.any("id"); id.is_object()) {
        database.idProperty = text(id, "property");
        database.idPrefix = text(id, "prefix");
    }
    const Json &properties = reader.any("properties");
    if (!properties.is_array() || properties.empty())
        reader.blame("must be a list of properties", "properties");
    else
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const auto where = file.file + ":/properties/" + std::to_string(i);
            auto property = readProperty(properties[i], where, database.writer);
            if (!property)
                return tl::make_unexpected(property.error());
            if (database.find(property->name))
                return fail(Errc::BadInput, "property \"" + property->name + "\" appears twice", where,
                            "keep one of them");
            if (property->type == PropertyType::Title) {
                if (!database.titleProperty.empty())
                    return fail(Errc::BadInput, "a second title property", where, "a database has exactly one");
                database.titleProperty = property->name;
            }
            database.properties.push_back(std::move(*property));
        }
    if (database.titleProperty.empty())
        reader.blame("no property is of type title", "properties", "a database has exactly one");
    if (!database.idProperty.empty() && !database.find(database.idProperty))
        reader.blame("there is no property \"" + database.idProperty + "\"", "id/property");
    if (!database.idProperty.empty() && database.idPrefix.empty())
        reader.blame("is missing", "id/prefix");
    for (const auto &property : database.properties)
        if (property.formula && !database.find(property.formula->of))
            reader.blame("there is no property \"" + property.formula->of + "\"", "properties",
                         "mend the formula of \"" + property.name + "\"");
    if (const auto fault = reader.fault())
        return tl::make_unexpected(*fault);
    return database;
}

} // namespace

std::string_view name(PropertyType type)
{
    for (const auto &[known, text] : TypeNames)
        if (known == type)
            return text;
    return "unknown";
}

const Property *Database::find(std::string_view property) const
{
    const auto found =
        std::find_if(properties.begin(), properties.end(), [&](const Property &p) { return p.name == property; });
    return found == properties.end() ? nullptr : &*found;
}

std::vector<std::string> Database::propertyNames() const
{
    std::vector<std::string> names;
    names.reserve(properties.size());
    for (const auto &property : properties)
        names.push_back(property.name);
    return names;
}

namespace {

/// Two relations that are two sides of one name each other.
std::optional<Error> checkInverses(const std::vector<Database> &databases, const std::vector<SchemaText> &files)
{
    for (std::size_t d = 0; d < databases.size(); ++d)
        for (std::size_t p = 0; p < databases[d].properties.size(); ++p) {
            const Property &property = databases[d].properties[p];
            if (property.inverse.empty())
                continue;
            const auto other = std::find_if(databases.begin(), databases.end(),
                                            [&](const Database &database) { return database.key == property.relation; });
            const Property *back = other == databases.end() ? nullptr : other->find(property.inverse);
            const auto where = files[d].file + ":/properties/" + std::to_string(p) + "/inverse";
            if (!back)
                return Error{Errc::BadInput,
                             "there is no property \"" + property.inverse + "\" in \"" + property.relation + "\"",
                             where,
                             "name the relation there that is the other side",
                             {}};
            if (back == &property)
                return Error{Errc::BadInput, "a relation is not its own other side", where, "remove it", {}};
            if (back->relation != databases[d].key || back->inverse != property.name)
                return Error{Errc::BadInput,
                             "\"" + property.inverse + "\" of \"" + property.relation + "\" does not name it back",
                             where,
                             "give it \"inverse\": \"" + property.name + "\"",
                             {}};
        }
    return {};
}

} // namespace

Result<Hub> Hub::load(const std::vector<SchemaText> &files)
{
    Hub hub;
    std::vector<std::string> keys;
    for (const auto &file : files) {
        auto database = readDatabase(file);
        if (!database)
            return tl::make_unexpected(database.error());
        if (std::find(keys.begin(), keys.end(), database->key) != keys.end())
            return fail(Errc::BadInput, "database \"" + database->key + "\" appears twice", file.file + ":/key",
                        "keep one of the files");
        keys.push_back(database->key);
        hub.m_databases.push_back(std::move(*database));
    }
    for (std::size_t d = 0; d < hub.m_databases.size(); ++d) {
        const auto &properties = hub.m_databases[d].properties;
        for (std::size_t p = 0; p < properties.size(); ++p)
            if (!properties[p].relation.empty() &&
                std::find(keys.begin(), keys.end(), properties[p].relation) == keys.end())
                return fail(Errc::BadInput, "there is no database \"" + properties[p].relation + "\"",
                            files[d].file + ":/properties/" + std::to_string(p) + "/relation",
                            "use one of " + quotedList(keys));
    }
    if (auto fault = checkInverses(hub.m_databases, files))
        return tl::make_unexpected(std::move(*fault));
    std::sort(hub.m_databases.begin(), hub.m_databases.end(),
              [](const Database &a, const Database &b) { return a.number < b.number; });
    return hub;
}

std::vector<const Database *> Hub::inCreateOrder() const
{
    std::vector<const Database *> ordered;
    for (const auto &database : m_databases)
        ordered.push_back(&database);
    std::sort(ordered.begin(), ordered.end(),
              [](const Database *a, const Database *b) { return a->createOrder < b->createOrder; });
    return ordered;
}

Result<const Database *> Hub::find(std::string_view key) const
{
    std::vector<std::string> keys;
    for (const auto &database : m_databases) {
        if (database.key == key)
            return &database;
        keys.push_back(database.key);
    }
    const auto meant = nearest(key, keys);
    return fail(Errc::NotFound, "there is no database \"" + std::string(key) + "\"", "hub",
                meant.empty() ? "use one of " + quotedList(keys) : "did you mean \"" + meant + "\"?");
}

} // namespace hs::records
