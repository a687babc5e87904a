#include "tests/bench/window/desk.h"

#include <QtGlobal>

namespace hs::bench {

Desk::Desk(const std::string &dataDir, std::optional<settings::Variables> online)
{
    runtime::HostOptions host;
    host.dataDir = dataDir;
    host.port = 0;
    host.offline = !online;
    host.environment = online ? std::move(*online) : settings::processEnvironment();
    auto started = runtime::EngineHost::start(std::move(host));
    if (!started)
        qFatal("%s", describe(started.error()).c_str());
    m_host = std::move(*started);
    ui::Console::Options console;
    console.dataDir = QString::fromStdString(dataDir);
    auto made = ui::Console::create(*m_host, m_clock, std::move(console));
    if (!made)
        qFatal("%s", describe(made.error()).c_str());
    m_console = std::move(*made);
}

Desk::~Desk()
{
    m_console.reset();
    m_host->stop();
}

} // namespace hs::bench
