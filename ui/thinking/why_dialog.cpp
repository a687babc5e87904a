#include "ui/thinking/why_dialog.h"

#include <utility>

#include <QFrame>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/references.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/thought_steps.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int FaceSide = 28;
constexpr int CallLimit = 50;

} // namespace

WhyDialog::WhyDialog(ViewContext &context, const api::Id &id, const api::Id &thought, QWidget *parent)
    : QDialog(parent), m_context(context), m_directory(context.engine), m_id(id), m_thought(thought)
{
    setWindowTitle(tr("Why?"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 12);
    outer->setSpacing(10);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Why it was done"));
    m_sheet = new QWidget;
    m_column = new QVBoxLayout(m_sheet);
    m_column->setContentsMargins(20, 18, 20, 12);
    m_column->setSpacing(14);
    m_sheet->setMinimumHeight(1); // the height follows the width; the labels' own least height is for a width they do not have
    area->setWidget(m_sheet);
    m_states = new ContentStates(context.theme, area, this);
    outer->addWidget(m_states, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(20, 0, 20, 0);
    row->addStretch(1);
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Primary, context.theme, this);
    close->setDefault(true);
    row->addWidget(close);
    outer->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_directory, &Directory::agentsChanged, this, [this] {
        if (m_answered && !std::exchange(m_named, true)) // once: what somebody has opened stays open
            fill();
    });
    resize(context.theme.scaled(560), context.theme.scaled(600));
    refresh();
}

void WhyDialog::refresh()
{
    m_states->beginLoading();
    m_context.engine.ask(api::ExplainQuery{m_id}, this, [this](Result<api::Explanation> answer) {
        if (answer) {
            m_answered = true;
            m_explanation = std::move(*answer);
            fill();
            m_states->showContent();
            return;
        }
        if (answer.error().code == Errc::NotFound) {
            explainByThought();
            return;
        }
        m_states->showFailure({tr("The reasons could not be read."), m_context.ticker.now(), {}, answer.error(), [this] { refresh(); }});
    });
}

void WhyDialog::tellNothing()
{
    m_states->showEmpty({QStringLiteral("circle-help"), tr("Nothing is kept about this"),
                         tr("It was done before the console kept reasons, or by somebody outside."), {}, {}, Tone::Neutral});
}

void WhyDialog::explainByThought()
{
    if (m_thought.isEmpty()) {
        tellNothing();
        return;
    }
    api::ThoughtQuery query;
    query.id = m_thought;
    query.window.limit = 1;
    m_context.engine.ask(query, this, [this](Result<api::Page<api::ThoughtRow>> page) {
        if (!page || page->rows.empty()) {
            tellNothing();
            return;
        }
        const api::ThoughtRow &thought = page->rows.front();
        m_explanation = {};
        m_explanation.what = thought.outcome.isEmpty() ? thoughtKind(thought.kind) : thought.outcome;
        m_explanation.agent = thought.agent;
        m_explanation.at = thought.at;
        m_explanation.by = thought.state == QLatin1String("by_rules") ? QStringLiteral("rule") : QStringLiteral("model");
        m_explanation.model = thought.model;
        m_explanation.thought = thought.id;
        m_answered = true;
        fill();
        m_states->showContent();
    });
}

QVBoxLayout *WhyDialog::section(const QString &title)
{
    auto *box = new QVBoxLayout;
    box->setSpacing(5);
    if (!title.isEmpty())
        box->addWidget(makeLabel(title, TextStyle::Subtitle, Token::Text, m_sheet));
    m_column->addLayout(box);
    return box;
}

void WhyDialog::follow(const QString &kind, const QString &id)
{
    m_context.navigator.open(kind, id);
    accept();
}

