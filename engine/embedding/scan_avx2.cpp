#include "engine/embedding/scan.h"

#ifdef HS_SCAN_X86

#include <immintrin.h>

// The program is compiled for every x86-64; only these functions are compiled for AVX2.
#define HS_SCAN_AVX2 __attribute__((target("avx2")))

namespace hs::embedding::scan {

namespace {

HS_SCAN_AVX2 __m256i widenAvx2(const std::int8_t *bytes)
{
    return _mm256_cvtepi8_epi16(_mm_load_si128(reinterpret_cast<const __m128i *>(bytes)));
}

HS_SCAN_AVX2 std::int32_t totalAvx2(__m256i sums)
{
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    return _mm_cvtsi128_si32(half);
}

/// Four rows at once, so that each piece of the query is loaded once for all of them.
HS_SCAN_AVX2 void productsAvx2(const std::int16_t *query, const std::int8_t *rows, std::size_t width, std::size_t count, std::int32_t *out)
{
    std::size_t r = 0;
    for (; r + 4 <= count; r += 4, rows += 4 * width) {
        const std::int8_t *b = rows + width, *c = b + width, *d = c + width;
        __m256i sumA = _mm256_setzero_si256(), sumB = sumA, sumC = sumA, sumD = sumA;
        for (std::size_t i = 0; i < width; i += 16) {
            const __m256i part = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(query + i));
            sumA = _mm256_add_epi32(sumA, _mm256_madd_epi16(widenAvx2(rows + i), part));
            sumB = _mm256_add_epi32(sumB, _mm256_madd_epi16(widenAvx2(b + i), part));
            sumC = _mm256_add_epi32(sumC, _mm256_madd_epi16(widenAvx2(c + i), part));
            sumD = _mm256_add_epi32(sumD, _mm256_madd_epi16(widenAvx2(d + i), part));
        }
        out[r] = totalAvx2(sumA);
        out[r + 1] = totalAvx2(sumB);
        out[r + 2] = totalAvx2(sumC);
        out[r + 3] = totalAvx2(sumD);
    }
    for (; r < count; ++r, rows += width) {
        __m256i even = _mm256_setzero_si256(), odd = even;
        for (std::size_t i = 0; i < width; i += 32) {
            const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(query + i));
            const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(query + i + 16));
            even = _mm256_add_epi32(even, _mm256_madd_epi16(widenAvx2(rows + i), first));
            odd = _mm256_add_epi32(odd, _mm256_madd_epi16(widenAvx2(rows + i + 16), second));
        }
        out[r] = totalAvx2(_mm256_add_epi32(even, odd));
    }
}

HS_SCAN_AVX2 std::int32_t productAvx2(const std::int8_t *a, const std::int8_t *b, std::size_t width)
{
    __m256i even = _mm256_setzero_si256(), odd = even;
    for (std::size_t i = 0; i < width; i += 32) {
        even = _mm256_add_epi32(even, _mm256_madd_epi16(widenAvx2(a + i), widenAvx2(b + i)));
        odd = _mm256_add_epi32(odd, _mm256_madd_epi16(widenAvx2(a + i + 16), widenAvx2(b + i + 16)));
    }
    return totalAvx2(_mm256_add_epi32(even, odd));
}

} // namespace

const Kernel Avx2{"avx2", productsAvx2, productAvx2};

} // namespace hs::embedding::scan

#endif
