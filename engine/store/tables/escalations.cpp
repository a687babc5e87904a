#include "engine/store/tables/escalations.h"

#include <algorithm>

namespace hs::store::escalations {

namespace {

const std::string Select =
    "SELECT id, number, title, status, priority, reason_class, category, agent, entity, contact, person, opened_at, respond_due, decide_due,"
    " respond_total, decide_total, responded_at, paused_since, paused_ms, claimant, claimed_at, lease_until, decision, decided_by, decided_at,"
    " hold_until, snoozed_until, version, thread, thread_version, workflow, invocation, labels, data, correlation, half_told, backup_called,"
    " everyone_called FROM escalations";

Escalation read(const Row &row)
{
    Escalation e;
    e.id = row.text(0);
    e.number = row.integer(1);
    e.title = row.text(2);
    e.status = Status(row.integer(3));
    e.priority = int(row.integer(4));
    e.reasonClass = row.text(5);
    e.category = row.text(6);
    e.agent = row.text(7);
    e.entity = row.text(8);
    e.contact = row.text(9);
    e.person = row.text(10);
    e.openedAt = row.time(11);
    e.respondDue = row.time(12);
    e.decideDue = row.time(13);
    e.respondTotal = row.integer(14);
    e.decideTotal = row.integer(15);
    e.respondedAt = row.maybeTime(16);
    e.pausedSince = row.maybeTime(17);
    e.pausedMs = row.integer(18);
    e.claimant = row.text(19);
    e.claimedAt = row.maybeTime(20);
    e.leaseUntil = row.maybeTime(21);
    e.decision = row.text(22);
    e.decidedBy = row.text(23);
    e.decidedAt = row.maybeTime(24);
    e.holdUntil = row.maybeTime(25);
    e.snoozedUntil = row.maybeTime(26);
    e.version = row.integer(27);
    e.thread = row.text(28);
    e.threadVersion = row.integer(29);
    e.workflow = row.text(30);
    e.invocation = row.text(31);
    e.labels = row.json(32);
    e.data = row.json(33);
    e.correlation = row.text(34);
    e.halfTold = row.maybeTime(35);
    e.backupCalled = row.maybeTime(36);
    e.everyoneCalled = row.maybeTime(37);
    return e;
}

std::string where(const Filter &filter, Args &args)
{
    std::string sql;
    switch (filter.kind) {
    case Filter::Kind::Open:
        sql = " WHERE status IN (0, 1, 5, 6)";
        break;
    case Filter::Kind::Mine:
        sql = " WHERE status IN (0, 1, 5, 6) AND claimant = ?";
        args.emplace_back(filter.operatorId);
        break;
    case Filter::Kind::Decided:
        sql = " WHERE status IN (2, 3, 4)";
        break;
    case Filter::Kind::All:
        sql = " WHERE 1 = 1";
        break;
    }
    if (!filter.entity.empty()) {
        sql += " AND entity = ?";
        args.emplace_back(filter.entity);
    }
    if (!filter.text.empty()) {
        sql += " AND (title LIKE ? ESCAPE '\\' OR person LIKE ? ESCAPE '\\' OR 'E-' || number = ?)";
        args.emplace_back(likeAnywhere(filter.text));
        args.emplace_back(likeAnywhere(filter.text));
        args.emplace_back(filter.text);
    }
    return sql;
}

void announce(Transaction &tx, const Escalation &e)
{
    tx.touch(Topic::Escalations, e.id);
}

} // namespace

Timestamp Escalation::nextDue() const
{
    return respondedAt ? decideDue : std::min(respondDue, decideDue);
}

void insert(Transaction &tx, const Escalation &e)
{
    tx.exec("INSERT INTO escalations(id, number, title, status, priority, reason_class, category, agent, entity, contact, person, opened_at,"
            " respond_due, decide_due, respond_total, decide_total, next_due, version, thread, thread_version, workflow, invocation, labels,"
            " data, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {e.id, e.number, e.title, int(e.status), e.priority, e.reasonClass, e.category, e.agent, orNull(e.entity), orNull(e.contact),
             e.person, e.openedAt, e.respondDue, e.decideDue, e.respondTotal, e.decideTotal, e.nextDue(), e.version, orNull(e.thread),
             e.threadVersion, orNull(e.workflow), orNull(e.invocation), e.labels, e.data, e.correlation});
    announce(tx, e);
}

