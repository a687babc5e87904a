#pragma once

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/shell/view_context.h"

class QLabel;
class QVBoxLayout;

namespace hs::ui {

class BudgetList;
class FoldBox;
class SpendChart;

/// What an agent did today and what it cost: figures, the last 14 days as bars, what is left of its budget.
class TodayPanel final : public QWidget {
    Q_OBJECT
public:
    explicit TodayPanel(ViewContext &context, QWidget *parent = nullptr);

    void setDetail(const api::AgentDetail &detail);
    [[nodiscard]] SpendChart *chart() const { return m_chart; }

private:
    struct Figure {
        QLabel *value = nullptr;
        QLabel *name = nullptr;
    };
    Figure addFigure(QLayout *into, const QString &name);
    static void setFigure(const Figure &figure, const QString &value, const QString &name = {});

    ViewContext &m_context;
    Figure m_done;
    Figure m_worked;
    Figure m_thought;
    Figure m_calls;
    Figure m_tokens;
    Figure m_cost;
    SpendChart *m_chart;
    FoldBox *m_days;
    QLabel *m_table = nullptr; ///< once it was opened
    BudgetList *m_budget;
    QLabel *m_bounds;
};

} // namespace hs::ui
