#include "ui/records/page_preview.h"

#include <vector>

#include <QPointer>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>

#include "ui/lists/link_opener.h"

namespace hs::ui {

namespace {

constexpr int ParagraphGap = 7;

/// QTextBrowser's own would look for files.
class StillDocument final : public QTextDocument {
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

struct PagePiece {
    int from;
    int length;
    QTextCharFormat format;
};

std::vector<PagePiece> piecesOf(const QTextDocument &document)
{
    std::vector<PagePiece> pieces;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            if (const QTextFragment piece = it.fragment(); piece.isValid())
                pieces.push_back({piece.position(), piece.length(), piece.charFormat()});
        }
    }
    return pieces;
}

} // namespace

PagePreview::PagePreview(ViewContext &context, QWidget *parent) : QTextBrowser(parent), m_context(context)
{
    setOpenLinks(false);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { askToOpen(m_context, window(), url.toString()); });
    connect(&context.theme, &Theme::changed, this, &PagePreview::render);
    render();
}

void PagePreview::showMarkdown(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    render();
}

void PagePreview::render()
{
    auto *page = new StillDocument(this);
    page->setUndoRedoEnabled(false);
    page->setDefaultFont(m_context.theme.font(TextStyle::Body));
    // People end lines where they mean it; Markdown would join them.
    QString marked = m_text;
    marked.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    marked.replace(QLatin1String("\n"), QLatin1String("  \n"));
    page->setMarkdown(marked, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    // Before the document is laid out, which would look for its pictures; from behind, so that the places in front stay.
    const std::vector<PagePiece> pieces = piecesOf(*page);
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
        const bool picture = piece->format.isImageFormat();
        if (!picture && !piece->format.isAnchor())
            continue;
        QTextCursor cursor(page);
        cursor.setPosition(piece->from);
        cursor.setPosition(piece->from + piece->length, QTextCursor::KeepAnchor);
        QTextCharFormat link;
        link.setForeground(m_context.theme.color(Token::Accent));
        link.setFontUnderline(true);
        if (!picture) {
            cursor.mergeCharFormat(link);
            continue;
        }
        link.setAnchor(true);
        link.setAnchorHref(piece->format.toImageFormat().name());
        //: In the place of a picture. %1 the words that describe it
        cursor.insertText(tr("[Picture: %1]").arg(piece->format.stringProperty(QTextFormat::ImageAltText)), link);
    }
    for (QTextBlock block = page->begin(); block.isValid(); block = block.next()) {
        QTextCursor line(block);
        if (block.textList() || line.currentTable() || !block.next().isValid())
            continue;
        QTextBlockFormat apart; // paragraphs stand apart
        apart.setBottomMargin(m_context.theme.scaled(ParagraphGap));
        line.mergeBlockFormat(apart);
    }
    const int top = verticalScrollBar()->value();
    const QPointer<QTextDocument> before = document(); // the browser itself deletes only its very first one
    setDocument(page);
    if (before)
        before->deleteLater();
    verticalScrollBar()->setValue(top);
}

} // namespace hs::ui
