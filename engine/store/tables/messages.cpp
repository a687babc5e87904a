#include "engine/store/tables/messages.h"

namespace hs::store::messages {

namespace {

constexpr std::string_view Columns = "m.seq, m.id, m.sender, m.recipient, m.type, m.payload, m.correlation, m.causation, m.response_to,"
                                     " m.requires_response, m.priority, m.outcome, m.at, m.expires, m.error,"
                                     " EXISTS (SELECT 1 FROM bus_deliveries t WHERE t.message = m.id AND t.state = 2)";

Message read(const Row &row)
{
    Message message;
    message.seq = row.integer(0);
    message.id = row.text(1);
    message.sender = row.text(2);
    message.recipient = row.text(3);
    message.type = row.text(4);
    message.payload = row.json(5);
    message.correlation = row.text(6);
    message.causation = row.text(7);
    message.responseTo = row.text(8);
    message.requiresResponse = row.integer(9) != 0;
    message.priority = row.text(10);
    message.outcome = row.text(11);
    message.at = row.time(12);
    message.expires = row.maybeTime(13);
    message.error = row.text(14);
    message.retryable = row.integer(15) != 0;
    return message;
}

} // namespace

void add(Transaction &tx, const Message &message, const std::vector<std::string> &subscribers)
{
    tx.exec("INSERT INTO messages(id, sender, recipient, type, payload, correlation, causation, response_to, requires_response, priority,"
            " outcome, at, expires, error) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {message.id, message.sender, message.recipient, message.type, message.payload, message.correlation,
             orNull(message.causation), orNull(message.responseTo), message.requiresResponse, message.priority, message.outcome,
             message.at, message.expires, orNull(message.error)});
    const auto seq = tx.integer("SELECT seq FROM messages WHERE id = ?", {message.id}).value_or(0);
    for (const auto &subscriber : subscribers)
        tx.exec("INSERT INTO bus_deliveries(message, subscriber, seq) VALUES(?, ?, ?)", {message.id, subscriber, seq});
    tx.touch(Topic::Messages, message.id);
}

std::optional<Message> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Message>("SELECT " + std::string(Columns) + " FROM messages m WHERE m.id = ?", {id}, read);
}

void setOutcome(Transaction &tx, std::string_view id, std::string_view outcome, std::string_view error)
{
    tx.exec("UPDATE messages SET outcome = ?, error = ? WHERE id = ?", {outcome, error, id});
    tx.touch(Topic::Messages, id);
}

std::vector<Waiting> waiting(const ReadSql &sql, Timestamp now, int limit)
{
    std::vector<Waiting> rows;
    sql.each("SELECT " + std::string(Columns) + ", d.subscriber, d.attempts FROM bus_deliveries d JOIN messages m ON m.id = d.message"
             " WHERE d.state = 0 AND (d.next_try IS NULL OR d.next_try <= ?) ORDER BY d.seq LIMIT ?",
             {now, limit}, [&](const Row &row) { rows.push_back({read(row), row.text(16), int(row.integer(17))}); });
    return rows;
}

std::optional<Timestamp> nextWaiting(const ReadSql &sql)
{
    const auto at = sql.integer("SELECT min(coalesce(next_try, 0)) FROM bus_deliveries WHERE state = 0");
    return at ? std::optional(fromMillis(*at)) : std::nullopt;
}

void delivered(Transaction &tx, std::string_view message, std::string_view subscriber)
{
    tx.exec("UPDATE bus_deliveries SET state = 1, error = NULL WHERE message = ? AND subscriber = ?", {message, subscriber});
    tx.exec("UPDATE messages SET outcome = 'delivered' WHERE id = ? AND outcome = 'waiting' AND NOT EXISTS"
            " (SELECT 1 FROM bus_deliveries WHERE message = ? AND state <> 1)", {message, message});
    tx.touch(Topic::Messages, message);
}

void failedDelivery(Transaction &tx, std::string_view message, std::string_view subscriber, std::string_view error,
                    std::optional<Timestamp> again)
{
    tx.exec("UPDATE bus_deliveries SET state = ?, attempts = attempts + 1, next_try = ?, error = ? WHERE message = ? AND subscriber = ?",
            {again ? 0 : 2, again, error, message, subscriber});
    if (!again)
        setOutcome(tx, message, "dead", error);
    tx.touch(Topic::Messages, message);
}

bool retry(Transaction &tx, std::string_view message)
{
    const auto changed = tx.exec("UPDATE bus_deliveries SET state = 0, attempts = 0, next_try = NULL WHERE message = ? AND state = 2", {message});
    if (changed > 0)
        setOutcome(tx, message, "waiting");
    return changed > 0;
}

std::vector<Message> expired(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Message>("SELECT " + std::string(Columns) + " FROM messages m WHERE m.outcome = 'delivered' AND m.requires_response = 1"
                             " AND m.expires <= ? ORDER BY m.expires LIMIT ?",
                             {now, limit}, read);
}

Sliced<Message> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = "SELECT " + std::string(Columns) + " FROM messages m WHERE 1 = 1";
    if (!filter.agent.empty()) {
        select += " AND (m.sender = ? OR m.recipient = ? OR EXISTS (SELECT 1 FROM bus_deliveries d WHERE d.message = m.id AND d.subscriber = ?))";
        args.emplace_back(filter.agent);
        args.emplace_back(filter.agent);
        args.emplace_back(filter.agent);
    }
    if (!filter.type.empty()) {
        select += " AND m.type = ?";
        args.emplace_back(filter.type);
    }
    if (!filter.correlation.empty()) {
        select += " AND m.correlation = ?";
        args.emplace_back(filter.correlation);
    }
    if (filter.deadOnly)
        select += " AND m.outcome = 'dead'";
    if (const auto after = asNumber(slice.after); after > 0) {
        select += " AND m.seq < ?";
        args.emplace_back(after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Message>(select + " ORDER BY m.seq DESC LIMIT ?", args, read), slice.limit,
               [](const Message &message) { return std::to_string(message.seq); });
}

} // namespace hs::store::messages
