#include "tests/fakes/ai/reply.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace hs::test {

namespace {

constexpr std::array<std::pair<AiDialect, std::string_view>, 4> Dialects{{{AiDialect::OpenAi, "openai"},
                                                                          {AiDialect::Compatible, "compatible"},
                                                                          {AiDialect::HuggingFace, "huggingface"},
                                                                          {AiDialect::Anthropic, "anthropic"}}};

using Take = std::function<bool(AiReply &, const Json &)>; ///< false: of another kind

Take takeText(std::string AiReply::*member)
{
    return [member](AiReply &reply, const Json &value) {
        if (value.is_string())
            reply.*member = value.get<std::string>();
        return value.is_string();
    };
}

Take takeFlag(bool AiReply::*member)
{
    return [member](AiReply &reply, const Json &value) {
        if (value.is_boolean())
            reply.*member = value.get<bool>();
        return value.is_boolean();
    };
}

/// A whole number from 0 on.
template <typename Number>
Take takeNumber(Number AiReply::*member)
{
    return [member](AiReply &reply, const Json &value) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > 1'000'000'000)
            return false;
        reply.*member = Number(value.get<int>());
        return true;
    };
}

bool takeCalls(AiReply &reply, const Json &value)
{
    if (!value.is_array())
        return false;
    for (const auto &entry : value) {
        if (text(entry, "name").empty())
            return false;
        const Json &arguments = member(entry, "arguments");
        reply.calls.push_back({text(entry, "name"), arguments.is_null() ? Json::object() : arguments, text(entry, "raw"), text(entry, "id")});
    }
    return true;
}

bool takeHeaders(AiReply &reply, const Json &value)
{
    if (!value.is_object())
        return false;
    for (const auto &header : value.items())
        reply.headers.emplace_back(header.key(), scalarText(header.value()));
    return true;
}

bool takeDialect(AiReply &reply, const Json &value)
{
    reply.dialect = aiDialectFrom(scalarText(value));
    return reply.dialect.has_value();
}

bool takeData(AiReply &reply, const Json &value)
{
    reply.data = value;
    return true;
}

bool takeBody(AiReply &reply, const Json &value)
{
    reply.body = value.is_string() ? value.get<std::string>() : dump(value);
    return true;
}

const std::map<std::string, Take> &members()
{
    static const std::map<std::string, Take> known{{"dialect", takeDialect},
                                                   {"model", takeText(&AiReply::model)},
                                                   {"contains", takeText(&AiReply::contains)},
                                                   {"times", takeNumber(&AiReply::times)},
                                                   {"text", takeText(&AiReply::text)},
                                                   {"data", takeData},
                                                   {"calls", takeCalls},
                                                   {"refusal", takeText(&AiReply::refusal)},
                                                   {"finish", takeText(&AiReply::finish)},
                                                   {"half_json", takeFlag(&AiReply::halfJson)},
                                                   {"usage", takeFlag(&AiReply::usage)},
                                                   {"pings", takeFlag(&AiReply::pings)},
                                                   {"thinking", takeFlag(&AiReply::thinking)},
                                                   {"wait_ms", takeNumber(&AiReply::wait)},
                                                   {"between_ms", takeNumber(&AiReply::between)},
                                                   {"piece", takeNumber(&AiReply::piece)},
                                                   {"never", takeFlag(&AiReply::never)},
                                                   {"cut_after", takeNumber(&AiReply::cutAfter)},
                                                   {"cut_cleanly", takeFlag(&AiReply::cutCleanly)},
                                                   {"garbled", takeFlag(&AiReply::garbled)},
                                                   {"error_after", takeNumber(&AiReply::errorAfter)},
                                                   {"error_type", takeText(&AiReply::errorType)},
                                                   {"error_message", takeText(&AiReply::errorMessage)},
                                                   {"status", takeNumber(&AiReply::status)},
                                                   {"headers", takeHeaders},
                                                   {"body", takeBody}};
    return known;
}

} // namespace

std::string_view nameOf(AiDialect dialect)
{
    for (const auto &[known, name] : Dialects)
        if (known == dialect)
            return name;
    return {};
}

std::optional<AiDialect> aiDialectFrom(std::string_view name)
{
    for (const auto &[known, text] : Dialects)
        if (text == name)
            return known;
    return std::nullopt;
}

AiReply AiReply::say(std::string text)
{
    AiReply reply;
    reply.text = std::move(text);
    return reply;
}

AiReply AiReply::answer(Json data)
{
    AiReply reply;
    reply.data = std::move(data);
    return reply;
}

AiReply AiReply::call(std::string name, Json arguments)
{
    AiReply reply;
    reply.calls.push_back({std::move(name), std::move(arguments), {}, {}});
    return reply;
}

AiReply AiReply::fail(int status, std::vector<std::pair<std::string, std::string>> headers, int times)
{
    AiReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    reply.times = times;
    return reply;
}

AiReply AiReply::silence()
{
    AiReply reply;
    reply.never = true;
    return reply;
}

Result<AiReply> aiReplyFrom(const Json &json)
{
    if (!json.is_object())
        return fail(Errc::BadInput, "a reply is no object");
    AiReply reply;
    for (const auto &entry : json.items()) {
        const auto found = members().find(entry.key());
        if (found == members().end())
            return fail(Errc::BadInput, "a reply has no such member", entry.key());
        if (!found->second(reply, entry.value()))
            return fail(Errc::BadInput, "a member of a reply is of another kind", entry.key());
    }
    reply.piece = std::max<std::size_t>(1, reply.piece);
    return reply;
}

} // namespace hs::test
