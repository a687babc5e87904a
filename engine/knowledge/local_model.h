#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/general_subjects.h"
#include "engine/embedding/sentence_encoder.h"
#include "engine/embedding/vectors.h"

/// `atlas-local-1`: what compares meanings when nothing is configured (knowledge.md §3.1). Two parts: the shipped sentence encoder
/// (English), and a basis learned from the studio's own passages. Values; any thread.
namespace hs::knowledge {

inline constexpr const char *LocalModelName = "atlas-local-1";
inline constexpr int LocalDimensions = embedding::SentenceEncoder::Dimensions + embedding::CorpusBasis::MaxDimensions;

struct LocalModel {
    std::shared_ptr<const embedding::SentenceEncoder> encoder; ///< null: cannot be loaded
    std::shared_ptr<const embedding::CorpusBasis> basis;       ///< null: nothing is learned yet
    std::shared_ptr<const embedding::GeneralSubjects> subjects; ///< null: nothing is known of the world at large

    /// What is shipped (resources::sentenceModel, resources::generalSubjects), whose bytes outlive it. Fails with what is wrong of either.
    [[nodiscard]] static Result<LocalModel> load(const Result<std::string_view> &sentenceModel, const Result<std::string_view> &generalSubjects);

    [[nodiscard]] bool ready() const { return encoder || basis; }
    /// The share of the learned part in a corpus of `passages`: 0 up to 100, 0.5 from 1,000; 1 for what is not English.
    [[nodiscard]] double share(std::int64_t passages, std::string_view language) const;
    /// Both parts behind one another, each of length 1 or zeros.
    [[nodiscard]] std::vector<float> question(std::string_view text, std::string_view language) const;
};

/// Whether the shipped encoder knows the language: English, and what nothing speaks against.
[[nodiscard]] bool encoderKnows(std::string_view language);

/// A stored row of both parts in one scale; a missing part is zeros.
[[nodiscard]] embedding::Quantised joined(float scaleA, std::string_view valuesA, float scaleB, std::string_view valuesB);

} // namespace hs::knowledge
