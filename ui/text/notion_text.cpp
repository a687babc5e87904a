#include "ui/text/notion_text.h"

#include <cstdlib>

#include <QCoreApplication>
#include <QLocale>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {

struct NotionWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Notion)
};

using Standing = api::NotionStanding;

constexpr int TellSkewMillis = 2000;

constexpr const char *Kinds[] = {
    QT_TRANSLATE_NOOP("hs::ui::Notion", "text"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "number"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "select"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "multi-select"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "status"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "date"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "people"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "files"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "checkbox"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "web address"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "e-mail"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "phone number"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "formula"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "relation"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "rollup"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "time of creation"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "creator"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "time of the last edit"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "last editor"),
    QT_TRANSLATE_NOOP("hs::ui::Notion", "number made by Notion"),
};

/// Two halves of a sentence, the second of which may be missing.
QString both(const QString &first, const QString &second)
{
    //: Two statements about Notion in one sentence: %1 what was uploaded, %2 what was downloaded.
    return second.isEmpty() ? first : NotionWords::tr("%1; %2").arg(first, second);
}

QString uploads(const api::NotionStatus &status, const QDateTime &now)
{
    if (status.waiting > 0)
        return notionWaiting(status, now);
    return status.parked > 0 ? NotionWords::tr("%n change(s) could not be uploaded", nullptr, int(status.parked))
                             : NotionWords::tr("All changes are uploaded");
}

QString downloads(const api::NotionStatus &status, const QDateTime &now)
{
    const QDateTime at = notionDownloadedAt(status);
    //: Second half of a sentence about Notion. %1 is a moment such as "10:42".
    return at.isValid() ? NotionWords::tr("last downloaded %1").arg(momentText(at, now))
                        //: Second half of a sentence about Notion.
                        : NotionWords::tr("not everything has been downloaded yet");
}

} // namespace

NotionLook notionLook(const api::NotionStatus &status)
{
    switch (status.standing) {
    case Standing::Off:
        return status.tokenSet ? NotionLook{NotionWords::tr("Offline", "state of the connection with Notion"), Tone::Neutral, QStringLiteral("cloud-off")}
                               : NotionLook{NotionWords::tr("Not connected", "state of the connection with Notion"), Tone::Neutral, QStringLiteral("unplug")};
    case Standing::Paused:
        return {NotionWords::tr("Paused", "state of the connection with Notion"), Tone::Info, QStringLiteral("pause")};
    case Standing::SettingUp:
        return {NotionWords::tr("Being set up", "state of the connection with Notion"), Tone::Info, QStringLiteral("loader-circle")};
    case Standing::NeedsSignIn:
        return {NotionWords::tr("Needs a token", "state of the connection with Notion"), Tone::Danger, QStringLiteral("key-round")};
    case Standing::NeedsPerson:
        return {NotionWords::tr("Needs a person", "state of the connection with Notion"), Tone::Warn, QStringLiteral("hand")};
    case Standing::Blocked:
        return {NotionWords::tr("Blocked", "state of the connection with Notion"), Tone::Danger, QStringLiteral("ban")};
    case Standing::Down:
        return {NotionWords::tr("Not reachable", "state of the connection with Notion"), Tone::Danger, QStringLiteral("cloud-off")};
    case Standing::Working:
        break;
    }
    if (status.parked > 0 || status.openConflicts > 0 || status.gone > 0)
        return {NotionWords::tr("Needs a look", "state of the connection with Notion"), Tone::Warn, QStringLiteral("triangle-alert")};
    if (status.waiting > 0)
        return {NotionWords::tr("Uploading", "state of the connection with Notion"), Tone::Info, QStringLiteral("upload")};
    return {NotionWords::tr("Works", "state of the connection with Notion"), Tone::Ok, QStringLiteral("circle-check")};
}

QDateTime notionDownloadedAt(const api::NotionStatus &status)
{
    QDateTime oldest;
    for (const api::NotionDatabaseRow &row : status.databases) {
        if (!row.pulledAt.isValid())
            return {};
        if (!oldest.isValid() || row.pulledAt < oldest)
            oldest = row.pulledAt;
    }
    return oldest;
}

QString notionWaiting(const api::NotionStatus &status, const QDateTime &now)
{
    if (status.waiting <= 0)
        return {};
    const int count = int(status.waiting);
    return status.waitingSince.isValid()
               //: %1 is a moment such as "10:40".
               ? NotionWords::tr("%n change(s) wait to be uploaded, the oldest since %1", nullptr, count).arg(momentText(status.waitingSince, now))
               : NotionWords::tr("%n change(s) wait to be uploaded", nullptr, count);
}

