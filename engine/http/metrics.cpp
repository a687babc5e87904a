#include "engine/http/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <deque>

namespace hs::metrics {

namespace {

enum Kind { CounterKind, GaugeKind, HistogramKind, ReadGaugeKind };

/// Shortest text that reads back as the same double, in every locale.
std::string number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general);
    return {text.data(), end.ptr};
}

std::string escaped(std::string_view text, bool quotes)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quotes)
            out += "\\\"";
        else
            out += c;
    }
    return out;
}

std::string labelText(const Labels &labels)
{
    std::string out;
    for (const auto &[name, value] : labels) {
        if (!out.empty())
            out += ',';
        out += name + "=\"" + escaped(value, true) + '"';
    }
    return out;
}

void appendSample(std::string &out, std::string_view name, std::string_view labels, std::string_view more, const std::string &value)
{
    out.append(name);
    if (!labels.empty() || !more.empty()) {
        out += '{';
        out.append(labels);
        if (!labels.empty() && !more.empty())
            out += ',';
        out.append(more);
        out += '}';
    }
    out += ' ';
    out.append(value);
    out += '\n';
}

} // namespace

Histogram::Histogram(std::vector<double> bounds) : m_bounds(std::move(bounds)), m_buckets(m_bounds.size() + 1) {}

void Histogram::observe(double value)
{
    const auto place = std::lower_bound(m_bounds.begin(), m_bounds.end(), value) - m_bounds.begin();
    m_buckets[std::size_t(place)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const
{
    Snapshot snapshot;
    for (std::size_t i = 0; i < m_bounds.size(); ++i) {
        snapshot.count += m_buckets[i].load(std::memory_order_relaxed);
        snapshot.cumulative.emplace_back(m_bounds[i], snapshot.count);
    }
    snapshot.count += m_buckets.back().load(std::memory_order_relaxed);
    snapshot.sum = m_sum.load(std::memory_order_relaxed);
    return snapshot;
}

std::vector<double> durationBounds()
{
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

struct Registry::Family {
    int kind = CounterKind;
    std::string help;
    std::map<std::string, std::unique_ptr<Counter>> counters; // by label text
    std::map<std::string, std::unique_ptr<Gauge>> gauges;
    std::map<std::string, std::unique_ptr<Histogram>> histograms;
    std::function<std::vector<std::pair<Labels, double>>()> read;
};

Registry::Registry() = default;
Registry::~Registry() = default;

Registry::Family &Registry::family(std::string_view name, std::string_view help, int kind)
{
    auto found = m_families.find(name);
    if (found == m_families.end()) {
        found = m_families.emplace(std::string(name), std::make_unique<Family>()).first;
        found->second->kind = kind;
        found->second->help = help;
    }
    return *found->second;
}

Counter &Registry::counter(std::string_view name, std::string_view help, const Labels &labels)
{
    const std::lock_guard lock(m_mutex);
    auto &slot = family(name, help, CounterKind).counters[labelText(labels)];
    if (!slot)
        slot = std::make_unique<Counter>();
    return *slot;
}

Gauge &Registry::gauge(std::string_view name, std::string_view help, const Labels &labels)
{
    const std::lock_guard lock(m_mutex);
    auto &slot = family(name, help, GaugeKind).gauges[labelText(labels)];
    if (!slot)
        slot = std::make_unique<Gauge>();
    return *slot;
}

Histogram &Registry::histogram(std::string_view name, std::string_view help, const std::vector<double> &bounds,
                               const Labels &labels)
{
    const std::lock_guard lock(m_mutex);
    auto &slot = family(name, help, HistogramKind).histograms[labelText(labels)];
    if (!slot)
        slot = std::make_unique<Histogram>(bounds);
    return *slot;
}

void Registry::gauges(std::string_view name, std::string_view help,
                      std::function<std::vector<std::pair<Labels, double>>()> read)
{
    const std::lock_guard lock(m_mutex);
    family(name, help, ReadGaugeKind).read = std::move(read);
}

std::string Registry::text() const
{
    static constexpr std::array<std::string_view, 4> KindNames{"counter", "gauge", "histogram", "gauge"};

    const std::lock_guard lock(m_mutex);
    std::string out;
    for (const auto &[name, family] : m_families) {
        std::string samples;
        switch (family->kind) {
        case CounterKind:
            for (const auto &[labels, counter] : family->counters)
                appendSample(samples, name, labels, {}, std::to_string(counter->value()));
            break;
        case GaugeKind:
            for (const auto &[labels, gauge] : family->gauges)
                appendSample(samples, name, labels, {}, number(gauge->value()));
            break;
        case ReadGaugeKind:
            if (family->read)
                for (const auto &[labels, value] : family->read())
                    appendSample(samples, name, labelText(labels), {}, number(value));
            break;
        default:
            for (const auto &[labels, histogram] : family->histograms) {
                const auto snapshot = histogram->snapshot();
                for (const auto &[bound, count] : snapshot.cumulative)
                    appendSample(samples, name + "_bucket", labels, "le=\"" + number(bound) + "\"", std::to_string(count));
                appendSample(samples, name + "_bucket", labels, "le=\"+Inf\"", std::to_string(snapshot.count));
                appendSample(samples, name + "_sum", labels, {}, number(snapshot.sum));
                appendSample(samples, name + "_count", labels, {}, std::to_string(snapshot.count));
            }
        }
        if (samples.empty())
            continue;
        out += "# HELP " + name + ' ' + escaped(family->help, false) + '\n';
        out += "# TYPE " + name + ' ' + std::string(KindNames[std::size_t(family->kind)]) + '\n';
        out += samples;
    }
    return out;
}

} // namespace hs::metrics
