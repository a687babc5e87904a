#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/hub_notices.h"
#include "engine/runtime/pipeline.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/workflow_desk.h"

namespace hs::runtime::commands {

using rows::q;

namespace {

Result<api::Receipt> done(const Result<void> &outcome, const QString &id, const char *detail)
{
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return api::Receipt{id, QString::fromLatin1(detail), {}};
}

const char *faceOf(const api::Caller &caller)
{
    return caller.via == api::Caller::Via::Http ? "api" : "console";
}

Json recordJson(const store::records::Record &record)
{
    return {{"id", record.id}, {"database", record.database}, {"title", record.title}, {"fields", record.fields}, {"etag", record.etag},
            {"created_at", toRfc3339(record.createdAt)}, {"updated_at", toRfc3339(record.updatedAt)}, {"updated_by", record.updatedBy}};
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::RetryEvent &command)
{
    const auto id = command.event.toStdString();
    const auto event = store::inbox::find(c.deed.tx, id);
    if (!event)
        return fail(Errc::NotFound, "there is no event \"" + id + "\"");
    if (!store::inbox::retry(c.deed.tx, id))
        return fail(Errc::Conflict, "the event has not failed", id, "replay it to process it once more");
    note(c.deed, {"event.retried", "event", id, "An event of " + event->source + " is tried again", {}, {}, {}, Json::object()});
    return api::Receipt{command.event, QStringLiteral("it is tried again"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::ReplayEvent &command)
{
    const auto event = store::inbox::find(c.deed.tx, command.event.toStdString());
    if (!event)
        return fail(Errc::NotFound, "there is no event \"" + command.event.toStdString() + "\"");
    store::inbox::NewEvent again;
    again.id = c.deed.studio.ids.make("evt");
    again.source = event->source;
    again.type = event->type;
    if (const auto name = text(event->headers, "sender_type"); !name.empty())
        again.type = name;
    again.dedupe = "replay:" + again.id;
    again.headers = dump(event->headers);
    again.body = event->body;
    again.receivedAt = c.deed.now;
    again.correlation = c.deed.correlation;
    store::inbox::add(c.deed.tx, again);
    note(c.deed, {"event.replayed", "event", again.id, "A delivery of " + event->source + " is processed once more", {}, {}, {}, {{"of", event->id}}});
    return api::Receipt{q(again.id), QStringLiteral("it is processed as a new event"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::PutRecord &command)
{
    hub::Write write;
    write.database = command.database.toStdString();
    write.id = command.id.toStdString();
    write.fields = rows::json(command.fields);
    write.ifMatch = command.ifMatch.toStdString();
    write.writer = records::Writer::Staff;
    const bool exists = !write.id.empty() && store::records::find(c.deed.tx, write.database, write.id);
    if (!write.id.empty() && !exists && command.mustExist)
        return fail(Errc::NotFound, "there is no record \"" + write.id + "\" in " + write.database);
    if (!exists && !write.ifMatch.empty())
        return fail(Errc::Conflict, "the record is gone", write.database + "/" + write.id, "read the list again");
    if (!write.id.empty() && !exists && !write.id.starts_with("rec_"))
        return fail(Errc::BadInput, "\"" + write.id + "\" is not a record id", "id", "ids begin with rec_; POST makes one");
    write.mode = !exists ? records::WriteMode::Create : command.replace ? records::WriteMode::Replace : records::WriteMode::Merge;
    std::optional<store::records::Record> before;
    if (exists)
        before = store::records::find(c.deed.tx, write.database, write.id);
    auto record = hub::write(c.deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    HS_TRY(notices::changed(c.deed, before ? &*before : nullptr, *record));
    mirror::complete(c.deed.tx, *record);
    note(c.deed, {exists ? "record.changed" : "record.created", "record", record->id, record->title + (exists ? " changed" : " created"), {}, {}, {},
                  {{"database", record->database}, {"fields", write.fields}}});
    return api::Receipt{q(record->id), exists ? QStringLiteral("changed") : QStringLiteral("created"), rows::object(recordJson(*record))};
}

Result<api::Receipt> run(CommandContext &c, const api::DeleteRecord &command)
{
    return done(hub::remove(c.deed, command.database.toStdString(), command.id.toStdString(), command.ifMatch.toStdString()), command.id, "deleted");
}

Result<api::Receipt> run(CommandContext &c, const api::SubmitRequest &command)
{
    const auto text = command.text.trimmed().toStdString();
    if (text.empty())
        return fail(Errc::BadInput, "the request has no text", "text", "send the customer's words");
    const StoreView view(c.deed.tx, c.deed.studio, c.deed.now);
    agents::Request request;
    request.text = text;
    request.entity = command.entity.toStdString();
    request.channel = command.channel.toStdString();
    auto decision = c.deed.studio.agents.routeRequest(request, command.contact.toStdString(), view);
    if (!decision)
        return tl::make_unexpected(decision.error());
    c.deed.studio.agents.weighOpinion(*decision, c.opinion);
    const Json data{{"contact", command.contact.toStdString()}, {"channel", command.channel.toStdString()}, {"text", text}};
    const auto added = pipeline::addInternal(c.deed, faceOf(c.caller), "customer_request", data, text, decision->entity.id, {});
    HS_TRY(pipeline::event(c.deed.tx, c.deed.studio, c.sources, added.id, c.opinion));

    api::Receipt receipt{q(added.id), q(decision->ruleText), rows::object(agents::toJson(*decision))};
    store::workflows::Filter none;
    for (const auto &e : store::escalations::open(c.deed.tx))
        if (e.correlation == c.deed.correlation)
            receipt.data[QStringLiteral("escalation")] = q(e.id);
    for (const auto &instance : store::workflows::page(c.deed.tx, none, {{}, 20}).rows)
        if (instance.correlation == c.deed.correlation)
            receipt.data[QStringLiteral("workflow")] = q(instance.id);
    return receipt;
}

Result<api::Receipt> run(CommandContext &c, const api::StartWorkflow &command)
{
    flow::Start start;
    start.definition = command.definition.toStdString();
    start.key = command.key.toStdString();
    start.input = rows::json(command.input);
    start.title = command.title.toStdString();
    start.entity = command.entity.toStdString();
    start.contact = text(start.input, "contact");
    const auto instance = flow::start(c.deed, start);
    if (!instance)
        return tl::make_unexpected(instance.error());
    return api::Receipt{q(*instance), QStringLiteral("started"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::SendWorkflowEvent &command)
{
    if (command.type.isEmpty())
        return fail(Errc::BadInput, "the event has no type", "type", "name the event");
    const auto sent = flow::send(c.deed, {command.workflow.toStdString(), command.type.toStdString(), rows::json(command.data),
                                          command.eventId.toStdString(), command.reason.toStdString()});
    if (!sent)
        return tl::make_unexpected(sent.error());
    return api::Receipt{command.workflow, sent->duplicate ? QStringLiteral("duplicate") : sent->queued ? QStringLiteral("queued") : sent->ignored ? QStringLiteral("ignored") : QStringLiteral("taken"),
                        {{QStringLiteral("duplicate"), sent->duplicate}, {QStringLiteral("ignored"), sent->ignored}, {QStringLiteral("state"), q(sent->state)}}};
}

Result<api::Receipt> run(CommandContext &c, const api::UndoMove &command)
{
    return done(flow::undoMove(c.deed, command.workflow.toStdString()), command.workflow, "taken back");
}

Result<api::Receipt> run(CommandContext &c, const api::UpdateTask &command)
{
    static constexpr const char *Statuses[] = {"To Do", "In Progress", "On Hold", "Done", "Cancelled"};
    const auto id = command.task.toStdString();
    const auto task = store::records::task(c.deed.tx, id);
    if (!task)
        return fail(Errc::NotFound, "there is no task \"" + id + "\"");
    hub::Write write;
    write.database = "master-tasks";
    write.id = id;
    write.writer = records::Writer::Engine;
    if (command.status) {
        if (*command.status == api::TaskStatus::Cancelled && command.reason.trimmed().isEmpty())
            return fail(Errc::BadInput, "cancelling a task needs a reason", "reason", "say why");
        write.fields["Status"] = Statuses[int(*command.status)];
        write.fields["Completed Date"] = *command.status == api::TaskStatus::Done ? Json(toRfc3339(c.deed.now)) : Json();
    }
    if (command.assignee)
        write.fields["Assigned To"] = command.assignee->isEmpty() ? Json() : Json::array({command.assignee->toStdString()});
    if (command.dueAt)
        write.fields["Due Date"] = command.dueAt->isValid() ? Json(toRfc3339(*rows::time(*command.dueAt))) : Json();
    if (command.priority)
        write.fields["Priority"] = priorityName(int(*command.priority));
    if (!command.reason.trimmed().isEmpty()) {
        const auto notes = text(task->record.fields, "Notes");
        write.fields["Notes"] = (notes.empty() ? "" : notes + "\n") + c.deed.actor.name + ": " + command.reason.toStdString();
    }
    const auto record = hub::write(c.deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    note(c.deed, {"task.changed", "task", id, record->title + ": " + text(record->fields, "Status"), command.reason.toStdString(), {}, {},
                  {{"fields", write.fields}}});
    HS_TRY(notices::changed(c.deed, &task->record, *record));
    return api::Receipt{command.task, QStringLiteral("changed"), {}};
}

// ---- outbox ----

namespace {

using Effect = store::outbox::State;

Result<store::outbox::Effect> effectOf(CommandContext &c, const QString &id)
{
    auto effect = store::outbox::find(c.deed.tx, id.toStdString());
    if (!effect)
        return fail(Errc::NotFound, "there is no effect \"" + id.toStdString() + "\"");
    return *effect;
}

Result<api::Receipt> moved(CommandContext &c, const QString &id, std::initializer_list<Effect> from, Effect to, std::optional<Timestamp> hold,
                           const std::string &why, const char *action, const char *detail)
{
    const auto effect = effectOf(c, id);
    if (!effect)
        return tl::make_unexpected(effect.error());
    if (!store::outbox::move(c.deed.tx, effect->id, from, to, hold, why))
        return fail(Errc::Conflict, "\"" + effect->summary + "\" is past that", effect->id, "look at its present state");
    note(c.deed, {action, "effect", effect->id, effect->summary + ": " + detail, why, {}, {}, Json::object()});
    return api::Receipt{id, QString::fromLatin1(detail), {}};
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::SendEffect &command)
{
    const auto effect = effectOf(c, command.effect);
    if (!effect)
        return tl::make_unexpected(effect.error());
    const auto &policy = *c.deed.studio.policy;
    if (effect->kind == "mail" ? !policy.mailReady : !policy.slackReady)
        return fail(Errc::Unavailable, effect->kind == "mail" ? "no outgoing mail is set up" : "no Slack channel is set up", effect->id, "set it up in the settings");
    // A person's click is an approval: it is held like any other, so that it can be undone.
    return moved(c, command.effect, {Effect::Draft, Effect::Failed, Effect::Dead}, Effect::Held, c.deed.now + policy.replyHold, {}, "effect.approved", "held, then sent");
}

Result<api::Receipt> run(CommandContext &c, const api::CancelEffect &command)
{
    return moved(c, command.effect, {Effect::Draft, Effect::Held, Effect::Queued, Effect::Failed, Effect::Dead}, Effect::Cancelled, std::nullopt,
                 command.reason.toStdString(), "effect.cancelled", "cancelled");
}

Result<api::Receipt> run(CommandContext &c, const api::UndoEffect &command)
{
    return moved(c, command.effect, {Effect::Held, Effect::Queued}, Effect::Draft, std::nullopt, "taken back by " + c.deed.actor.name, "effect.undone",
                 "a draft again");
}

Result<api::Receipt> run(CommandContext &c, const api::RetryMessage &command)
{
    const auto id = command.message.toStdString();
    if (!store::messages::retry(c.deed.tx, id))
        return fail(Errc::Conflict, "the message is not a dead letter", id);
    note(c.deed, {"message.retried", "message", id, "A message is delivered again", {}, {}, {}, Json::object()});
    return api::Receipt{command.message, QStringLiteral("it is delivered again"), {}};
}

} // namespace hs::runtime::commands
