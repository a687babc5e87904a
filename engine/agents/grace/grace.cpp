#include "engine/agents/grace/grace.h"

#include <algorithm>
#include <array>

#include "engine/agents/grace/response.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

class Grace final : public Agent {
public:
    explicit Grace(const Books &books) : m_books(books), m_card(*books.catalog.find("grace-fields")) {}

    [[nodiscard]] std::string_view key() const override { return "grace-fields"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus" || event.type.starts_with("event_result.") || event.type == "lead_qualified" || event.type == "task_overdue") {
            Plan plan;
            plan.summary = "Grace took note of " + event.type;
            return plan;
        }
        if (event.type.starts_with("workflow_"))
            return workflow(event);
        if (event.text.empty() && text(event.data, "text").empty())
            return unknown(event, view);
        return request(event, view);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "review")
            return review(command, view);
        if (command.name == "escalate")
            return escalate(command, view);
        if (command.name == "acknowledge")
            return acknowledge(command, view);
        if (command.name == "route") {
            auto said = saidBy(command);
            said.request.subject = text(command.input, "subject");
            said.contact = contactById(view, said.contactId);
            if (said.request.text.empty())
                return fail(Errc::BadInput, "no words to route", "grace.route: input.text", "give the request");
            Plan plan;
            plan.output = toJson(decide(m_books, view, said));
            return plan;
        }
        return fail(Errc::NotFound, "grace has no command \"" + command.name + "\"", "grace." + command.name, "use one that her file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "route")
            return tellRoute(rest, talk, view);
        if (word == "escalations")
            return escalations(view);
        if (word == "who handles")
            return whoHandles(rest);
        return understood(m_books, m_card, talk.text);
    }

