#include "engine/workflow/replay.h"

#include "engine/crypto/hash.h"
#include "engine/vocabulary/json_text.h"
#include "engine/workflow/document.h"

namespace hs::workflow {

namespace {

StateMap stateMapOf(const Json &states)
{
    StateMap map;
    if (states.is_object())
        for (const auto &[old, fresh] : states.items())
            if (fresh.is_string())
                map[old] = fresh.get<std::string>();
    return map;
}

} // namespace

const Json &contextPatchOf(const HistoryStep &row)
{
    static const Json Nothing = Json::object();
    for (const Json *holder : {&row.input, &row.record})
        if (const Json &patch = hs::member(*holder, "patch"); patch.is_object())
            return patch;
    return Nothing;
}

std::string snapshotHash(const Snapshot &snapshot)
{
    return crypto::toHex(crypto::sha256(canonicalSnapshot(snapshot)));
}

std::optional<Input> inputFromHistory(const Json &input)
{
    const auto kind = text(input, "kind");
    if (kind == "event")
        return EventInput{OrderedJson(hs::member(input, "event"))};
    if (kind == "timer")
        return TimerInput{text(input, "timer")};
    if (kind == "done")
        return TaskDone{text(input, "invoke"), OrderedJson(hs::member(input, "output"))};
    if (kind == "failed")
        return TaskFailed{text(input, "invoke"), OrderedJson(hs::member(input, "error"))};
    return std::nullopt;
}

namespace {

void appendMember(std::string &out, std::string_view key, const std::string &text)
{
    appendKey(out, key);
    appendText(out, text);
}

void appendMember(std::string &out, std::string_view key, const OrderedJson &value)
{
    appendKey(out, key);
    appendJson(out, value);
}

void appendMember(std::string &out, std::string_view key, const std::vector<std::string> &texts)
{
    appendKey(out, key);
    appendTexts(out, texts);
}

/// Opens one more object of the list that `out` ends in.
void openElement(std::string &out)
{
    out += out.back() == '[' ? "{" : ",{";
}

} // namespace

void appendRecord(std::string &out, const Step &step)
{
    appendKey(out, "transitions");
    out += '[';
    for (const auto &taken : step.transitions) {
        openElement(out);
        appendMember(out, "source", taken.source);
        appendMember(out, "event", taken.descriptor);
        appendMember(out, "targets", taken.targets);
        out += '}';
    }
    out += ']';
    appendMember(out, "exited", step.exited);
    appendMember(out, "entered", step.entered);
    appendKey(out, "actions");
    out += '[';
    for (const auto &action : step.actions) {
        openElement(out);
        appendMember(out, "type", action.type);
        appendMember(out, "params", action.params);
        out += '}';
    }
    out += ']';
    appendKey(out, "tasks");
    out += '[';
    const auto task = [&](const OpenTask &one, const char *did) {
        openElement(out);
        appendMember(out, "id", one.id);
        appendMember(out, "src", one.src);
        if (did == std::string_view("started"))
            appendMember(out, "input", one.input);
        appendMember(out, "did", std::string(did));
        out += '}';
    };
    for (const auto &one : step.tasksStarted)
        task(one, "started");
    for (const auto &one : step.tasksCancelled)
        task(one, "cancelled");
    out += ']';
    appendKey(out, "timers");
    out += '[';
    for (const auto &timer : step.timersSet) {
        openElement(out);
        appendMember(out, "id", timer.id);
        appendMember(out, "due", toRfc3339(timer.due));
        out += '}';
    }
    out += ']';
    appendMember(out, "patch", step.contextPatch);
    appendKey(out, "ignored");
    out += step.ignored ? "true" : "false";
}

Json recordOfStep(const Step &step)
{
    std::string text = "{";
    appendRecord(text, step);
    return Json::parse(text + '}');
}

std::optional<JsonDifference> firstDifference(const Json &first, const Json &second, const std::string &pointer)
{
    if (first == second)
        return std::nullopt;
    const auto shown = [](const Json *value) { return value == nullptr ? std::string("nothing") : dump(*value); };
    if (first.is_object() && second.is_object()) {
        for (const auto &[key, value] : first.items()) {
            const auto other = second.find(key);
            if (other == second.end())
                return JsonDifference{pointer / key, shown(&value), shown(nullptr)};
            if (auto inner = firstDifference(value, *other, pointer / key))
                return inner;
        }
        for (const auto &[key, value] : second.items())
            if (!first.contains(key))
                return JsonDifference{pointer / key, shown(nullptr), shown(&value)};
    }
    if (first.is_array() && second.is_array()) {
        for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
            const auto place = pointer / std::to_string(i);
            if (i >= first.size() || i >= second.size())
                return JsonDifference{place, shown(i < first.size() ? &first[i] : nullptr), shown(i < second.size() ? &second[i] : nullptr)};
            if (auto inner = firstDifference(first[i], second[i], place))
                return inner;
        }
    }
    return JsonDifference{pointer, shown(&first), shown(&second)};
}

