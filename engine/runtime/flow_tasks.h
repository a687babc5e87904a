#pragma once

#include "engine/runtime/workflow_desk.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/retry.h"
#include "engine/workflow/snapshot.h"

/// Tasks of instances: who carries them out, their attempts, their results (rules D5, D8 to D11, T1 to T5).
///
/// A task of an agent whose work is all in the store runs within the writer's transaction, its result with it, so that
/// it happens exactly once. Everything else waits in its row for a result that comes later: a person's decision, the end
/// of a child, the parts of a list, an answer on the bus, or work that a lease lets run outside the writer.
namespace hs::runtime::flow {

/// The name under which work that was cancelled fails (D11).
inline constexpr std::string_view Cancelled = "cancelled";
/// The name of an attempt that ended with the run of the program that made it (D9).
inline constexpr std::string_view Lost = "agent.lost";
/// How deep children may lie (T3).
inline constexpr int MostDepth = 8;
/// Items of one engine.foreach, and how many of them may be under way at once (D17).
inline constexpr std::size_t MostItems = 1'000;
inline constexpr std::size_t MostItemsAtOnce = 100;

/// Opens the task of a state that was entered.
void openTask(Deed &deed, const workflow::Definition &definition, const Instance &instance, const workflow::OpenTask &task);
/// Ends a task that nobody waits for any more, with all that it began.
void closeTask(Deed &deed, const Instance &instance, const workflow::OpenTask &task, std::string_view why);
void closeTask(Deed &deed, const Invocation &task, std::string_view why);
/// Begins an attempt at a task that is not an agent's: a later try, or the first of one whose source is bounded (T1).
void begin(Deed &deed, Invocation &task);

/// Keeps a result for the machine: {"output": …} or {"error": {name, message}}. It is handed over in its own step.
void settle(Deed &deed, std::string_view key, Json result);
/// Hands a kept result over.
Result<void> handOver(Deed &deed, const Invocation &task);

/// An error that no retry follows.
Result<void> taskGivenUp(Deed &deed, std::string_view key, const std::string &name, const std::string &message);
/// One attempt took too long (D11).
Result<void> timeOut(Deed &deed, std::string_view key);

/// Stops or lets go on all that an instance has under way (D14).
void hold(Deed &deed, std::string_view instance, bool held);

/// The policy that a task runs under (F11): of its invoke, else the one that setup.actors has for its source; null when neither says
/// anything. The parts of a list and of a rollback have other sources than their invoke. Lives as long as the definition.
[[nodiscard]] const workflow::TaskPolicy *policyOf(const workflow::Definition &definition, std::string_view invoke, std::string_view src);

} // namespace hs::runtime::flow
