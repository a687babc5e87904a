#include "engine/runtime/thought_desk.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/vocabulary/utf8.h"

namespace hs::runtime {

namespace thoughts = store::thoughts;

namespace {

constexpr int TasksAtOnce = 32;
constexpr std::size_t ResultBytes = 2'000;

/// The question's id is made of its key, so that the same one is the same row; it sorts by the task's time.
std::string requestId(const std::string &key)
{
    auto id = "trq_" + key.substr(key.find('_') + 1);
    std::replace(id.begin(), id.end(), '/', '_');
    return id;
}

Deed deedOf(store::Transaction &tx, const Studio &studio, const thoughts::Thought &thought)
{
    const auto *card = studio.agents.catalog().find(thought.agent);
    return {tx, studio, studio.clock.now(), thought.correlation, thought.id, {"agent", thought.agent, card ? card->name : thought.agent}};
}

thoughts::Request requestOf(const thoughts::Thought &thought, const thinking::Asked &asked, Timestamp now)
{
    thoughts::Request request;
    request.id = requestId(asked.key);
    request.agent = thought.agent;
    request.tool = asked.tool;
    request.title = asked.title;
    request.arguments = asked.arguments;
    request.risk = int(asked.risk);
    request.why = asked.why;
    request.effect = asked.effect;
    request.thread = thought.thread;
    request.entity = thought.entity;
    request.thought = thought.id;
    request.at = now;
    request.untrusted = asked.untrusted;
    request.correlation = thought.correlation;
    return request;
}

Result<thoughts::Thought> thoughtOf(const store::ReadSql &sql, const std::string &id)
{
    auto thought = thoughts::find(sql, id);
    if (!thought)
        return fail(Errc::NotFound, "there is no task of thinking \"" + id + "\"");
    return *thought;
}

} // namespace

ThoughtDesk::ThoughtDesk(store::Store &store, StudioNow studio, std::shared_ptr<Mailbox> home)
    : m_store(store), m_studio(std::move(studio)), m_home(std::move(home)), m_run(m_studio()->ids.make("run"))
{
}

template <typename T>
void ThoughtDesk::write(std::function<Result<T>(store::Transaction &, const Studio &)> work, std::function<void(Result<T>)> done)
{
    m_store.write<T>(
        store::Urgency::Normal, [studio = m_studio(), work = std::move(work)](store::Transaction &tx) { return work(tx, *studio); },
        [home = m_home, done = std::move(done)](Result<T> result) {
            home->post([done, result = std::move(result)]() mutable { done(std::move(result)); });
        });
}

void ThoughtDesk::recover()
{
    write<void>(
        [](store::Transaction &tx, const Studio &studio) -> Result<void> {
            thoughts::RequestFilter all;
            for (auto request : thoughts::requests(tx, all, {{}, 1000}).rows) {
                if (request.state != thoughts::RequestState::Running)
                    continue;
                request.state = thoughts::RequestState::Failed;
                request.result = "the program ended in the middle; whether it worked is not known";
                request.decidedAt = studio.clock.now();
                thoughts::put(tx, request);
            }
            return {};
        },
        [](const Result<void> &done) {
            if (!done)
                spdlog::warn("uses of tools that were cut off could not be noted: {}", describe(done.error()));
        });
}

void ThoughtDesk::waiting(std::function<void(Result<std::vector<std::string>>)> done)
{
    m_store.read<std::vector<std::string>>(
        [run = m_run](const store::ReadSql &sql) -> Result<std::vector<std::string>> {
            std::vector<std::string> ids;
            for (const auto &thought : thoughts::open(sql, run, TasksAtOnce))
                ids.push_back(thought.id);
            return ids;
        },
        [home = m_home, done = std::move(done)](Result<std::vector<std::string>> ids) {
            home->post([done, ids = std::move(ids)]() mutable { done(std::move(ids)); });
        });
}

void ThoughtDesk::take(const std::string &id, std::function<void(Result<thinking::Brief>)> done)
{
    write<thinking::Brief>(
        [id, run = m_run](store::Transaction &tx, const Studio &studio) -> Result<thinking::Brief> {
            auto thought = thoughtOf(tx, id);
            if (!thought)
                return tl::make_unexpected(thought.error());
            if (int(thought->state) > int(thoughts::State::Thinking) || (thought->state == thoughts::State::Thinking && thought->run == run))
                return fail(Errc::Conflict, "it is under way or has ended", id);
            auto brief = briefOf(tx, studio, *thought);
            // What it was about is gone, or every run so far ended over it: it is settled without a model.
            if (!brief || thought->attempts >= MaxAttempts) {
                auto deed = deedOf(tx, studio, *thought);
                thinking::Outcome outcome;
                outcome.why = brief ? "the program ended " + std::to_string(thought->attempts) + " times over it" : describe(brief.error());
                HS_TRY(settleThought(deed, *thought, outcome));
                // Settled is not failed: what was written must stand.
                return thinking::Brief{};
            }
            thought->state = thoughts::State::Thinking;
            thought->run = run;
            ++thought->attempts;
            thoughts::put(tx, *thought);
            return brief;
        },
        [id, done = std::move(done)](Result<thinking::Brief> brief) {
            if (brief && !brief->card)
                return done(fail(Errc::Conflict, "it was settled by rules", id));
            done(std::move(brief));
        });
}

void ThoughtDesk::settle(const std::string &id, thinking::Outcome outcome, std::function<void(Result<void>)> done)
{
    write<void>(
        [id, run = m_run, outcome = std::move(outcome)](store::Transaction &tx, const Studio &studio) -> Result<void> {
            auto thought = thoughtOf(tx, id);
            if (!thought)
                return tl::make_unexpected(thought.error());
            if (thought->state != thoughts::State::Thinking || thought->run != run)
                return {}; // another run has it, or it has ended
            auto deed = deedOf(tx, studio, *thought);
            return settleThought(deed, *thought, outcome);
        },
        [this, id, done](Result<void> settled) {
            if (settled || settled.error().code == Errc::StorageFull || settled.error().code == Errc::Cancelled || m_store.trouble())
                return done(std::move(settled));
            // What came of it cannot be written as it is: then that is what came of it.
            write<void>(
                [id, error = settled.error()](store::Transaction &tx, const Studio &studio) -> Result<void> {
                    auto thought = thoughtOf(tx, id);
                    if (!thought)
                        return tl::make_unexpected(thought.error());
                    thought->state = thoughts::State::Failed;
                    thought->outcome = describe(error);
                    thought->endedAt = studio.clock.now();
                    thoughts::put(tx, *thought);
                    return {};
                },
                done);
        });
}

void ThoughtDesk::ask(const std::string &id, thinking::Asked asked, std::function<void(Result<std::string>)> done)
{
    write<std::string>(
        [id, asked = std::move(asked)](store::Transaction &tx, const Studio &studio) -> Result<std::string> {
            const auto thought = thoughtOf(tx, id);
            if (!thought)
                return tl::make_unexpected(thought.error());
            const auto request = requestOf(*thought, asked, studio.clock.now());
            if (thoughts::findRequest(tx, request.id))
                return request.id;
            thoughts::put(tx, request);
            auto deed = deedOf(tx, studio, *thought);
            note(deed, {"tool.asked", "tool_request", request.id, deed.actor.name + " asks to use \"" + request.title + "\": " + request.effect, request.why, "policy",
                        {{request.untrusted ? "strangers' words led to it" : "its own plan", thought->id}}, {{"tool", request.tool}}});
            return request.id;
        },
        std::move(done));
}

void ThoughtDesk::begin(const std::string &id, thinking::Asked use, std::function<void(Result<std::optional<std::string>>)> done)
{
    write<std::optional<std::string>>(
        [id, use = std::move(use)](store::Transaction &tx, const Studio &studio) -> Result<std::optional<std::string>> {
            const auto thought = thoughtOf(tx, id);
            if (!thought)
                return tl::make_unexpected(thought.error());
            auto request = requestOf(*thought, use, studio.clock.now());
            if (const auto before = thoughts::findRequest(tx, request.id)) {
                const auto words = before->state == thoughts::RequestState::Running ? std::string("it is under way") : before->result;
                return std::optional(words);
            }
            request.state = thoughts::RequestState::Running;
            thoughts::put(tx, request);
            return std::optional<std::string>();
        },
        std::move(done));
}

void ThoughtDesk::ended(const std::string &id, const std::string &key, const Result<Json> &result, std::function<void()> done)
{
    const auto words = result ? std::string(upTo(dump(*result), ResultBytes)) : describe(result.error());
    write<void>(
        [key, words, good = result.has_value()](store::Transaction &tx, const Studio &studio) -> Result<void> {
            auto request = thoughts::findRequest(tx, requestId(key));
            if (!request)
                return fail(Errc::NotFound, "there is no use of a tool of this key");
            request->state = good ? thoughts::RequestState::Done : thoughts::RequestState::Failed;
            request->result = words;
            request->decidedAt = studio.clock.now();
            thoughts::put(tx, *request);
            return {};
        },
        [id, done = std::move(done)](const Result<void> &noted) {
            if (!noted)
                spdlog::warn("the end of a tool of {} was not noted: {}", id, describe(noted.error()));
            done();
        });
}

void ThoughtDesk::propose(const std::string &id, const std::string &text, std::function<void(Result<void>)> done)
{
    write<void>(
        [id, text](store::Transaction &tx, const Studio &studio) -> Result<void> {
            const auto thought = thoughtOf(tx, id);
            if (!thought)
                return tl::make_unexpected(thought.error());
            const auto thread = store::threads::find(tx, thought->thread);
            if (!thread)
                return fail(Errc::NotFound, "there is no conversation for these words");
            thoughts::put(tx, thoughts::Proposal{thread->id, text, thought->agent, thought->id, nullptr, {}, thread->version, studio.clock.now()});
            return {};
        },
        std::move(done));
}

std::string wantThought(Deed &deed, const Wanted &wanted)
{
    thoughts::Thought thought;
    thought.id = deed.studio.ids.make("tht");
    thought.agent = wanted.agent;
    thought.kind = wanted.kind;
    thought.thread = wanted.thread;
    thought.escalation = wanted.escalation;
    thought.entity = wanted.entity;
    thought.asker = deed.actor.id;
    thought.askerName = deed.actor.name;
    thought.words = wanted.words;
    thought.at = deed.now;
    thought.correlation = deed.correlation;
    thoughts::put(deed.tx, thought);
    return thought.id;
}

} // namespace hs::runtime
