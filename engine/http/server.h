#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/limits.h"
#include "engine/http/request.h"
#include "engine/http/response.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

namespace hs::httpd {

/// A handler's word on a request whose head has been read and whose body has not.
struct Admission {
    std::optional<Response> refusal; ///< set: the body is not read, this is the answer
    std::size_t bodyLimit = 1024 * 1024;
    /// The route's name for statistics ("/webhooks/{source}"); its text outlives the server.
    std::string_view route = "other";
    std::shared_ptr<const void> context; ///< becomes Request::context
};

/// One part of the site. All calls come from the server's thread and must not block it.
class Handler {
public:
    virtual ~Handler() = default;

    /// Whether requests for this path are this handler's.
    [[nodiscard]] virtual bool owns(std::string_view path) const = 0;

    /// Decides early, by the head alone (404, 405, 413, 415, 429, 503).
    [[nodiscard]] virtual Admission admit(const Request &head) = 0;

    /// Answers through `respond`, at once or later, from any thread.
    virtual void handle(Request request, Respond respond) = 0;
};

/// What happened to one request; told when its answer has been written.
struct Exchange {
    Method method = Method::Other;
    std::string_view route;  ///< Admission::route; "none" when it never came to a handler
    int status = 0;
    bool refused = false;    ///< by the server or by `admit`, before a handler saw it
    std::chrono::microseconds duration{0}; ///< from the head's first byte
};

struct TlsFiles {
    std::string certificateChain; ///< PEM file, the server's own certificate first
    std::string privateKey;       ///< PEM file
};

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< IPv4 or IPv6, no names
    std::uint16_t port = 0;            ///< 0: any free one
    Limits limits;
    std::optional<TlsFiles> tls;
    const Clock *clock = nullptr;      ///< for receivedAt, Date and ids; null: the system's. Outlives the server
    std::function<void(const Exchange &)> observer; ///< in the server's thread; must be quick
};

struct ServerFigures {
    std::uint64_t accepted = 0;    ///< connections since the start
    std::uint64_t open = 0;        ///< connections now
    std::uint64_t dropped = 0;     ///< silent connections dropped to make room
    std::uint64_t timedOut = 0;
};

class ServerCore;

/// HTTP/1.0 and 1.1 over Boost.Asio and Boost.Beast's message parser (RFC 9110, 9112):
/// one thread, one io_context, so its state needs no lock. One request of a connection
/// is answered before the next is read, so pipelined ones are answered in order.
class Server {
public:
    /// Listens at once. `handlers` are asked in order, the first that owns a path gets its
    /// requests; they outlive the server. Fails with BadInput (address, certificate) or
    /// Unavailable (port taken, no right to it).
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, std::vector<Handler *> handlers);

    /// Stops.
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const std::string &url() const; ///< "http://127.0.0.1:8787"
    [[nodiscard]] ServerFigures figures() const;  ///< any thread

    /// Takes no more connections or requests, lets answers under way finish for at most
    /// `drainTime`, closes the rest and ends the thread. Blocks until then; not from the
    /// server's own thread. Again: nothing.
    void stop();

private:
    explicit Server(std::unique_ptr<ServerCore> core);
    std::unique_ptr<ServerCore> m_core;
};

} // namespace hs::httpd
