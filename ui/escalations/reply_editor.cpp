#include "ui/escalations/reply_editor.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QTextBrowser>
#include <QTextCursor>

namespace hs::ui {

namespace {

constexpr int MarkingPauseMs = 120;

} // namespace

ReplyEditor::ReplyEditor(ViewContext &context, QWidget *parent)
    : QStackedWidget(parent), m_context(context), m_field(new QPlainTextEdit), m_marked(new QTextBrowser)
{
    m_field->setTabChangesFocus(true);
    m_field->setAccessibleName(tr("Proposed reply"));
    m_field->setPlaceholderText(tr("Write the reply to the client"));
    m_field->installEventFilter(this);
    m_marked->setAccessibleName(tr("Proposed reply with changes marked"));
    m_marked->setOpenLinks(false);
    m_marked->setFocusPolicy(Qt::NoFocus); // the field takes the focus; this only shows
    m_marked->viewport()->installEventFilter(this);
    m_marked->viewport()->setCursor(Qt::IBeamCursor);
    addWidget(m_field);
    addWidget(m_marked);
    setFocusProxy(m_field);

    m_marking.setSingleShot(true);
    m_marking.setInterval(MarkingPauseMs);
    connect(&m_marking, &QTimer::timeout, this, &ReplyEditor::markAdded);
    connect(m_field, &QPlainTextEdit::textChanged, this, [this] {
        if (m_setting)
            return;
        m_marking.start();
        Q_EMIT edited();
    });
    connect(&m_context.theme, &Theme::changed, this, [this] {
        markAdded();
        renderDifference();
    });
}

void ReplyEditor::setProposal(const QString &proposal)
{
    if (m_proposal == proposal)
        return;
    m_proposal = proposal;
    markAdded();
    renderDifference();
}

void ReplyEditor::setText(const QString &text)
{
    if (m_field->toPlainText() == text)
        return;
    m_setting = true;
    m_field->setPlainText(text);
    m_setting = false;
    markAdded();
    renderDifference();
    if (!m_field->hasFocus())
        showDifference(isEdited());
}

void ReplyEditor::setReadOnly(bool readOnly)
{
    if (m_field->isReadOnly() == readOnly)
        return;
    m_field->setReadOnly(readOnly);
    m_marked->viewport()->setCursor(readOnly ? Qt::ArrowCursor : Qt::IBeamCursor);
    renderDifference();
}

QString ReplyEditor::text() const
{
    return m_field->toPlainText();
}

bool ReplyEditor::isEdited() const
{
    return text() != m_proposal;
}

QWidget *ReplyEditor::field() const
{
    return m_field;
}

bool ReplyEditor::showsDifference() const
{
    return currentWidget() == m_marked;
}

void ReplyEditor::showDifference(bool on)
{
    if (on) {
        renderDifference();
        setCurrentWidget(m_marked);
    } else {
        setCurrentWidget(m_field);
    }
}

void ReplyEditor::markAdded()
{
    m_marking.stop();
    QList<QTextEdit::ExtraSelection> marks;
    if (isEdited() && !m_proposal.isEmpty()) {
        int at = 0;
        for (const DiffPiece &piece : wordDiff(m_proposal, text())) {
            if (piece.kind == DiffPiece::Kind::Removed)
                continue;
            const int size = int(piece.text.size());
            if (piece.kind == DiffPiece::Kind::Added) {
                QTextEdit::ExtraSelection mark;
                mark.format.setBackground(m_context.theme.color(Token::OkSoft));
                mark.cursor = QTextCursor(m_field->document());
                mark.cursor.setPosition(at);
                mark.cursor.setPosition(at + size, QTextCursor::KeepAnchor);
                marks << mark;
            }
            at += size;
        }
    }
    m_field->setExtraSelections(marks);
}

void ReplyEditor::renderDifference()
{
    m_pieces = wordDiff(m_proposal, text());
    QTextDocument *document = m_marked->document();
    document->clear();
    document->setDocumentMargin(m_field->document()->documentMargin());
    QTextCursor cursor(document);
    for (const DiffPiece &piece : m_pieces) {
        QTextCharFormat format;
        format.setForeground(m_context.theme.color(Token::Text));
        if (piece.kind == DiffPiece::Kind::Removed) {
            format.setForeground(m_context.theme.color(Token::Text3));
            format.setFontStrikeOut(true);
        } else if (piece.kind == DiffPiece::Kind::Added && !m_proposal.isEmpty()) {
            format.setBackground(m_context.theme.color(Token::OkSoft));
        }
        cursor.insertText(piece.text, format);
    }
    m_marked->moveCursor(QTextCursor::Start);
    // A text browser counts as read-only and would look so, though a click edits it.
    const Token ground = m_field->isReadOnly() ? Token::Sunken : Token::Surface;
    const QString look = QStringLiteral("QTextBrowser { background: %1 }").arg(m_context.theme.color(ground).name());
    if (m_marked->styleSheet() != look)
        m_marked->setStyleSheet(look);
}

bool ReplyEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field) {
        if (event->type() == QEvent::FocusOut) {
            const auto reason = static_cast<QFocusEvent *>(event)->reason();
            if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
                showDifference(isEdited() && !m_proposal.isEmpty());
        } else if (event->type() == QEvent::FocusIn) {
            showDifference(false);
        } else if (event->type() == QEvent::KeyPress) {
            const auto *key = static_cast<QKeyEvent *>(event);
            const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
            if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
                Q_EMIT approveWanted();
                return true;
            }
        }
    } else if (watched == m_marked->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && !m_marked->textCursor().hasSelection() && !m_field->isReadOnly()) {
            const int shown = m_marked->cursorForPosition(mouse->pos()).position();
            const int at = positionInAfter(m_pieces, shown);
            showDifference(false);
            QTextCursor cursor = m_field->textCursor();
            cursor.setPosition(at);
            m_field->setTextCursor(cursor);
            m_field->setFocus(Qt::MouseFocusReason);
            return true;
        }
    }
    return QStackedWidget::eventFilter(watched, event);
}

} // namespace hs::ui
