#pragma once

#include <QString>

#include "engine/api/runs.h"
#include "ui/theme/theme.h"

/// How runs, their steps and what they caused read and look. Pure.
namespace hs::ui {

[[nodiscard]] QString statusText(api::WorkflowStatus status);
struct StatusLook {
    Tone tone = Tone::Neutral;
    QString icon;
};
[[nodiscard]] StatusLook statusLook(api::WorkflowStatus status);
/// Whether a run may still move.
[[nodiscard]] bool isOpen(api::WorkflowStatus status);
[[nodiscard]] QString taskStatusText(api::TaskStatus status);

/// The last part of a state's id: people know "waiting", not "m.payment.waiting".
[[nodiscard]] QString stateName(const QString &id);
/// What came in: "Started", "Task “score” done"; events stand as they are.
[[nodiscard]] QString inputText(api::RunInput kind, const QString &input);
/// Lucide name of what came in.
[[nodiscard]] QString inputIcon(api::RunInput kind);
/// Whether a step took an error.
[[nodiscard]] bool isFailure(const api::RunStep &step);
/// "new → qualified", "again in review"; empty when nothing was entered or left.
[[nodiscard]] QString stepPath(const api::RunStep &step);
/// The whole step in one sentence, for screen readers.
[[nodiscard]] QString stepSentence(const api::RunStep &step);
/// A bar of the timeline in one sentence.
[[nodiscard]] QString barSentence(const api::RunLane &lane, const api::RunBar &bar);
[[nodiscard]] QString outcomeText(api::RunBar::Outcome outcome, bool task);

/// "0.24 ms": steps are too quick for whole milliseconds.
[[nodiscard]] QString machineTime(int micros);
/// A length between two moments, as short as it is clear: "320 ms", "4 s", "2 h", "3 d".
[[nodiscard]] QString spanText(qint64 millis);
/// "Timer “remind”" for "xstate.after.remind.viewing"; ids of other timers as they are.
[[nodiscard]] QString timerName(const QString &id);

[[nodiscard]] QString messageOutcomeText(const QString &outcome);
[[nodiscard]] QString effectStateText(api::EffectState state);
[[nodiscard]] Tone effectTone(api::EffectState state);
[[nodiscard]] QString taskDidText(api::RunTask::Did did);
[[nodiscard]] QString timerDidText(api::RunTimer::Did did);

} // namespace hs::ui
