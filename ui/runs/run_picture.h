#pragma once

#include <vector>

#include "engine/api/runs.h"

namespace hs::ui {

/// What a timeline draws: consecutive pages of a run as one.
struct RunPicture {
    std::vector<api::RunLane> lanes;
    std::vector<api::RunStep> steps;
    std::vector<api::RunBar> bars;
    std::vector<api::RunMark> marks;
    qint64 firstSeq = 0; ///< of the whole run
    qint64 lastSeq = -1;
    bool stopped = false; ///< an input after the last step could not be handled
};

/// Joins pages that follow each other: a bar that one page leaves open and the next one found open is one bar. Pure.
[[nodiscard]] RunPicture joinPages(const std::vector<const api::RunPage *> &pages);

} // namespace hs::ui
