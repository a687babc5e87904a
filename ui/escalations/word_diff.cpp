#include "ui/escalations/word_diff.h"

#include <algorithm>
#include <cstdint>

namespace hs::ui {

namespace {

using Kind = DiffPiece::Kind;

std::vector<QString> wordsOf(const QString &text)
{
    enum class Class { Word, Space, Mark };
    const auto classOf = [&](qsizetype at) {
        const QChar c = text.at(at);
        if (c.isSpace())
            return Class::Space;
        if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == QLatin1Char('_'))
            return Class::Word;
        // A mark inside a number or a word belongs to it: 1,250.00, don't, o'clock, a@b.example.
        const bool inside = at > 0 && at + 1 < text.size() && text.at(at - 1).isLetterOrNumber()
            && text.at(at + 1).isLetterOrNumber();
        return inside ? Class::Word : Class::Mark;
    };
    std::vector<QString> words;
    for (qsizetype begin = 0; begin < text.size();) {
        const Class kind = classOf(begin);
        qsizetype end = begin + 1;
        // Each line break is a word: an added paragraph does not tear the ones around it.
        if (kind == Class::Word || (kind == Class::Space && text.at(begin) != QLatin1Char('\n'))) {
            while (end < text.size() && classOf(end) == kind
                   && (kind != Class::Space || text.at(end) != QLatin1Char('\n')))
                ++end;
        }
        words.push_back(text.mid(begin, end - begin));
        begin = end;
    }
    return words;
}

void add(std::vector<DiffPiece> &pieces, Kind kind, const QString &text)
{
    if (text.isEmpty())
        return;
    if (!pieces.empty() && pieces.back().kind == kind) {
        pieces.back().text += text;
        return;
    }
    // Within one change, Removed stays before Added.
    if (kind == Kind::Removed && !pieces.empty() && pieces.back().kind == Kind::Added) {
        if (pieces.size() > 1 && pieces[pieces.size() - 2].kind == Kind::Removed)
            pieces[pieces.size() - 2].text += text;
        else
            pieces.insert(pieces.end() - 1, DiffPiece{kind, text});
        return;
    }
    pieces.push_back({kind, text});
}

bool isBlank(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() && c != QLatin1Char('\n'); });
}

/// "a [b→x] [c→y]" reads better as "a [b c→x y]": a lone space between two changes joins them.
std::vector<DiffPiece> joined(const std::vector<DiffPiece> &pieces)
{
    std::vector<DiffPiece> out;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const bool between = i > 0 && i + 1 < pieces.size() && pieces[i].kind == Kind::Same;
        if (between && isBlank(pieces[i].text)) {
            // Only where both sides of the space are replaced; a pure insertion keeps its own space.
            const auto touches = [&](Kind kind) {
                const auto has = [&](size_t from, int step) {
                    for (qsizetype k = qsizetype(from); k >= 0 && k < qsizetype(pieces.size()); k += step) {
                        if (pieces[size_t(k)].kind == Kind::Same)
                            return false;
                        if (pieces[size_t(k)].kind == kind)
                            return true;
                    }
                    return false;
                };
                return has(i - 1, -1) && has(i + 1, 1);
            };
            if (touches(Kind::Removed) && touches(Kind::Added)) {
                add(out, Kind::Removed, pieces[i].text);
                add(out, Kind::Added, pieces[i].text);
                continue;
            }
        }
        add(out, pieces[i].kind, pieces[i].text);
    }
    return out;
}

} // namespace

std::vector<DiffPiece> wordDiff(const QString &before, const QString &after)
{
    const std::vector<QString> a = wordsOf(before);
    const std::vector<QString> b = wordsOf(after);
    size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;

    std::vector<DiffPiece> pieces;
    for (size_t i = 0; i < head; ++i)
        add(pieces, Kind::Same, a[i]);

    const size_t n = a.size() - head - tail;
    const size_t m = b.size() - head - tail;
    if (qsizetype((n + 1) * (m + 1)) > MaxDiffCells) {
        for (size_t i = 0; i < n; ++i)
            add(pieces, Kind::Removed, a[head + i]);
        for (size_t j = 0; j < m; ++j)
            add(pieces, Kind::Added, b[head + j]);
    } else {
        // Longest common subsequence, table from the end, then walked from the front.
        const size_t width = m + 1;
        std::vector<std::uint32_t> length((n + 1) * width, 0);
        for (size_t i = n; i-- > 0;) {
            for (size_t j = m; j-- > 0;) {
                length[i * width + j] = a[head + i] == b[head + j]
                    ? length[(i + 1) * width + j + 1] + 1
                    : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
            }
        }
        size_t i = 0;
        size_t j = 0;
        while (i < n || j < m) {
            if (i < n && j < m && a[head + i] == b[head + j]) {
                add(pieces, Kind::Same, a[head + i]);
                ++i;
                ++j;
            } else if (i < n && (j == m || length[(i + 1) * width + j] >= length[i * width + j + 1])) {
                add(pieces, Kind::Removed, a[head + i]);
                ++i;
            } else {
                add(pieces, Kind::Added, b[head + j]);
                ++j;
            }
        }
    }
    for (size_t i = a.size() - tail; i < a.size(); ++i)
        add(pieces, Kind::Same, a[i]);
    return joined(pieces);
}

int positionInAfter(const std::vector<DiffPiece> &pieces, int shown)
{
    int seen = 0;
    int after = 0;
    for (const DiffPiece &piece : pieces) {
        const int size = int(piece.text.size());
        const int inside = std::clamp(shown - seen, 0, size);
        if (piece.kind != Kind::Removed)
            after += inside;
        seen += size;
        if (shown <= seen)
            break;
    }
    return after;
}

} // namespace hs::ui
