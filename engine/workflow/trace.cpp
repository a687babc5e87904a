#include "engine/workflow/trace.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/workflow/document.h"
#include "engine/workflow/interpreter.h"
#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/near_names.h"
#include "engine/workflow/report.h"
#include "engine/workflow/selection.h"

namespace hs::workflow {

namespace {

/// More timers than this in one `advance` is a machine that ticks for ever.
constexpr std::size_t MaxTimersFired = 50'000;

std::string line(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// One step of a script, checked.
struct ScriptStep {
    OrderedJson source;
    std::optional<Input> input;                       ///< none: advance
    std::chrono::milliseconds advance{0};
};

/// Plays a definition against a script; time starts at 0 and moves only by `advance`.
class Player {
public:
    explicit Player(const Definition &definition) : m_definition(definition) {}

    void start(const OrderedJson &input)
    {
        m_ignored = false;
        m_snapshot.context = definitionContext(input);
        m_snapshot.active = initialLeaves();
        take(workflow::start(m_definition, input, m_now));
        write(nullptr);
    }

    void play(const ScriptStep &step)
    {
        m_actions = OrderedJson::array();
        m_taken.clear();
        m_ignored = true;
        if (isOpen()) {
            if (step.input)
                take(workflow::step(m_definition, m_snapshot, *step.input, m_now));
            else
                advance(step.advance);
        }
        write(step.source);
    }

    [[nodiscard]] std::vector<TraceStep> steps() && { return std::move(m_steps); }

private:
    [[nodiscard]] bool isOpen() const { return !m_failed && m_snapshot.status == MachineStatus::Active; }

    [[nodiscard]] OrderedJson definitionContext(const OrderedJson &input) const
    {
        OrderedJson context = m_definition.context();
        if (input.is_object()) {
            for (const auto &[key, value] : input.items())
                context[key] = value;
        }
        return context;
    }

    /// What a start that fails leaves behind: the initial states, as if nothing had run.
    [[nodiscard]] std::vector<std::string> initialLeaves() const
    {
        std::vector<std::string> out;
        for (const StateIndex index : Selection(m_definition).initialSet()) {
            const State &state = m_definition.state(index);
            if (state.type == StateType::Atomic || state.type == StateType::Final)
                out.push_back(state.id);
        }
        return out;
    }

    void take(StepResult result)
    {
        if (!result) {
            fail(result.error().message);
            return;
        }
        m_ignored = m_ignored && result->ignored;
        m_taken.insert(m_taken.end(), result->transitions.begin(), result->transitions.end());
        for (const Action &action : result->actions)
            m_actions.push_back({{"type", action.type}, {"params", action.params}});
        m_snapshot = std::move(result->snapshot);
    }

    void advance(std::chrono::milliseconds by)
    {
        const Timestamp until = m_now + by;
        std::size_t fired = 0;
        while (isOpen()) {
            const PendingTimer *next = m_snapshot.nextTimer();
            if (next == nullptr || next->due > until)
                break;
            if (++fired > MaxTimersFired) {
                fail("more than " + std::to_string(MaxTimersFired) + " timers fired in one advance");
                break;
            }
            m_now = std::max(m_now, next->due);
            take(workflow::step(m_definition, m_snapshot, TimerInput{next->id}, m_now));
        }
        m_now = until;
    }

    void fail(const std::string &why)
    {
        m_failed = true;
        m_fault = why;
        m_ignored = false;
        m_taken.clear();
        m_actions = OrderedJson::array();
    }

    void write(const OrderedJson &input)
    {
        const bool done = m_snapshot.status == MachineStatus::Done;
        OrderedJson tasks = OrderedJson::array();
        std::vector<std::int64_t> timers;
        if (!m_failed) {
            for (const OpenTask &task : m_snapshot.tasks)
                tasks.push_back({{"id", task.id}, {"src", task.src}, {"input", task.input}});
            for (const PendingTimer &timer : m_snapshot.timers)
                timers.push_back(toMillis(timer.due));
            std::sort(timers.begin(), timers.end());
        }
        OrderedJson out = {{"step", m_step++},
                           {"input", input},
                           {"status", m_failed ? "error" : done ? "done" : "active"},
                           {"value", stateValue(m_definition, m_snapshot.active)},
                           {"context", m_snapshot.context},
                           {"actions", m_actions},
                           {"tasks", std::move(tasks)},
                           {"timers", timers}};
        if (done && !m_failed)
            out["output"] = m_snapshot.output;
        m_steps.push_back({std::move(out), m_snapshot, m_now, m_ignored, m_fault, m_taken});
    }

    const Definition &m_definition;
    Snapshot m_snapshot;
    Timestamp m_now{};
    OrderedJson m_actions = OrderedJson::array();
    bool m_failed = false;
    bool m_ignored = false;
    std::string m_fault;
    std::vector<Taken> m_taken;
    std::size_t m_step = 0;
    std::vector<TraceStep> m_steps;
};

tl::unexpected<Error> badScript(const std::string &pointer, const std::string &what)
{
    return fail(Errc::BadInput, what, "script " + (pointer.empty() ? std::string("/") : pointer),
                "a step is {\"event\": {\"type\": …}}, {\"advance\": milliseconds}, {\"done\": \"invoke id\", \"output\": …} "
                "or {\"fail\": \"invoke id\", \"error\": {…}}");
}

/// Refuses keys that mean nothing, so that a slip in a script does not pass as silence.
std::string strayKey(const OrderedJson &object, const std::vector<std::string_view> &known)
{
    for (const auto &item : object.items()) {
        if (std::find(known.begin(), known.end(), item.key()) == known.end())
            return item.key();
    }
    return {};
}

Result<ScriptStep> readStep(const OrderedJson &source, const std::string &at)
{
    ScriptStep out;
    out.source = source;
    std::vector<std::string_view> known;
    if (const OrderedJson *event = member(source, "event")) {
        known = {"event"};
        const OrderedJson *type = member(*event, "type");
        if (type == nullptr || !type->is_string() || type->get_ref<const std::string &>().empty())
            return badScript(at + "/event", "an event is an object with a \"type\"");
        if (type->get_ref<const std::string &>().starts_with("xstate."))
            return badScript(at + "/event/type", "event types cannot start with \"xstate.\" here");
        out.input = EventInput{*event};
    } else if (const OrderedJson *advance = member(source, "advance")) {
        known = {"advance"};
        const double millis = advance->is_number() ? advance->get<double>() : -1;
        if (millis < 0 || millis > 9007199254740991.0 || std::trunc(millis) != millis)
            return badScript(at + "/advance", "\"advance\" must be whole milliseconds from 0, found " + line(*advance));
        out.advance = std::chrono::milliseconds(std::int64_t(millis));
    } else if (const OrderedJson *done = member(source, "done")) {
        known = {"done", "output"};
        if (!done->is_string())
            return badScript(at + "/done", "\"done\" must be a string, found " + typeName(*done));
        const OrderedJson *output = member(source, "output");
        out.input = TaskDone{done->get<std::string>(), output == nullptr ? OrderedJson() : *output};
    } else if (const OrderedJson *failed = member(source, "fail")) {
        known = {"fail", "error"};
        if (!failed->is_string())
            return badScript(at + "/fail", "\"fail\" must be a string, found " + typeName(*failed));
        const OrderedJson *error = member(source, "error");
        out.input = TaskFailed{failed->get<std::string>(),
                               error == nullptr ? OrderedJson{{"name", "agent.error"}, {"message", ""}} : *error};
    } else {
        return badScript(at, "this is no step");
    }
    if (const auto stray = strayKey(source, known); !stray.empty())
        return badScript(at + "/" + stray, "unknown key " + inQuotes(stray) + " in a step");
    return out;
}

struct Script {
    OrderedJson input;
    std::vector<ScriptStep> steps;
};

Result<Script> readScript(std::string_view text)
{
    const Document document(text);
    if (!document.findings().empty()) {
        const Finding &first = document.findings().front();
        return badScript(first.pointer, first.message);
    }
    const OrderedJson &root = document.json();
    if (!root.is_object())
        return badScript("", "a script is an object with \"steps\"");
    if (const auto stray = strayKey(root, {"input", "steps"}); !stray.empty())
        return badScript("/" + stray, "unknown key " + inQuotes(stray) + " in a script");
    Script out;
    if (const OrderedJson *input = member(root, "input")) {
        if (!input->is_object() && !input->is_null())
            return badScript("/input", "\"input\" must be an object, found " + typeName(*input));
        out.input = *input;
    }
    const OrderedJson *steps = member(root, "steps");
    if (steps == nullptr)
        return out;
    if (!steps->is_array())
        return badScript("/steps", "\"steps\" must be an array, found " + typeName(*steps));
    for (std::size_t i = 0; i < steps->size(); ++i) {
        auto step = readStep((*steps)[i], "/steps/" + std::to_string(i));
        if (!step)
            return tl::make_unexpected(std::move(step).error());
        out.steps.push_back(std::move(*step));
    }
    return out;
}

} // namespace

Result<std::vector<TraceStep>> play(const Definition &definition, std::string_view scriptText)
{
    const auto script = readScript(scriptText);
    if (!script)
        return tl::make_unexpected(script.error());
    Player player(definition);
    player.start(script->input);
    for (const ScriptStep &step : script->steps)
        player.play(step);
    return std::move(player).steps();
}

Result<std::string> trace(std::string_view definitionText, std::string_view scriptText)
{
    const Parsed parsed = parseDefinition(definitionText, AgentCatalog::anything());
    if (!parsed.definition) {
        std::string all;
        for (const Finding &finding : parsed.findings) {
            if (finding.severity == Severity::Error)
                all += (all.empty() ? "" : "\n") + describe(finding);
        }
        return fail(Errc::BadInput, all, "definition", "`workflow validate` shows every problem with its place");
    }
    const auto steps = play(*parsed.definition, scriptText);
    if (!steps)
        return tl::make_unexpected(steps.error());
    std::string text;
    for (const TraceStep &step : *steps)
        text += line(step.line) + '\n';
    return text;
}

Validation validate(std::string_view file, std::string_view text, const AgentCatalog &catalog)
{
    const Parsed parsed = parseDefinition(text, catalog);
    Validation out;
    out.sound = parsed.definition != nullptr;
    for (const Finding &finding : parsed.findings)
        out.findings.push_back(toJson(finding, file));
    return out;
}

std::string evalLine(std::string_view text)
{
    const Document document(text);
    if (!document.isUsable())
        return line({{"error", document.findings().front().message}});
    const OrderedJson *rule = member(document.json(), "rule");
    if (rule == nullptr)
        return line({{"error", "a line is an object with \"rule\" and \"data\""}});
    const OrderedJson *data = member(document.json(), "data");
    const auto result = evaluate(*rule, data == nullptr ? OrderedJson() : *data);
    if (!result)
        return line({{"error", result.error().what}});
    return line({{"result", *result}});
}

} // namespace hs::workflow
