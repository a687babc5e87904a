#include "engine/runtime/hub_figures.h"

#include <algorithm>
#include <cmath>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "engine/records/text.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/store_view.h"
#include "engine/store/tables/hub_figures.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::mirror {

namespace {

double percentOf(std::int64_t part, std::int64_t whole)
{
    return std::round(1000.0 * double(part) / double(whole)) / 10.0;
}

struct Rate {
    std::string database, what, title;
    double value = 0, least = 0;
    std::int64_t judged = 0;
};

Result<std::string> alertTask(Deed &deed, const Rate &rate)
{
    const auto percent = dump(Json(rate.value)) + " %";
    const auto bound = dump(Json(std::int64_t(rate.least))) + " %";
    hub::Write write;
    write.database = "master-tasks";
    write.mode = records::WriteMode::Create;
    write.writer = records::Writer::Engine;
    write.fields = {{"Task Name", "Look into " + rate.title + ": success rate " + percent},
                    {"Status", "To Do"},
                    {"Priority", "High"},
                    {"Category", "Technical"},
                    {"Created By", deed.actor.name},
                    {"Source", "System"},
                    {"Tags", Json::array({"Technical", "Internal"})}};
    write.fields["Description"] = "Of " + std::to_string(rate.judged) + " runs " + percent + " went well. Below " + bound + " somebody looks into it.";
    if (const auto assignee = agents::assigneeOf(StoreView(deed.tx, deed.studio, deed.now).operators()); !assignee.empty())
        write.fields["Assigned To"] = Json::array({assignee});
    const auto record = hub::write(deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    note(deed, {"task.created", "task", record->id, record->title, "the success rate is below " + bound, rate.database + ".rate", {}, {{"rate", rate.value}, {"of", rate.what}}});
    return record->id;
}

void watch(Deed &deed, const Rate &rate)
{
    const auto key = "hub.alert." + rate.database + "." + rate.what;
    const bool told = !store::meta::get(deed.tx, key).value_or("").empty();
    const bool low = rate.judged >= EnoughToJudge && rate.value < rate.least;
    if (low == told)
        return;
    if (!low) {
        store::meta::set(deed.tx, key, "");
        return;
    }
    if (const auto task = alertTask(deed, rate))
        store::meta::set(deed.tx, key, *task);
    else
        spdlog::warn("no alert task for {}: {}", rate.title, describe(task.error()));
}

void bringUpToDate(Deed &deed, std::string_view database, std::string_view what, Json fields)
{
    const auto id = known(deed.tx, database, what);
    if (!id)
        return;
    // A patch clears what is null; these have always a value, or none yet.
    patch(deed, *id, dump(fields));
}

} // namespace

Json agentFigures(const store::ReadSql &sql, std::string_view agent)
{
    const auto acted = store::people::agentTotals(sql, agent);
    Json fields{{"Execution Count", acted.done + acted.failed}};
    if (acted.lastAt)
        fields["Last Execution"] = toRfc3339(*acted.lastAt);
    if (const auto all = acted.done + acted.failed; all > 0)
        fields["Success Rate"] = percentOf(acted.done, all);
    return fields;
}

Json runFigures(const store::ReadSql &sql, std::string_view definition)
{
    const auto runs = store::figures::runs(sql, definition);
    Json fields{{"Active Instances Count", runs.open}, {"Total Instances Count", runs.total}};
    if (runs.timed > 0)
        fields["Average Completion Time"] = std::round(100.0 * double(runs.millis) / double(runs.timed) / 3'600'000.0) / 100.0;
    if (const auto judged = runs.completed + runs.inError; judged > 0)
        fields["Success Rate"] = percentOf(runs.completed, judged);
    return fields;
}

Json integrationFigures(const store::ReadSql &sql, std::string_view source, bool setUp)
{
    std::int64_t failed = 0;
    std::string error;
    for (const auto state : {store::inbox::State::Dead, store::inbox::State::Failed}) {
        store::inbox::Filter filter;
        filter.source = std::string(source);
        filter.state = state;
        const auto here = store::inbox::count(sql, filter);
        if (here > 0 && failed == 0)
            error = store::inbox::page(sql, filter, {{}, 1}).rows.front().error;
        failed += here;
    }
    const auto last = store::inbox::deliveries(sql, source, false, {{}, 1}).rows;
    const bool refused = !last.empty() && last.front().status >= 400;
    if (refused && failed == 0)
        error = last.front().error;
    const auto paused = store::people::pausedSources(sql);
    Json health; // nothing has come yet
    if (!setUp || std::find(paused.begin(), paused.end(), source) != paused.end())
        health = "disabled";
    else if (!last.empty())
        health = failed > 0 ? "unhealthy" : refused ? "degraded" : "healthy";
    Json fields{{"Error Count", failed}, {"Health", health}};
    if (!error.empty())
        fields["Last Error"] = error;
    if (!last.empty() && !refused)
        fields["Last Success"] = toRfc3339(fromMillis(last.front().at));
    return fields;
}

void watchAgent(Deed &deed, std::string_view agent)
{
    const auto acted = store::people::agentTotals(deed.tx, agent);
    const auto *card = deed.studio.agents.catalog().find(agent);
    const auto all = acted.done + acted.failed;
    if (all > 0)
        watch(deed, {"agent-registry", std::string(agent), card ? card->name : std::string(agent), percentOf(acted.done, all), LeastAgentRate, all});
}

void watchRuns(Deed &deed, std::string_view definition)
{
    const auto runs = store::figures::runs(deed.tx, definition);
    const auto shown = deed.studio.shelf.shown(definition);
    const auto judged = runs.completed + runs.inError;
    if (judged > 0)
        watch(deed, {"workflows-library", std::string(definition), shown ? text(Json(shown->meta()), "title", definition) : std::string(definition),
                     percentOf(runs.completed, judged), LeastRunRate, judged});
}

void agentActed(Deed &deed, std::string_view agent)
{
    bringUpToDate(deed, "agent-registry", agent, agentFigures(deed.tx, agent));
    watchAgent(deed, agent);
}

void runsChanged(Deed &deed, std::string_view definition)
{
    bringUpToDate(deed, "workflows-library", definition, runFigures(deed.tx, definition));
    watchRuns(deed, definition);
}

} // namespace hs::runtime::mirror
