#include "engine/workflow/what_if.h"

#include <algorithm>
#include <set>

#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

/// Active states as people read them: "preparing.payment.waiting + preparing.room.reserving".
std::string statesText(const Definition &definition, const Snapshot &snapshot)
{
    std::string text;
    for (const auto &id : snapshot.active) {
        const State *state = definition.find(id);
        text += (text.empty() ? "" : " + ") + (state == nullptr ? id : state->path);
    }
    return text;
}

std::string namesText(const std::vector<OpenTask> &tasks)
{
    std::vector<std::string> names;
    std::transform(tasks.begin(), tasks.end(), std::back_inserter(names), [](const OpenTask &task) { return task.id; });
    return listed(names);
}

/// "went from triage to approval, started approveGroup, did log {…}"
std::string sentence(const Definition &definition, const Snapshot *before, const Step &step, bool withValues)
{
    if (step.ignored)
        return "ignored it in " + statesText(definition, step.snapshot);
    const auto to = statesText(definition, step.snapshot);
    const auto from = before == nullptr ? std::string() : statesText(definition, *before);
    std::string text = before == nullptr ? "began in " + to : from == to ? "stayed in " + to : "went from " + from + " to " + to;
    if (step.snapshot.status == MachineStatus::Done)
        text += " and ended";
    if (!step.tasksStarted.empty())
        text += ", started " + namesText(step.tasksStarted);
    if (withValues) {
        for (const auto &task : step.tasksStarted)
            text += ", " + task.id + " with " + dump(Json(task.input));
        for (const auto &action : step.actions)
            text += ", did " + action.type + " " + dump(Json(action.params));
        if (!step.snapshot.output.is_null())
            text += ", output " + dump(Json(step.snapshot.output));
    }
    return text;
}

Json tasksOf(const Step &step)
{
    Json tasks = Json::object();
    for (const auto &task : step.tasksStarted)
        tasks[task.id] = {{"src", task.src}, {"input", Json(task.input)}};
    return tasks;
}

Json actionsOf(const Step &step)
{
    Json actions = Json::array();
    for (const auto &action : step.actions)
        actions.push_back({{"type", action.type}, {"agent", action.agent}, {"command", action.command}, {"params", Json(action.params)}});
    return actions;
}

} // namespace

WhatIf::WhatIf(DefinitionSource past, std::string version, const Definition &changed, const StateMap &map)
    : m_past(std::move(past), std::move(version)), m_changed(changed), m_map(map)
{
}

bool WhatIf::part(const HistoryStep &row, std::string then, std::string now)
{
    m_parting = Parting{row.seq, row.at, std::move(then), std::move(now)};
    return false;
}

std::string WhatIf::mapped(std::string_view pastState) const
{
    return m_past.definition() == nullptr ? std::string(pastState) : mappedState(*m_past.definition(), m_changed, m_map, pastState);
}

/// The name that the changed definition has for a timer of the past.
std::string WhatIf::mappedTimer(const Snapshot &past, const std::string &timer) const
{
    const PendingTimer *pending = past.timer(timer);
    if (pending == nullptr || pending->state.empty() || !timer.ends_with(pending->state))
        return timer;
    return timer.substr(0, timer.size() - pending->state.size()) + mapped(pending->state);
}

std::optional<Input> WhatIf::inputFor(const HistoryStep &row, const Snapshot &past) const
{
    auto input = inputFromHistory(row.input);
    if (input)
        if (auto *timer = std::get_if<TimerInput>(&*input))
            timer->timer = mappedTimer(past, timer->timer);
    return input;
}

/// The next timer that is due before a moment, and that did not stand in the past as well: what fell due while the
/// studio's computer slept was late in both.
const PendingTimer *WhatIf::earlierTimer(Timestamp before) const
{
    std::set<std::pair<std::string, Timestamp>> alsoThen;
    for (const auto &timer : m_past.snapshot().timers)
        alsoThen.emplace(mappedTimer(m_past.snapshot(), timer.id), timer.due);
    const PendingTimer *next = nullptr;
    for (const auto &timer : m_now.timers)
        if (timer.due < before && !alsoThen.contains({timer.id, timer.due})
            && (next == nullptr || std::pair(timer.due, timer.sequence) < std::pair(next->due, next->sequence)))
            next = &timer;
    return next;
}

/// The first row: a start, or the snapshot that a fork began with.
bool WhatIf::begin(const HistoryStep &row)
{
    m_begun = true;
    if (const Step *past = m_past.step()) {
        const auto now = start(m_changed, OrderedJson(hs::member(row.input, "input")), row.at.value_or(Timestamp()));
        if (!now)
            return part(row, sentence(*m_past.definition(), nullptr, *past, false), "would not begin: " + toError(now.error()).what);
        m_now = now->snapshot;
        return compare(row, {}, {}, *now);
    }
    const auto definition = m_past.definition();
    if (definition == nullptr) {
        m_trouble = "the definition that it began with is not there";
        return false;
    }
    auto moved = migrate(*definition, m_past.snapshot(), m_changed, m_map, row.at.value_or(Timestamp()));
    if (!moved) {
        m_trouble = "it began in the middle, and there the changed definition cannot take over: " + moved.error().front();
        return false;
    }
    m_now = std::move(moved->snapshot);
    return true;
}

