#pragma once

#include <memory>
#include <vector>

#include <QCache>
#include <QTextLayout>

#include "engine/api/knowledge.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// How marks look, in lists and in the document: a word that was asked for is bold on a ground, the sentence that is nearest in
/// meaning has a broken line below it; so both can be told apart without colour, also where they meet.
[[nodiscard]] QTextCharFormat wordMarkFormat(const Theme &theme);
[[nodiscard]] QTextCharFormat meaningMarkFormat(const Theme &theme);
/// Of the given length of text; ranges that lie outside are cut or left out.
[[nodiscard]] QList<QTextLayout::FormatRange> markFormats(const std::vector<api::KnowledgeRange> &marks, int length, const Theme &theme);

/// Passages laid out once for a width, with a window of lines about their first mark. GUI thread.
class MarkedTextCache {
public:
    struct Laid {
        QTextLayout layout;
        int firstLine = 0; ///< of those that are shown
        int lines = 0;
        qreal top = 0;     ///< of the first shown line within the layout
        qreal height = 0;  ///< of the shown lines
    };

    explicit MarkedTextCache(const Theme &theme, int entries = 400);
    [[nodiscard]] std::shared_ptr<const Laid> laid(const api::KnowledgePassage &passage, int width, int maxLines, Qt::LayoutDirection direction);

private:
    const Theme &m_theme;
    quint64 m_revision = 0;
    QCache<QString, std::shared_ptr<const Laid>> m_cache;
};

} // namespace hs::ui
