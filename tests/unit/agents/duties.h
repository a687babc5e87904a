#pragma once

#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/vocabulary/json_shape.h"
#include "tests/unit/agents/memory_view.h"
#include "tests/unit/agents/resource_files.h"

namespace hs::test {

inline const agents::AgentRegistry &registry()
{
    static const auto loaded = agents::AgentRegistry::load(agentFiles());
    if (!loaded)
        qFatal("%s", describe(loaded).c_str());
    return *loaded;
}

/// What in the result of a command is not as the agent's card describes it; empty: it fits.
inline std::string unfitResult(const agents::Agent &agent, const agents::Command &command, const agents::Plan &plan)
{
    const auto *card = registry().catalog().find(agent.key());
    const auto *spec = card ? registry().catalog().command(card->prefix + "." + command.name) : nullptr;
    const auto bad = spec ? misfit(spec->output, plan.output) : std::nullopt;
    return bad ? command.name + ": \"" + bad->at + "\" " + bad->what : std::string();
}

/// What all slices of a command did together.
struct Whole {
    Result<agents::Plan> last;
    std::size_t slices = 0, mostRecords = 0, mostEffects = 0;
    std::vector<agents::EffectWish> effects;
    std::vector<agents::TaskWish> tasks;
};

/// Runs a command to its end as the pipeline does: each slice is written before the next begins.
inline Whole runWhole(const agents::Agent &agent, agents::Command command, MemoryView &view)
{
    Whole whole{fail(Errc::Internal, "not run"), 0, 0, 0, {}, {}};
    do {
        whole.last = agent.run(command, view);
        ++whole.slices;
        if (!whole.last)
            return whole;
        view.apply(*whole.last);
        whole.mostRecords = std::max(whole.mostRecords, whole.last->records.size());
        whole.mostEffects = std::max(whole.mostEffects, whole.last->effects.size());
        whole.effects.insert(whole.effects.end(), whole.last->effects.begin(), whole.last->effects.end());
        whole.tasks.insert(whole.tasks.end(), whole.last->tasks.begin(), whole.last->tasks.end());
        if (whole.last->progress.is_null())
            if (const auto bad = unfitResult(agent, command, *whole.last); !bad.empty())
                whole.last = fail(Errc::Internal, bad);
        if (!whole.last)
            return whole;
        command.progress = whole.last->progress;
    } while (!command.progress.is_null() && whole.slices < 100'000);
    return whole;
}

} // namespace hs::test
