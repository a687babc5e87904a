#include "ui/escalations/decision_panel.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include "ui/widgets/flow_layout.h"
#include "ui/escalations/clock_state.h"
#include "ui/escalations/escalation_commands.h"
#include "ui/escalations/escalation_words.h"
#include "ui/escalations/task_form.h"
#include "ui/escalations/timer_label.h"
#include "ui/text/duration_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int EditorLines = 4;  ///< at least; the splitter gives more
constexpr int EffectsLines = 7; ///< seen at once where the effects stand above the reply
constexpr int CompactEditorLines = 3;
constexpr int CompactEffectsLines = 3;
constexpr int NarrowBelow = 540;

} // namespace

DecisionPanel::DecisionPanel(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 16, 14);
    column->setSpacing(8);
    makeNews(column);
    makeHead(column);

    m_effectsBox = makeFrame("sunken", this);
    auto *box = new QVBoxLayout(m_effectsBox);
    box->setContentsMargins(12, 8, 4, 8);
    box->addWidget(makeLabel(tr("What approving does"), TextStyle::Small, Token::Text2, m_effectsBox));
    auto *scroll = new QScrollArea(m_effectsBox);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What approving does"));
    m_effectsScroll = scroll;
    m_effectsContent = new QWidget;
    m_effectsContent->setMinimumHeight(1); // it follows the width
    m_effectsContent->setProperty("fill", QStringLiteral("sunken"));
    m_effectsColumn = new QVBoxLayout(m_effectsContent);
    m_effectsColumn->setContentsMargins(0, 0, 8, 0);
    m_effectsColumn->addStretch(1); // few effects stand close together at the top
    scroll->setWidget(m_effectsContent);
    box->addWidget(scroll);
    m_effectsBox->hide();
    column->addWidget(m_effectsBox);

    m_editor = new ReplyEditor(context, this);
    setCompact(false);
    column->addWidget(m_editor, 1);
    m_form = new TaskForm(this);
    column->addWidget(m_form);
    m_note = makeWrappingLabel({}, TextStyle::Caption, Token::Text3, this);
    m_note->hide();
    column->addWidget(m_note);
    makeBar(column);
    makeOutcome(column);

    connect(m_editor, &ReplyEditor::edited, this, &DecisionPanel::showEdited);
    connect(m_editor, &ReplyEditor::approveWanted, this, &DecisionPanel::approveWanted);
}

void DecisionPanel::setCompact(bool compact)
{
    m_compact = compact;
    const int line = fontMetrics().lineSpacing();
    fitEffects();
    m_editor->setMinimumHeight(line * (compact ? CompactEditorLines : EditorLines));
    m_another->setVisible(m_mode == Mode::Editing && !compact); // it stays in the menu
}

void DecisionPanel::makeHead(QVBoxLayout *column)
{
    // Two groups: side by side, or below each other where there is little room.
    m_head = new QBoxLayout(QBoxLayout::LeftToRight);
    m_head->setSpacing(8);
    auto *name = new QHBoxLayout;
    name->setSpacing(8);
    m_avatar = new AgentAvatar(m_context.theme, 22, this);
    m_author = makeWrappingLabel({}, TextStyle::Subtitle, Token::Text, this);
    name->addWidget(m_avatar);
    name->addWidget(m_author, 1);
    auto *row = new FlowLayout(nullptr, 8, 4);
    m_confidence = new Chip(m_context.theme, this);
    m_editedChip = new Chip(m_context.theme, tr("Edited by you"), Tone::Accent, QStringLiteral("pencil"), this);
    m_another = makeButton(tr("Ask for another…"), ButtonKind::Link, m_context.theme, this);
    m_another->setToolTip(tr("Tell the agent what the proposal should be like"));
    connect(m_another, &QPushButton::clicked, this, &DecisionPanel::anotherWanted);
    row->addWidget(m_confidence);
    row->addWidget(m_editedChip);
    row->addWidget(m_another);
    m_head->addLayout(name, 1);
    m_head->addLayout(row);
    column->addLayout(m_head);
}

