#include "engine/runtime/task_queue.h"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <set>

#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/store/tables/workflows.h"

namespace hs::runtime::queue {

namespace table = store::workflows;
using table::Queued;

namespace {

constexpr int Highest = 3;

int classOf(const Queued &one, Timestamp now)
{
    const auto waited = std::max<std::chrono::milliseconds>(now - one.createdAt, std::chrono::milliseconds(0));
    return std::min<int>(Highest, one.priority + int(waited / ClassTime));
}

/// True, and counted, when the source may have one more.
bool admit(Limits &limits, const Queued &task)
{
    const auto most = limits.most.find(task.key);
    if (most == limits.most.end())
        return true;
    auto &count = limits.underWay[task.src];
    if (count >= most->second)
        return false;
    ++count;
    return true;
}

} // namespace

std::vector<Queued> pick(std::vector<Queued> candidates, Limits limits, Timestamp now, std::size_t room)
{
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto &a, const auto &b) { return a.createdAt < b.createdAt; });
    std::vector<Queued> picked;
    // Results come before new work: they are what instances wait for.
    for (const auto &one : candidates)
        if (one.settled && picked.size() < room)
            picked.push_back(one);
    std::array<std::map<std::string, std::deque<const Queued *>>, Highest + 1> classes;
    for (const auto &one : candidates)
        if (!one.settled)
            classes[std::size_t(classOf(one, now))][one.entity].push_back(&one);
    for (int level = Highest; level >= 0; --level) {
        auto &businesses = classes[std::size_t(level)];
        // The business that has waited longest begins each turn.
        std::vector<std::deque<const Queued *> *> turns;
        for (auto &[entity, waiting] : businesses)
            turns.push_back(&waiting);
        std::stable_sort(turns.begin(), turns.end(), [](const auto *a, const auto *b) { return a->front()->createdAt < b->front()->createdAt; });
        while (!turns.empty() && picked.size() < room) {
            for (auto *waiting : turns) {
                while (!waiting->empty() && picked.size() < room) {
                    const auto *one = waiting->front();
                    waiting->pop_front();
                    if (!admit(limits, *one))
                        continue;
                    picked.push_back(*one);
                    break;
                }
            }
            std::erase_if(turns, [](const auto *waiting) { return waiting->empty(); });
        }
    }
    return picked;
}

bool isApart(const Studio &studio, std::string_view src)
{
    const auto *command = studio.agents.catalog().command(src);
    return command && (command->apart || (command->worded && studio.policy->thinking.mayWord()));
}

bool isBounded(const workflow::TaskPolicy *policy, table::InvocationKind kind, int depth)
{
    if (!policy || kind == table::InvocationKind::Agent || !(policy->maxConcurrent || policy->perMinute))
        return false;
    const bool holdsOthers = kind == table::InvocationKind::Child || kind == table::InvocationKind::Each;
    return !holdsOthers || depth == 0;
}

Limits limitsFor(const store::ReadSql &sql, const Studio &studio, const std::vector<Queued> &candidates)
{
    Limits limits;
    for (const auto &one : candidates) {
        const bool apart = isApart(studio, one.src);
        if (one.settled || (one.kind == table::InvocationKind::Agent && !apart))
            continue;
        const auto instance = table::find(sql, one.instance);
        const auto definition = instance ? studio.shelf.find(instance->definition, instance->version) : nullptr;
        const auto *policy = definition ? flow::policyOf(*definition, one.invoke, one.src) : nullptr;
        if (apart)
            limits.most[one.key] = policy && policy->maxConcurrent ? *policy->maxConcurrent : DefaultAtOnce;
        else if (policy && policy->maxConcurrent && isBounded(policy, one.kind, instance->depth))
            limits.most[one.key] = *policy->maxConcurrent;
    }
    if (!limits.most.empty())
        for (const auto &[src, count] : table::underWay(sql))
            limits.underWay[src] = int(count);
    return limits;
}

std::vector<Queued> ready(const store::ReadSql &sql, const Studio &studio, Timestamp now, std::size_t room)
{
    auto candidates = table::queued(sql, now, int(room));
    std::set<std::string, std::less<>> full;
    for (;;) {
        auto picked = pick(candidates, limitsFor(sql, studio, candidates), now, room);
        if (picked.size() >= room || picked.size() == candidates.size())
            return picked;
        std::set<std::string_view> known, taken;
        for (const auto &one : picked)
            taken.insert(one.key);
        const auto before = full.size();
        for (const auto &one : candidates) {
            known.insert(one.key);
            if (!taken.contains(one.key))
                full.insert(one.src);
        }
        if (full.size() == before)
            return picked;
        std::vector<Queued> more;
        for (auto &one : table::queued(sql, now, int(room), {full.begin(), full.end()}))
            if (!known.contains(one.key))
                more.push_back(std::move(one));
        if (more.empty())
            return picked;
        candidates.insert(candidates.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
}

} // namespace hs::runtime::queue
