#include "engine/runtime/door_rows.h"

#include <algorithm>

#include <QJsonDocument>
#include <QTimeZone>

#include "engine/runtime/escalation_desk.h"
#include "engine/store/tables/people.h"

namespace hs::runtime::rows {

QDateTime time(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(at), Qt::UTC);
}

QDateTime time(const std::optional<Timestamp> &at)
{
    return at ? time(*at) : QDateTime();
}

std::optional<Timestamp> time(const QDateTime &at)
{
    return at.isValid() ? std::optional(fromMillis(at.toMSecsSinceEpoch())) : std::nullopt;
}

QJsonObject object(const Json &value)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(dump(value))).object();
}

QJsonValue value(const Json &value)
{
    return array(Json::array({value})).first();
}

QJsonArray array(const Json &value)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(dump(value))).array();
}

Json json(const QJsonObject &value)
{
    const auto parsed = parseJson(QJsonDocument(value).toJson(QJsonDocument::Compact).toStdString());
    return parsed ? *parsed : Json::object();
}

QStringList list(const std::vector<std::string> &texts)
{
    QStringList all;
    for (const auto &text : texts)
        all.append(q(text));
    return all;
}

store::Slice slice(const api::Window &window)
{
    return {window.after.toStdString(), std::clamp(window.limit, 1, 1000)};
}

QString operatorName(const store::ReadSql &sql, const std::string &id)
{
    if (id.empty())
        return {};
    const auto person = store::people::find(sql, id);
    return q(person ? person->name : id);
}

api::EventRow row(const store::inbox::Event &event)
{
    api::EventRow row;
    row.id = q(event.id);
    row.source = q(event.source);
    row.type = q(event.type);
    row.state = api::EventState(int(event.state));
    row.attempts = event.attempts;
    row.receivedAt = time(event.receivedAt);
    row.correlation = q(event.correlation);
    row.error = q(event.error);
    row.summary = q(event.summary);
    row.duplicates = event.duplicates;
    return row;
}

api::RecordRow row(const store::records::Record &record)
{
    api::RecordRow row;
    row.id = q(record.id);
    row.database = q(record.database);
    row.title = q(record.title);
    row.entity = q(record.entity);
    row.fields = object(record.fields);
    row.etag = q(record.etag);
    row.createdAt = time(record.createdAt);
    row.updatedAt = time(record.updatedAt);
    row.updatedBy = q(record.updatedBy);
    return row;
}

api::MessageRow row(const store::messages::Message &message)
{
    api::MessageRow row;
    row.id = q(message.id);
    row.sender = q(message.sender);
    row.recipient = q(message.recipient);
    row.error = q(message.error);
    row.retryable = message.retryable;
    row.type = q(message.type);
    row.payload = object(message.payload);
    row.correlation = q(message.correlation);
    row.causation = q(message.causation);
    row.responseTo = q(message.responseTo);
    row.requiresResponse = message.requiresResponse;
    row.priority = q(message.priority);
    row.outcome = q(message.outcome);
    row.at = time(message.at);
    return row;
}

api::EffectRow row(const store::outbox::Effect &effect)
{
    api::EffectRow row;
    row.id = q(effect.id);
    row.kind = q(effect.kind);
    row.target = q(effect.target);
    row.summary = q(effect.summary);
    row.state = api::EffectState(int(effect.state));
    row.key = q(effect.key);
    row.attempts = effect.attempts;
    row.createdAt = time(effect.createdAt);
    row.holdUntil = time(effect.holdUntil);
    row.nextTry = time(effect.nextTry);
    row.sentAt = time(effect.sentAt);
    row.error = q(effect.error);
    row.why = q(effect.why);
    row.correlation = q(effect.correlation);
    row.body = object(effect.body);
    row.agent = q(effect.agent);
    return row;
}

api::AuditRow row(const store::audit::Stored &entry)
{
    api::AuditRow row;
    row.seq = entry.seq;
    row.at = time(entry.at);
    row.actorKind = q(entry.actorKind);
    row.actor = q(entry.actor);
    row.actorName = q(entry.actorName);
    row.action = q(entry.action);
    row.objectKind = q(entry.objectKind);
    row.object = q(entry.object);
    row.summary = q(entry.summary);
    row.reason = q(entry.reason);
    row.rule = q(entry.rule);
    row.evidence = array(entry.evidence);
    row.correlation = q(entry.correlation);
    row.hash = q(entry.hash);
    return row;
}

api::WorkflowRow row(const store::workflows::Instance &instance)
{
    api::WorkflowRow row;
    row.id = q(instance.id);
    row.number = q(instance.number);
    row.definition = q(instance.definition);
    row.version = q(instance.version);
    row.title = q(instance.title);
    row.status = instance.status == store::workflows::Status::Waiting ? api::WorkflowStatus::Running : api::WorkflowStatus(int(instance.status));
    row.state = q(instance.state);
    row.column = q(instance.column);
    row.priority = api::Priority(std::clamp(instance.priority, 0, 3));
    row.agent = q(instance.agent);
    row.entity = q(instance.entity);
    row.contact = q(instance.contact);
    row.person = q(instance.person);
    row.assignee = q(instance.assignee);
    row.startedAt = time(instance.startedAt);
    row.enteredAt = time(instance.enteredAt);
    row.dueAt = time(instance.dueAt);
    row.tags = q(instance.tag).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    row.error = q(instance.error);
    row.steps = instance.steps;
    return row;
}

