#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/api/door.h"
#include "engine/mcp/jsonrpc.h"

namespace hs::mcp {

struct ServerOptions {
    std::string name = "higherself-console";
    std::string title = "HigherSelf Console";
    std::string version = HS_VERSION;
    std::size_t toolsAPage = 50;
    int resourcesAPage = 100;
    std::size_t requestsAtOnce = 64; ///< of one peer; more are refused
    std::chrono::milliseconds quiet{5'000}; ///< least time between two notifications of changes to one peer
};

/// The console as a server of tools, resources and prompts for assistants outside, over a door: what a caller may not do there,
/// it may not do here. Knows no transport: messages come in as JSON and go out as JSON. Any thread.
///
/// Tools are those of tools::ToolCatalog whose role the caller has. Resources are read through the same tools:
/// higherself://status, higherself://records/{database}, higherself://records/{database}/{id}, higherself://conversations/{id},
/// higherself://workflows/{id}, higherself://escalations/{id}.
class McpServer {
public:
    struct Core;
    class Peer;

    /// `door` outlives the server and all its peers.
    explicit McpServer(api::Door &door, ServerOptions options = {});
    ~McpServer();
    McpServer(const McpServer &) = delete;
    McpServer &operator=(const McpServer &) = delete;

    /// Somebody who speaks to us: a process on the other end of a pipe, a legacy session over HTTP, or one modern HTTP request.
    /// `tell` carries notifications to it, from any thread, and must not block; null: it cannot be told anything, so it is
    /// offered no subscriptions, and its cancellations are let pass (the answer comes).
    [[nodiscard]] std::shared_ptr<Peer> connect(std::function<void(Json notification)> tell);

private:
    std::shared_ptr<Core> m_core;
};

/// The state of one peer. Any thread. Dropping the last reference ends its subscriptions; answers still to come are dropped.
class McpServer::Peer : public std::enable_shared_from_this<McpServer::Peer> {
public:
    /// Comes once for every `take`: the answer, or nothing where none is due (notifications, answers, what was cancelled).
    using Reply = std::function<void(std::optional<Json> answer)>;

    Peer(std::shared_ptr<Core> core, std::function<void(Json)> tell);
    ~Peer();
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;

    /// One message, or a list of them where the session's revision knows such. `caller` asks.
    void take(const api::Caller &caller, const Json &value, Reply reply);

    /// Revision agreed on by `initialize`; empty: it has not been. Modern requests carry theirs themselves.
    [[nodiscard]] std::string legacyVersion() const;
    [[nodiscard]] std::size_t underWay() const; ///< requests without an answer yet; subscriptions are none

private:
    friend struct Call;
    struct State;
    void takeOne(const api::Caller &caller, const Json &value, Reply reply);
    std::shared_ptr<Core> m_core;
    std::unique_ptr<State> m_state;
};

} // namespace hs::mcp