bool WhatIf::compare(const HistoryStep &row, const Snapshot &pastBefore, const Snapshot &nowBefore, const Step &now)
{
    const Step &past = *m_past.step();
    const bool fresh = pastBefore.active.empty();
    std::set<std::string> expected;
    for (const auto &id : past.snapshot.active)
        expected.insert(mapped(id));
    const std::set<std::string> reached(now.snapshot.active.begin(), now.snapshot.active.end());
    const bool sameWay = expected == reached && past.ignored == now.ignored && past.snapshot.status == now.snapshot.status;
    const bool sameDeeds = tasksOf(past) == tasksOf(now) && actionsOf(past) == actionsOf(now)
                           && Json(past.snapshot.output) == Json(now.snapshot.output);
    if (sameWay && sameDeeds)
        return true;
    return part(row, sentence(*m_past.definition(), fresh ? nullptr : &pastBefore, past, sameWay),
                sentence(m_changed, fresh ? nullptr : &nowBefore, now, sameWay));
}

bool WhatIf::feed(const HistoryStep &row)
{
    if (m_parting || !m_trouble.empty())
        return false;
    const Snapshot pastBefore = m_past.snapshot();
    auto effective = row.at;
    if (!effective)
        if (const auto *timer = pastBefore.timer(text(row.input, "timer")))
            effective = timer->due;
    // What would have happened on its own before this input came.
    const PendingTimer *earlier = m_begun && effective ? earlierTimer(*effective) : nullptr;
    const std::string earlierText = earlier == nullptr ? std::string() : earlier->id + " would have fired at " + toRfc3339(earlier->due);
    const auto input = m_begun ? inputFor(row, pastBefore) : std::nullopt;
    if (!m_past.feedAndCompare(row)) {
        const auto &difference = *m_past.difference();
        m_trouble = "step " + std::to_string(difference.seq) + " of the history is not what its own definition makes of it (" + difference.field + ")";
        return false;
    }
    m_lastSeq = row.seq;
    if (!m_begun)
        return begin(row);
    const Step *past = m_past.step();
    const auto didThen = [&] {
        return past == nullptr ? text(row.input, "kind") : sentence(*m_past.definition(), &pastBefore, *past, false);
    };
    if (earlier != nullptr)
        return part(row, didThen(), earlierText);
    if (past == nullptr || !input) {
        // No input of the machine: what a person changed is changed here too.
        const auto kind = text(row.input, "kind");
        if (kind == "undo" && m_nowBefore) {
            std::swap(m_now, *m_nowBefore);
        } else if (const Json &patch = contextPatchOf(row); !patch.empty()) {
            m_nowBefore = m_now;
            Json context(m_now.context);
            context.merge_patch(patch);
            m_now.context = OrderedJson(context);
        } else {
            m_nowBefore = m_now;
        }
        return true;
    }
    if (const auto *timer = std::get_if<TimerInput>(&*input); timer != nullptr && !past->ignored) {
        const PendingTimer *pending = m_now.timer(timer->timer);
        if (pending == nullptr)
            return part(row, didThen(), "timer " + inQuotes(timer->timer) + " would not be pending");
        if (effective && pending->due > *effective)
            return part(row, didThen(), "timer " + inQuotes(timer->timer) + " would be due at " + toRfc3339(pending->due));
    }
    const auto *done = std::get_if<TaskDone>(&*input);
    const auto *failed = std::get_if<TaskFailed>(&*input);
    if (done != nullptr || failed != nullptr) {
        const auto &invoke = done != nullptr ? done->invoke : failed->invoke;
        if (m_now.task(invoke) == nullptr && pastBefore.task(invoke) != nullptr)
            return part(row, didThen(), "no task " + inQuotes(invoke) + " would be open to take its result");
    }
    const auto now = step(m_changed, m_now, *input, effective.value_or(Timestamp()));
    if (!now)
        return part(row, didThen(), "would stop for a person: " + toError(now.error()).what);
    const Snapshot nowBefore = std::exchange(m_now, now->snapshot);
    m_nowBefore = nowBefore;
    return compare(row, pastBefore, nowBefore, *now);
}

void WhatIf::finish(Timestamp now)
{
    if (m_parting || !m_trouble.empty() || !m_begun)
        return;
    if (const auto *timer = earlierTimer(now)) {
        const HistoryStep next{m_lastSeq + 1, timer->due, {}, {}, {}, {}};
        part(next, "waited in " + (m_past.definition() == nullptr ? std::string() : statesText(*m_past.definition(), m_past.snapshot())),
             timer->id + " would have fired at " + toRfc3339(timer->due));
    }
}

} // namespace hs::workflow
