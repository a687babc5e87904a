#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Who did what, when, why, on what evidence. Append-only; every row's hash
/// covers the row before, so that a changed, removed or inserted row is found.
namespace hs::store::audit {

struct Entry {
    Timestamp at;
    std::string actorKind; ///< agent, person, key, engine
    std::string actor, actorName;
    std::string action;    ///< "escalation.decided"
    std::string objectKind, object;
    std::string summary, reason, rule;
    Json evidence = Json::array();
    std::string correlation;
    Json data = Json::object();
};
void append(Transaction &tx, const Entry &entry);
/// Writes down where the chain ends; the writer does so once a commit, after its last job.
void keepHead(Transaction &tx);

struct Stored : Entry {
    std::int64_t seq = 0;
    std::string hash;
};
struct Filter {
    std::string text, actor, object, correlation;
};
[[nodiscard]] Sliced<Stored> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::int64_t count(const ReadSql &sql);

/// Walks the whole chain. Answers what is wrong, one sentence each; empty: sound.
[[nodiscard]] std::vector<std::string> verify(const ReadSql &sql);

} // namespace hs::store::audit
