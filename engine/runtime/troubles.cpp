#include "engine/runtime/troubles.h"

#include <algorithm>
#include <array>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/flow_missing.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/store_view.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/schedules.h"

namespace hs::runtime::troubles {

namespace table = store::troubles;

namespace {

constexpr std::chrono::hours Remembered{7 * 24}; ///< what a fault happened to
constexpr int AdminRole = 3;

/// "channel:mail" → {"channel", "mail"}
std::pair<std::string, std::string> parts(std::string_view component)
{
    const auto colon = component.find(':');
    return {std::string(component.substr(0, colon)), colon == std::string_view::npos ? std::string() : std::string(component.substr(colon + 1))};
}

Json dataOf(const Trouble &trouble)
{
    return {{"component", trouble.component}, {"fault", trouble.fault}, {"level", trouble.level}};
}

std::string headline(const Deed &deed, const Trouble &trouble)
{
    return titleOf(deed.studio, trouble.component) + ": " + trouble.what;
}

/// The administrator with the fewest open minutes; empty: there is none.
std::string administrator(const Deed &deed)
{
    auto people = StoreView(deed.tx, deed.studio, deed.now).operators();
    people.erase(std::remove_if(people.begin(), people.end(),
                                [&](const auto &one) {
                                    const auto person = store::people::find(deed.tx, one.id);
                                    return !person || person->role < AdminRole;
                                }),
                 people.end());
    return agents::assigneeOf(people);
}

Result<void> makeTask(Deed &deed, Trouble &trouble)
{
    hub::Write write;
    write.database = "master-tasks";
    write.mode = records::WriteMode::Create;
    write.writer = records::Writer::Engine;
    write.taskKey = "trouble/" + trouble.id;
    write.fields = {{"Task Name", "Mend " + titleOf(deed.studio, trouble.component)},
                    {"Status", "To Do"},
                    {"Priority", trouble.level >= Business ? "Urgent" : "High"},
                    {"Category", "Technical"},
                    {"Created By", deed.actor.name},
                    {"Source", "System"},
                    {"Tags", Json::array({"Technical", "Internal"})},
                    {"Description", trouble.what + "\nTried: " + trouble.tried + "\nNext: " + trouble.next}};
    if (const auto assignee = administrator(deed); !assignee.empty())
        write.fields["Assigned To"] = Json::array({assignee});
    const auto record = hub::write(deed, write);
    if (!record)
        return tl::make_unexpected(record.error());
    trouble.task = record->id;
    note(deed, {"task.created", "task", record->id, record->title, trouble.why, "operational." + std::to_string(trouble.level), {}, {{"trouble", trouble.id}}});
    return {};
}

void openCase(Deed &deed, Trouble &trouble)
{
    agents::EscalationWish wish;
    wish.title = "Business impact: " + titleOf(deed.studio, trouble.component);
    wish.reasonClass = "human_judgement";
    wish.category = "technical_support";
    wish.priority = "Urgent";
    wish.rule = "operational.4";
    wish.ruleText = "Customers or data are at risk.";
    wish.summary = trouble.what;
    wish.request = trouble.what + " " + trouble.id; // each time anew, also when the same was handed back once
    wish.recommended = nextStep(Business);
    wish.evidence.push_back({trouble.what, trouble.id});
    wish.tried.push_back({trouble.tried, {}});
    if (const auto opened = desk::open(deed, wish, "grace-fields"))
        trouble.escalation = opened->id;
}

void raise(Deed &deed, Trouble &trouble, int level, const std::string &why)
{
    if (level <= trouble.level)
        return;
    const bool ownWords = trouble.next != nextStep(trouble.level);
    const auto before = trouble.level;
    trouble.level = level;
    trouble.why = why;
    if (!ownWords || level == Business)
        trouble.next = nextStep(level);
    auto data = dataOf(trouble);
    data["before"] = before;
    note(deed, {"trouble.raised", "trouble", trouble.id,
                headline(deed, trouble) + " (level " + std::to_string(level) + ", " + levelName(level) + ")", why, "operational." + std::to_string(level), {},
                std::move(data)});
    if (level >= Operational && trouble.task.empty())
        if (const auto made = makeTask(deed, trouble); !made)
            note(deed, {"trouble.no_task", "trouble", trouble.id, "No task could be made: " + made.error().what, made.error().mend, {}, {}, dataOf(trouble)});
    if (level == Business && trouble.escalation.empty())
        openCase(deed, trouble);
}

/// The level by how long and how often.
void weigh(Deed &deed, Trouble &trouble)
{
    // One delivery with a wrong signature says nothing about the next, nor does one run that was missed.
    const auto until = trouble.fault == RefusedFault || trouble.fault == MissedFault ? trouble.lastAt : deed.now;
    if (until - trouble.firstAt >= Lasting)
        raise(deed, trouble, Operational, "it has lasted for 15 minutes");
    if (table::timesSince(deed.tx, trouble, deed.now - Window) >= Often)
        raise(deed, trouble, Development, "the same fault came 3 times within 24 hours");
}

bool effectIsWell(const store::ReadSql &sql, const std::string &id)
{
    using State = store::outbox::State;
    const auto effect = store::outbox::find(sql, id);
    return !effect || effect->state == State::Sent || effect->state == State::Cancelled || effect->state == State::Draft || effect->state == State::Held;
}

bool eventIsWell(const store::ReadSql &sql, const std::string &id)
{
    const auto event = store::inbox::find(sql, id);
    return !event || event->state == store::inbox::State::Done;
}

/// An agent's occasion is a task of a workflow, whose row goes when it has ended, or a message.
bool agentIsWell(const store::ReadSql &sql, const std::string &id)
{
    if (const auto message = store::messages::find(sql, id))
        return message->outcome != "waiting" && message->outcome != "dead";
    return !store::workflows::invocation(sql, id);
}

bool scheduleIsWell(const store::ReadSql &sql, const std::string &definition, Timestamp failedAt)
{
    const auto all = store::schedules::of(sql, definition);
    return all.empty() || std::any_of(all.begin(), all.end(), [&](const auto &one) { return one.lastRun && *one.lastRun > failedAt; });
}

/// Since when something waits to leave, by channel; the mirror in Notion is one of them.
std::map<std::string, Timestamp, std::less<>> waitingSince(const store::ReadSql &sql)
{
    auto oldest = store::outbox::oldestQueued(sql);
    if (const auto mirror = store::notion::oldestWaiting(sql))
        oldest["notion"] = *mirror;
    return oldest;
}

bool isWell(const store::ReadSql &sql, const Trouble &trouble, Timestamp now)
{
    const auto [kind, name] = parts(trouble.component);
    if (trouble.fault == ScheduleFault)
        return scheduleIsWell(sql, name, trouble.lastAt);
    if (trouble.fault == MissedFault)
        return now - trouble.lastAt >= Quiet || scheduleIsWell(sql, name, trouble.lastAt);
    if (trouble.fault == BehindFault) {
        const auto oldest = waitingSince(sql);
        const auto mine = oldest.find(name);
        return mine == oldest.end() || now - mine->second < Behind;
    }
    if (trouble.fault == RefusedFault)
        return now - trouble.lastAt >= Quiet || store::inbox::countSince(sql, name, trouble.lastAt) > 0;
    const auto ids = table::occasions(sql, trouble);
    return std::all_of(ids.begin(), ids.end(), [&, &kind = kind](const std::string &id) {
        if (kind == "channel")
            return effectIsWell(sql, id);
        if (kind == "source")
            return eventIsWell(sql, id);
        if (kind == "agent")
            return agentIsWell(sql, id);
        if (kind == "workflow") {
            const auto instance = store::workflows::find(sql, id);
            return !instance || instance->status != store::workflows::Status::Incident;
        }
        if (kind == "customers") {
            const auto report = store::escalations::find(sql, id);
            return !report || report->status == store::escalations::Status::Done;
        }
        return kind != "receiver" && kind != Machine; // which say so themselves
    });
}

/// Whatever waits to be sent for too long is the trouble of its channel, for an administrator.
void lookForLag(Deed &deed)
{
    for (const auto &[kind, since] : waitingSince(deed.tx))
        if (deed.now - since >= Behind && !table::open(deed.tx, "channel:" + kind, BehindFault))
            failed(deed, {"channel:" + kind, std::string(BehindFault), "what waits to be sent is more than an hour old", toRfc3339(since),
                          "it goes out as soon as its channel takes it", {}, Operational, "nothing has left for an hour", {}});
}

void resolve(Deed &deed, Trouble &trouble)
{
    trouble.resolvedAt = deed.now;
    trouble.nextCheck.reset();
    table::update(deed.tx, trouble);
    note(deed, {"trouble.resolved", "trouble", trouble.id, titleOf(deed.studio, trouble.component) + " is well again", trouble.what, {}, {}, dataOf(trouble)});
    const auto task = store::records::task(deed.tx, trouble.task);
    if (!task || task->index.status == "Done" || task->index.status == "Cancelled")
        return;
    hub::Write write;
    write.database = "master-tasks";
    write.id = trouble.task;
    write.writer = records::Writer::Engine;
    const auto notes = text(task->record.fields, "Notes");
    write.fields = {{"Status", "Done"},
                    {"Completed Date", toRfc3339(deed.now)},
                    {"Notes", (notes.empty() ? "" : notes + "\n") + titleOf(deed.studio, trouble.component) + " is well again."}};
    if (hub::write(deed, write)) // else it is closed by hand
        note(deed, {"task.changed", "task", trouble.task, task->record.title + ": Done", "the trouble is over", {}, {}, {{"trouble", trouble.id}}});
}

} // namespace

void failed(Deed &given, const Failure &failure)
{
    // Whoever failed, it is the engine that says so.
    Deed deed{given.tx, given.studio, given.now, given.correlation, given.cause, engineActor()};
    auto known = table::open(deed.tx, failure.component, failure.fault);
    Trouble trouble = known.value_or(Trouble());
    trouble.what = failure.what;
    trouble.lastAt = deed.now;
    trouble.tried = failure.tried;
    if (!failure.escalation.empty() && trouble.escalation.empty())
        trouble.escalation = failure.escalation;
    if (!known) {
        trouble.id = deed.studio.ids.make("trb");
        trouble.component = failure.component;
        trouble.fault = failure.fault;
        trouble.firstAt = deed.now;
        trouble.why = "it failed for the first time";
        trouble.next = failure.next.empty() ? nextStep(Recovery) : failure.next;
        trouble.nextCheck = deed.now + CheckEvery;
        table::insert(deed.tx, trouble);
        note(deed, {"trouble.opened", "trouble", trouble.id, headline(deed, trouble), trouble.tried, "operational.1", {}, dataOf(trouble)});
    }
    table::happened(deed.tx, trouble, failure.occasion, deed.now, deed.now - Remembered);
    raise(deed, trouble, failure.least, failure.why);
    weigh(deed, trouble);
    table::update(deed.tx, trouble);
}

std::optional<Timestamp> nextCheck(const store::ReadSql &sql)
{
    auto first = table::nextCheck(sql);
    for (const auto &[kind, since] : waitingSince(sql))
        if (const auto late = since + Behind; (!first || late < *first) && !table::open(sql, "channel:" + kind, BehindFault))
            first = late;
    return first;
}

void check(Deed &deed)
{
    lookForLag(deed);
    for (auto &trouble : table::toCheck(deed.tx, deed.now)) {
        if (trouble.fault == DefinitionFault) {
            const auto awaited = flow::definitionIsBack(deed, parts(trouble.component).second);
            if (awaited && *awaited == flow::Awaited::Nothing) {
                resolve(deed, trouble);
                continue;
            }
            if (awaited && *awaited == flow::Awaited::More) {
                trouble.nextCheck = deed.now;
                table::update(deed.tx, trouble);
                continue;
            }
        } else if (isWell(deed.tx, trouble, deed.now)) {
            resolve(deed, trouble);
            continue;
        }
        weigh(deed, trouble);
        trouble.nextCheck = deed.now + CheckEvery;
        table::update(deed.tx, trouble);
    }
}

void eventFailed(Deed &deed, const std::string &id, const std::string &source, const std::string &type, const Error &error, bool dead)
{
    Failure failure{"source:" + source, type, error.what, id, dead ? "it was tried and given up" : "it is tried again", error.mend};
    if (dead && error.code == Errc::BadInput) {
        failure.tried = "it was kept as it came";
        failure.least = Development;
        failure.why = "nothing in the program knows this payload";
    }
    failed(deed, failure);
}

void refused(Deed &deed, const std::string &source, const std::string &reason)
{
    // The same occasion each time: a stranger who tries often is no fault of the program.
    failed(deed, {"source:" + source, std::string(RefusedFault), "deliveries are refused: " + reason, std::string(RefusedFault),
                         "the sender is told so, and nothing is stored", "compare the secret with the sender's, and set it again"});
}

void effectFailed(Deed &deed, const store::outbox::Effect &effect, const Error &error)
{
    failed(deed, {"channel:" + effect.kind, "sending", error.what, effect.id,
                         std::to_string(effect.attempts) + (effect.attempts == 1 ? " attempt" : " attempts") + ", each later than the one before", error.mend});
}

void incident(Deed &deed, const store::workflows::Instance &instance)
{
    failed(deed, {"workflow:" + instance.definition, "incident " + instance.error.substr(0, instance.error.find(':')),
                         instance.number + " stopped: " + instance.error, instance.id, "nothing of the step was done; its input is kept",
                         "look at the run, mend the cause, then retry the step or cancel the workflow", Recovery, {}, {}});
}

void reported(Deed &deed, const store::escalations::Escalation &escalation)
{
    failed(deed, {"customers", "outage", "Several customers report a failure: " + escalation.title, escalation.id,
                         "a person was called", {}, Business, "customers are affected (rule R6)", escalation.id});
}

void receiver(Deed &deed, const std::string &error)
{
    if (!error.empty())
        return failed(deed, {"receiver", "listening", "The receiver does not listen: " + error, "listening", "it listens again at the next start",
                             "choose another port in the settings, or end the program that uses it", Operational, "nothing that is sent can arrive", {}});
    if (auto trouble = table::open(deed.tx, "receiver", "listening"))
        resolve(deed, *trouble);
}

void budget(Deed &deed, const std::string &whose, double spent, double limit)
{
    const auto dollars = [](double value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.2f", value);
        return "$" + std::string(text.data());
    };
    failed(deed, {"ai", "budget:" + whose, "Language models have cost " + dollars(spent) + " today; the soft limit of " + whose + " is " + dollars(limit), dayOf(deed.now),
                  "cheaper and local models are preferred until midnight (UTC)", "raise the limit in the settings, or let it be", Operational, "answers may be plainer", {}});
}

void machineIsWell(Deed &deed, const std::string &resource)
{
    if (auto trouble = table::open(deed.tx, Machine, resource))
        resolve(deed, *trouble);
}

void storeWasDown(Deed &deed, Timestamp since, const Error &error)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(deed.now - since).count();
    failed(deed, {"store", "writing", "The store could not be written for " + std::to_string(minutes) + " min: " + error.what, toRfc3339(since),
                         "senders were asked to try again, and writing was tried every second", error.mend, Business, "data was at risk", {}});
    if (auto trouble = table::open(deed.tx, "store", "writing"))
        resolve(deed, *trouble);
}

