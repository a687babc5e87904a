#include "engine/embedding/kernels.h"

#ifdef HS_EMBEDDING_X86

#include <cstddef>
#include <cstring>

#include <immintrin.h>

// The program is compiled for every x86-64; only these functions are compiled for AVX2. Not for FMA too: a fused product rounds
// otherwise than the other kernels.
#define HS_AVX2 __attribute__((target("avx2")))

namespace hs::embedding::kernels {

namespace {

/// `Rows` rows by one panel: the sums stay in registers (6 · 2 of the 16), each weight is widened once for all rows.
template <int Rows>
HS_AVX2 void multiplyTileAvx2(const std::int16_t *rows, const float *rowScales, const Matrix &matrix, int first, float *out)
{
    __m256i sums[Rows][2];
    HS_UNROLL
    for (auto &sum : sums)
        sum[0] = sum[1] = _mm256_setzero_si256();
    const std::int8_t *weight = matrix.weights + std::ptrdiff_t(first) * matrix.inputs;
    const std::ptrdiff_t inputs = matrix.inputs;
    for (std::ptrdiff_t i = 0; i < inputs; i += 2, weight += 2 * PanelColumns) {
        const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(weight)));
        const __m256i right = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(weight + PanelColumns)));
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            std::int32_t two = 0;
            std::memcpy(&two, rows + r * inputs + i, sizeof two);
            const __m256i pair = _mm256_set1_epi32(two);
            sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(left, pair));
            sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(right, pair));
            HS_KEEP(sums[r][0], sums[r][1]);
        }
    }
    HS_UNROLL
    for (int half = 0; half < 2; ++half) {
        const int column = first + half * 8;
        const __m256 scales = _mm256_loadu_ps(matrix.scales + column), bias = _mm256_loadu_ps(matrix.bias + column);
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            const __m256 scale = _mm256_mul_ps(_mm256_set1_ps(rowScales[r]), scales);
            const __m256 value = _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[r][half]), scale), bias);
            _mm256_storeu_ps(out + std::ptrdiff_t(r) * matrix.outputs + column, value);
        }
    }
}

HS_AVX2 void multiplyAvx2(const std::int16_t *rows, const float *rowScales, int count, const Matrix &matrix, float *out)
{
    // A panel stays in the first cache while all rows pass by.
    for (int first = 0; first < matrix.outputs; first += PanelColumns) {
        for (int r = 0; r < count;) {
            const std::int16_t *from = rows + std::ptrdiff_t(r) * matrix.inputs;
            float *to = out + std::ptrdiff_t(r) * matrix.outputs;
            switch (count - r) {
            case 1: multiplyTileAvx2<1>(from, rowScales + r, matrix, first, to); r += 1; break;
            case 2: multiplyTileAvx2<2>(from, rowScales + r, matrix, first, to); r += 2; break;
            case 3: multiplyTileAvx2<3>(from, rowScales + r, matrix, first, to); r += 3; break;
            case 4: multiplyTileAvx2<4>(from, rowScales + r, matrix, first, to); r += 4; break;
            case 5: multiplyTileAvx2<5>(from, rowScales + r, matrix, first, to); r += 5; break;
            default: multiplyTileAvx2<6>(from, rowScales + r, matrix, first, to); r += 6; break;
            }
        }
    }
}

/// `Rows` rows by `Vectors` · 8 columns.
template <int Rows, int Vectors>
HS_AVX2 void blendTileAvx2(const float *a, int strideA, const float *b, int strideB, int depth, float *out, int strideOut)
{
    __m256 sums[Rows][Vectors];
    HS_UNROLL
    for (auto &row : sums) {
        HS_UNROLL
        for (auto &sum : row)
            sum = _mm256_setzero_ps();
    }
    for (int d = 0; d < depth; ++d) {
        __m256 values[Vectors];
        HS_UNROLL
        for (int v = 0; v < Vectors; ++v)
            values[v] = _mm256_loadu_ps(b + std::ptrdiff_t(d) * strideB + v * 8);
        HS_UNROLL
        for (int r = 0; r < Rows; ++r) {
            const __m256 weight = _mm256_set1_ps(a[std::ptrdiff_t(r) * strideA + d]);
            HS_UNROLL
            for (int v = 0; v < Vectors; ++v)
                sums[r][v] = _mm256_add_ps(sums[r][v], _mm256_mul_ps(weight, values[v]));
        }
    }
    HS_UNROLL
    for (int r = 0; r < Rows; ++r) {
        HS_UNROLL
        for (int v = 0; v < Vectors; ++v)
            _mm256_storeu_ps(out + std::ptrdiff_t(r) * strideOut + v * 8, sums[r][v]);
    }
}

HS_AVX2 void blendAvx2(const float *a, int strideA, int rows, const float *b, int strideB, int depth, int columns, float *out, int strideOut)
{
    for (int c = 0; c < columns;) {
        const bool wide = columns - c >= 16;
        for (int r = 0; r < rows;) {
            const float *from = a + std::ptrdiff_t(r) * strideA;
            float *to = out + std::ptrdiff_t(r) * strideOut + c;
            if (rows - r >= 4 && wide) {
                blendTileAvx2<4, 2>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 4;
            } else if (rows - r >= 4) {
                blendTileAvx2<4, 1>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 4;
            } else if (wide) {
                blendTileAvx2<1, 2>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 1;
            } else {
                blendTileAvx2<1, 1>(from, strideA, b + c, strideB, depth, to, strideOut);
                r += 1;
            }
        }
        c += wide ? 16 : 8;
    }
}

} // namespace

const Kernel Avx2{"avx2", multiplyAvx2, blendAvx2};

} // namespace hs::embedding::kernels

#undef HS_AVX2

#endif
