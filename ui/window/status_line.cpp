#include "ui/window/status_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QUrl>

#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

StatusLine::StatusLine(ViewContext &context, EngineStatus &status, QWidget *parent)
    : QWidget(parent), m_context(context), m_status(status)
{
    setAccessibleName(tr("Status"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 10, 1);
    row->setSpacing(6);
    m_engine = part(QStringLiteral("setting"), QStringLiteral("advanced"));
    m_receiver = part(QStringLiteral("integration"), QStringLiteral("receiver"));
    m_notion = part(QStringLiteral("integration"), QStringLiteral("notion-hub"));
    m_drafts = part(QStringLiteral("dock"), QStringLiteral("activity"));
    m_backup = part(QStringLiteral("setting"), QStringLiteral("backup"));
    row->addWidget(m_engine);
    row->addWidget(m_receiver);
    row->addWidget(m_notion);
    row->addWidget(m_drafts);
    row->addStretch(1);
    // The bar over the docks goes after a moment; here the way back stays as long as there is one.
    m_undo = new QToolButton(this);
    m_undo->setProperty("kind", QStringLiteral("status"));
    m_undo->setProperty("tone", QStringLiteral("accent"));
    m_undo->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_undo->setIcon(context.theme.icon(QStringLiteral("undo-2"), Token::Accent));
    m_undo->setIconSize(QSize(19, 13));
    m_undo->setFocusPolicy(Qt::TabFocus);
    connect(m_undo, &QToolButton::clicked, this, [this] { m_context.undo.undoLast(); });
    connect(&context.undo, &UndoCenter::changed, this, &StatusLine::showUndo);
    connect(&context.ticker, &Ticker::ticked, this, &StatusLine::showUndo);
    row->addWidget(m_undo);
    showUndo();
    row->addWidget(m_backup);
    m_hint = makeLabel({}, TextStyle::Small, Token::Text2, this);
    m_hint->setMinimumWidth(1); // or it would keep the window from becoming so narrow that it has to give way
    row->addWidget(m_hint);
    connect(&m_status, &EngineStatus::changed, this, &StatusLine::showStatus);
    connect(&m_context.theme, &Theme::changed, this, &StatusLine::showStatus);
    const auto fitHeight = [this] {
        const QFontMetrics words(m_context.theme.font(TextStyle::Small));
        setMinimumHeight(std::max(m_context.theme.size("statusBar"), words.height() + 8));
    };
    connect(&m_context.theme, &Theme::changed, this, fitHeight);
    fitHeight();
    connect(&m_context.actions, &ActionRegistry::changed, this, &StatusLine::showStatus);
    showStatus();
}

void StatusLine::showUndo()
{
    const UndoCenter::Entry *entry = m_context.undo.top();
    const bool counted = entry && entry->until.isValid();
    if (m_undo->isVisibleTo(this) != counted) {
        m_undo->setVisible(counted);
        if (m_hint)
            fitHint();
    }
    if (!counted)
        return;
    const qint64 left = std::max<qint64>(0, m_context.ticker.now().secsTo(entry->until));
    //: %1 is a countdown such as 4:32
    m_undo->setText(tr("Undo %1").arg(countdownText(left)));
    m_undo->setToolTip(entry->text);
    //: %1 is what was done: "Approved: Refund above the limit"
    m_undo->setAccessibleName(tr("Undo: %1").arg(entry->text));
}

QToolButton *StatusLine::part(const QString &kind, const QString &id)
{
    auto *button = new QToolButton(this);
    button->setProperty("kind", QStringLiteral("status"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize(QSize(19, 13));
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, kind, id] { m_context.navigator.open(kind, id); });
    return button;
}

void StatusLine::showStatus()
{
    const Theme &theme = m_context.theme;
    const auto set = [&](QToolButton *button, const QString &icon, Tone tone, const QString &text, const QString &tip = {}) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(tip.isEmpty() ? text : tip);
        button->setIcon(theme.icon(icon, tone == Tone::Neutral ? theme.color(Token::Text2) : theme.toneColor(tone)));
        setStyleProperty(button, "tone", tone == Tone::Ok ? QString() : toneName(tone));
        button->setVisible(!text.isEmpty());
    };
    const auto &status = m_status.status();
    if (const auto &failure = m_status.failure()) {
        set(m_engine, QStringLiteral("circle-alert"), Tone::Danger, tr("The engine does not answer"), errorSentence(*failure));
    } else if (!status) {
        set(m_engine, QStringLiteral("loader-circle"), Tone::Neutral, tr("The engine starts"));
    } else if (!status->storeWritable) {
        set(m_engine, QStringLiteral("circle-alert"), Tone::Danger, tr("Nothing can be saved"), status->storeDetail);
    } else {
        //: engine running · 9 agents · 14 workflows active
        set(m_engine, QStringLiteral("circle-dot"), Tone::Ok,
            tr("Engine running · %1 · %2").arg(tr("%n agent(s)", nullptr, status->agents),
                                              tr("%n workflow(s) active", nullptr, int(status->workflowsActive))));
    }
    if (!status) {
        for (QToolButton *button : {m_receiver, m_drafts, m_backup})
            button->hide();
    } else {
        const QString today = tr("%n event(s) today", nullptr, int(status->eventsToday));
        if (!status->receiverError.isEmpty()) {
            set(m_receiver, QStringLiteral("webhook"), Tone::Danger, tr("The receiver does not listen"), status->receiverError);
        } else if (status->receiverUrl.isEmpty()) {
            set(m_receiver, QStringLiteral("webhook"), Tone::Neutral, tr("The receiver is off"));
        } else {
            const int port = QUrl(status->receiverUrl).port();
            //: %1 port number, %2 events today
            set(m_receiver, QStringLiteral("webhook"), Tone::Ok,
                port > 0 ? tr("Receiver on port %1 · %2").arg(QString::number(port), today) : tr("Receiver on · %1").arg(today),
                status->receiverUrl);
        }
        set(m_drafts, QStringLiteral("pencil"), Tone::Info,
            status->draftsWaiting > 0 ? tr("%n message(s) wait as drafts", nullptr, int(status->draftsWaiting)) : QString());
        set(m_backup, QStringLiteral("database-backup"), Tone::Neutral,
            status->lastBackup.isValid() ? tr("Last backup %1").arg(momentText(status->lastBackup, m_context.ticker.now()))
                                         : tr("No backup yet"));
    }
    if (const auto &notion = m_status.notion(); notion && !m_status.failure()) {
        const QDateTime now = m_context.ticker.now();
        const NotionLook look = notionGlance(*notion, now);
        set(m_notion, look.icon, look.tone, look.word, notionSummary(*notion, now));
    } else {
        m_notion->hide(); // nothing is known of it
    }
    const QKeySequence key = m_context.actions.shortcut(QStringLiteral("palette.open"));
    m_hint->setText(key.isEmpty() ? QString() : tr("%1 to search or run a command").arg(key.toString(QKeySequence::NativeText)));
    fitHint();
}

void StatusLine::fitHint()
{
    // The least of what stands here, so it gives way first.
    m_hint->hide();
    layout()->activate();
    m_hint->setVisible(!m_hint->text().isEmpty() && minimumSizeHint().width() + layout()->spacing() + m_hint->sizeHint().width() <= width());
}

void StatusLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHint();
}

} // namespace hs::ui
