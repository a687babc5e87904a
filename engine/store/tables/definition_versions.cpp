#include "engine/store/tables/definition_versions.h"

namespace hs::store::versions {

bool setRetired(Transaction &tx, std::string_view definition, std::string_view version, bool retired)
{
    if (tx.exec("UPDATE definitions SET retired = ? WHERE id = ? AND version = ?", {retired, definition, version}) == 0)
        return false;
    tx.touch(Topic::Workflows, definition);
    return true;
}

void setCanonical(Transaction &tx, std::string_view definition, std::string_view version, std::string_view canonical)
{
    tx.exec("UPDATE definitions SET canonical = ? WHERE id = ? AND version = ?", {canonical, definition, version});
}

std::vector<StateCount> openByState(const ReadSql &sql, std::string_view definition)
{
    std::vector<StateCount> counts;
    sql.each("SELECT version, state, count(*) FROM instances WHERE definition = ? AND status < 3 GROUP BY version, state", {definition},
             [&](const Row &row) { counts.push_back({row.text(0), row.text(1), row.integer(2)}); });
    return counts;
}

std::vector<Count> counts(const ReadSql &sql, std::string_view definition)
{
    std::vector<Count> counts;
    sql.each("SELECT version, sum(status < 3), count(*) FROM instances WHERE definition = ? GROUP BY version", {definition},
             [&](const Row &row) { counts.push_back({row.text(0), row.integer(1), row.integer(2)}); });
    return counts;
}

Sliced<std::string> instances(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    std::string select = "SELECT id FROM instances WHERE definition = ?";
    Args args{filter.definition};
    const auto also = [&](const char *condition, const std::string &value) {
        if (!value.empty()) {
            select += condition;
            args.emplace_back(value);
        }
    };
    also(" AND version = ?", filter.version);
    also(" AND version <> ?", filter.otherThan);
    also(" AND entity = ?", filter.entity);
    also(" AND id < ?", slice.after);
    if (filter.openOnly)
        select += " AND status BETWEEN 0 AND 2"; // those that wait for their turn begin with the newest version anyway
    if (filter.endedOnly)
        select += " AND status >= 3";
    args.emplace_back(slice.limit + 1);
    std::vector<std::string> ids;
    sql.each(select + " ORDER BY id DESC LIMIT ?", args, [&](const Row &row) { ids.push_back(row.text(0)); });
    return cut(std::move(ids), slice.limit, [](const std::string &id) { return id; });
}

void move(Transaction &tx, std::string_view instance, std::string_view version)
{
    tx.exec("UPDATE instances SET version = ? WHERE id = ?", {version, instance});
    tx.touch(Topic::Workflows, instance);
}

void moveCompensation(Transaction &tx, std::string_view instance, std::int64_t seq, std::string_view state)
{
    tx.exec("UPDATE compensations SET state = ? WHERE instance = ? AND seq = ?", {state, instance, seq});
}

std::optional<std::int64_t> keptSnapshot(const ReadSql &sql, std::string_view instance, std::int64_t seq)
{
    return sql.integer("SELECT seq FROM history WHERE instance = ? AND seq <= ? AND snapshot <> '' ORDER BY seq DESC LIMIT 1", {instance, seq});
}

std::vector<workflows::Step> migrations(const ReadSql &sql, std::string_view instance)
{
    std::vector<std::int64_t> rows;
    sql.each("SELECT seq FROM history WHERE instance = ? AND input = ? ORDER BY seq", {instance, MigrationInput},
             [&](const Row &row) { rows.push_back(row.integer(0)); });
    std::vector<workflows::Step> steps;
    for (const auto seq : rows)
        if (auto step = workflows::step(sql, instance, seq); step && text(member(step->record, "input"), "kind") == MigrationInput) // not an event of that name
            steps.push_back(std::move(*step));
    return steps;
}

} // namespace hs::store::versions
