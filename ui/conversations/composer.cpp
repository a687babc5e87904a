#include "ui/conversations/composer.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QAccessible>
#include <QButtonGroup>
#include <QCompleter>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QTextBlock>
#include <QTextLayout>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/conversations/thread_item_layout.h"
#include "ui/thinking/chip_button.h"
#include "ui/thinking/column.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int FewestLines = 2;
constexpr int MostLines = 8;
constexpr int WideEnough = 460; ///< from here on the agent's help has words, not a sign alone

QStringList localFilesOf(const QMimeData *source)
{
    QStringList files;
    for (const QUrl &url : source->urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent)
    : QPlainTextEdit(parent), m_commandModel(new QStringListModel(this)), m_completer(new QCompleter(m_commandModel, this))
{
    setProperty("kind", QStringLiteral("plain"));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchStartsWith);
    m_completer->setMaxVisibleItems(8);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, [this](const QString &chosen) {
        setPlainText(chosen.section(QLatin1Char('\t'), 0, 0));
        moveCursor(QTextCursor::End);
    });
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::fitHeight);
    fitHeight();
}

void ComposerEdit::setCommands(const QStringList &commands)
{
    m_commandModel->setStringList(commands);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return (m_takesFiles && !localFilesOf(source).isEmpty()) || QPlainTextEdit::canInsertFromMimeData(source);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    const QStringList files = m_takesFiles ? localFilesOf(source) : QStringList();
    if (files.isEmpty())
        QPlainTextEdit::insertFromMimeData(source);
    else
        Q_EMIT filesGiven(files);
}

void ComposerEdit::fitHeight()
{
    const int line = fontMetrics().lineSpacing();
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < MostLines; block = block.next())
        lines += std::max(1, block.layout() ? block.layout()->lineCount() : 1);
    lines = std::clamp(lines, FewestLines, MostLines);
    setFixedHeight(lines * line + 2 * int(document()->documentMargin()) + 2);
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fitHeight();
}

void ComposerEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    if (m_completer->popup()->isVisible()) {
        switch (event->key()) {
        case Qt::Key_Enter:
        case Qt::Key_Return:
        case Qt::Key_Escape:
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            event->ignore(); // the list of commands takes them
            return;
        default:
            break;
        }
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        Q_EMIT sendAsked();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (!event->text().isEmpty())
        offerCommands();
}

void ComposerEdit::offerCommands()
{
    const QString typed = toPlainText();
    if (m_commandModel->rowCount() == 0 || typed.isEmpty() || typed.contains(QLatin1Char('\n')) || typed.contains(QLatin1Char(' '))) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(typed);
    if (m_completer->completionCount() == 0) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setLeft(0);
    place.setWidth(std::max(width(), m_completer->popup()->sizeHintForColumn(0) + 32));
    m_completer->complete(place);
}

