#pragma once

#include <QtGlobal>

#include <map>

#include "engine/workflow/replay.h"
#include "tests/unit/workflow/machines.h"

namespace hs::workflow::test {

/// An instance that keeps its history as the engine does: inputs as they are parked, what each step did, hash and,
/// every `SnapshotEvery`th row, the snapshot.
class HistoryMaker {
public:
    static constexpr std::int64_t SnapshotEvery = 3;

    explicit HistoryMaker(std::shared_ptr<const Definition> definition) : m_definition(std::move(definition))
    {
        versions[m_definition->version()] = m_definition;
    }

    void begin(const OrderedJson &input = OrderedJson::object())
    {
        add({{"kind", "start"}, {"input", Json(input)}}, workflow::start(*m_definition, input, now));
    }
    void event(const OrderedJson &event) { add({{"kind", "event"}, {"event", Json(event)}}, step(*m_definition, snapshot, EventInput{event}, now)); }
    void sends(const char *type) { event(OrderedJson{{"type", type}}); }
    void done(const std::string &invoke, const OrderedJson &output)
    {
        add({{"kind", "done"}, {"invoke", invoke}, {"output", Json(output)}}, step(*m_definition, snapshot, TaskDone{invoke, output}, now));
    }
    void failed(const std::string &invoke, const OrderedJson &error)
    {
        add({{"kind", "failed"}, {"invoke", invoke}, {"error", Json(error)}}, step(*m_definition, snapshot, TaskFailed{invoke, error}, now));
    }
    /// Fires the next timer at its time; `late`: the clock stands further on by then.
    void fireNext(std::chrono::milliseconds late = {})
    {
        const auto *timer = snapshot.nextTimer();
        if (timer == nullptr)
            qFatal("no timer is pending");
        const auto id = timer->id;
        const auto due = timer->due;
        add({{"kind", "timer"}, {"timer", id}}, step(*m_definition, snapshot, TimerInput{id}, due));
        rows.back().at.reset(); // the row tells the clock's time; what counts is the timer's
        now = due + late;
    }
    void migrateTo(std::shared_ptr<const Definition> to, const StateMap &map)
    {
        auto moved = migrate(*m_definition, snapshot, *to, map, now);
        if (!moved)
            qFatal("%s", moved.error().front().c_str());
        keep({{"kind", "migrate"}, {"from", m_definition->version()}, {"to", to->version()}, {"states", map}}, Json::object(), std::move(moved->snapshot), false);
        versions[to->version()] = to;
        m_definition = std::move(to);
    }
    void undo()
    {
        Snapshot back = m_before;
        keep({{"kind", "undo"}}, Json::object(), std::move(back), false);
    }
    /// Something that a person did to the instance beside the machine.
    void aside(const Json &input, Snapshot after, bool withSnapshot) { keep(input, Json::object(), std::move(after), withSnapshot); }

    [[nodiscard]] DefinitionSource source() const
    {
        return [this](const std::string &version) {
            const auto found = versions.find(version);
            return found == versions.end() ? nullptr : found->second;
        };
    }

    Timestamp now = fromMillis(1'700'000'000'000);
    Snapshot snapshot;
    std::vector<HistoryStep> rows;
    std::map<std::string, std::shared_ptr<const Definition>> versions;

private:
    void add(const Json &input, const StepResult &result)
    {
        if (!result)
            qFatal("%s", result.error().message.c_str());
        keep(input, recordOfStep(*result), result->snapshot, false);
    }
    void keep(const Json &input, const Json &record, Snapshot after, bool withSnapshot)
    {
        m_before = std::exchange(snapshot, std::move(after));
        HistoryStep row;
        row.seq = std::int64_t(rows.size());
        row.at = now;
        row.input = input;
        row.record = record;
        row.hash = snapshotHash(snapshot);
        if (withSnapshot || row.seq % SnapshotEvery == 0)
            row.snapshot = snapshot;
        rows.push_back(std::move(row));
    }

    std::shared_ptr<const Definition> m_definition;
    Snapshot m_before;
};

} // namespace hs::workflow::test
