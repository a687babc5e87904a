#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// What came in. An event is durable before its sender hears so, and is done
/// in the same transaction as all that it causes.
namespace hs::store::inbox {

enum class State { Received = 0, Processing = 1, Done = 2, Failed = 3, Dead = 4 };

struct NewEvent {
    std::string id;
    std::string source;
    std::string type;
    std::string dedupe; ///< unique per source
    std::string headers = "{}"; ///< JSON object
    std::string_view body;
    Timestamp receivedAt;
    std::string correlation;
};
struct Added {
    std::string id; ///< of the first delivery when it is a repeat
    bool duplicate = false;
};
/// One statement; a repeat is counted on the first delivery.
Added add(Transaction &tx, const NewEvent &event);

struct Event {
    std::int64_t seq = 0;
    std::string id, source, type, dedupe;
    Json headers;
    std::string body;
    Timestamp receivedAt;
    State state = State::Received;
    int attempts = 0;
    std::optional<Timestamp> nextTry;
    std::string error, summary, correlation;
    int duplicates = 0;
};
/// Ids of the events that wait for their turn, oldest first.
[[nodiscard]] std::vector<std::string> openIds(const ReadSql &sql, Timestamp now, int limit);
/// When the next failed event may be tried again.
[[nodiscard]] std::optional<Timestamp> nextTry(const ReadSql &sql);
void done(Transaction &tx, const Event &event, std::string_view summary, Timestamp now);
/// `again` empty: dead, a person must look.
void failed(Transaction &tx, const Event &event, std::string_view error, std::optional<Timestamp> again);
/// Looks again at `until`; no attempt is counted (the agent is paused).
void postpone(Transaction &tx, const Event &event, std::string_view why, Timestamp until);
/// Lets everything that waits for a later try be tried now.
void hurry(Transaction &tx);
/// Puts a failed or dead event back. False when it is neither.
bool retry(Transaction &tx, std::string_view id);

[[nodiscard]] std::optional<Event> find(const ReadSql &sql, std::string_view id);

struct Filter {
    std::string text, source, correlation;
    std::optional<State> state;
};
[[nodiscard]] Sliced<Event> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first, without bodies
[[nodiscard]] std::int64_t count(const ReadSql &sql, const Filter &filter);
[[nodiscard]] std::int64_t countSince(const ReadSql &sql, std::string_view source, Timestamp since); ///< empty source: all

/// Deliveries that made no new event: refused, repeated, handshakes.
struct Refusal {
    Timestamp at;
    std::string source;
    int status = 0;
    int millis = 0;
    std::string event;
    bool duplicate = false;
    std::string error;
};
void note(Transaction &tx, const Refusal &refusal);

/// Everything that arrived for a source, newest first: stored events and refusals in one list.
struct Delivery {
    std::int64_t at = 0;
    std::string key; ///< for the next page
    std::string source, type, event, error;
    int status = 202;
    int millis = 0;
    bool duplicate = false;
};
[[nodiscard]] Sliced<Delivery> deliveries(const ReadSql &sql, std::string_view source, bool failedOnly, const Slice &slice);
/// Deliveries a minute for the 60 minutes up to `now`, oldest first.
[[nodiscard]] std::vector<double> perMinute(const ReadSql &sql, std::string_view source, Timestamp now);
/// Refusals in the 24 hours up to `now` by hour, oldest first; and accepted ones.
struct Hour {
    std::int64_t accepted = 0, refused = 0;
};
[[nodiscard]] std::vector<Hour> perHour(const ReadSql &sql, std::string_view source, Timestamp now);
[[nodiscard]] std::int64_t refusedSince(const ReadSql &sql, std::string_view source, Timestamp since);

} // namespace hs::store::inbox