Composer::Composer(ViewContext &context, QWidget *parent)
    : QFrame(parent), m_context(context)
{
    setObjectName(QStringLiteral("composer"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 8, 8);
    layout->setSpacing(4);

    m_switch = new QWidget(this);
    auto *switchRow = new QHBoxLayout(m_switch);
    switchRow->setContentsMargins(0, 0, 0, 0);
    switchRow->setSpacing(10);
    m_reply = makeButton(tr("Reply"), ButtonKind::Tab, context.theme, m_switch);
    m_note = makeButton(tr("Note"), ButtonKind::Tab, context.theme, m_switch);
    m_note->setToolTip(tr("Only colleagues see a note; it is never sent."));
    auto *group = new QButtonGroup(this);
    for (QPushButton *button : {m_reply, m_note}) {
        button->setCheckable(true);
        group->addButton(button);
        switchRow->addWidget(button);
    }
    m_state = makeLabel({}, TextStyle::Caption, Token::Text3, m_switch);
    switchRow->addStretch(1);
    switchRow->addWidget(m_state);
    layout->addWidget(m_switch);

    m_edit = new ComposerEdit(this);
    m_edit->installEventFilter(this);
    layout->addWidget(m_edit);

    m_files = new QWidget(this);
    new FlowLayout(m_files, 6, 4);
    m_files->hide();
    layout->addWidget(m_files);
    m_fileNote = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_fileNote->hide();
    layout->addWidget(m_fileNote);

    auto *row = new QHBoxLayout;
    row->setSpacing(2);
    m_attach = makeIconButton(QStringLiteral("paperclip"), tr("Attach a file"), context.theme, this);
    m_macros = makeIconButton(QStringLiteral("text-quote"), tr("Insert a macro"), context.theme, this);
    m_draft = makeButton({}, ButtonKind::Quiet, context.theme, this, QStringLiteral("wand-sparkles"));
    m_draft->setMinimumWidth(context.theme.size("hitMin")); // its words give way, not the dock
    row->addWidget(m_attach);
    row->addWidget(m_macros);
    row->addWidget(m_draft);
    row->addStretch(1);
    setAcceptDrops(true);
    m_send = makeButton(tr("Send"), ButtonKind::Primary, context.theme, this, QStringLiteral("send"));
    m_more = makeIconButton(QStringLiteral("chevron-up"), tr("More ways to send"), context.theme, this);
    connect(m_more, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(m_context.theme.icon(QStringLiteral("check")), tr("Send and close"), this, [this] { send(After::Close); });
        menu->addAction(m_context.theme.icon(QStringLiteral("alarm-clock")), tr("Send and snooze…"), this,
                        [this] { send(After::Snooze); });
        menu->popup(m_more->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
    });
    row->addWidget(m_more);
    row->addWidget(m_send);
    layout->addLayout(row);

    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(DraftMs);
    connect(&m_draftTimer, &QTimer::timeout, this, [this] { Q_EMIT draftChanged(text(), m_mode == Mode::Note); });
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        updateSend();
        if (m_loading)
            return;
        // Not restarted by each key: whoever types without pause is saved too.
        if (!m_draftTimer.isActive())
            m_draftTimer.start();
        m_state->clear();
        Q_EMIT textEdited();
    });
    connect(m_attach, &QToolButton::clicked, this, &Composer::attachAsked);
    connect(m_macros, &QToolButton::clicked, this, &Composer::macrosAsked);
    connect(m_draft, &QPushButton::clicked, this, &Composer::draftAsked);
    connect(m_edit, &ComposerEdit::filesGiven, this, &Composer::filesGiven);
    connect(m_edit, &ComposerEdit::sendAsked, this, [this] { send(After::Stay); });
    connect(m_send, &QPushButton::clicked, this, [this] { send(After::Stay); });
    connect(m_reply, &QPushButton::clicked, this, [this] { setMode(Mode::Reply); });
    connect(m_note, &QPushButton::clicked, this, [this] { setMode(Mode::Note); });
    connect(&context.theme, &Theme::changed, this, &Composer::applyMode);
    applyMode();
    updateSend();
}

void Composer::load(const QString &words, bool note)
{
    m_draftTimer.stop();
    m_loading = true;
    m_edit->setPlainText(words);
    m_edit->moveCursor(QTextCursor::End);
    m_mode = note && !m_agentTalk ? Mode::Note : Mode::Reply;
    m_state->setText(words.isEmpty() ? QString() : tr("Your draft"));
    applyMode();
    updateSend();
    m_loading = false;
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    applyMode();
    updateSend();
    if (!isEmpty() && !m_draftTimer.isActive())
        m_draftTimer.start();
    m_edit->setFocus();
}

void Composer::clear()
{
    load({}, m_mode == Mode::Note);
}

void Composer::flush()
{
    if (!m_draftTimer.isActive())
        return;
    m_draftTimer.stop();
    Q_EMIT draftChanged(text(), m_mode == Mode::Note);
}

void Composer::setAgentTalk(bool agentTalk, const QStringList &commands)
{
    m_agentTalk = agentTalk;
    m_edit->setCommands(commands);
    if (agentTalk)
        m_mode = Mode::Reply;
    applyMode();
    updateSend();
}

void Composer::setPlaceholder(const QString &reply)
{
    m_replyHint = reply;
    applyMode();
}

void Composer::setBusy(bool busy)
{
    m_busy = busy;
    updateSend();
}

void Composer::setDraftState(const QString &words)
{
    m_state->setText(words);
}

void Composer::insert(const QString &words)
{
    m_edit->insertPlainText(words);
    m_edit->setFocus();
}

