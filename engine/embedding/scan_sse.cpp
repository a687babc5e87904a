#include "engine/embedding/scan.h"

#ifdef HS_SCAN_X86

#include <emmintrin.h>

namespace hs::embedding::scan {

namespace {

/// 16 bytes as twice 8 words with their signs: SSE2 has no instruction for it, but a byte doubled and shifted is one.
struct Words {
    __m128i low, high;
};

Words widenSse(const std::int8_t *bytes)
{
    const __m128i all = _mm_load_si128(reinterpret_cast<const __m128i *>(bytes));
    return {_mm_srai_epi16(_mm_unpacklo_epi8(all, all), 8), _mm_srai_epi16(_mm_unpackhi_epi8(all, all), 8)};
}

std::int32_t totalSse(__m128i sums)
{
    sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0x4E));
    sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 0xB1));
    return _mm_cvtsi128_si32(sums);
}

void productsSse(const std::int16_t *query, const std::int8_t *rows, std::size_t width, std::size_t count, std::int32_t *out)
{
    for (std::size_t r = 0; r < count; ++r, rows += width) {
        __m128i first = _mm_setzero_si128(), second = _mm_setzero_si128();
        for (std::size_t i = 0; i < width; i += 16) {
            const Words words = widenSse(rows + i);
            const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i *>(query + i));
            const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i *>(query + i + 8));
            first = _mm_add_epi32(first, _mm_madd_epi16(words.low, low));
            second = _mm_add_epi32(second, _mm_madd_epi16(words.high, high));
        }
        out[r] = totalSse(_mm_add_epi32(first, second));
    }
}

std::int32_t productSse(const std::int8_t *a, const std::int8_t *b, std::size_t width)
{
    __m128i sums = _mm_setzero_si128();
    for (std::size_t i = 0; i < width; i += 16) {
        const Words left = widenSse(a + i), right = widenSse(b + i);
        sums = _mm_add_epi32(sums, _mm_add_epi32(_mm_madd_epi16(left.low, right.low), _mm_madd_epi16(left.high, right.high)));
    }
    return totalSse(sums);
}

} // namespace

const Kernel Sse{"sse", productsSse, productSse};

} // namespace hs::embedding::scan

#endif
