#include "engine/agents/sage/sage.h"

#include <algorithm>
#include <array>

#include "engine/agents/elan/content.h"
#include "engine/agents/grace/router.h"
#include "engine/agents/letters.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/sage/engagement.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/zevi/trends.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SliceMembers = 100; ///< read in one transaction
constexpr int SliceChanges = 20;  ///< records and tasks written in one transaction
constexpr double GoodRating = 4;  ///< of 5; below it a person reviews

const std::array<std::string_view, 5> Levels{"Trial", "Standard", "Premium", "VIP", "Founding Member"};
const std::array<std::string_view, 6> Platforms{"Circle.so", "BetterMode", "Discord", "Slack", "Facebook Group", "Other"};
const std::array<std::string_view, 6> Interests{"Art", "Wellness", "Consulting", "Spirituality", "Business", "Technology"};
const std::array<std::string_view, 5> Badges{"Early Adopter", "Content Creator", "Event Participant", "Mentor", "Regular Contributor"};

/// The option that is meant, in its own spelling; empty when it is none. Letters and digits decide, so "circleso" is Circle.so.
template <std::size_t N>
std::string optionOf(const std::array<std::string_view, N> &options, std::string_view wanted)
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

std::string day(Timestamp at)
{
    return toRfc3339(at).substr(0, 10);
}

/// Definitions that ask the client how it was and wait for the answer.
bool asksForFeedback(std::string_view definition)
{
    return definition == "customer-service" || definition == "service-recovery" || definition == "wellness-booking" || definition == "consultation-project"
        || definition == "client-retention";
}

class Sage final : public Agent {
public:
    explicit Sage(const Books &books) : m_books(books), m_card(*books.catalog.find("sage")), m_router(books.lexicon, books.rules) {}

    [[nodiscard]] std::string_view key() const override { return "sage"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus")
            return event.type == "contact_update" ? contactChanged(event, view) : noted(event);
        if (event.type == "new_member")
            return newMember(event, view);
        if (event.type == "member_activity" || event.type == "member_engagement" || event.type == "forum_post" || event.type == "community_event")
            return activity(event, view);
        if (event.type == "member_milestone")
            return milestone(event, view);
        if (event.type == "community_question")
            return question(event, view);
        if (event.type == "feedback")
            return feedback(event, view);
        return noted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "onboard")
            return onboard(command, view);
        if (command.name == "score")
            return score(command, view);
        if (command.name == "distribute")
            return distribute(command, view);
        if (command.name == "ask_feedback" || command.name == "follow_up")
            return aboutLetter(command, view);
        if (command.name == "re_engage")
            return reEngage(command, view);
        if (command.name == "inactivity")
            return inactivity(command, view);
        if (command.name == "impact")
            return impact(command, view);
        return fail(Errc::NotFound, "sage has no command \"" + command.name + "\"", "sage." + command.name, "use one that its file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "score" || word == "member") {
            const auto member_ = memberByEmail(view, rest);
            if (!member_)
                return answered("I remember no member with the address \"" + rest + "\". Write: " + word + " ada@studio.example");
            const auto name = fieldText(member_->fields, "Member Name");
            if (word == "member")
                return answered(name + ": " + fieldText(member_->fields, "Membership Level") + ", " + fieldText(member_->fields, "Membership Status") + ", last seen " + day(lastActive(*member_)) + ".");
            const auto found = engagement(*member_, view);
            std::string words = name + ": " + numberText(found.score) + " of 100 in the last " + std::to_string(found.days) + " days.";
            for (const auto &p : found.points)
                words += "\n" + p.rule + ": " + numberText(p.points);
            return answered(words);
        }
        return understood(m_books, m_card, talk.text);
    }

