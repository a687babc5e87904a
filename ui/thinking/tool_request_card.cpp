#include "ui/thinking/tool_request_card.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/lists/reason_dialog.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/data_box.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

ToolRequestCard::ToolRequestCard(ViewContext &context, const Directory &directory, const api::ToolRequestRow &request, QWidget *parent)
    : QFrame(parent), m_context(context), m_request(request)
{
    const Theme &theme = context.theme;
    setProperty("frame", QStringLiteral("raised"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);

    //: An agent asks leave to use a tool. %1 its name, %2 the tool
    const QString heading =
        tr("%1 asks: %2").arg(directory.agentName(request.agent), request.title.isEmpty() ? toolTitle(request.tool) : engineSentence(request.title));
    column->addWidget(makeWrappingLabel(heading, TextStyle::Strong, Token::Text, this));
    auto *chips = new FlowLayout(nullptr, 6, 4);
    const ThinkingLook risk = riskLook(request.risk);
    auto *riskChip = new Chip(theme, risk.word, risk.tone, risk.icon, this);
    riskChip->setToolTip(riskSentence(request.risk));
    chips->addWidget(riskChip);
    const ThinkingLook state = requestLook(request.state);
    chips->addWidget(new Chip(theme, state.word, state.tone, state.icon, this));
    if (request.at.isValid()) {
        QLabel *when = makeLabel(momentText(request.at, context.ticker.now()), TextStyle::Small, Token::Text2, this);
        when->setToolTip(fullMoment(request.at));
        chips->addWidget(when);
    }
    column->addLayout(chips);
    const QString effect = request.effect.isEmpty() ? riskSentence(request.risk) : engineSentence(request.effect);
    column->addWidget(makeWrappingLabel(effect, TextStyle::Body, Token::Text, this));
    if (!request.why.isEmpty())
        //: The agent's own reason, in its words
        column->addWidget(makeWrappingLabel(tr("Its reason: %1").arg(engineWords(request.why)), TextStyle::Small, Token::Text2, this));
    if (request.untrusted)
        column->addWidget(makeWrappingLabel(tr("Words from outside the studio led to this. Look twice before you approve."), TextStyle::Small,
                                            Token::Warn, this));
    if (!request.arguments.isEmpty()) {
        auto *arguments = new FoldBox(theme, tr("What it hands to the tool"), this);
        arguments->setContent([&theme, data = request.arguments](QWidget *up) -> QWidget * {
            return new DataBox(theme, ToolRequestCard::tr("What it hands to the tool"), dataText(data), up);
        });
        column->addWidget(arguments);
    }
    if (request.state != QLatin1String("waiting") && !request.result.isEmpty())
        column->addWidget(makeWrappingLabel(engineSentence(request.result), TextStyle::Small, Token::Text2, this));
    m_trouble = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_trouble->hide();
    column->addWidget(m_trouble);

    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_approve = makeButton(tr("Approve"), ButtonKind::Primary, theme, this, QStringLiteral("check"));
    m_refuse = makeButton(tr("Refuse…"), ButtonKind::Danger, theme, this, QStringLiteral("ban"));
    m_why = makeButton(tr("Why?"), ButtonKind::Link, theme, this);
    for (QPushButton *button : {m_approve, m_refuse, m_why}) {
        //: %1 what a button does, %2 what an agent asks for
        button->setAccessibleName(tr("%1: %2").arg(button->text(), heading));
        buttons->addWidget(button);
    }
    column->addLayout(buttons);
    connect(m_approve, &QPushButton::clicked, this, &ToolRequestCard::approve);
    connect(m_refuse, &QPushButton::clicked, this, &ToolRequestCard::refuse);
    connect(m_why, &QPushButton::clicked, this, [this] { showWhy(m_context, m_request.id, window(), m_request.thought); });
    connect(&context.engine, &api::Engine::callerChanged, this, &ToolRequestCard::updateButtons);
    setAccessibleName(heading + QStringLiteral(". ") + effect);
    updateButtons();
}

void ToolRequestCard::updateButtons()
{
    const bool waiting = m_request.state == QLatin1String("waiting");
    const bool may = m_context.engine.caller().role >= api::Role::Reviewer;
    for (QPushButton *button : {m_approve, m_refuse}) {
        button->setVisible(waiting);
        button->setEnabled(may && !m_busy);
        button->setToolTip(may ? QString() : tr("Needs the role reviewer."));
    }
}

void ToolRequestCard::approve()
{
    if (m_approve->isEnabled())
        decide(true, {});
}

void ToolRequestCard::refuse()
{
    if (!m_refuse->isEnabled())
        return;
    askReason(window(), tr("Refuse what the agent asks"), tr("Why not? The agent is told, and the reason is kept."), tr("Refuse"),
              [self = QPointer(this)](const QString &reason) {
                  if (self)
                      self->decide(false, reason);
              });
}

void ToolRequestCard::decide(bool yes, const QString &reason)
{
    m_busy = true;
    m_trouble->hide();
    updateButtons();
    m_context.engine.submit(api::DecideToolRequest{m_request.id, yes, reason}, this, [this, yes](Result<api::Receipt> receipt) {
        m_busy = false;
        updateButtons();
        if (receipt) {
            m_context.toasts.show(yes ? tr("Approved") : tr("Refused"), yes ? Tone::Ok : Tone::Neutral);
            Q_EMIT decided(m_request.id);
            return;
        }
        const QString trouble = receipt.error().code == Errc::Conflict ? tr("This was decided already, or is out of date.")
                                                                        : errorSentence(receipt.error());
        m_trouble->setText(trouble);
        m_trouble->setAccessibleName(trouble);
        m_trouble->show();
        QAccessibleEvent alert(m_trouble, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
        if (receipt.error().code == Errc::Conflict)
            Q_EMIT decided(m_request.id);
    });
}

} // namespace hs::ui
