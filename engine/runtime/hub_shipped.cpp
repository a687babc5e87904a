#include "engine/runtime/hub_shipped.h"

#include <algorithm>
#include <map>

#include "engine/agents/registry.h"
#include "engine/agents/texts.h"
#include "engine/records/schema.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/program_data.h"
#include "resources/resources.h"

namespace hs::runtime::seed {

namespace {

constexpr const char *AgentDatabase = "agent-registry";
constexpr const char *IntegrationDatabase = "api-integrations";
constexpr const char *WorkflowDatabase = "workflows-library";

using Names = std::map<std::string, Json, std::less<>>; ///< of one record → those that name it

Result<Json> file(const std::string &path)
{
    const auto text = resources::read(path);
    if (!text)
        return tl::make_unexpected(text.error());
    auto document = parseJson(*text);
    if (!document)
        return fail(Errc::BadInput, document.error().what, path + ", " + document.error().where, "take the shipped file");
    return document;
}

/// Ids of the records that stand for these names; those that are not there are left out.
Json idsOf(const Deed &deed, std::string_view database, const Json &names)
{
    Json ids = Json::array();
    for (const auto &name : names)
        if (const auto id = mirror::known(deed.tx, database, scalarText(name)))
            ids.push_back(*id);
    return ids.empty() ? Json() : ids;
}

/// Fields as a file has them: relations by name, JSON in texts as it is.
Result<Json> fieldsOf(const Deed &deed, const std::string &database, const Json &written)
{
    const auto schema = deed.studio.hub.find(database);
    if (!schema)
        return tl::make_unexpected(schema.error());
    Json fields = Json::object();
    for (const auto &[name, value] : written.items()) {
        const auto *property = (*schema)->find(name);
        if (property && property->type == records::PropertyType::Relation) {
            if (auto ids = idsOf(deed, property->relation, value); !ids.is_null())
                fields[name] = std::move(ids);
        } else if (property && property->type == records::PropertyType::RichText && (value.is_object() || (value.is_array() && property->format == "json"))) {
            fields[name] = property->format == "json" ? value : Json(dump(value));
        } else if (property && property->type == records::PropertyType::RichText && value.is_array()) {
            std::string lines;
            for (const auto &line : value)
                lines += (lines.empty() ? "" : "\n") + (line.is_string() ? line.get<std::string>() : dump(line));
            fields[name] = lines;
        } else {
            fields[name] = value;
        }
    }
    return fields;
}

/// One file of resources/library: {"database": …, "records": [{"key": …, "fields": {…}}]}.
Result<void> addFile(const Deed &deed, const std::string &path, const Json &document, std::vector<Seed> &seeds)
{
    const auto database = text(document, "database");
    for (const auto &record : member(document, "records")) {
        auto fields = fieldsOf(deed, database, member(record, "fields"));
        if (!fields)
            return fail(fields.error().code, fields.error().what, path + ": " + text(record, "key"), fields.error().mend);
        seeds.push_back({database, text(record, "key"), std::move(*fields)});
    }
    return {};
}

std::string joined(const std::vector<std::string> &names, const char *separator)
{
    std::string all;
    for (const auto &name : names)
        all += (all.empty() ? "" : separator) + name;
    return all;
}

// ---- Notification Templates ----

struct Template {
    std::string key, name, channel, trigger, language, subject, content, description;
};

Seed templateSeed(const Template &one, const agents::Texts::Values &samples)
{
    auto placeholders = agents::placeholdersOf(one.subject + "\n" + one.content);
    auto values = samples;
    for (const auto &name : placeholders)
        values.try_emplace(name, name);
    Seed seed;
    seed.database = "notification-templates";
    seed.key = one.key + "/" + one.language;
    seed.fields = {{"Template Name", one.name + (one.language == "en" ? "" : " (" + one.language + ")")},
                   {"Channel", one.channel},
                   {"Trigger Event", one.trigger},
                   {"Status", "Active"},
                   {"Language", one.language},
                   {"Version", "1"},
                   {"Description", one.description},
                   {"Subject Template", one.subject},
                   {"Content Template", one.content},
                   {"Supported Placeholders", joined(placeholders, ", ")},
                   {"Sample Rendered Output", agents::fillPattern(one.content, values, seed.key).value_or("")}};
    return seed;
}

Result<void> addTemplates(const Deed &deed, std::vector<Seed> &seeds)
{
    const auto samples = file("library/samples.json");
    const auto own = file("templates/notifications.json");
    const auto texts = file("agents/texts.json");
    for (const auto *document : {&samples, &own, &texts})
        if (!*document)
            return tl::make_unexpected(document->error());
    std::map<std::string, agents::Texts::Values> values;
    for (const auto &[language, all] : member(*samples, "values").items())
        for (const auto &[name, value] : all.items())
            values[language][name] = scalarText(value);
    for (const auto &one : member(*own, "templates"))
        for (const auto &[language, words] : member(one, "texts").items())
            seeds.push_back(templateSeed({text(one, "key"), text(one, "name"), text(one, "channel"), text(one, "trigger"), language, text(words, "subject"), text(words, "text"),
                                          "In the voice of " + text(one, "voice") + "."},
                                         values[language]));
    // The letters that agents write themselves: what a person changes here is what they send.
    const auto lines = [](const Json &body) {
        std::string all;
        for (const auto &line : body.is_array() ? body : Json::array({body}))
            all += (all.empty() ? "" : "\n") + scalarText(line);
        return all;
    };
    for (const auto &[key, languages] : texts->items()) {
        const auto &subjects = member(*texts, key + ".subject");
        if (!subjects.is_object())
            continue;
        for (const auto &[language, body] : languages.items()) {
            const auto dot = key.find('.');
            const auto *agent = deed.studio.agents.catalog().find(key.substr(0, dot));
            auto what = key.substr(dot + 1);
            std::replace_if(what.begin(), what.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
            const auto name = (agent ? agent->name : key.substr(0, dot)) + ": " + what;
            seeds.push_back(templateSeed({key, name, "Email", "Custom Event", language, text(subjects, language), lines(body), "Sent by the agent itself; what is changed here is what is sent."},
                                         values[language]));
        }
    }
    return {};
}

// ---- what agents may say to whom ----

/// Definitions that both agents work in.
Json sharedWorkflows(const Deed &deed, const agents::AgentCard &one, const agents::AgentCard &other)
{
    Json names = Json::array();
    for (const auto &definition : deed.studio.shelf.all()) {
        const auto agents = definition->agents();
        if (agents.contains(one.prefix) && agents.contains(other.prefix))
            names.push_back(definition->id());
    }
    return names;
}

void addPatterns(const Deed &deed, std::vector<Seed> &seeds, Names &patternsOf)
{
    const auto &catalog = deed.studio.agents.catalog();
    for (const auto &from : catalog.agents())
        for (const auto &key : from.handsTo) {
            const auto *to = catalog.find(key);
            if (!to)
                continue;
            Seed seed;
            seed.database = "agent-communication";
            seed.key = "pattern/" + from.key + "/" + to->key;
            seed.fields = {{"Subject", from.name + " → " + to->name},
                           {"Kind", "Pattern"},
                           {"Source Agent", idsOf(deed, AgentDatabase, Json::array({from.key}))},
                           {"Target Agent", idsOf(deed, AgentDatabase, Json::array({to->key}))},
                           {"Description", from.name + " (" + from.role + ") hands work to " + to->name + " (" + to->role + ")."
                                               + (to->listensTo.empty() ? "" : " " + to->name + " also listens to " + joined(to->listensTo, ", ") + ".")},
                           {"Protocol", "Message Queue"},
                           {"Status", from.duty && to->duty ? "Active" : "In Development"},
                           {"Message Format", "sender, recipient, message_type, payload, correlation_id, response_to, requires_response, priority, timestamp"},
                           {"Success Criteria", "The message is delivered; when an answer is required, it comes in time."},
                           {"Error Handling", "Three tries, then a dead letter that a person sees; a late answer is kept and delivered to nobody."},
                           {"Timeout Settings", std::chrono::duration_cast<std::chrono::seconds>(bus::ResponseTime).count()},
                           {"Required Permissions", Json::array({"Read", "Write", "Execute"})},
                           {"Version", "1"}};
            const Json example{{"sender", from.key}, {"recipient", to->key}, {"message_type", to->handles.empty() ? "status_update" : to->handles.front()},
                               {"payload", Json::object()}, {"requires_response", false}, {"priority", "normal"}};
            seed.fields["Sample Payload"] = dump(example);
            if (const auto shared = idsOf(deed, WorkflowDatabase, sharedWorkflows(deed, from, *to)); !shared.is_null())
                seed.fields["Active Workflows Using"] = shared;
            patternsOf[from.key].push_back(seed.key);
            seeds.push_back(std::move(seed));
        }
}

// ---- the other side of relations ----

/// Those that name a record, for the record that is named.
Names namedBy(const Json &document, const char *property)
{
    Names names;
    for (const auto &record : member(document, "records"))
        for (const auto &name : member(member(record, "fields"), property))
            names[scalarText(name)].push_back(text(record, "key"));
    return names;
}

void addLinks(const Deed &deed, const char *database, const Names &names, const char *property, std::string_view to, std::vector<Seed> &links)
{
    for (const auto &[name, those] : names) {
        const auto ids = idsOf(deed, to, those);
        if (ids.is_null())
            continue;
        auto known = std::find_if(links.begin(), links.end(), [database, &wanted = name](const Seed &one) { return one.database == database && one.key == wanted; });
        if (known == links.end())
            known = links.insert(links.end(), {database, name, Json::object(), false});
        known->fields[property] = ids;
    }
}

} // namespace

Result<std::vector<Seed>> shipped(const Deed &deed)
{
    std::vector<Seed> seeds;
    std::map<std::string, Json> documents;
    for (const auto *name : {"rewards", "transformations", "use_cases"}) {
        const auto path = std::string("library/") + name + ".json";
        auto document = file(path);
        if (!document)
            return tl::make_unexpected(document.error());
        HS_TRY(addFile(deed, path, *document, seeds));
        documents[name] = std::move(*document);
    }
    HS_TRY(addTemplates(deed, seeds));
    Names patterns;
    addPatterns(deed, seeds, patterns);

    const auto &transformations = documents["transformations"];
    Names agentsOf, integrationsOf; // of integrations; of agents
    for (const auto &record : member(transformations, "records"))
        for (const auto &integration : member(member(record, "fields"), "Related API Integrations"))
            for (const auto &agent : member(member(record, "fields"), "Agents Using")) {
                auto &those = agentsOf[scalarText(integration)];
                if (std::find(those.begin(), those.end(), agent) == those.end())
                    those.push_back(agent);
                integrationsOf[scalarText(agent)].push_back(integration);
            }
    Names workflowsOf;
    for (const auto &definition : deed.studio.shelf.all())
        for (const auto &prefix : definition->agents())
            if (const auto *card = deed.studio.agents.catalog().find(prefix))
                workflowsOf[card->key].push_back(definition->id());
    addLinks(deed, AgentDatabase, patterns, "Communication Patterns", "agent-communication", seeds);
    addLinks(deed, AgentDatabase, workflowsOf, "Workflows", WorkflowDatabase, seeds);
    addLinks(deed, AgentDatabase, integrationsOf, "API Integrations", IntegrationDatabase, seeds);
    addLinks(deed, AgentDatabase, namedBy(transformations, "Agents Using"), "Data Transformations", "data-transformations", seeds);
    addLinks(deed, IntegrationDatabase, agentsOf, "Agents Using", AgentDatabase, seeds);
    addLinks(deed, IntegrationDatabase, namedBy(transformations, "Related API Integrations"), "Data Mapping", "data-transformations", seeds);
    addLinks(deed, WorkflowDatabase, namedBy(documents["use_cases"], "Related Workflows"), "Related Use Cases", "use-cases-library", seeds);
    return seeds;
}

Result<void> plantShipped(Deed &deed)
{
    for (int pass = 0; pass < 2; ++pass) {
        const auto seeds = shipped(deed);
        if (!seeds)
            return tl::make_unexpected(seeds.error());
        plantAll(deed, *seeds);
    }
    return {};
}

} // namespace hs::runtime::seed
