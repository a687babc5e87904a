#include "engine/store/tables/activity.h"

namespace hs::store::activity {

using namespace std::chrono;

namespace {

std::int64_t numberOf(sys_days day)
{
    return day.time_since_epoch().count();
}

} // namespace

void add(Transaction &tx, std::string_view member, std::string_view kind, Timestamp at)
{
    tx.exec("INSERT INTO member_activity(member, day, kind, n, first_at) VALUES(?, ?, ?, 1, ?)"
            " ON CONFLICT(member, day, kind) DO UPDATE SET n = n + 1, first_at = min(first_at, excluded.first_at)",
            {member, numberOf(floor<days>(at)), kind, at});
}

std::vector<Activity> ofMember(const ReadSql &sql, std::string_view member, sys_days from)
{
    return sql.list<Activity>("SELECT day, kind, n, first_at FROM member_activity WHERE member = ? AND day >= ? ORDER BY day, first_at, kind",
                              {member, numberOf(from)},
                              [](const Row &row) { return Activity{sys_days(days(row.integer(0))), row.text(1), int(row.integer(2)), row.time(3)}; });
}

} // namespace hs::store::activity
