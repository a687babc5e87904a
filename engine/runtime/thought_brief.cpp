#include <algorithm>

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "engine/knowledge/library.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/thought_desk.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime {

namespace {

constexpr int ItemsSeen = 40;
constexpr int MattersSeen = 10;

std::string todayIn(const Studio &studio)
{
    const QTimeZone zone(QByteArray::fromStdString(studio.policy->timeZone));
    const auto local = QDateTime::fromMSecsSinceEpoch(toMillis(studio.clock.now()), zone.isValid() ? zone : QTimeZone::utc());
    return QLocale(QLocale::English).toString(local, QStringLiteral("dddd, d MMMM yyyy, HH:mm")).toStdString() + " (" + studio.policy->timeZone + ")";
}

/// What the studio knows of the client, as lines. Much of it was typed by strangers.
std::string clientLines(const agents::Contact &contact)
{
    std::string lines = "name: " + contact.name;
    const auto add = [&](const char *name, const std::string &value) {
        if (!value.empty())
            lines += std::string("\n") + name + ": " + value;
    };
    add("e-mail", contact.email);
    add("phone", contact.phone);
    add("company", contact.company);
    add("type", contact.type);
    add("status", contact.status);
    add("tier", contact.tier);
    add("client since", contact.since.substr(0, 10));
    if (contact.lifetimeValue > 0)
        add("lifetime value", agents::numberText(contact.lifetimeValue));
    std::string tags;
    for (const auto &tag : contact.tags)
        tags += (tags.empty() ? "" : ", ") + tag;
    add("tags", tags);
    add("notes", agents::fieldText(contact.fields, "Notes"));
    return lines;
}

void addClient(thinking::Brief &brief, const StoreView &view, const std::string &id)
{
    const auto contact = agents::contactById(view, id);
    if (!contact)
        return;
    brief.material.push_back({{"Client " + contact->name, "record", contact->id}, clientLines(*contact), true});
    const auto know = [&](const char *kind, const std::string &value) {
        if (!value.empty())
            brief.known.push_back({kind, value});
    };
    know("PERSON", contact->name);
    know("EMAIL", contact->email);
    know("PHONE", contact->phone);
    know("ADDRESS", agents::fieldText(contact->fields, "Address"));
    // Said to the studio as every consent is, by its channel: {"ai": {"consent": true, …}}.
    brief.consent = boolean(member(contact->preferences, "ai"), "consent");

    std::string matters;
    for (const auto &instance : view.openInstances(contact->id))
        matters += "\n- " + instance.definition + ", state " + instance.state + ", since " + toRfc3339(instance.startedAt).substr(0, 10);
    int tasks = 0;
    for (const auto &task : view.openTasks(200))
        if (task.contact == contact->id && tasks++ < MattersSeen)
            matters += "\n- task " + task.number + ": " + task.title + (task.due ? ", due " + toRfc3339(*task.due).substr(0, 10) : std::string());
    if (!matters.empty())
        brief.material.push_back({{"Open matters of this client", "record", contact->id}, matters, true});
}

} // namespace

namespace {

/// What the studio's sources say of the matter; files and pages are strangers' words to a model.
void addKnowledge(thinking::Brief &brief, const store::ReadSql &sql, const Studio &studio, const std::string &question)
{
    if (!studio.library || question.empty())
        return;
    constexpr int PassagesSeen = 4;
    knowledge::Ask ask;
    ask.text = question;
    ask.limit = PassagesSeen;
    ask.now = studio.clock.now();
    ask.marks = false;
    if (!brief.entity.empty())
        ask.scope.entities = {brief.entity};
    const auto result = studio.library->search(sql, ask);
    if (result.evidence == knowledge::Evidence::None)
        return;
    for (const auto &found : result.found) {
        if (found.document.database.empty()) // records are looked up by tools, with what is known of the client
            brief.material.push_back({{found.document.title + (found.passage.heading.empty() ? "" : " › " + found.passage.heading), "knowledge", found.document.id},
                                      found.passage.body, true});
    }
}

} // namespace