void Composer::setAttachments(const QJsonArray &attachments)
{
    if (m_attachments == attachments)
        return;
    m_attachments = attachments;
    emptyColumn(m_files->layout());
    for (const QJsonValue &value : attachments) {
        const api::Attachment file = attachmentOf(value);
        QPushButton *chip = makeChipButton(m_context.theme, attachmentText(file), QStringLiteral("x"), m_files);
        //: %1 is a file with its size
        chip->setAccessibleName(tr("Remove the attachment %1").arg(attachmentText(file)));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &QPushButton::clicked, this, [this, id = file.id] { Q_EMIT detachAsked(id); }, Qt::QueuedConnection);
        m_files->layout()->addWidget(chip);
        chip->show();
    }
    m_files->setVisible(!attachments.isEmpty());
}

void Composer::setFileNote(const QString &words, bool trouble)
{
    setLabelStyle(m_fileNote, TextStyle::Small, trouble ? Token::Danger : Token::Text2);
    m_fileNote->setText(words);
    m_fileNote->setAccessibleName(words);
    m_fileNote->setVisible(!words.isEmpty());
    if (words.isEmpty() || !trouble)
        return;
    QAccessibleEvent alert(m_fileNote, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Composer::setDraftHelp(const QString &words, const QString &reason)
{
    m_draftWords = words;
    m_draft->setEnabled(reason.isEmpty());
    m_draft->setToolTip(reason.isEmpty() ? words : reason);
    m_draft->setAccessibleName(words);
    applyMode();
    fitDraft();
}

void Composer::fitDraft()
{
    m_draft->setText(width() >= m_context.theme.scaled(WideEnough) ? QString(m_draftWords).replace(QLatin1Char('&'), QLatin1String("&&"))
                                                                   : QString());
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitDraft();
}

void Composer::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_agentTalk && !localFilesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void Composer::dropEvent(QDropEvent *event)
{
    const QStringList files = localFilesOf(event->mimeData());
    if (m_agentTalk || files.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT filesGiven(files);
}

void Composer::applyMode()
{
    const bool note = m_mode == Mode::Note;
    m_attach->setVisible(!m_agentTalk);
    m_macros->setVisible(!m_agentTalk);
    m_draft->setVisible(!m_agentTalk && !note && !m_draftWords.isEmpty());
    m_edit->setTakesFiles(!m_agentTalk);
    m_reply->setChecked(!note);
    m_note->setChecked(note);
    m_note->setVisible(!m_agentTalk);
    m_reply->setVisible(!m_agentTalk);
    m_more->setVisible(!note && !m_agentTalk);
    const Theme &theme = m_context.theme;
    const bool focused = m_edit->hasFocus();
    const QColor ground = theme.color(note ? Token::WarnSoft : Token::Surface);
    const QColor border = focused ? theme.color(Token::Accent) : theme.color(note ? Token::Warn : Token::ControlBorder);
    setStyleSheet(QStringLiteral("#composer { background: %1; border: %2px solid %3; border-radius: %4px; }")
                      .arg(ground.name(), QString::number(focused ? 2 : 1), border.name(),
                           QString::number(int(theme.radius("card")))));
    const QString hint = note ? tr("Internal note: only colleagues see it") : m_replyHint;
    m_edit->setPlaceholderText(hint);
    m_edit->setAccessibleName(note ? tr("Internal note") : tr("Reply"));
    m_edit->setAccessibleDescription(hint);
    m_send->setText(note ? tr("Add note") : tr("Send"));
    m_send->setAccessibleName(m_send->text());
    m_send->setIcon(theme.icon(note ? QStringLiteral("notebook-pen") : QStringLiteral("send"), Token::OnAccent));
    m_send->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
}

void Composer::updateSend()
{
    const bool can = !m_busy && !isEmpty();
    m_send->setEnabled(can);
    m_more->setEnabled(can);
}

void Composer::send(After after)
{
    if (m_busy || isEmpty())
        return;
    m_draftTimer.stop();
    Q_EMIT sendAsked(after);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        QMetaObject::invokeMethod(this, &Composer::applyMode, Qt::QueuedConnection);
        if (event->type() == QEvent::FocusOut)
            flush();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace hs::ui
