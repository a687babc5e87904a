#include "app/command_line.h"

#include <algorithm>
#include <map>

#include "engine/vocabulary/nearest.h"

namespace hs::app {

namespace {

struct Known {
    std::vector<std::string> words;
    std::string usage;
    std::string does;
    int least = 0, most = 0; ///< positional arguments
    std::vector<std::string> options = {}; ///< its own, beside those that all have
};

const std::vector<Known> &commands()
{
    static const std::vector<Known> all{
        {{"check"}, "check", "validates configuration, workflow definitions and the database; one line a finding", 0, 0},
        {{"workflow", "validate"}, "workflow validate FILE...", "prints all findings of definitions as JSON", 1, 1000},
        {{"workflow", "trace"}, "workflow trace --definition FILE --script FILE", "dry run with a simulated clock; one JSON line a step", 0, 0, {"--definition", "--script"}},
        {{"workflow", "eval"}, "workflow eval", "evaluates JSONLogic lines from stdin", 0, 0},
        {{"workflow", "list"}, "workflow list", "prints the instances as JSON lines", 0, 0},
        {{"workflow", "show"}, "workflow show ID [--at SEQ]", "prints one instance with its whole history, or as it stood after a history row", 1, 1, {"--at"}},
        {{"workflow", "replay"}, "workflow replay ID", "plays the stored history of an instance again and compares every step", 1, 1},
        {{"export"}, "export --format jsonl|csv DIR", "writes the 16 databases into a new folder, a file each", 1, 1, {"--format"}},
        {{"import"}, "import DIR", "takes records from a folder that export has made as JSON lines", 1, 1},
        {{"sync"}, "sync [--full] [--dry-run] [--take-over]",
         "synchronises with Notion once and prints counts as JSON; --full compares everything, --dry-run writes nothing and prints what would happen,"
         " --take-over uses databases that are there under their titles although they differ",
         0, 0, {"--full", "--dry-run", "--take-over"}},
        {{"knowledge", "add"}, "knowledge add PATH...", "makes files, folders and web addresses sources of the knowledge and waits until they are read", 1, 1000},
        {{"knowledge", "search"}, "knowledge search QUERY [--limit N] [--mode hybrid|semantic|text] [--json]",
         "prints the passages that answer; knows \"phrases\", -words and filters as source:, by:, after:", 1, 100, {"--limit", "--mode", "--json"}},
        {{"knowledge", "reindex"}, "knowledge reindex", "reads all sources again and waits for the end", 0, 0},
        {{"mcp"}, "mcp [--role ROLE]", "serves an assistant on stdin and stdout by the Model Context Protocol; role operator unless said otherwise", 0, 0, {"--role"}},
        {{"route"}, "route", "reads a customer request as JSON on stdin and prints who would take it, and why", 0, 0},
        {{"secret", "set"}, "secret set NAME [--keep-old]", "keeps the secret that is read from stdin; with --keep-old the one before stays valid beside it", 1, 1, {"--keep-old"}},
        {{"secret", "list"}, "secret list", "prints the names of the secrets", 0, 0},
        {{"secret", "remove"}, "secret remove NAME", "forgets a secret", 1, 1},
        {{"api-key", "create"}, "api-key create NAME --role ROLE", "makes a key and prints it this once; roles: viewer, operator, reviewer, admin", 1, 1, {"--role"}},
        {{"api-key", "revoke"}, "api-key revoke NAME", "ends a key", 1, 1},
    };
    return all;
}

/// Whether an option is one that only some commands have.
bool isOfCommands(const std::string &option)
{
    return std::any_of(commands().begin(), commands().end(),
                       [&](const auto &known) { return std::find(known.options.begin(), known.options.end(), option) != known.options.end(); });
}

tl::unexpected<Error> usage(std::string what, std::string mend = "see higherself-console --help")
{
    return fail(Errc::BadInput, std::move(what), {}, std::move(mend));
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

/// What was probably meant, or else which ones begin as the word does.
std::string commandMend(const std::string &said)
{
    std::vector<std::string> all, alike;
    for (const auto &known : commands()) {
        all.push_back(joined(known.words));
        if (known.words.front() == said.substr(0, said.find(' ')))
            alike.push_back(all.back());
    }
    if (const auto meant = nearest(said, all); !meant.empty())
        return "did you mean \"" + meant + "\"?";
    return alike.empty() ? "see higherself-console --help" : "use one of " + quotedList(alike);
}

/// Values that an option's text may have; empty: any.
std::vector<std::string> choicesOf(const QString &option)
{
    if (option == QLatin1String("--log-level"))
        return {"trace", "debug", "info", "warn", "error"};
    if (option == QLatin1String("--format"))
        return {"jsonl", "csv"};
    if (option == QLatin1String("--mode"))
        return {"hybrid", "semantic", "text"};
    if (option == QLatin1String("--role"))
        return {"viewer", "operator", "reviewer", "admin"};
    return {};
}

/// Takes the value of `--name VALUE` or `--name=VALUE`; moves `index` over it.
Result<std::string> valueOf(const QStringList &arguments, qsizetype &index, const QString &name)
{
    const QString &argument = arguments[index];
    if (argument.size() > name.size() && argument[name.size()] == QLatin1Char('='))
        return argument.mid(name.size() + 1).toStdString();
    if (index + 1 >= arguments.size())
        return usage(name.toStdString() + " needs a value");
    return arguments[++index].toStdString();
}

Result<void> place(CommandLine &line, std::vector<std::string> words)
{
    for (const auto &known : commands()) {
        if (words.size() < known.words.size() || !std::equal(known.words.begin(), known.words.end(), words.begin()))
            continue;
        line.mode = CommandLine::Mode::Command;
        line.command = known.words;
        line.arguments.assign(words.begin() + std::ptrdiff_t(known.words.size()), words.end());
        return {};
    }
    words.resize(std::min<std::size_t>(words.size(), 2));
    const auto said = joined(words);
    return usage("unknown command \"" + said + "\"", commandMend(said));
}

} // namespace

Result<CommandLine> parse(const QStringList &arguments)
{
    CommandLine line;
    std::vector<std::string> words;
    std::vector<std::string> ofCommands; // options that only some commands have
    bool help = false;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        const QString name = argument.section(QLatin1Char('='), 0, 0);
        if (!argument.startsWith(QLatin1Char('-')) || argument.size() < 2) {
            if (argument.startsWith(QLatin1String("higherself-console:")))
                line.addresses.push_back(argument.toStdString());
            else
                words.push_back(argument.toStdString());
            continue;
        }
        static const std::map<QString, bool CommandLine::*> Flags{{QStringLiteral("--demo"), &CommandLine::demo},
                                                                   {QStringLiteral("--offline"), &CommandLine::offline},
                                                                   {QStringLiteral("--keep-old"), &CommandLine::keepOld},
                                                                   {QStringLiteral("--full"), &CommandLine::full},
                                                                   {QStringLiteral("--dry-run"), &CommandLine::dryRun},
                                                                   {QStringLiteral("--take-over"), &CommandLine::takeOver},
                                                                   {QStringLiteral("--json"), &CommandLine::json},
                                                                   {QStringLiteral("--start-in-tray"), &CommandLine::startInTray}};
        static const std::map<QString, std::string CommandLine::*> Texts{{QStringLiteral("--data-dir"), &CommandLine::dataDir},
                                                                         {QStringLiteral("--config"), &CommandLine::configFile},
                                                                         {QStringLiteral("--log-level"), &CommandLine::logLevel},
                                                                         {QStringLiteral("--definition"), &CommandLine::definition},
                                                                         {QStringLiteral("--script"), &CommandLine::script},
                                                                         {QStringLiteral("--role"), &CommandLine::role},
                                                                         {QStringLiteral("--format"), &CommandLine::format},
                                                                         {QStringLiteral("--mode"), &CommandLine::searchMode}};
        if (const auto flag = Flags.find(argument); flag != Flags.end()) {
            line.*(flag->second) = true;
            if (isOfCommands(argument.toStdString()))
                ofCommands.push_back(argument.toStdString());
        } else if (const auto text = Texts.find(name); text != Texts.end()) {
            auto value = valueOf(arguments, i, name);
            if (!value)
                return tl::make_unexpected(value.error());
            if (const auto choices = choicesOf(name); !choices.empty() && std::find(choices.begin(), choices.end(), *value) == choices.end())
                return usage("\"" + *value + "\" is not a value for " + name.toStdString(), "use one of " + quotedList(choices));
            line.*(text->second) = std::move(*value);
            if (isOfCommands(name.toStdString()))
                ofCommands.push_back(name.toStdString());
        } else if (argument == QLatin1String("--headless")) {
            line.mode = CommandLine::Mode::Headless;
        } else if (argument == QLatin1String("--version")) {
            line.mode = CommandLine::Mode::Version;
            return line;
        } else if (argument == QLatin1String("--help")) {
            help = true;
        } else if (name == QLatin1String("--listen") || name == QLatin1String("--port") || name == QLatin1String("--pace") || name == QLatin1String("--at")
                   || name == QLatin1String("--limit")) {
            auto value = valueOf(arguments, i, name);
            if (!value)
                return tl::make_unexpected(value.error());
            bool ok = true;
            const char *mend = "";
            const QString given = QString::fromStdString(*value);
            if (name == QLatin1String("--listen")) {
                line.listen = *value;
            } else if (name == QLatin1String("--port")) {
                mend = "use 0 to 65535; 0 takes any free one";
                line.port = given.toInt(&ok);
                ok = ok && *line.port >= 0 && *line.port <= 65535;
            } else if (name == QLatin1String("--pace")) {
                mend = "use a factor above 0 and up to 100000";
                line.pace = given.toDouble(&ok);
                ok = ok && line.pace > 0 && line.pace <= 100'000;
            } else if (name == QLatin1String("--limit")) {
                mend = "use 1 to 100";
                line.limit = given.toInt(&ok);
                ok = ok && line.limit >= 1 && line.limit <= 100;
                ofCommands.push_back("--limit");
            } else {
                mend = "use the number of a row of the history";
                line.at = given.toLongLong(&ok);
                ok = ok && *line.at >= 0;
                ofCommands.push_back("--at");
            }
            if (!ok)
                return usage("\"" + *value + "\" is not a value for " + name.toStdString(), mend);
        } else {
            std::vector<std::string> known{"--headless", "--version", "--help", "--listen", "--port", "--pace", "--at", "--limit"};
            for (const auto &[option, member] : Flags)
                known.push_back(option.toStdString());
            for (const auto &[option, member] : Texts)
                known.push_back(option.toStdString());
            const auto meant = nearest(name.toStdString(), known);
            if (meant == name.toStdString())
                return usage(meant + " takes no value");
            return meant.empty() ? usage("unknown option \"" + argument.toStdString() + "\"")
                                 : usage("unknown option \"" + argument.toStdString() + "\"", "did you mean \"" + meant + "\"?");
        }
    }
    if (help) {
        line.mode = CommandLine::Mode::Help;
        line.command = words;
        return line;
    }
    if (words.empty()) {
        if (!ofCommands.empty())
            return usage(ofCommands.front() + " needs a command that it belongs to");
        return line;
    }
    if (line.mode == CommandLine::Mode::Headless)
        return usage("--headless goes with no command");
    HS_TRY(place(line, words));
    for (const auto &known : commands()) {
        if (known.words != line.command)
            continue;
        if (int(line.arguments.size()) < known.least || int(line.arguments.size()) > known.most)
            return usage("use: higherself-console " + known.usage);
        for (const auto &option : ofCommands)
            if (std::find(known.options.begin(), known.options.end(), option) == known.options.end())
                return usage(option + " does not belong to \"" + joined(known.words) + "\"");
    }
    if (line.command == std::vector<std::string>{"workflow", "trace"} && (line.definition.empty() || line.script.empty()))
        return usage("workflow trace needs --definition FILE and --script FILE");
    if (line.command == std::vector<std::string>{"api-key", "create"} && line.role.empty())
        return usage("api-key create needs --role viewer, operator, reviewer or admin");
    if (line.command == std::vector<std::string>{"export"} && line.format.empty())
        return usage("export needs --format jsonl or csv");
    return line;
}

std::string helpText(const std::vector<std::string> &command)
{
    std::string text;
    for (const auto &known : commands()) {
        const bool asked = !command.empty() && std::equal(command.begin(), command.end(), known.words.begin(),
                                                          known.words.begin() + std::ptrdiff_t(std::min(command.size(), known.words.size())));
        if (asked)
            text += "higherself-console " + known.usage + "\n    " + known.does + "\n";
    }
    if (!text.empty())
        return text;
    text = "HigherSelf Console " HS_VERSION "\n\n"
           "higherself-console [OPTIONS]              opens the console\n"
           "higherself-console --headless [OPTIONS]   engine and receiver without a window\n"
           "higherself-console --demo [--pace FACTOR] a demo studio in a data folder of its own\n\n"
           "Commands:\n";
    for (const auto &known : commands())
        text += "  " + known.usage + "\n      " + known.does + "\n";
    text += "\nOptions:\n"
            "  --data-dir DIR      where everything is kept (default: the platform's application data)\n"
            "  --config FILE       settings (default: console.json in the data folder)\n"
            "  --listen ADDRESS    address of the receiver (default 127.0.0.1)\n"
            "  --port N            port of the receiver (default 8787, 0: any free one)\n"
            "  --log-level LEVEL   trace, debug, info, warn, error\n"
            "  --offline           no outgoing connection at all\n"
            "  --start-in-tray     begin without showing the window, where there is a tray\n"
            "  --version, --help\n";
    return text;
}

} // namespace hs::app
