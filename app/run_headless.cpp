#include <csignal>
#include <cstdio>

#include <sys/socket.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QSocketNotifier>

#include <spdlog/spdlog.h>

#include "app/demo_player.h"
#include "app/run.h"
#include "engine/vocabulary/json.h"

namespace hs::app {

namespace {

int signalSockets[2]; // written by the handler, read by the event loop

void onSignal(int)
{
    const char byte = 1;
    // Nothing can be done about a full socket: an earlier signal is already on its way.
    [[maybe_unused]] const auto written = ::write(signalSockets[0], &byte, 1);
}

} // namespace

int runHeadless(QCoreApplication &application, const CommandLine &line)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalSockets) != 0)
        return 1;
    QSocketNotifier stop(signalSockets[1], QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, &application, [] { QCoreApplication::quit(); });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);

    auto host = runtime::EngineHost::start(hostOptions(line));
    if (!host) {
        std::fprintf(stderr, "higherself-console: %s\n", describe(host.error()).c_str());
        return 1;
    }
    if ((*host)->url().empty()) {
        std::fprintf(stderr, "higherself-console: %s\n", (*host)->receiverError().c_str());
        return 1;
    }
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
