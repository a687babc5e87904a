#pragma once

#include <filesystem>
#include <string>

#include "engine/records/schema.h"
#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"

/// An engine that is killed at a named point of an errand: one task, carried out apart from the writer, that makes one effect.
///
/// The engine itself knows nothing of it. The points are where it asks the clock, tells of a commit, or hands an effect
/// to its sender; from its thread and what came before, each is one moment and no other.
namespace hs::test {

enum class Point {
    None,              ///< it comes to rest
    TaskCommitted,     ///< the step that opened the task is committed, nobody has the task yet
    TaskDispatching,   ///< the task is leased, the agent has begun
    TaskAnswered,      ///< the agent has answered, nothing of it is written
    TaskWritten,       ///< all that it answered is written, the commit has not begun
    EffectCommitted,   ///< the effect is committed, nobody has it yet
    EffectDispatching, ///< it has reached the outside, which has not answered yet
    EffectAnswered,    ///< the outside has answered, nothing of it is written
};

/// What all trials use: read once, before any of them, and by one thread.
struct TrialGround {
    TrialGround();

    std::filesystem::path folder;
    agents::AgentRegistry agents;
    records::Hub hub;
    runtime::DefinitionShelf shelf; ///< holds the errand
};

/// Names of what the trials leave in their folder, one line each.
inline constexpr const char *SentFile = "sent";     ///< keys of effects that reached the outside, in order
inline constexpr const char *KilledFile = "killed"; ///< keys of the errands during which the engine was killed

/// Opens the folder's store, finishes what an earlier trial left, starts the errand `key` and dies at `point`: the process
/// ends by SIGKILL. It ends with 0 when it came to rest instead, with another code when something is wrong.
[[noreturn]] void runTrial(const TrialGround &ground, Point point, const std::string &key);

/// As many trials in `folder` as engines must die at `point`, each in a process of its own; then one more run that comes to
/// rest. Answers the exit code of the program.
[[nodiscard]] int runTrials(const std::filesystem::path &folder, Point point, int kills);

} // namespace hs::test
