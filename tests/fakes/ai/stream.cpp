#include "tests/fakes/ai/stream.h"

#include <algorithm>

namespace hs::test::ai {

namespace {

std::size_t startOfCharacter(const std::string &text, std::size_t at)
{
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        ++at;
    return std::min(at, text.size());
}

} // namespace

std::vector<std::string> piecesOf(const std::string &text, std::size_t bytes)
{
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = startOfCharacter(text, at + std::max<std::size_t>(1, bytes));
        pieces.push_back(text.substr(at, end - at));
        at = end;
    }
    return pieces;
}

Saying sayingOf(const AiReply &reply, const Asked &asked, const std::string &idStart)
{
    Saying saying{reply.data.is_null() ? reply.text : dump(reply.data), reply.calls, std::int64_t(asked.bytes / 4), 1};
    std::size_t bytes = saying.text.size();
    for (std::size_t i = 0; i < saying.calls.size(); ++i) {
        auto &call = saying.calls[i];
        if (call.raw.empty())
            call.raw = dump(call.arguments);
        if (call.id.empty())
            call.id = idStart + std::to_string(asked.number) + "_" + std::to_string(i + 1);
        bytes += call.raw.size();
    }
    if (reply.halfJson) {
        auto &halved = saying.calls.empty() ? saying.text : saying.calls.back().raw;
        halved.resize(startOfCharacter(halved, halved.size() / 2));
    }
    saying.output += std::int64_t(bytes / 4);
    return saying;
}

std::string eventOf(const Json &data, std::string_view name)
{
    std::string out;
    if (!name.empty())
        out += "event: " + std::string(name) + "\n";
    return out + "data: " + dump(data) + "\n\n";
}

void spoil(std::vector<std::string> &events, const std::vector<std::size_t> &texts, const AiReply &reply, const std::string &error)
{
    if (reply.errorAfter) {
        const std::size_t place = *reply.errorAfter < texts.size() ? texts[*reply.errorAfter] : texts.empty() ? events.size() / 2 : texts.back() + 1;
        events.resize(place);
        events.push_back(error);
    } else if (reply.garbled) {
        const auto middle = std::ptrdiff_t(events.size() / 2);
        events.emplace_back("data: {\"garbled\": tru\n\n");
        std::rotate(events.begin() + middle, events.end() - 1, events.end());
    }
}

} // namespace hs::test::ai
