#pragma once

#include <memory>

#include "tests/fakes/fake_door.h"

namespace hs::test {

/// A booking of a fictional studio, as the engine would tell it: two regions, tasks of agents and of a person, a
/// task that failed, a long wait, and at its end an input that could not be handled.
struct SampleRun {
    enum class Kind {
        Incident, ///< the booking, stopped
        Done,     ///< the booking, through to its end
        OneStep,  ///< just begun
        Long,     ///< 10,000 steps
        Empty     ///< nothing written yet
    };
    Kind kind = Kind::Incident;
    QDateTime now;
    QString id = QStringLiteral("wf_RB-214");
    QString number = QStringLiteral("RB-214");
    QString title = QStringLiteral("Ashworth: spring retreat for eight");

    [[nodiscard]] api::RunPage page(qint64 from, int limit) const;
    [[nodiscard]] api::RunStepDetail detail(qint64 seq) const;
    /// Beside another run that took another way in the middle.
    [[nodiscard]] api::RunComparison comparedWith(const api::WorkflowRow &other) const;
    [[nodiscard]] api::WorkflowRow row() const;
    /// Another run of the same workflow.
    [[nodiscard]] api::WorkflowRow otherRow() const;
};

/// Makes the door tell this run's history and compare it.
void serveHistory(FakeDoor &door, const SampleRun &run);
/// And where it stands, and which runs there are.
void serveRun(FakeDoor &door, const SampleRun &run);

} // namespace hs::test
