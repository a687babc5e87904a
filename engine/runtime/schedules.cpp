#include "engine/runtime/schedules.h"

#include <algorithm>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/troubles.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/workflow/cron.h"

namespace hs::runtime::schedules {

namespace table = store::schedules;

namespace {

constexpr int MostCounted = 1000; ///< missed runs; more are told as so many

/// The cron expression on the clock of its zone. Both were checked when the definition was read.
class Calendar {
public:
    explicit Calendar(const Schedule &schedule)
        : m_cron(workflow::Cron::parse(schedule.cron)), m_zone(workflow::TimeZone::named(schedule.timezone))
    {
    }
    [[nodiscard]] std::optional<Timestamp> after(Timestamp at) const
    {
        return m_cron && m_zone ? m_cron->next(at, *m_zone) : std::nullopt;
    }
    [[nodiscard]] std::optional<Timestamp> from(Timestamp at) const { return after(at - std::chrono::milliseconds(1)); }

private:
    std::optional<workflow::Cron> m_cron;
    std::optional<workflow::TimeZone> m_zone;
};

void tell(Deed &deed, const Schedule &schedule, const char *action, const std::string &summary, const std::string &reason, Json data)
{
    data["schedule"] = schedule.name;
    note(deed, {action, "definition", schedule.definition, summary, reason, "T8", {}, std::move(data)});
}

Result<void> start(Deed &deed, Schedule &schedule, Timestamp due, const std::string &reason)
{
    flow::Start start;
    start.definition = schedule.definition;
    start.key = schedule.name;
    start.evenIfOpen = true;
    start.input = schedule.event.is_object() ? schedule.event : Json::object();
    start.input["due"] = toRfc3339(due);
    if (!start.input.contains("source"))
        start.input["source"] = "schedule";
    start.entity = text(start.input, "entity", StoreView(deed.tx, deed.studio, deed.now).defaultEntity());
    start.contact = text(start.input, "contact");
    schedule.lastDue = due;
    schedule.lastRun = deed.now;
    const auto instance = flow::start(deed, start);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto made = store::workflows::find(deed.tx, *instance);
    tell(deed, schedule, "schedule.ran", (made ? made->number : *instance) + " started by the clock: " + schedule.name, reason,
         {{"workflow", *instance}, {"due", toRfc3339(due)}});
    return {};
}

bool isBusy(const Deed &deed, const Schedule &schedule)
{
    return !store::workflows::byKey(deed.tx, schedule.definition, schedule.name, true).empty();
}

/// A run whose time has come, by what `overlap` says.
Result<void> come(Deed &deed, Schedule &schedule, Timestamp due, const std::string &reason)
{
    if (schedule.overlap == "allow" || !isBusy(deed, schedule))
        return start(deed, schedule, due, reason);
    const bool queues = schedule.overlap == "queue" && !schedule.queuedDue;
    if (queues)
        schedule.queuedDue = due;
    tell(deed, schedule, queues ? "schedule.queued" : "schedule.skipped",
         schedule.definition + (queues ? ": the run waits for the one before it: " : ": a run is left out: ") + schedule.name,
         schedule.queuedDue && !queues ? "one run waits already" : "the run before it has not ended", {{"due", toRfc3339(due)}});
    return {};
}

/// Everything due before `onTime` was missed: it happens once, if some of it is not too old.
Result<void> catchUp(Deed &deed, Schedule &schedule, const Calendar &calendar, Timestamp onTime)
{
    int missed = 0;
    for (auto at = schedule.nextDue; at && *at < onTime && missed < MostCounted; at = calendar.after(*at))
        ++missed;
    const auto first = *schedule.nextDue;
    const auto oldest = schedule.catchup ? std::max(first, deed.now - *schedule.catchup) : onTime;
    const auto within = calendar.from(oldest);
    schedule.nextDue = calendar.from(onTime);
    const std::string many = missed == MostCounted ? std::to_string(missed) + " or more" : std::to_string(missed);
    const bool runs = within && *within < onTime;
    if (!runs || missed > 1)
        tell(deed, schedule, "schedule.missed", schedule.definition + ": " + many + (missed == 1 ? " run was missed: " : " runs were missed: ") + schedule.name,
             runs ? "they happen once" : schedule.catchup ? "none of it is within catchup" : "the schedule has no catchup",
             {{"missed", missed}, {"first", toRfc3339(first)}});
    if (!runs)
        troubles::failed(deed, {"workflow:" + schedule.definition, std::string(troubles::MissedFault),
                                "a run by the clock was missed and is left out: " + schedule.name, toRfc3339(first), "the next run comes at its time",
                                schedule.catchup ? std::string() : "give the schedule a catchup, if missed runs are to happen later"});
    return runs ? come(deed, schedule, *within, "it was missed and is made up for") : Result<void>();
}

} // namespace

std::string nameOf(const workflow::Schedule &schedule)
{
    return text(Json(schedule.event), "type") + " at " + schedule.cron + " " + (schedule.timezone.empty() ? "UTC" : schedule.timezone);
}

void follow(Deed &deed, const workflow::Definition &definition)
{
    auto known = table::of(deed.tx, definition.id());
    std::vector<std::string> kept;
    for (const auto &given : definition.schedules()) {
        Schedule schedule;
        schedule.definition = definition.id();
        schedule.name = nameOf(given);
        schedule.cron = given.cron;
        schedule.timezone = given.timezone;
        schedule.event = Json(given.event);
        // The same time and type twice are two schedules.
        for (int twin = 2; std::any_of(kept.begin(), kept.end(), [&](const auto &name) { return name == schedule.name; }); ++twin)
            schedule.name = nameOf(given) + " #" + std::to_string(twin);
        const auto before = std::find_if(known.begin(), known.end(), [&](const Schedule &one) { return one.name == schedule.name; });
        if (before != known.end() && before->event == schedule.event)
            schedule = *before;
        else
            schedule.nextDue = Calendar(schedule).after(deed.now);
        schedule.overlap = given.overlap;
        schedule.catchup = given.catchup;
        kept.push_back(schedule.name);
        const bool changed = before == known.end() || before->event != schedule.event || before->overlap != schedule.overlap
                             || before->catchup != schedule.catchup;
        if (changed)
            table::put(deed.tx, schedule);
    }
    for (const auto &old : known)
        if (std::find(kept.begin(), kept.end(), old.name) == kept.end())
            table::remove(deed.tx, old.definition, old.name);
}

void forget(Deed &deed, std::string_view definition)
{
    for (const auto &old : table::of(deed.tx, definition))
        table::remove(deed.tx, old.definition, old.name);
}

void followAll(Deed &deed)
{
    const auto newest = deed.studio.shelf.all();
    for (const auto &definition : newest)
        follow(deed, *definition);
    for (const auto &old : table::all(deed.tx))
        if (std::none_of(newest.begin(), newest.end(), [&](const auto &definition) { return definition->id() == old.definition; }))
            table::remove(deed.tx, old.definition, old.name);
}

Result<void> run(Deed &deed, std::string_view definition, std::string_view name)
{
    auto schedule = table::find(deed.tx, definition, name);
    if (!schedule)
        return {};
    Result<void> done;
    if (schedule->queuedDue && !isBusy(deed, *schedule)) {
        const auto due = *std::exchange(schedule->queuedDue, std::nullopt);
        done = start(deed, *schedule, due, "the run before it has ended");
    } else if (schedule->nextDue && *schedule->nextDue <= deed.now) {
        const Calendar calendar(*schedule);
        const auto onTime = deed.now - OnTime;
        if (const auto due = *schedule->nextDue; due < onTime) {
            done = catchUp(deed, *schedule, calendar, onTime);
        } else {
            schedule->nextDue = calendar.after(due);
            done = come(deed, *schedule, due, {});
        }
    } else {
        return {};
    }
    if (!done)
        return done;
    table::put(deed.tx, *schedule);
    return {};
}

Result<void> failed(Deed &deed, std::string_view definition, std::string_view name, const Error &error)
{
    auto schedule = table::find(deed.tx, definition, name);
    if (!schedule)
        return {};
    if (schedule->queuedDue && !isBusy(deed, *schedule))
        schedule->queuedDue.reset();
    else if (schedule->nextDue && *schedule->nextDue <= deed.now)
        schedule->nextDue = Calendar(*schedule).after(deed.now);
    table::put(deed.tx, *schedule);
    tell(deed, *schedule, "schedule.failed", schedule->definition + " could not be started by the clock: " + error.what, error.mend, Json::object());
    troubles::failed(deed, {"workflow:" + schedule->definition, std::string(troubles::ScheduleFault), describe(error), toRfc3339(deed.now),
                            "nothing was started; the next run comes at its time", error.mend});
    return {};
}

} // namespace hs::runtime::schedules
