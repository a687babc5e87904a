#include "engine/runtime/definition_keeper.h"

#include <algorithm>

#include <QSaveFile>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/program_data.h"
#include "engine/store/tables/definition_versions.h"
#include "engine/store/tables/workflows.h"
#include "engine/workflow/semver.h"

namespace hs::runtime {

namespace fs = std::filesystem;
using rows::q;

namespace {

std::string versionKey(const workflow::Definition &definition)
{
    return definition.id() + " " + definition.version();
}

std::string lineOf(const api::DefinitionFinding &finding)
{
    if (finding.code.isEmpty())
        return finding.message.toStdString();
    return workflow::describe({finding.code.toStdString(), workflow::Severity::Error, finding.pointer.toStdString(), std::size_t(finding.line),
                               std::size_t(finding.column), finding.message.toStdString()});
}

Result<void> writeFile(const fs::path &path, const std::string &text)
{
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    QSaveFile file(QString::fromStdString(path.string())); // whole or not at all
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size()) || !file.commit())
        return fail(Errc::Unavailable, "the file cannot be written: " + file.errorString().toStdString(), path.string(), "check the folder's rights and the space on the disk");
    return {};
}

} // namespace

DefinitionKeeper::DefinitionKeeper(DefinitionShelf &shelf, const agents::AgentRegistry &agents, fs::path dataDir)
    : m_shelf(shelf), m_agents(agents), m_folder(dataDir / "workflows"), m_dataDir(std::move(dataDir))
{
}

InForce DefinitionKeeper::inForce() const
{
    InForce known;
    for (const auto &shown : m_shelf.all())
        for (const auto &definition : m_shelf.versions(shown->id()))
            known.add(*definition, m_shelf.isRetired(definition->id(), definition->version()));
    return known;
}

Result<void> DefinitionKeeper::store(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                                     const std::vector<FileVerdict> &fresh)
{
    HS_TRY(store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        Deed deed{tx, studio, studio.clock.now(), correlation, correlation, actor};
        for (const auto &verdict : fresh) {
            const auto &definition = *verdict.definition;
            const store::workflows::Definition row{definition.id(), definition.version(), definition.hash(), definition.text(), definition.id(), deed.now, false, definition.canonical()};
            if (store::workflows::publish(tx, row) == store::workflows::Published::Different)
                return fail(Errc::Conflict, "\"" + definition.id() + "\" " + definition.version() + " is published with other content", "/version", "raise the version");
            if (!verdict.own)
                continue; // what ships with the program is nobody's deed
            note(deed, {"definition.published", "definition", definition.id(), definition.id() + " " + definition.version() + " published", {}, "V1", {},
                        {{"version", definition.version()}, {"hash", definition.hash()}, {"file", verdict.name}}});
        }
        return {};
    }));
    for (const auto &verdict : fresh)
        m_shelf.add(verdict.definition);
    return {};
}

