#include "tests/unit/ui_escalations/demo_rows.h"

#include <cmath>

namespace hs::test {

using namespace Qt::StringLiterals;
using namespace api;

namespace {

QDateTime in(int seconds)
{
    return demoNow().addSecs(seconds);
}

EscalationRow escalation(const QString &id, const QString &title, const QString &person, const QString &studio,
                         Priority priority, const QString &reasonClass, const QString &agent, int left, int total, bool respond)
{
    EscalationRow row;
    row.id = id;
    row.number = u"E-"_s + id.right(4);
    row.title = title;
    row.person = person;
    row.contact = u"rec_1"_s;
    row.entity = studio.toLower();
    row.entityName = studio;
    row.priority = priority;
    row.reasonClass = reasonClass;
    row.category = u"refund"_s;
    row.agent = agent;
    row.openedAt = in(left - total);
    if (respond) {
        row.respondDue = in(left);
        row.respondTotalMs = total * 1000LL;
        row.decideDue = in(left + total);
        row.decideTotalMs = 2 * total * 1000LL;
    } else {
        row.respondedAt = row.openedAt.addSecs(22 * 60);
        row.respondDue = row.openedAt.addSecs(60 * 60);
        row.respondTotalMs = 3'600'000;
        row.decideDue = in(left);
        row.decideTotalMs = total * 1000LL;
    }
    row.version = 7;
    row.thread = u"thr_1"_s;
    return row;
}

void claim(EscalationRow &row, const QString &op, const QString &name)
{
    row.status = EscalationStatus::Claimed;
    row.claimant = op;
    row.claimantName = name;
    row.claimedAt = in(-360);
    row.leaseUntil = in(24 * 60);
}

TimelineItem item(int at, const char *kind, const QString &actor, const QString &name, const QString &verb, const QString &text)
{
    TimelineItem made;
    made.at = in(at);
    made.actorKind = QString::fromLatin1(kind);
    made.actor = actor;
    made.actorName = name;
    made.verb = verb;
    made.text = text;
    return made;
}

QJsonObject citation(const QString &title, const QString &kind, const QString &id)
{
    return {{u"title"_s, title}, {u"kind"_s, kind}, {u"id"_s, id}};
}

} // namespace

QDateTime demoNow()
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(FakeClock().now()), Qt::UTC);
}

Caller demoCaller()
{
    return {.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = Role::Admin};
}

std::vector<EscalationRow> demoEscalations()
{
    std::vector<EscalationRow> rows{
        escalation(u"esc_1041"_s, u"Data removal request"_s, u"O. Bianchi"_s, u"Northbank"_s, Priority::Urgent,
                   u"legal_compliance"_s, u"grace-fields"_s, -412, 1800, true),
        escalation(u"esc_1042"_s, u"Refund above the £500 limit"_s, u"Helen Ashworth"_s, u"Stillwater"_s, Priority::High,
                   u"complex_dispute"_s, u"grace-fields"_s, 761, 7200, false),
        escalation(u"esc_1043"_s, u"VIP unhappy with framing"_s, u"Priya Raman"_s, u"Lumen"_s, Priority::High,
                   u"vip_concern"_s, u"solari"_s, 2355, 3600 * 2, true),
        escalation(u"esc_1044"_s, u"Contract wording question"_s, u"Hotel Meridian"_s, u"Lumen"_s, Priority::Medium,
                   u"legal_compliance"_s, u"nyra"_s, 9120, 4 * 3600, true),
        escalation(u"esc_1045"_s, u"Tone of a public review reply"_s, u"Review site"_s, u"Stillwater"_s, Priority::Low,
                   u"human_judgement"_s, u"sage"_s, 20220, 8 * 3600, true)};
    claim(rows[1], u"op_mk"_s, u"Mira Kovac"_s);
    claim(rows[3], u"op_do"_s, u"Dan Osei"_s);
    return rows;
}

