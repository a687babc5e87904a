#include "engine/workflow/run_lanes.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/workflow/interpreter.h"

namespace hs::workflow {

namespace {

/// Lanes, and where each state and task has its place.
struct Layout {
    std::vector<Lane> lanes;
    std::vector<std::size_t> ofState;   ///< by state index
    std::vector<StateIndex> region;     ///< by lane index; of a task: its region's
    std::map<std::string, std::size_t, std::less<>> ofTask;
};

bool isRegion(const Definition &definition, const State &state)
{
    return state.parent == NoState
           || (state.type != StateType::History && definition.state(state.parent).type == StateType::Parallel);
}

/// The states of one lane in document order, and the regions right below them.
void collect(const Definition &definition, StateIndex index, std::vector<StateIndex> &inside, std::vector<StateIndex> &regions)
{
    inside.push_back(index);
    for (const StateIndex child : definition.state(index).children) {
        if (isRegion(definition, definition.state(child)))
            regions.push_back(child);
        else
            collect(definition, child, inside, regions);
    }
}

void addLane(const Definition &definition, StateIndex region, int depth, Layout &layout)
{
    const State &state = definition.state(region);
    const std::size_t lane = layout.lanes.size();
    layout.lanes.push_back({Lane::Kind::Region, state.id, state.parent == NoState ? definition.id() : state.key, {}, depth});
    layout.region.push_back(region);
    std::vector<StateIndex> inside;
    std::vector<StateIndex> regions;
    collect(definition, region, inside, regions);
    for (const StateIndex index : inside) {
        layout.ofState[index] = lane;
        for (const Invoke &invoke : definition.state(index).invokes) {
            layout.ofTask[invoke.id] = layout.lanes.size();
            layout.lanes.push_back({Lane::Kind::Task, invoke.id, invoke.id, invoke.src, depth + 1});
            layout.region.push_back(region);
        }
    }
    for (const StateIndex inner : regions)
        addLane(definition, inner, depth + 1, layout);
}

Layout layoutOf(const Definition &definition)
{
    Layout layout;
    layout.ofState.assign(definition.states().size(), 0);
    addLane(definition, 0, 0, layout);
    return layout;
}

/// Compound states in between are told by the labels of the states inside them.
bool hasBar(const State &state)
{
    return state.type == StateType::Atomic || state.type == StateType::Final || state.type == StateType::Parallel;
}

std::string labelOf(const Definition &definition, const State &state, StateIndex region)
{
    std::string label = state.key;
    for (StateIndex up = state.parent; up != NoState && up != region && state.index != region; up = definition.state(up).parent)
        label = definition.state(up).key + "." + label;
    return state.parent == NoState ? definition.id() : label;
}

class Reader {
public:
    explicit Reader(const Definition &definition) : m_definition(definition), m_layout(layoutOf(definition)) {}

    void begin(const LaneSeed &seed, const RunFact &first)
    {
        m_seq = first.seq;
        for (const StateIndex index : within(seed.active))
            open(index, std::nullopt);
        for (const auto &task : seed.tasks)
            openTask(task, std::nullopt);
    }

    void take(const RunFact &fact)
    {
        m_seq = fact.seq;
        sign(fact);
        if (fact.kind == RunFact::Kind::Cancelled)
            return closeAll(fact, Bar::Outcome::Cancelled);
        if (fact.kind == RunFact::Kind::Replaced)
            return replace(fact);
        if (!fact.finished.empty())
            closeTask(fact.finished, fact, fact.failed ? Bar::Outcome::Failed : Bar::Outcome::Done);
        for (const auto &task : fact.cancelled)
            closeTask(task, fact, Bar::Outcome::Cancelled);
        moves(fact);
        for (const auto &task : fact.started)
            openTask(task, fact.at);
        if (fact.ends)
            closeAll(fact, Bar::Outcome::Done);
    }

    Activity finish()
    {
        std::stable_sort(m_activity.bars.begin(), m_activity.bars.end(), [](const Bar &a, const Bar &b) {
            return a.lane != b.lane ? a.lane < b.lane : a.from < b.from;
        });
        return std::move(m_activity);
    }

private:
    /// The leaf states and all that contain them.
    [[nodiscard]] std::vector<StateIndex> within(const std::vector<std::string> &active) const
    {
        auto all = configuration(m_definition, active);
        return all ? std::move(*all) : std::vector<StateIndex>();
    }

    void open(StateIndex index, std::optional<Timestamp> at)
    {
        const State &state = m_definition.state(index);
        if (!hasBar(state) || m_stays.contains(index))
            return;
        const std::size_t lane = m_layout.ofState[index];
        m_stays[index] = m_activity.bars.size();
        m_activity.bars.push_back({lane, labelOf(m_definition, state, m_layout.region[lane]), m_seq, std::nullopt, at, std::nullopt, Bar::Outcome::Open});
    }

