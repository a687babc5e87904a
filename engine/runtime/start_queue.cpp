#include "engine/runtime/start_queue.h"

#include <algorithm>
#include <tuple>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/troubles.h"
#include "engine/store/tables/invocations.h"

namespace hs::runtime::starts {

namespace table = store::workflows;
using flow::Instance;
using table::Status;
using table::WaitingStart;

namespace {

constexpr int MostUrgent = 3;

/// How many may be under way; 0: as many as come.
int mostOf(const Studio &studio, const workflow::Definition &definition)
{
    const auto newest = studio.shelf.latest(definition.id());
    return newest ? newest->maxRunning() : definition.maxRunning();
}

/// Whether an instance above, whose end would be waited for, is of this definition.
bool isInside(const store::ReadSql &sql, std::string_view definition, std::string parent)
{
    for (int depth = 0; depth <= flow::MostDepth && !parent.empty(); ++depth) {
        const auto task = table::invocation(sql, parent);
        const auto above = task ? table::find(sql, task->instance) : std::nullopt;
        if (!above)
            return false;
        if (above->definition == definition)
            return true;
        parent = above->parent;
    }
    return false;
}

Json wishOf(const Instance &instance)
{
    return parseJson(instance.parked).value_or(Json::object());
}

std::string countText(std::int64_t count, const char *one, const char *many)
{
    return std::to_string(count) + (count == 1 ? one : many);
}

} // namespace

bool mustWait(const Deed &deed, const workflow::Definition &definition, std::string_view parent)
{
    const auto most = mostOf(deed.studio, definition);
    if (most == 0 || isInside(deed.tx, definition.id(), std::string(parent)))
        return false;
    // Who comes later does not overtake those who wait, even when there is room at this moment.
    return table::anyWaitingStart(deed.tx, definition.id()) || table::turns(deed.tx, definition.id()).begun >= most;
}

void wait(Deed &deed, Instance &instance, const Json &input, const flow::Start &start)
{
    instance.status = Status::Waiting;
    instance.parked = dump({{"kind", "start"}, {"input", input}, {"version", start.version}, {"reason", start.reason}, {"cause", deed.cause},
                            {"actor", {{"kind", deed.actor.kind}, {"id", deed.actor.id}, {"name", deed.actor.name}}}});
    table::insert(deed.tx, instance);
    note(deed, {"workflow.waits", "workflow", instance.id, instance.number + " waits for its turn", why(deed.tx, deed.studio, instance), {}, {},
                {{"definition", instance.definition}}});
}

std::vector<std::string> pick(std::vector<WaitingStart> candidates, std::map<std::string, std::int64_t, std::less<>> begunOf, Timestamp now, std::size_t room)
{
    const auto classOf = [&](const WaitingStart &one) {
        const auto waited = std::max<std::chrono::milliseconds>(now - one.since, std::chrono::milliseconds(0));
        return std::min<int>(MostUrgent, one.priority + int(waited / ClassTime));
    };
    std::vector<std::string> picked;
    while (picked.size() < room && !candidates.empty()) {
        const auto place = [&](const WaitingStart &one) { return std::tuple(-classOf(one), begunOf[one.entity], one.since, std::string_view(one.id)); };
        const auto first = std::min_element(candidates.begin(), candidates.end(), [&](const auto &a, const auto &b) { return place(a) < place(b); });
        picked.push_back(first->id);
        ++begunOf[first->entity];
        candidates.erase(first);
    }
    return picked;
}

std::vector<std::string> ready(const store::ReadSql &sql, const Studio &studio, Timestamp now, std::size_t most)
{
    std::vector<std::string> all;
    for (const auto &id : table::withWaitingStarts(sql)) {
        const auto newest = studio.shelf.latest(id);
        if (!newest || all.size() >= most)
            continue; // a definition that is retired begins nothing (V2)
        auto turns = table::turns(sql, id);
        auto room = most - all.size();
        if (newest->maxRunning() > 0)
            room = std::min(room, std::size_t(std::max<std::int64_t>(newest->maxRunning() - turns.begun, 0)));
        if (room == 0)
            continue;
        for (auto &one : pick(table::waitingStarts(sql, id, int(room)), std::move(turns.begunOf), now, room))
            all.push_back(std::move(one));
    }
    return all;
}

Result<void> begin(Deed &deed, std::string_view id)
{
    auto instance = table::find(deed.tx, id);
    if (!instance || instance->status != Status::Waiting)
        return {};
    const auto wish = wishOf(*instance);
    const auto version = text(wish, "version");
    const auto definition = version.empty() ? deed.studio.shelf.latest(instance->definition) : deed.studio.shelf.find(instance->definition, version);
    if (!definition) {
        if (version.empty())
            return {}; // retired meanwhile
        return fail(Errc::NotFound, "definition " + instance->definition + " " + version + " is not loaded", instance->id,
                    "put its file back into the workflows folder");
    }
    if (const auto most = mostOf(deed.studio, *definition); most > 0 && table::turns(deed.tx, instance->definition).begun >= most)
        return {};
    const auto &actor = member(wish, "actor");
    deed.actor = {text(actor, "kind"), text(actor, "id"), text(actor, "name")};
    deed.cause = text(wish, "cause");
    deed.correlation = instance->correlation;
    instance->version = definition->version();
    instance->startedAt = deed.now;
    table::beginsWith(deed.tx, id, instance->version, deed.now);
    return flow::firstStep(deed, *definition, *instance, OrderedJson(inputOf(*instance)), text(wish, "reason"));
}

Result<void> beginFailed(Deed &deed, std::string_view id, const Error &error)
{
    auto instance = table::find(deed.tx, id);
    if (!instance || instance->status != Status::Waiting)
        return {};
    deed.correlation = instance->correlation;
    troubles::failed(deed, {"workflow:" + instance->definition, "start", instance->number + " could not begin: " + error.what, instance->id,
                            "it has failed; whoever waits for it was told", error.mend});
    instance->error = error.what;
    flow::endInstance(deed, *instance, Status::Failed, "it could not begin: " + error.what, "failed");
    return {};
}

std::string why(const store::ReadSql &sql, const Studio &studio, const Instance &instance)
{
    const auto newest = studio.shelf.latest(instance.definition);
    if (!newest)
        return "all versions of its definition are retired";
    const auto turns = table::turns(sql, instance.definition);
    if (newest->maxRunning() == 0 || turns.begun < newest->maxRunning())
        return "it begins in a moment";
    return countText(turns.begun, " is", " are") + " under way, at most " + std::to_string(newest->maxRunning()) + " may be; "
           + countText(turns.waiting, " waits", " wait") + " for a turn";
}

Json inputOf(const Instance &instance)
{
    const auto wish = wishOf(instance);
    const auto &input = member(wish, "input");
    return input.is_object() ? input : Json::object();
}

} // namespace hs::runtime::starts
