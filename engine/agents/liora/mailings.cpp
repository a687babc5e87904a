#include "engine/agents/liora/mailings.h"

#include <algorithm>

#include "engine/agents/letters.h"
#include "engine/agents/liora/planning.h"
#include "engine/agents/zevi/segments.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceRecipients = 200; ///< read in one transaction
constexpr int SliceLetters = 20;  ///< written in one transaction
constexpr int MostRewards = 200;

Plan nothingSent(std::int64_t recipients, const Json &skipped, std::string why)
{
    Plan plan;
    plan.rule = "liora.approval";
    plan.output = {{"sent", 0}, {"recipients", recipients}, {"skipped", skipped}, {"approvalNeeded", true}, {"why", why}};
    plan.evidence.push_back({std::to_string(recipients) + " recipients", {}});
    plan.summary = "Nothing is sent: " + why + ".";
    return plan;
}

Texts::Values valuesFor(const Books &books, const std::string &name, const Business &business, const std::string &language)
{
    auto values = letterValues(books, language, name, business);
    values["name"] = name;
    return values;
}

Result<EffectWish> letterTo(const Books &books, const Contact &contact, const std::string &subject, const std::string &body, const Business &business, const std::string &language)
{
    const auto values = valuesFor(books, contact.name.empty() ? contact.email : contact.name, business, language);
    const auto head = fillPattern(subject, values, "the letter's subject");
    const auto words = fillPattern(body, values, "the letter");
    const auto footer = books.texts.fill("liora.newsletter.footer", language, values);
    for (const auto *part : {&head, &words, &footer})
        if (!*part)
            return tl::make_unexpected(part->error());
    EffectWish mail;
    mail.kind = "mail";
    mail.target = contact.email;
    mail.summary = "Newsletter to " + values.at("name") + ": " + *head;
    mail.body = {{"subject", *head}, {"text", *words + "\n\n" + *footer}};
    mail.keyPart = "newsletter:" + contact.id;
    mail.contact = contact.id;
    return mail;
}

/// Who is meant: criteria, a shipped segment, or what the campaign keeps.
Result<Criteria> recipientsOf(const Books &books, const Command &command, const View &view)
{
    const auto where = std::string("liora.send_newsletter: input");
    if (const auto &criteria = member(command.input, "criteria"); criteria.is_array() && !criteria.empty())
        return criteriaOf(criteria, where + ".criteria");
    if (const auto name = text(command.input, "segment"); !name.empty()) {
        if (const auto *segment = segmentNamed(books.segments, name))
            return segment->criteria;
        return fail(Errc::BadInput, "no segment \"" + name + "\"", where + ".segment", "name a shipped segment, or give criteria");
    }
    if (const auto campaign = view.record(Campaigns, text(command.input, "campaign"))) {
        auto kept = member(campaign->fields, "Segment Definition");
        if (kept.is_string())
            kept = parseJson(kept.get_ref<const std::string &>()).value_or(Json());
        if (kept.is_array() && !kept.empty())
            return criteriaOf(kept, campaign->id + ": Segment Definition");
    }
    return fail(Errc::BadInput, "nobody is named to write to", where, "give criteria, a segment, or a campaign with a Segment Definition");
}

} // namespace

