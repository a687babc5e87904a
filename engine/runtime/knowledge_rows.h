#pragma once

#include "engine/api/knowledge.h"
#include "engine/knowledge/answering.h"
#include "engine/store/tables/knowledge.h"

/// What the search found, as the door hands it out. In the thread of the reader whose SQL it is given.
namespace hs::runtime {

[[nodiscard]] store::knowledge::Scope scopeOf(const api::KnowledgeFilter &filter);
[[nodiscard]] api::KnowledgeFound foundRow(const store::ReadSql &sql, const knowledge::SearchResult &result, Timestamp now);
[[nodiscard]] api::KnowledgeAnswer answerRow(const store::ReadSql &sql, const knowledge::SearchResult &result, const knowledge::Composed &composed, Timestamp now);

} // namespace hs::runtime
