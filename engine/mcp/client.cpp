#include "engine/mcp/client.h"

#include <algorithm>

#include "engine/mcp/client_link.h"

namespace hs::mcp {

namespace {

constexpr int MostRounds = 3; // a call is sent again with the server's own state
constexpr std::size_t LongestReason = 300;

const char *stateName(ToolServer::State state)
{
    switch (state) {
    case ToolServer::State::Stopped:
        return "paused";
    case ToolServer::State::Starting:
        return "starting";
    case ToolServer::State::Ready:
        return "ready";
    case ToolServer::State::Failing:
        return "failing";
    }
    return "";
}

} // namespace

std::string oneLine(std::string text)
{
    if (text.size() > LongestReason)
        text.resize(LongestReason);
    std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

Error errorFrom(const RpcError &error, const std::string &server)
{
    const auto what = "the server says: " + oneLine(error.message);
    switch (error.code) {
    case code::InvalidParams:
    case code::InvalidRequest:
        return {Errc::BadInput, what, server, "mend the arguments", {}};
    case code::MethodNotFound:
        return {Errc::NotFound, what, server, {}, {}};
    default:
        return {Errc::Unavailable, what + " (code " + std::to_string(error.code) + ")", server, "look at the server's log", {}};
    }
}

Error errorFrom(int status, const std::string &server)
{
    const auto what = "the server answered with status " + std::to_string(status);
    if (status == 401 || status == 403)
        return {status == 401 ? Errc::Unauthorized : Errc::Forbidden, what, server, "check the secret that is sent to it", {}};
    if (status == 429)
        return {Errc::RateLimited, what, server, "ask less often", {}};
    if (status >= 300 && status < 400)
        return {Errc::BadInput, what + ": it is somewhere else", server, "set the address that it names", {}};
    return {status >= 500 ? Errc::Unavailable : status == 404 ? Errc::NotFound : Errc::BadInput, what, server,
            "check the address and that the server runs", {}};
}

// ---- calls ----

void ToolServer::Link::begin(const std::string &name, Json arguments, std::stop_token cancel, Done done)
{
    const auto id = ++lastCall;
    auto &call = calls[id];
    call = PendingCall{std::move(done), name, std::move(arguments), std::move(cancel), std::chrono::steady_clock::now() + setup.callTime, 0};
    ++callsMade;
    const auto *tool = find(name);
    if (calls.size() > MostCalls)
        return endLater(id, {Errc::RateLimited, "too many calls at once", setup.name, "wait until some have ended", {}});
    if (state != State::Ready || !wire)
        return endLater(id, {Errc::Unavailable, state == State::Failing ? trouble : std::string("the server is not ready"), setup.name,
                             "try again later", {}});
    if (!tool)
        return endLater(id, {Errc::NotFound, "there is no tool \"" + name + "\"", setup.name, {}, {}});
    if (!call.arguments.is_object())
        return endLater(id, {Errc::BadInput, "the arguments are no object", name, {}, {}});
    send(id, *tool, {});
}

const OutsideTool *ToolServer::Link::find(std::string_view name) const
{
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const OutsideTool &tool) { return tool.name == name; });
    return found == tools.end() ? nullptr : &*found;
}

void ToolServer::Link::send(std::uint64_t id, const OutsideTool &tool, const std::string &requestState)
{
    const auto &call = calls.at(id);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(call.until - std::chrono::steady_clock::now());
    Json params{{"name", tool.remote}, {"arguments", call.arguments}};
    if (!requestState.empty())
        params["requestState"] = requestState;
    Outgoing outgoing{"tools/call", withMeta(std::move(params)), std::max(left, std::chrono::milliseconds(1)), {}};
    if (era == Era::Modern)
        outgoing.mirrored = mirroredValues(tool, call.arguments);
    wire->request(std::move(outgoing), call.cancel, [this, id](Result<WireAnswer> answer) { answered(id, std::move(answer)); });
}

