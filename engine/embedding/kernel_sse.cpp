#include "engine/embedding/kernels.h"

#ifdef HS_EMBEDDING_X86

#include <cstddef>
#include <cstring>

#include <emmintrin.h>

namespace hs::embedding::kernels {

namespace {

/// `Rows` rows by half a panel (8 columns), with the instructions that every x86-64 has (SSE2).
template <int Rows>
void multiplyTileSse(const std::int16_t *rows, const float *rowScales, const Matrix &matrix, int first, int half, float *out)
{
    __m128i sums[Rows][2];
    HS_UNROLL
    for (auto &sum : sums)
        sum[0] = sum[1] = _mm_setzero_si128();
    const std::int8_t *weight = matrix.weights + std::ptrdiff_t(first) * matrix.inputs + half * PanelColumns;
    const std::ptrdiff_t inputs = matrix.inputs;
    for (std::ptrdiff_t i = 0; i < inputs; i += 2, weight += 2 * PanelColumns) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(weight));
        const __m128i left = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
        const __m128i right = _mm_srai_epi16(_mm_unpackhi_epi8(bytes, bytes), 8);
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            std::int32_t two = 0;
            std::memcpy(&two, rows + r * inputs + i, sizeof two);
            const __m128i pair = _mm_set1_epi32(two);
            sums[r][0] = _mm_add_epi32(sums[r][0], _mm_madd_epi16(left, pair));
            sums[r][1] = _mm_add_epi32(sums[r][1], _mm_madd_epi16(right, pair));
            HS_KEEP(sums[r][0], sums[r][1]);
        }
    }
    HS_UNROLL
    for (int part = 0; part < 2; ++part) {
        const int column = first + half * 8 + part * 4;
        const __m128 scales = _mm_loadu_ps(matrix.scales + column), bias = _mm_loadu_ps(matrix.bias + column);
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            const __m128 scale = _mm_mul_ps(_mm_set1_ps(rowScales[r]), scales);
            const __m128 value = _mm_add_ps(_mm_mul_ps(_mm_cvtepi32_ps(sums[r][part]), scale), bias);
            _mm_storeu_ps(out + std::ptrdiff_t(r) * matrix.outputs + column, value);
        }
    }
}

void multiplySse(const std::int16_t *rows, const float *rowScales, int count, const Matrix &matrix, float *out)
{
    for (int first = 0; first < matrix.outputs; first += PanelColumns) {
        for (int half = 0; half < 2; ++half) {
            for (int r = 0; r < count;) {
                const std::int16_t *from = rows + std::ptrdiff_t(r) * matrix.inputs;
                float *to = out + std::ptrdiff_t(r) * matrix.outputs;
                switch (count - r) {
                case 1: multiplyTileSse<1>(from, rowScales + r, matrix, first, half, to); r += 1; break;
                case 2: multiplyTileSse<2>(from, rowScales + r, matrix, first, half, to); r += 2; break;
                case 3: multiplyTileSse<3>(from, rowScales + r, matrix, first, half, to); r += 3; break;
                default: multiplyTileSse<4>(from, rowScales + r, matrix, first, half, to); r += 4; break;
                }
            }
        }
    }
}

/// `Rows` rows by 8 columns.
template <int Rows>
void blendTileSse(const float *a, int strideA, const float *b, int strideB, int depth, float *out, int strideOut)
{
    __m128 sums[Rows][2];
    HS_UNROLL
    for (auto &sum : sums)
        sum[0] = sum[1] = _mm_setzero_ps();
    for (int d = 0; d < depth; ++d) {
        const __m128 left = _mm_loadu_ps(b + std::ptrdiff_t(d) * strideB), right = _mm_loadu_ps(b + std::ptrdiff_t(d) * strideB + 4);
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            const __m128 weight = _mm_set1_ps(a[std::ptrdiff_t(r) * strideA + d]);
            sums[r][0] = _mm_add_ps(sums[r][0], _mm_mul_ps(weight, left));
            sums[r][1] = _mm_add_ps(sums[r][1], _mm_mul_ps(weight, right));
        }
    }
    HS_UNROLL
    for (int r = 0; r < Rows; ++r) {
        _mm_storeu_ps(out + std::ptrdiff_t(r) * strideOut, sums[r][0]);
        _mm_storeu_ps(out + std::ptrdiff_t(r) * strideOut + 4, sums[r][1]);
    }
}

void blendSse(const float *a, int strideA, int rows, const float *b, int strideB, int depth, int columns, float *out, int strideOut)
{
    for (int c = 0; c < columns; c += BlendColumns) {
        for (int r = 0; r < rows;) {
            const float *from = a + std::ptrdiff_t(r) * strideA;
            float *to = out + std::ptrdiff_t(r) * strideOut + c;
            if (rows - r >= 4) {
                blendTileSse<4>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 4;
            } else {
                blendTileSse<1>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 1;
            }
        }
    }
}

} // namespace

const Kernel Sse{"sse", multiplySse, blendSse};

} // namespace hs::embedding::kernels

#endif
