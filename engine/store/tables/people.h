#pragma once

#include "engine/store/sql.h"

/// Operators, API keys, sealed secrets, and the switches of agents and sources.
namespace hs::store::people {

struct Operator {
    std::string id, name, initials;
    int role = 0; ///< api::Role
    std::string pin; ///< libsodium password hash; empty: none
    Timestamp createdAt;
    std::optional<Timestamp> presentUntil;
};
void add(Transaction &tx, const Operator &person);
[[nodiscard]] std::optional<Operator> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::vector<Operator> all(const ReadSql &sql);
void setPresent(Transaction &tx, std::string_view id, Timestamp until);

struct ApiKey {
    std::string name, hash;
    int role = 0;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsed, revokedAt;
};
bool addKey(Transaction &tx, const ApiKey &key); ///< false: the name is taken
bool revokeKey(Transaction &tx, std::string_view name, Timestamp now);
[[nodiscard]] std::optional<ApiKey> keyByHash(const ReadSql &sql, std::string_view hash);
[[nodiscard]] std::vector<ApiKey> keys(const ReadSql &sql);
void used(Transaction &tx, std::string_view name, Timestamp now);

/// Slot 0 is the present secret, slot 1 the one before while it is being rotated.
struct Sealed {
    std::string name;
    int slot = 0;
    std::string bytes;
};
void putSecret(Transaction &tx, const Sealed &secret, Timestamp now);
void dropSecret(Transaction &tx, std::string_view name, int fromSlot);
[[nodiscard]] std::vector<Sealed> secrets(const ReadSql &sql);

struct AgentSwitches {
    std::string key;
    bool paused = false, autopilot = false;
    std::optional<Timestamp> lastAt, lastFailedAt;
    std::string lastError;
    std::int64_t doneToday = 0, failedToday = 0;
};
/// Of all days.
struct AgentTotals {
    std::int64_t done = 0, failed = 0;
    std::optional<Timestamp> lastAt;
};
[[nodiscard]] AgentTotals agentTotals(const ReadSql &sql, std::string_view key);
[[nodiscard]] AgentSwitches agent(const ReadSql &sql, std::string_view key, std::string_view day);
void setPaused(Transaction &tx, std::string_view agent, bool paused);
void setAutopilot(Transaction &tx, std::string_view agent, bool autopilot);
void agentActed(Transaction &tx, std::string_view agent, std::string_view day, Timestamp now, std::string_view error);

void setSourcePaused(Transaction &tx, std::string_view source, bool paused);
[[nodiscard]] std::vector<std::string> pausedSources(const ReadSql &sql);

} // namespace hs::store::people
