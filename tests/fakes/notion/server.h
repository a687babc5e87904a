#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tests/fakes/notion/core.h"

namespace hs::test::notion {

/// HTTP/1.1 with keep-alive on the loopback: one thread, which also works the answers out.
class Server {
public:
    using Handler = std::function<Outcome(Incoming)>; ///< in the server's thread

    /// Listens at once; port() is 0 when it could not. `time` is told in Date.
    Server(std::uint16_t port, const Clock &time, Handler handler);
    ~Server(); ///< closes all connections and ends the thread
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace hs::test::notion
