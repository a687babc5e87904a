#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/workflow/interpreter.h"
#include "engine/workflow/migration.h"

// Plays an instance's stored history again and compares (rule D15). Pure; any thread.
namespace hs::workflow {

/// SHA-256 of the snapshot's canonical form (RFC 8785: keys sorted), 64 hex digits. The order of keys in a context
/// does not count: inputs pass through the store, which sorts them.
[[nodiscard]] std::string snapshotHash(const Snapshot &snapshot);

/// One row of an instance's history, as far as a replay needs it.
struct HistoryStep {
    std::int64_t seq = 0;
    /// Effective time of the input; none: the due time of the timer that it fired.
    std::optional<Timestamp> at;
    Json input; ///< {"kind": "start" | "event" | "timer" | "done" | "failed" | "migrate" | "undo" | …, …}
    Json record = Json::object(); ///< what the step did: transitions, exited, entered, actions, tasks, timers, patch, ignored
    std::string hash;                 ///< of the snapshot after it; empty: not kept
    std::optional<Snapshot> snapshot; ///< after it, where the row keeps it
};

struct ReplayDifference {
    std::int64_t seq = 0;
    std::string field; ///< pointer: "/snapshot/context/price", "/entered/0", "/hash"; or "/input" when the input could not be taken
    std::string stored, replayed; ///< as one line of JSON, or a sentence
};

/// Definitions by version, all of one id; null when there is none.
using DefinitionSource = std::function<std::shared_ptr<const Definition>(const std::string &version)>;

/// The input that a history row keeps; nothing for kinds that are no input of the machine.
[[nodiscard]] std::optional<Input> inputFromHistory(const Json &input);

/// The change of the context that a row keeps (of a person's, with its input); empty when there is none.
[[nodiscard]] const Json &contextPatchOf(const HistoryStep &row);

/// What a history row says of its step: transitions, exited, entered, actions, tasks, timers, patch, ignored.
[[nodiscard]] Json recordOfStep(const Step &step);
/// The same as the members of a JSON object, without its braces, for the row that every step writes.
void appendRecord(std::string &out, const Step &step);

/// Feeds rows in their order, from row 0 or from one that keeps its snapshot (`resume`).
///
/// Kinds that are no input of the machine: `migrate` is carried out again, `undo` goes back to before the last step;
/// every other one (cancel, pause, an edited context …) is taken over from the row's snapshot, or from its patch of
/// the context, or changes nothing.
class Replayer {
public:
    /// `version`: the definition's version that the history begins with.
    Replayer(DefinitionSource definitions, std::string version);

    /// Goes on behind a row whose snapshot is known.
    void resume(Snapshot snapshot, std::string version);

    /// Plays one row. True: it could be played; what it did then stands in snapshot() and step().
    /// False: difference() names why it could not, and nothing more can be fed.
    bool feed(const HistoryStep &row);
    /// feed(), and compares with what the row keeps. False: difference() names the first field that is not the same.
    bool feedAndCompare(const HistoryStep &row);

    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] const std::string &version() const { return m_version; }
    [[nodiscard]] const Definition *definition() const { return m_definition.get(); }
    /// What the machine did with the last row; null when that was no input of it.
    [[nodiscard]] const Step *step() const { return m_step ? &*m_step : nullptr; }
    [[nodiscard]] const std::optional<ReplayDifference> &difference() const { return m_difference; }
    [[nodiscard]] std::int64_t compared() const { return m_compared; } ///< rows that were compared and equal

private:
    bool refuse(const HistoryStep &row, std::string field, std::string stored, std::string replayed);
    [[nodiscard]] bool load(const HistoryStep &row, const std::string &version);
    bool take(const HistoryStep &row, StepResult result);
    bool takeMigration(const HistoryStep &row);
    bool takeOver(const HistoryStep &row);
    void keep(Snapshot snapshot);

    DefinitionSource m_definitions;
    std::string m_version;
    std::shared_ptr<const Definition> m_definition;
    bool m_begun = false;
    Snapshot m_snapshot;
    std::optional<Snapshot> m_before; ///< as it stood before the last row, for undo
    std::optional<Step> m_step;
    std::optional<ReplayDifference> m_difference;
    std::int64_t m_compared = 0;
};

/// The first place where two documents are not the same, as a pointer below `pointer`; nothing when they are.
struct JsonDifference {
    std::string pointer;
    std::string first, second; ///< one line; "nothing" where a member is missing
};
[[nodiscard]] std::optional<JsonDifference> firstDifference(const Json &first, const Json &second, const std::string &pointer = {});

} // namespace hs::workflow
