#include "engine/agents/zevi/segments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <unicode/regex.h>

#include "engine/agents/text/tokens.h"
#include "engine/vocabulary/nearest.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 9> Operators{"equals", "not_equals", "greater_than", "less_than", "contains", "not_contains", "exists", "not_exists", "regex_match"};
constexpr int RegexSteps = 50; ///< ICU's unit: about a millisecond each at the worst

/// The value of a property, or what a dotted path names inside a JSON property.
Json valueOf(const Json &fields, const std::string &field)
{
    if (const auto &whole = member(fields, field); !whole.is_null())
        return whole;
    const auto dot = field.find('.');
    if (dot == std::string::npos)
        return {};
    const auto &stored = member(fields, field.substr(0, dot));
    if (stored.is_object())
        return at(stored, field.substr(dot + 1));
    if (stored.is_string())
        if (const auto parsed = parseJson(stored.get_ref<const std::string &>()))
            return at(*parsed, field.substr(dot + 1));
    return {};
}

bool isThere(const Json &value)
{
    if (value.is_null())
        return false;
    if (value.is_string())
        return !value.get_ref<const std::string &>().empty();
    return !value.is_structured() || !value.empty();
}

/// "30d", "12h": a length of time.
std::optional<milliseconds> lengthOf(std::string_view text)
{
    if (text.size() < 2 || (text.back() != 'd' && text.back() != 'h'))
        return std::nullopt;
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, n);
    if (error != std::errc() || end != text.data() + text.size() - 1 || n < 0 || n > 100'000)
        return std::nullopt;
    return text.back() == 'd' ? milliseconds(hours(24 * n)) : milliseconds(hours(n));
}

std::optional<Timestamp> momentOf(std::string_view text)
{
    if (const auto at = parseRfc3339(text))
        return *at;
    if (text.size() == 10)
        if (const auto at = parseRfc3339(std::string(text) + "T00:00:00Z"))
            return *at;
    return std::nullopt;
}

/// What a value is compared by: a number, or a moment in milliseconds.
std::optional<double> sizeOf(const Json &value, Timestamp now)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const auto &text = value.get_ref<const std::string &>();
    if (const auto length = lengthOf(text))
        return static_cast<double>(toMillis(now - *length));
    if (const auto at = momentOf(text))
        return static_cast<double>(toMillis(*at));
    return std::nullopt;
}

bool sameScalar(const Json &a, const Json &b)
{
    if (a.is_number() && b.is_number())
        return a.get<double>() == b.get<double>();
    if (a.is_boolean() || b.is_boolean())
        return a == b;
    return fold(scalarText(a)) == fold(scalarText(b));
}

template <typename Test>
bool anyOf(const Json &value, Test test)
{
    if (!value.is_array())
        return test(value);
    return std::any_of(value.begin(), value.end(), test);
}

bool isEqual(const Json &stored, const Json &wanted)
{
    return isThere(stored) && anyOf(wanted, [&](const Json &w) { return anyOf(stored, [&](const Json &s) { return sameScalar(s, w); }); });
}

bool hasPart(const Json &stored, const Json &wanted)
{
    if (!isThere(stored))
        return false;
    if (stored.is_array())
        return isEqual(stored, wanted);
    const auto words = fold(scalarText(stored));
    return anyOf(wanted, [&](const Json &w) { return words.find(fold(scalarText(w))) != std::string::npos; });
}

bool matches(const Json &stored, const std::string &pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(pattern), UREGEX_CASE_INSENSITIVE, status);
    matcher.setTimeLimit(RegexSteps, status);
    return U_SUCCESS(status) && anyOf(stored, [&](const Json &s) {
        const auto text = icu::UnicodeString::fromUTF8(scalarText(s));
        matcher.reset(text);
        UErrorCode tried = U_ZERO_ERROR;
        const auto found = matcher.find(tried);
        return U_SUCCESS(tried) && found;
    });
}

bool holdsOne(const Criterion &c, const Json &fields, Timestamp now)
{
    if (!c.any.empty())
        return std::any_of(c.any.begin(), c.any.end(), [&](const Criterion &one) { return holdsOne(one, fields, now); });
    const auto stored = valueOf(fields, c.field);
    if (c.op == "exists")
        return isThere(stored);
    if (c.op == "not_exists")
        return !isThere(stored);
    if (c.op == "equals")
        return isEqual(stored, c.value);
    if (c.op == "not_equals")
        return !isEqual(stored, c.value);
    if (c.op == "contains")
        return hasPart(stored, c.value);
    if (c.op == "not_contains")
        return !hasPart(stored, c.value);
    if (c.op == "regex_match")
        return isThere(stored) && matches(stored, c.value.get_ref<const std::string &>());
    const auto has = sizeOf(stored, now);
    const auto limit = sizeOf(c.value, now);
    if (!has || !limit)
        return false;
    return c.op == "greater_than" ? *has > *limit : *has < *limit;
}

