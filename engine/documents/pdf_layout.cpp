#include "engine/documents/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/documents/ascii.h"
#include "engine/documents/line_shape.h"

namespace hs::documents {

namespace {

constexpr std::size_t LongestHeading = 200; // bytes
constexpr double LargerThanBody = 1.12, MuchLarger = 1.4;
constexpr std::size_t MostMatched = 500;           // lines of a page
constexpr double LeftOut = 0.3, LikeEnough = 0.25; // in logarithms of sizes

/// Words, and not figures or signs.
bool isMostlyWords(const std::string &text)
{
    const auto isWordy = [](char c) { return isLetter(c) || static_cast<unsigned char>(c) >= 0x80; };
    const auto letters = std::ranges::count_if(text, isWordy);
    const auto blanks = std::ranges::count(text, ' ');
    return letters >= 2 && std::size_t(letters + blanks) * 5 >= text.size() * 3 &&
           (isWordy(text.front()) || isDigit(text.front()) || text.front() == '"' || text.front() == '(');
}

/// A running title without what changes from page to page.
std::string withoutDigits(const std::string &text)
{
    std::string result;
    for (const char c : text)
        if (!isDigit(c))
            result += c;
        else if (!result.ends_with('#'))
            result += '#';
    return result;
}

double middleOf(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// Shares of the letter size that the letters of a line reach up, down and across: nearly alike in all typefaces for
/// Latin.
struct LetterMeasures {
    double up = 0, down = 0.01, across = 0;
};

LetterMeasures measuresOf(const std::string &text)
{
    LetterMeasures measures;
    const auto isOneOf = [](char c, std::string_view letters) { return letters.find(c) != std::string_view::npos; };
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'A' && c <= 'Z') || isDigit(c) || isOneOf(c, "bdfhklt()[]{}|/\\&%$!?\"'"))
            measures.up = std::max(measures.up, 0.72);
        else if (isLetter(c))
            measures.up = std::max(measures.up, 0.53);
        if (isOneOf(c, "gjpqy()[]{}|Q@_"))
            measures.down = std::max(measures.down, 0.21);
        else if (isOneOf(c, ",;"))
            measures.down = std::max(measures.down, 0.13);
        if (byte >= 0x80)
            measures.across += byte >= 0xE3 ? 1.0 : byte >= 0xC0 ? 0.55 : 0;
        else if (isOneOf(c, "iljtfrI.,:;'|!()[] "))
            measures.across += 0.28;
        else if (isOneOf(c, "mMwW@%"))
            measures.across += 0.84;
        else
            measures.across += c >= 'A' && c <= 'Z' ? 0.68 : 0.54;
    }
    return measures;
}

bool endsSentence(const std::string &text)
{
    return !text.empty() && std::string_view(".!?:\")").find(text.back()) != std::string_view::npos;
}

} // namespace

void placeByInk(PdfLine &line, const InkRow &ink)
{
    const auto measures = measuresOf(line.text);
    if (measures.up == 0 || !(ink.bottom > ink.top) || !(ink.right > ink.left))
        return;
    // What is too narrow for its height is no line of large letters, but several rows that were taken for one.
    const double byHeight = (ink.bottom - ink.top) / (measures.up + measures.down),
                 byWidth = (ink.right - ink.left) / measures.across;
    line.size = std::min(byHeight, byWidth * 1.2);
    line.left = ink.left;
    line.right = ink.right;
    line.top = ink.bottom - (measures.down + 0.75) * line.size;
    line.placed = true;
    line.gaps = ink.gap > 1.5 * line.size;
}

