#include "engine/embedding/network.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace hs::embedding {

namespace {

// All loops over a row go by blocks of this width, each sum has one part a lane: compilers turn that into the instructions every
// machine of the kind has, and the order of the sums does not depend on what they make of it.
constexpr int Lanes = 16;
using LaneValues = std::array<float, Lanes>;

float sumOf(const LaneValues &block)
{
    float sum = 0;
    for (const float value : block)
        sum += value;
    return sum;
}

/// Brings rows to whole numbers from -ActivationLimit to ActivationLimit; `scales[r]` times them gives the row again.
template <bool Relu>
void toWhole(const float *rows, int count, int width, std::int16_t *__restrict whole, float *__restrict scales)
{
    constexpr auto Limit = float(kernels::ActivationLimit);
    for (int r = 0; r < count; ++r, rows += width, whole += width) {
        LaneValues most{};
        for (int i = 0; i < width; i += Lanes) {
            for (std::size_t l = 0; l < Lanes; ++l) {
                const float value = Relu ? rows[std::size_t(i) + l] : std::abs(rows[std::size_t(i) + l]);
                most[l] = most[l] < value ? value : most[l];
            }
        }
        const float largest = *std::max_element(most.begin(), most.end());
        scales[r] = largest / Limit;
        const float factor = largest > 1e-30F ? Limit / largest : 0;
        for (int i = 0; i < width; i += Lanes) {
            for (std::size_t l = 0; l < Lanes; ++l) {
                float value = rows[std::size_t(i) + l];
                if (Relu)
                    value = value > 0 ? value : 0;
                // Holds the limit for what is no number too, which only a forged model can bring about.
                value = value * factor > -Limit ? value * factor : -Limit;
                value = value < Limit ? value : Limit;
                // Adding 1.5 · 2^23 rounds to a whole number, in the lowest bits of the sum.
                const auto bits = std::bit_cast<std::int32_t>(value + 12'582'912.0F);
                whole[std::size_t(i) + l] = static_cast<std::int16_t>(bits - 0x4B400000);
            }
        }
    }
}

void normRows(const float *rows, int count, const ModelFile::Norm &norm, float *__restrict out)
{
    constexpr float Epsilon = 1e-6F;
    const auto width = int(norm.scale.size());
    const float *const scale = norm.scale.data(), *const bias = norm.bias.data();
    for (int r = 0; r < count; ++r, rows += width, out += width) {
        LaneValues sums{}, squares{};
        for (int i = 0; i < width; i += Lanes) {
            for (std::size_t l = 0; l < Lanes; ++l)
                sums[l] += rows[std::size_t(i) + l];
        }
        const float mean = sumOf(sums) / float(width);
        for (int i = 0; i < width; i += Lanes) {
            for (std::size_t l = 0; l < Lanes; ++l) {
                const float away = rows[std::size_t(i) + l] - mean;
                squares[l] += away * away;
            }
        }
        const float factor = 1.0F / std::sqrt(sumOf(squares) / float(width) + Epsilon);
        for (int i = 0; i < width; i += Lanes) {
            for (std::size_t l = 0; l < Lanes; ++l)
                out[std::size_t(i) + l] = (rows[std::size_t(i) + l] - mean) * (factor * scale[std::size_t(i) + l]) + bias[std::size_t(i) + l];
        }
    }
}

void addRow(const float *from, std::size_t count, float *__restrict to)
{
    for (std::size_t i = 0; i < count; i += Lanes) {
        for (std::size_t l = 0; l < Lanes; ++l)
            to[i + l] += from[i + l];
    }
}

/// e^x for -87 ≤ x ≤ 0, to 2e-7 of it: 2^whole · polynomial. Unlike the library's the same on every machine, and for a block at once.
inline float expOf(float x)
{
    const float scaled = x * 1.44269504F;
    const float rounded = scaled + 12'582'912.0F;
    const std::int32_t whole = std::bit_cast<std::int32_t>(rounded) - 0x4B400000;
    const float part = (scaled - (rounded - 12'582'912.0F)) * 0.693147181F; // -0.35 to 0.35
    const float value = 1.0F + part * (1.0F + part * (0.5F + part * (1.0F / 6 + part * (1.0F / 24 + part * (1.0F / 120 + part * (1.0F / 720))))));
    return value * std::bit_cast<float>((whole + 127) << 23);
}

/// softmax(factor · row) over the first `used` of `width` values; the others become 0. `width` is a multiple of Lanes.
void softmax(float *__restrict row, int used, int width, float factor)
{
    for (int i = used; i < width; ++i)
        row[i] = -std::numeric_limits<float>::max();
    LaneValues most;
    most.fill(-std::numeric_limits<float>::max());
    for (int i = 0; i < width; i += Lanes) {
        for (std::size_t l = 0; l < Lanes; ++l)
            most[l] = most[l] < row[std::size_t(i) + l] ? row[std::size_t(i) + l] : most[l];
    }
    const float largest = *std::max_element(most.begin(), most.end());
    LaneValues sums{};
    for (int i = 0; i < width; i += Lanes) {
        for (std::size_t l = 0; l < Lanes; ++l) {
            const float below = (row[std::size_t(i) + l] - largest) * factor;
            const float value = below < -87.0F ? 0.0F : expOf(below < -87.0F ? -87.0F : below);
            row[std::size_t(i) + l] = value;
            sums[l] += value;
        }
    }
    const float share = 1.0F / sumOf(sums);
    for (int i = 0; i < width; i += Lanes) {
        for (std::size_t l = 0; l < Lanes; ++l)
            row[std::size_t(i) + l] *= share;
    }
}

constexpr int Heads = 4;
constexpr int Widest = 1'536; // 3 · ModelWidth, and HiddenWidth
static_assert(ModelFile::HiddenWidth == Widest && 3 * ModelFile::ModelWidth == Widest && Widest == kernels::MaxInputs);

int toLanes(int rows)
{
    return (rows + Lanes - 1) / Lanes * Lanes;
}

} // namespace

