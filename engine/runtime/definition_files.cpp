#include "engine/runtime/definition_files.h"

#include <algorithm>
#include <fstream>

#include "engine/runtime/door_rows.h"
#include "engine/workflow/semver.h"
#include "resources/resources.h"

namespace hs::runtime {

namespace fs = std::filesystem;

namespace {

DefinitionFile readOwn(const fs::path &path)
{
    DefinitionFile file;
    file.name = "workflows/" + path.filename().string();
    file.own = true;
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) {
        file.trouble = "it is not a file";
        return file;
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        file.trouble = "it cannot be read";
        return file;
    }
    // One byte more than is allowed is enough to say that it is too long.
    file.text.resize(workflow::MaxDefinitionBytes + 1);
    in.read(file.text.data(), std::streamsize(file.text.size()));
    file.text.resize(std::size_t(in.gcount()));
    if (in.bad())
        file.trouble = "it cannot be read";
    return file;
}

/// What a definition invokes by engine.workflow, as far as its text names it.
std::set<std::string, std::less<>> childrenOf(const workflow::Definition &definition)
{
    std::set<std::string, std::less<>> children;
    for (const auto &state : definition.states())
        for (const auto &invoke : state.invokes)
            if (invoke.src == "engine.workflow" && invoke.input.is_object())
                if (const auto child = invoke.input.find("definition"); child != invoke.input.end() && child->is_string())
                    children.insert(child->get<std::string>());
    return children;
}

bool hasCode(const FileVerdict &verdict, std::string_view code)
{
    return std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const auto &finding) { return finding.code == code; });
}

std::string mendOf(std::string_view code)
{
    if (code == "E100")
        return "raise \"version\", or take the change back";
    return code.starts_with('W') ? "" : "mend the text; the version before stays in use";
}

} // namespace

std::vector<DefinitionFile> definitionFiles(const fs::path &dataDir)
{
    std::vector<DefinitionFile> files;
    for (const auto &path : resources::list("workflows"))
        if (auto text = resources::read(path))
            files.push_back({path, std::move(*text), false, {}});
    std::vector<fs::path> own;
    std::error_code failed;
    for (const auto &entry : fs::directory_iterator(dataDir / "workflows", failed))
        if (entry.path().extension() == ".json" && !entry.path().filename().string().starts_with('.')) // hidden ones are an editor's own
            own.push_back(entry.path());
    std::sort(own.begin(), own.end());
    std::transform(own.begin(), own.end(), std::back_inserter(files), readOwn);
    return files;
}

void InForce::add(const workflow::Definition &definition, bool retired)
{
    published[{definition.id(), definition.version()}] = {definition.hash(), definition.text()};
    if (retired)
        return;
    auto &[version, invoked] = children[definition.id()];
    if (version.empty() || workflow::compareVersions(version, definition.version()) <= 0) {
        version = definition.version();
        invoked = childrenOf(definition);
    }
}

workflow::AgentCatalog InForce::with(workflow::AgentCatalog catalog) const
{
    for (const auto &[id, highest] : children)
        catalog.childWorkflows[id] = highest.second;
    return catalog;
}

FileVerdict judge(const std::string &text, const workflow::AgentCatalog &catalog, const InForce &inForce)
{
    FileVerdict verdict;
    auto parsed = workflow::parseDefinition(text, inForce.with(catalog));
    verdict.findings = std::move(parsed.findings);
    if (!parsed.definition)
        return verdict;
    const auto known = inForce.published.find({parsed.definition->id(), parsed.definition->version()});
    if (known != inForce.published.end()) {
        if (auto other = workflow::checkPublished(*parsed.definition, known->second.text)) {
            verdict.findings.insert(verdict.findings.begin(), std::move(*other));
            return verdict;
        }
    }
    verdict.fresh = known == inForce.published.end();
    verdict.definition = std::move(parsed.definition);
    return verdict;
}

std::vector<FileVerdict> judge(const std::vector<DefinitionFile> &files, const workflow::AgentCatalog &catalog, InForce inForce)
{
    std::vector<FileVerdict> verdicts(files.size());
    const auto look = [&](std::size_t i) {
        auto &verdict = verdicts[i];
        if (files[i].trouble.empty())
            verdict = judge(files[i].text, catalog, inForce);
        verdict.name = files[i].name;
        verdict.own = files[i].own;
        verdict.trouble = files[i].trouble;
        if (verdict.definition)
            inForce.add(*verdict.definition);
        return verdict.fresh;
    };
    bool progress = false;
    for (std::size_t i = 0; i < files.size(); ++i)
        progress = look(i) || progress;
    // What was refused for a circle may be fine now that others have changed.
    while (progress) {
        progress = false;
        for (std::size_t i = 0; i < files.size(); ++i)
            if (!verdicts[i].definition && hasCode(verdicts[i], "E085"))
                progress = look(i) || progress;
    }
    return verdicts;
}

api::DefinitionFinding toFinding(const workflow::Finding &finding, const std::string &file)
{
    return {rows::q(file), rows::q(finding.code), finding.severity == workflow::Severity::Error, rows::q(finding.pointer), int(finding.line),
            int(finding.column), rows::q(finding.message), rows::q(mendOf(finding.code))};
}

std::vector<api::DefinitionFinding> toFindings(const FileVerdict &verdict)
{
    std::vector<api::DefinitionFinding> findings;
    if (!verdict.trouble.empty())
        findings.push_back({rows::q(verdict.name), {}, true, {}, 0, 0, rows::q(verdict.trouble), QStringLiteral("check the file's rights; the version before stays in use")});
    for (const auto &finding : verdict.findings)
        findings.push_back(toFinding(finding, verdict.name));
    return findings;
}

} // namespace hs::runtime