std::vector<int> matchRows(const std::vector<PdfLine> &lines, const std::vector<InkRow> &rows)
{
    std::vector<int> matches(lines.size(), -1);
    if (lines.size() == rows.size()) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            matches[i] = int(i);
        return matches;
    }
    if (lines.size() > MostMatched || rows.size() > MostMatched || lines.empty() || rows.empty())
        return matches;
    std::vector<LetterMeasures> measured;
    for (const auto &line : lines)
        measured.push_back(measuresOf(line.text));
    // The cheapest way through both, as texts are compared: a row is taken for a line, or one of them is left out.
    const auto unlike = [&](std::size_t line, std::size_t row) {
        const auto &measures = measured[line];
        const double width = rows[row].right - rows[row].left, height = rows[row].bottom - rows[row].top;
        if (measures.up == 0 || !(width > 0) || !(height > 0))
            return 1.0;
        return std::min(1.0, std::abs(std::log(width / measures.across * (measures.up + measures.down) / height)));
    };
    const auto columns = rows.size() + 1;
    std::vector<double> cost((lines.size() + 1) * columns);
    for (std::size_t i = 0; i <= lines.size(); ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            auto &best = cost[i * columns + j];
            best = double(i + j) * LeftOut;
            if (i > 0)
                best = std::min(best, cost[(i - 1) * columns + j] + LeftOut);
            if (j > 0)
                best = std::min(best, cost[i * columns + j - 1] + LeftOut);
            if (i > 0 && j > 0)
                best = std::min(best, cost[(i - 1) * columns + j - 1] + unlike(i - 1, j - 1));
        }
    for (auto i = lines.size(), j = rows.size(); i > 0 && j > 0;) {
        const double here = cost[i * columns + j], both = unlike(i - 1, j - 1);
        if (here >= cost[(i - 1) * columns + j - 1] + both - 1e-9) {
            if (both < LikeEnough)
                matches[i - 1] = int(j - 1);
            --i;
            --j;
        } else if (here >= cost[(i - 1) * columns + j] + LeftOut - 1e-9) {
            --i;
        } else {
            --j;
        }
    }
    return matches;
}

void dropRunningTitles(std::vector<PdfLine> &lines)
{
    if (lines.empty() || lines.back().page - lines.front().page < 3)
        return;
    std::map<std::string, int> first, last;
    std::vector<std::size_t> edges;
    int pages = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool begins = i == 0 || lines[i - 1].page != lines[i].page,
                   ends = i + 1 == lines.size() || lines[i + 1].page != lines[i].page;
        pages += begins ? 1 : 0;
        if (begins)
            ++first[withoutDigits(lines[i].text)];
        if (ends && !begins)
            ++last[withoutDigits(lines[i].text)];
    }
    const int most = std::max(3, pages / 2);
    std::vector<bool> dropped(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool begins = i == 0 || lines[i - 1].page != lines[i].page,
                   ends = i + 1 == lines.size() || lines[i + 1].page != lines[i].page;
        // A page of one line has no running title, and a longer text is none.
        dropped[i] = begins != ends && lines[i].text.size() <= 120 &&
                     ((begins && first[withoutDigits(lines[i].text)] > most) ||
                      (ends && last[withoutDigits(lines[i].text)] > most));
    }
    std::size_t to = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!dropped[i]) {
            if (to != i)
                lines[to] = std::move(lines[i]);
            ++to;
        }
    lines.resize(to);
}

PdfLayout::PdfLayout(const std::vector<PdfLine> &lines)
{
    std::map<int, std::size_t> letters; // by half points
    std::vector<double> pitches, widths;
    for (const auto &line : lines) {
        widths.push_back(double(line.text.size()));
        if (line.placed && line.size > 0)
            letters[int(std::lround(line.size * 2))] += line.text.size();
    }
    m_width = std::size_t(middleOf(std::move(widths)));
    // Ink is measured a little differently from line to line: neighbours count together.
    std::size_t most = 0;
    for (const auto &[size, count] : letters) {
        std::size_t around = count;
        for (const int step : {-1, 1})
            if (const auto near = letters.find(size + step); near != letters.end())
                around += near->second;
        if (around > most) {
            most = around;
            m_body = size / 2.0;
        }
    }
    if (m_body <= 0)
        return;
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (const auto &a = lines[i - 1], &b = lines[i]; a.placed && b.placed && a.page == b.page &&
                                                         std::abs(a.size - m_body) < 1 &&
                                                         std::abs(b.size - m_body) < 1)
            if (const double pitch = b.top - a.top; pitch > m_body * 0.8 && pitch < m_body * 3)
                pitches.push_back(pitch);
    // The smaller half are lines of the same paragraph, where there are paragraphs at all.
    std::ranges::sort(pitches);
    m_pitch = pitches.empty() ? m_body * 1.25 : pitches[pitches.size() / 3];

    for (const auto &line : lines)
        if (isLarge(line))
            m_sizes.push_back(line.size);
    std::ranges::sort(m_sizes, std::greater());
    std::vector<double> distinct;
    for (const double size : m_sizes)
        if (distinct.empty() || size < distinct.back() * 0.92)
            distinct.push_back(size);
    m_sizes = std::move(distinct);
}