std::vector<EscalationRow> demoDecided()
{
    const auto make = [](const QString &id, const QString &title, const QString &decision, const QString &by, int at, int hold) {
        EscalationRow row = escalation(id, title, u"Client"_s, u"Lumen"_s, Priority::Medium, u"vip_concern"_s, u"solari"_s, 100, 100, true);
        row.decision = decision;
        row.decidedByName = by;
        row.decidedAt = in(at);
        row.status = hold > 0 ? EscalationStatus::Held : EscalationStatus::Done;
        row.holdUntil = hold > 0 ? in(hold) : QDateTime();
        return row;
    };
    return {make(u"esc_1040"_s, u"Discount for a returning group"_s, u"approve"_s, u"Mira Kovac"_s, -28, 272),
            make(u"esc_1039"_s, u"Press quote about the closure"_s, u"edit"_s, u"Dan Osei"_s, -1700, 0),
            make(u"esc_1038"_s, u"Waive late cancellation fee"_s, u"reject"_s, u"Mira Kovac"_s, -6500, 0),
            make(u"esc_1037"_s, u"Move retreat dates for one guest"_s, u"hand_back"_s, u"Mira Kovac"_s, -7800, 0)};
}

EscalationDetail demoDetail()
{
    EscalationDetail detail;
    detail.row = demoEscalations()[1];
    detail.rule = u"R4"_s;
    detail.ruleText = u"refund over the studio's limit of £500"_s;
    detail.risk = u"medium"_s;
    detail.riskWhy = u"returning client, upset"_s;
    detail.urgency = u"same day"_s;
    detail.sentiment = u"concerned"_s;
    detail.facts = {{u"Client since"_s, u"2023, 7 bookings"_s, u"Contacts & Profiles"_s},
                    {u"Lifetime value"_s, u"£3,180"_s, u"sum of paid orders"_s},
                    {u"Feeling"_s, u"Concerned"_s, u"“I am quite upset”"_s},
                    {u"Consent"_s, u"Email, no SMS"_s, {}}};
    detail.timeline = {
        item(-2520, "client", u"helen"_s, u"Helen Ashworth"_s, u"wrote"_s,
             u"“I broke my wrist last week and cannot join the March cohort. I paid £640 and would like it back. I am quite upset that the form only offers credit.”"_s),
        item(-2500, "agent", u"nyra"_s, u"Nyra"_s, u"classified"_s,
             u"Refund, medical reason, sentiment concerned, returning client since 2023."_s),
        item(-2460, "agent", u"solari"_s, u"Solari"_s, u"checked"_s,
             u"Order 20318, paid £640 on 4 Feb, cohort starts in 9 days, 2 people on the waiting list."_s),
        item(-2455, "engine", {}, {}, u"created"_s, u"Task to check the waiting list"_s),
        item(-2400, "agent", u"grace-fields"_s, u"Grace Fields"_s, u"tried"_s, u"Offered credit, as the form allows; the client declined."_s),
        item(-1500, "client", u"helen"_s, u"Helen Ashworth"_s, u"wrote"_s,
             u"“Thank you, but credit is no use to me. Please could a person look at this?”"_s),
        item(-1440, "agent", u"grace-fields"_s, u"Grace Fields"_s, u"asked"_s,
             u"Rule “refund over £500” matched. Offering credit was tried and declined."_s),
        item(-360, "person", u"op_mk"_s, u"Mira Kovac"_s, u"claimed"_s, u"First response sent in time, decision clock running."_s)};
    detail.timeline[2].citations = {citation(u"Order 20318"_s, u"record"_s, u"rec_2"_s), citation(u"Cohort roster"_s, u"record"_s, u"rec_3"_s)};
    detail.timeline[3].matters = false;
    detail.timeline[4].failed = true;
    detail.effects = {{u"mail"_s, u"Sends the reply by e-mail"_s, {}, u"helen@ashworth.example"_s, 30, true, {}},
                      {u"workflow"_s, u"Refunds the order"_s, u"£640.00"_s, u"WooCommerce"_s, 300, true, {}},
                      {u"record"_s, u"Updates the contact"_s, {}, u"Contacts & Profiles"_s, 0, true, {}},
                      {u"slack"_s, u"Tells the team"_s, {}, u"#bookings"_s, 30, false, u"Slack is not set up"_s}};
    detail.similar = {{u"esc_900"_s, u"full refund"_s, u"K. Moss"_s, u"approve"_s, in(-86400 * 9)},
                      {u"esc_901"_s, u"full refund"_s, u"A. Novak"_s, u"approve"_s, in(-86400 * 30)},
                      {u"esc_902"_s, u"credit only"_s, u"J. Reid"_s, u"reject"_s, in(-86400 * 60)}};
    detail.proposal = u"Dear Helen,\nI am so sorry about your wrist. We have arranged a credit of £640 to your card, which takes three to five working days. We would love to welcome you to the June cohort when you have healed."_s;
    detail.proposalAuthor = u"grace-fields"_s;
    detail.confidence = 0.86;
    detail.draft = u"Dear Helen,\nI am so sorry about your wrist. We have arranged a full refund of £640 to your card, which takes three to five working days. A short note from your doctor is all we need, whenever you are ready. We would love to welcome you to the June cohort when you have healed."_s;
    detail.reasons = {u"Policy allows it"_s, u"Goodwill"_s, u"Outside policy"_s, u"Client's safety"_s};
    detail.calendar = u"Mon to Fri, 9:00 to 18:00"_s;
    detail.backupName = u"Dan Osei"_s;
    detail.recommended = u"Full refund, medical note to follow"_s;
    return detail;
}