private:
    static Plan noted(const Event &event)
    {
        Plan plan;
        plan.summary = "Sage took note of " + event.type;
        return plan;
    }

    // ---- members ----
    static std::optional<RecordView> memberByEmail(const View &view, const std::string &email)
    {
        if (email.empty())
            return std::nullopt;
        const auto found = view.recordsBy(Members, "Member Email", fold(email), 1);
        return found.empty() ? std::nullopt : std::optional(found.front());
    }
    static std::optional<RecordView> memberOf(const View &view, const Contact &contact)
    {
        for (const auto &id : fieldList(contact.fields, "Community Profile"))
            if (auto record = view.record(Members, id))
                return record;
        return memberByEmail(view, contact.email);
    }

    struct Joining {
        std::string level, platform, profileLink;
        std::vector<std::string> interests;
        Json platformIds;
    };
    /// Member record, the contact's share of it, and the welcome task.
    Result<std::string> join(Plan &plan, const Contact &contact, const Joining &joining, const View &view, const std::string &entity) const
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
        auto task = taskFor(m_books, view, "welcome_member", {{"name", name}, {"why", "Joined the community on " + day(view.now()) + (joining.platform.empty() ? "." : " through " + joining.platform + ".")}}, contact.id);
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "welcome:" + id;
        plan.tasks.push_back(std::move(*task));
        return id;
    }

    Result<Plan> onboard(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "sage");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto &in = command.input;
        const auto language = languageOf(m_books, view, in);
        const auto entity = command.entity.empty() ? contact->entity : command.entity;
        Joining joining{optionOf(Levels, text(in, "level")), optionOf(Platforms, text(in, "platform")), {}, {}, {}};
        if (!text(in, "level").empty() && joining.level.empty())
            return fail(Errc::BadInput, "no membership level \"" + text(in, "level") + "\"", "sage.onboard: input.level", "use Trial, Standard, Premium, VIP or Founding Member");
        const auto known = memberOf(view, *contact);
        const auto values = letterValues(m_books, language, contact->name, businessOf(view, entity));
        auto plan = letterPlan(m_books, *contact, "sage.welcome", language, values, known ? "the contact is a member already" : noServiceMailBecause(*contact), "Sage");
        if (!plan)
            return plan;
        plan->rule = "sage.onboard";
        std::string id;
        if (known)
            id = known->id;
        else {
            auto made = join(*plan, *contact, joining, view, entity);
            if (!made)
                return tl::make_unexpected(made.error());
            id = std::move(*made);
        }
        plan->output["member"] = id;
        plan->output["created"] = !known;
        plan->output["task"] = known ? "" : plan->tasks.front().title;
        plan->summary = contact->name + (known ? " is a member already." : " is a member now.");
        return plan;
    }

    Result<Plan> newMember(const Event &event, const View &view) const
    {
        auto intake = intakeOf(event);
        if (intake.email.empty())
            intake.email = fold(text(event.data, "member_email"));
        Plan plan;
        plan.rule = "sage.new_member";
        if (!isEmail(intake.email)) {
            auto task = taskFor(m_books, view, "lead_review", {{"source", event.source}, {"what", intake.name.empty() ? "a new member" : "the new member " + intake.name}}, {});
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
        const auto made = join(plan, *contact, joining, view, business.id);
        if (!made)
            return tl::make_unexpected(made.error());
        const auto language = view.house().language.starts_with("de") ? "de" : "en";
        if (noServiceMailBecause(*contact).empty()) {
            auto mail = letter(m_books, "sage.welcome", language, letterValues(m_books, language, contact->name, business), *contact);
            if (!mail)
                return tl::make_unexpected(mail.error());
            plan.effects.push_back(std::move(*mail));
        }
        plan.messages.push_back({"grace-fields", "event_result.new_member", {{"member", *made}, {"contact", contact->id}}, false, "normal", {}});
        plan.evidence.push_back({"joined through " + event.source, event.id});
        plan.summary = (contact->name.empty() ? contact->email : contact->name) + " is a member now.";
        return plan;
    }

    // ---- activity and score ----
    [[nodiscard]] static Engagement engagement(const RecordView &member_, const View &view)
    {
        return engagementOf(engagementFacts(member_, view.activity(member_.id, periodBegin(view.now())), view.now()));
    }

    /// The score where it stands: member and contact.
    static bool writeScore(Plan &plan, const RecordView &member_, const Engagement &found, const View &view)
    {
        if (member(member_.fields, "Engagement Score").is_number() && fieldNumber(member_.fields, "Engagement Score") == found.score)
            return false;
        plan.records.push_back({std::string(Members), member_.id, {{"Engagement Score", found.score}}, false});
        for (const auto &id : fieldList(member_.fields, "Contact Profile"))
            if (view.record(Contacts, id))
                plan.records.push_back({std::string(Contacts), id, {{"Engagement Score", found.score}}, false});
        return true;
    }

    static std::string emailIn(const Json &data)
    {
        for (const auto *path : {"member_email", "email", "member.email", "actor.email", "attendee_email", "contact.email"})
            if (const auto &value = at(data, path); value.is_string() && !value.get_ref<const std::string &>().empty())
                return fold(value.get<std::string>());
        return {};
    }

    Result<Plan> unknownMember(const Event &event, const std::string &email, const View &view) const
    {
        Plan plan;
        plan.rule = "sage.unknown_member";
        auto task = taskFor(m_books, view, "data_check", {{"what", email.empty() ? "activity without a member" : "the activity of " + email}, {"why", "It came through " + event.source + ", and no member has this address."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "unknown_member";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({email.empty() ? "no address" : email, event.id});
        plan.summary = "Activity of somebody who is no member: a person looks.";
        return plan;
    }

    Result<Plan> activity(const Event &event, const View &view) const
    {
        const auto email = emailIn(event.data);
        auto member_ = memberByEmail(view, email);
        if (!member_)
            if (const auto id = text(event.data, "member"); !id.empty())
                member_ = view.record(Members, id);
        if (!member_)
            return unknownMember(event, email, view);
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
                write.fields["Events Attended"] = attended + (attended.empty() ? "" : "\n") + day(when) + " " + name;
        }
        plan.records.push_back(std::move(write));
        for (const auto &id : fieldList(member_->fields, "Contact Profile"))
            if (view.record(Contacts, id))
                plan.records.push_back({std::string(Contacts), id, {{"Engagement Score", found.score}}, false});
        plan.evidence.push_back({kind + ", score " + numberText(found.score), member_->id});
        plan.summary = fieldText(member_->fields, "Member Name") + ": " + kind + ", engagement " + numberText(found.score) + ".";
        return plan;
    }

    Result<Plan> score(const Command &command, const View &view) const
    {
        const auto member_ = askedMember(command, view);
        if (!member_)
            return fail(Errc::BadInput, "the member does not exist", "sage.score: input.member", "give the record id of a member or of a contact who is one");
        const auto found = engagement(*member_, view);
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

    static std::optional<RecordView> askedMember(const Command &command, const View &view)
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

    // ---- silence ----
    Result<TaskWish> silenceTask(const std::string &name, const std::string &contact, Timestamp last, const View &view) const
    {
        auto task = taskFor(m_books, view, "re_engage", {{"name", name}, {"why", "Silent since " + day(last) + "."}}, contact);
        if (task)
            task->keyPart = "silent:" + contact + ":" + day(last);
        return task;
    }

    Result<Plan> reEngage(const Command &command, const View &view) const
    {
        const auto member_ = askedMember(command, view);
        auto contact = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
        if (!contact && member_)
            for (const auto &id : fieldList(member_->fields, "Contact Profile"))
                if (!contact)
                    contact = contactById(view, id);
        if (!contact)
            return fail(Errc::BadInput, "neither member nor contact exists", "sage.re_engage: input", "give the record id of one of them");
        const auto language = languageOf(m_books, view, command.input);
        const auto last = member_ ? std::optional(lastActive(*member_)) : [&]() -> std::optional<Timestamp> {
            const auto at = parseRfc3339(fieldText(contact->fields, "Last Interaction"));
            return at ? std::optional(*at) : std::nullopt;
        }();
        auto plan = letterPlan(m_books, *contact, "sage.re_engage", language, letterValues(m_books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity)),
                               noMarketingMailBecause(*contact), "Sage");
        if (!plan)
            return plan;
        plan->rule = "sage.re_engage";
        plan->output["task"] = "";
        plan->output["silentDays"] = last ? (floor<days>(view.now()) - floor<days>(*last)).count() : -1;
        if (contact->status != "Do Not Contact") {
            auto task = silenceTask(contact->name, contact->id, last.value_or(view.now()), view);
            if (!task)
                return tl::make_unexpected(task.error());
            plan->output["task"] = task->title;
            plan->tasks.push_back(std::move(*task));
        }
        return plan;
    }

    /// The silence that a task was already made for: kept beside the platforms' ids.
    static std::string askedAfter(const RecordView &member_)
    {
        return text(member(fieldObject(member_.fields, "Platform IDs"), "console"), "silence");
    }

    Result<Plan> inactivity(const Command &command, const View &view) const
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
            if (plan.records.size() + plan.tasks.size() >= static_cast<std::size_t>(SliceChanges))
                break;
            after = member_.id;
            const auto owners = fieldList(member_.fields, "Business Entity");
            if (fieldText(member_.fields, "Membership Status") != "Active" || (!entity.empty() && std::find(owners.begin(), owners.end(), entity) == owners.end()))
                continue;
            count("checked");
            if (writeScore(plan, member_, engagement(member_, view), view))
                count("scored");
            const auto last = lastActive(member_);
            if (view.now() - last < days(length))
                continue;
            count("silent");
            const auto profiles = fieldList(member_.fields, "Contact Profile");
            const auto contact = contactById(view, profiles.empty() ? std::string() : profiles.front());
            if (askedAfter(member_) == day(last) || (contact && contact->status == "Do Not Contact"))
                continue;
            auto task = silenceTask(fieldText(member_.fields, "Member Name"), contact ? contact->id : std::string(), last, view);
            if (!task)
                return tl::make_unexpected(task.error());
            task->keyPart = "silent:" + member_.id + ":" + day(last);
            plan.tasks.push_back(std::move(*task));
            auto ids = fieldObject(member_.fields, "Platform IDs");
            ids["console"]["silence"] = day(last);
            plan.records.push_back({std::string(Members), member_.id, {{"Platform IDs", ids}}, false});
            plan.evidence.push_back({"silent since " + day(last), member_.id});
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

    // ---- letters and weight ----
    Result<Plan> aboutLetter(const Command &command, const View &view) const
    {
        const auto contact = contactOfCommand(command, view, "sage");
        if (!contact)
            return tl::make_unexpected(contact.error());
        const auto about = text(command.input, "about");
        if (about.empty() && command.name == "ask_feedback")
            return fail(Errc::BadInput, "nothing to ask about", "sage.ask_feedback: input.about", "name it in a few words");
        const auto language = languageOf(m_books, view, command.input);
        auto values = letterValues(m_books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity));
        addMatter(values, m_books, language, about);
        return letterPlan(m_books, *contact, "sage." + command.name, language, values, noServiceMailBecause(*contact), "Sage");
    }

    [[nodiscard]] Decision read(const std::string &words, const std::optional<Contact> &contact, const std::string &entity, const View &view) const
    {
        Request request;
        request.text = words;
        return m_router.route(request, routingFacts(view, contact, entity, words));
    }

    Result<Plan> impact(const Command &command, const View &view) const
    {
        const auto words = text(command.input, "text");
        if (words.find_first_not_of(" \t\r\n") == std::string::npos)
            return fail(Errc::BadInput, "no words to weigh", "sage.impact: input.text", "give the client's own words");
        const auto contact = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
        const auto entity = command.entity.empty() && contact ? contact->entity : command.entity;
        const auto decision = read(words, contact, entity, view);
        const auto business = businessOf(view, entity);
        const auto member_ = contact ? memberOf(view, *contact) : std::nullopt;
        const auto open = contact ? view.openMatters(contact->id) : 0;
        const auto found = impactOf(decision.sentiment, decision.vip, contact ? contact->lifetimeValue : 0, business.highValueMark, open);
        auto evidence = Json::array();
        Plan plan;
        plan.rule = "sage.impact";
        for (const auto &feature : decision.features)
            if (!feature.negated && (feature.name == "negative" || feature.name == "strong_negative" || feature.name == "failure" || feature.name == "complaint" || feature.name == "worry")) {
                evidence.push_back(feature.text);
                plan.evidence.push_back({feature.text, "text:" + std::to_string(feature.begin) + "-" + std::to_string(feature.end)});
            }
        plan.output = {{"impact", found.level}, {"sentiment", decision.sentiment}, {"points", found.points}, {"lifetimeValue", contact ? contact->lifetimeValue : 0.0},
                       {"member", member_ ? member_->id : ""}, {"openMatters", open}, {"why", found.why}, {"evidence", evidence}};
        plan.summary = "The impact is " + found.level + " (" + std::to_string(found.points) + " of 10), the words are " + decision.sentiment + ".";
        return plan;
    }

    // ---- distribution ----
    Result<Plan> distribute(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto words = text(in, "text");
        const auto &channels = member(in, "channels");
        if (words.empty() || !channels.is_array() || channels.empty())
            return fail(Errc::BadInput, "no text or no channels", "sage.distribute: input", "give both");
        const auto title = text(in, "title", text(in, "content", aboutOf(words)));
        const auto why = noDistributionBecause(text(in, "stage", "draft"), isOperator(view, text(in, "approvedBy")));
        Plan plan;
        plan.rule = "sage.distribute";
        auto states = Json::array();
        auto failed = Json::array();
        int done = 0;
        std::vector<std::string> seen;
        for (const auto &name : channels) {
            const auto wanted = scalarText(name);
            const auto *channel = m_books.content.channel(wanted);
            auto reason = why;
            if (reason.empty() && !channel)
                reason = "no channel is called so";
            else if (reason.empty() && channel->key == "Email")
                reason = "mail to many goes through liora.send_newsletter";
            else if (reason.empty() && std::find(seen.begin(), seen.end(), channel->key) != seen.end())
                reason = "it is named twice";
            if (!reason.empty()) {
                failed.push_back(wanted);
                states.push_back({{"channel", channel ? channel->key : wanted}, {"state", "failed"}, {"text", ""}, {"why", reason}});
                continue;
            }
            seen.push_back(channel->key);
            const auto variant = fitted(words, text(in, "link"), channel->characters);
            auto task = taskFor(m_books, view, "post_content", {{"what", title}, {"channel", channel->key}, {"text", variant.text}}, {});
            if (!task)
                return tl::make_unexpected(task.error());
            task->keyPart = "post:" + channel->key;
            plan.tasks.push_back(std::move(*task));
            states.push_back({{"channel", channel->key}, {"state", "drafted"}, {"text", variant.text}, {"why", ""}});
            plan.evidence.push_back({channel->key + ": " + std::to_string(variant.length) + " characters" + (variant.cut ? ", cut" : ""), {}});
            ++done;
        }
        plan.output = {{"channels", states}, {"distributed", done}, {"failed", failed}, {"allowed", why.empty()}, {"why", why}};
        if (!why.empty())
            plan.evidence.push_back({why, command.workflow});
        plan.summary = why.empty() ? title + ": " + std::to_string(done) + (done == 1 ? " post is" : " posts are") + " ready to go out." : title + " is not distributed: " + why + ".";
        return plan;
    }

    // ---- events ----
    /// A colleague changed a contact: the member follows; who became an Active Client becomes a member.
    Result<Plan> contactChanged(const Event &event, const View &view) const
    {
        const auto contact = contactById(view, text(event.data, "record"));
        if (!contact)
            return noted(event);
        const auto member_ = memberOf(view, *contact);
        Plan plan;
        plan.rule = "sage.contact_changed";
        if (!member_) {
            if (contact->status != "Active Client" || text(event.data, "status") != contact->status || text(event.data, "status_before") == contact->status)
                return noted(event);
            if (const auto made = join(plan, *contact, {}, view, contact->entity); !made)
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
            return noted(event);
        plan.evidence.push_back({dump(fields), contact->id});
        plan.records.push_back({std::string(Members), member_->id, std::move(fields), false});
        plan.summary = contact->name + ": the member record follows the contact.";
        return plan;
    }

    Result<Plan> milestone(const Event &event, const View &view) const
    {
        const auto email = emailIn(event.data);
        const auto member_ = memberByEmail(view, email);
        if (!member_)
            return unknownMember(event, email, view);
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
            fields["Notes"] = notes + (notes.empty() ? "" : "\n") + day(view.now()) + " " + what;
        }
        if (fields.empty())
            return fail(Errc::BadInput, "a milestone without a name", "member_milestone: milestone", "name it, or give a badge");
        plan.records.push_back({std::string(Members), member_->id, std::move(fields), false});
        plan.evidence.push_back({what.empty() ? "badge" : what, member_->id});
        plan.summary = fieldText(member_->fields, "Member Name") + " reached " + (what.empty() ? "a badge" : what) + ".";
        return plan;
    }

    Result<Plan> question(const Event &event, const View &view) const
    {
        const auto words = text(event.data, "question", text(event.data, "text", event.text));
        if (words.empty())
            return fail(Errc::BadInput, "a question without words", "community_question: question", "give it");
        const auto contact = contactByEmail(view, emailIn(event.data));
        auto task = taskFor(m_books, view, "customer_request", {{"name", contact ? contact->name : "a member"}, {"what", aboutOf(words)}, {"why", "Asked in the community: " + words}}, contact ? contact->id : std::string());
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "question";
        Plan plan;
        plan.rule = "sage.question";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({aboutOf(words), event.id});
        plan.summary = "A question of the community waits for an answer: " + aboutOf(words);
        return plan;
    }

    Result<Plan> feedback(const Event &event, const View &view) const
    {
        const auto &inner = member(event.data, "feedback");
        const auto &data = inner.is_object() ? inner : event.data;
        auto words = text(data, "feedback_text", text(data, "text", event.text));
        const auto &told = member(data, "rating");
        const auto isRated = told.is_number();
        const auto rating = isRated ? told.get<double>() : 0.0;
        const auto given = number(data, "scale", number(data, "rating_scale", 5));
        const auto scale = given > 0 ? given : 5.0;
        const auto rated = isRated ? numberText(rating) + " of " + numberText(scale) : std::string();
        if (words.empty() && !isRated)
            return fail(Errc::BadInput, "feedback without words and rating", "feedback: feedback_text", "give one of them");
        auto email = emailIn(event.data);
        if (email.empty())
            email = emailIn(data);
        const auto contact = contactByEmail(view, email);
        const auto entity = event.entity.empty() && contact ? contact->entity : event.entity;
        const auto sentiment = sentimentOf(data, words, isRated ? std::optional(rating * 5 / scale) : std::nullopt, contact, entity, view);
        const auto isLow = isRated && rating * 5 / scale < GoodRating;
        const auto isNegative = sentiment == "Negative";
        const auto about = words.empty() ? "Rating " + rated : aboutOf(words);

        Plan plan;
        plan.rule = isNegative ? "sage.feedback.negative" : isLow ? "sage.feedback.low" : "sage.feedback";
        const auto id = view.newId("rec");
        static constexpr std::array<std::string_view, 8> Sources{"Typeform", "Email", "Website", "In-person", "Phone", "Social Media", "Review Site", "Other"};
        auto source = optionOf(Sources, event.source == "userfeedback" || event.source == "website-form" ? "Website" : event.source);
        RecordWrite write{"feedback-surveys", id,
                          {{"Title", about}, {"Source", source.empty() ? "Other" : source}, {"Feedback Type", isNegative ? "Complaint" : sentiment == "Positive" ? "Praise" : "General Feedback"},
                           {"Date Received", toRfc3339(event.receivedAt == Timestamp() ? view.now() : event.receivedAt)}, {"Feedback Content", words.empty() ? about : words},
                           {"Sentiment", sentiment}, {"Status", "New"}, {"Response Required", isNegative || isLow}},
                          true};
        if (isRated) {
            write.fields["Rating"] = rating;
            write.fields["Rating Scale"] = scale;
        }
        if (contact)
            write.fields["Contact"] = Json::array({contact->id});
        if (!entity.empty())
            write.fields["Business Entity"] = Json::array({entity});
        if (const auto reference = scalarText(member(data, "id")); !reference.empty())
            write.fields["External Reference ID"] = reference;
        plan.records.push_back(std::move(write));
        plan.evidence.push_back({sentiment + (isRated ? ", " + rated : ""), id});
        const auto name = contact ? contact->name : email.empty() ? "somebody" : email;
        if (contact) {
            Json said{{"feedback", id}, {"comment", words}, {"negative", isNegative}};
            if (isRated)
                said["rating"] = rating * 5 / scale;
            for (const auto &instance : view.openInstances(contact->id))
                if (asksForFeedback(instance.definition))
                    plan.signals.push_back({instance.id, "feedback_received", said});
        }
        if (isLow || isNegative) {
            auto task = taskFor(m_books, view, "negative_feedback", {{"name", name}, {"why", about}}, contact ? contact->id : std::string());
            if (!task)
                return tl::make_unexpected(task.error());
            task->keyPart = "feedback";
            plan.tasks.push_back(std::move(*task));
        }
        if (isNegative) {
            plan.messages.push_back({"grace-fields", "negative_feedback", {{"feedback", id}, {"contact", contact ? contact->id : ""}, {"text", words}, {"entity", entity}}, false, "high", {}});
            EffectWish note;
            note.kind = "slack";
            note.summary = "Negative feedback of " + name;
            note.body = {{"text", "Negative feedback of " + name + ": " + about}};
            note.keyPart = "feedback";
            note.notice = true;
            plan.effects.push_back(std::move(note));
        }
        plan.summary = "Feedback of " + name + ", " + sentiment + (isLow || isNegative ? ": a person reviews it." : ".");
        return plan;
    }

    /// What is told, else what the words say, else what the rating says: 4 of 5 and more is positive, 2 and less negative.
    [[nodiscard]] std::string sentimentOf(const Json &data, const std::string &words, std::optional<double> rating, const std::optional<Contact> &contact, const std::string &entity, const View &view) const
    {
        static constexpr std::array<std::string_view, 4> Options{"Positive", "Neutral", "Negative", "Mixed"};
        if (auto told = optionOf(Options, text(data, "sentiment")); !told.empty())
            return told;
        const auto byRating = !rating ? std::string() : *rating >= GoodRating ? "Positive" : *rating <= 2 ? "Negative" : "Neutral";
        if (words.empty())
            return byRating;
        const auto read_ = read(words, contact, entity, view).sentiment;
        const std::string byWords = read_ == "angry" || read_ == "frustrated" ? "Negative" : read_ == "positive" ? "Positive" : "Neutral";
        if (byWords == "Neutral")
            return byRating.empty() ? byWords : byRating;
        return !byRating.empty() && byRating != "Neutral" && byRating != byWords ? "Mixed" : byWords;
    }

    const Books &m_books;
    const AgentCard &m_card;
    Router m_router;
};

} // namespace

std::unique_ptr<Agent> makeSage(const Books &books)
{
    return std::make_unique<Sage>(books);
}

} // namespace hs::agents
