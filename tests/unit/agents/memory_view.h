#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"
#include "engine/agents/view.h"
#include "tests/fakes/fake_clock.h"

namespace hs::test {

/// A studio in memory. Starts on Monday, 2026-11-23 at 09:00 UTC. Records keep
/// the order in which they were put; the newest comes first in answers.
class MemoryView : public agents::View {
public:
    FakeClock clock;
    std::vector<agents::RecordView> stored;
    std::vector<agents::InstanceView> instances; ///< open ones
    std::vector<agents::InstanceView> closed;
    std::vector<agents::TaskView> tasks;
    std::vector<agents::EscalationView> escalations;
    std::vector<agents::OperatorView> people;
    std::map<std::string, int, std::less<>> matters;
    std::vector<agents::ActivityNote> acts;
    std::string standard;

    agents::RecordView &put(std::string database, std::string id, Json fields)
    {
        for (auto &r : stored)
            if (r.database == database && r.id == id) {
                r.fields.merge_patch(fields);
                return r;
            }
        const auto title = fields.contains("Name") ? text(fields, "Name") : text(fields, "Full Name");
        stored.push_back({std::move(id), std::move(database), title, std::move(fields), clock.now(), clock.now()});
        return stored.back();
    }
    agents::RecordView &contact(std::string id, std::string name, std::string email, Json more = Json::object())
    {
        Json fields{{"Full Name", name}, {"Email", email}, {"Contact Type", "Lead"}, {"Status", "Active Lead"}};
        fields.merge_patch(more);
        return put("contacts-profiles", std::move(id), fields);
    }
    agents::RecordView &business(std::string id, std::string name, std::string type, Json more = Json::object())
    {
        Json fields{{"Name", name}, {"Entity Type", type}, {"Time Zone", "Europe/Berlin"}, {"Currency", "USD"}};
        fields.merge_patch(more);
        if (standard.empty())
            standard = id;
        return put("business-entities-registry", std::move(id), fields);
    }
    /// Does what a plan writes to records, so that a next step sees it.
    void apply(const agents::Plan &plan)
    {
        for (const auto &write : plan.records)
            put(write.database, write.id, write.fields);
        for (const auto &a : plan.activities)
            acts.push_back(a);
    }

    Timestamp now() const override { return clock.now(); }
    std::string newId(std::string_view prefix) const override { return std::string(prefix) + "_new" + std::to_string(++m_ids); }
    std::optional<agents::RecordView> record(std::string_view database, std::string_view id) const override
    {
        for (const auto &r : stored)
            if (r.database == database && r.id == id)
                return r;
        return std::nullopt;
    }
    std::vector<agents::RecordView> recordsBy(std::string_view database, std::string_view property, std::string_view value, int limit) const override
    {
        std::vector<agents::RecordView> out;
        for (auto it = stored.rbegin(); it != stored.rend() && int(out.size()) < limit; ++it)
            if (it->database == database && agents::fold(text(it->fields, property)) == agents::fold(value))
                out.push_back(*it);
        return out;
    }
    std::vector<agents::RecordView> slice(std::string_view database, Timestamp from, std::string_view after, int limit) const override
    {
        std::vector<agents::RecordView> out;
        auto open = after.empty();
        for (const auto &r : stored) {
            if (open && r.database == database && r.createdAt >= from && int(out.size()) < limit)
                out.push_back(r);
            open = open || r.id == after;
        }
        return out;
    }
    std::vector<agents::ActivityView> activity(std::string_view member, std::chrono::sys_days from) const override
    {
        std::map<std::pair<std::chrono::sys_days, std::string>, agents::ActivityView> found;
        for (const auto &a : acts) {
            const auto day = std::chrono::floor<std::chrono::days>(a.at);
            if (a.member != member || day < from)
                continue;
            auto &view = found.try_emplace({day, a.kind}, agents::ActivityView{day, a.kind, 0, a.at}).first->second;
            ++view.count;
            view.first = std::min(view.first, a.at);
        }
        std::vector<agents::ActivityView> out;
        for (const auto &[key, view] : found)
            out.push_back(view);
        std::sort(out.begin(), out.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        return out;
    }
    std::vector<agents::InstanceView> openInstances(std::string_view contact) const override
    {
        std::vector<agents::InstanceView> out;
        for (const auto &i : instances)
            if (i.contact == contact)
                out.push_back(i);
        return out;
    }
    std::vector<agents::InstanceView> instancesByKey(std::string_view definition, std::string_view key) const override
    {
        std::vector<agents::InstanceView> out;
        for (const auto *list : {&instances, &closed})
            for (const auto &i : *list)
                if (i.definition == definition && i.key == key)
                    out.push_back(i);
        return out;
    }
    std::vector<agents::InstanceView> openInstancesOf(std::string_view definition, int limit) const override
    {
        std::vector<agents::InstanceView> out;
        for (const auto &i : instances)
            if ((definition.empty() || i.definition == definition) && int(out.size()) < limit)
                out.push_back(i);
        return out;
    }
    std::optional<agents::TaskView> openTask(std::string_view wanted) const override
    {
        const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const auto &task) { return task.id == wanted || agents::fold(task.number) == agents::fold(wanted); });
        return found == tasks.end() ? std::nullopt : std::optional(*found);
    }
    std::vector<agents::TaskView> openTasks(int limit) const override { return {tasks.begin(), tasks.begin() + std::min<std::ptrdiff_t>(limit, std::ptrdiff_t(tasks.size()))}; }
    std::vector<agents::EscalationView> openEscalations(int limit) const override { return {escalations.begin(), escalations.begin() + std::min<std::ptrdiff_t>(limit, std::ptrdiff_t(escalations.size()))}; }
    std::vector<agents::OperatorView> operators() const override { return people; }
    int openMatters(std::string_view contact) const override
    {
        const auto found = matters.find(contact);
        return found == matters.end() ? 0 : found->second;
    }
    std::optional<agents::RecordView> entity(std::string_view id) const override { return record("business-entities-registry", id); }
    std::vector<agents::RecordView> entities() const override
    {
        std::vector<agents::RecordView> out;
        for (const auto &r : stored)
            if (r.database == "business-entities-registry")
                out.push_back(r);
        return out;
    }
    std::string defaultEntity() const override { return standard; }

private:
    mutable int m_ids = 0;
};

} // namespace hs::test
