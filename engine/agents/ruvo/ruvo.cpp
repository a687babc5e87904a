#include "engine/agents/ruvo/ruvo.h"

#include <algorithm>
#include <array>

#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int MostTasks = 200;

const std::array<std::string_view, 8> Categories{"Follow Up", "Content Creation", "Admin", "Financial", "Marketing", "Customer Service", "Event Preparation", "Technical"};
const std::array<std::string_view, 4> Priorities{"Low", "Medium", "High", "Urgent"};

/// The option that is meant, in its own spelling; `fallback` when it is none.
template <std::size_t N>
std::string option(const std::array<std::string_view, N> &options, std::string_view wanted, std::string_view fallback)
{
    const auto low = fold(wanted);
    for (const auto &o : options)
        if (fold(o) == low)
            return std::string(o);
    return std::string(fallback);
}

int rankOf(std::string_view priority)
{
    for (std::size_t i = 0; i < Priorities.size(); ++i)
        if (fold(Priorities[i]) == fold(priority))
            return static_cast<int>(i);
    return 1;
}

std::string numberOf(const TaskView &task)
{
    return task.number.empty() ? task.id : task.number;
}

class Ruvo final : public Agent {
public:
    explicit Ruvo(const Books &books) : m_books(books), m_card(*books.catalog.find("ruvo")) {}

    [[nodiscard]] std::string_view key() const override { return "ruvo"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.type == "create_task" || event.type == "create_task_from_template" || event.type == "task_needed" || event.type == "task_creation_request")
            return create(event.data, {}, event.text, view);
        if (event.type == "update_task_status" || event.type == "assign_task" || event.type == "task_completion")
            return update(event, view);
        if (event.type == "task_reminder")
            return remind(text(event.data, "task"), view);
        if (event.type == "workflow_status_changed")
            return workflowChanged(event, view);
        Plan plan;
        plan.summary = "Ruvo took note of " + event.type;
        return plan;
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "plan_followup")
            return planFollowUp(command, view);
        if (command.name == "create_task")
            return create(command.input, command.contact, {}, view);
        if (command.name == "notify")
            return notify(command, view);
        if (command.name == "restock_task")
            return restock(command, view);
        return fail(Errc::NotFound, "ruvo has no command \"" + command.name + "\"", "ruvo." + command.name, "use one that his file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "tasks")
            return listTasks(view);
        if (word == "add")
            return add(rest, talk, view);
        if (word == "done")
            return done(rest, talk, view);
        if (word == "workload")
            return workload(view);
        return understood(m_books, m_card, talk.text);
    }

