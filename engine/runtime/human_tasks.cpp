#include "engine/runtime/human_tasks.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/human_terms.h"
#include "engine/runtime/troubles.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime::human {

namespace cases = store::escalations;

namespace {

/// [{text, ref}], or texts alone.
std::vector<agents::Evidence> evidenceIn(const Json &list)
{
    std::vector<agents::Evidence> out;
    if (list.is_array())
        for (const auto &item : list)
            out.push_back(item.is_object() ? agents::Evidence{text(item, "text"), text(item, "ref")} : agents::Evidence{scalarText(item), {}});
    return out;
}

} // namespace

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
    wish.rule = text(input, "rule", invocation.src);
    wish.ruleText = text(input, "rule_text");
    if (wish.ruleText.empty())
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
    wish.facts = member(input, "facts");
    wish.evidence = evidenceIn(member(input, "evidence"));
    wish.evidence.push_back({instance.number + ": " + instance.title, instance.id});
    wish.tried = evidenceIn(member(input, "tried"));
    auto opened = desk::open(deed, wish, instance.agent.empty() ? "grace-fields" : instance.agent, invocation.key);
    if (!opened)
        return {};
    if (auto terms = termsIn(input); terms && !terms->is_null()) {
        opened->data["terms"] = std::move(*terms);
        cases::update(deed.tx, *opened);
    }
    return opened->id;
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

void incidentOver(Deed &deed, const store::workflows::Instance &instance, std::string_view why)
{
    for (const auto &open : cases::open(deed.tx))
        if (open.workflow == instance.id && text(open.data, "rule") == "workflow.incident")
            withdraw(deed, open.id, why);
}

std::string uncertain(Deed &deed, const store::workflows::Instance &instance, const store::workflows::Invocation &task)
{
    agents::EscalationWish wish;
    wish.title = instance.number + ": how did " + task.src + " end?";
    wish.reasonClass = "human_judgement";
    wish.category = "technical_support";
    wish.priority = "High";
    wish.rule = "task.uncertain";
    wish.ruleText = "The console stopped while the task was being carried out, and it may not be done twice.";
    wish.summary = "It is not known whether " + task.src + " was carried out.";
    wish.request = wish.summary;
    wish.recommended = "Find out, then say on the run whether it is done, has failed, or is to run again.";
    wish.contact = instance.contact;
    wish.entity = instance.entity;
    wish.workflow = instance.id;
    wish.evidence.push_back({task.src, task.key});
    wish.facts = Json::array({{{"name", "Task"}, {"value", task.key}}});
    const auto opened = desk::open(deed, wish, instance.agent.empty() ? "grace-fields" : instance.agent);
    return opened ? opened->id : std::string();
}

void certain(Deed &deed, const store::workflows::Invocation &task)
{
    if (!task.escalation.empty())
        withdraw(deed, task.escalation, "a person said how it ended");
}

} // namespace hs::runtime::human
