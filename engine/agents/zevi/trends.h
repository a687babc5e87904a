#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/agents/view.h"

// What changed from one period to the next, counted slice by slice. Pure; any thread.
namespace hs::agents {

struct Trend {
    std::string what;
    double now = 0, before = 0;
    std::optional<double> change; ///< percent, one decimal; empty when before is 0
    std::int64_t base = 0;        ///< records that both numbers rest on
};

/// Counts contacts (all, by Lead Source, by Profile), members and feedback (all, average rating of 5) of two periods of
/// equal length that meet at `middle` and end at `end`. It can be written down and read again between slices.
class TrendTally {
public:
    TrendTally(Timestamp end, int days);
    [[nodiscard]] static std::optional<TrendTally> from(const Json &stored); ///< empty: not readable
    [[nodiscard]] Json stored() const;

    [[nodiscard]] Timestamp begin() const { return m_end - 2 * m_length; }
    [[nodiscard]] std::string period() const; ///< "2026-10-24 to 2026-11-23"
    /// Counts a record of one of `databases()` by its own date (Date Added, Join Date, Date Received), else by the time
    /// it was made; outside both periods it does not count.
    void add(const RecordView &record);
    /// Largest change first; those without a period before last; what rests on no record is left out.
    [[nodiscard]] std::vector<Trend> trends() const;
    [[nodiscard]] static const std::vector<std::string> &databases();

private:
    struct Sum {
        std::string what;
        std::int64_t now = 0, before = 0;      ///< records
        double nowTotal = 0, beforeTotal = 0;  ///< of what is averaged
        bool average = false;
    };
    void count(const std::string &what, bool isNow, std::optional<double> value = std::nullopt);
    Timestamp m_end;
    std::chrono::milliseconds m_length;
    std::vector<Sum> m_sums;
};

/// A rating as one of 5; empty: none.
[[nodiscard]] std::optional<double> ratingOfFive(const Json &fields);

inline constexpr std::int64_t LeastBase = 5; ///< records that an advice rests on

} // namespace hs::agents
