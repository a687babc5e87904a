#include "engine/runtime/hub_instances.h"

#include <algorithm>
#include <array>

#include "engine/records/text.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/hub_figures.h"
#include "engine/store/tables/inbox.h"

namespace hs::runtime::mirror {

namespace {

constexpr std::string_view Runs = "active-workflows";
constexpr std::size_t MostTasks = 100; // records::MaxEntries
constexpr std::size_t DeepestSnapshot = 256;

/// The id of the instance that a record stands for.
std::string instanceOf(std::string_view record)
{
    const auto mark = record.find('_');
    return mark == std::string_view::npos ? std::string() : "wf_" + std::string(record.substr(mark + 1));
}

Json contextOf(const store::workflows::Instance &instance)
{
    const auto snapshot = parseJson(instance.snapshot, DeepestSnapshot);
    return snapshot ? member(*snapshot, "context") : Json();
}

Json stepHistory(const store::ReadSql &sql, const std::string &instance)
{
    Json lines = Json::array();
    for (const auto &step : store::figures::lastSteps(sql, instance, StepLines)) {
        Json line{{"step", step.seq}, {"at", toRfc3339(step.at)}, {"event", step.input}, {"by", step.actor}};
        if (!step.reason.empty())
            line["reason"] = step.reason;
        if (step.entered.is_array() && !step.entered.empty())
            line["entered"] = step.entered;
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Grace's level of the instance, 0: none. It stands in the data of those that she routes.
std::int64_t routedLevel(const Json &context)
{
    const auto level = integer(context, "level");
    return level >= 1 && level <= 4 ? level : 0;
}

std::string optionFor(const std::string &source, bool byPerson)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> Names{{{"typeform", "Typeform"},
                                                                                         {"website-form", "Website"},
                                                                                         {"form", "Website"},
                                                                                         {"woocommerce", "WooCommerce"},
                                                                                         {"beehiiv", "Beehiiv"},
                                                                                         {"notion", "Notion"},
                                                                                         {"console", "Manual"}}};
    for (const auto &[name, option] : Names)
        if (name == source)
            return std::string(option);
    return source.empty() && byPerson ? "Manual" : "Other";
}

} // namespace

std::vector<std::string> drawnNames(std::string_view database)
{
    return database == Runs ? std::vector<std::string>{"Step History", "Data Payload", "Related Tasks"} : std::vector<std::string>();
}

void complete(const store::ReadSql &sql, store::records::Record &record)
{
    if (record.database != Runs)
        return;
    const auto instance = store::workflows::find(sql, instanceOf(record.id));
    if (!instance)
        return; // made by hand
    record.fields["Step History"] = stepHistory(sql, instance->id);
    const auto context = contextOf(*instance);
    if (context.is_object() && !context.empty())
        record.fields["Data Payload"] = context;
    if (auto tasks = store::figures::tasksOf(sql, instance->id, int(MostTasks)); !tasks.empty())
        record.fields["Related Tasks"] = std::move(tasks);
    if (const auto level = routedLevel(context); level > 0 && text(record.fields, "Level") != "4")
        record.fields["Level"] = std::to_string(level);
}

Json originOf(const Deed &deed, const store::workflows::Instance &instance)
{
    store::inbox::Filter filter;
    filter.correlation = instance.correlation;
    const auto events = instance.correlation.empty() ? std::vector<store::inbox::Event>() : store::inbox::page(deed.tx, filter, {{}, 1}).rows;
    Json fields{{"Source System", optionFor(events.empty() ? std::string() : events.front().source, deed.actor.kind == "person")}};
    if (const auto id = text(contextOf(instance), "source_id"); !id.empty())
        fields["Source Record ID"] = id;
    else if (!events.empty())
        fields["Source Record ID"] = events.front().id;
    return fields;
}

void levelFollows(Deed &deed, std::string_view escalation)
{
    static const std::vector<std::string> Operational{"workflow.incident", "task.uncertain", "operational.4"};
    const auto found = store::escalations::find(deed.tx, escalation);
    const auto instance = found && !found->workflow.empty() ? store::workflows::find(deed.tx, found->workflow) : std::nullopt;
    if (!instance)
        return;
    std::int64_t level = 4;
    if (!store::figures::openCase(deed.tx, instance->id, Operational)) {
        level = routedLevel(contextOf(*instance));
        if (const auto definition = deed.studio.shelf.find(instance->definition, instance->version); level == 0 && definition)
            level = definition->level();
    }
    const Json fields{{"Level", level >= 1 && level <= 4 ? Json(std::to_string(level)) : Json()}};
    patch(deed, recordOf(instance->id), dump(fields));
}

} // namespace hs::runtime::mirror
