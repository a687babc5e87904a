#include "engine/runtime/state_clocks.h"

#include <algorithm>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::stateclocks {

namespace table = store::clocks;
using store::workflows::Instance;

namespace {

constexpr std::string_view Businesses = "business-entities-registry";

bool hasClocks(const workflow::Definition &definition)
{
    return std::any_of(definition.states().begin(), definition.states().end(), [](const workflow::State &state) { return state.sla.has_value(); });
}

void begin(Deed &deed, const workflow::State &state, const Instance &instance)
{
    const auto hours = hoursOf(deed.tx, deed.studio, state.sla->calendar, instance.entity);
    const auto due = [&](std::optional<std::chrono::milliseconds> length) -> std::optional<Timestamp> {
        if (!length)
            return std::nullopt;
        return hours ? hours->add(deed.now, *length) : deed.now + *length;
    };
    table::put(deed.tx, {instance.id, state.id, state.sla->calendar, deed.now, due(state.sla->warn), due(state.sla->breach)});
}

bool isOver(const Instance &instance)
{
    using Status = store::workflows::Status;
    return instance.status == Status::Completed || instance.status == Status::Failed || instance.status == Status::Cancelled;
}

struct Ringing {
    const char *type = "sla.warned";
    Timestamp due;
};
/// What the clock has to tell first, taken off it.
std::optional<Ringing> takeDue(table::Clock &clock, Timestamp now)
{
    const auto next = clock.nextDue();
    if (!next || *next > now)
        return std::nullopt;
    const bool warns = clock.warnDue == next;
    (warns ? clock.warnDue : clock.breachDue).reset();
    return Ringing{warns ? "sla.warned" : "sla.breached", *next};
}

std::string pathOf(const Deed &deed, const Instance &instance, const std::string &state)
{
    const auto definition = deed.studio.shelf.find(instance.definition, instance.version);
    const auto *known = definition ? definition->find(state) : nullptr;
    return known ? known->path : state;
}

} // namespace

std::optional<agents::BusinessHours> hoursOf(const store::ReadSql &sql, const Studio &studio, std::string_view calendar, std::string_view entity)
{
    if (calendar.empty())
        return std::nullopt;
    if (calendar == "studio")
        return studio.policy->hours;
    auto business = store::records::find(sql, Businesses, calendar == "entity" ? entity : calendar);
    if (!business && calendar != "entity")
        if (const auto named = store::records::byKey(sql, Businesses, "Name", calendar, 1); !named.empty())
            business = named.front();
    if (!business)
        return studio.policy->hours;
    const auto words = text(business->fields, "Business Hours");
    if (words.empty())
        return studio.policy->hours;
    const auto parsed = agents::BusinessHours::parse(words, text(business->fields, "Time Zone", studio.policy->timeZone), studio.policy->holidays);
    return parsed ? *parsed : studio.policy->hours;
}

void follow(Deed &deed, const workflow::Definition &definition, const Instance &instance, const workflow::Step &step)
{
    if (!hasClocks(definition))
        return;
    for (const auto &id : step.exited)
        if (const auto *state = definition.find(id); state && state->sla)
            table::remove(deed.tx, instance.id, id);
    align(deed, definition, instance, step.snapshot);
}

void align(Deed &deed, const workflow::Definition &definition, const Instance &instance, const workflow::Snapshot &snapshot)
{
    if (!hasClocks(definition))
        return;
    const auto running = table::of(deed.tx, instance.id);
    const auto standing = snapshot.status == workflow::MachineStatus::Active ? workflow::configuration(definition, snapshot.active)
                                                                             : Result<std::vector<workflow::StateIndex>>();
    std::vector<std::string> kept;
    for (const auto index : standing.value_or(std::vector<workflow::StateIndex>())) {
        const auto &state = definition.state(index);
        if (!state.sla)
            continue;
        kept.push_back(state.id);
        if (std::none_of(running.begin(), running.end(), [&](const auto &clock) { return clock.state == state.id; }))
            begin(deed, state, instance);
    }
    for (const auto &clock : running)
        if (std::find(kept.begin(), kept.end(), clock.state) == kept.end())
            table::remove(deed.tx, instance.id, clock.state);
}

Result<void> ring(Deed &deed, std::string_view id, std::string_view state)
{
    auto clock = table::find(deed.tx, id, state);
    if (!clock)
        return {};
    const auto instance = store::workflows::find(deed.tx, id);
    if (!instance || isOver(*instance)) {
        table::removeAll(deed.tx, id);
        return {};
    }
    const auto ringing = takeDue(*clock, deed.now);
    if (!ringing)
        return {};
    // Before the event: what it does to the state may stop this very clock.
    table::put(deed.tx, *clock);
    deed.correlation = instance->correlation;
    const auto path = pathOf(deed, *instance, clock->state);
    const Json told{{"state", path}, {"since", toRfc3339(clock->since)}, {"due", toRfc3339(ringing->due)}, {"workflow", instance->id},
                    {"number", instance->number}, {"title", instance->title}, {"entity", instance->entity}};
    const bool breached = std::string_view(ringing->type) == "sla.breached";
    note(deed, {ringing->type, "workflow", instance->id,
                instance->number + (breached ? " has stood too long in \"" : " has stood long in \"") + path + "\"", {}, "T10", {},
                {{"since", toRfc3339(clock->since)}, {"due", toRfc3339(ringing->due)}, {"calendar", clock->calendar}}});
    agents::MessagePost message;
    message.recipient = std::string(bus::Listeners);
    message.type = ringing->type;
    message.priority = breached ? "high" : "normal";
    message.payload = told;
    bus::post(deed, "engine", message);
    if (instance->status != store::workflows::Status::Running)
        return {};
    flow::Send send;
    send.instance = instance->id;
    send.type = ringing->type;
    send.data = told;
    send.eventId = clock->state + "/" + toRfc3339(clock->since) + "/" + ringing->type;
    const auto sent = flow::send(deed, send);
    return sent ? Result<void>() : tl::make_unexpected(sent.error());
}

Result<void> ringFailed(Deed &deed, std::string_view id, std::string_view state, const Error &error)
{
    auto clock = table::find(deed.tx, id, state);
    if (!clock || !takeDue(*clock, deed.now))
        return {};
    table::put(deed.tx, *clock);
    note(deed, {"sla.failed", "workflow", std::string(id), "A clock of a state could not be told: " + error.what, error.mend, "T10", {}, Json::object()});
    return {};
}

} // namespace hs::runtime::stateclocks