void ToolServer::Link::answered(std::uint64_t id, Result<WireAnswer> answer)
{
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    if (!answer)
        return end(id, tl::make_unexpected(std::move(answer).error()));
    lastAt = clock.now();
    if (!setup.url.empty() && era == Era::Legacy && answer->status == 404) { // the session has ended there
        end(id, fail(Errc::Unavailable, "the server has forgotten the session", setup.name, "try again"));
        return broken({Errc::Unavailable, "the server has forgotten the session", setup.name, {}, {}});
    }
    if (!answer->answer)
        return end(id, tl::make_unexpected(errorFrom(answer->status, setup.name)));
    if (answer->answer->error)
        return end(id, tl::make_unexpected(errorFrom(*answer->answer->error, setup.name)));
    const auto &result = answer->answer->result;
    const auto type = text(result, "resultType", "complete");
    if (type == "complete")
        return end(id, readAnswer(result));
    const auto requestState = text(result, "requestState");
    const auto *tool = find(found->second.tool);
    if (type == "input_required" && member(result, "inputRequests").empty() && !requestState.empty() && tool && wire
        && ++found->second.rounds <= MostRounds)
        return send(id, *tool, requestState);
    if (type == "input_required")
        return end(id, fail(Errc::BadInput, "the tool asks a person for something, which is not possible here", found->second.tool,
                            "use another tool"));
    end(id, fail(Errc::Corrupt, "the server answered with something unknown", setup.name));
}

void ToolServer::Link::endLater(std::uint64_t id, Error error)
{
    QTimer::singleShot(0, &context, [this, id, error = std::move(error)] { end(id, tl::make_unexpected(error)); });
}

void ToolServer::Link::end(std::uint64_t id, Result<ToolAnswer> answer)
{
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    const auto done = std::move(found->second.done);
    calls.erase(found);
    if (!answer && answer.error().code != Errc::Cancelled)
        ++callsFailed;
    done(std::move(answer));
}

ToolServer::ToolServer(ToolServerSetup setup, http::Transport *transport, const Clock &clock)
    : m_link(std::make_unique<Link>(std::move(setup), transport, clock))
{
}

ToolServer::~ToolServer() = default;

void ToolServer::start()
{
    if (m_link->state == State::Stopped)
        m_link->connect();
}

void ToolServer::stop(std::function<void()> ended)
{
    auto &link = *m_link;
    link.restart.stop();
    if (ended)
        link.whenGone.push_back(std::move(ended));
    link.disconnect();
    link.tools.clear();
    link.become(State::Stopped, {});
    if (link.leaving.empty())
        QTimer::singleShot(0, &link.context, [&link] {
            for (const auto &one : std::exchange(link.whenGone, {}))
                one();
        });
}

void ToolServer::setOnChange(std::function<void()> onChange)
{
    m_link->onChange = std::move(onChange);
}

void ToolServer::call(const std::string &name, Json arguments, std::stop_token cancel, Done done)
{
    m_link->begin(name, std::move(arguments), std::move(cancel), std::move(done));
}

void ToolServer::refresh()
{
    m_link->list();
}

const std::vector<OutsideTool> &ToolServer::tools() const
{
    return m_link->tools;
}

const OutsideTool *ToolServer::find(std::string_view name) const
{
    return m_link->find(name);
}

ToolServer::State ToolServer::state() const
{
    return m_link->state;
}

const std::string &ToolServer::trouble() const
{
    return m_link->trouble;
}

const std::string &ToolServer::protocol() const
{
    return m_link->version;
}

api::ToolServerRow ToolServer::row() const
{
    const auto &link = *m_link;
    const auto q = [](const std::string &text) { return QString::fromStdString(text); };
    api::ToolServerRow row;
    row.name = q(link.setup.name);
    row.kind = link.setup.command.empty() ? QStringLiteral("http") : QStringLiteral("stdio");
    row.address = q(link.setup.command.empty() ? http::redactUrl(link.setup.url) : link.setup.command);
    row.state = QString::fromLatin1(stateName(link.state));
    row.trouble = q(link.trouble);
    row.protocol = q(link.version);
    for (const auto &tool : link.tools)
        row.tools.push_back({q(tool.name), q(tool.title), q(tool.description), row.name, tool.risk, api::Leave::Ask});
    if (link.lastAt)
        row.lastAt = QDateTime::fromMSecsSinceEpoch(toMillis(*link.lastAt), Qt::UTC);
    row.calls = link.callsMade;
    row.failures = link.callsFailed;
    return row;
}

} // namespace hs::mcp
