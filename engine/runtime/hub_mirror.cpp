#include "engine/runtime/hub_mirror.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/runtime/business_workflows.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_figures.h"
#include "engine/runtime/hub_instances.h"
#include "engine/records/text.h"
#include "engine/runtime/record_desk.h"
#include "engine/services/source_catalog.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"
#include "engine/vocabulary/json_text.h"

namespace hs::runtime::mirror {

namespace table = store::workflows;

namespace {

constexpr std::string_view Agents = "agent-registry";
constexpr std::string_view Integrations = "api-integrations";
constexpr std::string_view Library = "workflows-library";
constexpr std::string_view Active = "active-workflows";

/// Writes the record that stands for `what`; makes it when it is new or was deleted.
Result<std::string> keep(Deed &deed, std::string_view database, std::string_view what, const Json &fields, const Json &atFirst)
{
    hub::Write write;
    write.database = std::string(database);
    write.writer = records::Writer::Engine;
    write.fields = fields;
    const auto id = known(deed.tx, database, what);
    const bool exists = id && store::records::find(deed.tx, database, *id);
    if (exists) {
        write.id = *id;
    } else {
        write.mode = records::WriteMode::Create;
        write.fields.update(atFirst);
    }
    const auto record = hub::write(deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    if (!exists)
        store::meta::set(deed.tx, "hub." + std::string(database) + "." + std::string(what), record->id);
    return record->id;
}

bool isRecord(std::string_view id)
{
    return id.starts_with("rec_");
}

Json relation(const std::optional<std::string> &id)
{
    return id && isRecord(*id) ? Json::array({*id}) : Json();
}

Result<void> keepAgent(Deed &deed, const agents::AgentCard &card)
{
    Json fields{{"Status", card.duty ? "Deployed" : "Development"}, {"Version", HS_VERSION}, {"Runtime Environment", "HigherSelf Console"}};
    fields.update(agentFigures(deed.tx, card.key));
    const auto kept = keep(deed, Agents, card.key, fields,
                           {{"Agent Name", card.name}, {"Agent ID", card.key}, {"Role", card.role}, {"Tone", card.tone}, {"Capabilities", card.capabilities},
                            {"Primary APIs Utilized", card.services}});
    return kept ? Result<void>() : tl::make_unexpected(kept.error());
}

/// "TYPEFORM_API" for a source that the hub's list of platforms knows, else a custom one.
std::string platformOf(const records::Hub &hub, std::string_view source)
{
    std::string name;
    for (const char c : source)
        name += c == '-' ? '_' : char(c >= 'a' && c <= 'z' ? c - 32 : c);
    if (const auto database = hub.find(Integrations))
        if (const auto *platform = (*database)->find("API Platform"))
            for (const auto &option : {name + "_API", name})
                if (std::find(platform->options.begin(), platform->options.end(), option) != platform->options.end())
                    return option;
    return "CUSTOM_API";
}

std::string statusOf(table::Status status)
{
    switch (status) {
    case table::Status::Running:
        return "Active";
    case table::Status::Waiting:
    case table::Status::Paused:
        return "On Hold";
    case table::Status::Incident:
    case table::Status::Failed:
        return "Error";
    case table::Status::Completed:
        return "Completed";
    case table::Status::Cancelled:
        return "Cancelled";
    }
    return "Active";
}

/// What a record of Active Workflows shows of its instance and changes with it: a JSON object, written with every step.
std::string followingFields(const Deed &deed, const table::Instance &instance)
{
    const bool ended = instance.status == table::Status::Completed || instance.status == table::Status::Cancelled || instance.status == table::Status::Failed;
    const auto agent = instance.agent.empty() ? std::nullopt : known(deed.tx, Agents, instance.agent);
    std::string out = "{";
    const auto member = [&](std::string_view key, std::string_view text, bool there = true) {
        appendKey(out, key);
        if (there)
            appendText(out, text);
        else
            out += "null";
    };
    const auto list = [&](std::string_view key, std::string_view text, bool there) {
        appendKey(out, key);
        if (there)
            appendText(out += '[', text), out += ']';
        else
            out += "null";
    };
    member("Status", statusOf(instance.status));
    member("Current State", instance.state);
    member("Last Transition", toRfc3339(instance.enteredAt));
    member("End Date", ended ? toRfc3339(instance.updatedAt) : std::string(), ended);
    member("Priority", priorityName(instance.priority));
    list("Assigned Agent", agent.value_or(std::string()), agent && isRecord(*agent));
    member("Error Message", instance.error, !instance.error.empty());
    list("Assigned To", instance.assignee, !instance.assignee.empty());
    return out += '}';
}

Result<std::string> keepDefinition(Deed &deed, const workflow::Definition &definition)
{
    const Json meta(definition.meta());
    Json agentIds = Json::array();
    for (const auto &card : deed.studio.agents.catalog().agents())
        if (definition.text().find("\"" + card.prefix + ".") != std::string::npos)
            if (const auto id = known(deed.tx, Agents, card.key))
                agentIds.push_back(*id);
    // The whole definition is kept by the engine itself; here stands what it is recognised by.
    Json fields{{"Status", "Active"}, {"Version", definition.version()},
                {"Workflow Steps", std::to_string(definition.states().size() - 1) + " states, SHA-256 " + definition.hash()},
                {"Required Agents", agentIds.empty() ? Json() : agentIds}};
    fields.update(runFigures(deed.tx, definition.id()));
    std::string initial;
    if (definition.root().initial != workflow::NoState)
        initial = definition.states()[std::size_t(definition.root().initial)].key;
    std::string conditions;
    for (const auto &trigger : definition.triggers())
        conditions += (conditions.empty() ? "" : ", ") + trigger.event;
    Json atFirst{{"Workflow Name", definitionTitle(definition)}, {"Trigger Type", text(meta, "trigger", conditions.empty() ? "Manual" : "Event")},
                 {"Description", definition.description()}};
    if (!initial.empty())
        atFirst["Initial State"] = initial;
    if (!conditions.empty())
        atFirst["Trigger Conditions"] = conditions;
    return keep(deed, Library, definition.id(), fields, atFirst);
}

} // namespace

std::optional<std::string> known(const store::ReadSql &sql, std::string_view database, std::string_view what)
{
    return store::meta::get(sql, "hub." + std::string(database) + "." + std::string(what));
}

bool patch(Deed &deed, std::string_view record, std::string_view fields)
{
    return store::records::patch(deed.tx, record, fields, records::etagOfText(fields, deed.now), deed.now, deed.actor.name);
}

Result<void> registry(Deed &deed, const services::SourceCatalog &sources, const SetUp &setUp)
{
    for (const auto &card : deed.studio.agents.catalog().agents()) {
        HS_TRY(keepAgent(deed, card));
        watchAgent(deed, card.key);
    }
    for (const auto &source : sources.all()) {
        const std::string name(source->name());
        const auto found = setUp.find(name);
        const bool ready = found != setUp.end() && found->second;
        Json fields = integrationFigures(deed.tx, name, ready);
        fields["Status"] = ready ? "Active" : "Planned";
        const auto kept = keep(deed, Integrations, name, fields,
                               {{"Integration Name", std::string(source->title())}, {"API Platform", platformOf(deed.studio.hub, name)}, {"Auth Method", "Custom"},
                                {"API Key Reference", services::secretVariable(name)}, {"Endpoints Used", "/webhooks/" + name}});
        if (!kept)
            return tl::make_unexpected(kept.error());
    }
    return {};
}

Result<void> library(Deed &deed)
{
    for (const auto &definition : deed.studio.shelf.all()) {
        if (const auto kept = keepDefinition(deed, *definition); !kept)
            return tl::make_unexpected(kept.error());
        watchRuns(deed, definition->id());
    }
    return businesses::assignWorkflows(deed);
}

std::optional<std::string> libraryRecordOf(const store::ReadSql &sql, std::string_view definition)
{
    return known(sql, Library, definition);
}

std::string recordOf(std::string_view instance)
{
    const auto mark = instance.find('_');
    return "rec_" + std::string(mark == std::string_view::npos ? instance : instance.substr(mark + 1));
}

void instance(Deed &deed, const table::Instance &instance)
{
    const auto fields = followingFields(deed, instance);
    hub::Write write;
    write.database = std::string(Active);
    write.id = recordOf(instance.id);
    // Nearly every step finds its record there: it is changed without being read.
    if (instance.steps > 0 && patch(deed, write.id, fields))
        return;
    write.writer = records::Writer::Engine;
    write.fields = Json::parse(fields);
    auto workflow = known(deed.tx, Library, instance.definition);
    if (!workflow) {
        if (const auto definition = deed.studio.shelf.find(instance.definition, instance.version))
            if (const auto kept = keepDefinition(deed, *definition))
                workflow = *kept;
        if (!workflow)
            return; // the definition is gone; there is nothing that the record could name
    }
    if (!store::records::find(deed.tx, Active, write.id)) {
        write.mode = records::WriteMode::Create;
        write.fields.update({{"Instance Name", instance.number + " " + instance.title}, {"Workflow", Json::array({*workflow})},
                             {"Workflow Version", instance.version}, {"Start Date", toRfc3339(instance.startedAt)},
                             {"Business Entity", relation(instance.entity)}, {"Contact", relation(instance.contact)}});
        write.fields.update(originOf(deed, instance));
        if (const auto definition = deed.studio.shelf.find(instance.definition, instance.version); definition && definition->level() >= 1)
            write.fields["Level"] = std::to_string(definition->level());
        if (const auto contact = store::records::findAny(deed.tx, instance.contact)) {
            write.fields["Client/Lead Name"] = contact->title;
            for (const auto *property : {"Email", "Phone"})
                if (const auto value = text(contact->fields, property); !value.empty())
                    write.fields[std::string("Client/Lead ") + property] = value;
        }
    }
    // The record only follows: what it cannot show must not stop the work.
    if (const auto kept = hub::write(deed, write); !kept)
        spdlog::warn("{} has no record in Active Workflows: {}", instance.number, describe(kept.error()));
}

} // namespace hs::runtime::mirror
