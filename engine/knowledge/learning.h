#pragma once

#include <memory>
#include <stop_token>
#include <string_view>

#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/vectors.h"
#include "engine/store/store.h"
#include "engine/store/tables/knowledge.h"

namespace hs::knowledge {

/// What models of a learned basis are called; a number of their own follows.
inline constexpr std::string_view LearnedModels = "atlas-local-1/b/";

struct Learned {
    std::shared_ptr<const embedding::CorpusBasis> basis;
    std::int64_t model = 0; ///< row of knowledge_models, the only active one of its kind
};

/// Learns a basis from all passages, folds each by it beside what the basis before made of them, and puts it in its place: all of it in
/// the store. Blocks for long (minutes from 100,000 passages on), for a worker; `stop` ends it early, with Errc::Cancelled. What was begun
/// then is dropped by the next one that is learned.
[[nodiscard]] Result<Learned> learn(store::Store &store, const std::stop_token &stop);

/// A vector as the store keeps it.
[[nodiscard]] store::knowledge::Vector stored(std::int64_t passage, const embedding::Quantised &row);

} // namespace hs::knowledge
