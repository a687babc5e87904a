#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/plan_writer.h"
#include "engine/runtime/proposals.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/thought_desk.h"
#include "engine/runtime/threads_desk.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace threads = store::threads;
namespace thoughts = store::thoughts;

namespace {

Json citationsOf(const thinking::Outcome &outcome)
{
    auto citations = Json::array();
    for (const auto &[n, source] : outcome.citations)
        citations.push_back({{"n", n}, {"title", source.title}, {"kind", source.kind}, {"id", source.id}});
    return citations.empty() ? Json() : citations;
}

/// Numbers of sources are for the studio: a client gets the words without them.
std::string withoutNumbers(const std::string &words)
{
    std::string plain;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::size_t end = i + 1;
        if (words[i] == '[')
            while (end < words.size() && words[end] >= '0' && words[end] <= '9')
                ++end;
        if (words[i] == '[' && end > i + 1 && end < words.size() && words[end] == ']') {
            while (!plain.empty() && plain.back() == ' ')
                plain.pop_back();
            i = end;
            continue;
        }
        plain += words[i];
    }
    return plain;
}

std::vector<agents::Evidence> evidenceOf(const thinking::Outcome &outcome)
{
    std::vector<agents::Evidence> evidence;
    for (const auto &[n, source] : outcome.citations)
        evidence.push_back({"[" + std::to_string(n) + "] " + source.title, source.id});
    return evidence;
}

/// Folded lines about the tools, before the answer.
void tellTools(Deed &deed, threads::Thread &thread, const agents::AgentCard &card, const thoughts::Thought &thought, const thinking::Outcome &outcome)
{
    for (const auto &step : outcome.steps) {
        if (text(step, "kind") != "tool")
            continue;
        Json tool = {{"what", text(step, "what")}, {"result", text(step, "result")}, {"ms", integer(step, "ms")}, {"input", member(step, "input")},
                     {"output", member(step, "output")}, {"leave", text(step, "leave")}, {"failed", boolean(step, "failed")}};
        conversation::say(deed, thread, {"tool", card.key, card.name, text(step, "what"), {}, std::move(tool), nullptr, thought.id});
    }
}

Result<void> settleAnswer(Deed &deed, const agents::AgentCard &card, thoughts::Thought &thought, const thinking::Outcome &outcome)
{
    auto thread = threads::find(deed.tx, thought.thread);
    if (!thread)
        return {}; // whoever asked has deleted it
    tellTools(deed, *thread, card, thought, outcome);
    if (outcome.how == thinking::Outcome::How::Model) {
        conversation::say(deed, *thread, {"agent", card.key, card.name, outcome.text, {}, nullptr, citationsOf(outcome), thought.id});
    } else if (outcome.how == thinking::Outcome::How::Rules) {
        const auto agent = deed.actor;
        deed.actor = {"person", thought.asker, thought.askerName};
        const auto said = answerByRules(deed, *thread, card, thought.words);
        deed.actor = agent;
        if (!said)
            return tl::make_unexpected(said.error());
    }
    thread = threads::find(deed.tx, thought.thread).value_or(*thread);
    thread->chip = "answered";
    threads::update(deed.tx, *thread);
    return {};
}

/// What rules can say: that the words arrived and somebody is at work on them, or the remark as a sentence.
Result<std::string> draftByRules(Deed &deed, const threads::Thread &thread, const thoughts::Thought &thought)
{
    if (thread.contact.empty())
        return fail(Errc::Unavailable, "this conversation has no client to write to", {}, "write the words yourself");
    const StoreView view(deed.tx, deed.studio, deed.now);
    std::string request;
    for (const auto &item : threads::items(deed.tx, thread.id, {{}, 20}).rows)
        if (item.kind == "client" && request.empty())
            request = item.text;
    const bool remark = !thought.words.empty();
    const agents::Command command{remark ? "draft_reply" : "acknowledge",
                                  remark ? Json{{"contact", thread.contact}, {"message", thought.words}, {"about", ""}, {"text", request}}
                                         : Json{{"contact", thread.contact}, {"text", request}},
                                  {}, thread.contact, thread.entity, thought.id, thought.correlation};
    const auto plan = deed.studio.agents.agent(remark ? "nyra" : "grace-fields")->run(command, view);
    if (!plan)
        return tl::make_unexpected(plan.error());
    const auto words = text(plan->output, "text");
    if (words.empty())
        return fail(Errc::Unavailable, text(plan->output, "why", "rules have no words for this"), {}, "write the words yourself");
    return words;
}

