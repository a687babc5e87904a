#pragma once

#include <optional>

#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/workflow/interpreter.h"

/// One input, one step, all its writes (rules D1, D12, D15, D17): the heart of the workflow desk.
namespace hs::runtime::flow {

/// More steps than this are worth a word in the audit, more than the other stop the instance for a person (D15).
inline constexpr std::int64_t WarnSteps = 10'000;
inline constexpr std::int64_t MostSteps = 50'000;

/// An input as history, inboxes and incidents keep it: {kind, …}.
[[nodiscard]] Json parked(const workflow::Input &input);
/// The way back; nothing when it is no input of a machine.
[[nodiscard]] std::optional<workflow::Input> inputFrom(const Json &parked);
/// What people call it: the event's type, "done: qualify".
[[nodiscard]] std::string titleOf(const Json &parked);

/// The definition that an instance began with. NotFound when it is not loaded.
[[nodiscard]] Result<DefinitionShelf::Handle> definitionOf(const Deed &deed, const Instance &instance);
/// NotFound, or Conflict when it has ended.
[[nodiscard]] Result<Instance> openInstance(const Deed &deed, std::string_view id);

struct Outcome {
    bool ignored = false;
    bool incident = false; ///< the step is void; the instance waits for a person
};
/// Runs the machine and writes what it did; `instance` is the row as it is afterwards. `effective` is the time that the
/// machine sees: of a timer when it was due, else when the input came.
[[nodiscard]] Result<Outcome> stepOne(Deed &deed, Instance &instance, const workflow::Input &input, Timestamp effective, std::string_view reason);
/// Writes a step that was taken already, the first one included.
void apply(Deed &deed, const workflow::Definition &definition, Instance &instance, const workflow::Step &step, const Json &input,
           std::string_view reason, std::int64_t micros);

/// The instance stops with this reason; nothing of the step is kept but its input (D12).
void stop(Deed &deed, Instance &instance, const Json &input, const std::string &reason);

/// A row of history that the machine had no part in: what a person did. The instance's row is written too.
void recordAct(Deed &deed, Instance &instance, std::string_view kind, std::string_view reason, Json more = Json::object());

/// Puts the row of an instance and its hub record.
void save(Deed &deed, const Instance &instance);

} // namespace hs::runtime::flow
