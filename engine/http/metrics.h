#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hs::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Only rises. Any thread.
class Counter {
public:
    void add(std::uint64_t by = 1) { m_value.fetch_add(by, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value{0};
};

/// Any thread.
class Gauge {
public:
    void set(double value) { m_value.store(value, std::memory_order_relaxed); }
    void add(double by) { m_value.fetch_add(by, std::memory_order_relaxed); }
    [[nodiscard]] double value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<double> m_value{0};
};

/// Counts values by upper bounds. Any thread.
class Histogram {
public:
    explicit Histogram(std::vector<double> bounds); ///< ascending, without +Inf
    void observe(double value);

    struct Snapshot {
        std::vector<std::pair<double, std::uint64_t>> cumulative; ///< bound, count up to it
        std::uint64_t count = 0;
        double sum = 0;
    };
    [[nodiscard]] Snapshot snapshot() const;

private:
    std::vector<double> m_bounds;
    std::vector<std::atomic<std::uint64_t>> m_buckets; // one more than bounds
    std::atomic<double> m_sum{0};
};

/// From 0.5 ms to 10 s, for requests and steps.
[[nodiscard]] std::vector<double> durationBounds();

/// All metrics of the process, printed as Prometheus text 0.0.4. Any thread. What it
/// hands out lives as long as the registry. Asking again for the same name and labels
/// gives the same object. Label values must come from a bounded set.
class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry &) = delete;
    Registry &operator=(const Registry &) = delete;

    /// Names as Prometheus wants them; a name keeps the kind and the help it came with first.
    Counter &counter(std::string_view name, std::string_view help, const Labels &labels = {});
    Gauge &gauge(std::string_view name, std::string_view help, const Labels &labels = {});
    Histogram &histogram(std::string_view name, std::string_view help, const std::vector<double> &bounds,
                         const Labels &labels = {});
    /// Values that are only looked up when somebody reads; replaces an earlier one of the same name.
    /// `read` is called from the reading thread.
    void gauges(std::string_view name, std::string_view help, std::function<std::vector<std::pair<Labels, double>>()> read);

    [[nodiscard]] std::string text() const;

private:
    struct Family;
    Family &family(std::string_view name, std::string_view help, int kind);

    mutable std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<Family>, std::less<>> m_families;
};

inline constexpr std::string_view TextContentType = "text/plain; version=0.0.4; charset=utf-8";

} // namespace hs::metrics
