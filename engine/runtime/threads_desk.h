#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"
#include "engine/store/tables/threads.h"

/// Writes conversations.
namespace hs::runtime::conversation {

struct Said {
    std::string kind;       ///< client, agent, colleague, note, tool, system
    std::string author, authorName;
    std::string text;
    std::string effect;     ///< outbox effect that carries it
    Json tool;
};
/// Adds what was said and keeps the thread's chip right: a client's words need a reply, a reply answers them.
/// A client's words also make a pending proposal of an escalation stale.
void say(Deed &deed, store::threads::Thread &thread, const Said &said);

/// The thread a post belongs to: the named one, the contact's open one on that channel, or a new one.
[[nodiscard]] store::threads::Thread threadFor(Deed &deed, const agents::ThreadPost &post, std::string_view agent);

/// The reason why an agent must keep silent on this thread; empty: it may speak.
[[nodiscard]] std::string silentBecause(const store::threads::Thread &thread);

} // namespace hs::runtime::conversation
