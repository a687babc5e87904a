#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/plan.h"
#include "engine/agents/texts.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// A kind of task that comes up again and again (resources/agents/task_templates.json).
struct TaskTemplate {
    std::string key;         ///< "lead_follow_up"
    std::string title;       ///< with {{placeholders}}
    std::string description; ///< with {{placeholders}}
    std::string category;    ///< an option of Master Tasks / Category
    std::string priority;
    int minutes = 0;         ///< estimate
    int dueMinutes = 0;      ///< after now; before the event when `beforeEvent`
    bool beforeEvent = false;
    std::vector<int> reminderDays; ///< days before the due time
    std::vector<std::string> tags;
    std::vector<std::string> checklist;
};

/// All templates. Immutable after loading; any thread.
class TaskTemplates {
public:
    [[nodiscard]] static Result<TaskTemplates> load(std::string_view text, const std::string &name);
    [[nodiscard]] const TaskTemplate *find(std::string_view key) const;
    [[nodiscard]] const std::vector<TaskTemplate> &all() const { return m_templates; }

    /// A task of this template, due as `dueAt` says. Fails with NotFound for an
    /// unknown key and BadInput for a placeholder without a value.
    [[nodiscard]] Result<TaskWish> make(std::string_view key, const Texts::Values &values, Timestamp now,
                                        std::optional<Timestamp> eventAt = std::nullopt) const;

private:
    std::vector<TaskTemplate> m_templates;
};

/// When a task of this template is due. Without the date of an event: now and the
/// offset. With one: seven days before it when it is more than seven days away, the
/// day before when more than one day, else now.
[[nodiscard]] Timestamp dueAt(const TaskTemplate &task, Timestamp now, std::optional<Timestamp> eventAt);

/// When to remind of a task: at the template's days before and 24 hours before it is due; only moments after now, in order.
[[nodiscard]] std::vector<Timestamp> remindersOf(const TaskTemplate &task, Timestamp now, Timestamp due);

/// Since a task was due: from when on it is late in the next way. One entry for each of Lateness but None.
inline constexpr std::array<std::chrono::hours, 3> LatenessSteps{std::chrono::hours(0), std::chrono::hours(24), std::chrono::hours(72)};
/// How late a task is: none, remind (overdue), tell_lead (from 24 h), operational (from 72 h, operational level 2).
enum class Lateness { None, Remind, TellLead, Operational };
[[nodiscard]] Lateness latenessOf(Timestamp due, Timestamp now);

} // namespace hs::agents
