#include "ui/knowledge/answer_card.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/states/loading_bar.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/chip_button.h"
#include "ui/thinking/column.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int FaceSide = 20;
constexpr int OfferCancelMs = 1000;
const QString AtlasKey = QStringLiteral("atlas");

QString withNumbers(const api::KnowledgeSentence &sentence)
{
    QString text = sentence.text;
    for (const int cite : sentence.cites)
        text += QStringLiteral(" [") + QLocale().toString(cite) + QLatin1Char(']');
    return text;
}

} // namespace

AnswerCard::AnswerCard(ViewContext &context, QWidget *parent) : QFrame(parent), m_context(context)
{
    setObjectName(QStringLiteral("answerCard"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_face = new AgentAvatar(context.theme, FaceSide, this);
    m_face->setAgent(AtlasKey, QStringLiteral("Atlas"));
    m_title = makeWrappingLabel({}, TextStyle::Strong, Token::Text, this);
    m_evidence = new Chip(context.theme, this);
    head->addWidget(m_face, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    head->addWidget(m_evidence, 0, Qt::AlignTop);
    column->addLayout(head);
    m_bar = new LoadingBar(context.theme, this);
    column->addWidget(m_bar);
    m_words = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_words);
    m_chips = new QWidget(this);
    new FlowLayout(m_chips, 6, 4);
    column->addWidget(m_chips);
    m_warnings = new QWidget(this);
    auto *warnings = new QVBoxLayout(m_warnings);
    warnings->setContentsMargins(0, 0, 0, 0);
    warnings->setSpacing(4);
    column->addWidget(m_warnings);
    m_by = makeWrappingLabel({}, TextStyle::Caption, Token::Text2, this);
    column->addWidget(m_by);
    m_cancel = makeButton(tr("Leave off"), ButtonKind::Link, context.theme, this);
    m_cancel->setAccessibleName(tr("Stop waiting for the answer"));
    column->addWidget(m_cancel, 0, Qt::AlignLeading);
    m_offerCancel.setSingleShot(true);
    m_offerCancel.setInterval(OfferCancelMs);
    connect(&m_offerCancel, &QTimer::timeout, this, [this] {
        m_cancel->setVisible(m_thinking);
        Q_EMIT heightChanged();
    });
    connect(m_cancel, &QPushButton::clicked, this, &AnswerCard::cancelAsked);
    connect(&context.theme, &Theme::changed, this, [this] { look(m_answered); });
    clear();
}

void AnswerCard::look(bool answered)
{
    m_answered = answered;
    const Theme &theme = m_context.theme;
    const QColor ground = answered ? theme.agentTint(AtlasKey) : theme.color(Token::Sunken);
    const QColor border = answered ? theme.agentColor(AtlasKey) : theme.color(Token::Border);
    setStyleSheet(QStringLiteral("#answerCard { background: %1; border: 1px solid %2; border-radius: %3px; }")
                      .arg(ground.name(), border.name(), QString::number(int(theme.radius("card")))));
}

void AnswerCard::clear()
{
    m_thinking = false;
    m_offerCancel.stop();
    m_words->clear();
    m_citations.clear();
    emptyColumn(m_chips->layout());
    emptyColumn(m_warnings->layout());
    look(false);
    hide();
    Q_EMIT heightChanged();
}

void AnswerCard::showThinking()
{
    clear();
    m_thinking = true;
    m_title->setText(tr("Atlas looks for an answer"));
    m_evidence->hide();
    m_words->hide();
    m_chips->hide();
    m_warnings->hide();
    m_by->hide();
    m_cancel->hide();
    m_bar->show();
    m_offerCancel.start();
    show();
    Q_EMIT heightChanged();
}

QString AnswerCard::words() const
{
    return m_words->text();
}

void AnswerCard::showAnswer(const api::KnowledgeAnswer &answer)
{
    clear();
    look(answer.answered);
    m_bar->hide();
    m_cancel->hide();
    m_evidence->setVisible(answer.answered);
    if (answer.answered) {
        m_title->setText(tr("Atlas answers"));
        const bool good = answer.found.evidence == api::KnowledgeEvidence::Good;
        m_evidence->setLook(good ? tr("Well supported") : tr("Weakly supported"), good ? Tone::Ok : Tone::Warn,
                            good ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"));
        QStringList sentences;
        for (const api::KnowledgeSentence &sentence : answer.sentences)
            sentences << withNumbers(sentence);
        m_words->setText(sentences.join(QLatin1Char(' ')));
    } else {
        m_title->setText(tr("No source answers this"));
        QString why = answer.refusal.isEmpty() ? QString() : engineSentence(answer.refusal);
        if (!why.isEmpty() && why.back().isLetterOrNumber())
            why += QLatin1Char('.');
        if (!answer.found.passages.empty())
            why += (why.isEmpty() ? QString() : QStringLiteral(" ")) + tr("The nearest passages are below.");
        m_words->setText(why);
    }
    m_words->setVisible(!m_words->text().isEmpty());
    fillCitations(answer);
    fillWarnings(answer.warnings);
    if (!answer.by.isEmpty())
        //: Who made the words of an answer. %1 is a language model: "local · small-8b"
        m_by->setText(answer.by == QLatin1String("rules") ? tr("By rules, in the sources' own words") : tr("In the words of %1").arg(answer.by));
    m_by->setVisible(answer.answered && !answer.by.isEmpty());
    show();
    Q_EMIT heightChanged();
    tell(m_title);
}

void AnswerCard::showFailure(const QString &sentence)
{
    clear();
    m_bar->hide();
    m_cancel->hide();
    m_evidence->hide();
    m_chips->hide();
    m_warnings->hide();
    m_by->hide();
    m_title->setText(tr("The question could not be answered"));
    m_words->setText(sentence);
    m_words->show();
    show();
    Q_EMIT heightChanged();
    tell(m_title);
}

void AnswerCard::fillCitations(const api::KnowledgeAnswer &answer)
{
    std::vector<int> numbers;
    for (const api::KnowledgeSentence &sentence : answer.sentences) {
        for (const int cite : sentence.cites) {
            const bool there = cite >= 1 && std::size_t(cite) <= answer.found.passages.size();
            if (there && std::find(numbers.begin(), numbers.end(), cite) == numbers.end())
                numbers.push_back(cite);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    for (const int number : answer.answered ? numbers : std::vector<int>()) {
        const api::KnowledgePassage &passage = answer.found.passages[std::size_t(number - 1)];
        const QString title = passage.title.isEmpty() ? passage.place : passage.title;
        QPushButton *chip =
            makeChipButton(m_context.theme, QLocale().toString(number) + QStringLiteral("  ") + title, QStringLiteral("file-text"), m_chips);
        //: A numbered source of an answer. %1 its number, %2 its title
        chip->setAccessibleName(tr("Citation %1: %2").arg(QLocale().toString(number), title));
        connect(chip, &QPushButton::clicked, this, [this, number] { Q_EMIT citationChosen(number); });
        m_chips->layout()->addWidget(chip);
        setTabOrder(m_citations.empty() ? m_cancel : m_citations.back(), chip); // they came after all that stands below them
        m_citations.push_back(chip);
    }
    m_chips->setVisible(!m_citations.empty());
}

void AnswerCard::fillWarnings(const QStringList &warnings)
{
    for (const QString &warning : warnings) {
        QFrame *frame = makeFrame("warn", m_warnings);
        auto *row = new QHBoxLayout(frame);
        row->setContentsMargins(8, 5, 8, 5);
        row->setSpacing(6);
        auto *icon = new QLabel(frame);
        icon->setPixmap(m_context.theme.pixmap(QStringLiteral("triangle-alert"), 14, Token::Warn));
        row->addWidget(icon, 0, Qt::AlignTop);
        row->addWidget(makeWrappingLabel(engineSentence(warning), TextStyle::Small, Token::Text, frame), 1);
        m_warnings->layout()->addWidget(frame);
    }
    m_warnings->setVisible(!warnings.isEmpty());
}

/// Whoever does not see the card hears that it came, and what it says.
void AnswerCard::tell(QLabel *label)
{
    const QString said = m_words->text().isEmpty() ? label->text() : label->text() + QStringLiteral(": ") + m_words->text();
    label->setAccessibleName(said);
    QAccessibleEvent alert(label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace hs::ui
