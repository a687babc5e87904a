#include <cstdio>
#include <map>

#include <QCoreApplication>

#include "app/memory.h"
#include "app/run.h"
#include "app/stop_signals.h"
#include "engine/mcp/stdio.h"

namespace hs::app {

namespace {

constexpr int CannotServe = 2;

/// Whoever speaks on standard input: a program of the same user, and no person. Decisions are left to people unless asked for.
api::Caller assistant(const CommandLine &line)
{
    static const std::map<std::string, api::Role> Roles{
        {"viewer", api::Role::Viewer}, {"operator", api::Role::Operator}, {"reviewer", api::Role::Reviewer}, {"admin", api::Role::Admin}};
    const auto role = Roles.find(line.role);
    return {QStringLiteral("assistant"), QStringLiteral("Assistant"), role == Roles.end() ? api::Role::Operator : role->second,
            api::Caller::Via::CommandLine, {}};
}

int refused(const Error &error)
{
    std::fprintf(stderr, "higherself-console: %s\n", describe(error).c_str());
    if (error.code == Errc::Conflict)
        std::fputs("higherself-console: a console that runs already serves assistants itself at /mcp, with an API key, once /mcp/serve is set\n",
                   stderr);
    return CannotServe;
}

} // namespace

int runMcp(QCoreApplication &application, const CommandLine &line)
{
    const auto signals = StopSignals::listen([] { QCoreApplication::quit(); });
    if (!signals)
        return refused(signals.error());
    auto options = hostOptions(line);
    options.receiver = false;
    options.byHand = true; // what is to leave waits for the console
    auto host = runtime::EngineHost::start(std::move(options));
    if (!host)
        return refused(host.error());
    letStartGo();
    mcp::McpServer server(**host);
    int code = 0;
    {
        const mcp::StdioFace face(server, assistant(line), {}, [&application] {
            QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
        });
        code = QCoreApplication::exec();
    }
    (*host)->stop();
    return code;
}

} // namespace hs::app