void DecisionPanel::makeNews(QVBoxLayout *column)
{
    const Theme &theme = m_context.theme;
    m_news = makeFrame("warn", this);
    auto *box = new QVBoxLayout(m_news);
    box->setContentsMargins(12, 8, 12, 8);
    box->setSpacing(4);
    m_newsText = makeWrappingLabel({}, TextStyle::Small, Token::Text, m_news);
    box->addWidget(m_newsText);
    auto *buttons = new FlowLayout(nullptr, 4, 2);
    m_newsShow = makeButton(tr("Show what is new"), ButtonKind::Link, theme, m_news);
    m_newsRead = makeButton(tr("I have read it"), ButtonKind::Link, theme, m_news);
    m_newsAnother = makeButton(tr("Ask for another…"), ButtonKind::Link, theme, m_news);
    for (QPushButton *button : {m_newsShow, m_newsRead, m_newsAnother})
        buttons->addWidget(button);
    box->addLayout(buttons);
    connect(m_newsShow, &QPushButton::clicked, this, &DecisionPanel::showNewsWanted);
    connect(m_newsRead, &QPushButton::clicked, this, &DecisionPanel::newsRead);
    connect(m_newsAnother, &QPushButton::clicked, this, &DecisionPanel::anotherWanted);
    m_news->hide();
    column->addWidget(m_news);
}

void DecisionPanel::makeBar(QVBoxLayout *column)
{
    const Theme &theme = m_context.theme;
    m_bar = new QWidget(this);
    auto *flow = new FlowLayout(m_bar, 8, 8);
    m_approve = makeButton(tr("Approve and send"), ButtonKind::Primary, theme, m_bar, QStringLiteral("check"));
    m_handBack = makeButton(tr("Hand back…"), ButtonKind::Normal, theme, m_bar, QStringLiteral("undo-2"));
    m_reject = makeButton(tr("Reject…"), ButtonKind::Danger, theme, m_bar, QStringLiteral("x"));
    m_handBack->setToolTip(tr("The agent goes on, with your reason as its instruction (B)"));
    m_reject->setToolTip(tr("Nothing is sent (R)"));
    m_reason = new QComboBox(m_bar);
    m_reason->setEditable(true);
    m_reason->setInsertPolicy(QComboBox::NoInsert);
    m_reason->lineEdit()->setPlaceholderText(tr("Reason (optional)"));
    m_reason->setAccessibleName(tr("Reason for the decision"));
    m_reason->lineEdit()->setAccessibleName(m_reason->accessibleName()); // the focus is in there
    m_reason->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_reason->setMinimumContentsLength(13);
    for (QWidget *widget : {static_cast<QWidget *>(m_approve), static_cast<QWidget *>(m_handBack),
                            static_cast<QWidget *>(m_reject), static_cast<QWidget *>(m_reason)})
        flow->addWidget(widget);
    connect(m_approve, &QPushButton::clicked, this, &DecisionPanel::approveWanted);
    connect(m_handBack, &QPushButton::clicked, this, &DecisionPanel::handBackWanted);
    connect(m_reject, &QPushButton::clicked, this, &DecisionPanel::rejectWanted);
    column->addWidget(m_bar);
}

