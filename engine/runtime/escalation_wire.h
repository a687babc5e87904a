#pragma once

#include "engine/agents/plan.h"

/// How wishes of agents are kept in a case's data.
namespace hs::runtime::wire {

[[nodiscard]] inline Json toJson(const agents::EffectWish &wish)
{
    return {{"kind", wish.kind}, {"target", wish.target}, {"summary", wish.summary}, {"body", wish.body}, {"key", wish.keyPart},
            {"thread", wish.thread}, {"notice", wish.notice}};
}
[[nodiscard]] inline agents::EffectWish effectFrom(const Json &json)
{
    agents::EffectWish wish;
    wish.kind = text(json, "kind");
    wish.target = text(json, "target");
    wish.summary = text(json, "summary");
    wish.body = member(json, "body");
    wish.keyPart = text(json, "key");
    wish.thread = text(json, "thread");
    wish.notice = boolean(json, "notice");
    return wish;
}

} // namespace hs::runtime::wire
