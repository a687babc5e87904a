#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/theme/theme.h"

class QVBoxLayout;

namespace hs::ui {

/// What was spent today of what may be spent: a sentence and a bar for each budget. A budget without a limit is a
/// sentence alone.
class BudgetList final : public QWidget {
    Q_OBJECT
public:
    explicit BudgetList(const Theme &theme, QWidget *parent = nullptr);

    void setBudgets(const std::vector<api::AiBudgetRow> &budgets);

    /// "$0.42 of $5.00, warned at $3.00".
    [[nodiscard]] static QString sentence(const api::AiBudgetRow &budget);
    [[nodiscard]] static Tone tone(const api::AiBudgetRow &budget);

private:
    const Theme &m_theme;
    QVBoxLayout *m_column;
};

} // namespace hs::ui
