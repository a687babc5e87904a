#include "engine/agents/sage/members.h"

#include <algorithm>
#include <array>

#include "engine/agents/letters.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/sage/engagement.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

const std::array<std::string_view, 5> Levels{"Trial", "Standard", "Premium", "VIP", "Founding Member"};
const std::array<std::string_view, 6> Platforms{"Circle.so", "BetterMode", "Discord", "Slack", "Facebook Group", "Other"};
const std::array<std::string_view, 6> Interests{"Art", "Wellness", "Consulting", "Spirituality", "Business", "Technology"};
const std::array<std::string_view, 5> Badges{"Early Adopter", "Content Creator", "Event Participant", "Mentor", "Regular Contributor"};

struct Joining {
    std::string level, platform, profileLink;
    std::vector<std::string> interests;
    Json platformIds;
};
/// Member record, the contact's share of it, and the welcome task.
Result<std::string> join(const Books &books, Plan &plan, const Contact &contact, const Joining &joining, const View &view, const std::string &entity)
{
    const auto id = view.newId("rec");
    const auto now = toRfc3339(view.now());
    RecordWrite record{std::string(Members), id,
                       {{"Member Name", contact.name.empty() ? contact.email : contact.name}, {"Contact Profile", Json::array({contact.id})}, {"Join Date", now},
                        {"Membership Level", joining.level.empty() ? "Standard" : joining.level}, {"Membership Status", "Active"}},
                       true};
    auto &f = record.fields;
    if (isEmail(contact.email))
        f["Member Email"] = contact.email;
    if (!joining.platform.empty())
        f["Primary Platform"] = joining.platform;
    if (!joining.profileLink.empty())
        f["Profile Link"] = joining.profileLink;
    if (!joining.interests.empty())
        f["Interests"] = joining.interests;
    if (joining.platformIds.is_object() && !joining.platformIds.empty())
        f["Platform IDs"] = joining.platformIds;
    if (!entity.empty())
        f["Business Entity"] = Json::array({entity});
    plan.records.push_back(std::move(record));
    auto tags = contact.tags;
    if (std::find(tags.begin(), tags.end(), "Community Member") == tags.end())
        tags.emplace_back("Community Member");
    plan.records.push_back({std::string(Contacts), contact.id, {{"Tags", tags}, {"Community Profile", Json::array({id})}}, false});
    const auto name = contact.name.empty() ? contact.email : contact.name;
    auto task = taskFor(books, view, "welcome_member", {{"name", name}, {"why", "Joined the community on " + dayText(view.now()) + (joining.platform.empty() ? "." : " through " + joining.platform + ".")}}, contact.id);
    if (!task)
        return tl::make_unexpected(task.error());
    task->keyPart = "welcome:" + id;
    plan.tasks.push_back(std::move(*task));
    return id;
}

} // namespace

std::string optionOf(std::span<const std::string_view> options, std::string_view wanted)
{
    const auto plain = [](std::string_view words) {
        auto low = fold(words);
        std::erase_if(low, [](char c) { return c == ' ' || c == '.' || c == '_' || c == '-'; });
        return low;
    };
    for (const auto option : options)
        if (plain(option) == plain(wanted))
            return std::string(option);
    return {};
}

Plan sageNoted(const Event &event)
{
    Plan plan;
    plan.summary = "Sage took note of " + event.type;
    return plan;
}

std::string dayText(Timestamp at)
{
    return toRfc3339(at).substr(0, 10);
}

std::optional<RecordView> memberByEmail(const View &view, const std::string &email)
{
    if (email.empty())
        return std::nullopt;
    const auto found = view.recordsBy(Members, "Member Email", fold(email), 1);
    return found.empty() ? std::nullopt : std::optional(found.front());
}
std::optional<RecordView> memberOf(const View &view, const Contact &contact)
{
    for (const auto &id : fieldList(contact.fields, "Community Profile"))
        if (auto record = view.record(Members, id))
            return record;
    return memberByEmail(view, contact.email);
}

std::string emailIn(const Json &data)
{
    for (const auto *path : {"member_email", "email", "member.email", "actor.email", "attendee_email", "contact.email"})
        if (const auto &value = at(data, path); value.is_string() && !value.get_ref<const std::string &>().empty())
            return fold(value.get<std::string>());
    return {};
}

