#include "ui/states/content_states.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/states/details_box.h"
#include "ui/states/loading_bar.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int SkeletonAfterMs = 150;
constexpr int BarAfterMs = 100;
constexpr int LeastWidthOfWords = 150; ///< at text size 100 %
constexpr int LeastWidthOfFailure = 380; ///< for words and buttons side by side, at text size 100 %
constexpr int EmptySpacing = 8;
constexpr int EmptyMargin = 24;
constexpr int LowMargin = 6;

/// Grey bars where rows will be.
class Skeleton final : public QWidget {
public:
    Skeleton(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Hover));
        const int row = m_theme.scaled(64);
        for (int y = 12; y < height() - row / 2; y += row) {
            painter.drawRoundedRect(12, y, 36, 36, 10, 10);
            painter.drawRoundedRect(60, y + 2, std::max(40, width() * 5 / 10), 11, 4, 4);
            painter.drawRoundedRect(60, y + 22, std::max(30, width() * 3 / 10), 9, 4, 4);
        }
    }

private:
    const Theme &m_theme;
};

/// A round, softly tinted icon.
class RoundIcon final : public QLabel {
public:
    RoundIcon(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme) { setFixedSize(56, 56); }
    void setLook(const QString &icon, Tone tone)
    {
        m_icon = icon;
        m_tone = tone;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.toneBackground(m_tone));
        painter.drawEllipse(rect());
        if (!m_icon.isEmpty())
            painter.drawPixmap(16, 16, m_theme.pixmap(m_icon, 24, m_theme.toneColor(m_tone), devicePixelRatioF()));
    }

private:
    const Theme &m_theme;
    QString m_icon;
    Tone m_tone = Tone::Accent;
};

QFrame *makeBar(const char *frame, QWidget *parent, QLabel *&text)
{
    QFrame *bar = makeFrame(frame, parent);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(10, 6, 10, 6);
    text = makeWrappingLabel({}, TextStyle::Small, Token::Text, bar);
    row->addWidget(text, 1);
    bar->hide();
    return bar;
}

} // namespace

ContentStates::ContentStates(const Theme &theme, QWidget *content, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_content(content)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    m_bar = new LoadingBar(theme, this);
    m_bar->hide();
    column->addWidget(m_bar);

    auto *bars = new QVBoxLayout;
    bars->setContentsMargins(8, 0, 8, 0);
    m_failureBar = makeFailureBar();
    m_offlineBar = makeBar("warn", this, m_offlineText);
    m_partialBar = makeBar("info", this, m_partialText);
    bars->addWidget(m_failureBar);
    bars->addWidget(m_offlineBar);
    bars->addWidget(m_partialBar);
    column->addLayout(bars);

    m_emptyPage = makeEmpty();
    m_emptyPage->installEventFilter(this);
    m_skeleton = makeSkeleton();
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_content);
    m_stack->addWidget(m_emptyPage);
    m_stack->addWidget(m_skeleton);
    column->addWidget(body, 1);

    m_skeletonDelay.setSingleShot(true);
    m_skeletonDelay.setInterval(SkeletonAfterMs);
    connect(&m_skeletonDelay, &QTimer::timeout, this, [this] {
        if (m_loading && !m_hadContent)
            m_stack->setCurrentWidget(m_skeleton);
    });
    m_barDelay.setSingleShot(true);
    m_barDelay.setInterval(BarAfterMs);
    connect(&m_barDelay, &QTimer::timeout, this, [this] {
        if (m_loading)
            m_bar->show();
    });
}

QWidget *ContentStates::makeEmpty()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(EmptyMargin, EmptyMargin, EmptyMargin, EmptyMargin);
    column->setSpacing(EmptySpacing);
    column->addStretch(2);
    m_emptyIcon = new RoundIcon(m_theme, page);
    m_emptyTitle = makeWrappingLabel({}, TextStyle::Subtitle, Token::Text, page);
    m_emptyTitle->setAlignment(Qt::AlignCenter);
    m_emptySentence = makeWrappingLabel({}, TextStyle::Body, Token::Text2, page);
    m_emptySentence->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_emptySentence->setMaximumWidth(420);
    m_emptyButton = makeButton({}, ButtonKind::Normal, m_theme, page);
    connect(m_emptyButton, &QPushButton::clicked, this, [this] {
        if (m_empty.act)
            m_empty.act();
    });
    column->addWidget(m_emptyIcon, 0, Qt::AlignHCenter);
    column->addWidget(m_emptyTitle);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(m_emptySentence, 8);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addSpacing(4);
    column->addWidget(m_emptyButton, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

bool ContentStates::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_emptyPage && event->type() == QEvent::Resize)
        fitEmpty();
    return QWidget::eventFilter(watched, event);
}

