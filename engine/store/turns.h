#pragma once

#include <algorithm>
#include <chrono>

namespace hs::store {

/// How the writer's time is divided between urgent jobs, whose askers wait for the commit, and normal ones,
/// which nobody waits for.
///
/// - A batch without urgent jobs takes normal ones for at most NormalBudget, so that an urgent job which
///   comes then waits for little. Where the disk takes long for each flush it is WorkOfAFlush flushes instead, up to
///   MostNormal: the writer would else spend its time waiting, and whoever comes waits for a flush in any case.
/// - While urgent jobs follow each other closely, normal ones ride along in their commits and get a fixed
///   share of the time: senders keep most of their rate, and the work behind them never stands still.
///
/// A long normal job may overdraw the share; what it took is then missing until it is earned again.
class Turns {
public:
    using Duration = std::chrono::steady_clock::duration;
    using Moment = std::chrono::steady_clock::time_point;

    static constexpr int ShareOfNormal = 16; ///< one part in so many, of the time that urgent jobs and their commits take
    static constexpr std::chrono::milliseconds NormalBudget{4};
    static constexpr std::chrono::milliseconds MostNormal{16};
    static constexpr int WorkOfAFlush = 3;
    static constexpr int Smooth = 4; ///< one part in so many is the weight of the newest flush
    /// Urgent jobs that follow each other more closely than this are one rush.
    static constexpr std::chrono::milliseconds Rush{2};

    /// Until when normal jobs wait for an urgent one to ride along with; in the past: they need not.
    [[nodiscard]] Moment quietFrom() const { return m_lastUrgent + Rush; }

    /// A commit begins.
    void begin(bool withUrgent, Moment now)
    {
        m_withUrgent = withUrgent;
        m_began = now;
        m_normalBegan = now;
        m_normal = {};
        if (!withUrgent)
            m_credit = {}; // a quiet moment settles old accounts
    }
    /// The urgent jobs of the commit are done, normal ones may follow.
    void normalFrom(Moment now) { m_normalBegan = now; }
    /// Whether one more normal job may go into this commit. `urgentWaits`: one has come since it began.
    [[nodiscard]] bool mayRunNormal(bool urgentWaits, Moment now) const
    {
        const auto taken = now - m_normalBegan;
        if (!m_withUrgent)
            return !urgentWaits && taken < std::clamp<Duration>(m_flush * WorkOfAFlush, NormalBudget, MostNormal);
        return taken < m_credit;
    }
    void normalUntil(Moment now)
    {
        m_normal = now - m_normalBegan;
        m_workEnded = now;
    }
    /// The commit has ended.
    void end(Moment now)
    {
        if (m_workEnded >= m_began)
            m_flush += (now - m_workEnded - m_flush) / Smooth;
        if (!m_withUrgent)
            return;
        m_lastUrgent = now;
        m_credit += (now - m_began - m_normal) / ShareOfNormal - m_normal;
        m_credit = std::min<Duration>(m_credit, NormalBudget); // no great debt is called in at once
    }

private:
    Moment m_began{}, m_normalBegan{};
    Moment m_lastUrgent{};
    Moment m_workEnded{};
    Duration m_normal{}, m_credit{};
    Duration m_flush{}; ///< what the end of a commit takes, smoothed
    bool m_withUrgent = false;
};

} // namespace hs::store
