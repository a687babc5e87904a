#include "ui/designer/text_pane.h"

#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

namespace hs::ui {

namespace {

/// Colours of JSON: keys, texts, numbers and words.
class JsonHighlighter final : public QSyntaxHighlighter {
public:
    JsonHighlighter(const Theme &theme, QTextDocument *document) : QSyntaxHighlighter(document), m_theme(theme) {}

protected:
    void highlightBlock(const QString &text) override
    {
        static const QRegularExpression piece(
            QStringLiteral("(\"(?:[^\"\\\\]|\\\\.)*\"?)(\\s*:)?|(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|\\b(true|false|null)\\b"));
        auto all = piece.globalMatch(text);
        while (all.hasNext()) {
            const auto match = all.next();
            Token token = Token::Info;
            if (match.capturedStart(1) >= 0)
                token = match.capturedStart(2) >= 0 ? Token::Accent : Token::Ok;
            else if (match.capturedStart(4) >= 0)
                token = Token::Warn;
            const int group = match.capturedStart(1) >= 0 ? 1 : 0;
            setFormat(int(match.capturedStart(group)), int(match.capturedLength(group)), m_theme.color(token));
        }
    }

private:
    const Theme &m_theme;
};

class LineNumbers final : public QWidget {
public:
    explicit LineNumbers(TextPane &pane) : QWidget(&pane), m_pane(pane) {}
    [[nodiscard]] QSize sizeHint() const override { return {m_pane.numberWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_pane.paintNumbers(event); }

private:
    TextPane &m_pane;
};

/// The document's text without Qt's own separators; hard spaces stay what they are.
QString rawText(const QTextDocument &document)
{
    QString text = document.toRawText();
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    return text;
}

} // namespace

TextPane::TextPane(const Theme &theme, DesignModel &model, QWidget *parent) : QPlainTextEdit(parent), m_theme(theme), m_model(model)
{
    m_numbers = new LineNumbers(*this);
    setProperty("kind", QStringLiteral("plain"));
    setAccessibleName(tr("Text of the workflow"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false); // the model has one way back for picture and text
    setTabChangesFocus(true);
    auto *highlighter = new JsonHighlighter(theme, document());
    connect(&theme, &Theme::changed, this, [this, highlighter] {
        restyle();
        highlighter->rehighlight();
        mark();
    });
    connect(&model, &DesignModel::opened, this, &TextPane::takeText);
    connect(&model, &DesignModel::textReplaced, this, &TextPane::takeChange);
    connect(&model, &DesignModel::chartChanged, this, &TextPane::mark);
    connect(&model, &DesignModel::selectionChanged, this, [this] {
        mark();
        if (m_choosing)
            return;
        // Chosen in the picture: the text comes along, the cursor stays with who types.
        for (const QTextEdit::ExtraSelection &selection : extraSelections()) {
            if (selection.format.background().style() != Qt::NoBrush && !hasFocus()) {
                QTextCursor cursor = selection.cursor;
                cursor.setPosition(cursor.selectionStart());
                const QSignalBlocker quiet(this);
                setTextCursor(cursor);
                centerCursor();
                break;
            }
        }
        m_numbers->update();
    });
    connect(document(), &QTextDocument::contentsChange, this, &TextPane::tellChange);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &TextPane::chooseAtCursor);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { setViewportMargins(numberWidth(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int scrolled) {
        if (scrolled != 0)
            m_numbers->scroll(0, scrolled);
        else
            m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
    });
    restyle();
}

void TextPane::restyle()
{
    setFont(m_theme.font(TextStyle::Mono));
    document()->setDefaultFont(m_theme.font(TextStyle::Mono));
    m_numbers->setFont(m_theme.font(TextStyle::Mono));
    setViewportMargins(numberWidth(), 0, 0, 0);
}

void TextPane::takeText()
{
    m_telling = true;
    setPlainText(m_model.text());
    m_telling = false;
    moveCursor(QTextCursor::Start);
}

void TextPane::takeChange(int at, int removed, const QString &added)
{
    m_telling = true;
    QTextCursor cursor(document());
    cursor.setPosition(at);
    cursor.setPosition(at + removed, QTextCursor::KeepAnchor);
    cursor.insertText(added);
    m_telling = false;
}

void TextPane::tellChange(int at, int removed, int added)
{
    if (m_telling)
        return;
    // Qt counts a last separator that is not in the text when the whole of it changes.
    const QString now = rawText(*document());
    const int before = int(m_model.text().size());
    removed = std::min(removed, before - at);
    added = std::min(added, int(now.size()) - at);
    const QString piece = now.mid(at, added);
    if (before - removed + added != now.size()) {
        m_model.typed(0, before, now);
        return;
    }
    m_model.typed(at, removed, piece);
}

void TextPane::chooseAtCursor()
{
    mark();
    if (m_telling || m_model.isPictureOld() || !hasFocus())
        return;
    m_choosing = true;
    m_model.select(m_model.itemAt(textCursor().position()));
    m_choosing = false;
}

void TextPane::goTo(int offset)
{
    QTextCursor cursor(document());
    cursor.setPosition(std::clamp(offset, 0, document()->characterCount() - 1));
    setTextCursor(cursor);
    centerCursor();
    setFocus(Qt::OtherFocusReason);
    chooseAtCursor();
}

void TextPane::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    const auto add = [&](const api::TextRange &range, const QTextCharFormat &format) {
        const int most = document()->characterCount() - 1;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(std::clamp(range.offset, 0, most));
        selection.cursor.setPosition(std::clamp(range.offset + std::max(1, range.length), 0, most), QTextCursor::KeepAnchor);
        selection.format = format;
        marks.append(selection);
    };
    if (!m_model.isPictureOld() && !m_model.selected().isEmpty()) {
        QTextCharFormat chosen;
        chosen.setBackground(m_theme.color(Token::Selected));
        for (const auto &state : m_model.chart().states) {
            if (state.pointer == m_model.selected())
                add(state.range, chosen);
        }
        for (const auto &transition : m_model.chart().transitions) {
            if (transition.pointer == m_model.selected())
                add(transition.range, chosen);
        }
    }
    for (const auto &finding : m_model.findings()) {
        QTextCharFormat wave;
        wave.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.setUnderlineColor(m_theme.color(finding.error ? Token::Danger : Token::Warn));
        wave.setToolTip(finding.message);
        add(finding.range, wave);
    }
    setExtraSelections(marks);
    m_numbers->update();
}

bool TextPane::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            key->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void TextPane::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo)) {
        Q_EMIT undoWanted();
        return;
    }
    if (event->matches(QKeySequence::Redo)) {
        Q_EMIT redoWanted();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier) {
        // The next line begins where this one does.
        const QString line = textCursor().block().text();
        qsizetype blank = 0;
        while (blank < line.size() && line[blank].isSpace())
            ++blank;
        textCursor().insertText(QLatin1Char('\n') + line.left(std::min<qsizetype>(blank, textCursor().positionInBlock())));
        ensureCursorVisible();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

int TextPane::numberWidth() const
{
    const int digits = int(QString::number(std::max(1, blockCount())).size());
    return QFontMetrics(m_theme.font(TextStyle::Mono)).horizontalAdvance(QLatin1Char('9')) * digits + 22;
}

void TextPane::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    const QRect rect = contentsRect();
    m_numbers->setGeometry(rect.left(), rect.top(), numberWidth(), rect.height());
}

void TextPane::paintNumbers(QPaintEvent *event)
{
    QPainter painter(m_numbers);
    painter.setFont(m_theme.font(TextStyle::Mono));
    const int here = textCursor().blockNumber();
    QTextBlock block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const double height = blockBoundingRect(block).height();
        if (block.isVisible() && top + height >= event->rect().top()) {
            bool error = false;
            bool warning = false;
            for (const auto &finding : m_model.findings()) {
                if (finding.range.line == block.blockNumber() + 1)
                    (finding.error ? error : warning) = true;
            }
            if (error || warning) {
                const QPixmap sign = m_theme.pixmap(error ? QStringLiteral("circle-alert") : QStringLiteral("triangle-alert"), 11, error ? Token::Danger : Token::Warn);
                painter.drawPixmap(QPointF(2, top + (height - 11) / 2), sign);
            }
            painter.setPen(m_theme.color(block.blockNumber() == here ? Token::Text : Token::Text3));
            painter.drawText(QRectF(0, top, m_numbers->width() - 8, height), int(Qt::AlignRight | Qt::AlignVCenter), QString::number(block.blockNumber() + 1));
        }
        top += height;
        block = block.next();
    }
}

} // namespace hs::ui
