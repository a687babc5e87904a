#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/api/door.h"
#include "engine/runtime/machine.h"
#include "engine/settings/secrets.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/secret.h"

namespace hs::runtime {

struct HostOptions {
    std::filesystem::path dataDir;
    std::filesystem::path configFile;   ///< empty: console.json in the data folder
    std::optional<std::string> listen;  ///< overrides /receiver/address
    std::optional<int> port;            ///< overrides /receiver/port; 0: any free one
    bool offline = false;
    bool demo = false;
    bool receiver = true;               ///< false: nothing listens (commands that only work on the store)
    settings::Variables environment;
    bool byHand = false;                ///< nothing leaves by itself: a command sends what it is about
    double pace = 1;                    ///< how long the engine waits of its own choosing before it asks Notion again; tests hurry
    bool keychain = false;              ///< secrets may be sealed under a key in the system's keychain
    bool quietLog = false;              ///< the log's level was given on the command line, so /log/level does not set it
    std::function<machine::Reading()> machine; ///< how full the computer is; empty: the system is asked. Called in the engine's thread
    std::filesystem::path program;      ///< the console itself, which reads documents in a process of its own; empty: sources are not read
    const Clock *clock = nullptr;       ///< null: the system's. Outlives the host
};

/// The engine: its threads, its parts and its door. Everything the engine owns
/// lives inside; faces hold the door alone.
///
/// Start and stop belong to one thread (the process's main one). The door is thread-safe.
class EngineHost final : public api::Door {
public:
    /// Opens the store, loads resources and settings, listens, and starts the engine thread. A broken
    /// console.json, a taken port or a bad workflow file does not stop the start: it is a notice.
    [[nodiscard]] static Result<std::unique_ptr<EngineHost>> start(HostOptions options);
    /// Stops.
    ~EngineHost() override;

    /// Stops taking requests, finishes the step in hand, flushes, ends the threads. Blocks; again: nothing.
    void stop();

    [[nodiscard]] std::string url() const; ///< of the receiver; empty when it does not listen
    [[nodiscard]] std::string receiverError() const;

    void query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply) override;
    void submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply) override;
    void authenticate(QString key, std::function<void(Result<api::Caller>)> reply) override;
    [[nodiscard]] std::shared_ptr<void> subscribe(std::function<void(const api::Change &)> listener) override;

    /// Waiting forms, for the command line and tests. Never from the GUI or an engine thread.
    [[nodiscard]] Result<api::Answer> queryNow(api::Caller caller, api::Query query);
    [[nodiscard]] Result<api::Receipt> submitNow(api::Caller caller, api::Command command);

    /// One whole pass of the synchronizer, as JSON: counts, and what is left over. Waits for its end.
    [[nodiscard]] Result<Json> syncNow(bool full, bool takeOver = false);
    /// What that would do, as api::NotionRehearsal; writes nothing on either side.
    [[nodiscard]] Result<Json> rehearseSync();

private:
    class Core;
    explicit EngineHost(std::unique_ptr<Core> core);
    std::unique_ptr<Core> m_core;
};

/// The caller for work that the engine does by itself (command line of the same user included): role admin.
[[nodiscard]] api::Caller engineCaller(api::Caller::Via via = api::Caller::Via::CommandLine);

} // namespace hs::runtime
