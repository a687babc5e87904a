#include "ui/palette/fuzzy.h"

#include <limits>
#include <vector>

namespace hs::ui {

namespace {

constexpr int Hit = 10;
constexpr int WordStart = 14;
constexpr int Run = 12;
constexpr int TextStart = 8;
constexpr int Gap = 1;     // per letter passed over, up to MaxGap
constexpr int MaxGap = 12;
constexpr int None = std::numeric_limits<int>::min() / 2;
constexpr int MaxLetters = 200;

/// One comparable letter per letter of the text: lower case without accents.
QString folded(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar letter : text) {
        const QString parts = QString(letter).normalized(QString::NormalizationForm_D);
        out += (parts.isEmpty() ? letter : parts.front()).toCaseFolded();
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
    QString letters = folded(pattern);
    letters.remove(QLatin1Char(' '));
    if (letters.isEmpty())
        return FuzzyMatch{};
    const QString hay = folded(text.left(MaxLetters));
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
            const int own = Hit + (startsWord(text, j) ? WordStart : 0);
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
        match.positions.prepend(j);
        j = from[cell(i, j)];
    }
    return match;
}

} // namespace hs::ui
