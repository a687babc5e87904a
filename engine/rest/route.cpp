#include "engine/rest/route.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>

#include "engine/vocabulary/json.h"

namespace hs::rest {

using httpd::Method;

const std::vector<Route> &routes()
{
    static const std::vector<Route> All = [] {
        std::vector<Route> all;
        for (auto part : {eventRoutes(), recordRoutes(), workflowRoutes(), operatorRoutes(), runRoutes(), boardRoutes(), definitionRoutes(), deskRoutes(), thinkingRoutes(), knowledgeRoutes(), siteRoutes()})
            all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
        return all;
    }();
    return All;
}

namespace {

/// Cuts the next segment off a path that begins with a slash.
std::string_view nextSegment(std::string_view &path)
{
    path.remove_prefix(1);
    const auto end = path.find('/');
    const auto segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    return segment;
}

/// Calls `value(segment)` for what stands at the pattern's {…}; false when they do not fit.
template <typename Take>
bool fits(std::string_view pattern, std::string_view path, Take take)
{
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = nextSegment(pattern);
        const auto given = nextSegment(path);
        if (wanted.starts_with('{') ? given.empty() : wanted != given)
            return false;
        if (wanted.starts_with('{'))
            take(given);
    }
    return pattern.empty() && path.empty();
}

std::string listOf(const std::vector<const char *> &names)
{
    std::string text;
    for (const char *each : names) {
        if (!text.empty())
            text += ", ";
        text += each;
    }
    return text;
}

std::string namesOf(const std::vector<Field> &fields)
{
    std::vector<const char *> names;
    names.reserve(fields.size());
    for (const auto &field : fields)
        names.push_back(field.name);
    return names.empty() ? "it takes none" : "it takes " + listOf(names);
}

std::string shown(std::string_view name)
{
    return "\"" + std::string(name.substr(0, 60)) + "\"";
}

const Field *find(const std::vector<Field> &fields, std::string_view name)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return name == field.name; });
    return found == fields.end() ? nullptr : &*found;
}

tl::unexpected<Error> wrong(const Field &field, const std::string &must, const std::string &what)
{
    return fail(Errc::BadInput, what + " \"" + field.name + "\" must be " + must, field.name);
}

bool isOption(const Field &field, std::string_view value)
{
    return std::any_of(field.options.begin(), field.options.end(), [&](const char *option) { return value == option; });
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

Result<void> checkParameter(const Field &field, const std::string &value)
{
    const std::string what = "the query parameter";
    switch (field.kind) {
    case Kind::Limit:
        if (const auto number = wholeNumber(value); !number || *number < 1 || *number > 200)
            return wrong(field, "a whole number from 1 to 200", what);
        break;
    case Kind::Whole:
        if (const auto number = wholeNumber(value); !number || *number < 0)
            return wrong(field, "a whole number from 0", what);
        break;
    case Kind::Bool:
        if (value != "true" && value != "false")
            return wrong(field, "true or false", what);
        break;
    case Kind::Choice:
        if (!isOption(field, value))
            return wrong(field, "one of " + listOf(field.options), what);
        break;
    default:
        break;
    }
    return {};
}

Result<void> checkMember(const Field &field, const QJsonValue &value)
{
    const std::string what = "the member";
    switch (field.kind) {
    case Kind::Text:
        if (!value.isString())
            return wrong(field, "a string", what);
        if (field.required && value.toString().trimmed().isEmpty())
            return fail(Errc::BadInput, std::string("the member \"") + field.name + "\" is empty", field.name);
        break;
    case Kind::Choice:
        if (!value.isString() || !isOption(field, value.toString().toStdString()))
            return wrong(field, "one of " + listOf(field.options), what);
        break;
    case Kind::Time:
    case Kind::TimeOrNull:
        if (field.kind == Kind::TimeOrNull && value.isNull())
            break;
        if (!value.isString() || !parseRfc3339(value.toString().toStdString()))
            return wrong(field, std::string("a time like 2026-11-23T09:30:00Z")
                                    + (field.kind == Kind::TimeOrNull ? " or null" : ""), what);
        break;
    case Kind::Bool:
        if (!value.isBool())
            return wrong(field, "true or false", what);
        break;
    case Kind::Whole:
    case Kind::Limit: {
        constexpr double Largest = 9007199254740992.0; // 2^53: doubles are exact up to here
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < 0 || number > Largest || std::floor(number) != number)
            return wrong(field, "a whole number from 0", what);
        break;
    }
    case Kind::Object:
        if (!value.isObject())
            return wrong(field, "an object", what);
        break;
    case Kind::Texts: {
        const auto list = value.toArray();
        if (!value.isArray() || std::any_of(list.begin(), list.end(), [](const QJsonValue &one) { return !one.isString(); }))
            return wrong(field, "a list of strings", what);
        if (field.required && list.isEmpty())
            return fail(Errc::BadInput, std::string("the member \"") + field.name + "\" is empty", field.name);
        break;
    }
    }
    return {};
}

} // namespace

