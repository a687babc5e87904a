#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace hs::httpd {

/// The body of an answer that comes piece by piece and may last for hours (server-sent events). Whoever answers keeps it and
/// gives it pieces; the connection has the other end and takes them as fast as its client reads. Any thread.
class BodyStream {
public:
    static constexpr std::size_t MostWaiting = 1024 * 1024; ///< bytes that a client may leave unread

    /// What is sent when nothing else was for a while, so that a client that has gone is noticed; empty: nothing.
    explicit BodyStream(std::string heartbeat = {}) : m_heartbeat(std::move(heartbeat)) {}
    BodyStream(const BodyStream &) = delete;
    BodyStream &operator=(const BodyStream &) = delete;

    /// False: the client has gone, or reads so slowly that its stream was ended.
    bool push(std::string_view piece);
    /// Nothing more comes; what waits is still sent.
    void end();
    [[nodiscard]] bool isOpen() const;
    /// Called once when the other end has gone, because the client has, the stream was ended or the answer came too late: in the
    /// thread that lets go of it, mostly the server's, so it must not block; at once when it has gone already.
    void whenClosed(std::function<void()> closed);

    /// The other end, for Response::stream: when the last that holds it lets go, the stream is closed.
    [[nodiscard]] static std::shared_ptr<BodyStream> reader(std::shared_ptr<BodyStream> stream);

    // ---- for the connection ----
    /// `wake` is called from any thread when there is something to take, at once when there is already.
    void attach(std::function<void()> wake);
    /// What waits, and whether it was the last; nothing: wait for `wake`.
    struct Taken {
        std::string piece;
        bool last = false;
    };
    [[nodiscard]] std::optional<Taken> take();
    [[nodiscard]] const std::string &heartbeat() const { return m_heartbeat; }

private:
    void close();
    const std::string m_heartbeat;
    mutable std::mutex m_mutex;
    std::string m_waiting;
    std::function<void()> m_wake;
    std::function<void()> m_closed;
    bool m_ended = false; ///< by whoever answers
    bool m_gone = false;  ///< the connection
};

} // namespace hs::httpd