Replayer::Replayer(DefinitionSource definitions, std::string version) : m_definitions(std::move(definitions)), m_version(std::move(version))
{
}

void Replayer::resume(Snapshot snapshot, std::string version)
{
    m_begun = true;
    if (version != m_version)
        m_definition.reset();
    m_version = std::move(version);
    m_before.reset();
    m_snapshot = std::move(snapshot);
}

bool Replayer::refuse(const HistoryStep &row, std::string field, std::string stored, std::string replayed)
{
    if (!m_difference)
        m_difference = ReplayDifference{row.seq, std::move(field), std::move(stored), std::move(replayed)};
    return false;
}

bool Replayer::load(const HistoryStep &row, const std::string &version)
{
    if (m_definition && m_definition->version() == version)
        return true;
    m_definition = m_definitions(version);
    return m_definition != nullptr || refuse(row, "/input", "version " + version, "this version of the definition is not there");
}

void Replayer::keep(Snapshot snapshot)
{
    if (m_begun)
        m_before = std::move(m_snapshot);
    m_snapshot = std::move(snapshot);
    m_begun = true;
}

bool Replayer::take(const HistoryStep &row, StepResult result)
{
    if (!result)
        return refuse(row, "/input", dump(row.input), std::string(name(result.error().kind)) + ": " + result.error().message);
    keep(result->snapshot);
    m_step = std::move(*result);
    return true;
}

bool Replayer::takeMigration(const HistoryStep &row)
{
    const auto to = text(row.input, "to");
    const auto target = m_definitions(to);
    if (!target || !load(row, m_version))
        return refuse(row, "/input", "version " + to, "this version of the definition is not there");
    auto moved = migrate(*m_definition, m_snapshot, *target, stateMapOf(hs::member(row.input, "states")), row.at.value_or(Timestamp()));
    if (!moved)
        return refuse(row, "/input", "migrated to " + to, moved.error().front());
    keep(std::move(moved->snapshot));
    m_definition = target;
    m_version = to;
    return true;
}

bool Replayer::takeOver(const HistoryStep &row)
{
    if (row.snapshot) {
        if (!m_definition)
            m_definition = m_definitions(m_version);
        keep(*row.snapshot);
        return true;
    }
    if (!m_begun)
        return refuse(row, "/input", dump(row.input), "the history does not begin with a start");
    if (text(row.input, "kind") == "undo")
        return refuse(row, "/input", dump(row.input), "the step before the one that was taken back is not known");
    Snapshot next = m_snapshot;
    if (const Json &patch = contextPatchOf(row); !patch.empty()) {
        Json context(next.context);
        context.merge_patch(patch);
        next.context = OrderedJson(context);
    }
    keep(std::move(next));
    return true;
}

bool Replayer::feed(const HistoryStep &row)
{
    if (m_difference)
        return false;
    m_step.reset();
    const auto kind = text(row.input, "kind");
    if (kind == "start")
        return load(row, m_version) && take(row, start(*m_definition, OrderedJson(hs::member(row.input, "input")), row.at.value_or(Timestamp())));
    if (kind == "migrate" && m_begun)
        return takeMigration(row);
    if (kind == "undo" && m_before) {
        Snapshot back = *m_before;
        keep(std::move(back));
        return true;
    }
    const auto input = inputFromHistory(row.input);
    if (!input || !m_begun)
        return takeOver(row);
    if (!load(row, m_version))
        return false;
    auto at = row.at;
    if (!at) {
        const auto *fired = std::get_if<TimerInput>(&*input);
        const auto *timer = fired == nullptr ? nullptr : m_snapshot.timer(fired->timer);
        at = timer == nullptr ? Timestamp() : timer->due;
    }
    return take(row, workflow::step(*m_definition, m_snapshot, *input, *at));
}

bool Replayer::feedAndCompare(const HistoryStep &row)
{
    if (!feed(row))
        return false;
    const bool same = row.snapshot ? *row.snapshot == m_snapshot || Json(toJson(*row.snapshot)) == Json(toJson(m_snapshot))
                                   : row.hash.empty() || row.hash == snapshotHash(m_snapshot);
    if (!same && row.snapshot)
        if (const auto difference = firstDifference(Json(toJson(*row.snapshot)), Json(toJson(m_snapshot)), "/snapshot"))
            return refuse(row, difference->pointer, difference->first, difference->second);
    if (m_step && (!same || (!row.snapshot && row.hash.empty()))) {
        // Without the snapshot itself, what the row says of its step names the field.
        const Json replayed = recordOfStep(*m_step);
        for (const auto *key : {"ignored", "transitions", "exited", "entered", "patch", "actions", "tasks", "timers"})
            if (row.record.contains(key)) // older rows keep less
                if (const auto difference = firstDifference(row.record[key], replayed[key], std::string() / key))
                    return refuse(row, difference->pointer, difference->first, difference->second);
    }
    if (!same)
        return refuse(row, "/hash", row.hash, snapshotHash(m_snapshot));
    ++m_compared;
    return true;
}

} // namespace hs::workflow
