#include "engine/rest/fields_boards.h"
#include "engine/tools/making.h"

namespace hs::tools {

using namespace api;

namespace {

const std::vector<std::string> TaskCategories{"Follow Up", "Content Creation", "Admin", "Financial", "Marketing", "Customer Service",
                                              "Event Preparation", "Technical"};
const std::vector<std::string> TaskTags{"Client-facing", "Internal", "Technical", "Creative", "Administrative", "Financial", "Marketing", "Urgent",
                                        "Follow-up", "Escalation"};

/// "medium" → "Medium", as the database writes it.
QString capitalised(const std::string &word)
{
    auto text = QString::fromStdString(word);
    return text.isEmpty() ? text : text.at(0).toUpper() + text.mid(1);
}

void makeTask(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    const auto due = momentOf(arguments, "due_at");
    if (!due)
        return done(tl::make_unexpected(due.error()));
    PutRecord command;
    command.database = QStringLiteral("master-tasks");
    auto &fields = command.fields;
    const auto set = [&](const char *property, const QJsonValue &value) { fields.insert(QLatin1String(property), value); };
    set("Task Name", wordsOf(arguments, "title"));
    set("Created By", caller.name);
    set("Source", caller.via == Caller::Via::Engine ? QStringLiteral("Agent") : QStringLiteral("Integration"));
    if (const auto text = wordsOf(arguments, "description"); !text.isEmpty())
        set("Description", text);
    if (const auto priority = text(arguments, "priority"); !priority.empty())
        set("Priority", capitalised(priority));
    if (const auto category = wordsOf(arguments, "category"); !category.isEmpty())
        set("Category", category);
    if (*due && (*due)->isValid())
        set("Due Date", rest::timeText(**due));
    if (const auto assignee = wordsOf(arguments, "assignee"); !assignee.isEmpty())
        set("Assigned To", QJsonArray{assignee});
    if (const auto entity = wordsOf(arguments, "entity"); !entity.isEmpty())
        set("Business Entity", QJsonArray{entity});
    if (const auto minutes = integer(arguments, "estimate_minutes"); minutes > 0)
        set("Estimated Time", qint64(minutes));
    if (const auto tags = toQt(arguments).value(QStringLiteral("tags")).toArray(); !tags.isEmpty())
        set("Tags", tags);
    submit(door, caller, std::move(command), std::move(done));
}

void changeTask(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    const auto due = momentOf(arguments, "due_at");
    if (!due)
        return done(tl::make_unexpected(due.error()));
    UpdateTask command;
    command.task = wordsOf(arguments, "task");
    command.status = choiceOf<TaskStatus>(arguments, "status");
    command.priority = choiceOf<Priority>(arguments, "priority");
    if (!member(arguments, "assignee").is_null())
        command.assignee = wordsOf(arguments, "assignee");
    command.dueAt = *due;
    command.reason = wordsOf(arguments, "reason");
    if (!command.status && !command.priority && !command.assignee && !command.dueAt && command.reason.isEmpty())
        return done(fail(Errc::BadInput, "nothing is to be changed", "task", "name at least one of status, priority, assignee, due_at and reason"));
    submit(door, caller, std::move(command), std::move(done));
}

std::string taskEffect(const Json &arguments)
{
    std::string what;
    for (const auto *name : {"status", "priority", "assignee", "due_at"})
        if (!member(arguments, name).is_null())
            what += std::string(what.empty() ? "" : ", ") + name + " " + text(arguments, name);
    return "The task " + text(arguments, "task") + " changes: " + (what.empty() ? "a remark" : what);
}

void addTaskTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "list_tasks", .title = "List tasks",
                     .description = "What people have to do, newest first, with due times and assignees. Use `open_only` for what is not done. "
                                    "Answers {items, next}.",
                     .input = pagedInput({{"text", words("Words to look for", 200)}, {"status", choice("Only in this status", namesOf<TaskStatus>())},
                                          {"open_only", flag("Only tasks that are neither done nor cancelled")},
                                          {"assignee", words("Only of this person: operator id", 128)},
                                          {"entity", words("Only of this business: its record id", 128)},
                                          {"workflow", words("Only of this workflow: its id", 128)}}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         TaskQuery query;
                         query.text = wordsOf(arguments, "text");
                         query.status = choiceOf<TaskStatus>(arguments, "status");
                         query.openOnly = boolean(arguments, "open_only");
                         query.assignee = wordsOf(arguments, "assignee");
                         query.entity = wordsOf(arguments, "entity");
                         query.workflow = wordsOf(arguments, "workflow");
                         query.window = windowOf(arguments);
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "make_task", .title = "Make a task",
                     .description = "A new task for a person of the studio. Say what is to be done in the title and why in the description. Answers "
                                    "the task.",
                     .input = input({{"title", words("What is to be done", 200, 1)}, {"description", words("Why, and what helps", 4000)},
                                     {"priority", choice("medium when left out", namesOf<Priority>())},
                                     {"category", choice("Kind of work", TaskCategories)},
                                     {"due_at", moment("When it must be done, e.g. 2026-11-23T09:00:00Z")},
                                     {"assignee", words("Operator id of the person", 128)},
                                     {"entity", words("Business: its record id", 128)}, {"estimate_minutes", whole("How long it takes", 1, 100'000)},
                                     {"tags", {{"type", "array"}, {"description", "Marks"}, {"maxItems", 10}, {"items", choice("A mark", TaskTags)}}}},
                                    {"title"}),
                     .risk = Risk::Note, .role = Role::Operator, .run = makeTask,
                     .effect = [](const Json &arguments) { return "A new task: " + text(arguments, "title"); }});
    tools.push_back({.name = "change_task", .title = "Change a task",
                     .description = "Changes status, priority, assignee or due time of a task; only what is named changes. Cancelling needs a "
                                    "reason.",
                     .input = input({{"task", idText("Task id: rec_…")}, {"status", choice("New status", namesOf<TaskStatus>())},
                                     {"priority", choice("New priority", namesOf<Priority>())},
                                     {"assignee", words("Operator id; an empty text: nobody", 128)},
                                     {"due_at", moment("New due time; an empty text: none")},
                                     {"reason", words("Why; it is added to the task's notes", 1000)}},
                                    {"task"}),
                     .risk = Risk::Change, .role = Role::Operator, .run = changeTask, .effect = taskEffect});
}

void addLookTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "list_workflows", .title = "List workflows",
                     .description = "Instances of workflows, newest first: title, state, status, what they wait for. Answers {items, next}.",
                     .input = pagedInput({{"text", words("Words to look for", 200)}, {"definition", words("Only of this definition: its id", 128)},
                                          {"status", choice("Only in this status", namesOf<WorkflowStatus>())},
                                          {"entity", words("Only of this business: its record id", 128)},
                                          {"contact", words("Only about this contact: its record id", 128)}}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         WorkflowQuery query{wordsOf(arguments, "text"), wordsOf(arguments, "definition"),
                                             choiceOf<WorkflowStatus>(arguments, "status"), wordsOf(arguments, "entity"),
                                             wordsOf(arguments, "contact"), windowOf(arguments)};
                         askPage(door, caller, std::move(query), std::move(done));
                     }});
    tools.push_back({.name = "read_workflow", .title = "Read a workflow",
                     .description = "One instance whole: its state, its context, open tasks, timers, and the events that it would take now "
                                    "(`moves`). Use it before you send it an event.",
                     .input = input({{"workflow", idText("Workflow id: wf_…")},
                                     {"at_seq", whole("As it stood after this row of its history", 0, 9'007'199'254'740'991)}}, {"workflow"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         ask(door, caller, WorkflowDetailQuery{wordsOf(arguments, "workflow"), qint64(integer(arguments, "at_seq", -1))},
                             std::move(done));
                     }});
    tools.push_back({.name = "workflow_history", .title = "History of a workflow",
                     .description = "Every step of an instance, oldest first: what came in, from whom, what it left and entered. Answers {items, "
                                    "next}.",
                     .input = pagedInput({{"workflow", idText("Workflow id: wf_…")}}, {"workflow"}),
                     .untrusted = true,
                     .run = [](Door &door, const Caller &caller, const Json &arguments, Done done) {
                         askPage(door, caller, HistoryQuery{wordsOf(arguments, "workflow"), windowOf(arguments)}, std::move(done));
                     }});
    tools.push_back({.name = "list_definitions", .title = "List kinds of workflows",
                     .description = "The definitions that can be started: id, title, what each is for, its stages, how many run. Answers {items}.",
                     .input = input({}),
                     .run = [](Door &door, const Caller &caller, const Json &, Done done) {
                         ask(door, caller, DefinitionQuery{}, std::move(done), [](const std::vector<DefinitionInfo> &infos) {
                             return itemsOf(infos, [](const DefinitionInfo &info) { return rest::toJson(info); });
                         });
                     }});
}

void startWorkflow(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    StartWorkflow command{wordsOf(arguments, "definition"), toQt(member(arguments, "input")), wordsOf(arguments, "key"), wordsOf(arguments, "entity"),
                          wordsOf(arguments, "title")};
    submit(door, caller, std::move(command), std::move(done));
}

void sendEvent(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    SendWorkflowEvent command{wordsOf(arguments, "workflow"), wordsOf(arguments, "type"), toQt(member(arguments, "data")),
                              wordsOf(arguments, "event_id"), wordsOf(arguments, "reason")};
    submit(door, caller, std::move(command), std::move(done));
}

void cancelWorkflow(Door &door, const Caller &caller, const Json &arguments, Done done)
{
    submit(door, caller, CancelWorkflow{wordsOf(arguments, "workflow"), wordsOf(arguments, "reason"), boolean(arguments, "rollback")},
           std::move(done));
}

void addActTools(std::vector<Tool> &tools)
{
    tools.push_back({.name = "start_workflow", .title = "Start a workflow",
                     .description = "Begins an instance of a definition (list_definitions). The same `key` twice is one instance. Answers its id.",
                     .input = input({{"definition", idText("Id of the definition")},
                                     {"input", document("What it begins with, e.g. {\"contact\": \"rec_…\"}")},
                                     {"key", words("What makes a repeat harmless", 200)}, {"entity", words("Business: its record id", 128)},
                                     {"title", words("How people will see it", 200)}}, {"definition"}),
                     .risk = Risk::Change, .role = Role::Operator, .run = startWorkflow,
                     .effect = [](const Json &arguments) { return "A workflow starts: " + text(arguments, "definition"); }});
    tools.push_back({.name = "send_workflow_event", .title = "Send an event to a workflow",
                     .description = "Moves an instance on by an event that it takes now (`moves` of read_workflow). Answers whether it was taken, "
                                    "and the state after it.",
                     .input = input({{"workflow", idText("Workflow id: wf_…")}, {"type", words("Type of the event", 128, 1)},
                                     {"data", document("What goes with it")},
                                     {"event_id", words("What makes a repeat harmless", 128)},
                                     {"reason", words("Why, for the history", 1000)}},
                                    {"workflow", "type"}),
                     .risk = Risk::Change, .role = Role::Operator, .run = sendEvent,
                     .effect = [](const Json &arguments) {
                         return "The workflow " + text(arguments, "workflow") + " gets the event " + text(arguments, "type");
                     }});
    tools.push_back({.name = "cancel_workflow", .title = "Cancel a workflow",
                     .description = "Ends an instance for good; with `rollback` what it did is undone first. Only when a person asked for exactly "
                                    "that.",
                     .input = input({{"workflow", idText("Workflow id: wf_…")}, {"reason", words("Why, for the history", 1000, 1)},
                                     {"rollback", flag("Whether what it did is undone first")}}, {"workflow", "reason"}),
                     .risk = Risk::Irreversible, .role = Role::Operator, .run = cancelWorkflow,
                     .effect = [](const Json &arguments) {
                         return "The workflow " + text(arguments, "workflow") + " ends for good"
                                + (boolean(arguments, "rollback") ? ", and what it did is undone" : "");
                     }});
}

} // namespace

void addWorkTools(std::vector<Tool> &tools)
{
    addTaskTools(tools);
    addLookTools(tools);
    addActTools(tools);
}

} // namespace hs::tools
