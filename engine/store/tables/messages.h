#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// The bus: messages, stored before delivery, and one row for each subscriber that is to get one.
namespace hs::store::messages {

struct Message {
    std::int64_t seq = 0;
    std::string id, sender, recipient, type;
    Json payload;
    std::string correlation, causation, responseTo;
    bool requiresResponse = false;
    std::string priority = "normal";
    std::string outcome = "waiting"; ///< waiting, delivered, answered, timed out, late, failed, dead
    Timestamp at;
    std::optional<Timestamp> expires;
    std::string error;
    bool retryable = false; ///< a delivery gave up; read only
};
void add(Transaction &tx, const Message &message, const std::vector<std::string> &subscribers);
[[nodiscard]] std::optional<Message> find(const ReadSql &sql, std::string_view id);
void setOutcome(Transaction &tx, std::string_view id, std::string_view outcome, std::string_view error = {});

struct Waiting {
    Message message;
    std::string subscriber;
    int attempts = 0;
};
/// Deliveries that wait, in the order of acceptance.
[[nodiscard]] std::vector<Waiting> waiting(const ReadSql &sql, Timestamp now, int limit);
[[nodiscard]] std::optional<Timestamp> nextWaiting(const ReadSql &sql);
void delivered(Transaction &tx, std::string_view message, std::string_view subscriber);
/// `again` empty: a dead letter.
void failedDelivery(Transaction &tx, std::string_view message, std::string_view subscriber, std::string_view error,
                    std::optional<Timestamp> again);
/// Puts dead deliveries of the message back. False when there are none.
bool retry(Transaction &tx, std::string_view message);
/// Requests whose answer did not come in time.
[[nodiscard]] std::vector<Message> expired(const ReadSql &sql, Timestamp now, int limit);

struct Filter {
    std::string agent, type, correlation;
    bool deadOnly = false;
};
[[nodiscard]] Sliced<Message> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first

} // namespace hs::store::messages
