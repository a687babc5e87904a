#pragma once

#include <QString>

#include "engine/api/thinking.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// What agents that think do, may do and cost, in the reader's words.

/// A state as word, icon and colour.
struct ThinkingLook {
    QString word;
    QString icon; ///< Lucide name
    Tone tone = Tone::Neutral;
};

[[nodiscard]] ThinkingLook riskLook(api::Risk risk);
/// What tools of this risk do, one sentence.
[[nodiscard]] QString riskSentence(api::Risk risk);
[[nodiscard]] QString leaveName(api::Leave leave);     ///< "Alone", "As a draft", "Asks first", "Never"
[[nodiscard]] QString leaveSentence(api::Leave leave); ///< what that means, one sentence
/// Why a leave is as it is, by AgentPermission::source; a source that is not known is shown as it is.
[[nodiscard]] QString leaveSource(const QString &source);

[[nodiscard]] QString purposeName(const QString &purpose); ///< of AiCallRow
[[nodiscard]] ThinkingLook callLook(const api::AiCallRow &call);
[[nodiscard]] QString thoughtKind(const QString &kind);
[[nodiscard]] ThinkingLook thoughtLook(const QString &state);
[[nodiscard]] ThinkingLook stepLook(const api::ThoughtStep &step);
[[nodiscard]] ThinkingLook requestLook(const QString &state);
[[nodiscard]] ThinkingLook serverLook(const QString &state); ///< of ToolServerRow
/// Who decided, by Explanation::by: rule, model, person.
[[nodiscard]] ThinkingLook deciderLook(const QString &by);

/// A tool by its name, as people read it: "ocr__read_page" → "Read page". What is no such name stays as it is.
[[nodiscard]] QString toolTitle(const QString &name);

/// US dollars with as many digits as a small amount needs: "$0.0042", "$3.10".
[[nodiscard]] QString dollarsText(double dollars);
/// The cost of a call; in words where nobody knows it.
[[nodiscard]] QString costText(const api::AiCallRow &call);
/// "1,204 in, 310 out, 800 from the cache".
[[nodiscard]] QString tokensText(const api::AiCallRow &call);

} // namespace hs::ui
