#include "ui/activity/activity_models.h"

#include "ui/text/engine_words.h"

namespace hs::ui {

// ---- audit ---------------------------------------------------------------

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    const api::AuditRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString actor = row->actorName.isEmpty() ? row->actor : row->actorName;
    const QString what = row->summary.isEmpty() ? row->action : engineWords(row->summary);
    if (role == Qt::AccessibleTextRole) {
        //: A row of the audit, spoken. %1 who, %2 what was done, %3 object, %4 when.
        return tr("%1: %2, %3, %4").arg(actor, what, kindText(row->objectKind), moment(row->at));
    }
    if (role == Qt::ToolTipRole)
        return row->reason.isEmpty() ? row->action : tr("%1 (reason: %2)", "tooltip of an audited act").arg(row->action, engineWords(row->reason));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case Actor:
        return actor;
    case Action:
        return what;
    case Object:
        return kindText(row->objectKind);
    default:
        return {};
    }
}

QString AuditModel::kindText(const QString &kind)
{
    static const struct {
        const char *kind;
        const char *text;
    } known[] = {
        {"event", QT_TR_NOOP("Event")},           {"workflow", QT_TR_NOOP("Workflow")},   {"escalation", QT_TR_NOOP("Escalation")},
        {"record", QT_TR_NOOP("Record")},         {"task", QT_TR_NOOP("Task")},           {"thread", QT_TR_NOOP("Conversation")},
        {"message", QT_TR_NOOP("Message")},       {"effect", QT_TR_NOOP("Outgoing message")}, {"agent", QT_TR_NOOP("Agent")},
        {"integration", QT_TR_NOOP("Integration")}, {"operator", QT_TR_NOOP("Person")},   {"api_key", QT_TR_NOOP("API key")},
        {"secret", QT_TR_NOOP("Secret")},         {"settings", QT_TR_NOOP("Settings")},   {"backup", QT_TR_NOOP("Backup")},
        {"trouble", QT_TR_NOOP("Trouble")},       {"definition", QT_TR_NOOP("Workflow definition")},
    };
    for (const auto &each : known) {
        if (kind == QLatin1String(each.kind))
            return tr(each.text);
    }
    return kind;
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Actor:
        return tr("Who", "column head");
    case Action:
        return tr("What", "column head");
    case Object:
        return tr("Object", "column head: what an act was done to");
    default:
        return {};
    }
}

// ---- events --------------------------------------------------------------

QString EventModel::stateText(api::EventState state)
{
    switch (state) {
    case api::EventState::Received:
        return tr("Received", "state of an event");
    case api::EventState::Processing:
        return tr("Processing", "state of an event");
    case api::EventState::Done:
        return tr("Done", "state of an event");
    case api::EventState::Failed:
        return tr("Failed, tried again", "state of an event: it failed and will be tried again");
    case api::EventState::Dead:
        return tr("Given up", "state of an event: it failed too often");
    }
    return {};
}

QString EventModel::stateIcon(api::EventState state)
{
    switch (state) {
    case api::EventState::Received:
        return QStringLiteral("inbox");
    case api::EventState::Processing:
        return QStringLiteral("loader");
    case api::EventState::Done:
        return QStringLiteral("circle-check");
    case api::EventState::Failed:
        return QStringLiteral("triangle-alert");
    case api::EventState::Dead:
        return QStringLiteral("circle-x");
    }
    return {};
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    const api::EventRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString what = engineSentence(row->error.isEmpty() ? row->summary : row->error);
    if (role == Qt::AccessibleTextRole) {
        //: A row of the events list, spoken. %1 type, %2 sender, %3 state, %4 what became of it, %5 when.
        return tr("%1 from %2, %3, %4, %5").arg(row->type, row->source, stateText(row->state), what, moment(row->receivedAt));
    }
    if (role == Qt::ToolTipRole)
        return what;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->receivedAt);
    case Source:
        return row->source;
    case Type:
        return row->type;
    case State:
        return stateText(row->state);
    case Summary:
        return what;
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Source:
        return tr("From", "column head: who sent an event");
    case Type:
        return tr("Event", "column head");
    case State:
        return tr("State", "column head");
    case Summary:
        return tr("What became of it", "column head");
    default:
        return {};
    }
}

// ---- tasks ---------------------------------------------------------------

QString TaskModel::stateText(api::TaskStatus status)
{
    switch (status) {
    case api::TaskStatus::ToDo:
        return tr("To do", "state of a task");
    case api::TaskStatus::InProgress:
        return tr("In progress", "state of a task");
    case api::TaskStatus::OnHold:
        return tr("On hold", "state of a task");
    case api::TaskStatus::Done:
        return tr("Done", "state of a task");
    case api::TaskStatus::Cancelled:
        return tr("Cancelled", "state of a task");
    }
    return {};
}

QString TaskModel::priorityText(api::Priority priority)
{
    switch (priority) {
    case api::Priority::Low:
        return tr("Low", "priority");
    case api::Priority::Medium:
        return tr("Medium", "priority");
    case api::Priority::High:
        return tr("High", "priority");
    case api::Priority::Urgent:
        return tr("Urgent", "priority");
    }
    return {};
}

