#include "engine/runtime/plan_writer.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/effects_desk.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/hub_templates.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/threads_desk.h"
#include "engine/runtime/troubles.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/activity.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace {

std::string keyFor(const Deed &deed, const PlanContext &context, std::string_view kind, const std::string &part, std::size_t index)
{
    // Stable over retries: the task's own key, else the event's id.
    const std::string &base = context.taskKey.empty() ? deed.cause : context.taskKey;
    return base + "/" + std::string(kind) + "/" + (part.empty() ? std::to_string(index) : part);
}

std::string agentName(const Deed &deed)
{
    return deed.actor.name;
}

Result<void> writeRecords(Deed &deed, const agents::Plan &plan)
{
    for (const auto &wish : plan.records) {
        hub::Write write;
        write.database = wish.database;
        write.id = wish.id;
        write.fields = wish.fields;
        write.mode = wish.create ? records::WriteMode::Create : records::WriteMode::Merge;
        const auto record = hub::write(deed, write);
        if (!record)
            return tl::make_unexpected(record.error());
    }
    return {};
}

Result<void> writeTasks(Deed &deed, const agents::Plan &plan, const PlanContext &context)
{
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
        const auto &wish = plan.tasks[i];
        hub::Write write;
        write.taskKey = keyFor(deed, context, "task", wish.keyPart, i);
        if (store::records::taskByKey(deed.tx, write.taskKey))
            continue;
        write.database = "master-tasks";
        write.id = wish.id;
        write.mode = records::WriteMode::Create;
        write.writer = records::Writer::Engine;
        write.workflow = wish.workflow.empty() ? context.workflow : wish.workflow;
        write.contact = wish.contact;
        auto &fields = write.fields;
        fields["Task Name"] = wish.title;
        fields["Status"] = "To Do";
        fields["Priority"] = wish.priority;
        fields["Created By"] = agentName(deed);
        fields["Source"] = context.workflow.empty() ? "Agent" : "Workflow";
        if (!wish.description.empty())
            fields["Description"] = wish.description;
        if (!wish.category.empty())
            fields["Category"] = wish.category;
        if (wish.due)
            fields["Due Date"] = toRfc3339(*wish.due);
        if (!wish.assignee.empty())
            fields["Assigned To"] = Json::array({wish.assignee});
        if (wish.estimateMinutes > 0)
            fields["Estimated Time"] = wish.estimateMinutes;
        if (!wish.tags.empty())
            fields["Tags"] = wish.tags;
        if (!context.entity.empty())
            fields["Business Entity"] = Json::array({context.entity});
        if (!wish.checklist.empty()) {
            std::string list;
            for (const auto &line : wish.checklist)
                list += (list.empty() ? "- [ ] " : "\n- [ ] ") + line;
            fields["Checklist"] = list;
        }
        const auto record = hub::write(deed, write);
        if (!record)
            return tl::make_unexpected(record.error());
        note(deed, {"task.created", "task", record->id, wish.title, {}, plan.rule, {}, {{"workflow", write.workflow}}});
    }
    return {};
}

Result<void> writeTaskUpdates(Deed &deed, const agents::Plan &plan)
{
    for (const auto &update : plan.taskUpdates) {
        const auto task = store::records::task(deed.tx, update.task);
        if (!task)
            return fail(Errc::NotFound, "there is no task \"" + update.task + "\"");
        hub::Write write;
        write.database = "master-tasks";
        write.id = update.task;
        write.writer = records::Writer::Engine;
        if (!update.status.empty()) {
            write.fields["Status"] = update.status;
            write.fields["Completed Date"] = update.status == "Done" ? Json(toRfc3339(deed.now)) : Json();
        }
        if (!update.assignee.empty())
            write.fields["Assigned To"] = Json::array({update.assignee});
        if (update.due)
            write.fields["Due Date"] = toRfc3339(*update.due);
        if (!update.note.empty()) {
            const auto notes = text(task->record.fields, "Notes");
            write.fields["Notes"] = (notes.empty() ? "" : notes + "\n") + deed.actor.name + ": " + update.note;
        }
        const auto record = hub::write(deed, write);
        if (!record)
            return tl::make_unexpected(record.error());
        note(deed, {"task.changed", "task", record->id, record->title + ": " + text(record->fields, "Status"), update.note, plan.rule, {}, Json::object()});
    }
    return {};
}