Result<Criteria> readAll(const Json &list, const std::string &where, int depth, std::size_t &count)
{
    if (!list.is_array())
        return fail(Errc::BadInput, "criteria are no list", where, R"(write [{"field": …, "operator": …, "value": …}])");
    if (depth > DeepestGroup)
        return fail(Errc::BadInput, "groups of criteria stand too deep in each other", where, "use at most " + std::to_string(DeepestGroup) + " levels");
    Criteria out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto &item = list[i];
        const auto here = where + "/" + std::to_string(i);
        if (++count > MostCriteria)
            return fail(Errc::BadInput, "too many criteria", here, "use at most " + std::to_string(MostCriteria));
        if (!item.is_object())
            return fail(Errc::BadInput, "a criterion is no object", here, R"(write {"field": …, "operator": …, "value": …})");
        Criterion c;
        if (item.contains("any")) {
            auto group = readAll(item.at("any"), here + "/any", depth + 1, count);
            if (!group)
                return group;
            if (group->empty() || item.size() != 1)
                return fail(Errc::BadInput, "a group is empty or has more members than \"any\"", here, "name one criterion at least, and nothing beside them");
            c.any = std::move(*group);
            out.push_back(std::move(c));
            continue;
        }
        c.field = text(item, "field");
        c.op = text(item, "operator");
        c.value = member(item, "value");
        if (c.field.empty())
            return fail(Errc::BadInput, "a criterion names no field", here + "/field", "name a property of Contacts & Profiles");
        if (std::find(Operators.begin(), Operators.end(), c.op) == Operators.end()) {
            const auto meant = nearest(c.op, {Operators.begin(), Operators.end()});
            return fail(Errc::BadInput, "no operator \"" + c.op + "\"", here + "/operator", meant.empty() ? "use equals, contains, greater_than, less_than or exists" : "write \"" + meant + "\"");
        }
        const auto scalar = [](const Json &v) { return v.is_string() || v.is_number() || v.is_boolean(); };
        if (c.op == "greater_than" || c.op == "less_than") {
            if (!sizeOf(c.value, Timestamp()))
                return fail(Errc::BadInput, "not a number, date or length of time", here + "/value", "write 40, \"2026-11-24\" or \"30d\"");
        } else if (c.op == "regex_match") {
            UErrorCode status = U_ZERO_ERROR;
            if (c.value.is_string())
                const icu::RegexMatcher tried(icu::UnicodeString::fromUTF8(c.value.get_ref<const std::string &>()), UREGEX_CASE_INSENSITIVE, status);
            if (!c.value.is_string() || U_FAILURE(status))
                return fail(Errc::BadInput, "the pattern cannot be read", here + "/value", "write a regular expression");
        } else if (c.op != "exists" && c.op != "not_exists") {
            const auto fits = scalar(c.value) || (c.value.is_array() && !c.value.empty() && std::all_of(c.value.begin(), c.value.end(), scalar));
            if (!fits)
                return fail(Errc::BadInput, "a criterion without a value", here + "/value", "give a text, a number, true or false, or a list of them");
        }
        out.push_back(std::move(c));
    }
    return out;
}

} // namespace

Result<Criteria> criteriaOf(const Json &list, const std::string &where)
{
    std::size_t count = 0;
    return readAll(list, where, 1, count);
}

bool holds(const Criteria &criteria, const Json &fields, Timestamp now)
{
    return std::all_of(criteria.begin(), criteria.end(), [&](const Criterion &c) { return holdsOne(c, fields, now); });
}

Result<std::vector<Segment>> loadSegments(std::string_view text_, const std::string &name)
{
    const auto parsed = parseJson(text_);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    std::vector<Segment> segments;
    for (const auto &item : member(*parsed, "segments")) {
        Segment segment{text(item, "key"), text(item, "title"), member(item, "criteria"), {}};
        auto criteria = criteriaOf(segment.definition, name + ":/segments/" + segment.key);
        if (!criteria)
            return tl::make_unexpected(criteria.error());
        if (segment.key.empty() || segment.title.empty() || segmentNamed(segments, segment.key))
            return fail(Errc::BadInput, "a segment has no key, no title, or one of another", name + ":/segments/" + segment.key, "give each its own");
        segment.criteria = std::move(*criteria);
        segments.push_back(std::move(segment));
    }
    return segments;
}

const Segment *segmentNamed(const std::vector<Segment> &segments, std::string_view name)
{
    const auto wanted = fold(name);
    for (const auto &segment : segments)
        if (segment.key == wanted || fold(segment.title) == wanted)
            return &segment;
    return nullptr;
}

} // namespace hs::agents