std::string titleOf(const Studio &studio, std::string_view component)
{
    const auto [kind, name] = parts(component);
    if (kind == "channel")
        return name == "mail" ? "Outgoing mail" : name == "slack" ? "Slack" : name == "notion" ? "Notion" : name;
    if (kind == "agent") {
        const auto *card = studio.agents.catalog().find(name);
        return card ? card->name : name;
    }
    if (kind == "source")
        return "Deliveries of " + name;
    if (kind == "workflow")
        return "Workflow " + name;
    return kind == "store" ? "The store" : kind == "customers" ? "Customers" : kind == "receiver" ? "The receiver" : kind == Machine ? "This computer" : std::string(component);
}

std::string nextStep(int level)
{
    static const std::array<std::string, 4> steps{"Nothing: the engine tries again by itself.",
                                                  "Look at the connection, renew its credentials or call the service.",
                                                  "Send the export of the audit to whoever maintains the program.",
                                                  "Tell those affected, keep the work going by hand, and look into the cause afterwards."};
    return steps[std::size_t(std::clamp(level, 1, 4)) - 1];
}

std::string levelName(int level)
{
    static const std::array<std::string, 4> names{"automated recovery", "operational response", "development", "business impact"};
    return names[std::size_t(std::clamp(level, 1, 4)) - 1];
}

} // namespace hs::runtime::troubles
