#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/api/thinking.h"
#include "engine/http/transport.h"
#include "engine/mcp/jsonrpc.h"
#include "engine/vocabulary/clock.h"

namespace hs::mcp {

/// A server of tools outside, as the settings have it: a program, or an address.
struct ToolServerSetup {
    std::string name; ///< "ocr": the first part of its tools' names
    std::string command; ///< program that is started; empty: `url`
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, Secret>> environment; ///< all that the program finds there: not even PATH comes by itself
    std::string folder;                                      ///< it is started in; empty: ours
    std::string url;
    std::vector<std::pair<std::string, Secret>> secretHeaders; ///< "Authorization" → "Bearer …"
    api::Risk risk = api::Risk::Change;     ///< of its tools; what the server itself says of them is not believed
    std::map<std::string, api::Risk> risks; ///< by the tool's own name, where it differs
    std::chrono::milliseconds callTime{60'000};
    std::chrono::milliseconds startTime{20'000}; ///< for each step of the beginning
    std::chrono::milliseconds probeTime{5'000};  ///< a program of the legacy era may keep silent on the modern greeting so long
    std::chrono::milliseconds restartAfter{1'000}; ///< the first time; doubled each time, up to a minute
    std::function<void(std::string line)> log;   ///< what goes wrong, and what the program says on its error output; may be null
};

/// One tool of a server.
struct OutsideTool {
    std::string name;   ///< "ocr__read_page": 1 to 64 of [A-Za-z0-9_-], unique among the server's
    std::string remote; ///< as the server calls it
    std::string title;
    std::string description; ///< the server's words: a stranger's
    Json input;              ///< JSON Schema of an object
    api::Risk risk = api::Risk::Change;
    bool saysReadOnly = false; ///< the server's own word, for people
    std::map<std::string, std::vector<std::string>> mirrored; ///< header → path of the argument that goes into it (modern era, HTTP)
};

/// What a tool answered: a stranger's words.
struct ToolAnswer {
    std::string text;  ///< all its texts; of pictures and sounds only that there were any
    Json structured;   ///< null: none
    bool failed = false; ///< the tool says that it failed; `text` says why
};

/// One server of tools and the connection to it: started, greeted in the era it speaks, asked for its tools, kept alive. A
/// server that crashes, hangs or floods hurts nothing but itself: it is started again after a pause, and every call ends once.
/// Lives in one thread with an event loop, in which all callbacks come, none from inside a call to it.
class ToolServer {
public:
    enum class State { Stopped, Starting, Ready, Failing };
    using Done = std::function<void(Result<ToolAnswer>)>;

    static constexpr std::size_t MostTools = 500;
    static constexpr std::size_t MostCalls = 32; ///< at once

    /// `transport` is needed for an address only; it and `clock` outlive the server.
    ToolServer(ToolServerSetup setup, http::Transport *transport, const Clock &clock);
    /// Calls under way end with Cancelled. A program that does not end by itself is killed; that takes a second and a half at most.
    ~ToolServer();
    ToolServer(const ToolServer &) = delete;
    ToolServer &operator=(const ToolServer &) = delete;

    void start();
    /// Closes the connection in good order: a program's input is closed, then it is asked to end, then it is killed. `ended`
    /// comes once; may be null.
    void stop(std::function<void()> ended = nullptr);
    /// Tells of a change of state, trouble or tools.
    void setOnChange(std::function<void()> onChange);

    /// Calls a tool by the name that it has here. `done` comes once. Errors: NotFound (no such tool), BadInput, Unavailable
    /// (not ready, or it went away), Timeout, Cancelled, RateLimited (too many at once), Corrupt.
    void call(const std::string &name, Json arguments, std::stop_token cancel, Done done);
    /// Asks for its tools anew.
    void refresh();

    [[nodiscard]] const std::vector<OutsideTool> &tools() const;
    [[nodiscard]] const OutsideTool *find(std::string_view name) const;
    [[nodiscard]] State state() const;
    [[nodiscard]] const std::string &trouble() const;  ///< in plain words; empty: none
    [[nodiscard]] const std::string &protocol() const; ///< revision it speaks; empty: not known
    /// As the door shows it; `leave` of the tools is the studio's matter and left at its default.
    [[nodiscard]] api::ToolServerRow row() const;

private:
    class Link;
    std::unique_ptr<Link> m_link;
};

// ---- pure ----

/// "ocr", "Read page!" → "ocr__Read_page_", cut to 64 with a mark of its own where it had to be cut, or where `taken` holds it.
[[nodiscard]] std::string toolName(std::string_view server, std::string_view tool, const std::vector<OutsideTool> &taken);
/// Reads one entry of tools/list. BadInput says why it is left out.
[[nodiscard]] Result<OutsideTool> readTool(const Json &entry, const ToolServerSetup &setup, const std::vector<OutsideTool> &taken);
/// Headers for a call: what the tool wants mirrored, as texts.
[[nodiscard]] std::map<std::string, std::string> mirroredValues(const OutsideTool &tool, const Json &arguments);
[[nodiscard]] ToolAnswer readAnswer(const Json &result);

} // namespace hs::mcp
