#include "ui/knowledge/knowledge_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/text/capital.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {

struct KnowledgeWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Knowledge)
};

constexpr qsizetype LongestQuote = 1'200; ///< characters

QString dot()
{
    return QStringLiteral(" · ");
}

QString shortened(const QString &text)
{
    const QString whole = text.trimmed();
    if (whole.size() <= LongestQuote)
        return whole;
    const qsizetype blank = whole.lastIndexOf(QLatin1Char(' '), LongestQuote);
    return whole.left(blank > LongestQuote / 2 ? blank : LongestQuote) + QStringLiteral("…");
}

/// The document and the page, as a citation says it.
QString citationOf(const api::KnowledgePassage &passage)
{
    const QString title = passage.title.isEmpty() ? passage.place : passage.title;
    if (passage.page <= 0)
        return title;
    //: A citation. %1 is a document, %2 the number of a page
    return KnowledgeWords::tr("%1, page %2").arg(title, QLocale().toString(passage.page));
}

} // namespace

QString passageLine(const api::KnowledgePassage &passage, const QDateTime &now)
{
    QStringList parts;
    if (!passage.sourceTitle.isEmpty() && passage.sourceTitle != passage.title)
        parts << sourceTitle(passage.source, passage.sourceTitle);
    if (passage.page > 0)
        parts << KnowledgeWords::tr("page %1").arg(QLocale().toString(passage.page));
    if (!passage.heading.isEmpty())
        parts << passage.heading;
    if (passage.changedAt.isValid())
        parts << momentText(passage.changedAt, now);
    if (!passage.author.isEmpty())
        parts << passage.author;
    return parts.join(dot());
}

QString scoreText(int score)
{
    return QLocale().toString(std::clamp(score, 0, 100) / 100.0, 'f', 2);
}

QString passageSentence(const api::KnowledgePassage &passage, int number, const QDateTime &now)
{
    QStringList parts;
    const QString title = passage.title.isEmpty() ? passage.place : passage.title;
    //: A found passage, read by screen readers. %1 its number, %2 the title of its document
    parts << (number > 0 ? KnowledgeWords::tr("Citation %1: %2").arg(QLocale().toString(number), title)
                         : KnowledgeWords::tr("Passage from %1").arg(title));
    if (const QString line = passageLine(passage, now); !line.isEmpty())
        parts << line;
    parts << KnowledgeWords::tr("score %1 of 100").arg(QLocale().toString(passage.score));
    if (!passage.reported.isEmpty())
        //: %1 is why somebody says that a document is outdated
        parts << KnowledgeWords::tr("reported as outdated: %1").arg(passage.reported);
    else if (passage.mayBeOutdated)
        parts << KnowledgeWords::tr("may be outdated");
    if (!passage.alsoIn.isEmpty())
        parts << KnowledgeWords::tr("also in %1").arg(QLocale().createSeparatedList(passage.alsoIn));
    return parts.join(QStringLiteral(", ")) + QStringLiteral(". ") + passage.text.simplified();
}

QString quoteOf(const api::KnowledgePassage &passage)
{
    //: Words that are quoted from a document, and where they stand. %1 the words, %2 a document and page
    return KnowledgeWords::tr("“%1” (%2)").arg(shortened(passage.text).simplified(), citationOf(passage)) + QLatin1Char('\n');
}

QString noteOf(const api::KnowledgePassage &passage)
{
    //: A note for colleagues. %1 words from a document, %2 that document and page, %3 what the console knows the place by
    return KnowledgeWords::tr("From Knowledge: “%1”\n%2 [%3]").arg(shortened(passage.text), citationOf(passage), idOf(placeOf(passage)));
}

QString documentIcon(const QString &type, const QString &database)
{
    if (!database.isEmpty() || type == QLatin1String("record"))
        return QStringLiteral("database");
    if (type.startsWith(QLatin1String("image/")))
        return QStringLiteral("image");
    if (type == QLatin1String("text/html"))
        return QStringLiteral("globe");
    if (type == QLatin1String("message/rfc822"))
        return QStringLiteral("mail");
    if (type.contains(QLatin1String("spreadsheet")) || type == QLatin1String("text/csv"))
        return QStringLiteral("table-2");
    return QStringLiteral("file-text");
}

