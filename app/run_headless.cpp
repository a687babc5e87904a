#include <cstdio>

#include <QCoreApplication>

#include <spdlog/spdlog.h>

#include "app/demo_player.h"
#include "app/memory.h"
#include "app/run.h"
#include "app/stop_signals.h"
#include "engine/vocabulary/json.h"

namespace hs::app {

int runHeadless(QCoreApplication &, const CommandLine &line)
{
    const auto signals = StopSignals::listen([] { QCoreApplication::quit(); });
    if (!signals) {
        std::fprintf(stderr, "higherself-console: %s\n", describe(signals.error()).c_str());
        return 1;
    }
    auto host = runtime::EngineHost::start(hostOptions(line));
    if (!host) {
        std::fprintf(stderr, "higherself-console: %s\n", describe(host.error()).c_str());
        return 1;
    }
    if ((*host)->url().empty()) {
        std::fprintf(stderr, "higherself-console: %s\n", (*host)->receiverError().c_str());
        return 1;
    }
    letStartGo();
    std::unique_ptr<DemoPlayer> demo;
    if (line.demo) {
        demo = std::make_unique<DemoPlayer>(**host, (*host)->url(), line.pace);
        if (const auto begun = demo->begin(); !begun)
            spdlog::error("the demo does not play: {}", describe(begun.error()));
    }
    const auto ready = dump({{"ready", true}, {"http", (*host)->url()}, {"data_dir", dataDirFor(line).string()}, {"pid", QCoreApplication::applicationPid()},
                             {"version", HS_VERSION}});
    std::printf("%s\n", ready.c_str());
    std::fflush(stdout);
    const int code = QCoreApplication::exec();
    demo.reset();
    (*host)->stop();
    return code;
}

} // namespace hs::app
