#include "engine/ai/sse.h"

#include <charconv>
#include <utility>

namespace hs::ai {

void SseParser::feed(std::string_view part, const OnEvent &onEvent)
{
    while (!part.empty() && !m_tooLong) {
        if (std::exchange(m_lastWasCr, false) && part.front() == '\n') { // the second half of a CR LF
            part.remove_prefix(1);
            continue;
        }
        const auto end = part.find_first_of("\r\n");
        const auto piece = part.substr(0, end);
        // What the open line and the open event hold together, so that the limit strikes at the same byte however parts are cut.
        if (piece.size() > m_maxEvent || m_line.size() + m_data.size() > m_maxEvent - piece.size()) {
            m_tooLong = true;
            m_line = {};
            m_data = {};
            return;
        }
        m_line += piece;
        if (end == std::string_view::npos)
            return;
        m_lastWasCr = part[end] == '\r';
        part.remove_prefix(end + 1);
        line(onEvent);
        m_line.clear();
    }
}

void SseParser::line(const OnEvent &onEvent)
{
    std::string_view text = m_line;
    if (std::exchange(m_first, false) && text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    if (text.empty()) {
        // An event without a data field is none, whatever else it named.
        if (std::exchange(m_hasData, false)) {
            const Event event{m_type.empty() ? std::string("message") : std::move(m_type), std::move(m_data), m_id};
            m_type.clear();
            m_data.clear();
            onEvent(event);
        } else {
            m_type.clear();
        }
        return;
    }
    if (text.front() == ':')
        return;
    const auto colon = text.find(':');
    const auto field = text.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    if (field == "data") {
        if (std::exchange(m_hasData, true))
            m_data += '\n';
        m_data += value;
    } else if (field == "event") {
        m_type = value;
    } else if (field == "id") {
        if (value.find('\0') == std::string_view::npos)
            m_id = value;
    } else if (field == "retry") {
        long wait = 0;
        const auto end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, wait);
        if (read.ec == std::errc() && read.ptr == end && value.front() != '-')
            m_retry = wait;
    }
}

} // namespace hs::ai