    void end(std::size_t bar, const RunFact &fact, Bar::Outcome outcome)
    {
        m_activity.bars[bar].to = fact.seq;
        m_activity.bars[bar].toAt = fact.at;
        m_activity.bars[bar].outcome = outcome;
    }

    void close(StateIndex index, const RunFact &fact, Bar::Outcome outcome)
    {
        if (const auto found = m_stays.find(index); found != m_stays.end()) {
            end(found->second, fact, outcome);
            m_stays.erase(found);
        }
    }

    void openTask(const std::string &invoke, std::optional<Timestamp> at)
    {
        const auto lane = m_layout.ofTask.find(invoke);
        if (lane == m_layout.ofTask.end() || m_tasks.contains(invoke))
            return;
        m_tasks[invoke] = m_activity.bars.size();
        m_activity.bars.push_back({lane->second, m_layout.lanes[lane->second].src, m_seq, std::nullopt, at, std::nullopt, Bar::Outcome::Open});
    }

    void closeTask(const std::string &invoke, const RunFact &fact, Bar::Outcome outcome)
    {
        if (const auto found = m_tasks.find(invoke); found != m_tasks.end()) {
            end(found->second, fact, outcome);
            m_tasks.erase(found);
        }
    }

    void closeAll(const RunFact &fact, Bar::Outcome outcome)
    {
        for (const auto &[index, bar] : m_stays)
            end(bar, fact, outcome);
        m_stays.clear();
        for (const auto &[invoke, bar] : m_tasks)
            end(bar, fact, Bar::Outcome::Cancelled);
        m_tasks.clear();
    }

    /// A step lists what it left and entered over all its microsteps: how often tells what was only passed through.
    void moves(const RunFact &fact)
    {
        std::map<StateIndex, int> exits;
        for (const auto &id : fact.exited)
            if (const State *state = m_definition.find(id))
                ++exits[state->index];
        std::map<StateIndex, int> entries;
        for (const auto &id : fact.entered)
            if (const State *state = m_definition.find(id))
                ++entries[state->index];
        for (auto &[index, count] : exits) {
            if (m_stays.contains(index)) {
                close(index, fact, leaving(index));
                --count;
            }
        }
        for (const auto &[index, count] : entries) {
            const auto left = exits.contains(index) ? exits[index] : 0;
            for (int i = 0; i < count; ++i) {
                open(index, fact.at);
                if (i < left)
                    close(index, fact, leaving(index));
            }
        }
    }

    /// A final state is where a region or the machine was done.
    [[nodiscard]] Bar::Outcome leaving(StateIndex index) const
    {
        return m_definition.state(index).type == StateType::Final ? Bar::Outcome::Done : Bar::Outcome::Left;
    }

    void replace(const RunFact &fact)
    {
        const auto now = within(fact.active);
        const std::set<StateIndex> stays(now.begin(), now.end());
        std::vector<StateIndex> gone;
        for (const auto &[index, bar] : m_stays)
            if (!stays.contains(index))
                gone.push_back(index);
        for (const StateIndex index : gone)
            close(index, fact, Bar::Outcome::Left);
        for (const StateIndex index : now)
            open(index, fact.at);
        const std::set<std::string> tasks(fact.tasks.begin(), fact.tasks.end());
        std::vector<std::string> stopped;
        for (const auto &[invoke, bar] : m_tasks)
            if (!tasks.contains(invoke))
                stopped.push_back(invoke);
        for (const auto &invoke : stopped)
            closeTask(invoke, fact, Bar::Outcome::Cancelled);
        for (const auto &invoke : fact.tasks)
            openTask(invoke, fact.at);
    }

    void sign(const RunFact &fact)
    {
        if (fact.sign == RunFact::Sign::None)
            return;
        std::size_t lane = 0;
        if (const auto task = m_layout.ofTask.find(fact.finished); task != m_layout.ofTask.end())
            lane = task->second;
        else if (!fact.sources.empty())
            if (const State *state = m_definition.find(fact.sources.front()))
                lane = m_layout.ofState[state->index];
        m_activity.marks.push_back({lane, fact.seq, fact.sign});
    }

    const Definition &m_definition;
    Layout m_layout;
    Activity m_activity;
    std::int64_t m_seq = 0;
    std::map<StateIndex, std::size_t> m_stays; ///< open bars by state
    std::map<std::string, std::size_t, std::less<>> m_tasks;
};

} // namespace

std::vector<Lane> lanesOf(const Definition &definition)
{
    return layoutOf(definition).lanes;
}

Activity activityOf(const Definition &definition, const LaneSeed &seed, const std::vector<RunFact> &facts)
{
    if (facts.empty())
        return {};
    Reader reader(definition);
    reader.begin(seed, facts.front());
    for (const RunFact &fact : facts)
        reader.take(fact);
    return reader.finish();
}

} // namespace hs::workflow
