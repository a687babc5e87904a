#include "ui/notifications/notification_center.h"

#include <algorithm>

#include "ui/text/duration_text.h"
#include "ui/widgets/deadline_ring.h"

namespace hs::ui {

namespace {

constexpr int ClockMs = 15'000;
constexpr int SnoozeMinutes = 15;
constexpr int NearSeconds = 5 * 60;
constexpr int AskLimit = 200;

bool open(const api::EscalationRow &row)
{
    return row.status == api::EscalationStatus::Waiting || row.status == api::EscalationStatus::Claimed;
}

/// The clock that ends first.
QDateTime due(const api::EscalationRow &row)
{
    return row.respondedAt.isValid() || !row.respondDue.isValid() ? row.decideDue : row.respondDue;
}

} // namespace

NotificationCenter::NotificationCenter(ViewContext &context, DesktopNotifier &notifier, QObject *parent)
    : QObject(parent), m_context(context), m_notifier(notifier)
{
    m_clock.setInterval(ClockMs); // apart from the ticker, which rests while the window is hidden
    connect(&m_clock, &QTimer::timeout, this, &NotificationCenter::watchClocks);
    connect(&m_context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Escalations)
            askEscalations();
        else if (change.topic == api::Topic::Agents)
            askAgents();
        else if (change.topic == api::Topic::Integrations)
            askIntegrations();
        else if (change.topic == api::Topic::Status)
            askFaults();
    });
    connect(&m_notifier, &DesktopNotifier::chosen, this, &NotificationCenter::act);
}

void NotificationCenter::start()
{
    askEscalations();
    askAgents();
    askIntegrations();
    askFaults();
    m_clock.start();
}

void NotificationCenter::muteFor(int minutes)
{
    m_mutedUntil = minutes > 0 ? m_context.ticker.now().addSecs(minutes * 60) : QDateTime();
}

bool NotificationCenter::muted() const
{
    return m_mutedUntil.isValid() && m_context.ticker.now() < m_mutedUntil;
}

bool NotificationCenter::quiet() const
{
    const Preferences &preferences = m_context.preferences;
    if (!preferences.value(QStringLiteral("notify/quiet"), false).toBool())
        return false;
    const QTime now = m_context.ticker.now().toLocalTime().time();
    const QTime from = preferences.value(QStringLiteral("notify/quietFrom"), QTime(19, 0)).toTime();
    const QTime until = preferences.value(QStringLiteral("notify/quietUntil"), QTime(8, 0)).toTime();
    return from <= until ? now >= from && now < until : now >= from || now < until;
}

void NotificationCenter::askEscalations()
{
    api::EscalationQuery query;
    query.window.limit = AskLimit;
    m_context.engine.ask(query, this, [this](Result<api::EscalationPage> answer) {
        if (answer)
            takeEscalations(answer->rows);
    });
}

void NotificationCenter::takeEscalations(const std::vector<api::EscalationRow> &rows)
{
    QSet<QString> present;
    for (const api::EscalationRow &row : rows) {
        if (row.status != api::EscalationStatus::Waiting)
            continue;
        present << row.id;
        // What waited before the console came up is told by the badges.
        if (m_first || m_known.contains(row.id))
            continue;
        DesktopNotice notice;
        notice.id = QStringLiteral("escalation/") + row.id;
        notice.title = tr("%1 needs a person").arg(row.title);
        //: %1 person, %2 business
        notice.text = tr("%1 · %2").arg(row.person, row.entityName);
        notice.urgent = row.priority == api::Priority::Urgent;
        notice.actions = {{QStringLiteral("default"), tr("Open")}, {QStringLiteral("claim"), tr("Claim")}, {QStringLiteral("open"), tr("Open")},
                          {QStringLiteral("snooze"), tr("Snooze 15 min")}};
        tell(NoticeClass::NeedsMe, notice);
    }
    for (const QString &id : std::as_const(m_known)) {
        if (!present.contains(id))
            m_notifier.withdraw(QStringLiteral("escalation/") + id); // handled, here or elsewhere
    }
    m_known = present;
    m_first = false;
    m_rows = rows;
    watchClocks();
}

void NotificationCenter::watchClocks()
{
    const QDateTime now = m_context.ticker.now();
    for (const api::EscalationRow &row : m_rows) {
        if (!open(row) || row.pausedSince.isValid() || !due(row).isValid())
            continue;
        const qint64 left = now.secsTo(due(row));
        const NoticeClass kind = left < 0 ? NoticeClass::Overdue : NoticeClass::DeadlineNear;
        const QString once = QStringLiteral("%1/%2/%3").arg(row.id).arg(int(kind)).arg(due(row).toMSecsSinceEpoch());
        if (left > NearSeconds || m_told.contains(once))
            continue;
        m_told << once;
        DesktopNotice notice;
        notice.id = QStringLiteral("escalation/") + row.id;
        notice.title = left < 0 ? tr("Overdue: %1").arg(row.title) : tr("%1: %2 left").arg(row.title, spokenDuration(left));
        notice.text = tr("%1 · %2").arg(row.person, row.entityName);
        notice.urgent = true;
        notice.actions = {{QStringLiteral("default"), tr("Open")}, {QStringLiteral("open"), tr("Open")}};
        if (row.claimant.isEmpty())
            notice.actions.push_back({QStringLiteral("claim"), tr("Claim")});
        tell(kind, notice, left < 0 && row.priority == api::Priority::Urgent);
    }
}

