#pragma once

// Inside of the module: one request to the server on its way. Not for other modules.

#include <string>
#include <vector>

#include "engine/mcp/changes.h"
#include "engine/mcp/server.h"
#include "engine/tools/tool.h"

namespace hs::mcp {

struct McpServer::Core {
    Core(api::Door &theDoor, ServerOptions theOptions) : door(theDoor), options(std::move(theOptions)) {}
    api::Door &door;
    const ServerOptions options;
    const tools::ToolCatalog catalog;

    [[nodiscard]] Json info() const { return {{"name", options.name}, {"title", options.title}, {"version", options.version}}; }
};

/// One request, until its answer. `succeed` or `refuse` is called once.
struct Call {
    std::shared_ptr<McpServer::Core> core;
    std::weak_ptr<McpServer::Peer> peer;
    api::Caller caller;
    bool modern = false;
    bool told = false; ///< the peer can be told of changes
    Json id;
    Json params;
    McpServer::Peer::Reply reply;

    void succeed(Json result) const;
    /// The same for what a client may keep for a while; legacy clients are not told.
    void succeed(Json result, std::chrono::milliseconds fresh, bool everybodys) const;
    void refuse(RpcError error) const;
    void refuse(int code, std::string message, Json data = nullptr) const { refuse(RpcError{code, std::move(message), std::move(data)}); }
    /// The peer's subscriptions; null when it has gone or cannot be told.
    [[nodiscard]] std::shared_ptr<Changes> changes() const;
    /// The request never has an answer (a stream that lasts).
    void leaveOpen() const;

private:
    void finish(Json answer) const;
};
using CallPtr = std::shared_ptr<const Call>;

/// In plain words for a model: what, where, and how to mend it. What it cannot mend is told without its inner details.
[[nodiscard]] std::string wordsFor(const Error &error);
/// `params.name` as a text of at most `most` bytes; refuses the call when it is none.
[[nodiscard]] std::optional<std::string> textParam(const Call &call, const char *name, std::size_t most = 1024);
/// `params.cursor`; empty: the first page. Refuses the call when it is no text.
[[nodiscard]] std::optional<std::string> cursorParam(const Call &call);

// ---- the methods ----
[[nodiscard]] Json capabilities(bool told);
[[nodiscard]] std::string instructions();
void discover(CallPtr call);
void listTools(CallPtr call);
void callTool(CallPtr call);
void listResources(CallPtr call);
void listTemplates(CallPtr call);
void readResource(CallPtr call);
void subscribeResource(CallPtr call);
void unsubscribeResource(CallPtr call);
void listen(CallPtr call);
void listPrompts(CallPtr call);
void getPrompt(CallPtr call);

/// Reads a resource through its tool; `then` gets its text. NotFound for an address that is none.
void readUri(const std::shared_ptr<McpServer::Core> &core, const api::Caller &caller, const std::string &uri, std::function<void(Result<Json>)> then);
/// Whether an address is one of a resource, whether the thing is there or not.
[[nodiscard]] bool isResourceUri(const std::string &uri);

} // namespace hs::mcp
