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

RunOffer offerOf(RunOffer::Kind kind, const QString &title, const char *icon, const QString &consequence = {})
{
    RunOffer offer;
    offer.kind = kind;
    offer.title = title;
    offer.icon = QString::fromLatin1(icon);
    offer.consequence = consequence;
    return offer;
}

RunOffer retryOffer(const api::RunPage &run)
{
    auto offer = offerOf(RunOffer::Kind::Retry, OfferText::tr("Retry from the failed step"), "rotate-ccw");
    offer.shortTitle = OfferText::tr("Retry");
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
    auto offer = offerOf(RunOffer::Kind::StartAgain, OfferText::tr("Start again with the current definition"), "play");
    offer.shortTitle = OfferText::tr("Start again");
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
    auto offer = offerOf(RunOffer::Kind::Pause, OfferText::tr("Pause the run…"), "pause",
                         OfferText::tr("Tasks, timers and events wait until it is resumed. Nothing is lost."));
    if (run.row.status != api::WorkflowStatus::Running)
        offer.refused = OfferText::tr("The run is not running.");
    return offer;
}

RunOffer resumeOffer()
{
    return offerOf(RunOffer::Kind::Resume, OfferText::tr("Resume the run…"), "play",
                   OfferText::tr("It goes on: timers that fell due meanwhile end in their order, then what came in is handled."));
}

RunOffer skipOffer(const api::RunPage &run)
{
    auto offer = offerOf(RunOffer::Kind::Skip, OfferText::tr("Skip the failed input…"), "skip-forward");
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
    auto offer = offerOf(RunOffer::Kind::Edit, OfferText::tr("Change what it knows…"), "pencil",
                         run.incident ? OfferText::tr("Changes the data of the run and, if you wish, handles the failed input once more. The change is one step of its history.")
                                      : OfferText::tr("Changes the data of the run. The change is one step of its history."));
    if (run.row.status == api::WorkflowStatus::Running)
        offer.refused = OfferText::tr("The run is moving. Pause it first.");
    return offer;
}

RunOffer tryTaskOffer(const api::RunOpenTask &task)
{
    //: %1 is the id of a task
    auto offer = offerOf(RunOffer::Kind::TryTask, OfferText::tr("Try the task “%1” again now…").arg(task.id), "refresh-cw",
                         task.uncertain ? OfferText::tr("Runs it once more. Nobody knows how the last try ended, so it may happen twice.")
                                        : OfferText::tr("Does not wait for %1. Its result counts like any other.").arg(fullMoment(task.again)));
    offer.task = task.id;
    return offer;
}

RunOffer taskEndOffer(const api::RunOpenTask &task, bool done)
{
    auto offer = done ? offerOf(RunOffer::Kind::TaskDone, OfferText::tr("Say that the task “%1” is done…").arg(task.id), "check",
                                OfferText::tr("The run goes on as if the task had ended well, without a result of its own."))
                      : offerOf(RunOffer::Kind::TaskFailed, OfferText::tr("Say that the task “%1” failed…").arg(task.id), "x",
                                OfferText::tr("The run takes the way that its definition has for the error of this task."));
    offer.task = task.id;
    return offer;
}

RunOffer priorityOffer(api::Priority priority)
{
    auto offer = offerOf(RunOffer::Kind::Prioritise, {}, "flag", OfferText::tr("From now on its tasks are taken up in this order among those of other runs."));
    offer.priority = priority;
    switch (priority) {
    case api::Priority::Low: offer.title = OfferText::tr("Set the priority to low…"); break;
    case api::Priority::Medium: offer.title = OfferText::tr("Set the priority to medium…"); break;
    case api::Priority::High: offer.title = OfferText::tr("Set the priority to high…"); break;
    case api::Priority::Urgent: offer.title = OfferText::tr("Set the priority to urgent…"); break;
    }
    return offer;
}

RunOffer cancelOffer(bool rollBack)
{
    return rollBack ? offerOf(RunOffer::Kind::RollBack, OfferText::tr("Roll back and cancel the run…"), "undo-2",
                              OfferText::tr("Undoes what its tasks did, the last first, each as a step of its own. Then the run is cancelled."))
                    : offerOf(RunOffer::Kind::Cancel, OfferText::tr("Cancel the run with a reason…"), "ban",
                              OfferText::tr("Ends the run where it stands. Open tasks and timers stop, nothing is undone, what was sent stays sent."));
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
