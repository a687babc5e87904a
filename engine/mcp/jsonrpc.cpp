#include "engine/mcp/jsonrpc.h"

#include <algorithm>
#include <limits>

namespace hs::mcp {

namespace {

bool isRequestId(const Json &id)
{
    return id.is_number_integer() || (id.is_string() && id.get_ref<const std::string &>().size() <= MaxIdText);
}

tl::unexpected<Refusal> refused(Json id, std::string why)
{
    return tl::make_unexpected(Refusal{std::move(id), {code::InvalidRequest, std::move(why), nullptr}});
}

std::optional<RpcError> errorIn(const Json &error)
{
    if (!error.is_object() || !member(error, "code").is_number_integer() || !member(error, "message").is_string())
        return std::nullopt;
    const auto number = integer(error, "code");
    return RpcError{number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max() ? int(number) : code::InternalError,
                    text(error, "message"), member(error, "data")};
}

} // namespace

bool isLegacyVersion(std::string_view version)
{
    return std::find(std::begin(LegacyVersions), std::end(LegacyVersions), version) != std::end(LegacyVersions);
}

tl::expected<Json, Refusal> readText(std::string_view text)
{
    if (text.size() > MaxMessage)
        return refused(nullptr, "the message is larger than " + std::to_string(MaxMessage) + " bytes");
    auto value = parseJson(text);
    if (!value)
        return tl::make_unexpected(Refusal{nullptr, {code::ParseError, "this is no JSON: " + describe(value.error()), nullptr}});
    return std::move(*value);
}

tl::expected<Message, Refusal> readMessage(const Json &value)
{
    if (!value.is_object())
        return refused(nullptr, "a message is an object");
    const auto &id = member(value, "id");
    const bool named = isRequestId(id);
    const Json known = named ? id : Json();
    if (text(value, "jsonrpc") != "2.0")
        return refused(known, "jsonrpc must be \"2.0\"");
    if (value.contains("id") && !named)
        return refused(nullptr, "the id must be a text or a whole number");
    Message message;
    message.id = known;
    if (value.contains("method")) {
        message.kind = named ? Message::Kind::Request : Message::Kind::Notification;
        message.method = text(value, "method");
        if (message.method.empty())
            return refused(known, "the method must be a text");
        if (value.contains("params")) {
            if (!value["params"].is_object())
                return refused(known, "params must be an object");
            message.params = value["params"];
        }
        return message;
    }
    message.kind = Message::Kind::Answer;
    if (value.contains("error")) {
        message.error = errorIn(value["error"]);
        if (!message.error)
            return refused(known, "an error has a code and a message");
        return message;
    }
    if (!named || !member(value, "result").is_object())
        return refused(known, "a message has a method, a result or an error");
    message.result = value["result"];
    return message;
}

Json requestJson(Json id, std::string_view method, Json params)
{
    return {{"jsonrpc", "2.0"}, {"id", std::move(id)}, {"method", method}, {"params", std::move(params)}};
}

Json notificationJson(std::string_view method, Json params)
{
    Json json{{"jsonrpc", "2.0"}, {"method", method}};
    if (!params.empty())
        json["params"] = std::move(params);
    return json;
}

Json resultJson(Json id, Json result)
{
    return {{"jsonrpc", "2.0"}, {"id", std::move(id)}, {"result", std::move(result)}};
}

Json errorJson(Json id, RpcError error)
{
    Json body{{"code", error.code}, {"message", std::move(error.message)}};
    if (!error.data.is_null())
        body["data"] = std::move(error.data);
    Json json{{"jsonrpc", "2.0"}, {"error", std::move(body)}};
    if (!id.is_null())
        json["id"] = std::move(id);
    return json;
}

} // namespace hs::mcp