QString notionSummary(const api::NotionStatus &status, const QDateTime &now)
{
    const QString told = both(uploads(status, now), downloads(status, now));
    switch (status.standing) {
    case Standing::Off:
        if (!status.tokenSet)
            return NotionWords::tr("Notion is not connected: the records are on this computer alone.");
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("The console works offline, so nothing is sent to Notion and nothing is fetched. %1.").arg(told);
    case Standing::Paused:
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("Paused: nothing is sent and nothing is fetched until you resume. %1.").arg(told);
    case Standing::SettingUp:
        return NotionWords::tr("The databases are being set up in Notion. What is changed here meanwhile waits.");
    case Standing::NeedsSignIn:
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("Notion does not accept the token. %1.").arg(told);
    case Standing::NeedsPerson:
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("Somebody has to look before it goes on. %1.").arg(told);
    case Standing::Blocked:
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("Notion refuses the connection. %1.").arg(told);
    case Standing::Down:
        //: %1: what waits to be uploaded and what was downloaded when.
        return NotionWords::tr("Notion is not reachable. Work goes on here, and changes are kept. %1.").arg(told);
    case Standing::Working:
        break;
    }
    return told + QLatin1Char('.');
}

QString notionBudget(const api::NotionStatus &status)
{
    if (status.limit <= 0)
        return {};
    const QLocale locale;
    //: Requests to Notion: %1 used, %2 allowed, %3 for people at the screen, %4 uploads, %5 downloads.
    return NotionWords::tr("%1 of %2 requests this minute: %3 for people, %4 for uploads, %5 for downloads")
        .arg(locale.toString(status.used), locale.toString(status.limit), locale.toString(status.usedByPeople), locale.toString(status.usedByPush),
             locale.toString(status.usedByPull));
}

QString notionConnection(const api::NotionStatus &status, const QDateTime &now)
{
    const bool waits = status.retryAt.isValid() && status.retryAt > now;
    //: %1 is a running clock such as "0:42".
    const QString next = waits ? NotionWords::tr("The next try is in %1.").arg(countdownText((now.msecsTo(status.retryAt) + 999) / 1000)) : QString();
    if (status.breaker == QLatin1String("open"))
        return (NotionWords::tr("Several requests failed in a row, so Notion is left alone for a while.") + QLatin1Char(' ') + next).trimmed();
    if (status.breaker == QLatin1String("half-open"))
        return NotionWords::tr("One request tries whether Notion answers again.");
    QStringList told;
    if (status.lastAnswer.isValid())
        //: %1 is a moment such as "10:42".
        told << NotionWords::tr("Notion answered last at %1.").arg(momentText(status.lastAnswer, now));
    else
        told << NotionWords::tr("Notion has not answered yet.");
    if (status.usualMillis > 0)
        //: %1 is a length of time such as "240 ms".
        told << NotionWords::tr("An answer usually takes %1.").arg(millisText(status.usualMillis));
    if (!next.isEmpty())
        told << next;
    return told.join(QLatin1Char(' '));
}

QString notionPause(const api::NotionStatus &status, const QDateTime &now)
{
    if (!status.pausedUntil.isValid() || status.pausedUntil <= now)
        return {};
    const QString until = countdownText((now.msecsTo(status.pausedUntil) + 999) / 1000);
    if (status.pauseReason == QLatin1String("overload"))
        //: %1 is a running clock such as "0:42".
        return NotionWords::tr("Notion is overloaded and asked for time: it goes on in %1.").arg(until);
    if (status.pauseReason == QLatin1String("workspace"))
        //: %1 is a running clock such as "0:42".
        return NotionWords::tr("The workspace has used up what Notion allows it: it goes on in %1.").arg(until);
    if (status.pauseReason == QLatin1String("endpoint"))
        //: %1 is a running clock such as "0:42".
        return NotionWords::tr("Notion limits this kind of request: it goes on in %1.").arg(until);
    //: %1 is a running clock such as "0:42".
    return NotionWords::tr("This minute's requests are used up: it goes on in %1.").arg(until);
}

QString notionSkew(const api::NotionStatus &status)
{
    if (std::abs(status.skewMillis) <= TellSkewMillis)
        return {};
    const QString much = spokenDuration(std::abs(status.skewMillis) / 1000);
    return status.skewMillis > 0
               //: %1 is a length of time such as "12 seconds".
               ? NotionWords::tr("Notion's clock is %1 ahead of this computer's. It is allowed for; better set this computer's clock.").arg(much)
               //: %1 is a length of time such as "12 seconds".
               : NotionWords::tr("Notion's clock is %1 behind this computer's. It is allowed for; better set this computer's clock.").arg(much);
}

QString notionSetUp(const api::NotionStatus &status)
{
    if (status.setUpOf <= 0)
        return {};
    const QLocale locale;
    const QString done = locale.toString(status.setUpDone);
    const QString all = locale.toString(status.setUpOf);
    return status.setUpNow.isEmpty()
               //: Setting up the databases in Notion: %1 steps that are done, %2 all steps.
               ? NotionWords::tr("Setting up: %1 of %2").arg(done, all)
               //: Setting up the databases in Notion: %1 steps that are done, %2 all steps, %3 name of a database.
               : NotionWords::tr("Setting up: %1 of %2 – %3").arg(done, all, status.setUpNow);
}

