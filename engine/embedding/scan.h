#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Products of rows of bytes, as the scan and the graph need them; one set of functions for each kind of machine. All count in whole
/// numbers that cannot overflow, so that they give the same to the last bit.
namespace hs::embedding::scan {

constexpr std::size_t Step = 64;            ///< the width of a row in memory is a multiple of it; what is behind the dimensions is zeros
constexpr std::size_t MaxWidth = 16'384;    ///< 128 · 128 · 16384 is below 2^31, and a query keeps 10 bits

/// Rows lie `width` bytes apart, the first at a multiple of 16 bytes.
struct Kernel {
    const char *name;
    /// out[r] = Σ query[i] · rows[r][i]
    void (*products)(const std::int16_t *query, const std::int8_t *rows, std::size_t width, std::size_t count, std::int32_t *out);
    /// Σ a[i] · b[i]
    std::int32_t (*product)(const std::int8_t *a, const std::int8_t *b, std::size_t width);
};

/// "avx2", "sse" or "plain"; null where this machine or this build has it not.
[[nodiscard]] const Kernel *find(std::string_view name);
/// What searches use: the quickest of this machine, or what `use` said.
[[nodiscard]] const Kernel &current();
/// Takes another one, for tests. False: this machine has it not.
bool use(std::string_view name);

extern const Kernel Plain;
#if defined(__x86_64__) && defined(__GNUC__)
#define HS_SCAN_X86 1
extern const Kernel Sse;
extern const Kernel Avx2;
#endif

/// A query as the kernels take it: value = scale · whole number, so large that no sum of a row overflows.
struct Query {
    std::vector<std::int16_t> values; ///< `width` of them
    float scale = 0;                  ///< 0: the null vector, which is like nothing
};
[[nodiscard]] Query prepare(std::span<const float> weighted, std::size_t width);

} // namespace hs::embedding::scan
