#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>

#include <QJsonDocument>

#include "app/run.h"
#include "engine/rest/fields_knowledge.h"
#include "engine/rest/to_json.h"
#include "engine/runtime/command_view.h"

namespace hs::app {

namespace {

constexpr int Findings = 2;
constexpr auto LookEvery = std::chrono::milliseconds(500); // when nothing is told

int tell(const Error &error)
{
    std::fprintf(stderr, "higherself-console: %s\n", describe(error).c_str());
    return Findings;
}

/// Waits until nothing is left to read and to compare; says how far it is. The documents that could not be read.
Result<qint64> waitForReading(runtime::EngineHost &host)
{
    std::mutex mutex;
    std::condition_variable woken;
    bool changed = false;
    const auto listening = host.subscribe([&](const api::Change &change) {
        if (change.topic != Topic::Knowledge)
            return;
        const std::lock_guard lock(mutex);
        changed = true;
        woken.notify_all();
    });
    qint64 told = -1;
    for (;;) {
        const auto answer = host.queryNow(runtime::engineCaller(), api::KnowledgeStatusQuery{});
        if (!answer)
            return tl::make_unexpected(answer.error());
        const auto &status = std::get<api::KnowledgeStatus>(*answer);
        if (!status.busy)
            return status.failed;
        constexpr qint64 Step = 100;
        if (status.passages / Step != told / Step || told < 0)
            std::fprintf(stderr, "%lld documents, %lld passages, %lld compared\n", static_cast<long long>(status.documents),
                         static_cast<long long>(status.passages), static_cast<long long>(status.embedded));
        told = status.passages;
        std::unique_lock lock(mutex);
        woken.wait_for(lock, LookEvery, [&] { return changed; });
        changed = false;
    }
}

bool isAddress(const std::string &place)
{
    return place.starts_with("http://") || place.starts_with("https://");
}

Result<std::unique_ptr<runtime::EngineHost>> openHost(const CommandLine &line)
{
    auto options = hostOptions(line);
    options.receiver = false;
    options.byHand = true; // it reads, and does nothing else
    return runtime::EngineHost::start(std::move(options));
}

int finish(runtime::EngineHost &host)
{
    const auto failed = waitForReading(host);
    if (!failed)
        return tell(failed.error());
    if (*failed == 0)
        return 0;
    api::KnowledgeDocumentQuery query;
    query.failedOnly = true;
    if (const auto answer = host.queryNow(runtime::engineCaller(), query))
        for (const auto &document : std::get<api::Page<api::KnowledgeDocument>>(*answer).rows)
            std::fprintf(stderr, "%s: %s\n", qUtf8Printable(document.place), qUtf8Printable(document.trouble));
    return Findings;
}

int add(const CommandLine &line)
{
    auto host = openHost(line);
    if (!host)
        return tell(host.error());
    bool good = true;
    for (const auto &path : line.arguments) {
        std::error_code failed;
        const auto whole = isAddress(path) ? std::filesystem::path(path) : std::filesystem::absolute(path, failed);
        api::AddKnowledgeSource command;
        command.kind = isAddress(path)                                  ? api::KnowledgeKind::Web
                       : std::filesystem::is_directory(whole, failed) ? api::KnowledgeKind::Folder
                                                                      : api::KnowledgeKind::File;
        command.place = QString::fromStdString(isAddress(path) ? path : whole.string());
        const auto receipt = (*host)->submitNow(runtime::engineCaller(), command);
        if (receipt) {
            std::printf("%s\n", qUtf8Printable(receipt->id));
        } else {
            tell(receipt.error());
            good = false;
        }
    }
    const int code = finish(**host);
    return good ? code : Findings;
}

int reindex(const CommandLine &line)
{
    auto host = openHost(line);
    if (!host)
        return tell(host.error());
    const auto receipt = (*host)->submitNow(runtime::engineCaller(), api::RefreshKnowledge{{}, true});
    return receipt ? finish(**host) : tell(receipt.error());
}

int search(const CommandLine &line)
{
    api::KnowledgeSearchQuery query;
    for (const auto &word : line.arguments)
        query.text += (query.text.isEmpty() ? QString() : QStringLiteral(" ")) + QString::fromStdString(word);
    query.limit = line.limit;
    query.mode = line.searchMode == "text" ? api::KnowledgeMode::Words : line.searchMode == "semantic" ? api::KnowledgeMode::Meaning : api::KnowledgeMode::Hybrid;
    const auto found = runtime::searchKnowledge(hostOptions(line), query);
    if (!found)
        return tell(found.error());
    if (line.json) {
        std::printf("%s\n", QJsonDocument(rest::toJson(*found)).toJson(QJsonDocument::Compact).constData());
        return 0;
    }
    if (found->corrected)
        std::fprintf(stderr, "searched for: %s\n", qUtf8Printable(found->correction));
    int number = 0;
    for (const auto &passage : found->passages) {
        // Most documents begin with their title as a heading.
        const auto name = passage.heading.startsWith(passage.title) ? passage.heading
                          : passage.heading.isEmpty()               ? passage.title
                                                                    : passage.title + QStringLiteral(" › ") + passage.heading;
        std::printf("%d. %s  (%d)\n   %s\n", ++number, qUtf8Printable(name), passage.score, qUtf8Printable(passage.place));
        constexpr qsizetype Shown = 400;
        std::printf("   %s%s\n", qUtf8Printable(passage.text.simplified().left(Shown)), passage.text.simplified().size() > Shown ? "…" : "");
    }
    if (found->passages.empty())
        std::fprintf(stderr, "no passage says anything of this\n");
    return 0;
}

} // namespace

int runKnowledge(const CommandLine &line)
{
    return line.command[1] == "add" ? add(line) : line.command[1] == "reindex" ? reindex(line) : search(line);
}

} // namespace hs::app
