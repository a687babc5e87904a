#include "engine/runtime/threads_desk.h"

#include "engine/runtime/thought_desk.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::conversation {

namespace threads = store::threads;

std::string say(Deed &deed, threads::Thread &thread, const Said &said)
{
    threads::Item item;
    item.id = deed.studio.ids.make("itm");
    item.kind = said.kind;
    item.author = said.author;
    item.authorName = said.authorName;
    item.text = said.text;
    item.at = deed.now;
    item.effect = said.effect;
    item.tool = said.tool;
    item.correlation = deed.correlation;
    item.citations = said.citations;
    item.thought = said.thought;
    if (said.kind == "client") {
        thread.chip = thread.escalation.empty() ? "needs_reply" : "escalated";
        thread.closed = false;
        thread.snoozedUntil.reset(); // their words end the snooze
    } else if (said.kind == "colleague") {
        thread.chip = thread.escalation.empty() ? "answered" : "escalated";
    }
    threads::addItem(deed.tx, thread, item);

    if (said.kind == "client" || said.kind == "colleague") {
        // What was proposed before these words may no longer fit them.
        if (auto open = store::escalations::openOfThread(deed.tx, thread.id)) {
            ++open->version;
            if (said.kind == "client" && open->status == store::escalations::Status::WaitingOnClient && open->pausedSince) {
                const auto paused = deed.now - *open->pausedSince;
                open->pausedMs += paused.count();
                open->respondDue += paused;
                open->decideDue += paused;
                open->pausedSince.reset();
                open->status = open->claimant.empty() ? store::escalations::Status::Waiting : store::escalations::Status::Claimed;
            }
            store::escalations::update(deed.tx, *open);
        }
        // Words that were ready answered what was said before.
        store::thoughts::dropProposal(deed.tx, thread.id);
    }
    const auto &thinking = deed.studio.policy->thinking;
    if (said.kind == "client" && thinking.modelReady && thinking.draftReplies && thread.escalation.empty() && silentBecause(thread).empty()
        && store::thoughts::openOf(deed.tx, thread.id).empty())
        wantThought(deed, {thread.agent, "draft", thread.id, {}, thread.entity, {}});
    return item.id;
}

threads::Thread threadFor(Deed &deed, const agents::ThreadPost &post, std::string_view agent)
{
    if (!post.thread.empty())
        if (auto thread = threads::find(deed.tx, post.thread))
            return *thread;
    const std::string channel = post.channel.empty() ? "form" : post.channel;
    if (!post.contact.empty())
        if (auto thread = threads::ofContact(deed.tx, post.contact, channel))
            return *thread;
    threads::Thread thread;
    thread.id = post.thread.empty() ? deed.studio.ids.make("thr") : post.thread;
    thread.title = post.title;
    if (thread.title.empty() && !post.contact.empty())
        if (const auto contact = store::records::findAny(deed.tx, post.contact))
            thread.title = contact->title;
    if (thread.title.empty())
        thread.title = post.author;
    thread.agent = std::string(agent);
    thread.channel = channel;
    thread.entity = post.entity;
    thread.contact = post.contact;
    thread.lastAt = deed.now;
    threads::insert(deed.tx, thread);
    return thread;
}

std::string silentBecause(const threads::Thread &thread)
{
    return thread.takenOverBy.empty() ? std::string() : "a person has taken this conversation over";
}

} // namespace hs::runtime::conversation
