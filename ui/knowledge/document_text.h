#pragma once

#include <vector>

#include <QTextCursor>
#include <QTextDocument>

#include "engine/api/knowledge.h"
#include "ui/knowledge/marked_text.h"

namespace hs::ui {

/// A document's text as it is laid out: headings, lists, tables and code, plain text throughout (never HTML), one passage in it
/// marked. Of a long document a part about the passage is laid out, so that a window opens at once. GUI thread.
class DocumentText {
public:
    static constexpr qint64 MostUnits = 120'000; ///< UTF-16 units that are laid out at once

    struct Mark {
        qint64 start = -1, end = -1;           ///< of the passage; -1: none
        std::vector<api::KnowledgeRange> marks; ///< within it
    };

    /// Writes into `into`, about `around` (a place in the text; it lies in the part that is shown).
    void write(const api::KnowledgeText &text, const Mark &mark, qint64 around, const Theme &theme, QTextDocument &into);

    [[nodiscard]] qint64 from() const { return m_from; } ///< the part of the text that is shown
    [[nodiscard]] qint64 to() const { return m_to; }
    [[nodiscard]] bool cutBefore() const { return m_cutBefore; }
    [[nodiscard]] bool cutAfter() const { return m_cutAfter; }
    /// The place in the laid out document of one in the text; -1: it is not shown.
    [[nodiscard]] int positionOf(qint64 unit) const;

private:
    struct Run {
        qint64 start = 0, end = 0; ///< of the text
        int position = 0;          ///< in the document
    };
    void insert(QTextCursor &cursor, const QString &all, qint64 start, qint64 end, const QTextCharFormat &format);
    void highlight(const Mark &mark, const Theme &theme, QTextDocument &into) const;

    std::vector<Run> m_runs;
    qint64 m_from = 0, m_to = 0;
    bool m_cutBefore = false, m_cutAfter = false;
};

} // namespace hs::ui
