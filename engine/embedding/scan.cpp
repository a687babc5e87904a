#include "engine/embedding/scan.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace hs::embedding::scan {

namespace {

void productsPlain(const std::int16_t *query, const std::int8_t *rows, std::size_t width, std::size_t count, std::int32_t *out)
{
    for (std::size_t r = 0; r < count; ++r, rows += width) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < width; ++i)
            sum += std::int32_t(query[i]) * rows[i];
        out[r] = sum;
    }
}

std::int32_t productPlain(const std::int8_t *a, const std::int8_t *b, std::size_t width)
{
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < width; ++i)
        sum += std::int32_t(a[i]) * b[i];
    return sum;
}

const Kernel &quickest()
{
    for (const std::string_view name : {"avx2", "sse"}) {
        if (const Kernel *kernel = find(name))
            return *kernel;
    }
    return Plain;
}

std::atomic<const Kernel *> &chosen()
{
    static std::atomic<const Kernel *> kernel{&quickest()};
    return kernel;
}

} // namespace

const Kernel Plain{"plain", productsPlain, productPlain};

const Kernel *find(std::string_view name)
{
#ifdef HS_SCAN_X86
    if (name == Avx2.name)
        return __builtin_cpu_supports("avx2") ? &Avx2 : nullptr;
    if (name == Sse.name)
        return &Sse; // every x86-64 has SSE2
#endif
    return name == Plain.name ? &Plain : nullptr;
}

const Kernel &current()
{
    return *chosen().load(std::memory_order_relaxed);
}

bool use(std::string_view name)
{
    const Kernel *kernel = find(name);
    if (kernel)
        chosen().store(kernel, std::memory_order_relaxed);
    return kernel != nullptr;
}

Query prepare(std::span<const float> weighted, std::size_t width)
{
    Query query;
    query.values.assign(width, 0);
    float largest = 0;
    for (const float value : weighted) {
        if (!std::isfinite(value))
            return query;
        largest = std::max(largest, std::abs(value));
    }
    // 128 · limit · width stays below 2^31, whatever the row and in whatever order a kernel adds.
    const float limit = float(std::min<std::size_t>(32'767, 2'147'483'647 / (128 * width)));
    if (!(largest / limit > 0))
        return query;
    query.scale = largest / limit;
    for (std::size_t i = 0; i < std::min(width, weighted.size()); ++i)
        query.values[i] = std::int16_t(std::clamp(std::nearbyint(weighted[i] / query.scale), -limit, limit));
    return query;
}

} // namespace hs::embedding::scan
