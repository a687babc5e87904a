#include "ui/runs/pair_words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/runs/context_diff.h"
#include "ui/runs/run_words.h"

namespace hs::ui {

namespace {

struct PairText {
    Q_DECLARE_TR_FUNCTIONS(RunView)
};

} // namespace

bool waitsDiffer(qint64 first, qint64 second)
{
    const qint64 less = std::min(first, second);
    const qint64 more = std::max(first, second);
    return more - less > 1000 && more * 2 > less * 3;
}

PairKind pairKind(const api::RunPair &pair)
{
    if (!pair.second)
        return PairKind::OnlyFirst;
    if (!pair.first)
        return PairKind::OnlySecond;
    return pairDifferences(pair).isEmpty() ? PairKind::Alike : PairKind::Different;
}

QStringList pairDifferences(const api::RunPair &pair)
{
    QStringList lines;
    if (!pair.first || !pair.second)
        return lines;
    if (pair.first->exited != pair.second->exited)
        //: Two runs compared. %1 and %2 are the ways of a step
        lines << PairText::tr("came by %1, not by %2").arg(stepPath(*pair.first), stepPath(*pair.second));
    if (waitsDiffer(pair.firstWaitMs, pair.secondWaitMs))
        //: Two runs compared. %1 and %2 are lengths of time
        lines << PairText::tr("waited %1, not %2").arg(spanText(pair.firstWaitMs), spanText(pair.secondWaitMs));
    for (const api::RunPair::Field &field : pair.fields)
        //: Two runs compared. %1 is a field, %2 and %3 its values
        lines << PairText::tr("%1: %2, not %3").arg(field.name, valueWords(field.first), valueWords(field.second));
    return lines;
}

QString pairSentence(const api::RunPair &pair, const QString &first, const QString &second)
{
    switch (pairKind(pair)) {
    case PairKind::OnlyFirst:
        //: Read by screen readers. %1 number of a run, %2 a sentence about its step
        return PairText::tr("Only in %1: %2").arg(first, stepSentence(*pair.first));
    case PairKind::OnlySecond:
        return PairText::tr("Only in %1: %2").arg(second, stepSentence(*pair.second));
    case PairKind::Alike:
        //: Read by screen readers. %1 is what came in
        return PairText::tr("Alike in both: %1, step %2 and step %3.")
            .arg(inputText(pair.first->kind, pair.first->input), QLocale().toString(pair.first->seq), QLocale().toString(pair.second->seq));
    case PairKind::Different:
        //: Read by screen readers. %1 is what came in, %4 how %5 differs from %6
        return PairText::tr("Different: %1, step %2 and step %3. %4 %5.")
            .arg(inputText(pair.first->kind, pair.first->input), QLocale().toString(pair.first->seq), QLocale().toString(pair.second->seq), first,
                 pairDifferences(pair).join(QStringLiteral(", ")));
    }
    return {};
}

QString comparisonSentence(const api::RunComparison &comparison)
{
    int alike = 0;
    int different = 0;
    int onlyFirst = 0;
    int onlySecond = 0;
    for (const api::RunPair &pair : comparison.pairs) {
        switch (pairKind(pair)) {
        case PairKind::Alike: ++alike; break;
        case PairKind::Different: ++different; break;
        case PairKind::OnlyFirst: ++onlyFirst; break;
        case PairKind::OnlySecond: ++onlySecond; break;
        }
    }
    if (different + onlyFirst + onlySecond == 0)
        return PairText::tr("Both runs went the same way.");
    const QLocale locale;
    //: Two runs compared. %1 to %4 are numbers of steps, %5 and %6 the runs' numbers
    return PairText::tr("Steps: %1 alike, %2 different, %3 only in %5, %4 only in %6.")
        .arg(locale.toString(alike), locale.toString(different), locale.toString(onlyFirst), locale.toString(onlySecond), comparison.first.number,
             comparison.second.number);
}

} // namespace hs::ui
