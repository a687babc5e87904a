#include "ui/window/toast_host.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/states/details_box.h"
#include "ui/text/duration_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int ShownMs = 7000;
constexpr int UndoShownMs = 12'000;
constexpr int Gap = 8;

QString toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Ok: return QStringLiteral("circle-check");
    case Tone::Warn: return QStringLiteral("triangle-alert");
    case Tone::Danger: return QStringLiteral("circle-alert");
    default: return QStringLiteral("info");
    }
}
} // namespace

ToastHost::ToastHost(ViewContext &context, QWidget *head, QWidget *window) : QWidget(window), m_context(context), m_head(head)
{
    head->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);

    m_undo = makeFrame("dialog", this);
    auto *undoRow = new QHBoxLayout(m_undo);
    undoRow->setContentsMargins(14, 8, 10, 8);
    m_undoText = makeLabel({}, TextStyle::Body, Token::Text, m_undo);
    undoRow->addWidget(m_undoText);
    m_undoButton = makeButton(tr("Undo"), ButtonKind::Link, m_context.theme, m_undo, QStringLiteral("undo-2"));
    undoRow->addWidget(m_undoButton);
    connect(m_undoButton, &QPushButton::clicked, this, [this] { m_context.undo.undoLast(); });
    m_undo->hide();

    m_toast = makeFrame("dialog", this);
    auto *row = new QHBoxLayout(m_toast);
    row->setContentsMargins(14, 8, 8, 8);
    m_icon = new QLabel(m_toast);
    m_text = makeLabel({}, TextStyle::Body, Token::Text, m_toast);
    m_action = makeButton({}, ButtonKind::Link, m_context.theme, m_toast);
    m_close = makeButton({}, ButtonKind::Quiet, m_context.theme, m_toast, QStringLiteral("x"));
    m_close->setAccessibleName(tr("Close the notice"));
    m_close->setToolTip(tr("Close the notice"));
    m_close->setMaximumWidth(32);
    row->addWidget(m_icon);
    row->addWidget(m_text);
    row->addWidget(m_action);
    row->addWidget(m_close);
    m_toast->hide();
    connect(m_close, &QPushButton::clicked, this, [this] {
        m_toast->hide();
        place();
    });
    connect(m_action, &QPushButton::clicked, this, [this] {
        m_toast->hide();
        place();
        if (m_shown.action)
            m_shown.action();
        else if (!m_shown.detail.isEmpty())
            showDetails(m_context.theme, m_shown.text, m_shown.detail, parentWidget());
    });
    column->addWidget(m_undo, 0, Qt::AlignHCenter);
    column->addWidget(m_toast, 0, Qt::AlignHCenter);

    m_leaving.setSingleShot(true);
    m_leaving.setInterval(ShownMs);
    connect(&m_leaving, &QTimer::timeout, this, [this] {
        m_toast->hide();
        place();
    });
    m_undoLeaving.setSingleShot(true);
    m_undoLeaving.setInterval(UndoShownMs);
    connect(&m_undoLeaving, &QTimer::timeout, this, [this] {
        m_undo->hide();
        place();
    });
    connect(&m_context.toasts, &Toasts::shown, this, &ToastHost::showToast);
    connect(&m_context.undo, &UndoCenter::changed, this, &ToastHost::showUndo);
    connect(&m_context.ticker, &Ticker::ticked, this, &ToastHost::countDown);
    hide();
}

void ToastHost::showToast(const Toast &toast)
{
    m_shown = toast;
    m_icon->setPixmap(m_context.theme.pixmap(toneIcon(toast.tone), 16, m_context.theme.toneColor(toast.tone)));
    m_text->setText(toast.text);
    m_text->setAccessibleName(toast.text);
    const QString action = !toast.actionText.isEmpty() ? toast.actionText : toast.detail.isEmpty() ? QString() : tr("Details");
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_toast->show();
    m_leaving.start();
    place();
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ToastHost::showUndo()
{
    const UndoCenter::Entry *entry = m_context.undo.top();
    // What can be undone for ever needs no bar; Ctrl+Z still reaches it.
    const bool counted = entry && entry->until.isValid();
    if (!counted) {
        m_undo->hide();
    } else if (entry->id != m_undoShown) {
        m_undoShown = entry->id;
        m_undoText->setText(entry->text);
        m_undo->show();
        m_undoLeaving.start();
    }
    countDown();
    place();
}

void ToastHost::countDown()
{
    const UndoCenter::Entry *entry = m_context.undo.top();
    if (!entry || !entry->until.isValid())
        return;
    const qint64 left = std::max<qint64>(0, m_context.ticker.now().secsTo(entry->until));
    //: %1 is a countdown such as 0:27
    m_undoButton->setText(tr("Undo %1").arg(countdownText(left)));
}

void ToastHost::place()
{
    const bool any = m_toast->isVisibleTo(this) || m_undo->isVisibleTo(this);
    setVisible(any);
    if (!any)
        return;
    // Texts may just have changed; what stands within must know its size first.
    for (QWidget *box : {m_toast, m_undo}) {
        box->layout()->activate();
        box->updateGeometry();
    }
    layout()->invalidate();
    layout()->activate();
    const QSize wanted = layout()->sizeHint();
    const int width = std::min(wanted.width(), parentWidget()->width() - 32);
    const int top = m_head->mapTo(parentWidget(), QPoint(0, m_head->height())).y();
    setGeometry((parentWidget()->width() - width) / 2, top + Gap, width, wanted.height());
    raise();
}

bool ToastHost::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move) // a banner came or went
        place();
    return QWidget::eventFilter(watched, event);
}

void ToastHost::enterEvent(QEnterEvent *event)
{
    QWidget::enterEvent(event);
    m_leaving.stop();
}

void ToastHost::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    if (m_toast->isVisible())
        m_leaving.start();
}

} // namespace hs::ui
