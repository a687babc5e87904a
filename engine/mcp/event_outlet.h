#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "engine/http/body_stream.h"
#include "engine/vocabulary/json.h"

namespace hs::mcp {

/// One message as a server-sent event (WHATWG HTML, §9.2); with an id where the client may ask for what came after it.
[[nodiscard]] std::string eventText(const Json &message, std::optional<std::uint64_t> id = std::nullopt);

inline constexpr const char *EventComment = ":\n\n"; ///< an event stream's sign of life

/// Notifications of one legacy session on their way to its stream. The newest are kept while no stream is open, and for a client
/// whose stream broke. Any thread; its end ends the stream.
class EventOutlet {
public:
    static constexpr std::size_t MostKept = 64;

    EventOutlet() = default;
    ~EventOutlet();
    EventOutlet(const EventOutlet &) = delete;
    EventOutlet &operator=(const EventOutlet &) = delete;

    void tell(const Json &notification);
    /// The session's stream from here on, to be answered with; an older one ends. It begins with what is kept of the events after
    /// `after` (Last-Event-ID); nothing: of those that no stream has carried.
    [[nodiscard]] std::shared_ptr<httpd::BodyStream> open(std::optional<std::uint64_t> after);
    void close(); ///< ends the stream; what comes from here on waits for another one
    [[nodiscard]] bool isOpen() const;

private:
    mutable std::mutex m_mutex;
    std::deque<std::pair<std::uint64_t, std::string>> m_kept;
    std::uint64_t m_lastId = 0;
    std::uint64_t m_carried = 0; ///< the last event that was given to a stream
    std::shared_ptr<httpd::BodyStream> m_stream;
};

} // namespace hs::mcp