void update(Transaction &tx, const Escalation &e)
{
    tx.exec("UPDATE escalations SET title = ?, status = ?, priority = ?, entity = ?, respond_due = ?, decide_due = ?, respond_total = ?,"
            " decide_total = ?, next_due = ?, responded_at = ?, paused_since = ?, paused_ms = ?, claimant = ?, claimed_at = ?, lease_until = ?,"
            " decision = ?, decided_by = ?, decided_at = ?, hold_until = ?, snoozed_until = ?, version = ?, thread_version = ?, labels = ?,"
            " data = ?, half_told = ?, backup_called = ?, everyone_called = ? WHERE id = ?",
            {e.title, int(e.status), e.priority, orNull(e.entity), e.respondDue, e.decideDue, e.respondTotal, e.decideTotal, e.nextDue(),
             e.respondedAt, e.pausedSince, e.pausedMs, orNull(e.claimant), e.claimedAt, e.leaseUntil, orNull(e.decision),
             orNull(e.decidedBy), e.decidedAt, e.holdUntil, e.snoozedUntil, e.version, e.threadVersion, e.labels, e.data, e.halfTold,
             e.backupCalled, e.everyoneCalled, e.id});
    announce(tx, e);
}

std::optional<Escalation> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Escalation>(Select + " WHERE id = ?", {id}, read);
}

std::optional<Escalation> openOfThread(const ReadSql &sql, std::string_view thread)
{
    return sql.one<Escalation>(Select + " WHERE status IN (0, 1, 5, 6) AND thread = ? ORDER BY id DESC LIMIT 1", {thread}, read);
}

std::int64_t openOfContact(const ReadSql &sql, std::string_view contact)
{
    return sql.integer("SELECT count(*) FROM escalations WHERE contact = ? AND status IN (0, 1, 5, 6)", {contact}).value_or(0);
}

Sliced<Escalation> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = Select + where(filter, args);
    const bool byClock = filter.kind == Filter::Kind::Open || filter.kind == Filter::Kind::Mine;
    if (const auto bar = slice.after.find('|'); bar != std::string::npos) {
        select += byClock ? " AND (next_due, id) > (?, ?)" : " AND id < ?";
        if (byClock)
            args.emplace_back(asNumber(slice.after));
        args.emplace_back(slice.after.substr(bar + 1));
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Escalation>(select + (byClock ? " ORDER BY next_due, id LIMIT ?" : " ORDER BY id DESC LIMIT ?"), args, read),
               slice.limit, [](const Escalation &e) { return std::to_string(toMillis(e.nextDue())) + "|" + e.id; });
}

std::int64_t count(const ReadSql &sql, const Filter &filter)
{
    Args args;
    const auto condition = where(filter, args);
    return sql.integer("SELECT count(*) FROM escalations" + condition, args).value_or(0);
}

std::vector<Escalation> open(const ReadSql &sql)
{
    return sql.list<Escalation>(Select + " WHERE status IN (0, 1, 5, 6) ORDER BY next_due, id", {}, read);
}

std::vector<Escalation> decidedSince(const ReadSql &sql, Timestamp since, int limit)
{
    return sql.list<Escalation>(Select + " WHERE decided_at >= ? ORDER BY decided_at DESC LIMIT ?", {since, limit}, read);
}

std::vector<Escalation> similar(const ReadSql &sql, const Escalation &to, int limit)
{
    return sql.list<Escalation>(Select + " WHERE decided_at IS NOT NULL AND id <> ? AND reason_class = ?"
                                         " ORDER BY (category = ?) DESC, (entity IS ?) DESC, decided_at DESC LIMIT ?",
                                {to.id, to.reasonClass, to.category, orNull(to.entity), limit}, read);
}

