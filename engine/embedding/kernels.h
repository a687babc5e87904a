#pragma once

#include <cstdint>
#include <string_view>

/// The two products that take nearly all the time of the sentence encoder, once for each kind of machine. All of them count in whole
/// numbers or in the same order, so that they give the same to the last bit.
namespace hs::embedding::kernels {

/// Activations are whole numbers from -ActivationLimit to ActivationLimit: 8191 · 127 · 1536 inputs is below 2^31.
constexpr int ActivationLimit = 8'191;
constexpr int MaxInputs = 1'536;
constexpr int PanelColumns = 16; ///< columns that lie together; the outputs of every matrix are a multiple of it
constexpr int BlendColumns = 8;  ///< columns of a blend are a multiple of it

/// A matrix of one byte a weight: value = scales[column] · weight. `weights` are panels of PanelColumns columns; in a panel lie the
/// inputs by twos: (input 0, column 0), (input 1, column 0), (input 0, column 1) …, then inputs 2 and 3. `inputs` is even.
struct Matrix {
    int inputs = 0, outputs = 0;
    const std::int8_t *weights = nullptr;
    const float *scales = nullptr;
    const float *bias = nullptr;
};

struct Kernel {
    const char *name;
    /// out[r][c] = rowScales[r] · scales[c] · Σ rows[r][i] · weight[i][c] + bias[c]; rows lie `inputs` apart, out `outputs` apart.
    void (*multiply)(const std::int16_t *rows, const float *rowScales, int count, const Matrix &matrix, float *out);
    /// out[r][c] = Σ a[r][d] · b[d][c], d rising.
    void (*blend)(const float *a, int strideA, int rows, const float *b, int strideB, int depth, int columns, float *out, int strideOut);
};

/// "avx2", "sse" or "plain"; null where this machine or this build has it not.
[[nodiscard]] const Kernel *find(std::string_view name);
/// The quickest of this machine.
[[nodiscard]] const Kernel &best();

extern const Kernel Plain;
#if defined(__x86_64__) && defined(__GNUC__)
#define HS_EMBEDDING_X86 1
/// Before a loop over the rows or vectors of a tile: only unrolled do its sums stay in registers.
/// HS_KEEP behind a row's sums keeps the compiler from mixing the rows, for which the registers do not suffice (a third of the speed).
#define HS_KEEP(left, right) __asm__("" : "+x"(left), "+x"(right))
#ifdef __clang__
#define HS_UNROLL _Pragma("unroll")
#else
#define HS_UNROLL _Pragma("GCC unroll 8")
#endif
extern const Kernel Sse;
extern const Kernel Avx2;
#endif

} // namespace hs::embedding::kernels