private:
    Result<Plan> request(const Event &event, const View &view) const
    {
        const auto &data = event.data;
        Said said;
        said.request.text = event.text.empty() ? text(data, "text") : event.text;
        said.request.subject = text(data, "subject");
        said.request.channel = text(data, "channel", event.source == "console" || event.source == "api" ? "console" : "form");
        said.request.senderRole = text(data, "sender_role");
        said.request.entity = text(data, "entity");
        said.entity = said.request.entity.empty() && !event.entityUnsure ? event.entity : std::string();
        said.thread = text(data, "thread");
        said.cause = event.id;
        said.opinion = event.opinion;

        Plan plan;
        // "contact" is a record id, an address, or a person as a source maps one.
        const auto &who = member(data, "contact");
        if (who.is_string()) {
            said.contact = who.get_ref<const std::string &>().find('@') == std::string::npos ? contactById(view, who.get<std::string>())
                                                                                              : contactByEmail(view, who.get<std::string>());
            if (!said.contact)
                said.email = who.get_ref<const std::string &>().find('@') == std::string::npos ? std::string() : who.get<std::string>();
        }
        if (said.email.empty())
            said.email = text(data, "from", text(who, "email"));
        said.name = text(who, "full_name", text(data, "name"));
        said.phone = text(who, "phone");
        if (!said.contact)
            said.contact = contactByEmail(view, said.email);
        said.request.sender = said.contact ? said.contact->email : said.email;
        if (said.contact)
            said.contactId = said.contact->id;
        const auto decision = decide(m_books, view, said);
        if (!said.contact && isEmail(said.email)) {
            auto intake = intakeOf(event);
            intake.email = fold(said.email);
            intake.answers = Json::object(); // the words stand in the conversation
            auto change = contactChange(intake, std::nullopt, view, decision.entity.id);
            said.contactId = change.id;
            if (said.name.empty())
                said.name = fieldText(change.write.fields, "Full Name");
            plan.records.push_back(std::move(change.write));
        }
        if (const auto done = respond(m_books, view, said, decision, plan); !done)
            return tl::make_unexpected(done.error());
        plan.output = toJson(decision);
        plan.output["contact"] = said.contactId;
        return plan;
    }

    static Result<Plan> workflow(const Event &event)
    {
        Plan plan;
        plan.rule = "grace.workflow";
        const auto title = text(event.data, "title", text(event.data, "workflow"));
        plan.summary = title.empty() ? "Took note of " + event.type + "." : title + ": " + event.type + ".";
        return plan;
    }

    Result<Plan> unknown(const Event &event, const View &view) const
    {
        Plan plan;
        plan.rule = "grace.unknown";
        auto task = taskFor(m_books, view, "stand_in", {{"what", "the event " + event.type + " of " + event.source}, {"why", "No agent knows this kind of event."}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "unknown";
        plan.tasks.push_back(std::move(*task));
        plan.evidence.push_back({event.type, event.id});
        plan.summary = "The event " + event.type + " is unknown: a person looks at it.";
        return plan;
    }

    static Said saidBy(const Command &command)
    {
        Said said;
        said.request.text = text(command.input, "text");
        said.request.entity = text(command.input, "entity");
        said.entity = command.entity;
        said.contactId = command.contact.empty() ? text(command.input, "contact") : command.contact;
        said.cause = command.taskKey;
        return said;
    }

    Result<Plan> review(const Command &command, const View &view) const
    {
        auto said = saidBy(command);
        said.contact = contactById(view, said.contactId);
        if (!said.contact)
            return fail(Errc::BadInput, "the contact does not exist", "grace.review: input.contact", "give the record id of a contact");
        Plan plan;
        plan.rule = "grace.review";
        auto why = Json::array();
        auto late = Json::array();
        int open = 0;
        for (const auto &task : view.openTasks(1000)) {
            if (task.contact != said.contactId)
                continue;
            ++open;
            if (task.due && *task.due < view.now()) {
                late.push_back(task.title);
                why.push_back("Late: " + task.title + ".");
                plan.evidence.push_back({"late since " + toRfc3339(*task.due), task.id});
            }
        }
        // The running workflow of this very task is no matter of its own.
        int matters = view.openMatters(said.contactId);
        for (const auto &instance : view.openInstances(said.contactId))
            if (instance.id == command.workflow || instance.definition == "order")
                matters = std::max(0, matters - 1);
        if (matters > 0) {
            why.push_back(std::to_string(matters) + (matters == 1 ? " other matter is open." : " other matters are open."));
            plan.evidence.push_back({std::to_string(matters) + " open matters", said.contactId});
        }
        std::string feeling = "neutral";
        if (!said.request.text.empty()) {
            const auto decision = decide(m_books, view, said);
            feeling = decision.sentiment;
            plan.evidence.insert(plan.evidence.end(), decision.evidence.begin(), decision.evidence.end());
            if (feeling != "positive" && feeling != "neutral")
                why.push_back("The last words sound " + feeling + ".");
            if (decision.level == 4)
                why.push_back(decision.ruleText);
        }
        plan.output = {{"satisfied", why.empty()}, {"openMatters", matters}, {"openTasks", open}, {"late", late}, {"why", why}, {"sentiment", feeling}};
        plan.summary = said.contact->name + (why.empty() ? ": every promise is kept." : ": " + std::to_string(why.size()) + " points are open.");
        return plan;
    }

    Result<Plan> escalate(const Command &command, const View &view) const
    {
        auto said = saidBy(command);
        said.contact = contactById(view, said.contactId);
        for (const auto &item : member(command.input, "tried"))
            said.tried.push_back({item.is_string() ? item.get<std::string>() : text(item, "text"), text(item, "ref")});
        auto decision = decide(m_books, view, said);
        static constexpr std::array<std::string_view, 4> Reasons{"legal_compliance", "vip_concern", "complex_dispute", "human_judgement"};
        const auto reason = text(command.input, "reason");
        if (!reason.empty() && std::find(Reasons.begin(), Reasons.end(), reason) == Reasons.end())
            return fail(Errc::BadInput, "not a reason for a case: " + reason, "grace.escalate: input.reason", "use legal_compliance, vip_concern, complex_dispute or human_judgement");
        if (decision.level < 4) { // the caller decided, not a rule
            decision.level = 4;
            decision.reason = "human_judgement";
            decision.rule = text(command.input, "rule", "workflow");
            decision.ruleText = text(command.input, "summary", "The workflow asks for a person.");
        }
        if (!reason.empty())
            decision.reason = reason;
        if (const auto priority = fold(text(command.input, "priority")); !priority.empty())
            decision.priority = priority;
        auto wish = caseFor(m_books, view, said, decision);
        if (!wish)
            return tl::make_unexpected(wish.error());
        wish->workflow = command.workflow;
        if (const auto title = text(command.input, "title"); !title.empty())
            wish->title = title;
        if (const auto summary = text(command.input, "summary"); !summary.empty())
            wish->summary = summary;
        if (const auto recommended = text(command.input, "recommended"); !recommended.empty())
            wish->recommended = recommended;
        Plan plan;
        plan.rule = decision.rule;
        plan.evidence = wish->evidence;
        plan.output = {{"escalated", true}, {"reason", wish->reasonClass}, {"title", wish->title}, {"priority", wish->priority}};
        plan.summary = "A person decides: " + wish->title + ".";
        plan.escalations.push_back(std::move(*wish));
        return plan;
    }

    Result<Plan> acknowledge(const Command &command, const View &view) const
    {
        auto said = saidBy(command);
        said.contact = contactById(view, said.contactId);
        if (!said.contact)
            return fail(Errc::BadInput, "the contact does not exist", "grace.acknowledge: input.contact", "give the record id of a contact");
        Plan plan;
        plan.rule = "grace.acknowledge";
        if (const auto why = noMailBecause(*said.contact); !why.empty()) {
            plan.output = {{"drafted", false}, {"why", why}};
            plan.summary = "Nothing was drafted for " + said.contact->name + ": " + why + ".";
            return plan;
        }
        const auto language = answerLanguage(m_books, view, said.request.text);
        const auto business = businessOf(view, command.entity.empty() ? said.contact->entity : command.entity);
        auto values = letterValues(m_books, language, said.contact->name, business);
        addMatter(values, m_books, language, text(command.input, "about", aboutOf(said.request.text)));
        values["who"] = language == "de" ? "jemand aus unserem Team" : "a member of our team";
        values["time"] = timeText(m_books, business, view.now(), static_cast<int>(std::clamp<std::int64_t>(integer(command.input, "minutes", 120), 1, 10'000)), language);
        auto mail = letter(m_books, "grace.acknowledge", language, values, *said.contact);
        if (!mail)
            return tl::make_unexpected(mail.error());
        plan.output = {{"drafted", true}, {"why", ""}, {"subject", text(mail->body, "subject")}, {"text", text(mail->body, "text")}, {"language", language}};
        plan.effects.push_back(std::move(*mail));
        plan.summary = "Acknowledged to " + said.contact->name + ".";
        return plan;
    }

    Result<Plan> tellRoute(const std::string &words, const Talk &talk, const View &view) const
    {
        const auto who = talk.operatorName.empty() ? std::string() : talk.operatorName + ", ";
        if (words.empty())
            return answered(who + "give me the request, such as: route Please reschedule my massage");
        Said said;
        said.request.text = words;
        said.entity = talk.entity;
        const auto d = decide(m_books, view, said);
        std::string agents;
        for (const auto &key : d.agents)
            if (const auto *card = m_books.catalog.find(key))
                agents += (agents.empty() ? "" : ", ") + card->name;
        auto text = who + (d.level == 4 ? "this goes to a person (" + d.reason + "). " + agents + " would prepare." : "this is in good hands with " + agents + ".");
        text += "\nRule " + d.rule + ": " + d.ruleText;
        for (const auto &e : d.evidence)
            text += "\n  \"" + e.text + "\"";
        text += "\nPriority " + d.priority + ", feeling " + d.sentiment + ", first answer " + (d.firstAnswerMinutes == 0 ? "at once" : "within " + std::to_string(d.firstAnswerMinutes) + " minutes") + (d.personMinutes > 0 ? ", a person within " + std::to_string(d.personMinutes) + " minutes." : ".");
        return answered(std::move(text));
    }

    Result<Plan> escalations(const View &view) const
    {
        constexpr int Most = 20;
        auto open = view.openEscalations(Most);
        if (open.empty())
            return answered("Nobody waits for a decision.");
        std::stable_sort(open.begin(), open.end(), [](const EscalationView &a, const EscalationView &b) {
            return (a.respondDue ? toMillis(*a.respondDue) : INT64_MAX) < (b.respondDue ? toMillis(*b.respondDue) : INT64_MAX);
        });
        const auto business = businessOf(view, {});
        auto text = std::to_string(open.size()) + (open.size() == 1 ? " case is open:" : " cases are open:");
        for (const auto &e : open)
            text += "\n" + (e.number.empty() ? e.id : e.number) + ", " + e.priority + ", " + e.reasonClass + ": " + e.title
                + (e.respondDue ? ". Answer due " + (business.hours ? business.hours->text(*e.respondDue, "en") : toRfc3339(*e.respondDue)) : "") + ", " + e.status + ".";
        return answered(std::move(text));
    }

    Result<Plan> whoHandles(const std::string &topic) const
    {
        if (topic.empty())
            return answered("Give me a topic, such as: who handles invoices");
        Request request;
        request.text = topic;
        RoutingFacts facts;
        const auto d = Router(m_books.lexicon, m_books.rules).route(request, facts);
        if (d.level == 4 && d.rule != "R7")
            return answered("A person handles " + topic + ": " + d.ruleText);
        if (d.categories.empty())
            return answered("No agent has \"" + topic + "\" among its words. Atlas takes open questions.");
        std::string text;
        for (const auto &key : d.categories)
            if (const auto *category = m_books.rules.category(key))
                if (const auto *card = m_books.catalog.find(category->primary))
                    text += (text.empty() ? "" : "\n") + category->title + ": " + card->name + (card->duty ? "." : ", who has no duty yet: it becomes a task for a person.");
        return answered(std::move(text));
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeGrace(const Books &books)
{
    return std::make_unique<Grace>(books);
}

} // namespace hs::agents
