#pragma once

namespace hs {

/// One part of the engine's state that can change. What was read of a topic may
/// be old once the topic was announced.
enum class Topic {
    Events, Records, Workflows, Tasks, Agents, Messages, Threads, Escalations,
    Integrations, Effects, Audit, Status, Settings, Operators, Knowledge
};
inline constexpr int TopicCount = int(Topic::Knowledge) + 1;

} // namespace hs
