#include "engine/runtime/run_reading.h"

#include <algorithm>
#include <array>

#include "engine/runtime/door_rows.h"

namespace hs::runtime::runs {

using rows::q;

namespace {

QStringList names(const Json &list)
{
    QStringList result;
    for (const auto &item : list)
        if (item.is_string())
            result.append(q(item.get<std::string>()));
    return result;
}

std::vector<std::string> texts(const Json &list)
{
    std::vector<std::string> result;
    for (const auto &item : list)
        if (item.is_string())
            result.push_back(item.get<std::string>());
    return result;
}

/// Rows that put the run somewhere without a step of the machine.
bool replaces(std::string_view kind)
{
    return kind == "undo" || kind == "migrate";
}

} // namespace

api::RunInput inputKind(std::string_view kind)
{
    if (kind == "start")
        return api::RunInput::Start;
    if (kind == "event")
        return api::RunInput::Event;
    if (kind == "timer")
        return api::RunInput::Timer;
    if (kind == "done")
        return api::RunInput::TaskDone;
    if (kind == "failed")
        return api::RunInput::TaskFailed;
    if (kind == "undo")
        return api::RunInput::Undo;
    if (kind == "cancel")
        return api::RunInput::Cancel;
    static constexpr std::array<std::string_view, 7> Acts{"pause", "resume", "skip", "edit", "resolve", "prioritise", "rollback"};
    return std::find(Acts.begin(), Acts.end(), kind) != Acts.end() ? api::RunInput::Act : api::RunInput::Other;
}

std::string inputName(const Json &input, const std::string &fallback)
{
    switch (inputKind(text(input, "kind"))) {
    case api::RunInput::Event: return text(member(input, "event"), "type", fallback);
    case api::RunInput::Timer: return text(input, "timer", fallback);
    case api::RunInput::TaskDone:
    case api::RunInput::TaskFailed: return text(input, "invoke", fallback);
    default: return fallback;
    }
}

QJsonObject payloadOf(const Json &input)
{
    switch (inputKind(text(input, "kind"))) {
    case api::RunInput::Start: return rows::object(member(input, "input"));
    case api::RunInput::Event: return rows::object(member(input, "event"));
    case api::RunInput::TaskDone: {
        const Json &output = member(input, "output");
        return rows::object(output.is_object() ? output : Json{{"output", output}});
    }
    case api::RunInput::TaskFailed: return rows::object(member(input, "error"));
    default: {
        Json rest = input.is_object() ? input : Json::object();
        rest.erase("kind");
        return rows::object(rest);
    }
    }
}

api::RunStep stepOf(const store::workflows::Step &step)
{
    const Json &record = step.record;
    const Json &input = member(record, "input");
    api::RunStep row;
    row.seq = step.seq;
    row.at = rows::time(step.at);
    row.kind = inputKind(text(input, "kind"));
    row.input = q(inputName(input, step.input));
    row.actor = q(step.actor);
    row.reason = q(step.reason);
    row.exited = names(member(record, "exited"));
    row.entered = names(member(record, "entered"));
    // An act names what it changed in its own words.
    for (const auto &[name, value] : member(row.kind == api::RunInput::Act ? input : record, "patch").items())
        row.changed.append(q(name));
    for (const auto &task : member(record, "tasks"))
        (text(task, "did") == "cancelled" ? row.tasksCancelled : row.tasksStarted).append(q(text(task, "id")));
    row.timersSet = int(member(record, "timers").size());
    row.actions = int(member(record, "actions").size());
    row.ignored = boolean(record, "ignored");
    row.durationMicros = int(step.micros);
    return row;
}

workflow::RunFact factOf(const store::workflows::Step &step, bool ends)
{
    using Fact = workflow::RunFact;
    const Json &record = step.record;
    const Json &input = member(record, "input");
    const auto kind = inputKind(text(input, "kind"));
    Fact fact;
    fact.seq = step.seq;
    fact.at = step.at;
    fact.ends = ends;
    fact.exited = texts(member(record, "exited"));
    fact.entered = texts(member(record, "entered"));
    for (const auto &taken : member(record, "transitions"))
        fact.sources.push_back(text(taken, "source"));
    for (const auto &task : member(record, "tasks"))
        (text(task, "did") == "cancelled" ? fact.cancelled : fact.started).push_back(text(task, "id"));
    if (kind == api::RunInput::TaskDone || kind == api::RunInput::TaskFailed)
        fact.finished = text(input, "invoke");
    fact.failed = kind == api::RunInput::TaskFailed;
    if (kind == api::RunInput::Cancel)
        fact.kind = Fact::Kind::Cancelled;
    else if (replaces(text(input, "kind")))
        fact.kind = Fact::Kind::Replaced;
    if (boolean(record, "ignored"))
        fact.sign = Fact::Sign::Ignored;
    else if (fact.failed)
        fact.sign = Fact::Sign::TaskFailed;
    else if (kind == api::RunInput::Timer)
        fact.sign = Fact::Sign::Timer;
    else if (text(record, "actor_id").starts_with("op_"))
        fact.sign = Fact::Sign::Person;
    else if (kind == api::RunInput::Event)
        fact.sign = Fact::Sign::Event;
    return fact;
}

std::string signatureOf(const store::workflows::Step &step)
{
    const Json &input = member(step.record, "input");
    std::string signature = text(input, "kind") + '\n' + inputName(input, step.input);
    for (const auto &state : texts(member(step.record, "entered")))
        signature += '\n' + state;
    return signature;
}

} // namespace hs::runtime::runs
