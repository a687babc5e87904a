#include "engine/store/tables/instance_inbox.h"

namespace hs::store::workflows {

namespace {

WaitingInput readWaiting(const Row &row)
{
    return {row.integer(0), row.time(1), row.json(2), row.text(3), row.text(4)};
}

Compensation readCompensation(const Row &row)
{
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.json(4), CompensationStatus(row.integer(5)), row.text(6)};
}

DeadLetter readLetter(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.json(4), row.text(5), row.time(6), row.maybeTime(7), row.text(8)};
}

const std::string CompensationSelect = "SELECT seq, invoke, state, src, input, status, error FROM compensations";

const std::string LetterSelect = "SELECT id, kind, instance, type, body, reason, at, resent_at, correlation FROM dead_letters";

} // namespace

Result<void> enqueue(Transaction &tx, std::string_view instance, const WaitingInput &input, std::int64_t most)
{
    const auto waiting = tx.integer("SELECT queued FROM instances WHERE id = ?", {instance}).value_or(0);
    if (waiting >= most)
        return fail(Errc::Unavailable, "more than " + std::to_string(most) + " inputs wait for this workflow", std::string(instance),
                    "let it go on, or cancel it");
    tx.exec("INSERT INTO instance_inbox(instance, seq, at, input, event, reason)"
            " SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ? FROM instance_inbox WHERE instance = ?",
            {instance, input.at, input.input, orNull(input.event), orNull(input.reason), instance});
    tx.exec("UPDATE instances SET queued = queued + 1 WHERE id = ?", {instance});
    return {};
}

std::optional<WaitingInput> firstWaiting(const ReadSql &sql, std::string_view instance)
{
    return sql.one<WaitingInput>("SELECT seq, at, input, event, reason FROM instance_inbox WHERE instance = ? ORDER BY seq LIMIT 1", {instance}, readWaiting);
}

void dropWaiting(Transaction &tx, std::string_view instance, std::int64_t seq)
{
    if (tx.exec("DELETE FROM instance_inbox WHERE instance = ? AND seq = ?", {instance, seq}) > 0)
        tx.exec("UPDATE instances SET queued = queued - 1 WHERE id = ?", {instance});
}

void dropAllWaiting(Transaction &tx, std::string_view instance)
{
    tx.exec("DELETE FROM instance_inbox WHERE instance = ?", {instance});
    tx.exec("UPDATE instances SET queued = 0 WHERE id = ?", {instance});
}

std::vector<std::string> withWaitingInputs(const ReadSql &sql, int limit)
{
    return sql.list<std::string>("SELECT id FROM instances WHERE queued > 0 AND status = 0 LIMIT ?", {limit}, firstText);
}

void addCompensation(Transaction &tx, std::string_view instance, const Compensation &compensation)
{
    tx.exec("INSERT INTO compensations(instance, seq, invoke, state, src, input, status, error)"
            " SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ? FROM compensations WHERE instance = ?",
            {instance, compensation.invoke, compensation.state, compensation.src, compensation.input, int(compensation.status),
             orNull(compensation.error), instance});
}

void put(Transaction &tx, std::string_view instance, const Compensation &compensation)
{
    tx.exec("UPDATE compensations SET status = ?, error = ? WHERE instance = ? AND seq = ?",
            {int(compensation.status), orNull(compensation.error), instance, compensation.seq});
}

std::optional<Compensation> compensation(const ReadSql &sql, std::string_view instance, std::int64_t seq)
{
    return sql.one<Compensation>(CompensationSelect + " WHERE instance = ? AND seq = ?", {instance, seq}, readCompensation);
}

std::vector<Compensation> compensations(const ReadSql &sql, std::string_view instance)
{
    return sql.list<Compensation>(CompensationSelect + " WHERE instance = ? ORDER BY seq DESC", {instance}, readCompensation);
}

void bury(Transaction &tx, const DeadLetter &letter)
{
    tx.exec("INSERT INTO dead_letters(id, kind, instance, type, body, reason, at, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET reason = excluded.reason, at = excluded.at, resent_at = NULL",
            {letter.id, letter.kind, letter.instance, letter.type, letter.body, letter.reason, letter.at, letter.correlation});
    tx.touch(Topic::Workflows, letter.instance);
}

std::optional<DeadLetter> deadLetter(const ReadSql &sql, std::string_view id)
{
    return sql.one<DeadLetter>(LetterSelect + " WHERE id = ?", {id}, readLetter);
}

void markResent(Transaction &tx, std::string_view id, Timestamp at)
{
    tx.exec("UPDATE dead_letters SET resent_at = ? WHERE id = ?", {at, id});
}

void removeLetter(Transaction &tx, const DeadLetter &letter)
{
    tx.exec("DELETE FROM dead_letters WHERE id = ?", {letter.id});
    tx.touch(Topic::Workflows, letter.instance);
}

std::vector<DeadLetter> deadLetters(const ReadSql &sql, std::string_view instance, int limit)
{
    return sql.list<DeadLetter>(LetterSelect + " WHERE instance = ? ORDER BY at DESC, id DESC LIMIT ?", {instance, limit}, readLetter);
}

Sliced<DeadLetter> deadLetters(const ReadSql &sql, const LetterFilter &filter, const Slice &slice)
{
    Args args;
    std::string select = LetterSelect + " WHERE 1 = 1";
    if (!filter.instance.empty()) {
        select += " AND instance = ?";
        args.emplace_back(filter.instance);
    }
    if (filter.openOnly)
        select += " AND resent_at IS NULL";
    if (!filter.text.empty()) {
        select += " AND (type LIKE ? ESCAPE '\\' OR reason LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\' OR instance IN"
                  " (SELECT id FROM instances WHERE number LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\'))";
        for (int i = 0; i < 5; ++i)
            args.emplace_back(likeAnywhere(filter.text));
    }
    if (const auto bar = slice.after.find('|'); bar != std::string::npos) {
        select += " AND (at, id) < (?, ?)";
        args.emplace_back(asNumber(slice.after));
        args.emplace_back(slice.after.substr(bar + 1));
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<DeadLetter>(select + " ORDER BY at DESC, id DESC LIMIT ?", args, readLetter), slice.limit,
               [](const DeadLetter &letter) { return std::to_string(toMillis(letter.at)) + "|" + letter.id; });
}

} // namespace hs::store::workflows
