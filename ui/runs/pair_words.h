#pragma once

#include <QStringList>

#include "engine/api/runs.h"

namespace hs::ui {

/// How two runs differ, in words. Pure.
enum class PairKind { Alike, Different, OnlyFirst, OnlySecond };
/// Alike: both took it on the same path, waited about as long and set the same fields.
[[nodiscard]] PairKind pairKind(const api::RunPair &pair);
/// Whether two waits are worth telling: over a second apart and one half as long again as the other.
[[nodiscard]] bool waitsDiffer(qint64 first, qint64 second);
/// One line each: "waited 2 h, not 3 min", "score: 62, not 80". Empty for alike pairs.
[[nodiscard]] QStringList pairDifferences(const api::RunPair &pair);
/// The whole pair in one sentence, for screen readers. The names are the runs' numbers.
[[nodiscard]] QString pairSentence(const api::RunPair &pair, const QString &first, const QString &second);
/// "12 steps alike, 2 different, 1 only in LC-101, none only in LC-99."
[[nodiscard]] QString comparisonSentence(const api::RunComparison &comparison);

} // namespace hs::ui
