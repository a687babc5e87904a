#include "ui/escalations/escalation_words.h"

#include "ui/activity/activity_models.h"
#include "ui/text/capital.h"

namespace hs::ui {

QString EscalationWords::priority(api::Priority priority)
{
    return TaskModel::priorityText(priority);
}

Tone EscalationWords::priorityTone(api::Priority priority)
{
    switch (priority) {
    case api::Priority::Urgent:
        return Tone::Danger;
    case api::Priority::High:
        return Tone::Warn;
    case api::Priority::Medium:
        return Tone::Info;
    case api::Priority::Low:
        break;
    }
    return Tone::Neutral;
}

QString EscalationWords::matter(const api::EscalationRow &row)
{
    const QString lead = row.person + QLatin1String(": ");
    if (row.person.isEmpty() || row.title.size() <= lead.size() || !row.title.startsWith(lead))
        return row.title;
    return withCapital(row.title.mid(lead.size()));
}

QString EscalationWords::reasonClass(const QString &code)
{
    if (code == QLatin1String("legal_compliance"))
        return tr("Legal", "why a person is needed: law or compliance");
    if (code == QLatin1String("vip_concern"))
        return tr("VIP client", "why a person is needed");
    if (code == QLatin1String("complex_dispute"))
        return tr("Dispute", "why a person is needed");
    if (code == QLatin1String("human_judgement"))
        return tr("Judgement", "why a person is needed: it takes human judgement");
    return readable(code);
}

QString EscalationWords::status(api::EscalationStatus status)
{
    switch (status) {
    case api::EscalationStatus::Waiting:
        return tr("Waiting", "state of an escalation: nobody has claimed it");
    case api::EscalationStatus::Claimed:
        return tr("Claimed", "state of an escalation");
    case api::EscalationStatus::Decided:
        return tr("Decided", "state of an escalation");
    case api::EscalationStatus::Held:
        return tr("On hold, can be undone", "state of an escalation: decided, effects wait");
    case api::EscalationStatus::Done:
        return tr("Done", "state of an escalation");
    case api::EscalationStatus::Snoozed:
        return tr("Snoozed", "state of an escalation");
    case api::EscalationStatus::WaitingOnClient:
        return tr("Waiting on client", "state of an escalation");
    }
    return {};
}

QString EscalationWords::decided(const QString &decision)
{
    if (decision == QLatin1String("approve"))
        return tr("Approved as written", "outcome of an escalation");
    if (decision == QLatin1String("edit"))
        return tr("Edited, then approved", "outcome of an escalation");
    if (decision == QLatin1String("reject"))
        return tr("Rejected", "outcome of an escalation");
    if (decision == QLatin1String("hand_back"))
        return tr("Handed back to the agent", "outcome of an escalation");
    return readable(decision);
}

QString EscalationWords::verb(const QString &code)
{
    static const struct {
        const char *code;
        const char *text;
    } verbs[] = {
        {"wrote", QT_TR_NOOP("wrote")},           {"classified", QT_TR_NOOP("classified the request")},
        {"checked", QT_TR_NOOP("checked")},       {"tried", QT_TR_NOOP("tried")},
        {"asked", QT_TR_NOOP("asked for a person")}, {"claimed", QT_TR_NOOP("claimed this")},
        {"released", QT_TR_NOOP("released this")}, {"assigned", QT_TR_NOOP("assigned this")},
        {"decided", QT_TR_NOOP("decided")},       {"proposed", QT_TR_NOOP("proposed a reply")},
        {"found", QT_TR_NOOP("found")},           {"noted", QT_TR_NOOP("noted")},
        {"answered", QT_TR_NOOP("answered")},     {"undid", QT_TR_NOOP("took the decision back")},
        {"snoozed", QT_TR_NOOP("snoozed this")},  {"sent", QT_TR_NOOP("sent")},
        {"created", QT_TR_NOOP("created")},       {"changed", QT_TR_NOOP("changed")},
        {"failed", QT_TR_NOOP("failed")},         {"routed", QT_TR_NOOP("routed the request")},
        {"acknowledged", QT_TR_NOOP("acknowledged")}, {"drafted", QT_TR_NOOP("drafted")},
        {"replied", QT_TR_NOOP("replied")},       {"opened", QT_TR_NOOP("asked for a person")},
        {"taken_over", QT_TR_NOOP("took this over")}, {"undone", QT_TR_NOOP("took the decision back")},
        {"closed", QT_TR_NOOP("closed this")},    {"proposed_again", QT_TR_NOOP("asked for another reply")},
        {"withdrawn", QT_TR_NOOP("withdrew this")}, {"woken", QT_TR_NOOP("woke this")},
        {"waiting_on_client", QT_TR_NOOP("waits for the client")}, {"resumed", QT_TR_NOOP("goes on")},
        {"priority", QT_TR_NOOP("changed the priority")}, {"lease_over", QT_TR_NOOP("took this back from an idle desk")},
        {"half_time", QT_TR_NOOP("reminded")},    {"overdue", QT_TR_NOOP("called the backup person")},
        {"everyone_called", QT_TR_NOOP("called everyone")},
    };
    for (const auto &known : verbs) {
        if (code == QLatin1String(known.code))
            return tr(known.text);
    }
    return QString(code).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString EscalationWords::risk(const QString &code)
{
    if (code == QLatin1String("low"))
        return tr("Low", "business risk");
    if (code == QLatin1String("medium"))
        return tr("Medium", "business risk");
    if (code == QLatin1String("high"))
        return tr("High", "business risk");
    return readable(code);
}

QString EscalationWords::urgency(const QString &code)
{
    if (code == QLatin1String("immediate"))
        return tr("At once", "how soon it must be answered");
    if (code == QLatin1String("same day"))
        return tr("Same day", "how soon it must be answered");
    if (code == QLatin1String("next business day"))
        return tr("Next business day", "how soon it must be answered");
    return readable(code);
}

QString EscalationWords::sentiment(const QString &code)
{
    if (code == QLatin1String("positive"))
        return tr("Positive", "how the client feels");
    if (code == QLatin1String("neutral"))
        return tr("Neutral", "how the client feels");
    if (code == QLatin1String("concerned"))
        return tr("Concerned", "how the client feels");
    if (code == QLatin1String("frustrated"))
        return tr("Frustrated", "how the client feels");
    if (code == QLatin1String("angry"))
        return tr("Angry", "how the client feels");
    return readable(code);
}

QString EscalationWords::confidence(double value)
{
    if (value >= 0.8)
        return tr("High confidence", "in the proposed reply");
    if (value >= 0.5)
        return tr("Medium confidence", "in the proposed reply");
    return tr("Low confidence", "in the proposed reply");
}

QString EscalationWords::clockCaption(const EscalationClock &clock)
{
    if (!clock.running)
        return tr("no clock runs", "under an escalation's time");
    if (clock.state.level == DeadlineLevel::Paused)
        return tr("waits on client", "under an escalation's time: its clocks stand still");
    if (clock.state.level == DeadlineLevel::Overdue)
        return tr("overdue", "under an escalation's time");
    return clock.kind == EscalationClock::Kind::Respond ? tr("to respond", "under an escalation's time")
                                                   : tr("to decide", "under an escalation's time");
}

QString EscalationWords::agent(const QString &key)
{
    QStringList words = key.split(QLatin1Char('-'), Qt::SkipEmptyParts);
    for (QString &word : words)
        word = withCapital(word);
    return words.join(QLatin1Char(' '));
}

QString EscalationWords::readable(const QString &code)
{
    QString text = code;
    return withCapital(text.replace(QLatin1Char('_'), QLatin1Char(' ')));
}

QString EscalationWords::decisionIcon(const QString &decision)
{
    if (decision == QLatin1String("approve"))
        return QStringLiteral("circle-check");
    if (decision == QLatin1String("edit"))
        return QStringLiteral("pencil");
    if (decision == QLatin1String("reject"))
        return QStringLiteral("circle-x");
    return QStringLiteral("undo-2");
}

QString EscalationWords::reasonClassIcon(const QString &code)
{
    if (code == QLatin1String("legal_compliance") || code == QLatin1String("complex_dispute"))
        return QStringLiteral("scale");
    if (code == QLatin1String("vip_concern"))
        return QStringLiteral("star");
    return QStringLiteral("users");
}

QString EscalationWords::effectIcon(const QString &kind)
{
    if (kind == QLatin1String("mail"))
        return QStringLiteral("send");
    if (kind == QLatin1String("slack"))
        return QStringLiteral("message-square");
    if (kind == QLatin1String("record"))
        return QStringLiteral("database");
    if (kind == QLatin1String("workflow"))
        return QStringLiteral("workflow");
    return QStringLiteral("list-checks");
}

} // namespace hs::ui
