#include <algorithm>
#include <cmath>

#include "engine/notion/element.h"
#include "engine/notion/foreign.h"
#include "engine/notion/ids.h"
#include "engine/records/value.h"

// From Notion's form into the hub's.
namespace hs::notion {

namespace {

using records::PropertyType;

/// Notion cuts texts with more mentions than this.
constexpr std::size_t MaxMentionsInAnswer = 25;

void makeForeign(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
                 std::string_view why)
{
    reading.value = nullptr;
    reading.foreign = true;
    reading.raw = rawValue(type, value);
    reading.why = property.name + ": " + std::string(why);
}

/// Puts the value into the form that the hub stores, or keeps it as foreign.
void settle(Reading &reading, const records::Property &property, std::string_view type, const Element &value, const Json &found)
{
    auto stored = records::normaliseValue(property, found);
    if (stored)
        reading.value = std::move(*stored);
    else
        makeForeign(reading, property, type, value, stored.error().what);
}

void readText(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
              const Element &inner)
{
    simdjson::dom::array items;
    if (inner.get(items) != simdjson::SUCCESS)
        return;
    std::string joined;
    std::size_t mentions = 0;
    for (const Element item : items) {
        simdjson::dom::object members;
        if (item.get(members) != simdjson::SUCCESS)
            continue;
        std::string_view plain;
        bool found = false;
        for (const auto [key, part] : members) {
            if (key == "plain_text")
                found = part.get(plain) == simdjson::SUCCESS;
            else if (std::string_view kind; key == "type" && part.get(kind) == simdjson::SUCCESS && kind == "mention")
                ++mentions;
        }
        if (!found) {
            if (const auto written = memberOf(item, "text"))
                plain = textOf(*written, "content");
            else if (const auto equation = memberOf(item, "equation"))
                plain = textOf(*equation, "expression");
        }
        joined += plain;
    }
    reading.truncated = mentions >= MaxMentionsInAnswer;
    if (!joined.empty())
        settle(reading, property, type, value, Json(std::move(joined)));
}

void readNumber(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
                const Element &inner)
{
    double amount = 0;
    if (inner.get(amount) != simdjson::SUCCESS) {
        if (!inner.is_null())
            makeForeign(reading, property, type, value, "is not a number");
        return;
    }
    if (property.format == "percent")
        amount = withoutDust(amount * 100);
    constexpr double Exact = 9007199254740992.0; // 2^53
    const bool whole = amount == std::floor(amount) && std::abs(amount) <= Exact;
    settle(reading, property, type, value, whole ? Json(std::int64_t(amount)) : Json(amount));
}

void readDate(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
              const Element &inner)
{
    if (inner.is_null())
        return;
    const auto start = textOf(inner, "start");
    if (!textOf(inner, "end").empty())
        return makeForeign(reading, property, type, value, "is a span of time in Notion, the hub keeps one moment");
    constexpr std::size_t DayAlone = std::string_view("2026-05-01").size();
    const bool withTime = property.format == "datetime";
    if (start.size() > DayAlone && !withTime)
        return makeForeign(reading, property, type, value, "has a time in Notion, the hub keeps the day alone");
    if (start.size() == DayAlone && withTime) {
        settle(reading, property, type, value, Json(std::string(start) + "T00:00:00Z"));
        if (!reading.foreign)
            reading.why = property.name + ": Notion has a day without a time, which counts from midnight UTC";
        return;
    }
    settle(reading, property, type, value, Json(std::string(start)));
    if (!reading.foreign && reading.value.is_null())
        makeForeign(reading, property, type, value, "is a date without a beginning");
}

void readIds(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
             const Element &inner, const Directory &directory)
{
    simdjson::dom::array items;
    if (inner.get(items) != simdjson::SUCCESS)
        return;
    const bool people = property.type == PropertyType::People;
    Json known = Json::array();
    std::size_t count = 0;
    for (const Element item : items) {
        ++count;
        auto id = idOf(item, "id");
        if (id.empty())
            continue;
        const auto ours = people ? directory.operatorOf(id) : directory.recordOf(id);
        if (ours)
            known.push_back(*ours);
        else if (std::find(reading.unknown.begin(), reading.unknown.end(), id) == reading.unknown.end())
            reading.unknown.push_back(std::move(id));
    }
    // Notion says so of relations; people are cut at 25 without a word.
    constexpr std::size_t MaxPeopleInAnswer = 25;
    reading.truncated = flagOf(value, "has_more") || (people && count == MaxPeopleInAnswer);
    if (!known.empty())
        settle(reading, property, type, value, known);
}

void readFiles(Reading &reading, const records::Property &property, std::string_view type, const Element &value,
               const Element &inner)
{
    simdjson::dom::array items;
    if (inner.get(items) != simdjson::SUCCESS)
        return;
    Json files = Json::array();
    for (const Element item : items) {
        const auto external = memberOf(item, "external");
        if (!external) {
            makeForeign(reading, property, type, value, "holds a file that Notion keeps itself, under an address that changes");
            return;
        }
        files.push_back({{"name", std::string(textOf(item, "name"))}, {"url", std::string(textOf(*external, "url"))}});
    }
    if (!files.empty())
        settle(reading, property, type, value, files);
}

} // namespace

Reading readElement(const records::Property &property, const Element &value, const Directory &directory)
{
    Reading reading;
    if (property.type == PropertyType::Formula) {
        reading.derived = true;
        return reading;
    }
    const auto type = textOf(value, "type");
    if (!typesMatch(property.type, type)) {
        makeForeign(reading, property, type, value,
                    "is a " + typeInWords(type) + " property in Notion, the hub expects " + typeInWords(records::name(property.type)));
        return reading;
    }
    const auto inner = memberOf(value, type);
    if (!inner) {
        makeForeign(reading, property, type, value, "came without a value");
        return reading;
    }
    switch (property.type) {
    case PropertyType::Title:
    case PropertyType::RichText:
        readText(reading, property, type, value, *inner);
        break;
    case PropertyType::Number:
        readNumber(reading, property, type, value, *inner);
        break;
    case PropertyType::Select:
        if (!inner->is_null())
            settle(reading, property, type, value, Json(std::string(textOf(*inner, "name"))));
        break;
    case PropertyType::MultiSelect: {
        simdjson::dom::array options;
        if (inner->get(options) != simdjson::SUCCESS)
            break;
        Json names = Json::array();
        for (const Element option : options)
            names.push_back(std::string(textOf(option, "name")));
        if (!names.empty())
            settle(reading, property, type, value, names);
        break;
    }
    case PropertyType::Date:
        readDate(reading, property, type, value, *inner);
        break;
    case PropertyType::Email:
    case PropertyType::PhoneNumber:
    case PropertyType::Url: {
        std::string_view written;
        if (inner->get(written) == simdjson::SUCCESS)
            settle(reading, property, type, value, Json(std::string(written)));
        break;
    }
    case PropertyType::Checkbox: {
        bool checked = false;
        if (inner->get(checked) == simdjson::SUCCESS)
            reading.value = checked;
        break;
    }
    case PropertyType::People:
    case PropertyType::Relation:
        readIds(reading, property, type, value, *inner, directory);
        break;
    case PropertyType::Files:
        readFiles(reading, property, type, value, *inner);
        break;
    case PropertyType::Formula:
        break;
    }
    if (property.required && !reading.foreign && reading.value.is_null() && reading.unknown.empty() && !reading.truncated) {
        makeForeign(reading, property, type, value, "is empty in Notion, though every record of the hub needs it");
        reading.empty = true;
    }
    return reading;
}

Reading fromNotion(const records::Property &property, const Json &notion, const Directory &directory)
{
    // Its own parser: a directory may ask for something while a page is read.
    thread_local simdjson::dom::parser parser;
    const auto written = dump(notion);
    const auto value = parseElement(parser, written);
    if (value)
        return readElement(property, *value, directory);
    Reading reading;
    reading.foreign = true;
    reading.raw = written;
    reading.why = property.name + ": cannot be read";
    return reading;
}

} // namespace hs::notion