Result<Plan> sendNewsletter(const Books &books, const Command &command, const View &view)
{
    const auto &in = command.input;
    const auto where = std::string("liora.send_newsletter: input");
    const auto subject = text(in, "subject");
    const auto body = text(in, "text");
    if (subject.empty() || body.empty())
        return fail(Errc::BadInput, "a letter without subject or text", where, "give both");
    const auto business = businessOf(view, text(in, "entity").empty() ? command.entity : text(in, "entity"));
    const auto language = languageOf(books, view, in);
    for (const auto *part : {&subject, &body}) // before anybody gets it
        if (const auto tried = fillPattern(*part, valuesFor(books, "Ada", business, language), where); !tried)
            return tl::make_unexpected(tried.error());
    const auto recipients = recipientsOf(books, command, view);
    if (!recipients)
        return tl::make_unexpected(recipients.error());
    auto entity = text(in, "entity");
    if (entity.empty())
        entity = command.entity;

    auto state = command.progress.is_null() ? Json{{"sending", false}, {"after", ""}, {"recipients", 0}, {"sent", 0}, {"skipped", {{"no_consent", 0}, {"do_not_contact", 0}, {"no_address", 0}}}} : command.progress;
    const auto sending = boolean(state, "sending");
    const auto slice = view.slice(Contacts, {}, text(state, "after"), SliceRecipients);
    Plan plan;
    plan.rule = "liora.newsletter";
    auto after = std::string();
    for (const auto &record : slice) {
        if (plan.effects.size() == static_cast<std::size_t>(SliceLetters))
            break;
        after = record.id;
        const auto contact = contactOf(record);
        if ((!entity.empty() && contact.entity != entity) || !holds(*recipients, record.fields, view.now()))
            continue;
        if (const auto why = noMarketingMailBecause(contact); !why.empty()) {
            if (!sending) {
                const auto *kind = contact.status == "Do Not Contact" ? "do_not_contact" : !isEmail(contact.email) ? "no_address" : "no_consent";
                state["skipped"][kind] = integer(member(state, "skipped"), kind) + 1;
            }
            continue;
        }
        if (!sending) {
            state["recipients"] = integer(state, "recipients") + 1;
            continue;
        }
        auto letter = letterTo(books, contact, subject, body, business, language);
        if (!letter)
            return tl::make_unexpected(letter.error());
        plan.effects.push_back(std::move(*letter));
    }
    state["sent"] = integer(state, "sent") + static_cast<std::int64_t>(plan.effects.size());
    if (!slice.empty() && (after != slice.back().id || slice.size() == static_cast<std::size_t>(SliceRecipients))) {
        state["after"] = after;
        plan.progress = std::move(state);
        return plan;
    }
    const auto count = integer(state, "recipients");
    if (!sending) {
        if (count > books.campaigns.approvalAbove && !isOperator(view, text(in, "approvedBy")))
            return nothingSent(count, state.at("skipped"), std::to_string(count) + " recipients are more than " + std::to_string(books.campaigns.approvalAbove) + ": a person approves");
        state["sending"] = true;
        state["after"] = "";
        plan.progress = std::move(state);
        return plan;
    }
    plan.output = {{"sent", integer(state, "sent")}, {"recipients", count}, {"skipped", state.at("skipped")}, {"approvalNeeded", false}, {"why", ""}};
    plan.evidence.push_back({count > books.campaigns.approvalAbove ? "approved by " + text(in, "approvedBy") : std::to_string(count) + " recipients need no approval", text(in, "campaign")});
    plan.summary = "The letter \"" + subject + "\" goes to " + std::to_string(integer(state, "sent")) + " people.";
    return plan;
}

Result<Plan> nurture(const Books &books, const Command &command, const View &view)
{
    const auto contact = contactOfCommand(command, view, "liora");
    if (!contact)
        return tl::make_unexpected(contact.error());
    const auto &days_ = books.campaigns.nurtureDays;
    const auto last = static_cast<std::int64_t>(days_.size());
    const auto step = integer(command.input, "step");
    if (step < 1 || step > last)
        return fail(Errc::BadInput, "no such step", "liora.nurture: input.step", "give 1 to " + std::to_string(last));
    const auto language = languageOf(books, view, command.input);
    auto values = letterValues(books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity));
    addMatter(values, books, language, text(command.input, "about"));
    auto plan = letterPlan(books, *contact, "liora.nurture." + std::to_string(step), language, values, noMarketingMailBecause(*contact), "Liora");
    if (!plan)
        return plan;
    if (!boolean(command.input, "letter", true))
        keepUnsent(*plan);
    plan->output["step"] = step;
    plan->output["nextStep"] = step == last ? 0 : step + 1;
    plan->output["waitDays"] = step == last ? 0 : days_[static_cast<std::size_t>(step)] - days_[static_cast<std::size_t>(step) - 1];
    plan->output["done"] = step == last;
    return plan;
}

Result<Plan> referral(const Books &books, const Command &command, const View &view)
{
    const auto contact = contactOfCommand(command, view, "liora");
    if (!contact)
        return tl::make_unexpected(contact.error());
    const auto language = languageOf(books, view, command.input);
    const auto business = businessOf(view, command.entity.empty() ? contact->entity : command.entity);
    auto values = letterValues(books, language, contact->name, business);
    const auto reward = activeReward(view, business.id);
    if (reward)
        values["reward"] = fieldText(reward->fields, "Description").empty() ? fieldText(reward->fields, "Reward Name") : fieldText(reward->fields, "Description");
    auto plan = letterPlan(books, *contact, reward ? "liora.referral.reward" : "liora.referral", language, values, noMarketingMailBecause(*contact), "Liora");
    if (plan)
        plan->output["reward"] = reward ? reward->id : "";
    return plan;
}

std::optional<RecordView> activeReward(const View &view, const std::string &entity)
{
    for (auto &reward : view.slice("rewards-bounties", {}, {}, MostRewards)) {
        const auto &f = reward.fields;
        const auto status = fieldText(f, "Status");
        const auto owners = fieldList(f, "Business Entity");
        const auto from = dayOf(fieldText(f, "Start Date"));
        const auto to = dayOf(fieldText(f, "End Date"));
        const auto today = floor<days>(view.now());
        if (fieldText(f, "Reward Type") == "Referral Bonus" && (status == "Active" || status == "Limited Time" || status == "Seasonal") && (!from || *from <= today)
            && (!to || *to >= today) && (owners.empty() || entity.empty() || std::find(owners.begin(), owners.end(), entity) != owners.end()))
            return reward;
    }
    return std::nullopt;
}

} // namespace hs::agents
