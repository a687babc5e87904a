#pragma once

#include <memory>

#include <QCache>
#include <QTextDocument>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Text of clients and agents as a document. It is read as Markdown without
/// HTML, and nothing is ever loaded for it: no picture, no style sheet, no file.
class MessageDocument final : public QTextDocument {
    Q_OBJECT
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

/// Laid-out messages by text and width, so that scrolling lays out nothing twice.
/// Emptied by itself when the theme changes.
class MessageCache {
public:
    explicit MessageCache(const Theme &theme, int entries = 400);

    /// Laid out at most `width` wide, in body text of the theme's colour. The
    /// document lives until the cache lets it go: use it at once.
    [[nodiscard]] QTextDocument &document(const QString &text, int width, Qt::LayoutDirection direction);
    /// The same in fixed-width letters and without Markdown, for data.
    [[nodiscard]] QTextDocument &plain(const QString &text, int width);
    /// Widest line of the text, at most `width`.
    [[nodiscard]] int idealWidth(const QString &text, int width, Qt::LayoutDirection direction);

private:
    QTextDocument &cached(const QString &text, int width, Qt::LayoutDirection direction, bool plain);

    const Theme &m_theme;
    quint64 m_revision = 0;
    QCache<QString, QTextDocument> m_documents;
};

} // namespace hs::ui
