#include "engine/store/tables/record_changes.h"

namespace hs::store::changes {

namespace {

const std::string Select = "SELECT seq, record, property, at, actor_kind, actor, old, new, correlation FROM record_changes";

Change read(const Row &row)
{
    return {row.integer(0), row.text(1), row.text(2), row.time(3), row.text(4), row.text(5), row.json(6), row.json(7), row.text(8)};
}

} // namespace

void add(Transaction &tx, const Change &change)
{
    tx.exec("INSERT INTO record_changes(record, property, at, actor_kind, actor, old, new, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            {change.record, change.property, change.at, change.actorKind, change.actor, orNull(change.before), orNull(change.after), change.correlation});
}

Sliced<Change> page(const ReadSql &sql, std::string_view record, std::string_view property, const Slice &slice)
{
    std::string statement = Select + " WHERE record = ?";
    Args args{record};
    if (!property.empty()) {
        statement += " AND property = ?";
        args.emplace_back(property);
    }
    if (!slice.after.empty()) {
        statement += " AND seq < ?";
        args.emplace_back(asNumber(slice.after));
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Change>(statement + " ORDER BY seq DESC LIMIT ?", args, read), slice.limit,
               [](const Change &change) { return std::to_string(change.seq); });
}

std::optional<Change> find(const ReadSql &sql, std::int64_t seq)
{
    return sql.one<Change>(Select + " WHERE seq = ?", {seq}, read);
}

std::optional<Change> latest(const ReadSql &sql, std::string_view record, std::string_view property)
{
    return sql.one<Change>(Select + " WHERE record = ? AND property = ? ORDER BY seq DESC LIMIT 1", {record, property}, read);
}

} // namespace hs::store::changes