void DecisionPanel::makeOutcome(QVBoxLayout *column)
{
    const Theme &theme = m_context.theme;
    m_outcome = makeFrame("sunken", this);
    auto *row = new QHBoxLayout(m_outcome);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(10);
    m_outcomeText = makeWrappingLabel({}, TextStyle::Body, Token::Text, m_outcome);
    m_hold = new TimerLabel(theme, TextStyle::Subtitle, m_outcome);
    m_undo = makeButton(tr("Undo"), ButtonKind::Normal, theme, m_outcome, QStringLiteral("undo-2"));
    m_undo->setToolTip(tr("Takes the decision back; nothing has been sent yet"));
    m_claim = makeButton(tr("Claim to decide"), ButtonKind::Primary, theme, m_outcome, QStringLiteral("hand"));
    m_takeOver = makeButton(tr("Take over…"), ButtonKind::Normal, theme, m_outcome);
    row->addWidget(m_outcomeText, 1);
    for (QWidget *widget : {static_cast<QWidget *>(m_hold), static_cast<QWidget *>(m_undo),
                            static_cast<QWidget *>(m_claim), static_cast<QWidget *>(m_takeOver)})
        row->addWidget(widget);
    connect(m_undo, &QPushButton::clicked, this, &DecisionPanel::undoWanted);
    connect(m_claim, &QPushButton::clicked, this, &DecisionPanel::claimWanted);
    connect(m_takeOver, &QPushButton::clicked, this, &DecisionPanel::takeOverWanted);
    column->addWidget(m_outcome);
}

void DecisionPanel::setDetail(const api::EscalationDetail &detail, Mode mode)
{
    const bool other = detail.row.id != m_detail.row.id;
    m_detail = detail;
    m_mode = mode;
    const bool editing = mode == Mode::Editing;

    const bool proposed = !detail.proposal.isEmpty();
    const QString agent = EscalationWords::agent(detail.proposalAuthor);
    m_avatar->setVisible(proposed);
    m_avatar->setAgent(detail.proposalAuthor, agent);
    //: %1 is an agent.
    m_author->setText(proposed ? tr("Proposed by %1").arg(agent) : tr("No reply is proposed"));
    m_confidence->setVisible(proposed);
    //: How sure the agent is: %1 in words, %2 as a number from 0 to 1.
    m_confidence->setLook(tr("%1 %2").arg(EscalationWords::confidence(detail.confidence),
                                          QLocale().toString(detail.confidence, 'f', 2)),
                          detail.confidence >= 0.8 ? Tone::Ok : detail.confidence >= 0.5 ? Tone::Neutral : Tone::Warn,
                          detail.confidence < 0.5 ? QStringLiteral("triangle-alert") : QString());
    m_another->setVisible(editing && !m_compact);

    if (other) {
        clearReason();
        m_reason->clear();
        setNote({});
    }
    if (m_reason->count() != detail.reasons.size()) {
        const QString typed = m_reason->currentText();
        m_reason->clear();
        m_reason->addItems(detail.reasons);
        m_reason->setCurrentIndex(-1);
        m_reason->setEditText(typed);
    }
    m_editor->setReadOnly(!editing);
    m_form->setDetail(detail);
    m_form->setReadOnly(!editing || m_busy);
    m_editor->setVisible(editing || proposed || !m_editor->text().isEmpty());
    m_bar->setVisible(editing);
    m_outcome->setVisible(!editing);
    m_claim->setVisible(mode == Mode::Unclaimed);
    m_takeOver->setVisible(mode == Mode::Foreign);
    m_undo->setVisible(mode == Mode::Held);
    m_hold->setVisible(mode == Mode::Held);

    const api::EscalationRow &row = detail.row;
    switch (mode) {
    case Mode::Editing:
        break;
    case Mode::Unclaimed:
        m_outcomeText->setText(tr("Claim it, so that nobody else works on it at the same time.")
                               + (detail.role.isEmpty() ? QString() : QLatin1Char('\n') + tr("It is for the role %1.").arg(detail.role)));
        break;
    case Mode::Foreign:
        //: %1 is a person.
        m_outcomeText->setText(tr("%1 has claimed this. You can read along.").arg(row.claimantName));
        break;
    case Mode::NoPermission:
        m_outcomeText->setText(EscalationCommands::noPermissionText());
        break;
    case Mode::Held:
    case Mode::Done: {
        const api::Caller &caller = m_context.engine.caller();
        const QString by = personName(row.decidedByName == caller.name ? caller.id : QString(), row.decidedByName, caller);
        const QString outcome = EscalationWords::decided(row.decision);
        //: A decision: %1 outcome, %2 person, %3 moment.
        const QString sentence = tr("%1 · %2 · %3").arg(outcome, by, momentText(row.decidedAt, m_context.ticker.now()));
        //: %1 is a sentence. A running clock follows it.
        m_outcomeText->setText(mode == Mode::Held ? tr("%1\nThe effects wait. You can still take it back for:").arg(sentence)
                                                  : sentence);
        break;
    }
    }
    showEdited();
    tick();
}

