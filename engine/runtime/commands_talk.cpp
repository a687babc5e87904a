#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/effects_desk.h"
#include "engine/runtime/plan_writer.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/thought_desk.h"
#include "engine/runtime/threads_desk.h"
#include "engine/store/tables/attachments.h"
#include "engine/store/tables/invocations.h"
#include "engine/store/tables/people.h"

namespace hs::runtime::commands {

using rows::q;
namespace threads = store::threads;

namespace {

constexpr auto ViewingFor = std::chrono::minutes(1);

Result<threads::Thread> threadOf(CommandContext &c, const QString &id)
{
    auto thread = threads::find(c.deed.tx, id.toStdString());
    if (!thread)
        return fail(Errc::NotFound, "there is no conversation \"" + id.toStdString() + "\"");
    return *thread;
}

const agents::AgentCard *cardOf(CommandContext &c, const QString &name)
{
    return c.deed.studio.agents.catalog().find(name.toStdString());
}

/// Keys of the agents that a command names: one, or all when it names none.
Result<std::vector<std::string>> agentsNamed(CommandContext &c, const QString &name)
{
    std::vector<std::string> keys;
    if (name.isEmpty()) {
        for (const auto &card : c.deed.studio.agents.catalog().agents())
            keys.push_back(card.key);
        return keys;
    }
    const auto *card = cardOf(c, name);
    if (!card)
        return fail(Errc::NotFound, "there is no agent \"" + name.toStdString() + "\"", "agent", "see GET /agents");
    keys.push_back(card->key);
    return keys;
}

api::Receipt receipt(const QString &id, const char *detail)
{
    return {id, QString::fromLatin1(detail), {}};
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::TellAgent &command)
{
    const auto *card = cardOf(c, command.agent);
    if (!card)
        return fail(Errc::NotFound, "there is no agent \"" + command.agent.toStdString() + "\"", "agent", "see GET /agents");
    const auto words = command.text.trimmed().toStdString();
    if (words.empty())
        return fail(Errc::BadInput, "there are no words for the agent", "text", "write something; \"help\" lists what it understands");
    auto &deed = c.deed;
    agents::ThreadPost post;
    post.thread = command.thread.toStdString();
    post.channel = "console";
    post.title = deed.actor.name + " · " + card->name;
    if (!post.thread.empty() && !threads::find(deed.tx, post.thread))
        return fail(Errc::NotFound, "there is no conversation \"" + post.thread + "\"");
    auto thread = conversation::threadFor(deed, post, card->key);
    conversation::say(deed, thread, {"colleague", deed.actor.id, deed.actor.name, words, {}, {}});

    if (deed.studio.policy->thinking.modelReady) {
        const auto thought = wantThought(deed, {card->key, "answer", thread.id, {}, thread.entity, words});
        thread.chip = "running";
        threads::update(deed.tx, thread);
        threads::setRead(deed.tx, thread.id, deed.actor.id, thread.version);
        api::Receipt begun{q(thread.id), QStringLiteral("thinking"), {}};
        begun.data[QStringLiteral("thought")] = q(thought);
        begun.data[QStringLiteral("agent")] = q(card->key);
        return begun;
    }
    const auto answered = answerByRules(deed, thread, *card, words);
    if (!answered)
        return tl::make_unexpected(answered.error());
    const auto &answer = *answered;
    threads::setRead(deed.tx, thread.id, deed.actor.id, thread.version);
    api::Receipt result{q(thread.id), QStringLiteral("answered"), {}};
    result.data[QStringLiteral("answer")] = q(answer);
    result.data[QStringLiteral("agent")] = q(card->key);
    return result;
}

Result<api::Receipt> run(CommandContext &c, const api::ReplyToThread &command)
{
    auto thread = threadOf(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    const auto words = command.text.trimmed().toStdString();
    if (words.empty())
        return fail(Errc::BadInput, "the reply is empty", "text", "write the reply");
    if (command.versionSeen >= 0 && command.versionSeen < thread->version) {
        for (const auto &said : threads::items(c.deed.tx, thread->id, {{}, 20}).rows)
            if (said.author != c.deed.actor.id && (said.kind == "client" || said.kind == "colleague" || said.kind == "agent"))
                return fail(Errc::Conflict, said.authorName + " wrote meanwhile", "version " + std::to_string(thread->version), "read what is new and send again");
    }
    auto &deed = c.deed;
    std::string effectId;
    if (!thread->contact.empty()) {
        const auto contact = store::records::findAny(deed.tx, thread->contact);
        const auto address = contact ? text(contact->fields, "Email") : std::string();
        if (!address.empty()) {
            if (text(contact->fields, "Status") == "Do Not Contact")
                return fail(Errc::Forbidden, contact->title + " does not want to be contacted", thread->id, "change the contact's status if they asked for it");
            effects::Wanted wanted;
            wanted.wish.kind = "mail";
            wanted.wish.target = address;
            wanted.wish.summary = "Reply to " + contact->title;
            wanted.wish.body = {{"subject", "Re: " + thread->title}, {"text", words}};
            for (const auto &file : store::attachments::waiting(deed.tx, thread->id, deed.actor.id))
                wanted.wish.body["attachments"].push_back({{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}});
            wanted.wish.thread = thread->id;
            wanted.key = "reply/" + thread->id + "/" + deed.studio.ids.make("key");
            wanted.agent = thread->agent;
            wanted.entity = thread->entity;
            wanted.approval = effects::Approval::Person;
            effectId = effects::put(deed, wanted).id;
        }
    }
    const auto item = conversation::say(deed, *thread, {"colleague", deed.actor.id, deed.actor.name, words, effectId, {}});
    store::attachments::settle(deed.tx, thread->id, deed.actor.id, item);
    if (thread->assignee.empty())
        thread->assignee = deed.actor.id;
    thread->closed = command.close;
    if (command.close)
        thread->chip = "done";
    if (const auto until = rows::time(command.snoozeUntil))
        thread->snoozedUntil = until;
    threads::update(deed.tx, *thread);
    threads::setDraft(deed.tx, thread->id, deed.actor.id, {}, false);
    threads::setRead(deed.tx, thread->id, deed.actor.id, thread->version);
    note(deed, {"thread.replied", "thread", thread->id, "Reply in " + thread->title, {}, {}, {}, {{"effect", effectId}}});
    api::Receipt result{command.thread, QStringLiteral("said"), {}};
    result.data[QStringLiteral("effect")] = q(effectId);
    return result;
}

Result<api::Receipt> run(CommandContext &c, const api::AddNote &command)
{
    auto thread = threadOf(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    if (command.text.trimmed().isEmpty())
        return fail(Errc::BadInput, "the note is empty", "text", "write the note");
    const auto item = conversation::say(c.deed, *thread, {"note", c.deed.actor.id, c.deed.actor.name, command.text.trimmed().toStdString(), {}, {}});
    store::attachments::settle(c.deed.tx, thread->id, c.deed.actor.id, item);
    threads::setDraft(c.deed.tx, thread->id, c.deed.actor.id, {}, false);
    threads::setRead(c.deed.tx, thread->id, c.deed.actor.id, thread->version);
    return receipt(command.thread, "noted");
}

Result<api::Receipt> run(CommandContext &c, const api::SaveThreadDraft &command)
{
    const auto thread = threadOf(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    threads::setDraft(c.deed.tx, thread->id, c.deed.actor.id, command.text.toStdString(), command.note);
    return receipt(command.thread, "saved");
}

namespace {

Result<api::Receipt> change(CommandContext &c, const QString &id, const char *action, const char *detail, const std::function<void(threads::Thread &)> &how)
{
    auto thread = threadOf(c, id);
    if (!thread)
        return tl::make_unexpected(thread.error());
    how(*thread);
    threads::update(c.deed.tx, *thread);
    note(c.deed, {action, "thread", thread->id, thread->title + ": " + detail, {}, {}, {}, Json::object()});
    return receipt(id, detail);
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::TakeOverThread &command)
{
    return change(c, command.thread, "thread.taken_over", "taken over", [&](threads::Thread &thread) {
        thread.takenOverBy = c.deed.actor.id;
        thread.assignee = c.deed.actor.id;
    });
}
Result<api::Receipt> run(CommandContext &c, const api::HandBackThread &command)
{
    return change(c, command.thread, "thread.handed_back", "handed back to the agent", [](threads::Thread &thread) { thread.takenOverBy.clear(); });
}
Result<api::Receipt> run(CommandContext &c, const api::SnoozeThread &command)
{
    return change(c, command.thread, "thread.snoozed", command.until.isValid() ? "snoozed" : "woken",
                  [&](threads::Thread &thread) { thread.snoozedUntil = rows::time(command.until); });
}
Result<api::Receipt> run(CommandContext &c, const api::CloseThread &command)
{
    return change(c, command.thread, "thread.closed", "closed", [](threads::Thread &thread) {
        thread.closed = true;
        thread.chip = "done";
    });
}

Result<api::Receipt> run(CommandContext &c, const api::MarkThreadRead &command)
{
    const auto thread = threadOf(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    threads::setRead(c.deed.tx, thread->id, c.deed.actor.id, thread->version);
    return receipt(command.thread, "read");
}

Result<api::Receipt> run(CommandContext &c, const api::ViewThread &command)
{
    const auto thread = threadOf(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    threads::setViewing(c.deed.tx, thread->id, c.deed.actor.id, c.deed.now + ViewingFor);
    return receipt(command.thread, "seen");
}

namespace {

Result<api::Receipt> switchAgents(CommandContext &c, const QString &name, const char *action, const char *detail,
                                  const std::function<void(const std::string &)> &how)
{
    const auto keys = agentsNamed(c, name);
    if (!keys)
        return tl::make_unexpected(keys.error());
    for (const auto &key : *keys)
        how(key);
    const std::string who = name.isEmpty() ? "All agents" : c.deed.studio.agents.catalog().find(keys->front())->name;
    note(c.deed, {action, "agent", name.isEmpty() ? "all" : keys->front(), who + ": " + detail, {}, {}, {}, Json::object()});
    c.deed.tx.touch(Topic::Status, {});
    return receipt(name, detail);
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::PauseAgent &command)
{
    return switchAgents(c, command.agent, "agent.paused", "paused", [&](const std::string &key) { store::people::setPaused(c.deed.tx, key, true); });
}

Result<api::Receipt> run(CommandContext &c, const api::ResumeAgent &command)
{
    auto resumed = switchAgents(c, command.agent, "agent.resumed", "resumed", [&](const std::string &key) { store::people::setPaused(c.deed.tx, key, false); });
    // What waited for them goes on at once.
    store::inbox::hurry(c.deed.tx);
    store::workflows::hurry(c.deed.tx);
    return resumed;
}

Result<api::Receipt> run(CommandContext &c, const api::SetAutonomy &command)
{
    const bool autopilot = command.autonomy == api::Autonomy::Autopilot;
    return switchAgents(c, command.agent, "agent.autonomy", autopilot ? "autopilot" : "drafts only",
                        [&](const std::string &key) { store::people::setAutopilot(c.deed.tx, key, autopilot); });
}

} // namespace hs::runtime::commands
