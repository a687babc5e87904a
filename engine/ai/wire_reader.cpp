#include "engine/ai/wire_reader.h"

#include <utility>

#include "engine/vocabulary/trimmed.h"

namespace hs::ai {

namespace {

constexpr std::size_t MostCalls = 128;
constexpr std::size_t LongestStrayLine = 4U * 1024 * 1024;

Error corrupt(std::string what, std::string mend = {})
{
    return {Errc::Corrupt, std::move(what), {}, std::move(mend), {}};
}

} // namespace

void StreamReader::feed(std::string_view part, const OnText &onText)
{
    if (m_error || m_complete)
        return;
    if (m_firstByte == 0)
        if (const auto first = part.find_first_not_of(" \t\r\n"); first != std::string_view::npos)
            m_firstByte = part[first];
    m_onText = &onText;
    while (!part.empty() && !m_error && !m_complete) { // line by line, so that both see things in the order they came
        const auto end = part.find_first_of("\r\n");
        const auto line = part.substr(0, end == std::string_view::npos ? end : end + 1);
        m_parser.feed(line, [this](const SseParser::Event &event) { onEvent(event); });
        lookForStrayLine(line);
        part.remove_prefix(line.size());
    }
    m_onText = nullptr;
}

void StreamReader::onEvent(const SseParser::Event &event)
{
    if (m_error || m_complete || event.data.empty())
        return;
    if (trimmed(event.data) == "[DONE]")
        onDone();
    else
        onJsonText(event.type, event.data);
}

void StreamReader::onJsonText(std::string_view type, std::string_view text)
{
    const auto data = parseJson(text);
    if (data && data->is_object())
        onJson(type, *data);
    else
        stop(corrupt("an event of the answer is not JSON"));
}

void StreamReader::lookForStrayLine(std::string_view part)
{
    const bool ends = part.back() == '\n' || part.back() == '\r';
    if (ends)
        part.remove_suffix(1);
    if (!part.empty()) {
        if (std::exchange(m_lineStart, false))
            m_inStray = part.front() == '{';
        m_inStray = m_inStray && m_stray.size() + part.size() <= LongestStrayLine;
        if (m_inStray)
            m_stray += part;
    }
    if (ends)
        endStrayLine();
}

void StreamReader::endStrayLine()
{
    if (std::exchange(m_inStray, false) && !m_error && !m_complete)
        if (const auto data = parseJson(m_stray); data && data->is_object())
            onJson("message", *data);
    m_stray.clear();
    m_lineStart = true;
}

void StreamReader::say(std::string_view text)
{
    if (text.empty())
        return;
    m_answer.text += text;
    if (m_onText != nullptr && *m_onText)
        (*m_onText)(text);
}

void StreamReader::stop(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

std::size_t StreamReader::openCall(OpenCall call)
{
    if (m_calls.size() >= MostCalls)
        stop(corrupt("the answer calls more than " + std::to_string(MostCalls) + " tools"));
    m_calls.push_back(std::move(call));
    return m_calls.size() - 1;
}

void StreamReader::tellUsage(const Usage &usage)
{
    m_answer.usage = usage;
    m_usageTold = true;
}

std::string StreamReader::freshId(std::size_t place) const
{
    std::string id = "call_";
    for (const char c : m_answer.requestId.substr(0, 40)) // so that it differs from those of the answers before
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            id += c;
    return id + "_" + std::to_string(place + 1);
}

Result<Answer> StreamReader::end()
{
    endStrayLine(); // the last line may lack its end; nobody hears its words then, but the answer holds them
    if (!m_error && !m_complete)
        onEnd();
    if (m_error)
        return tl::make_unexpected(*m_error);
    if (m_parser.tooLong())
        return tl::make_unexpected(corrupt("an event of the answer is longer than 4 MiB"));
    if (!m_complete && m_firstByte == '<')
        return tl::make_unexpected(corrupt("a web page came instead of an answer", "check the address of the provider"));
    if (!m_complete)
        return tl::make_unexpected(corrupt("the answer stopped in the middle"));

    Answer out = m_answer;
    out.finish = finish();
    std::int64_t written = roughTokens(out.text);
    for (std::size_t i = 0; i < m_calls.size(); ++i) {
        const auto &open = m_calls[i];
        written += roughTokens(open.raw);
        ToolCall call{open.id.empty() ? freshId(i) : open.id, open.name, nullptr, {}};
        if (trimmed(open.raw).empty()) {
            call.arguments = Json::object(); // a tool without parameters
        } else if (auto arguments = parseJson(open.raw); arguments && arguments->is_object()) {
            call.arguments = std::move(*arguments);
        } else {
            call.raw = open.raw;
        }
        out.calls.push_back(std::move(call));
    }
    if (out.finish == Finish::Stop && !out.calls.empty())
        out.finish = Finish::Tools;
    else if (out.finish == Finish::Tools && out.calls.empty())
        out.finish = Finish::Stop;
    if (!m_usageTold) {
        out.usage.output = written;
        out.usage.estimated = true;
    }
    return out;
}

} // namespace hs::ai
