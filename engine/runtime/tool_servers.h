#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/mcp/client.h"
#include "engine/settings/settings.h"
#include "engine/thinking/desk.h"

namespace hs::runtime {

class Vault;

/// The servers of tools outside that the settings name, as what agents may call. Lives in the engine's thread.
class ToolServers final : public thinking::Outside {
public:
    ToolServers(http::Transport &transport, const Clock &clock);

    /// Starts those that are new or set up otherwise, ends those that are gone.
    void apply(const settings::Settings &settings, const Vault &vault, bool offline);
    /// Ends all; calls under way end with Cancelled.
    void close();
    void setOnChange(std::function<void()> told) { m_told = std::move(told); }

    [[nodiscard]] std::vector<Tool> toolsFor(const std::string &agent) const override;
    void call(const std::string &name, const Json &arguments, std::stop_token cancel, std::function<void(Result<Json>)> done) override;
    [[nodiscard]] std::vector<api::ToolServerRow> rows() const;

private:
    struct Server {
        Json asSet; ///< what it was made from
        std::vector<std::string> agents; ///< that may use it; empty: all
        std::unique_ptr<mcp::ToolServer> link;
        std::int64_t calls = 0, failures = 0;
        std::optional<Timestamp> lastAt;
    };

    http::Transport &m_transport;
    const Clock &m_clock;
    std::function<void()> m_told;
    std::map<std::string, Server> m_servers;
};

} // namespace hs::runtime