void WhyDialog::fill()
{
    m_named = m_named || !m_directory.agents().empty();
    emptyColumn(m_column);
    m_thoughtBox = nullptr;
    m_steps = nullptr;
    addHead();
    addDecision();
    addInputs();
    addEvidence();
    addAlternatives();
    if (!m_explanation.thought.isEmpty()) {
        m_thoughtBox = new QWidget(m_sheet);
        auto *column = new QVBoxLayout(m_thoughtBox);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(8);
        column->addWidget(makeLabel(tr("Step by step"), TextStyle::Subtitle, Token::Text, m_thoughtBox));
        m_thoughtState = makeWrappingLabel(tr("The steps are being read."), TextStyle::Small, Token::Text2, m_thoughtBox);
        column->addWidget(m_thoughtState);
        m_steps = new ThoughtSteps(m_context.theme, m_thoughtBox);
        column->addWidget(m_steps);
        m_callsTitle = makeLabel(tr("What language models were asked"), TextStyle::Subtitle, Token::Text, m_thoughtBox);
        m_callsTitle->hide();
        column->addWidget(m_callsTitle);
        m_calls = new CallLines(m_context, m_thoughtBox);
        column->addWidget(m_calls);
        m_column->addWidget(m_thoughtBox);
        askThought();
    }
    addTrail();
    m_column->addStretch(1);
}

void WhyDialog::addHead()
{
    const Theme &theme = m_context.theme;
    QVBoxLayout *box = section({});
    QLabel *what = makeWrappingLabel(engineSentence(m_explanation.what), TextStyle::Title, Token::Text, m_sheet);
    what->setTextInteractionFlags(Qt::TextSelectableByMouse);
    box->addWidget(what);
    auto *row = new FlowLayout(nullptr, 8, 4);
    if (!m_explanation.agent.isEmpty()) {
        auto *face = new AgentAvatar(theme, FaceSide, m_sheet);
        const QString name = m_directory.agentName(m_explanation.agent);
        face->setAgent(m_explanation.agent, name);
        row->addWidget(face);
        if (m_context.navigator.canOpen(QStringLiteral("agent"))) {
            QPushButton *page = makeButton(name, ButtonKind::Link, theme, m_sheet);
            page->setAccessibleDescription(tr("Opens the agent's page"));
            connect(page, &QPushButton::clicked, this, [this] { follow(QStringLiteral("agent"), m_explanation.agent); });
            row->addWidget(page);
        } else {
            row->addWidget(makeLabel(name, TextStyle::Strong, Token::Text, m_sheet));
        }
    }
    const ThinkingLook by = deciderLook(m_explanation.by);
    row->addWidget(new Chip(theme, by.word, by.tone, by.icon, m_sheet));
    if (m_explanation.at.isValid()) {
        QLabel *when = makeLabel(momentText(m_explanation.at, m_context.ticker.now()), TextStyle::Small, Token::Text2, m_sheet);
        when->setToolTip(fullMoment(m_explanation.at));
        row->addWidget(when);
    }
    box->addLayout(row);
}

void WhyDialog::addDecision()
{
    if (m_explanation.rule.isEmpty() && m_explanation.ruleText.isEmpty() && m_explanation.model.isEmpty())
        return;
    QVBoxLayout *box = section(tr("What decided"));
    if (!m_explanation.ruleText.isEmpty() || !m_explanation.rule.isEmpty()) {
        const QString words = engineSentence(m_explanation.ruleText);
        //: The rule that decided. %1 its name such as "R4", %2 what it says
        const QString rule = m_explanation.rule.isEmpty() ? words
                             : words.isEmpty()            ? m_explanation.rule
                                                          : tr("%1: %2").arg(m_explanation.rule, words);
        box->addWidget(makeWrappingLabel(rule, TextStyle::Body, Token::Text, m_sheet));
    }
    if (!m_explanation.model.isEmpty())
        //: %1 a language model, such as "local · small-8b"
        box->addWidget(makeWrappingLabel(tr("The model %1").arg(m_explanation.model), TextStyle::Body, Token::Text, m_sheet));
}

void WhyDialog::addInputs()
{
    if (m_explanation.inputs.empty())
        return;
    QVBoxLayout *box = section(tr("What it looked at"));
    for (const api::Fact &fact : m_explanation.inputs) {
        auto *lines = new QVBoxLayout;
        lines->setSpacing(0);
        lines->addWidget(makeWrappingLabel(engineSentence(fact.name), TextStyle::Small, Token::Text2, m_sheet));
        QLabel *value = makeWrappingLabel(engineWords(fact.value), TextStyle::Body, Token::Text, m_sheet);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        lines->addWidget(value);
        if (!fact.evidence.isEmpty())
            lines->addWidget(makeWrappingLabel(engineWords(fact.evidence), TextStyle::Small, Token::Text2, m_sheet));
        box->addLayout(lines);
    }
}

