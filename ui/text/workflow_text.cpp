#include "ui/text/workflow_text.h"

#include <QCoreApplication>
#include <QLocale>

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

namespace {

QString untilText(const QDateTime &due, const QDateTime &now)
{
    const QDateTime local = due.toLocalTime();
    if (!now.isValid())
        //: At the foot of a card. %1 is a date with time, after which it goes on by itself
        return WorkflowText::tr("Waits, at most until %1").arg(QLocale().toString(local, QLocale::ShortFormat));
    const bool today = local.date() == now.toLocalTime().date();
    //: At the foot of a card. %1 is a time or a date, after which it goes on by itself
    return WorkflowText::tr("Waits until %1").arg(today ? QLocale().toString(local.time(), QLocale::ShortFormat) : QLocale().toString(local.date(), QLocale::ShortFormat));
}

} // namespace

QString bannerLine(const api::Card &card, const QDateTime &now)
{
    if (card.bannerText == QLatin1String("bus.request"))
        return WorkflowText::tr("Waits for an agent's answer", "at the foot of a card");
    if (card.bannerText == QLatin1String("engine.foreach"))
        return WorkflowText::tr("Waits for several tasks", "at the foot of a card");
    if (card.bannerKind == QLatin1String("waiting") && !card.bannerText.isEmpty())
        //: At the foot of a card. %1 is a task, such as "Nyra: qualify"
        return WorkflowText::tr("Waits for %1").arg(card.bannerText);
    if (!card.bannerText.isEmpty())
        return engineSentence(card.bannerText);
    if (card.bannerKind == QLatin1String("approval"))
        return WorkflowText::tr("Waits for a decision", "at the foot of a card");
    if (card.bannerKind == QLatin1String("waiting"))
        return card.row.dueAt.isValid() ? untilText(card.row.dueAt, now) : WorkflowText::tr("Waiting", "at the foot of a card");
    if (card.bannerKind == QLatin1String("blocked"))
        return WorkflowText::tr("Blocked", "at the foot of a card");
    if (card.bannerKind == QLatin1String("paused"))
        return WorkflowText::tr("Paused", "at the foot of a card");
    return {};
}

} // namespace hs::ui
