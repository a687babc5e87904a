#include "engine/store/tables/people.h"

namespace hs::store::people {

namespace {

Operator readOperator(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), int(row.integer(3)), row.text(4), row.time(5), row.maybeTime(6)};
}
const std::string OperatorSelect = "SELECT id, name, initials, role, pin, created_at, present_until FROM operators";

ApiKey readKey(const Row &row)
{
    return {row.text(0), row.text(1), int(row.integer(2)), row.time(3), row.maybeTime(4), row.maybeTime(5)};
}
const std::string KeySelect = "SELECT name, hash, role, created_at, last_used, revoked_at FROM api_keys";

} // namespace

void add(Transaction &tx, const Operator &person)
{
    tx.exec("INSERT INTO operators(id, name, initials, role, pin, created_at) VALUES(?, ?, ?, ?, ?, ?)",
            {person.id, person.name, person.initials, person.role, person.pin.empty() ? Arg(nullptr) : Arg(person.pin), person.createdAt});
    tx.touch(Topic::Operators, person.id);
}

std::optional<Operator> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Operator>(OperatorSelect + " WHERE id = ?", {id}, readOperator);
}

std::vector<Operator> all(const ReadSql &sql)
{
    return sql.list<Operator>(OperatorSelect + " ORDER BY created_at, id", {}, readOperator);
}

void setPresent(Transaction &tx, std::string_view id, Timestamp until)
{
    tx.exec("UPDATE operators SET present_until = ? WHERE id = ?", {until, id});
    tx.touch(Topic::Operators, id);
}

bool addKey(Transaction &tx, const ApiKey &key)
{
    tx.touch(Topic::Settings, key.name);
    return tx.exec("INSERT INTO api_keys(name, hash, role, created_at) VALUES(?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
                   " hash = excluded.hash, role = excluded.role, created_at = excluded.created_at, last_used = NULL, revoked_at = NULL"
                   " WHERE revoked_at IS NOT NULL",
                   {key.name, key.hash, key.role, key.createdAt}) > 0;
}

bool revokeKey(Transaction &tx, std::string_view name, Timestamp now)
{
    tx.touch(Topic::Settings, name);
    return tx.exec("UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL", {now, name}) > 0;
}

std::optional<ApiKey> keyByHash(const ReadSql &sql, std::string_view hash)
{
    return sql.one<ApiKey>(KeySelect + " WHERE hash = ? AND revoked_at IS NULL", {hash}, readKey);
}

std::vector<ApiKey> keys(const ReadSql &sql)
{
    return sql.list<ApiKey>(KeySelect + " ORDER BY name", {}, readKey);
}

void used(Transaction &tx, std::string_view name, Timestamp now)
{
    tx.exec("UPDATE api_keys SET last_used = ? WHERE name = ?", {now, name});
}

void putSecret(Transaction &tx, const Sealed &secret, Timestamp now)
{
    tx.exec("INSERT INTO secrets(name, slot, sealed, set_at) VALUES(?, ?, ?, ?) ON CONFLICT(name, slot) DO UPDATE SET"
            " sealed = excluded.sealed, set_at = excluded.set_at", {secret.name, secret.slot, Blob{secret.bytes}, now});
    tx.touch(Topic::Settings, secret.name);
    tx.touch(Topic::Integrations, secret.name);
}

void dropSecret(Transaction &tx, std::string_view name, int fromSlot)
{
    tx.exec("DELETE FROM secrets WHERE name = ? AND slot >= ?", {name, fromSlot});
    tx.touch(Topic::Settings, name);
    tx.touch(Topic::Integrations, name);
}

std::vector<Sealed> secrets(const ReadSql &sql)
{
    return sql.list<Sealed>("SELECT name, slot, sealed FROM secrets ORDER BY name, slot", {},
                            +[](const Row &row) { return Sealed{row.text(0), int(row.integer(1)), row.blob(2)}; });
}

AgentSwitches agent(const ReadSql &sql, std::string_view key, std::string_view day)
{
    AgentSwitches agent;
    agent.key = std::string(key);
    sql.each("SELECT paused, autopilot, last_at, last_failed_at, last_error FROM agents WHERE key = ?", {key}, [&](const Row &row) {
        agent.paused = row.integer(0) != 0;
        agent.autopilot = row.integer(1) != 0;
        agent.lastAt = row.maybeTime(2);
        agent.lastFailedAt = row.maybeTime(3);
        agent.lastError = row.text(4);
    });
    sql.each("SELECT done, failed FROM agent_days WHERE agent = ? AND day = ?", {key, day}, [&](const Row &row) {
        agent.doneToday = row.integer(0);
        agent.failedToday = row.integer(1);
    });
    return agent;
}

AgentTotals agentTotals(const ReadSql &sql, std::string_view key)
{
    AgentTotals totals;
    sql.each("SELECT coalesce(sum(done), 0), coalesce(sum(failed), 0), (SELECT last_at FROM agents WHERE key = ?) FROM agent_days WHERE agent = ?",
             {key, key}, [&](const Row &row) {
                 totals.done = row.integer(0);
                 totals.failed = row.integer(1);
                 totals.lastAt = row.maybeTime(2);
             });
    return totals;
}

void setPaused(Transaction &tx, std::string_view agent, bool paused)
{
    tx.exec("INSERT INTO agents(key, paused) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET paused = excluded.paused", {agent, paused});
    tx.touch(Topic::Agents, agent);
}

void setAutopilot(Transaction &tx, std::string_view agent, bool autopilot)
{
    tx.exec("INSERT INTO agents(key, autopilot) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET autopilot = excluded.autopilot",
            {agent, autopilot});
    tx.touch(Topic::Agents, agent);
}

void agentActed(Transaction &tx, std::string_view agent, std::string_view day, Timestamp now, std::string_view error)
{
    const bool failed = !error.empty();
    if (failed)
        tx.exec("INSERT INTO agents(key, last_at, last_failed_at, last_error) VALUES(?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET"
                " last_at = excluded.last_at, last_failed_at = excluded.last_failed_at, last_error = excluded.last_error",
                {agent, now, now, error});
    else
        tx.exec("INSERT INTO agents(key, last_at) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET last_at = excluded.last_at", {agent, now});
    tx.exec("INSERT INTO agent_days(agent, day, done, failed) VALUES(?, ?, ?, ?) ON CONFLICT(agent, day) DO UPDATE SET"
            " done = done + excluded.done, failed = failed + excluded.failed", {agent, day, failed ? 0 : 1, failed ? 1 : 0});
    tx.touch(Topic::Agents, agent);
}

void setSourcePaused(Transaction &tx, std::string_view source, bool paused)
{
    tx.exec("INSERT INTO source_state(name, paused) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET paused = excluded.paused", {source, paused});
    tx.touch(Topic::Integrations, source);
}

std::vector<std::string> pausedSources(const ReadSql &sql)
{
    return sql.list<std::string>("SELECT name FROM source_state WHERE paused = 1", {}, +[](const Row &row) { return row.text(0); });
}

} // namespace hs::store::people
