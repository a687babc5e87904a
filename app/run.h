#pragma once

#include <filesystem>

#include "app/command_line.h"
#include "engine/runtime/engine_host.h"

class QCoreApplication;

/// The ways the program can run. Each answers the process's exit code.
namespace hs::app {

/// Where everything is kept: as given, from HIGHERSELF_DATA_DIR, or the platform's; the demo has a folder of its own in it.
[[nodiscard]] std::filesystem::path dataDirFor(const CommandLine &line);
/// Host options that all ways share.
[[nodiscard]] runtime::HostOptions hostOptions(const CommandLine &line);

[[nodiscard]] int runHeadless(QCoreApplication &application, const CommandLine &line);
[[nodiscard]] int runWindow(int &argc, char **argv, const CommandLine &line);
[[nodiscard]] int runCommand(const CommandLine &line);
[[nodiscard]] int runKnowledge(const CommandLine &line); ///< `knowledge …`
[[nodiscard]] int runMcp(QCoreApplication &application, const CommandLine &line);

} // namespace hs::app
