#include "engine/http/body_stream.h"

#include <string_view>
#include <utility>

namespace hs::httpd {

bool BodyStream::push(std::string_view piece)
{
    std::function<void()> wake;
    bool taken = true;
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended || m_gone)
            return false;
        if (m_waiting.size() + piece.size() > MostWaiting) {
            m_ended = true;
            taken = false;
        } else {
            m_waiting += piece;
        }
        wake = m_wake;
    }
    if (wake)
        wake();
    return taken;
}

void BodyStream::end()
{
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_ended, true))
            return;
        wake = m_wake;
    }
    if (wake)
        wake();
}

bool BodyStream::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return !m_ended && !m_gone;
}

void BodyStream::whenClosed(std::function<void()> closed)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_gone) {
            m_closed = std::move(closed);
            return;
        }
    }
    closed();
}

std::shared_ptr<BodyStream> BodyStream::reader(std::shared_ptr<BodyStream> stream)
{
    auto *end = stream.get();
    return {end, [stream = std::move(stream)](BodyStream *) { stream->close(); }};
}

void BodyStream::attach(std::function<void()> wake)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wake = wake;
        if (m_waiting.empty() && !m_ended)
            return;
    }
    wake();
}

std::optional<BodyStream::Taken> BodyStream::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.empty() && !m_ended)
        return std::nullopt;
    return Taken{std::exchange(m_waiting, {}), m_ended};
}

void BodyStream::close()
{
    std::function<void()> closed;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_gone, true))
            return;
        m_waiting.clear();
        m_wake = nullptr;
        closed = std::exchange(m_closed, nullptr);
    }
    if (closed)
        closed();
}

} // namespace hs::httpd
