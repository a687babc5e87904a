// What the sample studio has done: events, tasks, deliveries, effects, and one workflow with its history.
#include "tests/fakes/sample_run.h"
#include "tests/flow/ui/sample_studio.h"

namespace hs::test {

using namespace hs::api;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime at(const FakeClock &clock, qint64 secondsFromNow)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC).addSecs(secondsFromNow);
}

Page<EventRow> events(const FakeClock &clock)
{
    const struct { const char *source, *type, *summary, *error; EventState state; int ago, duplicates; } rows[] = {
        {"typeform", "lead_capture", "Helen Ashworth became a contact with a score of 62", "", EventState::Done, 40, 0},
        {"woocommerce", "order_created", "Order 20318 was booked", "", EventState::Done, 260, 1},
        {"generic", "customer_request", "Answered by Grace Fields, level 1", "", EventState::Done, 700, 0},
        {"stripe", "payment_received", "", "the order is not known yet", EventState::Failed, 900, 0},
        {"typeform", "lead_capture", "Tomás Ferreira wrote again", "", EventState::Done, 1900, 2},
        {"notion", "page.updated", "", "", EventState::Received, 5, 0},
        {"website-form", "lead_capture", "", "the address of the sender can't be used", EventState::Dead, 9000, 0},
        {"woocommerce", "order_updated", "Order 20301 is completed", "", EventState::Done, 11000, 0}};
    Page<EventRow> page;
    int number = 0;
    for (const auto &r : rows) {
        EventRow e;
        e.id = u("evt_%1").arg(++number);
        e.source = u(r.source);
        e.type = u(r.type);
        e.state = r.state;
        e.attempts = r.state == EventState::Dead ? 5 : 1;
        e.receivedAt = at(clock, -r.ago);
        e.correlation = u("cor_%1").arg(number);
        e.error = u(r.error);
        e.summary = u(r.summary);
        e.duplicates = r.duplicates;
        page.rows.push_back(e);
    }
    page.total = qint64(page.rows.size());
    return page;
}

Page<TaskRow> tasks(const FakeClock &clock)
{
    const struct { const char *title, *category, *assignee; TaskStatus status; Priority priority; int due; } rows[] = {
        {"Call Helen Ashworth about the refund", "Customer Service", "Mira Kovac", TaskStatus::InProgress, Priority::High, 2700},
        {"Confirm Thursday 16:00 with Priya Raman", "Bookings", "Dan Osei", TaskStatus::ToDo, Priority::Medium, 9000},
        {"Pack order 20318", "Orders", "", TaskStatus::ToDo, Priority::Medium, -1800},
        {"Send the condition report for the Abara loan", "Consulting", "Mira Kovac", TaskStatus::Done, Priority::Low, -86400}};
    Page<TaskRow> page;
    int number = 0;
    for (const auto &r : rows) {
        TaskRow t;
        t.id = u("tsk_%1").arg(++number);
        t.number = u("TASK-0a1b2c%1").arg(number);
        t.title = u(r.title);
        t.category = u(r.category);
        t.assigneeName = u(r.assignee);
        t.status = r.status;
        t.priority = r.priority;
        t.dueAt = at(clock, r.due);
        t.createdAt = at(clock, -8000 * number);
        t.createdBy = u("ruvo");
        page.rows.push_back(t);
    }
    page.total = qint64(page.rows.size());
    return page;
}

SampleRun sampleRun(const FakeClock &clock)
{
    SampleRun run;
    run.now = at(clock, 0);
    run.id = u("wf_VW-302");
    return run;
}

} // namespace

void fillSampleWork(FakeDoor &door, const FakeClock &clock)
{
    const FakeClock *now = &clock;
    door.onQuery<EventQuery>([now](const auto &, const auto &) -> Result<Page<EventRow>> { return events(*now); });
    door.onQuery<EventDetailQuery>([now](const auto &query, const auto &) -> Result<EventDetail> {
        EventDetail d;
        for (const EventRow &row : events(*now).rows) {
            if (row.id == query.id)
                d.row = row;
        }
        d.headers = QJsonObject{{u("Content-Type"), u("application/json")}, {u("User-Agent"), u("Typeform Webhooks")}};
        d.body = u(R"({"event_type":"form_response","form_response":{"token":"a1"}})");
        d.chain = {{u("record"), u("rec_1"), u("Helen Ashworth"), at(*now, -39)},
                   {u("workflow"), u("wf_VW-302"), u("VW-302"), at(*now, -38)},
                   {u("task"), u("tsk_1"), u("Call Helen Ashworth about the refund"), at(*now, -38)}};
        return d;
    });
    door.onQuery<TaskQuery>([now](const auto &, const auto &) -> Result<Page<TaskRow>> { return tasks(*now); });
    door.onQuery<DeliveryQuery>([now](const auto &query, const auto &) -> Result<Page<DeliveryRow>> {
        Page<DeliveryRow> page;
        for (int i = 0; i < 9; ++i) {
            DeliveryRow r;
            r.seq = 200 - i;
            r.at = at(*now, -i * 190 - 12);
            r.source = query.source;
            r.type = u("form_response");
            r.status = i == 3 ? 401 : i == 5 ? 200 : 202;
            r.millis = 2 + i % 3;
            r.event = i == 3 ? QString() : u("evt_%1").arg(i + 1);
            r.duplicate = i == 5;
            r.error = i == 3 ? u("the signature does not match") : QString();
            page.rows.push_back(r);
        }
        return page;
    });
    door.onQuery<EffectQuery>([now](const auto &, const auto &) -> Result<Page<EffectRow>> {
        Page<EffectRow> page;
        EffectRow mail;
        mail.id = u("eff_1");
        mail.kind = u("mail");
        mail.target = u("priya@raman.example");
        mail.summary = u("Answer to Priya Raman");
        mail.state = EffectState::Failed;
        mail.attempts = 2;
        mail.createdAt = at(*now, -4000);
        mail.nextTry = at(*now, 48);
        mail.error = u("the server refused the connection");
        page.rows.push_back(mail);
        return page;
    });
    serveRun(door, sampleRun(*now));
    door.onQuery<RecordDetailQuery>([now](const auto &query, const auto &) -> Result<RecordRow> {
        RecordRow r;
        r.id = query.id;
        r.database = u("contacts-profiles");
        r.title = u("Helen Ashworth");
        r.entity = u("stillwater");
        r.fields = QJsonObject{{u("Name"), u("Helen Ashworth")}, {u("Email"), u("helen@ashworth.example")}, {u("Lead Score"), 62}};
        r.etag = u("\"7\"");
        r.createdAt = at(*now, -9000000);
        r.updatedAt = at(*now, -4000);
        r.updatedBy = u("nyra");
        return r;
    });
}

} // namespace hs::test