std::vector<IntegrationCard> demoIntegrations()
{
    const auto make = [](const char *name, const char *title, const char *kind, Health health, int today) {
        IntegrationCard card;
        card.name = QString::fromLatin1(name);
        card.title = QString::fromUtf8(title);
        card.kind = QString::fromLatin1(kind);
        card.health = health;
        card.today = today;
        for (int i = 0; i < 60; ++i)
            card.spark.push_back(health == Health::Down || health == Health::NotSetUp
                                     ? 0.0 : 5 + 3 * std::sin(i / 3.0 + today) + (i * 7 + today) % 5);
        card.beats.assign(24, Health::Healthy);
        card.hasSecret = health != Health::NotSetUp;
        card.secrets = card.hasSecret ? 1 : 0;
        card.secretSource = u"store"_s;
        if (card.kind != u"channel"_s)
            card.address = u"https://desk.lumen.example/webhooks/"_s + card.name;
        if (card.kind == u"source"_s)
            card.rate = u"12 of 600 a minute"_s;
        return card;
    };
    std::vector<IntegrationCard> cards{make("stripe", "Stripe", "source", Health::Down, 0),
                                       make("beehiiv", "Beehiiv", "source", Health::Failing, 41),
                                       make("mail", "Outgoing mail", "channel", Health::Slow, 12),
                                       make("receiver", "Webhook receiver", "receiver", Health::Healthy, 318),
                                       make("typeform", "Typeform", "source", Health::Healthy, 182),
                                       make("woocommerce", "WooCommerce", "source", Health::Healthy, 64),
                                       make("notion", "Notion", "source", Health::Paused, 9),
                                       make("slack", "Slack", "channel", Health::NotSetUp, 0)};
    cards[0].lastError = u"The store cannot be written"_s;
    cards[0].nextRetry = in(48);
    for (int i = 20; i < 24; ++i)
        cards[0].beats[size_t(i)] = Health::Down;
    for (int i = 18; i < 24; ++i)
        cards[1].beats[size_t(i)] = Health::Failing;
    cards[1].failedItems = 2;
    cards[1].lastError = u"signature does not match"_s;
    return cards;
}

std::vector<DeliveryRow> demoDeliveries()
{
    std::vector<DeliveryRow> rows;
    for (int i = 0; i < 40; ++i) {
        DeliveryRow row;
        row.seq = 400 - i;
        row.at = in(-30 * i);
        row.source = u"typeform"_s;
        row.type = i % 3 == 0 ? u"order.created"_s : u"form_response"_s;
        row.status = i == 2 ? 401 : i == 5 ? 200 : 202;
        row.duplicate = i == 5;
        row.millis = 2 + i % 4;
        row.event = i == 2 ? QString() : u"evt_%1"_s.arg(row.seq);
        row.error = i == 2 ? u"signature does not match"_s : QString();
        rows.push_back(row);
    }
    return rows;
}

