#include "ui/conversations/message_text.h"

#include <cmath>

#include <QTextBlock>
#include <QTextCursor>

namespace hs::ui {

QVariant MessageDocument::loadResource(int, const QUrl &)
{
    return {};
}

MessageCache::MessageCache(const Theme &theme, int entries)
    : m_theme(theme), m_documents(entries)
{
}

QTextDocument &MessageCache::document(const QString &text, int width, Qt::LayoutDirection direction)
{
    return cached(text, width, direction, false);
}

QTextDocument &MessageCache::plain(const QString &text, int width)
{
    return cached(text, width, Qt::LeftToRight, true);
}

int MessageCache::idealWidth(const QString &text, int width, Qt::LayoutDirection direction)
{
    return std::min(width, int(std::ceil(document(text, width, direction).idealWidth())) + 1);
}

QTextDocument &MessageCache::cached(const QString &text, int width, Qt::LayoutDirection direction, bool plain)
{
    if (m_revision != m_theme.revision()) {
        m_revision = m_theme.revision();
        m_documents.clear();
    }
    const QString key = text + QChar(0x1f) + QString::number(width) + (plain ? QLatin1Char('p') : QLatin1Char('m'))
                        + (direction == Qt::RightToLeft ? QLatin1Char('r') : QLatin1Char('l'));
    if (QTextDocument *known = m_documents.object(key))
        return *known;

    auto document = std::make_unique<MessageDocument>();
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(0);
    document->setDefaultFont(m_theme.font(plain ? TextStyle::Mono : TextStyle::Body));
    QTextOption option;
    option.setTextDirection(direction);
    option.setAlignment(Qt::AlignLeading);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document->setDefaultTextOption(option);
    if (plain) {
        document->setPlainText(text);
    } else {
        // People end lines where they mean it; Markdown would join them.
        QString marked = text;
        marked.replace(QLatin1String("\r\n"), QLatin1String("\n"));
        marked.replace(QLatin1String("\n"), QLatin1String("  \n"));
        document->setMarkdown(marked, QTextDocument::MarkdownNoHTML);
    }
    QTextCursor cursor(document.get());
    cursor.select(QTextCursor::Document);
    QTextCharFormat ink;
    ink.setForeground(m_theme.color(Token::Text));
    cursor.mergeCharFormat(ink);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextCursor line(block);
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(plain ? 130 : 140, QTextBlockFormat::ProportionalHeight);
        if (format.headingLevel() > 0) { // a message is no document: headings are strong lines
            QTextCharFormat strong;
            strong.setFontWeight(QFont::DemiBold);
            strong.setProperty(QTextFormat::FontSizeAdjustment, 0);
            line.select(QTextCursor::BlockUnderCursor);
            line.mergeCharFormat(strong);
        }
        if (!plain && block.next().isValid() && !block.textList())
            format.setBottomMargin(m_theme.scaled(7)); // paragraphs stand apart
        line.setBlockFormat(format);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment piece = it.fragment();
            if (!piece.charFormat().isAnchor())
                continue;
            QTextCursor link(document.get());
            link.setPosition(piece.position());
            link.setPosition(piece.position() + piece.length(), QTextCursor::KeepAnchor);
            QTextCharFormat look;
            look.setForeground(m_theme.color(Token::Accent));
            look.setFontUnderline(true);
            link.mergeCharFormat(look);
        }
    }
    document->setTextWidth(width);
    QTextDocument *raw = document.release();
    m_documents.insert(key, raw);
    return *raw;
}

} // namespace hs::ui
