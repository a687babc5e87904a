#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace hs::ai {

/// Reads a stream of server-sent events (HTML Living Standard, §9.2). Lines end with LF, CR LF or CR; a blank line ends an
/// event; comments are dropped; parts may be cut anywhere. One thread.
class SseParser {
public:
    struct Event {
        std::string type; ///< "message" when none is named
        std::string data; ///< lines joined with LF
        std::string id;   ///< the last one seen
    };
    using OnEvent = std::function<void(const Event &event)>;

    /// Longest event in bytes; what is longer ends the stream (`tooLong`).
    explicit SseParser(std::size_t maxEvent = std::size_t(4) << 20U) : m_maxEvent(maxEvent) {}

    void feed(std::string_view part, const OnEvent &onEvent);
    [[nodiscard]] bool tooLong() const { return m_tooLong; }
    /// Milliseconds the server asks to wait before connecting again; -1: it did not say.
    [[nodiscard]] long retry() const { return m_retry; }

private:
    void line(const OnEvent &onEvent);

    std::size_t m_maxEvent;
    std::string m_line, m_type, m_data, m_id;
    bool m_hasData = false;
    bool m_lastWasCr = false;
    bool m_first = true; ///< a byte order mark may stand before the first line
    bool m_tooLong = false;
    long m_retry = -1;
};

} // namespace hs::ai
