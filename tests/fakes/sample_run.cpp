#include "tests/fakes/sample_run.h"

#include <algorithm>

namespace hs::test {

using namespace hs::api;

namespace {

constexpr qint64 LongRun = 10'000;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

std::vector<RunLane> lanes()
{
    using Kind = RunLane::Kind;
    return {{s("retreat"), s("retreat-booking"), Kind::Region, 0, {}},          {s("score"), s("score"), Kind::Task, 1, s("nyra")},
            {s("approveGroup"), s("approveGroup"), Kind::Task, 1, {}},           {s("retreat.preparing.payment"), s("payment"), Kind::Region, 1, {}},
            {s("retreat.preparing.room"), s("room"), Kind::Region, 1, {}},       {s("reserveRoom"), s("reserveRoom"), Kind::Task, 2, s("solari")},
            {s("retreat.preparing.welcome"), s("welcome"), Kind::Region, 1, {}}, {s("writeLetter"), s("writeLetter"), Kind::Task, 2, s("elan")}};
}

struct Row {
    RunInput kind;
    const char *input, *actor;
    int secondsAgo;
    const char *exited, *entered, *changed, *started;
    int micros;
    bool ignored = false;
};

const Row Booking[] = {
    {RunInput::Start, "start", "Grace Fields", 259'200, "", "retreat retreat.triage", "guests price", "score", 1840},
    {RunInput::TaskDone, "score", "Nyra", 259'198, "retreat.triage", "retreat.approval", "score", "approveGroup", 920},
    {RunInput::Event, "page.visited", "website", 250'000, "", "", "", "", 60, true},
    {RunInput::TaskDone, "approveGroup", "Mira Kovac", 172'000, "retreat.approval",
     "retreat.preparing retreat.preparing.payment retreat.preparing.payment.waiting retreat.preparing.room retreat.preparing.room.reserving "
     "retreat.preparing.welcome retreat.preparing.welcome.writing",
     "approvedBy", "reserveRoom writeLetter", 2310},
    {RunInput::TaskDone, "writeLetter", "Elan", 171'990, "retreat.preparing.welcome.writing", "retreat.preparing.welcome.ready", "letter", "", 740},
    {RunInput::TaskFailed, "reserveRoom", "Solari", 171'700, "retreat.preparing.room.reserving", "retreat.preparing.room.manual", "", "", 510},
    {RunInput::Event, "payment.received", "stripe", 9'000, "", "", "paid", "", 430},
    {RunInput::Event, "room.assigned", "Mira Kovac", 5'400, "retreat.preparing.room.manual", "retreat.preparing.room.reserved", "room", "", 610},
    {RunInput::Event, "payment.received", "stripe", 1'200, "retreat.preparing.payment.waiting retreat.preparing", "retreat.preparing.payment.paid retreat.confirmed",
     "paid", "", 1120},
};

QStringList words(const char *list)
{
    return QString::fromLatin1(list).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

qint64 count(const SampleRun &run)
{
    switch (run.kind) {
    case SampleRun::Kind::Incident: return qint64(std::size(Booking)) - 1;
    case SampleRun::Kind::Done: return qint64(std::size(Booking));
    case SampleRun::Kind::OneStep: return 1;
    case SampleRun::Kind::Long: return LongRun;
    case SampleRun::Kind::Empty: break;
    }
    return 0;
}

RunStep stepOf(const SampleRun &run, qint64 seq)
{
    RunStep step;
    step.seq = seq;
    if (run.kind == SampleRun::Kind::Long) {
        step.at = run.now.addSecs((seq - LongRun) * 60);
        step.kind = seq == 0 ? RunInput::Start : seq % 2 ? RunInput::Timer : RunInput::Event;
        step.input = seq == 0 ? s("start") : seq % 2 ? s("xstate.after.tick.poll.waiting") : s("answer.received");
        step.actor = seq % 2 ? s("Engine") : s("website");
        step.exited = seq == 0 ? QStringList() : QStringList{seq % 2 ? s("poll.waiting") : s("poll.asking")};
        step.entered = {seq % 2 ? s("poll.asking") : s("poll.waiting")};
        step.changed = {s("rounds")};
        step.durationMicros = 240;
        return step;
    }
    const Row &row = Booking[seq];
    step.at = run.now.addSecs(-row.secondsAgo);
    step.kind = row.kind;
    step.input = s(row.input);
    step.actor = s(row.actor);
    step.exited = words(row.exited);
    step.entered = words(row.entered);
    step.changed = words(row.changed);
    step.tasksStarted = words(row.started);
    step.timersSet = seq == 3 ? 1 : 0;
    step.actions = seq == 3 || seq == 7 ? 1 : 0;
    step.ignored = row.ignored;
    step.durationMicros = row.micros;
    if (seq == 7)
        step.reason = s("The garden house is free that week");
    return step;
}

RunBar bar(const SampleRun &run, int lane, const char *label, qint64 from, qint64 to, RunBar::Outcome outcome, int tries = 0)
{
    RunBar made;
    made.lane = lane;
    made.label = s(label);
    made.from = from;
    made.fromAt = stepOf(run, from).at;
    const bool ended = to >= 0 && to < count(run);
    made.to = ended ? to : -1;
    if (ended)
        made.toAt = stepOf(run, to).at;
    made.outcome = ended ? outcome : RunBar::Outcome::Open;
    made.failedTries = tries;
    return made;
}

QJsonObject contextAfter(qint64 seq)
{
    QJsonObject context{{s("guests"), 8}, {s("price"), 4200}, {s("contact"), s("rec_1")}, {s("email"), s("helen@ashworth.example")}};
    if (seq >= 1)
        context[s("score")] = 82;
    if (seq >= 3)
        context[s("approvedBy")] = s("Mira Kovac");
    if (seq >= 4)
        context[s("letter")] = QJsonObject{{s("subject"), s("Your spring retreat")}, {s("language"), s("en")}};
    if (seq >= 6)
        context[s("paid")] = 1400;
    if (seq >= 7)
        context[s("room")] = s("Garden house");
    if (seq >= 8)
        context[s("paid")] = 4200;
    return context;
}

RunTask task(const char *id, const char *src, RunTask::Did did, const SampleRun &run, qint64 from, qint64 to)
{
    RunTask made;
    made.id = s(id);
    made.src = s(src);
    made.did = did;
    made.startedSeq = from;
    made.startedAt = stepOf(run, from).at;
    if (to >= 0 && to < count(run)) {
        made.endedSeq = to;
        made.endedAt = stepOf(run, to).at;
    }
    return made;
}

void addStanding(const SampleRun &run, qint64 seq, RunStanding &after)
{
    after.context = contextAfter(seq);
    if (seq < 1) {
        after.active = {s("retreat.triage")};
        after.tasks = {task("score", "nyra.score", RunTask::Did::Started, run, 0, -1)};
        after.waitingOn = s("task");
    } else if (seq < 3) {
        after.active = {s("retreat.approval")};
        after.tasks = {task("approveGroup", "human.approve", RunTask::Did::Started, run, 1, -1)};
        after.waitingOn = s("person");
    } else if (seq < 8) {
        after.active = {s("retreat.preparing.payment.waiting"), seq < 5 ? s("retreat.preparing.room.reserving") : seq < 7 ? s("retreat.preparing.room.manual") : s("retreat.preparing.room.reserved"),
                        seq < 4 ? s("retreat.preparing.welcome.writing") : s("retreat.preparing.welcome.ready")};
        after.timers = {{s("xstate.after.holdExpires.retreat.preparing.payment.waiting"), s("xstate.after.holdExpires.retreat.preparing.payment.waiting"), run.now.addSecs(800), RunTimer::Did::Set}};
        after.waitingOn = s("timer");
        if (seq < 5) {
            after.tasks = {task("reserveRoom", "solari.reserve_room", RunTask::Did::Started, run, 3, -1)};
            after.waitingOn = s("task");
        }
    } else {
        after.active = {s("retreat.confirmed")};
    }
    QStringList lines;
    for (const QString &state : after.active)
        lines << state.section(QLatin1Char('.'), 1);
    after.state = lines.join(s(" + "));
}

void addCauses(const SampleRun &run, qint64 seq, RunStepDetail &detail)
{
    const auto audit = [&](const char *actor, const char *name, const char *action, const char *summary, const char *rule, QJsonArray evidence) {
        AuditRow row;
        row.at = detail.step.at;
        row.actorKind = s("agent");
        row.actor = s(actor);
        row.actorName = s(name);
        row.action = s(action);
        row.summary = s(summary);
        row.rule = s(rule);
        row.evidence = std::move(evidence);
        detail.audit.push_back(std::move(row));
    };
    if (seq == 1) {
        detail.tasks = {task("score", "nyra.score", RunTask::Did::Done, run, 0, 1), task("approveGroup", "human.approve", RunTask::Did::Started, run, 1, 3)};
        detail.tasks[0].output = QJsonObject{{s("score"), 82}, {s("path"), s("qualified")}};
        detail.tasks[1].input = QJsonObject{{s("title"), s("Group of 8")}, {s("role"), s("manager")}};
        audit("nyra", "Nyra", "agent.score", "Scored the enquiry of Helen Ashworth with 82", "nyra.score",
              {QJsonObject{{s("text"), s("asks for a date and a price")}, {s("ref"), s("msg_12")}}, QJsonObject{{s("text"), s("came twice before")}, {s("ref"), s("rec_1")}}});
        detail.links = {{s("escalation"), s("esc_2"), s("E-1042: Group of 8"), s("approve")}};
        MessageRow message;
        message.id = s("msg_12");
        message.sender = s("nyra");
        message.recipient = s("solari");
        message.type = s("lead.qualified");
        message.outcome = s("delivered");
        detail.messages = {message};
    } else if (seq == 3) {
        detail.transitions = {{s("retreat.approval"), s("xstate.done.actor.approveGroup"), {s("retreat.preparing")}}};
        detail.tasks = {task("approveGroup", "human.approve", RunTask::Did::Done, run, 1, 3), task("reserveRoom", "solari.reserve_room", RunTask::Did::Started, run, 3, 5),
                        task("writeLetter", "elan.write", RunTask::Did::Started, run, 3, 4)};
        detail.tasks[0].output = QJsonObject{{s("decision"), s("approve")}, {s("by"), s("Mira Kovac")}};
        detail.tasks[1].input = QJsonObject{{s("guests"), 8}};
        detail.timers = {{s("xstate.after.holdExpires.retreat.preparing.payment.waiting"), {}, run.now.addSecs(800), RunTimer::Did::Set}};
        detail.actions = {QJsonObject{{s("type"), s("notify")}, {s("params"), QJsonObject{{s("what"), s("group approved")}}}}};
        EffectRow effect;
        effect.id = s("eff_7");
        effect.kind = s("mail");
        effect.target = s("helen@ashworth.example");
        effect.summary = s("Tell Helen Ashworth that the group is welcome");
        effect.state = EffectState::Sent;
        detail.effects = {effect};
    } else if (seq == 5) {
        detail.tasks = {task("reserveRoom", "solari.reserve_room", RunTask::Did::Failed, run, 3, 5)};
        detail.tasks[0].error = s("agent.unavailable: the calendar does not answer");
        for (int attempt = 1; attempt <= 3; ++attempt)
            detail.tasks[0].failedTries.push_back({attempt, detail.step.at.addSecs(-300 + attempt * 80), detail.step.at.addSecs(-290 + attempt * 80), s("agent.unavailable"),
                                                   s("the calendar does not answer"), attempt < 3 ? detail.step.at.addSecs(-220 + attempt * 80) : QDateTime()});
    }
}

} // namespace

WorkflowRow SampleRun::row() const
{
    WorkflowRow made;
    made.id = id;
    made.number = number;
    made.title = title;
    made.definition = kind == Kind::Long ? s("poll") : s("retreat-booking");
    made.version = s("1.1.0");
    made.status = kind == Kind::Incident ? WorkflowStatus::Incident : kind == Kind::Done ? WorkflowStatus::Completed : WorkflowStatus::Running;
    made.state = s("preparing.payment.waiting + preparing.room.reserved + preparing.welcome.ready");
    made.column = s("preparing");
    made.agent = s("solari");
    made.person = s("Helen Ashworth");
    made.contact = s("rec_1");
    made.startedAt = now.addSecs(-259'200);
    made.enteredAt = now.addSecs(-172'000);
    made.steps = count(*this) - 1;
    if (kind == Kind::Incident)
        made.error = s("unhandled: no transition takes the error of “rollback”");
    return made;
}

WorkflowRow SampleRun::otherRow() const
{
    WorkflowRow other = row();
    other.id = s("wf_RB-198");
    other.number = s("RB-198");
    other.title = s("Okafor: winter retreat for two");
    other.status = WorkflowStatus::Completed;
    other.startedAt = now.addDays(-40);
    other.error.clear();
    return other;
}

RunPage SampleRun::page(qint64 from, int limit) const
{
    RunPage page;
    page.row = row();
    page.currentVersion = s("1.2.0");
    page.hasFirstInput = true;
    page.firstInput = {{s("guests"), 8}, {s("price"), 4200}};
    page.firstSeq = 0;
    page.lastSeq = count(*this) - 1;
    page.context = contextAfter(page.lastSeq);
    if (kind == Kind::Incident)
        page.incident = RunIncident{now.addSecs(-600), row().error, RunInput::Event, s("booking.cancelled"),
                                    QJsonObject{{s("type"), s("booking.cancelled")}, {s("by"), s("client")}}};
    if (kind == Kind::Empty)
        return page;
    const qint64 begin = from < 0 ? std::max<qint64>(0, page.lastSeq - limit + 1) : from;
    const qint64 end = std::min(page.lastSeq, begin + limit - 1);
    for (qint64 seq = begin; seq <= end; ++seq)
        page.steps.push_back(stepOf(*this, seq));
    if (kind == Kind::Long) {
        page.lanes = {{s("poll"), s("poll"), RunLane::Kind::Region, 0, {}}};
        for (qint64 seq = begin; seq <= end; ++seq) {
            page.bars.push_back(bar(*this, 0, seq % 2 ? "asking" : "waiting", seq, seq + 1, RunBar::Outcome::Left));
            if (seq == end && seq < page.lastSeq) {
                page.bars.back().to = -1;
                page.bars.back().toAt = {};
                page.bars.back().outcome = RunBar::Outcome::Open;
            }
            page.marks.push_back({0, seq, seq % 2 ? RunMark::Kind::Timer : RunMark::Kind::Event});
        }
        if (begin > 0) { // the state that was entered on the page before
            RunBar before = bar(*this, 0, begin % 2 ? "waiting" : "asking", begin, begin, RunBar::Outcome::Left);
            before.fromAt = {};
            page.bars.insert(page.bars.begin(), before);
        }
        return page;
    }
    using Outcome = RunBar::Outcome;
    page.lanes = lanes();
    const auto add = [&](int lane, const char *label, qint64 a, qint64 b, Outcome outcome, int tries = 0) {
        if (a < count(*this))
            page.bars.push_back(bar(*this, lane, label, a, b, outcome, tries));
    };
    add(0, "triage", 0, 1, Outcome::Left);
    add(0, "approval", 1, 3, Outcome::Left);
    add(0, "preparing", 3, 8, Outcome::Left);
    add(0, "confirmed", 8, 8, Outcome::Done);
    add(1, "nyra.score", 0, 1, Outcome::Done);
    add(2, "human.approve", 1, 3, Outcome::Done);
    add(3, "waiting", 3, 8, Outcome::Left);
    add(4, "reserving", 3, 5, Outcome::Left);
    add(4, "manual", 5, 7, Outcome::Left);
    add(4, "reserved", 7, 8, Outcome::Left);
    add(5, "solari.reserve_room", 3, 5, Outcome::Failed, 3);
    add(6, "writing", 3, 4, Outcome::Left);
    add(6, "ready", 4, 8, Outcome::Left);
    add(7, "elan.write", 3, 4, Outcome::Done);
    const RunMark marks[] = {{0, 2, RunMark::Kind::Ignored}, {2, 3, RunMark::Kind::Person}, {5, 5, RunMark::Kind::TaskFailed},
                             {3, 6, RunMark::Kind::Event},   {4, 7, RunMark::Kind::Person}, {3, 8, RunMark::Kind::Event}};
    for (const RunMark &mark : marks)
        if (mark.seq < count(*this))
            page.marks.push_back(mark);
    return page;
}

RunStepDetail SampleRun::detail(qint64 seq) const
{
    RunStepDetail detail;
    detail.step = stepOf(*this, seq);
    if (kind == Kind::Long) {
        detail.before = {{s("rounds"), double(seq - 1)}};
        detail.after.context = {{s("rounds"), double(seq)}};
        detail.after.active = detail.step.entered;
        detail.after.state = detail.step.entered.value(0).section(QLatin1Char('.'), -1);
        detail.after.waitingOn = s("timer");
        return detail;
    }
    detail.payload = {{s("type"), detail.step.input}, {s("amount"), 1400}};
    detail.before = seq > 0 ? contextAfter(seq - 1) : QJsonObject();
    for (const QString &state : detail.step.exited)
        detail.transitions.push_back({state, detail.step.input, detail.step.entered.mid(0, 1)});
    addStanding(*this, seq, detail.after);
    addCauses(*this, seq, detail);
    return detail;
}

RunComparison SampleRun::comparedWith(const WorkflowRow &other) const
{
    RunComparison compared;
    compared.first = row();
    compared.second = other;
    compared.compared = 2000;
    SampleRun second = *this;
    second.kind = Kind::Done;
    qint64 b = 0;
    for (qint64 a = 0; a < count(*this); ++a) {
        RunPair pair;
        pair.first = stepOf(*this, a);
        pair.firstWaitMs = a ? stepOf(*this, a - 1).at.msecsTo(pair.first->at) : 0;
        if (a != 2 && a != 5) {
            pair.second = stepOf(second, a);
            pair.second->seq = b++;
            pair.secondWaitMs = a == 3 ? pair.firstWaitMs / 20 : pair.firstWaitMs;
            if (a == 1)
                pair.fields = {{s("score"), 82, 64}};
            if (a == 7)
                pair.fields = {{s("room"), s("Garden house"), s("Tower room")}};
        }
        compared.pairs.push_back(std::move(pair));
    }
    RunPair alone;
    alone.second = stepOf(second, 8);
    alone.second->seq = b;
    alone.secondWaitMs = 5'000;
    compared.pairs.push_back(std::move(alone));
    return compared;
}

void serveHistory(FakeDoor &door, const SampleRun &run)
{
    door.onQuery<RunQuery>([run](const RunQuery &query, const Caller &) -> Result<RunPage> { return run.page(query.from, query.limit); });
    door.onQuery<RunStepQuery>([run](const RunStepQuery &query, const Caller &) -> Result<RunStepDetail> { return run.detail(query.seq); });
    door.onQuery<RunCompareQuery>([run](const RunCompareQuery &, const Caller &) -> Result<RunComparison> { return run.comparedWith(run.otherRow()); });
}

void serveRun(FakeDoor &door, const SampleRun &run)
{
    serveHistory(door, run);
    door.onQuery<WorkflowDetailQuery>([run](const WorkflowDetailQuery &, const Caller &) -> Result<WorkflowDetail> {
        WorkflowDetail detail;
        detail.row = run.row();
        detail.context = contextAfter(8);
        return detail;
    });
    door.onQuery<WorkflowQuery>([run](const WorkflowQuery &query, const Caller &) -> Result<Page<WorkflowRow>> {
        Page<WorkflowRow> page;
        if (query.window.after.isEmpty())
            page.rows.push_back(run.row());
        if (query.text != s("nothing"))
            page.rows.push_back(run.otherRow());
        return page;
    });
}

} // namespace hs::test
