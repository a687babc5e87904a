#include "engine/notion/schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "engine/notion/element.h"
#include "engine/notion/foreign.h"
#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"
#include "engine/vocabulary/nearest.h"

namespace hs::notion {

namespace {

using records::PropertyType;
using Kind = Difference::Kind;

constexpr std::size_t MaxOptions = 100; // that Notion takes in one property
constexpr std::string_view NamedByNotion = "Related to "; // how Notion names the other side of a relation by itself

std::string inQuotes(std::string_view name)
{
    return "\"" + std::string(name) + "\"";
}

/// A text inside of a formula of Notion's.
std::string formulaText(std::string_view text)
{
    std::string written = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            written += '\\';
        written += c;
    }
    return written + "\"";
}

std::string numberText(double number)
{
    std::array<char, 40> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

std::string formulaExpression(const records::Formula &formula)
{
    const auto number = "prop(" + formulaText(formula.of) + ")";
    std::string expression = formulaText(formula.otherwise);
    for (auto step = formula.steps.rbegin(); step != formula.steps.rend(); ++step)
        expression = "if(" + number + " < " + numberText(step->below) + ", " + formulaText(step->value) + ", " + expression + ")";
    return "if(empty(" + number + "), \"\", " + expression + ")";
}

Json optionsConfig(const records::Property &property)
{
    Json options = Json::array();
    for (const auto &option : property.options)
        options.push_back({{"name", option}});
    return {{"options", std::move(options)}};
}

/// Of a pair of relations one side is made by us and the other by Notion: ours is that of the database made first.
bool isFirstSide(const records::Hub &hub, const records::Database &database, const records::Property &property)
{
    if (property.inverse.empty())
        return true;
    const auto other = hub.find(property.relation);
    if (!other || (*other)->createOrder == database.createOrder)
        return property.name < property.inverse;
    return database.createOrder < (*other)->createOrder;
}

/// Compares one data source. Fills a SchemaDiff.
class Comparison {
public:
    Comparison(const records::Hub &hub, const records::Database &database, const RemoteSchema &remote,
               const DataSources &sources, const PropertyIds &known)
        : m_hub(hub), m_database(database), m_remote(remote), m_sources(sources), m_map(hub, database, remote, sources, known)
    {
    }

    SchemaDiff run()
    {
        for (const auto &property : m_database.properties) {
            const auto *slot = m_map.slotOf(property.name);
            if (!slot)
                missing(property);
            else
                present(property, m_remote.properties[std::size_t(slot - m_map.slots().data())]);
        }
        for (std::size_t at = 0; at < m_map.slots().size(); ++at) {
            const auto &slot = m_map.slots()[at];
            if (slot.role == PropertyMap::Role::Extra)
                add(Kind::Extra, {}, &m_remote.properties[at],
                    inQuotes(slot.name) + " (" + typeInWords(slot.type) + ") is not of the hub; it is shown and left alone");
        }
        return std::move(m_diff);
    }

private:
    void add(Kind kind, std::string_view property, const RemoteProperty *remote, std::string sentence)
    {
        m_diff.differences.push_back({kind, std::string(property), remote ? remote->id : std::string(),
                                      remote ? remote->name : std::string(), std::move(sentence)});
    }

    void missing(const records::Property &property)
    {
        if (property.type == PropertyType::Relation && !m_sources.contains(property.relation))
            return add(Kind::Waits, property.name, nullptr,
                       inQuotes(property.name) + " leads to a database that is not in Notion yet");
        if (!isFirstSide(m_hub, m_database, property))
            return add(Kind::Missing, property.name, nullptr,
                       inQuotes(property.name) + " is missing; it comes together with " + inQuotes(property.inverse) +
                           " of the database that it leads to");
        m_diff.patch[property.name] = propertyConfig(m_database, property, m_sources);
        add(Kind::Missing, property.name, nullptr,
            inQuotes(property.name) + " (" + typeInWords(records::name(property.type)) + ") is missing and can be added");
    }

    void present(const records::Property &property, const RemoteProperty &remote)
    {
        if (!typesMatch(property.type, remote.type))
            return add(Kind::OtherType, property.name, &remote,
                       inQuotes(remote.name) + " is a " + typeInWords(remote.type) + " property in Notion, the hub expects " +
                           typeInWords(records::name(property.type)) + "; its values are shown and not written");
        if (remote.name != property.name)
            otherName(property, remote);
        if (property.type == PropertyType::Relation)
            relation(property, remote);
        else if (property.type == PropertyType::Select || property.type == PropertyType::MultiSelect)
            options(property, remote);
    }

    void otherName(const records::Property &property, const RemoteProperty &remote)
    {
        if (property.type == PropertyType::Relation && remote.name.starts_with(NamedByNotion) && !m_remote.byName(property.name)) {
            m_diff.patch[remote.id] = {{"name", property.name}};
            return add(Kind::OtherSideName, property.name, &remote,
                       "Notion calls " + inQuotes(property.name) + " " + inQuotes(remote.name) + "; it can be given its name");
        }
        add(Kind::Renamed, property.name, &remote,
            inQuotes(property.name) + " is called " + inQuotes(remote.name) + " in Notion; it stays the same property");
    }

    void relation(const records::Property &property, const RemoteProperty &remote)
    {
        const auto source = m_sources.find(property.relation);
        if (source == m_sources.end())
            return add(Kind::Waits, property.name, &remote,
                       inQuotes(property.name) + " leads to a database that is not in Notion yet");
        if (!sameId(remote.target(), source->second))
            return add(Kind::OtherTarget, property.name, &remote,
                       inQuotes(remote.name) + " leads to another database than the hub's; its values are shown and not written");
        if (!member(remote.config, "dual_property").is_object())
            add(Kind::OneWay, property.name, &remote,
                inQuotes(remote.name) + " shows on one side alone; on the other side nothing is seen of it in Notion");
    }

    void options(const records::Property &property, const RemoteProperty &remote)
    {
        const Json &theirs = member(remote.config, "options");
        std::set<std::string, std::less<>> known;
        Json all = Json::array();
        if (theirs.is_array())
            for (const auto &option : theirs) {
                known.insert(text(option, "name"));
                Json kept = Json::object();
                for (const auto *key : {"id", "name", "color"})
                    if (const Json &value = member(option, key); value.is_string())
                        kept[key] = value;
                all.push_back(std::move(kept));
            }
        std::vector<std::string> absent;
        for (const auto &option : property.options)
            if (!known.contains(option)) {
                absent.push_back(option);
                all.push_back({{"name", option}});
            }
        if (absent.empty())
            return;
        auto sentence = inQuotes(remote.name) + " lacks " + (absent.size() == 1 ? "the option " : "the options ") + quotedList(absent);
        if (remote.type == "status") {
            sentence += "; Notion lets nobody but people add options to a status";
        } else if (all.size() > MaxOptions) {
            sentence += "; it has no room for them, Notion takes 100 options";
        } else {
            sentence += ", which can be added";
            m_diff.patch[remote.id] = {{remote.type, {{"options", std::move(all)}}}};
        }
        add(Kind::MissingOptions, property.name, &remote, std::move(sentence));
    }

    const records::Hub &m_hub;
    const records::Database &m_database;
    const RemoteSchema &m_remote;
    const DataSources &m_sources;
    PropertyMap m_map;
    SchemaDiff m_diff;
};

} // namespace

std::string otherSideName(const records::Database &database, const records::Property &property)
{
    return property.inverse.empty() ? database.title + ": " + property.name : property.inverse;
}

Json propertyConfig(const records::Database &database, const records::Property &property,
                    const DataSources &sources)
{
    const std::string type(records::name(property.type));
    switch (property.type) {
    case PropertyType::Number: // currencies differ from record to record, so the format names none
        return {{type, {{"format", property.format == "percent"    ? "percent"
                                   : property.format == "currency" ? "number_with_commas"
                                                                   : "number"}}}};
    case PropertyType::Select:
    case PropertyType::MultiSelect:
        return {{type, optionsConfig(property)}};
    case PropertyType::Formula:
        return property.formula ? Json{{type, {{"expression", formulaExpression(*property.formula)}}}} : Json();
    case PropertyType::Relation: {
        const auto source = sources.find(property.relation);
        if (source == sources.end())
            return nullptr;
        return {{type,
                 {{"data_source_id", dashed(source->second)},
                  {"type", "dual_property"},
                  {"dual_property", {{"synced_property_name", otherSideName(database, property)}}}}}};
    }
    default:
        return {{type, Json::object()}};
    }
}

Json firstProperties(const records::Database &database)
{
    Json properties = Json::object();
    for (const auto &property : database.properties)
        if (property.type != PropertyType::Relation && property.type != PropertyType::Formula)
            properties[property.name] = propertyConfig(database, property, {});
    return properties;
}

Json createBody(const records::Database &database, std::string_view parentPageId)
{
    const auto plain = [](const std::string &text) { return toRichText(text).value_or(Json::array()); };
    return {{"parent", {{"type", "page_id"}, {"page_id", dashed(parentPageId)}}},
            {"title", plain(database.title)},
            {"description", plain(database.description)},
            {"initial_data_source", {{"properties", firstProperties(database)}}}};
}

bool SchemaDiff::fits() const
{
    return std::all_of(differences.begin(), differences.end(), [](const Difference &difference) {
        return difference.kind == Kind::Renamed || difference.kind == Kind::OneWay || difference.kind == Kind::Extra;
    });
}

SchemaDiff compare(const records::Hub &hub, const records::Database &database, const RemoteSchema &remote,
                   const DataSources &sources, const PropertyIds &known)
{
    return Comparison(hub, database, remote, sources, known).run();
}

} // namespace hs::notion