void DefinitionKeeper::load(store::Store &store, const Studio &studio)
{
    std::vector<api::DefinitionFinding> findings;
    std::vector<DefinitionShelf::Handle> bare; // from before the canonical form was kept
    const auto take = [&](const DefinitionShelf::Handle &definition, const store::workflows::Definition &row) {
        m_shelf.add(definition, row.retired);
        if (row.canonical.empty())
            bare.push_back(definition);
    };
    // What instances may still run on comes first, whatever today's checks would say of it.
    const auto stored = store.readNow<std::vector<store::workflows::Definition>>(
        [](const store::ReadSql &sql) -> Result<std::vector<store::workflows::Definition>> { return store::workflows::definitions(sql); });
    if (!stored)
        spdlog::error("the published definitions cannot be read: {}", hs::describe(stored.error()));
    for (const auto &row : stored ? *stored : std::vector<store::workflows::Definition>()) {
        if (m_shelf.find(row.id, row.version)) {
            m_shelf.setRetired(row.id, row.version, row.retired);
            continue;
        }
        if (const auto parsed = workflow::parseDefinition(row.source, workflow::AgentCatalog::anything()); parsed.definition)
            take(parsed.definition, row);
        else
            findings.push_back({q(row.id + " " + row.version), {}, true, {}, 0, 0, QStringLiteral("the published definition can no longer be read"),
                                QStringLiteral("migrate its instances to another version")});
    }
    if (!bare.empty()) {
        const auto kept = store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            for (const auto &definition : bare)
                store::versions::setCanonical(tx, definition->id(), definition->version(), definition->canonical());
            return {};
        });
        if (!kept)
            spdlog::error("canonical forms could not be kept: {}", hs::describe(kept.error()));
    }
    const auto verdicts = judge(definitionFiles(m_dataDir), runCatalog(m_agents.catalog()), inForce());
    std::vector<FileVerdict> fresh;
    std::map<std::string, std::string> files;
    for (const auto &verdict : verdicts) {
        if (verdict.fresh)
            fresh.push_back(verdict);
        if (verdict.own && verdict.definition)
            files.try_emplace(versionKey(*verdict.definition), verdict.name);
        for (auto &finding : toFindings(verdict))
            if (finding.error || verdict.own)
                findings.push_back(std::move(finding));
    }
    if (!fresh.empty())
        if (const auto kept = this->store(store, studio, engineActor(), "definitions", fresh); !kept) {
            spdlog::error("definitions could not be published: {}", hs::describe(kept.error()));
            for (const auto &verdict : fresh)
                findings.push_back({q(verdict.name), {}, true, {}, 0, 0, q(kept.error().what), q(kept.error().mend)});
        }
    const auto before = summaries(this->findings());
    for (const auto &[file, what] : summaries(findings))
        if (const auto known = before.find(file); known == before.end() || known->second != what) // told once
            spdlog::warn("{}: {}", file, what);
    const std::lock_guard lock(m_mutex);
    m_findings = std::move(findings);
    m_files = std::move(files);
}

fs::path DefinitionKeeper::fileFor(const workflow::Definition &definition) const
{
    std::string highest, name;
    for (const auto &[key, file] : files()) {
        const auto space = key.find(' ');
        const auto version = key.substr(space + 1);
        if (key.substr(0, space) == definition.id() && (highest.empty() || workflow::compareVersions(highest, version) < 0)) {
            highest = version;
            name = file;
        }
    }
    // It may have been changed since it was looked at.
    const auto published = m_shelf.find(definition.id(), highest);
    for (const auto &file : name.empty() ? std::vector<DefinitionFile>() : definitionFiles(m_dataDir))
        if (file.own && file.name == name && published && file.text == published->text())
            return m_folder / fs::path(name).filename();
    const auto plain = m_folder / (definition.id() + ".json");
    return fs::exists(plain) ? m_folder / (definition.id() + "-" + definition.version() + ".json") : plain;
}

