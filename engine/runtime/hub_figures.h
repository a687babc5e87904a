#pragma once

#include "engine/runtime/studio.h"

/// The numbers in Agent Registry, Workflows Library and API Integrations, and the alerts when they turn bad.
namespace hs::runtime::mirror {

inline constexpr double LeastAgentRate = 95; ///< Success Rate of an agent, in percent; below it somebody is told
inline constexpr double LeastRunRate = 90;   ///< of a workflow
/// A rate of fewer than so many says little: nobody is told of it.
inline constexpr std::int64_t EnoughToJudge = 20;

/// Execution Count, Last Execution, Success Rate.
[[nodiscard]] Json agentFigures(const store::ReadSql &sql, std::string_view agent);
/// Active and Total Instances Count, Average Completion Time in hours, Success Rate: of those that came to their end or
/// stand still with an error, the share that came to its end. What a person cancelled counts for neither.
[[nodiscard]] Json runFigures(const store::ReadSql &sql, std::string_view definition);

/// Health, Last Success, Error Count, Last Error of a source of webhooks, by what came in and what was refused.
[[nodiscard]] Json integrationFigures(const store::ReadSql &sql, std::string_view source, bool setUp);

/// Brings the record up to date, when there is one, without reading it.
void agentActed(Deed &deed, std::string_view agent);
void runsChanged(Deed &deed, std::string_view definition);

/// One task each time that a rate has fallen below its bound; the next one not before it was good again.
void watchAgent(Deed &deed, std::string_view agent);
void watchRuns(Deed &deed, std::string_view definition);

} // namespace hs::runtime::mirror
