#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"
#include "engine/thinking/opinion.h"
#include "engine/thinking/wording.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"

namespace hs::services {
class SourceCatalog;
}

/// From an event to all that it causes, within one transaction. An error means that the
/// transaction is given up; the failure is then written down by `give up` functions in another.
namespace hs::runtime::pipeline {

/// Takes one event of the inbox: source's mapping → router → agent → plan → done. An event that is no
/// longer open is left alone, so doing it again is harmless.
/// `opinion`: what a model thinks of a client's request; null: rules decide alone.
Result<void> event(store::Transaction &tx, const Studio &studio, const services::SourceCatalog &sources, const std::string &id, const Json &opinion = nullptr);
/// The question to a model about an event that is a client's request to Grace; nothing for every other event.
std::optional<thinking::OpinionAsk> opinionAsk(const store::ReadSql &sql, const Studio &studio, const services::SourceCatalog &sources, const std::string &id);
/// The same about a request that is not stored yet.
thinking::OpinionAsk opinionAsk(const store::ReadSql &sql, const Studio &studio, const std::string &text, const std::string &contact, const std::string &entity);
/// Writes down why it failed; tried again at most MaxAttempts times, bad input never.
inline constexpr int MaxAttempts = 3;
/// Source of events that workflows themselves publish, for the triggers of others.
inline constexpr std::string_view BusSource = "bus";
Result<void> eventFailed(store::Transaction &tx, const Studio &studio, const std::string &id, const Error &error);

/// Runs the agent's command behind an open task of a workflow, and gives its result to the instance.
Result<void> invocation(store::Transaction &tx, const Studio &studio, const std::string &key);
/// The three parts of one attempt at a task that is carried out apart (CommandSpec::apart): leased to this run of the
/// program, worked on in a reader's thread, and accepted only if it is still the attempt that counts (D8).
inline constexpr std::chrono::seconds AttemptTime{120}; ///< of one attempt, unless the task's `timeout` says otherwise
Result<std::optional<int>> lease(store::Transaction &tx, const Studio &studio, const std::string &key, const std::string &run); ///< attempt; nothing: not now
struct CarriedOut {
    agents::Plan plan;
    std::optional<thinking::WordingAsk> ask; ///< a model may write better what the plan holds
};
/// `words`: what a model made of what was asked before (agents::Words); null: nothing.
Result<CarriedOut> carryOut(const store::ReadSql &sql, const Studio &studio, const std::string &key, const Json &words);
Result<void> finish(store::Transaction &tx, const Studio &studio, const std::string &key, const std::string &run, int attempt, const Result<agents::Plan> &plan);
Result<void> invocationFailed(store::Transaction &tx, const Studio &studio, const std::string &key, const Error &error);

/// Delivers one message of the bus to one subscriber.
Result<void> message(store::Transaction &tx, const Studio &studio, const std::string &id, const std::string &subscriber);
Result<void> messageFailed(store::Transaction &tx, const Studio &studio, const std::string &id, const std::string &subscriber, int attempts,
                           const Error &error);

/// An event that did not come from outside (a request, a hub change): stored like any other and handled by `event`.
store::inbox::Added addInternal(Deed &deed, const std::string &source, const std::string &type, const Json &data, const std::string &text,
                                const std::string &entity, const std::string &dedupe);

} // namespace hs::runtime::pipeline