void NotificationCenter::askAgents()
{
    m_context.engine.ask(api::AgentQuery{}, this, [this](Result<std::vector<api::AgentRow>> answer) {
        if (!answer)
            return;
        for (const api::AgentRow &agent : *answer) {
            const bool failing = agent.state == api::AgentState::Failing;
            const bool news = failing && m_agents.value(agent.key, -1) != int(agent.state);
            m_agents[agent.key] = int(agent.state);
            if (news && !m_firstAgents)
                tell(NoticeClass::AgentFailing, {QStringLiteral("agent/") + agent.key, tr("%1 fails").arg(agent.name), agent.lastError,
                                                 {{QStringLiteral("default"), tr("Open")}}, true, false});
            if (!failing)
                m_notifier.withdraw(QStringLiteral("agent/") + agent.key);
        }
        m_firstAgents = false;
    });
}

void NotificationCenter::askIntegrations()
{
    m_context.engine.ask(api::IntegrationQuery{}, this, [this](Result<std::vector<api::IntegrationCard>> answer) {
        if (!answer)
            return;
        for (const api::IntegrationCard &card : *answer) {
            const bool down = card.health == api::Health::Down || card.health == api::Health::Failing;
            const bool was = m_integrations.value(card.name) != 0;
            m_integrations[card.name] = down ? 1 : 0;
            if (down && !was && !m_firstIntegrations)
                tell(NoticeClass::IntegrationDown, {QStringLiteral("integration/") + card.name, tr("%1 does not work").arg(card.title),
                                                    card.sentence, {{QStringLiteral("default"), tr("Open")}}, true, false});
            if (!down && was)
                m_notifier.withdraw(QStringLiteral("integration/") + card.name);
        }
        m_firstIntegrations = false;
    });
}

void NotificationCenter::askFaults()
{
    m_context.engine.ask(api::StatusQuery{}, this, [this](Result<api::Status> answer) {
        if (!answer)
            return;
        QSet<QString> up;
        for (const api::Notice &notice : answer->notices) {
            if (notice.level != QLatin1String("danger"))
                continue;
            up << notice.id;
            if (!m_firstFaults && !m_faults.contains(notice.id))
                tell(NoticeClass::EngineFault, {QStringLiteral("fault/") + notice.id, notice.text, notice.mend,
                                                {{QStringLiteral("default"), tr("Open")}}, true, false});
        }
        for (const QString &id : std::as_const(m_faults)) {
            if (!up.contains(id))
                m_notifier.withdraw(QStringLiteral("fault/") + id);
        }
        m_faults = up;
        m_firstFaults = false;
    });
}

void NotificationCenter::tell(NoticeClass kind, DesktopNotice notice, bool breaksQuiet)
{
    const NoticeLoudness loudness = noticeLoudness(m_context.preferences, kind);
    if (loudness != NoticeLoudness::Banner && loudness != NoticeLoudness::Sound)
        return;
    const bool mayBreak = breaksQuiet && m_context.preferences.value(QStringLiteral("notify/urgentBreaks"), false).toBool();
    if ((muted() || quiet()) && !mayBreak)
        return;
    notice.sound = loudness == NoticeLoudness::Sound;
    if (m_context.preferences.value(QStringLiteral("notify/hideContent"), false).toBool()) {
        notice.title = noticeClassTitle(kind);
        notice.text.clear();
    }
    const QDateTime now = m_context.ticker.now();
    m_recent.removeIf([&](const QDateTime &at) { return at.secsTo(now) >= 60; });
    if (m_recent.isEmpty())
        m_summed = 0;
    if (m_recent.size() >= BannersAMinute) {
        ++m_summed;
        notice = {QStringLiteral("summary"), tr("%n more thing(s) need you", nullptr, m_summed), tr("Open the console to see them."),
                  {{QStringLiteral("default"), tr("Open")}}, notice.urgent, false};
    } else {
        m_recent << now;
    }
    m_notifier.show(notice);
    Q_EMIT shown(notice);
}

void NotificationCenter::act(const QString &id, const QString &action)
{
    const QString kind = id.section(QLatin1Char('/'), 0, 0);
    const QString object = id.section(QLatin1Char('/'), 1);
    if (kind == QLatin1String("escalation") && action == QLatin1String("snooze")) {
        m_context.engine.submit(api::SnoozeEscalation{object, m_context.ticker.now().addSecs(SnoozeMinutes * 60)}, this, [](const auto &) {});
        return;
    }
    Q_EMIT raiseRequested();
    if (kind == QLatin1String("summary")) {
        m_context.navigator.openDock(QStringLiteral("escalations"));
        return;
    }
    if (kind == QLatin1String("fault")) {
        if (QAction *notices = m_context.actions.find(QStringLiteral("notices.open")))
            notices->trigger();
        return;
    }
    if (kind == QLatin1String("escalation") && action == QLatin1String("claim")) {
        // A lost race is told by the detail, which shows who holds it.
        m_context.engine.submit(api::ClaimEscalation{object, false, {}}, this,
                                [this, object](const auto &) { m_context.navigator.open(QStringLiteral("escalation"), object); });
        return;
    }
    m_context.navigator.open(kind, object);
}

} // namespace hs::ui
