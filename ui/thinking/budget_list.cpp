#include "ui/thinking/budget_list.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/thinking/column.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

BudgetList::BudgetList(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
}

QString BudgetList::sentence(const api::AiBudgetRow &budget)
{
    const QString spent = dollarsText(budget.spent);
    if (budget.hard <= 0 && budget.soft <= 0)
        //: Cost of language models today. %1 an amount
        return tr("%1 today, without a limit").arg(spent);
    if (budget.hard <= 0)
        //: Cost of language models today. %1 what was spent, %2 from where on people are warned
        return tr("%1 today, warned at %2").arg(spent, dollarsText(budget.soft));
    if (budget.soft <= 0)
        //: Cost of language models today. %1 what was spent, %2 the limit
        return tr("%1 of %2 today").arg(spent, dollarsText(budget.hard));
    //: Cost of language models today. %1 what was spent, %2 the limit, %3 from where on people are warned
    return tr("%1 of %2 today, warned at %3").arg(spent, dollarsText(budget.hard), dollarsText(budget.soft));
}

Tone BudgetList::tone(const api::AiBudgetRow &budget)
{
    if (budget.hard > 0 && budget.spent >= budget.hard)
        return Tone::Danger;
    return budget.soft > 0 && budget.spent >= budget.soft ? Tone::Warn : Tone::Neutral;
}

void BudgetList::setBudgets(const std::vector<api::AiBudgetRow> &budgets)
{
    emptyColumn(m_column);
    for (const api::AiBudgetRow &budget : budgets) {
        auto *box = new QWidget(this);
        auto *lines = new QVBoxLayout(box);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(3);
        auto *head = new QHBoxLayout;
        head->setSpacing(8);
        if (!budget.title.isEmpty())
            head->addWidget(makeWrappingLabel(budget.title, TextStyle::Strong, Token::Text, box), 1);
        else
            head->addStretch(1);
        const Tone how = tone(budget);
        if (how == Tone::Danger)
            head->addWidget(new Chip(m_theme, tr("Spent", "a budget: nothing more is asked today"), how, QStringLiteral("ban"), box), 0,
                            Qt::AlignTop);
        else if (how == Tone::Warn)
            head->addWidget(new Chip(m_theme, tr("Nearly spent", "a budget"), how, QStringLiteral("triangle-alert"), box), 0, Qt::AlignTop);
        if (!budget.title.isEmpty() || how != Tone::Neutral)
            lines->addLayout(head);
        else
            delete head;
        lines->addWidget(makeWrappingLabel(sentence(budget), TextStyle::Small, Token::Text2, box));
        if (const double limit = budget.hard > 0 ? budget.hard : budget.soft; limit > 0) {
            auto *bar = new QProgressBar(box);
            bar->setTextVisible(false);
            bar->setRange(0, 1000);
            bar->setValue(int(std::clamp(budget.spent / limit, 0.0, 1.0) * 1000));
            //: Read by screen readers. %1 a budget's name, %2 what was spent of it
            bar->setAccessibleName(budget.title.isEmpty() ? sentence(budget) : tr("%1: %2").arg(budget.title, sentence(budget)));
            lines->addWidget(bar);
        }
        m_column->addWidget(box);
        box->show();
    }
}

} // namespace hs::ui
