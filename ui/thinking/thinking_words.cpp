#include "ui/thinking/thinking_words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/text/capital.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {

struct ThinkingWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Thinking)
};

/// Below this an amount has four digits behind the point.
constexpr double SmallDollars = 0.1;

} // namespace

ThinkingLook riskLook(api::Risk risk)
{
    switch (risk) {
    case api::Risk::Look: return {ThinkingWords::tr("Look", "what a tool does: it only reads"), QStringLiteral("eye"), Tone::Neutral};
    case api::Risk::Note: return {ThinkingWords::tr("Note", "what a tool does: notes and tasks"), QStringLiteral("notebook-pen"), Tone::Info};
    case api::Risk::Change: return {ThinkingWords::tr("Change", "what a tool does: it changes records"), QStringLiteral("pencil"), Tone::Info};
    case api::Risk::Speak: return {ThinkingWords::tr("Speak", "what a tool does: words leave the studio"), QStringLiteral("send"), Tone::Warn};
    case api::Risk::Irreversible: return {ThinkingWords::tr("Cannot be undone", "what a tool does"), QStringLiteral("shield-alert"), Tone::Danger};
    }
    return {};
}

QString riskSentence(api::Risk risk)
{
    switch (risk) {
    case api::Risk::Look: return ThinkingWords::tr("Reads and changes nothing.");
    case api::Risk::Note: return ThinkingWords::tr("Writes notes and tasks inside the studio; a click takes them back.");
    case api::Risk::Change: return ThinkingWords::tr("Changes records and workflows; their history can undo it.");
    case api::Risk::Speak: return ThinkingWords::tr("Words leave the studio. They are held for a moment, or wait as a draft.");
    case api::Risk::Irreversible: return ThinkingWords::tr("Money, deletion, many people at once.");
    }
    return {};
}

QString leaveName(api::Leave leave)
{
    switch (leave) {
    case api::Leave::Alone: return ThinkingWords::tr("Alone", "what an agent may do with a tool: use it without asking");
    case api::Leave::Draft: return ThinkingWords::tr("As a draft", "what an agent may do with a tool");
    case api::Leave::Ask: return ThinkingWords::tr("Asks first", "what an agent may do with a tool");
    case api::Leave::Never: return ThinkingWords::tr("Never", "what an agent may do with a tool");
    }
    return {};
}

QString leaveSentence(api::Leave leave)
{
    switch (leave) {
    case api::Leave::Alone: return ThinkingWords::tr("It does so without asking.");
    case api::Leave::Draft: return ThinkingWords::tr("It prepares; a person sends.");
    case api::Leave::Ask: return ThinkingWords::tr("It asks, and a person decides each time.");
    case api::Leave::Never: return ThinkingWords::tr("It does not do this.");
    }
    return {};
}

QString leaveSource(const QString &source)
{
    if (source == QLatin1String("rule") || source == QLatin1String("default"))
        return ThinkingWords::tr("as the console begins with");
    if (source == QLatin1String("autonomy"))
        return ThinkingWords::tr("follows from its autonomy");
    if (source == QLatin1String("settings"))
        return ThinkingWords::tr("set by the studio");
    if (source == QLatin1String("untrusted"))
        return ThinkingWords::tr("stricter, because words of strangers led to it");
    return engineWords(source);
}

QString purposeName(const QString &purpose)
{
    if (purpose == QLatin1String("classify"))
        return ThinkingWords::tr("Sorting", "what a language model was asked for");
    if (purpose == QLatin1String("extract"))
        return ThinkingWords::tr("Reading out", "what a language model was asked for: facts from a text");
    if (purpose == QLatin1String("summarise"))
        return ThinkingWords::tr("Summary", "what a language model was asked for");
    if (purpose == QLatin1String("translate"))
        return ThinkingWords::tr("Translation", "what a language model was asked for");
    if (purpose == QLatin1String("draft"))
        return ThinkingWords::tr("Draft", "what a language model was asked for");
    if (purpose == QLatin1String("converse"))
        return ThinkingWords::tr("Conversation", "what a language model was asked for");
    if (purpose == QLatin1String("plan"))
        return ThinkingWords::tr("Plan", "what a language model was asked for");
    return purpose;
}

ThinkingLook callLook(const api::AiCallRow &call)
{
    if (call.outcome == QLatin1String("ok"))
        return {ThinkingWords::tr("answered", "a call of a language model"), QStringLiteral("circle-check"), Tone::Ok};
    if (call.outcome == QLatin1String("cached"))
        return {ThinkingWords::tr("known from before", "a call of a language model that was answered from memory"), QStringLiteral("history"),
                Tone::Neutral};
    if (call.outcome == QLatin1String("cancelled"))
        return {ThinkingWords::tr("stopped", "a call of a language model"), QStringLiteral("circle-stop"), Tone::Neutral};
    return {ThinkingWords::tr("failed", "a call of a language model"), QStringLiteral("circle-x"), Tone::Danger};
}

QString thoughtKind(const QString &kind)
{
    if (kind == QLatin1String("answer"))
        return ThinkingWords::tr("Answer", "what an agent thought about");
    if (kind == QLatin1String("draft"))
        return ThinkingWords::tr("Draft for a person", "what an agent thought about");
    if (kind == QLatin1String("proposal"))
        return ThinkingWords::tr("Proposal for an escalation", "what an agent thought about");
    if (kind == QLatin1String("second_opinion"))
        return ThinkingWords::tr("Second opinion", "what an agent thought about");
    return kind;
}