Match findRoute(Method method, std::string_view path)
{
    Match match;
    if (!path.starts_with('/'))
        return match;
    for (const Route &route : routes()) {
        if (!route.run || !fits(route.pattern, path, [](std::string_view) {}))
            continue;
        if (route.method == method) {
            match.route = &route;
            return match;
        }
        if (!match.allow.empty())
            match.allow += ", ";
        match.allow += httpd::name(route.method);
        if (route.method == Method::Get)
            match.allow += ", HEAD";
    }
    return match;
}

std::vector<std::string> pathValues(const Route &route, std::string_view path)
{
    std::vector<std::string> values;
    fits(route.pattern, path, [&](std::string_view value) { values.emplace_back(value); });
    return values;
}

Result<Values> checkQuery(const Route &route, std::string_view query)
{
    auto items = httpd::parseQuery(query);
    if (!items)
        return tl::make_unexpected(std::move(items).error());
    Values values;
    for (auto &[name, value] : *items) {
        const Field *field = find(route.query, name);
        if (!field)
            return fail(Errc::BadInput, "the query parameter " + shown(name) + " is not known here", std::string(name.substr(0, 60)),
                        namesOf(route.query));
        if (values.count(name) > 0)
            return fail(Errc::BadInput, "the query parameter " + shown(name) + " stands there twice", name);
        HS_TRY(checkParameter(*field, value));
        values.emplace(std::move(name), std::move(value));
    }
    return values;
}

Result<QJsonObject> checkBody(const Route &route, std::string_view body)
{
    QJsonObject object;
    if (body.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        // Twice parsed: this one tells where it is wrong, and how deep it may be.
        const auto parsed = parseJson(body);
        if (!parsed) {
            Error error = parsed.error();
            error.what = error.what == "not JSON" ? "the body is not JSON" : "the body is " + error.what;
            return tl::make_unexpected(std::move(error));
        }
        if (!parsed->is_object())
            return fail(Errc::BadInput, "the body is not a JSON object");
        QJsonParseError ignored; // it has been parsed once; the object stays empty where Qt is stricter
        object = QJsonDocument::fromJson(QByteArray(body.data(), qsizetype(body.size())), &ignored).object();
        if (ignored.error != QJsonParseError::NoError)
            return fail(Errc::BadInput, "the body is not JSON: " + ignored.errorString().toStdString());
    } else if (route.body == Route::Body::Required) {
        return fail(Errc::BadInput, "the body is empty", {}, namesOf(route.members));
    }
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        const auto name = it.key().toStdString();
        const Field *field = find(route.members, name);
        if (!field)
            return fail(Errc::BadInput, "the member " + shown(name) + " is not known here", std::string(name.substr(0, 60)),
                        namesOf(route.members));
        HS_TRY(checkMember(*field, it.value()));
    }
    for (const Field &field : route.members)
        if (field.required && !object.contains(QLatin1String(field.name)))
            return fail(Errc::BadInput, std::string("the member \"") + field.name + "\" is missing", field.name);
    return object;
}

} // namespace hs::rest
