#include "ui/runs/timeline_scale.h"

#include <algorithm>

namespace hs::ui {

namespace {

constexpr double LeastGap = 0.9;  ///< of a unit: steps of one millisecond stand apart too
constexpr double LongGap = 5.0;   ///< units that the longest unbroken gap takes
constexpr qint64 UsualTimes = 6;    ///< a gap of so many times the usual one is broken

/// The middle one of all gaps; at least a millisecond.
qint64 usualGap(const std::vector<RunMoment> &moments)
{
    std::vector<qint64> gaps;
    for (std::size_t i = 1; i < moments.size(); ++i)
        if (const qint64 gap = moments[i].millis - moments[i - 1].millis; gap > 0)
            gaps.push_back(gap);
    if (gaps.empty())
        return 1;
    const auto middle = gaps.begin() + std::ptrdiff_t(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return std::max<qint64>(1, *middle);
}

} // namespace

TimelineScale::TimelineScale(Mode mode, std::vector<RunMoment> moments, double viewport, double zoom, double unit)
    : m_moments(std::move(moments))
{
    if (m_moments.empty())
        return;
    const qint64 longest = usualGap(m_moments) * UsualTimes;
    double x = unit; // room before the first step
    m_x.push_back(x);
    for (std::size_t i = 1; i < m_moments.size(); ++i) {
        const qint64 gap = std::max<qint64>(0, m_moments[i].millis - m_moments[i - 1].millis);
        const double share = std::min(1.0, double(gap) / double(longest));
        const double length = mode == Mode::Steps ? 3 * unit * zoom : unit * (LeastGap + LongGap * share) * (mode == Mode::Time ? zoom : 1);
        if (mode != Mode::Steps && gap > longest)
            m_breaks.push_back({x + length / 2, gap});
        x += length;
        m_x.push_back(x);
    }
    m_width = x + 2 * unit; // and after the last, for what is still open
    const double factor = mode == Mode::Fit || m_width < viewport ? viewport / m_width : 1;
    if (mode == Mode::Fit) {
        for (double &place : m_x)
            place *= factor;
        for (Break &one : m_breaks)
            one.x *= factor;
        m_width = viewport;
    }
    m_width = std::max(m_width, viewport);
}

double TimelineScale::xOf(qint64 seq) const
{
    if (m_moments.empty())
        return 0;
    const auto found = std::lower_bound(m_moments.begin(), m_moments.end(), seq,
                                        [](const RunMoment &moment, qint64 value) { return moment.seq < value; });
    return found == m_moments.end() ? m_x.back() : m_x[std::size_t(found - m_moments.begin())];
}

double TimelineScale::xOfTime(qint64 millis) const
{
    if (m_moments.empty())
        return 0;
    if (millis <= m_moments.front().millis)
        return m_x.front();
    if (millis >= m_moments.back().millis)
        return m_x.back();
    const auto after = std::upper_bound(m_moments.begin(), m_moments.end(), millis,
                                        [](qint64 value, const RunMoment &moment) { return value < moment.millis; });
    const auto i = std::size_t(after - m_moments.begin());
    const double share = double(millis - m_moments[i - 1].millis) / double(m_moments[i].millis - m_moments[i - 1].millis);
    return m_x[i - 1] + share * (m_x[i] - m_x[i - 1]);
}

qint64 TimelineScale::seqAt(double x) const
{
    if (m_moments.empty())
        return -1;
    const auto after = std::lower_bound(m_x.begin(), m_x.end(), x);
    if (after == m_x.begin())
        return m_moments.front().seq;
    if (after == m_x.end())
        return m_moments.back().seq;
    const auto i = std::size_t(after - m_x.begin());
    return x - m_x[i - 1] < m_x[i] - x ? m_moments[i - 1].seq : m_moments[i].seq;
}

} // namespace hs::ui
