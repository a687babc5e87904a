#include "engine/runtime/ai_ledger.h"

#include <spdlog/spdlog.h>

#include "engine/runtime/studio.h"
#include "engine/store/tables/ai_calls.h"

namespace hs::runtime {

namespace ai_calls = store::ai_calls;

AiLedger::AiLedger(store::Store &store, const Clock &clock) : m_store(store), m_clock(clock)
{
    today();
}

void AiLedger::today() const
{
    const auto day = dayOf(m_clock.now());
    if (day == m_day)
        return;
    m_day = day;
    m_all = 0;
    m_entities.clear();
    m_agents.clear();
    // Once a day and at the start; a clock that jumped back finds what was spent on that day.
    const auto read = m_store.readNow<bool>([&](const store::ReadSql &sql) -> Result<bool> {
        m_all = ai_calls::ofDay(sql, day, "day", "").dollars;
        for (const auto &sum : ai_calls::ofDay(sql, day, "entity"))
            m_entities[sum.id] = sum.dollars;
        for (const auto &sum : ai_calls::ofDay(sql, day, "agent"))
            m_agents[sum.id] = sum.dollars;
        return true;
    });
    if (!read)
        spdlog::warn("what models cost today could not be read: {}", describe(read.error()));
}

ai::Spent AiLedger::spentToday(const std::string &entity, const std::string &agent) const
{
    today();
    const auto of = [](const std::map<std::string, double> &sums, const std::string &id) {
        const auto found = sums.find(id);
        return found == sums.end() ? 0.0 : found->second;
    };
    return {m_all, of(m_entities, entity), of(m_agents, agent)};
}

void AiLedger::record(const ai::CallRecord &call)
{
    today();
    if (dayOf(call.at) == m_day) {
        m_all += call.cost;
        if (!call.entity.empty())
            m_entities[call.entity] += call.cost;
        if (!call.agent.empty())
            m_agents[call.agent] += call.cost;
    }
    ai_calls::Call row;
    row.at = call.at;
    row.provider = call.provider;
    row.model = call.model;
    row.purpose = ai::name(call.purpose);
    row.agent = call.agent;
    row.entity = call.entity;
    row.thought = call.task;
    row.why = call.why;
    row.outcome = call.outcome;
    row.error = call.error;
    row.input = call.usage.input;
    row.cached = call.usage.cached;
    row.output = call.usage.output;
    row.dollars = call.cost;
    row.costKnown = call.costKnown;
    row.millis = call.latency.count();
    row.firstMillis = call.firstToken.count();
    row.requestId = call.requestId;
    row.attempt = call.attempt;
    row.correlation = call.correlation;
    m_store.write<void>(
        store::Urgency::Normal,
        [row](store::Transaction &tx) -> Result<void> {
            ai_calls::add(tx, row);
            return {};
        },
        [](const Result<void> &kept) {
            if (!kept)
                spdlog::warn("a call of a model was not written down: {}", describe(kept.error()));
        });
    if (m_told)
        m_told();
}

void AiLedger::noteMasks(const std::string &task, const std::map<std::string, std::string> &masks)
{
    Json kinds = Json::object();
    for (const auto &[mask, kind] : masks)
        kinds[mask] = kind;
    m_store.write<void>(
        store::Urgency::Normal,
        [task, kinds](store::Transaction &tx) -> Result<void> {
            ai_calls::setMasked(tx, task, kinds);
            return {};
        },
        [](const Result<void> &kept) {
            if (!kept)
                spdlog::warn("what was masked was not written down: {}", describe(kept.error()));
        });
}

} // namespace hs::runtime
