#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/embedding/kernels.h"
#include "engine/embedding/model_file.h"

namespace hs::embedding {

/// The transformer of the sentence encoder (knowledge.md §3.1): ids of pieces to a vector of length 1. Weights have one byte; activations
/// are brought to 14 bits before each matrix, row by row, so that sums are whole numbers and no kernel rounds otherwise than another.
/// The weights stay in the file's bytes, which outlive it. Immutable; any thread.
class Transformer {
public:
    static constexpr int Width = ModelFile::ModelWidth;
    static constexpr int MaxRows = 128;

    explicit Transformer(const ModelFile &file);

    /// Room for one run of up to `rows` pieces (about 12 KB a piece and 66 KB); of one thread at a time.
    class Scratch {
    public:
        explicit Scratch(int rows);

    private:
        friend class Transformer;
        std::vector<float> states, normed, wide, context, keys, scores, rowScales;
        std::vector<std::int16_t> whole;
    };

    /// `ids` are 1 to MaxRows pieces of the vocabulary, no more than the scratch has room for.
    [[nodiscard]] std::array<float, Width> run(std::span<const int> ids, const kernels::Kernel &kernel, Scratch &scratch) const;

private:
    struct Dense {
        std::vector<float> scales, bias;
        kernels::Matrix matrix;

        Dense() = default;
        explicit Dense(const ModelFile::Matrix &from);
        Dense(const Dense &) = delete;
        Dense &operator=(const Dense &) = delete;
        Dense(Dense &&) = default;
        Dense &operator=(Dense &&) = default;
    };
    struct Layer {
        int width = 0; ///< of what comes in, and of the attention
        ModelFile::Norm attentionNorm, hiddenNorm;
        Dense queryKeyValue, attentionOut, residual, hiddenIn, hiddenOut;
    };

    void embed(std::span<const int> ids, Scratch &scratch) const;
    void runLayer(const Layer &layer, int rows, const kernels::Kernel &kernel, Scratch &scratch) const;

    std::vector<float> m_positions;         ///< [MaxRows][EmbeddingWidth]
    std::vector<float> m_embeddingScales;
    std::span<const std::int8_t> m_embeddings;
    std::array<Layer, ModelFile::Layers> m_layers;
    Dense m_last;
};

} // namespace hs::embedding
