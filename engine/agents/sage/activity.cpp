#include "engine/agents/sage/activity.h"

#include <algorithm>

#include "engine/agents/letters.h"
#include "engine/agents/sage/members.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceMembers = 100; ///< read in one transaction
constexpr int ChangesAtOnce = 20;  ///< records and tasks written in one transaction

/// The score where it stands: member and contact.
bool writeScore(Plan &plan, const RecordView &member_, const Engagement &found, const View &view)
{
    if (member(member_.fields, "Engagement Score").is_number() && fieldNumber(member_.fields, "Engagement Score") == found.score)
        return false;
    plan.records.push_back({std::string(Members), member_.id, {{"Engagement Score", found.score}}, false});
    for (const auto &id : fieldList(member_.fields, "Contact Profile"))
        if (view.record(Contacts, id))
            plan.records.push_back({std::string(Contacts), id, {{"Engagement Score", found.score}}, false});
    return true;
}

std::optional<RecordView> askedMember(const Command &command, const View &view)
{
    auto id = text(command.input, "member");
    if (id.empty())
        id = text(command.input, "contact");
    if (id.empty())
        id = command.contact;
    if (auto record = view.record(Members, id))
        return record;
    const auto contact = contactById(view, id);
    return contact ? memberOf(view, *contact) : std::nullopt;
}

Result<TaskWish> silenceTask(const Books &books, const std::string &name, const std::string &contact, Timestamp last, const View &view)
{
    auto task = taskFor(books, view, "re_engage", {{"name", name}, {"why", "Silent since " + dayText(last) + "."}}, contact);
    if (task)
        task->keyPart = "silent:" + contact + ":" + dayText(last);
    return task;
}

/// The silence that a task was already made for: kept beside the platforms' ids.
std::string askedAfter(const RecordView &member_)
{
    return text(member(fieldObject(member_.fields, "Platform IDs"), "console"), "silence");
}

} // namespace

Engagement engagementNow(const RecordView &member_, const View &view)
{
    return engagementOf(engagementFacts(member_, view.activity(member_.id, periodBegin(view.now())), view.now()));
}

Result<Plan> onActivity(const Books &books, const Event &event, const View &view)
{
    const auto email = emailIn(event.data);
    auto member_ = memberByEmail(view, email);
    if (!member_)
        if (const auto id = text(event.data, "member"); !id.empty())
            member_ = view.record(Members, id);
    if (!member_)
        return unknownMember(books, event, email, view);
    auto kind = text(event.data, "activity_type", text(event.data, "type"));
    if (kind.empty())
        kind = event.type == "forum_post" ? "post" : event.type == "community_event" ? "event" : "other";
    if (fold(text(event.data, "role")).starts_with("organi"))
        kind = "organised";
    kind = activityKindOf(kind);
    // A platform's own time counts, but never one that is still to come.
    const auto told = parseRfc3339(text(event.data, "occurred_at", text(event.data, "time")));
    const auto when = told ? std::min(*told, view.now()) : event.receivedAt == Timestamp() ? view.now() : event.receivedAt;

    Plan plan;
    plan.rule = "sage.activity";
    plan.activities.push_back({member_->id, kind, when});
    auto activities = view.activity(member_->id, periodBegin(view.now()));
    if (const auto on = floor<days>(when); on >= periodBegin(view.now()))
        activities.push_back({on, kind, 1, when});
    const auto found = engagementOf(engagementFacts(*member_, std::move(activities), view.now()));
    RecordWrite write{std::string(Members), member_->id, {{"Engagement Score", found.score}}, false};
    if (when >= lastActive(*member_) || fieldText(member_->fields, "Last Active Date").empty()) {
        write.fields["Last Active Date"] = toRfc3339(when);
        write.fields["Last Engagement Type"] = engagementTypeOf(kind);
    }
    if (fieldText(member_->fields, "Membership Status") == "Inactive")
        write.fields["Membership Status"] = "Active";
    if (const auto name = text(event.data, "event_name"); !name.empty() && (kind == "event" || kind == "organised")) {
        const auto attended = fieldText(member_->fields, "Events Attended");
        if (attended.find(name) == std::string::npos)
            write.fields["Events Attended"] = attended + (attended.empty() ? "" : "\n") + dayText(when) + " " + name;
    }
    plan.records.push_back(std::move(write));
    for (const auto &id : fieldList(member_->fields, "Contact Profile"))
        if (view.record(Contacts, id))
            plan.records.push_back({std::string(Contacts), id, {{"Engagement Score", found.score}}, false});
    plan.evidence.push_back({kind + ", score " + numberText(found.score), member_->id});
    plan.summary = fieldText(member_->fields, "Member Name") + ": " + kind + ", engagement " + numberText(found.score) + ".";
    return plan;
}

