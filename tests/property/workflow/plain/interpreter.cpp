#include "tests/property/workflow/plain/interpreter.h"

#include "engine/workflow/event_descriptor.h"
#include "tests/property/workflow/plain/machine_run.h"

namespace hs::workflow::plain {

namespace {

/// An input that came too late to matter.
Step late(const Snapshot &snapshot)
{
    Step out;
    out.snapshot = snapshot;
    out.ignored = true;
    return out;
}

tl::unexpected<Fault> badInput(std::string message)
{
    return tl::make_unexpected(Fault{Fault::Kind::BadInput, std::move(message)});
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const EventInput &input, Timestamp now)
{
    const OrderedJson &event = input.event;
    const auto type = event.is_object() ? event.find("type") : event.end();
    if (!event.is_object() || type == event.end() || !type->is_string() || type->get_ref<const std::string &>().empty())
        return badInput("an event is an object with a \"type\"");
    if (isReserved(type->get_ref<const std::string &>()))
        return badInput("events of type \"" + type->get<std::string>() + "\" come from the machine alone");
    const auto bytes = event.dump(-1, ' ', false, OrderedJson::error_handler_t::replace).size();
    if (bytes > MaxEventBytes)
        return badInput("the event has " + std::to_string(bytes) + " bytes, the limit is " + std::to_string(MaxEventBytes));
    return MachineRun(definition, snapshot, now).process(event, false);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TimerInput &input, Timestamp now)
{
    const PendingTimer *timer = snapshot.timer(input.timer);
    if (timer == nullptr)
        return late(snapshot);
    if (!timer->event.is_object() || !timer->event.contains("type") || !timer->event["type"].is_string())
        return tl::make_unexpected(Fault{Fault::Kind::Snapshot, "timer " + input.timer + " has no event"});
    MachineRun run(definition, snapshot, now);
    run.finishTimer(input.timer);
    return run.process(timer->event, false);
}

StepResult takeResult(const Definition &definition, const Snapshot &snapshot, const std::string &invoke,
                      OrderedJson event, bool isError, Timestamp now)
{
    if (snapshot.task(invoke) == nullptr)
        return late(snapshot);
    MachineRun run(definition, snapshot, now);
    run.finishTask(invoke);
    return run.process(std::move(event), isError);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TaskDone &input, Timestamp now)
{
    return takeResult(definition, snapshot, input.invoke,
                      {{"type", "xstate.done.actor." + input.invoke}, {"output", input.output}, {"actorId", input.invoke}},
                      false, now);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TaskFailed &input, Timestamp now)
{
    return takeResult(definition, snapshot, input.invoke,
                      {{"type", "xstate.error.actor." + input.invoke}, {"error", input.error}, {"actorId", input.invoke}},
                      true, now);
}

} // namespace

StepResult start(const Definition &definition, const OrderedJson &input, Timestamp now)
{
    if (!input.is_object() && !input.is_null())
        return badInput("the start input is an object");
    Snapshot before;
    before.context = definition.context();
    OrderedJson event = {{"type", "xstate.init"}};
    if (input.is_object()) {
        event["input"] = input;
        for (const auto &[key, value] : input.items())
            before.context[key] = value;
    }
    return MachineRun(definition, before, now).start(std::move(event));
}

StepResult step(const Definition &definition, const Snapshot &snapshot, const Input &input, Timestamp now)
{
    if (snapshot.status == MachineStatus::Done)
        return late(snapshot);
    return std::visit([&](const auto &one) { return take(definition, snapshot, one, now); }, input);
}

} // namespace hs::workflow::plain
