#include "engine/mcp/server.h"

#include <map>
#include <mutex>

#include "engine/mcp/call.h"

namespace hs::mcp {

namespace {

enum class Eras { Modern, Legacy, Both };

struct Method {
    Eras eras;
    bool needsTold; ///< only for peers that can be told of changes
    void (*run)(CallPtr);
};

void answerEmpty(CallPtr call)
{
    call->succeed(Json::object());
}

const Method *methodFor(std::string_view name)
{
    static const std::map<std::string_view, Method> all{
        {"server/discover", {Eras::Modern, false, discover}},
        {"subscriptions/listen", {Eras::Modern, true, listen}},
        {"ping", {Eras::Legacy, false, answerEmpty}},
        {"logging/setLevel", {Eras::Legacy, false, answerEmpty}}, // the console keeps its log to itself
        {"resources/subscribe", {Eras::Legacy, true, subscribeResource}},
        {"resources/unsubscribe", {Eras::Legacy, true, unsubscribeResource}},
        {"tools/list", {Eras::Both, false, listTools}},
        {"tools/call", {Eras::Both, false, callTool}},
        {"resources/list", {Eras::Both, false, listResources}},
        {"resources/templates/list", {Eras::Both, false, listTemplates}},
        {"resources/read", {Eras::Both, false, readResource}},
        {"prompts/list", {Eras::Both, false, listPrompts}},
        {"prompts/get", {Eras::Both, false, getPrompt}},
    };
    const auto found = all.find(name);
    return found == all.end() ? nullptr : &found->second;
}

/// Why a request of the modern era is none; nothing: it is one.
std::optional<RpcError> metaFault(const Json &meta)
{
    const auto &version = member(meta, meta::Version);
    if (!version.is_string())
        return RpcError{code::InvalidParams, std::string(meta::Version) + " must be a text", nullptr};
    if (version.get<std::string>() != ModernVersion)
        return RpcError{code::UnsupportedVersion, "this protocol version is not spoken here",
                        Json{{"supported", Json::array({ModernVersion})}, {"requested", version}}};
    if (!member(meta, meta::ClientCapabilities).is_object())
        return RpcError{code::InvalidParams, std::string("params._meta lacks ") + meta::ClientCapabilities, nullptr};
    return std::nullopt;
}

} // namespace

/// What the peer has under way, and what it agreed on.
struct McpServer::Peer::State {
    std::function<void(Json)> tell;
    mutable std::mutex mutex;
    std::string legacy; // revision; empty: no session
    std::map<Json, bool> underWay; // id → cancelled
    std::shared_ptr<Changes> changes;
};

McpServer::McpServer(api::Door &door, ServerOptions options) : m_core(std::make_shared<Core>(door, std::move(options))) {}

McpServer::~McpServer() = default;

std::shared_ptr<McpServer::Peer> McpServer::connect(std::function<void(Json)> tell)
{
    return std::make_shared<Peer>(m_core, std::move(tell));
}

McpServer::Peer::Peer(std::shared_ptr<Core> core, std::function<void(Json)> tell) : m_core(std::move(core)), m_state(std::make_unique<State>())
{
    m_state->tell = std::move(tell);
}

McpServer::Peer::~Peer() = default;

std::string McpServer::Peer::legacyVersion() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->legacy;
}

std::size_t McpServer::Peer::underWay() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->underWay.size();
}

void McpServer::Peer::take(const api::Caller &caller, const Json &value, Reply reply)
{
    if (!value.is_array())
        return takeOne(caller, value, std::move(reply));
    if (legacyVersion() != BatchVersion || value.empty() || value.size() > MaxBatch)
        return reply(errorJson(nullptr, {code::InvalidRequest, "one message at a time", nullptr}));
    struct Batch {
        std::mutex mutex;
        std::size_t open = 0;
        Json answers = Json::array();
        Reply reply;
    };
    auto batch = std::make_shared<Batch>();
    batch->open = value.size();
    batch->reply = std::move(reply);
    for (const auto &one : value)
        takeOne(caller, one, [batch](std::optional<Json> answer) {
            std::optional<Json> whole;
            {
                const std::lock_guard lock(batch->mutex);
                if (answer)
                    batch->answers.push_back(std::move(*answer));
                if (--batch->open > 0)
                    return;
                if (!batch->answers.empty())
                    whole = std::move(batch->answers);
            }
            batch->reply(std::move(whole));
        });
}

