#pragma once

// Inside of the module. Not for other modules.

#include <QObject>
#include <QTimer>

#include "engine/mcp/client.h"
#include "engine/mcp/client_wire.h"

namespace hs::mcp {

enum class Era { Unknown, Modern, Legacy };

/// What another program says, fit for one line of ours.
[[nodiscard]] std::string oneLine(std::string text);
[[nodiscard]] Error errorFrom(const RpcError &error, const std::string &server);
[[nodiscard]] Error errorFrom(int status, const std::string &server);

/// The connection's life: open → greet → list → ready → (broken → pause → open again).
class ToolServer::Link {
public:
    Link(ToolServerSetup theSetup, http::Transport *theTransport, const Clock &theClock);
    ~Link();

    struct PendingCall {
        Done done;
        std::string tool;
        Json arguments;
        std::stop_token cancel;
        std::chrono::steady_clock::time_point until;
        int rounds = 0; ///< how often it was sent again with the server's own state
    };

    const ToolServerSetup setup;
    http::Transport *const transport;
    const Clock &clock;
    std::function<void()> onChange;
    State state = State::Stopped;
    Era era = Era::Unknown;
    std::string trouble, version;
    std::vector<OutsideTool> tools;
    std::optional<Timestamp> lastAt;
    qint64 callsMade = 0, callsFailed = 0;

    std::map<std::uint64_t, PendingCall> calls;
    std::uint64_t lastCall = 0;
    std::shared_ptr<ClientWire> wire;
    std::vector<std::shared_ptr<ClientWire>> leaving; ///< closed in good order, not gone yet
    std::vector<std::function<void()>> whenGone;
    bool greeting = false;     ///< the probe is under way: a program that ends on it is of the legacy era
    bool listing = false, listStale = false;
    bool tellsOfTools = false;
    int failures = 0;
    std::chrono::steady_clock::time_point readySince;
    QObject context;
    QTimer restart, relist;

    // ---- connection ----
    void connect();
    [[nodiscard]] std::shared_ptr<ClientWire> makeWire() const;
    void disconnect();
    void broken(const Error &error);
    void become(State next, std::string why);
    void announce() const;

    // ---- greeting ----
    [[nodiscard]] Json withMeta(Json params) const;
    /// Sends a request of the beginning; `then` comes only while the connection is the same one.
    void ask(const char *method, Json params, std::chrono::milliseconds limit, std::function<void(Result<WireAnswer>)> then);
    void greet();
    void discovered(const WireAnswer &answer);
    void chooseVersion(const std::vector<std::string> &supported, const Json &capabilities);
    void initialise();
    /// A request that lasts, on which the server tells that its tools changed.
    void listenToTools();

    // ---- the tools ----
    void list();
    void nextPage(const std::shared_ptr<std::vector<OutsideTool>> &found, const std::string &cursor, int page);
    void listed(std::vector<OutsideTool> found);

    // ---- calls ----
    void begin(const std::string &name, Json arguments, std::stop_token cancel, Done done);
    [[nodiscard]] const OutsideTool *find(std::string_view name) const;
    void send(std::uint64_t id, const OutsideTool &tool, const std::string &requestState);
    void answered(std::uint64_t id, Result<WireAnswer> answer);
    void endLater(std::uint64_t id, Error error);
    void end(std::uint64_t id, Result<ToolAnswer> answer);
};

} // namespace hs::mcp
