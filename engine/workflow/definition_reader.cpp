#include <algorithm>
#include <charconv>

#include "engine/crypto/hash.h"
#include "engine/workflow/behaviour_reader.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/document.h"
#include "engine/workflow/meaning_checks.h"
#include "engine/workflow/near_names.h"
#include "engine/workflow/program.h"
#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"
#include "engine/workflow/tree_reader.h"

namespace hs::workflow {

namespace {

bool isDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Identifiers joined by dots; numeric ones without leading zeros where semver says so.
bool isSemverTail(std::string_view text, bool zerosMatter)
{
    while (true) {
        const auto dot = text.find('.');
        const auto part = text.substr(0, dot);
        const bool good = !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        });
        if (!good || (zerosMatter && isDigits(part) && part.size() > 1 && part.front() == '0'))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

/// MAJOR.MINOR.PATCH[-pre][+build], semver.org 2.0.0.
bool isSemver(std::string_view text)
{
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        if (!isSemverTail(text.substr(plus + 1), false))
            return false;
        text = text.substr(0, plus);
    }
    if (const auto dash = text.find('-'); dash != std::string_view::npos) {
        if (!isSemverTail(text.substr(dash + 1), true))
            return false;
        text = text.substr(0, dash);
    }
    return std::count(text.begin(), text.end(), '.') == 2 && isSemverTail(text, true)
           && std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

} // namespace

/// Joins the passes over one document.
class DefinitionReader {
public:
    DefinitionReader(std::string_view text, const AgentCatalog &catalog)
        : m_text(text), m_catalog(catalog), m_document(text), m_report(m_document), m_setupReader(m_report, catalog)
    {
    }

    Parsed read()
    {
        auto definition = std::make_shared<Definition>();
        if (m_document.isUsable() && m_report.isObject(m_document.json(), "", "definition"))
            fill(*definition);
        Parsed out;
        out.findings = m_report.take();
        if (!hasErrors(out.findings))
            out.definition = std::move(definition);
        return out;
    }

private:
    void fill(Definition &definition)
    {
        const OrderedJson &root = m_document.json();
        readVersion(definition, root);
        if (const OrderedJson *context = member(root, "context");
            context && m_report.isObject(*context, "/context", "context"))
            definition.m_context = *context;
        Setup setup;
        if (const OrderedJson *given = member(root, "setup"))
            setup = m_setupReader.read(*given, "/setup");
        StateTree tree = TreeReader(m_report, m_setupReader).read(root);
        BehaviourReader behaviour(m_report, m_setupReader, setup, tree);
        behaviour.read();
        definition.m_invokes = behaviour.invokes();
        definition.m_states = std::move(tree.states);
        definition.m_byId = std::move(tree.byId);
        definition.m_id = definition.root().id;
        definition.m_actors = setup.actors;
        definition.m_triggers = setup.triggers;
        definition.m_schedules = setup.schedules;
        definition.m_text = std::string(m_text);
        definition.m_canonical = canonicalJson(root);
        definition.m_hash = crypto::toHex(crypto::sha256(definition.m_canonical));
        for (const State &state : definition.m_states)
            definition.m_last.push_back(state.index);
        for (StateIndex i = definition.m_states.size(); i-- > 1;) {
            StateIndex &last = definition.m_last[definition.m_states[i].parent];
            last = std::max(last, definition.m_last[i]);
        }
        checkMeaning(definition, setup, m_catalog, m_report);
        if (!m_report.hasErrors())
            definition.m_program = std::make_unique<const Program>(definition);
    }

    void readVersion(Definition &definition, const OrderedJson &root)
    {
        const OrderedJson *version = member(root, "version");
        if (version == nullptr) {
            if (m_catalog.mode == AgentCatalog::Mode::Run)
                m_report.error("E010", "", "\"version\" is missing");
            return;
        }
        if (!m_report.isText(*version, "/version", "version"))
            return;
        definition.m_version = version->get<std::string>();
        if (!isSemver(definition.m_version))
            m_report.error("E012", "/version", "\"version\" is not semver: " + inQuotes(definition.m_version));
    }

    std::string_view m_text;
    const AgentCatalog &m_catalog;
    Document m_document;
    Report m_report;
    SetupReader m_setupReader;
};

Parsed parseDefinition(std::string_view text, const AgentCatalog &catalog)
{
    return DefinitionReader(text, catalog).read();
}

} // namespace hs::workflow
