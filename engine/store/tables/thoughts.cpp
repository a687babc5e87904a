#include "engine/store/tables/thoughts.h"

namespace hs::store::thoughts {

namespace {

const std::string SelectThought = "SELECT id, agent, kind, thread, escalation, entity, asker, asker_name, words, state, run, attempts, at, ended_at, outcome,"
                                  " model, dollars, steps, result, correlation FROM thoughts";
const std::string SelectRequest = "SELECT id, agent, tool, title, arguments, risk, why, effect, thread, entity, thought, state, result, decided_by, at,"
                                  " decided_at, untrusted, correlation FROM tool_requests";

Thought readThought(const Row &row)
{
    Thought thought;
    thought.id = row.text(0);
    thought.agent = row.text(1);
    thought.kind = row.text(2);
    thought.thread = row.text(3);
    thought.escalation = row.text(4);
    thought.entity = row.text(5);
    thought.asker = row.text(6);
    thought.askerName = row.text(7);
    thought.words = row.text(8);
    thought.state = State(row.integer(9));
    thought.run = row.text(10);
    thought.attempts = int(row.integer(11));
    thought.at = row.time(12);
    thought.endedAt = row.maybeTime(13);
    thought.outcome = row.text(14);
    thought.model = row.text(15);
    thought.dollars = row.real(16);
    thought.steps = row.json(17);
    thought.result = row.json(18);
    thought.correlation = row.text(19);
    return thought;
}

Request readRequest(const Row &row)
{
    Request request;
    request.id = row.text(0);
    request.agent = row.text(1);
    request.tool = row.text(2);
    request.title = row.text(3);
    request.arguments = row.json(4);
    request.risk = int(row.integer(5));
    request.why = row.text(6);
    request.effect = row.text(7);
    request.thread = row.text(8);
    request.entity = row.text(9);
    request.thought = row.text(10);
    request.state = RequestState(row.integer(11));
    request.result = row.text(12);
    request.decidedBy = row.text(13);
    request.at = row.time(14);
    request.decidedAt = row.maybeTime(15);
    request.untrusted = row.integer(16) != 0;
    request.correlation = row.text(17);
    return request;
}

Leave readLeave(const Row &row)
{
    return {row.text(0), row.text(1), int(row.integer(2)), int(row.integer(3))};
}

} // namespace

void put(Transaction &tx, const Thought &thought)
{
    tx.exec("INSERT INTO thoughts(id, agent, kind, thread, escalation, entity, asker, asker_name, words, state, run, attempts, at, ended_at, outcome, model,"
            " dollars, steps, result, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
            " state = excluded.state, run = excluded.run, attempts = excluded.attempts, ended_at = excluded.ended_at, outcome = excluded.outcome,"
            " model = excluded.model, dollars = excluded.dollars, steps = excluded.steps, result = excluded.result",
            {thought.id, thought.agent, thought.kind, orNull(thought.thread), orNull(thought.escalation), thought.entity, thought.asker, thought.askerName,
             thought.words, int(thought.state), orNull(thought.run), thought.attempts, thought.at, thought.endedAt, thought.outcome, thought.model,
             thought.dollars, thought.steps, orNull(thought.result), thought.correlation});
    tx.touch(Topic::Agents, thought.agent);
    if (!thought.thread.empty())
        tx.touch(Topic::Threads, thought.thread);
}

std::optional<Thought> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Thought>(SelectThought + " WHERE id = ?", {id}, readThought);
}

std::vector<Thought> open(const ReadSql &sql, std::string_view run, int limit)
{
    return sql.list<Thought>(SelectThought + " WHERE state < 2 AND (state = 0 OR run <> ?) ORDER BY id LIMIT ?", {run, limit}, readThought);
}

Sliced<Thought> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string where = " WHERE 1 = 1";
    if (!filter.agent.empty()) {
        where += " AND agent = ?";
        args.emplace_back(filter.agent);
    }
    if (!filter.thread.empty()) {
        where += " AND thread = ?";
        args.emplace_back(filter.thread);
    }
    if (!slice.after.empty()) {
        where += " AND id < ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Thought>(SelectThought + where + " ORDER BY id DESC LIMIT ?", args, readThought), slice.limit,
               [](const Thought &thought) { return thought.id; });
}

std::vector<Thought> openOf(const ReadSql &sql, std::string_view thread)
{
    return sql.list<Thought>(SelectThought + " WHERE thread = ? AND state < 2 ORDER BY id", {thread}, readThought);
}