private:
    Result<Plan> create(const Json &input, const std::string &fromContact, const std::string &words, const View &view) const
    {
        Plan plan;
        plan.rule = "ruvo.create_task";
        const auto contact = fromContact.empty() ? text(input, "contact") : fromContact;
        std::optional<Timestamp> eventAt;
        for (const auto &[key, target] : {std::pair{"eventAt", &eventAt}})
            if (const auto at = text(input, key); !at.empty()) {
                const auto parsed = parseRfc3339(at);
                if (!parsed)
                    return fail(Errc::BadInput, "not a time: " + at, std::string("ruvo.create_task: ") + key, "write it as 2026-11-24T10:00:00Z");
                *target = *parsed;
            }
        TaskWish task;
        if (const auto name = text(input, "template"); !name.empty()) {
            // A mapping evaluates its own members only, so a definition gives placeholders beside the rest of the input.
            Texts::Values values;
            for (const auto &[key, value] : input.items())
                if (value.is_primitive() && !value.is_null())
                    values[key] = scalarText(value);
            for (const auto &[key, value] : member(input, "values").items())
                values[key] = scalarText(value);
            if (const auto person = contactById(view, contact); person && !values.contains("name"))
                values["name"] = person->name;
            auto made = taskFor(m_books, view, name, values, contact, eventAt);
            if (!made)
                return tl::make_unexpected(made.error());
            task = std::move(*made);
        } else {
            task.title = text(input, "title");
            if (task.title.empty())
                task.title = aboutOf(words);
            if (task.title.empty())
                return fail(Errc::BadInput, "a task without a title", "ruvo.create_task: input.title", "give a title or a template");
            task.contact = contact;
            task.keyPart = "task:" + task.title;
            task.assignee = assigneeOf(view.operators());
            task.due = view.now() + hours(24);
        }
        if (const auto title = text(input, "title"); !title.empty())
            task.title = title;
        if (const auto more = text(input, "description"); !more.empty())
            task.description = more;
        // One of a list (engine.foreach): the title says which.
        if (const auto &item = member(input, "item"); !item.is_null()) {
            auto which = scalarText(item);
            for (const auto *key : {"title", "name", "work", "channel"})
                if (which.empty())
                    which = text(item, key);
            if (!which.empty())
                task.title += ": " + which;
            task.keyPart += "/" + std::to_string(integer(input, "index"));
        }
        task.category = option(Categories, text(input, "category"), task.category.empty() ? "Admin" : task.category);
        task.priority = option(Priorities, text(input, "priority"), task.priority);
        task.estimateMinutes = static_cast<int>(std::clamp<std::int64_t>(integer(input, "minutes", task.estimateMinutes ? task.estimateMinutes : 15), 1, 100'000));
        if (const auto due = text(input, "due"); !due.empty()) {
            const auto parsed = parseRfc3339(due);
            if (!parsed)
                return fail(Errc::BadInput, "not a time: " + due, "ruvo.create_task: due", "write it as 2026-11-24T10:00:00Z");
            task.due = *parsed;
        }
        if (const auto who = text(input, "assignee"); !who.empty())
            task.assignee = who;
        task.id = view.newId("rec");
        plan.output = {{"task", task.id}, {"title", task.title}, {"due", task.due ? toRfc3339(*task.due) : ""}, {"priority", task.priority}, {"assignee", task.assignee}};
        plan.summary = "Task made: " + task.title + ".";
        plan.tasks.push_back(std::move(task));
        return plan;
    }

    Result<Plan> planFollowUp(const Command &command, const View &view) const
    {
        const auto id = command.contact.empty() ? text(command.input, "contact") : command.contact;
        const auto contact = contactById(view, id);
        if (!contact)
            return fail(Errc::BadInput, "the contact does not exist", "ruvo.plan_followup: input.contact", "give the record id of a contact");
        const auto score = number(command.input, "score", fieldNumber(contact->fields, "Lead Score"));
        auto path = text(command.input, "path");
        if (path.empty())
            path = score >= 85 ? "priority" : score >= 75 ? "qualified" : score >= 40 ? "nurture" : "low";
        const auto grade = text(command.input, "grade");
        const auto *kind = path == "priority" ? "lead_call_now" : path == "qualified" ? "sales_follow_up" : "lead_follow_up";
        auto why = text(command.input, "why");
        if (why.empty())
            why = "Score " + numberText(score) + (grade.empty() ? "." : ", " + grade + ".");
        const auto source = text(command.input, "source");
        auto task = taskFor(m_books, view, kind, {{"name", contact->name}, {"score", numberText(score)}, {"why", why}, {"source", source.empty() ? "a form" : source}}, contact->id);
        if (!task)
            return tl::make_unexpected(task.error());
        const auto isHigh = grade == "High" || grade == "Excellent";
        if (isHigh && path == "nurture") {
            task->priority = "High";
            const auto business = businessOf(view, command.entity);
            const auto endOfDay = view.now() + hours(8);
            task->due = business.hours ? business.hours->add(view.now(), minutes(1)) + hours(8) : endOfDay; // reply today
        }
        const auto *shape = m_books.templates.find(kind);
        auto reminders = Json::array();
        for (const auto at : remindersOf(*shape, view.now(), *task->due))
            reminders.push_back(toRfc3339(at));
        Plan plan;
        plan.rule = "ruvo.due";
        plan.output = {{"title", task->title}, {"due", toRfc3339(*task->due)}, {"priority", task->priority}, {"assignee", task->assignee},
                       {"reminders", reminders}, {"checkAfterDays", isHigh ? 3 : grade == "Medium" ? 7 : 0}};
        plan.evidence.push_back({"path " + path + ", score " + numberText(score), contact->id});
        plan.messages.push_back({"grace-fields", "event_result.task_needed", {{"contact", contact->id}, {"title", task->title}, {"due", toRfc3339(*task->due)}}, false, "normal", {}});
        plan.summary = "Planned for " + contact->name + ": " + task->title + ".";
        plan.tasks.push_back(std::move(*task));
        return plan;
    }

    Result<Plan> notify(const Command &command, const View &view) const
    {
        auto words = text(command.input, "text");
        if (words.empty())
            words = text(command.input, "what");
        if (words.empty())
            return fail(Errc::BadInput, "nothing to tell", "ruvo.notify: input.text", "give one or two sentences");
        const auto id = command.contact.empty() ? text(command.input, "contact") : command.contact;
        if (const auto contact = contactById(view, id); contact && words.find(contact->name) == std::string::npos)
            words += " (" + contact->name + ")";
        Plan plan;
        plan.rule = "ruvo.notify";
        EffectWish note;
        note.kind = "slack";
        note.target = text(command.input, "channel");
        note.summary = text(command.input, "title", "Notice to the studio");
        note.body = {{"text", words}};
        note.keyPart = "notify:" + words.substr(0, 40);
        note.notice = true;
        plan.effects.push_back(std::move(note));
        plan.messages.push_back({"broadcast", "status_update", {{"text", words}}, false, "normal", {}});
        plan.output = {{"queued", true}, {"text", words}};
        plan.summary = "The studio is told: " + words;
        return plan;
    }

    Result<Plan> restock(const Command &command, const View &view) const
    {
        const auto id = text(command.input, "product");
        const auto product = view.record(Products, id);
        if (!product)
            return fail(Errc::BadInput, "the product does not exist", "ruvo.restock_task: input.product", "give the record id of a product");
        const auto name = fieldText(product->fields, "Name");
        const auto left = integer(product->fields, "Inventory Count");
        auto task = taskFor(m_books, view, "restock", {{"product", name}, {"count", std::to_string(left)}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "restock:" + id;
        Plan plan;
        plan.rule = "ruvo.restock";
        plan.output = {{"title", task->title}, {"due", toRfc3339(*task->due)}, {"left", left}};
        plan.evidence.push_back({std::to_string(left) + " in stock", id});
        plan.summary = "Task made: " + task->title + ".";
        plan.tasks.push_back(std::move(*task));
        return plan;
    }

    Result<Plan> update(const Event &event, const View &view) const
    {
        const auto id = text(event.data, "task_id", text(event.data, "task"));
        const auto task = view.openTask(id);
        if (!task)
            return fail(Errc::BadInput, "no open task \"" + id + "\"", event.type + ": task_id", "give the id of an open task");
        TaskUpdate change;
        change.task = task->id;
        if (event.type == "task_completion")
            change.status = "Done";
        else if (event.type == "assign_task") {
            change.assignee = text(event.data, "assignee");
            if (change.assignee.empty())
                change.assignee = assigneeOf(view.operators());
        } else {
            static constexpr std::array<std::string_view, 5> States{"To Do", "In Progress", "On Hold", "Done", "Cancelled"};
            change.status = option(States, text(event.data, "status"), "");
            if (change.status.empty())
                return fail(Errc::BadInput, "not a state of a task: " + text(event.data, "status"), event.type + ": status", "use To Do, In Progress, On Hold, Done or Cancelled");
        }
        change.note = text(event.data, "reason");
        if (change.status == "Cancelled" && change.note.empty())
            return fail(Errc::BadInput, "a task is not cancelled without a reason", event.type + ": reason", "say why");
        Plan plan;
        plan.rule = "ruvo.update_task";
        if (change.status == "Done" && !task->workflow.empty())
            plan.signals.push_back({task->workflow, "task_done", {{"task", task->id}, {"title", task->title}}});
        plan.summary = numberOf(*task) + (change.status.empty() ? " is assigned to " + change.assignee : " is " + change.status) + ".";
        plan.taskUpdates.push_back(std::move(change));
        return plan;
    }

    /// What is overdue: reminded, told on, or a matter of operations. A reminder is about one task (`only`), or about all of them.
    Result<Plan> remind(const std::string &only, const View &view) const
    {
        Plan plan;
        plan.rule = "ruvo.overdue";
        int late = 0;
        std::vector<TaskView> tasks;
        if (only.empty())
            tasks = view.openTasks(1000);
        else if (auto one = view.openTask(only))
            tasks.push_back(std::move(*one));
        for (const auto &task : tasks) {
            if (!task.due)
                continue;
            const auto lateness = latenessOf(*task.due, view.now());
            if (lateness == Lateness::None)
                continue;
            ++late;
            const auto *level = lateness == Lateness::Operational ? "operational_level_2" : lateness == Lateness::TellLead ? "tell_lead" : "remind";
            plan.evidence.push_back({numberOf(task) + " due " + toRfc3339(*task.due) + ": " + level, task.id});
            plan.messages.push_back({"grace-fields", "task_overdue", {{"task", task.id}, {"title", task.title}, {"due", toRfc3339(*task.due)}, {"lateness", level}, {"assignee", task.assignee}},
                                     false, lateness == Lateness::Operational ? "critical" : lateness == Lateness::TellLead ? "high" : "normal", {}});
            EffectWish note;
            note.kind = "slack";
            note.summary = "Overdue: " + task.title;
            note.body = {{"text", numberOf(task) + " overdue: " + task.title + ", due " + toRfc3339(*task.due) + "."}};
            note.keyPart = "overdue:" + task.id + ":" + level; // once for each step, whenever it is noticed
            note.notice = true;
            plan.effects.push_back(std::move(note));
        }
        plan.summary = late == 0 ? "No task is overdue." : std::to_string(late) + (late == 1 ? " task is overdue." : " tasks are overdue.");
        plan.output = {{"overdue", late}};
        return plan;
    }

    Result<Plan> workflowChanged(const Event &event, const View &view) const
    {
        Plan plan;
        plan.rule = "ruvo.workflow_changed";
        const auto workflow = text(event.data, "workflow");
        const auto status = fold(text(event.data, "status"));
        if (status == "cancelled" || status == "canceled")
            for (const auto &task : view.openTasks(1000))
                if (!workflow.empty() && task.workflow == workflow)
                    plan.taskUpdates.push_back({task.id, "Cancelled", {}, std::nullopt, "its workflow was cancelled"});
        plan.summary = plan.taskUpdates.empty() ? "Took note of the workflow's state " + status + "."
                                                : std::to_string(plan.taskUpdates.size()) + " tasks went with the cancelled workflow.";
        return plan;
    }

    Result<Plan> listTasks(const View &view) const
    {
        auto tasks = view.openTasks(MostTasks);
        if (tasks.empty())
            return answered("Tasks open: 0. Nothing due.");
        std::stable_sort(tasks.begin(), tasks.end(), [](const TaskView &a, const TaskView &b) {
            if (rankOf(a.priority) != rankOf(b.priority))
                return rankOf(a.priority) > rankOf(b.priority);
            return (a.due ? toMillis(*a.due) : INT64_MAX) < (b.due ? toMillis(*b.due) : INT64_MAX);
        });
        const auto people = view.operators();
        const auto business = businessOf(view, {});
        std::string text = "Tasks open: " + std::to_string(tasks.size()) + ".";
        constexpr std::size_t Shown = 15;
        for (std::size_t i = 0; i < tasks.size() && i < Shown; ++i) {
            const auto &task = tasks[i];
            const auto who = std::find_if(people.begin(), people.end(), [&](const OperatorView &p) { return p.id == task.assignee; });
            text += "\n" + numberOf(task) + ", " + task.status + ", " + task.priority + ": " + task.title + ". Owner: " + (who == people.end() ? "nobody" : who->name)
                + (task.due ? ", due " + (business.hours ? business.hours->text(*task.due, "en") : toRfc3339(*task.due)) : ", no due date")
                + (task.due && *task.due < view.now() ? " (overdue)." : ".");
        }
        if (tasks.size() > Shown)
            text += "\n" + std::to_string(tasks.size() - Shown) + " more.";
        return answered(std::move(text));
    }

    Result<Plan> add(const std::string &words, const Talk &talk, const View &view) const
    {
        auto title = words;
        std::optional<Timestamp> due;
        const auto business = businessOf(view, talk.entity);
        const auto low = fold(words);
        if (const auto at = low.rfind(" due "); at != std::string::npos && low.size() == words.size() && business.hours) {
            const auto when = std::string_view(words).substr(at + 5);
            const auto day = dayIn(when, business.hours->localDate(view.now()));
            if (!day)
                return answered("No task made: I cannot read the date \"" + std::string(when) + "\". Write it as 2026-11-24, tomorrow or Friday.");
            due = business.hours->at(*day, minuteIn(when).value_or(17 * 60));
            title = words.substr(0, at);
        }
        if (title.empty())
            return answered("No task made: it has no title. Write: add Call the framer due tomorrow");
        TaskWish task;
        task.title = title;
        task.category = "Admin";
        task.due = due;
        task.assignee = talk.operatorId.empty() ? assigneeOf(view.operators()) : talk.operatorId;
        task.estimateMinutes = 15;
        task.keyPart = "said:" + title;
        auto plan = answered("Task made: " + title + ". Owner: " + (talk.operatorName.empty() ? "the person with the fewest open minutes" : talk.operatorName)
                             + (due ? ", due " + business.hours->text(*due, "en") + "." : ", no due date."));
        plan.summary = "Task made: " + title + ".";
        plan.rule = "ruvo.create_task";
        plan.tasks.push_back(std::move(task));
        return plan;
    }

    Result<Plan> done(const std::string &wanted, const Talk &talk, const View &view) const
    {
        const auto task = view.openTask(wanted);
        if (!task)
            return answered("No open task " + (wanted.empty() ? std::string("named") : wanted) + ". Write: done TASK-0a1b2c3d");
        auto plan = answered(numberOf(*task) + " done: " + task->title + ". Owner: " + (talk.operatorName.empty() ? "you" : talk.operatorName) + ".");
        plan.rule = "ruvo.update_task";
        plan.summary = numberOf(*task) + " is Done.";
        plan.taskUpdates.push_back({task->id, "Done", {}, std::nullopt, {}});
        if (!task->workflow.empty())
            plan.signals.push_back({task->workflow, "task_done", {{"task", task->id}, {"title", task->title}}});
        return plan;
    }

    Result<Plan> workload(const View &view) const
    {
        auto people = view.operators();
        if (people.empty())
            return answered("Workload: nobody works at the desk yet.");
        std::stable_sort(people.begin(), people.end(), [](const OperatorView &a, const OperatorView &b) { return a.openMinutes > b.openMinutes; });
        std::string text = "Workload in open minutes:";
        for (const auto &person : people)
            text += "\n" + person.name + ": " + std::to_string(person.openMinutes) + ".";
        const auto next = assigneeOf(people);
        for (const auto &person : people)
            if (person.id == next)
                text += "\nNext task goes to " + person.name + ".";
        return answered(std::move(text));
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeRuvo(const Books &books)
{
    return std::make_unique<Ruvo>(books);
}

} // namespace hs::agents
