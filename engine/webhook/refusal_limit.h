#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/vocabulary/clock.h"

namespace hs::webhook {

/// Lets through so many refusals a minute of one source and address, and so many in
/// all, and counts the rest: a flood of bad signatures must not fill the audit.
/// One thread.
class RefusalLimit {
public:
    RefusalLimit(int perMinute, int perMinuteInAll);

    /// Nothing: do not report this one. Else the number of those of the same source and
    /// address that were not reported since the last report.
    [[nodiscard]] std::optional<std::uint64_t> pass(const std::string &source, const std::string &address, Timestamp now);

    [[nodiscard]] std::size_t remembered() const { return m_seen.size(); } ///< bounded, whoever calls

private:
    struct Seen {
        std::int64_t minute = 0;
        int reported = 0;
        std::uint64_t unreported = 0;
    };
    int m_perMinute;
    int m_perMinuteInAll;
    std::int64_t m_minute = 0;
    int m_reportedInAll = 0;
    std::map<std::pair<std::string, std::string>, Seen> m_seen;
};

} // namespace hs::webhook