tools::ToolPolicy toolPolicy(const store::ReadSql &sql)
{
    tools::ToolPolicy policy;
    for (const auto &leave : store::thoughts::leaves(sql))
        policy.set[{leave.agent, leave.entity, api::Risk(leave.risk)}] = api::Leave(leave.leave);
    return policy;
}

Result<thinking::Brief> briefOf(const store::ReadSql &sql, const Studio &studio, const store::thoughts::Thought &thought)
{
    thinking::Brief brief;
    const StoreView view(sql, studio, studio.clock.now());
    brief.card = studio.agents.catalog().find(thought.agent);
    if (!brief.card)
        return fail(Errc::NotFound, "there is no agent \"" + thought.agent + "\"");
    brief.id = thought.id;
    brief.kind = thought.kind == "draft" ? thinking::Kind::Draft : thought.kind == "proposal" ? thinking::Kind::Proposal : thinking::Kind::Answer;
    brief.thread = thought.thread;
    brief.escalation = thought.escalation;
    brief.correlation = thought.correlation;
    brief.asker = thought.asker;
    brief.askerName = thought.askerName;
    brief.words = thought.words;
    brief.studioName = studio.policy->studioName;
    brief.today = todayIn(studio);

    std::string clientWords, contact;
    if (!thought.thread.empty()) {
        const auto thread = store::threads::find(sql, thought.thread);
        if (!thread)
            return fail(Errc::NotFound, "the conversation is gone");
        contact = thread->contact;
        brief.entity = thread->entity;
        const auto items = store::threads::items(sql, thread->id, {{}, ItemsSeen}).rows;
        for (auto it = items.rbegin(); it != items.rend(); ++it)
            if (it->kind == "client" || it->kind == "agent" || it->kind == "colleague" || it->kind == "note") {
                brief.said.push_back({it->kind, it->authorName, it->text, it->at});
                if (it->kind == "client")
                    clientWords = it->text;
            }
        // The question itself stands at the end of the prompt.
        if (brief.kind == thinking::Kind::Answer && !brief.said.empty() && brief.said.back().text == thought.words)
            brief.said.pop_back();
    }
    if (!thought.escalation.empty()) {
        const auto e = store::escalations::find(sql, thought.escalation);
        if (!e)
            return fail(Errc::NotFound, "the case is gone");
        contact = contact.empty() ? e->contact : contact;
        brief.entity = brief.entity.empty() ? e->entity : brief.entity;
        brief.earlier = text(e->data, "proposal");
        clientWords = clientWords.empty() ? text(e->data, "request") : clientWords;
        brief.material.push_back({{desk::numberOf(*e) + ": " + e->title, "escalation", e->id},
                                  "reason " + e->reasonClass + ", rule " + text(e->data, "rule") + ": " + text(e->data, "rule_text") + "\nthe client's words: "
                                      + text(e->data, "request"),
                                  true});
    }
    if (brief.entity.empty())
        brief.entity = thought.entity;
    if (!contact.empty())
        addClient(brief, view, contact);
    const auto business = agents::businessOf(view, brief.entity);
    brief.entity = business.id;
    brief.entityName = business.name;
    brief.entityKind = business.type;
    brief.language = studio.policy->house.language.substr(0, 2);
    if (!clientWords.empty()) {
        agents::Request request;
        request.text = clientWords;
        if (const auto language = studio.agents.router().route(request, {}).language; language.size() == 2)
            brief.language = language;
    }
    if (business.hours)
        brief.material.push_back({{"Opening hours of " + business.name, "record", business.id}, business.hours->words(), false});

    addKnowledge(brief, sql, studio, brief.kind == thinking::Kind::Answer ? brief.words : clientWords);

    const auto &thinking = studio.policy->thinking;
    brief.privacy = privacyOf(thinking, brief.entity);
    brief.limits = thinking.limits;
    brief.autonomy = store::people::agent(sql, brief.card->key, dayOf(studio.clock.now())).autopilot ? api::Autonomy::Autopilot : api::Autonomy::DraftsOnly;
    brief.policy = toolPolicy(sql);
    return brief;
}

} // namespace hs::runtime
