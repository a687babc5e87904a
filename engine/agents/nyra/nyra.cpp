#include "engine/agents/nyra/nyra.h"

#include <algorithm>

#include "engine/agents/grace/response.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/nyra/scoring.h"
#include "engine/agents/sequences.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

Json pointsJson(const std::vector<Points> &general, const std::vector<Points> &business)
{
    auto out = Json::array();
    for (const auto *list : {&general, &business})
        for (const auto &p : *list)
            out.push_back({{"rule", p.rule}, {"points", p.points}, {"evidence", p.evidence}, {"score", list == &general ? "general" : "business"}});
    return out;
}

/// Definitions that write to a client of their own accord, and stop when the client wants no more of it.
bool keepsInTouch(std::string_view definition)
{
    return definition == "lead-to-client" || definition == "nurture-sequence" || definition == "client-retention";
}

void end(Plan &plan, std::vector<WorkflowSignal> signals)
{
    plan.signals.insert(plan.signals.end(), std::make_move_iterator(signals.begin()), std::make_move_iterator(signals.end()));
}

class Nyra final : public Agent {
public:
    explicit Nyra(const Books &books) : m_books(books), m_card(*books.catalog.find("nyra")) {}

    [[nodiscard]] std::string_view key() const override { return "nyra"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus" && event.type == "contact_update")
            return changedByHand(event, view);
        if (event.source == "bus" && event.type == "client_won")
            return becameClient(event, view);
        if (event.source == "bus") {
            Plan plan;
            plan.summary = "Nyra took note of " + event.type;
            return plan;
        }
        const auto intake = intakeOf(event);
        if (!isEmail(intake.email))
            return withoutEmail(event, intake, view);
        const auto known = contactByEmail(view, intake.email);
        const auto business = businessOf(view, event.entity);
        if (event.type == "newsletter_unsubscribed" || intake.unsubscribed)
            return unsubscribe(event, intake, known, view, business.id);
        const auto update = event.type == "contact_update" || event.type == "customer_updated" || event.type == "customer_data_update" || event.type == "customer_created"
            || event.type == "lead_enrichment" || event.type == "newsletter_subscribed";
        return update ? store(intake, known, view, business.id) : takeIn(event, intake, known, view, business.id);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "qualify")
            return qualify(command, view);
        if (command.name == "first_answer" || command.name == "draft_reply")
            return write(command, view);
        if (command.name == "sequence")
            return sequence(command, view);
        return fail(Errc::NotFound, "nyra has no command \"" + command.name + "\"", "nyra." + command.name, "use one that her file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "score")
            return tellScore(rest, view);
        if (word == "find")
            return find(rest, view);
        return understood(m_books, m_card, talk.text);
    }

private:
    /// A colleague changed a contact by hand: what follows from its new status.
    Result<Plan> changedByHand(const Event &event, const View &view) const
    {
        Plan plan;
        const auto id = text(event.data, "record");
        const auto contact = contactById(view, id);
        if (!contact) {
            plan.summary = "The contact that was changed is gone: noted.";
            return plan;
        }
        plan.rule = "nyra.contact_changed";
        plan.evidence.push_back({"changed by " + text(event.data, "by"), contact->id});
        plan.summary = "Noted what " + text(event.data, "by") + " changed at " + contact->name + ".";
        // What the colleague did then counts, and only while it still stands: a later change brings its own message.
        if (const auto given = text(event.data, "status"); given == text(event.data, "status_before") || given != contact->status)
            return plan;
        if (contact->status == "Do Not Contact") {
            for (const auto &instance : view.openInstances(contact->id))
                if (keepsInTouch(instance.definition))
                    plan.signals.push_back({instance.id, "opted_out", {{"source", "console"}}});
            plan.summary = contact->name + " is not contacted any more; what ran for them ends.";
        } else if (contact->status == "Qualified Lead") {
            auto task = taskFor(m_books, view, "sales_follow_up", {{"name", contact->name}, {"score", numberText(fieldNumber(contact->fields, "Lead Score"))}}, contact->id);
            if (!task)
                return tl::make_unexpected(task.error());
            task->keyPart = "sales_follow_up";
            plan.tasks.push_back(std::move(*task));
            plan.summary = contact->name + " is a Qualified Lead: an offer is planned.";
        }
        end(plan, sequencesOver(m_books, view, contact->id, contact->status));
        return plan;
    }

