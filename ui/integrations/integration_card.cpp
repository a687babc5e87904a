#include "ui/integrations/integration_card.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include "ui/integrations/integration_models.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {

constexpr int SparkHeight = 26;
constexpr int SparkWidth = 72;
constexpr int BeatsHeight = 12;
constexpr int IconSide = 16;

Token healthToken(api::Health health)
{
    switch (healthTone(health)) {
    case Tone::Ok:
        return Token::Ok;
    case Tone::Warn:
        return Token::Warn;
    case Tone::Danger:
        return Token::Danger;
    case Tone::Info:
        return Token::Info;
    case Tone::Accent:
        return Token::Accent;
    case Tone::Neutral:
        break;
    }
    return Token::Text2;
}

} // namespace

/// Sparkline or beats; says in words what it draws.
class IntegrationCardWidget::Chart final : public QLabel {
public:
    enum class Kind { Spark, Beats };
    Chart(const Theme &theme, Kind kind, QWidget *parent) : QLabel(parent), m_theme(theme), m_kind(kind)
    {
        setFixedHeight(kind == Kind::Spark ? SparkHeight : BeatsHeight);
        setMinimumWidth(kind == Kind::Spark ? SparkWidth : 60);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setData(const api::IntegrationCard &card, Token token)
    {
        m_points = card.spark;
        m_beats = card.beats;
        m_token = token;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        // Time runs with the reading direction.
        if (layoutDirection() == Qt::RightToLeft) {
            painter.translate(width(), 0);
            painter.scale(-1, 1);
        }
        if (m_kind == Kind::Spark)
            paintSparkline(painter, m_theme, rect(), m_points, m_token);
        else
            paintBeats(painter, m_theme, rect(), m_beats);
    }

private:
    const Theme &m_theme;
    Kind m_kind;
    std::vector<double> m_points;
    std::vector<api::Health> m_beats;
    Token m_token = Token::Ok;
};

IntegrationCardWidget::IntegrationCardWidget(ViewContext &context, QWidget *parent)
    : QFrame(parent), m_context(context)
{
    const Theme &theme = context.theme;
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(4);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_icon = new QLabel(this);
    m_title = new ElidedLabel({}, this);
    setLabelStyle(m_title, TextStyle::Strong, Token::Text);
    m_state = new QLabel(this);
    m_state->setFixedSize(22, 22);
    m_state->setAlignment(Qt::AlignCenter);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    column->addLayout(head);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(8);
    m_value = makeLabel({}, TextStyle::Title, Token::Text, this);
    m_spark = new Chart(theme, Chart::Kind::Spark, this);
    middle->addWidget(m_value);
    middle->addWidget(m_spark, 1);
    column->addLayout(middle);

    m_word = makeLabel({}, TextStyle::Small, Token::Ok, this);
    m_word->setStyleSheet(QStringLiteral("font-weight:600"));
    m_sentence = new ElidedLabel({}, this);
    setLabelStyle(m_sentence, TextStyle::Small, Token::Text2);
    auto *words = new QHBoxLayout;
    words->setSpacing(8);
    words->addWidget(m_word);
    words->addWidget(m_sentence, 1);
    column->addLayout(words);

    m_more = new ElidedLabel({}, this);
    setLabelStyle(m_more, TextStyle::Caption, Token::Text2);
    column->addWidget(m_more);

    column->addStretch(1);
    m_beats = new Chart(theme, Chart::Kind::Beats, this);
    column->addWidget(m_beats);

    m_addressRow = new QWidget(this);
    auto *address = new QHBoxLayout(m_addressRow);
    address->setContentsMargins(0, 0, 0, 0);
    address->setSpacing(4);
    m_address = new ElidedLabel({}, m_addressRow);
    setLabelStyle(m_address, TextStyle::Caption, Token::Text2);
    m_copy = makeIconButton(QStringLiteral("copy"), tr("Copy webhook address"), theme, m_addressRow, 14);
    address->addWidget(m_address, 1);
    address->addWidget(m_copy);
    column->addWidget(m_addressRow);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_card.address);
        m_context.toasts.show(tr("Address copied"));
    });
    connect(&theme, &Theme::changed, this, &IntegrationCardWidget::refresh);
}

void IntegrationCardWidget::setCard(const api::IntegrationCard &card)
{
    m_card = card;
    refresh();
}

void IntegrationCardWidget::setSentence(const QString &sentence)
{
    if (m_told == sentence)
        return;
    m_told = sentence;
    refresh();
}

