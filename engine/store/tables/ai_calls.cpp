#include "engine/store/tables/ai_calls.h"

namespace hs::store::ai_calls {

namespace {

Call readCall(const Row &row)
{
    Call call;
    call.seq = row.integer(0);
    call.at = row.time(1);
    call.provider = row.text(2);
    call.model = row.text(3);
    call.purpose = row.text(4);
    call.agent = row.text(5);
    call.entity = row.text(6);
    call.thought = row.text(7);
    call.why = row.text(8);
    call.outcome = row.text(9);
    call.error = row.text(10);
    call.input = row.integer(11);
    call.cached = row.integer(12);
    call.output = row.integer(13);
    call.dollars = row.real(14);
    call.costKnown = row.integer(15) != 0;
    call.millis = row.integer(16);
    call.firstMillis = row.integer(17);
    call.requestId = row.text(18);
    call.attempt = int(row.integer(19));
    call.correlation = row.text(20);
    call.masked = row.json(21);
    return call;
}

Sum readSum(const Row &row)
{
    return {row.text(0), row.integer(1), row.integer(2), row.real(3)};
}

std::string dayOf(Timestamp at)
{
    return toRfc3339(at).substr(0, 10);
}

} // namespace

void add(Transaction &tx, const Call &call)
{
    tx.exec("INSERT INTO ai_calls(at, provider, model, purpose, agent, entity, thought, why, outcome, error, input, cached, output, dollars, cost_known,"
            " millis, first_millis, request_id, attempt, correlation, masked) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {call.at, call.provider, call.model, call.purpose, call.agent, call.entity, orNull(call.thought), call.why, call.outcome, orNull(call.error),
             call.input, call.cached, call.output, call.dollars, call.costKnown, call.millis, call.firstMillis, orNull(call.requestId), call.attempt,
             call.correlation, orNull(call.masked)});
    const auto count = [&](std::string_view scope, const std::string &id) {
        tx.exec("INSERT INTO ai_days(day, scope, id, calls, tokens, dollars) VALUES(?, ?, ?, 1, ?, ?) ON CONFLICT(day, scope, id) DO UPDATE SET"
                " calls = calls + 1, tokens = tokens + excluded.tokens, dollars = dollars + excluded.dollars",
                {dayOf(call.at), scope, id, call.input + call.output, call.dollars});
    };
    count("day", {});
    if (!call.entity.empty())
        count("entity", call.entity);
    if (!call.agent.empty())
        count("agent", call.agent);
    count("provider", call.provider);
    tx.touch(Topic::Agents, call.agent);
}

void setMasked(Transaction &tx, std::string_view thought, const Json &masked)
{
    tx.exec("UPDATE ai_calls SET masked = ? WHERE thought = ?", {masked, thought});
}

Sliced<Call> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string where = " WHERE 1 = 1";
    const auto equal = [&](const char *column, const std::string &value) {
        if (value.empty())
            return;
        where += std::string(" AND ") + column + " = ?";
        args.emplace_back(value);
    };
    equal("provider", filter.provider);
    equal("agent", filter.agent);
    equal("entity", filter.entity);
    equal("correlation", filter.correlation);
    equal("thought", filter.thought);
    if (filter.failedOnly)
        where += " AND outcome NOT IN ('ok', 'cached')";
    if (!slice.after.empty()) {
        where += " AND seq < ?";
        args.emplace_back(asNumber(slice.after));
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Call>("SELECT seq, at, provider, model, purpose, agent, entity, thought, why, outcome, error, input, cached, output, dollars,"
                              " cost_known, millis, first_millis, request_id, attempt, correlation, masked FROM ai_calls" + where
                                  + " ORDER BY seq DESC LIMIT ?",
                              args, readCall),
               slice.limit, [](const Call &call) { return std::to_string(call.seq); });
}

std::vector<Sum> ofDay(const ReadSql &sql, std::string_view day, std::string_view scope)
{
    return sql.list<Sum>("SELECT id, calls, tokens, dollars FROM ai_days WHERE day = ? AND scope = ? ORDER BY dollars DESC, id", {day, scope}, readSum);
}

Sum ofDay(const ReadSql &sql, std::string_view day, std::string_view scope, std::string_view id)
{
    return sql.one<Sum>("SELECT id, calls, tokens, dollars FROM ai_days WHERE day = ? AND scope = ? AND id = ?", {day, scope, id}, readSum)
        .value_or(Sum{std::string(id), 0, 0, 0});
}

} // namespace hs::store::ai_calls
