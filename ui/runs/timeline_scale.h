#pragma once

#include <vector>

#include <QtGlobal>

namespace hs::ui {

/// A moment of a run: a step and when it happened.
struct RunMoment {
    qint64 seq = 0;
    qint64 millis = 0; ///< since 1970, UTC
};

/// Where steps and times lie on the axis of a timeline. Steps may be milliseconds apart and stays last days, so
/// time runs true only within what is usual for the run; a longer gap is drawn shortened, with a break. Pure.
class TimelineScale {
public:
    enum class Mode {
        Fit,   ///< the whole run within the given width
        Steps, ///< the same width for each step
        Time   ///< by time, with shortened gaps
    };
    struct Break {
        double x = 0;       ///< its middle
        qint64 millis = 0;  ///< how long the gap really is
    };

    TimelineScale() = default;
    /// `moments` oldest first. `zoom` widens Steps and Time; 1 is usual. `unit`: a length that grows with the text.
    TimelineScale(Mode mode, std::vector<RunMoment> moments, double viewport, double zoom, double unit);

    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double xOf(qint64 seq) const;          ///< clamped to the steps that are here
    [[nodiscard]] double xOfTime(qint64 millis) const;   ///< between its two steps
    [[nodiscard]] qint64 seqAt(double x) const;          ///< the nearest step; -1: there are none
    [[nodiscard]] const std::vector<Break> &breaks() const { return m_breaks; }

private:
    std::vector<RunMoment> m_moments;
    std::vector<double> m_x; ///< of each moment
    std::vector<Break> m_breaks;
    double m_width = 0;
};

} // namespace hs::ui
