#include <cstdio>

#include <QApplication>
#include <QProcess>

#include <spdlog/spdlog.h>

#include "app/demo_player.h"
#include "app/run.h"
#include "app/stop_signals.h"
#include "ui/console_window.h"
#include "ui/shell/single_instance.h"

namespace hs::app {

namespace {

/// Qt ends the process by itself, without a word on what to do, where it finds no screen.
bool hasScreen()
{
#ifdef Q_OS_LINUX
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    return false;
#else
    return true;
#endif
}

} // namespace

int runWindow(int &argc, char **argv, const CommandLine &line)
{
    if (!hasScreen()) {
        std::fputs("higherself-console: there is no display for the window: use --headless for the service without one\n", stderr);
        return 1;
    }
    QApplication application(argc, argv);
    const auto dataDir = QString::fromStdString(dataDirFor(line).string());
    ui::SingleInstance instance(dataDir);
    switch (instance.claim(QCoreApplication::arguments())) {
    case ui::SingleInstance::Outcome::First:
        break;
    case ui::SingleInstance::Outcome::Handed:
        return 0;
    case ui::SingleInstance::Outcome::Deaf:
        std::fprintf(stderr, "higherself-console: %s works on this data folder and does not answer\n", qPrintable(instance.holder()));
        return 1;
    }
    auto host = runtime::EngineHost::start(hostOptions(line));
    if (!host) {
        std::fprintf(stderr, "higherself-console: %s\n", describe(host.error()).c_str());
        return 1;
    }
    // The end of a session is no crash; what is half written is kept as a draft, so nothing is asked. Not quit(),
    // which asks the windows: one that stays in the tray, or a dialog, would keep the program running.
    const auto signals = StopSignals::listen([] { QCoreApplication::exit(0); });
    if (!signals)
        spdlog::warn("{}", describe(signals.error()));
    ui::Console::Options options;
    options.dataDir = dataDir;
    options.demo = line.demo;
    options.startInTray = line.startInTray;
    options.startDemo = [] { QProcess::startDetached(QCoreApplication::applicationFilePath(), {QStringLiteral("--demo"), QStringLiteral("--port"), QStringLiteral("0")}); };
    const SystemClock clock;
    int code = 1;
    {
        auto console = ui::Console::create(**host, clock, std::move(options));
        if (!console) {
            std::fprintf(stderr, "higherself-console: %s\n", describe(console.error()).c_str());
            return 1;
        }
        (*console)->listenTo(instance);
        std::unique_ptr<DemoPlayer> demo;
        if (line.demo && !(*host)->url().empty()) {
            demo = std::make_unique<DemoPlayer>(**host, (*host)->url(), line.pace);
            if (const auto begun = demo->begin(); !begun)
                spdlog::error("the demo does not play: {}", describe(begun.error()));
        }
        (*console)->show();
        for (const auto &address : line.addresses)
            (*console)->openAddress(QString::fromStdString(address));
        code = QApplication::exec();
    }
    (*host)->stop();
    return code;
}

} // namespace hs::app
