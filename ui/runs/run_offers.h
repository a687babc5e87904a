#pragma once

#include <vector>

#include "engine/api/runs.h"

namespace hs::ui {

/// Something a person may do to a run, with what it will do in words before it is done.
struct RunOffer {
    enum class Kind { Retry, StartAgain, Pause, Resume, Skip, Edit, TryTask, TaskDone, TaskFailed, Prioritise, Cancel, RollBack };
    Kind kind = Kind::Retry;
    QString title;
    QString shortTitle;  ///< for a narrow place; empty: it has none
    QString consequence; ///< one or two sentences
    QString icon;
    QString refused;     ///< why not now; empty: it is possible
    bool wantsReason = true;
    QString task;        ///< id, of what concerns a task
    api::Priority priority = api::Priority::Medium; ///< of Prioritise
};
/// All offers in the order in which they are shown, possible or not. A run that does not move offers to resume, one that
/// does to pause; tasks are offered only where a person can settle them. Pure.
[[nodiscard]] std::vector<RunOffer> runOffers(const api::RunPage &run, api::Role role);
[[nodiscard]] const RunOffer *findOffer(const std::vector<RunOffer> &offers, RunOffer::Kind kind);

} // namespace hs::ui