NotionLook notionGlance(const api::NotionStatus &status, const QDateTime &now)
{
    if (status.standing == Standing::Off && !status.tokenSet)
        return {};
    const QLocale locale;
    const QString count = locale.toString(status.waiting);
    QString queue;
    if (status.waiting > 0)
        queue = status.waitingSince.isValid()
                    //: Status bar. %1 number of changes, %2 a moment such as "10:40".
                    ? NotionWords::tr("%1 to upload since %2").arg(count, momentText(status.waitingSince, now))
                    //: Status bar. %1 number of changes.
                    : NotionWords::tr("%1 to upload").arg(count);
    const auto with = [&queue](const QString &state) {
        //: Status bar. %1 state of the connection with Notion, %2 what waits: "Notion offline · 3 to upload since 10:40".
        return queue.isEmpty() ? state : NotionWords::tr("%1 · %2").arg(state, queue);
    };
    switch (status.standing) {
    case Standing::Off:
        return {with(NotionWords::tr("Notion: offline")), Tone::Neutral, QStringLiteral("cloud-off")};
    case Standing::Down:
        return {with(NotionWords::tr("Notion: not reachable")), Tone::Danger, QStringLiteral("cloud-off")};
    case Standing::Paused:
        return {with(NotionWords::tr("Notion: paused")), Tone::Info, QStringLiteral("pause")};
    case Standing::SettingUp:
        return {with(NotionWords::tr("Notion: being set up")), Tone::Info, QStringLiteral("loader-circle")};
    case Standing::NeedsSignIn:
        return {with(NotionWords::tr("Notion: needs a token")), Tone::Danger, QStringLiteral("key-round")};
    case Standing::NeedsPerson:
        return {with(NotionWords::tr("Notion: needs a person")), Tone::Warn, QStringLiteral("hand")};
    case Standing::Blocked:
        return {with(NotionWords::tr("Notion: blocked")), Tone::Danger, QStringLiteral("ban")};
    case Standing::Working:
        break;
    }
    const qint64 looks = status.parked + status.openConflicts + status.gone;
    if (looks > 0)
        return {with(NotionWords::tr("Notion: %1 to look at", "status bar").arg(locale.toString(looks))), Tone::Warn, QStringLiteral("triangle-alert")};
    if (status.waiting > 0)
        return {with(NotionWords::tr("Notion")), Tone::Neutral, QStringLiteral("upload")};
    return {NotionWords::tr("Notion: all uploaded"), Tone::Ok, QStringLiteral("cloud")};
}

QString mirrorSentence(const api::RecordMirror &mirror, const QDateTime &now)
{
    const QString since = mirror.since.isValid() ? momentText(mirror.since, now) : QString();
    if (mirror.state == QLatin1String("none"))
        return NotionWords::tr("This record has no page in Notion.");
    if (mirror.state == QLatin1String("waiting"))
        return since.isEmpty() ? NotionWords::tr("The last change waits to be uploaded.")
                               //: %1 is a moment such as "10:40".
                               : NotionWords::tr("Changes wait to be uploaded since %1.").arg(since);
    if (mirror.state == QLatin1String("parked"))
        return since.isEmpty() ? NotionWords::tr("The last change could not be uploaded.")
                               //: %1 is a moment such as "10:40".
                               : NotionWords::tr("Changes since %1 could not be uploaded.").arg(since);
    if (mirror.state == QLatin1String("linking"))
        return NotionWords::tr("The record is uploaded; its relations follow once the records they lead to have pages.");
    if (mirror.state == QLatin1String("trashed"))
        return NotionWords::tr("Its page is in Notion's trash.");
    return mirror.editedAt.isValid()
               //: %1 is a moment such as "10:42", to the minute.
               ? NotionWords::tr("Everything is uploaded. The page was edited last at %1.").arg(momentText(mirror.editedAt, now))
               : NotionWords::tr("Everything is uploaded.");
}

QString pageTextSentence(const api::RecordText &text)
{
    if (text.state == QLatin1String("here"))
        return NotionWords::tr("Kept here alone: the record has no page in Notion.");
    if (text.state == QLatin1String("unread"))
        return NotionWords::tr("The page in Notion may have changed since it was read.");
    if (text.state == QLatin1String("alike"))
        return NotionWords::tr("The same in Notion.");
    if (text.state == QLatin1String("waiting"))
        return NotionWords::tr("Waits to be uploaded.");
    if (text.state == QLatin1String("parked"))
        return NotionWords::tr("Could not be uploaded.");
    return NotionWords::tr("Nothing written yet.");
}

QString notionKind(const QString &english)
{
    for (const char *kind : Kinds) {
        if (english == QLatin1String(kind))
            return NotionWords::tr(kind);
    }
    return english;
}

} // namespace hs::ui
