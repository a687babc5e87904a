#include "engine/runtime/hub_follow.h"

#include <set>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_figures.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/hub_messages.h"
#include "engine/runtime/hub_templates.h"

namespace hs::runtime::mirror {

namespace {

using Follower = void (*)(Deed &deed, std::string_view id);

/// What follows a change of a topic; null: nothing does.
Follower followerOf(const store::Transaction::Touched &touched)
{
    switch (touched.topic) {
    case Topic::Messages:
        return message;
    case Topic::Agents:
        return agentActed;
    case Topic::Escalations:
        return levelFollows;
    case Topic::Effects:
        return letterSent;
    case Topic::Workflows:
        return touched.id.starts_with("wf_") ? nullptr : runsChanged; // of definitions, not of each instance
    default:
        return nullptr;
    }
}

} // namespace

void follow(store::Transaction &tx, const Studio &studio)
{
    std::set<std::pair<Follower, std::string>, std::less<>> due;
    for (const auto &touched : tx.touched())
        if (const auto follower = followerOf(touched); follower && !touched.id.empty())
            due.emplace(follower, touched.id);
    if (due.empty())
        return;
    Deed deed{tx, studio, studio.clock.now(), "hub", "hub", engineActor()};
    for (const auto &[follower, id] : due) {
        const auto done = tx.part<void>([&, &run = follower, &of = id]() -> Result<void> {
            try {
                run(deed, of);
            } catch (const std::exception &error) {
                return fail(Errc::Internal, error.what(), of);
            }
            return {};
        });
        if (!done)
            spdlog::warn("no record of the hub follows {}: {}", id, describe(done.error()));
    }
}

} // namespace hs::runtime::mirror
