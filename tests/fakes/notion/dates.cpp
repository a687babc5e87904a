#include "tests/fakes/notion/dates.h"

#include "tests/fakes/notion/refusal.h"

namespace hs::test::notion {

namespace {

bool hasOffset(std::string_view dateTime)
{
    return dateTime.back() == 'Z' || dateTime.find_first_of("+-", 11) != std::string_view::npos;
}

// With milliseconds and an offset, as Notion gives times back: minutes alone get seconds.
std::string normal(const std::string &given, bool zoned, const std::string &path)
{
    const auto date = readDate(given);
    if (!date)
        refuse("body failed validation: " + path + " should be a valid ISO 8601 date string, instead was `\"" + given + "\"`.");
    if (date->wholeDay)
        return given;
    if (zoned && hasOffset(given))
        refuse("body failed validation: " + path + " should have no offset when time_zone is given.");
    if (hasOffset(given) && given.back() != 'Z') {
        const auto sign = given.find_first_of("+-", 11); // the offset is kept as it was written
        const auto offset = given.substr(sign);
        std::string local = given.substr(0, sign);
        if (local.size() == 16)
            local += ":00";
        return local.substr(0, 19) + ".000" + offset;
    }
    const auto shown = toRfc3339(date->at);
    return zoned ? shown.substr(0, 23) : shown.substr(0, 23) + "+00:00";
}

} // namespace

std::optional<DateText> readDate(std::string_view given)
{
    std::string text(given);
    if (text.size() == 10) {
        const auto day = parseRfc3339(text + "T00:00:00Z");
        return day ? std::optional<DateText>({*day, true}) : std::nullopt;
    }
    if (text.size() < 16 || (text[10] != 'T' && text[10] != ' '))
        return std::nullopt;
    text[10] = 'T';
    if (text.size() == 16 || (text[16] != ':' && text.size() > 16))
        text.insert(16, ":00");
    if (!hasOffset(text))
        text += 'Z';
    const auto at = parseRfc3339(text);
    return at ? std::optional<DateText>({*at, false}) : std::nullopt;
}

Json keptDate(const Json &written, const std::string &path)
{
    const auto start = text(written, "start");
    if (start.empty())
        refuse("body failed validation: " + path + ".start should be defined.");
    const Json &end = member(written, "end");
    const auto zone = text(written, "time_zone");
    Json kept{{"start", normal(start, !zone.empty(), path + ".start")}, {"end", nullptr}, {"time_zone", nullptr}};
    if (end.is_string()) {
        const auto last = end.get<std::string>();
        kept["end"] = normal(last, !zone.empty(), path + ".end");
        if (readDate(last)->wholeDay != readDate(start)->wholeDay)
            refuse("body failed validation: " + path + ".end should be a day or a time as the start is.");
        if (readDate(last)->at < readDate(start)->at)
            refuse("body failed validation: " + path + ".end should not lie before the start.");
    }
    if (!zone.empty())
        kept["time_zone"] = zone;
    return kept;
}

} // namespace hs::test::notion