QVariant TaskModel::data(const QModelIndex &index, int role) const
{
    const api::TaskRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString assignee = row->assigneeName.isEmpty() ? tr("Nobody", "a task without assignee") : row->assigneeName;
    if (role == Qt::AccessibleTextRole) {
        const QString due = row->dueAt.isValid() ? moment(row->dueAt) : tr("no date", "a task that is due at no time");
        //: A task, spoken. %1 title, %2 state, %3 priority, %4 due, %5 assignee.
        return tr("%1, %2, priority %3, due: %4, assigned to: %5")
            .arg(row->title, stateText(row->status), priorityText(row->priority), due, assignee);
    }
    if (role == Qt::ToolTipRole)
        return row->description;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Number:
        return row->number;
    case Title:
        return row->title;
    case State:
        return stateText(row->status);
    case Importance:
        return priorityText(row->priority);
    case Due:
        return moment(row->dueAt);
    case Assignee:
        return assignee;
    default:
        return {};
    }
}

QVariant TaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return tr("Number", "column head");
    case Title:
        return tr("Task", "column head");
    case State:
        return tr("State", "column head");
    case Importance:
        return tr("Priority", "column head");
    case Due:
        return tr("Due", "column head");
    case Assignee:
        return tr("Assigned to", "column head");
    default:
        return {};
    }
}

// ---- messages ------------------------------------------------------------

QString MessageModel::outcomeText(const QString &outcome)
{
    if (outcome == QLatin1String("waiting"))
        return tr("Waiting", "outcome of a message between agents: not delivered yet");
    if (outcome == QLatin1String("delivered"))
        return tr("Delivered", "outcome of a message between agents");
    if (outcome == QLatin1String("answered"))
        return tr("Answered", "outcome of a message between agents");
    if (outcome == QLatin1String("timed out"))
        return tr("No answer in time", "outcome of a message between agents");
    if (outcome == QLatin1String("late"))
        return tr("Came too late", "outcome of a message between agents: an answer that nobody waits for any more");
    if (outcome == QLatin1String("dead"))
        return tr("Not deliverable", "outcome of a message between agents: a dead letter");
    return outcome;
}

void MessageModel::setNames(const QHash<QString, QString> &names)
{
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Sender), index(rowCount() - 1, Recipient));
}

QString MessageModel::nameOf(const QString &party) const
{
    if (party == QLatin1String("broadcast"))
        return tr("All agents", "who a message went to");
    if (party == QLatin1String("listeners"))
        return tr("Whoever listens", "who a message went to: the agents that subscribe to its type");
    return m_names.value(party, party);
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    const api::MessageRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    if (role == Qt::AccessibleTextRole) {
        //: A message between agents, spoken. %1 type, %2 sender, %3 recipient, %4 outcome, %5 when.
        return tr("%1 from %2 to %3, %4, %5")
            .arg(row->type, nameOf(row->sender), nameOf(row->recipient), outcomeText(row->outcome), moment(row->at));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case Sender:
        return nameOf(row->sender);
    case Recipient:
        return nameOf(row->recipient);
    case Type:
        return row->type;
    case Outcome:
        return outcomeText(row->outcome);
    default:
        return {};
    }
}

QVariant MessageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Sender:
        return tr("From", "column head: who sent a message");
    case Recipient:
        return tr("To", "column head: whom a message went to");
    case Type:
        return tr("Message", "column head: type of a message");
    case Outcome:
        return tr("State", "column head");
    default:
        return {};
    }
}

// ---- dead letters --------------------------------------------------------

QString LetterModel::kindText(const QString &kind)
{
    if (kind == QLatin1String("command"))
        return tr("Command out of retries", "kind of dead letter");
    if (kind == QLatin1String("input"))
        return tr("Skipped input", "kind of dead letter");
    return kind;
}

QString LetterModel::stateText(const api::DeadLetterRow &row)
{
    if (row.resentAt.isValid())
        return tr("Sent again", "state of a dead letter");
    return row.resendable ? tr("Can be sent again", "state of a dead letter") : tr("Can't be sent by itself", "state of a dead letter");
}

QVariant LetterModel::data(const QModelIndex &index, int role) const
{
    const api::DeadLetterRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    if (role == Qt::AccessibleTextRole) {
        //: A dead letter, spoken. %1 an event's type or a task, %2 number of a workflow, %3 why it is dead, %4 state, %5 when.
        return tr("%1 of %2, %3, %4, %5").arg(row->type, row->number, engineSentence(row->reason), stateText(*row), moment(row->at));
    }
    if (role == Qt::ToolTipRole)
        return row->title.isEmpty() ? engineSentence(row->reason) : row->title + QLatin1Char('\n') + engineSentence(row->reason);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case Workflow:
        return row->number;
    case Type:
        return row->type;
    case Reason:
        return engineSentence(row->reason);
    case State:
        return stateText(*row);
    default:
        return {};
    }
}

QVariant LetterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When", "column head");
    case Workflow:
        return tr("Workflow", "column head");
    case Type:
        return tr("What", "column head: an event or a task");
    case Reason:
        return tr("Why", "column head: why it is a dead letter");
    case State:
        return tr("State", "column head");
    default:
        return {};
    }
}

} // namespace hs::ui