Count since(const ReadSql &sql, std::string_view agent, Timestamp from)
{
    Count count;
    sql.each("SELECT count(*), count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 4) FROM thoughts WHERE agent = ? AND at >= ?", {agent, from},
             [&](const Row &row) { count = {row.integer(0), row.integer(1), row.integer(2)}; });
    return count;
}

void put(Transaction &tx, const Request &request)
{
    tx.exec("INSERT INTO tool_requests(id, agent, tool, title, arguments, risk, why, effect, thread, entity, thought, state, result, decided_by, at, decided_at,"
            " untrusted, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET state = excluded.state,"
            " result = excluded.result, decided_by = excluded.decided_by, decided_at = excluded.decided_at",
            {request.id, request.agent, request.tool, request.title, request.arguments, request.risk, request.why, request.effect, orNull(request.thread),
             request.entity, request.thought, int(request.state), orNull(request.result), orNull(request.decidedBy), request.at, request.decidedAt,
             request.untrusted, request.correlation});
    tx.touch(Topic::Agents, request.agent);
    if (!request.thread.empty())
        tx.touch(Topic::Threads, request.thread);
}

std::optional<Request> findRequest(const ReadSql &sql, std::string_view id)
{
    return sql.one<Request>(SelectRequest + " WHERE id = ?", {id}, readRequest);
}

Sliced<Request> requests(const ReadSql &sql, const RequestFilter &filter, const Slice &slice)
{
    Args args;
    std::string where = filter.waitingOnly ? " WHERE state < 2" : " WHERE 1 = 1";
    if (!filter.agent.empty()) {
        where += " AND agent = ?";
        args.emplace_back(filter.agent);
    }
    if (!filter.thread.empty()) {
        where += " AND thread = ?";
        args.emplace_back(filter.thread);
    }
    if (!slice.after.empty()) {
        where += " AND id > ?";
        args.emplace_back(slice.after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Request>(SelectRequest + where + " ORDER BY id LIMIT ?", args, readRequest), slice.limit,
               [](const Request &request) { return request.id; });
}

std::vector<Leave> leaves(const ReadSql &sql)
{
    return sql.list<Leave>("SELECT agent, entity, risk, leave FROM agent_leaves", {}, readLeave);
}

void setLeave(Transaction &tx, const Leave &leave)
{
    tx.exec("INSERT INTO agent_leaves(agent, entity, risk, leave) VALUES(?, ?, ?, ?) ON CONFLICT(agent, entity, risk) DO UPDATE SET leave = excluded.leave",
            {leave.agent, leave.entity, leave.risk, leave.leave});
    tx.touch(Topic::Agents, leave.agent);
}

void dropLeave(Transaction &tx, const Leave &leave)
{
    tx.exec("DELETE FROM agent_leaves WHERE agent = ? AND entity = ? AND risk = ?", {leave.agent, leave.entity, leave.risk});
    tx.touch(Topic::Agents, leave.agent);
}

void put(Transaction &tx, const Proposal &proposal)
{
    tx.exec("INSERT INTO thread_proposals(thread, text, author, thought, citations, trouble, version, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(thread) DO UPDATE SET text = excluded.text, author = excluded.author, thought = excluded.thought, citations = excluded.citations,"
            " trouble = excluded.trouble, version = excluded.version, at = excluded.at",
            {proposal.thread, proposal.text, proposal.author, orNull(proposal.thought), orNull(proposal.citations), orNull(proposal.trouble), proposal.version,
             proposal.at});
    tx.touch(Topic::Threads, proposal.thread);
}

std::optional<Proposal> proposal(const ReadSql &sql, std::string_view thread)
{
    std::optional<Proposal> found;
    sql.each("SELECT thread, text, author, thought, citations, trouble, version, at FROM thread_proposals WHERE thread = ?", {thread}, [&](const Row &row) {
        found = Proposal{row.text(0), row.text(1), row.text(2), row.text(3), row.json(4), row.text(5), row.integer(6), row.time(7)};
    });
    return found;
}

void dropProposal(Transaction &tx, std::string_view thread)
{
    if (tx.exec("DELETE FROM thread_proposals WHERE thread = ?", {thread}) > 0)
        tx.touch(Topic::Threads, thread);
}

} // namespace hs::store::thoughts
