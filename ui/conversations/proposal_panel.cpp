#include "ui/conversations/proposal_panel.h"

#include <utility>

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/thinking/bounded_area.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/chip_button.h"
#include "ui/thinking/column.h"
#include "ui/thinking/references.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int PanelFace = 20;

} // namespace

ProposalPanel::ProposalPanel(ViewContext &context, const Directory &directory, QWidget *parent)
    : QFrame(parent), m_context(context), m_directory(directory)
{
    setProperty("frame", QStringLiteral("accent"));
    const Theme &theme = context.theme;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_face = new AgentAvatar(theme, PanelFace, this);
    m_title = makeWrappingLabel({}, TextStyle::Strong, Token::Text, this);
    head->addWidget(m_face, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    column->addLayout(head);
    m_area = new BoundedArea(this);
    auto *sheet = new QWidget;
    auto *sheetColumn = new QVBoxLayout(sheet);
    sheetColumn->setContentsMargins(0, 0, 0, 0);
    sheetColumn->setSpacing(6);
    m_words = makeWrappingLabel({}, TextStyle::Body, Token::Text, sheet);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sheetColumn->addWidget(m_words);
    m_sources = new QWidget(sheet);
    new FlowLayout(m_sources, 6, 4);
    sheetColumn->addWidget(m_sources);
    m_area->setContent(sheet);
    column->addWidget(m_area);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_use = makeButton(tr("Use", "a draft of an agent: sends it as it is"), ButtonKind::Primary, theme, this, QStringLiteral("send"));
    m_use->setToolTip(tr("Sends these words as your reply. It can be taken back while it is held."));
    m_change = makeButton(tr("Change it first"), ButtonKind::Normal, theme, this, QStringLiteral("pencil"));
    m_change->setToolTip(tr("Puts the words into your reply"));
    m_discard = makeButton(tr("Discard"), ButtonKind::Quiet, theme, this, QStringLiteral("x"));
    m_again = makeButton(tr("Ask again…"), ButtonKind::Normal, theme, this, QStringLiteral("rotate-ccw"));
    m_settings = makeButton(tr("Set up a language model"), ButtonKind::Link, theme, this);
    m_why = makeButton(tr("Why?"), ButtonKind::Link, theme, this);
    for (QPushButton *button : {m_use, m_change, m_again, m_discard, m_settings, m_why})
        buttons->addWidget(button);
    column->addLayout(buttons);
    connect(m_use, &QPushButton::clicked, this, [this] { Q_EMIT useAsked(m_text); });
    connect(m_change, &QPushButton::clicked, this, [this] { Q_EMIT changeAsked(m_text); });
    connect(m_discard, &QPushButton::clicked, this, [this] { Q_EMIT discardAsked(m_thought); });
    connect(m_why, &QPushButton::clicked, this, [this] { Q_EMIT whyAsked(m_thought); });
    connect(m_again, &QPushButton::clicked, this, &ProposalPanel::againAsked);
    connect(m_settings, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("setting"), QStringLiteral("ai")); });
    hide();
}

void ProposalPanel::clear()
{
    m_text.clear();
    m_thought.clear();
    m_shown.clear();
    hide();
}

void ProposalPanel::setBound(int pixels)
{
    m_area->setBound(pixels);
}

void ProposalPanel::setMaySend(bool may)
{
    m_use->setEnabled(may);
}

void ProposalPanel::setDetail(const api::ThreadDetail &detail)
{
    if (detail.proposal.isEmpty() && detail.proposalTrouble.isEmpty()) {
        clear();
        return;
    }
    m_thought = detail.proposalThought;
    m_text = detail.proposal;
    const bool words = !detail.proposal.isEmpty();
    const QString agent = detail.proposalAuthor.isEmpty() ? detail.row.agent : detail.proposalAuthor;
    m_face->setAgent(agent, m_directory.agentName(agent));
    if (words)
        showWords(detail);
    else
        showTrouble(detail);
    m_use->setVisible(words);
    m_change->setVisible(words);
    m_again->setVisible(!words);
    m_settings->setVisible(!words && !detail.modelReady);
    m_why->setVisible(!m_thought.isEmpty());
    fillSources(words ? detail.proposalCitations : QJsonArray());
    show();
    m_area->fit();
    const QString now = m_thought + QLatin1Char('\n') + m_words->text();
    if (std::exchange(m_shown, now) == now)
        return;
    m_title->setAccessibleName(m_title->text());
    QAccessibleEvent alert(m_title, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ProposalPanel::showWords(const api::ThreadDetail &detail)
{
    setStyleProperty(this, "frame", QStringLiteral("accent"));
    const QString author = m_directory.agentName(detail.proposalAuthor.isEmpty() ? detail.row.agent : detail.proposalAuthor);
    //: %1 is an agent's name
    m_title->setText(tr("%1 made a draft. Nothing has been sent.").arg(author));
    m_words->setText(detail.proposal);
}

void ProposalPanel::showTrouble(const api::ThreadDetail &detail)
{
    setStyleProperty(this, "frame", QStringLiteral("warn"));
    //: %1 is an agent's name
    m_title->setText(tr("%1 has no draft for you").arg(m_directory.agentName(detail.row.agent)));
    const QString what = detail.modelReady ? tr("Write the reply yourself, or ask again with a remark.")
                                           : tr("Write the reply yourself, or set up a language model: rules alone can only draft what they know.");
    m_words->setText(engineSentence(detail.proposalTrouble) + QLatin1Char('\n') + what);
}

void ProposalPanel::fillSources(const QJsonArray &citations)
{
    m_sources->setVisible(!citations.isEmpty());
    if (m_citations == citations)
        return;
    m_citations = citations;
    emptyColumn(m_sources->layout());
    for (const Reference &reference : referencesOf(citations)) {
        QPushButton *chip = makeChipButton(m_context.theme, referenceText(reference), referenceIcon(reference.kind), m_sources);
        //: Read by screen readers. %1 is what an answer stands on
        chip->setAccessibleName(tr("Source: %1").arg(referenceText(reference)));
        const bool opens = canOpen(m_context.navigator, reference);
        chip->setToolTip(opens ? reference.title : reference.title + QLatin1Char('\n') + tr("There is no page for it in the console"));
        connect(chip, &QPushButton::clicked, this, [this, chip, reference, opens] {
            if (opens)
                openReference(m_context.navigator, reference);
            else
                QToolTip::showText(chip->mapToGlobal(QPoint(0, chip->height())), chip->toolTip(), chip);
        });
        m_sources->layout()->addWidget(chip);
        chip->show();
    }
}

} // namespace hs::ui
