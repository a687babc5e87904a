#include "engine/records/value.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/nearest.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::records {

namespace {

tl::unexpected<Error> bad(std::string what, std::string mend)
{
    return fail(Errc::BadInput, std::move(what), {}, std::move(mend));
}

std::string lowerAscii(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return char(c < 0x80 ? std::tolower(c) : c); });
    return lower;
}

/// The trimmed text of a value that must be one. Empty is fine here.
Result<std::string> plainText(const Json &value, std::string mend)
{
    if (!value.is_string())
        return bad("must be a text, found " + kindName(value), std::move(mend));
    const auto &text = value.get_ref<const std::string &>();
    if (text.size() > MaxText)
        return bad("has " + std::to_string(text.size()) + " bytes, the limit is " + std::to_string(MaxText),
                   "shorten it");
    return std::string(trimmed(text));
}

Json orNull(std::string text)
{
    return text.empty() ? Json() : Json(std::move(text));
}

Result<Json> richText(const Property &property, const Json &value)
{
    if (property.format != "json") {
        auto text = plainText(value, "write it in quotes");
        if (!text)
            return tl::make_unexpected(text.error());
        return orNull(std::move(*text));
    }
    if (value.is_object() || value.is_array())
        return dump(value).size() <= MaxText
                   ? Result<Json>(value)
                   : bad("has more than " + std::to_string(MaxText) + " bytes", "shorten it");
    auto text = plainText(value, "give an object or a list");
    if (!text)
        return tl::make_unexpected(text.error());
    if (text->empty())
        return Json();
    if (text->front() == '{' || text->front() == '[')
        if (auto parsed = parseJson(*text))
            return std::move(*parsed);
    return bad("must be JSON", "give an object or a list");
}

std::string shortNumber(double number)
{
    return dump(number == std::floor(number) && std::abs(number) < 1e15 ? Json(std::int64_t(number)) : Json(number));
}

Result<Json> number(const Property &property, const Json &value)
{
    if (!value.is_number())
        return bad("must be a number, found " + kindName(value),
                   value.is_string() ? "write it without quotes" : "give a number");
    const double amount = value.get<double>();
    if (property.integer && amount != std::floor(amount))
        return bad("must be a whole number, found " + shortNumber(amount), "leave out the fraction");
    if ((property.minimum && amount < *property.minimum) || (property.maximum && amount > *property.maximum)) {
        const auto range = !property.maximum ? shortNumber(*property.minimum) + " or more"
                           : !property.minimum
                               ? shortNumber(*property.maximum) + " or less"
                               : shortNumber(*property.minimum) + " to " + shortNumber(*property.maximum);
        return bad("must be " + range + ", found " + shortNumber(amount), "give a number in that range");
    }
    return value;
}

Result<std::string> option(const Property &property, const Json &value)
{
    auto text = plainText(value, property.open ? "write it in quotes" : "use one of " + quotedList(property.options));
    if (!text || text->empty() || property.open ||
        std::find(property.options.begin(), property.options.end(), *text) != property.options.end())
        return text;
    const auto meant = nearest(*text, property.options);
    return bad("\"" + *text + "\" is not an option", (meant.empty() ? "" : "did you mean \"" + meant + "\"? ") +
                                                         ("use one of " + quotedList(property.options)));
}

Result<Json> multiSelect(const Property &property, const Json &value)
{
    if (!value.is_array())
        return bad("must be a list of texts, found " + kindName(value),
                   value.is_string() ? "put it in brackets" : "give a list");
    if (value.size() > MaxEntries)
        return bad("has " + std::to_string(value.size()) + " entries, the limit is " + std::to_string(MaxEntries),
                   "name fewer");
    Json list = Json::array();
    for (const auto &item : value) {
        auto text = option(property, item);
        if (!text)
            return tl::make_unexpected(text.error());
        if (!text->empty() && std::find(list.begin(), list.end(), Json(*text)) == list.end())
            list.push_back(*text);
    }
    return list.empty() ? Json() : list;
}

Result<Json> date(const Property &property, const Json &value)
{
    const bool withTime = property.format == "datetime";
    const std::string example = withTime ? "write it as 2026-05-01T09:00:00Z" : "write it as 2026-05-01";
    auto text = plainText(value, example);
    if (!text)
        return tl::make_unexpected(text.error());
    if (text->empty())
        return Json();
    const bool dayAlone = text->size() == std::string_view("2026-05-01").size();
    const auto moment = parseRfc3339(dayAlone && !withTime ? *text + "T00:00:00Z" : *text);
    if (!moment || dayAlone == withTime)
        return bad("\"" + text->substr(0, 40) + "\" is not a " + (withTime ? "date with time" : "date"), example);
    return Json(withTime ? toRfc3339(*moment) : *text);
}

