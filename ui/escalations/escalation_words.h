#pragma once

#include <QCoreApplication>
#include <QString>

#include "engine/api/rows.h"
#include "ui/escalations/clock_state.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// The screen's words for the engine's codes around escalations. A code that is
/// not known (a studio's own) is shown as it is, made readable.
class EscalationWords {
    Q_DECLARE_TR_FUNCTIONS(EscalationWords)
public:
    [[nodiscard]] static QString priority(api::Priority priority);
    /// The title without the person in front, for places where the person stands beside it.
    [[nodiscard]] static QString matter(const api::EscalationRow &row);
    [[nodiscard]] static QString reasonClass(const QString &code);
    [[nodiscard]] static QString status(api::EscalationStatus status);
    /// "Approved as written", for what was decided.
    [[nodiscard]] static QString decided(const QString &decision);
    [[nodiscard]] static QString verb(const QString &code);
    [[nodiscard]] static QString risk(const QString &code);
    [[nodiscard]] static QString urgency(const QString &code);
    [[nodiscard]] static QString sentiment(const QString &code);
    /// "High confidence", for 0 to 1.
    [[nodiscard]] static QString confidence(double value);
    /// What the clock is for, under its digits: "to respond", "overdue", "waits on client".
    [[nodiscard]] static QString clockCaption(const EscalationClock &clock);
    /// The agent's name for a key; "grace-fields" → "Grace Fields".
    [[nodiscard]] static QString agent(const QString &key);
    /// "human_judgement" → "Human judgement".
    [[nodiscard]] static QString readable(const QString &code);

    // ---- looks that go with the words; icons are Lucide names ----
    [[nodiscard]] static Tone priorityTone(api::Priority priority);
    [[nodiscard]] static QString decisionIcon(const QString &decision);
    [[nodiscard]] static QString reasonClassIcon(const QString &code);
    [[nodiscard]] static QString effectIcon(const QString &kind);
};

} // namespace hs::ui
