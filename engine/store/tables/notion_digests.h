#pragma once

#include "engine/store/sql.h"

/// Messages between agents as the mirror tells of them: one page for each thread (correlation) and hour.
namespace hs::store::digests {

struct Digest {
    std::string thread;
    std::int64_t hour = 0; ///< hours since 1970 in UTC
    std::string page;      ///< in Notion; empty: not made yet
    bool asked = false;    ///< something was sent whose answer is missing: it may stand there
    std::int64_t upto = 0; ///< messages up to this number are told of
};
[[nodiscard]] std::optional<Digest> find(const ReadSql &sql, std::string_view thread, std::int64_t hour);
void put(Transaction &tx, const Digest &digest);

struct Line {
    std::int64_t seq = 0;
    std::string id, sender, recipient, type, thread, outcome;
    Timestamp at;
};
/// Messages behind a number, oldest first.
[[nodiscard]] std::vector<Line> after(const ReadSql &sql, std::int64_t seq, int limit);
/// All of one thread and hour.
[[nodiscard]] std::vector<Line> of(const ReadSql &sql, std::string_view thread, std::int64_t hour);
[[nodiscard]] std::int64_t hourOf(Timestamp at);

} // namespace hs::store::digests
