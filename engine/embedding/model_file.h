#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

/// "knowledge/atlas.model": the weights of the sentence encoder, as packaging/make-sentence-model writes them (the layout is told there).
namespace hs::embedding {

struct ModelFile {
    static constexpr std::uint32_t Version = 2;
    static constexpr int Pieces = 8'000, EmbeddingWidth = 256, ModelWidth = 512, HiddenWidth = 1'536, Layers = 2;

    struct Piece {
        std::string text; ///< UTF-8, "▁" for the blank before a word
        float score = 0;  ///< logarithm of its probability
    };
    struct Norm {
        std::vector<float> scale, bias;
    };
    struct Matrix {
        int inputs = 0, outputs = 0;
        std::vector<float> scales, bias;   ///< one an output
        std::span<const std::int8_t> weights; ///< in panels, as kernels::Matrix has them
    };
    struct Layer {
        Norm attentionNorm;
        Matrix queryKeyValue, attentionOut;
        Matrix residual; ///< of layer 0 only: from EmbeddingWidth to ModelWidth
        Norm hiddenNorm;
        Matrix hiddenIn, hiddenOut;
    };

    std::vector<Piece> pieces;
    std::vector<float> frequencies;       ///< of the position signal, EmbeddingWidth / 2
    std::vector<float> embeddingScales;   ///< one a piece
    std::span<const std::int8_t> embeddings; ///< [piece][EmbeddingWidth]
    Layer layers[Layers];
    Matrix last;

    /// The weights stay in `bytes`, which must outlive it. Corrupt names what does not fit.
    [[nodiscard]] static Result<ModelFile> read(std::string_view bytes);
};

} // namespace hs::embedding
