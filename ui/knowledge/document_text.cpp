#include "ui/knowledge/document_text.h"

#include <algorithm>

#include <QTextBlock>
#include <QTextCursor>
#include <QTextTable>

namespace hs::ui {

namespace {

constexpr int ListIndent = 16;
constexpr int MostColumns = 24;
constexpr int MostTableRows = 400; ///< of one table; a longer one goes on as lines

using Part = api::KnowledgeText::Part;

/// The cells of a table's row, as places in the text: cut at tabs, or at bars where there are no tabs.
std::vector<std::pair<qint64, qint64>> cellsOf(const QString &text, qint64 start, qint64 end)
{
    const QStringView row = QStringView(text).mid(start, end - start);
    const QChar cut = row.contains(QLatin1Char('\t')) ? QLatin1Char('\t') : QLatin1Char('|');
    std::vector<std::pair<qint64, qint64>> cells;
    qint64 from = start;
    for (qint64 at = start; at <= end; ++at) {
        if (at < end && text.at(at) != cut)
            continue;
        qint64 a = from;
        qint64 b = at;
        while (a < b && text.at(a).isSpace())
            ++a;
        while (b > a && text.at(b - 1).isSpace())
            --b;
        // Bars at both ends of a row make no cells of their own.
        const bool rim = cut == QLatin1Char('|') && a == b && (from == start || at == end);
        if (!rim)
            cells.emplace_back(a, b);
        from = at + 1;
        if (int(cells.size()) == MostColumns) {
            cells.back().second = end;
            break;
        }
    }
    if (cells.empty())
        cells.emplace_back(start, end);
    return cells;
}

/// A rule below a table's head ("--- | ---"): drawn by the table itself.
bool isRule(const QString &text, qint64 start, qint64 end)
{
    bool dash = false;
    for (qint64 at = start; at < end; ++at) {
        const QChar letter = text.at(at);
        if (letter == QLatin1Char('-'))
            dash = true;
        else if (letter != QLatin1Char('|') && letter != QLatin1Char(':') && letter != QLatin1Char('+') && !letter.isSpace())
            return false;
    }
    return dash;
}

/// Rows of a table part, which holds one row or several lines of them.
std::vector<std::pair<qint64, qint64>> rowsOf(const QString &text, const Part &part)
{
    std::vector<std::pair<qint64, qint64>> rows;
    qint64 from = part.start;
    for (qint64 at = part.start; at <= part.end; ++at) {
        if (at < part.end && text.at(at) != QLatin1Char('\n'))
            continue;
        if (at > from && !isRule(text, from, at))
            rows.emplace_back(from, at);
        from = at + 1;
    }
    return rows;
}

QFont headingFont(const Theme &theme, int level)
{
    return theme.font(level <= 1 ? TextStyle::Title : level == 2 ? TextStyle::Subtitle : TextStyle::Strong, QFont::DemiBold);
}

} // namespace

int DocumentText::positionOf(qint64 unit) const
{
    auto after = std::upper_bound(m_runs.begin(), m_runs.end(), unit, [](qint64 value, const Run &run) { return value < run.start; });
    if (after == m_runs.begin())
        return m_runs.empty() || unit < m_from ? -1 : m_runs.front().position;
    const Run &run = *std::prev(after);
    return run.position + int(std::min(unit, run.end) - run.start);
}

void DocumentText::insert(QTextCursor &cursor, const QString &all, qint64 start, qint64 end, const QTextCharFormat &format)
{
    if (end <= start)
        return;
    m_runs.push_back({start, end, cursor.position()});
    QString words = all.mid(start, end - start);
    // Of the same length, so that places stay what they are.
    words.replace(QLatin1Char('\n'), QChar::LineSeparator)
        .replace(QChar::ParagraphSeparator, QChar::LineSeparator)
        .replace(QLatin1Char('\r'), QLatin1Char(' '));
    words.replace(QChar::ObjectReplacementCharacter, QLatin1Char(' '));
    cursor.insertText(words, format);
}

void DocumentText::write(const api::KnowledgeText &source, const Mark &mark, qint64 around, const Theme &theme, QTextDocument &into)
{
    const QString &text = source.text;
    const qint64 size = text.size();
    m_runs.clear();
    std::vector<Part> parts;
    for (const Part &part : source.parts) { // what comes through the door is looked at before it is a place in a string
        Part safe = part;
        safe.start = std::clamp<qint64>(part.start, parts.empty() ? 0 : parts.back().end, size);
        safe.end = std::clamp<qint64>(part.end, safe.start, size);
        if (safe.end > safe.start)
            parts.push_back(std::move(safe));
    }
    if (parts.empty() && size > 0)
        parts.push_back({QStringLiteral("paragraph"), 0, 0, size, 0});

    // Whole parts about the place, half before and half behind it.
    const qint64 middle = std::clamp<qint64>(around, 0, size);
    const qint64 wantedFrom = size <= MostUnits ? 0 : std::max<qint64>(0, std::min(middle - MostUnits / 2, size - MostUnits));
    const qint64 wantedTo = std::min(size, wantedFrom + MostUnits);
    auto first = std::find_if(parts.begin(), parts.end(), [&](const Part &part) { return part.end > wantedFrom; });
    auto last = first;
    while (last != parts.end() && last->start < wantedTo)
        ++last;
    m_cutBefore = first != parts.begin();
    m_cutAfter = last != parts.end();
    std::vector<Part> shown(first, last);
    if (!shown.empty() && shown.front().end - shown.front().start > MostUnits) {
        m_cutBefore = m_cutBefore || shown.front().start < wantedFrom;
        shown.front().start = std::max(shown.front().start, wantedFrom);
    }
    if (!shown.empty() && shown.back().end - shown.back().start > MostUnits) {
        m_cutAfter = m_cutAfter || shown.back().end > wantedTo;
        shown.back().end = std::min(shown.back().end, wantedTo);
    }
    m_from = shown.empty() ? 0 : shown.front().start;
    m_to = shown.empty() ? 0 : shown.back().end;

    into.setUndoRedoEnabled(false);
    into.clear();
    into.setDefaultFont(theme.font(TextStyle::Body));
    into.setDocumentMargin(12);
    QTextCursor cursor(&into);
    cursor.beginEditBlock();
    bool begun = false;
    const auto nextBlock = [&](const QTextBlockFormat &block) {
        if (begun)
            cursor.insertBlock(block, QTextCharFormat());
        else
            cursor.setBlockFormat(block);
        begun = true;
    };
    QTextCharFormat plain;
    plain.setForeground(theme.color(Token::Text));
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Part &part = shown[i];
        QTextBlockFormat block;
        block.setBottomMargin(6);
        if (part.kind == QLatin1String("heading")) {
            block.setTopMargin(i == 0 ? 0 : 10);
            block.setHeadingLevel(std::clamp(part.level, 1, 6));
            nextBlock(block);
            QTextCharFormat format = plain;
            format.setFont(headingFont(theme, part.level));
            insert(cursor, text, part.start, part.end, format);
        } else if (part.kind == QLatin1String("code")) {
            block.setBackground(theme.color(Token::Sunken));
            block.setLeftMargin(6);
            block.setNonBreakableLines(false);
            nextBlock(block);
            QTextCharFormat format = plain;
            format.setFont(theme.font(TextStyle::Mono));
            insert(cursor, text, part.start, part.end, format);
        } else if (part.kind == QLatin1String("list")) {
            block.setBottomMargin(3);
            block.setLeftMargin(ListIndent * std::clamp(part.level, 1, 8));
            block.setTextIndent(-ListIndent + 4);
            nextBlock(block);
            // Some sources keep their own sign in the text; nobody needs two.
            const QChar sign = text.at(part.start);
            const bool signed_ = sign == QLatin1Char('-') || sign == QLatin1Char('*') || sign == QChar(0x2022) || sign.isDigit();
            if (!signed_)
                cursor.insertText(QStringLiteral("•  "), plain);
            insert(cursor, text, part.start, part.end, plain);
        } else if (part.kind == QLatin1String("table")) {
            // Parts that follow one another are rows of one table.
            std::vector<std::pair<qint64, qint64>> rows;
            std::size_t end = i;
            std::size_t columns = 1;
            int heads = 0;
            for (; end < shown.size() && shown[end].kind == QLatin1String("table") && int(rows.size()) < MostTableRows; ++end) {
                if (end > i && shown[end].level == 1)
                    break; // the head of another table
                const auto more = rowsOf(text, shown[end]);
                if (shown[end].level == 1)
                    heads += int(more.size());
                rows.insert(rows.end(), more.begin(), more.end());
            }
            for (const auto &row : rows)
                columns = std::max(columns, cellsOf(text, row.first, row.second).size());
            i = end - 1;
            if (rows.empty())
                continue;
            nextBlock(QTextBlockFormat());
            QTextTableFormat look;
            look.setCellPadding(4);
            look.setCellSpacing(0);
            look.setBorder(1);
            look.setBorderCollapse(true);
            look.setBorderBrush(theme.color(Token::Border));
            look.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            look.setHeaderRowCount(std::min(heads, 1));
            look.setBottomMargin(8);
            QTextTable *table = cursor.insertTable(int(rows.size()), int(columns), look);
            for (std::size_t r = 0; r < rows.size(); ++r) {
                const auto cells = cellsOf(text, rows[r].first, rows[r].second);
                QTextCharFormat format = plain;
                if (int(r) < heads)
                    format.setFontWeight(QFont::DemiBold);
                for (std::size_t c = 0; c < cells.size(); ++c) {
                    QTextCursor cell = table->cellAt(int(r), int(c)).firstCursorPosition();
                    insert(cell, text, cells[c].first, cells[c].second, format);
                }
            }
            cursor.movePosition(QTextCursor::End);
            begun = false; // behind a table stands an empty block already
        } else {
            nextBlock(block);
            insert(cursor, text, part.start, part.end, plain);
        }
    }
    cursor.endEditBlock();
    highlight(mark, theme, into);
}

void DocumentText::highlight(const Mark &mark, const Theme &theme, QTextDocument &into) const
{
    if (mark.start < 0 || mark.end <= mark.start)
        return;
    QTextCursor cursor(&into);
    const auto over = [&](qint64 start, qint64 end, const QTextCharFormat &format) {
        for (const Run &run : m_runs) {
            const qint64 a = std::max(start, run.start);
            const qint64 b = std::min(end, run.end);
            if (a >= b)
                continue;
            cursor.setPosition(run.position + int(a - run.start));
            cursor.setPosition(run.position + int(b - run.start), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
    };
    QTextCharFormat ground; // as with a marker; the words in it have their own
    ground.setBackground(theme.color(Token::WarnSoft));
    over(mark.start, mark.end, ground);
    for (const bool meaning : {true, false}) {
        for (const api::KnowledgeRange &range : mark.marks) {
            if (range.meaning != meaning || range.start < 0 || range.length <= 0)
                continue;
            const qint64 start = mark.start + range.start;
            over(start, std::min(mark.end, start + range.length), meaning ? meaningMarkFormat(theme) : wordMarkFormat(theme));
        }
    }
}

} // namespace hs::ui
