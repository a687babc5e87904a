#include "engine/store/tables/outbox.h"

namespace hs::store::outbox {

namespace {

const std::string Select = "SELECT seq, id, idem_key, kind, target, summary, body, state, attempts, created_at, hold_until, next_try,"
                           " sent_at, error, why, correlation, agent, thread, escalation, entity, letter FROM outbox";

Effect read(const Row &row)
{
    Effect effect;
    effect.seq = row.integer(0);
    effect.id = row.text(1);
    effect.key = row.text(2);
    effect.kind = row.text(3);
    effect.target = row.text(4);
    effect.summary = row.text(5);
    effect.body = row.json(6);
    effect.state = State(row.integer(7));
    effect.attempts = int(row.integer(8));
    effect.createdAt = row.time(9);
    effect.holdUntil = row.maybeTime(10);
    effect.nextTry = row.maybeTime(11);
    effect.sentAt = row.maybeTime(12);
    effect.error = row.text(13);
    effect.why = row.text(14);
    effect.correlation = row.text(15);
    effect.agent = row.text(16);
    effect.thread = row.text(17);
    effect.escalation = row.text(18);
    effect.entity = row.text(19);
    effect.letter = row.text(20);
    return effect;
}

void announce(Transaction &tx, const Effect &effect)
{
    tx.touch(Topic::Effects, effect.id);
    if (!effect.thread.empty())
        tx.touch(Topic::Threads, effect.thread);
}

} // namespace

bool add(Transaction &tx, const Effect &effect)
{
    const auto added = tx.exec(
        "INSERT INTO outbox(id, idem_key, kind, target, summary, body, state, created_at, hold_until, why, correlation, agent, thread,"
        " escalation, entity, letter) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(idem_key) DO NOTHING",
        {effect.id, effect.key, effect.kind, effect.target, effect.summary, effect.body, int(effect.state), effect.createdAt,
         effect.holdUntil, effect.why, effect.correlation, orNull(effect.agent), orNull(effect.thread), orNull(effect.escalation),
         orNull(effect.entity), orNull(effect.letter)});
    if (added > 0)
        announce(tx, effect);
    return added > 0;
}

std::optional<Effect> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Effect>(Select + " WHERE id = ?", {id}, read);
}

std::optional<Effect> findByKey(const ReadSql &sql, std::string_view key)
{
    return sql.one<Effect>(Select + " WHERE idem_key = ?", {key}, read);
}

std::vector<Effect> ofEscalation(const ReadSql &sql, std::string_view escalation)
{
    return sql.list<Effect>(Select + " WHERE escalation = ? ORDER BY seq", {escalation}, read);
}

std::vector<Effect> take(Transaction &tx, Timestamp now, const Room &room, std::string_view run)
{
    std::vector<Effect> taken;
    for (const auto &[kind, limit] : room) {
        auto due = tx.list<Effect>(Select + " WHERE state IN (1, 2, 3, 5) AND kind = ? AND ((state = 1 AND hold_until <= ?) OR state = 2"
                                            " OR (state = 5 AND next_try <= ?)) ORDER BY seq LIMIT ?",
                                   {kind, now, now, limit}, read);
        std::move(due.begin(), due.end(), std::back_inserter(taken));
    }
    for (auto &effect : taken) {
        tx.exec("UPDATE outbox SET state = 3, run = ?, attempts = attempts + 1 WHERE id = ?", {run, effect.id});
        effect.state = State::Sending;
        ++effect.attempts;
        announce(tx, effect);
    }
    return taken;
}

std::int64_t recover(Transaction &tx, std::string_view run)
{
    return tx.exec("UPDATE outbox SET state = 2 WHERE state = 3 AND run <> ?", {run});
}

std::map<std::string, Timestamp, std::less<>> nextDue(const ReadSql &sql)
{
    std::map<std::string, Timestamp, std::less<>> due;
    sql.each("SELECT kind, min(CASE state WHEN 1 THEN hold_until WHEN 2 THEN 0 ELSE next_try END) FROM outbox"
             " WHERE state IN (1, 2, 3, 5) AND state <> 3 GROUP BY kind",
             {}, [&](const Row &row) { due.emplace(row.text(0), row.time(1)); });
    return due;
}

void sent(Transaction &tx, const Effect &effect, Timestamp now)
{
    tx.exec("UPDATE outbox SET state = 4, sent_at = ?, error = NULL, next_try = NULL WHERE id = ?", {now, effect.id});
    announce(tx, effect);
}

void failed(Transaction &tx, const Effect &effect, std::string_view error, std::optional<Timestamp> again)
{
    tx.exec("UPDATE outbox SET state = ?, error = ?, next_try = ? WHERE id = ?",
            {int(again ? State::Failed : State::Dead), error, again, effect.id});
    announce(tx, effect);
    tx.touch(Topic::Integrations, effect.kind);
}

bool move(Transaction &tx, std::string_view id, std::initializer_list<State> from, State to, std::optional<Timestamp> holdUntil,
          std::string_view why)
{
    const auto effect = find(tx, id);
    if (!effect || std::find(from.begin(), from.end(), effect->state) == from.end())
        return false;
    tx.exec("UPDATE outbox SET state = ?, hold_until = ?, next_try = NULL, why = ? WHERE id = ?", {int(to), holdUntil, why, id});
    announce(tx, *effect);
    return true;
}

void rewrite(Transaction &tx, std::string_view id, std::string_view target, const Json &body)
{
    tx.exec("UPDATE outbox SET target = ?, body = ? WHERE id = ? AND state IN (0, 1, 2)", {target, body, id});
    tx.touch(Topic::Effects, id);
}

Sliced<Effect> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = Select + " WHERE 1 = 1";
    if (filter.state) {
        select += " AND state = ?";
        args.emplace_back(int(*filter.state));
    }
    if (!filter.correlation.empty()) {
        select += " AND correlation = ?";
        args.emplace_back(filter.correlation);
    }
    if (const auto after = asNumber(slice.after); after > 0) {
        select += " AND seq < ?";
        args.emplace_back(after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Effect>(select + " ORDER BY seq DESC LIMIT ?", args, read), slice.limit,
               [](const Effect &effect) { return std::to_string(effect.seq); });
}

std::int64_t count(const ReadSql &sql, State state)
{
    return sql.integer("SELECT count(*) FROM outbox WHERE state = ?", {int(state)}).value_or(0);
}

std::map<std::string, Timestamp, std::less<>> oldestQueued(const ReadSql &sql)
{
    std::map<std::string, Timestamp, std::less<>> oldest;
    sql.each("SELECT kind, min(max(created_at, ifnull(hold_until, 0), ifnull(next_try, 0))) FROM outbox WHERE state IN (1, 2) AND state IN (1, 2, 3, 5)"
             " GROUP BY kind",
             {}, [&](const Row &row) { oldest.emplace(row.text(0), row.time(1)); });
    return oldest;
}

std::vector<Figure> figures(const ReadSql &sql, std::string_view kind, Timestamp since)
{
    return sql.list<Figure>("SELECT state, count(*), max(sent_at) FROM outbox WHERE kind = ? AND (created_at >= ? OR state NOT IN (4, 7))"
                            " GROUP BY state",
                            {kind, since}, +[](const Row &row) { return Figure{State(row.integer(0)), row.integer(1), row.maybeTime(2)}; });
}

} // namespace hs::store::outbox