void IntegrationCardWidget::refresh()
{
    const Theme &theme = m_context.theme;
    const api::Health health = shownHealth(m_card);
    const Token token = healthToken(health);
    m_icon->setPixmap(theme.pixmap(integrationIcon(m_card), IconSide, Token::Text2));
    static_cast<ElidedLabel *>(m_title)->setFullText(engineWords(m_card.title));
    m_state->setPixmap(theme.pixmap(healthIcon(health), 14, token));
    m_state->setStyleSheet(QStringLiteral("background:%1;border-radius:11px")
                               .arg(theme.toneBackground(healthTone(health)).name()));
    
    const QString number = IntegrationWords::mainValue(m_card);
    m_value->setText(number);
    setLabelStyle(m_value, TextStyle::Title, health == api::Health::Down ? Token::Danger : Token::Text);
    m_word->setText(healthName(health));
    setLabelStyle(m_word, TextStyle::Small, token);
    const QString sentence = m_told.isEmpty() || m_card.kind != QLatin1String("mirror") ? IntegrationWords::sentence(m_card) : m_told;
    static_cast<ElidedLabel *>(m_sentence)->setFullText(sentence);
    m_spark->setData(m_card, token);
    const bool asked = m_card.kind == QLatin1String("ai") || m_card.kind == QLatin1String("mcp");
    m_spark->setAccessibleName(asked ? tr("Calls of the last hour") : tr("Deliveries of the last hour"));
    m_spark->setVisible(!m_card.spark.empty() && health != api::Health::NotSetUp);
    m_beats->setData(m_card, token);
    m_beats->setAccessibleName(tr("The last 24 hours"));
    m_beats->setVisible(!m_card.beats.empty() && health != api::Health::NotSetUp); // nothing beats yet
    m_addressRow->setVisible(!m_card.address.isEmpty());
    m_copy->setAccessibleName(asked ? tr("Copy address") : tr("Copy webhook address")); // what is asked is no place to send to
    m_copy->setToolTip(m_copy->accessibleName());
    static_cast<ElidedLabel *>(m_address)->setFullText(m_card.address);
    tick();
    //: An integration, spoken: %1 name, %2 state, %3 main number, %4 sentence.
    setAccessibleName(tr("%1, %2, %3, %4").arg(engineWords(m_card.title), healthName(health), number, sentence));
    update();
}

void IntegrationCardWidget::tick()
{
    QStringList more;
    const QDateTime now = m_context.ticker.now();
    if (m_card.nextRetry.isValid() && m_card.nextRetry > now) {
        //: %1 is a running clock.
        more << tr("Retry in %1").arg(countdownText((now.msecsTo(m_card.nextRetry) + 999) / 1000));
    }
    if (!m_card.rate.isEmpty())
        more << engineWords(m_card.rate);
    if (m_card.kind != QLatin1String("channel") && m_card.health != api::Health::NotSetUp && !m_card.hasSecret
        && m_card.kind == QLatin1String("source"))
        more << tr("no secret yet", "an integration that cannot check signatures");
    const QString text = more.join(QStringLiteral(" · "));
    auto *label = static_cast<ElidedLabel *>(m_more);
    if (label->fullText() != text)
        label->setFullText(text);
    label->setVisible(!text.isEmpty());
}

void IntegrationCardWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_context.theme;
    QColor border;
    const Tone tone = healthTone(shownHealth(m_card));
    if (tone == Tone::Warn || tone == Tone::Danger)
        border = theme.toneColor(tone);
    paintCard(painter, theme, rect(), false, underMouse(), border);
    if (hasFocus() && m_keyFocus)
        paintFocusRing(painter, theme, rect(), theme.radius("card"));
}

void IntegrationCardWidget::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT opened(m_card.name);
    QFrame::mouseReleaseEvent(event);
}

void IntegrationCardWidget::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        Q_EMIT opened(m_card.name);
        return;
    }
    QFrame::keyPressEvent(event);
}

void IntegrationCardWidget::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT menuWanted(m_card.name, event->globalPos());
}

void IntegrationCardWidget::enterEvent(QEnterEvent *event)
{
    QFrame::enterEvent(event);
    update();
}

void IntegrationCardWidget::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    update();
}

void IntegrationCardWidget::focusInEvent(QFocusEvent *event)
{
    m_keyFocus = event->reason() != Qt::MouseFocusReason;
    QFrame::focusInEvent(event);
    update();
}

} // namespace hs::ui
