#pragma once

#include <map>

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// What leaves the machine: written in the step that wants it, sent after its commit.
namespace hs::store::outbox {

enum class State { Draft = 0, Held = 1, Queued = 2, Sending = 3, Sent = 4, Failed = 5, Dead = 6, Cancelled = 7 };

struct Effect {
    std::int64_t seq = 0;
    std::string id, key, kind, target, summary;
    Json body;
    State state = State::Draft;
    int attempts = 0;
    Timestamp createdAt;
    std::optional<Timestamp> holdUntil, nextTry, sentAt;
    std::string error, why, correlation, agent, thread, escalation, entity;
    std::string letter; ///< the text it was written by, and its language: "sage.welcome/en"; empty: none that is kept
};

/// False when an effect with the same idempotency key is there already.
bool add(Transaction &tx, const Effect &effect);
[[nodiscard]] std::optional<Effect> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Effect> findByKey(const ReadSql &sql, std::string_view key);
[[nodiscard]] std::vector<Effect> ofEscalation(const ReadSql &sql, std::string_view escalation);

/// Takes what is due (held long enough, queued, or failed and due again), of each kind at most as many as `room` says;
/// marks it as being sent by `run`.
using Room = std::map<std::string, int, std::less<>>;
[[nodiscard]] std::vector<Effect> take(Transaction &tx, Timestamp now, const Room &room, std::string_view run);
/// What another run was sending when it ended goes back to the queue: it may be sent twice, never lost.
std::int64_t recover(Transaction &tx, std::string_view run);
/// The next moment at which something of each kind becomes due.
[[nodiscard]] std::map<std::string, Timestamp, std::less<>> nextDue(const ReadSql &sql);

void sent(Transaction &tx, const Effect &effect, Timestamp now);
/// `again` empty: dead.
void failed(Transaction &tx, const Effect &effect, std::string_view error, std::optional<Timestamp> again);
/// Moves an effect on when it stands in one of the states `from`. False when it does not.
bool move(Transaction &tx, std::string_view id, std::initializer_list<State> from, State to, std::optional<Timestamp> holdUntil,
          std::string_view why);
/// Retargets and retexts what was not sent yet.
void rewrite(Transaction &tx, std::string_view id, std::string_view target, const Json &body);

struct Filter {
    std::optional<State> state;
    std::string correlation;
};
[[nodiscard]] Sliced<Effect> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::int64_t count(const ReadSql &sql, State state);
/// Since when the oldest effect of each kind is ready to be sent and has not been tried.
[[nodiscard]] std::map<std::string, Timestamp, std::less<>> oldestQueued(const ReadSql &sql);
/// Effects of one kind by state: those made since a moment, and all that are not settled.
struct Figure {
    State state = State::Draft;
    std::int64_t count = 0;
    std::optional<Timestamp> lastSent;
};
[[nodiscard]] std::vector<Figure> figures(const ReadSql &sql, std::string_view kind, Timestamp since);

} // namespace hs::store::outbox