    /// A workflow brought somebody to the end of the way: they are a client from now on.
    Result<Plan> becameClient(const Event &event, const View &view) const
    {
        Plan plan;
        const auto contact = contactById(view, text(event.data, "contact"));
        if (contact) // whoever noted it: what was to win them is over
            end(plan, sequencesOver(m_books, view, contact->id, "Active Client"));
        if (!contact || (contact->status != "Active Lead" && contact->status != "Qualified Lead" && contact->status != "Former Client" && !contact->status.empty())) {
            plan.summary = "Nyra took note of " + event.type;
            return plan;
        }
        plan.rule = "nyra.client_won";
        RecordWrite write{std::string(Contacts), contact->id, {{"Status", "Active Client"}}, false};
        if (contact->type == "Lead" || contact->type.empty())
            write.fields["Contact Type"] = "Client";
        plan.records.push_back(std::move(write));
        plan.evidence.push_back({"through " + text(event.data, "through", "a workflow"), contact->id});
        plan.summary = contact->name + " is an Active Client now.";
        return plan;
    }

    Result<Plan> withoutEmail(const Event &event, const Intake &intake, const View &view) const
    {
        Plan plan;
        plan.rule = "nyra.intake.no_email";
        auto what = aboutOf(intake.text, 200);
        if (what.empty())
            what = intake.name.empty() ? "nothing readable" : intake.name;
        if (!intake.email.empty())
            what += " (address given: " + intake.email + ")";
        auto task = taskFor(m_books, view, "lead_review", {{"source", event.source}, {"what", what}}, {});
        if (!task)
            return tl::make_unexpected(task.error());
        plan.tasks.push_back(std::move(*task));
        if (!intake.text.empty())
            plan.posts.push_back({.title = intake.name.empty() ? "Unknown sender" : intake.name, .channel = "form", .entity = event.entity,
                                  .kind = "client", .author = intake.name.empty() ? "Unknown sender" : intake.name, .text = intake.text});
        plan.evidence.push_back({intake.email.empty() ? "no e-mail address" : intake.email, event.id});
        plan.summary = "An inquiry without a usable e-mail address waits for a person.";
        return plan;
    }

    Result<Plan> store(const Intake &intake, const std::optional<Contact> &known, const View &view, const std::string &entity) const
    {
        Plan plan;
        plan.rule = "nyra.intake.update";
        auto change = contactChange(intake, known, view, entity);
        plan.records.push_back(std::move(change.write));
        plan.evidence.push_back({intake.email, change.id});
        plan.summary = (change.created ? "Stored the new contact " : "Updated the contact ") + (intake.name.empty() ? intake.email : intake.name) + ".";
        plan.output = {{"contact", change.id}, {"created", change.created}};
        return plan;
    }

    Result<Plan> unsubscribe(const Event &event, Intake intake, const std::optional<Contact> &known, const View &view, const std::string &entity) const
    {
        Plan plan;
        plan.rule = "nyra.opt_out";
        intake.unsubscribed = true;
        auto change = contactChange(intake, known, view, entity);
        for (const auto &instance : view.openInstances(change.id))
            if (keepsInTouch(instance.definition))
                plan.signals.push_back({instance.id, "opted_out", {{"source", event.source}}});
        plan.records.push_back(std::move(change.write));
        plan.evidence.push_back({"unsubscribed", event.id});
        plan.summary = intake.email + " gets no more mail from sequences.";
        return plan;
    }

