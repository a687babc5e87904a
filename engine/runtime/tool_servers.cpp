#include "engine/runtime/tool_servers.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/crypto/hash.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/vault.h"
#include "engine/tools/policy.h"
#include "engine/vocabulary/utf8.h"

namespace hs::runtime {

namespace {

/// A setup as a value that can be compared; of secrets only whether they are the same.
Json asSet(const settings::Settings &settings, const Vault &vault, const std::string &base)
{
    Json value;
    for (const char *key : {"enabled", "command", "arguments", "url", "secrets", "keySecret", "agents", "risk", "looks", "seconds"})
        value[key] = settings.value(base + "/" + key);
    for (const auto &name : settings.texts(base + "/secrets"))
        value["of " + name] = crypto::toHex(crypto::sha256(vault.value(name).reveal()));
    if (const auto key = settings.text(base + "/keySecret"); !key.empty())
        value["of key"] = crypto::toHex(crypto::sha256(vault.value(key).reveal()));
    return value;
}

mcp::ToolServerSetup setupOf(const settings::Settings &settings, const Vault &vault, const std::string &name)
{
    const auto base = "/mcp/servers/" + name;
    mcp::ToolServerSetup setup;
    setup.name = name;
    setup.command = settings.text(base + "/command");
    const auto arguments = settings.value(base + "/arguments");
    setup.arguments = textList(arguments);
    for (const char *usual : {"PATH", "HOME", "LANG"}) // what programs need to find others and their files; nothing else of ours
        if (qEnvironmentVariableIsSet(usual))
            setup.environment.emplace_back(usual, Secret(qgetenv(usual).toStdString()));
    for (const auto &secret : settings.texts(base + "/secrets"))
        if (auto value = vault.value(secret); !value.empty())
            setup.environment.emplace_back(secret, std::move(value));
    setup.url = settings.text(base + "/url");
    if (const auto key = settings.text(base + "/keySecret"); !key.empty())
        if (const auto value = vault.value(key); !value.empty())
            setup.secretHeaders.emplace_back("Authorization", Secret("Bearer " + std::string(value.reveal())));
    setup.risk = tools::riskFrom(settings.text(base + "/risk")).value_or(api::Risk::Change);
    for (const auto &tool : settings.texts(base + "/looks"))
        setup.risks[tool] = api::Risk::Look;
    setup.callTime = std::chrono::seconds(settings.integer(base + "/seconds"));
    setup.log = [name](const std::string &line) { spdlog::info("tool server {}: {}", name, line); };
    return setup;
}

} // namespace

ToolServers::ToolServers(http::Transport &transport, const Clock &clock) : m_transport(transport), m_clock(clock) {}

void ToolServers::apply(const settings::Settings &settings, const Vault &vault, bool offline)
{
    std::map<std::string, Json> wanted;
    for (const auto &name : settings.namesUnder("/mcp/servers")) {
        const auto base = "/mcp/servers/" + name;
        const bool reachable = !settings.text(base + "/command").empty() || (!settings.text(base + "/url").empty() && !offline);
        if (settings.flag(base + "/enabled") && reachable)
            wanted[name] = asSet(settings, vault, base);
    }
    std::erase_if(m_servers, [&](const auto &one) {
        const auto still = wanted.find(one.first);
        return still == wanted.end() || still->second != one.second.asSet;
    });
    for (const auto &[name, value] : wanted) {
        if (m_servers.contains(name))
            continue;
        auto &server = m_servers[name];
        server.asSet = value;
        server.agents = settings.texts("/mcp/servers/" + name + "/agents");
        server.link = std::make_unique<mcp::ToolServer>(setupOf(settings, vault, name), &m_transport, m_clock);
        server.link->setOnChange([this] {
            if (m_told)
                m_told();
        });
        server.link->start();
    }
}

void ToolServers::close()
{
    m_servers.clear();
}

std::vector<thinking::Outside::Tool> ToolServers::toolsFor(const std::string &agent) const
{
    std::vector<Tool> tools;
    for (const auto &[name, server] : m_servers) {
        if (!server.agents.empty() && std::find(server.agents.begin(), server.agents.end(), agent) == server.agents.end())
            continue;
        if (server.link->state() != mcp::ToolServer::State::Ready)
            continue;
        for (const auto &tool : server.link->tools())
            tools.push_back({tool.name, tool.title, tool.description, tool.input, tool.risk});
    }
    return tools;
}

void ToolServers::call(const std::string &name, const Json &arguments, std::stop_token cancel, std::function<void(Result<Json>)> done)
{
    for (auto &[server, one] : m_servers) {
        if (!one.link->find(name))
            continue;
        ++one.calls;
        one.lastAt = m_clock.now();
        one.link->call(name, arguments, std::move(cancel), [this, server = server, done = std::move(done)](Result<mcp::ToolAnswer> answer) {
            const bool failed = !answer || answer->failed;
            if (const auto found = m_servers.find(server); found != m_servers.end() && failed)
                ++found->second.failures;
            if (!answer)
                return done(tl::make_unexpected(answer.error()));
            if (answer->failed)
                return done(fail(Errc::BadInput, std::string(upTo(answer->text, 500)), "the tool server " + server));
            Json value{{"text", answer->text}};
            if (!answer->structured.is_null())
                value["data"] = answer->structured;
            done(std::move(value));
        });
        return;
    }
    done(fail(Errc::NotFound, "the tool \"" + name + "\" is not there", {}, "look at its server under Integrations"));
}

std::vector<api::ToolServerRow> ToolServers::rows() const
{
    std::vector<api::ToolServerRow> list;
    for (const auto &[name, server] : m_servers) {
        auto row = server.link->row();
        row.calls = server.calls;
        row.failures = server.failures;
        row.lastAt = runtime::rows::time(server.lastAt);
        list.push_back(std::move(row));
    }
    return list;
}

} // namespace hs::runtime