Result<Plan> unknownMember(const Books &books, const Event &event, const std::string &email, const View &view)
{
    Plan plan;
    plan.rule = "sage.unknown_member";
    auto task = taskFor(books, view, "data_check", {{"what", email.empty() ? "activity without a member" : "the activity of " + email}, {"why", "It came through " + event.source + ", and no member has this address."}}, {});
    if (!task)
        return tl::make_unexpected(task.error());
    task->keyPart = "unknown_member";
    plan.tasks.push_back(std::move(*task));
    plan.evidence.push_back({email.empty() ? "no address" : email, event.id});
    plan.summary = "Activity of somebody who is no member: a person looks.";
    return plan;
}

Result<Plan> onboard(const Books &books, const Command &command, const View &view)
{
    const auto contact = contactOfCommand(command, view, "sage");
    if (!contact)
        return tl::make_unexpected(contact.error());
    const auto &in = command.input;
    const auto language = languageOf(books, view, in);
    const auto entity = command.entity.empty() ? contact->entity : command.entity;
    Joining joining{optionOf(Levels, text(in, "level")), optionOf(Platforms, text(in, "platform")), {}, {}, {}};
    if (!text(in, "level").empty() && joining.level.empty())
        return fail(Errc::BadInput, "no membership level \"" + text(in, "level") + "\"", "sage.onboard: input.level", "use Trial, Standard, Premium, VIP or Founding Member");
    const auto known = memberOf(view, *contact);
    const auto values = letterValues(books, language, contact->name, businessOf(view, entity));
    auto plan = letterPlan(books, *contact, "sage.welcome", language, values, known ? "the contact is a member already" : noServiceMailBecause(*contact), "Sage");
    if (!plan)
        return plan;
    plan->rule = "sage.onboard";
    if (!boolean(in, "letter", true))
        keepUnsent(*plan);
    std::string id;
    if (known)
        id = known->id;
    else {
        auto made = join(books, *plan, *contact, joining, view, entity);
        if (!made)
            return tl::make_unexpected(made.error());
        id = std::move(*made);
    }
    plan->output["member"] = id;
    plan->output["created"] = !known;
    // One whom a platform brought long ago has had the welcome of the community already.
    const auto joined = known ? parseRfc3339(fieldText(known->fields, "Join Date")) : Result<Timestamp>(view.now());
    plan->output["new"] = joined && view.now() - *joined < std::chrono::hours(48);
    plan->output["task"] = known ? "" : plan->tasks.front().title;
    plan->summary = contact->name + (known ? " is a member already." : " is a member now.");
    return plan;
}