    Result<Plan> takeIn(const Event &event, const Intake &intake, const std::optional<Contact> &known, const View &view, const std::string &entity) const
    {
        Plan plan;
        const auto duplicate = known && isDuplicate(intake, *known, view.now(), view.house().duplicateWindow);
        auto change = contactChange(intake, known, view, entity);
        const auto name = !intake.name.empty() ? intake.name : known ? known->name : intake.email;
        const auto words = intake.text.empty() ? intake.interest : intake.text;
        plan.evidence.push_back({"fingerprint " + fingerprintOf(intake).substr(0, 16), event.id});
        if (duplicate) {
            plan.rule = "nyra.intake.duplicate";
            plan.records.push_back(std::move(change.write));
            for (const auto &instance : view.openInstances(change.id))
                plan.evidence.push_back({"running instance of " + instance.definition, instance.id});
            plan.posts.push_back({.contact = change.id, .title = name, .channel = "form", .entity = entity, .kind = "note", .author = "nyra",
                                  .text = name + " sent the same again through " + event.source + " within 24 hours" + (words.empty() ? "." : ": " + words)});
            plan.summary = name + " wrote again through " + event.source + " within 24 hours: noted, nothing started.";
            plan.output = {{"contact", change.id}, {"duplicate", true}};
            return plan;
        }
        auto priority = std::string("Medium");
        auto isLarge = false;
        if (!words.empty()) {
            Said said;
            said.request.text = words;
            said.request.channel = "form";
            said.request.sender = intake.email;
            said.contact = known;
            said.contactId = change.id;
            said.name = name;
            said.email = intake.email;
            said.phone = intake.phone;
            said.cause = event.id;
            said.entity = entity;
            const auto decision = decide(m_books, view, said);
            constexpr std::size_t Sentence = 4; // fewer words are an answer to a question of the form, in no language
            const auto tooShort = decision.rule == "R7" && tokenize(words).size() < Sentence;
            if ((decision.level == 4 && !tooShort) || decision.pattern == "service_recovery") {
                // No inquiry for the sales desk: Grace's rules take it, and nothing else writes to the person.
                plan.records.push_back(std::move(change.write));
                if (const auto done = respond(m_books, view, said, decision, plan); !done)
                    return tl::make_unexpected(done.error());
                plan.messages.push_back({"grace-fields", "event_routing", {{"contact", change.id}, {"rule", decision.rule}, {"level", decision.level}}, false, "high", {}});
                plan.output = {{"contact", change.id}, {"duplicate", false}, {"created", change.created}, {"level", decision.level}, {"rule", decision.rule}};
                return plan;
            }
            isLarge = decision.pattern == "high_value_onboarding";
            if (isLarge || decision.priority == "high")
                priority = "High";
            if (decision.priority == "urgent")
                priority = "Urgent";
        }
        plan.rule = "nyra.intake";
        if (!words.empty())
            plan.posts.push_back({.contact = change.id, .title = name, .channel = "form", .entity = entity, .kind = "client", .author = name, .text = words});
        WorkflowStart start;
        start.definition = "lead-to-client";
        start.key = change.id;
        start.contact = change.id;
        start.entity = entity;
        start.title = name;
        start.priority = priority;
        start.eventIfOpen = "engaged";
        start.input = {{"contact", change.id}, {"name", name}, {"email", intake.email}, {"phone", intake.phone}, {"source", intake.source},
                       {"text", words}, {"about", aboutOf(words)}, {"answers", intake.answers}, {"entity", entity},
                       {"duplicate", false}, {"event", event.id}, {"language", answerLanguage(m_books, view, words)}};
        if (const auto *kind = m_books.kinds.of(businessOf(view, entity).type))
            start.input.update({{"answerHours", kind->answerHours}, {"followUpDays", kind->followUpDays}, {"machines", kind->machines}});
        // What belongs to the way they came by: the sequence for guests of an event, or for who was recommended.
        const auto referrer = referrerOf(event, intake, change.id, view);
        const auto recommended = referrer || (change.created && fieldText(change.write.fields, "Lead Source") == "Referral");
        if (recommended)
            start.input["follows"] = "referral";
        else if (event.type == "generic_event_registration" || event.source == "event-registration")
            start.input["follows"] = "event_lead";
        if (referrer) {
            start.input["referrer"] = referrer->id;
            plan.evidence.push_back({"recommended by " + referrer->name, referrer->id});
            if (change.created)
                change.write.fields["Lead Source"] = "Referral";
        }
        if (isLarge)
            start.input["pattern"] = "high_value_onboarding";
        plan.starts.push_back(std::move(start));
        plan.records.push_back(std::move(change.write));
        plan.messages.push_back({"ruvo", "event_result." + event.type, {{"contact", change.id}, {"name", name}, {"source", intake.source}, {"created", change.created}}, false, "normal", {}});
        plan.summary = (change.created ? "Took in " : "Welcomed back ") + name + " through " + event.source + ".";
        plan.output = {{"contact", change.id}, {"duplicate", false}, {"created", change.created}};
        return plan;
    }