Result<Plan> scoreMember(const Command &command, const View &view)
{
    const auto member_ = askedMember(command, view);
    if (!member_)
        return fail(Errc::BadInput, "the member does not exist", "sage.score: input.member", "give the record id of a member or of a contact who is one");
    const auto found = engagementNow(*member_, view);
    Plan plan;
    plan.rule = "sage.score";
    auto why = Json::array();
    for (const auto &p : found.points) {
        why.push_back(p.rule + ": " + numberText(p.points));
        plan.evidence.push_back({p.rule + ": " + numberText(p.points), member_->id});
    }
    writeScore(plan, *member_, found, view);
    plan.output = {{"score", found.score}, {"why", why}, {"activeDays", found.activeDays}, {"days", found.days}, {"member", member_->id}};
    plan.summary = fieldText(member_->fields, "Member Name") + ": engagement " + numberText(found.score) + " of 100.";
    return plan;
}

Result<Plan> reEngage(const Books &books, const Command &command, const View &view)
{
    const auto member_ = askedMember(command, view);
    auto contact = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
    if (!contact && member_)
        for (const auto &id : fieldList(member_->fields, "Contact Profile"))
            if (!contact)
                contact = contactById(view, id);
    if (!contact)
        return fail(Errc::BadInput, "neither member nor contact exists", "sage.re_engage: input", "give the record id of one of them");
    const auto language = languageOf(books, view, command.input);
    const auto last = member_ ? std::optional(lastActive(*member_)) : [&]() -> std::optional<Timestamp> {
        const auto at = parseRfc3339(fieldText(contact->fields, "Last Interaction"));
        return at ? std::optional(*at) : std::nullopt;
    }();
    auto plan = letterPlan(books, *contact, "sage.re_engage", language, letterValues(books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity)),
                           noMarketingMailBecause(*contact), "Sage");
    if (!plan)
        return plan;
    plan->rule = "sage.re_engage";
    plan->output["task"] = "";
    plan->output["silentDays"] = last ? (floor<days>(view.now()) - floor<days>(*last)).count() : -1;
    if (contact->status != "Do Not Contact") {
        auto task = silenceTask(books, contact->name, contact->id, last.value_or(view.now()), view);
        if (!task)
            return tl::make_unexpected(task.error());
        plan->output["task"] = task->title;
        plan->tasks.push_back(std::move(*task));
    }
    return plan;
}

Result<Plan> inactivity(const Books &books, const Command &command, const View &view)
{
    const auto entity = text(command.input, "entity");
    const auto length = integer(command.input, "days", EngagementDays);
    if (length < 1 || length > 3650)
        return fail(Errc::BadInput, "the silence is too short or too long", "sage.inactivity: input.days", "give 1 to 3650 days");
    auto state = command.progress.is_null() ? Json{{"checked", 0}, {"silent", 0}, {"tasks", 0}, {"scored", 0}} : member(command.progress, "state");
    const auto count = [&](const char *name) { state[name] = integer(state, name) + 1; };
    const auto slice = view.slice(Members, {}, text(command.progress, "after"), SliceMembers);
    Plan plan;
    plan.rule = "sage.inactivity";
    std::string after;
    for (const auto &member_ : slice) {
        if (plan.records.size() + plan.tasks.size() >= static_cast<std::size_t>(ChangesAtOnce))
            break;
        after = member_.id;
        const auto owners = fieldList(member_.fields, "Business Entity");
        if (fieldText(member_.fields, "Membership Status") != "Active" || (!entity.empty() && std::find(owners.begin(), owners.end(), entity) == owners.end()))
            continue;
        count("checked");
        if (writeScore(plan, member_, engagementNow(member_, view), view))
            count("scored");
        const auto last = lastActive(member_);
        if (view.now() - last < days(length))
            continue;
        count("silent");
        const auto profiles = fieldList(member_.fields, "Contact Profile");
        const auto contact = contactById(view, profiles.empty() ? std::string() : profiles.front());
        if (askedAfter(member_) == dayText(last) || (contact && contact->status == "Do Not Contact"))
            continue;
        auto task = silenceTask(books, fieldText(member_.fields, "Member Name"), contact ? contact->id : std::string(), last, view);
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "silent:" + member_.id + ":" + dayText(last);
        plan.tasks.push_back(std::move(*task));
        auto ids = fieldObject(member_.fields, "Platform IDs");
        ids["console"]["silence"] = dayText(last);
        plan.records.push_back({std::string(Members), member_.id, {{"Platform IDs", ids}}, false});
        plan.evidence.push_back({"silent since " + dayText(last), member_.id});
        count("tasks");
    }
    if (!slice.empty() && (after != slice.back().id || slice.size() == static_cast<std::size_t>(SliceMembers))) {
        plan.progress = {{"after", after}, {"state", state}};
        return plan;
    }
    plan.summary = std::to_string(integer(state, "checked")) + " members looked at, " + std::to_string(integer(state, "silent")) + " silent for " + std::to_string(length) + " days, "
                   + std::to_string(integer(state, "tasks")) + " tasks made.";
    plan.output = std::move(state);
    return plan;
}

} // namespace hs::agents