Result<Plan> newMember(const Books &books, const Event &event, const View &view)
{
    auto intake = intakeOf(event);
    if (intake.email.empty())
        intake.email = fold(text(event.data, "member_email"));
    Plan plan;
    plan.rule = "sage.new_member";
    if (!isEmail(intake.email)) {
        auto task = taskFor(books, view, "lead_review", {{"source", event.source}, {"what", intake.name.empty() ? "a new member" : "the new member " + intake.name}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "lead_review";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({"no usable e-mail address", event.id});
        plan.summary = "A new member without a usable e-mail address waits for a person.";
        return plan;
    }
    if (const auto known = memberByEmail(view, intake.email)) {
        plan.evidence.push_back({"is a member already", known->id});
        plan.summary = fieldText(known->fields, "Member Name") + " is a member already.";
        return plan;
    }
    const auto business = businessOf(view, event.entity);
    auto contact = contactByEmail(view, intake.email);
    if (!contact) {
        auto change = contactChange(intake, std::nullopt, view, business.id);
        contact = contactOf({change.id, std::string(Contacts), intake.name, change.write.fields, view.now(), view.now()});
        plan.records.push_back(std::move(change.write));
    }
    const auto &ids = member(event.data, "platform_ids");
    Joining joining{optionOf(Levels, text(event.data, "membership_level", text(event.data, "level"))), optionOf(Platforms, text(event.data, "platform", event.source)), text(event.data, "profile_url"), {}, ids};
    if (joining.profileLink.find("://") == std::string::npos)
        joining.profileLink.clear();
    for (const auto &group : member(event.data, "interest_groups"))
        if (auto option = optionOf(Interests, scalarText(group)); !option.empty() && std::find(joining.interests.begin(), joining.interests.end(), option) == joining.interests.end())
            joining.interests.push_back(std::move(option));
    const auto made = join(books, plan, *contact, joining, view, business.id);
    if (!made)
        return tl::make_unexpected(made.error());
    // What follows has definitions of its own, which write the letters: the sequence of members, and for the first among
    // them the onboarding by the whole network.
    const auto isVip = joining.level == "VIP" || joining.level == "Founding Member";
    const Json told{{"contact", contact->id}, {"name", contact->name}, {"email", contact->email}, {"member", *made}, {"level", joining.level}, {"entity", business.id},
                    {"about", "the membership"}, {"language", view.house().language.starts_with("de") ? "de" : "en"}, {"sequenceKind", "member"}};
    plan.messages.push_back({"listeners", isVip ? "vip_joined" : "sequence_wanted", told, false, "normal", {}});
    plan.messages.push_back({"grace-fields", "event_result.new_member", {{"member", *made}, {"contact", contact->id}}, false, "normal", {}});
    plan.evidence.push_back({"joined through " + event.source, event.id});
    plan.summary = (contact->name.empty() ? contact->email : contact->name) + " is a member now.";
    return plan;
}

Result<Plan> memberFollows(const Books &books, const Event &event, const View &view)
{
    const auto contact = contactById(view, text(event.data, "record"));
    if (!contact)
        return sageNoted(event);
    const auto member_ = memberOf(view, *contact);
    Plan plan;
    plan.rule = "sage.contact_changed";
    if (!member_) {
        if (contact->status != "Active Client" || text(event.data, "status") != contact->status || text(event.data, "status_before") == contact->status)
            return sageNoted(event);
        if (const auto made = join(books, plan, *contact, {}, view, contact->entity); !made)
            return tl::make_unexpected(made.error());
        plan.evidence.push_back({"Active Client, changed by " + text(event.data, "by"), contact->id});
        plan.summary = contact->name + " is a member now.";
        return plan;
    }
    Json fields = Json::object();
    if (isEmail(contact->email) && fold(fieldText(member_->fields, "Member Email")) != contact->email)
        fields["Member Email"] = contact->email;
    if (contact->status == "Inactive" && fieldText(member_->fields, "Membership Status") == "Active")
        fields["Membership Status"] = "Inactive";
    if (fields.empty())
        return sageNoted(event);
    plan.evidence.push_back({dump(fields), contact->id});
    plan.records.push_back({std::string(Members), member_->id, std::move(fields), false});
    plan.summary = contact->name + ": the member record follows the contact.";
    return plan;
}

Result<Plan> milestone(const Books &books, const Event &event, const View &view)
{
    const auto email = emailIn(event.data);
    const auto member_ = memberByEmail(view, email);
    if (!member_)
        return unknownMember(books, event, email, view);
    const auto what = text(event.data, "milestone", text(event.data, "name", aboutOf(event.text)));
    Plan plan;
    plan.rule = "sage.milestone";
    Json fields = Json::object();
    if (const auto badge = optionOf(Badges, text(event.data, "badge")); !badge.empty()) {
        auto badges = fieldList(member_->fields, "Badges");
        if (std::find(badges.begin(), badges.end(), badge) == badges.end())
            badges.push_back(badge);
        fields["Badges"] = badges;
    }
    if (!what.empty()) {
        const auto notes = fieldText(member_->fields, "Notes");
        fields["Notes"] = notes + (notes.empty() ? "" : "\n") + dayText(view.now()) + " " + what;
    }
    if (fields.empty())
        return fail(Errc::BadInput, "a milestone without a name", "member_milestone: milestone", "name it, or give a badge");
    plan.records.push_back({std::string(Members), member_->id, std::move(fields), false});
    plan.evidence.push_back({what.empty() ? "badge" : what, member_->id});
    plan.summary = fieldText(member_->fields, "Member Name") + " reached " + (what.empty() ? "a badge" : what) + ".";
    return plan;
}

} // namespace hs::agents