QStringList whyLines(const api::KnowledgePassage &passage, const QString &model, const QDateTime &now)
{
    QStringList lines;
    const QLocale locale;
    if (passage.wordRank > 0)
        //: %1 a place in a ranking, from 1; %2 how much, a number
        lines << KnowledgeWords::tr("By words: place %1 (weight %2)").arg(locale.toString(passage.wordRank), locale.toString(passage.bm25, 'f', 2));
    else
        lines << KnowledgeWords::tr("By words: not among the found");
    if (!passage.words.isEmpty())
        lines << KnowledgeWords::tr("Asked words in it: %1").arg(passage.words.join(QStringLiteral(", ")));
    if (passage.cosine < -1.5)
        lines << KnowledgeWords::tr("By meaning: not compared");
    else if (model.isEmpty())
        lines << KnowledgeWords::tr("By meaning: nearness %1 of 1").arg(locale.toString(passage.cosine, 'f', 2));
    else
        //: %1 a number up to 1, %2 the name of what compared
        lines << KnowledgeWords::tr("By meaning: nearness %1 of 1, compared by %2").arg(locale.toString(passage.cosine, 'f', 2), model);
    lines << KnowledgeWords::tr("Both together: %1").arg(locale.toString(passage.fused, 'f', 3));
    if (passage.changedAt.isValid()) {
        const qint64 days = std::max<qint64>(0, passage.changedAt.daysTo(now));
        lines << KnowledgeWords::tr("Age of the text: %n day(s)", nullptr, int(std::min<qint64>(days, 1'000'000)));
    }
    if (passage.checkedAt.isValid())
        //: %1 is a moment
        lines << KnowledgeWords::tr("Last looked at: %1").arg(momentText(passage.checkedAt, now));
    return lines;
}

QString kindName(api::KnowledgeKind kind)
{
    switch (kind) {
    case api::KnowledgeKind::Folder: return KnowledgeWords::tr("Folder");
    case api::KnowledgeKind::File: return KnowledgeWords::tr("File");
    case api::KnowledgeKind::Web: return KnowledgeWords::tr("Web pages");
    case api::KnowledgeKind::Hub: return KnowledgeWords::tr("The hub's records");
    case api::KnowledgeKind::Note: return KnowledgeWords::tr("Notes");
    }
    return {};
}

QString kindIcon(api::KnowledgeKind kind)
{
    switch (kind) {
    case api::KnowledgeKind::Folder: return QStringLiteral("folder");
    case api::KnowledgeKind::File: return QStringLiteral("file-text");
    case api::KnowledgeKind::Web: return QStringLiteral("globe");
    case api::KnowledgeKind::Hub: return QStringLiteral("database");
    case api::KnowledgeKind::Note: return QStringLiteral("notebook-pen");
    }
    return {};
}

QString modeName(api::KnowledgeMode mode)
{
    switch (mode) {
    case api::KnowledgeMode::Hybrid: return KnowledgeWords::tr("Words and meaning");
    case api::KnowledgeMode::Words: return KnowledgeWords::tr("Words alone");
    case api::KnowledgeMode::Meaning: return KnowledgeWords::tr("Meaning alone");
    }
    return {};
}

StateLook sourceLook(const api::KnowledgeSource &source)
{
    if (source.state == QLatin1String("failing"))
        return {KnowledgeWords::tr("Failing", "state of a source"), Tone::Danger, QStringLiteral("circle-x")};
    if (source.state == QLatin1String("gone"))
        return {KnowledgeWords::tr("Gone", "state of a source"), Tone::Danger, QStringLiteral("file-x")};
    if (source.state == QLatin1String("reading"))
        return {KnowledgeWords::tr("Reading", "state of a source"), Tone::Info, QStringLiteral("loader")};
    if (source.state == QLatin1String("waiting"))
        return {KnowledgeWords::tr("Waiting", "state of a source"), Tone::Neutral, QStringLiteral("clock")};
    if (source.state == QLatin1String("paused"))
        return {KnowledgeWords::tr("Paused", "state of a source"), Tone::Warn, QStringLiteral("pause")};
    if (source.failed > 0)
        return {KnowledgeWords::tr("Ready, in part", "state of a source"), Tone::Warn, QStringLiteral("triangle-alert")};
    return {KnowledgeWords::tr("Ready", "state of a source"), Tone::Ok, QStringLiteral("circle-check")};
}

QString sourceTitle(const api::KnowledgeSource &source)
{
    if (!source.title.isEmpty())
        return sourceTitle(source.id, source.title);
    return source.place.isEmpty() ? kindName(source.kind) : source.place;
}

QString sourceTitle(const api::Id &source, const QString &title)
{
    // They are there from the start, and nobody gave them a name.
    const bool made = source == QLatin1String("src_hub") || source == QLatin1String("src_notes");
    return made ? engineWords(title) : title;
}

QString failureSentence(const Error &error)
{
    const auto sentence = [](const std::string &english) {
        auto said = knownEngineWords(QString::fromStdString(english));
        if (said && !said->isEmpty()) {
            said = withCapital(*said);
            if (!said->endsWith(QLatin1Char('.')))
                said->append(QLatin1Char('.'));
        }
        return said;
    };
    const auto what = sentence(error.what);
    if (!what)
        return errorSentence(error);
    const auto mend = sentence(error.mend);
    return mend ? *what + QLatin1Char(' ') + *mend : *what;
}

