#pragma once

#include <random>
#include <vector>

#include "ui/designer/chart_layout.h"

namespace hs::test {

using ui::LayoutBox;
using ui::LayoutLine;

struct Drawing {
    std::vector<LayoutBox> boxes;
    std::vector<LayoutLine> lines;
};

/// A random statechart of a size: nested, parallel, with lines between any two states.
inline Drawing randomDrawing(unsigned seed, int states)
{
    std::mt19937 random(seed);
    const auto pick = [&random](int count) { return int(random() % unsigned(count)); };
    Drawing out;
    out.boxes.push_back({-1, QSizeF(120, 40), false, -1});
    std::vector<int> depth{0};
    std::vector<int> holders{0};
    while (int(out.boxes.size()) < states) {
        const int parent = holders[std::size_t(pick(int(holders.size())))];
        LayoutBox box;
        box.parent = parent;
        box.size = QSizeF(80 + pick(120), 30 + pick(60));
        box.parallel = pick(6) == 0;
        const int index = int(out.boxes.size());
        out.boxes.push_back(box);
        depth.push_back(depth[std::size_t(parent)] + 1);
        LayoutBox &holder = out.boxes[std::size_t(parent)];
        if (!holder.parallel && (holder.initial < 0))
            holder.initial = index;
        if (depth.back() < 4 && pick(4) == 0)
            holders.push_back(index);
    }
    for (int i = 0; i < states * 3 / 2; ++i) {
        const int source = 1 + pick(states - 1);
        int target = 1 + pick(states - 1);
        if (pick(3) > 0) { // most stay among siblings
            std::vector<int> siblings;
            for (int k = 1; k < states; ++k)
                if (out.boxes[std::size_t(k)].parent == out.boxes[std::size_t(source)].parent)
                    siblings.push_back(k);
            target = siblings[std::size_t(pick(int(siblings.size())))];
        }
        out.lines.push_back({source, target, pick(5) == 0 ? QSizeF() : QSizeF(40 + pick(120), 20 + pick(40))});
    }
    return out;
}

} // namespace hs::test