void DecisionPanel::showEdited()
{
    const bool edited = m_editor->isEdited();
    m_editedChip->setVisible(edited && m_mode == Mode::Editing && !m_detail.proposal.isEmpty());
    const bool can = m_mode == Mode::Editing && !m_busy;
    m_approve->setEnabled(can);
    m_handBack->setEnabled(can);
    m_reject->setEnabled(can);
    m_reason->setEnabled(can);
    m_approve->setToolTip(edited ? tr("Sends your version (Ctrl+Enter)") : tr("Sends the reply as it stands (Ctrl+Enter)"));
}

void DecisionPanel::setBusy(bool busy)
{
    m_busy = busy;
    m_editor->setReadOnly(busy || m_mode != Mode::Editing);
    m_form->setReadOnly(busy || m_mode != Mode::Editing);
    showEdited();
}

void DecisionPanel::setNote(const QString &note, bool problem)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    setLabelStyle(m_note, TextStyle::Caption, problem ? Token::Danger : Token::Text3);
}

void DecisionPanel::setNews(const QString &text, bool offerAnother)
{
    const bool fresh = !text.isEmpty() && m_newsText->text() != text;
    m_newsText->setText(text);
    m_news->setVisible(!text.isEmpty());
    m_newsAnother->setVisible(offerAnother);
    if (fresh) {
        m_newsText->setAccessibleName(text);
        QAccessibleEvent alert(m_newsText, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

bool DecisionPanel::hasNews() const
{
    return !m_newsText->text().isEmpty();
}

void DecisionPanel::focusNews()
{
    m_newsRead->setFocus(Qt::OtherFocusReason);
}

void DecisionPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_head->setDirection(width() < m_context.theme.scaled(NarrowBelow) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    fitHeight();
}

bool DecisionPanel::event(QEvent *event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fitHeight();
    return handled;
}

/// As high as the effects, up to some lines: the rest of the room is the reply's.
void DecisionPanel::fitEffects()
{
    const int line = fontMetrics().lineSpacing();
    const int most = line * (m_compact ? CompactEffectsLines : EffectsLines);
    const int wanted = m_effectsColumn->heightForWidth(m_effectsContent->parentWidget()->width());
    const int height = wanted > 0 ? std::clamp(wanted + 2, line, most) : most;
    if (m_effectsScroll->height() != height || m_effectsScroll->maximumHeight() != height)
        m_effectsScroll->setFixedHeight(height);
}

/// A splitter asks for the least height without naming a width; the buttons take
/// more lines where there is little room.
void DecisionPanel::fitHeight()
{
    fitEffects();
    const int least = layout()->minimumHeightForWidth(width());
    if (least > 0 && minimumHeight() != least)
        setMinimumHeight(least);
}

void DecisionPanel::tick()
{
    if (m_mode != Mode::Held)
        return;
    const qint64 left = undoLeft(m_detail.row, m_context.ticker.now());
    m_hold->setTime(countdownText(left), Token::Accent);
    m_undo->setEnabled(left > 0);
}

void DecisionPanel::takeEffects(QWidget *effects)
{
    if (effects) {
        effects->setParent(m_effectsContent);
        m_effectsColumn->insertWidget(0, effects);
        effects->show();
    }
    m_effectsBox->setVisible(effects != nullptr);
    fitHeight();
}

QString DecisionPanel::reason() const
{
    return m_reason->currentText().trimmed();
}

void DecisionPanel::clearReason()
{
    m_reason->setCurrentIndex(-1);
    m_reason->clearEditText();
}

} // namespace hs::ui
