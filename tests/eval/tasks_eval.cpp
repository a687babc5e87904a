#include "engine/agents/ruvo/task_templates.h"
#include "tests/eval/sections.h"
#include "tests/unit/agents/memory_view.h"

namespace hs::eval {

using namespace agents;
using namespace std::chrono;

namespace {

/// A house that is always open, with one client and one person who works.
void furnish(test::MemoryView &view)
{
    view.business("rec_house", "Gallery North", "ART_GALLERY", {{"Time Zone", "UTC"}, {"Business Hours", "Mon-Sun 00:00-24:00"}});
    view.contact("rec_mira", "Mira Voss", "mira@quay.example");
    view.people = {{"op_jon", "Jon", 0, std::nullopt}};
}

/// What Ruvo makes of a row, in the words of its "expect".
Result<Json> made(const AgentRegistry &registry, const Books &books, const Json &row)
{
    test::MemoryView view;
    furnish(view);
    const auto minutesTo = [&](const TaskWish &task) {
        return task.due ? duration_cast<minutes>(*task.due - view.now()).count() : -1;
    };
    const auto what = text(row, "make");
    if (what == "template") {
        const auto away = integer(row, "event_in_minutes");
        Texts::Values values;
        for (const auto &[key, value] : member(row, "values").items())
            values[key] = scalarText(value);
        const auto eventAt = away > 0 ? std::optional(view.now() + minutes(away)) : std::nullopt;
        const auto task = books.templates.make(text(row, "template"), values, view.now(), eventAt);
        if (!task)
            return tl::make_unexpected(task.error());
        return Json{{"priority", task->priority}, {"due_minutes", minutesTo(*task)}};
    }
    if (what == "lateness") {
        const auto late = latenessOf(view.now() - hours(integer(row, "hours_late")), view.now());
        const auto *word = late == Lateness::None ? "none"
            : late == Lateness::Remind            ? "remind"
            : late == Lateness::TellLead          ? "tell_lead"
                                                  : "operational";
        return Json{{"lateness", word}};
    }
    const auto *ruvo = registry.agent("ruvo");
    if (!ruvo)
        return fail(Errc::NotFound, "no agent ruvo", "resources/agents", "take the shipped files");
    Command command;
    command.name = what == "follow_up" ? "plan_followup" : "create_task";
    command.input = member(row, "input");
    command.contact = "rec_mira";
    const auto plan = ruvo->run(command, view);
    if (!plan)
        return tl::make_unexpected(plan.error());
    if (plan->tasks.empty())
        return Json::object();
    const auto &task = plan->tasks.front();
    const auto today = task.due && floor<days>(*task.due) == floor<days>(view.now());
    return Json{{"title", task.title}, {"priority", task.priority}, {"due_minutes", minutesTo(task)}, {"due_today", today},
                {"check_after_days", integer(plan->output, "checkAfterDays")}};
}

} // namespace

Result<Section> tasks(const AgentRegistry &registry, const Books &books, const std::filesystem::path &folder)
{
    const auto rows = readRows(folder / "tasks.jsonl");
    if (!rows)
        return tl::make_unexpected(rows.error());
    Measure priority{"priority", 0.95, {}, {}}, whole{"priority, title, due, check", 0.95, {}, {}};
    Section section;
    section.name = "Ruvo's tasks";
    for (const auto &row : *rows) {
        const auto &expect = member(row.data, "expect");
        const auto got = made(registry, books, row.data);
        auto isRight = got.has_value();
        for (const auto &[key, value] : expect.items())
            isRight = isRight && member(*got, key) == value;
        if (expect.contains("priority"))
            priority.add(row, got && member(*got, "priority") == member(expect, "priority"));
        whole.add(row, isRight);
        if (!isRight)
            section.miss(row, "task", dump(expect), got ? dump(*got) : describe(got.error()));
    }
    section.measures = {priority, whole};
    return section;
}

} // namespace hs::eval
