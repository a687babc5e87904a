#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "tests/fakes/ai/asked.h"

namespace hs::test::ai {

/// What the server is to do about a request.
struct Outcome {
    int status = 200;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool stream = false;
    std::vector<std::string> events;      ///< of a stream: each is sent by itself, in a chunk of its own
    std::chrono::milliseconds wait{0};    ///< before any of it
    std::chrono::milliseconds between{0}; ///< events
    std::optional<std::size_t> cutAfter;  ///< bytes of the body
    bool cutCleanly = false;              ///< the body is ended as if it were whole
    bool never = false;                   ///< no answer, and the connection stays
};

/// HTTP/1.1 with keep-alive and chunked streams on the loopback: one thread, which also works the answers out.
class Server {
public:
    struct Listener {
        std::function<Outcome(Incoming)> handle;    ///< in the server's thread
        std::function<void(bool left)> ended;       ///< an exchange is over; left: the client went before its end
    };

    /// Listens at once; port() is 0 when it could not.
    Server(std::uint16_t port, Listener listener);
    ~Server(); ///< closes all connections and ends the thread
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace hs::test::ai
