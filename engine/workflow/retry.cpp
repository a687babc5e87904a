#include "engine/workflow/retry.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/crypto/hash.h"
#include "engine/workflow/event_descriptor.h"

namespace hs::workflow {

const RetryPolicy &defaultRetryPolicy()
{
    static const RetryPolicy policy = {
        {{"agent.unavailable", "agent.lost", "timeout", "rate.limited"}, 2, 2, 3, 60, true}};
    return policy;
}

namespace {

bool names(const RetryEntry &entry, std::string_view errorName)
{
    return std::any_of(entry.errorEquals.begin(), entry.errorEquals.end(), [&](const std::string &pattern) { return matches(pattern, errorName); });
}

} // namespace

bool namesError(const RetryPolicy &policy, std::string_view errorName)
{
    return std::any_of(policy.begin(), policy.end(), [&](const RetryEntry &entry) { return names(entry, errorName); });
}

std::optional<std::chrono::milliseconds> nextRetry(const RetryPolicy &policy, std::string_view errorName,
                                                   RetryCounts &counts, std::string_view taskKey, int attempt)
{
    counts.resize(policy.size(), 0);
    for (std::size_t i = 0; i < policy.size(); ++i) {
        const RetryEntry &entry = policy[i];
        if (!names(entry, errorName))
            continue;
        if (counts[i] >= entry.maxAttempts)
            return std::nullopt;
        const int retry = ++counts[i];
        double seconds = entry.intervalSeconds * std::pow(entry.backoffRate, retry - 1);
        if (entry.maxDelaySeconds)
            seconds = std::min(seconds, *entry.maxDelaySeconds);
        if (entry.fullJitter)
            seconds *= jitter(taskKey, attempt);
        // Without maxDelaySeconds the wait can grow beyond any calendar; a hundred years is for ever.
        constexpr double HundredYears = 36525.0 * 86400.0;
        return std::chrono::milliseconds(std::llround(std::min(seconds, HundredYears) * 1000.0));
    }
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> nextRetry(const RetryPolicy &policy, const std::vector<std::string> &failures,
                                                   std::string_view taskKey)
{
    RetryCounts counts;
    std::optional<std::chrono::milliseconds> wait;
    for (std::size_t i = 0; i < failures.size(); ++i)
        wait = nextRetry(policy, failures[i], counts, taskKey, int(i) + 1);
    return wait;
}

double jitter(std::string_view taskKey, int attempt)
{
    const std::string hash = crypto::sha256(std::string(taskKey) + ':' + std::to_string(attempt));
    std::uint64_t top = 0;
    for (std::size_t i = 0; i < 8; ++i)
        top = (top << 8) | static_cast<unsigned char>(hash[i]);
    return std::ldexp(double(top >> 11), -53);
}

std::string taskKey(std::string_view instance, std::string_view invokeId, unsigned start)
{
    return std::string(instance) + '/' + std::string(invokeId) + '/' + std::to_string(start);
}

} // namespace hs::workflow
