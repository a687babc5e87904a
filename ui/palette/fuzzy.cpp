#include "ui/palette/fuzzy.h"

#include <limits>
#include <vector>

namespace hs::ui {

namespace {

constexpr int Hit = 10;
constexpr int WordStart = 14;
constexpr int Run = 18; // more than a word's start: whole words are found before initials
constexpr int TextStart = 8;
constexpr int Gap = 1;     // per letter passed over, up to MaxGap
constexpr int MaxGap = 12;
constexpr int None = std::numeric_limits<int>::min() / 2;
constexpr int MaxLetters = 200;

/// Comparable letters: lower case, without accents, and where each stands in the text. A letter
/// may be written as one sign or as a letter with a mark behind it; "ß" reads as "ss".
struct Folded {
    QString letters;
    QList<int> at;
};

Folded folded(const QString &text)
{
    Folded out;
    out.letters.reserve(text.size());
    for (int i = 0; i < int(text.size()); ++i) {
        const QString parts = text[i] == QChar(0xdf) ? QStringLiteral("ss") : QString(text[i]).normalized(QString::NormalizationForm_D);
        for (const QChar part : parts) {
            if (part.isMark())
                continue;
            out.letters += part.toCaseFolded();
            out.at += i;
        }
    }
    return out;
}

bool startsWord(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString letters = folded(pattern).letters;
    letters.remove(QLatin1Char(' '));
    if (letters.isEmpty())
        return FuzzyMatch{};
    const Folded seen = folded(text.left(MaxLetters));
    const QString &hay = seen.letters;
    const int p = int(letters.size());
    const int t = int(hay.size());
    if (p > t)
        return std::nullopt;

    // best[i][j]: best score with letter i standing at j; from[i][j]: where letter i-1 stood.
    std::vector<int> best(std::size_t(p) * std::size_t(t), None);
    std::vector<int> from(std::size_t(p) * std::size_t(t), -1);
    const auto cell = [t](int i, int j) { return std::size_t(i) * std::size_t(t) + std::size_t(j); };
    for (int i = 0; i < p; ++i) {
        for (int j = i; j < t; ++j) {
            if (hay[j] != letters[i])
                continue;
            const int own = Hit + (startsWord(text, seen.at[j]) ? WordStart : 0);
            if (i == 0) {
                best[cell(i, j)] = own + (j == 0 ? TextStart : -std::min(j, MaxGap) * Gap);
                continue;
            }
            for (int k = i - 1; k < j; ++k) {
                const int before = best[cell(i - 1, k)];
                if (before == None)
                    continue;
                const int gap = j - k - 1;
                const int score = before + own + (gap == 0 ? Run : -std::min(gap, MaxGap) * Gap);
                if (score > best[cell(i, j)]) {
                    best[cell(i, j)] = score;
                    from[cell(i, j)] = k;
                }
            }
        }
    }
    int end = -1;
    for (int j = 0; j < t; ++j) {
        if (best[cell(p - 1, j)] != None && (end < 0 || best[cell(p - 1, j)] > best[cell(p - 1, end)]))
            end = j;
    }
    if (end < 0)
        return std::nullopt;
    FuzzyMatch match;
    match.score = best[cell(p - 1, end)] - (t - p) / 8; // of two equal hits the shorter text
    for (int i = p - 1, j = end; i >= 0; --i) {
        if (match.positions.isEmpty() || match.positions.first() != seen.at[j])
            match.positions.prepend(seen.at[j]);
        j = from[cell(i, j)];
    }
    return match;
}

} // namespace hs::ui