std::vector<Escalation> holdOver(const ReadSql &sql, Timestamp now)
{
    return sql.list<Escalation>(Select + " WHERE status = 3 AND hold_until <= ?", {now}, read);
}

std::optional<Timestamp> nextHold(const ReadSql &sql)
{
    const auto at = sql.integer("SELECT min(hold_until) FROM escalations WHERE status = 3");
    return at ? std::optional(fromMillis(*at)) : std::nullopt;
}

std::int64_t medianResponse(const ReadSql &sql, Timestamp since)
{
    std::vector<std::int64_t> seconds;
    sql.each("SELECT (responded_at - opened_at) / 1000 FROM escalations WHERE opened_at >= ? AND responded_at IS NOT NULL", {since},
             [&](const Row &row) { seconds.push_back(row.integer(0)); });
    if (seconds.empty())
        return -1;
    const auto middle = seconds.begin() + std::ptrdiff_t(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

std::int64_t openClaims(const ReadSql &sql, std::string_view operatorId)
{
    return sql.integer("SELECT count(*) FROM escalations WHERE status IN (0, 1, 5, 6) AND claimant = ?", {operatorId}).value_or(0);
}

void setDraft(Transaction &tx, std::string_view escalation, std::string_view operatorId, std::string_view text, Timestamp now)
{
    tx.exec("INSERT INTO escalation_drafts(escalation, operator, text, at) VALUES(?, ?, ?, ?) ON CONFLICT(escalation, operator)"
            " DO UPDATE SET text = excluded.text, at = excluded.at", {escalation, operatorId, text, now});
}

std::optional<std::string> draft(const ReadSql &sql, std::string_view escalation, std::string_view operatorId)
{
    return sql.text("SELECT text FROM escalation_drafts WHERE escalation = ? AND operator = ?", {escalation, operatorId});
}

void dropDrafts(Transaction &tx, std::string_view escalation)
{
    tx.exec("DELETE FROM escalation_drafts WHERE escalation = ?", {escalation});
}

void addDecision(Transaction &tx, const Decision &d)
{
    tx.exec("INSERT INTO decisions(id, escalation, at, operator, operator_name, via, decision, reason, reply, difference, version_seen, effects)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {d.id, d.escalation, d.at, d.operatorId, d.operatorName, d.via, d.decision, d.reason, d.reply, d.difference, d.versionSeen,
             d.effects});
}

void undoDecision(Transaction &tx, std::string_view id, Timestamp now)
{
    tx.exec("UPDATE decisions SET undone_at = ? WHERE id = ?", {now, id});
}

std::optional<Decision> lastDecision(const ReadSql &sql, std::string_view escalation)
{
    return sql.one<Decision>("SELECT id, escalation, at, operator, operator_name, via, decision, reason, reply, difference, version_seen, effects,"
                             " undone_at FROM decisions WHERE escalation = ? ORDER BY id DESC LIMIT 1",
                             {escalation}, +[](const Row &row) {
                                 Decision d;
                                 d.id = row.text(0);
                                 d.escalation = row.text(1);
                                 d.at = row.time(2);
                                 d.operatorId = row.text(3);
                                 d.operatorName = row.text(4);
                                 d.via = row.text(5);
                                 d.decision = row.text(6);
                                 d.reason = row.text(7);
                                 d.reply = row.text(8);
                                 d.difference = row.json(9);
                                 d.versionSeen = row.integer(10);
                                 d.effects = row.json(11);
                                 d.undoneAt = row.maybeTime(12);
                                 return d;
                             });
}

void settle(Transaction &tx, std::string_view cause, std::string_view escalation, std::string_view facts, Timestamp now)
{
    tx.exec("INSERT INTO settled_causes(cause, escalation, facts, at) VALUES(?, ?, ?, ?) ON CONFLICT(cause) DO UPDATE SET"
            " escalation = excluded.escalation, facts = excluded.facts, at = excluded.at", {cause, escalation, facts, now});
}

std::optional<std::string> settledFacts(const ReadSql &sql, std::string_view cause)
{
    return sql.text("SELECT facts FROM settled_causes WHERE cause = ?", {cause});
}

} // namespace hs::store::escalations