Transformer::Scratch::Scratch(int rows)
{
    const auto count = std::size_t(std::clamp(rows, 1, MaxRows));
    const auto filled = std::size_t(toLanes(int(count)));
    states.resize(count * Width);
    normed.resize(count * Width);
    wide.resize(count * Widest);
    context.resize(count * Width);
    keys.resize(std::size_t(Width) / Heads * filled);
    scores.resize(count * filled);
    rowScales.resize(count);
    whole.resize(count * Widest);
}

// The vectors' memory moves along with them, so the pointers stay right.
Transformer::Dense::Dense(const ModelFile::Matrix &from)
    : scales(from.scales), bias(from.bias),
      matrix{.inputs = from.inputs, .outputs = from.outputs, .weights = from.weights.data(), .scales = scales.data(), .bias = bias.data()}
{
}

Transformer::Transformer(const ModelFile &file) : m_embeddingScales(file.embeddingScales), m_embeddings(file.embeddings), m_last(file.last)
{
    constexpr std::size_t Half = ModelFile::EmbeddingWidth / 2;
    m_positions.resize(std::size_t(MaxRows) * ModelFile::EmbeddingWidth);
    for (std::size_t row = 0; row < MaxRows; ++row) {
        for (std::size_t i = 0; i < Half; ++i) {
            const double angle = double(float(row) * file.frequencies[i]);
            m_positions[row * ModelFile::EmbeddingWidth + i] = float(std::sin(angle));
            m_positions[row * ModelFile::EmbeddingWidth + Half + i] = float(std::cos(angle));
        }
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const ModelFile::Layer &from = file.layers[i];
        Layer &layer = m_layers[i];
        layer.width = from.queryKeyValue.inputs;
        layer.attentionNorm = from.attentionNorm;
        layer.hiddenNorm = from.hiddenNorm;
        layer.queryKeyValue = Dense(from.queryKeyValue);
        layer.attentionOut = Dense(from.attentionOut);
        if (from.residual.inputs != 0)
            layer.residual = Dense(from.residual);
        layer.hiddenIn = Dense(from.hiddenIn);
        layer.hiddenOut = Dense(from.hiddenOut);
    }
}

