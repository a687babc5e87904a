#include "engine/embedding/kernels.h"

#include <array>
#include <cstddef>

namespace hs::embedding::kernels {

namespace {

void multiplyPlain(const std::int16_t *rows, const float *rowScales, int count, const Matrix &matrix, float *out)
{
    for (int first = 0; first < matrix.outputs; first += PanelColumns) {
        const std::int8_t *panel = matrix.weights + std::ptrdiff_t(first) * matrix.inputs;
        for (int r = 0; r < count; ++r) {
            std::array<std::int32_t, PanelColumns> sums{};
            const std::int16_t *row = rows + std::ptrdiff_t(r) * matrix.inputs;
            const std::int8_t *weight = panel;
            for (int i = 0; i < matrix.inputs; i += 2, weight += 2 * PanelColumns) {
                const std::int32_t even = row[i], odd = row[i + 1];
                for (std::size_t c = 0; c < PanelColumns; ++c)
                    sums[c] += even * weight[2 * c] + odd * weight[2 * c + 1];
            }
            float *to = out + std::ptrdiff_t(r) * matrix.outputs + first;
            for (std::size_t c = 0; c < PanelColumns; ++c)
                to[c] = float(sums[c]) * (rowScales[r] * matrix.scales[std::size_t(first) + c]) + matrix.bias[std::size_t(first) + c];
        }
    }
}

void blendPlain(const float *a, int strideA, int rows, const float *b, int strideB, int depth, int columns, float *out, int strideOut)
{
    for (int r = 0; r < rows; ++r) {
        for (int first = 0; first < columns; first += BlendColumns) {
            std::array<float, BlendColumns> sums{};
            const float *row = a + std::ptrdiff_t(r) * strideA;
            for (int d = 0; d < depth; ++d) {
                const float *values = b + std::ptrdiff_t(d) * strideB + first;
                for (std::size_t c = 0; c < BlendColumns; ++c)
                    sums[c] += row[d] * values[c];
            }
            float *to = out + std::ptrdiff_t(r) * strideOut + first;
            for (std::size_t c = 0; c < BlendColumns; ++c)
                to[c] = sums[c];
        }
    }
}

} // namespace

const Kernel Plain{"plain", multiplyPlain, blendPlain};

const Kernel *find(std::string_view name)
{
#ifdef HS_EMBEDDING_X86
    if (name == Avx2.name)
        return __builtin_cpu_supports("avx2") ? &Avx2 : nullptr;
    if (name == Sse.name)
        return &Sse; // every x86-64 has SSE2
#endif
    return name == Plain.name ? &Plain : nullptr;
}

const Kernel &best()
{
    for (const std::string_view name : {"avx2", "sse"}) {
        if (const Kernel *kernel = find(name))
            return *kernel;
    }
    return Plain;
}

} // namespace hs::embedding::kernels
