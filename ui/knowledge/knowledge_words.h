#pragma once

#include "engine/api/knowledge.h"
#include "engine/vocabulary/result.h"
#include "ui/shell/knowledge_place.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// "Policies · page 4 · Refunds · 4 Feb · Mira Kovac"
[[nodiscard]] QString passageLine(const api::KnowledgePassage &passage, const QDateTime &now);
[[nodiscard]] QString scoreText(int score); ///< "0.92"
/// The whole row for those who hear it.
[[nodiscard]] QString passageSentence(const api::KnowledgePassage &passage, int number, const QDateTime &now);
/// The words with where they stand, as they go into a reply, a note or the clipboard. Long passages are cut.
[[nodiscard]] QString quoteOf(const api::KnowledgePassage &passage);
/// The same for colleagues: also says how the console finds it again.
[[nodiscard]] QString noteOf(const api::KnowledgePassage &passage);
[[nodiscard]] QString documentIcon(const QString &type, const QString &database); ///< Lucide name
/// Why it was found, a line each: rank and words, nearness of meaning, both together, age.
[[nodiscard]] QStringList whyLines(const api::KnowledgePassage &passage, const QString &model, const QDateTime &now);

[[nodiscard]] QString kindName(api::KnowledgeKind kind);
[[nodiscard]] QString kindIcon(api::KnowledgeKind kind);
[[nodiscard]] QString modeName(api::KnowledgeMode mode);

struct StateLook {
    QString word;
    Tone tone = Tone::Neutral;
    QString icon;
};
[[nodiscard]] StateLook sourceLook(const api::KnowledgeSource &source);
[[nodiscard]] QString sourceTitle(const api::KnowledgeSource &source); ///< never empty
/// The same where only its id and title are known; those that the console makes itself are called in the reader's language.
[[nodiscard]] QString sourceTitle(const api::Id &source, const QString &title);
/// Why something of the knowledge failed, and what mends it: in the engine's own words where they are known, else by its code.
[[nodiscard]] QString failureSentence(const Error &error);
[[nodiscard]] QString sourceCounts(const api::KnowledgeSource &source);
/// When it was looked at, what changed last, when it is looked at next.
[[nodiscard]] QString sourceFreshness(const api::KnowledgeSource &source, const QDateTime &now);
[[nodiscard]] StateLook documentLook(const api::KnowledgeDocument &document);

/// "12,480 passages · 3 documents waiting · meanings 82 %"
[[nodiscard]] QString indexLine(const api::KnowledgeStatus &status);
/// Share of the work that is done, 0 to 1; 1 where there is nothing to do.
[[nodiscard]] double indexShare(const api::KnowledgeStatus &status);
[[nodiscard]] QString percentText(double share); ///< "82 %"

} // namespace hs::ui
