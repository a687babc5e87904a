#include "engine/mcp/event_outlet.h"

namespace hs::mcp {

std::string eventText(const Json &message, std::optional<std::uint64_t> id)
{
    std::string text = id ? "id: " + std::to_string(*id) + "\n" : std::string();
    return text.append("event: message\ndata: ").append(dump(message)).append("\n\n");
}

EventOutlet::~EventOutlet()
{
    if (m_stream)
        m_stream->end();
}

void EventOutlet::tell(const Json &notification)
{
    const std::lock_guard lock(m_mutex);
    const auto id = ++m_lastId;
    m_kept.emplace_back(id, eventText(notification, id));
    if (m_kept.size() > MostKept)
        m_kept.pop_front();
    if (m_stream && m_stream->push(m_kept.back().second))
        m_carried = id;
}

std::shared_ptr<httpd::BodyStream> EventOutlet::open(std::optional<std::uint64_t> after)
{
    const std::lock_guard lock(m_mutex);
    if (m_stream)
        m_stream->end();
    m_stream = std::make_shared<httpd::BodyStream>(EventComment);
    for (const auto &[id, text] : m_kept)
        if (id > after.value_or(m_carried))
            (void)m_stream->push(text); // it is new, and they fit
    m_carried = m_lastId;
    return httpd::BodyStream::reader(m_stream);
}

void EventOutlet::close()
{
    const std::lock_guard lock(m_mutex);
    if (m_stream)
        m_stream->end();
    m_stream = nullptr;
}

bool EventOutlet::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_stream && m_stream->isOpen();
}

} // namespace hs::mcp
