#pragma once

#include <QScrollArea>

#include "engine/api/rows.h"
#include "ui/shell/view_context.h"

class QLabel;
class QVBoxLayout;

namespace hs::ui {

/// What approving an escalation does: each effect with amount, target and
/// whether it can leave. Stands beside the approval at every width.
class EffectsList final : public QWidget {
    Q_OBJECT
public:
    explicit EffectsList(ViewContext &context, QWidget *parent = nullptr);
    void setEffects(const std::vector<api::EffectPreview> &effects);

private:
    ViewContext &m_context;
    QVBoxLayout *m_column;
};

/// The side of the detail pane: the client's facts with their evidence, what
/// approving does, similar decisions, deadlines, backup person, the rule that fired.
class FactsColumn final : public QScrollArea {
    Q_OBJECT
public:
    explicit FactsColumn(ViewContext &context, QWidget *parent = nullptr);
    void setDetail(const api::EscalationDetail &detail);
    /// Takes the effects out (they stand beside the decision then), or back in.
    void setEffectsInside(bool inside);
    [[nodiscard]] EffectsList *effects() const { return m_effects; }
    /// What counts, once a second while visible.
    void tick();

Q_SIGNALS:
    void similarActivated(const QString &escalation);
    void contactActivated(const QString &contact);

private:
    void addSection(const QString &title, QWidget *body);
    void rebuild();
    QWidget *makeFacts(const std::vector<std::pair<QString, QString>> &rows, const QStringList &evidence);

    ViewContext &m_context;
    api::EscalationDetail m_detail;
    EffectsList *m_effects;
    QVBoxLayout *m_column;
    QLabel *m_respond = nullptr;
    QLabel *m_decide = nullptr;
    bool m_effectsInside = true;
};

} // namespace hs::ui