void WhyDialog::addEvidence()
{
    if (m_explanation.evidence.isEmpty())
        return;
    QVBoxLayout *box = section(tr("What it stands on"));
    for (const QJsonValue &value : m_explanation.evidence) {
        const Reference reference = referenceOfEvidence(value.toObject());
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        QLabel *words =
            makeWrappingLabel(engineSentence(reference.title.isEmpty() ? reference.id : reference.title), TextStyle::Body, Token::Text, m_sheet);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row->addWidget(words, 1);
        if (canOpen(m_context.navigator, reference)) {
            QPushButton *open = makeButton(tr("Open", "evidence"), ButtonKind::Link, m_context.theme, m_sheet);
            //: Read by screen readers. %1 is a piece of evidence
            open->setAccessibleName(tr("Open the evidence: %1").arg(words->text()));
            connect(open, &QPushButton::clicked, this, [this, reference] { follow(reference.kind, reference.id); });
            row->addWidget(open, 0, Qt::AlignTop);
        } else if (!reference.id.isEmpty() && !reference.title.isEmpty()) {
            row->addWidget(makeLabel(reference.id, TextStyle::Mono, Token::Text2, m_sheet), 0, Qt::AlignTop);
        }
        box->addLayout(row);
    }
}

void WhyDialog::addAlternatives()
{
    if (m_explanation.alternatives.empty())
        return;
    QVBoxLayout *box = section(tr("What else could have been done"));
    for (const api::Alternative &other : m_explanation.alternatives) {
        auto *lines = new QVBoxLayout;
        lines->setSpacing(0);
        lines->addWidget(makeWrappingLabel(engineSentence(other.what), TextStyle::Body, Token::Text, m_sheet));
        if (!other.why.isEmpty())
            //: Why an alternative was not taken. %1 is the reason
            lines->addWidget(makeWrappingLabel(tr("Not taken: %1").arg(engineWords(other.why)), TextStyle::Small, Token::Text2, m_sheet));
        box->addLayout(lines);
    }
}

void WhyDialog::askThought()
{
    api::ThoughtQuery query;
    query.id = m_explanation.thought;
    query.window.limit = 1;
    m_context.engine.ask(query, this, [this](Result<api::Page<api::ThoughtRow>> page) {
        if (!m_steps)
            return;
        if (!page) {
            m_thoughtState->setText(tr("The steps could not be read."));
            return;
        }
        if (page->rows.empty()) {
            m_thoughtState->setText(tr("Its steps are no longer kept."));
            return;
        }
        const api::ThoughtRow &thought = page->rows.front();
        QStringList line{thoughtKind(thought.kind), thoughtLook(thought.state).word};
        if (thought.dollars > 0)
            line << dollarsText(thought.dollars);
        if (!thought.outcome.isEmpty())
            line << engineWords(thought.outcome);
        m_thoughtState->setText(line.join(QStringLiteral(" · ")));
        m_steps->setSteps(thought.steps, thought.sent);
    });
    api::AiCallQuery calls;
    calls.thought = m_explanation.thought;
    calls.window.limit = CallLimit;
    m_context.engine.ask(calls, this, [this](Result<api::Page<api::AiCallRow>> page) {
        if (!m_steps || !page || page->rows.empty())
            return;
        m_callsTitle->show();
        m_calls->setCalls(page->rows);
    });
}

void WhyDialog::addTrail()
{
    if (m_explanation.correlation.isEmpty() || !m_context.navigator.canOpen(QStringLiteral("audit")))
        return;
    QVBoxLayout *box = section({});
    QPushButton *trail = makeButton(tr("Show everything that belongs to it"), ButtonKind::Link, m_context.theme, m_sheet, QStringLiteral("history"));
    connect(trail, &QPushButton::clicked, this, [this] {
        showCorrelation(m_context.navigator, m_explanation.correlation);
        accept();
    });
    box->addWidget(trail, 0, Qt::AlignLeading);
}

WhyDialog *showWhy(ViewContext &context, const api::Id &id, QWidget *parent, const api::Id &thought)
{
    auto *dialog = new WhyDialog(context, id, thought, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

void showCorrelation(Navigator &navigator, const QString &correlation)
{
    navigator.open(QStringLiteral("audit"), QStringLiteral("correlation:") + correlation);
}

} // namespace hs::ui
