#pragma once

#include "engine/store/sql.h"

/// What the hub's records tell of runs, letters and the steps of one instance, from the tables that know it.
namespace hs::store::figures {

struct Runs {
    std::int64_t open = 0, total = 0;
    std::int64_t completed = 0, inError = 0; ///< came to their end; stand still with an error, or ended by one
    std::int64_t timed = 0, millis = 0;      ///< runs that came to their end, and how long they took together
};
[[nodiscard]] Runs runs(const ReadSql &sql, std::string_view definition);

struct Sends {
    std::int64_t count = 0;
    Timestamp last;
};
/// Letters written by a text that have left; nothing: none.
[[nodiscard]] std::optional<Sends> sends(const ReadSql &sql, std::string_view letter);
/// The text that an effect was written by, once it has left; nothing: not yet, or by none.
[[nodiscard]] std::optional<std::string> sentLetter(const ReadSql &sql, std::string_view effect);

struct StepLine {
    std::int64_t seq = 0;
    Timestamp at;
    std::string input, actor, reason;
    Json entered; ///< ids of the states, or null: the machine had no part in it
};
/// The last steps of an instance, oldest first.
[[nodiscard]] std::vector<StepLine> lastSteps(const ReadSql &sql, std::string_view instance, int most);
/// Master Tasks of an instance, the latest first.
[[nodiscard]] std::vector<std::string> tasksOf(const ReadSql &sql, std::string_view instance, int most);
/// A Level 4 case of an instance that is not done; the id of one.
[[nodiscard]] std::optional<std::string> openCase(const ReadSql &sql, std::string_view instance, const std::vector<std::string> &rulesLeftOut);
/// Messages behind a place in their order.
[[nodiscard]] std::vector<std::pair<std::int64_t, std::string>> messagesAfter(const ReadSql &sql, std::int64_t seq, int most);
/// Whether there is or was such a record: a deleted one counts.
[[nodiscard]] bool wasRecord(const ReadSql &sql, std::string_view id);

} // namespace hs::store::figures
