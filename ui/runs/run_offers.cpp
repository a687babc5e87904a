#include "ui/runs/run_offers.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {

struct OfferText {
    Q_DECLARE_TR_FUNCTIONS(RunView)
};

RunOffer retryOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Retry;
    offer.title = OfferText::tr("Retry from the failed step");
    offer.shortTitle = OfferText::tr("Retry");
    offer.icon = QStringLiteral("rotate-ccw");
    offer.wantsReason = false;
    if (!run.incident) {
        offer.refused = OfferText::tr("No step of this run has failed.");
        return offer;
    }
    //: %1 is what came in, e.g. an event's name
    offer.consequence = OfferText::tr("Handles “%1” once more. Nothing of the failed try was kept.").arg(inputText(run.incident->kind, run.incident->input));
    return offer;
}

RunOffer startAgainOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::StartAgain;
    offer.title = OfferText::tr("Start again with the current definition");
    offer.shortTitle = OfferText::tr("Start again");
    offer.icon = QStringLiteral("play");
    if (run.currentVersion.isEmpty())
        offer.refused = OfferText::tr("The definition of this run is not loaded.");
    else if (!run.hasFirstInput)
        offer.refused = OfferText::tr("What this run was started with is not kept.");
    //: %1 id of a workflow, %2 its version
    offer.consequence = OfferText::tr("Starts a new run of %1 %2 with the same first input. This one stays as it is.").arg(run.row.definition, run.currentVersion);
    return offer;
}

RunOffer pauseOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Pause;
    offer.title = OfferText::tr("Pause the run…");
    offer.icon = QStringLiteral("pause");
    offer.consequence = OfferText::tr("Tasks, timers and events wait until it is resumed. Nothing is lost.");
    if (run.row.status != api::WorkflowStatus::Running)
        offer.refused = OfferText::tr("The run is not running.");
    return offer;
}

RunOffer resumeOffer()
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Resume;
    offer.title = OfferText::tr("Resume the run…");
    offer.icon = QStringLiteral("play");
    offer.consequence = OfferText::tr("It goes on: timers that fell due meanwhile end in their order, then what came in is handled.");
    return offer;
}

RunOffer skipOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Skip;
    offer.title = OfferText::tr("Skip the failed input…");
    offer.icon = QStringLiteral("skip-forward");
    if (!run.incident)
        offer.refused = OfferText::tr("No step of this run has failed.");
    else
        //: %1 is what came in, e.g. an event's name
        offer.consequence = OfferText::tr("Goes on as if “%1” had not come. It is kept among the dead letters and can be sent again.")
                                .arg(inputText(run.incident->kind, run.incident->input));
    return offer;
}

RunOffer editOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Edit;
    offer.title = OfferText::tr("Change what it knows…");
    offer.icon = QStringLiteral("pencil");
    offer.consequence = run.incident ? OfferText::tr("Changes the data of the run and, if you wish, handles the failed input once more. The change is one step of its history.")
                                     : OfferText::tr("Changes the data of the run. The change is one step of its history.");
    if (run.row.status == api::WorkflowStatus::Running)
        offer.refused = OfferText::tr("The run is moving. Pause it first.");
    return offer;
}

RunOffer tryTaskOffer(const api::RunOpenTask &task)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::TryTask;
    offer.task = task.id;
    //: %1 is the id of a task
    offer.title = OfferText::tr("Try the task “%1” again now…").arg(task.id);
    offer.icon = QStringLiteral("refresh-cw");
    offer.consequence = task.uncertain ? OfferText::tr("Runs it once more. Nobody knows how the last try ended, so it may happen twice.")
                                       : OfferText::tr("Does not wait for %1. Its result counts like any other.").arg(fullMoment(task.again));
    return offer;
}

RunOffer taskEndOffer(const api::RunOpenTask &task, bool done)
{
    RunOffer offer;
    offer.kind = done ? RunOffer::Kind::TaskDone : RunOffer::Kind::TaskFailed;
    offer.task = task.id;
    offer.title = done ? OfferText::tr("Say that the task “%1” is done…").arg(task.id) : OfferText::tr("Say that the task “%1” failed…").arg(task.id);
    offer.icon = done ? QStringLiteral("check") : QStringLiteral("x");
    offer.consequence = done ? OfferText::tr("The run goes on as if the task had ended well, without a result of its own.")
                             : OfferText::tr("The run takes the way that its definition has for the error of this task.");
    return offer;
}

RunOffer priorityOffer(api::Priority priority)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Prioritise;
    offer.priority = priority;
    offer.icon = QStringLiteral("flag");
    switch (priority) {
    case api::Priority::Low: offer.title = OfferText::tr("Set the priority to low…"); break;
    case api::Priority::Medium: offer.title = OfferText::tr("Set the priority to medium…"); break;
    case api::Priority::High: offer.title = OfferText::tr("Set the priority to high…"); break;
    case api::Priority::Urgent: offer.title = OfferText::tr("Set the priority to urgent…"); break;
    }
    offer.consequence = OfferText::tr("From now on its tasks are taken up in this order among those of other runs.");
    return offer;
}

RunOffer cancelOffer(bool rollBack)
{
    RunOffer offer;
    offer.kind = rollBack ? RunOffer::Kind::RollBack : RunOffer::Kind::Cancel;
    offer.title = rollBack ? OfferText::tr("Roll back and cancel the run…") : OfferText::tr("Cancel the run with a reason…");
    offer.icon = rollBack ? QStringLiteral("undo-2") : QStringLiteral("ban");
    offer.consequence = rollBack ? OfferText::tr("Undoes what its tasks did, the last first, each as a step of its own. Then the run is cancelled.")
                                 : OfferText::tr("Ends the run where it stands. Open tasks and timers stop, nothing is undone, what was sent stays sent.");
    return offer;
}

} // namespace

std::vector<RunOffer> runOffers(const api::RunPage &run, api::Role role)
{
    std::vector<RunOffer> offers{retryOffer(run), startAgainOffer(run)};
    offers.push_back(run.row.status == api::WorkflowStatus::Paused ? resumeOffer() : pauseOffer(run));
    offers.push_back(skipOffer(run));
    offers.push_back(editOffer(run));
    for (const api::RunOpenTask &task : run.openTasks) {
        if (task.later || task.uncertain)
            offers.push_back(tryTaskOffer(task));
        if (task.uncertain) {
            offers.push_back(taskEndOffer(task, true));
            offers.push_back(taskEndOffer(task, false));
        }
    }
    for (const api::Priority priority : {api::Priority::Urgent, api::Priority::High, api::Priority::Medium, api::Priority::Low})
        if (priority != run.row.priority)
            offers.push_back(priorityOffer(priority));
    offers.push_back(cancelOffer(false));
    offers.push_back(cancelOffer(true));
    for (RunOffer &offer : offers) {
        if (role < api::Role::Operator)
            offer.refused = OfferText::tr("You may look, but not change runs. Somebody with the role operator can do it.");
        else if (offer.kind != RunOffer::Kind::StartAgain && offer.refused.isEmpty() && !isOpen(run.row.status))
            offer.refused = OfferText::tr("The run has ended.");
    }
    return offers;
}

const RunOffer *findOffer(const std::vector<RunOffer> &offers, RunOffer::Kind kind)
{
    for (const RunOffer &offer : offers)
        if (offer.kind == kind)
            return &offer;
    return nullptr;
}

} // namespace hs::ui
