#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/resource.h>

#include <QCoreApplication>
#include <QStandardPaths>

#include "app/demo_secrets.h"
#include "app/logging.h"
#include "app/memory.h"
#include "app/run.h"
#include "engine/documents/reader_process.h"
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
    options.keychain = true;
    options.program = QCoreApplication::applicationFilePath().toStdString();
    options.quietLog = line.mode == CommandLine::Mode::Command || !line.logLevel.empty();
    options.environment = settings::processEnvironment();
    if (line.demo)
        addDemoSecrets(options.environment);
    return options;
}

namespace {

/// Each connection of the receiver is an open file; the usual soft limit of 1024 is no more than a habit.
void allowManyConnections()
{
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    constexpr rlim_t Plenty = 65'536;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, Plenty));
    // Where it is refused, the receiver answers 503 at the limit as before.
    [[maybe_unused]] const int raised = setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

} // namespace hs::app

int main(int argc, char **argv)
{
    using namespace hs::app;
    constexpr int UsageError = 64; // EX_USAGE of sysexits.h

    // The console as the reader of one of its own documents: nothing else of it is needed, or set up.
    if (argc == 2 && std::string_view(argv[1]) == "read-documents")
        return hs::documents::serveReader(0, 1);
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
    if (!line->configFile.empty() && !std::filesystem::exists(line->configFile)) {
        std::fprintf(stderr, "higherself-console: the file given with --config does not exist: %s\n", line->configFile.c_str());
        return UsageError;
    }
    allowManyConnections();
    QCoreApplication::setApplicationName(QStringLiteral("higherself-console")); // names the data folder too
    QCoreApplication::setApplicationVersion(QStringLiteral(HS_VERSION));
    hs::resources::init();
    if (line->mode == CommandLine::Mode::Window) {
        startLogging(dataDirFor(*line), line->logLevel);
        return runWindow(argc, argv, *line);
    }
    letLargeBlocksGo();
    QCoreApplication application(argc, argv);
    if (line->mode == CommandLine::Mode::Command && line->command.front() == "mcp") {
        startLogging(dataDirFor(*line), line->logLevel); // to the error output and files: standard output is the protocol's
        return runMcp(application, *line);
    }
    if (line->mode == CommandLine::Mode::Command)
        return runCommand(*line);
    startLogging(dataDirFor(*line), line->logLevel);
    return runHeadless(application, *line);
}
