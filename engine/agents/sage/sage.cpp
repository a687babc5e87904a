#include "engine/agents/sage/sage.h"

#include <algorithm>

#include "engine/agents/elan/content.h"
#include "engine/agents/letters.h"
#include "engine/agents/sage/activity.h"
#include "engine/agents/sage/feedback.h"
#include "engine/agents/sage/members.h"
#include "engine/agents/sage/referrals.h"

namespace hs::agents {

namespace {

class Sage final : public Agent {
public:
    explicit Sage(const Books &books) : m_books(books), m_card(*books.catalog.find("sage")) {}

    [[nodiscard]] std::string_view key() const override { return "sage"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus" && event.type == "contact_update")
            return memberFollows(m_books, event, view);
        if (event.source == "bus" && event.type == "client_referred")
            return countReferral(m_books, event, view);
        if (event.source == "bus" && event.type == "client_won")
            return rewardReferral(m_books, event, view);
        if (event.source == "bus")
            return sageNoted(event);
        if (event.type == "new_member")
            return newMember(m_books, event, view);
        if (event.type == "member_activity" || event.type == "member_engagement" || event.type == "forum_post" || event.type == "community_event")
            return onActivity(m_books, event, view);
        if (event.type == "member_milestone")
            return milestone(m_books, event, view);
        if (event.type == "community_question")
            return question(event, view);
        if (event.type == "feedback")
            return onFeedback(m_books, event, view);
        return sageNoted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "onboard")
            return onboard(m_books, command, view);
        if (command.name == "score")
            return scoreMember(command, view);
        if (command.name == "distribute")
            return distribute(command, view);
        if (command.name == "ask_feedback" || command.name == "follow_up")
            return aboutLetter(command, view);
        if (command.name == "re_engage")
            return reEngage(m_books, command, view);
        if (command.name == "inactivity")
            return inactivity(m_books, command, view);
        if (command.name == "impact")
            return weighImpact(m_books, command, view);
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
                return answered(name + ": " + fieldText(member_->fields, "Membership Level") + ", " + fieldText(member_->fields, "Membership Status") + ", last seen " + dayText(lastActive(*member_)) + ".");
            const auto found = engagementNow(*member_, view);
            std::string words = name + ": " + numberText(found.score) + " of 100 in the last " + std::to_string(found.days) + " days.";
            for (const auto &p : found.points)
                words += "\n" + p.rule + ": " + numberText(p.points);
            return answered(words);
        }
        return understood(m_books, m_card, talk.text);
    }

private:
    // ---- letters ----
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

    // ---- questions ----
    Result<Plan> question(const Event &event, const View &view) const
    {
        const auto words = text(event.data, "question", text(event.data, "text", event.text));
        if (words.empty())
            return fail(Errc::BadInput, "a question without words", "community_question: question", "give it");
        const auto contact = contactByEmail(view, emailIn(event.data));
        if (m_books.kinds.worksWith(businessOf(view, event.entity).type, "knowledge-support")) {
            Plan asked;
            asked.rule = "sage.question";
            asked.evidence.push_back({aboutOf(words), event.id});
            asked.summary = "A question of the community is looked up: " + aboutOf(words);
            asked.output = {{"question", referenceOf(event.id)}, {"text", words}, {"about", aboutOf(words)}, {"title", aboutOf(words)},
                            {"contact", contact ? contact->id : ""}, {"name", contact ? contact->name : ""}, {"email", contact ? contact->email : ""}};
            return asked;
        }
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

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeSage(const Books &books)
{
    return std::make_unique<Sage>(books);
}

} // namespace hs::agents
