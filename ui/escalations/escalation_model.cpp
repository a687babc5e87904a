#include "ui/escalations/escalation_model.h"

#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

QDateTime EscalationModel::now() const
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(m_clock.now()), Qt::UTC);
}

void EscalationModel::setSelf(const QString &operatorId)
{
    if (m_self == operatorId)
        return;
    m_self = operatorId;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

QVariant EscalationModel::data(const QModelIndex &index, int role) const
{
    const api::EscalationRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return row->title;
    case Qt::ToolTipRole:
        return toolTip(*row, now());
    case Qt::AccessibleTextRole:
        return sentence(*row, m_self, now());
    default:
        return {};
    }
}

QString EscalationModel::sentence(const api::EscalationRow &row, const QString &self, const QDateTime &now)
{
    const EscalationClock clock = mainClock(row, now);
    const QString due = momentText(clock.due, now);
    QString time;
    if (!clock.running)
        time = EscalationWords::status(row.status);
    else if (clock.state.level == DeadlineLevel::Paused)
        time = tr("waiting on the client", "part of a spoken row");
    else if (clock.state.level == DeadlineLevel::Overdue)
        time = tr("overdue since %1", "part of a spoken row; %1 is a time").arg(due);
    else if (clock.kind == EscalationClock::Kind::Respond)
        time = tr("respond until %1", "part of a spoken row; %1 is a time").arg(due);
    else
        time = tr("decide until %1", "part of a spoken row; %1 is a time").arg(due);

    QString holder;
    if (row.claimant.isEmpty())
        holder = tr("not claimed", "part of a spoken row");
    else if (row.claimant == self)
        holder = tr("claimed by you", "part of a spoken row");
    else
        holder = tr("claimed by %1", "part of a spoken row; %1 is a person").arg(row.claimantName);

    //: A row of the escalations list, spoken. %1 title, %2 person, %3 studio, %4 priority, %5 time, %6 who holds it, %7 agent.
    return tr("%1, %2 at %3, priority %4, %5, %6, asked by %7")
        .arg(EscalationWords::matter(row), row.person, row.entityName.isEmpty() ? row.entity : row.entityName,
             EscalationWords::priority(row.priority), time, holder, EscalationWords::agent(row.agent));
}

QString EscalationModel::toolTip(const api::EscalationRow &row, const QDateTime &now)
{
    QStringList lines;
    if (!row.respondedAt.isValid() && row.respondDue.isValid())
        lines << tr("Respond until %1", "tooltip of a deadline").arg(momentText(row.respondDue, now));
    if (row.decideDue.isValid())
        lines << tr("Decide until %1", "tooltip of a deadline").arg(momentText(row.decideDue, now));
    if (row.pausedSince.isValid())
        lines << tr("Paused since %1, waiting on the client", "tooltip of a deadline")
                     .arg(momentText(row.pausedSince, now));
    if (row.snoozedUntil.isValid() && row.snoozedUntil > now)
        lines << tr("Snoozed until %1", "tooltip of an escalation").arg(momentText(row.snoozedUntil, now));
    return lines.join(QLatin1Char('\n'));
}

bool isOfClass(const api::EscalationRow &row, const QString &reasonClass)
{
    return reasonClass.isEmpty() || row.reasonClass == reasonClass;
}

} // namespace hs::ui