Result<void> settleDraft(Deed &deed, const agents::AgentCard &card, const thoughts::Thought &thought, const thinking::Outcome &outcome)
{
    const auto thread = threads::find(deed.tx, thought.thread);
    if (!thread || outcome.how == thinking::Outcome::How::Stopped)
        return {};
    thoughts::Proposal proposal{thread->id, {}, card.key, thought.id, nullptr, {}, thread->version, deed.now};
    if (outcome.how == thinking::Outcome::How::Model) {
        proposal.text = withoutNumbers(outcome.text);
        proposal.citations = citationsOf(outcome);
    } else if (const auto words = draftByRules(deed, *thread, thought)) {
        proposal.text = *words;
    } else {
        proposal.trouble = words.error().what;
    }
    thoughts::put(deed.tx, proposal);
    return {};
}

Result<void> settleProposal(Deed &deed, const agents::AgentCard &card, const thoughts::Thought &thought, const thinking::Outcome &outcome)
{
    if (outcome.how == thinking::Outcome::How::Stopped)
        return {};
    if (outcome.how == thinking::Outcome::How::Rules) {
        const auto made = proposals::another(deed, thought.escalation, thought.words);
        if (!made)
            return tl::make_unexpected(made.error());
        return {};
    }
    return proposals::replace(deed, thought.escalation, {withoutNumbers(outcome.text), card.key, outcome.confidence, thought.words});
}

} // namespace

Result<std::string> answerByRules(Deed &deed, threads::Thread &thread, const agents::AgentCard &card, const std::string &words)
{
    const StoreView view(deed.tx, deed.studio, deed.now);
    const auto *agent = deed.studio.agents.agent(card.key);
    // A key of the API speaks too, but no task can be its.
    const auto speaker = store::people::find(deed.tx, deed.actor.id);
    const auto plan = agent->talk({words, speaker ? speaker->id : std::string(), speaker ? speaker->name : std::string(), thread.id, thread.entity}, view);
    // What an agent does not understand is its answer, not a failure of the conversation.
    if (!plan && plan.error().code != Errc::BadInput && plan.error().code != Errc::NotFound)
        return tl::make_unexpected(plan.error());
    const auto person = deed.actor;
    deed.actor = {"agent", card.key, card.name};
    std::string answer;
    if (plan) {
        answer = text(plan->output, "answer");
        HS_TRY(writePlan(deed, *plan, {card.key, thread.entity, {}, {}}));
    } else {
        answer = plan.error().what + (plan.error().mend.empty() ? "" : " — " + plan.error().mend);
    }
    // Writing the plan may have touched the same conversation.
    thread = threads::find(deed.tx, thread.id).value_or(thread);
    conversation::say(deed, thread, {"agent", card.key, card.name, answer, {}, {}});
    thread.chip = "answered";
    threads::update(deed.tx, thread);
    deed.actor = person;
    return answer;
}

Result<void> settleThought(Deed &deed, thoughts::Thought thought, const thinking::Outcome &outcome)
{
    const auto *card = deed.studio.agents.catalog().find(thought.agent);
    using How = thinking::Outcome::How;
    thought.state = outcome.how == How::Model ? thoughts::State::Done : outcome.how == How::Stopped ? thoughts::State::Stopped : thoughts::State::ByRules;
    thought.outcome = outcome.why;
    thought.model = outcome.model;
    thought.dollars = outcome.dollars;
    thought.steps = outcome.steps;
    if (!outcome.sent.empty())
        thought.result = {{"sent", outcome.sent}};
    thought.endedAt = deed.now;
    const auto settled = deed.tx.part<void>([&]() -> Result<void> {
        if (!card)
            return fail(Errc::NotFound, "there is no agent \"" + thought.agent + "\"");
        if (thought.kind == "draft")
            return settleDraft(deed, *card, thought, outcome);
        if (thought.kind == "proposal")
            return settleProposal(deed, *card, thought, outcome);
        return settleAnswer(deed, *card, thought, outcome);
    });
    if (!settled) {
        // A case that is decided meanwhile, a client who left: an end like any other, told where it is looked for.
        thought.state = thoughts::State::Failed;
        thought.outcome = describe(settled.error());
    }
    thoughts::put(deed.tx, thought);
    note(deed, {"agent.thought", thought.thread.empty() ? "escalation" : "thread", thought.thread.empty() ? thought.escalation : thought.thread,
                (card ? card->name : thought.agent) + ": " + thought.kind + (thought.state == thoughts::State::Done ? " by a model" : thought.state == thoughts::State::ByRules ? " by rules" : " ended"),
                thought.outcome, outcome.how == How::Model ? "model" : "rules", evidenceOf(outcome),
                {{"thought", thought.id}, {"model", thought.model}, {"dollars", thought.dollars}}});
    store::people::agentActed(deed.tx, thought.agent, dayOf(deed.now), deed.now, settled ? std::string() : describe(settled.error()));
    return {};
}

} // namespace hs::runtime