namespace {

QStringList strings(const Json &list)
{
    QStringList result;
    for (const auto &item : list)
        if (item.is_string())
            result.append(q(item.get<std::string>()));
    return result;
}

} // namespace

api::HistoryRow row(const store::workflows::Step &step)
{
    api::HistoryRow row;
    row.seq = step.seq;
    row.at = time(step.at);
    row.input = q(step.input);
    row.actor = q(step.actor);
    row.reason = q(step.reason);
    row.exited = strings(member(step.record, "exited"));
    row.entered = strings(member(step.record, "entered"));
    row.actions = array(member(step.record, "actions"));
    row.patch = object(member(step.record, "patch"));
    row.tasks = array(member(step.record, "tasks"));
    row.ignored = boolean(step.record, "ignored");
    row.durationMicros = int(step.micros);
    return row;
}

api::ThreadRow row(const store::threads::Listed &listed)
{
    const auto &thread = listed.thread;
    api::ThreadRow row;
    row.id = q(thread.id);
    row.title = q(thread.title);
    row.agent = q(thread.agent);
    row.channel = q(thread.channel);
    row.lastLine = q(thread.lastLine);
    row.lastAt = time(thread.lastAt);
    row.chip = q(thread.chip);
    row.entity = q(thread.entity);
    row.contact = q(thread.contact);
    row.assignee = q(thread.assignee);
    row.unread = listed.unread;
    row.takenOver = !thread.takenOverBy.empty();
    row.hasDraft = listed.hasDraft;
    row.snoozedUntil = time(thread.snoozedUntil);
    row.escalation = q(thread.escalation);
    return row;
}

api::TaskRow row(const store::records::Task &task, const store::ReadSql &sql)
{
    static constexpr std::array<std::string_view, 5> Statuses{"To Do", "In Progress", "On Hold", "Done", "Cancelled"};
    const auto &fields = task.record.fields;
    api::TaskRow row;
    row.id = q(task.index.id);
    row.number = q(text(fields, "Task ID"));
    row.title = q(task.record.title);
    row.description = q(text(fields, "Description"));
    const auto status = std::find(Statuses.begin(), Statuses.end(), task.index.status);
    row.status = status == Statuses.end() ? api::TaskStatus::ToDo : api::TaskStatus(int(status - Statuses.begin()));
    row.priority = api::Priority(std::clamp(task.index.priority, 0, 3));
    row.category = q(text(fields, "Category"));
    row.dueAt = time(task.index.due);
    row.assignee = q(task.index.assignee);
    row.assigneeName = operatorName(sql, task.index.assignee);
    row.workflow = q(task.index.workflow);
    row.contact = q(task.index.contact);
    row.entity = q(task.index.entity);
    row.createdBy = q(text(fields, "Created By"));
    row.estimateMinutes = task.index.minutes;
    row.tags = strings(member(fields, "Tags"));
    row.createdAt = time(task.index.createdAt);
    if (const auto completed = parseRfc3339(text(fields, "Completed Date")))
        row.completedAt = time(*completed);
    return row;
}

api::EscalationRow row(const store::escalations::Escalation &e, const store::ReadSql &sql)
{
    api::EscalationRow row;
    row.id = q(e.id);
    row.number = q(desk::numberOf(e));
    row.title = q(e.title);
    row.person = q(e.person);
    row.contact = q(e.contact);
    row.entity = q(e.entity);
    if (!e.entity.empty())
        if (const auto entity = store::records::findAny(sql, e.entity))
            row.entityName = q(entity->title);
    row.priority = api::Priority(std::clamp(e.priority, 0, 3));
    row.reasonClass = q(e.reasonClass);
    row.category = q(e.category);
    row.agent = q(e.agent);
    row.status = api::EscalationStatus(int(e.status));
    row.openedAt = time(e.openedAt);
    row.respondDue = time(e.respondDue);
    row.decideDue = time(e.decideDue);
    row.respondedAt = time(e.respondedAt);
    row.respondTotalMs = e.respondTotal;
    row.decideTotalMs = e.decideTotal;
    row.pausedSince = time(e.pausedSince);
    row.claimant = q(e.claimant);
    row.claimantName = operatorName(sql, e.claimant);
    row.claimedAt = time(e.claimedAt);
    row.leaseUntil = time(e.leaseUntil);
    row.decision = q(e.decision);
    row.decidedByName = operatorName(sql, e.decidedBy);
    row.decidedAt = time(e.decidedAt);
    row.holdUntil = time(e.holdUntil);
    row.snoozedUntil = time(e.snoozedUntil);
    row.version = e.version;
    row.thread = q(e.thread);
    row.workflow = q(e.workflow);
    row.labels = strings(e.labels);
    return row;
}

} // namespace hs::runtime::rows
