#include "ui/agents/agent_lists.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/thought_steps.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

FaultList::FaultList(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
}

void FaultList::setFaults(const std::vector<api::AgentFault> &faults)
{
    // Not made anew without need: somebody may stand in it with the keyboard.
    QString now;
    for (const api::AgentFault &fault : faults)
        now += fault.at.toString(Qt::ISODateWithMs) + fault.text + fault.correlation + QLatin1Char('\n');
    if (!m_shown.isNull() && now == m_shown)
        return;
    m_shown = now.isNull() ? QStringLiteral("") : now;
    emptyColumn(m_column);
    if (faults.empty()) {
        QLabel *well = makeWrappingLabel(tr("Nothing has gone wrong."), TextStyle::Body, Token::Text2, this);
        m_column->addWidget(well);
        well->show();
        return;
    }
    for (const api::AgentFault &fault : faults) {
        auto *box = new QWidget(this);
        auto *lines = new QVBoxLayout(box);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(1);
        QLabel *text = makeWrappingLabel(engineSentence(fault.text), TextStyle::Body, Token::Danger, box);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        lines->addWidget(text);
        auto *foot = new QHBoxLayout;
        foot->setSpacing(8);
        QLabel *when = makeLabel(momentText(fault.at, m_context.ticker.now()), TextStyle::Small, Token::Text2, box);
        when->setToolTip(fullMoment(fault.at));
        foot->addWidget(when);
        if (!fault.correlation.isEmpty() && m_context.navigator.canOpen(QStringLiteral("audit"))) {
            QPushButton *trail = makeButton(tr("Show in Activity"), ButtonKind::Link, m_context.theme, box);
            //: Read by screen readers. %1 is what went wrong
            trail->setAccessibleName(tr("Show in Activity: %1").arg(text->text()));
            connect(trail, &QPushButton::clicked, this,
                    [this, correlation = fault.correlation] { showCorrelation(m_context.navigator, correlation); });
            foot->addWidget(trail);
        }
        foot->addStretch(1);
        lines->addLayout(foot);
        m_column->addWidget(box);
        box->show();
    }
}

ThoughtList::ThoughtList(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(nullptr)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_said = makeWrappingLabel({}, TextStyle::Body, Token::Text2, this);
    m_said->hide();
    outer->addWidget(m_said);
    m_column = new QVBoxLayout;
    m_column->setSpacing(10);
    outer->addLayout(m_column);
}

void ThoughtList::setAgent(const QString &agent)
{
    if (m_agent != agent) {
        m_agent = agent;
        m_shown.clear();
        emptyColumn(m_column);
        m_said->hide();
        m_asking = false;
    }
    refresh();
}

void ThoughtList::refresh()
{
    if (m_asking || m_agent.isEmpty())
        return;
    m_asking = true;
    api::ThoughtQuery query;
    query.agent = m_agent;
    query.window.limit = Most;
    m_context.engine.ask(query, this, [this, asked = m_agent](Result<api::Page<api::ThoughtRow>> page) {
        if (asked != m_agent)
            return;
        m_asking = false;
        if (page) {
            show(page->rows);
            return;
        }
        m_said->setText(tr("What it thought about could not be read. %1").arg(errorSentence(page.error())));
        m_said->show();
    });
}

void ThoughtList::show(const std::vector<api::ThoughtRow> &rows)
{
    m_said->setText(tr("It has not thought about anything yet."));
    m_said->setVisible(rows.empty());
    QString now;
    for (const api::ThoughtRow &row : rows)
        now += row.id + row.state + row.outcome + QString::number(row.steps.size()) + QLatin1Char('\n');
    if (std::exchange(m_shown, now) == now)
        return;
    emptyColumn(m_column);
    for (const api::ThoughtRow &row : rows) {
        const ThinkingLook look = thoughtLook(row.state);
        const QString outcome = engineSentence(row.outcome);
        auto *box = new FoldBox(m_context.theme, outcome.isEmpty() ? thoughtKind(row.kind) : outcome, this);
        box->setIcon(look.icon, toneToken(look.tone));
        QStringList line{thoughtKind(row.kind), look.word};
        if (!row.model.isEmpty())
            line << row.model;
        if (row.dollars > 0)
            line << dollarsText(row.dollars);
        line << momentText(row.at, m_context.ticker.now());
        box->setLine(line.join(QStringLiteral(" · ")));
        box->setContent([this, row](QWidget *up) -> QWidget * {
            auto *content = new QWidget(up);
            auto *column = new QVBoxLayout(content);
            column->setContentsMargins(0, 0, 0, 4);
            column->setSpacing(8);
            if (row.steps.empty())
                column->addWidget(makeWrappingLabel(tr("Its steps are no longer kept."), TextStyle::Small, Token::Text2, content));
            auto *steps = new ThoughtSteps(m_context.theme, content);
            steps->setSteps(row.steps, row.sent);
            column->addWidget(steps);
            const bool thread = !row.thread.isEmpty() && m_context.navigator.canOpen(QStringLiteral("thread"));
            const bool escalation = !row.escalation.isEmpty() && m_context.navigator.canOpen(QStringLiteral("escalation"));
            if (thread || escalation) {
                QPushButton *open =
                    makeButton(thread ? tr("Open the conversation") : tr("Open the escalation"), ButtonKind::Link, m_context.theme, content);
                connect(open, &QPushButton::clicked, this, [this, row, thread] {
                    m_context.navigator.open(thread ? QStringLiteral("thread") : QStringLiteral("escalation"), thread ? row.thread : row.escalation);
                });
                column->addWidget(open, 0, Qt::AlignLeading);
            }
            return content;
        });
        m_column->addWidget(box);
        box->show();
    }
}

} // namespace hs::ui
