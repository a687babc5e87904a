#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hs::workflow {

/// One entry of a retry policy, with the fields of the Amazon States Language (rule D10).
struct RetryEntry {
    std::vector<std::string> errorEquals; ///< exact names, `prefix.*`, or `*`
    double intervalSeconds = 1;
    double backoffRate = 2;
    int maxAttempts = 3; ///< retries after the first try; 0: never
    std::optional<double> maxDelaySeconds;
    bool fullJitter = false;
};
using RetryPolicy = std::vector<RetryEntry>;

/// What holds for a task without `retry`: three retries for what is worth trying again.
[[nodiscard]] const RetryPolicy &defaultRetryPolicy();

/// How often each entry of a policy has led to a retry of one task. Store it with the task.
using RetryCounts = std::vector<int>;

/// The wait before the next attempt, or none when the error is final. `attempt` is the number,
/// from 1, of the attempt that failed; `counts` is brought up to date when there is a next one.
[[nodiscard]] std::optional<std::chrono::milliseconds> nextRetry(const RetryPolicy &policy, std::string_view errorName,
                                                                 RetryCounts &counts, std::string_view taskKey,
                                                                 int attempt);

/// The same from the names of all failures so far, oldest first; the last one is the one in question.
[[nodiscard]] std::optional<std::chrono::milliseconds>
nextRetry(const RetryPolicy &policy, const std::vector<std::string> &failures, std::string_view taskKey);

/// Whether an entry speaks of the error, be it to forbid a retry.
[[nodiscard]] bool namesError(const RetryPolicy &policy, std::string_view errorName);

/// u in [0,1): the top 53 bits of SHA-256("<task key>:<attempt>") / 2^53.
[[nodiscard]] double jitter(std::string_view taskKey, int attempt);

/// The idempotency key of a task, shared by all its attempts (rule D5): "<instance>/<invoke id>/<n>".
[[nodiscard]] std::string taskKey(std::string_view instance, std::string_view invokeId, unsigned start);

} // namespace hs::workflow
