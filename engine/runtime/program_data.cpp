#include "engine/runtime/program_data.h"

#include "engine/workflow/time_zone.h"
#include "resources/resources.h"

namespace hs::runtime {

namespace {

/// The JSON files of folders in `resources/`, by path.
Result<agents::AgentRegistry::Files> filesOf(std::initializer_list<std::string_view> folders)
{
    agents::AgentRegistry::Files files;
    for (const auto folder : folders) {
        for (const auto &path : resources::list(folder)) {
            if (!path.ends_with(".json"))
                continue;
            auto text = resources::read(path);
            if (!text)
                return tl::make_unexpected(text.error());
            files[path] = std::move(*text);
        }
    }
    return files;
}

} // namespace

Result<ProgramData> loadProgramData()
{
    const auto agentFiles = filesOf({"agents", "routing"});
    if (!agentFiles)
        return tl::make_unexpected(agentFiles.error());
    auto agents = agents::AgentRegistry::load(*agentFiles);
    if (!agents)
        return tl::make_unexpected(agents.error());
    const auto hubFiles = filesOf({"hub"});
    if (!hubFiles)
        return tl::make_unexpected(hubFiles.error());
    std::vector<records::SchemaText> texts;
    for (const auto &[path, text] : *hubFiles)
        texts.push_back({path, text});
    auto hub = records::Hub::load(texts);
    if (!hub)
        return tl::make_unexpected(hub.error());
    const auto schemaText = resources::read("schema/console.schema.json");
    if (!schemaText)
        return tl::make_unexpected(schemaText.error());
    auto schema = settings::Schema::parse(*schemaText);
    if (!schema)
        return tl::make_unexpected(schema.error());
    return ProgramData{std::move(*agents), std::move(*hub), std::move(*schema)};
}

workflow::AgentCatalog runCatalog(const agents::AgentCatalog &agents)
{
    workflow::AgentCatalog catalog;
    catalog.mode = workflow::AgentCatalog::Mode::Run;
    for (const auto &card : agents.agents())
        for (const auto &command : card.commands)
            catalog.commands[card.prefix].insert(command.name);
    catalog.knowsTimeZone = [](std::string_view zone) { return workflow::TimeZone::named(zone).has_value(); };
    return catalog;
}

} // namespace hs::runtime
