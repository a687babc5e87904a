#include "ui/agents/try_box.h"

#include <QAccessible>
#include <QFrame>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/references.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int FieldLines = 3;
constexpr int LongestTrial = 8000; ///< characters
}

TryBox::TryBox(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(
        makeWrappingLabel(tr("Write what a client or a sender might say. You see what the rules would make of it; nothing is written or sent."),
                          TextStyle::Small, Token::Text2, this));
    m_words = new QPlainTextEdit(this);
    m_words->setTabChangesFocus(true);
    m_words->setPlaceholderText(tr("For example: I would like to move my booking to Thursday"));
    m_words->installEventFilter(this);
    column->addWidget(m_words);
    m_try = makeButton(tr("Try it"), ButtonKind::Normal, context.theme, this, QStringLiteral("flask-conical"));
    column->addWidget(m_try, 0, Qt::AlignLeading);
    m_result = makeFrame("sunken", this);
    m_lines = new QVBoxLayout(m_result);
    m_lines->setContentsMargins(12, 10, 12, 10);
    m_lines->setSpacing(6);
    m_result->hide();
    column->addWidget(m_result);
    const auto fit = [this] { m_words->setFixedHeight(QFontMetrics(m_context.theme.font(TextStyle::Body)).lineSpacing() * FieldLines + 20); };
    fit();
    connect(&context.theme, &Theme::changed, this, fit);
    connect(m_words, &QPlainTextEdit::textChanged, this, &TryBox::updateButton);
    connect(m_try, &QPushButton::clicked, this, &TryBox::tryIt);
    connect(&context.engine, &api::Engine::callerChanged, this, &TryBox::updateButton);
    updateButton();
}

void TryBox::setAgent(const QString &agent, const QString &name)
{
    //: %1 is an agent's name
    m_words->setAccessibleName(tr("Words to try on %1").arg(name));
    if (m_agent == agent)
        return;
    m_agent = agent;
    m_result->hide();
}

void TryBox::updateButton()
{
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_try->setEnabled(may && !m_busy && !m_words->toPlainText().trimmed().isEmpty());
    m_try->setToolTip(may ? QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText) : tr("Needs the role operator."));
    m_words->setReadOnly(!may);
}

bool TryBox::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers().testFlag(Qt::ControlModifier)) {
            tryIt();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TryBox::tryIt()
{
    if (!m_try->isEnabled() || m_agent.isEmpty())
        return;
    m_busy = true;
    m_try->setText(tr("Trying…"));
    updateButton();
    m_context.engine.ask(api::TryAgentQuery{m_agent, m_words->toPlainText().trimmed().left(LongestTrial)}, this,
                         [this, asked = m_agent](Result<api::Trial> trial) {
                             m_busy = false;
                             m_try->setText(tr("Try it"));
                             updateButton();
                             if (asked != m_agent)
                                 return;
                             if (trial)
                                 showTrial(*trial);
                             else
                                 showError(errorSentence(trial.error()));
                         });
}

void TryBox::showError(const QString &text)
{
    api::Trial trial;
    trial.error = text;
    showTrial(trial);
}

void TryBox::showTrial(const api::Trial &trial)
{
    emptyColumn(m_lines);
    QLabel *first = nullptr;
    const auto add = [&](const QString &text, TextStyle style, Token tone) {
        QLabel *label = makeWrappingLabel(text, style, tone, m_result);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_lines->addWidget(label);
        label->show();
        if (!first)
            first = label;
        return label;
    };
    if (!trial.error.isEmpty()) {
        add(engineSentence(trial.error), TextStyle::Body, Token::Danger);
    } else {
        add(trial.summary.isEmpty() ? tr("It would do nothing.") : engineSentence(trial.summary), TextStyle::Strong, Token::Text);
        if (!trial.rule.isEmpty() || !trial.ruleText.isEmpty()) {
            const QString words = engineSentence(trial.ruleText);
            const QString rule = trial.rule.isEmpty() ? words : words.isEmpty() ? trial.rule : trial.rule + QStringLiteral(", ") + words;
            //: The rule that would decide. %1 its name and what it says
            add(tr("By the rule %1").arg(rule), TextStyle::Small, Token::Text2);
        }
        if (!trial.would.isEmpty()) {
            add(tr("It would:"), TextStyle::Small, Token::Text2);
            for (const QString &act : trial.would)
                add(QStringLiteral("• ") + engineWords(act), TextStyle::Body, Token::Text);
        }
        if (!trial.answer.isEmpty()) {
            add(tr("It would say:"), TextStyle::Small, Token::Text2);
            add(trial.answer, TextStyle::Body, Token::Text);
        }
        if (!trial.evidence.isEmpty()) {
            add(tr("Because of:"), TextStyle::Small, Token::Text2);
            for (const QJsonValue &value : trial.evidence) {
                const Reference reference = referenceOfEvidence(value.toObject());
                const QString text = engineWords(reference.title.isEmpty() ? reference.id : reference.title);
                //: A piece of evidence: %1 what, %2 where it stands
                add(QStringLiteral("• ") + (reference.id.isEmpty() || reference.title.isEmpty() ? text : tr("%1 (%2)").arg(text, reference.id)),
                    TextStyle::Body, Token::Text);
            }
        }
    }
    m_result->show();
    if (!first)
        return;
    first->setAccessibleName(first->text());
    QAccessibleEvent alert(first, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace hs::ui
