#pragma once

#include <QDateTime>
#include <QString>

#include "engine/api/notion.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// How the mirror of the hub in Notion stands, in the reader's words: what has been
/// uploaded, what was downloaded when, what waits. `now` and all times: UTC.

struct NotionLook {
    QString word;
    Tone tone = Tone::Neutral;
    QString icon;
};
/// The state as icon, word and colour.
[[nodiscard]] NotionLook notionLook(const api::NotionStatus &status);

/// One or two sentences: "All changes are uploaded; last downloaded 10:42".
[[nodiscard]] QString notionSummary(const api::NotionStatus &status, const QDateTime &now);
/// What waits to be uploaded and since when; empty: nothing.
[[nodiscard]] QString notionWaiting(const api::NotionStatus &status, const QDateTime &now);
/// When everything was downloaded last: the moment of the database that was read the longest ago. Invalid: not all were.
[[nodiscard]] QDateTime notionDownloadedAt(const api::NotionStatus &status);
/// "41 of 180 requests this minute: 2 for people, 20 uploads, 19 downloads"; empty: not known.
[[nodiscard]] QString notionBudget(const api::NotionStatus &status);
/// Whether requests get through and when it is tried next.
[[nodiscard]] QString notionConnection(const api::NotionStatus &status, const QDateTime &now);
/// Notion asked for time; empty: it did not.
[[nodiscard]] QString notionPause(const api::NotionStatus &status, const QDateTime &now);
/// Empty while both clocks agree within 2 s.
[[nodiscard]] QString notionSkew(const api::NotionStatus &status);

/// What a set-up is at: "Setting up: 5 of 32 – Contacts & Profiles"; empty: none is under way.
[[nodiscard]] QString notionSetUp(const api::NotionStatus &status);

/// The part of the status bar. Empty text: Notion is not connected, and nothing is to be said.
[[nodiscard]] NotionLook notionGlance(const api::NotionStatus &status, const QDateTime &now);

/// How the record's page stands (RecordMirror::state).
[[nodiscard]] QString mirrorSentence(const api::RecordMirror &mirror, const QDateTime &now);

/// How the text inside the record's page stands (RecordText::state).
[[nodiscard]] QString pageTextSentence(const api::RecordText &text);

/// The kind of a property in Notion, as the engine names it ("phone number"), in the reader's language.
[[nodiscard]] QString notionKind(const QString &english);

} // namespace hs::ui
