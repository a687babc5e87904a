#include "ui/runs/run_offers.h"

#include <QCoreApplication>

#include "ui/runs/run_words.h"

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
    offer.icon = QStringLiteral("rotate-ccw");
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
    offer.icon = QStringLiteral("play");
    if (run.currentVersion.isEmpty())
        offer.refused = OfferText::tr("The definition of this run is not loaded.");
    else if (!run.hasFirstInput)
        offer.refused = OfferText::tr("What this run was started with is not kept.");
    //: %1 id of a workflow, %2 its version
    offer.consequence = OfferText::tr("Starts a new run of %1 %2 with the same first input. This one stays as it is.").arg(run.row.definition, run.currentVersion);
    return offer;
}

RunOffer cancelOffer(const api::RunPage &run)
{
    RunOffer offer;
    offer.kind = RunOffer::Kind::Cancel;
    offer.title = OfferText::tr("Cancel the run with a reason…");
    offer.icon = QStringLiteral("ban");
    offer.wantsReason = true;
    offer.consequence = OfferText::tr("Ends the run where it stands. Open tasks and timers stop, nothing is undone, what was sent stays sent.");
    if (!isOpen(run.row.status))
        offer.refused = OfferText::tr("The run has ended.");
    return offer;
}

} // namespace

std::vector<RunOffer> runOffers(const api::RunPage &run, api::Role role)
{
    std::vector<RunOffer> offers{retryOffer(run), startAgainOffer(run), cancelOffer(run)};
    if (role < api::Role::Operator)
        for (RunOffer &offer : offers)
            offer.refused = OfferText::tr("You may look, but not change runs. Somebody with the role operator can do it.");
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
