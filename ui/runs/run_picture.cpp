#include "ui/runs/run_picture.h"

#include <algorithm>

namespace hs::ui {

RunPicture joinPages(const std::vector<const api::RunPage *> &pages)
{
    RunPicture picture;
    for (const api::RunPage *page : pages) {
        picture.lanes = page->lanes;
        picture.firstSeq = page->firstSeq;
        picture.lastSeq = page->lastSeq;
        picture.stopped = page->incident.has_value();
        picture.steps.insert(picture.steps.end(), page->steps.begin(), page->steps.end());
        picture.marks.insert(picture.marks.end(), page->marks.begin(), page->marks.end());
        const std::size_t known = picture.bars.size();
        for (const api::RunBar &bar : page->bars) {
            const auto before = std::find_if(picture.bars.begin(), picture.bars.begin() + std::ptrdiff_t(known), [&](const api::RunBar &open) {
                return !bar.fromAt.isValid() && open.to < 0 && open.lane == bar.lane && open.label == bar.label;
            });
            if (before == picture.bars.begin() + std::ptrdiff_t(known)) {
                picture.bars.push_back(bar);
                continue;
            }
            before->to = bar.to;
            before->toAt = bar.toAt;
            before->outcome = bar.outcome;
            before->failedTries = std::max(before->failedTries, bar.failedTries);
        }
    }
    std::stable_sort(picture.bars.begin(), picture.bars.end(), [](const api::RunBar &a, const api::RunBar &b) {
        return a.lane != b.lane ? a.lane < b.lane : a.from < b.from;
    });
    return picture;
}

} // namespace hs::ui
