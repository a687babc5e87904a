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
    Json tool = nullptr;
    Json citations = nullptr; ///< [{n, title, kind, id}]
    std::string thought = {}; ///< task of thinking it came from
};
/// Adds what was said and keeps the thread's chip right: a client's words need a reply, a reply answers them.
/// A client's words also make a pending proposal of an escalation stale, and where a model is at hand an agent makes words
/// ready for the reply. The item's id.
std::string say(Deed &deed, store::threads::Thread &thread, const Said &said);

/// The thread a post belongs to: the named one, the contact's open one on that channel, or a new one.
[[nodiscard]] store::threads::Thread threadFor(Deed &deed, const agents::ThreadPost &post, std::string_view agent);

/// The reason why an agent must keep silent on this thread; empty: it may speak.
[[nodiscard]] std::string silentBecause(const store::threads::Thread &thread);

} // namespace hs::runtime::conversation
