#pragma once

#include "engine/store/sql.h"

/// What members of the community did, counted by day (UTC) and kind.
namespace hs::store::activity {

struct Activity {
    std::chrono::sys_days day;
    std::string kind;
    int count = 0;
    Timestamp first;
};

void add(Transaction &tx, std::string_view member, std::string_view kind, Timestamp at);
/// From that day on, oldest first.
[[nodiscard]] std::vector<Activity> ofMember(const ReadSql &sql, std::string_view member, std::chrono::sys_days from);

} // namespace hs::store::activity