/// The conversation an effect belongs to: the named one, the client's latest, or the one the plan posted to.
std::string threadOf(const Deed &deed, const agents::EffectWish &wish, const std::string &posted)
{
    if (wish.notice || !wish.thread.empty())
        return wish.thread;
    if (!posted.empty())
        return posted;
    for (const auto *channel : {"email", "form", "api"})
        if (!wish.contact.empty())
            if (const auto thread = store::threads::ofContact(deed.tx, wish.contact, channel))
                return thread->id;
    return {};
}

/// Posts what was said; answers the thread that effects and cases of the plan belong to when they name none.
std::string writePosts(Deed &deed, const agents::Plan &plan, const PlanContext &context)
{
    std::string last;
    for (const auto &post : plan.posts) {
        auto thread = conversation::threadFor(deed, post, context.agent);
        last = thread.id;
        conversation::Said said;
        said.kind = post.kind;
        said.author = post.author.empty() ? context.agent : post.author;
        said.authorName = post.kind == "client" ? post.author : agentName(deed);
        said.text = post.text;
        said.tool = post.tool;
        conversation::say(deed, thread, said);
    }
    return last;
}

Result<void> writeEffects(Deed &deed, const agents::Plan &plan, const PlanContext &context, const std::string &thread)
{
    for (std::size_t i = 0; i < plan.effects.size(); ++i) {
        effects::Wanted wanted;
        wanted.wish = plan.effects[i];
        wanted.wish.thread = threadOf(deed, wanted.wish, thread);
        wanted.key = keyFor(deed, context, "effect", wanted.wish.keyPart, i);
        wanted.agent = context.agent;
        wanted.entity = context.entity;
        wanted.approval = wanted.wish.notice ? effects::Approval::Notice : effects::Approval::Agent;
        if (store::outbox::findByKey(deed.tx, wanted.key))
            continue;
        HS_TRY(mirror::reword(deed, wanted.wish));
        const auto effect = effects::put(deed, wanted);
        if (wanted.wish.thread.empty() || wanted.wish.notice)
            continue;
        if (auto where = store::threads::find(deed.tx, wanted.wish.thread))
            conversation::say(deed, *where, {"agent", context.agent, agentName(deed), text(wanted.wish.body, "text"), effect.id, {}});
    }
    return {};
}

} // namespace

Result<void> writePlan(Deed &deed, const agents::Plan &plan, const PlanContext &context)
{
    HS_TRY(writeRecords(deed, plan));
    const auto thread = writePosts(deed, plan, context);
    HS_TRY(writeTasks(deed, plan, context));
    HS_TRY(writeTaskUpdates(deed, plan));
    for (const auto &done : plan.activities)
        store::activity::add(deed.tx, done.member, done.kind, done.at);
    HS_TRY(writeEffects(deed, plan, context, thread));
    for (const auto &message : plan.messages)
        bus::post(deed, context.agent, message);
    for (auto wish : plan.escalations) {
        if (wish.thread.empty())
            wish.thread = thread;
        if (wish.workflow.empty())
            wish.workflow = context.workflow;
        if (wish.entity.empty())
            wish.entity = context.entity;
        const auto opened = desk::open(deed, wish, context.agent);
        if (opened && wish.rule == "R6")
            troubles::reported(deed, *opened);
    }
    if (!plan.summary.empty())
        note(deed, {"agent." + (plan.rule.empty() ? std::string("acted") : plan.rule), context.workflow.empty() ? "event" : "workflow",
                    context.workflow.empty() ? deed.cause : context.workflow, plan.summary, {}, plan.rule, plan.evidence, Json::object()});
    store::people::agentActed(deed.tx, context.agent, dayOf(deed.now), deed.now, {});
    // Workflows last: what they do at once sees all of the above.
    for (auto wish : plan.starts) {
        // What was said belongs to the conversation that the plan has just posted it in.
        if (!thread.empty() && wish.input.is_object() && wish.input.contains("thread") && text(wish.input, "thread").empty())
            wish.input["thread"] = thread;
        flow::Start start{wish.definition, wish.key,   wish.input.is_null() ? Json::object() : wish.input, wish.title, wish.entity.empty() ? context.entity : wish.entity,
                          wish.contact,    wish.priority, wish.eventIfOpen};
        const auto instance = flow::start(deed, start);
        if (!instance)
            return tl::make_unexpected(instance.error());
    }
    for (const auto &signal : plan.signals) {
        flow::Send send;
        send.instance = signal.workflow;
        send.type = signal.type;
        send.data = signal.data.is_null() ? Json::object() : signal.data;
        send.eventId = deed.cause + "/" + signal.type;
        const auto sent = flow::send(deed, send);
        if (!sent)
            return tl::make_unexpected(sent.error());
    }
    return {};
}

} // namespace hs::runtime
