#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/runtime/engine_host.h"
#include "engine/settings/secrets.h"
#include "engine/vocabulary/clock.h"
#include "ui/console_window.h"

namespace hs::bench {

/// The engine and the window over it, as `app` joins them. GUI thread. Ends the program when they cannot start.
class Desk {
public:
    /// Offline, with the process's environment; or `online`, with these variables alone, so that nobody's keys take part.
    explicit Desk(const std::string &dataDir, std::optional<settings::Variables> online = {});
    ~Desk();
    Desk(const Desk &) = delete;
    Desk &operator=(const Desk &) = delete;

    ui::Console &console() { return *m_console; }
    runtime::EngineHost &host() { return *m_host; }

private:
    SystemClock m_clock;
    std::unique_ptr<runtime::EngineHost> m_host;
    std::unique_ptr<ui::Console> m_console;
};

} // namespace hs::bench