Result<Json> phoneNumber(const Json &value)
{
    auto text = plainText(value, "write it in quotes, as +49 30 1234567");
    if (!text)
        return tl::make_unexpected(text.error());
    const auto digits =
        std::count_if(text->begin(), text->end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool known =
        text->find_first_not_of("0123456789+()-./ x") == std::string::npos && text->find('+', 1) == std::string::npos;
    if (!text->empty() && (!known || digits < 7 || digits > 15)) // E.164: at most 15
        return bad("is not a phone number", "write 7 to 15 digits, as +49 30 1234567");
    return orNull(std::move(*text));
}

bool isWebAddress(std::string_view text)
{
    const auto scheme = text.find("://");
    if (scheme == std::string_view::npos || text.size() > 2000)
        return false;
    const auto name = lowerAscii(text.substr(0, scheme));
    const auto host = text.substr(scheme + 3, text.find_first_of("/?#", scheme + 3) - (scheme + 3));
    return (name == "http" || name == "https") && !host.empty() && host.front() != ':' && host.front() != '.' &&
           std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"'; });
}

Result<Json> webAddress(const Json &value)
{
    constexpr auto Example = "write it as https://gallery.example/page";
    auto text = plainText(value, Example);
    if (!text)
        return tl::make_unexpected(text.error());
    if (!text->empty() && !isWebAddress(*text))
        return bad("is not a web address", Example);
    return orNull(std::move(*text));
}

Result<Json> ids(const Property &property, const Json &value, std::string_view prefix)
{
    const std::string mend = property.type == PropertyType::People
                                 ? "give ids of operators, such as [\"op_…\"]"
                                 : "give ids of records of " + property.relation + ", such as [\"rec_…\"]";
    const Json list = value.is_string() ? Json::array({value}) : value;
    if (!list.is_array())
        return bad("must be a list of ids, found " + kindName(value), mend);
    Json known = Json::array();
    for (const auto &item : list) {
        if (!item.is_string())
            return bad("must be a list of ids, found " + kindName(item) + " in it", mend);
        const auto &id = item.get_ref<const std::string &>();
        if (id.empty() && value.is_string())
            continue;
        const bool sane = id.size() > prefix.size() && id.size() <= 64 && id.starts_with(prefix) &&
                          std::all_of(id.begin(), id.end(),
                                      [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
        if (!sane)
            return bad("\"" + id.substr(0, 40) + "\" is not an id", mend);
        if (std::find(known.begin(), known.end(), item) == known.end())
            known.push_back(item);
    }
    const auto limit = property.limit > 0 ? std::size_t(property.limit) : MaxEntries;
    if (known.size() > limit)
        return bad("has " + std::to_string(known.size()) + " entries, the limit is " + std::to_string(limit),
                   "name fewer");
    return known.empty() ? Json() : known;
}

Result<Json> files(const Json &value)
{
    constexpr auto Example =
        "give a list such as [{\"name\": \"front.jpg\", \"url\": \"https://gallery.example/front.jpg\"}]";
    const Json list = value.is_array() ? value : Json::array({value});
    if (list.size() > MaxEntries)
        return bad("has " + std::to_string(list.size()) + " entries, the limit is " + std::to_string(MaxEntries),
                   "name fewer");
    Json known = Json::array();
    for (const auto &item : list) {
        const auto url = item.is_string() ? item.get<std::string>() : text(item, "url");
        if (!isWebAddress(url))
            return bad("holds something that is not a file with a web address", Example);
        auto name = text(item, "name");
        if (name.empty())
            name = url.substr(url.find_last_of('/') + 1);
        known.push_back({{"name", name.empty() ? url : name}, {"url", url}});
    }
    return known.empty() ? Json() : known;
}

} // namespace

bool isEmail(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254 ||
        text.find('@', at + 1) != std::string_view::npos)
        return false;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    if (local.front() == '.' || local.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    const auto isPart = [](unsigned char c) { return c >= 0x80 || std::isalnum(c); };
    if (!std::all_of(local.begin(), local.end(), [&](unsigned char c) {
            return isPart(c) || std::string_view("!#$%&'*+/=?^_`{|}~.-").find(char(c)) != std::string_view::npos;
        }))
        return false;
    if (domain.size() < 4 || domain.find('.') == std::string_view::npos)
        return false;
    const auto lastLabel = domain.substr(domain.rfind('.') + 1);
    return lastLabel.size() >= 2 && isPart(static_cast<unsigned char>(domain.front())) &&
           isPart(static_cast<unsigned char>(domain.back())) &&
           std::all_of(domain.begin(), domain.end(),
                       [&](unsigned char c) { return isPart(c) || c == '.' || c == '-'; });
}

Result<Json> normaliseValue(const Property &property, const Json &value)
{
    switch (property.type) {
    case PropertyType::Title:
    case PropertyType::RichText:
        return richText(property, value);
    case PropertyType::Number:
        return number(property, value);
    case PropertyType::Select: {
        auto text = option(property, value);
        if (!text)
            return tl::make_unexpected(text.error());
        return orNull(std::move(*text));
    }
    case PropertyType::MultiSelect:
        return multiSelect(property, value);
    case PropertyType::Date:
        return date(property, value);
    case PropertyType::Email: {
        auto text = plainText(value, "write it as name@domain.example");
        if (!text)
            return tl::make_unexpected(text.error());
        if (!text->empty() && !isEmail(*text))
            return bad("is not an e-mail address", "write it as name@domain.example");
        return orNull(lowerAscii(*text));
    }
    case PropertyType::PhoneNumber:
        return phoneNumber(value);
    case PropertyType::Url:
        return webAddress(value);
    case PropertyType::Checkbox:
        if (!value.is_boolean())
            return bad("must be true or false, found " + kindName(value), "write true or false without quotes");
        return value;
    case PropertyType::People:
        return ids(property, value, "op_");
    case PropertyType::Relation:
        return ids(property, value, "rec_");
    case PropertyType::Files:
        return files(value);
    case PropertyType::Formula:
        break;
    }
    return bad("is computed", "leave it out");
}

} // namespace hs::records
