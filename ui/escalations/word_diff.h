#pragma once

#include <vector>

#include <QString>

namespace hs::ui {

/// A stretch of two texts that stayed, went or came.
struct DiffPiece {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const DiffPiece &, const DiffPiece &) = default;
};

/// What changed from `before` to `after`, word by word (spaces and marks count
/// as words of their own, but never stand alone between two changes).
///
/// Same + Removed joined is `before`, Same + Added joined is `after`. Removed
/// stands before Added; neighbours are of different kinds. Pure, any thread.
/// O(n·m) for the words between the common beginning and end; where that is
/// over `MaxDiffCells`, that middle is told as removed and added whole.
[[nodiscard]] std::vector<DiffPiece> wordDiff(const QString &before, const QString &after);

inline constexpr qsizetype MaxDiffCells = 4'000'000;

/// Where position `shown` of the joined pieces lies in `after`.
[[nodiscard]] int positionInAfter(const std::vector<DiffPiece> &pieces, int shown);

} // namespace hs::ui