QString sourceCounts(const api::KnowledgeSource &source)
{
    const auto number = [](qint64 count) { return int(std::min<qint64>(count, 2'000'000'000)); };
    QStringList parts{kindName(source.kind), KnowledgeWords::tr("%n document(s)", nullptr, number(source.documents)),
                      KnowledgeWords::tr("%n passage(s)", nullptr, number(source.passages))};
    if (source.failed > 0)
        parts << KnowledgeWords::tr("%n could not be read", "documents", number(source.failed));
    return parts.join(dot());
}

QString sourceFreshness(const api::KnowledgeSource &source, const QDateTime &now)
{
    QStringList parts;
    if (source.checkedAt.isValid())
        parts << KnowledgeWords::tr("looked at %1", "%1 is a moment").arg(momentText(source.checkedAt, now));
    else
        parts << KnowledgeWords::tr("not looked at yet");
    if (source.changedAt.isValid())
        parts << KnowledgeWords::tr("newest change %1", "%1 is a moment").arg(momentText(source.changedAt, now));
    if (source.nextAt.isValid())
        parts << (source.nextAt <= now
                      ? KnowledgeWords::tr("next look now")
                      : KnowledgeWords::tr("next look in %1", "%1 is a length of time").arg(spokenDuration(now.secsTo(source.nextAt))));
    else if (source.kind == api::KnowledgeKind::Folder || source.kind == api::KnowledgeKind::File || source.kind == api::KnowledgeKind::Hub)
        parts << KnowledgeWords::tr("read again when it changes");
    return withCapital(parts.join(dot()));
}

StateLook documentLook(const api::KnowledgeDocument &document)
{
    if (document.state == QLatin1String("failed"))
        return {KnowledgeWords::tr("Could not be read"), Tone::Danger, QStringLiteral("circle-x")};
    if (document.state == QLatin1String("gone"))
        return {KnowledgeWords::tr("Gone", "state of a document"), Tone::Warn, QStringLiteral("file-x")};
    if (!document.reported.isEmpty())
        return {KnowledgeWords::tr("Reported as outdated"), Tone::Warn, QStringLiteral("flag")};
    if (document.embedded < document.passages)
        return {KnowledgeWords::tr("Found by words, meaning follows"), Tone::Info, QStringLiteral("clock")};
    return {KnowledgeWords::tr("Ready", "state of a document"), Tone::Ok, QStringLiteral("circle-check")};
}

QString percentText(double share)
{
    // Never 100 % while something is missing, never 0 % once something is done.
    int percent = int(std::floor(std::clamp(share, 0.0, 1.0) * 100));
    if (share > 0 && percent == 0)
        percent = 1;
    //: A share. %1 is a number from 0 to 100
    return KnowledgeWords::tr("%1 %").arg(QLocale().toString(percent));
}

QString indexLine(const api::KnowledgeStatus &status)
{
    const auto number = [](qint64 count) { return int(std::min<qint64>(count, 2'000'000'000)); };
    QStringList parts;
    parts << KnowledgeWords::tr("%Ln passage(s)", nullptr, number(status.passages));
    if (status.paused)
        parts << KnowledgeWords::tr("reading is paused");
    else if (!status.reading.isEmpty())
        //: %1 is a document
        parts << KnowledgeWords::tr("reading %1").arg(status.reading);
    if (status.waiting > 0)
        parts << KnowledgeWords::tr("%n document(s) waiting", nullptr, number(status.waiting));
    if (status.passages > 0 && status.embedded < status.passages)
        //: How many passages can be found by meaning already. %1 is "82 %"
        parts << KnowledgeWords::tr("meanings %1").arg(percentText(double(status.embedded) / double(status.passages)));
    if (status.failed > 0)
        parts << KnowledgeWords::tr("%n could not be read", "documents", number(status.failed));
    if (!status.nextModel.isEmpty())
        //: A better way of comparing meanings is being made ready. %1 its name, %2 is "40 %"
        parts << KnowledgeWords::tr("changing to %1, %2").arg(status.nextModel, percentText(status.nextShare));
    if (status.learning)
        parts << KnowledgeWords::tr("learning the studio's words");
    return parts.join(dot());
}

double indexShare(const api::KnowledgeStatus &status)
{
    // A document that waits counts as much as an average one that was read.
    double share = 1;
    if (status.waiting > 0)
        share = double(status.documents) / double(status.documents + status.waiting);
    if (status.passages > 0)
        share *= 0.5 + 0.5 * std::min(1.0, double(status.embedded) / double(status.passages));
    return std::clamp(share, 0.0, 1.0);
}

} // namespace hs::ui