    /// The steps by which the studio keeps in touch: those asked for, else those of the business and the person.
    Result<Plan> sequence(const Command &command, const View &view) const
    {
        const auto id = command.contact.empty() ? text(command.input, "contact") : command.contact;
        const auto contact = contactById(view, id);
        const auto entity = text(command.input, "entity", command.entity);
        const auto *kind = m_books.kinds.of(businessOf(view, entity.empty() && contact ? contact->entity : entity).type);
        const auto key = text(command.input, "key");
        const auto *wanted = key.empty() ? &m_books.kinds.inquiry(kind, contact ? contact->profile : std::vector<std::string>()) : m_books.kinds.sequence(key);
        if (!wanted)
            return fail(Errc::BadInput, "there is no sequence \"" + key + "\"", "nyra.sequence: input.key", "name one of resources/routing/kinds.json, or none");
        Plan plan;
        plan.rule = "nyra.sequence";
        if (contact)
            plan.evidence.push_back({kind ? kind->title : std::string("a business of no kind"), contact->id});
        plan.output = {{"key", wanted->key}, {"title", wanted->title}, {"steps", wanted->steps}};
        plan.summary = (contact ? contact->name : std::string("A contact")) + ": " + wanted->title + ", " + std::to_string(wanted->steps.size()) + " steps.";
        return plan;
    }

    struct Scored {
        Contact contact;
        GeneralScore general;
        BusinessScore business;
    };
    Scored scored(const Contact &contact, const Json &answers, const std::string &words, const View &view, const std::string &entity) const
    {
        const auto business = businessOf(view, entity.empty() ? contact.entity : entity);
        auto general = generalScore(m_books.lexicon, words, contact.email, contact.phone, contact.company);
        auto score = businessScore(business.type, businessFacts(contact, answers, words), general.score);
        return {contact, std::move(general), std::move(score)};
    }

    Result<Plan> qualify(const Command &command, const View &view) const
    {
        const auto id = command.contact.empty() ? text(command.input, "contact") : command.contact;
        if (id.empty())
            return fail(Errc::BadInput, "no contact", "nyra.qualify: input.contact", "give the record id of a contact");
        const auto contact = contactById(view, id);
        Plan plan;
        if (!contact || !isEmail(contact->email)) {
            plan.rule = "nyra.qualify.invalid";
            plan.summary = contact ? "The e-mail address of " + contact->name + " cannot be right." : "The contact does not exist.";
            plan.output = {{"valid", false}, {"duplicate", false}, {"score", 0}, {"general", 0}, {"grade", "Very Low"}, {"path", "low"}, {"contact", id},
                           {"answerWithinHours", 0}, {"checkAfterDays", 0}, {"points", Json::array()}};
            return plan;
        }
        auto answers = member(command.input, "answers");
        if (!answers.is_object())
            answers = Json::object();
        if (const auto &byHand = member(command.input, "by_hand"); byHand.is_object())
            answers["by_hand"] = byHand;
        const auto s = scored(*contact, answers, text(command.input, "text"), view, command.entity);
        const auto follow = followUpOf(s.general.grade, s.business.path);
        const auto duplicate = boolean(command.input, "duplicate");
        plan.rule = "nyra.score";
        for (const auto &p : s.business.points)
            plan.evidence.push_back({p.rule + " " + (p.points >= 0 ? "+" : "") + numberText(p.points), contact->id});
        for (const auto &p : s.general.points)
            plan.evidence.push_back({p.rule + " +" + numberText(p.points) + (p.evidence.empty() ? "" : " (" + p.evidence + ")"), contact->id});
        if (!duplicate) {
            RecordWrite write{std::string(Contacts), contact->id, {{"Lead Score", s.business.score}}, false};
            if (s.business.score >= 75 && contact->status == "Active Lead") {
                write.fields["Status"] = "Qualified Lead";
                end(plan, sequencesOver(m_books, view, contact->id, "Qualified Lead"));
            }
            plan.records.push_back(std::move(write));
            const Json payload{{"contact", contact->id}, {"name", contact->name}, {"score", s.business.score}, {"grade", s.general.grade}, {"path", s.business.path}};
            if (s.business.score >= 40)
                plan.messages.push_back({"ruvo", "lead_qualified", payload, false, s.business.path == "priority" ? "high" : "normal", {}});
            if (follow.tellOthers)
                for (const auto *other : {"grace-fields", "liora"})
                    plan.messages.push_back({other, "lead_qualified", payload, false, "normal", {}});
        }
        plan.summary = contact->name + ": " + numberText(s.business.score) + " of 100 (" + s.business.path + "), general " + std::to_string(s.general.score) + " of 12, " + s.general.grade + ".";
        plan.output = {{"valid", true}, {"duplicate", duplicate}, {"score", s.business.score}, {"general", s.general.score}, {"grade", s.general.grade},
                       {"path", s.business.path}, {"table", s.business.table}, {"answerWithinHours", follow.answerHours}, {"checkAfterDays", follow.checkDays},
                       {"points", pointsJson(s.general.points, s.business.points)}, {"contact", contact->id}, {"name", contact->name}, {"email", contact->email}};
        return plan;
    }

