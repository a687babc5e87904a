#include "engine/runtime/store_view.h"

#include <algorithm>
#include <map>

#include "engine/knowledge/answering.h"
#include "engine/knowledge/library.h"
#include "engine/knowledge/support.h"

#include <algorithm>

#include "engine/runtime/hub_instances.h"
#include "engine/store/tables/activity.h"
#include "engine/store/tables/escalations.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"
#include "engine/store/tables/workflows.h"

namespace hs::runtime {

namespace {

constexpr std::string_view Entities = "business-entities-registry";

agents::RecordView viewOf(const store::records::Record &record)
{
    return {record.id, record.database, record.title, record.fields, record.updatedAt, record.createdAt};
}

agents::InstanceView viewOf(const store::workflows::Instance &instance)
{
    // The snapshot is the interpreter's own text; of it an agent may see the data.
    const auto snapshot = parseJson(instance.snapshot, 256);
    return {instance.id, instance.definition, instance.key, instance.state, instance.contact, instance.startedAt, instance.updatedAt,
            snapshot ? member(*snapshot, "context") : Json()};
}

template <typename Out, typename In>
std::vector<Out> viewsOf(const std::vector<In> &rows)
{
    std::vector<Out> views;
    views.reserve(rows.size());
    for (const auto &row : rows)
        views.push_back(viewOf(row));
    return views;
}

} // namespace

std::optional<agents::RecordView> StoreView::record(std::string_view database, std::string_view id) const
{
    auto found = store::records::find(m_sql, database, id);
    if (!found)
        return std::nullopt;
    mirror::complete(m_sql, *found);
    return viewOf(*found);
}

std::vector<agents::RecordView> StoreView::recordsBy(std::string_view database, std::string_view property, std::string_view value, int limit) const
{
    return viewsOf<agents::RecordView>(store::records::byKey(m_sql, database, property, value, limit));
}

std::vector<agents::RecordView> StoreView::slice(std::string_view database, Timestamp from, std::string_view after, int limit) const
{
    const auto floor = from == Timestamp() ? std::string() : idFloor("rec", from);
    return viewsOf<agents::RecordView>(store::records::inOrder(m_sql, database, std::max<std::string_view>(floor, after), limit));
}

std::vector<agents::ActivityView> StoreView::activity(std::string_view member, std::chrono::sys_days from) const
{
    std::vector<agents::ActivityView> views;
    for (const auto &a : store::activity::ofMember(m_sql, member, from))
        views.push_back({a.day, a.kind, a.count, a.first});
    return views;
}

std::vector<agents::InstanceView> StoreView::openInstances(std::string_view contact) const
{
    return viewsOf<agents::InstanceView>(store::workflows::openOfContact(m_sql, contact));
}

std::vector<agents::InstanceView> StoreView::instancesByKey(std::string_view definition, std::string_view key) const
{
    return viewsOf<agents::InstanceView>(store::workflows::byKey(m_sql, definition, key, false));
}

std::vector<agents::InstanceView> StoreView::openInstancesOf(std::string_view definition, int limit) const
{
    store::workflows::Filter filter;
    filter.definition = std::string(definition);
    filter.status = store::workflows::Status::Running;
    return viewsOf<agents::InstanceView>(store::workflows::page(m_sql, filter, {{}, limit}).rows);
}

std::vector<agents::EscalationView> StoreView::openEscalations(int limit) const
{
    static constexpr const char *Names[] = {"waiting", "claimed", "decided", "held", "done", "snoozed", "waiting on client"};
    std::vector<agents::EscalationView> views;
    for (const auto &e : store::escalations::page(m_sql, {}, {{}, limit}).rows) {
        agents::EscalationView view{e.id, "E-" + std::to_string(e.number), e.title, e.reasonClass, Names[int(e.status)], priorityName(e.priority), std::nullopt};
        if (!e.respondedAt)
            view.respondDue = e.respondDue;
        views.push_back(std::move(view));
    }
    return views;
}

namespace {

agents::TaskView viewOf(const store::records::Task &task)
{
    return {task.index.id, task.record.title, task.index.status, priorityName(task.index.priority), task.index.assignee,
            task.index.due, task.index.minutes, text(task.record.fields, "Task ID"), task.index.contact, task.index.workflow,
            text(task.record.fields, "Category")};
}

} // namespace

std::optional<agents::TaskView> StoreView::openTask(std::string_view wanted) const
{
    auto task = store::records::task(m_sql, wanted);
    if (!task)
        for (const auto &id : store::records::idsByKey(m_sql, "master-tasks", "Task ID", wanted, 1))
            task = store::records::task(m_sql, id);
    return task && task->index.status != "Done" && task->index.status != "Cancelled" ? std::optional(viewOf(*task)) : std::nullopt;
}

std::vector<agents::TaskView> StoreView::openTasks(int limit) const
{
    store::records::TaskFilter filter;
    filter.openOnly = true;
    std::vector<agents::TaskView> views;
    for (const auto &task : store::records::tasks(m_sql, filter, {{}, limit}).rows)
        views.push_back(viewOf(task));
    return views;
}

std::vector<agents::OperatorView> StoreView::operators() const
{
    std::vector<agents::OperatorView> views;
    const auto loads = store::records::loads(m_sql);
    for (const auto &person : store::people::all(m_sql)) {
        agents::OperatorView view{person.id, person.name, 0, std::nullopt};
        for (const auto &load : loads) {
            if (load.assignee == person.id) {
                view.openMinutes = load.minutes;
                view.lastAssigned = load.last;
            }
        }
        views.push_back(std::move(view));
    }
    return views;
}

int StoreView::openMatters(std::string_view contact) const
{
    return int(store::threads::unanswered(m_sql, contact));
}

std::optional<agents::RecordView> StoreView::entity(std::string_view id) const
{
    return record(Entities, id);
}

std::vector<agents::RecordView> StoreView::entities() const
{
    store::records::Filter filter;
    filter.database = std::string(Entities);
    auto views = viewsOf<agents::RecordView>(store::records::page(m_sql, filter, {{}, 200}).rows);
    std::reverse(views.begin(), views.end()); // oldest first
    return views;
}

std::string StoreView::defaultEntity() const
{
    if (!m_studio.policy->defaultEntity.empty())
        return m_studio.policy->defaultEntity;
    const auto all = entities();
    return all.empty() ? std::string() : all.front().id;
}

agents::House StoreView::house() const
{
    return m_studio.policy->house;
}

agents::KnowledgeAnswer StoreView::knowledge(std::string_view question, std::string_view entity) const
{
    agents::KnowledgeAnswer answer;
    if (!m_studio.library)
        return answer;
    knowledge::Ask ask;
    ask.text = question;
    ask.now = m_now;
    ask.marks = false;
    if (!entity.empty())
        ask.scope.entities = {std::string(entity)};
    const auto result = m_studio.library->search(m_sql, ask);
    const auto composed = knowledge::answerByExtraction(result, m_studio.library->meanings()->local, m_now);
    answer.support = knowledge::support(result);
    answer.warnings = composed.warnings;
    for (const auto &found : result.found) {
        if (std::find(answer.nearest.begin(), answer.nearest.end(), found.document.title) == answer.nearest.end())
            answer.nearest.push_back(found.document.title);
    }
    answer.found = composed.answered;
    std::map<int, int> numbers; // of the passage → of the source that is named
    for (const auto &sentence : composed.sentences) {
        answer.text += (answer.text.empty() ? "" : " ") + sentence.text;
        for (const int cite : sentence.cites) {
            const auto &found = result.found[std::size_t(cite) - 1];
            auto &number = numbers[cite];
            if (number == 0) {
                const auto title = found.document.title + (found.passage.heading.empty() || found.passage.heading == found.document.title ? "" : " › " + found.passage.heading);
                answer.sources.push_back({title, found.document.database.empty() ? "document" : "record", found.document.place, sentence.text, found.document.id});
                number = int(answer.sources.size());
            }
            answer.text += " [" + std::to_string(number) + "]";
        }
    }
    return answer;
}

} // namespace hs::runtime
