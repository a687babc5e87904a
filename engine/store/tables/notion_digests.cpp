#include "engine/store/tables/notion_digests.h"

namespace hs::store::digests {

namespace {

constexpr std::int64_t HourMillis = 3'600'000;

const std::string LineSelect = "SELECT seq, id, sender, recipient, type, correlation, outcome, at FROM messages";

Line readLine(const Row &row)
{
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.time(7)};
}

} // namespace

std::optional<Digest> find(const ReadSql &sql, std::string_view thread, std::int64_t hour)
{
    return sql.one<Digest>("SELECT thread, hour, page, asked, upto FROM notion_digests WHERE thread = ? AND hour = ?", {thread, hour},
                           [](const Row &row) { return Digest{row.text(0), row.integer(1), row.text(2), row.integer(3) != 0, row.integer(4)}; });
}

void put(Transaction &tx, const Digest &digest)
{
    tx.exec("INSERT INTO notion_digests(thread, hour, page, asked, upto) VALUES(?, ?, ?, ?, ?) ON CONFLICT(thread, hour) DO UPDATE SET"
            " page = excluded.page, asked = excluded.asked, upto = excluded.upto",
            {digest.thread, digest.hour, orNull(digest.page), digest.asked, digest.upto});
}

std::vector<Line> after(const ReadSql &sql, std::int64_t seq, int limit)
{
    return sql.list<Line>(LineSelect + " WHERE seq > ? ORDER BY seq LIMIT ?", {seq, limit}, readLine);
}

std::vector<Line> of(const ReadSql &sql, std::string_view thread, std::int64_t hour)
{
    return sql.list<Line>(LineSelect + " WHERE correlation = ? AND at >= ? AND at < ? ORDER BY seq", {thread, hour * HourMillis, (hour + 1) * HourMillis}, readLine);
}

std::int64_t hourOf(Timestamp at)
{
    return toMillis(at) / HourMillis;
}

} // namespace hs::store::digests