Result<api::Receipt> DefinitionKeeper::publish(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                                               const api::PublishDefinition &command)
{
    const auto text = command.text.toStdString();
    auto verdict = judge(text, runCatalog(m_agents.catalog()), inForce());
    if (!verdict.definition) {
        for (const auto &finding : verdict.findings)
            if (finding.severity == workflow::Severity::Error)
                return fail(finding.code == "E100" ? Errc::Conflict : Errc::BadInput, finding.code + ": " + finding.message,
                            (finding.pointer.empty() ? "/" : finding.pointer) + " (line " + std::to_string(finding.line) + ", column " + std::to_string(finding.column) + ")",
                            toFinding(finding, {}).mend.toStdString());
        return fail(Errc::BadInput, "the definition cannot be used");
    }
    const auto &definition = *verdict.definition;
    fs::path file;
    std::string trouble;
    if (verdict.fresh) {
        file = fileFor(definition);
        verdict.own = true;
        verdict.name = "workflows/" + file.filename().string();
        HS_TRY(this->store(store, studio, actor, correlation, {verdict}));
        if (const auto written = writeFile(file, text); !written) {
            trouble = hs::describe(written.error());
            file.clear();
            spdlog::error("{} {} is published, but its file is not written: {}", definition.id(), definition.version(), trouble);
        } else {
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_files, [&](const auto &entry) { return entry.second == verdict.name; });
            m_files[versionKey(definition)] = verdict.name;
            std::erase_if(m_findings, [&](const auto &finding) { return finding.file == q(verdict.name); });
        }
    } else if (const auto known = files(); known.contains(versionKey(definition))) {
        file = known.at(versionKey(definition));
    }
    api::Receipt receipt{q(definition.id()), !verdict.fresh ? QStringLiteral("published already") : trouble.empty() ? QStringLiteral("published") : q("published; " + trouble), {}};
    QJsonArray findings;
    for (const auto &finding : verdict.findings)
        findings.append(QJsonObject{{QStringLiteral("code"), q(finding.code)}, {QStringLiteral("severity"), q(workflow::name(finding.severity))},
                                    {QStringLiteral("pointer"), q(finding.pointer)}, {QStringLiteral("line"), int(finding.line)},
                                    {QStringLiteral("column"), int(finding.column)}, {QStringLiteral("message"), q(finding.message)}});
    receipt.data = {{QStringLiteral("version"), q(definition.version())}, {QStringLiteral("hash"), q(definition.hash())},
                    {QStringLiteral("file"), file.empty() ? QString() : q("workflows/" + file.filename().string())}, {QStringLiteral("new"), verdict.fresh},
                    {QStringLiteral("findings"), findings}};
    return receipt;
}

Result<api::Receipt> DefinitionKeeper::retire(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                                              const api::RetireDefinition &command)
{
    const auto id = command.definition.toStdString();
    const auto version = command.version.toStdString();
    HS_TRY(store.writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        const auto known = store::workflows::definition(tx, id, version);
        if (!known)
            return fail(Errc::NotFound, "there is no version " + version + " of \"" + id + "\"", "version", "see the versions of the definition");
        if (known->retired == command.retired)
            return {}; // said twice is said once
        store::versions::setRetired(tx, id, version, command.retired);
        Deed deed{tx, studio, studio.clock.now(), correlation, correlation, actor};
        note(deed, {command.retired ? "definition.retired" : "definition.restored", "definition", id, id + " " + version + (command.retired ? " retired" : " is in use again"),
                    command.reason.toStdString(), "V2", {}, {{"version", version}}});
        return {};
    }));
    m_shelf.setRetired(id, version, command.retired);
    const auto current = m_shelf.latest(id);
    api::Receipt receipt{command.definition, command.retired ? QStringLiteral("retired") : QStringLiteral("in use again"), {}};
    receipt.data[QStringLiteral("current")] = current ? q(current->version()) : QString();
    return receipt;
}

std::vector<api::DefinitionFinding> DefinitionKeeper::findings() const
{
    const std::lock_guard lock(m_mutex);
    return m_findings;
}

std::map<std::string, std::string> DefinitionKeeper::files() const
{
    const std::lock_guard lock(m_mutex);
    return m_files;
}

std::map<std::string, std::string> summaries(const std::vector<api::DefinitionFinding> &findings)
{
    std::map<std::string, std::pair<std::string, int>> byFile;
    for (const auto &finding : findings) {
        if (!finding.error)
            continue;
        auto &[first, count] = byFile[finding.file.toStdString()];
        if (count++ == 0)
            first = lineOf(finding);
    }
    std::map<std::string, std::string> lines;
    for (const auto &[file, said] : byFile)
        lines[file] = said.first + (said.second > 1 ? " (and " + std::to_string(said.second - 1) + " more)" : "");
    return lines;
}

} // namespace hs::runtime