    Result<Plan> write(const Command &command, const View &view) const
    {
        const auto where = "nyra." + command.name;
        const auto id = command.contact.empty() ? text(command.input, "contact") : command.contact;
        const auto contact = contactById(view, id);
        if (!contact)
            return fail(Errc::BadInput, "the contact does not exist", where + ": input.contact", "give the record id of a contact");
        const auto words = text(command.input, "text");
        const auto language = text(command.input, "language", answerLanguage(m_books, view, words));
        Plan plan;
        plan.rule = where;
        if (const auto why = noMailBecause(*contact); !why.empty()) {
            plan.summary = "Nothing was drafted for " + contact->name + ": " + why + ".";
            plan.output = {{"drafted", false}, {"why", why}};
            return plan;
        }
        auto values = letterValues(m_books, language, contact->name, businessOf(view, command.entity.empty() ? contact->entity : command.entity));
        auto about = text(command.input, "about");
        if (about.empty())
            about = aboutOf(words);
        addMatter(values, m_books, language, about);
        if (command.name == "draft_reply") {
            values["message"] = text(command.input, "message");
            if (values["message"].empty())
                return fail(Errc::BadInput, "nothing to say", where + ": input.message", "give the sentence");
        }
        auto mail = letter(m_books, where, language, values, *contact);
        if (!mail)
            return tl::make_unexpected(mail.error());
        plan.output = {{"drafted", true}, {"why", ""}, {"subject", text(mail->body, "subject")}, {"text", text(mail->body, "text")}, {"language", language}};
        plan.effects.push_back(std::move(*mail));
        plan.evidence.push_back({about, contact->id});
        plan.summary = "Drafted an answer to " + contact->name + ".";
        return plan;
    }

    Result<Plan> tellScore(const std::string &email, const View &view) const
    {
        if (!isEmail(email))
            return answered("Thank you. Give me one e-mail address, such as: score ada@studio.example");
        const auto contact = contactByEmail(view, email);
        if (!contact)
            return answered("Thank you. I know nobody with the address " + email + ". As soon as a form brings them, I score them.");
        const auto s = scored(*contact, Json::object(), fieldText(contact->fields, "Notes"), view, {});
        auto text = "Thank you. " + contact->name + " has " + numberText(s.business.score) + " of 100 (" + s.business.path + ", table: " + s.business.table
            + ") and " + std::to_string(s.general.score) + " of 12 (" + s.general.grade + ").";
        for (const auto &p : s.business.points)
            text += "\n  " + p.rule + ": +" + numberText(p.points);
        for (const auto &p : s.general.points)
            text += "\n  general, " + p.rule + ": +" + numberText(p.points);
        if (contact->fields.contains("Lead Score"))
            text += "\nStored Lead Score: " + numberText(fieldNumber(contact->fields, "Lead Score")) + " (with the words of the form it came by).";
        return answered(std::move(text));
    }

    Result<Plan> find(const std::string &wanted, const View &view) const
    {
        if (wanted.empty())
            return answered("Thank you. Give me a whole name or an e-mail address, such as: find Ada Quinn");
        constexpr int Most = 10;
        const auto found = view.recordsBy(Contacts, wanted.find('@') != std::string::npos ? "Email" : "Full Name", wanted, Most);
        if (found.empty())
            return answered("Thank you. I found nobody called " + wanted + ".");
        std::string text = "Thank you. I found:";
        for (const auto &record : found) {
            const auto c = contactOf(record);
            text += "\n" + c.name + " <" + c.email + ">, " + c.status + (c.fields.contains("Lead Score") ? ", score " + numberText(fieldNumber(c.fields, "Lead Score")) : std::string());
        }
        return answered(std::move(text));
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeNyra(const Books &books)
{
    return std::make_unique<Nyra>(books);
}

} // namespace hs::agents