bool PdfLayout::isLarge(const PdfLine &line) const
{
    if (!line.placed || line.gaps || m_body <= 0 || line.size < m_body * LargerThanBody ||
        line.text.size() > LongestHeading || !isMostlyWords(line.text))
        return false;
    // A little larger is not enough for what does not look like one.
    const bool unlikely = line.text.ends_with('.') || line.text.ends_with(',') ||
                          (line.text.front() >= 'a' && line.text.front() <= 'z');
    return !unlikely || line.size >= m_body * MuchLarger;
}

int PdfLayout::headingLevel(const PdfLine &line) const
{
    if (line.outline > 0)
        return std::min(line.outline, 6);
    if (!isLarge(line))
        return 0;
    for (std::size_t i = 0; i < m_sizes.size(); ++i)
        if (line.size >= m_sizes[i] * 0.92)
            return int(std::min<std::size_t>(i + 1, 6));
    return 0;
}

bool PdfLayout::standsApart(const PdfLine &line, const PdfLine *before, const PdfLine *behind) const
{
    if (!line.placed)
        return false;
    const auto far = [&](const PdfLine &a, const PdfLine &b) {
        return !a.placed || !b.placed || b.top - a.top > m_pitch * 1.25 || b.top < a.top;
    };
    return (before == nullptr || far(*before, line)) && (behind == nullptr || far(line, *behind));
}

bool PdfLayout::continues(const PdfLine &before, const PdfLine &line) const
{
    if (before.joins)
        return true;
    if (isListLine(line.text))
        return false;
    if (!before.placed || !line.placed ||
        m_pitch <= 0) // by its shape: a short line with the end of a sentence ends its paragraph
        return !(before.text.size() * 10 < m_width * 7 &&
                 (endsSentence(before.text) || headingNumber(before.text).size() > 0));
    if (std::abs(line.size - before.size) > std::max(1.5, before.size * 0.12))
        return false;
    const double step = line.top - before.top;
    if (step < -m_pitch) // the next column, where the sentence goes on
        return !endsSentence(before.text);
    if (step > m_pitch * 1.3)
        return false;
    // An indented first line behind a line that ended early.
    return !(line.left > before.left + m_body * 0.9 && endsSentence(before.text) && !isListLine(before.text));
}

void PdfLayout::add(const std::vector<PdfLine> &lines, std::size_t from, std::size_t to, Builder &builder) const
{
    const auto joined = [&](std::size_t first, std::size_t end) {
        std::string text;
        for (auto i = first; i < end; ++i) {
            text += lines[i].text;
            if (!lines[i].joins)
                text += ' ';
        }
        return text;
    };
    for (auto i = from; i < to;) {
        auto end = i + 1;
        const auto &line = lines[i];
        int level = headingLevel(line);
        // "2.3 Methods" in letters of the usual size, with room above and below.
        if (const auto numbers = headingNumber(line.text);
            level == 0 && !numbers.empty() &&
            standsApart(line, i > from ? &lines[i - 1] : nullptr, end < to ? &lines[end] : nullptr))
            level = int(std::min<std::size_t>(numbers.size() + m_sizes.size(), 6));
        if (level > 0) {
            while (end < to && headingLevel(lines[end]) == level && lines[end].outline == 0 &&
                   std::abs(lines[end].size - line.size) < line.size * 0.08 &&
                   lines[end].top - lines[end - 1].top < line.size * 1.6 && lines[end].top > lines[end - 1].top &&
                   headingNumber(lines[end].text).empty())
                ++end;
            builder.heading(level, joined(i, end));
        } else {
            while (end < to && headingLevel(lines[end]) == 0 && continues(lines[end - 1], lines[end]))
                ++end;
            if (isListLine(line.text))
                builder.item(1, joined(i, end));
            else
                builder.paragraph(joined(i, end));
        }
        i = end;
    }
}

} // namespace hs::documents
