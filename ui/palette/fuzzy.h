#pragma once

#include <optional>

#include <QList>
#include <QString>

namespace hs::ui {

struct FuzzyMatch {
    int score = 0;         ///< higher is better; comparable among matches of one pattern
    QList<int> positions;  ///< indexes of `text` that matched, rising
};

/// Whether the letters of `pattern` stand in `text` in their order, and how well:
/// word starts, runs and an early start count, gaps cost. Case and accents do
/// not matter; spaces in the pattern only separate. Pure, any thread, O(p·t).
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace hs::ui