void Transformer::embed(std::span<const int> ids, Scratch &scratch) const
{
    constexpr std::size_t Embedding = ModelFile::EmbeddingWidth;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const auto id = std::size_t(std::clamp(ids[row], 0, ModelFile::Pieces - 1));
        for (std::size_t i = 0; i < Embedding; ++i) {
            // The network adds the embedding to itself with its position on it: hence twice.
            scratch.states[row * Embedding + i] = 2 * m_embeddingScales[id] * float(m_embeddings[id * Embedding + i]) + m_positions[row * Embedding + i];
        }
    }
}

void Transformer::runLayer(const Layer &layer, int rows, const kernels::Kernel &kernel, Scratch &scratch) const
{
    const int width = layer.width, head = width / Heads, stride = 3 * width, filled = toLanes(rows);
    const auto multiply = [&]<bool Relu>(const float *from, const Dense &dense, float *to) {
        toWhole<Relu>(from, rows, dense.matrix.inputs, scratch.whole.data(), scratch.rowScales.data());
        kernel.multiply(scratch.whole.data(), scratch.rowScales.data(), rows, dense.matrix, to);
    };
    const auto plain = [&](const float *from, const Dense &dense, float *to) { multiply.template operator()<false>(from, dense, to); };

    normRows(scratch.states.data(), rows, layer.attentionNorm, scratch.normed.data());
    plain(scratch.normed.data(), layer.queryKeyValue, scratch.wide.data());
    const float factor = 1.0F / std::sqrt(float(head));
    for (int h = 0; h < Heads; ++h) {
        const float *const queries = scratch.wide.data() + h * head, *const keys = queries + width, *const values = keys + width;
        for (int d = 0; d < head; ++d) {
            float *const to = scratch.keys.data() + std::ptrdiff_t(d) * filled;
            for (int r = 0; r < rows; ++r)
                to[r] = keys[std::ptrdiff_t(r) * stride + d];
            std::fill(to + rows, to + filled, 0.0F);
        }
        kernel.blend(queries, stride, rows, scratch.keys.data(), filled, head, filled, scratch.scores.data(), filled);
        for (int r = 0; r < rows; ++r)
            softmax(scratch.scores.data() + std::ptrdiff_t(r) * filled, rows, filled, factor);
        kernel.blend(scratch.scores.data(), filled, rows, values, stride, rows, head, scratch.context.data() + h * head, width);
    }
    plain(scratch.context.data(), layer.attentionOut, scratch.normed.data());
    const std::size_t all = std::size_t(rows) * Width;
    if (layer.residual.matrix.inputs != 0) {
        plain(scratch.states.data(), layer.residual, scratch.context.data());
        std::swap(scratch.states, scratch.context);
    }
    addRow(scratch.normed.data(), all, scratch.states.data());

    normRows(scratch.states.data(), rows, layer.hiddenNorm, scratch.normed.data());
    plain(scratch.normed.data(), layer.hiddenIn, scratch.wide.data());
    multiply.template operator()<true>(scratch.wide.data(), layer.hiddenOut, scratch.normed.data());
    addRow(scratch.normed.data(), all, scratch.states.data());
}

std::array<float, Transformer::Width> Transformer::run(std::span<const int> ids, const kernels::Kernel &kernel, Scratch &scratch) const
{
    const int rows = int(ids.size());
    embed(ids, scratch);
    for (const Layer &layer : m_layers)
        runLayer(layer, rows, kernel, scratch);

    std::array<float, Width> mean{};
    for (std::size_t row = 0; row < ids.size(); ++row)
        addRow(scratch.states.data() + row * Width, Width, mean.data());
    for (float &value : mean)
        value /= float(rows);
    toWhole<false>(mean.data(), 1, Width, scratch.whole.data(), scratch.rowScales.data());
    std::array<float, Width> result{};
    kernel.multiply(scratch.whole.data(), scratch.rowScales.data(), 1, m_last.matrix, result.data());
    double squares = 0;
    for (float &value : result) {
        value = std::tanh(value);
        squares += double(value) * double(value);
    }
    const double length = std::sqrt(std::max(squares, 1e-12));
    for (float &value : result)
        value = float(double(value) / length);
    return result;
}

} // namespace hs::embedding
