#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "engine/embedding/rows.h"
#include "engine/vocabulary/result.h"

namespace hs::embedding {

/// What the world at large is about: the meanings of some 16,000 nouns of WordNet 3.0 (one of five, each with its explanation). How near a
/// question is to its nearest one is what its nearness to the studio's own texts is measured by: "how high is the Matterhorn" is nearer to
/// a mountain than to any price list. It is the cohort of score normalisation (R. Auckenthaler, M. Carey, H. Lloyd-Thomas: Score
/// Normalization for Text-Independent Speaker Verification Systems. Digital Signal Processing 10, 2000). Meanings are those of
/// SentenceEncoder, in the 64 directions in which they differ most. Immutable once loaded; every call from any thread.
class GeneralSubjects {
public:
    static constexpr int Version = 1, Dimensions = 64;

    /// From the program's resource "knowledge/subjects.model", as tests/eval/subjects_main.cpp writes it. Corrupt names what does not fit.
    [[nodiscard]] static Result<std::shared_ptr<const GeneralSubjects>> load(std::string_view bytes);

    /// About the cosine between a text's meaning (SentenceEncoder::Dimensions, of length 1) and that of the nearest subject; 0 for zeros.
    [[nodiscard]] double nearest(std::span<const float> meaning) const;

private:
    explicit GeneralSubjects(std::vector<float> directions);

    std::vector<float> m_directions; ///< [Dimensions][SentenceEncoder::Dimensions]
    Rows m_subjects;
};

} // namespace hs::embedding
