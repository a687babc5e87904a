#include <algorithm>
#include <cmath>
#include <limits>

#include <QJsonArray>
#include <QRegularExpression>

#include "engine/tools/making.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json_shape.h"

namespace hs::tools {

namespace {

[[nodiscard]] QJsonValue valueOf(const Json &value);

constexpr const char *IdPattern = "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$";
constexpr const char *DatabasePattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
constexpr int MostOfAPage = 100;

bool saysNothing(const Json &value)
{
    if (value.is_string())
        return value.get_ref<const std::string &>().empty();
    return value.is_null() || (value.is_structured() && value.empty());
}

/// Characters, not bytes.
std::int64_t lengthOf(const std::string &utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::string below(const std::string &at, const std::string &key)
{
    return at.empty() ? key : at + "." + key;
}

/// The limits of a schema that `misfit` has no eye for: lengths and patterns.
std::optional<Misfit> beyondLimits(const Json &schema, const Json &value, const std::string &at)
{
    if (value.is_string()) {
        const auto given = value.get<std::string>();
        const auto length = lengthOf(given);
        if (const auto most = integer(schema, "maxLength", -1); most >= 0 && length > most)
            return Misfit{at, "is longer than " + std::to_string(most) + " characters", "shorten it"};
        if (const auto least = integer(schema, "minLength"); length < least)
            return Misfit{at, length == 0 ? "is empty" : "is shorter than " + std::to_string(least) + " characters", "write something"};
        if (const auto pattern = text(schema, "pattern"); !pattern.empty()) {
            // JSON Schema's $ is the very end; here it would also let a line break pass.
            const QRegularExpression wanted(QRegularExpression::anchoredPattern(QString::fromStdString(pattern)));
            if (!wanted.match(QString::fromStdString(given)).hasMatch())
                return Misfit{at, "does not have the form that is asked for", text(schema, "description")};
        }
        return std::nullopt;
    }
    if (value.is_array()) {
        if (const auto most = integer(schema, "maxItems", -1); most >= 0 && std::int64_t(value.size()) > most)
            return Misfit{at, "has more than " + std::to_string(most) + " entries", "give fewer"};
        for (std::size_t i = 0; i < value.size(); ++i)
            if (auto found = beyondLimits(member(schema, "items"), value[i], below(at, std::to_string(i))))
                return found;
        return std::nullopt;
    }
    if (!value.is_object())
        return std::nullopt;
    if (const auto most = integer(schema, "maxProperties", -1); most >= 0 && std::int64_t(value.size()) > most)
        return Misfit{at, "has more than " + std::to_string(most) + " members", "give fewer"};
    for (const auto &[name, part] : value.items())
        if (auto found = beyondLimits(member(member(schema, "properties"), name), part, below(at, name)))
            return found;
    return std::nullopt;
}

Json described(const char *type, std::string description)
{
    return {{"type", type}, {"description", std::move(description)}};
}

} // namespace

Json fromQt(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double: {
        const double number = value.toDouble();
        // The integer itself: 2^53 and more would lose digits on the way through a double.
        if (const auto whole = value.toInteger(); double(whole) == number && std::abs(number) < 9.2e18)
            return whole;
        return number;
    }
    case QJsonValue::String:
        return value.toString().toStdString();
    case QJsonValue::Array: {
        Json list = Json::array();
        const auto array = value.toArray();
        for (const auto &one : array)
            list.push_back(fromQt(one));
        return list;
    }
    case QJsonValue::Object: {
        Json object = Json::object();
        const auto members = value.toObject();
        for (auto it = members.begin(); it != members.end(); ++it)
            object[it.key().toStdString()] = fromQt(it.value());
        return object;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return nullptr;
}

namespace {

QJsonValue valueOf(const Json &value)
{
    switch (value.type()) {
    case Json::value_t::boolean:
        return value.get<bool>();
    case Json::value_t::number_integer:
        return qint64(value.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
        const auto number = value.get<std::uint64_t>();
        if (number > std::uint64_t(std::numeric_limits<qint64>::max()))
            return double(number);
        return qint64(number);
    }
    case Json::value_t::number_float:
        return value.get<double>();
    case Json::value_t::string:
        return QString::fromStdString(value.get<std::string>());
    case Json::value_t::array: {
        QJsonArray array;
        for (const auto &one : value)
            array.append(valueOf(one));
        return array;
    }
    case Json::value_t::object:
        return toQt(value);
    default:
        return QJsonValue(QJsonValue::Null);
    }
}

} // namespace

QJsonObject toQt(const Json &object)
{
    QJsonObject out;
    if (object.is_object())
        for (const auto &[name, value] : object.items())
            out.insert(QString::fromStdString(name), valueOf(value));
    return out;
}

Json compact(Json value)
{
    if (value.is_array()) {
        for (auto &one : value)
            one = compact(std::move(one));
    } else if (value.is_object()) {
        for (auto it = value.begin(); it != value.end();) {
            *it = compact(std::move(*it));
            it = saysNothing(*it) ? value.erase(it) : std::next(it);
        }
    }
    return value;
}

Json words(std::string description, int most, int least)
{
    auto schema = described("string", std::move(description));
    schema["maxLength"] = most;
    if (least > 0)
        schema["minLength"] = least;
    return schema;
}

Json idText(std::string description)
{
    auto schema = words(std::move(description), 128, 1);
    schema["pattern"] = IdPattern;
    return schema;
}

Json databaseKey()
{
    auto schema = words("Key of the database: business-entities-registry, contacts-profiles, community-hub, products-services, active-workflows, "
                        "marketing-campaigns, feedback-surveys, rewards-bounties, master-tasks, workflows-library, agent-communication, "
                        "agent-registry, api-integrations, data-transformations, notification-templates or use-cases-library",
                        64, 1);
    schema["pattern"] = DatabasePattern;
    return schema;
}

Json choice(std::string description, std::vector<std::string> options)
{
    auto schema = described("string", std::move(description));
    schema["enum"] = std::move(options);
    return schema;
}

Json flag(std::string description)
{
    return described("boolean", std::move(description));
}

Json whole(std::string description, std::int64_t least, std::int64_t most)
{
    auto schema = described("integer", std::move(description));
    schema["minimum"] = least;
    schema["maximum"] = most;
    return schema;
}

Json moment(std::string description)
{
    return words(std::move(description), 40);
}

Json document(std::string description)
{
    auto schema = described("object", std::move(description));
    schema["additionalProperties"] = true;
    schema["maxProperties"] = 100;
    return schema;
}

Json input(Properties properties, std::vector<std::string> required)
{
    Json members = Json::object();
    for (auto &[name, schema] : properties)
        members[name] = std::move(schema);
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(members)}};
    if (!required.empty())
        schema["required"] = std::move(required);
    return schema;
}

Json pagedInput(Properties properties, std::vector<std::string> required)
{
    properties.emplace_back("limit", whole("Length of the page; 20 when left out", 1, MostOfAPage));
    properties.emplace_back("after", words("`next` of the page before; leave it out for the first page", 2000));
    return input(std::move(properties), std::move(required));
}

QString wordsOf(const Json &arguments, std::string_view name)
{
    return QString::fromStdString(text(arguments, name));
}

std::string beginning(const Json &arguments, std::string_view name)
{
    constexpr qsizetype Most = 200;
    const auto whole = wordsOf(arguments, name);
    return (whole.size() > Most ? whole.left(Most) + QStringLiteral("…") : whole).toStdString();
}

Result<std::optional<QDateTime>> momentOf(const Json &arguments, std::string_view name)
{
    if (member(arguments, name).is_null())
        return std::optional<QDateTime>();
    const auto given = text(arguments, name);
    if (given.empty())
        return std::optional(QDateTime());
    const auto time = parseRfc3339(given);
    if (!time)
        return fail(Errc::BadInput, "is not a time", std::string(name), "write it as 2026-11-23T09:00:00Z");
    return std::optional(QDateTime::fromMSecsSinceEpoch(toMillis(*time), Qt::UTC));
}

api::Window windowOf(const Json &arguments)
{
    return {wordsOf(arguments, "after"), int(integer(arguments, "limit", 20))};
}

void submit(api::Door &door, const api::Caller &caller, api::Command command, Done done)
{
    door.submit(caller, std::move(command), [done = std::move(done)](Result<api::Receipt> receipt) {
        if (!receipt)
            return done(tl::make_unexpected(std::move(receipt).error()));
        auto answer = fromQt(receipt->data);
        if (!answer.is_object())
            answer = Json::object();
        answer["id"] = receipt->id.toStdString();
        answer["done"] = receipt->detail.toStdString();
        done(compact(std::move(answer)));
    });
}

ToolCatalog::ToolCatalog()
{
    addRecordTools(m_tools);
    addWorkTools(m_tools);
    addDeskTools(m_tools);
    addKnowledgeTools(m_tools);
}

const Tool *ToolCatalog::find(std::string_view name) const
{
    const auto found = std::find_if(m_tools.begin(), m_tools.end(), [&](const Tool &tool) { return tool.name == name; });
    return found == m_tools.end() ? nullptr : &*found;
}

Result<void> checkArguments(const Tool &tool, const Json &arguments)
{
    auto wrong = misfit(tool.input, arguments);
    if (!wrong)
        wrong = beyondLimits(tool.input, arguments, {});
    if (wrong)
        return fail(Errc::BadInput, wrong->at.empty() ? "the arguments: " + wrong->what : wrong->what, wrong->at, wrong->mend);
    return {};
}

} // namespace hs::tools
