#include "engine/workflow/setup.h"

#include <algorithm>
#include <cmath>

#include "engine/workflow/cron.h"
#include "engine/workflow/duration.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

template <typename Map>
std::vector<std::string> keysOf(const Map &map)
{
    std::vector<std::string> out;
    for (const auto &[key, value] : map)
        out.push_back(key);
    return out;
}

} // namespace

const std::vector<std::string> &builtInSources()
{
    static const std::vector<std::string> sources = {"human.approve",   "human.input",       "human.escalate", "bus.request",
                                                     "engine.workflow", "engine.compensate", "engine.foreach"};
    return sources;
}

bool isName(std::string_view text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && isLetter(text.front())
           && std::all_of(text.begin(), text.end(),
                          [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

Setup SetupReader::read(const OrderedJson &setup, const std::string &pointer)
{
    Setup out;
    if (!m_report.isObject(setup, pointer, "setup"))
        return out;
    m_report.unknownKeys(setup, pointer, {"guards", "delays", "actors", "actions", "triggers", "schedules"}, "setup");
    const auto part = [&](const char *key, auto read) {
        if (const OrderedJson *value = member(setup, key))
            read(*value, pointer / key);
    };
    part("guards", [&](const OrderedJson &guards, const std::string &at) {
        if (!m_report.isObject(guards, at, "guards"))
            return;
        for (const auto &[name, rule] : guards.items()) {
            m_report.rule(rule, at / name, {.params = true});
            out.guards[name] = {rule, at / name};
        }
    });
    part("delays", [&](const OrderedJson &value, const std::string &at) { readDelays(value, at, out); });
    part("actions", [&](const OrderedJson &value, const std::string &at) { readActions(value, at, out); });
    part("actors", [&](const OrderedJson &value, const std::string &at) { readActors(value, at, out); });
    part("triggers", [&](const OrderedJson &value, const std::string &at) { readTriggers(value, at, out); });
    part("schedules", [&](const OrderedJson &value, const std::string &at) { readSchedules(value, at, out); });
    return out;
}

void SetupReader::readDelays(const OrderedJson &delays, const std::string &pointer, Setup &setup)
{
    if (!m_report.isObject(delays, pointer, "delays"))
        return;
    for (const auto &[name, value] : delays.items()) {
        Delay delay;
        if (value.is_object()) {
            m_report.rule(value, pointer / name, {});
            delay.rule = value;
        } else {
            delay.fixed = readDuration(value, pointer / name);
        }
        setup.delays[name] = {delay, pointer / name};
    }
}

void SetupReader::readActions(const OrderedJson &actions, const std::string &pointer, Setup &setup)
{
    if (!m_report.isObject(actions, pointer, "actions"))
        return;
    for (const auto &[name, value] : actions.items()) {
        const std::string at = pointer / name;
        setup.actions[name] = {{}, at};
        if (!m_report.isObject(value, at, name))
            continue;
        m_report.unknownKeys(value, at, {"agent", "command"}, "an action of setup");
        Setup::Command command;
        for (const auto &[key, text] : {std::pair("agent", &command.agent), std::pair("command", &command.command)}) {
            const OrderedJson *given = member(value, key);
            if (given == nullptr)
                m_report.error("E062", at, inQuotes(key) + " of action " + inQuotes(name) + " is missing (must be a string)");
            else if (m_report.isText(*given, at / key, key))
                *text = given->get<std::string>();
        }
        if (!command.agent.empty() && !command.command.empty())
            checkAgent(command.agent, command.command, at / "agent", at / "command");
        setup.actions[name].value = command;
    }
}

void SetupReader::readActors(const OrderedJson &actors, const std::string &pointer, Setup &setup)
{
    if (!m_report.isObject(actors, pointer, "actors"))
        return;
    for (const auto &[src, value] : actors.items()) {
        const std::string at = pointer / src;
        checkSrc(src, at);
        if (!m_report.isObject(value, at, src))
            continue;
        m_report.unknownKeys(value, at, {"timeout", "idempotent", "maxConcurrent", "perMinute", "retry", "compensate"},
                             "an actor");
        TaskPolicy policy;
        readPolicy(value, at, policy);
        if (const OrderedJson *idempotent = member(value, "idempotent");
            idempotent && m_report.isTrueOrFalse(*idempotent, at / "idempotent", "idempotent"))
            policy.idempotent = idempotent->get<bool>();
        if (const OrderedJson *count = member(value, "maxConcurrent"))
            policy.maxConcurrent = readCount(*count, at / "maxConcurrent", "maxConcurrent");
        if (const OrderedJson *count = member(value, "perMinute"))
            policy.perMinute = readCount(*count, at / "perMinute", "perMinute");
        setup.actors[src] = policy;
    }
}

std::optional<int> SetupReader::readCount(const OrderedJson &value, const std::string &pointer, std::string_view key)
{
    const double number = value.is_number() ? value.get<double>() : 0;
    if (number >= 1 && number <= 1e6 && std::trunc(number) == number)
        return int(number);
    m_report.wrongType(pointer, key, "a whole number from 1 to 1000000", value);
    return std::nullopt;
}

void SetupReader::readPolicy(const OrderedJson &object, const std::string &pointer, TaskPolicy &policy)
{
    if (const OrderedJson *timeout = member(object, "timeout"))
        policy.timeout = readDuration(*timeout, pointer / "timeout");
    if (const OrderedJson *retry = member(object, "retry"))
        policy.retry = readRetry(*retry, pointer / "retry");
    const OrderedJson *compensate = member(object, "compensate");
    const std::string at = pointer / "compensate";
    if (compensate == nullptr)
        return;
    if (!m_report.isObject(*compensate, at, "compensate"))
        return;
    m_report.unknownKeys(*compensate, at, {"src", "input"}, "a compensate");
    Compensate out;
    const OrderedJson *src = member(*compensate, "src");
    if (src == nullptr) {
        m_report.error("E062", at, "\"src\" of action \"compensate\" is missing (must be a string)");
    } else if (m_report.isText(*src, at / "src", "src")) {
        out.src = src->get<std::string>();
        checkSrc(out.src, at / "src");
    }
    if (const OrderedJson *input = member(*compensate, "input")) {
        m_report.mapping(*input, at / "input", {.inputOutput = true});
        out.input = *input;
    }
    policy.compensate = out;
}

RetryPolicy SetupReader::readRetry(const OrderedJson &retry, const std::string &pointer)
{
    RetryPolicy out;
    if (!retry.is_array()) {
        m_report.wrongType(pointer, "retry", "an array", retry);
        return out;
    }
    for (std::size_t i = 0; i < retry.size(); ++i) {
        if (m_report.isObject(retry[i], pointer / i, "retry"))
            out.push_back(readRetryEntry(retry[i], pointer / i, i + 1 == retry.size()));
    }
    return out;
}

RetryEntry SetupReader::readRetryEntry(const OrderedJson &entry, const std::string &pointer, bool last)
{
    RetryEntry out;
    m_report.unknownKeys(
        entry, pointer,
        {"errorEquals", "intervalSeconds", "backoffRate", "maxAttempts", "maxDelaySeconds", "jitterStrategy"},
        "a retry entry");
    const auto must = [&](const std::string &at, std::string_view key, std::string_view what) {
        m_report.error("E082", at, "retry: " + inQuotes(key) + " must be " + std::string(what));
    };
    const OrderedJson *errors = member(entry, "errorEquals");
    const bool texts = errors != nullptr && errors->is_array() && !errors->empty()
                       && std::all_of(errors->begin(), errors->end(), [](const auto &e) { return e.is_string(); });
    if (!texts)
        must(errors == nullptr ? pointer : pointer / "errorEquals", "errorEquals", "a list of error names");
    for (std::size_t i = 0; texts && i < errors->size(); ++i) {
        out.errorEquals.push_back((*errors)[i].get<std::string>());
        const std::string at = pointer / "errorEquals" / i;
        if (out.errorEquals.back() == "*" && (errors->size() > 1 || !last))
            m_report.error("E082", at, "retry: \"*\" must stand alone in the last entry");
        else if (!isDescriptor(out.errorEquals.back()))
            must(at, "errorEquals", "a list of error names");
    }
    const auto number = [&](const char *key, double least, std::string_view what, auto take) {
        const OrderedJson *value = member(entry, key);
        if (value == nullptr)
            return;
        if (value->is_number() && value->get<double>() >= least && value->get<double>() <= 1e9)
            take(value->get<double>());
        else
            must(pointer / key, key, what);
    };
    number("intervalSeconds", 0, "a number from 0", [&](double seconds) { out.intervalSeconds = seconds; });
    number("backoffRate", 1, "a number from 1", [&](double rate) { out.backoffRate = rate; });
    number("maxDelaySeconds", 0, "a number from 0", [&](double seconds) { out.maxDelaySeconds = seconds; });
    number("maxAttempts", 0, "a whole number from 0", [&](double attempts) {
        if (std::trunc(attempts) != attempts)
            must(pointer / "maxAttempts", "maxAttempts", "a whole number from 0");
        out.maxAttempts = int(attempts);
    });
    if (const OrderedJson *strategy = member(entry, "jitterStrategy")) {
        if (*strategy != "FULL" && *strategy != "NONE")
            must(pointer / "jitterStrategy", "jitterStrategy", "\"FULL\" or \"NONE\"");
        out.fullJitter = *strategy == "FULL";
    }
    return out;
}

void SetupReader::readTriggers(const OrderedJson &triggers, const std::string &pointer, Setup &setup)
{
    if (!triggers.is_array())
        return m_report.wrongType(pointer, "triggers", "an array", triggers);
    for (const auto &[given, at] : oneOrMany(triggers, pointer)) {
        if (!m_report.isObject(*given, at, "triggers"))
            continue;
        m_report.unknownKeys(*given, at, {"event", "mode", "key", "ifRunning", "ttl"}, "a trigger");
        Trigger trigger;
        const OrderedJson *event = member(*given, "event");
        if (event == nullptr) {
            m_report.error("E014", at, "\"event\" must be a string, found nothing");
        } else if (m_report.isText(*event, at / "event", "event")) {
            trigger.event = event->get<std::string>();
            if (isReserved(trigger.event))
                m_report.error("E047", at / "event", "event types cannot start with \"xstate.\" here");
            else if (!isDescriptor(trigger.event))
                m_report.error("E048", at / "event", "\"*\" only as the last token");
        }
        const auto choice = [&, &given = given, &at = at](const char *key, std::initializer_list<std::string_view> names, const char *wanted) {
            const OrderedJson *value = member(*given, key);
            if (value == nullptr)
                return std::size_t(0);
            const auto found = std::find_if(names.begin(), names.end(), [&](auto name) { return *value == name; });
            if (found == names.end())
                m_report.error("E014", at / key, inQuotes(key) + " must be " + wanted + ", found "
                                                     + (value->is_string() ? value->dump() : typeName(*value)));
            return found == names.end() ? std::size_t(0) : std::size_t(found - names.begin());
        };
        trigger.starts = choice("mode", {"deliver", "start"}, "start or deliver") == 1;
        trigger.ifRunning = static_cast<Trigger::IfRunning>(
            choice("ifRunning", {"deliver", "startNew", "drop"}, "deliver, startNew or drop"));
        if (const OrderedJson *key = member(*given, "key")) {
            m_report.rule(*key, at / "key", {});
            trigger.key = *key;
        } else {
            m_report.error("E090", at, "trigger needs \"key\"");
        }
        if (const OrderedJson *ttl = member(*given, "ttl"))
            trigger.ttl = readDuration(*ttl, at / "ttl");
        setup.triggers.push_back(std::move(trigger));
    }
}

void SetupReader::readSchedules(const OrderedJson &schedules, const std::string &pointer, Setup &setup)
{
    if (!schedules.is_array())
        return m_report.wrongType(pointer, "schedules", "an array", schedules);
    for (const auto &[given, at] : oneOrMany(schedules, pointer)) {
        if (!m_report.isObject(*given, at, "schedules"))
            continue;
        m_report.unknownKeys(*given, at, {"cron", "timezone", "overlap", "catchup", "event"}, "a schedule");
        Schedule schedule;
        const OrderedJson *cron = member(*given, "cron");
        if (cron == nullptr) {
            m_report.error("E014", at, "\"cron\" must be a string, found nothing");
        } else if (m_report.isText(*cron, at / "cron", "cron")) {
            schedule.cron = cron->get<std::string>();
            if (const auto problem = cronProblem(schedule.cron); !problem.empty())
                m_report.error("E091", at / "cron", "not a cron expression: " + problem);
        }
        if (const OrderedJson *zone = member(*given, "timezone");
            zone && m_report.isText(*zone, at / "timezone", "timezone")) {
            schedule.timezone = zone->get<std::string>();
            if (m_catalog.knowsTimeZone && !m_catalog.knowsTimeZone(schedule.timezone))
                m_report.error("E092", at / "timezone", "unknown time zone " + inQuotes(schedule.timezone));
        }
        if (const OrderedJson *overlap = member(*given, "overlap")) {
            if (*overlap == "skip" || *overlap == "queue" || *overlap == "allow")
                schedule.overlap = overlap->get<std::string>();
            else
                m_report.error("E014", at / "overlap", "\"overlap\" must be skip, queue or allow, found "
                                                           + (overlap->is_string() ? overlap->dump() : typeName(*overlap)));
        }
        if (const OrderedJson *catchup = member(*given, "catchup"))
            schedule.catchup = readDuration(*catchup, at / "catchup");
        const OrderedJson *event = member(*given, "event");
        const OrderedJson *type = event == nullptr ? nullptr : member(*event, "type");
        if (type == nullptr || !type->is_string())
            m_report.error("E014", event == nullptr ? at : at / "event",
                           "\"event\" must be an object with \"type\", found "
                               + (event == nullptr ? std::string("nothing") : typeName(*event)));
        else if (isReserved(type->get_ref<const std::string &>()))
            m_report.error("E047", at / "event" / "type", "event types cannot start with \"xstate.\" here");
        schedule.event = event == nullptr ? OrderedJson() : *event;
        setup.schedules.push_back(std::move(schedule));
    }
}

void SetupReader::checkSrc(const std::string &src, const std::string &pointer)
{
    const auto &builtIn = builtInSources();
    if (std::find(builtIn.begin(), builtIn.end(), src) != builtIn.end())
        return;
    const auto dot = src.find('.');
    const std::string agent = src.substr(0, dot);
    if (dot == std::string::npos) {
        if (!m_catalog.anyAgent)
            m_report.error("E080", pointer, "no agent " + inQuotes(agent) + didYouMean(agent, keysOf(m_catalog.commands)));
        return;
    }
    checkAgent(agent, src.substr(dot + 1), pointer, pointer);
}

void SetupReader::checkAgent(const std::string &agent, const std::string &command, const std::string &agentPointer,
                             const std::string &commandPointer)
{
    if (m_catalog.anyAgent)
        return;
    std::vector<std::string> commands;
    for (const auto &source : builtInSources()) {
        if (source.starts_with(agent + '.'))
            commands.push_back(source.substr(agent.size() + 1));
    }
    const auto found = m_catalog.commands.find(agent);
    if (found == m_catalog.commands.end() && commands.empty()) {
        m_report.error("E080", agentPointer, "no agent " + inQuotes(agent) + didYouMean(agent, keysOf(m_catalog.commands)));
        return;
    }
    if (found != m_catalog.commands.end())
        commands.insert(commands.end(), found->second.begin(), found->second.end());
    if (std::find(commands.begin(), commands.end(), command) == commands.end())
        m_report.error("E080", commandPointer, "no command " + inQuotes(command) + " of agent " + inQuotes(agent)
                                                   + didYouMean(command, commands));
}

std::optional<Delay> SetupReader::readDelayText(const std::string &text, const std::string &pointer,
                                                Document::Of what, Setup &setup)
{
    if (const auto named = setup.delays.find(text); named != setup.delays.end()) {
        named->second.used = true;
        return named->second.value;
    }
    if (const auto fixed = delayOf(text))
        return Delay{fixed, {}};
    const bool likeDuration = text.size() > 1 && text[0] == 'P' && (text[1] == 'T' || (text[1] >= '0' && text[1] <= '9'));
    if (isName(text) && !likeDuration)
        m_report.error("E070", pointer,
                       "no delay " + inQuotes(text) + " in setup.delays" + didYouMean(text, keysOf(setup.delays)), what);
    else
        m_report.error("E071", pointer, inQuotes(text) + " is not a duration or milliseconds", what);
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> SetupReader::readDuration(const OrderedJson &value, const std::string &pointer)
{
    const auto out = delayOf(value);
    if (!out)
        m_report.error("E071", pointer, (value.is_string() ? value.dump() : inQuotes(value.dump()))
                                            + " is not a duration or milliseconds");
    return out;
}

} // namespace hs::workflow
