#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Calls of language models, one row each try, and what was spent by day.
namespace hs::store::ai_calls {

struct Call {
    std::int64_t seq = 0;
    Timestamp at{};
    std::string provider, model, purpose, agent, entity, thought, why, outcome, error;
    std::int64_t input = 0, cached = 0, output = 0; ///< tokens
    double dollars = 0;
    bool costKnown = true;
    std::int64_t millis = 0, firstMillis = 0;
    std::string requestId;
    int attempt = 1;
    std::string correlation;
    Json masked; ///< mask → kind; null: nothing was masked
};
/// Adds it, and what it cost to the day's sums.
void add(Transaction &tx, const Call &call);

/// What of a task's words was masked, in all its calls.
void setMasked(Transaction &tx, std::string_view thought, const Json &masked);

struct Filter {
    std::string provider, agent, entity, correlation, thought;
    bool failedOnly = false;
};
[[nodiscard]] Sliced<Call> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first

struct Sum {
    std::string id;
    std::int64_t calls = 0, tokens = 0;
    double dollars = 0;
};
/// Sums of a day ("2026-11-30", UTC) by scope: "day" (one row, id empty), "entity", "agent", "provider".
[[nodiscard]] std::vector<Sum> ofDay(const ReadSql &sql, std::string_view day, std::string_view scope);
[[nodiscard]] Sum ofDay(const ReadSql &sql, std::string_view day, std::string_view scope, std::string_view id);

} // namespace hs::store::ai_calls
