#include "ui/knowledge/marked_text.h"

#include <algorithm>

namespace hs::ui {

namespace {
constexpr int LongestShown = 6'000; ///< characters of a passage that a list lays out
}

QTextCharFormat wordMarkFormat(const Theme &theme)
{
    QTextCharFormat format;
    format.setBackground(theme.color(Token::AccentSoft));
    format.setForeground(theme.color(Token::Accent));
    format.setFontWeight(QFont::DemiBold);
    return format;
}

QTextCharFormat meaningMarkFormat(const Theme &theme)
{
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::DashUnderline);
    format.setUnderlineColor(theme.color(Token::Info));
    return format;
}

QList<QTextLayout::FormatRange> markFormats(const std::vector<api::KnowledgeRange> &marks, int length, const Theme &theme)
{
    QList<QTextLayout::FormatRange> formats;
    // The sentence first: the words in it are put over it.
    for (const bool meaning : {true, false}) {
        const QTextCharFormat format = meaning ? meaningMarkFormat(theme) : wordMarkFormat(theme);
        for (const api::KnowledgeRange &mark : marks) {
            if (mark.meaning != meaning || mark.length <= 0 || mark.start < 0 || mark.start >= length)
                continue;
            formats.push_back({mark.start, std::min(mark.length, length - mark.start), format});
        }
    }
    return formats;
}

MarkedTextCache::MarkedTextCache(const Theme &theme, int entries) : m_theme(theme), m_cache(entries) {}

std::shared_ptr<const MarkedTextCache::Laid> MarkedTextCache::laid(const api::KnowledgePassage &passage, int width, int maxLines,
                                                                   Qt::LayoutDirection direction)
{
    if (m_revision != m_theme.revision()) {
        m_revision = m_theme.revision();
        m_cache.clear();
    }
    // The same passage has other marks under another question.
    QString key = passage.id + QLatin1Char('/') + QString::number(width) + QLatin1Char('/') + QString::number(maxLines) + QLatin1Char('/')
                  + QString::number(passage.text.size()) + (direction == Qt::RightToLeft ? QLatin1Char('r') : QLatin1Char('l'));
    for (const api::KnowledgeRange &mark : passage.marks)
        key += QLatin1Char(mark.meaning ? 'm' : 'w') + QString::number(mark.start) + QLatin1Char('+') + QString::number(mark.length);
    if (const auto *known = m_cache.object(key))
        return *known;

    auto made = std::make_shared<Laid>();
    QString text = passage.text.left(LongestShown);
    text.replace(QLatin1Char('\n'), QChar::LineSeparator);
    int firstMark = int(text.size());
    for (const bool meaning : {false, true}) {
        for (const api::KnowledgeRange &mark : passage.marks) {
            if (mark.meaning == meaning && mark.start >= 0)
                firstMark = std::min(firstMark, mark.start);
        }
        if (firstMark < text.size())
            break;
    }
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    option.setAlignment(Qt::AlignLeading);
    made->layout.setFont(m_theme.font(TextStyle::Small));
    made->layout.setTextOption(option);
    made->layout.setText(text);
    made->layout.setFormats(markFormats(passage.marks, int(text.size()), m_theme));
    made->layout.setCacheEnabled(true);
    made->layout.beginLayout();
    qreal height = 0;
    int markLine = 0;
    int count = 0;
    while (true) {
        QTextLine line = made->layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(1, width));
        line.setPosition({0, height});
        height += line.height();
        if (firstMark < text.size() && firstMark >= line.textStart())
            markLine = count;
        ++count;
        if (count >= maxLines && count > markLine + maxLines && line.textStart() > firstMark)
            break; // what comes is not shown
    }
    made->layout.endLayout();
    // The line before the first mark too, so that the words have a beginning.
    made->firstLine = std::clamp(markLine - 1, 0, std::max(0, count - maxLines));
    made->lines = std::min(maxLines, count - made->firstLine);
    if (made->lines > 0) {
        const QTextLine first = made->layout.lineAt(made->firstLine);
        const QTextLine last = made->layout.lineAt(made->firstLine + made->lines - 1);
        made->top = first.y();
        made->height = last.y() + last.height() - first.y();
    }
    std::shared_ptr<const Laid> done = std::move(made);
    m_cache.insert(key, new std::shared_ptr<const Laid>(done));
    return done;
}

} // namespace hs::ui
