#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/workflow/replay.h"

// Runs a changed definition over the stored inputs of a past instance and finds the first step at which it would
// have gone another way. Pure; any thread. Results of tasks are the recorded ones; nothing is sent or written.
namespace hs::workflow {

/// The first row at which the two part.
struct Parting {
    std::int64_t seq = 0;
    std::optional<Timestamp> at;
    std::string then; ///< what the step did, in plain English
    std::string now;  ///< what it would do
};

/// Follows one instance through both definitions at once. Feed it the rows of its history in order until it
/// answers false, then ask `parting` or `trouble`; both empty after the last row: it would have gone the same way.
///
/// Another way is: other states, another end or output, other tasks or inputs for them, other actions, an input
/// taken that was ignored (or the other way round), a timer that would have fired before the input, a recorded
/// input that no longer fits (no such task is open, no such timer pending), or a step that would stop as an
/// incident. A context that differs without any of these is not.
class WhatIf {
public:
    /// `past`: the definitions that the history ran on, `version` the first of them. `map`: states of the past ->
    /// states of `changed`.
    WhatIf(DefinitionSource past, std::string version, const Definition &changed, const StateMap &map);

    bool feed(const HistoryStep &row);
    /// After the last row of an instance that is still open: timers that would have fired by now.
    void finish(Timestamp now);

    [[nodiscard]] const std::optional<Parting> &parting() const { return m_parting; }
    /// Why the history could not be followed (it is not what its own definition makes of it, a version is missing).
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }

private:
    bool part(const HistoryStep &row, std::string then, std::string now);
    [[nodiscard]] bool begin(const HistoryStep &row);
    [[nodiscard]] const PendingTimer *earlierTimer(Timestamp before) const;
    [[nodiscard]] std::string mapped(std::string_view pastState) const;
    [[nodiscard]] std::string mappedTimer(const Snapshot &past, const std::string &timer) const;
    [[nodiscard]] std::optional<Input> inputFor(const HistoryStep &row, const Snapshot &past) const;
    bool compare(const HistoryStep &row, const Snapshot &pastBefore, const Snapshot &nowBefore, const Step &now);

    Replayer m_past;
    const Definition &m_changed;
    const StateMap &m_map;
    bool m_begun = false;
    std::int64_t m_lastSeq = 0;
    Snapshot m_now;
    std::optional<Snapshot> m_nowBefore; ///< before the last row, for undo
    std::optional<Parting> m_parting;
    std::string m_trouble;
};

} // namespace hs::workflow
