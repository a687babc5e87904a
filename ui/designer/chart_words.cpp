#include "ui/designer/chart_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {

struct ChartWords {
    Q_DECLARE_TR_FUNCTIONS(ChartWords)
};

QString nameOf(const api::Chart &chart, int state)
{
    const auto &found = chart.states[std::size_t(state)];
    return found.parent < 0 && !chart.title.isEmpty() ? chart.title : found.key;
}

} // namespace

QString stateKindName(api::StateKind kind)
{
    switch (kind) {
    case api::StateKind::Atomic: return ChartWords::tr("State");
    case api::StateKind::Compound: return ChartWords::tr("State with states inside");
    case api::StateKind::Parallel: return ChartWords::tr("Parallel state");
    case api::StateKind::Final: return ChartWords::tr("Final state");
    case api::StateKind::History: return ChartWords::tr("History state");
    }
    return {};
}

std::optional<qint64> delayMillis(const QString &key)
{
    static const QRegularExpression iso(QStringLiteral("^P(?:(\\d+)W)?(?:(\\d+)D)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)S)?)?$"));
    bool isNumber = false;
    if (const qint64 millis = key.toLongLong(&isNumber); isNumber)
        return millis < 0 ? std::nullopt : std::optional(millis);
    const auto match = iso.match(key);
    if (!match.hasMatch() || key.size() < 3 || key.endsWith(QLatin1Char('T')))
        return std::nullopt;
    const qint64 lengths[] = {604800, 86400, 3600, 60, 1};
    qint64 seconds = 0;
    for (int i = 0; i < 5; ++i)
        seconds += match.captured(i + 1).toLongLong() * lengths[i];
    return seconds * 1000;
}

QString delayText(const QString &key)
{
    const auto millis = delayMillis(key);
    if (!millis)
        return key;
    if (*millis > 0 && *millis < 1000)
        return millisText(*millis);
    qint64 seconds = *millis / 1000;
    QStringList parts;
    const std::pair<qint64, QString> units[] = {{86400, ChartWords::tr("%1 d", "days, short")},
                                                {3600, ChartWords::tr("%1 h", "hours, short")},
                                                {60, ChartWords::tr("%1 min", "minutes, short")},
                                                {1, ChartWords::tr("%1 s", "seconds, short")}};
    for (const auto &[length, words] : units) {
        if (seconds >= length) {
            parts << words.arg(seconds / length);
            seconds %= length;
        }
    }
    return parts.isEmpty() ? ChartWords::tr("%1 s", "seconds, short").arg(0) : parts.join(QLatin1Char(' '));
}

QString transitionCause(const api::ChartTransition &transition)
{
    switch (transition.kind) {
    case api::ChartTransition::Kind::Event: return transition.event;
    //: a transition that is taken at once, without an event
    case api::ChartTransition::Kind::Always: return ChartWords::tr("always");
    //: %1 is a length of time or its name
    case api::ChartTransition::Kind::After: return ChartWords::tr("after %1").arg(delayText(transition.event));
    //: the states inside have come to their end
    case api::ChartTransition::Kind::StateDone: return ChartWords::tr("all inside done");
    //: %1 is the name of a task
    case api::ChartTransition::Kind::TaskDone: return ChartWords::tr("%1 done").arg(transition.event);
    //: %1 is the name of a task
    case api::ChartTransition::Kind::TaskError: return ChartWords::tr("%1 failed").arg(transition.event);
    }
    return {};
}

QString transitionIcon(api::ChartTransition::Kind kind)
{
    switch (kind) {
    case api::ChartTransition::Kind::Event: return {};
    case api::ChartTransition::Kind::Always: return QStringLiteral("corner-down-right");
    case api::ChartTransition::Kind::After: return QStringLiteral("timer");
    case api::ChartTransition::Kind::StateDone: return QStringLiteral("check-check");
    case api::ChartTransition::Kind::TaskDone: return QStringLiteral("check");
    case api::ChartTransition::Kind::TaskError: return QStringLiteral("triangle-alert");
    }
    return {};
}

QString stateSentence(const api::Chart &chart, int index)
{
    const auto &state = chart.states[std::size_t(index)];
    QStringList parts;
    //: Read by screen readers. %1 is "State", "Final state" …, %2 its name
    parts << ChartWords::tr("%1 %2").arg(stateKindName(state.kind), nameOf(chart, index));
    if (state.parent >= 0) {
        if (state.parent > 0)
            parts << ChartWords::tr("inside %1").arg(nameOf(chart, state.parent));
        if (chart.states[std::size_t(state.parent)].initial == index)
            parts << ChartWords::tr("entered first");
    }
    if (!state.description.isEmpty())
        parts << state.description;
    for (const auto &invoke : state.invokes)
        parts << ChartWords::tr("runs %1").arg(invoke.src);
    int out = 0;
    for (const auto &transition : chart.transitions)
        out += transition.source == index ? 1 : 0;
    if (out > 0)
        parts << ChartWords::tr("%n transition(s) from here", nullptr, out);
    return parts.join(QStringLiteral(", "));
}

QString transitionSentence(const api::Chart &chart, int index)
{
    const auto &transition = chart.transitions[std::size_t(index)];
    QStringList targets;
    for (const int target : transition.targets)
        targets << nameOf(chart, target);
    const QString from = nameOf(chart, transition.source);
    QStringList parts;
    if (!targets.isEmpty())
        //: Read by screen readers. %1 what happens, %2 and %3 names of states
        parts << ChartWords::tr("On %1 from %2 to %3").arg(transitionCause(transition), from, targets.join(QStringLiteral(" + ")));
    else if (!transition.target.isEmpty())
        parts << ChartWords::tr("On %1 from %2 to %3, which is not there").arg(transitionCause(transition), from, transition.target);
    else
        parts << ChartWords::tr("On %1 stays in %2").arg(transitionCause(transition), from);
    if (!transition.guard.isEmpty())
        parts << ChartWords::tr("only if %1").arg(transition.guard);
    if (!transition.actions.isEmpty())
        parts << ChartWords::tr("does %1").arg(transition.actions.join(QStringLiteral("; ")));
    return parts.join(QStringLiteral(", "));
}

} // namespace hs::ui
