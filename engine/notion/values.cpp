#include "engine/notion/values.h"

#include <algorithm>
#include <cmath>

#include "engine/notion/element.h"
#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"
#include "engine/records/value.h"
#include "engine/vocabulary/clock.h"

// From the hub's form into Notion's.
namespace hs::notion {

namespace {

using records::PropertyType;

constexpr std::size_t MaxListed = 100;      // of a multi_select, relation or people in one write
constexpr std::size_t MaxOptionUnits = 100; // of the name of an option
constexpr std::size_t MaxShortUnits = 200;  // of an e-mail address or phone number
constexpr std::size_t MaxUrlUnits = 2'000;

Written unfit(const records::Property &property, std::string_view why)
{
    return {Written::Kind::Unfit, nullptr, {}, property.name + ": " + std::string(why)};
}

Written written(const records::Property &property, Json inner)
{
    return {Written::Kind::Value, Json{{std::string(records::name(property.type)), std::move(inner)}}, {}, {}};
}

Written writtenText(const records::Property &property, const Json &value)
{
    auto items = toRichText(value.is_string() ? value.get_ref<const std::string &>() : dump(value));
    if (!items)
        return unfit(property, items.error().what);
    return written(property, std::move(*items));
}

Written writtenNumber(const records::Property &property, const Json &value)
{
    const double amount = value.get<double>();
    if (!std::isfinite(amount))
        return unfit(property, "is not a number that Notion can hold");
    constexpr std::int64_t Exact = std::int64_t(1) << 53; // Notion's numbers are JavaScript's
    const auto whole = value.is_number_integer() ? value.get<std::int64_t>() : 0; // unsigned ones beyond are negative here
    if (whole > Exact || whole < -Exact)
        return unfit(property, "has more digits than Notion can hold");
    return written(property, property.format == "percent" ? Json(withoutDust(amount / 100)) : value);
}

/// Why an option cannot be one in Notion; empty when it can.
std::string_view optionFault(const std::string &name)
{
    if (name.find(',') != std::string::npos)
        return "Notion takes no comma in an option";
    return utf16Units(name) > MaxOptionUnits ? "an option in Notion has at most 100 characters" : "";
}

Written writtenIds(const records::Property &property, const Json &value, const Directory &directory,
                   const std::vector<std::string> &keep)
{
    const bool people = property.type == PropertyType::People;
    std::vector<std::string> theirs;
    const auto add = [&](const std::string &id) {
        if (std::find(theirs.begin(), theirs.end(), id) == theirs.end())
            theirs.push_back(id);
    };
    Written result;
    for (const auto &id : value) {
        const auto &ours = id.get_ref<const std::string &>();
        if (const auto found = people ? directory.userOf(ours) : directory.pageOf(ours))
            add(normaliseId(*found).value_or(*found));
        else
            result.unresolved.push_back(ours);
    }
    for (const auto &id : keep)
        add(normaliseId(id).value_or(id));
    if (theirs.size() > MaxListed)
        return unfit(property, "has more than 100 entries, which Notion does not take at once");
    Json list = Json::array();
    for (const auto &id : theirs)
        list.push_back({{"id", dashed(id)}});
    auto unresolved = std::move(result.unresolved);
    result = written(property, std::move(list));
    if (!unresolved.empty()) {
        result.kind = Written::Kind::Waits;
        result.why = property.name + ": " + std::to_string(unresolved.size()) +
                     (people ? " of the people are not known in Notion" : " of the records are not in Notion yet");
        result.unresolved = std::move(unresolved);
    }
    return result;
}

Written writtenValue(const records::Property &property, const Json &value, const Directory &directory,
                     const std::vector<std::string> &keep)
{
    switch (property.type) {
    case PropertyType::Title:
    case PropertyType::RichText:
        return writtenText(property, value);
    case PropertyType::Number:
        return writtenNumber(property, value);
    case PropertyType::Select: {
        const auto fault = optionFault(value.get_ref<const std::string &>());
        return fault.empty() ? written(property, {{"name", value}}) : unfit(property, fault);
    }
    case PropertyType::MultiSelect: {
        Json options = Json::array();
        for (const auto &option : value) {
            if (const auto fault = optionFault(option.get_ref<const std::string &>()); !fault.empty())
                return unfit(property, fault);
            options.push_back({{"name", option}});
        }
        return written(property, std::move(options));
    }
    case PropertyType::Date:
        return written(property, {{"start", value}});
    case PropertyType::Email:
    case PropertyType::PhoneNumber:
        return utf16Units(value.get_ref<const std::string &>()) <= MaxShortUnits
                   ? written(property, value)
                   : unfit(property, "has more than 200 characters, which Notion does not take");
    case PropertyType::Url:
        return utf16Units(value.get_ref<const std::string &>()) <= MaxUrlUnits
                   ? written(property, value)
                   : unfit(property, "has more than 2,000 characters, which Notion does not take");
    case PropertyType::Checkbox:
        return written(property, value);
    case PropertyType::People:
    case PropertyType::Relation:
        return writtenIds(property, value, directory, keep);
    case PropertyType::Files: {
        Json files = Json::array();
        for (const auto &file : value)
            files.push_back({{"type", "external"}, {"name", text(file, "name")}, {"external", {{"url", text(file, "url")}}}});
        return written(property, std::move(files));
    }
    case PropertyType::Formula:
        break;
    }
    return {Written::Kind::ReadOnly, nullptr, {}, property.name + ": Notion computes it itself"};
}

/// What is left of a value when Notion has held it.
Json asHeld(const records::Property &property, const Json &value)
{
    switch (property.type) {
    case PropertyType::Checkbox:
        return value.is_boolean() && value.get<bool>();
    case PropertyType::Number:
        if (!value.is_number())
            return value;
        return property.format == "percent" ? Json(std::round(value.get<double>() * 1e10)) : Json(value.get<double>());
    case PropertyType::Date:
        if (property.format == "datetime" && value.is_string())
            if (const auto at = parseRfc3339(value.get_ref<const std::string &>()))
                return toRfc3339(std::chrono::floor<std::chrono::minutes>(*at));
        return value;
    case PropertyType::MultiSelect:
    case PropertyType::People:
    case PropertyType::Relation: {
        if (!value.is_array())
            return Json::array();
        Json sorted = value;
        std::sort(sorted.begin(), sorted.end());
        return sorted;
    }
    default:
        return value;
    }
}

} // namespace

Written toNotion(const records::Property &property, const Json &value, const Directory &directory,
                 const std::vector<std::string> &keep)
{
    if (property.type == PropertyType::Formula)
        return {Written::Kind::ReadOnly, nullptr, {}, property.name + ": Notion computes it itself"};
    Json stored;
    if (!value.is_null()) {
        auto normal = records::normaliseValue(property, value);
        if (!normal)
            return unfit(property, normal.error().what);
        stored = std::move(*normal);
    }
    if (!stored.is_null())
        return writtenValue(property, stored, directory, keep);
    switch (property.type) {
    case PropertyType::Title:
    case PropertyType::RichText:
    case PropertyType::MultiSelect:
    case PropertyType::Files:
        return written(property, Json::array());
    case PropertyType::People:
    case PropertyType::Relation:
        return writtenIds(property, Json::array(), directory, keep);
    case PropertyType::Checkbox:
        return written(property, false);
    default:
        return written(property, nullptr);
    }
}

bool sameInNotion(const records::Property &property, const Json &a, const Json &b)
{
    return a == b || asHeld(property, a) == asHeld(property, b);
}

} // namespace hs::notion