/// Where there is little room the words come first: a low page goes without its picture, then without its margins, then
/// says the sentence when pointed at; nothing is cut. A page too narrow for words is the picture alone, and says them
/// likewise.
void ContentStates::fitEmpty()
{
    const bool words = m_emptyPage->width() >= m_theme.scaled(LeastWidthOfWords);
    m_emptyTitle->setVisible(words);
    m_emptySentence->setVisible(words);
    m_emptyButton->setVisible(words && !m_empty.button.isEmpty());
    m_emptyIcon->setVisible(true);
    QLayout *layout = m_emptyPage->layout();
    const int side = words ? EmptyMargin : 0;
    layout->setContentsMargins(side, EmptyMargin, side, EmptyMargin);
    const auto fits = [&] {
        layout->invalidate();
        return layout->totalHeightForWidth(m_emptyPage->width()) <= m_emptyPage->height();
    };
    if (words && !fits()) {
        m_emptyIcon->setVisible(false);
        if (!fits())
            layout->setContentsMargins(side, LowMargin, side, LowMargin);
        if (!fits())
            m_emptySentence->setVisible(false);
    }
    m_emptyPage->setToolTip(m_emptySentence->isHidden() ? m_empty.title + QLatin1Char('\n') + m_empty.sentence : QString());
}

void ContentStates::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool beside = width() >= m_theme.scaled(LeastWidthOfFailure);
    m_failureRow->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

QWidget *ContentStates::makeSkeleton()
{
    auto *skeleton = new Skeleton(m_theme, this);
    skeleton->setAccessibleName(tr("Loading"));
    return skeleton;
}

QFrame *ContentStates::makeFailureBar()
{
    QFrame *bar = makeFrame("danger", this);
    m_failureRow = new QBoxLayout(QBoxLayout::LeftToRight, bar);
    m_failureRow->setContentsMargins(10, 8, 10, 8);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_failureText = makeWrappingLabel({}, TextStyle::Small, Token::Danger, bar);
    m_failureMore = makeWrappingLabel({}, TextStyle::Caption, Token::Text2, bar);
    texts->addWidget(m_failureText);
    texts->addWidget(m_failureMore);
    m_failureRow->addLayout(texts, 1);
    m_retry = makeButton(tr("Try again"), ButtonKind::Link, m_theme, bar);
    m_details = makeButton(tr("Details"), ButtonKind::Link, m_theme, bar);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_retry, 0, Qt::AlignTop);
    buttons->addWidget(m_details, 0, Qt::AlignTop);
    buttons->addStretch(1);
    m_failureRow->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (m_failure.retry)
            m_failure.retry();
    });
    connect(m_details, &QPushButton::clicked, this,
            [this] { showDetails(m_theme, m_failure.what, errorDetails(m_failure.error), this); });
    bar->hide();
    return bar;
}

void ContentStates::beginLoading()
{
    m_loading = true;
    if (m_hadContent)
        m_barDelay.start();
    else
        m_skeletonDelay.start();
}

void ContentStates::endLoading()
{
    m_loading = false;
    m_skeletonDelay.stop();
    m_barDelay.stop();
    m_bar->hide();
}

bool ContentStates::showsContent() const
{
    return m_stack->currentWidget() == m_content;
}

void ContentStates::showContent()
{
    endLoading();
    clearFailure();
    m_hadContent = true;
    m_stack->setCurrentWidget(m_content);
}

void ContentStates::showEmpty(const EmptyState &state)
{
    endLoading();
    clearFailure();
    m_hadContent = true;
    m_empty = state;
    static_cast<RoundIcon *>(m_emptyIcon)->setLook(state.icon, state.tone);
    m_emptyTitle->setText(state.title);
    m_emptySentence->setText(state.sentence);
    m_emptyButton->setText(state.button);
    fitEmpty();
    m_stack->setCurrentWidget(m_emptyPage);
}

void ContentStates::showFailure(const FailureState &failure)
{
    endLoading();
    if (failure.error.code == Errc::Forbidden) {
        showNoPermission(failure.what, errorMend(failure.error));
        return;
    }
    const QDateTime since = m_failureBar->isVisibleTo(this) ? m_failure.since : failure.since;
    m_failure = failure;
    m_failure.since = since;
    QString text = failure.what;
    if (since.isValid()) {
        //: %1 is what failed, a sentence; %2 the time of day since when
        text = tr("%1 Since %2.").arg(failure.what, timeOfDay(since));
    }
    m_failureText->setText(text);
    QStringList more{errorSentence(failure.error)};
    if (!failure.stillWorks.isEmpty())
        more << failure.stillWorks;
    m_failureMore->setText(more.join(QLatin1Char(' ')));
    m_retry->setVisible(bool(failure.retry));
    const bool news = !m_failureBar->isVisibleTo(this);
    m_failureBar->show();
    if (!m_hadContent)
        m_stack->setCurrentWidget(m_content);
    if (news) {
        m_failureText->setAccessibleName(text);
        QAccessibleEvent alert(m_failureText, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void ContentStates::clearFailure()
{
    m_failureBar->hide();
    m_failure = {};
}

void ContentStates::showNoPermission(const QString &needed, const QString &whoCanGive)
{
    showEmpty({QStringLiteral("lock"), needed, whoCanGive, {}, {}, Tone::Warn});
}

void ContentStates::setPartial(const QString &sentence)
{
    m_partialText->setText(sentence);
    m_partialBar->setVisible(!sentence.isEmpty());
}

void ContentStates::setOffline(const QString &sentence)
{
    m_offlineText->setText(sentence);
    m_offlineBar->setVisible(!sentence.isEmpty());
}

} // namespace hs::ui
