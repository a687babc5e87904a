#include "ui/activity/activity_models.h"

namespace hs::ui {

// ---- audit ---------------------------------------------------------------

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    const api::AuditRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    const QString actor = row->actorName.isEmpty() ? row->actor : row->actorName;
    if (role == Qt::AccessibleTextRole) {
        //: A row of the audit, spoken. %1 who, %2 what was done, %3 object, %4 when.
        return tr("%1: %2, %3, %4").arg(actor, row->summary.isEmpty() ? row->action : row->summary, row->object,
                                        moment(row->at));
    }
    if (role == Qt::ToolTipRole)
        return row->reason.isEmpty() ? row->action : tr("%1 (reason: %2)", "tooltip of an audited act").arg(row->action, row->reason);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case At:
        return moment(row->at);
    case Actor:
        return actor;
    case Action:
        return row->summary.isEmpty() ? row->action : row->summary;
    case Object:
        return row->object;
    default:
        return {};
    }
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
    const QString what = row->error.isEmpty() ? row->summary : row->error;
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

} // namespace hs::ui
