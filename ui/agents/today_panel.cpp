#include "ui/agents/today_panel.h"

#include <algorithm>

#include <QFrame>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/agents/spend_chart.h"
#include "ui/text/duration_text.h"
#include "ui/thinking/budget_list.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int FigureWidth = 128;
}

TodayPanel::TodayPanel(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto *figures = new QWidget(this);
    auto *flow = new FlowLayout(figures, 8, 8);
    flow->setLeastColumn(context.theme.scaled(FigureWidth));
    m_done = addFigure(flow, tr("done today", "a figure of an agent: how many things"));
    m_worked = addFigure(flow, tr("worked", "a figure of an agent: share of what it did that did not fail"));
    m_thought = addFigure(flow, tr("tasks of thinking", "a figure of an agent"));
    m_calls = addFigure(flow, tr("calls of models", "a figure of an agent"));
    m_tokens = addFigure(flow, tr("tokens", "a figure of an agent"));
    m_cost = addFigure(flow, tr("spent today", "a figure of an agent"));
    column->addWidget(figures);
    m_chart = new SpendChart(context.theme, this);
    column->addWidget(m_chart);
    m_days = new FoldBox(context.theme, tr("Day by day"), this);
    m_days->setContent([this](QWidget *up) -> QWidget * {
        m_table = makeWrappingLabel(m_chart->lines().join(QLatin1Char('\n')), TextStyle::Small, Token::Text2, up);
        m_table->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return m_table;
    });
    column->addWidget(m_days);
    m_budget = new BudgetList(context.theme, this);
    column->addWidget(m_budget);
    m_bounds = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    column->addWidget(m_bounds);
    connect(&context.theme, &Theme::changed, this, [this, flow] { flow->setLeastColumn(m_context.theme.scaled(FigureWidth)); });
}

TodayPanel::Figure TodayPanel::addFigure(QLayout *into, const QString &name)
{
    QFrame *box = makeFrame("sunken", this);
    auto *lines = new QVBoxLayout(box);
    lines->setContentsMargins(10, 8, 10, 8);
    lines->setSpacing(1);
    const Figure figure{makeLabel({}, TextStyle::Title, Token::Text, box), makeWrappingLabel(name, TextStyle::Small, Token::Text2, box)};
    lines->addWidget(figure.value);
    lines->addWidget(figure.name);
    lines->addStretch(1);
    into->addWidget(box);
    return figure;
}

void TodayPanel::setFigure(const Figure &figure, const QString &value, const QString &name)
{
    figure.value->setText(value);
    if (!name.isEmpty())
        figure.name->setText(name);
    //: A figure, spoken. %1 its value, %2 what it is
    figure.value->setAccessibleName(tr("%1 %2").arg(value, figure.name->text()));
}

void TodayPanel::setDetail(const api::AgentDetail &detail)
{
    const QLocale locale;
    const qint64 all = detail.row.doneToday + detail.row.failedToday;
    setFigure(m_done, locale.toString(detail.row.doneToday));
    //: A share in percent. %1 is a number
    setFigure(m_worked, all > 0 ? tr("%1 %").arg(locale.toString(int(detail.row.doneToday * 100 / all))) : tr("–", "no figure yet"),
              detail.row.failedToday > 0 ? tr("worked, %n did not", nullptr, int(detail.row.failedToday))
                                         : tr("worked", "a figure of an agent: share of what it did that did not fail"));
    const qint64 byRules = std::max<qint64>(0, detail.tasksToday - detail.tasksByModel - detail.tasksFailed);
    setFigure(m_thought, locale.toString(detail.tasksToday),
              detail.tasksToday > 0
                  //: Tasks of thinking today: %1 done by a language model, %2 by rules, %3 failed
                  ? tr("tasks of thinking: %1 by a model, %2 by rules, %3 failed")
                        .arg(locale.toString(detail.tasksByModel), locale.toString(byRules), locale.toString(detail.tasksFailed))
                  : tr("tasks of thinking", "a figure of an agent"));
    setFigure(m_calls, locale.toString(detail.callsToday));
    setFigure(m_tokens, locale.toString(detail.tokensToday));
    setFigure(m_cost, dollarsText(detail.dollarsToday));
    m_chart->setDays(detail.dollarsByDay, m_context.ticker.now().toLocalTime().date());
    m_chart->setVisible(!detail.dollarsByDay.empty());
    m_days->setVisible(!detail.dollarsByDay.empty());
    if (m_table)
        m_table->setText(m_chart->lines().join(QLatin1Char('\n')));
    m_budget->setBudgets(
        {{QStringLiteral("agent"), detail.row.key, tr("Budget of the day"), detail.dollarsToday, detail.softDollarsDay, detail.hardDollarsDay}});
    QStringList bounds;
    if (detail.maxSteps > 0)
        bounds << tr("at most %n step(s) a task", nullptr, detail.maxSteps);
    if (detail.maxSeconds > 0)
        //: Longest time of a task of thinking. %1 a duration such as "2 minutes"
        bounds << tr("at most %1 a task").arg(spokenDuration(detail.maxSeconds));
    if (detail.maxDollarsTask > 0)
        bounds << tr("at most %1 a task").arg(dollarsText(detail.maxDollarsTask));
    m_bounds->setText(bounds.join(QStringLiteral(" · ")));
    m_bounds->setVisible(!bounds.isEmpty());
}

} // namespace hs::ui
