#include <cstdio>
#include <string>

#include <QCoreApplication>
#include <QStandardPaths>

#include "app/demo_secrets.h"
#include "app/logging.h"
#include "app/run.h"
#include "resources/resources.h"

namespace hs::app {

std::filesystem::path dataDirFor(const CommandLine &line)
{
    std::filesystem::path dir = line.dataDir;
    if (dir.empty())
        dir = qEnvironmentVariable("HIGHERSELF_DATA_DIR").toStdString();
    if (dir.empty())
        dir = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString();
    // The demo never touches a studio's own data.
    return line.demo ? dir / "demo" : dir;
}

runtime::HostOptions hostOptions(const CommandLine &line)
{
    runtime::HostOptions options;
    options.dataDir = dataDirFor(line);
    options.configFile = line.configFile;
    options.listen = line.listen;
    options.port = line.port;
    options.offline = line.offline;
    options.demo = line.demo;
    options.environment = settings::processEnvironment();
    if (line.demo)
        addDemoSecrets(options.environment);
    return options;
}

} // namespace hs::app

int main(int argc, char **argv)
{
    using namespace hs::app;
    constexpr int UsageError = 64; // EX_USAGE of sysexits.h

    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto line = parse(arguments);
    if (!line) {
        std::fprintf(stderr, "higherself-console: %s\n", hs::describe(line.error()).c_str());
        return UsageError;
    }
    if (line->mode == CommandLine::Mode::Version) {
        std::printf("higherself-console " HS_VERSION "\n");
        return 0;
    }
    if (line->mode == CommandLine::Mode::Help) {
        std::fputs(helpText(line->command).c_str(), stdout);
        return 0;
    }
    QCoreApplication::setApplicationName(QStringLiteral("higherself-console")); // names the data folder too
    QCoreApplication::setApplicationVersion(QStringLiteral(HS_VERSION));
    hs::resources::init();
    if (line->mode == CommandLine::Mode::Window) {
        startLogging(dataDirFor(*line), line->logLevel);
        return runWindow(argc, argv, *line);
    }
    QCoreApplication application(argc, argv);
    if (line->mode == CommandLine::Mode::Command)
        return runCommand(*line);
    startLogging(dataDirFor(*line), line->logLevel);
    return runHeadless(application, *line);
}
