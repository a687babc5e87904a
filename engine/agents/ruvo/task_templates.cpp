#include "engine/agents/ruvo/task_templates.h"

#include <algorithm>

#include "engine/vocabulary/json.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

/// Fills {{name}}; the values are few and the texts short.
Result<std::string> filled(const std::string &pattern, const Texts::Values &values, std::string_view where)
{
    std::string out;
    std::size_t at = 0;
    for (auto open = pattern.find("{{"); open != std::string::npos; open = pattern.find("{{", at)) {
        const auto close = pattern.find("}}", open);
        if (close == std::string::npos)
            return fail(Errc::BadInput, "a placeholder is not closed", std::string(where), "end it with }}");
        const auto name = pattern.substr(open + 2, close - open - 2);
        const auto value = values.find(name);
        if (value == values.end() || value->second.empty())
            return fail(Errc::BadInput, "no value for {{" + name + "}}", std::string(where), "give it with the task");
        out.append(pattern, at, open - at);
        out += value->second;
        at = close + 2;
    }
    return out.append(pattern, at, std::string::npos);
}

} // namespace

Result<TaskTemplates> TaskTemplates::load(std::string_view content, const std::string &name)
{
    const auto parsed = parseJson(content);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    TaskTemplates templates;
    for (const auto &item : member(*parsed, "templates")) {
        TaskTemplate t{text(item, "key"), text(item, "title"), text(item, "description"), text(item, "category"),
                       text(item, "priority", "Medium"), static_cast<int>(integer(item, "minutes")),
                       static_cast<int>(integer(item, "due_minutes")), boolean(item, "before_event"), {},
                       textList(member(item, "tags")), textList(member(item, "checklist"))};
        for (const auto &day : member(item, "reminder_days"))
            if (day.is_number_integer())
                t.reminderDays.push_back(day.get<int>());
        if (t.key.empty() || t.title.empty() || t.category.empty() || t.minutes <= 0 || t.dueMinutes <= 0 || templates.find(t.key))
            return fail(Errc::BadInput, "a template lacks its key, title, category, minutes or due time, or is named twice",
                        name + ":/templates/" + t.key, "complete it");
        templates.m_templates.push_back(std::move(t));
    }
    if (templates.m_templates.empty())
        return fail(Errc::BadInput, "no template", name + ":/templates", "take the shipped file");
    return templates;
}

const TaskTemplate *TaskTemplates::find(std::string_view key) const
{
    const auto found = std::find_if(m_templates.begin(), m_templates.end(), [&](const TaskTemplate &t) { return t.key == key; });
    return found == m_templates.end() ? nullptr : &*found;
}

Result<TaskWish> TaskTemplates::make(std::string_view key, const Texts::Values &values, Timestamp now, std::optional<Timestamp> eventAt) const
{
    const auto *found = find(key);
    if (!found)
        return fail(Errc::NotFound, "no task template \"" + std::string(key) + "\"", "task_templates.json", "use one of its keys");
    auto title = filled(found->title, values, key);
    if (!title)
        return tl::make_unexpected(title.error());
    auto description = filled(found->description, values, key);
    if (!description)
        return tl::make_unexpected(description.error());
    TaskWish wish;
    wish.title = std::move(*title);
    wish.description = std::move(*description);
    wish.category = found->category;
    wish.priority = found->priority;
    wish.due = dueAt(*found, now, eventAt);
    wish.estimateMinutes = found->minutes;
    wish.tags = found->tags;
    wish.checklist = found->checklist;
    wish.keyPart = found->key;
    return wish;
}

Timestamp dueAt(const TaskTemplate &task, Timestamp now, std::optional<Timestamp> eventAt)
{
    if (!eventAt)
        return now + minutes(task.dueMinutes);
    const auto away = *eventAt - now;
    if (away > days(7))
        return *eventAt - days(7);
    if (away > days(1))
        return *eventAt - days(1);
    return now;
}

std::vector<Timestamp> remindersOf(const TaskTemplate &task, Timestamp now, Timestamp due)
{
    std::vector<Timestamp> out{due - hours(24)};
    for (const auto day : task.reminderDays)
        out.push_back(due - days(day));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    std::erase_if(out, [&](Timestamp at) { return at <= now; });
    return out;
}

Lateness latenessOf(Timestamp due, Timestamp now)
{
    if (now <= due)
        return Lateness::None;
    if (now - due >= LatenessSteps[2])
        return Lateness::Operational;
    return now - due >= LatenessSteps[1] ? Lateness::TellLead : Lateness::Remind;
}

} // namespace hs::agents
