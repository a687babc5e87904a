#include "engine/notion/element.h"

#include <array>
#include <charconv>

#include "engine/notion/ids.h"
#include "engine/vocabulary/json_text.h"

namespace hs::notion {

namespace {

/// Takes the signatures out of the addresses of files that Notion keeps, wherever they stand.
void takeSignaturesOut(Json &value)
{
    if (value.is_object() && value.contains("expiry_time")) {
        value.erase("expiry_time");
        if (const auto address = text(value, "url"); !address.empty())
            value["url"] = address.substr(0, address.find('?'));
    }
    if (value.is_structured())
        for (auto &inner : value)
            takeSignaturesOut(inner);
}

} // namespace

Result<Element> parseElement(simdjson::dom::parser &parser, std::string_view body)
{
    const auto corrupt = [](std::string_view why) {
        return fail(Errc::Corrupt, "Notion's answer is not JSON: " + std::string(why), {}, "try again later");
    };
    if (body.size() > parser.capacity() && parser.allocate(body.size(), MaxJsonDepth) != simdjson::SUCCESS)
        return corrupt("it is too large");
    Element root;
    auto error = parser.parse(body.data(), body.size()).get(root);
    if (error == simdjson::NUMBER_ERROR) {
        // Whole numbers of more than 64 bits, which JavaScript prints without an exponent.
        const auto slow = parseJson(body);
        if (!slow)
            return corrupt(slow.error().what);
        const auto text = dump(*slow);
        error = parser.parse(text.data(), text.size()).get(root);
    }
    if (error != simdjson::SUCCESS)
        return corrupt(simdjson::error_message(error));
    return root;
}

std::optional<Element> memberOf(const Element &object, std::string_view key)
{
    simdjson::dom::object members;
    Element value;
    if (object.get(members) != simdjson::SUCCESS || members.at_key(key).get(value) != simdjson::SUCCESS)
        return {};
    return value;
}

std::string_view textOf(const Element &object, std::string_view key)
{
    const auto value = memberOf(object, key);
    std::string_view text;
    if (!value || value->get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

bool flagOf(const Element &object, std::string_view key)
{
    const auto value = memberOf(object, key);
    bool flag = false;
    return value && value->get(flag) == simdjson::SUCCESS && flag;
}

std::string idOf(const Element &object, std::string_view key)
{
    return normaliseId(textOf(object, key)).value_or(std::string());
}

std::string rawValue(std::string_view type, const Element &value)
{
    std::string raw = "{";
    appendKey(raw, "type");
    appendText(raw, type);
    if (const auto inner = type.empty() ? std::nullopt : memberOf(value, type)) {
        raw += ',';
        appendText(raw, type);
        raw += ':';
        raw += simdjson::minify(*inner);
        if (flagOf(value, "has_more"))
            raw += ",\"has_more\":true";
    }
    raw += '}';
    if (raw.find("\"expiry_time\"") == std::string::npos)
        return raw;
    auto document = parseJson(raw);
    if (!document)
        return raw;
    takeSignaturesOut(*document);
    return dump(*document);
}

bool typesMatch(records::PropertyType ours, std::string_view theirs)
{
    return theirs == records::name(ours) || (ours == records::PropertyType::Select && theirs == "status");
}

double withoutDust(double number)
{
    std::array<char, 40> text{};
    constexpr int Digits = 15;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::general, Digits).ptr;
    double neat = number;
    std::from_chars(text.data(), end, neat);
    return neat;
}

} // namespace hs::notion
