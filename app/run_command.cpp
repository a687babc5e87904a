#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <QJsonDocument>

#include "app/memory.h"
#include "app/run.h"
#include "engine/agents/grace/router.h"
#include "engine/agents/registry.h"
#include "engine/runtime/command_view.h"
#include "engine/runtime/hub_archive.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/trace.h"

namespace hs::app {

namespace {

constexpr int Findings = 2;
constexpr int LeftOver = 3;

int tell(const Error &error)
{
    std::fprintf(stderr, "higherself-console: %s\n", describe(error).c_str());
    return Findings;
}

Result<std::string> readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Errc::NotFound, "the file cannot be read", path, "check its name and its rights");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string readInput()
{
    std::ostringstream text;
    text << std::cin.rdbuf();
    return text.str();
}

void print(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int validate(const CommandLine &line)
{
    OrderedJson all = OrderedJson::array();
    bool sound = true;
    const auto catalog = runtime::runCatalog();
    if (!catalog)
        return tell(catalog.error());
    for (const auto &path : line.arguments) {
        const auto text = readFile(path);
        if (!text)
            return tell(text.error());
        const auto one = workflow::validate(path, *text, *catalog);
        for (const auto &finding : one.findings)
            all.push_back(finding);
        sound = sound && one.sound;
    }
    print(all.dump(2) + "\n");
    return sound ? 0 : Findings;
}

int trace(const CommandLine &line)
{
    const auto definition = readFile(line.definition);
    if (!definition)
        return tell(definition.error());
    const auto script = readFile(line.script);
    if (!script)
        return tell(script.error());
    const auto lines = workflow::trace(*definition, *script);
    if (!lines)
        return tell(lines.error());
    print(*lines);
    return 0;
}

int evaluate()
{
    std::string line;
    bool good = true;
    while (std::getline(std::cin, line)) {
        if (line.empty())
            continue;
        const auto answer = workflow::evalLine(line);
        good = good && !answer.starts_with("{\"error\"");
        print(answer + "\n");
    }
    return good ? 0 : Findings;
}

/// Commands that change the store need the folder for themselves.
Result<std::unique_ptr<runtime::EngineHost>> openHost(const CommandLine &line)
{
    auto options = hostOptions(line);
    options.receiver = false;
    options.offline = true; // a command sends nothing
    return runtime::EngineHost::start(std::move(options));
}

int withHost(const CommandLine &line, api::Command command, const std::function<void(const api::Receipt &)> &then)
{
    auto host = openHost(line);
    if (!host)
        return tell(host.error());
    const auto receipt = (*host)->submitNow(runtime::engineCaller(), std::move(command));
    if (!receipt)
        return tell(receipt.error());
    then(*receipt);
    return 0;
}

int createKey(const CommandLine &line)
{
    static const std::map<std::string, api::Role> Roles{{"viewer", api::Role::Viewer}, {"operator", api::Role::Operator}, {"reviewer", api::Role::Reviewer}, {"admin", api::Role::Admin}};
    return withHost(line, api::CreateApiKey{QString::fromStdString(line.arguments[0]), Roles.at(line.role)}, [](const api::Receipt &receipt) {
        print(receipt.data.value(QStringLiteral("key")).toString().toStdString() + "\n");
    });
}

int secrets(const CommandLine &line)
{
    const auto &verb = line.command[1];
    if (verb == "set") {
        auto value = readInput();
        while (!value.empty() && (value.back() == '\n' || value.back() == '\r'))
            value.pop_back();
        return withHost(line, api::SetSecret{QString::fromStdString(line.arguments[0]), QString::fromStdString(value), line.keepOld}, [](const api::Receipt &) {});
    }
    if (verb == "remove")
        return withHost(line, api::RemoveSecret{QString::fromStdString(line.arguments[0])}, [](const api::Receipt &) {});
    const auto names = runtime::secretNames(hostOptions(line));
    if (!names)
        return tell(names.error());
    for (const auto &name : *names)
        print(name + "\n");
    return 0;
}

int check(const CommandLine &line)
{
    const auto findings = runtime::check(hostOptions(line));
    if (!findings)
        return tell(findings.error());
    for (const auto &finding : *findings)
        print(finding + "\n");
    return findings->empty() ? 0 : Findings;
}

int replay(const CommandLine &line)
{
    const auto replayed = runtime::workflowReplay(hostOptions(line), line.arguments[0]);
    if (!replayed)
        return tell(replayed.error());
    print(replayed->text);
    return replayed->equal ? 0 : Findings;
}

/// Exit code 3: something was left over.
int synchronise(const CommandLine &line)
{
    auto options = hostOptions(line);
    options.receiver = false;
    options.byHand = true;
    auto host = runtime::EngineHost::start(std::move(options));
    if (!host)
        return tell(host.error());
    letStartGo();
    if (line.dryRun) {
        const auto rehearsed = (*host)->rehearseSync();
        if (!rehearsed)
            return tell(rehearsed.error());
        print(dump(*rehearsed) + "\n");
        return member(*rehearsed, "troubles").empty() ? 0 : LeftOver;
    }
    const auto report = (*host)->syncNow(line.full, line.takeOver);
    if (!report)
        return tell(report.error());
    print(dump(*report) + "\n");
    const bool left = integer(*report, "waiting") > 0 || integer(*report, "parked") > 0 || integer(*report, "gone") > 0 || !member(*report, "troubles").empty();
    return left ? LeftOver : 0;
}

int archive(const CommandLine &line)
{
    const bool out = line.command[0] == "export";
    const auto report = out ? runtime::exportHub(hostOptions(line), line.format == "csv" ? runtime::ArchiveFormat::Csv : runtime::ArchiveFormat::JsonLines, line.arguments[0])
                            : runtime::importHub(hostOptions(line), line.arguments[0]);
    if (!report)
        return tell(report.error());
    for (const auto &finding : report->findings)
        std::fprintf(stderr, "%s\n", finding.c_str());
    print(dump(Json{{"records", report->records}, {"unchanged", report->unchanged}, {"findings", report->findings.size()}}) + "\n");
    return report->findings.empty() ? 0 : Findings;
}

int show(const Result<std::string> &text)
{
    if (!text)
        return tell(text.error());
    print(*text);
    return 0;
}

} // namespace

int runCommand(const CommandLine &line)
{
    // Results go to stdout, everything else to stderr; a command logs only what went wrong.
    spdlog::set_default_logger(spdlog::stderr_color_mt("command"));
    spdlog::set_level(line.logLevel.empty() ? spdlog::level::err : spdlog::level::from_str(line.logLevel));
    const auto &command = line.command;
    const auto is = [&](const char *first, const char *second) { return command.size() == 2 && command[0] == first && command[1] == second; };
    if (is("workflow", "validate"))
        return validate(line);
    if (is("workflow", "trace"))
        return trace(line);
    if (is("workflow", "eval"))
        return evaluate();
    if (is("workflow", "list"))
        return show(runtime::workflowList(hostOptions(line)));
    if (is("workflow", "show"))
        return show(runtime::workflowText(hostOptions(line), line.arguments[0], line.at));
    if (is("workflow", "replay"))
        return replay(line);
    if (is("api-key", "create"))
        return createKey(line);
    if (is("api-key", "revoke"))
        return withHost(line, api::RevokeApiKey{QString::fromStdString(line.arguments[0])}, [](const api::Receipt &) {});
    if (command[0] == "secret")
        return secrets(line);
    if (command[0] == "export" || command[0] == "import")
        return archive(line);
    if (command[0] == "sync")
        return synchronise(line);
    if (command[0] == "knowledge")
        return runKnowledge(line);
    if (command[0] == "check")
        return check(line);
    const auto routed = runtime::routeText(hostOptions(line), readInput());
    if (!routed)
        return tell(routed.error());
    print(*routed + "\n");
    return 0;
}

} // namespace hs::app