std::vector<EffectRow> demoEffects()
{
    std::vector<EffectRow> rows;
    const EffectState states[] = {EffectState::Held, EffectState::Draft, EffectState::Failed, EffectState::Dead, EffectState::Sent};
    for (int i = 0; i < 5; ++i) {
        EffectRow row;
        row.id = u"eff_%1"_s.arg(i);
        row.kind = u"mail"_s;
        row.target = u"helen@ashworth.example"_s;
        row.summary = u"Reply to Helen Ashworth"_s;
        row.state = states[i];
        row.attempts = i;
        row.createdAt = in(-60 * i);
        if (row.state == EffectState::Held)
            row.holdUntil = in(28);
        if (row.state == EffectState::Failed) {
            row.nextTry = in(90);
            row.error = u"the server did not answer"_s;
        }
        if (row.state == EffectState::Draft)
            row.why = u"No mail server is set up"_s;
        row.body = {{u"subject"_s, u"Your booking"_s}, {u"text"_s, u"Dear Helen,\nwe have arranged a full refund."_s}};
        rows.push_back(row);
    }
    return rows;
}

std::vector<AuditRow> demoAudit()
{
    std::vector<AuditRow> rows;
    const char *acts[] = {"escalation.decided", "escalation.claimed", "event.received", "task.created", "record.changed"};
    const char *texts[] = {"Approved the refund of £640 for Helen Ashworth", "Claimed E-1042", "Delivery from Typeform accepted",
                           "Task “Call back O. Bianchi” created", "Contact “Priya Raman” changed"};
    for (int i = 0; i < 60; ++i) {
        AuditRow row;
        row.seq = 900 - i;
        row.at = in(-95 * i);
        row.actorKind = i % 5 < 2 ? u"person"_s : u"agent"_s;
        row.actor = i % 5 < 2 ? u"op_mk"_s : u"nyra"_s;
        row.actorName = i % 5 < 2 ? u"Mira Kovac"_s : u"Nyra"_s;
        row.action = QString::fromLatin1(acts[i % 5]);
        row.objectKind = i % 5 < 2 ? u"escalation"_s : u"event"_s;
        row.object = i % 5 < 2 ? u"esc_1042"_s : u"evt_%1"_s.arg(i);
        row.summary = QString::fromUtf8(texts[i % 5]);
        row.reason = i % 5 == 0 ? u"Policy allows it"_s : QString();
        row.rule = i % 5 == 0 ? u"R4"_s : QString();
        row.evidence = QJsonArray{QJsonObject{{u"text"_s, u"paid £640 on 4 Feb"_s}, {u"ref"_s, u"order 20318"_s}}};
        row.correlation = u"req_%1"_s.arg(i);
        row.hash = QString(64, u'a');
        rows.push_back(row);
    }
    return rows;
}

std::vector<EventRow> demoEvents()
{
    std::vector<EventRow> rows;
    for (int i = 0; i < 50; ++i) {
        EventRow row;
        row.id = u"evt_%1"_s.arg(500 - i);
        row.source = i % 2 ? u"woocommerce"_s : u"typeform"_s;
        row.type = i % 2 ? u"order.created"_s : u"lead.submitted"_s;
        row.state = i == 1 ? EventState::Failed : i == 4 ? EventState::Dead : i == 0 ? EventState::Processing : EventState::Done;
        row.attempts = i == 4 ? 5 : 1;
        row.receivedAt = in(-45 * i);
        row.error = i == 4 ? u"the order names no customer"_s : QString();
        row.summary = i % 2 ? u"Order workflow started"_s : u"Lead scored 72, task for a call made"_s;
        rows.push_back(row);
    }
    return rows;
}

