#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QStringList>

#include "engine/vocabulary/result.h"

namespace hs::app {

/// What the program was asked to do, as one value. Usage errors are BadInput with one line for stderr.
struct CommandLine {
    enum class Mode { Window, Headless, Command, Help, Version };
    Mode mode = Mode::Window;
    bool demo = false;
    double pace = 1;          ///< the demo's clock against the real one
    bool startInTray = false;
    bool offline = false;
    std::string dataDir;      ///< empty: the platform's
    std::string configFile;   ///< empty: console.json in the data folder
    std::optional<std::string> listen;
    std::optional<int> port;
    std::string logLevel;     ///< empty: as the settings say

    std::vector<std::string> command; ///< "workflow", "validate"
    std::vector<std::string> arguments; ///< positional ones of the command
    std::string definition, script;   ///< of `workflow trace`
    std::string role;                 ///< of `api-key create`
    std::string format;               ///< of `export`: jsonl, csv
    bool keepOld = false;             ///< of `secret set`
    bool full = false;                ///< of `sync`
    bool dryRun = false;              ///< of `sync`
    bool takeOver = false;            ///< of `sync`
    std::optional<std::int64_t> at;   ///< of `workflow show`
    int limit = 10;                   ///< of `knowledge search`
    std::string searchMode;           ///< of it: hybrid, semantic, text
    bool json = false;                ///< of it
    std::vector<std::string> addresses; ///< higherself-console:… to open
};

[[nodiscard]] Result<CommandLine> parse(const QStringList &arguments);
/// Help for the program, or for one subcommand.
[[nodiscard]] std::string helpText(const std::vector<std::string> &command);

} // namespace hs::app
