#include "engine/runtime/human_tasks.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/troubles.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime::human {

namespace cases = store::escalations;

bool isHuman(std::string_view src)
{
    return src.starts_with("human.");
}

std::string ask(Deed &deed, const store::workflows::Instance &instance, const store::workflows::Invocation &invocation)
{
    const Json &input = invocation.input;
    agents::EscalationWish wish;
    wish.title = text(input, "title");
    wish.summary = text(input, "summary", text(input, "reason"));
    if (wish.title.empty())
        wish.title = wish.summary.empty() ? instance.title : wish.summary;
    wish.reasonClass = text(input, "reason_class", "human_judgement");
    wish.category = text(input, "category", "task_coordination");
    wish.priority = text(input, "priority", priorityName(instance.priority));
    wish.rule = invocation.src;
    wish.ruleText = "The workflow " + instance.number + " waits for a person in \"" + instance.state + "\".";
    wish.request = text(input, "request");
    wish.recommended = text(input, "recommended");
    wish.proposal = text(input, "proposal");
    wish.confidence = number(input, "confidence");
    wish.risk = text(input, "risk");
    wish.riskWhy = text(input, "risk_why");
    wish.urgency = text(input, "urgency");
    wish.sentiment = text(input, "sentiment");
    wish.contact = instance.contact;
    wish.entity = instance.entity;
    wish.workflow = instance.id;
    wish.thread = text(input, "thread");
    for (const auto *channel : {"email", "form", "api"})
        if (wish.thread.empty() && !instance.contact.empty())
            if (const auto thread = store::threads::ofContact(deed.tx, instance.contact, channel))
                wish.thread = thread->id;
    wish.evidence.push_back({instance.number + ": " + instance.title, instance.id});
    const auto opened = desk::open(deed, wish, instance.agent.empty() ? "grace-fields" : instance.agent, invocation.key);
    return opened ? opened->id : std::string();
}

void withdraw(Deed &deed, std::string_view escalation, std::string_view why)
{
    auto found = cases::find(deed.tx, escalation);
    if (!found || found->status == cases::Status::Done || found->status == cases::Status::Held)
        return;
    found->status = cases::Status::Done;
    found->claimant.clear();
    found->leaseUntil.reset();
    ++found->version;
    cases::update(deed.tx, *found);
    if (auto thread = store::threads::find(deed.tx, found->thread); thread && thread->escalation == found->id) {
        thread->escalation.clear();
        thread->chip = "running";
        store::threads::update(deed.tx, *thread);
    }
    note(deed, {"escalation.withdrawn", "escalation", found->id, desk::numberOf(*found) + " is no longer needed", std::string(why), {}, {}, Json::object()});
}

void incident(Deed &deed, const store::workflows::Instance &instance)
{
    agents::EscalationWish wish;
    wish.title = instance.number + " stopped: " + instance.title;
    wish.reasonClass = "human_judgement";
    wish.category = "technical_support";
    wish.priority = "High";
    wish.rule = "workflow.incident";
    wish.ruleText = "A step of a workflow could not be carried out; nothing of it was done.";
    wish.summary = instance.error;
    wish.request = instance.error;
    wish.recommended = "Look at the run, mend the cause, then retry the step or cancel the workflow.";
    wish.contact = instance.contact;
    wish.entity = instance.entity;
    wish.workflow = instance.id;
    wish.evidence.push_back({instance.error, instance.id});
    desk::open(deed, wish, instance.agent.empty() ? "grace-fields" : instance.agent);
    troubles::incident(deed, instance);
}

void incidentOver(Deed &deed, const store::workflows::Instance &instance)
{
    for (const auto &open : cases::open(deed.tx))
        if (open.workflow == instance.id && text(open.data, "rule") == "workflow.incident")
            withdraw(deed, open.id, "the step went through when it was retried");
}

} // namespace hs::runtime::human