ThinkingLook thoughtLook(const QString &state)
{
    if (state == QLatin1String("waiting"))
        return {ThinkingWords::tr("waits its turn", "a task of thinking"), QStringLiteral("clock"), Tone::Neutral};
    if (state == QLatin1String("thinking"))
        return {ThinkingWords::tr("thinking", "a task of thinking"), QStringLiteral("sparkles"), Tone::Info};
    if (state == QLatin1String("done"))
        return {ThinkingWords::tr("done", "a task of thinking"), QStringLiteral("circle-check"), Tone::Ok};
    if (state == QLatin1String("by_rules"))
        return {ThinkingWords::tr("done by rules", "a task of thinking"), QStringLiteral("scale"), Tone::Ok};
    if (state == QLatin1String("failed"))
        return {ThinkingWords::tr("failed", "a task of thinking"), QStringLiteral("circle-x"), Tone::Danger};
    if (state == QLatin1String("stopped"))
        return {ThinkingWords::tr("stopped", "a task of thinking"), QStringLiteral("circle-stop"), Tone::Neutral};
    return {state, QStringLiteral("circle-dashed"), Tone::Neutral};
}

ThinkingLook stepLook(const api::ThoughtStep &step)
{
    if (step.failed)
        return {ThinkingWords::tr("did not work", "a step of thinking"), QStringLiteral("circle-x"), Tone::Danger};
    if (step.kind == QLatin1String("model"))
        return {ThinkingWords::tr("asked a model", "a step of thinking"), QStringLiteral("sparkles"), Tone::Accent};
    if (step.kind == QLatin1String("tool"))
        return {ThinkingWords::tr("used a tool", "a step of thinking"), QStringLiteral("wrench"), Tone::Info};
    if (step.kind == QLatin1String("check"))
        return {ThinkingWords::tr("checked", "a step of thinking"), QStringLiteral("shield-check"), Tone::Neutral};
    return {ThinkingWords::tr("applied a rule", "a step of thinking"), QStringLiteral("scale"), Tone::Neutral};
}

ThinkingLook requestLook(const QString &state)
{
    if (state == QLatin1String("waiting"))
        return {ThinkingWords::tr("Waits for you", "what an agent asks leave for"), QStringLiteral("hand"), Tone::Warn};
    if (state == QLatin1String("running"))
        return {ThinkingWords::tr("Being done", "what an agent asked leave for"), QStringLiteral("loader"), Tone::Info};
    if (state == QLatin1String("done"))
        return {ThinkingWords::tr("Done", "what an agent asked leave for"), QStringLiteral("circle-check"), Tone::Ok};
    if (state == QLatin1String("failed"))
        return {ThinkingWords::tr("Did not work", "what an agent asked leave for"), QStringLiteral("circle-x"), Tone::Danger};
    if (state == QLatin1String("rejected"))
        return {ThinkingWords::tr("Refused", "what an agent asked leave for"), QStringLiteral("ban"), Tone::Neutral};
    return {ThinkingWords::tr("Out of date", "what an agent asked leave for"), QStringLiteral("clock-alert"), Tone::Neutral};
}

ThinkingLook serverLook(const QString &state)
{
    if (state == QLatin1String("ready"))
        return {ThinkingWords::tr("Ready", "a server of tools"), QStringLiteral("circle-check"), Tone::Ok};
    if (state == QLatin1String("starting"))
        return {ThinkingWords::tr("Starting", "a server of tools"), QStringLiteral("loader"), Tone::Info};
    if (state == QLatin1String("failing"))
        return {ThinkingWords::tr("Failing", "a server of tools"), QStringLiteral("circle-x"), Tone::Danger};
    if (state == QLatin1String("paused"))
        return {ThinkingWords::tr("Paused", "a server of tools"), QStringLiteral("pause"), Tone::Neutral};
    return {state, QStringLiteral("plug"), Tone::Neutral};
}

ThinkingLook deciderLook(const QString &by)
{
    if (by == QLatin1String("model"))
        return {ThinkingWords::tr("by a language model", "who decided"), QStringLiteral("sparkles"), Tone::Accent};
    if (by == QLatin1String("person"))
        return {ThinkingWords::tr("by a person", "who decided"), QStringLiteral("user-round"), Tone::Neutral};
    return {ThinkingWords::tr("by a rule", "who decided"), QStringLiteral("scale"), Tone::Info};
}

QString toolTitle(const QString &name)
{
    const bool plain = !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar letter) {
        return letter == QLatin1Char('_') || (letter.unicode() < 0x80 && (letter.isLower() || letter.isDigit()));
    });
    if (!plain)
        return engineSentence(name);
    return engineWords(withCapital(name.section(QStringLiteral("__"), -1).replace(QLatin1Char('_'), QLatin1Char(' '))));
}

QString dollarsText(double dollars)
{
    const bool small = dollars > 0 && dollars < SmallDollars;
    return QLocale().toCurrencyString(dollars, QStringLiteral("$"), small ? 4 : 2);
}

QString costText(const api::AiCallRow &call)
{
    return call.costKnown ? dollarsText(call.dollars) : ThinkingWords::tr("cost not known");
}

QString tokensText(const api::AiCallRow &call)
{
    const QLocale locale;
    //: Tokens of a call of a language model. %1 what was sent, %2 what came back
    const QString both = ThinkingWords::tr("%1 in, %2 out").arg(locale.toString(call.inputTokens), locale.toString(call.outputTokens));
    if (call.cachedTokens <= 0)
        return both;
    //: %1 is "1,204 in, 310 out", %2 how many of them the provider knew already
    return ThinkingWords::tr("%1, %2 from the cache").arg(both, locale.toString(call.cachedTokens));
}

} // namespace hs::ui