void McpServer::Peer::takeOne(const api::Caller &caller, const Json &value, Reply reply)
{
    auto read = readMessage(value);
    if (!read)
        return reply(errorJson(std::move(read.error().id), std::move(read.error().error)));
    auto &message = *read;
    if (message.kind == Message::Kind::Notification) {
        if (message.method == "notifications/cancelled" && m_state->tell) {
            const auto &id = member(message.params, "requestId");
            std::shared_ptr<Changes> changes;
            {
                const std::lock_guard lock(m_state->mutex);
                if (const auto found = m_state->underWay.find(id); found != m_state->underWay.end())
                    found->second = true;
                changes = m_state->changes;
            }
            if (changes && !id.is_null())
                changes->close(id);
        }
        return reply(std::nullopt);
    }
    if (message.kind == Message::Kind::Answer) // nothing was asked
        return reply(std::nullopt);

    auto call = std::make_shared<Call>();
    call->core = m_core;
    call->peer = weak_from_this();
    call->caller = caller;
    call->told = bool(m_state->tell);
    call->id = std::move(message.id);
    call->params = std::move(message.params);
    call->reply = std::move(reply);
    const auto &meta = member(call->params, "_meta");
    call->modern = message.method != "initialize" && meta.is_object() && meta.contains(meta::Version);
    {
        std::unique_lock lock(m_state->mutex);
        const bool tooMany = m_state->underWay.size() >= m_core->options.requestsAtOnce;
        if (tooMany || m_state->underWay.contains(call->id)) {
            lock.unlock();
            // Not through `refuse`: the id is another request's, or is not counted.
            return call->reply(errorJson(call->id, {code::InvalidRequest,
                                                    tooMany ? "too many requests at once" : "a request with this id is under way", nullptr}));
        }
        m_state->underWay.emplace(call->id, false);
    }
    if (message.method == "initialize") {
        const auto wanted = text(call->params, "protocolVersion");
        if (wanted.empty())
            return call->refuse(code::InvalidParams, "protocolVersion must be a text");
        const std::string version(isLegacyVersion(wanted) ? wanted : LegacyVersions[0]);
        {
            const std::lock_guard lock(m_state->mutex);
            m_state->legacy = version;
        }
        if (const auto changes = call->changes())
            changes->wantLists();
        return call->succeed({{"protocolVersion", version}, {"capabilities", capabilities(call->told)}, {"serverInfo", m_core->info()},
                              {"instructions", instructions()}});
    }
    if (call->modern) {
        if (auto fault = metaFault(meta))
            return call->refuse(std::move(*fault));
    } else if (message.method != "ping" && legacyVersion().empty()) {
        return call->refuse(code::InvalidParams, std::string("params._meta lacks ") + meta::Version + "; or begin with initialize");
    }
    const auto *method = methodFor(message.method);
    if (!method || (method->eras == Eras::Modern && !call->modern) || (method->eras == Eras::Legacy && call->modern)
        || (method->needsTold && !call->told))
        return call->refuse(code::MethodNotFound, "there is no method \"" + message.method + "\" here");
    method->run(std::move(call));
}

void Call::finish(Json answer) const
{
    const auto self = peer.lock();
    bool cancelled = !self;
    if (self) {
        const std::lock_guard lock(self->m_state->mutex);
        if (const auto found = self->m_state->underWay.find(id); found != self->m_state->underWay.end()) {
            cancelled = found->second;
            self->m_state->underWay.erase(found);
        }
    }
    reply(cancelled ? std::nullopt : std::optional(std::move(answer)));
}

void Call::succeed(Json result) const
{
    if (modern) {
        result["resultType"] = "complete";
        result["_meta"][meta::ServerInfo] = core->info();
    }
    finish(resultJson(id, std::move(result)));
}

void Call::succeed(Json result, std::chrono::milliseconds fresh, bool everybodys) const
{
    if (modern) {
        result["ttlMs"] = fresh.count();
        result["cacheScope"] = everybodys ? "public" : "private";
    }
    succeed(std::move(result));
}

void Call::refuse(RpcError error) const
{
    finish(errorJson(id, std::move(error)));
}

std::shared_ptr<Changes> Call::changes() const
{
    const auto self = peer.lock();
    if (!self || !told)
        return nullptr;
    const std::lock_guard lock(self->m_state->mutex);
    auto &changes = self->m_state->changes;
    if (!changes)
        changes = std::make_shared<Changes>(core->door, self->m_state->tell, core->options.quiet);
    return changes;
}

void Call::leaveOpen() const
{
    if (const auto self = peer.lock()) {
        const std::lock_guard lock(self->m_state->mutex);
        self->m_state->underWay.erase(id);
    }
    reply(std::nullopt);
}

std::string wordsFor(const Error &error)
{
    if (error.code == Errc::Internal || error.code == Errc::Corrupt)
        return "the console could not do it; its log says why";
    return describe(error);
}

std::optional<std::string> textParam(const Call &call, const char *name, std::size_t most)
{
    const auto &value = member(call.params, name);
    if (value.is_string() && !value.get_ref<const std::string &>().empty() && value.get_ref<const std::string &>().size() <= most)
        return value.get<std::string>();
    call.refuse(code::InvalidParams, std::string(name) + (value.is_string() ? " is empty or too long" : " must be a text"));
    return std::nullopt;
}

std::optional<std::string> cursorParam(const Call &call)
{
    constexpr std::size_t Longest = 4096;
    if (member(call.params, "cursor").is_null())
        return std::string();
    return textParam(call, "cursor", Longest);
}

} // namespace hs::mcp
