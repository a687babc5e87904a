#include "engine/thinking/loop.h"

#include <QTimer>

#include "engine/ai/answer_check.h"
#include "engine/crypto/hash.h"
#include "engine/vocabulary/utf8.h"

namespace hs::thinking {

namespace {

constexpr std::size_t LongestAnswer = 4'000; // bytes; what is longer is no reply to anybody
constexpr std::size_t ShownBytes = 4'000;    // of a tool's input and output, in the record of the step

Json shown(const Json &value)
{
    const auto text = dump(value);
    return text.size() <= ShownBytes ? value : Json{{"cut", upTo(text, ShownBytes / 2)}};
}

std::string oneLine(const std::string &text)
{
    constexpr std::size_t Longest = 200;
    return shortened(std::string_view(text).substr(0, text.find('\n')), Longest);
}

/// What leaves, for people to look at.
std::string copyOf(const ai::Request &request)
{
    constexpr std::size_t Longest = 40'000;
    std::string copy;
    for (const auto &message : request.messages) {
        static constexpr const char *Roles[] = {"user", "assistant", "tool"};
        copy += (copy.empty() ? "" : "\n\n") + std::string("[") + Roles[int(message.role)] + (message.tool.empty() ? "" : " " + message.tool) + "]\n" + message.text;
        for (const auto &call : message.calls)
            copy += "\n" + call.name + " " + dump(call.arguments);
    }
    return shortened(copy, Longest);
}

/// Without consent, what a person is called and where they live stays here, whatever the business lets out.
ai::PrivacyPolicy effective(const Brief &brief)
{
    auto policy = brief.privacy;
    if (policy.consentNeeded && !brief.consent)
        policy.names = policy.emails = policy.phones = policy.addresses = policy.health = false;
    return policy;
}

} // namespace

Loop::Loop(Parts parts, Brief brief, std::string nonce, Live live, Done done)
    : m_parts(std::move(parts)), m_brief(std::move(brief)), m_live(std::move(live)), m_done(std::move(done)), m_prompt(m_brief, std::move(nonce)),
      m_masker(effective(m_brief), m_brief.known)
{
    m_outcome.untrusted = m_prompt.untrusted();
}

api::Caller Loop::caller() const
{
    api::Caller caller;
    caller.id = QString::fromStdString(m_brief.card->key);
    caller.name = QString::fromStdString(m_brief.card->name);
    caller.role = api::Role::Operator;
    caller.via = api::Caller::Via::Engine;
    caller.correlation = QString::fromStdString(m_brief.correlation);
    return caller;
}

/// Whoever only words a reply gets nothing that changes anything; nobody gets what is for reviewers and admins.
bool Loop::offered(const tools::Tool &tool) const
{
    if (int(tool.role) > int(api::Role::Operator))
        return false;
    return m_brief.kind == Kind::Answer || tool.risk == api::Risk::Look;
}

void Loop::start()
{
    m_began = m_parts.clock.now();
    auto &request = m_prompt.request();
    request.timeout = std::min(std::chrono::milliseconds(m_brief.limits.time), request.timeout);
    for (const auto &tool : m_parts.catalog.tools())
        if (offered(tool))
            request.tools.push_back({tool.name, tool.description, tool.input});
    if (m_parts.outside)
        m_outside = m_parts.outside->toolsFor(m_brief.card->key);
    std::erase_if(m_outside, [this](const Outside::Tool &tool) { return m_brief.kind != Kind::Answer && tool.risk != api::Risk::Look; });
    for (const auto &tool : m_outside)
        request.tools.push_back({tool.name, tool.description, tool.input});
    think();
}

void Loop::stop()
{
    if (m_ended)
        return;
    m_stop.request_stop();
    m_outcome.how = Outcome::How::Stopped;
    m_outcome.why = "stopped by a person";
    end(m_outcome);
}

std::optional<std::string> Loop::limitReached() const
{
    if (m_steps >= m_brief.limits.steps)
        return "the limit of " + std::to_string(m_brief.limits.steps) + " steps was reached";
    if (m_parts.clock.now() - m_began >= m_brief.limits.time)
        return "the limit of " + std::to_string(m_brief.limits.time.count()) + " seconds was reached";
    if (m_brief.limits.dollars > 0 && m_outcome.dollars >= m_brief.limits.dollars)
        return "the task's budget is spent";
    return std::nullopt;
}

Json &Loop::step(const char *kind, const std::string &what)
{
    m_outcome.steps.push_back({{"kind", kind}, {"what", what}, {"result", ""}, {"leave", ""}, {"ms", 0}, {"failed", false}});
    return m_outcome.steps.back();
}

void Loop::think()
{
    if (const auto limit = limitReached())
        return byRules(*limit);
    ++m_steps;
    m_turnAt = m_parts.clock.now();
    m_text.clear();
    m_live("thinking", {});
    auto request = m_prompt.request();
    request.system = ai::withoutSecrets(request.system);
    for (auto &message : request.messages)
        message.text = ai::withoutSecrets(message.text);
    if (request.cloud) // to a server in the house nothing leaves
        m_masker.mask(request);
    m_outcome.sent = copyOf(request);
    const auto weak = weak_from_this();
    m_parts.router.ask(
        std::move(request), m_stop.get_token(),
        m_brief.kind == Kind::Answer ? ai::OnText([weak](std::string_view part) {
            if (const auto self = weak.lock(); self && !self->m_ended) {
                self->m_text += self->m_masker.unmaskPart(part, false);
                self->m_live("writing", self->m_text);
            }
        })
                                     : ai::OnText(),
        [weak](Result<ai::Answer> answer) {
            if (const auto self = weak.lock(); self && !self->m_ended)
                self->answered(std::move(answer));
        });
}

void Loop::answered(Result<ai::Answer> answer)
{
    [[maybe_unused]] const auto rest = m_masker.unmaskPart({}, true); // the whole text is unmasked below
    if (!answer) {
        auto &failed = step("model", "asked a model");
        failed["result"] = describe(answer.error());
        failed["failed"] = true;
        return byRules(answer.error().what);
    }
    m_masker.unmask(*answer);
    m_outcome.dollars += answer->cost;
    m_outcome.model = answer->provider + " · " + answer->model;
    auto &said = step("model", "asked " + m_outcome.model);
    said["ms"] = (m_parts.clock.now() - m_turnAt).count();
    said["result"] = !answer->calls.empty() ? "wants " + std::to_string(answer->calls.size()) + (answer->calls.size() == 1 ? " tool" : " tools") : oneLine(answer->text);
    if (answer->finish == ai::Finish::Refused)
        return byRules("the model declined to answer");
    if (answer->calls.empty())
        return finish(*answer);
    m_prompt.add({ai::Message::Role::Assistant, answer->text, answer->calls, {}, {}, false});
    m_calls.assign(answer->calls.begin(), answer->calls.end());
    useNext();
}

void Loop::useNext()
{
    if (m_calls.empty())
        return think();
    const auto call = m_calls.front();
    m_calls.pop_front();
    if (const auto limit = limitReached()) // every call gets an answer, else the conversation is none
        return tell(call, "not done: " + *limit, true);
    ++m_steps;
    use(call);
}

Loop::Found Loop::find(const std::string &name) const
{
    if (const auto *own = m_parts.catalog.find(name); own && offered(*own))
        return {own, std::nullopt};
    for (const auto &tool : m_outside)
        if (tool.name == name)
            return {nullptr, tool};
    return {};
}

void Loop::use(const ai::ToolCall &call)
{
    const auto found = find(call.name);
    if (!found.any())
        return tell(call, "There is no tool of this name for you.", true);
    if (!call.arguments.is_object())
        return tell(call, "The arguments are no JSON object. Write them by the tool's schema.", true);
    if (found.own) {
        if (const auto fits = tools::checkArguments(*found.own, call.arguments); !fits)
            return tell(call, "The arguments do not fit: " + describe(fits.error()), true);
    } else if (const auto fits = ai::checkBySchema(found.outside->input, call.arguments); !fits) {
        return tell(call, "The arguments do not fit: " + describe(fits.error()), true);
    }
    const auto risk = found.own ? found.own->risk : found.outside->risk;
    Asked asked;
    asked.tool = call.name;
    asked.title = found.own ? found.own->title : found.outside->title;
    asked.arguments = call.arguments;
    asked.risk = risk;
    asked.untrusted = m_outcome.untrusted;
    asked.effect = found.own && found.own->effect ? found.own->effect(call.arguments) : asked.title;
    asked.why = "asked for while working on: " + oneLine(m_brief.words.empty() ? m_prompt.request().why : m_brief.words);
    asked.key = m_brief.id + "/" + crypto::toHex(crypto::sha256(call.name + "\n" + dump(call.arguments))).substr(0, 24);

    const auto leave = m_brief.policy.leave(m_brief.card->key, m_brief.entity, risk, m_brief.autonomy, m_outcome.untrusted);
    auto &said = step("tool", call.name);
    said["leave"] = tools::name(leave);
    said["input"] = shown(call.arguments);
    const auto self = shared_from_this();
    switch (leave) {
    case api::Leave::Never:
        return tell(call, "You may not use this tool. Say what a person would have to do.", true);
    case api::Leave::Draft:
        if (call.name == "send_reply" && text(call.arguments, "conversation") == m_brief.thread)
            return propose(call);
        [[fallthrough]];
    case api::Leave::Ask:
        return m_parts.desk.ask(m_brief.id, asked, [self, call](const Result<std::string> &id) {
            if (!self->m_ended)
                self->tell(call, id ? "A person was asked for leave; it waits for them. Go on without it." : describe(id.error()), !id);
        });
    case api::Leave::Alone:
        break;
    }
    if (risk == api::Risk::Look)
        return run(call, false, asked);
    // A draft of its own nobody would see: what an agent drafts is put before the people of the conversation.
    if (call.name == "draft_reply" && text(call.arguments, "conversation") == m_brief.thread)
        return propose(call);
    m_parts.desk.begin(m_brief.id, asked, [self, call, asked](const Result<std::optional<std::string>> &before) {
        if (self->m_ended)
            return;
        if (!before)
            return self->tell(call, describe(before.error()), true);
        if (*before)
            return self->tell(call, "This was done already: " + **before, false);
        self->run(call, true, asked);
    });
}

void Loop::propose(const ai::ToolCall &call)
{
    m_parts.desk.propose(m_brief.id, text(call.arguments, "text"), [self = shared_from_this(), call](const Result<void> &done) {
        if (!self->m_ended)
            self->tell(call, done ? "The words wait for a person, who sends them." : describe(done.error()), !done);
    });
}

void Loop::run(const ai::ToolCall &call, bool changes, const Asked &asked)
{
    const auto found = find(call.name);
    m_live(asked.title, m_text);
    m_turnAt = m_parts.clock.now();
    // Exactly one of answer and time limit counts.
    auto open = std::make_shared<bool>(true);
    auto cancel = std::make_shared<std::stop_source>();
    const auto once = [self = shared_from_this(), call, changes, asked, open](const Result<Json> &result) {
        if (std::exchange(*open, false))
            self->ran(call, changes, asked, result);
    };
    QTimer::singleShot(ToolTime, m_parts.home.get(), [once, cancel] {
        cancel->request_stop();
        once(fail(Errc::Timeout, "no answer within 30 seconds; it may have been carried out"));
    });
    const auto home = [mailbox = m_parts.home, once](Result<Json> result) {
        mailbox->post([once, result = std::move(result)] { once(result); });
    };
    if (found.own)
        return found.own->run(m_parts.door, caller(), call.arguments, home);
    m_parts.outside->call(call.name, call.arguments, cancel->get_token(), home);
}

void Loop::ran(const ai::ToolCall &call, bool changes, const Asked &asked, const Result<Json> &result)
{
    const auto found = find(call.name);
    auto &said = m_outcome.steps.back();
    said["ms"] = (m_parts.clock.now() - m_turnAt).count();
    const bool untrusted = found.outside.has_value() || (found.own && found.own->untrusted);
    std::string words;
    if (result) {
        said["output"] = shown(*result);
        words = m_prompt.resultText(*result, call.name, untrusted);
        m_outcome.untrusted = m_outcome.untrusted || untrusted;
    } else {
        words = describe(result.error());
    }
    const auto on = [self = shared_from_this(), call, words, failed = !result] {
        if (!self->m_ended)
            self->tell(call, words, failed);
    };
    if (!changes)
        return on();
    m_parts.desk.ended(m_brief.id, asked.key, result, on);
}

void Loop::tell(const ai::ToolCall &call, const std::string &words, bool failed)
{
    if (m_outcome.steps.empty() || text(m_outcome.steps.back(), "kind") != "tool" || text(m_outcome.steps.back(), "what") != call.name
        || !text(m_outcome.steps.back(), "result").empty())
        step("tool", call.name)["input"] = shown(call.arguments);
    auto &said = m_outcome.steps.back();
    said["result"] = oneLine(words);
    said["failed"] = failed;
    m_prompt.add({ai::Message::Role::Tool, words, {}, call.id, call.name, failed});
    // Not from within the caller: a long list of refused calls must not pile up on the stack.
    m_parts.home->post([self = shared_from_this()] {
        if (!self->m_ended)
            self->useNext();
    });
}

bool Loop::askAgain(const std::string &words, const ai::Answer &answer)
{
    if (std::exchange(m_repaired, true) || limitReached())
        return false;
    step("check", "the answer was sent back")["result"] = words;
    m_prompt.add({ai::Message::Role::Assistant, answer.text, {}, {}, {}, false});
    m_prompt.add({ai::Message::Role::User, words + " Write it again.", {}, {}, {}, false});
    think();
    return true;
}

/// What is said must be fit to be read: within its form, standing on sources that exist, without secrets.
void Loop::finish(const ai::Answer &answer)
{
    auto words = answer.text;
    if (m_brief.kind != Kind::Answer) {
        words = text(answer.data, "reply");
        m_outcome.confidence = std::clamp(number(answer.data, "confidence"), 0.0, 1.0);
    }
    while (!words.empty() && (words.back() == '\n' || words.back() == ' '))
        words.pop_back();
    std::string fault;
    if (words.empty())
        fault = "The answer is empty.";
    else if (words.size() > LongestAnswer)
        fault = "The answer is far too long.";
    else if (answer.finish == ai::Finish::Length)
        fault = "The answer was cut in the middle: be shorter.";
    else if (ai::withoutSecrets(words) != words)
        fault = "The answer holds what looks like a password or a key.";
    const auto cited = citedNumbers(words);
    const auto &sources = m_prompt.sources();
    for (const int n : cited)
        if (fault.empty() && (n < 1 || n > int(sources.size())))
            fault = "There is no source [" + std::to_string(n) + "].";
    if (!fault.empty()) {
        if (!askAgain(fault, answer))
            byRules("the model's answer was not fit: " + fault);
        return;
    }
    for (const int n : cited)
        m_outcome.citations.emplace_back(n, sources[std::size_t(n - 1)]);
    m_outcome.how = Outcome::How::Model;
    m_outcome.text = words;
    m_outcome.why = "by " + m_outcome.model;
    end(m_outcome);
}

void Loop::byRules(const std::string &why)
{
    step("rule", "rules take over")["result"] = why;
    m_outcome.how = Outcome::How::Rules;
    m_outcome.why = why;
    end(m_outcome);
}

void Loop::end(Outcome outcome)
{
    if (std::exchange(m_ended, true))
        return;
    m_done(std::move(outcome));
}

} // namespace hs::thinking
