#include "engine/store/tables/hub_figures.h"

#include <algorithm>

#include "engine/store/dialect.h"

namespace hs::store::figures {

Runs runs(const ReadSql &sql, std::string_view definition)
{
    Runs runs; // from what the board keeps, however many instances there are
    sql.each("SELECT ifnull(sum(cards) FILTER (WHERE status < 3), 0), ifnull(sum(cards), 0), ifnull(sum(cards) FILTER (WHERE status = 3), 0),"
             " ifnull(sum(cards) FILTER (WHERE status IN (2, 4)), 0) FROM board_counts WHERE definition = ?",
             {definition}, [&](const Row &row) { runs = {row.integer(0), row.integer(1), row.integer(2), row.integer(3), 0, 0}; });
    sql.each("SELECT runs, millis FROM run_times WHERE definition = ?", {definition}, [&](const Row &row) {
        runs.timed = row.integer(0);
        runs.millis = row.integer(1);
    });
    return runs;
}

std::optional<Sends> sends(const ReadSql &sql, std::string_view letter)
{
    return sql.one<Sends>("SELECT sends, last_at FROM letter_sends WHERE letter = ?", {letter}, +[](const Row &row) { return Sends{row.integer(0), row.time(1)}; });
}

std::optional<std::string> sentLetter(const ReadSql &sql, std::string_view effect)
{
    return sql.text("SELECT letter FROM outbox WHERE id = ? AND state = 4 AND letter IS NOT NULL", {effect});
}

std::vector<StepLine> lastSteps(const ReadSql &sql, std::string_view instance, int most)
{
    static const std::string Select = "SELECT seq, at, input, actor, reason, " + dialect::jsonMember("record", "entered")
                                      + " FROM history WHERE instance = ? ORDER BY seq DESC LIMIT ?";
    auto lines = sql.list<StepLine>(Select, {instance, most}, +[](const Row &row) {
        return StepLine{row.integer(0), row.time(1), row.text(2), row.text(3), row.text(4), row.json(5)};
    });
    std::reverse(lines.begin(), lines.end());
    return lines;
}

std::vector<std::string> tasksOf(const ReadSql &sql, std::string_view instance, int most)
{
    return sql.list<std::string>("SELECT id FROM tasks WHERE workflow = ? ORDER BY id DESC LIMIT ?", {instance, most}, firstText);
}

std::optional<std::string> openCase(const ReadSql &sql, std::string_view instance, const std::vector<std::string> &rulesLeftOut)
{
    static const std::string Select = "SELECT id, " + dialect::jsonMember("data", "rule") + " FROM escalations WHERE status IN (0, 1, 3, 5, 6) AND workflow = ?";
    std::optional<std::string> found;
    sql.each(Select, {instance}, [&](const Row &row) {
        if (!found && std::find(rulesLeftOut.begin(), rulesLeftOut.end(), row.text(1)) == rulesLeftOut.end())
            found = row.text(0);
    });
    return found;
}

std::vector<std::pair<std::int64_t, std::string>> messagesAfter(const ReadSql &sql, std::int64_t seq, int most)
{
    return sql.list<std::pair<std::int64_t, std::string>>("SELECT seq, id FROM messages WHERE seq > ? ORDER BY seq LIMIT ?", {seq, most},
                                                          +[](const Row &row) { return std::pair(row.integer(0), row.text(1)); });
}

bool wasRecord(const ReadSql &sql, std::string_view id)
{
    return sql.integer("SELECT 1 FROM records WHERE id = ?", {id}).has_value();
}

} // namespace hs::store::figures
