#include "engine/store/tables/waiting_starts.h"

namespace hs::store::workflows {

std::vector<std::string> withWaitingStarts(const ReadSql &sql)
{
    std::vector<std::string> definitions;
    auto one = sql.text("SELECT definition FROM instances WHERE status = -1 ORDER BY definition LIMIT 1");
    while (one) {
        definitions.push_back(*one);
        one = sql.text("SELECT definition FROM instances WHERE status = -1 AND definition > ? ORDER BY definition LIMIT 1", {definitions.back()});
    }
    return definitions;
}

std::vector<WaitingStart> waitingStarts(const ReadSql &sql, std::string_view definition, int depth)
{
    std::vector<WaitingStart> all;
    // One look per business and priority, so that a flood of one business hides nobody else.
    auto entity = sql.text("SELECT ifnull(entity, '') FROM instances WHERE status = -1 AND definition = ? ORDER BY ifnull(entity, '') LIMIT 1", {definition});
    while (entity) {
        for (int priority = 3; priority >= 0; --priority)
            sql.each("SELECT id, started_at FROM instances WHERE status = -1 AND definition = ? AND ifnull(entity, '') = ? AND priority = ?"
                     " ORDER BY started_at, id LIMIT ?",
                     {definition, *entity, priority, depth}, [&](const Row &row) { all.push_back({row.text(0), *entity, priority, row.time(1)}); });
        entity = sql.text("SELECT ifnull(entity, '') FROM instances WHERE status = -1 AND definition = ? AND ifnull(entity, '') > ?"
                          " ORDER BY ifnull(entity, '') LIMIT 1",
                          {definition, *entity});
    }
    return all;
}

bool anyWaitingStart(const ReadSql &sql, std::string_view definition)
{
    return sql.integer("SELECT 1 FROM instances WHERE status = -1 AND definition = ? LIMIT 1", {definition}).has_value();
}

Turns turns(const ReadSql &sql, std::string_view definition)
{
    Turns turns;
    sql.each("SELECT entity, status = -1, sum(cards) FROM board_counts WHERE definition = ? AND status < 3 GROUP BY 1, 2", {definition}, [&](const Row &row) {
        const auto cards = row.integer(2);
        if (row.integer(1) != 0) {
            turns.waiting += cards;
            return;
        }
        turns.begun += cards;
        turns.begunOf[row.text(0)] += cards;
    });
    return turns;
}

void beginsWith(Transaction &tx, std::string_view instance, std::string_view version, Timestamp now)
{
    tx.exec("UPDATE instances SET version = ?, started_at = ? WHERE id = ?", {version, now, instance});
}

} // namespace hs::store::workflows
