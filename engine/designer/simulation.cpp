#include "engine/designer/simulation.h"

#include <algorithm>

#include "engine/workflow/trace.h"

namespace hs::designer {

namespace {

QString simulatedText(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString jsonText(const OrderedJson &value)
{
    return simulatedText(value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
}

/// What people call a timer: the key of `after`, or the id of a delayed event.
QString timerLabel(const workflow::PendingTimer &timer)
{
    const std::string head = "xstate.after.";
    const std::string tail = '.' + timer.state;
    if (!timer.state.empty() && timer.id.starts_with(head) && timer.id.ends_with(tail))
        return simulatedText(std::string_view(timer.id).substr(head.size(), timer.id.size() - head.size() - tail.size()));
    return simulatedText(timer.id);
}

api::SimulatedStep simulatedStep(const workflow::Definition &definition, const workflow::TraceStep &step)
{
    api::SimulatedStep out;
    const OrderedJson &line = step.line;
    if (!line["input"].is_null())
        out.input = jsonText(line["input"]);
    out.now = toMillis(step.now);
    out.status = simulatedText(line["status"].get<std::string>());
    out.ignored = step.ignored;
    out.fault = simulatedText(step.fault);
    if (const auto active = workflow::configuration(definition, step.snapshot.active)) {
        for (const auto index : *active)
            out.active << simulatedText(definition.state(index).id);
    }
    for (const workflow::Taken &taken : step.taken) {
        std::string words = taken.source + ' ' + taken.descriptor;
        for (const std::string &target : taken.targets)
            words += ' ' + target;
        out.taken << simulatedText(words);
    }
    out.context = jsonText(line["context"]);
    for (const auto &action : line["actions"])
        out.actions << simulatedText(action["type"].get<std::string>()) + QLatin1Char(' ') + jsonText(action["params"]);
    const bool failed = out.status == QLatin1String("error");
    if (!failed) {
        for (const workflow::OpenTask &task : step.snapshot.tasks)
            out.tasks.push_back({simulatedText(task.id), simulatedText(task.src), jsonText(task.input)});
        for (const workflow::PendingTimer &timer : step.snapshot.timers)
            out.timers.push_back({timerLabel(timer), simulatedText(timer.state), toMillis(timer.due)});
        std::stable_sort(out.timers.begin(), out.timers.end(), [](const auto &a, const auto &b) { return a.due < b.due; });
    }
    if (line.contains("output"))
        out.output = jsonText(line["output"]);
    return out;
}

} // namespace

Result<api::Simulation> simulate(const QString &text, const QString &script)
{
    const std::string source = text.toStdString();
    const auto parsed = workflow::parseDefinition(source, workflow::AgentCatalog::anything());
    if (!parsed.definition) {
        const auto first = std::find_if(parsed.findings.begin(), parsed.findings.end(),
                                        [](const auto &finding) { return finding.severity == workflow::Severity::Error; });
        return fail(Errc::BadInput, "the definition has errors", first == parsed.findings.end() ? std::string() : describe(*first),
                    "mend what the list of findings names");
    }
    const auto steps = workflow::play(*parsed.definition, script.toStdString());
    if (!steps)
        return tl::make_unexpected(steps.error());
    api::Simulation out;
    for (const workflow::TraceStep &step : *steps)
        out.steps.push_back(simulatedStep(*parsed.definition, step));
    if (out.steps.back().status == QLatin1String("active")) {
        for (const workflow::LegalEvent &event : parsed.definition->legalEvents(steps->back().snapshot.active))
            out.events.push_back({simulatedText(event.descriptor), simulatedText(event.source), simulatedText(event.guard),
                                  simulatedText(event.description)});
    }
    return out;
}

} // namespace hs::designer
