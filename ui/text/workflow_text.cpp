#include "ui/text/workflow_text.h"

#include <QCoreApplication>

#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {
struct WorkflowText {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::WorkflowText)
};
} // namespace

QString waitingOnText(const QString &code)
{
    if (code == QLatin1String("person"))
        return WorkflowText::tr("a person's decision", "what a workflow waits for");
    if (code == QLatin1String("task"))
        return WorkflowText::tr("a step under way", "what a workflow waits for");
    if (code == QLatin1String("timer"))
        return WorkflowText::tr("a moment in time", "what a workflow waits for");
    if (code == QLatin1String("event"))
        return WorkflowText::tr("something from outside", "what a workflow waits for");
    if (code == QLatin1String("turn"))
        return WorkflowText::tr("its turn to begin", "what a workflow waits for");
    return code;
}

QString bannerLine(const api::Card &card)
{
    if (!card.bannerText.isEmpty())
        return engineSentence(card.bannerText);
    if (card.bannerKind == QLatin1String("approval"))
        return WorkflowText::tr("Waits for a decision", "at the foot of a card");
    if (card.bannerKind == QLatin1String("waiting"))
        return WorkflowText::tr("Waiting", "at the foot of a card");
    if (card.bannerKind == QLatin1String("blocked"))
        return WorkflowText::tr("Blocked", "at the foot of a card");
    if (card.bannerKind == QLatin1String("paused"))
        return WorkflowText::tr("Paused", "at the foot of a card");
    return {};
}

} // namespace hs::ui
