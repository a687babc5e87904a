#include "engine/runtime/proposals.h"

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/store_view.h"

namespace hs::runtime::proposals {

Result<desk::Escalation> another(Deed &deed, std::string_view id, std::string_view remark)
{
    auto e = store::escalations::find(deed.tx, id);
    if (!e)
        return fail(Errc::NotFound, "there is no escalation \"" + std::string(id) + "\"");
    if (!e->decision.empty())
        return fail(Errc::Conflict, desk::numberOf(*e) + " is already decided (" + e->decision + ")");
    if (remark.empty())
        return fail(Errc::BadInput, "there is no remark", "remark", "write what the reply should say, as a sentence");
    const auto *agent = deed.studio.agents.agent("nyra");
    const StoreView view(deed.tx, deed.studio, deed.now);
    const auto request = text(e->data, "request"); // its own words name the matter best; a title begins with the person
    const agents::Command command{"draft_reply",
                                  {{"contact", e->contact}, {"message", std::string(remark)}, {"about", request.empty() ? e->title : ""}, {"text", request}},
                                  e->workflow, e->contact, e->entity, e->id + "/proposal/" + std::to_string(e->version), e->correlation};
    const auto plan = agent->run(command, view);
    if (!plan)
        return tl::make_unexpected(plan.error());
    const auto reply = text(plan->output, "text");
    const auto before = text(e->data, "proposal");
    if (reply.empty() || reply == before)
        return fail(Errc::Unavailable, "there is no other wording for this case by rules alone", desk::numberOf(*e), "edit the reply yourself");
    HS_TRY(replace(deed, id, {reply, std::string(agent->key()), -1, std::string(remark)}));
    return *store::escalations::find(deed.tx, id);
}

Result<void> replace(Deed &deed, std::string_view id, const Words &words)
{
    auto e = store::escalations::find(deed.tx, id);
    if (!e)
        return fail(Errc::NotFound, "there is no escalation \"" + std::string(id) + "\"");
    if (!e->decision.empty())
        return fail(Errc::Conflict, desk::numberOf(*e) + " is already decided (" + e->decision + ")");
    const auto before = text(e->data, "proposal");
    e->data["proposal"] = words.text;
    e->data["proposal_author"] = words.author;
    if (words.confidence >= 0)
        e->data["confidence"] = words.confidence;
    ++e->version;
    store::escalations::update(deed.tx, *e);
    note(deed, {"escalation.proposed_again", "escalation", e->id, desk::numberOf(*e) + ": another reply was proposed", words.remark, {}, {},
                {{"before", before}, {"after", words.text}}});
    return {};
}

} // namespace hs::runtime::proposals
