#include "engine/runtime/effects_desk.h"

#include "engine/store/tables/people.h"

namespace hs::runtime::effects {

namespace outbox = store::outbox;

std::string notReady(const Policy &policy, std::string_view kind)
{
    if (kind == "mail" && !policy.mailReady)
        return "no outgoing mail is set up";
    if (kind == "slack" && !policy.slackReady)
        return "no Slack channel is set up";
    return {};
}

outbox::Effect put(Deed &deed, const Wanted &wanted)
{
    const auto &policy = *deed.studio.policy;
    outbox::Effect effect;
    effect.id = deed.studio.ids.make("eff");
    effect.key = wanted.key;
    effect.kind = wanted.wish.kind;
    effect.target = wanted.wish.target;
    effect.summary = wanted.wish.summary;
    effect.body = wanted.wish.body;
    effect.createdAt = deed.now;
    effect.correlation = deed.correlation;
    effect.agent = wanted.agent;
    effect.thread = wanted.wish.thread;
    effect.escalation = wanted.escalation;
    effect.entity = wanted.entity;
    effect.letter = wanted.wish.letter;
    effect.why = notReady(policy, effect.kind);
    const bool ready = effect.why.empty();
    if (ready && wanted.approval == Approval::Agent
        && !store::people::agent(deed.tx, wanted.agent, dayOf(deed.now)).autopilot)
        effect.why = "agents may only draft until a person switches autopilot on";
    if (!effect.why.empty()) {
        effect.state = outbox::State::Draft;
    } else if (wanted.approval == Approval::Notice) {
        effect.state = outbox::State::Queued;
    } else {
        effect.state = outbox::State::Held;
        effect.holdUntil = deed.now + (wanted.money ? policy.moneyHold : policy.replyHold);
    }
    if (!outbox::add(deed.tx, effect))
        if (auto known = outbox::findByKey(deed.tx, effect.key))
            return *known;
    return effect;
}

} // namespace hs::runtime::effects
