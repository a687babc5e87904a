#pragma once

// Inside of the module: how messages travel to a server of tools and back. Not for other modules.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>

#include "engine/mcp/jsonrpc.h"
#include "engine/vocabulary/result.h"

namespace hs::mcp {

struct Outgoing {
    std::string method;
    Json params = Json::object();
    std::chrono::milliseconds limit{0};                      ///< until the answer; 0: none (a stream that lasts)
    std::map<std::string, std::string> mirrored;             ///< headers "Mcp-Param-…" of the modern era over HTTP
};

/// What came back.
struct WireAnswer {
    int status = 200;             ///< of HTTP; 200 otherwise
    std::optional<Message> answer; ///< nothing: a refusal of HTTP that is no message
};

/// One connection. Lives in one thread, in which all callbacks come, never from inside a call to it.
class ClientWire {
public:
    using Done = std::function<void(Result<WireAnswer>)>;

    ClientWire() = default;
    ClientWire(const ClientWire &) = delete;
    ClientWire &operator=(const ClientWire &) = delete;
    /// Ends the connection hard; answers under way are dropped.
    virtual ~ClientWire() = default;

    /// Opens it. `ready` comes once, unless it breaks before.
    virtual void open(std::function<void()> ready) = 0;
    /// `done` comes once, unless the wire is destroyed before. Errors: Timeout, Cancelled, Unavailable (gone, or never
    /// reached), Corrupt or BadInput (what came is no answer).
    virtual void request(Outgoing outgoing, std::stop_token cancel, Done done) = 0;
    virtual void notify(std::string method, Json params) = 0;
    /// Revision that was agreed on; before it, the modern one is spoken.
    virtual void setVersion(std::string version) = 0;
    /// Closes it in good order; `ended` comes once, unless it is destroyed before. Nothing else comes any more.
    virtual void end(std::function<void()> ended) = 0;

    std::function<void(const Message &notification)> onNotification;
    /// The connection is gone; requests under way have got their errors.
    std::function<void(Error error)> onBroken;
};

/// Our answer to what a server asks of a client in the legacy era: nothing but a ping is offered.
[[nodiscard]] Json answerTo(const Message &request);

} // namespace hs::mcp
