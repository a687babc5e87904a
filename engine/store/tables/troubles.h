#pragma once

#include "engine/store/sql.h"

/// Trouble with the console itself: one row from a fault's first failure until the component is well again.
namespace hs::store::troubles {

struct Trouble {
    std::string id;        ///< trb_…
    std::string component; ///< "channel:mail"
    std::string fault;     ///< what tells it from other faults of the component; stable
    std::string what;      ///< the latest failure, in a sentence
    int level = 1;         ///< 1 to 4
    Timestamp firstAt, lastAt;
    std::string why, tried, next;
    std::string task, escalation; ///< ids; empty: none
    std::optional<Timestamp> nextCheck; ///< when it is to be looked at again; empty once resolved
    std::optional<Timestamp> resolvedAt;
};
void insert(Transaction &tx, const Trouble &trouble);
void update(Transaction &tx, const Trouble &trouble);
[[nodiscard]] std::optional<Trouble> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Trouble> open(const ReadSql &sql, std::string_view component, std::string_view fault);
/// Highest level first, of one level the oldest.
[[nodiscard]] std::vector<Trouble> open(const ReadSql &sql);
[[nodiscard]] std::vector<Trouble> resolvedSince(const ReadSql &sql, Timestamp since, int limit); ///< latest first
[[nodiscard]] std::vector<Trouble> toCheck(const ReadSql &sql, Timestamp now);
[[nodiscard]] std::optional<Timestamp> nextCheck(const ReadSql &sql);

/// Writes down that it happened to `occasion`. A repeat of the same occasion is no new time. Forgets what is older than `forget`.
void happened(Transaction &tx, const Trouble &trouble, std::string_view occasion, Timestamp now, Timestamp forget);
[[nodiscard]] std::int64_t timesSince(const ReadSql &sql, const Trouble &trouble, Timestamp since);
[[nodiscard]] std::vector<std::string> occasions(const ReadSql &sql, const Trouble &trouble); ///< latest first

} // namespace hs::store::troubles
