#pragma once

#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/waiting_starts.h"

/// Starts that wait for their turn: a definition may say how many of its instances are under way at once (meta.maxRunning).
///
/// Every instance counts that has begun and is open, also a paused one and one with an incident; the newest version that is not
/// retired says how many there may be. What is too many is an instance with the status Waiting: it has its id, number and key,
/// takes events into its inbox and can be cancelled, but its machine has not begun, and it stands in the column where it will.
/// When its turn comes it begins with the newest version, unless its start named one. Who waits is a row like any other, so a
/// restart of the program changes nothing.
///
/// A child never waits for an instance that it is a part of itself. A fork is a person's own wish and begins at once.
namespace hs::runtime::starts {

/// A start that waits gains one class of priority in this time, so that the urgent ones of today do not keep it out for ever.
inline constexpr std::chrono::hours ClassTime{1};

[[nodiscard]] bool mustWait(const Deed &deed, const workflow::Definition &definition, std::string_view parent);
/// Writes an instance that waits. `input` is what it begins with.
void wait(Deed &deed, flow::Instance &instance, const Json &input, const flow::Start &start);

/// The order in which `room` of the candidates begin: the highest class first, of one class the business with the fewest under
/// way, of one business the oldest. Pure.
[[nodiscard]] std::vector<std::string> pick(std::vector<store::workflows::WaitingStart> candidates,
                                            std::map<std::string, std::int64_t, std::less<>> begunOf, Timestamp now, std::size_t room);
/// Instances whose turn it is.
[[nodiscard]] std::vector<std::string> ready(const store::ReadSql &sql, const Studio &studio, Timestamp now, std::size_t most);
/// Does nothing when it is not its turn any more.
Result<void> begin(Deed &deed, std::string_view instance);
/// It could not begin: it has failed, and whoever waits for it learns so.
Result<void> beginFailed(Deed &deed, std::string_view instance, const Error &error);

/// Why it waits, in a sentence.
[[nodiscard]] std::string why(const store::ReadSql &sql, const Studio &studio, const flow::Instance &instance);
/// What an instance that waits will begin with.
[[nodiscard]] Json inputOf(const flow::Instance &instance);

} // namespace hs::runtime::starts