std::vector<TaskRow> demoTasks()
{
    std::vector<TaskRow> rows;
    for (int i = 0; i < 12; ++i) {
        TaskRow row;
        row.id = u"tsk_%1"_s.arg(i);
        row.number = u"TASK-%1"_s.arg(100 + i);
        row.title = i % 2 ? u"Call back O. Bianchi about the removal"_s : u"Check framing of the diptych"_s;
        row.description = u"The client asked to be called before noon."_s;
        row.status = i == 2 ? TaskStatus::InProgress : TaskStatus::ToDo;
        row.priority = i % 3 ? Priority::Medium : Priority::High;
        row.dueAt = in(3600 * (i + 1));
        row.assignee = i % 2 ? u"op_do"_s : QString();
        row.assigneeName = i % 2 ? u"Dan Osei"_s : QString();
        rows.push_back(row);
    }
    return rows;
}

void fillDoor(FakeDoor &door)
{
    door.onQuery<EscalationQuery>([](const EscalationQuery &query, const Caller &caller) -> Result<EscalationPage> {
        EscalationPage page;
        for (const EscalationRow &row : demoEscalations()) {
            const bool mine = query.filter != EscalationQuery::Filter::Mine || row.claimant == caller.id;
            if (mine && row.title.contains(query.text, Qt::CaseInsensitive) && (query.entity.isEmpty() || query.entity == row.entity))
                page.rows.push_back(row);
        }
        page.total = qint64(page.rows.size());
        page.counts = {1, 2, 2, 18 * 60};
        page.decidedToday = demoDecided();
        return page;
    });
    door.onQuery<EscalationDetailQuery>([](const auto &query, const auto &) -> Result<EscalationDetail> {
        EscalationDetail detail = demoDetail();
        for (const auto &rows : {demoEscalations(), demoDecided()}) {
            for (const EscalationRow &row : rows) {
                if (row.id == query.id)
                    detail.row = row;
            }
        }
        return detail;
    });
    door.onQuery<IntegrationQuery>([](const auto &, const auto &) -> Result<std::vector<IntegrationCard>> { return demoIntegrations(); });
    door.onQuery<DeliveryQuery>([](const auto &, const auto &) -> Result<Page<DeliveryRow>> {
        Page<DeliveryRow> page;
        page.rows = demoDeliveries();
        return page;
    });
    door.onQuery<EffectQuery>([](const auto &, const auto &) -> Result<Page<EffectRow>> {
        Page<EffectRow> page;
        page.rows = demoEffects();
        return page;
    });
    door.onQuery<AuditQuery>([](const auto &, const auto &) -> Result<Page<AuditRow>> {
        Page<AuditRow> page;
        page.rows = demoAudit();
        return page;
    });
    door.onQuery<EventQuery>([](const auto &, const auto &) -> Result<Page<EventRow>> {
        Page<EventRow> page;
        page.rows = demoEvents();
        return page;
    });
    door.onQuery<EventDetailQuery>([](const auto &query, const auto &) -> Result<EventDetail> {
        EventDetail detail;
        for (const EventRow &row : demoEvents()) {
            if (row.id == query.id)
                detail.row = row;
        }
        detail.headers = {{u"content-type"_s, u"application/json"_s}};
        detail.body = u"{\"event_id\":\"01\",\"answers\":[{\"text\":\"Priya Raman\"}]}"_s;
        detail.chain = {{u"record"_s, u"rec_1"_s, u"Contact Priya Raman"_s, in(-40)},
                        {u"workflow"_s, u"wf_1"_s, u"Lead to client LC-318"_s, in(-40)},
                        {u"task"_s, u"tsk_1"_s, u"Call back within a day"_s, in(-39)}};
        return detail;
    });
    door.onQuery<TaskQuery>([](const auto &, const auto &) -> Result<Page<TaskRow>> {
        Page<TaskRow> page;
        page.rows = demoTasks();
        return page;
    });
    door.onQuery<OperatorQuery>([](const auto &, const auto &) -> Result<std::vector<OperatorRow>> {
        return std::vector<OperatorRow>{{u"op_mk"_s, u"Mira Kovac"_s, u"MK"_s, Role::Admin, false, true, 1},
                                        {u"op_do"_s, u"Dan Osei"_s, u"DO"_s, Role::Reviewer, false, true, 3},
                                        {u"op_lw"_s, u"Lena Weber"_s, u"LW"_s, Role::Reviewer, false, false, 0}};
    });
}

} // namespace hs::test
